"""The folder a builder writes: one builder at a time, whole or untouched when killed, and no part left by a failure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import utils.files
from dataset.common import read_metadata
from dataset.output import claimed
from dataset.verify import verify
from dataset.writer import DatasetWriter
from tests.dataset.builders import BUILDERS, TINY
from tests.faults import largest_file
from tests.harness import ROOT, Ended, call, changes, finish, refused, snapshot, start, write_toy_data
from utils.errors import UserError
from utils.lock import Lock

XOR = ("dataset.build_xor_dataset", "--num-train-puzzles", "20", "--num-test-puzzles", "5")


def build_xor(*arguments: str, cwd: Path) -> Ended:
    return call(*XOR, *arguments, cwd=cwd)


# ---- one builder at a time


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_folder_in_use_is_left_alone(tmp_path: Path, builder: str) -> None:
    write_toy_data(tmp_path / "data")
    other = Lock(tmp_path / ".lock-data", "data")
    other.acquire()
    try:
        run: Callable[..., Ended] = lambda *a, cwd: call(f"dataset.{builder}", *a, cwd=cwd)  # noqa: E731
        error = refused(run, *TINY[builder], "--output-dir", "data", cwd=tmp_path)
    finally:
        other.release()
    assert error.startswith(f"data is in use by process {os.getpid()} on ") and " since " in error


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    hold = "from pathlib import Path; from dataset.output import claimed\nwith claimed(Path('out/data')): input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=0,
    )
    assert holder.stdout is not None and holder.stdin is not None
    while not (tmp_path / "out/.lock-data").exists() or not (tmp_path / "out/.lock-data").read_text():
        assert holder.poll() is None
        time.sleep(0.01)
    assert "in use by process" in refused(build_xor, "--output-dir", "out/data", cwd=tmp_path)
    os.symlink("out/data", tmp_path / "link")
    assert "in use by process" in refused(build_xor, "--output-dir", "link", cwd=tmp_path)
    holder.kill()
    holder.communicate()
    assert build_xor("--output-dir", "out/data", cwd=tmp_path).status == 0
    assert os.listdir(tmp_path / "out") == ["data"]


def test_two_builders_at_once(tmp_path: Path) -> None:
    """One of them may be over before the other begins; else that one is refused. The data are whole either way."""
    started = [start(XOR[0].replace(".", "/"), *XOR[1:], "--seed", str(s), cwd=tmp_path) for s in range(3)]
    ended = [finish(process) for process in started]
    assert any(one.status == 0 for one in ended)
    assert all("data/xor is in use by process" in one.error for one in ended if one.status)
    assert verify(tmp_path / "data/xor") == [] and os.listdir(tmp_path / "data") == ["xor"]


def test_a_claim_inside_a_claim_is_the_same(tmp_path: Path) -> None:
    with claimed(tmp_path / "a/data"):
        with claimed(tmp_path / "a/../a/data"):
            pass
        assert (tmp_path / "a/.lock-data").exists()
        with claimed(tmp_path / "a/other"):
            pass
    assert not list(tmp_path.iterdir())


# ---- kills


def kill_builds(folder: Path, way: str, every: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.dataset.kill_builds", str(folder), way, str(every)]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=1200).stdout)


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_killed_build_loses_nothing(tmp_path: Path, way: str) -> None:
    found = kill_builds(tmp_path, way, every=15)
    assert found["wrong"] == [] and found["kills"] >= 8


@pytest.mark.slow
@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_build_killed_before_every_event_loses_nothing(tmp_path: Path, way: str) -> None:
    found = kill_builds(tmp_path, way, every=1)
    assert found["wrong"] == [] and found["kills"] >= 100


def test_leftovers_are_put_right_by_the_next_build(tmp_path: Path) -> None:
    older = write_toy_data(tmp_path / "data")
    os.rename(older, tmp_path / ".data.old-1")
    for name in (".data.tmp-2", ".data.gone-3", ".data.tmp-x", ".other.tmp-4"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    with pytest.raises(UserError, match=r"no data set at .* left the older one as .*\.data\.old-1"):
        read_metadata(older, "train")
    assert build_xor("--num-train-puzzles", "0", "--output-dir", "data", cwd=tmp_path).status == 1
    assert sorted(os.listdir(tmp_path)) == [".data.tmp-x", ".other.tmp-4", "data"]
    assert verify(older) == [] and read_metadata(older, "train").seq_len == 16


# ---- no place, no room


def impossible(folder: Path) -> Iterator[tuple[str, str]]:
    """Output folders that cannot be, and what is said."""
    (folder / "file").write_text("mine")
    (folder / "loop").symlink_to("loop")
    (folder / "full").mkdir()
    (folder / "full/mine.txt").write_text("mine")
    yield "file", "file is a file"
    yield "file/data", "cannot write file/data: "
    yield "file/a/b/data", "cannot write file/a/b/data: "
    yield "loop", "cannot write loop: "
    yield "loop/data", "cannot write loop/data: "
    yield "full", "full holds mine.txt"
    yield "a\0b", "NUL"
    yield "x" * 300, "name too long"
    yield "x" * 252, "name too long"
    yield "y/" * 3000 + "data", "name too long"
    yield "/dev/null", "/dev/null is a file"
    yield "/dev/null/data", "cannot write /dev/null/data: "
    yield "/proc/nowhere", "cannot write /proc/nowhere: "
    yield "/", "must name a folder of its own"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_an_output_folder_that_cannot_be(tmp_path: Path) -> None:
    for name, said in impossible(tmp_path):
        error = refused(build_xor, "--output-dir", name, cwd=tmp_path)
        assert said.lower() in error.lower(), (name[:40], error)


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_says_so(tmp_path: Path, builder: str) -> None:
    (tmp_path / "file").write_text("mine")
    run: Callable[..., Ended] = lambda *a, cwd: call(f"dataset.{builder}", *a, cwd=cwd)  # noqa: E731
    assert "cannot write file/data" in refused(run, *TINY[builder], "--output-dir", "file/data", cwd=tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    assert "cannot write closed/data: Permission" in refused(build_xor, "--output-dir", "closed/data", cwd=tmp_path)


@pytest.mark.parametrize("size", [0, 10, 100, 140, 250, 400, 1000])
@pytest.mark.parametrize("builder", ["build_xor_dataset", "build_qa_dataset", "build_arc_dataset"])
def test_a_full_disk(tmp_path: Path, builder: str, size: int) -> None:
    older = tmp_path / "out/older"
    write_toy_data(older)

    def run(*arguments: str, cwd: Path) -> Ended:
        with largest_file(size):
            return call(f"dataset.{builder}", *arguments, cwd=cwd)

    for output in ("out/older", "new/place/data"):
        assert f"cannot write {output}: File too large" in refused(
            run, *TINY[builder], "--output-dir", output, cwd=tmp_path
        )
    assert verify(older) == []


@pytest.mark.parametrize("call_number", range(1, 40, 3))
def test_a_disk_that_fills_up_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call_number: int) -> None:
    write_toy_data(tmp_path / "older")
    before = snapshot(tmp_path)
    count = 0

    def full(*_: object) -> None:
        nonlocal count
        count += 1
        if count == call_number:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    try:
        for output in ("older", "a/new"):
            with DatasetWriter(tmp_path / output, task="toy", vocab_size=7, seq_len=4, seed=0) as writer:
                for split in ("train", "test"):
                    writer.add_set(split, inputs=np.ones((3, 4), int), labels=np.ones((3, 4), int))
            before = snapshot(tmp_path)
    except UserError as error:
        assert f"cannot write {tmp_path / output}: No space left on device" in str(error)
        changed = changes(before, tmp_path)
        # the last syncs are of the folders around, once the new data are in place
        assert not changed or verify(tmp_path / output) == [] and not any(".tmp-" in name for name in changed)
    else:
        assert count < call_number


def test_a_symlinked_folder_stays_one(tmp_path: Path) -> None:
    (tmp_path / "disk/there").mkdir(parents=True)
    os.symlink("disk/there", tmp_path / "data")
    os.symlink("disk/new", tmp_path / "other")
    for output in ("data", "data", "other"):
        assert build_xor("--output-dir", output, cwd=tmp_path).status == 0
        assert (tmp_path / output).is_symlink() and verify(tmp_path / output) == []
    assert sorted(os.listdir(tmp_path)) == ["data", "disk", "other"]
    assert sorted(os.listdir(tmp_path / "disk")) == ["new", "there"]


def test_a_failure_of_the_builder_leaves_no_folder(tmp_path: Path) -> None:
    assert "at least 1" in refused(build_xor, "--num-train-puzzles", "0", "--output-dir", "a/b/c", cwd=tmp_path)
    (tmp_path / "a").mkdir()
    assert "at least 1" in refused(build_xor, "--num-train-puzzles", "0", "--output-dir", "a/b/c", cwd=tmp_path)
    with pytest.raises(KeyboardInterrupt), claimed(tmp_path / "a/b/c"):
        raise KeyboardInterrupt
    assert os.listdir(tmp_path / "a") == []


def test_without_exchange_the_older_set_is_replaced_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utils.files, "_exchange", lambda *_: False)
    write_toy_data(tmp_path / "data")
    assert build_xor("--output-dir", "data", cwd=tmp_path).status == 0
    assert os.listdir(tmp_path) == ["data"] and read_metadata(tmp_path / "data", "train").seq_len == 9
