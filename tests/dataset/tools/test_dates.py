"""Dates, times, and the layouts that descriptions ask for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.tools.dates import Date, Time, asks_for_time, date_layout, parse_date, parse_time
from tests.hostile import MANY

FEWER = settings(MANY, max_examples=100)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("March 3rd", (None, 3, 3)), ("3 March 2019", (2019, 3, 3)), ("March 3, 2019", (2019, 3, 3)),
        ("3rd of March", (None, 3, 3)),
        ("the third of March", (None, 3, 3)), ("March twenty-first", (None, 3, 21)),
        ("Monday, March 3rd", (None, 3, 3)),
        ("Mar. 3", (None, 3, 3)), ("Jun.20,2023", (2023, 6, 20)), ("2023 April 4th", (2023, 4, 4)),
        ("Sept 5th 2020", (2020, 9, 5)),
        ("08-Mar-2019", (2019, 3, 8)), ("2019-03-08", (2019, 3, 8)), ("2019/3/8", (2019, 3, 8)),
        ("3/8/2019", (2019, 3, 8)),
        ("3/8", (None, 3, 8)), ("30/8/2019", (2019, 8, 30)), ("03.08.2019", (2019, 8, 3)), ("3/8/19", (2019, 3, 8)),
        ("3/8/71", (1971, 3, 8)), ("February 29, 2020", (2020, 2, 29)), ("February 29", (None, 2, 29)),
    ],
)  # fmt: skip
def test_dates(text: str, date: tuple[int | None, int, int]) -> None:
    assert parse_date(text) == parse_date(text.upper()) == Date(*date)


@pytest.mark.parametrize(
    "text",
    ["the 9th", "tomorrow", "2/30/2019", "February 29, 2019", "13/13/2019", "3.5", "3-8", "May", "March 2019", "2019",
     "555-1234", "0000-01-01", "March 0", "", "9" * 1000],
)  # fmt: skip
def test_no_dates(text: str) -> None:
    assert parse_date(text) is None


def test_the_day_may_stand_first() -> None:
    assert parse_date("3/8/2019", day_first=True) == Date(2019, 8, 3)
    assert parse_date("8/30/2019", day_first=True) == Date(2019, 8, 30)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("7 pm", (19, 0)), ("7pm", (19, 0)), ("7:30 p.m.", (19, 30)), ("7.30 PM", (19, 30)),
        ("19:30", (19, 30)), ("noon", (12, 0)),
        ("midnight", (0, 0)), ("12 am", (0, 0)), ("12 pm", (12, 0)), ("half past 7", (7, 30)),
        ("quarter to 8 pm", (19, 45)),
        ("7 o'clock", (7, 0)), ("7 in the morning", (7, 0)), ("6 in the evening", (18, 0)), ("11 at night", (23, 0)),
        ("2 at night", (2, 0)), ("seven thirty pm", (19, 30)), ("at 5 pm", (17, 0)), ("00:00:30", (0, 0, 30)),
        ("quarter to noon", (11, 45)),
    ],
)  # fmt: skip
def test_times(text: str, time: tuple[int, ...]) -> None:
    assert parse_time(text) == Time(*time)


@pytest.mark.parametrize("text", ["7", "seven", "25:00", "7:75", "13 am", "0 pm", "seven thirty", "am", "", "7 " * 100])
def test_no_times(text: str) -> None:
    assert parse_time(text) is None


@pytest.mark.parametrize(
    ("description", "written"),
    [
        ("Date in the format YYYY-MM-DD", "2019-03-08"), ("format of MM-DD-YYY", "03-08-2019"),
        ("dd/mm/yyyy", "08/03/2019"),
        ("The date (month-day-year)", "03-08-2019"), ("as %Y-%m-%d", "2019-03-08"), ("e.g. 2021-10-05", "2019-03-08"),
        ("e.g. 2021/10/05", "2019/03/08"), ("ISO 8601 date", "2019-03-08"), ("yyyymmdd", "20190308"),
        ("D.M.YY", "8.3.19"),
    ],
)  # fmt: skip
def test_layouts(description: str, written: str) -> None:
    layout = date_layout(description)
    assert layout is not None and Date(2019, 3, 8).written(layout) == written


@pytest.mark.parametrize(
    "description", ["", "The date of the trip", "year, month", "summary", "isolated", "mmmm-dd-yy"]
)
def test_descriptions_without_a_layout(description: str) -> None:
    assert date_layout(description) is None


def test_a_date_without_a_year_has_no_layout_with_one() -> None:
    assert Date(None, 3, 8).written() is None
    assert Date(None, 3, 8).written("DD/MM") == "08/03"


def test_times_that_a_description_asks_for() -> None:
    assert [asks_for_time(text) for text in ("as HH:MM", "24-hour format", "e.g. 19:00", "The time", "24 hotels")] == [
        *(True, True, True, False, False)
    ]
    assert Time(7, 5).written() == "07:05" and Time(7, 5).written(seconds=True) == "07:05:00"


@FEWER
@given(st.text(st.sampled_from("0123456789/-.:, apmtMarch")) | st.text())
def test_any_text(text: str) -> None:
    parse_date(text)
    parse_time(text)
    date_layout(text)
