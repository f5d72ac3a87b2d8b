"""A decision point as one row of words: places for the decision at the front, then the tools, then the conversation.

    front   [DECIDE FOCUS CALLS | FROM TO | FROM TO | ... | S S S S]
    words   [TOOL find movies ... REQUIRED genre ... ENUM_VALUE comedy | USER find me a comic ... RESPONSE ...]

The front has three places for the decision, two for each argument, and one for each letter of a value that is spelled.
Every position behind the front has a word of some text, or a marker. The network answers with positions, so `Row`
remembers which text each position stands for. A row is a function of conversation, turn and sizes alone, so that the
sidecar of a data set holds conversations only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dataset.text.word_vocabulary import Forgetful, Marker, WordVocabulary
from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.schema import leaves
from dataset.tools.words import Word, split, split_name

LINE_WORDS = 24
"""Most words of a line of the conversation. A network makes one position of a line."""
_TOOL_WORDS, _ARGUMENT_WORDS, _VALUE_WORDS, _ENUM_WORDS = 32, 32, 8, 64
"""Most words of a tool's name and description, of an argument's, of one enum value, and of all values of an enum."""
_MARKER_OF_ROLE = {
    "system": Marker.SYSTEM,
    "user": Marker.USER,
    "assistant": Marker.ASSISTANT,
    "tool_call": Marker.CALL,
    "tool_response": Marker.RESPONSE,
}


@dataclass
class Part:
    """Consecutive positions of a row that come from one text.

    Attributes:
        text: the text.
        words: the word of each position; None at a marker.
        tokens: (N,) the token of each position.
    """

    text: str
    words: list[Word | None]
    tokens: np.ndarray

    def span(self, first: int, last: int) -> str:
        """The text from position `first` to `last`, without the markers at its ends; empty if there is none."""
        inside = [word for word in self.words[first : last + 1] if word is not None]
        return self.text[inside[0].start : inside[-1].end] if inside else ""


@dataclass(frozen=True)
class Option:
    """One value of an enum as it stands in a row: positions of the schema's part, from `first` to `last`."""

    value: Any
    first: int
    last: int


@dataclass
class PlacedLeaf:
    """An argument that holds a value itself, and where it stands.

    Attributes:
        tool: index of its tool in the conversation's tools.
        path: names from the outermost argument inwards.
        argument: its own schema.
        first, last: its positions in the schema's part.
        options: the values of an enum or boolean.
    """

    tool: int
    path: tuple[str, ...]
    argument: Argument
    first: int
    last: int
    options: tuple[Option, ...] = ()


@dataclass
class Schema:
    """The tools of a conversation as a part of its rows."""

    part: Part
    leaves: list[PlacedLeaf] = field(default_factory=list)


@dataclass
class Row:
    """The words of one decision point.

    Attributes:
        parts: the schema's part, then one for each turn that fits.
        turns: the turn's index in the conversation for each part but the first.
        starts: where each part begins, counted from the first word behind the front.
        dropped: number of turns that were left out, the oldest ones.
        cut: whether the oldest turn that is left lost its beginning.
    """

    schema: Schema
    parts: list[Part]
    turns: list[int]
    starts: list[int]
    dropped: int
    cut: bool

    def locate(self, position: int) -> tuple[int, int] | None:
        """The part's number and the position within it, of a position behind the front; None for padding."""
        for number in range(len(self.parts) - 1, -1, -1):
            if position >= self.starts[number]:
                inside = position - self.starts[number]
                return (number, inside) if inside < len(self.parts[number].words) else None
        return None


class PartMaker:
    """Makes parts out of texts with one vocabulary."""

    def __init__(self, vocabulary: WordVocabulary | Forgetful) -> None:
        self.vocabulary = vocabulary

    def schema(self, tools: Sequence[Tool]) -> Schema:
        """The part of all tools, and where each of their arguments stands in it."""
        writer = _PartWriter(self.vocabulary)
        placed = []
        for number, tool in enumerate(tools):
            writer.mark(Marker.TOOL)
            writer.add(" ".join(split_name(tool.name)), _TOOL_WORDS)
            writer.add(tool.description, _TOOL_WORDS)
            for leaf in leaves(tool):
                argument = Argument(leaf.path[-1], leaf.schema, leaf.required)
                placed.append(self._place(writer, number, leaf.path, argument))
        return Schema(writer.part(), placed)

    def _place(self, writer: _PartWriter, tool: int, path: tuple[str, ...], argument: Argument) -> PlacedLeaf:
        first = writer.mark(Marker.REQUIRED if argument.required else Marker.OPTIONAL)
        writer.add(" ".join(word for name in path for word in split_name(name)), _ARGUMENT_WORDS)
        writer.add(argument.description, _ARGUMENT_WORDS)
        options, start = [], writer.length
        for value in option_values(argument):
            if writer.length - start > _ENUM_WORDS:
                break
            writer.mark(Marker.ENUM_VALUE)
            begin = writer.length
            writer.add(_shown(value).replace("_", " "), _VALUE_WORDS)
            if writer.length > begin:
                options.append(Option(value, begin, writer.length - 1))
        return PlacedLeaf(tool, path, argument, first, writer.length - 1, tuple(options))

    def turn(self, turn: Turn) -> Part:
        """The part of one turn, in lines."""
        writer = _PartWriter(self.vocabulary, LINE_WORDS)
        writer.mark(_MARKER_OF_ROLE[turn.role])
        writer.add(call_text(turn.call) if turn.call is not None else _response_text(turn), 1 << 30)
        return writer.part()


