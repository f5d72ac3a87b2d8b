"""Where values stand in texts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.tools.indexed_text import IndexedText
from dataset.tools.spans import find_spans
from dataset.tools.values import may_mean
from tests.hostile import MANY, VALUES

FEWER = settings(MANY, max_examples=100)

STRING, INTEGER, NUMBER, BOOLEAN, ARRAY = (
    {"type": kind} for kind in ("string", "integer", "number", "boolean", "array")
)
INTEGERS = {"type": "array", "items": INTEGER}
DATE = {"type": "string", "format": "date"}
SEATS = {"type": "string", "enum": ["1", "2", "3"]}


def found(text: str, accept: list[Any], schema: dict[str, Any], longest: int = 14) -> list[str]:
    """The texts of the spans."""
    indexed = IndexedText(text)
    return [indexed.span(span) for span in find_spans(indexed, accept, schema, longest)]


@pytest.mark.parametrize(
    ("text", "accept", "schema", "spans"),
    [
        # texts, without case and punctuation
        ("A comic by jim abrahams.", ["Jim Abrahams"], STRING, ["jim abrahams"]),
        ("See Dr. Smith, please", ["Dr Smith"], STRING, ["Dr. Smith"]),
        ("At 7 p.m. or 7pm", ["7 pm"], STRING, ["7 p.m", "7pm"]),
        ("ultra high-end, Ultra_High_End", ["ultra high-end"], STRING, ["ultra high-end", "Ultra_High_End"]),
        ("Zip code 03106, not 3106", ["03106"], STRING, ["03106"]),
        ("I like Seattle", ["Portland", "Seattle"], STRING, ["Seattle"]),
        ("March 9th or the 9th", ["2019-03-09", "March 9th"], STRING, ["March 9th"]),
        ("Newark", ["New"], STRING, []),
        ("costs 12.5", ["5", "12"], STRING, []),
        ("東京の天気", ["東京"], STRING, ["東京"]),
        ("Is C++ or C better?", ["C++"], STRING, ["C++"]),
        ("anything", [""], STRING, []),
        ("null", [None], STRING, []),
        # the shortest spans only
        ("My name is John. My full name is John Doe.", ["John Doe"], STRING, ["John Doe"]),
        ("My name is John. My full name is John Doe.", ["John"], STRING, ["John", "John"]),
        ("My name is John. My full name is John Doe.", ["John Doe", "John"], STRING, ["John", "John"]),
        # numbers
        ("My weight is 120. My car mileage is 120 cc.", [120], INTEGER, ["120", "120"]),
        ("Two tickets. Not 12, two!", [2], INTEGER, ["Two", "two"]),
        ("Two tickets for 2", [2.0], NUMBER, ["Two", "2"]),
        ("I have one hundred and five", [105], INTEGER, ["one hundred and five"]),
        ("I have one hundred and five", [100, 5], INTEGER, []),
        ("It is 1,250.50 now", [1250.5], NUMBER, ["1,250.50"]),
        ("It is 1,250.50 now", [1, 250, 50], INTEGER, []),
        ("1.5 million people", [1_500_000], INTEGER, ["1.5 million"]),
        ("3k, 5M and half a million", [3000, 5_000_000, 500_000], INTEGER, ["3k", "5M", "half a million"]),
        ("a rate of 5%", [0.05], NUMBER, ["5%"]),
        ("a rate of 5%", [5], NUMBER, ["5"]),
        ("for $40 a night", [40], INTEGER, ["40"]),
        ("the 2nd floor", [2], INTEGER, ["2"]),
        ("x = -5 and y = 5", [-5], INTEGER, ["-5"]),
        ("3x - 4", [-4], INTEGER, ["- 4"]),
        ("born 2019-03-08", [-3], INTEGER, []),
        ("born 2019-03-08", [2019], INTEGER, ["2019"]),
        ("5 m per second", [2], INTEGER, []),
        ("118.2437 W", [-118.2437], NUMBER, ["118.2437 W"]),
        ("a dozen eggs", [12], INTEGER, ["dozen"]),
        ("a couple of eggs", [2], INTEGER, ["couple"]),
        # members of an enum
        ("two of us, or 2", ["2"], SEATS, ["two", "2"]),
        ("two of us", ["4"], SEATS, []),
        ("level 3", [3], {"enum": [1, 2, 3]}, ["3"]),
        # truth values
        ("true or false", [True], BOOLEAN, ["true"]),
        ("Yes.", [True], BOOLEAN, ["Yes"]),
        ("Yes, that is the right one.", [True], BOOLEAN, []),
        ("Turn it off, on Monday", [True, False], BOOLEAN, ["off"]),
        ("the light is on", [True], BOOLEAN, ["on"]),
        # dates and times
        ("on March 3rd, 2019 at noon", ["2019-03-03"], DATE, ["March 3rd, 2019"]),
        ("on 3/8/2019", ["2019-08-03"], DATE, ["3/8/2019"]),
        ("on March 3rd", ["2019-03-03"], DATE, []),
        ("at 7:30 pm", ["19:30"], {"type": "string", "format": "time"}, ["7:30 pm"]),
        ("open till 11 PM", [23], {"type": "integer", "description": "24 hour format"}, ["11 PM"]),
        # lists and objects
        ("I need milk, eggs and bread.", [["milk", "eggs", "bread"]], ARRAY, ["milk, eggs and bread"]),
        ("I need milk, eggs and bread.", [["bread", "milk"], ["milk", "eggs"]], ARRAY, ["milk, eggs"]),
        ("A guitar and a piano", [["guitar", "piano"]], ARRAY, ["guitar and a piano"]),
        ("12, 15 and eighteen", [[12, 15, 18]], INTEGERS, ["12, 15 and eighteen"]),
        ("the 2nd, 3rd and 4th", [[2, 3, 4]], INTEGERS, ["2nd, 3rd and 4"]),
        ("from x=1 to x=3", [[1, 3]], INTEGERS, ["1 to x=3"]),
        ("points [100,200,300]", [[100, 200, 300]], INTEGERS, ["[100,200,300]"]),
        ("'Age', 'Income'", [["Age", "Income"]], ARRAY, ["Age', 'Income"]),
        ("milk and honey", [["milk", "wine"]], ARRAY, []),
        ("milk", [[]], ARRAY, []),
        ("Paris", [["Paris"]], ARRAY, ["Paris"]),
        ('use {"a": 1} here', [{"a": 1}], {"type": "object"}, ['{"a": 1}']),
        ("width of 20ft and height of 12", [{"width": 20, "height": 12}],
         {"type": "object", "properties": {"width": INTEGER, "height": INTEGER}}, ["width of 20ft and height of 12"]),
    ],
)  # fmt: skip
def test_spans(text: str, accept: list[Any], schema: dict[str, Any], spans: list[str]) -> None:
    assert found(text, accept, schema) == spans


def test_the_same_number_stands_at_both_places() -> None:
    text = IndexedText("My weight is 120. My car mileage is 120 cc.")
    assert find_spans(text, [120], INTEGER) == [(3, 3), (9, 9)]


def test_longer_spans_only_if_they_are_wanted() -> None:
    words = " ".join(f"w{'x' * number}" for number in range(20))
    assert found(f"say {words} now", [words], STRING) == []
    assert found(f"say {words} now", [words], STRING, longest=20) == [words]
    numbers = ", ".join(map(str, range(10)))
    assert found(numbers, [list(range(10))], INTEGERS) == []
    assert found(numbers, [list(range(10))], INTEGERS, longest=30) == [numbers]


def test_words_of_a_text_may_be_given() -> None:
    whole = IndexedText("two for one, two for three")
    part = IndexedText(whole.text, whole.words[4:])
    assert [part.span(span) for span in find_spans(part, [2], INTEGER)] == ["two"]
    assert find_spans(part, [2], INTEGER) == [(0, 0)]


PIECES = [
    "one",
    "two hundred",
    "5",
    "1,250",
    ".5",
    "%",
    "$",
    "-",
    "and",
    "a",
    "half",
    "k",
    "March",
    "3rd",
    ",",
    "2019",
    "7",
    "pm",
]
PIECES += [
    "true",
    "no",
    "[",
    "]",
    "{",
    "key",
    ":",
    "'",
    "W",
    "東",
    "\u0301",
    "\x00",
    "\ud800",
    " ",
    "\n",
    "9" * 60,
    "/",
    "milk",
]
SCHEMAS = [
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    ARRAY,
    INTEGERS,
    DATE,
    SEATS,
    {},
    {"type": "object"},
    {"enum": [1, None, {"key": 5}]},
]
ACCEPT = [
    1,
    5.0,
    0.05,
    -7,
    "2",
    "5",
    "two hundred",
    "true",
    True,
    None,
    "2019-03-03",
    [5, 7],
    ["milk", "two"],
    {"key": 5},
    "milk",
]


@FEWER
@given(
    st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(SCHEMAS), st.lists(st.sampled_from(ACCEPT) | VALUES)
)
def test_every_span_means_an_accepted_value_and_contains_no_other_one(
    pieces: list[str], schema: dict[str, Any], accept: list[Any]
) -> None:
    text = IndexedText(" ".join(pieces))
    spans = find_spans(text, accept, schema)
    assert spans == sorted(set(spans))
    for first, last in spans:
        assert 0 <= first <= last < min(len(text.words), first + 14)
        assert any(may_mean(text.span((first, last)), value, schema) for value in accept)
        assert not any((first, last) != other and first <= other[0] and other[1] <= last for other in spans)


@FEWER
@given(st.text(), st.lists(VALUES, max_size=3), VALUES)
def test_any_text_value_and_schema(text: str, accept: list[Any], schema: Any) -> None:
    find_spans(IndexedText(text), accept, schema if isinstance(schema, dict) else {})


@pytest.mark.parametrize("unit", ["1 ", "one ", "5% ", "may 1 ", "[", "a and ", "3/8/2019 ", "- 5 ", "'"])
def test_long_texts(unit: str) -> None:
    text = IndexedText(unit * (5_000 // len(unit)))
    for schema in (*SCHEMAS, {"type": "string", "format": "date-time"}):
        spans = find_spans(text, [0, "0", "may 2", "2019-03-09", [1, 2], {"a": 7}], schema)
        assert spans == []
