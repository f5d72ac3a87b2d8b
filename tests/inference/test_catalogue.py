"""The list of networks: its order, reasons why some cannot be used, and that nothing else can be opened."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from inference.catalogue import Catalogue, Entry
from runs.integrity import MODEL_FILE, STATE_FILE, save_files, saved_at
from tests.harness import RUN, load
from utils.errors import UserError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folders(trained: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two runs and two pretrained networks, entered."""
    monkeypatch.chdir(trained)
    shutil.copytree(RUN, RUN.with_name("later"))
    for checkpoint in RUN.with_name("later").glob("step_*"):
        contents = {name: load(checkpoint / name) for name in (MODEL_FILE, STATE_FILE)}
        save_files(checkpoint, contents, saved_at(checkpoint) + 60)
    for name in ("sudoku4x4", "qa_default"):
        shutil.copytree(ROOT / "pretrained" / name, Path("pretrained") / name)
    return trained


def listed(*folders: str) -> list[Entry]:
    return Catalogue([Path(folder) for folder in folders or ("pretrained", "checkpoints")]).entries()


def only(folder: str) -> Entry:
    (entry,) = listed(folder)
    return entry


def test_the_newest_run_comes_first_and_pretrained_ones_last(folders: Path) -> None:
    found = listed()
    assert [(entry.name, entry.task, entry.fault) for entry in found] == [
        ("checkpoints/project/later", "sudoku", None),
        ("checkpoints/project/run", "sudoku", None),
        ("pretrained/sudoku4x4", "sudoku", None),
        ("pretrained/qa_default", "qa", None),
    ]
    assert len({entry.id for entry in found}) == 4 and [entry.id for entry in listed()] == [entry.id for entry in found]
    assert [entry.name for entry in listed("pretrained/qa_default", "pretrained")] == [
        "pretrained/sudoku4x4",
        "pretrained/qa_default",
    ]


def test_an_entry_leads_to_its_newest_checkpoint(folders: Path) -> None:
    catalogue = Catalogue([Path("pretrained"), Path("checkpoints")])
    places = {entry.name: catalogue.checkpoint(entry.id) for entry in catalogue.entries()}
    assert places["checkpoints/project/run"] == RUN / "step_3"
    assert places["pretrained/qa_default"] == Path("pretrained/qa_default")


@pytest.mark.parametrize(
    "name", ["", ".", "../..", "/etc/passwd", "pretrained/sudoku4x4", "checkpoints/project/run", "\0"]
)
def test_paths_choose_nothing(folders: Path, name: str) -> None:
    catalogue = Catalogue([Path("pretrained")])
    catalogue.entries()
    with pytest.raises(UserError, match="no such checkpoint in the list"):
        catalogue.checkpoint(name)


def break_manifest() -> None:
    Path("pretrained/sudoku4x4/manifest.json").write_text("{")


def break_weights() -> None:
    with open("pretrained/sudoku4x4/model.safetensors", "r+b") as file:
        file.truncate(1000)


def break_config() -> None:
    Path("pretrained/sudoku4x4/all_config.yaml").write_text("arch: [")


def remove_config() -> None:
    Path("pretrained/sudoku4x4/all_config.yaml").unlink()


def name_another_task() -> None:
    file = Path("pretrained/sudoku4x4/manifest.json")
    content = json.loads(file.read_text())
    content["data"]["data/sudoku4x4"]["task"] = "../arc <b>"
    file.write_text(json.dumps(content))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (break_manifest, "manifest.json is not JSON"),
        (break_weights, "model.safetensors is damaged"),
        (break_config, "all_config.yaml"),
        (remove_config, "no config at"),
        (name_another_task, "no task '../arc <b>'"),
    ],
)
def test_what_cannot_be_used_is_listed_last_with_its_reason(folders: Path, change: object, said: str) -> None:
    change()  # type: ignore[operator]
    last = listed()[-1]
    assert last.name == "pretrained/sudoku4x4" and last.fault is not None and said in last.fault
    assert [entry.fault for entry in listed()[:-1]] == [None] * 3


def test_runs_without_a_good_checkpoint(folders: Path) -> None:
    (RUN / "step_3/model.pt").write_bytes(b"short")
    for checkpoint in RUN.with_name("later").glob("step_*"):
        shutil.rmtree(checkpoint)
    RUN.with_name("later").joinpath("latest").unlink()
    faults = {entry.name: entry.fault for entry in listed("checkpoints")}
    assert "the checkpoint is damaged; the newest good one is" in (faults["checkpoints/project/run"] or "")
    assert "holds no checkpoint yet" in (faults["checkpoints/project/later"] or "")


def test_links_out_of_the_folder_are_not_followed(folders: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    shutil.copytree(Path("pretrained/sudoku4x4"), outside / "network")
    Path("linked").mkdir()
    Path("linked/network").symlink_to(outside / "network")
    assert "is a link out of linked" in (only("linked").fault or "")

    Path("files").mkdir()
    shutil.copytree(Path("pretrained/sudoku4x4"), "files/network")
    catalogue = Catalogue([Path("files")])
    (entry,) = catalogue.entries()
    assert entry.fault is None and catalogue.checkpoint(entry.id)
    os.replace("files/network/model.safetensors", outside / "model.safetensors")
    Path("files/network/model.safetensors").symlink_to(outside / "model.safetensors")
    with pytest.raises(UserError, match="model.safetensors is a link out of files"):
        catalogue.checkpoint(entry.id)

    Path("steps").mkdir()
    shutil.copytree(RUN, "steps/run")
    shutil.move("steps/run/step_3", outside / "step_3")
    Path("steps/run/step_3").symlink_to(outside / "step_3")
    assert "step_3 is a link out of steps" in (only("steps").fault or "")


def test_a_chosen_folder_may_be_a_link_itself(folders: Path) -> None:
    Path("link").symlink_to("pretrained")
    assert [entry.name for entry in listed("link")] == ["link/sudoku4x4", "link/qa_default"]
    assert listed("link")[0].fault is None


def test_names_of_every_kind(folders: Path) -> None:
    names = ["<img src=x onerror=alert(1)>", "\"quotes\" & 'more'", "two\nlines", "\x1b[31mred"]
    for name in (*names, os.fsdecode(b"no text \xff")):
        shutil.copytree("pretrained/sudoku4x4", Path("named") / name)
    found = listed("named")
    assert all(entry.name.isprintable() and json.dumps(entry.name) for entry in found) and len(found) == 5
    assert {f"named/{name}" for name in names[:2]} < {entry.name for entry in found}


def test_a_folder_that_is_missing() -> None:
    with pytest.raises(UserError, match="no folder nowhere"):
        Catalogue([Path("nowhere")])
