"""A run's folder: one writer, damage that is noticed, and what killed processes leave is put right."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runs.checkpoints import list_checkpoints
from runs.config import load_config
from tests.harness import (
    RUN,
    assert_same_end,
    changes,
    evaluate,
    finish,
    pretrain,
    signal_after_step,
    snapshot,
    start,
    tiny,
    write_toy_data,
)
from tests.training.resume.story import STORY, logged_lines, resume
from training import loop, saving
from utils.lock import Lock


def test_leftovers_of_a_killed_process_are_removed(stopped: Path, undisturbed: Callable[..., Path]) -> None:
    run = stopped / RUN
    for name in (".step_8.tmp-123", ".step_6.old-123", ".step_1.gone-123", "step_3"):
        (run / name).mkdir()
        shutil.copy(run / "step_7/model.pt", run / name)  # a half: without train_state.pt
    for name in (".latest.tmp-123", ".best.tmp-123", ".manifest.json.tmp-123"):
        (run / name).write_text("half")
    ended = resume(stopped)
    assert ended.status == 0 and f"continuing from {RUN}/step_7" in ended.out
    assert not list(run.glob(".*")) and not (run / "step_3").exists()
    assert_same_end(run, undisturbed(*STORY, "checkpoint_interval=2"))


def test_a_folder_that_was_moved_aside_comes_back(stopped: Path, undisturbed: Callable[..., Path]) -> None:
    """Where a file system cannot exchange two folders, a kill can come between two renames."""
    run = stopped / RUN
    (run / "step_7").rename(run / ".step_7.old-123")
    shutil.copytree(run / "step_6", run / ".step_7.tmp-123")
    ended = resume(stopped)
    assert ended.status == 0 and f"continuing from {RUN}/step_7" in ended.out
    assert not list(run.glob(".*"))
    assert_same_end(run, undisturbed(*STORY, "checkpoint_interval=2"))


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("name", ["model.pt", "train_state.pt", "checksums.json"])
@pytest.mark.parametrize("damage", [_cut, _flip, Path.unlink])
def test_a_damaged_newest_checkpoint(
    stopped: Path, undisturbed: Callable[..., Path], name: str, damage: Callable[[Path], None]
) -> None:
    damage(stopped / RUN / "step_7" / name)
    damage(stopped / RUN / "step_6/model.pt")
    before = snapshot(stopped)
    said = resume(stopped).error
    assert f"{RUN}/step_7/{name}" in said and f"the newest good one is {RUN}/step_5" in said and "last_good" in said
    if name != "train_state.pt":
        assert f"{RUN}/step_5" in evaluate("--checkpoint", str(RUN), cwd=stopped).error
    assert not changes(before, stopped)
    ended = resume(stopped, "resume=last_good")
    assert ended.status == 0 and f"continuing from {RUN}/step_5" in ended.out and "step_7 is passed by" in ended.err
    assert_same_end(stopped / RUN, undisturbed(*STORY, "checkpoint_interval=2"))


def test_no_good_checkpoint(stopped: Path) -> None:
    for folder in list_checkpoints(stopped / RUN):
        _flip(folder / "model.pt")
    assert "no other one is good" in resume(stopped).error
    assert "no checkpoint of" in resume(stopped, "resume=last_good").error


def test_last_good_without_a_run_starts_from_the_beginning(work: Path) -> None:
    assert pretrain("resume=last_good", cwd=work).status == 0


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"step_99\n", b"../other/step_2\n", b"x" * 10**6])
def test_a_torn_pointer(stopped: Path, undisturbed: Callable[..., Path], content: bytes) -> None:
    (stopped / RUN / "latest").write_bytes(content)
    for folder in (stopped / RUN).glob("step_*"):  # times of files say nothing
        os.utime(folder / "model.pt", (0, 2**31) if folder.name == "step_2" else (0, 0))
    ended = resume(stopped)
    assert ended.status == 0 and f"continuing from {RUN}/step_7" in ended.out
    assert_same_end(stopped / RUN, undisturbed(*STORY, "checkpoint_interval=2"))


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"folder": "../x", "metric": 1}', '{"folder": "step_2"}'])
def test_a_torn_best(work: Path, content: str) -> None:
    (work / RUN).mkdir(parents=True)
    (work / RUN / "best").write_text(content)
    error = pretrain("val_groups=2", "eval_interval=1", "global_batch_size=6", cwd=work).error
    assert f"{RUN}/best" in error


def test_other_data_and_no_manifest(stopped: Path) -> None:
    (stopped / RUN / "manifest.json").unlink()
    write_toy_data(stopped / "data/other", seed=5, test_examples=16)
    assert "trained on other data" in resume(stopped, "data_paths=[data/other]").error
    assert resume(stopped).status == 0


def test_what_is_saved_is_not_saved_again(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[int] = []
    original = saving.save_checkpoint

    def noting(state: Any, *arguments: Any, **options: Any) -> Path:
        saved.append(state.step)
        return original(state, *arguments, **options)

    monkeypatch.setattr(saving, "save_checkpoint", noting)
    with signal_after_step(2):
        ended = pretrain("checkpoint_interval=2", cwd=work)
    assert ended.status == 143 and f"saved {RUN}/step_2" in ended.out and saved == [2]
    with monkeypatch.context() as patch:  # a signal that comes before the first step
        patch.setattr(loop.StopSignals, "received", signal.SIGTERM)
        assert pretrain("checkpoint_interval=2", "resume=auto", cwd=work).status == 143
    assert saved == [2, 3]


# ---- one writer, and a folder that stays


def test_a_run_that_is_in_use(stopped: Path) -> None:
    holder = Lock(stopped / RUN / ".lock", "the test")
    holder.acquire()
    before = snapshot(stopped)
    for overrides in (("resume=auto",), ("resume=last_good",), ("resume=null", "run_name=run"), ("seed=1",)):
        said = pretrain(*STORY, *overrides, cwd=stopped).error
        assert re.fullmatch(rf"{RUN} is in use by process {os.getpid()} on \S+ since \d+-\d+-\d+ [\d:]+", said)
    assert not changes(before, stopped)
    holder.release()
    assert resume(stopped).status == 0
    assert not (stopped / RUN / ".lock").exists()


def test_a_lock_of_a_dead_process_is_taken_over(stopped: Path) -> None:
    (stopped / RUN / ".lock").write_text('{"process": 1, "host": "' + socket.gethostname() + '", "since": "then"}')
    assert resume(stopped).status == 0


def test_two_runs_of_one_name(work: Path) -> None:
    """Of several processes that start at once, one trains; the others are refused and change nothing."""
    options = tiny("epochs=400", "checkpoint_interval=1000", "log_interval=100")
    processes = [start("pretrain", *options, f"seed={seed}", cwd=work) for seed in range(3)]
    ended = [finish(process) for process in processes]
    (won,) = [number for number, end in enumerate(ended) if end.status == 0]
    for end in ended[:won] + ended[won + 1 :]:
        assert "is in use by process" in end.error or "already holds final_step_400" in end.error
    assert load_config(work / RUN / "all_config.yaml").seed == won
    assert len(logged_lines(work / RUN / "metrics.jsonl")) == 5
    assert not list((work / RUN).glob(".*"))


def test_a_refused_run_leaves_no_folder(tmp_path: Path) -> None:
    assert "no data set" in pretrain(cwd=tmp_path).error
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("again", [False, True], ids=["removed", "made again"])
def test_a_run_whose_folder_is_removed(work: Path, monkeypatch: pytest.MonkeyPatch, again: bool) -> None:
    original = loop.train_step

    def stepping(state: Any) -> None:
        original(state)
        if state.step == 5:
            shutil.rmtree(work / RUN)
            if again:
                (work / RUN).mkdir()

    monkeypatch.setattr(loop, "train_step", stepping)
    error = pretrain("epochs=12", "checkpoint_interval=2", "log_interval=3", cwd=work).error
    assert f"{RUN} was removed or replaced" in error
    assert not list((work / RUN).rglob("*"))
