"""scripts/score_code.py: candidates of any model, in all forms that people keep them in, and files that are wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import sandbox
from dataset.code.problem import Assertions, Problem
from dataset.code.written import write_problems
from sandbox.verdict import INFRASTRUCTURE, Verdict
from tests.dataset.code.rows import ROWS
from tests.harness import Ended, call, refused

SCRIPT = "scripts.score_code"
PATIENT = ("--seconds", "60")
RIGHT = ROWS["humaneval"]["canonical_solution"]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with two problems of HumanEval's form."""
    rows = [ROWS["humaneval"], {**ROWS["humaneval"], "task_id": "Made/1"}]
    (tmp_path / "problems.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def write(work: Path, *rows: Any) -> str:
    (work / "samples.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return "samples.jsonl"


def score(*arguments: str, cwd: Path) -> Ended:
    return call(SCRIPT, "humaneval:problems.jsonl", *arguments, *PATIENT, cwd=cwd)


def test_a_table_and_verdicts(work: Path) -> None:
    samples = write(
        work,
        {"task_id": "Made/0", "completion": RIGHT},
        {"task_id": "Made/0", "completion": "    return 0\n"},
        {
            "task_id": "Made/1",
            "completions": ["    return None\n", f"```python\n{ROWS['humaneval']['prompt']}{RIGHT}```"],
        },
    )
    ended = score(samples, "--k", "1", "2", "--verdicts", "verdicts.jsonl", cwd=work)
    assert ended.status == 0, ended.err
    lines = ended.out.splitlines()
    assert lines[0] == "samples.jsonl on humaneval:problems.jsonl: 4 candidates"
    assert any(line.split()[:4] == ["all", "(2)", "50.0", "9.5-90.5"] for line in lines)
    assert (
        "humaneval Made/0: failed: assert candidate([1, 2]) == 3" in ended.out and "1 of 2 assertions hold" in ended.out
    )
    verdicts = [json.loads(line) for line in (work / "verdicts.jsonl").read_text().splitlines()]
    assert [(one["id"], one["verdict"], one["held"]) for one in verdicts] == [
        ("Made/0", "passed", 2),
        ("Made/0", "failed", 1),
        ("Made/1", "failed", 0),
        ("Made/1", "passed", 2),
    ]


def test_json_by_source(work: Path) -> None:
    tests = Assertions(("assert f(1) == 2",))
    write_problems(
        work / "own.jsonl", [Problem("1", name, "", "def f(x): return 2", "f", tests=tests) for name in "ab"]
    )
    samples = write(
        work, *({"id": "1", "source": name, "output": f"def f(x): return {name == 'a'} + 1"} for name in "ab")
    )
    ended = call(SCRIPT, "jsonl:own.jsonl", samples, *PATIENT, "--json", cwd=work)
    found = json.loads(ended.out)
    assert (
        found["all/pass_at_1"] == 0.5 and found["all/source/a/pass_at_1"] == 1 and found["all/source/b/pass_at_1"] == 0
    )


def test_own_solutions(work: Path) -> None:
    ended = score("gold", "--json", cwd=work)
    assert json.loads(ended.out)["all/pass_at_1"] == json.loads(ended.out)["all/exact"] == 1
    (work / "problems.jsonl").write_text(json.dumps({**ROWS["humaneval"], "canonical_solution": ""}) + "\n")
    assert "problems.jsonl:1: a row without a solution" in refused(score, "gold", cwd=work)


def test_a_part(work: Path) -> None:
    samples = write(work, {"task_id": "Made/1", "solution": RIGHT})
    assert "Made/0 has no candidate; --partial scores the others" in refused(score, samples, cwd=work)
    ended = score(samples, "--partial", "--json", cwd=work)
    assert json.loads(ended.out)["all/pass_at_1"] == 1


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"completion": "x"}, "samples.jsonl:1: no 'id' or 'task_id'"),
        ({"task_id": "Made/0"}, "samples.jsonl:1: no 'completion' or"),
        ({"task_id": "Made/7", "completion": "x"}, "samples.jsonl:1: 'Made/7' names no problem (did you mean 'Made/"),
        ({"task_id": "Made/0", "completion": 3}, "'completion' is neither a text nor a list of texts"),
        ({"task_id": "Made/0", "completions": []}, "'completions' is neither a text nor a list of texts"),
        ("x", "samples.jsonl:1: a row must be an object"),
    ],
)
def test_wrong_candidates(work: Path, row: Any, complaint: str) -> None:
    assert complaint in refused(score, write(work, row), cwd=work)


def test_files_and_options_that_are_wrong(work: Path) -> None:
    samples = write(work, *({"task_id": f"Made/{number}", "completion": RIGHT} for number in (0, 1)))
    assert "no such file: none.jsonl" in refused(score, "none.jsonl", cwd=work)
    assert "--k 2: must be at most 1" in refused(score, samples, "--k", "2", cwd=work)
    assert "--show -1" in refused(score, samples, "--show", "-1", cwd=work)
    for arguments, complaint in [
        (("humaneval:problems.jsonl", samples, "--seconds", "0"), "--seconds 0: must lie between"),
        (("humaneval:none.jsonl", samples), "no such file: none.jsonl"),
        (("problems.jsonl", samples), "must be FORMAT:PATH"),
        (("mbpp:problems.jsonl", samples), "problems.jsonl:1: a row without tests"),
    ]:
        assert complaint in refused(lambda *_, cwd: call(SCRIPT, *arguments, cwd=cwd), cwd=work)  # noqa: B023
    (work / "samples.jsonl").write_text('{"task_id": "Made/0", "completion": "x"}\n{]\n')
    assert "samples.jsonl:2: a row that cannot be read as JSON" in refused(score, samples, cwd=work)
    (work / "samples.jsonl").write_text("")
    assert "samples.jsonl:1: a file without rows" in refused(score, samples, cwd=work)
    (work / "own.jsonl").write_text(json.dumps({"id": "1", "source": "a", "code": "x = 1"}) + "\n")
    write(work, {"id": "1", "completion": "x = 1"})
    assert "a 1 has no tests" in refused(lambda *_, cwd: call(SCRIPT, "jsonl:own.jsonl", samples, cwd=cwd), cwd=work)


def test_a_machine_that_can_run_nothing(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "check", lambda *_, **__: Verdict(INFRASTRUCTURE, detail="no processes"))
    assert "no candidate could be run here: no processes" in refused(score, "gold", cwd=work)
