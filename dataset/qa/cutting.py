"""Cutting a typed story into sentences that have a known wording.

    Mary is in the hall and Tom in the attic. He has the key.     Mary is in the hall. | Tom in the attic. | Tom has ...

Where a sentence has no known wording, it is cut at words that join sentences, as long as each part has one. A part
without a subject takes that of the part before. "Ann and Bob are in the hall" is two sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dataset.qa.sentences import Match, matches, tokens_of

_END = re.compile(r"(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<=[.?!]) +")
_JOINS = frozenset("and but while whereas although then also so because with if , ;".split())
_ASKING = frozenset("who whom what which where when how is are did does do can could".split())
_GREETINGS = frozenset("hi hello hey ok okay well so please now and but then also , !".split())
_PUTS = frozenset("put puts left leaves placed places hid laid".split())
_FILLERS = frozenset(
    "just then already really very all again there together alone quickly slowly upstairs downstairs outside finally"
    " later first home currently probably maybe perhaps however actually yesterday today".split()
)
"""Words that may be left out of a sentence that has no known wording."""
_PRONOUNS = frozenset("he she it they".split())
_PERSONS = frozenset("he she him".split())
_RELATION = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir) (?:\w+ )?(?:sister|brother|friend|son|daughter|wife|husband|cousin"
    r"|neighbour|colleague|boss|uncle|aunt|cat|dog|teacher) (?=[A-Z])"
)
"""What stands before a name that says all."""


Part = tuple[list[str], list[Match]]
"""Tokens of a part of a sentence, and the wordings that it may have."""


@dataclass(frozen=True)
class Piece:
    """A sentence of a story.

    Attributes:
        matches: the wordings that it may have; none if it has no known one.
    """

    text: str
    matches: Sequence[Match] = field(default_factory=tuple)

    @property
    def asks(self) -> bool:
        """Whether it is the question."""
        return bool(self.matches) and self.matches[0].wording.asks or not self.matches and self.text.endswith("?")


class _Reader:
    """Reads sentences one after the other, and remembers who and what was named last."""

    def __init__(self) -> None:
        self.persons: list[str] = []
        self.last = ""

    def read(self, sentence: str) -> list[Piece]:
        """The pieces of a sentence."""
        sentence = re.sub(_RELATION, "", sentence)
        tokens = self._named(tokens_of(sentence))
        parts = self._parts(tokens, asks=sentence.endswith("?"))
        if parts is None and self.last and "it" in [token.lower() for token in tokens]:
            tokens = [part for token in tokens for part in (["the", self.last] if token.lower() == "it" else [token])]
            parts = self._parts(tokens, asks=sentence.endswith("?"))
        if parts is None:
            return [Piece(sentence)]
        pieces = []
        for part, found in parts:
            end = sentence[-1] if part is parts[-1][0] and sentence[-1:] in "?." else "."
            text = sentence if len(parts) == 1 and part == tokens_of(sentence) else _text(part) + end
            pieces.append(Piece(text, found))
            self._remember(found[0])
        return pieces

    def _named(self, tokens: list[str]) -> list[str]:
        """Names in the place of pronouns."""
        found = []
        for place, token in enumerate(tokens):
            lower = token.lower()
            if lower in _PERSONS and self.persons:
                found.append(self.persons[-1])
            elif lower == "they" and len(self.persons) == 2:
                found += [self.persons[0], "and", self.persons[1]]
            elif lower == "me" and (place == 0 or tokens[place - 1].lower() not in ("tell", "ask", "show")):
                found.append("I")
            else:
                found.append(token)
        return found

    def _remember(self, match: Match) -> None:
        for slot, word in enumerate(match.fills):
            role = match.wording.roles[slot]
            if role == "person":
                self.persons = [*(name for name in self.persons if name.lower() != word.lower()), word]
            if role == "person" and slot == 0 or "thing" in role:
                self.last = word

    def _parts(self, tokens: list[str], asks: bool, left: int = 4) -> list[Part] | None:
        """The parts of a sentence, each with its wordings; None if one has none."""
        for attempt in _attempts(_trimmed(tokens)):
            found = _fitting(attempt, asks)
            if found:
                return [(attempt, found)]
        tokens = _trimmed(tokens)
        return (self._listed(tokens, asks, left) or self._cut(tokens, asks, left)) if left else None

    def _cut(self, tokens: list[str], asks: bool, left: int) -> list[Part] | None:
        """A sentence that is cut at a word that joins."""
        for place in range(1, len(tokens)):
            word = tokens[place].lower()
            if word not in _JOINS and not (word in _ASKING and place > 2):
                continue
            first = _fitting(_trimmed(tokens[:place]), asks=False)
            if not first or (first[0].wording.asks != (word == "if") and word not in ("and", ",")):
                continue
            rest = tokens[place:] if word in _ASKING else _trimmed(tokens[place + 1 :])
            if not rest:
                continue
            head = (_trimmed(tokens[:place]), first)
            subject = next(
                (one for match in first for one in match.fills[:1] if match.wording.roles[0] == "person"), ""
            )
            others = [rest, _same_but_last(tokens[:place], rest)]
            if subject:
                others += [[subject, *rest], [subject, *rest[rest[0].lower() in _PRONOUNS :]]]
            if word == "with":
                others = [[*rest, *tokens[len(subject.split()) : place]]]
            for other in others:
                others_found = self._parts(other, asks, left - 1) if other else None
                if others_found is not None:
                    return [head, *others_found]
        return None

    def _listed(self, tokens: list[str], asks: bool, left: int) -> list[Part] | None:
        """Ann and Bob are in the hall: a sentence for each of them."""
        names, place = [], 0
        if asks or left < 4:
            return None
        if [token.lower() for token in tokens[:2]] == ["there", "are"]:
            tokens = [*tokens[2 : _last_name(tokens)], "are", *tokens[_last_name(tokens) :]]
        while place < len(tokens) and tokens[place][0].isalnum() and tokens[place].lower() not in _JOINS:
            names.append(tokens[place])
            place += 1
            joined = place
            while place < len(tokens) and tokens[place].lower() in (",", "and"):
                place += 1
            if place == joined:
                break
        if len(names) < 2:
            return None
        parts = [self._parts([name, *tokens[place:]], asks, 0) for name in names]
        return [part for found in parts if found for part in found] if all(parts) else None


def _last_name(tokens: list[str]) -> int:
    """The place behind the names at the beginning of: There are Ann and Bob in the hall."""
    place = 2
    while place < len(tokens) and (tokens[place][0].isupper() or tokens[place] in (",", "and")):
        place += 1
    return place


def _same_but_last(before: list[str], rest: list[str]) -> list[str]:
    """Jack likes tea and milk: the sentence before with another last word."""
    return [*before[: -len(rest)], *rest] if len(rest) < len(before) and len(rest) <= 2 else []


def _trimmed(tokens: Sequence[str]) -> list[str]:
    """A part of a sentence without words that join it to the part before, if it has no wording with them."""
    found = list(tokens)
    while found and not matches(found) and found[0].lower() in _GREETINGS:
        found.pop(0)
    while found and not matches(found) and (found[-1] in ",;" or found[-1].lower() in ("please", "thanks")):
        found.pop()
    return found


def _attempts(tokens: list[str]) -> list[list[str]]:
    """A sentence, and the same without words that matter little, or told of nobody in particular."""
    found = [tokens]
    plain = [token for token in tokens if token.lower() not in _FILLERS]
    if len(plain) < len(tokens):
        found.append(plain)
    if len(tokens) > 2 and tokens[1].lower() in _PUTS:
        found.append(["somebody", "put", *tokens[2:]])
    return found


def _fitting(tokens: Sequence[str], asks: bool) -> list[Match]:
    """The wordings of a part: all questions or all statements, whichever fits best; of equals, what the mark says."""
    found = matches(tokens)
    if not found:
        return []
    best = min(found, key=lambda match: (match.cost, match.wording.asks != asks))
    return [match for match in found if match.wording.asks == best.wording.asks]


def _text(tokens: Sequence[str]) -> str:
    return re.sub(r" (?=[,;:])", "", " ".join(tokens)).replace(" ' s", "'s")


def cut(text: str) -> list[Piece]:
    """The sentences of a typed story."""
    reader = _Reader()
    sentences = [sentence for sentence in _END.split(text) if sentence.strip(" .?!")]
    pieces = [piece for sentence in sentences for piece in reader.read(sentence)]
    return pieces
