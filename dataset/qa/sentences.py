"""Typed sentences compared with all wordings of `dataset.qa.phrasings`, word by word.

    "mary walked into my lounge"      the wording "{0} walked into the {1}." with mary as {0} and lounge as {1}

Capitals, the mark at the end, the kind of article and the number of a verb do not matter. All wordings stand in one
tree of words, so that a sentence is compared with all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from dataset.qa.everyday_kinds import EVERYDAY
from dataset.qa.modes import MODES
from dataset.qa.phrasings.tables import phrases_of
from dataset.qa.phrasings.ways import DIRECT, INDIRECT
from dataset.qa.words import DAYS

_TITLES = "Mr|Mrs|Ms|Miss|Dr|St|Sir|Lady|King|Queen|Captain|Uncle|Aunt|Auntie|Grandma|Grandpa"
_TOKEN = re.compile(rf"(?:{_TITLES})\.? [A-Z][^\W\d_]+|[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
_ARTICLES = frozenset("a an the my your our his her their some".split())
_SAME = {
    **dict.fromkeys(_ARTICLES, "the"),
    **dict.fromkeys(("are", "was", "were", "am"), "is"),
    **dict.fromkeys(("have", "had"), "has"),
    "do": "does",
    **{verb: f"{verb}s" for verb in "come arrive visit like love own keep drink feed live stay wait sit work".split()},
    **{"go": "goes", "eats": "loses", "eat": "loses", "ate": "lost"},
    **dict.fromkeys(("color", "colors", "colours"), "colour"),
}
"""Words that are compared as if they were the same."""
_FUNCTION_WORDS = frozenset(
    "who whom what which where when how why is are was were be been am do does did has have had can could will would"
    " must may not no never and or but if then than as so to of in on at by for from with into beside near a an the"
    " this that these those there here it he she him they them we us you me everything nothing something somebody"
    " nobody everybody somehow more less left now today still also only each every any all both either neither my your"
    " his her our their one please tell ask say whether before after while because out up".split()
)
"""Words that fill no slot; Will and May do with a capital letter inside a sentence."""
_NAMES_TOO = frozenset("Will May Mark".split())
NUMBERS = {
    word: str(number)
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_STEPS = frozenset("north south east west".split())
_SLOT = ""
_MOST_OVERLOOKED = 2
"""By how much the cost of a wording may exceed that of the best one."""
_TWO_WORDS = 3
"""The cost of two words in one slot."""
_MOST_TOKENS = 40
"""Longer sentences are compared with nothing."""


@dataclass(frozen=True, eq=False)
class Wording:
    """A wording and what it says.

    Attributes:
        text: of a question that takes openings, without its mark.
        pattern: its words as they are compared, with numbers for slots.
        usual: the usual wordings of the same relation.
        asks: whether it is a question.
        trained: whether stories have it.
    """

    text: str
    pattern: tuple[str | int, ...]
    relation: str
    kind: str
    roles: tuple[str, ...]
    usual: tuple[str, ...]
    asks: bool
    trained: bool = True


@dataclass(frozen=True)
class Match:
    """A wording that a sentence may have, and the words in its slots.

    Attributes:
        fills: by slot.
        cost: how much had to be overlooked.
        texts: the wording as a whole, with every mark that it may have.
    """

    wording: Wording
    fills: tuple[str, ...]
    cost: int
    texts: tuple[str, ...]


@dataclass
class _Node:
    after: dict[str, _Node] = field(default_factory=dict)
    ends: list[Wording] = field(default_factory=list)


def tokens_of(sentence: str) -> list[str]:
    """Words and signs of a sentence, without the mark at its end; a title belongs to its name."""
    found = _TOKEN.findall(sentence)
    while found and found[-1] in ".?!":
        found.pop()
    return found


def matches(tokens: Sequence[str]) -> list[Match]:
    """All wordings that a sentence may have with little to overlook, those with the least first."""
    if not 0 < len(tokens) <= _MOST_TOKENS:
        return []
    tree = _tree()
    listed = _matches(tree.complete, tokens, ())
    for openings, root in ((DIRECT, tree.direct), (INDIRECT, tree.indirect)):
        for words, whole in _openings(openings).items():
            place = _behind(words, tokens)
            if place is not None:
                listed += _matches(root, tokens[place:], whole)
    least = min((match.cost for match in listed), default=0)
    return sorted((match for match in listed if match.cost <= least + _MOST_OVERLOOKED), key=lambda match: match.cost)


def _matches(root: _Node, tokens: Sequence[str], openings: tuple[str, ...]) -> list[Match]:
    search = _Search(tuple(tokens))
    if tokens:
        search.walk(root, 0, (), 0)
    return [
        Match(
            wording,
            fills,
            cost,
            tuple(one.replace("{q}", wording.text) for one in openings) or (wording.text,) * wording.trained,
        )
        for (wording, fills), cost in search.found.items()
    ]


@cache
def _openings(openings: tuple[str, ...]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Openings by the words before the question."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for opening in openings:
        words = tuple(_TOKEN.findall(opening.partition("{q}")[0].lower()))
        found[words] = (*found.get(words, ()), opening)
    return found


def _behind(words: tuple[str, ...], tokens: Sequence[str]) -> int | None:
    """The place behind the words at the beginning of some tokens, with or without commas; None if they differ."""
    place = 0
    for word in words:
        if place < len(tokens) and tokens[place].lower() == word:
            place += 1
        elif word not in (",", ":"):
            return None
    return place + (tokens[place : place + 1] == [","])


def is_day(word: str) -> bool:
    """Whether a word is a day of the week."""
    return word.capitalize() in DAYS


@dataclass
class _Search:
    """Follows the tree of wordings along the tokens of a sentence.

    Attributes:
        found: the wordings that the sentence may have, with the words in their slots, and the least cost of each.
    """

    tokens: tuple[str, ...]
    found: dict[tuple[Wording, tuple[str, ...]], int] = field(default_factory=dict)

    def walk(self, node: _Node, place: int, fills: tuple[str, ...], cost: int) -> None:
        """Go on from a place, and collect the wordings that end where the tokens end."""
        if place == len(self.tokens):
            for wording in node.ends:
                filled = _filled(wording, fills) if not cost or _says_much(wording) else None
                if filled is not None:
                    key = wording, filled
                    self.found[key] = min(cost, self.found.get(key, cost))
            return
        word = self.tokens[place].lower()
        word = _SAME.get(word, word)
        if word in node.after:
            self.walk(node.after[word], place + 1, fills, cost)
        if word == ",":
            self.walk(node, place + 1, fills, cost + 1)
        elif "," in node.after:
            self.walk(node.after[","], place, fills, cost + 1)
        if word != "the" and "the" in node.after and _SLOT in node.after["the"].after:
            self.fill(node.after["the"].after[_SLOT], place, fills, cost + 1)
        if _SLOT in node.after:
            article = word == "the"
            self.fill(node.after[_SLOT], place + article, fills, cost + article)

    def fill(self, node: _Node, place: int, fills: tuple[str, ...], cost: int) -> None:
        """Fill a slot with one word, or with two, such as dining room, and go on."""
        for count in (1, 2):
            words = self.tokens[place : place + count]
            may_fill = len(words) == count and all(map(_may_fill, words))
            if may_fill and (count == 1 or not _NAMES_TOO.intersection(words)):
                self.walk(node, place + count, (*fills, " ".join(words)), cost + _TWO_WORDS * (count - 1))


def _says_much(wording: Wording) -> bool:
    """Whether a wording has a word of its own, unlike `{0}: the {1}.`, of which nothing may be overlooked."""
    return any(isinstance(part, str) and part.isalpha() and part != "the" for part in wording.pattern)


def _may_fill(word: str) -> bool:
    return word[0].isalnum() and (word.lower() not in _FUNCTION_WORDS or word in _NAMES_TOO or word in NUMBERS)


def _filled(wording: Wording, fills: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words by slot; None if one cannot have its role, or a slot that occurs twice has two words."""
    slots = [part for part in wording.pattern if isinstance(part, int)]
    by_slot: dict[int, str] = {}
    for slot, word in zip(slots, fills, strict=True):
        if by_slot.setdefault(slot, word).lower() != word.lower():
            return None
    found = tuple(_as_role(by_slot[slot], role) for slot, role in enumerate(wording.roles))
    return None if None in found else tuple(word for word in found if word is not None)


