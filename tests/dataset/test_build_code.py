"""The builder of questions about code: what it writes, what is kept for the test, and wrong options."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.build_code_dataset import Options, build
from dataset.code.canvas import Canvas
from dataset.code.listing import Listing
from dataset.code.questions import OUTPUT, TASKS
from dataset.code.questions_writer import SEEN, UNSEEN
from dataset.code.rules import lines_like, questions_like
from dataset.code.written import from_json
from dataset.tasks import read_data_rules
from runs.pretrained import PRETRAINED_FOLDER
from tests.harness import snapshot
from utils.errors import UserError


def facts(folder: Path, split: str, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / split / f"{name}__meta.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("task", TASKS)
def test_test_questions_are_new(task: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    build(Options(task=task, output_dir=str(folder), num_train=300, num_test=40, num_processes=1))  # type: ignore[arg-type]
    rules = read_data_rules(folder)
    assert isinstance(rules, Listing if task == OUTPUT else Canvas)
    trained = {row.tobytes() for row in np.load(folder / "train/all__inputs.npy")}
    skeletons = {fact["skeleton"] for fact in facts(folder, "train", "all")}
    for name in (SEEN, UNSEEN):
        rows = np.load(folder / f"test/{name}__inputs.npy")
        assert 0 < len(rows) <= 20 and not any(row.tobytes() in trained for row in rows)
        labels = np.load(folder / f"test/{name}__labels.npy")
        problems = folder / f"test/{name}__problems.jsonl"
        assert problems.exists() == (task != OUTPUT)
        if isinstance(rules, Canvas):
            found = [from_json(json.loads(line)) for line in problems.read_text().splitlines()]
            programs = [rules.candidate(*row) for row in zip(rows, labels, strict=True)]
            assert programs == [problem.code for problem in found], "the right answer makes the right program"
    assert not skeletons & {fact["skeleton"] for fact in facts(folder, "test", UNSEEN)}


@pytest.mark.parametrize("task", TASKS)
def test_questions_for_calibration_change_no_others(task: str, tmp_path: Path) -> None:
    """They are like those of the test, and in neither split."""
    sizes = dict(task=task, num_train=200, num_test=40, num_processes=1)
    build(Options(output_dir=str(tmp_path / "without"), **sizes))  # type: ignore[arg-type]
    build(Options(output_dir=str(tmp_path / "with"), num_calibration=60, **sizes))  # type: ignore[arg-type]
    without, with_them = (snapshot(tmp_path / name) for name in ("without", "with"))
    added = {name for name in with_them if name.startswith("calibration")}
    assert {name for name in without if without[name] != with_them[name]} == {"build.json"}
    assert added and with_them.keys() - added == without.keys()
    others = {row.tobytes() for file in (tmp_path / "without").glob("*/*__inputs.npy") for row in np.load(file)}
    for name in (SEEN, UNSEEN):
        rows = np.load(tmp_path / f"with/calibration/{name}__inputs.npy")
        assert 10 <= len(rows) <= 30 and not any(row.tobytes() in others for row in rows)
    skeletons = [
        {fact["skeleton"] for fact in facts(tmp_path / "with", "calibration", name)} for name in (SEEN, UNSEEN)
    ]
    trained = {fact["skeleton"] for fact in facts(tmp_path / "with", "train", "all")}
    assert skeletons[0] & trained and not skeletons[1] & trained


def test_data_for_a_trained_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They have its tokens and its room; what has none is left out and counted."""
    build(Options(output_dir=str(tmp_path / "first"), num_train=60, num_test=20, num_processes=1))
    capsys.readouterr()
    found = tmp_path / "found"
    like = tmp_path / "first"
    build(Options(output_dir=str(found), num_train=0, num_test=200, seed=1, like=like, num_processes=1))
    vocabularies = [(folder / "vocabulary.json").read_bytes() for folder in (like, found)]
    assert vocabularies[0] == vocabularies[1] and not (found / "train").exists()
    assert json.loads((found / "build.json").read_text())["options"]["like"] == str(like)
    lost = re.findall(r"test/\w+ (\d+) questions; (\d+) have no room or other tokens", capsys.readouterr().out)
    assert len(lost) == 2 and all(int(kept) + int(left_out) == 100 for kept, left_out in lost)


