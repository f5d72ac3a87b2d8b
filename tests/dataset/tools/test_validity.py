"""Whether arguments fit a tool's schema: what is missing, unknown, of another type, not allowed, out of bounds."""

from __future__ import annotations

from typing import Any

import pytest

from dataset.tools.conversations import Argument, Tool
from dataset.tools.validity import argument_fault

PLACE = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "floor": {"type": "integer", "maximum": 90}},
    "required": ["city"],
}
TOOL = Tool(
    "send",
    "",
    (
        Argument("to", PLACE, required=True),
        Argument("count", {"type": "integer", "minimum": 1}),
        Argument("weight", {"type": "number"}),
        Argument("fast", {"type": "boolean"}),
        Argument("kind", {"type": "string", "enum": ["box", "letter"]}),
        Argument("level", {"type": "integer", "enum": [1, 2]}),
        Argument("tags", {"type": "array", "items": {"type": "string"}}),
        Argument("note", {"type": "string", "nullable": True}),
        Argument("anything", {}),
    ),
)
OSLO = {"city": "Oslo"}


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({}, "to is missing"),
        ({"to": OSLO}, None),
        ({"to": OSLO, "form": "A"}, "form is unknown"),
        ({"to": "Oslo"}, "to: 'Oslo' is no object"),
        ({"to": {}}, "to.city is missing"),
        ({"to": {"city": "Oslo", "floor": 91}}, "to.floor: 91 is above 90"),
        ({"to": {"city": "Oslo", "door": 1}}, "to.door is unknown"),
        ({"to": OSLO, "count": 0}, "count: 0 is below 1"),
        ({"to": OSLO, "count": 2.5}, "count: 2.5 is no integer"),
        ({"to": OSLO, "count": 2.0}, None),
        ({"to": OSLO, "count": True}, "count: True is no integer"),
        ({"to": OSLO, "weight": 3}, None),
        ({"to": OSLO, "weight": "3"}, "weight: '3' is no number"),
        ({"to": OSLO, "fast": 1}, "fast: 1 is no boolean"),
        ({"to": OSLO, "kind": "Box"}, "kind: 'Box' is none of the allowed values"),
        ({"to": OSLO, "level": 2}, None),
        ({"to": OSLO, "tags": ["a", "b"]}, None),
        ({"to": OSLO, "tags": ["a", 3]}, "tags[1]: 3 is no string"),
        ({"to": OSLO, "tags": "a"}, "tags: 'a' is no array"),
        ({"to": OSLO, "note": None}, None),
        ({"to": OSLO, "kind": None}, "kind: None is no string"),
        ({"to": OSLO, "anything": [{"x": None}]}, None),
        ({"to": OSLO, "no\nline": 1}, "no line is unknown"),
    ],
)
def test_faults(arguments: dict[str, Any], fault: str | None) -> None:
    assert argument_fault(TOOL, arguments) == fault


def test_a_boolean_is_no_number_among_allowed_values() -> None:
    tool = Tool("set", "", (Argument("level", {"enum": [0, 1]}), Argument("on", {"enum": [True]})))
    assert argument_fault(tool, {"level": 1, "on": True}) is None
    assert argument_fault(tool, {"level": True}) == "level: True is none of the allowed values"
    assert argument_fault(tool, {"on": 1}) == "on: 1 is none of the allowed values"


def test_values_that_are_nested_deeply_or_have_many_digits_are_no_crash() -> None:
    schema: dict[str, Any] = {"type": "array"}
    schema["items"] = schema
    value: list[Any] = []
    for _ in range(5000):
        value = [value]
    fault = argument_fault(Tool("f", "", (Argument("a", schema),)), {"a": value})
    assert fault is not None and fault.endswith("nested deeper than 100 levels")
    fault = argument_fault(Tool("f", "", (Argument("a", {"type": "string"}),)), {"a": 10**5000})
    assert fault == "a: a int is no string"
