"""What the description of an argument says about how its value is written: the layout of dates, percent or ratio."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dataset.tools.dates import asks_for_time, date_layout

_RATIO_FOR_SURE = re.compile(
    r"\bdecimal (?:form|format|value|number)|\bas an? (?:decimal|fraction)|\bfractions?\b|\b0?\.\d+"
)
_PERCENT = re.compile(r"\bper ?cent(?:age)?s?\b|%")
_RATIO = re.compile(
    r"\brat(?:e|es|io|ios)\b|\bproportion\b|\bprobabilit|\bdecimal\b|\bbetween 0 and 1\b|\balpha\b"
    r"|\b(?:significance|confidence) level"
)
_COUNT = re.compile(r"\bnumber of\b|\bhow many\b|\bcount\b")
_LONGEST = 4000


@dataclass(frozen=True)
class WrittenForm:
    """How a value is to be written.

    Attributes:
        date: the layout of dates, in the letters Y, M and D; None if dates are written as they were said.
        day_first: whether the day stands before the month in it.
        time: whether times are written as `19:30`.
        seconds: whether they are written as `19:30:00`.
        ratio: whether 25% is 0.25; else it is 25.
        count: whether a text is to hold a number in digits.
    """

    date: str | None = None
    day_first: bool = False
    time: bool = False
    seconds: bool = False
    ratio: bool = False
    count: bool = False


def written_form(schema: Mapping[str, Any]) -> WrittenForm:
    """What the `description`, `title` and `format` of a schema say."""
    return _written_form(
        *(text if isinstance(text := schema.get(key), str) else "" for key in ("title", "description", "format"))
    )


@lru_cache(1 << 14)
def _written_form(title: str, description: str, form: str) -> WrittenForm:
    text = f"{title} {description}"[:_LONGEST].lower()
    date = date_layout(text) or ("YYYY-MM-DD" if form in ("date", "date-time") else None)
    return WrittenForm(
        date=date,
        day_first=date is not None and date.startswith("D"),
        time=form in ("time", "date-time") or asks_for_time(text),
        seconds=form == "date-time" or bool(re.search(r"\bhh?:mm:ss\b", text)),
        ratio=bool(_RATIO_FOR_SURE.search(text) or _RATIO.search(text) and not _PERCENT.search(text)),
        count=bool(_COUNT.search(text)),
    )
