"""Every number that a builder takes, as wrong as can be: a data set or one line, soon, and nothing half written.

Builders and their options are found: a new one is tested without a change here.
"""

from __future__ import annotations

import dataclasses
import importlib
import os
import resource
import types
import typing
from pathlib import Path

import pytest

from dataset.options import require_at_most, require_room_for
from tests.dataset.builders import BUILDERS, TINY
from tests.harness import call, changes, snapshot
from utils import room
from utils.errors import UserError

NUMBERS = ("-1", "0", str(10**12), "1" + "0" * 40, "9" * 5000, "1e9", "nan", "many", "")
"""The last four are no whole numbers: the command line itself refuses them, with status 2."""


def options_of(builder: str) -> list[str]:
    kinds = typing.get_type_hints(importlib.import_module(f"dataset.{builder}").Options)
    found = []
    for name, kind in kinds.items():
        parts = kind.__args__ if isinstance(kind, types.UnionType) else (kind,)
        if {int, float} & set(parts):
            found.append(name)
    return found


CASES = [(builder, name) for builder in BUILDERS for name in options_of(builder)]


def test_the_options_are_found() -> None:
    assert len(CASES) > 35 and ("build_sudoku_dataset", "min_difficulty") in CASES


@pytest.mark.parametrize(("builder", "name"), CASES)
def test_numbers_out_of_any_sense(tmp_path: Path, builder: str, name: str) -> None:
    tiny = list(TINY[builder])
    flag = f"--{name.replace('_', '-')}"
    if flag in tiny:
        place = tiny.index(flag)
        del tiny[place : place + 2]
    for number, value in enumerate(NUMBERS):
        before = snapshot(tmp_path)
        ended = call(f"dataset.{builder}", *tiny, f"{flag}={value}", "--output-dir", f"data{number}", cwd=tmp_path)
        assert ended.status in (0, 1, 2), ended.err
        if ended.status == 1:
            assert len(ended.error) <= 1000
        if ended.status:
            assert not changes(before, tmp_path)
        assert value != "many" or "many" in ended.error


@pytest.mark.parametrize("builder", BUILDERS)
def test_output_folders_that_cannot_be(tmp_path: Path, builder: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("mine")
    for folder, said in (
        ("file", "is a file"),
        ("file/data", "cannot write file/data: "),
        ("circle/data", "circle"),
        ("x" * 250, "too long"),
        (f"{'x' * 300}/data", "too long"),
        ("", "must name a folder of its own"),
        (".", "must name a folder of its own"),
        ("full", "holds mine.txt"),
        ("/proc/data", "cannot write /proc/data"),
    ):
        before = snapshot(tmp_path)
        ended = call(f"dataset.{builder}", *TINY[builder], "--output-dir", folder, cwd=tmp_path)
        assert said in ended.error, folder
        assert not changes(before, tmp_path)


def test_room_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "free_memory", lambda: 10**9)
    require_room_for(1000, 81, "1000 grids", tmp_path / "data")
    with pytest.raises(UserError, match="^9 grids take 4 GB of memory, and 1 GB are free: ask for fewer$"):
        require_room_for(10**6, 1000, "9 grids", tmp_path / "data")
    monkeypatch.setattr(room, "free_memory", lambda: None)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: types.SimpleNamespace(free=10**6))
    with pytest.raises(UserError, match="9 grids take 2 GB of disk, and .* has 1 MB free"):
        require_room_for(10**6, 1000, "9 grids", tmp_path / "data")


def test_free_memory_knows_the_limit_of_the_process() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    free = room.free_memory()
    assert free is not None and free > 0
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (used + 2**28, hard))
    try:
        limited = room.free_memory()
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    assert limited is not None and limited <= 2**28


def test_a_number_of_thousands_of_digits_is_not_printed() -> None:
    options = dataclasses.make_dataclass("Options", ["count"])(10**4000)
    with pytest.raises(UserError, match="^--count must be at most 3, not a number of 4001 digits$"):
        require_at_most(options, count=3)
