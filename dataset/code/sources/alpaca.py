"""Instructions with outputs, as of CodeAlpaca: JSON or JSON Lines.

    {"instruction": "Write a function that doubles a number.", "input": "", "output": "def double(x): return 2 * x"}

Only outputs in Python are kept. There are no tests.
"""

from __future__ import annotations

import ast
from typing import Any

from dataset.code.problem import Problem
from dataset.code.python_text import parsed, without_fences
from dataset.code.sources.base import code, name_in, text, text_or
from dataset.sources.skipped import Skip

FORMAT = "instructions (CodeAlpaca): instruction, input, output"
COLUMNS = ("instruction", "output")
ALSO = ("input", "id")


def read(row: dict[str, Any], name: str) -> Problem:
    """The problem of a row."""
    asked, given = text(row, "instruction").strip(), text_or(row, "input").strip()
    output = code(row, "output")
    program = next(iter(without_fences(output)), output)
    tree = parsed(program)
    if isinstance(tree, str):
        raise Skip("an output that is no Python code", tree)
    if all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Name | ast.Constant) for node in tree.body):
        raise Skip("an output that is no Python code", "it is a single word, a number or a text")
    return Problem(name_in(row, "id", name), "alpaca", f"{asked}\n\n{given}" if given else asked, program)
