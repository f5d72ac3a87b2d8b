"""Dates and times as people say them. Today is Monday, 2 March 2026."""

from __future__ import annotations

from datetime import date

import pytest

from dataset.tools.fields.clock import later, read_date, read_time
from utils.errors import UserError

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-03-02"),
        ("tonight", "2026-03-02"),
        ("Tomorrow", "2026-03-03"),
        ("the day after tomorrow", "2026-03-04"),
        ("yesterday", "2026-03-01"),
        ("Friday", "2026-03-06"),
        ("on friday", "2026-03-06"),
        ("this Friday", "2026-03-06"),
        ("Monday", "2026-03-09"),
        ("next Monday", "2026-03-09"),
        ("next Friday", "2026-03-13"),
        ("last Friday", "2026-02-27"),
        ("last Monday", "2026-02-23"),
        ("March 3rd", "2026-03-03"),
        ("March 2", "2026-03-02"),
        ("March 1st", "2027-03-01"),
        ("3 March", "2026-03-03"),
        ("the 3rd of march", "2026-03-03"),
        ("Sep 12", "2026-09-12"),
        ("December 24th, 2027", "2027-12-24"),
        ("24 December 2027", "2027-12-24"),
        ("Feb 29", "2028-02-29"),
        ("2027-03-04", "2027-03-04"),
        ("the 5th", "2026-03-05"),
        ("the 1st", "2026-04-01"),
        ("in 3 days", "2026-03-05"),
        ("in two weeks", "2026-03-16"),
        ("in a week", "2026-03-09"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert read_date(text, TODAY) == date.fromisoformat(expected)


@pytest.mark.parametrize("text", ["", "soon", "2027-02-30", "April 31st", "in some days", "the 32nd", "13", "Mai 3"])
def test_what_is_no_date_is_said(text: str) -> None:
    with pytest.raises(UserError, match="is no date"):
        read_date(text, TODAY)


@pytest.mark.parametrize("days", [10**9, 10**15, -(10**9)])
def test_the_calendar_has_an_end(days: int) -> None:
    with pytest.raises(UserError, match="beyond the calendar"):
        later(TODAY, days)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 pm", "17:00"),
        ("5pm", "17:00"),
        ("5 p.m.", "17:00"),
        ("at 5:30 PM", "17:30"),
        ("12 am", "00:00"),
        ("12 pm", "12:00"),
        ("17:05", "17:05"),
        ("7.45", "07:45"),
        ("7", "07:00"),
        ("7 o'clock", "07:00"),
        ("seven in the evening", "19:00"),
        ("8 o'clock in the morning", "08:00"),
        ("half past five pm", "17:30"),
        ("quarter to 6", "05:45"),
        ("ten past nine", "09:10"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("half past 12 am", "00:30"),
        ("five to 12 am", "23:55"),
    ],
)
def test_times(text: str, expected: str) -> None:
    assert read_time(text) == expected


@pytest.mark.parametrize("text", ["", "later", "25:00", "10:75", "13 pm", "99", "half past banana"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(UserError, match="is no time of day"):
        read_time(text)
