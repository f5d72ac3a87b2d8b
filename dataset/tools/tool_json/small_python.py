"""Prompts that need Python: small programs on the numbers and words of the prompt, of one or two lines.

    program_example(kind, speaker, "7")
    Example("7", "generator", "python_exec", "print('lantern'[::-1])", "Spell lantern backwards.", "nretnal")

The expected answer is computed here without the code. Tests run the code of every kind and compare.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dataset.tools.dice import Dice
from dataset.tools.fields.world import FIRST_NAMES
from dataset.tools.generator import pools
from dataset.tools.generator.speaker import Speaker
from dataset.tools.tool_json.arithmetic import SOURCE
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.templates import Kind, Values, draw_prompt, places


@dataclass(frozen=True)
class Program(Kind):
    """Prompts that need the same program on other data.

    Attributes:
        code: the program, with places for data as Python writes them.
        answer: computes from the values what the program prints.
    """

    code: str = ""
    answer: Callable[[Values], Any] = str

    def data(self, values: Values) -> tuple[Any, ...]:
        """The data of the program."""
        return tuple(values[name] for name in places(self.code))


def program_example(kind: Program, speaker: Speaker, id: str) -> Example:
    """An example of a kind."""
    drawn = draw_prompt(kind, speaker)
    code = kind.code.format(**{name: repr(drawn.values[name]) for name in places(kind.code)})
    return Example(
        id, SOURCE, "python_exec", code, drawn.prompt, str(kind.answer(drawn.values)), kind.name, drawn.template
    )


SINGLE_WORDS = tuple(
    word
    for word in {
        name.lower(): None
        for pool in (pools.WORDS, pools.EDIBLE, pools.CUISINES, pools.SUBJECTS[:1], pools.JOBS[1:], FIRST_NAMES)
        for part in pool
        for name in part
    }
    if word.isascii() and word.isalpha()
)
"""Words of small letters."""


def draw_word(dice: Dice) -> Values:
    """A word, and one of its letters."""
    word = dice.pick(SINGLE_WORDS)
    return {"word": word, "letter": dice.pick(word)}


def draw_text(dice: Dice) -> Values:
    """A text of two to four different words, and one of its letters."""
    words = dice.shuffled(SINGLE_WORDS, dice.between(2, 4))
    return {"text": " ".join(words), "letter": dice.pick(words[0])}


def draw_words(dice: Dice) -> Values:
    """Three to five different words."""
    return {"words": dice.shuffled(SINGLE_WORDS, dice.between(3, 5))}


def draw_list(dice: Dice) -> Values:
    """Four to seven numbers, and a limit among them."""
    found = [dice.between(2, 99) for _ in range(dice.between(4, 7))]
    return {"numbers": found, "limit": dice.between(min(found), max(found))}
