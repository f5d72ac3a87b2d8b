"""Spelling words with the fewest tokens."""

from __future__ import annotations

from collections.abc import Mapping


class Spelling:
    """Spells pieces of text with tokens, and keeps the results.

    Args:
        numbers: the number of each token, by its text.
    """

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers = numbers
        self._longest = max(map(len, numbers), default=1)
        self._known: dict[str, tuple[int, ...] | None] = {}

    def __call__(self, piece: str) -> tuple[int, ...] | None:
        """The fewest tokens that spell a piece, longer ones first; None if no tokens do."""
        if piece not in self._known:
            number = self._numbers.get(piece)
            self._known[piece] = self._fewest(piece) if number is None else (number,)
        return self._known[piece]

    def _fewest(self, piece: str) -> tuple[int, ...] | None:
        count: list[int | None] = [0]  # for each end in the piece: how many tokens spell it up to there
        begin = [0]  # for each end: where the last of these tokens begins
        for end in range(1, len(piece) + 1):
            starts = range(max(end - self._longest, 0), end)
            found = [at for at in starts if count[at] is not None and piece[at:end] in self._numbers]
            begin.append(min(found, key=lambda at: count[at] or 0, default=0))
            before = count[begin[-1]] if found else None
            count.append(None if before is None else before + 1)
        if count[-1] is None:
            return None
        end, tokens = len(piece), list[int]()
        while end:
            tokens.append(self._numbers[piece[begin[end] : end]])
            end = begin[end]
        return tuple(reversed(tokens))
