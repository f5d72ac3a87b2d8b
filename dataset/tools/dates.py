"""Dates and times as people write them, and the layouts in which tools want them.

    parse_date("March 3rd, 2019")               Date(2019, 3, 3)
    parse_date("3/8")                           Date(None, 3, 8): the month first, as in America
    parse_time("7:30 p.m.")                     Time(19, 30)
    date_layout("The date, as DD.MM.YYYY")      "DD.MM.YYYY"
    Date(2019, 3, 3).written("DD.MM.YYYY")      "03.03.2019"

`tomorrow` and `the 9th` are no dates here: they would need a calendar that begins today.
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache
from typing import NamedTuple

from dataset.tools.numerals import parse_number

LONGEST = 60
"""Most characters of a date or a time."""
ISO = "YYYY-MM-DD"

_MONTHS = "january february march april may june july august september october november december"
MONTHS = {name: number for number, name in enumerate(_MONTHS.split(), 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = frozenset(f"{day}day" for day in "mon tues wednes thurs fri satur sun".split())
WEEKDAYS |= frozenset("mon tue tues wed thu thur thurs fri sat sun".split())

_WEEKDAY = rf"(?:(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\.?,?\s+)?(?:the\s+)?"
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_DAY = r"(?P<day>\d{1,2}(?:st|nd|rd|th)?|[a-z]+(?:[- ](?!of\b)[a-z]+)?)"
_YEAR = r"(?:(?:,\s*|\s+(?:of\s+)?)(?P<year>\d{4}))?"
_BY_NAME = (
    re.compile(rf"{_WEEKDAY}{_MONTH}(?:\.\s*|\s+)(?:the\s+)?{_DAY}{_YEAR}"),
    re.compile(rf"{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH}\.?{_YEAR}"),
    re.compile(rf"(?P<year>\d{{4}}),?\s+{_MONTH}\.?\s+(?:the\s+)?{_DAY}"),
    re.compile(r"(?P<day>\d{1,2})-(?P<month>[a-z]{3,4})-(?P<year>\d{4})"),
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_CLOCK = re.compile(
    r"(?:at\s+)?(?P<hour>\d{1,2}|[a-z]+)"
    r"(?:[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?| (?P<words>[a-z]+(?:[- ][a-z]+)??))??"
    r"\s*(?P<clock>o'clock)?\s*(?:in the\s+|at\s+)?(?P<half>a\.?m|p\.?m|morning|afternoon|evening|night)?\.?"
)
_PAST = re.compile(r"(?P<part>half|quarter|a quarter) (?P<side>past|to|after|before) (?P<rest>.+)")
_PLACE = r"(y{2,4}|m{1,2}|d{1,2})"
_LAYOUT = re.compile(rf"(?<![a-z]){_PLACE}([-/. ]?){_PLACE}\2{_PLACE}(?![a-z])")
_STRFTIME = re.compile(r"%([ymd])([-/. ]?)%([ymd])\2%([ymd])")


class Date(NamedTuple):
    """A day; `year` is None if it was not said."""

    year: int | None
    month: int
    day: int

    def written(self, layout: str = ISO) -> str | None:
        """In a layout of `date_layout`; None if the layout has a year and the date has none."""
        if self.year is None and "Y" in layout:
            return None
        year = self.year or 0
        parts = {"YYYY": f"{year:04}", "YY": f"{year % 100:02}", "MM": f"{self.month:02}", "DD": f"{self.day:02}"}
        return re.sub("YYYY|YY|MM|DD|M|D", lambda part: parts.get(part[0]) or parts[part[0] * 2].lstrip("0"), layout)


class Time(NamedTuple):
    """A time of day on the clock of 24 hours."""

    hour: int
    minute: int = 0
    second: int = 0

    def written(self, seconds: bool = False) -> str:
        """`19:30`, or `19:30:00` with seconds."""
        return f"{self.hour:02}:{self.minute:02}" + f":{self.second:02}" * seconds


def parse_date(text: str, day_first: bool = False) -> Date | None:
    """The date that a whole text is; None if it is something else, or no day of the calendar.

    Args:
        day_first: whether `3/8` is the 3rd of August. Dates with dots (`3.8.2019`) always have the day first.
    """
    return _parse_date(text, day_first) if len(text) <= LONGEST else None


@lru_cache(1 << 14)
def _parse_date(text: str, day_first: bool) -> Date | None:
    text = " ".join(text.lower().split())
    for pattern in _BY_NAME:
        found = pattern.fullmatch(text)
        if found and found["month"] in MONTHS:
            day = parse_number(found["day"])
            whole = day is not None and day.value.denominator == 1
            return _date(found["year"], MONTHS[found["month"]], int(day.value)) if day and whole else None
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(found[1], int(found[3]), int(found[4]))
    found = _YEAR_LAST.fullmatch(text)
    if not found or found[4] is None and found[2] != "/":  # 3.8 and 3-8 are more often something else
        return None
    first, second, year = int(found[1]), int(found[3]), found[4]
    if day_first or found[2] == ".":
        return _date(year, second, first) or _date(year, first, second)
    return _date(year, first, second) or _date(year, second, first)


def parse_time(text: str) -> Time | None:
    """The time of day that a whole text is; None if it is something else.

    `7` and `seven` alone are numbers, not times.
    """
    return _parse_time(text) if len(text) <= LONGEST else None


@lru_cache(1 << 14)
def _parse_time(text: str) -> Time | None:
    text = " ".join(text.lower().replace("’", "'").split())
    if text in ("noon", "midday", "midnight", "12 noon", "12 midnight"):
        return Time(0 if text.endswith("night") else 12)
    if past := _PAST.fullmatch(text):
        rest = parse_time(past["rest"]) or parse_time(f"{past['rest']} o'clock")
        minutes = 30 if past["part"] == "half" else 15
        if not rest or rest.minute:
            return None
        before = past["side"] in ("to", "before")
        return Time((rest.hour - before) % 24, 60 - minutes if before else minutes)
    found = _CLOCK.fullmatch(text)
    if not found or not (found["minute"] or found["clock"] or found["half"]) or found["words"] and not found["half"]:
        return None
    hour, minute = _whole(found["hour"]), _whole(found["minute"] or found["words"] or "0")
    if hour is None or minute is None or not 0 <= hour < 24 or not 0 <= minute < 60:
        return None
    if found["half"]:
        if hour > 12 and found["half"] in ("am", "a.m", "morning") or hour == 0:
            return None
        hour = _of_24_hours(hour, found["half"])
    return Time(hour, minute, int(found["second"] or 0))


def _of_24_hours(hour: int, half: str) -> int:
    """The hour of 24 for an hour of 12 and the half of the day that was said with it; 13 to 23 stay."""
    if hour > 12:
        return hour
    in_first_half = half in ("am", "a.m", "morning") or half == "night" and (hour < 5 or hour == 12)
    return hour % 12 + (0 if in_first_half else 12)


def date_layout(description: str) -> str | None:
    """The layout of dates that a description asks for, in the letters Y, M and D; None if it asks for none."""
    text = description.lower()[:2000]
    found = _LAYOUT.search(re.sub(r"\bmonth\b", "mm", re.sub(r"\bday\b", "dd", re.sub(r"\byear\b", "yyyy", text))))
    if found and len({found[at][0] for at in (1, 3, 4)}) == 3:
        places = [found[at].upper() if found[at][0] != "y" else "Y" * (4 - 2 * (found[at] == "yy")) for at in (1, 3, 4)]
        return found[2].join(places)
    if (found := _STRFTIME.search(text)) and {found[1], found[3], found[4]} == {*"ymd"}:
        return found[2].join({"y": "YYYY", "m": "MM", "d": "DD"}[found[at]] for at in (1, 3, 4))
    if found := re.search(r"(?<!\d)\d{4}([-/.])\d\d\1\d\d(?!\d)", text):
        return found[1].join(("YYYY", "MM", "DD"))
    return ISO if re.search(r"\biso\b|\biso[- ]?8601", text) else None


def asks_for_time(description: str) -> bool:
    """Whether a description asks for a time as `19:30`."""
    return bool(re.search(r"\bhh?:mm|24[- ]?hours?\b|24h\b|(?<!\d)(?:1[3-9]|2[0-3]):\d\d", description.lower()[:2000]))


def _date(year: str | None, month: int, day: int) -> Date | None:
    """A date of the calendar; two digits of a year are 1970 to 2069."""
    number = None if year is None else int(year)
    if number is not None and len(str(year)) == 2:
        number += 1900 if number >= 70 else 2000
    if not 1 <= month <= 12 or number == 0 or not 1 <= day <= calendar.monthrange(number or 2000, month)[1]:
        return None
    return Date(number, month, day)


def _whole(text: str) -> int | None:
    quantity = parse_number(text)
    return int(quantity.value) if quantity and quantity.value.denominator == 1 else None
