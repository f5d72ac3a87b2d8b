"""Candidates that are right, wrong, broken, or stopped, run in the sandbox; and what the sandbox could not run."""

from __future__ import annotations

from typing import Any

import pytest

import sandbox
from dataset.code.judging import ASSERTIONS, PAIRS, PREDICATE, judge, judge_all, same_code, same_output
from dataset.code.problem import Assertions, Pairs, Predicate, Problem, Tests
from sandbox.verdict import ERROR, FAILED, INFRASTRUCTURE, MEMORY, OUTPUT, PASSED, TIMEOUT, Limits, Verdict

PATIENT = Limits(seconds=60)
"""For a busy machine; what is right takes no longer for it."""
BRIEF = Limits(seconds=3)


def problem(tests: Tests | None, code: str | None = None, entry_point: str | None = "f") -> Problem:
    return Problem("1", "made", "", code, entry_point, tests=tests)


DOUBLE = problem(
    Assertions(("assert f(1) == 2", "assert f(2) == 4", "assert f(3) == 6")), "def f(x):\n    return 2 * x"
)


@pytest.mark.parametrize(
    ("candidate", "kind", "runs", "held", "exact"),
    [
        ("def f(x):\n    return x * 2", PASSED, True, 3, False),
        ("def f(x):  # twice\n\n    return (2 * x)", PASSED, True, 3, True),
        ("def f(x):\n    return 2 * x if x < 3 else None", FAILED, True, 2, False),
        ("def f(x):\n    return [2, 4][x - 1]", ERROR, False, 2, False),
        ("def g(x):\n    return 2 * x", ERROR, False, 0, False),
        ("import nothing_of_this_name", ERROR, False, 0, False),
        ("raise SystemExit(0)", ERROR, False, 0, False),
        ("", ERROR, False, 0, False),
        ("def f(x):\n    return 2 *", ERROR, False, 0, False),
    ],
)
def test_assertions(candidate: str, kind: str, runs: bool, held: int, exact: bool) -> None:
    found = judge(DOUBLE, candidate, PATIENT)
    assert found.verdict is not None and found.verdict.kind == kind, found
    assert (found.runs, found.held, found.of, found.kind, found.exact) == (runs, held, 3, ASSERTIONS, exact)
    assert found.parses == ("2 *\n" not in candidate + "\n") and found.is_right == (kind == PASSED) and found.is_known


def test_tests_that_never_end() -> None:
    found = judge(DOUBLE, "def f(x):\n    while True: pass", BRIEF)
    assert found.verdict is not None and found.verdict.kind == TIMEOUT
    assert (found.runs, found.held, found.is_right, found.is_known) == (False, 0, False, True)


@pytest.mark.parametrize(
    ("statements", "setup", "code"),
    [
        (["xs = [3, 1, 2]\nf(xs)\nassert xs == [1, 2, 3]"], "", "def f(xs):\n    xs.sort()"),
        (["assert f({1: {2}}) == {'a': {1, 2}}"], "", "def f(d):\n    return {'a': {*d, *d[1]}}"),
        (["assert f((1, 2)) == (2, 1)", "assert f((1, 2)) != [2, 1]"], "", "def f(p):\n    return p[::-1]"),
        (["assert math.isclose(f(2), 1.4142135, rel_tol=1e-6)"], "", "def f(x):\n    return x ** 0.5"),
        (["assert f(200) == 2 ** 200", "assert len(str(f(40_000))) > 9000"], "", "def f(n):\n    return 1 << n"),
        (
            ["try:\n    f(-1)\nexcept ValueError:\n    pass\nelse:\n    assert False", "assert f(1) == 1"],
            "",
            "def f(x):\n    if x < 0:\n        raise ValueError(x)\n    return x",
        ),
        (["assert f(2) == g(g(2))"], "", "K = 3\ndef g(x):\n    return x + K\ndef f(x):\n    return x + 2 * K"),
        (
            ["assert f(root) == 2"],
            "root = Node(1)\nroot.next = Node(2)\n",
            "class Node:\n    def __init__(self, v):\n        self.v, self.next = v, None\n"
            "def f(n):\n    return 0 if n is None else 1 + f(n.next)",
        ),
        (
            ["assert f('aab') == {'a': 2, 'b': 1}"],
            "",
            "from collections import Counter\ndef f(s):\n    return Counter(s)",
        ),
        (["assert f(1j) == -1"], "", "def f(z):\n    return z * z"),
        (["assert list(f(3)) == [0, 1, 4]"], "", "def f(n):\n    return map(lambda x: x * x, range(n))"),
        (["assert f((1, 'a')) == sys.getsizeof((1, 'a'))"], "", "import sys\ndef f(t):\n    return sys.getsizeof(t)"),
        (["assert next(f(2)) == 2"], "", "def f(x):\n    yield x"),
        (["assert f(None) is None", "assert f(True) is True"], "", "def f(x):\n    return x"),
    ],
)
def test_what_tests_of_published_sets_do(statements: list[str], setup: str, code: str) -> None:
    asked = problem(Assertions(tuple(statements), setup=setup), code)
    found = judge(asked, code, PATIENT)
    assert found.is_right and found.held == found.of, found.verdict
    sentinel = judge(asked, code + "\n\n\ndef f(*_, **__):\n    return '<no answer>'\n", PATIENT)
    assert not sentinel.is_right and sentinel.is_known, sentinel.verdict


