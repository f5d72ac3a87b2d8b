"""A line of code as classes: tokens that many lines share, units copied from the sentence, and single letters.

    sentence  substitute the result of obj.get called with key for value.
    line      value = obj . get ( key )

    canvas    value (word 11)    `=`    obj.get (word 4)    `(`    key (word 9)    `)`    END END ...

    class     0 no label, 1 END, then `QUOTES`, the pieces, `LETTERS`, then the words of the sentence by position

A piece is a token of the lines of training. A token is copied if most lines that have it found it in their sentences:
`key` is, `self` is not. A unit that stands twice is copied from where it first stands. A quote followed by a copied
unit is a literal with the unit's content: `"` and 'name' are "name". What is neither is spelled.
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from dataset.code.sentences import Word, literal_parts, tokens, words
from dataset.text.prompt_rows import END

QUOTES = ("'", '"', "r'", 'r"', "b'", 'b"', "u'", 'u"')
LETTERS = "".join(sorted(set(string.printable) - set("\t\r\n\x0b\x0c")))
"""The characters that can be spelled."""
_FIRST_PIECE = 2 + len(QUOTES)


class Slot(NamedTuple):
    """What a slot says: a piece, a letter, a quote for the copy behind it, or the unit of a word of this number."""

    text: str
    word: int | None = None
    is_letter: bool = False
    is_quote: bool = False


@dataclass(frozen=True)
class LineCanvas:
    """How lines become classes.

    Attributes:
        pieces: different tokens.
        fixed: units that are never copied, though a sentence may have them.
    """

    pieces: tuple[str, ...]
    fixed: frozenset[str]

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]], min_count: int = 2) -> LineCanvas:
        """The canvas for the sentences and lines of training.

        Args:
            min_count: tokens that occur less often are spelled.
        """
        read = [(words(sentence), tokens(line)) for sentence, line in pairs]
        copied, own = Counter[str](), Counter[str]()
        for said, line in read:
            units = {word.unit for word in said} | {word.text for word in said}
            for token in set(line):
                (copied if token in units else own)[token] += 1
        fixed = frozenset(token for token in own if own[token] > copied[token])
        counts = Counter[str]()
        for said, line in read:
            counts.update(part for part in _parts(said, line, fixed) if isinstance(part, str))
        frequent = sorted((p for p, count in counts.items() if count >= min_count), key=lambda p: (-counts[p], p))
        return cls(tuple(frequent), fixed)

    @property
    def first_letter(self) -> int:
        """The class of the first of `LETTERS`."""
        return _FIRST_PIECE + len(self.pieces)

    @property
    def first_word(self) -> int:
        """The class of the first word of the sentence: the number of classes that stand for themselves."""
        return self.first_letter + len(LETTERS)

    def encode(self, sentence: Sequence[Word], line: Sequence[str]) -> list[int] | None:
        """The classes of a line's tokens, END last; None if it has a character that cannot be spelled."""
        numbers = _numbered(self.pieces)
        classes: list[int] = []
        is_spelled = False
        for part in _parts(sentence, line, self.fixed):
            before, is_spelled = is_spelled, False
            if isinstance(part, int):
                classes.append(self.first_word + part)
            elif part in numbers:
                classes.append(_FIRST_PIECE + numbers[part])
            else:
                quoted = _requoted(sentence, part)
                if quoted is not None:
                    classes += [2 + QUOTES.index(quoted[0]), self.first_word + quoted[1]]
                elif set(part) <= set(LETTERS):
                    is_spelled = True
                    spelled = f" {part}" if before else part  # else two names would become one
                    classes += [self.first_letter + LETTERS.index(letter) for letter in spelled]
                else:
                    return None
        return [*classes, END]

    def decode(self, sentence: Sequence[Word], classes: Iterable[int]) -> list[str]:
        """The tokens that classes up to END mean. Classes that stand for nothing give nothing."""
        return tokens("".join(_written(self.read(sentence, classes))))

    def read(self, sentence: Sequence[Word], classes: Iterable[int]) -> list[Slot]:
        """What each slot says, up to END."""
        return [self._slot(sentence, number) for number in takewhile(lambda number: number != END, classes)]

    def _slot(self, sentence: Sequence[Word], number: int) -> Slot:
        if 2 <= number < _FIRST_PIECE:
            return Slot(QUOTES[number - 2], is_quote=True)
        if _FIRST_PIECE <= number < self.first_letter:
            return Slot(self.pieces[number - _FIRST_PIECE])
        if self.first_letter <= number < self.first_word:
            return Slot(LETTERS[number - self.first_letter], is_letter=True)
        if 0 <= number - self.first_word < len(sentence):
            return Slot(sentence[number - self.first_word].unit, number - self.first_word)
        return Slot("")


def _written(slots: Sequence[Slot]) -> Iterator[str]:
    """The texts of slots with blanks between them; letters in a row are one text."""
    before = Slot("")
    for slot in slots:
        if slot.is_quote:
            pass
        elif before.is_quote and slot.word is not None:
            quoted = literal_parts(slot.text)
            yield f" {before.text}{quoted[1] if quoted else slot.text}{before.text[-1]}"
        else:
            yield slot.text if slot.is_letter and before.is_letter else f" {slot.text}"
        before = slot


@lru_cache(8)
def _numbered(pieces: tuple[str, ...]) -> dict[str, int]:
    return {piece: number for number, piece in enumerate(pieces)}


def _parts(sentence: Sequence[Word], line: Sequence[str], fixed: frozenset[str]) -> list[str | int]:
    """A line as tokens and positions of words; of a dotted name, the longest parts that the sentence has."""
    places = _places(sentence)
    parts: list[str | int] = []
    start = 0
    while start < len(line):
        end = start + 1
        while end + 1 < len(line) and line[end] == "." and _is_name(line[end - 1]) and _is_name(line[end + 1]):
            end += 2
        while end > start + 1 and "".join(line[start:end]) not in places:
            end -= 2
        text = "".join(line[start:end])
        is_copied = text in places and text not in fixed and (_is_name(text[0]) or literal_parts(text) is not None)
        parts.append(places[text] if is_copied else text)
        start = end
    return parts


def _is_name(text: str) -> bool:
    return text.replace("_", "a").isalnum()


def _places(sentence: Sequence[Word]) -> dict[str, int]:
    """The first word at which each unit begins."""
    found: dict[str, int] = {}
    for place, word in enumerate(sentence):
        found.setdefault(word.unit, place)
    return found


def _requoted(sentence: Sequence[Word], literal: str) -> tuple[str, int] | None:
    """The opening of a literal, and the first word whose unit has its content; None if there is none."""
    parts = literal_parts(literal)
    if parts is None or not parts[1] or parts[0] not in QUOTES:
        return None
    for place, word in enumerate(sentence):
        content = literal_parts(word.unit)
        if (content[1] if content else word.unit) == parts[1]:
            return parts[0], place
    return None
