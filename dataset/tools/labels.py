"""What is right at a decision point, and where it stands in the row.

`truth_of` reads a conversation: action, tool in focus, and what is known of each argument. `Finder` finds the words of
a value. A value that is said several times is marked where the user settled it, since the words around it say which
argument it belongs to: "My weight is 120. My car mileage is 120 cc." has one 120 for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from dataset.tools.conversations import Conversation, Turn
from dataset.tools.indexed_text import IndexedText
from dataset.tools.rows import Part, PlacedLeaf, Row
from dataset.tools.spans import find_spans
from dataset.tools.values import same_value
from dataset.tools.words import split_name

ANY_VALUE = "dontcare"
"""What Schema-Guided Dialogue says of a slot whose value the user does not mind."""


@dataclass
class Known:
    """What is known of one argument.

    Attributes:
        accept: the values that are right, the canonical one first; empty if the argument has no value.
        asked: the assistant asks for it.
        settled: those of `accept` that are right in the state of the dialogue, too, where there is one.
    """

    accept: tuple[Any, ...] = ()
    asked: bool = False
    settled: tuple[Any, ...] = ()


@dataclass
class Truth:
    """What is right at a decision point.

    Attributes:
        calls: number of calls before the next response; 0: the assistant answers.
        focus: index of the tool that is called, or that the conversation is about; None: no tool. -1: nobody knows.
        known: what is known by index of the leaf. Leaves that are missing here have no label.
    """

    calls: int
    focus: int | None = None
    known: dict[int, Known] = field(default_factory=dict)


def truth_of(conversation: Conversation, leaves: Sequence[PlacedLeaf], turn: int) -> Truth:
    """What is right at the decision point `turn` of a conversation."""
    step = conversation.turns[turn]
    numbers = {tool.name: number for number, tool in enumerate(conversation.tools)}
    last_user = _last_user(conversation, turn)
    truth = Truth(sum(1 for _ in takewhile(lambda t: t.call is not None, conversation.turns[turn:])))
    about = tool_in_focus(conversation, turn)
    truth.focus = None if about is None else numbers.get(about, -1)
    if last_user is not None and last_user.slots is not None:
        for number, leaf in enumerate(leaves):
            tool = conversation.tools[leaf.tool]
            slots = last_user.slots.get(tool.service or tool.name, {})
            truth.known[number] = Known(tuple(slots.get(leaf.path[0], ())))
    for number, leaf in enumerate(leaves):
        if leaf.tool != truth.focus:
            continue
        if step.call is not None:
            accept = accepted(step.call.arguments, step.call.accept, leaf.path)
            stated = truth.known[number].accept if number in truth.known else ()
            if accept or ANY_VALUE not in stated:  # a call leaves out what the user does not mind
                truth.known[number] = Known(accept, settled=tuple(form for form in stated if form in accept))
        elif leaf.path[0] in step.asks:
            truth.known[number] = Known(asked=True)
    return truth


UNKNOWN = ""
"""The name of the tool in focus where the source does not say."""


def tool_in_focus(conversation: Conversation, turn: int) -> str | None:
    """The name of the tool that the decision `turn` is about; None: no tool; UNKNOWN: nobody says."""
    step, last_user = conversation.turns[turn], _last_user(conversation, turn)
    if step.call is not None:
        return step.call.name
    if step.intent is not None:
        return step.intent
    if last_user is not None and last_user.slots is not None:
        return last_user.intent
    return UNKNOWN if any(t.call is not None for t in conversation.turns) else None


def _last_user(conversation: Conversation, turn: int) -> Turn | None:
    return next((t for t in reversed(conversation.turns[:turn]) if t.role == "user"), None)


def accepted(
    arguments: Mapping[str, Any], accept: Mapping[str, tuple[Any, ...]], path: Sequence[str]
) -> tuple[Any, ...]:
    """All right values at a path of a call's arguments; empty if the call leaves it out."""
    if len(path) == 1 and path[0] in accept:
        return tuple(accept[path[0]])
    value: Any = arguments
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            return ()
        value = value[name]
    return (value,)


