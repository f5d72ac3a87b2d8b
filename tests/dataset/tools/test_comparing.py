"""A call beside the expected one: accepted forms, arguments that may be left out, defaults."""

from __future__ import annotations

from typing import Any

import pytest

from dataset.tools.comparing import compare, complete
from dataset.tools.conversations import Call
from tests.tool_data import WEATHER

GOLD = Call(
    "get_weather",
    {"city": "Oslo", "days": 2},
    accept={"city": ("Oslo", "Oslo, Norway"), "days": (2, 3)},
    may_omit=frozenset({"days"}),
)


@pytest.mark.parametrize(
    ("arguments", "expected", "given", "names", "values", "fault"),
    [
        ({"city": "Oslo", "days": 2}, 2, 2, 2, 2, ""),
        ({"city": "oslo, norway", "days": 3}, 2, 2, 2, 2, ""),
        ({"city": "Oslo"}, 1, 1, 1, 1, ""),
        ({"city": "Oslo", "days": 4}, 2, 2, 2, 1, "days is wrong"),
        ({"city": "Rome"}, 1, 1, 1, 0, "city is wrong"),
        ({"days": 2}, 2, 1, 1, 1, "city is missing"),
        ({}, 1, 0, 0, 0, "city is missing"),
        ({"city": "Oslo", "unit": "celsius"}, 1, 1, 1, 1, ""),
        ({"city": "Oslo", "unit": "degrees_fahrenheit"}, 1, 2, 1, 1, "unit is not expected"),
        ({"city": "Oslo", "zip": 1}, 1, 2, 1, 1, "zip is not expected"),
    ],
)
def test_compared(arguments: dict[str, Any], expected: int, given: int, names: int, values: int, fault: str) -> None:
    found = compare(arguments, GOLD, WEATHER)
    assert (found.expected, found.given, found.names, found.values, found.fault) == (
        *(expected, given, names, values),
        fault,
    )


def test_a_default_that_is_expected_must_be_there() -> None:
    gold = Call("get_weather", {"city": "Oslo", "unit": "celsius"})
    assert compare({"city": "Oslo"}, gold, WEATHER).fault == "unit is missing"
    assert compare({"city": "Oslo", "unit": "celsius"}, gold, WEATHER).fault == ""


def test_arguments_that_may_be_left_out_and_stand_only_among_the_accepted_ones() -> None:
    gold = Call("f", {"base": 10}, accept={"base": (10,), "unit": ("units", "cm")}, may_omit=frozenset({"unit"}))
    assert complete(gold).arguments == {"base": 10, "unit": "units"}
    assert compare({"base": 10}, gold, None).fault == ""
    assert compare({"base": 10, "unit": "cm"}, gold, None).fault == ""
    assert compare({"base": 10, "unit": "m"}, gold, None).fault == "unit is wrong"
