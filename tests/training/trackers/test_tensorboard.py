"""TensorBoard reads back what a run wrote: scalars, steps of answers and pictures of examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.training.trackers.found import CURVES, made_evaluation
from training.trackers.tensorboard import TensorBoardTracker


@pytest.fixture
def reader(tmp_path: Path) -> Any:
    """What TensorBoard reads of a run with two lines of training and an evaluation."""
    read = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator", reason="no tensorboard")
    tracker = TensorBoardTracker(tmp_path, {"lr": 0.5, "run_name": "<b>"})
    for step in (10, 20):
        tracker.log({"train/loss": 1 / step}, step, {"perf/steps_per_second": 3.0})
    tracker.log_evaluation(made_evaluation(), 20)
    tracker.finish()
    accumulated = read.EventAccumulator(str(tmp_path / "tensorboard"), {read.IMAGES: 0, read.TENSORS: 0})
    return accumulated.Reload()


def test_what_is_read_back(reader: Any) -> None:
    scalars = {name: [(each.step, each.value) for each in reader.Scalars(name)] for name in reader.Tags()["scalars"]}
    assert scalars["train/loss"] == [(10, pytest.approx(0.1)), (20, pytest.approx(0.05))]
    assert scalars["all/exact_accuracy"] == [(20, 0.75)] and len(scalars["perf/steps_per_second"]) == 2
    by_step = [scalars[f"all_by_step/exact_accuracy_0{number}"][0][1] for number in (1, 2, 3)]
    assert by_step == CURVES.exact
    (picture,) = reader.Images("examples/0")
    assert picture.step == 20 and picture.width > picture.height > 100
    (configuration,) = reader.Tensors("configuration/text_summary")
    assert b'"lr": 0.5' in configuration.tensor_proto.string_val[0]
