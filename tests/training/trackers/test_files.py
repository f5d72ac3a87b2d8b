"""The files of a run: what an evaluation leaves, and that a resumed run drops what came after its checkpoint."""

from __future__ import annotations

from pathlib import Path

from inference.traces import read_examples
from runs.evaluations import read_evaluations
from runs.metrics import read_series
from tests.training.trackers.found import CURVES, made_evaluation
from training.trackers.files import FileTracker


def test_an_evaluation_is_recorded(tmp_path: Path) -> None:
    tracker = FileTracker(tmp_path)
    tracker.log({"train/loss": 2.0}, 5, {"perf/steps_per_second": 3.0})
    tracker.log_evaluation(made_evaluation(), 5)
    tracker.finish()
    assert read_evaluations(tmp_path / "evaluations.jsonl") == {5: {"all": CURVES}}
    step, (trace,) = read_examples(tmp_path / "examples.json")
    assert step == 5 and trace.title == "all 0" and trace.as_json() == made_evaluation().examples[0].as_json()
    assert set(read_series(tmp_path / "metrics.jsonl")) == {"train/loss", "all/exact_accuracy", "all/kind/x/exact"}
    assert read_series(tmp_path / "speeds.jsonl")["perf/steps_per_second"].values.tolist() == [3.0]


def test_what_came_after_a_checkpoint_is_dropped(tmp_path: Path) -> None:
    tracker = FileTracker(tmp_path)
    tracker.log_evaluation(made_evaluation(0.5), 5)
    saved = tracker.state_dict()
    tracker.log_evaluation(made_evaluation(0.75), 9)
    tracker.finish()
    again = FileTracker(tmp_path)
    again.load_state_dict(saved)
    again.log_evaluation(made_evaluation(0.25), 7)
    again.finish()
    assert list(read_evaluations(tmp_path / "evaluations.jsonl")) == [5, 7]
    assert read_series(tmp_path / "metrics.jsonl")["all/exact_accuracy"].values.tolist() == [0.5, 0.25]
