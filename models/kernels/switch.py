"""Whether plain formulas are taken in place of fast paths: for checks, and for reading along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_plain = False


def takes_plain() -> bool:
    """Whether plain formulas are taken."""
    return _plain


def take_plain(plain: bool) -> None:
    """Take plain formulas from now on, or fast paths."""
    global _plain
    _plain = plain


@contextmanager
def plain_formulas() -> Iterator[None]:
    """Take plain formulas within the block."""
    before = _plain
    take_plain(True)
    try:
        yield
    finally:
        take_plain(before)
