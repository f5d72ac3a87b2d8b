"""Which tools stand in a row, where a conversation has more of them than the row has room for.

    ToolIndex(117 tools).candidates((Turn("user", "How much is 5 miles in km?"),), Room(tools=8, arguments=48))
        tools     convert_length and seven others, in the order in which they were given
        left_out  the names of the other 109

Tools are ranked by the words that they share with the conversation (BM25, Robertson and Zaragoza 2009: a word counts
the more, the fewer tools have it). A tool that would take more than three quarters of the row loses
arguments, optional ones first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from dataset.layout import ToolSizes
from dataset.text.word_vocabulary import WordVocabulary
from dataset.tools.conversations import Argument, Tool, Turn
from dataset.tools.format import ToolFormat
from dataset.tools.rows import PartMaker, call_text, option_values
from dataset.tools.words import split, split_name

_K1, _B = 1.2, 0.75
"""The usual constants of BM25."""
_NAME_WEIGHT = 2
"""A word of a tool's name counts as often as this many words of its description."""
_EARLIER = 0.4
"""Weight of a word that was said before the last turn of the user, or after it by somebody else."""
_LATEST_TURNS = 8
_LONGEST_TEXT = 4000
"""Most characters of a turn that are compared; the last ones are taken."""
_STEM = 5
"""Words are equal if these many first letters are, so that `converting` finds `conversion`."""
_MOST_OPTIONS = 50
_UNBOUNDED = 1 << 30
_LENGTHS = PartMaker(WordVocabulary(()))
"""Makes parts of which only the length matters."""


@dataclass(frozen=True)
class Room:
    """How much of each a row has room for, or how much a tool takes.

    Attributes:
        words: positions of the tools' texts.
    """

    tools: int
    arguments: int
    words: int = _UNBOUNDED

    @classmethod
    def of(cls, tool_format: ToolFormat) -> Room:
        """The room in rows of a format."""
        return room_of(tool_format.sizes, tool_format.classes.words)

    def holds(self, sizes: Sequence[Room]) -> bool:
        """Whether tools of these sizes fit together."""
        return (
            sum(size.tools for size in sizes) <= self.tools
            and sum(size.arguments for size in sizes) <= self.arguments
            and sum(size.words for size in sizes) <= self.words
        )