SQUARE = problem(Pairs((("3\n", "9\n"), ("4\n", "16\n"), ("x\n", "none\n")), public=1), entry_point=None)


@pytest.mark.parametrize(
    ("candidate", "kind", "held"),
    [
        ("s = input()\nprint(int(s) ** 2 if s.isdigit() else 'none')", PASSED, 3),
        ("s = input()\nprint(int(s) ** 2 if s.isdigit() else 'None')", FAILED, 2),
        ("print(int(input()) ** 2)", ERROR, 2),
        ("print(9)", FAILED, 1),
        ("```python\nprint(16)\n```", FAILED, 1),
        ("while True: print('x' * 9999)", OUTPUT, 0),
        ("x = []\nwhile True: x.append(bytes(2**24))", MEMORY, 0),
        ("import os; os._exit(0)", FAILED, 0),
    ],
)
def test_pairs(candidate: str, kind: str, held: int) -> None:
    found = judge(SQUARE, candidate, PATIENT)
    assert found.verdict is not None and found.verdict.kind == kind, found.verdict
    assert (found.held, found.of, found.kind, found.exact) == (held, 3, PAIRS, None)
    assert found.runs == (kind in (PASSED, FAILED))


def test_a_long_output_that_is_expected() -> None:
    long = problem(Pairs((("", "7 " * 100_000),)), entry_point=None)
    assert judge(long, "print('7 ' * 100_000)", PATIENT).is_right


@pytest.mark.parametrize(
    ("printed", "expected", "same"),
    [
        ("1 2\n3\n", "1 2\n3", True),
        ("1  2 \n3\n\n", "1 2\n3\n", True),
        ("1\n2", "1 2", False),
        ("0.50000001", "0.5", True),
        ("0.51", "0.5", False),
        ("5", "5.0", True),
        ("5.0", "5", False),
        ("nan", "0.5", False),
        ("x", "0.5", False),
        ("1000000.1", "1000000.5", True),
        ("", "", True),
    ],
)
def test_outputs(printed: str, expected: str, same: bool) -> None:
    assert same_output(printed, expected) == same


def test_predicates() -> None:
    asked = problem(Predicate("def sat(x: int, n=49):\n    assert x < 0\n    return x * x == n", answer_type="int"))
    for candidate, kind in [
        ("return -7", PASSED),
        ("return 7", FAILED),
        ("return -6", FAILED),
        ("return -7.0", FAILED),
    ]:
        found = judge(asked, f"def f():\n    {candidate}", PATIENT)
        assert found.verdict is not None and found.verdict.kind == kind, candidate
        assert (found.held, found.of, found.kind) == (int(kind == PASSED), 1, PREDICATE)


def test_without_tests() -> None:
    found = judge(problem(None, "x = 1"), "x=1")
    assert (found.verdict, found.runs, found.is_known, found.is_right, found.exact) == (None, None, False, False, True)
    assert not judge(problem(None), "x=").parses


def test_what_the_machine_cannot_run_is_neither_right_nor_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> Verdict:
        return Verdict(INFRASTRUCTURE, detail="no processes")

    monkeypatch.setattr(sandbox, "check", fails)
    monkeypatch.setattr(sandbox, "run", fails)
    for asked in (DOUBLE, SQUARE):
        found = judge(asked, "def f(x): return 2 * x")
        assert (found.is_known, found.is_right, found.runs, found.parses) == (False, False, None, True)


def test_many_at_once_come_in_order() -> None:
    jobs = [(DOUBLE, f"def f(x):\n    return {factor} * x") for factor in (1, 2, 3, 2)]
    assert [found.is_right for found in judge_all(jobs, PATIENT)] == [False, True, False, True]


def test_a_candidate_cannot_see_or_change_the_tests() -> None:
    cheats = [
        "class Anything(int):\n    def __eq__(self, other): return True\ndef f(x): return Anything()",
        "import builtins\nbuiltins.AssertionError = ValueError\ndef f(x): return 0",
        "import sys\ndef f(x):\n    sys._getframe(1).f_globals['f'] = lambda x: 2 * x\n    return 0",
        "import atexit, os\ndef f(x): os._exit(0)",
        "def f(x): raise AssertionError",
        "print('assertions that hold: 3')\ndef f(x): raise ValueError('assertions that hold: 3')",
    ]
    for candidate in cheats:
        found = judge(DOUBLE, candidate, PATIENT)
        assert not found.is_right and found.held == 0 and found.is_known, candidate


def test_same_code() -> None:
    assert same_code("x = 1  # a", "x=1") and not same_code("x = 1", "x = 2")
    assert same_code("if x :", " if  x :") and not same_code("if x :", "if y :")
    long = "x = " + " + ".join("1" for _ in range(2000))
    assert same_code(long, long + "\n")
