"""Tests that choose among candidates of code: a file of Python with assertions.

    assert total([1, 2]) == 3            the candidate defines what the tests call

    def total(numbers):                  or a line `___` is the place of a candidate that is a part of a program:
        ___                              whatever stands before the first assertion is the program
        return result
    assert total([1, 2]) == 3

Candidates run in the sandbox, in a process of their own (`dataset.code.judging`).
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dataset.code.judging import judge
from dataset.code.problem import Assertions, Problem
from dataset.code.python_text import parsed
from dataset.code.questions import GAP
from sandbox.verdict import INFRASTRUCTURE, TIMEOUT, Limits
from utils.errors import UserError
from utils.reading import read_text

LARGEST_TESTS = 2**18
"""Most characters of a file of tests."""
_TIMEOUTS = 3
"""After so many candidates that do not end, the tests are to blame."""
_GAP = re.compile(rf"^([ \t]*){GAP}[ \t]*$", re.MULTILINE)
_ASSERTION = re.compile(r"^assert\b", re.MULTILINE)


@dataclass(frozen=True)
class CodeTests:
    """The tests of a file.

    Attributes:
        name: of the file, for messages.
        program: what stands around a candidate, with a gap; None: the candidate stands alone.
        statements: the assertions, and what they need.
    """

    name: str
    program: str | None
    statements: str

    def program_with(self, candidate: str) -> str:
        """The program that a candidate is, or is a part of."""
        if self.program is None:
            return candidate
        return _GAP.sub(lambda gap: "\n".join(gap[1] + line for line in candidate.splitlines()), self.program)

    def first_that_passes(self, candidates: Iterable[str], seconds: float) -> int:
        """The number of the first candidate that passes all tests, from 0.

        Args:
            candidates: code, in order.
            seconds: how long the tests of one candidate may take.

        Raises:
            UserError: none passes, the tests do not end, or the sandbox cannot run code here.
        """
        problem = Problem("typed", "typed", "", tests=Assertions((self.statements,)))
        verdicts: list[str] = []
        for number, candidate in enumerate(candidates):
            judged = judge(problem, self.program_with(candidate), Limits(seconds=seconds))
            assert judged.verdict is not None, "there are tests"
            if judged.is_right:
                return number
            if judged.verdict.kind == INFRASTRUCTURE:
                raise UserError(f"no code can be run here: {judged.verdict.detail or 'the sandbox does not start'}")
            verdicts.append(judged.verdict.kind)
            if verdicts.count(TIMEOUT) == _TIMEOUTS:
                raise UserError(
                    f"{self.name}: {_TIMEOUTS} candidates are not done within {seconds:g} s:"
                    " do the tests end? --seconds gives them more"
                )
        kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(verdicts).most_common())
        raise UserError(f"no candidate of {len(verdicts)} passes {self.name} ({kinds})")


def read_tests(file: Path) -> CodeTests:
    """The tests in a file.

    Raises:
        UserError: it cannot be read, holds no assertion, or is no Python.
    """
    text = read_text(file, LARGEST_TESTS)
    gaps = len(_GAP.findall(text))
    if gaps > 1:
        raise UserError(f"{file} has {gaps} lines {GAP}; one candidate has one place")
    first = _ASSERTION.search(text)
    start = first.start() if gaps and first else 0
    tests = CodeTests(str(file), text[:start] if gaps else None, text[start:])
    tree = parsed(tests.statements)
    if isinstance(tree, str):
        raise UserError(f"{file} is no Python: {tree}")
    if not any(isinstance(node, ast.Assert) for node in ast.walk(tree)):
        raise UserError(f"{file} holds no test: assert f(3) == 4")
    if tests.program is not None and GAP in tests.statements:
        raise UserError(f"{file}: the line {GAP} stands behind the first assertion; it belongs before all tests")
    return tests


def require_seconds(seconds: float) -> None:
    """Refuse times that make no sense; `UserError`."""
    if not 0 < seconds <= 3600:
        raise UserError(f"--seconds {seconds:g}: must lie between 0 and 3600")
