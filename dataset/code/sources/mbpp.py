"""MBPP: a sentence, a program, and assertions about it. Also the sanitised form, with `prompt` and `test_imports`.

    {"task_id": 2, "text": "Write a function to find ...", "code": "def similar_elements(...", "test_setup_code": "",
     "test_list": ["assert similar_elements((3, 4, 5, 6), (5, 7, 4, 10)) == (4, 5)", ...], "challenge_test_list": []}

`test_imports` stand before the program, and `test_setup_code` stands behind it, since it uses the program's classes.
The entry point is the first function that a test calls.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence
from typing import Any

from dataset.code.problem import Assertions, Problem
from dataset.code.python_text import defined, parsed
from dataset.code.sources.base import code, name_in, require_python, text, text_or, texts
from dataset.sources.skipped import Skip

FORMAT = "MBPP: text (or prompt), code, test_list, test_setup_code or test_imports"
COLUMNS = (("text", "prompt"), "test_list")
ALSO = ("task_id", "code", "test_setup_code", "test_imports", "challenge_test_list")


def read(row: dict[str, Any], name: str) -> Problem:
    """The problem of a row."""
    statements = texts(row, "test_list")
    if not statements:
        raise Skip("a row without tests")
    setup = text_or(row, "test_setup_code").replace("\r\n", "\n")
    for statement in (*statements, setup):
        require_python(statement, "a test")
    solution = require_python(code(row, "code"), "a solution") if row.get("code") else None
    challenge = texts(row, "challenge_test_list")
    return Problem(
        name_in(row, "task_id", name),
        "mbpp",
        text(row, "text", "prompt"),
        solution,
        entry_point(statements, solution),
        tests=Assertions(statements, "\n".join(texts(row, "test_imports")), setup),
        facts={"challenge_tests": list(challenge)} if challenge else {},
    )


def entry_point(statements: Sequence[str], solution: str | None) -> str | None:
    """The first function in the tests that the solution defines; without a solution, the first that is no builtin."""
    own = None if solution is None else defined(solution)
    for statement in statements:
        tree = parsed(statement)
        for node in [] if isinstance(tree, str) else ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                called = node.func.id
                if called in own if own is not None else not hasattr(builtins, called):
                    return called
    return None
