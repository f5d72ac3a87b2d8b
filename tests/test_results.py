"""A result is printed before any file is written, files are whole or absent, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import evaluate as program
from tests.harness import RUN, changes, evaluate, finish, infer, refused, snapshot, start
from tests.inference.made_traces import traces_on

STEP = RUN / "step_3"
NAMES = "evaluation_toy_test.json and evaluation_toy_test.csv"


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checkpoint is pruned between its scoring and its files."""
    original = program.table

    def table(*given: Any) -> str:
        shutil.rmtree(STEP)
        return original(*given)

    monkeypatch.setattr(program, "table", table)


def test_files_of_an_evaluation(trained: Path) -> None:
    before = snapshot(trained)
    ended = evaluate("--checkpoint", str(RUN), "--save-preds", cwd=trained)
    assert ended.status == 0 and not ended.err
    names = ("evaluation_toy_test.json", "evaluation_toy_test.csv", "predictions_toy_test.npz")
    files = [str(STEP / name) for name in names]
    assert changes(before, trained) == sorted(files)
    said = f"written to {STEP}/evaluation_toy_test.json and .csv, {STEP}/predictions_toy_test.npz"
    assert ended.out.splitlines()[-1] == said
    assert json.loads((trained / files[0]).read_text())["sets"]["all"]["count"] == 6
    assert len((trained / files[1]).read_text().splitlines()) == 7
    with np.load(trained / files[2]) as arrays:
        assert arrays["all/preds"].shape == (6, 16)


def test_a_gallery(trained: Path) -> None:
    ended = evaluate("--checkpoint", str(RUN), "--gallery", "4", cwd=trained)
    page = (trained / STEP / "gallery_toy_test.html").read_text()
    assert ended.status == 0 and f"{STEP}/gallery_toy_test.html" in ended.out.splitlines()[-1]
    assert len(traces_on(page)) == 4 and f"<title>{STEP} on data/toy</title>" in page
    few = refused(evaluate, "--checkpoint", str(RUN), "--gallery", "0", cwd=trained)
    assert few == "--gallery 0: must be at least 1"


def test_a_checkpoint_that_goes_meanwhile(trained: Path, gone: None) -> None:
    ended = evaluate("--checkpoint", str(RUN), cwd=trained)
    assert ended.status == 0 and "examples/s" in ended.out and "written to" not in ended.out
    assert ended.err == (
        f"not written into {STEP}: {NAMES} (the folder is gone); the result is on the screen, and --output-dir names"
        " another folder\n"
    )
    assert not (trained / STEP).exists()


def test_what_was_asked_for_is_an_error_behind_the_result(trained: Path, gone: None) -> None:
    ended = evaluate("--checkpoint", str(RUN), "--save-preds", cwd=trained)
    assert "examples/s" in ended.out and ended.status == 1
    file = STEP / "predictions_toy_test.npz"
    assert ended.err.splitlines()[1:] == [
        f"error: --save-preds: {file} could not be written (the folder is gone); the result is printed"
    ]
    assert not (trained / STEP).exists()


