"""Kinds of prompts: templates with places, and a draw of what stands in them.

    kind = Kind("sum", "What is {a} plus {b}?\n...", numbers(a=(2, 99), b=(2, 99)))
    draw_prompt(kind, speaker)      Drawn("What is 12 plus 30?", {"a": 12, "b": 30, ...}, "seen")

Templates are patterns (`dataset.tools.generator.patterns`), one a line. The last of every five is for the test split,
and so is one of five sets of values, chosen by a hash. So a test prompt has values that training never has together
in this kind, and half of the test prompts also have a template that training never has.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, NamedTuple

import numpy as np

from dataset.tools.dice import Dice
from dataset.tools.fields.world import FIRST_NAMES
from dataset.tools.generator.patterns import read_lines, without_marks
from dataset.tools.generator.speaker import HELD_BACK, Speaker, draw_speaker

SPLITS = ("train", "test", "calibration")
"""All but the first have held-back templates and values."""
Values = dict[str, Any]
"""What stands in the places of a template, by their names."""
_MOST_TRIES = 1000
_THINGS = (
    "apples stamps marbles books pencils cookies tickets shells coins stickers plants chairs bottles boxes candles eggs"
    " cards oranges photos bricks lemons toys shirts buttons bags roses plates muffins postcards badges"
).split()


@dataclass(frozen=True)
class Kind:
    """A group of prompts with the same right output up to the values.

    Attributes:
        prompts: templates, one a line.
        draw: draws the values. Every template may also use {name} and {other}, two people, and {thing}.
    """

    name: str
    prompts: str
    draw: Callable[[Dice], Values]

    def data(self, values: Values) -> tuple[Any, ...]:
        """The values that must be new in a test prompt: here, all that `draw` gives."""
        return tuple(values[name] for name in sorted(values))


class Drawn(NamedTuple):
    """A prompt, its values, and whether its template is `seen` in training or `unseen`."""

    prompt: str
    values: Values
    template: str


def speaker_of(seed: int, split: str, part: int, number: int) -> Speaker:
    """The one who types prompt `number` of a part of a split: the chance that decides the prompt."""
    return draw_speaker(np.random.default_rng((seed, SPLITS.index(split), part, number)), split != "train")


def draw_prompt(kind: Kind, speaker: Speaker) -> Drawn:
    """A prompt of a kind. A test speaker has other values than one of training, and half of them have new templates."""
    for _ in range(_MOST_TRIES):
        values = kind.draw(speaker.dice)
        if _held_back(kind, values) == speaker.test:
            break
    else:
        raise AssertionError(f"{kind.name}: the values of a split are not found, there are too few")
    names = speaker.dice.shuffled(FIRST_NAMES[0], 2)
    said = {"name": names[0], "other": names[1], "thing": speaker.dice.pick(_THINGS)} | values
    return Drawn(phrase(kind.prompts, speaker, said), said, template_of(speaker))


def phrase(prompts: str, speaker: Speaker, said: Values) -> str:
    """A text from one of several templates, one a line: a held-back one if the speaker has new phrases."""
    templates = [pattern for pattern in read_lines(prompts) if pattern.held_back == speaker.new_phrases]
    text, _ = speaker.dice.pick(templates).draw(speaker, {name: spoken(value) for name, value in said.items()})
    return without_marks(text)


def template_of(speaker: Speaker) -> str:
    """`seen` or `unseen`: whether training has the templates from which the speaker's texts are made."""
    return "unseen" if speaker.new_phrases else "seen"


def spoken(value: Any) -> str:
    """A value as it stands in a prompt: a list with commas."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def places(text: str) -> tuple[str, ...]:
    """The names of the places of an expression or of code."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name))


def numbers(
    falling: tuple[str, ...] = (), multiple: tuple[str, str] | None = None, **bounds: tuple[float, float]
) -> Callable[[Dice], Values]:
    """A draw of numbers within bounds: whole ones, or amounts of money where a bound has a decimal point.

    Args:
        falling: numbers that must fall, the first the largest. They need the same bounds, and become different.
        multiple: the first of these two numbers is multiplied by the second, so that it can be divided by it.
    """

    def draw(dice: Dice) -> Values:
        values: Values = {name: _number(dice, low, high) for name, (low, high) in bounds.items()}
        largest_first = sorted((values[name] for name in falling), reverse=True)
        for place, name in enumerate(falling):
            values[name] = largest_first[place] + len(falling) - place
        if multiple is not None:
            values[multiple[0]] *= values[multiple[1]]
        return values

    return draw


def _number(dice: Dice, low: float, high: float) -> int | str:
    if isinstance(low, int):
        return dice.between(low, int(high))
    cents = dice.between(int(low * 100), int(high * 100))
    return f"{cents // 100}.{cents % 100:02}"


def _held_back(kind: Kind, values: Mapping[str, Any]) -> bool:
    return zlib.crc32(repr((kind.name, kind.data(dict(values)))).encode()) % HELD_BACK == 0
