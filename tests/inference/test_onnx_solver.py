"""OnnxModel: files that are damaged or made by others are refused in one line; a file of text has its vocabulary."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inference import open_model
from inference.onnx_solver import KEY, OnnxModel
from tests.harness import RUN, pretrain
from tests.onnx_files import export, exported, require_extra
from tests.text_data import questions, write_questions
from utils.errors import UserError

PUZZLE = "..2.....4...3..4"


@pytest.fixture(autouse=True)
def _extra() -> None:
    require_extra()


def test_answers_are_those_of_the_checkpoint() -> None:
    file = exported("sudoku4x4").file
    ours, theirs = OnnxModel(file).solve(PUZZLE, trace=True), open_model("pretrained/sudoku4x4").solve(PUZZLE)
    assert ours.text == theirs.text and ours.obeys_rules and len(ours.trace) == ours.steps
    assert OnnxModel(file, task="maze").rules.__name__ == "dataset.maze.rules"


def changed(folder: Path, change: Callable[[Any, dict[str, Any]], None]) -> Path:
    """A copy of a file of which the proto or the description is another."""
    import onnx

    proto = onnx.load(exported("sudoku4x4").file)
    described = json.loads(proto.metadata_props[0].value)
    change(proto, described)
    if proto.metadata_props:
        onnx.helper.set_model_props(proto, {KEY: json.dumps(described)})
    file = folder / "changed.onnx"
    onnx.save(proto, file)
    return file


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda proto, _: proto.ClearField("metadata_props"), "holds no improvement step"),
        (lambda _, described: described.update(version=2), "is of version 2, and 1 is read here"),
        (lambda _, described: described.pop("version"), "is of version None, and 1 is read here"),
        (lambda _, described: described.pop("task"), r"is damaged \(task: Field required\)"),
        (lambda _, described: described.update(secret=1), r"is damaged \(secret: Extra inputs"),
        (lambda _, described: described.update(halt_max_steps=10**9), r"is damaged \(halt_max_steps: "),
        (lambda _, described: described.update(seq_len=81), r"is damaged \(inputs and outputs have other shapes\)"),
        (lambda _, described: described["first_latents"].pop("z_L"), r"inputs and outputs have other shapes"),
        (lambda _, described: described["first_latents"]["z_L"].update(positions=10**9), "more than 67108864 numbers"),
        (lambda _, described: described.update(task="chess"), "no task 'chess'"),
    ],
)
def test_descriptions_that_are_wrong(tmp_path: Path, change: Callable[[Any, Any], None], said: str) -> None:
    file = changed(tmp_path, change)
    with pytest.raises(UserError, match=said):
        OnnxModel(file)


def test_a_graph_that_cannot_compute(tmp_path: Path) -> None:
    """Its shapes are right and its tokens lie outside of the vocabulary's table."""

    def shrink(proto: Any, _: Any) -> None:
        for tensor in proto.graph.initializer:
            if list(tensor.dims) == [6, 64] and "embed" in tensor.name:
                tensor.dims[0], tensor.raw_data = 1, tensor.raw_data[: 4 * 64]
                return
        raise AssertionError("the table of tokens is there")

    model = OnnxModel(changed(tmp_path, shrink))
    with pytest.raises(UserError, match=r"changed.onnx cannot be computed \(.*"):
        model.solve(PUZZLE)


def test_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    file = exported("sudoku4x4").file
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(UserError, match="ONNX files need the extra onnx: uv sync --extra onnx"):
        OnnxModel(file)


def test_text_is_read_by_the_vocabulary_in_the_file(tmp_path: Path) -> None:
    write_questions(tmp_path / "data/qa")
    assert pretrain("data_paths=[data/qa]", "evaluators=[]", "epochs=1", cwd=tmp_path).status == 0
    ended = export("--checkpoint", str(RUN), "--output", "qa.onnx", cwd=tmp_path)
    assert ended.status == 0 and "rows of random tokens" in ended.out, ended.err
    ours, theirs = OnnxModel(tmp_path / "qa.onnx"), open_model(tmp_path / RUN, device="cpu")
    assert ours.is_text and ours.rules == theirs.rules
    question = questions()["train", "all"][0].question
    assert ours.parse(question).tolist() == theirs.parse(question).tolist()
    assert ours.solve(question).text == theirs.solve(question).text