def room_of(sizes: ToolSizes, words: int) -> Room:
    """The room in rows of so many words; a quarter of them is left to the conversation."""
    return Room(sizes.tools, sizes.arguments, 3 * words // 4)


@dataclass(frozen=True)
class Candidates:
    """The tools that stand in a row.

    Attributes:
        tools: in the order in which they were given.
        left_out: names of the other tools.
        shortened: arguments that were left out of these tools, as in `book_hotel.newsletter`.
    """

    tools: tuple[Tool, ...]
    left_out: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()


class ToolIndex:
    """Tools, and the words by which they are found.

    Args:
        tools: their names differ.
    """

    def __init__(self, tools: Sequence[Tool]) -> None:
        self.tools = tuple(tools)
        self._sizes = [_size(tool) for tool in self.tools]
        self._documents: list[Counter[str]] = []
        self._frequency: Counter[str] = Counter()

    def candidates(self, turns: Sequence[Turn], room: Room, keep: Collection[str] = ()) -> Candidates:
        """The tools that fit: all of them, or those that share most words with the conversation.

        Args:
            turns: the conversation up to the decision.
            keep: names of tools that are taken first, as the right one when a training set is built.
        """
        if room.holds(self._sizes):
            return Candidates(self.tools)
        said = _said(turns)
        share = room if len(self.tools) == 1 else Room(1, max(3 * room.arguments // 4, 1), 3 * room.words // 4)
        taken: dict[int, Tool] = {}
        used: list[Room] = []
        for number in sorted(self.ranking(turns), key=lambda number: self.tools[number].name not in keep):
            tool, size = self.tools[number], self._sizes[number]
            if not share.holds([size]):
                tool = _shorter(tool, said, share)
                size = _size(tool)
            if room.holds([*used, size]):
                taken[number] = tool
                used.append(size)
        kept = [taken[number] for number in sorted(taken)]
        return Candidates(
            tuple(kept),
            tuple(tool.name for number, tool in enumerate(self.tools) if number not in taken),
            tuple(
                f"{tool.name}.{argument.name}"
                for number, tool in sorted(taken.items())
                for argument in self.tools[number].arguments
                if tool.argument(argument.name) is None
            ),
        )

    def ranking(self, turns: Sequence[Turn]) -> list[int]:
        """The indices of all tools, those first that share most words with the conversation.

        Tools that share equally many keep their order.
        """
        if not self._documents:
            self._documents = [Counter(_stems_of(tool)) for tool in self.tools]
            self._frequency = Counter(stem for document in self._documents for stem in document)
        said = _said(turns)
        mean = sum(document.total() for document in self._documents) / max(len(self.tools), 1)
        scores = [self._score(document, said, mean) for document in self._documents]
        return sorted(range(len(scores)), key=lambda number: -scores[number])

    def _score(self, document: Counter[str], said: dict[str, float], mean: float) -> float:
        length = _K1 * (1 - _B + _B * document.total() / max(mean, 1.0))
        score = 0.0
        for stem in sorted(document.keys() & said.keys()):
            frequency = self._frequency[stem]
            rarity = math.log(1 + (len(self.tools) - frequency + 0.5) / (frequency + 0.5))
            score += said[stem] * rarity * document[stem] * (_K1 + 1) / (document[stem] + length)
        return score


def _said(turns: Sequence[Turn]) -> dict[str, float]:
    """The weight of each stem of a conversation."""
    last_user = next((number for number in range(len(turns) - 1, -1, -1) if turns[number].role == "user"), -1)
    weights: dict[str, float] = {}
    for number in range(max(len(turns) - _LATEST_TURNS, 0), len(turns)):
        turn = turns[number]
        text = turn.text if turn.call is None else call_text(turn.call)
        for word in split(text[-_LONGEST_TEXT:]):
            stem = word.text.casefold()[:_STEM]
            if stem.isalnum():
                weights[stem] = max(weights.get(stem, 0.0), 1.0 if number == last_user else _EARLIER)
    return weights


def _stems_of(tool: Tool) -> list[str]:
    """The stems of a tool's name, descriptions, arguments and choices."""
    stems = _stems(_NAME_WEIGHT * split_name(tool.name)) + _stems_of_text(tool.description)
    return [*stems, *(stem for argument in tool.arguments for stem in _stems_of_argument(argument))]


def _stems_of_argument(argument: Argument) -> list[str]:
    choices = [value for value in option_values(argument)[:_MOST_OPTIONS] if isinstance(value, str)]
    texts = [argument.description, *choices]
    return _stems(split_name(argument.name)) + [stem for text in texts for stem in _stems_of_text(text)]


def _stems_of_text(text: str) -> list[str]:
    return _stems([word.text for word in split(text[:_LONGEST_TEXT])])


def _stems(words: Sequence[str]) -> list[str]:
    return [word.casefold()[:_STEM] for word in words if word.isalnum()]


def _size(tool: Tool) -> Room:
    schema = _LENGTHS.schema([tool])
    return Room(1, len(schema.leaves), len(schema.part.words))


def _shorter(tool: Tool, said: dict[str, float], room: Room) -> Tool:
    """The tool with as many arguments as fit, required ones first, then those that share most with what was said."""

    def value(argument: Argument) -> tuple[bool, float]:
        return argument.required, sum(said.get(stem, 0.0) for stem in set(_stems_of_argument(argument)))

    kept: list[Argument] = []
    used = [_size(replace(tool, arguments=()))]
    for argument in sorted(tool.arguments, key=value, reverse=True):
        alone = _size(Tool("", "", (argument,)))
        size = Room(0, alone.arguments, alone.words - 1)  # without the marker of a tool
        if room.holds([*used, size]):
            kept.append(argument)
            used.append(size)
    names = {argument.name for argument in kept}
    return replace(tool, arguments=tuple(argument for argument in tool.arguments if argument.name in names))
