"""The tokens of a data set of text, and how a text is cut into them.

    units("Who has Ann's key?")     [" Who", " has", " Ann", "'", "s", " key", "?"]

Tokens are words, digits and signs, or single characters. A token of words includes the space before it (a text is taken
to begin with a space), so decoding gives the text back to the last character. A word without a token of its own is
spelled with shorter tokens. Names are spelled on purpose (`Vocabulary.of_words`), so that a model can read and write
names that it has never seen.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dataset.text.everyday import everyday
from dataset.text.special import SPECIAL
from dataset.text.spelling import Spelling
from dataset.text.typed import TypedText, shown
from utils.errors import UserError

Kind = Literal["words", "characters"]

_SENTENCE_ENDS = (".", "?", "!")
_UNIT = re.compile(r" ?[^\W\d_]+| ?\d| ?[^\w\s]| ?_|\s")
"""A word, a digit or a sign, each with the space before it; other white space is a unit of its own."""
_LETTERS = string.ascii_letters + string.digits


def units(text: str) -> list[str]:
    """Cut a text into words, digits and signs. Joined, they are a space and the text."""
    return _UNIT.findall(" " + text) if text else []


@dataclass(frozen=True)
class Vocabulary:
    """The tokens of a data set; a token's number is its place.

    Attributes:
        kind: whether tokens are words or characters.
        tokens: `SPECIAL` first, then texts, all different.
    """

    kind: Kind
    tokens: tuple[str, ...]

    @classmethod
    def of_words(
        cls,
        texts: Iterable[str],
        *,
        spelled: Mapping[str, Sequence[str]] | None = None,
        min_count: int = 1,
        also: Iterable[str] = (),
    ) -> Vocabulary:
        """The words of some texts.

        Args:
            texts: questions and answers of training examples.
            spelled: words without a token of their own, each with its parts, as in `{"Mira": ("Mi", "ra")}`.
            min_count: words that occur less often are spelled with characters.
            also: texts of test examples. If the tokens cannot spell a word of theirs, its parts, or else its
                characters, become tokens too.
        """
        spelled = spelled or {}
        tokens: set[str] = set()
        for unit, count in Counter(unit for text in texts for unit in units(text)).items():
            word = unit.lstrip(" ") or unit
            if word in spelled:
                tokens.update(_with_space(spelled[word], unit))
            elif count < min_count:
                tokens.update(_with_space(word, unit))
            else:
                tokens.add(unit)
        found = cls("words", SPECIAL + tuple(sorted(tokens)))
        for unit in dict.fromkeys(unit for text in also for unit in units(text)):
            if found._split(unit) is None:
                word = unit.lstrip(" ") or unit
                tokens.update(_with_space(spelled.get(word, word), unit))
        return cls("words", SPECIAL + tuple(sorted(tokens)))

    def with_letters(self) -> Vocabulary:
        """The same tokens and all letters and digits, each with and without a space before it."""
        more = {space + sign for sign in _LETTERS for space in ("", " ")}
        return Vocabulary(self.kind, SPECIAL + tuple(sorted({*self.tokens[len(SPECIAL) :], *more})))

    @classmethod
    def of_characters(cls, texts: Iterable[str]) -> Vocabulary:
        """The characters of some texts."""
        return cls("characters", SPECIAL + tuple(sorted({character for text in texts for character in text})))

    def __len__(self) -> int:
        return len(self.tokens)

    def encode(self, text: str) -> list[int]:
        """The tokens of a text.

        Raises:
            UserError: naming the words that the tokens cannot spell.
        """
        pieces = list(text) if self.kind == "characters" else units(text)
        return self._encoded(pieces, lambda: [piece for piece in pieces if not self._spells(piece)])

    def encode_typed(self, text: str) -> list[int]:
        """The tokens of a text that a person typed, with other spaces and signs than the training texts have.

        `2 + 3` and `3×4` are read as `2+3` and `3*4` if only those have tokens (`dataset.text.typed`).

        Raises:
            UserError: naming the pieces that no token spells in any notation.
        """
        return self._encoded(self._typed.pieces(text), lambda: self._typed.unknown(text))

    def encode_known(self, text: str) -> tuple[list[int], list[str]]:
        """The tokens of a text in everyday notation (`dataset.text.everyday`), and the pieces that no token spells."""
        pieces = self._typed.pieces(everyday(text, self._typed) if self.kind == "words" else text)
        split = [(piece, self._split(piece)) for piece in pieces]
        skipped = [piece.strip() for piece, found in split if found is None]
        return [token for _, found in split if found is not None for token in found], skipped

    def has_word(self, word: str) -> bool:
        """Whether a word has a token of its own, or consists of two, as `oldest` does; characters spell it or not."""
        found = self._split(f" {word}" if self.kind == "words" and word.isalnum() else word)
        if self.kind == "characters":
            return found is not None
        return found is not None and (len(found) == 1 or len(found) == 2 and all(map(self._is_long, found)))

    def _is_long(self, token: int) -> bool:
        return len(self.tokens[token].strip()) > 1

    def _encoded(self, pieces: Sequence[str], unknown: Callable[[], Sequence[str]]) -> list[int]:
        found = [self._split(piece) for piece in pieces]
        if None in found:
            raise UserError(f"{self.kind} outside the vocabulary: {shown(unknown())}")
        return [token for split in found if split is not None for token in split]

    def decode(self, tokens: Iterable[int]) -> str:
        """The text of tokens. Special tokens, which no text contains, appear by their names."""
        text = "".join(self.tokens[token] for token in tokens)
        return text.removeprefix(" ") if self.kind == "words" else text

    def lines(self, tokens: Sequence[int], line_len: int) -> list[list[int]]:
        """Cut tokens after each sentence, and within a sentence of more than `line_len` tokens."""
        found: list[list[int]] = [[]]
        for token in tokens:
            if len(found[-1]) == line_len or (found[-1] and found[-1][-1] in self._sentence_ends):
                found.append([])
            found[-1].append(token)
        return found

    @property
    def digits(self) -> list[int]:
        """The tokens that are one digit, with or without a space before it."""
        return [number for number, token in enumerate(self.tokens) if token.strip().isdecimal()]

    @cached_property
    def _sentence_ends(self) -> frozenset[int]:
        return frozenset(number for number, token in enumerate(self.tokens) if token.strip() in _SENTENCE_ENDS)

    @cached_property
    def _typed(self) -> TypedText:
        return TypedText(frozenset(self._numbers), self.kind == "words", units, self._spells)

    def _spells(self, piece: str) -> bool:
        return self._split(piece) is not None

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {token: number for number, token in enumerate(self.tokens) if number >= len(SPECIAL)}

    @cached_property
    def _split(self) -> Spelling:
        return Spelling(self._numbers)


def _with_space(parts: Sequence[str], unit: str) -> list[str]:
    """The parts of a word; the first begins with a space if the unit does."""
    space = " " if unit.startswith(" ") and unit != " " else ""
    return [space + parts[0], *parts[1:]]
