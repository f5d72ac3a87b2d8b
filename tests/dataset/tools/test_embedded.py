"""JSON and Python inside other text: where values end, what is refused, and texts made to exhaust a parser."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from dataset.tools.embedded import LONGEST_PYTHON, leading_values, python_value


@pytest.mark.parametrize(
    ("text", "values", "rest"),
    [
        ("", [], ""),
        ("12 apples", [], "12 apples"),
        (' \n{"a": 1}{"b": 2},\n[3] end', [{"a": 1}, {"b": 2}, [3]], " end"),
        ('{"a": "</tool_call>"}</tool_call>', [{"a": "</tool_call>"}], "</tool_call>"),
        ('{"a": "test/{test1,test2"} {"b"', [{"a": "test/{test1,test2"}], ' {"b"'),
        ('{"a": "two\nlines"}', [{"a": "two\nlines"}], ""),
        ('{"a": NaN}', [], '{"a": NaN}'),
        ('{"a": ' + "9" * 5000 + "}", [], '{"a": ' + "9" * 5000 + "}"),
        ('{"a": "\\ud800"}', [], '{"a": "\\ud800"}'),
        ("[" * 5000, [], "[" * 5000),
        ("[" * 200 + "]" * 200, [], "[" * 200 + "]" * 200),
    ],
)
def test_leading_values(text: str, values: list[Any], rest: str) -> None:
    found, end = leading_values(text)
    assert (found, text[end:]) == (values, rest)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{'a': None, 'b': True, 'c': (1, -2.5)}", {"a": None, "b": True, "c": [1, -2.5]}),
        ("[true, false, null]", [True, False, None]),
        (" 'Doctor\\'s' ", "Doctor's"),
        ('"M\\u00fcnster"', "Münster"),
        ("'03106'", "03106"),
        ("-3", -3),
    ],
)
def test_python_values(text: str, value: Any) -> None:
    assert python_value(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "a",
            "f(1)",
            "03106",
            "1 + 1",
            "a.b",
            "1j",
            "b'a'",
            "{1, 2}",
            "...",
            "f'{a}'",
            "lambda: 0",
            "[*a]",
            "x = 1",
        ),
        *("{1: 2}", "{None: 2}", "{**a}", "1e999", "-1e999", "nan", "'\\ud800'", "not True", "--1", "'a\0b'", "'a"),
        *("[" * 5000, "-" * 50_000 + "1", "not " * 20_000 + "a", "a." * 20_000 + "a", "9" * 5000),
        *("[" * 120 + "]" * 120, "'" + "a" * LONGEST_PYTHON + "'"),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_no_python_value(text: str) -> None:
    with pytest.raises(ValueError, match="not a Python value|longer than"):
        python_value(text)


def test_odd_escapes_are_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert python_value(r"'\d'") == r"\d"
