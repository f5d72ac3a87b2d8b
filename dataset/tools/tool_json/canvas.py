"""An output as classes on a canvas: pieces that many outputs share, words copied from the prompt, and single letters.

    prompt   What is 48 divided by 2 ?
    output   {"tool": "calculator", "args": {"expression": "48 / 2"}}

    canvas   {"tool": "calculator", "args": {"expression": "    48 (word 2)    ` / `    2 (word 5)    "}}    END END ...

    class    0 no label, 1 END, then the pieces, then `LETTERS`, then the words of the prompt by position

A piece is what stands between two copied words in the outputs of training. A word is copied if most outputs of its tool
that have it found it in their prompts: the 2 of an expression is, `for` and the 2 of `range(2, n)` are not. What is
no piece is made of shorter pieces and letters.
"""

from __future__ import annotations

import json
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from dataset.text.prompt_rows import END
from dataset.tools.words import Word, split

_FIRST_PIECE = 2
_BACKWARDS = 1000
"""What it costs to copy a word from before the last copied one, in words skipped: more than any way forwards."""
LETTERS = "".join(sorted(set(string.printable) - set("\t\r\x0b\x0c")))
"""The characters that can be spelled."""


class Slot(NamedTuple):
    """What a slot says: nothing, a piece, a letter, or the word of the prompt with this number."""

    text: str
    word: int | None = None


@dataclass(frozen=True)
class Canvas:
    """How outputs become classes.

    Attributes:
        pieces: different texts.
        fixed: for each tool, empty for none, the words that are never copied, though a prompt may have them.
    """

    pieces: tuple[str, ...]
    fixed: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, examples: Sequence[tuple[str, str]], min_count: int = 3) -> Canvas:
        """The canvas for the prompts and outputs of training.

        Args:
            min_count: pieces that occur less often are spelled.
        """
        copied, own = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for prompt, output in examples:
            there = _places(prompt)
            tool = _tool(output)
            for text in {word.text for word in split(output)}:
                (copied if text in there else own)[tool, text] += 1
        fixed = frozenset(key for key in own if own[key] >= copied[key])
        counts = Counter[str]()
        for prompt, output in examples:
            counts.update(part for part in _parts(prompt, output, fixed) if isinstance(part, str))
        frequent = sorted((p for p, count in counts.items() if count >= min_count), key=lambda p: (-counts[p], p))
        return cls(tuple(frequent), fixed)

    @property
    def first_letter(self) -> int:
        """The class of the first of `LETTERS`."""
        return _FIRST_PIECE + len(self.pieces)

    @property
    def first_word(self) -> int:
        """The class of the first word of the prompt: the number of classes that stand for themselves."""
        return self.first_letter + len(LETTERS)

    def encode(self, prompt: str, output: str) -> list[int] | None:
        """The classes of an output, END last; None if it has a character that cannot be spelled."""
        classes = []
        for part in _parts(prompt, output, self.fixed):
            if not isinstance(part, str):
                classes.append(self.first_word + part)
            elif set(part) <= set(LETTERS) or part in self._numbers:
                classes += self._classes_of(part)
            else:
                return None
        return [*classes, END]

    def _classes_of(self, text: str) -> list[int]:
        """Pieces, always the longest that fits, and letters between them."""
        classes, start = [], 0
        longest = max(map(len, self.pieces), default=0)
        while start < len(text):
            ends = range(min(len(text), start + longest), start, -1)
            end = next((end for end in ends if text[start:end] in self._numbers), None)
            if end is None:
                classes.append(self.first_letter + LETTERS.index(text[start]))
                start += 1
            else:
                classes.append(_FIRST_PIECE + self._numbers[text[start:end]])
                start = end
        return classes

    def decode(self, words: Sequence[Word], classes: Iterable[int]) -> str:
        """The text of classes up to END. Classes that stand for nothing give nothing.

        Args:
            words: those of the prompt.
        """
        return "".join(slot.text for slot in self.read(words, classes))

    def drawing(self, words: Sequence[Word], classes: Sequence[int]) -> str:
        """A canvas up to END slot by slot, for people: pieces and letters as they are, copied words as `<48>`."""
        shown = [slot.text if slot.word is None else f"<{slot.text}>" for slot in self.read(words, classes)]
        return " | ".join([*shown, "END"] if END in classes else shown)

    def read(self, words: Sequence[Word], classes: Iterable[int]) -> list[Slot]:
        """What each slot says, up to END."""
        return [self._slot(words, number) for number in takewhile(lambda number: number != END, classes)]

    def _slot(self, words: Sequence[Word], number: int) -> Slot:
        if _FIRST_PIECE <= number < self.first_letter:
            return Slot(self.pieces[number - _FIRST_PIECE])
        if self.first_letter <= number < self.first_word:
            return Slot(LETTERS[number - self.first_letter])
        if 0 <= number - self.first_word < len(words):
            return Slot(words[number - self.first_word].text, number - self.first_word)
        return Slot("")

    @property
    def _numbers(self) -> dict[str, int]:
        return _numbered(self.pieces)


