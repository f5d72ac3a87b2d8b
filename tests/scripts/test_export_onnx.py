"""scripts/export_onnx.py: the file computes what torch computes, says what it is, and is not written otherwise."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from dataset.puzzle_dataset import PuzzleDataset
from dataset.tasks import draw_examples, load_puzzle
from inference.onnx_solver import KEY, Description, OnnxModel
from inference.steps import improvement_steps, set_steps
from models.calibration import FEATURES
from runs.calibrated import write_calibration
from runs.open import open_run
from runs.pretrained import PRETRAINED_FOLDER
from scripts import export_onnx
from tests.harness import ROOT, RUN, refused
from tests.onnx_files import export, exported, require_extra

STEPS = 16
ALLOWED = 1e-4


@pytest.fixture(autouse=True)
def _extra() -> None:
    require_extra()


def differences(file: Path, checkpoint: Path, puzzles: np.ndarray, dtype: str) -> tuple[float, float]:
    """The largest difference over all steps of logits, halting probability and changes of latents; the largest logit.

    Torch computes in this precision.
    """
    network = open_run(checkpoint).build_model(torch.device("cpu"), dtype=dtype)
    set_steps(network, STEPS)
    model = OnnxModel(file)
    difference = largest = 0.0
    for inputs in puzzles:
        theirs = improvement_steps(network, inputs, torch.device("cpu"))
        for ours, other in zip(model.states(inputs, STEPS), theirs, strict=True):
            assert ours.number == other.number and ours.logits.shape == other.logits.shape
            assert ours.changes.keys() == other.changes.keys()
            pairs = [(ours.changes[name], other.changes[name]) for name in ours.changes]
            pairs.append((ours.halt_probability, other.halt_probability))
            found = [float(np.abs(ours.logits - other.logits).max()), *(abs(a - b) for a, b in pairs)]
            difference = max(difference, *found)
            largest = max(largest, float(np.abs(other.logits).max()))
    return difference, largest


@pytest.mark.parametrize("name", ["sudoku4x4", "maze9x9", "rubik2x2"])
def test_pretrained_networks_equal_torch_over_16_steps(name: str) -> None:
    """To 1e-4 in float64, and in float32 to 1e-4 of the largest logit: there, steps may magnify roundings."""
    files = exported(name)
    told = re.search(
        r"over 16 steps of 20 puzzles, logits differ from torch's by at most (\S+) in float64", files.printed
    )
    assert told and float(told[1]) <= ALLOWED
    trained = open_run(PRETRAINED_FOLDER / name)
    task = str(next(iter(trained.tasks.values())))
    puzzles = draw_examples(load_puzzle(task), task, 6, trained.metadata.seq_len, np.random.default_rng(1))
    assert puzzles is not None
    difference, _ = differences(files.exact, PRETRAINED_FOLDER / name, puzzles, "float64")
    assert difference <= ALLOWED
    difference, largest = differences(files.file, PRETRAINED_FOLDER / name, puzzles, "float32")
    assert difference <= ALLOWED * largest


def description(file: Path) -> Description:
    return OnnxModel(file).step.description


def test_the_file_says_what_it_is() -> None:
    import onnx

    file = exported("sudoku4x4").file
    proto = onnx.load(file)
    onnx.checker.check_model(proto, full_check=True)
    assert [entry.key for entry in proto.metadata_props] == [KEY]
    assert {each.domain for each in proto.opset_import} == {""} and not proto.functions, "official operators alone"
    found = description(file)
    assert (found.task, found.seq_len, found.vocab_size, found.halt_max_steps) == ("sudoku", 16, 6, 16)
    assert found.signs == "?.1234" and len(found.examples) == 20 and found.checkpoint == "pretrained/sudoku4x4"
    assert {name: first.positions for name, first in found.first_latents.items()} == {"z_H": 16, "z_L": 16}
    content = file.read_bytes()
    for source in (str(ROOT), "trm.py", "layers.py"):
        assert source.encode() not in content, "where the network's code lies is nobody's business"
    weights = sum(tensor.numel() for tensor in (open_run(PRETRAINED_FOLDER / "sudoku4x4").weights or {}).values())
    assert len(content) < 4 * weights + 40_000


def test_a_run_with_puzzle_embeddings(trained: Path) -> None:
    ended = export("--checkpoint", str(RUN), "--output", "out/toy.onnx", "--data-path", "data/toy", cwd=trained)
    assert ended.status == 0, ended.err
    file = trained / "out/toy.onnx"
    test = PuzzleDataset([trained / "data/toy"], "test").sets[0]
    assert description(file).examples == test.inputs.tolist()
    difference, largest = differences(file, trained / RUN, test.inputs, "float32")
    assert difference <= ALLOWED * largest
    import onnx

    assert {each.name for each in onnx.load(file).graph.input} == {"inputs", "puzzle_identifiers", "z_H", "z_L"}


def test_a_task_that_draws_no_puzzles(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_onnx, "draw_examples", lambda *_: None)
    ended = export("--checkpoint", str(RUN), "--output", "toy.onnx", cwd=trained)
    assert "over 16 steps of 20 rows of random tokens" in ended.out
    assert description(trained / "toy.onnx").examples == []


@pytest.mark.parametrize("step", ["export", "in_float32"])
def test_a_file_that_differs_is_not_written(trained: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """One weight is another one in the file than in torch, in both precisions or in float32 alone."""
    from onnx import numpy_helper

    honest = getattr(export_onnx, step)

    def changed(*arguments: Any) -> Any:
        proto = honest(*arguments)
        weight = max(proto.graph.initializer, key=lambda tensor: len(tensor.raw_data))
        weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight) * 1.01, weight.name))
        return proto

    monkeypatch.setattr(export_onnx, step, changed)
    said = refused(export, "--checkpoint", str(RUN), "--output", "toy.onnx", cwd=trained)
    assert re.search(
        r"toy.onnx is not written: over 16 steps of 20 puzzles, logits differ from torch's by at most", said
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--checkpoint", str(RUN), "--output", "toy.bin"], "--output toy.bin: the name must end in .onnx"),
        (["--checkpoint", "nothing", "--output", "toy.onnx"], "no checkpoint at nothing"),
        (
            ["--checkpoint", str(PRETRAINED_FOLDER / "qa_default"), "--output", "toy.onnx"],
            "qa_default has encoder=lines_with_subquestions; only networks with encoder=tokens can be exported",
        ),
        (
            ["--checkpoint", str(PRETRAINED_FOLDER / "tool_calling"), "--output", "toy.onnx"],
            "only networks with encoder=tokens can be exported",
        ),
        (["--checkpoint", str(RUN), "--output", "toy.onnx", "--data-path", "nowhere"], "nowhere"),
    ],
)
def test_mistakes(trained: Path, arguments: list[str], said: str) -> None:
    assert said in refused(export, *arguments, cwd=trained)


def test_a_calibrated_network_is_refused(trained: Path) -> None:
    checkpoint = open_run(trained / RUN).checkpoint
    write_calibration(checkpoint, torch.ones(1 + len(FEATURES)))
    try:
        said = refused(export, "--checkpoint", str(RUN), "--output", "toy.onnx", cwd=trained)
    finally:
        write_calibration(checkpoint, None)
    assert "is calibrated, which a file of ONNX does not hold" in said


def test_a_missing_extra(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    said = refused(export, "--checkpoint", str(RUN), "--output", "toy.onnx", cwd=trained)
    assert said.startswith("this needs the extra onnx: uv sync --extra onnx")
