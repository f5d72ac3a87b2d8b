r"""Deciding whether two answers are equal: as texts, as fractions, or by sympy.

    equivalent("3/4", "0.75")                     Verdict.EQUAL        numbers; with a decimal point within 1e-6
    equivalent("-2, 5", "5, -2")                  Verdict.EQUAL        a list of roots has no order
    equivalent("2*x+2", "2(x+1)")                 Verdict.EQUAL        sympy
    equivalent(r"\frac{\sqrt{2}}{2}", "1/sqrt(2)")  Verdict.EQUAL      LaTeX of the MATH set
    equivalent("5", "-5")                         Verdict.DIFFERENT
    equivalent("5", "3+*")                        Verdict.UNPARSABLE
    equivalent("5", "9^9^9^9")                    Verdict.TIMED_OUT

This is safe for anything that a model may write. Nothing in a text is executed (`dataset.maths.expression` parses it).
Texts that are long, deeply nested or have huge numbers are unparsable. Sympy runs in a process of its own, which is
killed and replaced when it takes too long, and ends by itself when it takes 4 GiB of memory (on systems with such
limits). It does not protect against mistakes of sympy, which may call two equal answers different.
"""

from __future__ import annotations

import atexit
import functools
import itertools
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from dataset.maths.compare import equal_fractions, same
from dataset.maths.exact import exact, has_denominator, is_decimal, proportional_signatures, signature
from dataset.maths.expression import Node, readings
from dataset.maths.latex import Unparsable
from dataset.maths.notation import plain
from dataset.maths.rounding import rounded_places
from dataset.maths.words import are_words, same_words

__all__ = ["Unparsable", "Verdict", "agrees_in_time", "canonical", "equivalent"]

_START_SECONDS = 120.0
"""How long importing sympy may take, on a busy machine."""
_ROOT = Path(__file__).parents[2]


class Verdict(Enum):
    """The result of comparing a given answer with the expected one; running out of memory also counts as timed out."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNPARSABLE = "unparsable"
    TIMED_OUT = "timed out"


def canonical(text: str) -> str:
    r"""An answer in plain notation: `\frac{3}{4}` as `((3)/(4))`, `x = 2,y=1` as `x=2, y=1`.

    Answers of generated problems stay as they are. Texts outside the grammar change only in their white space.
    """
    try:
        return plain(text)
    except Unparsable:
        return " ".join(text.split())


def equivalent(expected: str, given: str, *, seconds: float = 5.0, decimals: int | None = None) -> Verdict:
    """Compare an answer with the expected one.

    Args:
        expected: the true answer; if it is not an expression ("Monday"), only the same words equal it.
        given: the answer to be judged.
        seconds: how long sympy may take.
        decimals: decimal places that the question wants (`dataset.maths.rounding`); an expected answer `≈3.14` implies
            them too. Then a number that rounds to the expected one is equal. Otherwise a decimal equals a number only
            if it is exact, or has six digits or more of a number with endless decimals.
    """
    if expected == given or same_words(expected, given):
        return Verdict.EQUAL
    if are_words(expected) and are_words(given):
        return Verdict.DIFFERENT
    try:
        wanted = readings(expected)
    except Unparsable:
        return Verdict.EQUAL if canonical(expected) == canonical(given) else Verdict.DIFFERENT
    try:
        found = readings(given)
    except Unparsable:
        return Verdict.UNPARSABLE
    if decimals is None:
        decimals = rounded_places(expected)
    arithmetic, unsure = _Exact(decimals), False
    for ours, theirs in itertools.product(wanted, found):
        try:
            if same(ours, theirs, arithmetic):
                return Verdict.EQUAL
        except _NeedsSympy:
            unsure = True
    return _sympy().compare(expected, given, decimals, seconds) if unsure else Verdict.DIFFERENT


def agrees_in_time(answer: str, check: Sequence[str], *, seconds: float = 60.0) -> bool | None:
    """Whether sympy comes to an answer that a model wrote; None if it cannot tell, or not in time.

    Args:
        answer: one that is no expression does not agree.
        check: what is to be computed, as of `dataset.maths.problem.Problem`.
    """
    try:
        readings(answer)
    except Unparsable:
        return False
    verdict = _sympy().ask([answer, list(check)], seconds)
    return {Verdict.EQUAL: True, Verdict.DIFFERENT: False}.get(verdict)


class _NeedsSympy(Exception):
    """A value is neither a fraction nor a quotient of polynomials."""


class _Exact:
    """The `Arithmetic` of `dataset.maths.compare` without sympy; undecided comparisons raise `_NeedsSympy`."""

    def __init__(self, decimals: int | None) -> None:
        self._decimals = decimals

    def equal(self, expected: Node, given: Node) -> bool:
        if expected == given:
            return True
        a, b = exact(expected), exact(given)
        if a is not None and b is not None:
            rounded = self._decimals is not None and abs(a - b) <= Fraction(1, 2) / Fraction(10) ** self._decimals
            return rounded or equal_fractions(expected, given, a, b)
        numeric = not expected.names and not given.names
        if numeric and (self._decimals is not None or is_decimal(expected) or is_decimal(given)):
            raise _NeedsSympy
        first, second = signature(expected), signature(given)
        if first is None or second is None:
            raise _NeedsSympy
        return first == second

    def proportional(self, expected: Node, given: Node, positive: bool) -> bool:
        if expected.names != given.names:
            return False
        first, second = signature(expected), signature(given)
        point = {name: Fraction(7 + 2 * place, 5) for place, name in enumerate(sorted(expected.names))}
        a, b = exact(expected, point), exact(given, point)
        if first is None or second is None or not a or not b:
            raise _NeedsSympy
        if proportional_signatures(first, second):
            return a * b > 0 or not positive
        if has_denominator(expected) or has_denominator(given):  # y=1/x is xy=1
            raise _NeedsSympy
        return False


class _Sympy:
    """A process that compares answers by sympy (`dataset.maths.symbolic`); it is started when first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._said: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread()
        atexit.register(self.end)

    def compare(self, expected: str, given: str, decimals: int | None, seconds: float) -> Verdict:
        """Compare two answers."""
        return self.ask([expected, given, decimals], seconds)

    def ask(self, line: list[Any], seconds: float) -> Verdict:
        """Ask the process, and kill it if it does not answer in time. It ends by itself if memory runs out."""
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._start()
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(line) + "\n")
            self._process.stdin.flush()
            said = self._listen(seconds)
        except BrokenPipeError:  # the process has ended, because the answer before took all memory
            said = ""
        if said:
            return Verdict(said)
        self.end()
        return Verdict.TIMED_OUT

    def end(self) -> None:
        """Kill the process, if there is one."""
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()
            self._listener.join()
            self._process = None

    def _start(self) -> None:
        path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dataset.maths.symbolic"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C reaches only this process, which then ends the other one
        )
        self._said = queue.Queue()
        self._listener = threading.Thread(target=_pass_on, args=(self._process, self._said), daemon=True)
        self._listener.start()
        if self._listen(_START_SECONDS) != "ready":
            self.end()
            raise RuntimeError("sympy does not start: try python -m dataset.maths.symbolic")

    def _listen(self, seconds: float) -> str:
        """The next line that the process writes; empty if it has ended or is late."""
        try:
            return self._said.get(timeout=seconds)
        except queue.Empty:
            return ""


def _pass_on(process: subprocess.Popen[str], said: queue.Queue[str]) -> None:
    """Put the lines of the process into the queue, and an empty one when it ends."""
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            said.put(line.strip())
    said.put("")


@functools.cache
def _sympy() -> _Sympy:
    return _Sympy()
