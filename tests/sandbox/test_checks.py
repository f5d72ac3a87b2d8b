"""Tests in one process that use code in another one: what they can do with it."""

from __future__ import annotations

import textwrap

import pytest

from sandbox import ERROR, FAILED, PASSED, Pool

HUMANEVAL = """
def check(candidate):
    assert candidate([1.0, 2.0, 3.9, 4.0, 5.0, 2.2], 0.3) == True
    assert candidate([1.0, 2.0, 3.9, 4.0, 5.0, 2.2], 0.05) == False

check(close)
"""
CLOSE = """
from typing import List

def close(numbers: List[float], threshold: float) -> bool:
    return any(abs(a - b) {} threshold for i, a in enumerate(numbers) for b in numbers[:i])
"""


def test_functions_as_in_humaneval(pool: Pool) -> None:
    assert pool.check(CLOSE.format("<"), HUMANEVAL, ["close"]).kind == PASSED
    wrong = pool.check(CLOSE.format(">"), HUMANEVAL, ["close"])
    assert wrong.kind == FAILED
    assert wrong.detail.startswith(
        "assert candidate([1.0, 2.0, 3.9, 4.0, 5.0, 2.2], 0.05) == False (line 4 of the tests)"
    )


def test_objects_of_the_code_as_in_mbpp(pool: Pool) -> None:
    code = """
class Pair(object):
    def __init__(self, a, b):
        self.a, self.b = a, b

def longest(pairs, n):
    return max(pair.b - pair.a for pair in pairs[:n])
"""
    test = "assert longest([Pair(5, 24), Pair(15, 25), Pair(27, 40)], 3) == 19"
    assert pool.check(code, test, ["longest", "Pair"]).kind == PASSED
    named = code.replace(
        "class Pair(object):\n    def __init__(self, a, b):\n        self.a, self.b = a, b", "{}"
    ).format("from collections import namedtuple\nPair = namedtuple('Pair', 'a b')")
    assert pool.check(named, test, ["longest", "Pair"]).kind == PASSED
    assert pool.check(named, "assert Pair(1, 2) == (1, 2) and Pair(1, 2)[1] == 2", ["Pair"]).kind == PASSED


def test_trees_that_tests_build(pool: Pool) -> None:
    code = """
class Node:
    def __init__(self, data):
        self.data, self.left, self.right = data, None, None

def height(node):
    return 1 + max(height(node.left), height(node.right)) if node else 0
"""
    tests = """
root = Node(1)
root.left = Node(2)
root.left.left = Node(3)
assert height(root) == 3 and root.left.data == 2 and root.right is None
assert root.left is root.left and root.left == root.left and root != root.left
assert len({root, root.left, root.left.left}) == 3
"""
    assert pool.check(code, tests, ["Node", "height"]).kind == PASSED


SAME = {
    "every kind of data": """
import collections, datetime, decimal, fractions
for value in (
    None, True, 0, -1, 10**100, 1.5, float("inf"), 1 - 2j, "ü\\ud800", b"x", bytearray(b"x"), [1, [2]], (1,), {1: "a"},
    {1, 2}, frozenset({3}), range(3), int, collections.deque([1], 3), collections.Counter("aab"),
    collections.OrderedDict(a=1), decimal.Decimal("1.50"), fractions.Fraction(1, 3), datetime.date(2020, 1, 2),
    datetime.datetime(2020, 1, 2, 3), datetime.time(4, 5), datetime.timedelta(1, 2, 3),
):
    assert same(value) == value and type(same(value)) is type(value), value
assert same(float("nan")) != same(float("nan"))
""",
    "iterators": """
assert list(same(iter([1, 2]))) == [1, 2]
assert next(same(n * n for n in range(3, 6))) == 9
assert same(dict(a=1).keys()) == ["a"]
""",
    "names of arguments": "assert named(a=1, b=[2]) == {'a': 1, 'b': [2]}",
    "changes in place": """
numbers, pairs, seen, grid = [3, 1, 2], {}, set(), [[0, 1], [2, 3]]
assert change(numbers, pairs, seen, grid) is None
assert numbers == [1, 2, 3] and pairs == {"a": 1} and seen == {5} and grid == [[9, 1], [2, 3]]
""",
    "functions as results": "add = adder(3)\nassert add(4) == 7 and adder(1)(1) == 2",
    "iterators of the code": """
assert list(squares(4)) == [0, 1, 4, 9]
it = squares(3)
assert next(it) == 0 and next(it) == 1
""",
    "exceptions": """
for value, kind in ((1, ValueError), (2, KeyError), (3, ZeroDivisionError), (4, ValueError), (5, UnicodeDecodeError)):
    try:
        fail(value)
        assert False
    except kind as error:
        assert type(error) is kind and (value != 1 or error.args == ("one", 1)), error
""",
    "methods": "stack = Stack()\nstack.push(1)\nstack.push(2)\nassert stack.pop() == 2 and stack.items == [1]",
    "names that are data": "assert LIMIT == 10 and LIMIT + 1 == 11",
    "an end of their own": "import sys\nassert same(1) == 1\nsys.exit(0)",
    "unittest": """
import unittest
class Test(unittest.TestCase):
    def test_same(self): self.assertEqual(same(1), 1)
unittest.main(module="tests", argv=["tests"])
""",
}
CODE = """
LIMIT = 10
def same(x): return x
def named(**x): return x
def change(numbers, pairs, seen, grid):
    numbers.sort()
    pairs["a"] = 1
    seen.add(5)
    grid[0][0] = 9
def adder(a): return lambda b: a + b
def squares(n):
    for i in range(n): yield i * i
class Mine(ValueError): pass
def fail(x):
    if x == 1: raise ValueError("one", 1)
    if x == 2: return {}[2]
    if x == 3: return 1 / 0
    if x == 4:
        try: raise Mine
        except Mine as error: raise error
    b"\\xff".decode()
class Stack:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x)
    def pop(self): return self.items.pop()
"""
NAMES = ["same", "named", "change", "adder", "squares", "fail", "Stack", "LIMIT"]


