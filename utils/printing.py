r"""Show text of unknown origin safely: names, data and model answers may hold codes that control a terminal.

printable("a\x1b[31mb")     'a\\x1b[31mb': the terminal shows the escape and does not obey it
with harmless_output(): ... the same for everything that is printed to standard output inside the block
write_codes(f"\x1b[1m{printable(name)}\x1b[0m")    codes of ours are obeyed there, too
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

LONGEST_MESSAGE = 1000
"""Most characters of a message; a longer message loses its middle."""


def printable(text: str, keep: str = "") -> str:
    """Replace characters without a shape of their own (control and format codes, lone surrogates) by their escapes.

    Args:
        keep: characters that are not replaced, such as a line break.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else c.encode("unicode_escape").decode() for c in text)


def one_line(text: str) -> str:
    """A message as one line of bounded length; white space becomes single blanks, other control characters escapes."""
    line = printable(" ".join(text.split()))
    if len(line) <= LONGEST_MESSAGE:
        return line
    head, gap = line[: 2 * LONGEST_MESSAGE // 3], " [...] "
    return head + gap + line[len(head) + len(gap) - LONGEST_MESSAGE :]


@contextmanager
def harmless_output() -> Iterator[Output]:
    """Inside the block, standard output shows control characters as escapes.

    Characters that the encoding lacks do not stop the program. If the reader has gone (`| head`) or the disk is full,
    the program goes on without output.
    """
    original = sys.stdout
    sys.stdout = output = Output(original)
    try:
        yield output
    finally:
        sys.stdout.flush()
        sys.stdout = original


def write_codes(text: str) -> None:
    """Write text with codes of ours to standard output. Whatever came from elsewhere must be `printable`."""
    if isinstance(sys.stdout, Output):
        sys.stdout.write_codes(text)
    else:
        sys.stdout.write(text)


class Output:
    """A text stream around another one.

    Attributes:
        lost: why printed text could not be written; None if all was written, or if the reader has gone.
    """

    lost: str | None = None

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self.write_codes(printable(text, keep="\n\t\r"))
        return len(text)

    def write_codes(self, text: str) -> None:
        """Write text as it is, apart from characters that the encoding lacks."""
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        try:
            self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        except OSError as error:
            self._discard_output(error)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._discard_output(error)

    def _discard_output(self, error: OSError) -> None:
        if not isinstance(error, BrokenPipeError):
            self.lost = error.strerror or str(error)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