def test_data_for_the_pretrained_network() -> None:
    for name, task in (("code_output", "output"), ("code_repair", "repair")):
        found = questions_like(PRETRAINED_FOLDER / name, task)
        assert found.first_difference(read_data_rules(PRETRAINED_FOLDER / name, check=False)) is None
    assert lines_like(PRETRAINED_FOLDER / "code_lines").slots > 0


def test_processes_change_nothing(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / str(number)
        build(Options(output_dir=str(folder), num_train=60, num_test=20, num_processes=number))
    first, second = (snapshot(tmp_path / number) for number in ("1", "2"))
    recorded = [{name: content for name, content in found.items() if name != "build.json"} for found in (first, second)]
    assert recorded[0] == recorded[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (dict(statements=(3, 2)), "--statements 3 2"),
        (dict(statements=(0, 2)), "--statements 0 2"),
        (dict(statements=(1, 9)), "--statements 1 9"),
        (dict(num_train=0), "--num-train must be at least 1"),
        (dict(num_test=1), "--num-test must be at least 2"),
        (dict(num_processes=0), "--num-processes must be at least 1"),
        (dict(num_calibration=-1), "--num-calibration must be at least 0"),
        (dict(num_calibration=5, source="django:x"), "--num-calibration does not go with --source"),
        (dict(num_calibration=5, task="synthesis"), "its networks need no calibration"),
        (dict(like=Path("nowhere")), "--like nowhere: no vocabulary.json there or above"),
        (dict(like=PRETRAINED_FOLDER / "code_output", task="fill"), "not trained on questions of --task fill"),
        (dict(like=PRETRAINED_FOLDER / "code_repair", task="fill"), "not trained on questions of --task fill"),
        (dict(like=PRETRAINED_FOLDER / "code_lists"), "not trained on questions of --task output"),
        (dict(like=PRETRAINED_FOLDER / "code_output", source="django:x"), "not trained on lines of a --source"),
        (dict(like=PRETRAINED_FOLDER / "tool_calling"), "is no vocabulary of code"),
    ],
)
def test_wrong_options(options: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        build(Options(output_dir=str(tmp_path / "data"), **options))
    assert not (tmp_path / "data").exists()


def test_a_damaged_vocabulary(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    build(Options(output_dir=str(folder), num_train=20, num_test=4, num_processes=1))
    file = folder / "vocabulary.json"
    saved = json.loads(file.read_text())
    for change, said in (
        ({"tokens": ["a", "a"]}, "field 'tokens' has a text twice"),
        ({"lines": "many"}, "field 'lines'"),
        ({"layout": saved["layout"] | {"line_len": None}}, "layout.line_len is missing"),
    ):
        file.write_text(json.dumps(saved | change))
        with pytest.raises(UserError, match=said):
            read_data_rules(folder)


def test_a_damaged_vocabulary_of_a_canvas(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    build(Options(task="fill", output_dir=str(folder), num_train=20, num_test=4, num_processes=1))
    file = folder / "vocabulary.json"
    saved = json.loads(file.read_text())
    for change, said in (
        ({"rows": "pages"}, "'pages'"),
        ({"task": "output"}, "field 'task'"),
        ({"seq_len": 0}, "field 'seq_len'"),
        ({"tokens": ["a", "\n"]}, "which every canvas has"),
        ({"lines": 3}, "field 'lines'"),
    ):
        file.write_text(json.dumps(saved | change))
        with pytest.raises(UserError, match=said) as error:
            read_data_rules(folder)
        assert "\n" not in str(error.value)


def test_the_first_difference_of_two_formats(tmp_path: Path) -> None:
    found = []
    for task, seed in (("output", 0), ("output", 1), ("repair", 0)):
        folder = tmp_path / f"{task}{seed}"
        build(Options(task=task, output_dir=str(folder), num_train=20, num_test=4, seed=seed, num_processes=1))  # type: ignore[arg-type]
        found.append(read_data_rules(folder))
    one, other, repair = found
    assert isinstance(one, Listing) and one.first_difference(one) is None
    assert one.first_difference(other) is not None
    assert one.first_difference(repair) == "code in lines and another task"
    assert isinstance(repair, Canvas) and repair.first_difference(repair) is None
    assert repair.first_difference(one) == "code on a canvas and another task"
    assert repair.first_difference(replace(repair, task="fill")) is not None
    changed = replace(repair, tokens=("?", *repair.tokens[1:]))
    assert repair.first_difference(changed) == f"token 6 is {repair.tokens[0]!r} and '?'"
