"""ARC from end to end: a run that votes at every evaluation, and evaluate.py --submission."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest

from dataset.verify import accept
from runs.config import CONFIG_FOLDER
from tests.arc_data import write_arc_data
from tests.harness import RUN, call, evaluate, pretrain, refused, scores


@pytest.fixture(scope="module")
def trained_on_arc_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data/arc and a run on it with the evaluators of the official default configuration."""
    folder = tmp_path_factory.mktemp("arc")
    write_arc_data(folder / "data/arc")
    ended = pretrain("data_paths=[data/arc]", "epochs=2", "eval_interval=1", "global_batch_size=6", cwd=folder)
    assert ended.status == 0 and "skipped" not in ended.out, ended.err
    return folder


@pytest.fixture
def trained_on_arc(trained_on_arc_once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(trained_on_arc_once, tmp_path / "arc")


def test_training_logs_the_score_and_writes_submissions(trained_on_arc: Path) -> None:
    run = trained_on_arc / RUN
    logged = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    assert [line["step"] for line in logged if "ARC/pass@2" in line] == [1, 2]
    submissions = sorted(run.glob("evaluator_ARC_step_*/submission.json"))
    assert len(submissions) == 2
    for file in submissions:
        assert {name: len(tests) for name, tests in json.loads(file.read_text()).items()} == {"task0": 2, "task1": 2}


def test_a_submission_from_the_command_line(trained_on_arc: Path) -> None:
    shutil.rmtree(trained_on_arc / RUN / "step_1")
    last = trained_on_arc / RUN / "evaluator_ARC_step_2/submission.json"
    logged = json.loads((trained_on_arc / RUN / "metrics.jsonl").read_text().splitlines()[-1])
    report = scores("--checkpoint", str(RUN), "--submission", "to/kaggle.json", cwd=trained_on_arc)
    assert report["evaluators"] == {name: value for name, value in logged.items() if name.startswith("ARC/")}
    assert (trained_on_arc / "to/kaggle.json").read_text() == last.read_text()
    ended = evaluate(
        "--checkpoint", str(RUN), "--submission", "again.json", "--evaluators", "puzzle@Puzzle", "--num-examples", "2",
        cwd=trained_on_arc,
    )  # fmt: skip
    assert "ARC/pass@2: " in ended.out and "again.json" in ended.out
    assert "have no prediction" in ended.err
    assert json.loads((trained_on_arc / "again.json").read_text()).keys() == {"task0", "task1"}


def test_a_score_without_any_known_solution(trained_on_arc: Path) -> None:
    """Blind tests: no label, no output."""
    data = trained_on_arc / "data/arc"
    puzzles = json.loads((data / "test_puzzles.json").read_text())
    for puzzle in puzzles.values():
        for pair in puzzle["test"]:
            del pair["output"]
    (data / "test_puzzles.json").write_text(json.dumps(puzzles))
    labels = data / "test/all__labels.npy"
    np.save(labels, np.zeros_like(np.load(labels)))
    accept(data)
    report = scores("--checkpoint", str(RUN), "--submission", "blind.json", cwd=trained_on_arc)
    assert report["evaluators"] == {} and report["sets"]["all"]["count"] == 0
    assert report["sets"]["all"]["accuracy_95"] == [0, 1]
    assert len(json.loads((trained_on_arc / "blind.json").read_text())) == 2


@pytest.mark.slow
def test_the_small_set_can_be_learned(tmp_path: Path) -> None:
    """`train_arc.sh`, but for the set-up: a minute of training solves most test tasks, and votes help."""
    script = (Path(__file__).parents[1] / "train_arc.sh").read_text().replace("\\\n", " ")
    (arguments,) = re.findall(r"build_arc_dataset\.py (.*)", script)
    ended = call("dataset.build_arc_dataset", *shlex.split(arguments), cwd=tmp_path)
    assert ended.status == 0, ended.err
    train = ("experiment=arc_small", "run_name=small", "wandb.mode=disabled", "device=cpu")
    ended = call("pretrain", f"--config-path={CONFIG_FOLDER}", *train, cwd=tmp_path)
    assert ended.status == 0, ended.err
    report = scores("--data-path", "data/arc-small", "--submission", "submission.json", cwd=tmp_path)
    assert report["evaluators"]["ARC/pass@2"] >= 0.5
    assert report["evaluators"]["ARC/pass@2"] > report["sets"]["all"]["exact_accuracy"], "votes beat single answers"
    asked = json.loads((tmp_path / "data/arc-small/test_puzzles.json").read_text())
    assert json.loads((tmp_path / "submission.json").read_text()).keys() == asked.keys()


def test_other_data_have_no_submission(trained: Path) -> None:
    given = ("--checkpoint", str(RUN), "--submission")
    assert "no evaluator hands in answers to data/toy" in refused(evaluate, *given, "x.json", cwd=trained)
    (trained / "folder").mkdir()
    assert "--submission folder" in refused(evaluate, *given, "folder", cwd=trained)
