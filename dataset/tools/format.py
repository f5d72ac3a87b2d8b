"""Tool calling as puzzle arrays: a decision is a colouring of the words that lead to it.

    tools    find_movies(genre: comedy or drama, director)        query  Find me a comic by Jim Abrahams

    inputs   [DECIDE FOCUS CALLS  FROM TO  FROM TO   S S | TOOL find movies OPTIONAL genre ENUM_VALUE comedy ...]
    labels   [CALL   tool 0 1     w 6  w 6 w 19 w 20 . . | . . .]         w 6: the word at position 6 behind the front

The labels name positions of the row (`dataset.tools.classes`), so the JSON that comes out is always made of the tools'
own names, enum values and the words of the conversation (`dataset.tools.values` reads 9 out of "nine"). A tool that was
never seen is no special case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import numpy as np

from dataset.common import misfit
from dataset.layout import Layout, RowShape, ToolSizes
from dataset.symmetries import Symmetries
from dataset.text.word_vocabulary import Forgetful, Marker, WordVocabulary
from dataset.tools.classes import ARGUMENTS_START, CALLS, DECIDE, FOCUS, LETTERS, LONGEST_VALUE, Classes, Outcome
from dataset.tools.conversations import Conversation
from dataset.tools.labels import ANY_VALUE, Finder, Known, Truth, truth_of
from dataset.tools.rows import Part, PartMaker, PlacedLeaf, Row, Schema, assemble
from dataset.tools.values import readings, same_value
from utils.errors import UserError


@dataclass(frozen=True)
class Value:
    """What a colouring says of one argument.

    Attributes:
        outcome: ABSENT, DEFAULT, ASKED, ANY, SPELLED, or NONE if it has a value of the row.
        value: the value as JSON; None if there is none.
        span: first and last position behind the front.
    """

    outcome: Outcome
    value: Any = None
    span: tuple[int, int] | None = None


@dataclass
class Reading:
    """What a colouring says, before anything is made of it.

    Attributes:
        calls: whether a tool is called.
        focus: index of the tool in focus; None: no tool.
        values: what it says of each leaf.
    """

    calls: bool
    focus: int | None
    values: list[Value]


@dataclass
class Encoded:
    """A decision point as arrays.

    Attributes:
        inputs, labels: (seq_len,).
        row: which texts the positions stand for.
        truth: what is right.
        misses: the leaves whose value stands nowhere and cannot be spelled.
    """

    inputs: np.ndarray
    labels: np.ndarray
    row: Row
    truth: Truth
    misses: list[PlacedLeaf] = field(default_factory=list)


@dataclass(frozen=True)
class ToolFormat:
    """How conversations stand in the arrays of one data set.

    Attributes:
        trained_tools: names of the tools that training had.
    """

    vocabulary: WordVocabulary
    seq_len: int
    layout: Layout
    trained_tools: tuple[str, ...] = field(default=(), compare=False)

    @property
    def sizes(self) -> ToolSizes:
        assert self.layout.tools is not None, "checked when the format is read or made"
        return self.layout.tools

    @property
    def classes(self) -> Classes:
        return Classes(self.sizes, self.seq_len)

    def encoder(self, conversation: Conversation, vocabulary: Forgetful | None = None) -> ConversationEncoder:
        """Makes the rows of a conversation, with all known words or with those of a forgetful vocabulary."""
        return ConversationEncoder(self, conversation, vocabulary or self.vocabulary)

    def are_tokens_of(self, inputs: np.ndarray, written: np.ndarray) -> bool:
        """Whether a row with the tokens `inputs` (seq_len,) is written as `written`: words are equal, or forgotten."""
        return bool(np.all((inputs == written) | (written >= self.vocabulary.first_unknown)))

    # ---- the protocol of `dataset.tasks.DataRules`

    def as_json(self) -> dict[str, object]:
        """The content of `vocabulary.json`."""
        return {
            "room": "tools",
            "seq_len": self.seq_len,
            "layout": self.layout.model_dump(),
            "words": list(self.vocabulary.known),
            "trained_tools": list(self.trained_tools),
        }

    def misfit(self, shape: RowShape) -> str | None:
        """Which size of `vocabulary.json` contradicts `dataset.json`; None if none does."""
        return misfit(shape, seq_len=self.seq_len, vocab_size=len(self.vocabulary), layout=self.layout)

    def first_difference(self, other: Any) -> str | None:
        """How this format differs from another one, in one line; None if tokens and positions mean the same."""
        if not isinstance(other, ToolFormat):
            return "tool calling and text"
        if self.seq_len != other.seq_len:
            return f"seq_len {self.seq_len} and {other.seq_len}"
        if self.layout != other.layout:
            return f"layouts {self.sizes} and {other.sizes}"
        for number, (ours, theirs) in enumerate(zip_longest(self.vocabulary.known, other.vocabulary.known)):
            if ours != theirs:
                return f"word {number} is {ours!r} and {theirs!r}"
        return None

    def draw_symmetries(
        self, count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], dict[str, np.ndarray]]
    ) -> Symmetries:
        """There are none: what is renamed or shuffled is so when the data are built."""
        raise ValueError("rows of tool calling have no symmetries; build more copies with --copies instead")

    def parse(self, text: str) -> np.ndarray:
        """A query alone is no row: its tools are missing."""
        raise UserError("a query needs its tools: infer.py --query TEXT --tools FILE")

    def render(self, inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
        """The words of a row, unknown ones as `_`, or what an answer says; the texts themselves are in the sidecar."""
        words = inputs[self.classes.front :].tolist()
        if answer is None:
            return " ".join(self.vocabulary.show(token) for token in words if token)
        lines = ["call" if answer[DECIDE] == Outcome.CALL else "answer"]
        tool = int(answer[FOCUS]) - self.classes.first_tool
        lines += [f"tool {tool}"] if 0 <= tool < self.sizes.tools else []
        for number in range(self.sizes.arguments):
            first, last = (
                int(answer[place]) - self.classes.first_word for place in self.classes.argument_places(number)
            )
            if 0 <= first < len(words):
                value = words[first : max(first, last) + 1][:LONGEST_VALUE]
                lines.append(f"argument {number}: {' '.join(map(self.vocabulary.show, value))}")
        return "\n".join(lines)

    def check(self, inputs: np.ndarray, answer: np.ndarray) -> str | None:
        """A colouring breaks no rule: whatever it is, the JSON made of it is valid."""
        return None


class ConversationEncoder:
    """Makes the rows of one conversation, and reads answers to them.

    Args:
        tool_format: the data set's format.
        conversation: its tools must fit into a row (`dataset.tools.candidates`).
        vocabulary: gives the words their tokens.
    """

    def __init__(
        self, tool_format: ToolFormat, conversation: Conversation, vocabulary: WordVocabulary | Forgetful
    ) -> None:
        self.format, self.conversation = tool_format, conversation
        self._maker = PartMaker(vocabulary)
        self.schema: Schema = self._maker.schema(conversation.tools)
        self.leaves = self.schema.leaves
        self._parts: list[Part] = []
        self._finder = Finder(conversation.turns)

    def row(self, turn: int) -> Row:
        """The row of the decision that follows the turns before `turn`."""
        while len(self._parts) < turn:
            self._parts.append(self._maker.turn(self.conversation.turns[len(self._parts)]))
        classes = self.format.classes
        return assemble(self.schema, self._parts[:turn], classes.words, self.format.sizes.lines)

    def inputs(self, row: Row) -> np.ndarray:
        """The tokens (seq_len,) of a row."""
        classes = self.format.classes
        inputs = np.zeros(self.format.seq_len, np.int64)
        inputs[[DECIDE, FOCUS, CALLS]] = Marker.DECIDE.token, Marker.FOCUS.token, Marker.CALLS.token
        end = ARGUMENTS_START + 2 * len(self.leaves)
        inputs[ARGUMENTS_START:end:2] = Marker.VALUE_FROM.token
        inputs[ARGUMENTS_START + 1 : end : 2] = Marker.VALUE_TO.token
        inputs[classes.letters_start : classes.front] = Marker.SPELLED.token
        tokens = np.concatenate([part.tokens for part in row.parts])
        inputs[classes.front : classes.front + len(tokens)] = tokens
        return inputs

    def encode(self, turn: int) -> Encoded:
        """The decision point `turn` as arrays."""
        row = self.row(turn)
        truth = truth_of(self.conversation, self.leaves, turn)
        classes = self.format.classes
        labels = np.zeros(self.format.seq_len, np.int64)
        labels[DECIDE] = Outcome.CALL if truth.calls else Outcome.ANSWER
        if truth.calls:
            labels[CALLS] = classes.first_tool + min(truth.calls, self.format.sizes.tools) - 1
        if truth.focus != -1:
            labels[FOCUS] = Outcome.NO_TOOL if truth.focus is None else classes.first_tool + truth.focus
        encoded = Encoded(self.inputs(row), labels, row, truth)
        spelled = False
        for number, known in truth.known.items():
            place, place_to = classes.argument_places(number)
            leaf = self.leaves[number]
            span = self._span(row, number, known, turn)
            if span is not None:
                labels[place], labels[place_to] = classes.first_word + span[0], classes.first_word + span[1]
            elif (outcome := _outcome(leaf, known)) is not None:
                labels[place] = outcome
            elif not spelled and (letters := self._letters(known.accept[0])) is not None:
                spelled, labels[place] = True, Outcome.SPELLED
                labels[classes.letters_start : classes.letters_start + len(letters)] = letters
            else:
                encoded.misses.append(leaf)
        return encoded

    def _span(self, row: Row, number: int, known: Known, turn: int) -> tuple[int, int] | None:
        if not known.accept or ANY_VALUE in known.accept:
            return None
        # "Phoenix, AZ" as the user said it, and not "Phoenix" alone, which the call accepts and the state does not
        settled = self._finder.find(row, number, self.leaves[number], known.settled, turn) if known.settled else None
        return settled or self._finder.find(row, number, self.leaves[number], known.accept, turn)

    def _letters(self, value: Any) -> list[int] | None:
        """The classes of a value that is spelled; None if it has too many letters or others."""
        text = str(value)
        if not 0 < len(text) < self.format.sizes.letters or not set(text) <= set(LETTERS):
            return None
        return [*(self.format.classes.first_letter + LETTERS.index(letter) for letter in text), Outcome.END]

    def read(self, row: Row, answer: np.ndarray) -> Reading:
        """What a colouring (at least `front`,) of a row says."""
        classes = self.format.classes
        focus = int(answer[FOCUS]) - classes.first_tool
        tools = len(self.conversation.tools)
        values = [
            self._value(row, leaf, answer, *classes.argument_places(number)) for number, leaf in enumerate(self.leaves)
        ]
        return Reading(int(answer[DECIDE]) == Outcome.CALL, focus if 0 <= focus < tools else None, values)

    def _value(self, row: Row, leaf: PlacedLeaf, answer: np.ndarray, place: int, place_to: int) -> Value:
        classes = self.format.classes
        said = int(answer[place])
        if said < classes.first_word:
            outcome = Outcome(said) if said in _OUTCOMES_OF_ARGUMENTS else Outcome.ABSENT
            if outcome == Outcome.DEFAULT:
                return Value(outcome, leaf.argument.schema.get("default"))
            if outcome == Outcome.SPELLED:
                return _read(self._spelled(answer), leaf, Outcome.SPELLED)
            return Value(outcome, ANY_VALUE if outcome == Outcome.ANY else None)
        first, last = said - classes.first_word, int(answer[place_to]) - classes.first_word
        last = min(max(first, last), first + LONGEST_VALUE - 1)
        found = row.locate(first)
        if found is None:
            return Value(Outcome.ABSENT)
        part, start = found
        if part == 0:
            option = next((o for o in leaf.options if o.first <= start <= o.last), None)
            if option is not None:
                return Value(Outcome.NONE, option.value, (first, last))
        text = row.parts[part].span(start, start + last - first)
        return _read(text, leaf, Outcome.NONE, (first, last))

    def _spelled(self, answer: np.ndarray) -> str:
        classes = self.format.classes
        letters = []
        for said in answer[classes.letters_start : classes.front].tolist():
            if not classes.first_letter <= said < classes.first_word:
                break
            letters.append(LETTERS[said - classes.first_letter])
        return "".join(letters)


_OUTCOMES_OF_ARGUMENTS = {Outcome.ABSENT, Outcome.DEFAULT, Outcome.ASKED, Outcome.ANY, Outcome.SPELLED}


def _outcome(leaf: PlacedLeaf, known: Known) -> Outcome | None:
    """The outcome of an argument whose value stands nowhere; None if it would have to be spelled."""
    if known.asked:
        return Outcome.ASKED
    if not known.accept:
        return Outcome.ABSENT
    if ANY_VALUE in known.accept:
        return Outcome.ANY
    schema = leaf.argument.schema
    if "default" in schema and any(same_value(schema["default"], value, schema) for value in known.accept):
        return Outcome.DEFAULT
    return None


def _read(text: str, leaf: PlacedLeaf, outcome: Outcome, span: tuple[int, int] | None = None) -> Value:
    """The value that a text means; ABSENT if it means none of the argument's type, so that calls stay valid."""
    found = readings(text, leaf.argument.schema) if text else []
    return Value(outcome, found[0], span) if found else Value(Outcome.ABSENT)
