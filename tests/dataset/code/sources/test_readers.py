"""What holds for every reader of code data, and what each makes of its rows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dataset.code.problem import Assertions, Pairs, Predicate, Problem
from dataset.code.sources.finding import all_problems, read_problems, readers
from dataset.code.written import as_json, from_json
from dataset.sources.skipped import Skipped
from tests.dataset.code.rows import ROWS, broken, packed
from utils.errors import UserError

READERS = readers()


def read(tmp_path: Path, name: str, *rows: Any) -> tuple[list[Problem], list[str]]:
    """The problems of some rows, and the lines about what was left out."""
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    said: list[str] = []
    return list(read_problems(f"{name}:{tmp_path / 'rows.jsonl'}", Skipped(report=said.append))), said


def the(tmp_path: Path, name: str, **changed: Any) -> Problem:
    """The problem of the example with some fields changed."""
    (problem,), said = read(tmp_path, name, {**ROWS[name], **changed})
    assert not said
    return problem


def refusal(tmp_path: Path, name: str, **changed: Any) -> str:
    """Why the example with some fields changed is left out."""
    found, (line,) = read(tmp_path, name, {**ROWS[name], **changed})
    assert not found and line.startswith("rows.jsonl:1: ")
    return line.removeprefix("rows.jsonl:1: ")


@pytest.mark.parametrize("name", READERS)
def test_the_names_of_a_reader(name: str) -> None:
    module = READERS[name]
    assert module.FORMAT and "\n" not in module.FORMAT and module.__doc__
    assert hasattr(module, "read") and hasattr(module, "COLUMNS") and hasattr(module, "ALSO") or module.read_path
    assert name in ROWS, "tests/dataset/code/rows.py has an example of each format"


@pytest.mark.parametrize("name", ROWS)
def test_the_example_is_a_problem(tmp_path: Path, name: str) -> None:
    problem = the(tmp_path, name)
    assert problem.id and problem.source == ("made" if name == "jsonl" else name)
    assert from_json(json.loads(json.dumps(as_json(problem)))) == problem


@pytest.mark.parametrize("name", ROWS)
def test_no_broken_row_stops_the_rest(tmp_path: Path, name: str) -> None:
    rows = list(broken(ROWS[name]))
    ids = [{**row, key: f"unlike{number}"} for number, row in enumerate(rows) for key in [next(iter(row), "x")]]
    found, said = read(tmp_path, name, *rows, *ids, None, [], 3, "x", {})
    assert said and found, "some are refused, and some are read"
    for problem in found:
        assert from_json(json.loads(json.dumps(as_json(problem)))) == problem


def test_humaneval(tmp_path: Path) -> None:
    problem = the(tmp_path, "humaneval")
    row = ROWS["humaneval"]
    assert (problem.id, problem.entry_point, problem.text) == ("Made/0", "total", "The sum.")
    assert problem.prompt == row["prompt"] and problem.code == row["prompt"] + row["canonical_solution"]
    assert problem.tests == Assertions(("check(total)",), setup=row["test"])
    assert the(tmp_path, "humaneval", canonical_solution=None).code is None
    assert refusal(tmp_path, "humaneval", test="def test(c): pass") == "a test that defines no 'check'"
    assert "a solution that does not parse" in refusal(tmp_path, "humaneval", canonical_solution="    return (\n")


def test_mbpp(tmp_path: Path) -> None:
    problem = the(tmp_path, "mbpp")
    assert (problem.id, problem.entry_point, problem.code) == ("7", "double", "def double(x):\n  return 2 * x")
    sanitised = {"prompt": "Double.", "text": None, "test_imports": ["import math"], "test_setup_code": None}
    other = the(tmp_path, "mbpp", **sanitised, challenge_test_list=["assert double(9) == 18"])
    assert isinstance(other.tests, Assertions) and other.tests.imports == "import math" and other.text == "Double."
    assert other.facts == {"challenge_tests": ["assert double(9) == 18"]}
    nested = the(tmp_path, "mbpp", code="import math", test_list=["assert math.isclose(len(area(2)), 3)"])
    assert nested.entry_point is None, "the solution defines no function that a test calls"
    assert the(tmp_path, "mbpp", code=None, test_list=["assert set(area(2)) == {3}"]).entry_point == "area"
    assert refusal(tmp_path, "mbpp", test_list=[]) == "a row without tests"
    assert "a 'test_list' that is no list of texts" in refusal(tmp_path, "mbpp", test_list=[3])


def test_cruxeval(tmp_path: Path) -> None:
    problem = the(tmp_path, "cruxeval")
    assert problem.tests == Assertions(("assert f(1, b=2) == 3",)) and problem.facts == {
        "input": "1, b=2",
        "output": "3",
    }
    assert "no 'f'" in refusal(tmp_path, "cruxeval", code="def g(): pass")
    assert "an input or output that does not parse" in refusal(tmp_path, "cruxeval", output="[3")


def test_p3(tmp_path: Path) -> None:
    problem = the(tmp_path, "p3")
    assert problem.prompt.endswith('def sol(n=9):\n    """Find a square root in a list."""\n')
    assert (
        problem.code == problem.prompt + "    return [int(n ** 0.5)]\n"
        and problem.text == "Find a square root in a list."
    )
    assert isinstance(problem.tests, Predicate) and problem.tests.answer_type == "List[int]"
    assert problem.facts["other_solutions"] == [problem.prompt + "    return [-3]\n"]
    assert the(tmp_path, "p3", sol_bodies=[]).code is None
    digits = "1" + "0" * 6000
    long = the(tmp_path, "p3", sat=f"def sat(x: int, s='{digits}'):\n    return x == {digits} - 1")
    assert (
        isinstance(long.tests, Predicate) and f"{10**6000 - 1:#x}"[:9] in long.tests.code and digits in long.tests.code
    )


def test_instructions(tmp_path: Path) -> None:
    problem = the(tmp_path, "alpaca")
    assert (
        problem.text == "Write a function.\n\ncalled f" and problem.code == "def f(): pass\n" and problem.tests is None
    )
    assert the(tmp_path, "alpaca", output="x = 1", input=None).text == "Write a function."
    for output in ("SELECT a FROM b;", "Hello", "42"):
        assert refusal(tmp_path, "alpaca", output=output).startswith("an output that is no Python code")


def test_files_of_code(tmp_path: Path) -> None:
    problem = the(tmp_path, "files")
    assert (problem.id, problem.code, problem.facts["path"]) == ("rows.jsonl:1", "import os\n", "a/b.py")
    assert "not in Python" in refusal(tmp_path, "files", path="a/b.js")
    assert "not in Python" in refusal(tmp_path, "files", lang="C++")
    assert refusal(tmp_path, "files", content="a b").startswith("a file that does not parse as Python (invalid syntax")
    assert refusal(tmp_path, "files", content=" \n").startswith("a file without code")


def test_code_contests(tmp_path: Path) -> None:
    problem = the(tmp_path, "code_contests")
    assert problem.tests == Pairs((("3\n", "9\n"), ("4\n", "16\n"), ("5\n", "25\n")), public=1)
    assert problem.code == "print(int(input())**2)" and problem.facts == {"difficulty": 7, "source": 2, "seconds": 2.5}
    listed = {
        "public_tests": [{"input": "3\n", "output": "9\n"}],
        "solutions": [{"language": "PYTHON3", "solution": "x=1"}],
    }
    other = the(tmp_path, "code_contests", **listed)
    assert other.tests == problem.tests and other.code == "x=1"
    unequal = {"input": ["1"], "output": []}
    assert "are no lists of one length" in refusal(tmp_path, "code_contests", public_tests=unequal)


def test_livecodebench_programs(tmp_path: Path) -> None:
    problem = the(tmp_path, "livecodebench")
    assert problem.tests == Pairs((("3\n", "9\n"), ("4\n", "16\n")), public=1) and problem.entry_point is None
    assert problem.text == "Square\n\nPrint the square." and problem.facts["contest_date"] == "2024-01-01"
    plain = '[{"input": "4\\n", "output": "16\\n", "testtype": "stdin"}]'
    assert the(tmp_path, "livecodebench", private_test_cases=plain).tests == problem.tests
    assert the(tmp_path, "livecodebench", private_test_cases=json.loads(plain)).tests == problem.tests


def test_livecodebench_methods(tmp_path: Path) -> None:
    case = {"input": '[1, 2]\n"a"', "output": "true", "testtype": "functional"}
    starter = "class Solution:\n    def has(self, xs: List[int], s: str) -> bool:\n        "
    changed = {"public_test_cases": [case], "private_test_cases": None, "metadata": '{"func_name": "has"}'}
    problem = the(tmp_path, "livecodebench", **changed, starter_code=starter)
    assert isinstance(problem.tests, Assertions) and problem.entry_point == "Solution"
    assert problem.tests.statements == ("assert Solution().has([1, 2], 'a') == True",)
    assert problem.prompt.endswith(starter) and "import *" in problem.tests.imports
    assert "without 'func_name'" in refusal(tmp_path, "livecodebench", **{**changed, "metadata": "{}"})
    mixed = [case, {**case, "testtype": "stdin"}]
    assert "tests of two kinds" in refusal(tmp_path, "livecodebench", **{**changed, "public_test_cases": mixed})


class Evil:
    """Unpickling it would write a file."""

    def __reduce__(self) -> tuple[Any, ...]:
        return eval, ("open('pickle_was_loaded', 'w')",)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (packed(Evil()), "a pickle of more than a text, which is not loaded"),
        (packed(["a", "b"]), "a pickle of more than a text"),
        (packed("[{"), "that is no JSON"),
        (packed("[]")[:-8], "breaks off|neither JSON nor compressed"),
        ("eJ!", "neither JSON nor compressed"),
        ("eJwDAAAAAAE=", "a broken pickle"),
        (packed("[" * 100_000), "that is no JSON"),
    ],
)
def test_private_cases_that_are_not_read(tmp_path: Path, value: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert re.search(why, refusal(tmp_path, "livecodebench", private_test_cases=value))
    assert not (tmp_path / "pickle_was_loaded").exists()


def test_lines_of_django(tmp_path: Path) -> None:
    (tmp_path / "all.anno").write_text("import os.\n\nif x,\n")
    (tmp_path / "all.code").write_text("import os\n\n    if x:\n")
    for path in (tmp_path, tmp_path / "all.anno", tmp_path / "all.code"):
        skipped = Skipped()
        found = list(read_problems(f"django:{path}", skipped))
        assert [(one.id, one.text, one.code) for one in found] == [
            ("all.code:1", "import os.", "import os"),
            ("all.code:3", "if x,", "if x:"),
        ]
        assert list(skipped.reasons) == ["a line without words or without code"]
    (tmp_path / "all.anno").write_text("import os.\n")
    with pytest.raises(UserError, match="different numbers of lines: one ends before line 2"):
        all_problems(f"django:{tmp_path}")
    (tmp_path / "all.anno").unlink()
    with pytest.raises(UserError, match=r"no such file: .*all\.anno"):
        all_problems(f"django:{tmp_path / 'all.code'}")


def test_ids(tmp_path: Path) -> None:
    found, said = read(tmp_path, "mbpp", ROWS["mbpp"], ROWS["mbpp"], {**ROWS["mbpp"], "task_id": None})
    assert [one.id for one in found] == ["7", "rows.jsonl:3"] and said == [
        "rows.jsonl:2: an id that an earlier row has (7)"
    ]
    with pytest.raises(UserError, match="rows.jsonl:2: an id that an earlier row has"):
        all_problems(f"mbpp:{tmp_path / 'rows.jsonl'}")


def test_what_is_needed(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps({**ROWS["mbpp"], "code": None}) + "\n")
    source = f"mbpp:{tmp_path / 'rows.jsonl'}"
    assert len(all_problems(source)) == 1
    with pytest.raises(UserError, match="rows.jsonl:1: a row without a solution"):
        all_problems(source, needs=["code"])
    (tmp_path / "rows.jsonl").write_text(json.dumps(ROWS["alpaca"]) + "\n")
    with pytest.raises(UserError, match="a row without tests"):
        all_problems(f"alpaca:{tmp_path / 'rows.jsonl'}", needs=["code", "tests"])


def test_sources_that_are_wrong(tmp_path: Path) -> None:
    for source, complaint in [
        ("rows.jsonl", "must be FORMAT:PATH, as in humaneval:.*formats: alpaca, "),
        ("humanval:rows.jsonl", "no format 'humanval' .did you mean 'humaneval'"),
        ("mbpp,a=1:rows.jsonl", "mbpp has no options"),
        (f"mbpp:{tmp_path / 'none.jsonl'}", "no such file"),
    ]:
        with pytest.raises(UserError, match=complaint):
            all_problems(source)