class _PartWriter:
    """Collects words and markers; `line_words`: a marker stands before every so many words."""

    def __init__(self, vocabulary: WordVocabulary | Forgetful, line_words: int | None = None) -> None:
        self._vocabulary, self._line_words = vocabulary, line_words
        self._texts: list[str] = []
        self._offset = 0
        self._words: list[Word | None] = []
        self._tokens: list[int] = []
        self._since_marker = 0

    @property
    def length(self) -> int:
        return len(self._words)

    def mark(self, marker: Marker) -> int:
        """Add a marker; return its position."""
        self._words.append(None)
        self._tokens.append(marker.token)
        self._since_marker = 0
        return len(self._words) - 1

    def add(self, text: str, most: int) -> None:
        """Add the first `most` words of a text."""
        for word in split(text)[:most]:
            if self._line_words is not None and self._since_marker >= self._line_words:
                self.mark(Marker.NEXT_LINE)
            self._words.append(Word(word.text, word.start + self._offset, word.end + self._offset))
            self._tokens.append(self._vocabulary.token(word.text))
            self._since_marker += 1
        self._texts.append(text)
        self._offset += len(text) + 1

    def part(self) -> Part:
        return Part(" ".join(self._texts), self._words, np.array(self._tokens, np.int64))


def option_values(argument: Argument) -> list[Any]:
    """The values among which an argument chooses: those of its enum, or true and false; empty if it is free."""
    if argument.schema.get("enum"):
        return list(argument.schema["enum"])
    return [True, False] if argument.schema.get("type") == "boolean" else []


def call_text(call: Call) -> str:
    """A call as words of the conversation: its name, then each argument's name and value."""
    pairs = (f"{' '.join(split_name(name))} {_shown(value)}" for name, value in call.arguments.items())
    return " , ".join((" ".join(split_name(call.name)), *pairs))


def row_texts(conversation: Conversation) -> Iterator[str]:
    """All texts of a conversation whose words its rows hold."""
    for tool in conversation.tools:
        yield from (" ".join(split_name(tool.name)), tool.description)
        for argument in tool.arguments:
            yield from (" ".join(split_name(argument.name)), argument.description)
            yield from (_shown(value).replace("_", " ") for value in option_values(argument))
    for turn in conversation.turns:
        yield call_text(turn.call) if turn.call is not None else _response_text(turn)


def _response_text(turn: Turn) -> str:
    """What was said; of a response in JSON, keys and values without the punctuation between them."""
    if turn.role != "tool_response" or turn.text[:1] not in ("{", "["):
        return turn.text
    try:
        value = json.loads(turn.text)
    except (ValueError, RecursionError):
        return turn.text
    return " , ".join(_flat(value))


def _flat(value: Any, depth: int = 0) -> list[str]:
    if isinstance(value, dict) and depth < 8:
        return [f"{' '.join(split_name(str(key)))} {' '.join(_flat(inner, depth + 1))}" for key, inner in value.items()]
    if isinstance(value, list) and depth < 8:
        return [text for inner in value for text in _flat(inner, depth + 1)]
    return [_shown(value)]


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def assemble(schema: Schema, turns: Sequence[Part], room: int, most_lines: int) -> Row:
    """The row of a decision after these turns, with `room` words behind the front and `most_lines` lines.

    What is too long loses its oldest turns; if the last turn alone is too long, it loses its beginning.
    """
    room -= len(schema.part.words)
    kept: list[Part] = []
    kept_turns: list[int] = []
    cut = False
    for number in range(len(turns) - 1, -1, -1):
        part = turns[number]
        lines = _lines(part)
        if len(part.words) > room or lines > most_lines:
            if not kept and room > 0:
                kept, kept_turns, cut = [_end_of(part, min(room, (most_lines - 1) * (LINE_WORDS + 1)))], [number], True
            break
        room, most_lines = room - len(part.words), most_lines - lines
        kept.insert(0, part)
        kept_turns.insert(0, number)
    parts = [schema.part, *kept]
    starts = np.cumsum([0, *(len(part.words) for part in parts)])[:-1].tolist()
    return Row(schema, parts, kept_turns, starts, len(turns) - len(kept), cut)


def _end_of(part: Part, length: int) -> Part:
    """The last `length` positions of a part, the first of them a marker."""
    start = len(part.words) - length
    tokens = part.tokens[start:].copy()
    tokens[0] = part.tokens[0]
    return Part(part.text, [None, *part.words[start + 1 :]], tokens)


def _lines(part: Part) -> int:
    return sum(word is None for word in part.words)
