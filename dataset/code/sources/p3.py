"""Python Programming Puzzles (P3): find a value for which the function `sat` returns True.

    {"name": "Study_1:0", "sat": "def sat(s: str):\\n    return s.count('o') == 1000 and s.count('oo') == 0",
     "ans_type": "str", "sol_header": "def sol():", "sol_docstring": "    \\"\\"\\"Find a string ...\\"\\"\\"",
     "sol_bodies": ["    return ('h' + 'o') * 1000"], "module": "study.py", "notes": "", "weight": 1.0}

A candidate defines `sol`, whose value `sat` judges. The first of the known bodies is the solution.
"""

from __future__ import annotations

from typing import Any

from dataset.code.problem import Predicate, Problem
from dataset.code.python_text import defined, docstring, in_short_digits
from dataset.code.sources.base import code, facts_of, name_in, require_python, text_or, texts
from dataset.sources.skipped import Skip

FORMAT = "Python Programming Puzzles (P3): sat, sol_header, sol_docstring, sol_bodies"
COLUMNS = ("name", "sat", "sol_header")
ALSO = ("ans_type", "sol_docstring", "sol_bodies", "module", "notes", "weight")
IMPORTS = "from typing import List\n\n\n"
"""The puzzles' annotations use it without importing it."""
_PREDICATE, _SOLUTION = "sat", "sol"


def read(row: dict[str, Any], name: str) -> Problem:
    """The problem of a row."""
    predicate = require_python(in_short_digits(IMPORTS + code(row, "sat")), "a 'sat'")
    if _PREDICATE not in defined(predicate):
        raise Skip(f"a 'sat' that defines no '{_PREDICATE}'")
    words = text_or(row, "sol_docstring").rstrip()
    prompt = in_short_digits(IMPORTS + code(row, "sol_header").rstrip() + "\n" + (f"{words}\n" if words else ""))
    require_python(prompt + "    pass\n", "a 'sol_header'")
    solutions = [
        require_python(in_short_digits(prompt + body.rstrip() + "\n"), "a solution")
        for body in texts(row, "sol_bodies")
    ]
    others = {"other_solutions": solutions[1:]} if len(solutions) > 1 else {}
    return Problem(
        name_in(row, "name", name),
        "p3",
        docstring(prompt, _SOLUTION),
        solutions[0] if solutions else None,
        _SOLUTION,
        prompt,
        Predicate(predicate, _PREDICATE, text_or(row, "ans_type")),
        facts_of(row, "module", "notes", "weight") | others,
    )