@pytest.mark.parametrize("tests", SAME)
def test_what_tests_can_do(pool: Pool, tests: str) -> None:
    verdict = pool.check(CODE, SAME[tests], NAMES)
    assert verdict.kind == PASSED, verdict


def test_setup_runs_in_both_processes(pool: Pool) -> None:
    code = "def f(x): return math.floor(x)"
    assert pool.check(code, "assert f(1.5) == math.floor(1.5)", ["f"], setup="import math").kind == PASSED
    assert pool.check(code, "assert f(1.5) == 1", ["f"]).kind == ERROR


@pytest.mark.parametrize(
    ("code", "tests", "kind", "detail"),
    [
        ("def f(x): return 1", "assert f(1) == 2", FAILED, "assert f(1) == 2 (line 1 of the tests): AssertionError:"),
        ("def f(x): return 1", "assert f(1) == 2, 'two'", FAILED, "assert f(1) == 2, 'two' (line 1 of the tests): "),
        ("def f(x): return x[0]", "f(1)", ERROR, "f(1) (line 1 of the tests): the code raised TypeError: 'int' object"),
        ("def f(x): assert x", "f(0)", ERROR, "f(0) (line 1 of the tests): the code raised AssertionError:"),
        (
            "def f(x): return 1",
            "assert f(1) == unknown",
            ERROR,
            "assert f(1) == unknown (line 1 of the tests): NameError",
        ),
        ("def f(x): return 1", "assert f(", ERROR, "SyntaxError"),
        (
            "def f(x): return 1",
            "f(print)",
            ERROR,
            "f(print) (line 1 of the tests): TypeError: builtin_function_or_method",
        ),
        ("def f(x) return 1", "f(1)", ERROR, "the code raised SyntaxError: "),
        ("g = 1", "f(1)", ERROR, "the code raised NameError: the code does not define f"),
        ("1 / 0", "f(1)", ERROR, "the code raised ZeroDivisionError: division by zero"),
        ("def f(x): return 1", "raise SystemExit(1)", FAILED, "the tests ended with 1"),
    ],
)
def test_why_checks_do_not_pass(pool: Pool, code: str, tests: str, kind: str, detail: str) -> None:
    verdict = pool.check(code, tests, ["f"])
    assert verdict.kind == kind and verdict.detail.startswith(detail), verdict


def test_what_the_code_prints_is_kept(pool: Pool) -> None:
    code = "import sys\ndef f(x):\n    print('out', x)\n    print('err', file=sys.stderr)\n    return x"
    verdict = pool.check(code, "assert f(1) == f(2)", ["f"])
    assert (verdict.kind, verdict.stdout, verdict.stderr) == (FAILED, "out 1\nout 2\n", "err\nerr\n")


def test_calls(pool: Pool) -> None:
    assert pool.call(CODE, "named", []).value == {}
    assert pool.call(CODE, "same", [{"a": (1, [2.5])}]).value == {"a": (1, [2.5])}
    assert list(pool.call(CODE, "squares", [3]).value) == [0, 1, 4]
    failed = pool.call(CODE, "fail", [2])
    assert (failed.kind, failed.detail, failed.value) == (ERROR, "the code raised KeyError: 2", None)
    opaque = pool.call(CODE, "adder", [2])
    assert opaque.kind == ERROR and "function is no plain data" in opaque.detail
    with pytest.raises(TypeError):
        pool.call(CODE, "same", [object()])


def test_programs(pool: Pool) -> None:
    code = """
    from __future__ import annotations
    import sys
    from dataclasses import dataclass

    @dataclass
    class Point:
        x: int
    if __name__ == "__main__":
        print(Point(int(input())), sys.argv, __name__)
        exit()
    """
    verdict = pool.run(textwrap.dedent(code), "3\n", expected="Point(x=3) ['program.py'] __main__")
    assert verdict.kind == PASSED, verdict
    plain = "def f(x: int): pass\nprint(f.__annotations__)"
    assert pool.run(plain, expected="{'x': <class 'int'>}").kind == PASSED, "no future of ours is its own"


def test_why_programs_do_not_pass(pool: Pool) -> None:
    failed = pool.run("print(1)\nprint(2)", expected="1\n3")
    assert (failed.kind, failed.detail) == (FAILED, "line 2 is '2' instead of '3'")
    assert pool.run("print(1)", expected="1\n3").detail == "it printed 1 lines instead of 2"
    error = pool.run("def f():\n    1 / 0\nf()")
    assert (error.kind, error.detail) == (ERROR, "ZeroDivisionError: division by zero")
    assert error.stderr.count("File") == 2 and 'File "program.py", line 2, in f' in error.stderr
    assert pool.run("import sys; sys.exit(3)").detail == "its process ended with status 3"
    assert pool.run("import os, signal; signal.raise_signal(11)").detail == "its process ended with signal 11"