class Finder:
    """Finds values in the parts of one conversation's rows; remembers what it found.

    Args:
        turns: the conversation's turns.
    """

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = turns
        self._texts: dict[tuple[int, int, int], IndexedText] = {}
        self._found: dict[tuple[int, int, int, str], list[tuple[int, int]]] = {}

    def find(self, row: Row, number: int, leaf: PlacedLeaf, accept: Sequence[Any], turn: int) -> tuple[int, int] | None:
        """The first and last position behind the front of an accepted value; None if it stands nowhere.

        Args:
            number: index of the leaf.
            turn: the decision point.
        """
        for option in leaf.options:
            if any(same_value(option.value, value, leaf.argument.schema) for value in accept):
                return option.first, option.last
        part_of_turn = {index: place for place, index in enumerate(row.turns, 1)}
        for index in self._order(leaf, accept, turn):
            place = part_of_turn.get(index)
            if place is None:
                continue
            spans = self._spans(row.parts[place], index, number, leaf, accept)
            if spans:
                first, last = spans[0] if len(spans) == 1 else self._best(row.parts[place], spans, leaf)
                return first + row.starts[place], last + row.starts[place]
        own = Part(row.schema.part.text, row.schema.part.words[leaf.first : leaf.last + 1], row.schema.part.tokens[:0])
        spans = self._spans(own, -1, number, leaf, accept)
        return (spans[0][0] + leaf.first, spans[0][1] + leaf.first) if spans else None

    def _order(self, leaf: PlacedLeaf, accept: Sequence[Any], turn: int) -> list[int]:
        """The turns to search, the likeliest first: where the user settled the value, then what was said before that,
        the latest first, then what was said later. Without states: the user's turns first, the latest first."""
        before = range(turn - 1, -1, -1)
        users = [index for index in before if self._turns[index].role == "user"]
        settled = None
        for index in users:
            slots = self._turns[index].slots
            if slots is None:
                break
            values = {str(value) for state in slots.values() for value in state.get(leaf.path[0], ())}
            if not values & set(map(str, accept)):
                break
            settled = index
        if settled is not None:
            return [*range(settled, -1, -1), *range(turn - 1, settled, -1)]
        return [*users, *(index for index in before if self._turns[index].role != "user")]

    def _spans(
        self, part: Part, turn: int, number: int, leaf: PlacedLeaf, accept: Sequence[Any]
    ) -> list[tuple[int, int]]:
        key = (turn, len(part.words), number, repr(accept))
        if key not in self._found:
            places = [place for place, word in enumerate(part.words) if word is not None]
            spans = find_spans(self._indexed(part, turn, number), accept, leaf.argument.schema)
            self._found[key] = [(places[first], places[last]) for first, last in spans]
        return self._found[key]

    def _indexed(self, part: Part, turn: int, number: int) -> IndexedText:
        """The words of a turn, or of one argument's own text (`turn` is -1), ready to be searched."""
        key = (turn, len(part.words), number if turn < 0 else -1)
        if key not in self._texts:
            self._texts[key] = IndexedText(part.text, [word for word in part.words if word is not None])
        return self._texts[key]

    @staticmethod
    def _best(part: Part, spans: Sequence[tuple[int, int]], leaf: PlacedLeaf) -> tuple[int, int]:
        """The span whose surroundings share most words with the argument's name; the last one if none does."""
        name = {word.casefold() for step in leaf.path for word in split_name(step)}

        def shared(span: tuple[int, int]) -> tuple[int, int]:
            around = part.words[max(span[0] - 5, 0) : span[0]] + part.words[span[1] + 1 : span[1] + 3]
            return sum(word is not None and word.text.casefold() in name for word in around), span[0]

        return max(spans, key=shared)
