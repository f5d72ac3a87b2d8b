r"""Text of unknown origin, shown harmlessly: names, data and model answers may hold codes that steer a terminal.

printable("a\x1b[31mb")     'a\\x1b[31mb': the escape is shown and not obeyed
with harmless_output(): ... everything printed to standard output inside is treated so
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

LONGEST_MESSAGE = 1000
"""Characters of a message; of a longer one the middle is left out."""


def printable(text: str, keep: str = "") -> str:
    """Replace characters that print nothing of their own (control and format codes, lone surrogates) by their escapes.

    Args:
        keep: characters that stay as they are, such as a line break.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else c.encode("unicode_escape").decode() for c in text)


def one_line(text: str) -> str:
    """A message as one line of bounded length: white space as single blanks, other control characters as escapes."""
    line = printable(" ".join(text.split()))
    if len(line) <= LONGEST_MESSAGE:
        return line
    head, gap = line[: 2 * LONGEST_MESSAGE // 3], " [...] "
    return head + gap + line[len(head) + len(gap) - LONGEST_MESSAGE :]


@contextmanager
def harmless_output() -> Iterator[Output]:
    """Inside the block, standard output shows control characters as escapes.

    It also survives what its encoding lacks, and a reader that went away (`| head`) or a file on a full disk: the
    program then goes on unheard.
    """
    original = sys.stdout
    sys.stdout = output = Output(original)
    try:
        yield output
    finally:
        sys.stdout.flush()
        sys.stdout = original


class Output:
    """A text stream around another one.

    Attributes:
        lost: why something that was printed could not be written; None where all was, or where nobody read it.
    """

    lost: str | None = None

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        shown = printable(text, keep="\n\t\r")
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        try:
            self._stream.write(shown.encode(encoding, "backslashreplace").decode(encoding))
        except OSError as error:
            self._go_unheard(error)
        return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._go_unheard(error)

    def _go_unheard(self, error: OSError) -> None:
        if not isinstance(error, BrokenPipeError):
            self.lost = error.strerror or str(error)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
