"""The rules by which the Berkeley Function Calling Leaderboard judges calls, case by case."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from dataset.sources.skipped import Skipped
from dataset.tools.conversations import Argument, Call, Tool
from dataset.tools.matching import Verdict, match_calls, standard_text
from dataset.tools.sources import bfcl
from tests.hostile import MANY, VALUES

FEWER = settings(MANY, max_examples=100)


def tool(name: str, required: dict[str, Any], **optional: Any) -> Tool:
    """A tool; an argument is given by its type or by its schema."""
    schemas = {**required, **optional}
    return Tool(
        name,
        "",
        tuple(
            Argument(key, {"type": schema} if isinstance(schema, str) else schema, key in required)
            for key, schema in schemas.items()
        ),
    )


def judge(call: dict[str, Any], accept: dict[str, tuple[Any, ...]], of: Tool, omit: str = "") -> bool:
    """Whether one call of a tool is right if these values are accepted."""
    gold = Call(of.name, {}, accept, frozenset(omit.split()))
    verdict = match_calls([Call(of.name, call)], [gold], [of])
    assert verdict.scorable and verdict.right == (not verdict.reason)
    return verdict.right


def of_type(schema: Any) -> Tool:
    return tool("f", {"x": schema})


NUMBERS = {"type": "array", "items": {"type": "number"}}
PAIR = {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "string"}}}


@pytest.mark.parametrize(
    ("value", "accepted", "schema"),
    [
        # integers and numbers
        (3, (3,), "integer"), (3, (3.0,), "integer"), (-3, (1, -3), "integer"), (3, (3.0,), "number"),
        (3.0, (3,), "number"),
        (3, (3,), "number"), (2.5, (2.5,), "number"), (10**400, (10**400,), "integer"), (0, (0,), "integer"),
        (-0.0, (0,), "number"),
        # texts
        ("Oslo", ("Oslo",), "string"), ("oslo", ("Oslo",), "string"), ("New York, NY", ("new york ny",), "string"),
        ("New-York/NY", ("New York, NY.",), "string"), ("3x**2 + 2x - 1", ("3x^2+2x",  "3x^2+2x-1"), "string"),
        ("it's", ('it"s',), "string"),
        ("a_b", ("a b",), "string"), ("Paris", ("London", "PARIS"), "string"), ("Münster", ("münster",), "string"),
        ("東京", ("東京",), "string"), ("", ("",), "string"), ("3", ("3",), "string"),
        # truth values, null, any type
        (True, (True,), "boolean"), (False, (True, False), "boolean"), (None, (None,), "number"),
        (True, (True,), "string"),
        ("x", ("x",), {}), (3, (3,), {}), (3.0, (3,), {}), ([1], ([1],), {}), ({"a": 1}, ({"a": 1},), {}),
        # lists
        (["a", "B c"], (["A", "b-C"],), "array"), ([1, 2], ([1, 2],), "array"), ([], ([],), "array"),
        ((1, 2), ([1, 2],), "array"),
        ([1, 2], ([1.0, 2.0],), NUMBERS), ([[1], [2]], ([[1], [2]],), "array"),
        (["b"], (["a"], ["b"]), "array"), ([None], ([None],), "array"), ([{"a": "X"}], ([{"a": "x"}],), "array"),
        ([[1, 2], [3]], ([[1.0, 2.0], [3.0]],), {"type": "array", "items": NUMBERS}),
        # objects
        ({"a": 1, "b": "X"}, ({"a": 1.0, "b": "x"},), PAIR), ({"b": "x", "a": 1}, ({"a": 1, "b": "x"},), PAIR),
        ({}, ({},), "object"),
        ({"a": {"b": {"c": ["X"]}}}, ({"a": {"b": {"c": ["x"]}}},), "object"),
        ({"a": 2}, ({"a": 1}, {"a": 2}), "object"),
        ({"a": None}, ({"a": None},), "object"),
    ],
)  # fmt: skip
def test_right_values(value: Any, accepted: tuple[Any, ...], schema: Any) -> None:
    assert judge({"x": value}, {"x": accepted}, of_type(schema))


@pytest.mark.parametrize(
    ("value", "accepted", "schema"),
    [
        # a float is no integer, a truth value no number, a number no text
        (3.0, (3,), "integer"), (True, (1,), "integer"), (1, (True,), "boolean"), (True, (1.0,), "number"),
        ("3", (3,), "integer"),
        (3, ("3",), "string"), ("true", (True,), "boolean"), (True, ("true",), "string"),
        (float("nan"), (1.0,), "number"),
        (float("inf"), (10**400,), "number"), ('float("abc")', (1.0,), "number"), ("abc", (1.5,), "number"),
        ("9" * 5000, (9,), "integer"),
        (10**4000, (1.0,), "number"), (4, (3,), "integer"), (2.6, (2.5,), "number"), (3.0, (3.5, 3), "integer"),
        # texts
        ("Oslo", ("Bergen",), "string"), ("C++", ("C",), "string"), ("Münster", ("Munster",), "string"),
        ("a;b", ("ab",), "string"),
        ("", ("x",), "string"), ("03106", ("3106",), "string"),
        # null is no value, and no text
        (None, ("",), "string"), (None, (0,), "integer"), (0, (None,), "integer"), ("null", (None,), "string"),
        (None, (False,), "boolean"),
        # lists
        (["b", "a"], (["a", "b"],), "array"), (["a"], (["a", "b"],), "array"), (["a", "b"], (["a"],), "array"),
        ("a", (["a"],), "array"),
        (["a"], ("a",), "string"), ([1, True], ([1, 1],), "array"),
        ([1.0], ([1],), {"type": "array", "items": {"type": "integer"}}),
        ([[1]], ([1],), "array"), ({"a": 1}, ([["a", 1]],), "array"), ([{"a": 1}], ([{"a": 2}],), "array"),
        # objects
        ({"a": 1}, ({"a": 1, "b": "x"},), PAIR), ({"a": 1, "c": 1}, ({"a": 1},), PAIR),
        ({"A": 1}, ({"a": 1},), "object"),
        ({"a": "1"}, ({"a": 1},), PAIR), ({"a": {"b": 1}}, ({"a": {"b": 2}},), "object"), ([], ({},), "object"),
        ({}, ([],), "array"),
        ({1, 2}, ([1, 2],), "array"), (object(), ("x",), "string"),
    ],
)  # fmt: skip
def test_wrong_values(value: Any, accepted: tuple[Any, ...], schema: Any) -> None:
    assert not judge({"x": value}, {"x": accepted}, of_type(schema))


AREA = tool("shapes.area", {"base": "integer"}, unit="string", round_to="integer")
ACCEPT: dict[str, tuple[Any, ...]] = {"base": (10,), "unit": ("cm", "centimetres"), "round_to": (2,)}


@pytest.mark.parametrize(
    ("call", "omit", "right"),
    [
        ({"base": 10, "unit": "cm", "round_to": 2}, "", True),
        ({"base": 10, "unit": "CM."}, "round_to", True),
        ({"base": 10, "unit": "centimetres"}, "round_to unit", True),
        ({"base": 10}, "round_to unit", True),
        ({"base": 10, "unit": ""}, "round_to unit", True),  # as good as leaving it out
        ({"base": 10, "round_to": ""}, "round_to unit", False),  # but a text is no integer
        ({"base": 10, "unit": ""}, "round_to", False),
        ({"base": 10, "unit": None}, "round_to unit", False),
        ({"base": 10, "unit": "mm"}, "round_to unit", False),
        ({"base": 10}, "round_to", False),
        ({"unit": "cm", "round_to": 2}, "", False),
        ({"unit": "cm", "round_to": 2}, "base", False),  # required by the tool
        ({}, "base round_to unit", False),
        ({"base": 10, "unit": "cm", "round_to": 2, "height": 5}, "", False),
        ({"base": 10, "Unit": "cm"}, "round_to unit", False),
    ],
)
def test_arguments(call: dict[str, Any], omit: str, right: bool) -> None:
    assert judge(call, ACCEPT, AREA, omit) == right


def test_an_argument_that_the_gold_call_does_not_know_is_wrong() -> None:
    gold = [Call("shapes.area", {"base": 10})]
    verdict = match_calls([Call("shapes.area", {"base": 10, "unit": "cm"})], gold, [AREA])
    assert verdict == Verdict(False, "shapes.area: unit is not expected")


@pytest.mark.parametrize(
    ("name", "right"), [("shapes.area", True), ("shapes_area", True), ("area", False), ("Shapes.area", False)]
)
def test_names_of_tools(name: str, right: bool) -> None:
    assert match_calls([Call(name, {"base": 1})], [Call("shapes.area", {"base": 1})], [AREA]).right == right


def test_a_tool_of_the_exact_name_goes_before_one_with_other_dots() -> None:
    tools = [tool("a.b", {}), tool("a_b", {})]
    assert match_calls([Call("a_b")], [Call("a_b")], tools).right
    assert not match_calls([Call("a_b")], [Call("a.b")], tools).right


F, G = tool("f", {"x": "integer"}), tool("g", {}, y="string")


def calls(text: str) -> list[Call]:
    """`f1 f2 g`: calls of f with x = 1 and x = 2, and one of g."""
    return [Call(word[0], {"x": int(word[1:])} if word[1:] else {}) for word in text.split()]


@pytest.mark.parametrize(
    ("made", "expected", "right"),
    [
        ("f1 f2", "f1 f2", True), ("f2 f1", "f1 f2", True), ("g f2 f1", "f1 g f2", True),
        ("f1 f1", "f1 f1", True), ("", "", True),
        ("f1", "f1 f1", False), ("f1 f1", "f1", False), ("f1 f1", "f1 f2", False), ("f1 f2", "f1 f1", False),
        ("f1 g", "f1 f2", False),
        ("", "f1", False), ("f1", "", False), ("g g", "g g", True), ("g g g", "g g", False),
        ("f1 f2 f3", "f3 f1 f2", True),
    ],
)  # fmt: skip
def test_several_calls(made: str, expected: str, right: bool) -> None:
    assert match_calls(calls(made), calls(expected), [F, G]).right == right


def test_calls_are_assigned_as_well_as_possible() -> None:
    """First come, first served, the call of 1 takes the place of the first gold call, and 2 is left over."""
    gold = [Call("f", {}, {"x": (1, 2)}), Call("f", {}, {"x": (1,)})]
    assert match_calls(calls("f1 f2"), gold, [F]).right and match_calls(calls("f2 f1"), gold, [F]).right
    assert not match_calls(calls("f2 f2"), gold, [F]).right


def test_assigning_agrees_with_trying_all_orders() -> None:
    sets = [subset for size in range(1, 4) for subset in itertools.combinations(range(3), size)]
    for accepted in itertools.product(sets, repeat=3):
        gold = [Call("f", {}, {"x": values}) for values in accepted]
        possible = any(
            all(x in gold[at].accept["x"] for at, x in enumerate(order)) for order in itertools.permutations(range(3))
        )
        assert match_calls(calls("f0 f1 f2"), gold, [F]).right == possible


def test_many_calls() -> None:
    many = [Call("f", {"x": number}) for number in range(60)]
    assert match_calls(many, many[::-1], [F]).right
    assert not match_calls(many, [*many[1:], many[1]], [F]).right


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        (None, "the gold calls cannot be read"),
        ([Call("h")], "no tool h"),
        ([Call("f", {"x": 1, "z": 1})], "f has no argument z"),
        ([Call("f")], "f: x is required, but no value of it is right"),
        ([Call("f", {}, {"x": ()})], "f: x is required, but no value of it is right"),
        ([Call("f", {"x": 1}), Call("h")], "no tool h"),
    ],
)
def test_gold_that_no_call_can_satisfy_is_not_scorable(gold: list[Call] | None, reason: str) -> None:
    for made in ("", "f1", "f1 f1"):
        assert match_calls(calls(made), gold, [F, G]) == Verdict(False, reason, scorable=False)


def test_what_is_wrong_is_said() -> None:
    gold = [Call("f", {"x": 1}), Call("g")]
    reasons = {made: match_calls(calls(made), gold, [F, G]).reason for made in ("f1", "f1 f1", "f2 g")}
    assert reasons == {
        "f1": "1 calls instead of 2",
        "f1 f1": "too few calls of g",
        "f2 g": "f: x: 2 is not among [1]",
    }
    assert match_calls([Call("f", {"x": 1.0})], gold[:1], [F]).reason == "f: x: 1.0 is no integer"
    assert match_calls([Call("f")], gold[:1], [F]).reason == "f: x is missing"
    assert "\x1b" not in match_calls([Call("f", {"x": "\x1b[31m"})], gold[:1], [F]).reason
    assert len(match_calls([Call("f", {"x": "a" * 10**6})], gold[:1], [F]).reason) < 2000


def test_deep_values_and_endless_digits_are_wrong_and_do_no_harm() -> None:
    deep: Any = 1
    for _ in range(5000):
        deep = [deep]
    for value in (deep, 10**10_000, [10**10_000]):
        assert not judge({"x": value}, {"x": (1,)}, of_type("integer"))
        assert not judge({"x": 1}, {"x": (value,)}, of_type("integer"))
    assert not judge({"x": deep}, {"x": (deep,)}, of_type("array"))


def test_texts_without_the_ignored_signs() -> None:
    assert standard_text("A, b./-_*^'C") == 'ab"c'


@FEWER
@given(VALUES, VALUES, VALUES)
def test_any_values(value: Any, accepted: Any, schema: Any) -> None:
    of = Tool("f", "", (Argument("x", schema if isinstance(schema, dict) else {}, True),))
    judge({"x": value}, {"x": (accepted,)}, of)


@FEWER
@given(VALUES)
def test_an_accepted_value_is_right(value: Any) -> None:
    kind = {"type": "integer"} if type(value) is int else {}
    assert judge({"x": value}, {"x": ("something else", value)}, of_type(kind))


QUESTION = {
    "id": "simple_0",
    "question": [[{"role": "user", "content": "Paint a wall of 20 ft"}]],
    "function": [
        {
            "name": "paint",
            "description": "",
            "parameters": {
                "type": "dict",
                "properties": {
                    "area": {"type": "dict", "properties": {"width": {"type": "float"}, "unit": {"type": "string"}}},
                    "coats": {"type": "array", "items": {"type": "integer"}},
                    "colour": {"type": "any"},
                },
                "required": ["area"],
            },
        }
    ],
}
TRUTH = {
    "paint": {"area": [{"width": [20.0], "unit": ["ft", "feet", ""]}], "coats": [[1, 2], ""], "colour": ["", "red"]}
}


def test_gold_calls_as_the_reader_writes_them(tmp_path: Path) -> None:
    """Each accepted value in turn is right, and so is leaving out what may be left out."""
    (tmp_path / "possible_answer").mkdir()
    for folder, row in (
        (tmp_path, QUESTION),
        (tmp_path / "possible_answer", {"id": "simple_0", "ground_truth": [TRUTH]}),
    ):
        with gzip.open(folder / "BFCL_v4_simple.json.gz", "wt") as file:
            file.write(json.dumps(row) + "\n")
    (conversation,) = bfcl.read_folder(tmp_path, Skipped())
    gold = [turn.call for turn in conversation.turns if turn.call is not None]
    tried = 0
    for area in ({"width": 20, "unit": "Feet"}, {"width": 20.0, "unit": "ft"}, {"width": 20}):
        for rest in ({}, {"coats": [1, 2]}, {"colour": "RED"}, {"coats": [1, 2], "colour": "red"}):
            tried += match_calls([Call("paint", {"area": area, **rest})], gold, conversation.tools).right
    assert tried == 12
    for wrong in (
        {},
        {"area": {"width": 20, "unit": "m"}},
        {"area": {"width": 20}, "coats": [1, 2.0]},
        {"area": {"unit": "ft"}},
    ):
        assert not match_calls([Call("paint", wrong)], gold, conversation.tools).right
