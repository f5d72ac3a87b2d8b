"""Programs with one token changed, and what a program returns for the calls of its tests."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator

import sandbox
from dataset.code.problem import Assertions, Problem
from sandbox.verdict import Limits, Verdict

_OTHERS = {
    **{"+": "-", "-": "+", "*": "+", "//": "*", "/": "*", "%": "//", "**": "*"},
    **{"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="},
    **{"True": "False", "False": "True", "and": "or", "or": "and", "min": "max", "max": "min", "+=": "-=", "-=": "+="},
}


def mutants(code: str) -> Iterator[str]:
    """The program with one token changed, the last token first: those near its end are likelier to matter."""
    lines = code.splitlines(keepends=True)
    tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    for token in reversed(tokens):
        changed = _OTHERS.get(token.string)
        if token.type == tokenize.NUMBER and token.string.isdigit():
            changed = str(int(token.string) + 1)
        if changed is not None:
            (row, start), (_, end) = token.start, token.end
            line = lines[row - 1]
            yield "".join([*lines[: row - 1], line[:start] + changed + line[end:], *lines[row:]])


def returned(problem: Problem, program: str, limits: Limits) -> list[Verdict]:
    """What the entry point gives for each call in the tests whose arguments are plain."""
    assert isinstance(problem.tests, Assertions) and problem.entry_point
    found = []
    for statement in (problem.tests.setup, *problem.tests.statements):
        for node in ast.walk(ast.parse(statement)):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords
            if is_call and node.func.id in (problem.entry_point, "candidate"):  # type: ignore[attr-defined]
                try:
                    arguments = [ast.literal_eval(argument) for argument in node.args]  # type: ignore[attr-defined]
                except ValueError:
                    continue
                found.append(sandbox.call(program, problem.entry_point, arguments, limits=limits))
    return found
