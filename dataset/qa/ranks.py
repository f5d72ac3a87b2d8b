"""Notes for questions about the first or last in a ranking, such as by size.

    taller     Al, Tor, Mira, Ul        the tallest     Mir, Tor Mira, Al Tor
                                        the shortest    Mir, Tor Mira, Mira Ul

The first note is the first part of any person's name. It is only a part, because a network writes all tokens of a note
at once and would mix the names of equally good people. Then come pairs of neighbours in the ranking. The first pair is
that person with the one above, whichever end is asked for: so a network learns who is above whom apart from which way
to go. Each further pair is the neighbour of the pair before, up to the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dataset.qa.names import spelling


def walk(ranked: Sequence[str], start: int, end: str) -> tuple[str, ...]:
    """The notes that lead from number `start` of `ranked` to `end`, the first or last of them."""
    pairs = [f"{above} {below}" for above, below in pairwise(ranked)]
    first = max(start - 1, 0)
    return (spelling()[ranked[start]][0], *(pairs[first::-1] if end == ranked[0] else pairs[first:]))
