"""Outputs as forms: three have one, and everything else is told apart without an error."""

from __future__ import annotations

import json

import pytest

from dataset.tools.tool_json.outputs import LONGEST_OUTPUT, NO_FORM, NO_JSON, Output, read_output


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"final": "Paris"}', Output("final", "Paris")),
        (' {"final":""}\n', Output("final", "")),
        ('{"args": {"expression": "1"}, "tool": "calculator"}', Output("calculator", "1")),
        ('{"tool": "python", "args": {"code": "print(1)\\n"}}', Output("python", "print(1)\n")),
    ],
)
def test_the_three_forms(text: str, found: Output) -> None:
    assert read_output(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "3",
        "null",
        '"final"',
        "[[[]]]",
        '{"final": 24}',
        '{"final": null}',
        '{"final": ["a"]}',
        '{"final": "a", "tool": null}',
        '{"final": "a", "final": "a"}',
        '{"Final": "a"}',
        '{"tool": {}}',
        '{"tool": null}',
        '{"tool": []}',
        '{"tool": "calculator"}',
        '{"tool": "calculator", "args": null}',
        '{"tool": "calculator", "args": "1+2"}',
        '{"tool": "calculator", "args": {}}',
        '{"tool": "calculator", "args": {"code": "1"}}',
        '{"tool": "calculator", "args": {"expression": 3}}',
        '{"tool": "calculator", "args": {"expression": "1", "x": 2}}',
        '{"tool": "calculator", "args": {"expression": "1", "expression": "2"}}',
        '{"tool": "calculator", "args": {"expression": "1"}, "why": ""}',
        '{"tool": "search", "args": {"query": "x"}}',
        '{"tool": "python", "args": {"expression": "1"}}',
        '{"tool": ["python"], "args": {"code": "1"}}',
        '[{"final": "a"}]',
        json.dumps({"final": {"final": "a"}}),
    ],
)
def test_json_of_another_form(text: str) -> None:
    assert read_output(text) == NO_FORM


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "The answer is 24.",
        "{",
        '{"final": "a"',
        '{"final": "a"}}',
        '{"final": "a"} {"final": "b"}',
        '{"final": "a"}<|im_end|>',
        '```json\n{"final": "a"}\n```',
        "{'final': 'a'}",
        '{"final": NaN}',
        "NaN",
        "-Infinity",
        '{"final": "a",}',
        '{"final": "line\nbreak"}',
        "[" * 20_000,
        '{"a":' * 5000 + "1" + "}" * 5000,
        "9" * 5000,
        "\x00",
        '{"final": "' + "a" * LONGEST_OUTPUT + '"}',
    ],
)
def test_text_that_is_no_json(text: str) -> None:
    assert read_output(text) == NO_JSON
