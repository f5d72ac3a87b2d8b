"""Mistakes in ARC's files and in the builder's options: one line each, and nothing is written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.arc.sources import read_grid, read_subset
from dataset.build_arc_dataset import Options, build
from tests.dataset.arc.files import TASKS, write
from tests.dataset.sources import ENCODINGS
from tests.harness import call, changes, refused, snapshot
from utils.errors import UserError

TASK = {"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[3]], "output": [[4]]}]}


def error(tmp_path: Path, tasks: Any = None, solutions: Any = None, **options: Any) -> str:
    """The one line with which the builder refuses a subset `evaluation` of these tasks."""
    write(tmp_path / "arc", "evaluation", {"t1": TASK} if tasks is None else tasks, solutions)
    before = snapshot(tmp_path)
    chosen = Options(str(tmp_path / "data"), str(tmp_path / "arc"), ("evaluation",), "evaluation", num_aug=2)
    with pytest.raises(UserError) as raised:
        build(replace(chosen, **options))
    assert not changes(before, tmp_path) and "\n" not in str(raised.value)
    return str(raised.value).replace(str(tmp_path), "")


@pytest.mark.parametrize(
    ("grid", "message"),
    [
        ([[1, 2], [3]], "row 2 has 1 cells, row 1 has 2"),
        ([[1, 2], [3, 12]], "row 2, column 2 holds 12; colours are 0..9"),
        ([[-1]], "row 1, column 1 holds -1"),
        ([[1.5]], "row 1, column 1 holds 1.5"),
        ([[1e300]], "row 1, column 1 holds 1e+300"),
        ([["1"]], "row 1, column 1 holds '1'"),
        ([[True]], "row 1, column 1 holds True"),
        ([[0]] * 31, "the grid is 31x1; 30x30 is the largest"),
        ([[0] * 31], "the grid is 1x31; 30x30 is the largest"),
        ([], "the grid is empty"),
        ([[]], "the grid is empty"),
        ([1, 2], "a grid is a list of rows"),
        (None, "a grid is a list of rows"),
    ],
)
def test_bad_grids(tmp_path: Path, grid: Any, message: str) -> None:
    good = {"input": [[1]], "output": [[2]]}
    tasks = {"t0": TASK, "t1": {"train": [good, {"input": grid, "output": [[1]]}], "test": [good]}}
    where = "/arc_evaluation_challenges.json, task t1, train pair 2, input: "
    assert error(tmp_path, tasks).startswith(where + message)
    if grid is not None:  # which is a solution that is missing
        said = error(tmp_path, solutions={"t1": [grid]})
        assert said.startswith(f"/arc_evaluation_solutions.json, task t1, solution 1: {message}")
        said = error(tmp_path, {"t1": TASK | {"test": [{"input": [[1]], "output": grid}]}})
        assert said.startswith(f"/arc_evaluation_challenges.json, task t1, test pair 1, output: {message}")


@pytest.mark.parametrize(
    ("task", "message"),
    [
        ([], "no list of train pairs"),
        ({"train": TASK["train"]}, "no list of test pairs"),
        ({"train": [], "test": TASK["test"]}, "no list of train pairs"),
        ({"train": [[[1]]], "test": TASK["test"]}, "train pair 1: no 'input'"),
        ({"train": [{"input": [[1]]}], "test": TASK["test"]}, "train pair 1: no 'output'"),
        ({"train": [{"input": [[1]], "output": None}], "test": TASK["test"]}, "train pair 1, output: a grid is a list"),
    ],
)
def test_bad_tasks(tmp_path: Path, task: Any, message: str) -> None:
    assert f"/arc_evaluation_challenges.json, task t1{':' if message[0] == 'n' else ','} {message}" in error(
        tmp_path, {"t1": task}
    )


def test_names_that_cannot_be(tmp_path: Path) -> None:
    for name in ("a|||t1", "<blank>", ""):
        assert f"a task cannot be called '{name}'" in error(tmp_path, {name: TASK})


def test_missing_solutions(tmp_path: Path) -> None:
    said = error(tmp_path, TASKS)
    assert said == (
        "3 test pairs of subset 'evaluation' have no solution (first: task aaaa0001, test pair 1):"
        " /arc_evaluation_solutions.json is missing; --missing-solutions drop leaves them out, blind keeps them as"
        " questions that nothing is scored on"
    )
    said = error(tmp_path, TASKS, {"aaaa0001": [[[1]], None]})
    assert said.startswith("2 test pairs of subset 'evaluation' have no solution (first: task aaaa0001, test pair 2): ")
    assert "/arc_evaluation_solutions.json has none for them" in said


def test_solutions_that_do_not_fit(tmp_path: Path) -> None:
    where = "/arc_evaluation_solutions.json, task t1"
    assert error(tmp_path, solutions={"t1": [[[4]], [[4]]]}) == f"{where}: 2 solutions for 1 test inputs"
    assert error(tmp_path, solutions={"t1": 4}) == f"{where}: no list of solutions for 1 test inputs"
    assert "the challenges file has another output" in error(tmp_path, solutions={"t1": [[[5]]]})


def test_unknown_subsets_name_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "arc/concept/a").mkdir(parents=True)
    (tmp_path / "arc/concept/a/one.json").write_text(json.dumps(TASK))
    write(tmp_path / "arc", "training", {"t1": TASK}, packed=True)
    said = error(tmp_path, subsets=("evaluation", "trainin"))
    assert said.endswith("(did you mean 'training'?); the subsets there are: concept, evaluation, training")
    assert said.startswith("no /arc_trainin_challenges.json, .gz, nor a folder /arc/trainin of *.json")
    said = error(tmp_path, input_file_prefix="kaggle/arc-agi")
    assert said.startswith("no kaggle/arc-agi_evaluation_challenges.json") and "--generate N" in said


def test_damaged_files(tmp_path: Path) -> None:
    for content, message in (
        (b"{", "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[1]", "holds a JSON list, and an object is needed"),
        (b"", "is not JSON"),
    ):
        write(tmp_path / "arc", "bad", {"t1": TASK})
        (tmp_path / "arc_bad_challenges.json").write_bytes(content)
        assert f"/arc_bad_challenges.json {message}" in error(tmp_path, subsets=("bad",), test_set_name="bad")
    (tmp_path / "arc_bad_challenges.json").unlink()
    write(tmp_path / "arc", "bad", {"t1": TASK}, packed=True)
    packed = tmp_path / "arc_bad_challenges.json.gz"
    whole = packed.read_bytes()
    for content in (whole[:-9], b"{}", whole[:20] + b"????" + whole[24:]):
        packed.write_bytes(content)
        said = error(tmp_path, subsets=("bad",), test_set_name="bad")
        assert said.startswith(("cannot read /arc_bad_challenges.json.gz", "/arc_bad_challenges.json.gz is not JSON"))


def test_a_folder_with_a_task_twice(tmp_path: Path) -> None:
    for part in "ab":
        (tmp_path / "arc/twice" / part).mkdir(parents=True)
        (tmp_path / f"arc/twice/{part}/t1.json").write_text(json.dumps(TASK))
    said = error(tmp_path, subsets=("twice",), test_set_name="twice")
    assert said.startswith("/arc/twice/b/t1.json: /arc/twice holds another file of this name")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"num_aug": -1}, "--num-aug must be at least 0"),
        ({"seed": -1}, "--seed must be at least 0"),
        ({"puzzle_identifiers_start": 0}, "--puzzle-identifiers-start must be at least 1"),
        ({"num_workers": 0}, "--num-workers must be at least 1"),
        ({"generate": 3}, "--generate makes the tasks"),
        ({"generate_test": 3}, "--generate-test needs --generate"),
        ({"input_file_prefix": None}, "--input-file-prefix is missing"),
        ({"subsets": ()}, "--subsets is missing"),
        ({"test_set_name": None}, "--test-set-name is missing"),
        ({"test_set_name": "test"}, "--test-set-name test is none of --subsets evaluation"),
        ({"subsets": ("evaluation", "evaluation")}, "one is named twice"),
    ],
)
def test_options_that_cannot_be(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    assert message in error(tmp_path, **options)


def test_a_test_task_that_is_in_both_test_subsets(tmp_path: Path) -> None:
    write(tmp_path / "arc", "more", {"t1": TASK})
    said = error(tmp_path, subsets=("evaluation", "more"), test_set_name2="more")
    assert said.startswith("task t1 is in both test subsets, evaluation and more")


def test_the_folder_is_checked_and_older_data_stay(tmp_path: Path) -> None:
    generated = ("--generate", "1", "--num-aug", "1", "--output-dir", "data")
    program = "dataset.build_arc_dataset"
    assert call(program, *generated, cwd=tmp_path).status == 0
    write(tmp_path / "arc", "bad", {"t1": TASK | {"test": [{"input": [[1]]}]}})
    files = ("--input-file-prefix", "arc", "--subsets", "bad", "--test-set-name", "bad")
    assert "arc_bad_solutions.json is missing" in refused(
        lambda *arguments, cwd: call(program, *arguments, cwd=cwd), *files, "--output-dir", "data", cwd=tmp_path
    )
    (tmp_path / "data/own.txt").write_text("mine")
    assert "holds own.txt" in refused(
        lambda *arguments, cwd: call(program, *arguments, cwd=cwd), *generated, cwd=tmp_path
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_arc_files_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    task = {"train": [{"input": [[1.0, 2]], "output": [[0.0]]}], "test": [{"input": [[3]], "output": [[9.0]]}]}
    (tmp_path / "arc_x_challenges.json").write_bytes(ENCODINGS[encoding](json.dumps({"t\u00e9": task})))
    (found,) = read_subset(str(tmp_path / "arc"), "x").tasks
    assert found.name == "t\u00e9"
    assert found.train[0].input.tolist() == [[1, 2]] and found.train[0].output.tolist() == [[0]]  # type: ignore[union-attr]
    assert found.test[0].output.tolist() == [[9]] and found.test[0].output.dtype == np.uint8  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"t": ' + "[" * 500 + "]" * 500 + "}", "no list of train pairs"),
        ('{"t": {"train": [{"input": [[' + "[" * 400 + "]" * 400 + ']], "output": [[1]]}]}}', "column 1 holds"),
        ('{"t": {"train": [{"input": [[1e999]], "output": [[1]]}]}}', "column 1 holds inf"),
        ('{"t": {"train": [{"input": [[NaN]], "output": [[1]]}]}}', "NaN is no JSON number"),
        ('{"t": {"train": [{"input": [[' + "9" * 4000 + ']], "output": [[1]]}]}}', "column 1 holds 9999"),
        ('{"t": {"train": [{"input": [[' + "9" * 5000 + ']], "output": [[1]]}]}}', "is not JSON"),
        ('{"' + "n" * 5000 + '": {}}', "name has 5000 characters"),
        (r'{"\ud800": {}}', "printable characters"),
        (r'{"a\u001b[31m": {}}', "printable characters"),
        ("", "is not JSON"),
        ("12", "holds a JSON number, and an object is needed"),
        (b"\xff\xfe\x41", "it is no text"),
    ],
)
def test_arc_files_that_are_none(tmp_path: Path, content: str | bytes, said: str) -> None:
    path = tmp_path / "arc_x_challenges.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UserError, match=said) as caught:
        read_subset(str(tmp_path / "arc"), "x")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("prefix", ["a**", "[", "x" * 300, "/", "~", "\x1b"])
def test_prefixes_of_arc_that_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefix: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError):
        read_subset(prefix, "no-such-subset")
    assert read_grid([[0.0, -0.0], [9, 1]], "grid").tolist() == [[0, 0], [9, 1]]
