"""How good is a candidate for a problem? It is run in the sandbox, and what holds of it is counted.

    judge(problem, "    return number % 1.0\n")     Judged(parses=True, runs=True, held=3, of=3, ...)
    judge_all(jobs)                                 the same for many pairs of problem and candidate, on all cores

A verdict "infrastructure failed" says that the machine could not run the candidate. Such a candidate is neither right
nor wrong: `Judged.is_known` is False, and whoever adds up leaves it out and says how many there were.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import sandbox
from dataset.code.problem import Assertions, Pairs, Problem
from dataset.code.programs import HELD, CheckProgram, check_program, whole_program
from dataset.code.python_text import parsed, why_not_python
from sandbox.verdict import ERROR, FAILED, INFRASTRUCTURE, PASSED, Limits, Verdict
from utils.parallel import usable_cores

ASSERTIONS, PAIRS, PREDICATE = "assertions", "pairs", "predicate"
_TOLERANCE = 1e-6
_HELD = re.compile(rf"{re.escape(HELD)} (\d+)")


@dataclass(frozen=True)
class Judged:
    """One candidate and what holds of it.

    Attributes:
        program: the whole program that it means.
        verdict: of all tests together; None if the problem has no tests.
        kind: of the tests: `ASSERTIONS`, `PAIRS` or `PREDICATE`; empty if there are none.
        parses: whether it is Python.
        runs: whether it came to the end of the tests without an error of its own; None if that is unknown.
        held: number of assertions, pairs or predicates that hold; a candidate that was stopped (time, memory, output)
            has no assertions that hold.
        of: number of all of them.
        exact: whether it is the problem's solution, apart from layout and comments; None without a solution.
    """

    program: str
    verdict: Verdict | None
    kind: str
    parses: bool
    runs: bool | None
    held: int
    of: int
    exact: bool | None

    @property
    def is_known(self) -> bool:
        """Whether the candidate is right or wrong: there are tests, and the machine could run them."""
        return self.verdict is not None and self.verdict.kind != INFRASTRUCTURE

    @property
    def is_right(self) -> bool:
        """Whether all tests hold."""
        return self.verdict is not None and self.verdict.passed


def judge(problem: Problem, candidate: str, limits: Limits | None = None) -> Judged:
    """Run a candidate, a completion of the prompt or a whole program, against the tests of a problem.

    Any text gets a result.
    """
    program = whole_program(problem, candidate)
    why = why_not_python(program)
    exact = None if problem.code is None else same_code(program, problem.code)
    tests = problem.tests
    limits = limits or Limits()
    checks = check_program(problem)
    if tests is None:
        return Judged(program, None, "", why is None, None, 0, 0, exact)
    if isinstance(tests, Pairs):
        kind, of = PAIRS, len(tests.cases)
    else:
        kind = ASSERTIONS if isinstance(tests, Assertions) else PREDICATE
        of = 0 if checks is None else checks.assertions
    if why is not None:
        return Judged(program, Verdict(ERROR, detail=why), kind, False, False, 0, of, exact)
    if checks is None:
        assert isinstance(tests, Pairs)
        verdict, held = _run_pairs(program, tests, limits)
    else:
        verdict, held = _check(program, checks, limits, several=kind == ASSERTIONS and of > 1)
    runs = None if verdict.kind == INFRASTRUCTURE else verdict.kind in (PASSED, FAILED)
    return Judged(program, verdict, kind, True, runs, held, of, exact)


def judge_all(jobs: Iterable[tuple[Problem, str]], limits: Limits | None = None) -> Iterator[Judged]:
    """Judge many candidates at the same time; results come in the order of the jobs."""
    with ThreadPoolExecutor(usable_cores()) as threads:  # which only wait for the sandbox's processes
        yield from threads.map(lambda job: judge(job[0], job[1], limits), jobs)


def _check(program: str, checks: CheckProgram, limits: Limits, several: bool) -> tuple[Verdict, int]:
    """The verdict on the tests as they are, and how many assertions hold if they do not all hold."""
    verdict = sandbox.check(program, checks.code, checks.names, setup=checks.setup, limits=limits)
    if verdict.passed:
        return verdict, checks.assertions
    if not several or verdict.kind not in (FAILED, ERROR):
        return verdict, 0
    counted = sandbox.check(program, checks.tallied(), checks.names, setup=checks.setup, limits=limits)
    found = _HELD.search(counted.detail) if counted.kind == FAILED else None
    return verdict, int(found[1]) if found else 0


def _run_pairs(program: str, tests: Pairs, limits: Limits) -> tuple[Verdict, int]:
    """The worst verdict, and the number of pairs that hold.

    After a run that was stopped the rest is not run: it counts as wrong, as in a contest.
    """
    verdicts: list[Verdict] = []
    held = 0
    for given, expected in tests.cases:
        room = replace(limits, output=max(limits.output, 2 * len(expected.encode()) + 1024))
        verdict = sandbox.run(program, given, limits=room)
        if verdict.passed and not same_output(verdict.stdout, expected):
            verdict = replace(verdict, kind=FAILED, detail="it prints something else than what is expected")
        held += verdict.passed
        verdicts.append(verdict)
        if verdict.kind not in (PASSED, FAILED, ERROR):
            break
    order = {PASSED: 0, FAILED: 1, ERROR: 2}
    return max(verdicts, key=lambda verdict: order.get(verdict.kind, 3)), held


def same_output(printed: str, expected: str) -> bool:
    """Whether two outputs have the same words in the same lines; blank lines at the end do not count.

    Numbers with a decimal point may differ by a millionth, since contests leave open how they are rounded.
    """
    lines, others = ([line.split() for line in text.rstrip().split("\n")] for text in (printed, expected))
    return len(lines) == len(others) and all(
        len(line) == len(other) and all(_same_word(*words) for words in zip(line, other, strict=True))
        for line, other in zip(lines, others, strict=True)
    )


def _same_word(word: str, expected: str) -> bool:
    if word == expected:
        return True
    if "." not in expected:
        return False
    try:
        value, right = float(word), float(expected)
    except ValueError:
        return False
    return abs(value - right) <= _TOLERANCE * max(1.0, abs(right))


def same_code(program: str, other: str) -> bool:
    """Whether two programs are the same apart from layout and comments; texts that do not parse, apart from blanks."""
    trees = parsed(program), parsed(other)
    if isinstance(trees[0], str) or isinstance(trees[1], str):
        return program.split() == other.split()
    try:
        return ast.dump(trees[0]) == ast.dump(trees[1])
    except (RecursionError, ValueError):  # a sum of thousands of terms, a number of thousands of digits
        return program.split() == other.split()
