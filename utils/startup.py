"""What a program does before it imports torch: how its threads wait, and how Ctrl-C ends it meanwhile.

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()
"""

from __future__ import annotations

import os
import signal
from types import FrameType

SPIN_COUNT = "1000"
"""How often a thread of GNU OpenMP looks for new work before it sleeps.

By default it looks for so long that a thread whose partner has no core, on a busy machine, burns its own core for
nothing: a training step then takes three times as long and more. docs/log.md has the measurements.
"""
_OPENMP_WAITING = ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")


def begin() -> None:
    """Set how threads wait, unless the environment says so already; until main runs, let Ctrl-C end the program."""
    if not any(name in os.environ for name in _OPENMP_WAITING):
        os.environ["GOMP_SPINCOUNT"] = SPIN_COUNT
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # under nohup it is ignored, and stays so
        signal.signal(signal.SIGINT, leave_quietly)


def leave_quietly(number: int, _: FrameType | None) -> None:
    """End with the status that a shell gives a process ended by this signal; nothing is at work yet."""
    os._exit(128 + number)
