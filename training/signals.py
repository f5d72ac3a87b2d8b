"""Signals that end a run: noted while it trains, so that it can save a checkpoint first."""

from __future__ import annotations

import signal
from types import FrameType

SIGUSR2: int | None = getattr(signal, "SIGUSR2", None)
"""Windows has none."""


class StopSignals:
    """Inside the block, SIGINT and SIGTERM are noted and do not end the process; a second SIGINT does so at once.

    submitit sends SIGUSR2 to a run that has to make room. Where submitit listens for it, it is noted too, and handed
    on to submitit at the end of the block, so that the run is put back into the queue after its checkpoint is saved.

    Attributes:
        received: the number of the signal noted last; None: none yet.
    """

    received: int | None = None

    def __enter__(self) -> StopSignals:
        noted: list[int] = [signal.SIGINT, signal.SIGTERM]
        if SIGUSR2 is not None and callable(signal.getsignal(SIGUSR2)):
            noted.append(SIGUSR2)
        self._previous = {s: signal.signal(s, self._note) for s in noted}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        if self.received is not None and self.received == SIGUSR2:
            signal.raise_signal(self.received)

    def _note(self, number: int, _: FrameType | None) -> None:
        if self.received is not None and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.received = number
