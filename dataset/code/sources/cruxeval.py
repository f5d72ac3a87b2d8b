"""CRUXEval: a function `f`, an input and the output: what does the code return, or what must it be given?

    {"id": "sample_3", "code": "def f(text, value): ...", "input": "'bcksrut', 'q'", "output": "'bcksrutq'"}

Input and output are Python; they are also in the problem's facts.
"""

from __future__ import annotations

from typing import Any

from dataset.code.problem import Assertions, Problem
from dataset.code.python_text import defined
from dataset.code.sources.base import code, name_in, require_python, text
from dataset.sources.skipped import Skip

FORMAT = "CRUXEval: code that defines f, input and output as Python"
COLUMNS = ("code", "input", "output")
ALSO = ("id",)
_FUNCTION = "f"


def read(row: dict[str, Any], name: str) -> Problem:
    """The problem of a row."""
    program = require_python(code(row, "code"), "a program")
    given, result = text(row, "input").strip(), text(row, "output").strip()
    if _FUNCTION not in defined(program):
        raise Skip(f"a program that defines no '{_FUNCTION}'")
    statement = require_python(f"assert {_FUNCTION}({given}) == {result}", "an input or output")
    tests = Assertions((statement,))
    return Problem(
        name_in(row, "id", name),
        "cruxeval",
        "",
        program,
        _FUNCTION,
        tests=tests,
        facts={"input": given, "output": result},
    )
