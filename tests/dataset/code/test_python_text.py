"""Does it parse, what does it define, and where is code among what a model writes?"""

from __future__ import annotations

import pytest

from dataset.code.python_text import LONGEST_CODE, defined, in_short_digits, why_not_python, without_fences


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("x = 1", None),
        ("", None),
        ("if x:\n", "expected an indented block"),
        ("return (", "'(' was never closed, line 1"),
        ("x = '\0'", "null bytes"),
        ("x = " + "(" * 5000, "too many nested parentheses"),
        ("x = " + "9" * 5000, "4300 digits"),
        (chr(0xD800), "surrogates not allowed"),
        ("x" * (LONGEST_CODE + 1), f"longer than {LONGEST_CODE} characters"),
    ],
)
def test_why_not_python(code: str, why: str | None) -> None:
    found = why_not_python(code)
    assert found is None if why is None else found is not None and why in found and "\n" not in found


def test_defined() -> None:
    code = "import os\nclass A:\n    def g(self): pass\nasync def f(): pass\nif x:\n    def h(): pass\n"
    assert defined(code) == {"A", "f"} and defined("def f(") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no fence", []),
        ("Sure:\n```python\nx = 1\n```\nDone.", ["x = 1\n", "Sure:\n"]),
        ("```\nx = 1\n```", ["x = 1\n"]),
        ("```js\na\n```\n```Python3\nb\n```", ["b\n"]),
        ("~~~ py\nx = '''\n```\n'''\n~~~~\n", ["x = '''\n```\n'''\n"]),
        ("```python\nx = 1", ["x = 1"]),
        ("    return 1\n```\nThat is all.", ["    return 1\n", "That is all."]),
        ("    return 1\n```", ["    return 1\n"]),
        ("```c\nint x;\n```", ["int x;\n"]),
    ],
)
def test_without_fences(text: str, expected: list[str]) -> None:
    assert without_fences(text) == expected


def test_numbers_of_thousands_of_digits() -> None:
    digits = "7" * 4500
    code = f"x = {digits} + 1  # {digits}\ny = '{digits}'\n"
    short = in_short_digits(code)
    assert short == f"x = {hex(int('7' * 4000) * 10**500 + int('7' * 500))} + 1  # {digits}\ny = '{digits}'\n"
    assert why_not_python(short) is None
    assert in_short_digits("x = 12\n") == "x = 12\n" and in_short_digits(f"x = ({digits}") == f"x = ({digits}"
