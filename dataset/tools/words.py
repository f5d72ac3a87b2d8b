"""Words: the places that a model can point at, in conversations, in the texts of tools and in the names of tools.

    split("Wake me at 7:30pm")       Wake | me | at | 7 | : | 30 | pm
    split_name("getWeatherInCity")   get, Weather, In, City
    split_name("Media_1.FindMovies") Media, 1, Find, Movies

Letters and digits are apart, so that `20` can be pointed at in `20mm`. In scripts that are written without blanks every
letter is a word of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_LETTER, _DIGIT, _MARK, _SPACE, _SINGLE = "a0m ."
_WORD = re.compile("a[am]*|0[0m]*|[.]m*|m+")
_JOINERS = frozenset("\u00ad\u200c\u200d")
"""Soft hyphen, zero-width non-joiner and joiner: they stand inside of words."""
_INVISIBLE = frozenset("\u200b\u2060\ufeff")
"""Zero-width space, word joiner, byte order mark: they part words as a blank does."""
_WITHOUT_BLANKS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals of Chinese characters
    (0x3005, 0x3007),
    (0x3040, 0x312F),  # Hiragana, Katakana, Bopomofo
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Chinese characters
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9D),  # narrow Katakana
    (0x20000, 0x3FFFF),
)
"""Code points of scripts that are written without blanks between words, in order."""


class Word(NamedTuple):
    """A word and the characters of the text that it is: `text[start:end]`."""

    text: str
    start: int
    end: int


class _Kinds(dict[int, str]):
    """The kind of each code point, found when it is first met; a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = kind = _kind(chr(code))
        return kind


def _kind(character: str) -> str:
    if character in _INVISIBLE or character.isspace():
        return _SPACE
    category = unicodedata.category(character)
    if category == "Nd":
        return _DIGIT
    if category[0] == "M" or character in _JOINERS:
        return _MARK
    if category[0] == "L" and not any(first <= ord(character) <= last for first, last in _WITHOUT_BLANKS):
        return _LETTER
    return _SINGLE


_KINDS = _Kinds()


def split(text: str) -> list[Word]:
    """The words of a text: runs of letters, runs of digits, and every other character but white space.

    Combining marks belong to the character before them.
    """
    return [Word(text[found.start() : found.end()], *found.span()) for found in _WORD.finditer(text.translate(_KINDS))]


def span_text(text: str, words: Sequence[Word], first: int, last: int) -> str:
    """The text from the first word of a span to its last one, as it stands in `text`.

    Args:
        first, last: numbers of words, both inclusive.
    """
    return text[words[first].start : words[last].end]


def split_name(name: str) -> list[str]:
    """The words of a name of a tool or an argument, in the case in which they stand.

    A name that is made of signs alone is one word; the empty name has none.
    """
    parts = [part for word in split(name) if word.text[0].isalnum() for part in _by_case(word.text)]
    return parts or [name.strip()] * bool(name.strip())


def _by_case(word: str) -> list[str]:
    """Split where a capital begins a word: `HTTPServer` is HTTP, Server, and `getURLs` is get, URLs."""
    starts = [0]
    for at in range(1, len(word)):
        after_small = word[at].isupper() and not word[at - 1].isupper()
        last_capital = word[at - 1 : at + 1].isupper() and word[at + 1 : at + 2].islower()
        plural = word[at + 1 : at + 2] == "s" and not word[at + 2 : at + 3].islower()
        if after_small or last_capital and not plural:
            starts.append(at)
    return [word[start:end] for start, end in zip(starts, [*starts[1:], len(word)], strict=True)]
