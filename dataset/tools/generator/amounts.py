"""Kinds of numbers, amounts of money, percentages, dates and times of day.

    TIME.draw(speaker)             Value("17:00", "5 pm", ("17:00", "5 pm"))
    whole(2, 90).draw(speaker)     Value(25, "twenty-five", (25,))

Digits are more frequent than number words, and are right everywhere.
"""

from __future__ import annotations

import datetime

from dataset.tools.fields.clock import MONTHS, WEEKDAYS, read_date
from dataset.tools.generator.kinds import Kind, Value, plain
from dataset.tools.generator.numbers import number_forms
from dataset.tools.generator.speaker import Speaker


def _number(speaker: Speaker, value: float, words: bool = True) -> str:
    forms = number_forms(value)
    return speaker.dice.pick(forms) if words and speaker.dice.chance(0.4) else forms[0]


_STEPS = (1, 5, 10, 50, 100, 500, 1000, 10_000, 100_000)
"""Amounts of money are multiples of one of these."""
VAGUE = "a few|several|some|many"
"""What people say instead of a number, so that the assistant has to ask."""


def whole(low: int, high: int, step: int = 1, wrong: str = "") -> Kind:
    """Whole numbers from `low` to `high`; `wrong` are words that users say instead."""

    def draw(speaker: Speaker) -> Value:
        value = low + step * speaker.dice.between(0, (high - low) // step)
        return Value(value, _number(speaker, value), (value,))

    return Kind(draw, wrong=wrong)


def decimal(low: int, high: int, words: bool = True) -> Kind:
    """Numbers of at most one decimal; half of them are whole. With `words`, some are said in words."""

    def draw(speaker: Speaker) -> Value:
        value: float = speaker.dice.between(low, high)
        if speaker.dice.chance(0.5):
            value = round(value + speaker.dice.number(), 1)
        value = int(value) if value == int(value) else value
        return Value(value, _number(speaker, value, words), (value,))

    return Kind(draw)


def money(low: int, high: int, currency: bool = True) -> Kind:
    """Amounts of money; with `currency`, the words for it are said, too."""

    def draw(speaker: Speaker) -> Value:
        dice = speaker.dice
        step = dice.pick([step for step in _STEPS if 2 * step <= high])
        value: float = max(low, dice.between(low, high) // step * step)
        if value < 1000 and dice.chance(0.15):
            value = round(value + dice.between(1, 99) / 100, 2)
        digits = _number(speaker, value)
        forms = [
            f"${number_forms(value)[0]}",
            f"${digits}" if digits[0].isdigit() else f"{digits} dollars",
            f"{digits} dollars",
        ]
        if value == int(value):
            forms += [f"{digits} bucks"]
        return Value(value, dice.pick(forms) if currency else digits, (value,))

    return Kind(draw)


def percent(low: int, high: int, fraction: bool = False, halves: bool = True) -> Kind:
    """Percentages, also such as 5.5% if there are `halves`; with `fraction`, 5% has the value 0.05."""

    def draw(speaker: Speaker) -> Value:
        dice = speaker.dice
        value: float = dice.between(low, high)
        if halves and dice.chance(0.2):
            value += 0.5
        said = f"{number_forms(value)[0]}%" if dice.chance(0.65) else f"{_number(speaker, value)} percent"
        value = round(value / 100, 4) if fraction else value
        return Value(value, said, (value,))

    return Kind(draw)


# ---- dates and times


def _date(speaker: Speaker) -> Value:
    """A day of the next months: as `tomorrow`, a weekday, a day of a month, or in ISO's form."""
    dice, today = speaker.dice, speaker.today
    form = dice.between(0, 9)
    if form <= 3:
        ahead = ["today", "tomorrow", "tomorrow", "the day after tomorrow"]
        said = dice.pick(ahead) if form <= 1 else dice.pick(["", "", "this ", "next "]) + dice.pick(WEEKDAYS)
        return Value(said, said, (said, read_date(said, today).isoformat()))
    date = today + datetime.timedelta(dice.between(1, 200))
    iso = date.isoformat()
    if form == 4:
        return plain(iso)
    month = MONTHS[date.month - 1]
    ending = "th" if 10 < date.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(date.day % 10, "th")
    day = f"{date.day}{ending}"
    said = dice.pick(
        [
            f"{month} {day}",
            f"{month} {date.day}",
            f"{date.day} {month}",
            f"the {day} of {month}",
            f"{month[:3]} {date.day}",
        ]
    )
    if form == 5:
        said = dice.pick([f"{month} {day}, {date.year}", f"{date.day} {month} {date.year}"])
        return Value(iso, said, (iso, said))
    return Value(said, said, (said, iso))


def _time(speaker: Speaker) -> Value:
    """A time of day, in steps of five minutes, mostly of the day."""
    dice = speaker.dice
    if dice.chance(0.06):
        return Value("12:00", "noon", ("12:00", "noon"))
    hour, minute = dice.between(6, 22), dice.pick([0, 0, 0, 30, 30, 15, 45, 5 * dice.between(0, 11)])
    canonical = f"{hour:02}:{minute:02}"
    half, clock = "am" if hour < 12 else "pm", (hour - 1) % 12 + 1
    past = f":{minute:02}" if minute else ""
    forms = [f"{clock}{past} {half}", f"{clock}{past}{half}", f"{clock}{past} {half[0]}.m.", canonical]
    if minute == 0:
        part = "in the morning" if hour < 12 else "in the afternoon" if hour < 18 else "in the evening"
        forms += [f"{clock} {part}", f"{number_forms(clock)[-1]} {part}", f"{clock} o'clock {part}"]
    if minute == 30:
        forms.append(f"half past {number_forms(clock)[-1]} {half}")
    said = dice.pick(forms)
    return Value(canonical, said, tuple(dict.fromkeys((canonical, said))))


DATE = Kind(_date)
TIME = Kind(_time)
