"""Who speaks in a generated conversation, and the chance that decides what is said."""

from __future__ import annotations

import datetime
import zlib
from dataclasses import dataclass, field

import numpy as np

from dataset.tools.dice import Dice

HELD_BACK = 5
"""One phrase in so many, and one value in so many, occurs in the test split only."""


@dataclass(frozen=True)
class Speaker:
    """The user of one conversation.

    Attributes:
        test: whether it is a conversation of the test split, where values occur that training never has.
        new_phrases: whether the user also says phrases that training never has.
        lower: the user types no capital letters.
        casual: the user writes `pls` and `whats`.
        today: the day of the conversation.
        held_back_phrases: the phrases that were said and that training never has.
    """

    dice: Dice
    test: bool
    new_phrases: bool
    lower: bool
    casual: bool
    today: datetime.date
    held_back_phrases: list[str] = field(default_factory=list)

    def allows(self, value: str, wanted: bool) -> bool:
        """Whether a value may occur here; if `wanted`, a test conversation takes values that are held back alone."""
        held_back = zlib.crc32(value.lower().encode()) % HELD_BACK == 0
        return held_back if self.test and wanted else self.test or not held_back


def draw_speaker(rng: np.random.Generator, test: bool) -> Speaker:
    """A user with habits of their own."""
    dice = Dice(rng)
    today = datetime.date(2024, 1, 1) + datetime.timedelta(dice.between(0, 4 * 365))
    return Speaker(
        dice, test, test and dice.chance(0.5), lower=dice.chance(0.25), casual=dice.chance(0.12), today=today
    )
