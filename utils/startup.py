"""Settings that a program makes before it imports torch: how its threads wait, and how Ctrl-C ends it until main runs.

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()
"""

from __future__ import annotations

import os
import signal
from types import FrameType

SPIN_COUNT = "1000"
"""Number of times that a thread of GNU OpenMP looks for new work before it sleeps.

The default is so large that, on a busy machine, a thread keeps its core busy while it waits for a thread that has no
core. A training step then takes three times as long or more. docs/log.md has the measurements.
"""
_OPENMP_WAITING = ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")


def begin() -> None:
    """Set how threads wait, unless the environment already does; let Ctrl-C end the program until main runs."""
    if not any(name in os.environ for name in _OPENMP_WAITING):
        os.environ["GOMP_SPINCOUNT"] = SPIN_COUNT
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # under nohup it is ignored and must stay so
        signal.signal(signal.SIGINT, leave_quietly)


def leave_quietly(number: int, _: FrameType | None) -> None:
    """End at once, with the status that a shell reports for this signal. No work has begun that needs cleaning up."""
    os._exit(128 + number)
