"""Folders that are whole or absent, whoever dies when."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from utils import files
from utils.files import HashedFile, leftover_of, recover_folder, remove_folder, sha256_of, whole_folder


@pytest.fixture(params=[True, False], ids=["exchanged", "renamed"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr(files, "_exchange", lambda *_: False)


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_folder_is_made_and_replaced(tmp_path: Path, _way: None) -> None:
    for text in ("first", "second"):
        with whole_folder(tmp_path / "a") as temporary:
            (temporary / text).write_text(text)
    assert content(tmp_path / "a") == {"second": "second"} and os.listdir(tmp_path) == ["a"]
    with pytest.raises(ZeroDivisionError), whole_folder(tmp_path / "a"):
        raise ZeroDivisionError
    assert content(tmp_path / "a") == {"second": "second"} and os.listdir(tmp_path) == ["a"]


def test_a_link_stays_a_link(tmp_path: Path, _way: None) -> None:
    (tmp_path / "disk/a").mkdir(parents=True)
    (tmp_path / "a").symlink_to(tmp_path / "disk/a")
    with whole_folder(tmp_path / "a") as temporary:
        (temporary / "x").write_text("x")
    assert (tmp_path / "a").is_symlink() and content(tmp_path / "disk/a") == {"x": "x"}
    assert os.listdir(tmp_path / "disk") == ["a"]


def test_recovery(tmp_path: Path) -> None:
    for name in (".a.old-1", ".a.tmp-1", ".a.gone-1", ".b.tmp-1", ".a.b.tmp-1", ".a.old-x"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text(name)
    recover_folder(tmp_path / "a")
    assert sorted(os.listdir(tmp_path)) == [".a.b.tmp-1", ".a.old-x", ".b.tmp-1", "a"]
    assert content(tmp_path / "a") == {"x": ".a.old-1"}
    assert leftover_of(".a.b.tmp-1") == "a.b" and leftover_of(".a.old-x") is None and leftover_of(".lock") is None
    (tmp_path / ".a.old-2").mkdir()
    recover_folder(tmp_path / "a")
    assert content(tmp_path / "a") == {"x": ".a.old-1"} and not (tmp_path / ".a.old-2").exists()
    recover_folder(tmp_path / "nowhere/a")


def test_removal_frees_the_name_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/x").touch()
    monkeypatch.setattr(files.shutil, "rmtree", lambda *_, **__: None)  # as if somebody were writing there
    remove_folder(tmp_path / "a")
    monkeypatch.undo()
    assert not (tmp_path / "a").exists()
    recover_folder(tmp_path / "a")
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("sizes", [(), (3, 3), (3_000_000, 1, 2_000_000), (1,) * 100])
def test_hashing(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    file = HashedFile(tmp_path / "a")
    with io.BufferedWriter(file, 1000) as buffered:
        for size in sizes:
            buffered.write(memoryview(os.urandom(size)))
    assert file.hexdigest() == sha256_of(tmp_path / "a")
    assert file.size == sum(sizes) == (tmp_path / "a").stat().st_size
