"""Words as tokens. Every word has a token, known or not, so that no query and no tool is refused.

    token = 4 * index + case        case 0: movie, 1: Movie, 2: MOVIE, 3: any other (iPhone); digits have case 0
    index   0..19                   markers: what a row is made of (`Marker`); no text of a user becomes one
            20..20 + K - 1          the K words that are frequent in the training text, case folded
            behind them             buckets of all other words: ending (64) times hash (64)

A network gives an unknown word the sum of three vectors: of its ending, of its hash and of its case. Two unknown words
that are equal thus have equal vectors, which is what copying a value needs, and "Wainaina" has something in common with
"Obaina". Digits that are no known word take an ending that says how many there are.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import Any

import numpy as np

CASES = 4
MARKERS = 20
ENDINGS, HASHES = 64, 64
_DIGIT_ENDINGS = 8
_LONGEST_KNOWN = 40
"""Longer words are never known."""


class Marker(IntEnum):
    """The tokens that are no words; each stands at `CASES` times its number."""

    PAD = 0
    DECIDE = 1
    FOCUS = 2
    CALLS = 3
    VALUE_FROM = 4
    VALUE_TO = 5
    SPELLED = 6
    TOOL = 7
    REQUIRED = 8
    OPTIONAL = 9
    ENUM_VALUE = 10
    SYSTEM = 11
    USER = 12
    ASSISTANT = 13
    CALL = 14
    RESPONSE = 15
    NEXT_LINE = 16

    @property
    def token(self) -> int:
        """The token of this marker."""
        return CASES * self.value


def begins_text(index: Any) -> Any:
    """Where a text of its own begins: a tool, an argument or a turn. `index` (...) are tokens divided by `CASES`."""
    return (index >= Marker.TOOL) & (index <= Marker.RESPONSE) & (index != Marker.ENUM_VALUE)


class WordVocabulary:
    """The known words, in order of their tokens.

    Args:
        known: different words, case folded.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self.known = tuple(known)
        self._index = {word: MARKERS + number for number, word in enumerate(self.known)}
        self._first_bucket = MARKERS + len(self.known)
        self.token = lru_cache(1 << 16)(self._token)

    @classmethod
    def of(cls, words: Iterable[str], min_count: int, most: int) -> WordVocabulary:
        """The most frequent words, case folded, that occur at least `min_count` times."""
        counts = Counter(word.casefold() for word in words if len(word) <= _LONGEST_KNOWN)
        frequent = sorted((word for word, count in counts.items() if count >= min_count), key=lambda w: (-counts[w], w))
        return cls(frequent[:most])

    def __len__(self) -> int:
        """Number of tokens."""
        return CASES * (self._first_bucket + ENDINGS * HASHES)

    def show(self, token: int) -> str:
        """A token as people read it: the word, `_` for one that is not known, and markers in brackets."""
        index, case = divmod(token, CASES)
        if index < MARKERS:
            return f"[{Marker(index).name}]" if index in list(Marker) else "_"
        if index >= self._first_bucket:
            return "_"
        word = self.known[index - MARKERS]
        return (word, word.capitalize(), word.upper(), word)[case]

    def _token(self, word: str) -> int:
        index = self._index.get(word.casefold())
        return self.unknown(word) if index is None else CASES * index + _case(word)

    @property
    def first_unknown(self) -> int:
        """The first of the tokens that unknown words have; all behind it are such tokens, too."""
        return CASES * self._first_bucket

    def unknown(self, word: str) -> int:
        """The token of a word that is not known, or is taken for such a word."""
        folded = word.casefold()
        index = self._first_bucket + _ending(folded) * HASHES + zlib.crc32(folded.encode()) % HASHES
        return CASES * index + _case(word)


class Forgetful:
    """A vocabulary that takes some words for unknown ones, each of them everywhere.

    A network that never meets "Oslo" without its own vector learns little of what to do with the cities it has no
    vector for.

    Args:
        share: how probably a word is forgotten.
    """

    def __init__(self, vocabulary: WordVocabulary, share: float, rng: np.random.Generator) -> None:
        self._vocabulary, self._share, self._rng = vocabulary, share, rng
        self._forgotten: dict[str, bool] = {}

    def token(self, word: str) -> int:
        """The token of a word, known or not."""
        folded = word.casefold()
        if folded not in self._forgotten:
            self._forgotten[folded] = self._rng.random() < self._share
        return self._vocabulary.unknown(word) if self._forgotten[folded] else self._vocabulary.token(word)


def _ending(folded: str) -> int:
    if folded.isdigit():
        return min(len(folded), _DIGIT_ENDINGS) - 1
    return _DIGIT_ENDINGS + zlib.crc32(folded[-3:].encode()) // 7 % (ENDINGS - _DIGIT_ENDINGS)


def _case(word: str) -> int:
    if word == word.casefold():
        return 0
    if word[0].isupper() and word[1:] == word[1:].casefold():
        return 1
    return 2 if word.isupper() else 3
