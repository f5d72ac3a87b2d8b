"""What became of code, and the limits it ran in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PASSED = "passed"
FAILED = "failed"
"""It ran to its end and the answer is wrong."""
ERROR = "error"
"""It raised, could not be parsed, ended with another status than 0, or broke the rules of the conversation."""
TIMEOUT = "timeout"
MEMORY = "memory"
OUTPUT = "output"
"""It printed more than it may."""
INFRASTRUCTURE = "infrastructure failed"
"""The machine could not run it, or somebody else ended it. This says nothing about the code, so it is not wrong."""


@dataclass(frozen=True)
class Limits:
    """What code may use.

    Attributes:
        seconds: wall-clock time of the whole job.
        memory: bytes of address space of each process, and of memory of all processes together.
        output: bytes of standard output and of standard error, each.
        processes: processes that may live at the same time, the code's own included.
    """

    seconds: float = 10.0
    memory: int = 512 * 2**20
    output: int = 64 * 2**10
    processes: int = 16

    def __post_init__(self) -> None:
        """Raises ValueError for limits that limit nothing, or allow nothing."""
        if not 0 < self.seconds < float("inf") or min(self.memory, self.output, self.processes) < 1:
            raise ValueError(f"limits must be positive and finite: {self}")


@dataclass(frozen=True)
class Verdict:
    """What became of code.

    Attributes:
        kind: one of PASSED, FAILED, ERROR, TIMEOUT, MEMORY, OUTPUT and INFRASTRUCTURE.
        stdout: what the code printed, at most `limits.output` bytes of it.
        stderr: the same for its standard error.
        value: the result of `call`.
        seconds: how long the job took, without the start of its processes.
        detail: one line that says why it is not PASSED; empty if it is.
    """

    kind: str
    stdout: str = ""
    stderr: str = ""
    value: Any = None
    seconds: float = 0.0
    detail: str = ""

    @property
    def passed(self) -> bool:
        """Whether the kind is PASSED."""
        return self.kind == PASSED
