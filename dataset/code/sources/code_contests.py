"""Code Contests: problems of programming contests, with input and output as texts, and solutions in several languages.

    {"name": "1_A. Sum", "description": "...", "public_tests": {"input": ["1 2\\n"], "output": ["3\\n"]},
     "private_tests": {...}, "generated_tests": {...}, "solutions": {"language": [3], "solution": ["print(...)"]},
     "time_limit": {"seconds": 2, "nanos": 0}, ...}

Tests may also be lists of objects, `[{"input": ..., "output": ...}]`, and so may solutions. The solution is the
first one in Python 3 (language 3) that parses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dataset.code.problem import Pairs, Problem
from dataset.code.python_text import why_not_python
from dataset.code.sources.base import code, facts_of, name_in, text
from dataset.sources.skipped import Skip

FORMAT = "Code Contests: description, public_tests, private_tests, generated_tests, solutions"
COLUMNS = ("name", "description", "public_tests")
ALSO = ("private_tests", "generated_tests", "solutions", "time_limit", "memory_limit_bytes", "difficulty", "source")
_PYTHON = (3, "3", "PYTHON3")


def read(row: dict[str, Any], name: str) -> Problem:
    """The problem of a row."""
    public = _records(row, "public_tests", ("input", "output"))
    others = [case for key in ("private_tests", "generated_tests") for case in _records(row, key, ("input", "output"))]
    cases = [(code(case, "input"), code(case, "output")) for case in (*public, *others)]
    if not cases:
        raise Skip("a row without tests")
    solutions = [
        code(solution, "solution")
        for solution in _records(row, "solutions", ("language", "solution"))
        if solution["language"] in _PYTHON
    ]
    facts = facts_of(row, "memory_limit_bytes", "difficulty", "source")
    return Problem(
        name_in(row, "name", name),
        "code_contests",
        text(row, "description"),
        next((solution for solution in solutions if why_not_python(solution) is None), None),
        tests=Pairs(tuple(cases), len(public)),
        facts=facts | _seconds(row.get("time_limit")),
    )


def _records(row: dict[str, Any], key: str, fields: tuple[str, str]) -> list[dict[str, Any]]:
    """Objects in a field, which may also be an object of lists. A missing field has none."""
    value = row.get(key)
    if value is None:
        return []
    if isinstance(value, Mapping):
        columns = [value.get(field) or [] for field in fields]
        if not all(isinstance(column, list) for column in columns) or len({len(column) for column in columns}) > 1:
            raise Skip(f"a '{key}' whose '{fields[0]}' and '{fields[1]}' are no lists of one length")
        return [dict(zip(fields, values, strict=True)) for values in zip(*columns, strict=True)]
    if not isinstance(value, list) or not all(isinstance(item, Mapping) and {*fields} <= {*item} for item in value):
        raise Skip(f"a '{key}' that is no list of objects with '{fields[0]}' and '{fields[1]}'")
    return [dict(item) for item in value]


def _seconds(limit: Any) -> dict[str, float]:
    """How long a program may take in the contest."""
    if not isinstance(limit, Mapping):
        return {}
    parts = [limit.get("seconds") or 0, limit.get("nanos") or 0]
    try:
        return {"seconds": float(parts[0]) + float(parts[1]) / 1e9}
    except (TypeError, ValueError):
        return {}
