"""HumanEval: a function's head with its docstring, the rest of it, and a function `check` with assertions.

    {"task_id": "HumanEval/2", "prompt": "def truncate_number(number: float) -> float:\\n    \\"\\"\\" ...",
     "entry_point": "truncate_number", "canonical_solution": "    return number % 1.0\\n",
     "test": "def check(candidate):\\n    assert candidate(3.5) == 0.5\\n"}

JSON Lines or CSV, as published. A row without `canonical_solution` becomes a problem without a solution.
"""

from __future__ import annotations

from typing import Any

from dataset.code.problem import Assertions, Problem
from dataset.code.python_text import defined, docstring
from dataset.code.sources.base import code, name_in, require_python, text
from dataset.sources.skipped import Skip

FORMAT = "HumanEval: prompt, canonical_solution, entry_point, and test with check(candidate)"
COLUMNS = ("task_id", "prompt", "entry_point", "test")
ALSO = ("canonical_solution",)
CHECK = "check"


def read(row: dict[str, Any], name: str) -> Problem:
    """The problem of a row."""
    prompt, entry_point = code(row, "prompt"), text(row, "entry_point").strip()
    test = require_python(code(row, "test"), "a test")
    if CHECK not in defined(test):
        raise Skip(f"a test that defines no '{CHECK}'")
    if not entry_point.isidentifier():
        raise Skip("an 'entry_point' that is no name", entry_point)
    solution = None
    if row.get("canonical_solution"):
        solution = require_python(prompt + code(row, "canonical_solution"), "a solution")
    return Problem(
        name_in(row, "task_id", name),
        "humaneval",
        docstring(prompt, entry_point) or prompt,
        solution,
        entry_point,
        prompt,
        Assertions((f"{CHECK}({entry_point})",), setup=test),
    )
