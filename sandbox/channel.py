"""A worker's end of the socket to its parent, and how a worker runs text.

A message is a size of four bytes and plain data (`sandbox.wire`).
"""

from __future__ import annotations

import os
import sys

from sandbox.wire import decode, encode

TYPE_CHECKING = False  # as in `sandbox.wire`
if TYPE_CHECKING:
    from typing import Any

    from sandbox.wire import Refer, Resolve


class Channel:
    """A worker's end of the socket to the parent."""

    def __init__(self, number: int) -> None:
        self._number = number

    def send(self, message: object, refer: Refer = None) -> None:
        """Write a message. Raises TypeError if it is no plain data."""
        data = encode(message, refer)
        data = len(data).to_bytes(4, "big") + data
        while data:
            data = data[os.write(self._number, data) :]

    def receive(self, resolve: Resolve = None) -> Any:
        """Wait for a message. Ends this process if there will be none."""
        return decode(self._read(int.from_bytes(self._read(4), "big")), resolve)

    def _read(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            part = os.read(self._number, size - len(data))
            if not part:
                os._exit(0)
            data += part
        return bytes(data)


def module_of(name: str, texts: dict[str, str], **given: Any) -> dict[str, Any]:
    """What texts define, run one after the other as a module of this name.

    Args:
        texts: by the names of files that tracebacks show.
        given: names that are defined before the last text runs.
    """
    module = type(sys)(name)
    sys.modules[name] = module
    for at, (file, text) in enumerate(texts.items()):
        if at == len(texts) - 1:
            module.__dict__.update(given)
        exec(compile(text, file, "exec", dont_inherit=True), module.__dict__)
    return module.__dict__


def flush() -> None:
    """Hand on what was printed so far."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # the code may have closed or replaced it
            pass
