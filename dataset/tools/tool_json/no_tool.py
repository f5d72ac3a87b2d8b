"""Prompts that need no tool: questions that the prompt itself answers, and small talk with a fixed reply.

    answer_example(kind, speaker, "7")
    Example("7", "generator", "no_tool", "", "Ada has 5 books and Ben has 9. How many does Ben have?", "9")

Many of the facts hold numbers, so that a number in a prompt is no sign of a calculation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dataset.tools.dice import Dice
from dataset.tools.fields import world
from dataset.tools.generator import pools
from dataset.tools.generator.speaker import Speaker
from dataset.tools.tool_json.arithmetic import SOURCE
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.templates import Kind, Values, draw_prompt, spoken


@dataclass(frozen=True)
class Reply(Kind):
    """Prompts with the same reply.

    Attributes:
        reply: the final answer, with places for values.
    """

    reply: str = ""


def answer_example(kind: Reply, speaker: Speaker, id: str) -> Example:
    """An example of a kind."""
    drawn = draw_prompt(kind, speaker)
    reply = kind.reply.format(**{name: spoken(value) for name, value in drawn.values.items()})
    return Example(id, SOURCE, "no_tool", "", drawn.prompt, reply, kind.name, drawn.template)


COLOURS = "red blue green yellow white black brown grey pink purple silver golden".split()
OBJECTS = (
    "boat hat kite lamp bicycle scarf door chair cup tent car suitcase sofa drum vase guitar carpet clock"
    " basket mirror ladder jacket bench phone violin camera pillow"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
TOWNS = [first + last for first in pools.TOWNS[0] for last in pools.TOWNS[1]]
_LAND_PARTS = world.words("Bel|Cor|Dor|Mar|Nor|Tal|Ver|Zan", "avia|enia|istan|oria|umbra|land|ava|ira")
LANDS = [first + last for first in _LAND_PARTS[0] for last in _LAND_PARTS[1]]
JOBS = [job for job in pools.JOBS[1] if job[0] not in "aeiou"]
"""Jobs that follow the article `a`, as colours and objects do."""
TALK_TOPICS = [*pools.TOPICS[1], *pools.NEWS[0], *pools.ARTICLES[0]]
"""What people talk about."""


def choices(**pools_by_name: Sequence[str]) -> Callable[[Dice], Values]:
    """A draw of one word for each name; names with the same pool get different words."""

    def draw(dice: Dice) -> Values:
        values: Values = {}
        for name, pool in pools_by_name.items():
            values[name] = dice.pick([word for word in pool if word not in values.values()])
        return values

    return draw


def with_numbers(words: Callable[[Dice], Values], **bounds: tuple[int, int]) -> Callable[[Dice], Values]:
    """A draw of words, and of whole numbers that differ from each other."""

    def draw(dice: Dice) -> Values:
        values = words(dice)
        for name, (low, high) in bounds.items():
            number = dice.between(low, high)
            values[name] = number + 1 if number in values.values() else number
        return values

    return draw
