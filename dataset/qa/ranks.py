"""What is noted of people in a row, such as by size, when the one at an end of it is asked for.

    taller     Al, Tor, Mira, Ul        the tallest     Mir, Tor Mira, Al Tor
                                        the shortest    Mir, Tor Mira, Mira Ul

First comes the first part of anybody's name: a part, since a network writes all of a note at once and would mix the
names of two who are as good. Then come pairs in the order of the row. The first one is that of the one above, whichever
end is asked for, so that who is above whom is learned apart from where to go; each of the others is next to the one
before, up to the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dataset.qa.names import spelling


def walk(ranked: Sequence[str], start: int, end: str) -> tuple[str, ...]:
    """Notes on the way to the first or last of `ranked`, from the one with this number on."""
    pairs = [f"{above} {below}" for above, below in pairwise(ranked)]
    first = max(start - 1, 0)
    return (spelling()[ranked[start]][0], *(pairs[first::-1] if end == ranked[0] else pairs[first:]))
