"""A made-up row in each format of code data, and what is broken of it."""

from __future__ import annotations

import base64
import copy
import json
import pickle
import zlib
from collections.abc import Iterator
from typing import Any

CASES = [{"input": "3\n", "output": "9\n", "testtype": "stdin"}]


def packed(value: Any) -> str:
    """Private cases as LiveCodeBench publishes them."""
    return base64.b64encode(zlib.compress(pickle.dumps(value))).decode()


ROWS: dict[str, dict[str, Any]] = {
    "humaneval": {
        "task_id": "Made/0",
        "prompt": 'from typing import List\n\n\ndef total(numbers: List[int]) -> int:\n    """ The sum. """\n',
        "entry_point": "total",
        "canonical_solution": "    return sum(numbers)\n",
        "test": "def check(candidate):\n    assert candidate([]) == 0\n    assert candidate([1, 2]) == 3\n",
    },
    "mbpp": {
        "task_id": 7,
        "text": "Write a function to double a number.",
        "code": "def double(x):\r\n  return 2 * x",
        "test_setup_code": "",
        "test_list": ["assert double(2) == 4", "assert double(-1) == -2", "assert double(0) == 0"],
        "challenge_test_list": [],
    },
    "cruxeval": {"id": "sample_0", "code": "def f(a, b):\n    return a + b", "input": "1, b=2", "output": "3"},
    "p3": {
        "name": "Square:0",
        "sat": "def sat(x: List[int], n=9):\n    return x[0] ** 2 == n",
        "ans_type": "List[int]",
        "sol_header": "def sol(n=9):",
        "sol_docstring": '    """Find a square root in a list."""',
        "sol_bodies": ["    return [int(n ** 0.5)]", "    return [-3]"],
        "module": "made.py",
        "notes": "",
        "weight": 1.0,
    },
    "alpaca": {"instruction": "Write a function.", "input": "called f", "output": "```python\ndef f(): pass\n```"},
    "files": {"content": "import os\n", "path": "a/b.py", "repo_name": "someone/a", "license": "mit"},
    "code_contests": {
        "name": "1_A. Square",
        "description": "Print the square.",
        "public_tests": {"input": ["3\n"], "output": ["9\n"]},
        "private_tests": {"input": ["4\n"], "output": ["16\n"]},
        "generated_tests": {"input": ["5\n"], "output": ["25\n"]},
        "solutions": {"language": [2, 1, 3, 3], "solution": ["int x;", "print 3", "print 3", "print(int(input())**2)"]},
        "incorrect_solutions": {"language": [], "solution": []},
        "time_limit": {"seconds": 2, "nanos": 500_000_000},
        "difficulty": 7,
        "source": 2,
    },
    "livecodebench": {
        "question_id": "1_A",
        "question_title": "Square",
        "question_content": "Print the square.",
        "starter_code": "",
        "public_test_cases": json.dumps(CASES),
        "private_test_cases": packed(json.dumps([{"input": "4\n", "output": "16\n", "testtype": "stdin"}])),
        "metadata": "{}",
        "platform": "made",
        "difficulty": "easy",
        "contest_date": "2024-01-01",
    },
    "django": {"text": "return nothing.", "code": "    return None"},
    "jsonl": {
        "id": "x",
        "source": "made",
        "text": "Double.",
        "code": "def f(x): return 2 * x",
        "entry_point": "f",
        "tests": {"kind": "assertions", "statements": ["assert f(1) == 2"]},
    },
}

_ODD: list[Any] = [
    None,
    3,
    True,
    0.5,
    "",
    "x",
    "def f(:",
    "\x00",
    "[[",
    [],
    ["x"],
    [3],
    {},
    {"a": 1},
    [[["x"]]],
    "9" * 5000,
]


def broken(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The row with each field missing, or with another value."""
    for key in row:
        yield {name: value for name, value in row.items() if name != key}
        for value in _ODD:
            yield {**copy.deepcopy(row), key: value}
