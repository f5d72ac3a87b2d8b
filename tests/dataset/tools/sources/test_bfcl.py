"""BFCL: categories by file, allowed values, arguments that may be left out, and damaged rows."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.sources import bfcl
from utils.errors import UserError

AREA = {
    "name": "shapes.area",
    "description": "Area of a triangle",
    "parameters": {
        "type": "dict",
        "properties": {
            "base": {"type": "integer"},
            "unit": {"type": "string"},
            "sides": {"type": "tuple", "items": {"type": "float"}},
            "any": {"type": "any"},
            "where": {"type": "dict", "properties": {"city": {"type": "string"}}},
            "conditions": {"type": "array", "items": {"type": "dict"}},
        },
        "required": ["base"],
    },
}


def question(name: str = "simple_0", **changes: Any) -> dict[str, Any]:
    row = {"id": name, "question": [[{"role": "user", "content": "Base 10?"}]], "function": [AREA]}
    return row | changes


def answer(*calls: Any, name: str = "simple_0") -> dict[str, Any]:
    return {"id": name, "ground_truth": list(calls)}


def folder(path: Path, rows: list[Any], answers: list[Any], category: str = "simple_python", end: str = "") -> Path:
    """A folder with one category; `end` is .gz or nothing."""
    (path / "possible_answer").mkdir(exist_ok=True)
    for place, content in (("", rows), ("possible_answer/", answers)):
        text = "".join(json.dumps(row) + "\n" for row in content).encode()
        file = path / f"{place}BFCL_v4_{category}.json{end}"
        if content:
            file.write_bytes(gzip.compress(text) if end else text)
    return path


def read(path: Path) -> tuple[list[Conversation], Skipped]:
    skipped = Skipped()
    return list(bfcl.read_folder(path, skipped)), skipped


def call_of(allowed: dict[str, Any], path: Path) -> Call:
    """The call that the allowed values of one function become."""
    (found,), skipped = read(folder(path, [question()], [answer({"shapes.area": allowed})]))
    call = found.turns[1].call
    assert call is not None and not skipped.reasons
    return call


@pytest.mark.parametrize("end", ["", ".gz"])
def test_a_question_with_its_answer(end: str, tmp_path: Path) -> None:
    truth = answer({"shapes.area": {"base": [10, 10.0], "unit": ["", "units"]}})
    (found,), skipped = read(folder(tmp_path, [question()], [truth], end=end))
    call = Call("shapes.area", {"base": 10}, {"base": (10, 10.0), "unit": ("units",)}, frozenset({"unit"}))
    assert found.turns == (Turn("user", "Base 10?"), Turn("tool_call", call=call), Turn("assistant"))
    assert found.facts == {"category": "simple_python", "expected": "calls"}
    assert found.name == f"BFCL_v4_simple_python.json{end}:1"
    assert not skipped.reasons


def test_types_of_other_languages(tmp_path: Path) -> None:
    (found,), _ = read(folder(tmp_path, [question()], [answer({"shapes.area": {"base": [1]}})]))
    types = {argument.name: argument.schema.get("type") for argument in found.tools[0].arguments}
    assert types == {
        "base": "integer",
        "unit": "string",
        "sides": "array",
        "any": None,
        "where": "object",
        "conditions": "array",
    }
    assert found.tools[0].service == "", "a dot in a name means nothing here"


def test_a_required_argument_may_not_be_left_out(tmp_path: Path) -> None:
    call = call_of({"base": ["", 10]}, tmp_path)
    assert (call.arguments, call.may_omit) == ({"base": 10}, frozenset())


def test_an_argument_that_must_be_left_out(tmp_path: Path) -> None:
    call = call_of({"base": [10], "unit": [""]}, tmp_path)
    assert (dict(call.arguments), dict(call.accept), call.may_omit) == ({"base": 10}, {"base": (10,)}, frozenset())


def test_lists_are_values_and_lists_inside_objects_are_alternatives(tmp_path: Path) -> None:
    call = call_of(
        {
            "base": [1],
            "sides": [[1, 2], [[1], [2]]],
            "where": [{"city": ["Oslo", "Bergen"], "part": ["", "north"]}],
            "conditions": [[{"field": ["age"], "value": ["25", 25]}, {"field": ["job"], "value": ["cook"]}]],
        },
        tmp_path,
    )
    assert call.accept["sides"] == ([1, 2], [[1], [2]])
    assert call.accept["where"] == (
        {"city": "Oslo", "part": "north"},
        {"city": "Oslo"},
        {"city": "Bergen", "part": "north"},
        {"city": "Bergen"},
    )
    job = {"field": "job", "value": "cook"}
    assert call.accept["conditions"] == (
        [{"field": "age", "value": "25"}, job],
        [{"field": "age", "value": 25}, job],
    )
    assert call.arguments["where"] == {"city": "Oslo", "part": "north"}


def test_lists_of_an_object_may_be_alternatives_themselves(tmp_path: Path) -> None:
    call = call_of({"base": [1], "where": [{"cards": [["ace", "king"]]}]}, tmp_path)
    assert call.arguments["where"] == {"cards": ["ace", "king"]}


def test_parallel_calls_keep_duplicates_and_have_no_order(tmp_path: Path) -> None:
    same = {"shapes.area": {"base": [10]}}
    (found,), _ = read(folder(tmp_path, [question()], [answer(same, {"shapes.area": {"base": [5]}}, same)], "parallel"))
    calls = [turn.call.arguments for turn in found.turns if turn.call]
    assert calls == [{"base": 10}, {"base": 5}, {"base": 10}]
    assert not found.ordered
    assert found.turns[-1] == Turn("assistant")


@pytest.mark.parametrize("category", ["irrelevance", "live_irrelevance"])
def test_irrelevance_is_one_answer(category: str, tmp_path: Path) -> None:
    (found,), _ = read(folder(tmp_path, [question()], [], category))
    assert found.turns == (Turn("user", "Base 10?"), Turn("assistant"))
    assert list(found.decision_points()) == [1]
    assert found.facts == {"category": category, "expected": "no call"}


def test_relevance_is_some_call(tmp_path: Path) -> None:
    (found,), _ = read(folder(tmp_path, [question()], [], "live_relevance"))
    assert found.turns[1] == Turn("tool_call", call=Call("shapes.area"))
    assert found.facts == {"category": "live_relevance", "expected": "any call"}


def test_a_question_of_several_messages(tmp_path: Path) -> None:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Base 10?"}]
    truth = answer({"shapes.area": {"base": [10]}})
    (found,), _ = read(folder(tmp_path, [question(question=[messages])], [truth]))
    assert [(turn.role, turn.text) for turn in found.turns[:2]] == [("system", "Be brief."), ("user", "Base 10?")]


GOOD = {"shapes.area": {"base": [10]}}
MANY = [{str(key): list(range(10)) for key in range(5)}]


@pytest.mark.parametrize(
    ("row", "truth", "reason"),
    [
        ([], GOOD, "without a list of functions"),
        (question(function=None), GOOD, "without a list of functions"),
        (question(function=[{"description": "no name"}]), GOOD, "tools that cannot be understood"),
        (question(question="Base 10?"), GOOD, "a question must be"),
        (question(question=[[], []]), GOOD, "a question must be"),
        (question(question=[[{"role": ["user"], "content": "?"}]]), GOOD, "a message must have"),
        (question(question=[[{"role": "user", "content": None}]]), GOOD, "a message must have"),
        (question(name="simple_9"), GOOD, "without an answer"),
        (question(), "shapes.area(base=10)", "an answer must be a list of objects"),
        (question(), {"shapes.area": [10]}, "list the allowed values of each argument"),
        (question(), {"shapes.area": {"base": 10}}, "list the allowed values of each argument"),
        (question(), {"area": {"base": [10]}}, "a call of a tool that is not listed"),
        (question(), {"shapes.area": {"height": [10]}}, "an argument that its tool does not have"),
        (question(), {"shapes.area": {"where": [{"city": "Oslo"}]}}, "inside an object, too"),
        (question(), {"shapes.area": {"where": MANY}}, "more than 5000 values"),
    ],
)
def test_a_damaged_question_is_skipped_and_the_next_one_read(row: Any, truth: Any, reason: str, tmp_path: Path) -> None:
    rows, answers = [row, question("simple_1")], [answer(truth), answer(GOOD, name="simple_1")]
    found, skipped = read(folder(tmp_path, rows, answers))
    assert [conversation.name for conversation in found] == ["BFCL_v4_simple_python.json:2"]
    (line,) = skipped.lines()
    assert reason in line and "BFCL_v4_simple_python.json:1" in line


def test_a_category_without_answers_is_skipped_and_the_others_read(tmp_path: Path) -> None:
    folder(tmp_path, [question()], [], "multiple")
    found, skipped = read(folder(tmp_path, [question()], [{"ground_truth": []}, answer(GOOD)]))
    assert [conversation.facts["category"] for conversation in found] == ["simple_python"]
    assert skipped.first == {
        "a question without an answer in possible_answer/": "BFCL_v4_multiple.json:1",
        "a row of answers without an id": "possible_answer/BFCL_v4_simple_python.json:1",
    }


def test_other_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="must be called BFCL_v<N>_<category>"):
        read(tmp_path)
    with pytest.raises(UserError, match="no such file"):
        read(tmp_path / "BFCL_v4_parallel.json")


def test_claims() -> None:
    assert bfcl.claims(question()) == 2
    assert [bfcl.claims(row) for row in ({}, [], None, answer(GOOD), {"question": "?", "function": []})] == [0] * 5
