"""Patterns of sentences: small grammars, from which one sentence at a time is drawn.

    (book|reserve) a table[ at {restaurant}][ please]

    (a|b)       one of several ways to say it
    {name}      the value of an argument
    [...]       left out if an argument in it is not said; without arguments in it, left out half of the time

A value stands between the marks OPEN and CLOSE in a drawn sentence, so that later steps leave it as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dataset.tools.generator.speaker import HELD_BACK, Speaker

OPEN, CLOSE = "\x01", "\x02"
_PLACE = "\x03"
_HELD_BACK_SHARE = 0.4
_SIGN = re.compile(r"\{(\w+)\}|[()\[\]|]")


@dataclass(frozen=True)
class Slot:
    """The place of an argument's value."""

    name: str


@dataclass(frozen=True)
class Either:
    """One of several ways to say it."""

    ways: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class Maybe:
    """What may be left out."""

    inside: tuple[Node, ...]


Node = str | Slot | Either | Maybe


@dataclass(frozen=True)
class Pattern:
    """A pattern that was read.

    Attributes:
        text: the pattern as it was written.
        needs: the arguments that it cannot do without.
        takes: the arguments that it says if they are there, each in brackets of its own.
        held_back: whether only the test split uses it.
    """

    text: str
    nodes: tuple[Node, ...]
    needs: frozenset[str]
    takes: frozenset[str]
    held_back: bool = False

    def draw(self, speaker: Speaker, said: Mapping[str, str]) -> tuple[str, frozenset[str]]:
        """A sentence with what is said for some arguments, and the names of the arguments in it."""
        used: list[str] = []
        text = _drawn(self.nodes, speaker, said, used)
        return text, frozenset(used)


def marked(text: str) -> str:
    """The words of a value with the marks around them."""
    return f"{OPEN}{text}{CLOSE}"


@functools.cache
def read(text: str) -> Pattern:
    """Read one pattern. Raises ValueError if its brackets do not match."""
    nodes, place = _sequence(text, 0, "")
    if place != len(text):
        raise ValueError(f"a bracket is missing in {text!r}")
    return Pattern(text, nodes, frozenset(_needed(nodes)), frozenset(_taken(nodes)))


@functools.cache
def read_lines(text: str) -> tuple[Pattern, ...]:
    """Read one pattern a line. The last of every HELD_BACK lines is kept for the test split."""
    lines = [line.strip() for line in text.strip().splitlines()]
    patterns = [read(line) for line in lines if line]
    last = HELD_BACK - 1
    return tuple(replace(pattern, held_back=place % HELD_BACK == last) for place, pattern in enumerate(patterns))


def draw(text: str, speaker: Speaker, **said: str) -> str:
    """Draw a sentence of the user from one of several patterns, one a line, with what is said for its arguments."""
    patterns = [pattern for pattern in read_lines(text) if speaker.new_phrases or not pattern.held_back]
    return pick(patterns, speaker).draw(speaker, said)[0]


def frame(text: str, speaker: Speaker, **inside: str) -> str:
    """Draw a sentence of the user, and put other drawn sentences in the places of its arguments."""
    drawn = draw(text, speaker, **{name: _PLACE + name for name in inside})
    for name, sentence in inside.items():
        drawn = drawn.replace(marked(_PLACE + name), sentence)
    return drawn


def draw_reply(text: str, speaker: Speaker, **said: str) -> str:
    """Draw what the assistant says, without marks. Of that, nothing is held back for the test split."""
    return without_marks(speaker.dice.pick(read_lines(text)).draw(speaker, said)[0])


def without_marks(text: str) -> str:
    """The text without the marks around values."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def pick(patterns: Sequence[Pattern], speaker: Speaker) -> Pattern:
    """One of several patterns; users with new phrases prefer those that are held back."""
    held_back = [pattern for pattern in patterns if pattern.held_back]
    chosen = speaker.dice.pick(held_back if held_back and speaker.dice.chance(_HELD_BACK_SHARE) else patterns)
    if chosen.held_back:
        speaker.held_back_phrases.append(chosen.text)
    return chosen


def _sequence(text: str, place: int, closing: str) -> tuple[tuple[Node, ...], int]:
    """Nodes from a place on up to the closing bracket or a `|` within brackets, and where that stands."""
    nodes: list[Node] = []
    while place < len(text):
        found = _SIGN.search(text, place)
        start = found.start() if found else len(text)
        if start > place:
            nodes.append(text[place:start])
        if found is None:
            return tuple(nodes), start
        place = found.end()
        if found[1]:
            nodes.append(Slot(found[1]))
        elif found[0] == "(":
            ways = []
            while True:
                way, place = _sequence(text, place, ")")
                ways.append(way)
                place += 1
                if text[place - 1 : place] != "|":
                    break
            nodes.append(Either(tuple(ways)))
        elif found[0] == "[":
            inside, place = _sequence(text, place, "]")
            nodes.append(Maybe(inside))
            place += 1
        elif closing and found[0] in (closing, "|" if closing == ")" else closing):
            return tuple(nodes), start
        else:
            raise ValueError(f"{found[0]!r} is not expected in {text!r}")
    if closing:
        raise ValueError(f"a bracket is missing in {text!r}")
    return tuple(nodes), place


def _needed(nodes: Sequence[Node]) -> set[str]:
    """The arguments outside `[...]`."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Slot):
            found.add(node.name)
        elif isinstance(node, Either):
            found |= set().union(*(_needed(way) for way in node.ways))
    return found


def _taken(nodes: Sequence[Node]) -> set[str]:
    """The arguments that have a pair of brackets of their own."""
    inside = (_mentioned(node.inside) for node in nodes if isinstance(node, Maybe))
    return {name for names in inside if len(names) == 1 for name in names}


def _mentioned(nodes: Sequence[Node]) -> set[str]:
    """All arguments."""
    found = _needed(nodes)
    for node in nodes:
        if isinstance(node, Maybe):
            found |= _mentioned(node.inside)
    return found


def _drawn(nodes: Sequence[Node], speaker: Speaker, said: Mapping[str, str], used: list[str]) -> str:
    words: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            words.append(node)
        elif isinstance(node, Slot):
            words.append(marked(said[node.name]))
            used.append(node.name)
        elif isinstance(node, Either):
            words.append(_drawn(speaker.dice.pick(node.ways), speaker, said, used))
        else:
            names = _mentioned(node.inside)
            if names <= said.keys() and (names or speaker.dice.chance(0.5)):
                words.append(_drawn(node.inside, speaker, said, used))
    return "".join(words)
