"""Is a bug found, is it located, and is it repaired? Three questions about one answer.

    broken    def f(x): return x - 1
    solution  def f(x): return x + 1
    answer    def f(x): return x * 1     found, located, not repaired

A problem of repair has the program as it was given in its facts, under `BROKEN`; its `code` is the right program, which
may be the same. The answer is a whole program.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dataset.code.problem import Problem

BROKEN = "broken"
_TOKEN = re.compile(r"\w+|[-+*/%@&|^~<>=!:]+|\S")


class Repair(NamedTuple):
    """What an answer makes of a program that may have a bug.

    Attributes:
        found: it changes the program if there is a bug, and only then.
        located: its first change is where the right program's first change is; none if there is no bug.
        repaired: it is the right program, or all tests hold.
    """

    found: bool
    located: bool
    repaired: bool


def judge_repair(problem: Problem, program: str, is_right: bool | None) -> Repair | None:
    """Judge an answer to a problem of repair; None if the problem is of another kind.

    Args:
        is_right: whether all tests hold; None without tests.
    """
    broken = problem.facts.get(BROKEN)
    if not isinstance(broken, str) or problem.code is None:
        return None
    change, right_change = first_change(broken, program), first_change(broken, problem.code)
    same = first_change(program, problem.code) is None
    return Repair((change is None) == (right_change is None), change == right_change, same or bool(is_right))


def first_change(code: str, other: str) -> int | None:
    """The number of the first token in which two programs differ; None if they differ in white space alone.

    White space in front of a line counts, since it means something in Python.
    """
    tokens, others = _tokens(code), _tokens(other)
    for number, (token, wanted) in enumerate(zip(tokens, others, strict=False)):
        if token != wanted:
            return number
    return None if len(tokens) == len(others) else min(len(tokens), len(others))


def _tokens(code: str) -> list[str]:
    found = []
    for line in code.splitlines():
        tokens = _TOKEN.findall(line)
        if tokens:
            found += ["\n" + line[: len(line) - len(line.lstrip())].expandtabs(8), *tokens]
    return found
