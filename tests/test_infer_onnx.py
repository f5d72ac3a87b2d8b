"""infer.py --onnx: the answers, traces and pictures that the checkpoint gives, by onnxruntime."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from inference import solver
from tests.harness import RUN, Ended, infer, puzzle_text, refused, toy_puzzles
from tests.onnx_files import export, exported, require_extra


@pytest.fixture(scope="module")
def folder(learned_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with toy.onnx of a run that has learned."""
    require_extra()
    made = tmp_path_factory.mktemp("onnx")
    ended = export("--checkpoint", str(learned_once / RUN), "--output", str(made / "toy.onnx"), cwd=made)
    assert ended.status == 0, ended.err
    return made


def without_numbers(ended: Ended) -> str:
    """What was printed, apart from who answered and from probabilities, in which float32 and float64 may differ."""
    return re.sub(r"right [01]\.\d{3}", "right ?", ended.out.partition("question")[2] or ended.out)


@pytest.mark.parametrize("options", [(), ("--trace",), ("--trace", "--steps", "3", "--no-halt"), ("--tries", "4")])
def test_the_same_output(
    folder: Path, learned_once: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    puzzles = [puzzle_text(row) for row in toy_puzzles(4, 1, seed=1)[0]]
    expected = [infer("--puzzle", each, "--checkpoint", str(RUN), *options, cwd=learned_once) for each in puzzles]
    assert any(each.status == 0 for each in expected)
    monkeypatch.setattr(solver, "improvement_steps", None)  # torch's own
    for puzzle, theirs in zip(puzzles, expected, strict=True):
        ours = infer("--puzzle", puzzle, "--onnx", "toy.onnx", *options, cwd=folder)
        assert (ours.status, ours.err, without_numbers(ours)) == (theirs.status, theirs.err, without_numbers(theirs))
        assert "--trace" not in options or ours.out.startswith("toy.onnx\n")


def test_pictures_and_traces(folder: Path) -> None:
    pytest.importorskip("PIL", reason="the extra viz is not installed")
    files = [f"out/steps.{ending}" for ending in ("html", "gif", "png", "json")]
    arguments = ["--html", files[0], "--gif", files[1], "--png", files[2], "--trace-file", files[3]]
    puzzle = puzzle_text(toy_puzzles(1, 1, seed=1)[0][0])
    ended = infer("--puzzle", puzzle, "--onnx", "toy.onnx", "--steps", "3", "--no-halt", *arguments, cwd=folder)
    assert "error" not in ended.err and all((folder / file).stat().st_size > 0 for file in files)
    trace: dict[str, Any] = json.loads((folder / files[3]).read_text())
    assert trace["title"] == "toy.onnx" and len(trace["steps"]) == 3
    assert trace["steps"][0]["changes"].keys() == {"z_H", "z_L"}


def test_a_cube_is_asked_for_by_its_option() -> None:
    file = exported("rubik2x2").file
    ended = infer("--cube", "R U'", "--onnx", file.name, cwd=file.parent)
    assert ended.status == 0 and ended.out.splitlines()[0] == "U R'", ended.err


PUZZLE = "3..4.1....3.2..1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--onnx", "missing.onnx"], "no such file: missing.onnx"),
        (["--onnx", "folder.onnx"], "folder.onnx is a folder, and a file is needed"),
        (["--onnx", "text.onnx"], "text.onnx is damaged or no ONNX file ("),
        (["--onnx", "empty.onnx"], "empty.onnx is damaged or no ONNX file ("),
        (["--onnx", "half.onnx"], "half.onnx is damaged or no ONNX file ("),
        (["--onnx", "other.onnx"], "other.onnx holds no improvement step; scripts/export_onnx.py writes files that do"),
        (["--onnx", "toy.onnx", "--checkpoint", "x"], "--onnx takes the place of --checkpoint; name one of them"),
        (["--onnx", "toy.onnx", "--config", "x"], "--onnx takes the place of --config; name one of them"),
        (["--onnx", "toy.onnx", "--device", "cuda"], "--device cuda: --onnx computes on the CPU"),
        (["--onnx", "toy.onnx", "--task", "chess"], "no task 'chess'"),
        (
            ["--onnx", "toy.onnx", "--cycles", "--html", "x.html"],
            "toy.onnx holds whole improvement steps and no cycles",
        ),
        (["--onnx", "toy.onnx", "--query", "How warm is it?"], "--puzzle does not go with --query"),
    ],
)
def test_mistakes(folder: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    import onnx

    content = (folder / "toy.onnx").read_bytes()
    (tmp_path / "folder.onnx").mkdir()
    for name, written in {"toy": content, "half": content[: len(content) // 2], "text": b"hello", "empty": b""}.items():
        (tmp_path / f"{name}.onnx").write_bytes(written)
    one = onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1])
    two = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [1])
    graph = onnx.helper.make_graph([onnx.helper.make_node("Abs", ["x"], ["y"])], "g", [one], [two])
    opset = [onnx.helper.make_opsetid("", 18)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opset, ir_version=8), tmp_path / "other.onnx")
    assert said in refused(infer, "--puzzle", PUZZLE, *arguments, cwd=tmp_path)


def test_puzzles_of_another_size_and_options_of_others(folder: Path) -> None:
    toy = ("--onnx", "toy.onnx")
    said = refused(infer, "--puzzle", "." * 81, *toy, cwd=folder)
    assert said == "the puzzle has 81 cells, the model of toy.onnx was trained on 16"
    assert "--ask: toy.onnx was not trained on text" in refused(infer, "--ask", "Where is Ann?", *toy, cwd=folder)
    assert refused(infer, "--query", "How warm is it?", *toy, cwd=folder) == "--onnx does not go with --query"


def test_a_missing_extra(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    (trained / "toy.onnx").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    said = refused(infer, "--puzzle", PUZZLE, "--onnx", "toy.onnx", cwd=trained)
    assert said.startswith("ONNX files need the extra onnx: uv sync --extra onnx")
