"""What texts mean as values of arguments, and which values are the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.tools.lists import elements, ends_of_range, pairs
from dataset.tools.values import may_mean, readings, same_value
from tests.hostile import MANY, VALUES

FEWER = settings(MANY, max_examples=100)

STRING, INTEGER, NUMBER, BOOLEAN, ARRAY, OBJECT = (
    {"type": kind} for kind in ("string", "integer", "number", "boolean", "array", "object")
)
INTEGERS = {"type": "array", "items": INTEGER}
DATE, TIME, MOMENT = ({"type": "string", "format": form} for form in ("date", "time", "date-time"))
SIZES = {"type": "string", "enum": ["Compact", "Standard", "Full-size"]}
FLAG = {"type": "string", "enum": ["True", "False"]}


def described(kind: str, description: str) -> dict[str, Any]:
    return {"type": kind, "description": description}


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        # texts
        ("Jim Abrahams", STRING, "Jim Abrahams"),
        ("03106", STRING, "03106"),  # a zip code keeps its zero
        ("'Titanic'.", STRING, "Titanic"),
        ('"Friends', STRING, "Friends"),
        ("Friends”,", STRING, "Friends"),
        ("7 p.m.", STRING, "7 p.m."),
        ("Acme Inc.", STRING, "Acme Inc."),
        ("the Beatles'", STRING, "the Beatles'"),
        ("C++", STRING, "C++"),
        ("tomorrow", STRING, "tomorrow"),
        ("the 9th", STRING, "the 9th"),
        ("March 3rd", STRING, "March 3rd"),
        ("Münster", STRING, "Münster"),
        ("mkdir -p test/{test1,test2", STRING, "mkdir -p test/{test1,test2"),
        ("a\x00b\ud800", STRING, "ab"),
        ("two", described("string", "Number of seats"), "2"),
        ("two", described("string", "Name of the album"), "two"),
        ("...", STRING, "..."),
        # numbers
        ("twenty-five", INTEGER, 25),
        ("two and a half", NUMBER, 2.5),
        ("1,250.50", NUMBER, 1250.5),
        ("$40", INTEGER, 40),
        ("about 20 minutes", INTEGER, 20),
        ("5", NUMBER, 5),
        ("5.0", NUMBER, 5.0),
        ("5.0", INTEGER, 5),
        ("1.5 million", INTEGER, 1_500_000),
        ("3k", INTEGER, 3000),
        ("2nd", INTEGER, 2),
        ("March 3rd", described("integer", "Day of the month"), 3),
        ("25%", INTEGER, 25),
        ("25%", NUMBER, 25),
        ("5%", described("number", "The interest rate"), 0.05),
        ("5%", described("number", "The interest rate in percent"), 5),
        ("5%", described("number", "In decimal form, 5% is 0.05"), 0.05),
        ("twenty percent", described("number", "Ratio of the sample"), 0.2),
        ("11 PM", described("integer", "Hour of closing in 24 hour format"), 23),
        ("11 PM", INTEGER, 11),
        ("112.0740 W", NUMBER, -112.074),
        ("33.4484° N", NUMBER, 33.4484),
        # truth values
        *((word, BOOLEAN, True) for word in ("yes", "True", "ON", "'true'", "yes!")),
        *((word, BOOLEAN, False) for word in ("no", "false", "off.")),
        # dates and times
        ("March 3rd, 2019", DATE, "2019-03-03"),
        ("March 3rd", DATE, "March 3rd"),  # nobody said which year
        ("3/8/2019", described("string", "as DD/MM/YYYY"), "03/08/2019"),
        ("2022/08/16", described("string", "The date (month-day-year)"), "08-16-2022"),
        ("7 pm", TIME, "19:00"),
        ("7 pm", described("string", "Time as HH:MM:SS"), "19:00:00"),
        ("7 pm", STRING, "7 pm"),
        ("March 8 2019 at 7 pm", MOMENT, "2019-03-08T19:00:00"),
        ("2019-03-08T19:00", MOMENT, "2019-03-08T19:00:00"),
        ("tomorrow", DATE, "tomorrow"),
        # members of an enum
        ("full size", SIZES, "Full-size"),
        ("FULL_SIZE", SIZES, "Full-size"),
        ("a compact car please", SIZES, "Compact"),
        ("two", {"type": "string", "enum": ["1", "2"]}, "2"),
        ("two tickets", {"type": "string", "enum": ["1", "2"]}, "2"),
        ("two", {"enum": [1, 2, 3]}, 2),
        ("3", {"type": "integer", "enum": [1, 2, 3]}, 3),
        ("yes", FLAG, "True"),
        ('{"a": 1}', {"enum": [{"a": 1}, {"b": 2}]}, {"a": 1}),
        ("null", {"enum": ["x", None]}, None),
        ("abc", {"enum": ["ABC", "abc"]}, "abc"),
        # lists
        ("milk, eggs and bread", ARRAY, ["milk", "eggs", "bread"]),
        ("Friends and The Office", {"type": "array", "items": STRING}, ["Friends", "The Office"]),
        ("the S&P 500 and the Dow Jones", ARRAY, ["S&P 500", "Dow Jones"]),
        ("'Age', 'Income' and 'Education'", ARRAY, ["Age", "Income", "Education"]),
        ("Age', 'Income' and 'Education", ARRAY, ["Age", "Income", "Education"]),
        ("12, 15 and 18", INTEGERS, [12, 15, 18]),
        ("12, 15 and 18", ARRAY, [12, 15, 18]),
        ("[1, 2]", ARRAY, [1, 2]),
        ("[22,33,42]", ARRAY, [22, 33, 42]),
        ("[100,200,300]", INTEGERS, [100, 200, 300]),
        ("1,250 and 1,300", INTEGERS, [1250, 1300]),
        ("2nd, 3rd and 4th", INTEGERS, [2, 3, 4]),
        ("1 2 3", INTEGERS, [1, 2, 3]),
        ("2015 to 2021", INTEGERS, [2015, 2021]),
        ("[[1,2],[3,4]]", {"type": "array", "items": ARRAY}, [[1, 2], [3, 4]]),
        ("['a, b', 'c']", ARRAY, ["a, b", "c"]),
        ("- milk\n- eggs\n", ARRAY, ["milk", "eggs"]),
        ("compact and full size", {"type": "array", "items": SIZES}, ["Compact", "Full-size"]),
        ("Paris", {"type": "array", "items": STRING}, ["Paris"]),
        # objects
        ('{"a": [1]}', OBJECT, {"a": [1]}),
        ("'name': 'Ann', 'age': 5", OBJECT, {"name": "Ann", "age": 5}),
        ("width of 20 ft and height of 12 ft", {**OBJECT, "properties": {"width": INTEGER, "height": INTEGER}},
         {"width": 20, "height": 12}),
        # any type
        ("42", {}, 42),
        ("03106", {}, "03106"),
        ("true", {}, True),
        ("Oslo", {}, "Oslo"),
        ("[1]", {}, [1]),
        ("5", {"type": ["null", "integer"]}, 5),
        ("5", {"type": "weird"}, 5),
    ],
)  # fmt: skip
def test_the_first_reading(text: str, schema: dict[str, Any], value: Any) -> None:
    first = readings(text, schema)[0]
    assert first == value and type(first) is type(value)


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("25%", NUMBER, 0.25),
        ("5%", described("number", "The interest rate"), 5),
        ("11 PM", INTEGER, 23),
        ("two", STRING, "2"),
        ("Mac and cheese, rice", ARRAY, ["Mac and cheese", "rice"]),
        ("3/8/2019", DATE, "2019-08-03"),
        ("March 3rd, 2019", DATE, "March 3rd, 2019"),
        ("the 9th and the 10th", {"type": "array", "items": STRING}, ["the 9th", "the 10th"]),
    ],
)
def test_a_later_reading(text: str, schema: dict[str, Any], value: Any) -> None:
    assert value in readings(text, schema)[1:] and may_mean(text, value, schema)


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ("", STRING), (" ", {}), ("\x00", STRING), ("2019-03-08", INTEGER), ("3/8/2019", INTEGER), ("abc", NUMBER),
        ('float("abc")', NUMBER), ("2.5", INTEGER), ("9" * 1000, INTEGER), ("9" * 100_000, NUMBER), ("1e999", NUMBER),
        ("maybe", BOOLEAN), ("large", SIZES), ("compact or standard", SIZES), ("x", {"enum": []}), ("milk", INTEGERS),
        ("[", OBJECT), ("{", OBJECT), ("depth of 5", {**OBJECT, "properties": {"x": {}}}),
    ],
)  # fmt: skip
def test_no_reading(text: str, schema: dict[str, Any]) -> None:
    assert readings(text, schema) == []


def test_long_texts_are_texts_only() -> None:
    text = "a, " * 5000 + "b"
    assert readings(text, STRING) == readings(f" {text} ", {}) == [text]
    assert readings(text, ARRAY) == readings(text, SIZES) == []


def test_lists_inside_of_lists_end() -> None:
    schema: dict[str, Any] = {}
    for _ in range(50):
        schema = {"type": "array", "items": schema}
    assert readings("[" * 500 + "1, 2" + "]" * 500, schema) == readings("a, b", schema) == []


def test_json_without_bounds_is_text() -> None:
    assert readings('{"a": NaN}', OBJECT) == [{"a": "NaN"}]
    assert readings('{"a": 1e999}', OBJECT) == [{"a": "1e999"}]
    assert readings('{"a": "\\ud800"}', OBJECT) == [{"a": "\\ud800"}]


TEXTS = st.text() | st.text(st.sampled_from("05.,%$-'\"[]{}: andorMarchpmfalse\x00\ud800東½"))
TABLE = {"type": "array", "items": INTEGERS}
SCHEMAS = [STRING, INTEGER, NUMBER, BOOLEAN, ARRAY, INTEGERS, TABLE, OBJECT, DATE, TIME, MOMENT, SIZES, FLAG]


@FEWER
@given(TEXTS, VALUES | st.sampled_from(SCHEMAS))
def test_any_text_and_any_schema(text: str, schema: Any) -> None:
    found = readings(text, schema)
    assert found == readings(text, schema)
    json.dumps(found, allow_nan=False).encode()
    assert all(may_mean(text, value, schema) for value in found)


@FEWER
@given(VALUES, VALUES, VALUES)
def test_equality_of_any_values(first: Any, second: Any, schema: Any) -> None:
    assert same_value(first, second, schema) == same_value(second, first, schema)
    assert same_value(first, first, schema)


@pytest.mark.parametrize(
    ("first", "second", "schema"),
    [
        ("New York, NY", "new york ny", STRING), (3, 3.0, {}), ("3", 3, INTEGER), ("three", 3.0, NUMBER),
        (2, "2", STRING),
        ("1,000", 1000, INTEGER), (0.1 + 0.2, 0.3, NUMBER), ("yes", True, BOOLEAN), ("TRUE", True, {}),
        (None, None, STRING),
        ({"a": 1, "b": "x"}, {"b": "X", "a": 1.0}, OBJECT), (["A", "b"], ["a", "B"], ARRAY), (["1"], [1], INTEGERS),
        (10**400, 10**400, INTEGER), ((1, 2), [1, 2], ARRAY),
    ],
)  # fmt: skip
def test_the_same(first: Any, second: Any, schema: dict[str, Any]) -> None:
    assert same_value(first, second, schema) and same_value(second, first, schema)


@pytest.mark.parametrize(
    ("first", "second", "schema"),
    [
        ("03106", 3106, STRING), ("03106", "3106", STRING), (True, 1, INTEGER), (True, 1, {}),
        (False, 0, NUMBER), (None, "", STRING),
        (None, "null", STRING), (3, 4, NUMBER), ("C++", "C", STRING), ("-5", "5", STRING),
        ("1.5", "15", STRING), (["a"], "a", ARRAY),
        (["a", "b"], ["b", "a"], ARRAY), (["a"], ["a", "a"], ARRAY), ({"a": 1}, {"a": 1, "b": 2}, OBJECT),
        ({}, [], {}),
        (10**400, 1.0, NUMBER), (10**400, 1e300, NUMBER), (float("nan"), 1, NUMBER), (False, "", BOOLEAN),
        ([], False, BOOLEAN),
    ],
)  # fmt: skip
def test_not_the_same(first: Any, second: Any, schema: dict[str, Any]) -> None:
    assert not same_value(first, second, schema) and not same_value(second, first, schema)


def test_deep_values_are_not_the_same() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    assert not same_value(deep, deep, {})


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        (
            "milk, eggs and a melon",
            [["milk", "eggs", "melon"], ["milk", "eggs", "a melon"], ["milk", "eggs and a melon"]],
        ),
        ("1,250, 1,300", [["1,250", "1,300"], ["1", "250", "1", "300"]]),
        ("f(1,2), 3", [["f(1,2)", "3"]]),
        ("a, b, and c", [["a", "b", "c"], ["a", "b", "and c"]]),
        ("both Paris and Rome", [["Paris", "Rome"], ["Paris and Rome"]]),
        ("Children's Museum, O'Hare", [["Children's Museum", "O'Hare"]]),
        ("x; y\nz", [["x", "y", "z"]]),
        ("((((", [["(((("]]),
        (",, ,", []),
        ("", []),
    ],
)
def test_elements_of_lists(text: str, ways: list[list[str]]) -> None:
    assert elements(text) == ways


def test_ranges_and_pairs() -> None:
    assert ends_of_range("between 2 and 5") == ends_of_range("2 to 5") == ["2", "5"]
    assert ends_of_range("2, 3") == []
    assert pairs("a = 1, b: x:y") == [("a", "1"), ("b", "x:y")]
    assert pairs("a = 1, b") == pairs("") == []
