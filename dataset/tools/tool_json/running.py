"""Run a few lines of Python of a policy in the sandbox, and say what rewards need to know of it.

    run("print(6 * 7)")            Ran(FINISHED, "42\\n")
    run("while True: pass")        Ran(TIMEOUT, "")

`sandbox` says what stands around the code and what does not. What the machine could not run is UNAVAILABLE, and never
counts as wrong.
"""

from __future__ import annotations

from typing import NamedTuple

import sandbox

MEMORY = 512 * 2**20
LARGEST_OUTPUT = 64 * 2**10
"""Bytes that the code may print."""
WALL_SECONDS = 10.0

FINISHED = "finished"
ERROR = "error"
"""The code is wrong: an exception, no Python, too much memory or output."""
TIMEOUT = "timeout"
UNAVAILABLE = "unavailable"
"""The process could not be started, or was killed from outside. This says nothing about the code."""

_OUTCOMES = {sandbox.PASSED: FINISHED, sandbox.TIMEOUT: TIMEOUT, sandbox.INFRASTRUCTURE: UNAVAILABLE}


class Ran(NamedTuple):
    """What became of the code.

    Attributes:
        outcome: FINISHED, ERROR, TIMEOUT or UNAVAILABLE.
        output: what it printed, also before an error; empty if it is UNAVAILABLE.
    """

    outcome: str
    output: str = ""


def run(code: str, wall_seconds: float = WALL_SECONDS) -> Ran:
    """Run code and return what it printed. Takes little longer than `wall_seconds` at most, and raises nothing."""
    limits = sandbox.Limits(seconds=wall_seconds, memory=MEMORY, output=LARGEST_OUTPUT)
    verdict = sandbox.run(code, limits=limits)
    outcome = _OUTCOMES.get(verdict.kind, ERROR)
    return Ran(outcome, "" if outcome == UNAVAILABLE else verdict.stdout)
