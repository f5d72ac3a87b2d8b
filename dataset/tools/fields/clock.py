"""Dates and times of day as people write them.

    read_date("tomorrow", today)          the day after today
    read_date("March 3rd", today)         the next 3 March, today included
    read_date("2027-03-03", today)        3 March 2027
    read_time("half past five pm")        17:30

Users write to built-in tools as they speak, so the tools read such dates themselves.
"""

from __future__ import annotations

import datetime
import re

from utils.errors import UserError

MONTHS = tuple("January February March April May June July August September October November December".split())
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
SMALL_NUMBERS = tuple("zero one two three four five six seven eight nine ten eleven twelve".split())

_RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "now": 0, "tomorrow": 1, "the day after tomorrow": 2}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
_MONTH_FIRST = re.compile(rf"({_MONTH})\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\.?(?:,? (\d{{4}}))?", re.IGNORECASE)
_DAY = re.compile(r"the (\d{1,2})(?:st|nd|rd|th)", re.IGNORECASE)
_WEEKDAY = re.compile(rf"(?:(this|next|last|coming) )?({'|'.join(WEEKDAYS)})", re.IGNORECASE)
_IN = re.compile(r"in (\d{1,4}|[a-z]+) (day|week)s?", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2}|[a-z]+)(?:[:.](\d{2}))?(?: ?o'?clock)?(?: ?([ap])\.?m\.?)?", re.IGNORECASE)
_PAST = re.compile(
    r"(half|quarter|(?:\d{1,2}|[a-z]+)(?: minutes)?) (past|to) (\d{1,2}|[a-z]+)(?: ?([ap])\.?m\.?)?", re.I
)


def read_date(text: str, today: datetime.date) -> datetime.date:
    """The date that is meant.

    Args:
        text: a date in ISO's form or in English. Without a year, it is the next such day, today included.

    Raises:
        UserError: it is no date.
    """
    said = " ".join(text.split()).removeprefix("on ")
    if said.lower() in _RELATIVE:
        return _moved(today, _RELATIVE[said.lower()])
    if found := _ISO.fullmatch(said):
        return _date(text, *(int(part) for part in found.groups()))
    if found := _MONTH_FIRST.fullmatch(said):
        return _next(text, today, found[1], found[2], found[3])
    if found := _DAY_FIRST.fullmatch(said):
        return _next(text, today, found[2], found[1], found[3])
    if found := _WEEKDAY.fullmatch(said):
        return _weekday(today, (found[1] or "").lower(), found[2].capitalize())
    if found := _DAY.fullmatch(said):
        day = int(found[1])
        for ahead in range(62):
            if _moved(today, ahead).day == day:
                return _moved(today, ahead)
    if found := _IN.fullmatch(said):
        count = _small(found[1])
        if count is not None:
            return _moved(today, count * (7 if found[2].lower() == "week" else 1))
    raise UserError(f"{text!r} is no date: write it like 2026-03-03, March 3rd, next Monday or tomorrow")


def read_time(text: str) -> str:
    """The time of day that is meant, as in `17:05`.

    Raises:
        UserError: it is no time of day.
    """
    said = " ".join(text.split()).lower().removeprefix("at ")
    for words, ending in ((" in the morning", " am"), (" in the afternoon", " pm"), (" in the evening", " pm")):
        said = said.replace(words, ending)
    if said in ("noon", "midday", "midnight"):
        return "00:00" if said == "midnight" else "12:00"
    minutes: int | None = None
    if found := _PAST.fullmatch(said):
        part, hour = found[1].removesuffix(" minutes"), _small(found[3])
        past = {"half": 30, "quarter": 15}.get(part, _small(part))
        if hour is not None and past is not None and hour <= 23 and past <= 59:
            minutes = _half_day(hour, found[4]) * 60 + (past if found[2] == "past" else -past)
    elif found := _TIME.fullmatch(said):
        hour, past = _small(found[1]), int(found[2] or 0)
        if hour is not None and hour <= 23 and past <= 59 and not (found[3] and hour > 12):
            minutes = _half_day(hour, found[3]) * 60 + past
    if minutes is None:
        raise UserError(f"{text!r} is no time of day: write it like 17:05, 5 pm or noon")
    return "{:02}:{:02}".format(*divmod(minutes % (24 * 60), 60))


def _half_day(hour: int, half: str | None) -> int:
    """The hour of 24."""
    return hour if half is None else hour % 12 + (12 if half == "p" else 0)


def _small(text: str) -> int | None:
    """A small number in digits or as a word; None for other words."""
    if text.isascii() and text.isdigit():
        return int(text)
    return SMALL_NUMBERS.index(text.lower()) if text.lower() in SMALL_NUMBERS else 1 if text == "a" else None


def _date(text: str, year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise UserError(f"{text!r} is no date: there is no such day") from None


def _next(text: str, today: datetime.date, month: str, day: str, year: str | None) -> datetime.date:
    """A day of a month; without a year, the next one."""
    number = next(place for place, name in enumerate(MONTHS, 1) if name.lower().startswith(month[:3].lower()))
    if year is not None:
        return _date(text, int(year), number, int(day))
    if (number, int(day)) == (2, 29):
        years = (later for later in range(today.year, today.year + 9) if later % 4 == 0 and later % 100)
        return next(date for date in (_date(text, later, 2, 29) for later in years) if date >= today)
    date = _date(text, today.year, number, int(day))
    return date if date >= today else _date(text, today.year + 1, number, int(day))


def _weekday(today: datetime.date, which: str, name: str) -> datetime.date:
    """`Friday` is the next one, not today; `next Friday` that of next week; `last Friday` the one before today."""
    ahead = (WEEKDAYS.index(name) - today.weekday() - 1) % 7 + 1
    if which == "last":
        return _moved(today, ahead - 7 if ahead < 7 else -7)
    if which == "next":
        return _moved(today, 7 - today.weekday() + WEEKDAYS.index(name))
    return _moved(today, ahead)


def _moved(date: datetime.date, days: int) -> datetime.date:
    try:
        return date + datetime.timedelta(days)
    except OverflowError:
        raise UserError(f"{days} days from {date} is beyond the calendar") from None


def later(date: datetime.date, days: int) -> datetime.date:
    """The date so many days later. Raises UserError beyond the years 1 to 9999."""
    return _moved(date, days)
