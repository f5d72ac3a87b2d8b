"""The switch between fast paths and plain formulas, which check the fast paths and are easier to read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_plain = False


def takes_plain() -> bool:
    """Whether plain formulas are in use."""
    return _plain


def take_plain(plain: bool) -> None:
    """Use plain formulas from now on, or (False) fast paths."""
    global _plain
    _plain = plain


@contextmanager
def plain_formulas() -> Iterator[None]:
    """Use plain formulas within the block."""
    before = _plain
    take_plain(True)
    try:
        yield
    finally:
        take_plain(before)