def _as_role(word: str, role: str) -> str | None:
    """The word as training stories write it in that role; None if it cannot have the role."""
    if role in ("number", "hour"):
        digits = NUMBERS.get(word.lower(), word)
        return digits if digits.isascii() and digits.isdigit() else None
    if role == "day":
        return word.capitalize() if is_day(word) else None
    if role == "step":
        return word.lower() if word.lower() in _STEPS else None
    if (
        word[0].isdigit()
        or is_day(word)
        or role == "person"
        and not all(part[0].isupper() for part in word.split()[1:])
    ):
        return None
    return word


def _compared(wording: str) -> tuple[str | int, ...]:
    """A wording as it is compared."""
    found = re.findall(r"\{\d+\}|[^\W_]+(?:-[^\W_]+)*|[^\w\s]", wording.rstrip(".?"))
    lower = [part.lower() for part in found]
    return tuple(int(part[1:-1]) if part[0] == "{" else _SAME.get(part, part) for part in lower)


@dataclass(frozen=True)
class _Tree:
    """All wordings of all kinds: complete ones, and questions that take openings."""

    complete: _Node = field(default_factory=_Node)
    direct: _Node = field(default_factory=_Node)
    indirect: _Node = field(default_factory=_Node)


@cache
def _tree() -> _Tree:
    tree = _Tree()
    kinds = [kind for mode in ("default", "advanced") for kind in MODES[mode]]
    seen: set[tuple[object, ...]] = set()
    for kind in (*kinds, *(kind for more in EVERYDAY.values() for kind in more)):
        statements, queries = phrases_of(kind)
        for asks, usual, phrases in ((False, kind.statements, statements), (True, kind.queries, queries)):
            for relation, more in phrases.items():
                known_as = more, relation, tuple(usual[relation])
                if known_as in seen:
                    continue
                seen.add(known_as)
                for root, texts in (
                    (tree.complete, (*usual[relation], *more.plain)),
                    (tree.direct, more.direct),
                    (tree.indirect, more.indirect),
                ):
                    for text in dict.fromkeys((*texts, *(more.read if root is tree.complete else ()))):
                        said = relation, kind.name, more.roles, tuple(usual[relation]), asks, text not in more.read
                        _add(root, Wording(text, _compared(text), *said))
    return tree


def _add(root: _Node, wording: Wording) -> None:
    node = root
    for part in wording.pattern:
        node = node.after.setdefault(_SLOT if isinstance(part, int) else part, _Node())
    node.ends.append(wording)
