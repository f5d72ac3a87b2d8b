"""Texts without what people ignore when they compare values: case, blanks, punctuation.

    fold("Ultra_high-end")   ultrahighend
    fold("March 9th, 2019")  march9th2019
    fold("12:30"), fold("1,250.50"), fold("C++")   12 30, 1250.50, c++

Digits that stand apart stay apart, decimals and signs are kept, and a symbol that means something (`+ # % $ < = ^`) is
kept. A `Folded` text also knows where its words are, so that a value can be looked up in it: `Folded.find`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from dataset.tools.words import Word, split

_IGNORED = frozenset(",.;:!?'\"`´‘’‚“”„«»()[]{}-−‐‑‒–—―_/\\|…¿¡·•，。、；：！？「」『』（）")
_MINUS = frozenset("-−")
_CACHED = 1 << 16
_LONGEST_CACHED = 200


class Folded:
    """A folded text.

    Args:
        words: the words of a text, in order.

    Attributes:
        text: what is left of the words, without blanks but for those between two numbers.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        pieces: list[str] = []
        self._first: dict[int, int] = {}  # by offset in `text`: the word that begins there
        self._last: dict[int, int] = {}  # by offset in `text`: the word that ends there
        offset, before = 0, ""
        for piece, first, last in _pieces(words):
            if before.isdigit() and piece[0].isdigit():
                pieces.append(" ")
                offset += 1
            pieces.append(piece)
            self._first[offset] = first
            offset += len(piece)
            self._last[offset] = last
            before = piece[-1]
        self.text = "".join(pieces)

    def find(self, folded: str) -> Iterator[tuple[int, int]]:
        """All places of a folded text that begin and end with a whole word: their first and their last word."""
        at = self.text.find(folded) if folded else -1
        while at >= 0:
            first, last = self._first.get(at), self._last.get(at + len(folded))
            if first is not None and last is not None:
                yield first, last
            at = self.text.find(folded, at + 1)


def fold(text: str) -> str:
    """A text without case, blanks and punctuation; a text of punctuation alone stays as it is."""
    return _fold_short(text) if len(text) <= _LONGEST_CACHED else _fold(text)


def _fold(text: str) -> str:
    return Folded(split(text)).text or " ".join(text.split())


_fold_short = lru_cache(_CACHED)(_fold)


def continues_number(words: Sequence[Word], at: int) -> bool:
    """Whether the words `at` and `at + 1` go on with the number before them: `.50` in `1.50`, `,250` in `1,250`.

    Args:
        at: the number of a word after a word of digits.
    """
    if at + 1 >= len(words) or words[at].text not in (".", ",") or not words[at + 1].text[0].isdigit():
        return False
    touching = words[at - 1].end == words[at].start and words[at].end == words[at + 1].start
    return touching and (words[at].text == "." or len(words[at + 1].text) == 3)


def is_sign(words: Sequence[Word], at: int) -> bool:
    """Whether a word is the minus of the number that follows: in `x = -5`, but not in `2019-03-08` or `x - 5`."""
    word = words[at]
    if word.text not in _MINUS or at + 1 >= len(words):
        return False
    if words[at + 1].start != word.end or not words[at + 1].text[0].isdigit():
        return False
    return (
        not at or words[at - 1].end != word.start or not (words[at - 1].text[-1].isalnum() or words[at - 1].text == ")")
    )


def _pieces(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    """What is left of the words: a folded piece, and the first and the last word that it stands for."""
    at = 0
    while at < len(words):
        first, text = at, words[at].text
        if text[0].isdigit() or is_sign(words, at):
            at, piece = _number(words, at)
            yield piece, first, at
        elif text == "*" and at + 1 < len(words) and words[at + 1][:2] == ("*", words[at].end):
            at += 1
            yield "^", first, at  # `x**2` is `x^2`
        elif text not in _IGNORED:
            yield _fold_word(text), at, at
        at += 1


def _number(words: Sequence[Word], at: int) -> tuple[int, str]:
    """The last word of the number that begins at a word, and the number without the commas of thousands."""
    minus = not words[at].text[0].isdigit()
    at += minus
    pieces = ["-" * minus + _fold_word(words[at].text)]
    while continues_number(words, at + 1):
        if words[at + 1].text == "." or len(pieces[-1]) > 3 + minus or "." in pieces:
            pieces.append(words[at + 1].text)
        pieces.append(_fold_word(words[at + 2].text))
        at += 2
    return at, "".join(pieces)


@lru_cache(_CACHED)
def _fold_word(word: str) -> str:
    if word == "&":
        return "and"
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf") or word