@lru_cache(8)
def _numbered(pieces: tuple[str, ...]) -> dict[str, int]:
    return {piece: number for number, piece in enumerate(pieces)}


def _tool(output: str) -> str:
    """The tool that an output names; empty for a final answer and for what is no JSON."""
    try:
        value = json.loads(output)
    except ValueError:
        return ""
    return str(value.get("tool", "")) if isinstance(value, dict) else ""


def _parts(prompt: str, output: str, fixed: frozenset[tuple[str, str]]) -> list[str | int]:
    """An output as texts and positions of words of the prompt."""
    places, tool = _places(prompt), _tool(output)
    copied = [word for word in split(output) if word.text in places and (tool, word.text) not in fixed]
    parts: list[str | int] = []
    start = 0
    for word, place in zip(copied, _nearest([places[word.text] for word in copied]), strict=True):
        if word.start > start:
            parts.append(output[start : word.start])
        parts += place
        start = word.end
    if start < len(output):
        parts.append(output[start:])
    return parts


Place = tuple[int, ...]
"""The positions of words of a prompt that together are one word of an output."""


def _places(prompt: str) -> dict[str, list[Place]]:
    """The words that a prompt has, each with its places. `22,500` is also the two places of 22500."""
    words = split(prompt)
    found: dict[str, list[Place]] = {}
    for position, word in enumerate(words):
        found.setdefault(word.text, []).append((position,))
    for first, word in enumerate(words):
        last = first
        while _goes_on(words, last):
            last += 2
        if last > first and len(word.text) <= 3 and not (first > 1 and _goes_on(words, first - 2)):
            place = tuple(range(first, last + 1, 2))
            found.setdefault("".join(words[at].text for at in place), []).append(place)
    return found


def _goes_on(words: Sequence[Word], at: int) -> bool:
    """Whether a number goes on behind a comma with three digits, as in `22,500`."""
    if at + 2 >= len(words):
        return False
    number, comma, digits = words[at : at + 3]
    touch = number.end == comma.start and comma.end == digits.start
    return touch and comma.text == "," and number.text.isdigit() and digits.text.isdigit() and len(digits.text) == 3


def _nearest(choices: list[list[Place]]) -> list[Place]:
    """One place for each copied word, so that they stand in their order and close together where they can.

    An expression often stands in its prompt as a whole, behind a sentence with the same numbers.
    """
    ways: list[tuple[int, list[Place]]] = [(0, [])]  # the best way to each place of the last word, with its cost
    for places in choices:
        ways = [
            min(((cost + _distance(way, place), [*way, place]) for cost, way in ways), key=lambda found: found[0])
            for place in places
        ]
    return min(ways, key=lambda found: found[0])[1]


def _distance(way: list[Place], place: Place) -> int:
    if not way:
        return 0
    skipped = place[0] - way[-1][-1] - 1
    return skipped if skipped >= 0 else _BACKWARDS - skipped
