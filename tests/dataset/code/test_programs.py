"""What a candidate runs as, and the programs that test it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dataset.code.problem import Assertions, Pairs, Predicate, Problem
from dataset.code.programs import HELD, check_program, free_names, whole_program
from dataset.code.python_text import why_not_python

PROMPT = '''import math
from typing import List

LIMIT = 3


def helper(x: int) -> int:
    """Twice."""
    return 2 * x


def f(xs: List[int]) -> int:
    """ The sum of twice each. """
'''
BODY = "    return sum(map(helper, xs))\n"
TESTS = Assertions(("check(f)",), setup="def check(candidate):\n    assert candidate([1]) == helper(1)\n")
PROBLEM = Problem("1", "made", "", PROMPT + BODY, "f", PROMPT, TESTS)
FUTURE = "from __future__ import annotations\nimport math\n\n\ndef f(xs: Later):\n    return sum(map(helper, xs))\n"


def result(program: str, call: str = "f([1, 2])") -> object:
    names: dict[str, object] = {}
    exec(program, names)
    return eval(call, names)


@pytest.mark.parametrize(
    "candidate",
    [
        BODY,
        PROMPT + BODY,
        f"```python\n{PROMPT}{BODY}```",
        f"{BODY}```\n",
        "def f(xs):\n    return sum(map(helper, xs))",
        "Here it is:\n```python\ndef f(xs):\n    return sum(map(helper, xs))\n```\nIt adds up.",
        FUTURE,
    ],
)
def test_all_forms_of_a_candidate(candidate: str) -> None:
    assert result(whole_program(PROBLEM, candidate)) == 6


def test_a_whole_program_stays_as_it_is() -> None:
    assert whole_program(PROBLEM, PROMPT + BODY) == PROMPT + BODY
    assert whole_program(replace(PROBLEM, prompt=""), "x = 1") == "x = 1"
    own = "def helper(x):\n    return x\n\n\ndef f(xs):\n    return helper(xs[0])"
    assert result(whole_program(PROBLEM, own)) == 1, "its own function of that name counts"


def test_code_that_parses_nowhere() -> None:
    assert whole_program(PROBLEM, "return (") == PROMPT + "return ("


def test_what_tests_use_of_the_prompt_stands_beside_them() -> None:
    """A candidate that redefines it gains nothing."""
    program = check_program(PROBLEM)
    assert program is not None and program.names == ("f",) and program.assertions == 1
    assert "def helper" in program.code and "def f(" not in program.code
    assert not any(map(why_not_python, (program.code, program.setup, program.tallied())))


def test_names_and_modules() -> None:
    tests = Assertions(("assert f(Node(1)) == sys.getsizeof(3)", "assert math.isclose(f(2), 3)"), "import re", "g = f")
    program = check_program(Problem("1", "made", "", None, "f", "", tests))
    assert program is not None and program.names == ("Node", "f") and program.assertions == 2
    assert program.code.startswith("import math\nimport sys\n") and "import re" in program.setup


def test_free_names() -> None:
    code = "import a\nb = c\ndef d(e, *f):\n    return e + g + [h for h in b]\nclass I:\n    j = k\nprint(m, I, d, a)\n"
    assert free_names(code) == {"c", "g", "k", "m"} and free_names("def f(") == set()
    assert free_names("def check(f):\n    f = 1\n    return f\ncheck(f)") == {"f"}, "the same name inside and outside"


def tally(statements: tuple[str, ...], setup: str = "") -> str:
    """What tallied tests say of a function that is the identity below 9."""
    program = check_program(Problem("1", "made", "", None, "f", "", Assertions(statements, setup=setup)))
    assert program is not None
    with pytest.raises(AssertionError) as caught:
        exec(program.tallied(), {"f": lambda x: x if x < 9 else 1 // 0})
    return str(caught.value)


def test_assertions_are_counted() -> None:
    statements = ("assert f(1) == 1", "assert f(1) == 2, 'why'", "assert f(9) == 9", "assert f(4) == 4")
    assert tally(statements) == f"{HELD} 2"
    looped = "def check(g):\n    for i in range(12):\n        assert g(i) == i\n    assert g(1)"
    assert tally(("check(f)",), looped) == f"{HELD} 1"
    assert tally(("f(9)", "assert True")) == f"{HELD} 0", "an error outside of an assertion ends the tests"
    assert tally(("x = 1",)) == f"{HELD} 0"


@pytest.mark.parametrize(
    ("answer_type", "value", "holds"),
    [
        ("int", 3, True),
        ("int", True, False),
        ("bool", True, True),
        ("float", 3, False),
        ("List[int]", [1, 2], True),
        ("List[int]", [1, "2"], False),
        ("List[int]", (1, 2), False),
        ("List[List[str]]", [["a"], []], True),
        ("", (1,), True),
        ("Dict[str, int]", (1,), True),
        ("(", (1,), True),
    ],
)
def test_predicates_take_values_of_their_type(answer_type: str, value: object, holds: bool) -> None:
    tests = Predicate("def sat(x, n=3):\n    return n == 3", answer_type=answer_type)
    program = check_program(Problem("1", "p3", "", None, "sol", "def sol(n=3):\n", tests))
    assert program is not None and program.names == ("sol",) and program.assertions == 1
    names = {"sol": lambda: value}
    if holds:
        exec(program.code, names)
    else:
        with pytest.raises(AssertionError):
            exec(program.code, names)


def test_pairs_are_no_program() -> None:
    assert check_program(replace(PROBLEM, tests=Pairs((("1", "2"),)))) is None
    assert check_program(replace(PROBLEM, tests=None)) is None