def test_a_disk_that_is_full(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("training.results.replace_bytes", full)
    ended = evaluate("--checkpoint", str(RUN), "--json", cwd=trained)
    assert ended.status == 0 and json.loads(ended.out)["sets"]["all"]["count"] == 6
    assert ended.err.startswith(f"not written into {STEP}: {NAMES} (No space left on device); ")


@pytest.mark.parametrize(
    ("option", "path", "said"),
    [
        ("--output-dir", "file/x", "file/x/evaluation_toy_test.json could not be written (Not a directory)"),
        ("--save-preds", None, f"{STEP}/predictions_toy_test.npz could not be written (Is a directory)"),
    ],
)
def test_a_file_that_was_asked_for(trained: Path, option: str, path: str | None, said: str) -> None:
    (trained / "file").write_text("in the way")
    (trained / STEP / "predictions_toy_test.npz").mkdir()
    before = snapshot(trained)
    ended = evaluate("--checkpoint", str(RUN), option, *([path] if path else []), cwd=trained)
    assert "examples/s" in ended.out
    assert ended.error == f"{option}: {said}; the result is printed"
    assert len(changes(before, trained)) == (0 if path else 2), "all else is written"


@pytest.mark.parametrize("stage", ["written", "in the middle"])
def test_ctrl_c_while_a_file_is_written(trained: Path, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    place, name = (os, "replace") if stage == "written" else (np, "savez_compressed")
    monkeypatch.setattr(place, name, interrupt)
    before = snapshot(trained)
    ended = evaluate("--checkpoint", str(RUN), "--save-preds", cwd=trained)
    assert ended.status == 130 and not ended.err
    assert all("." != Path(name).name[0] and "predictions" not in name for name in changes(before, trained))


def test_a_file_size_limit_leaves_no_part(trained: Path) -> None:
    """As on a disk that fills while a file is written; the limit is the process's own."""
    # Four bytes: some package that torch may import writes as many to find its temporary folder.
    limit = (
        "import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4, 4));"
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    command = [program.__file__, "--checkpoint", str(RUN), "--data-path", "data/toy"]
    before = snapshot(trained)
    ended = subprocess.run([sys.executable, "-c", limit, *command], cwd=trained, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "examples/s" in ended.stdout and f"not written into {STEP}: {NAMES} (File too large)" in ended.stderr
    assert not changes(before, trained)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
def test_a_full_disk_behind_the_screen(trained: Path) -> None:
    """Then the files are all that is left of the result."""
    with open("/dev/full", "w") as full:
        command = [sys.executable, program.__file__, "--checkpoint", str(RUN), "--data-path", "data/toy"]
        ended = subprocess.run(command, cwd=trained, stdout=full, stderr=subprocess.PIPE, text=True)
    assert ended.returncode == 1
    assert ended.stderr == "error: standard output could not be written to (No space left on device)\n"
    assert (trained / STEP / "evaluation_toy_test.json").is_file()


@pytest.mark.parametrize(
    ("run", "arguments", "said"),
    [
        (evaluate, ["--steps", "1000000000"], "--steps 1000000000: must be at most 10000"),
        (evaluate, ["--batch-size", "1000000000000"], "--batch-size 1000000000000: must be at most 16777216"),
        (infer, ["--puzzle", "." * 16, "--tries", "1000000000"], "--tries 1000000000: must be at most 10000"),
        (infer, ["--puzzle", "." * 16, "--steps", "1000000000"], "--steps 1000000000: must be at most 10000"),
    ],
)
def test_numbers_without_sense(trained: Path, run: Any, arguments: list[str], said: str) -> None:
    assert refused(run, "--checkpoint", str(RUN), *arguments, cwd=trained) == said


def test_float64(trained: Path) -> None:
    assert "--dtype" not in evaluate("--checkpoint", str(RUN), "--dtype", "float64", cwd=trained).err


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.05, 0.4, 1.0, 2.0, 3.0, 4.0])
@pytest.mark.parametrize("name", ["evaluate", "infer", "evaluate_math", "dataset/build_sudoku_4x4_dataset"])
def test_ctrl_c_at_any_moment(trained: Path, name: str, seconds: float) -> None:
    """Quiet with 130, or ended before the signal came; no part of a file is left."""
    before = snapshot(trained)
    given = {
        "evaluate": ["--checkpoint", str(RUN), "--steps", "3000"],
        "infer": ["--checkpoint", str(RUN), "--puzzle", "." * 16, "--no-halt", "--steps", "9000"],
        "evaluate_math": ["--checkpoint-dir", str(RUN)],
    }.get(name, ["--output-dir", "data/new"])
    process = start(name, *given, cwd=trained)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    ended = finish(process)
    if ended.status == 130:
        assert not ended.err, ended.err
        assert not [name for name in changes(before, trained) if name != "data"]
    else:
        # A signal that comes while the interpreter shuts down ends the process at once, which a shell shows as 130 too.
        assert ended.status in (0, 1, -signal.SIGINT) and "Traceback" not in ended.err
