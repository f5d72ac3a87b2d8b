"""W&B gets the same metrics under one run, also after a resume; a missing login is one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from training.tracker import WandbTracker, mode_from_environment
from utils.errors import UserError


def track(folder: Path, mode: str) -> WandbTracker:
    return WandbTracker(folder, project="p", name="n", config={"lr": 1.0}, mode=mode, entity=None, tags=[])


@pytest.mark.slow
def test_an_offline_run_keeps_its_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WANDB_MODE", raising=False)
    for step in (1, 2):
        tracker = track(tmp_path, "offline")
        tracker.log({"train/lm_loss": 0.5}, step, {"perf/samples_per_second": 9.0})
        tracker.finish()
    identity = (tmp_path / "wandb_id").read_text()
    runs = list((tmp_path / "wandb").glob("offline-run-*"))
    assert len(identity) == 8 and runs and all(identity in run.name for run in runs)


@pytest.mark.slow
def test_online_without_a_login_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("WANDB_MODE", "WANDB_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(UserError, match="wandb.mode=offline"):
        track(tmp_path, "online")


@pytest.fixture
def fresh_wandb() -> Iterator[None]:
    """W&B reads the environment once in a process, unless it is told to forget."""
    import wandb

    wandb.teardown()
    yield
    wandb.teardown()


@pytest.mark.slow
def test_an_empty_variable_means_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_wandb: None) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WANDB_SILENT", "")
    monkeypatch.setenv("WANDB_MODE", "")
    track(tmp_path, "offline").finish()
    assert len(list((tmp_path / "wandb").glob("offline-run-*"))) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("name", "value"), [("WANDB_SILENT", "maybe"), ("WANDB_INIT_TIMEOUT", "soon")])
def test_an_odd_variable_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_wandb: None, name: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    with pytest.raises(UserError, match=f"^W&B did not start \\({name}='{value}': Input should be"):
        track(tmp_path, "offline")


class Recorder:
    """Stands for wandb: keeps what it was started with."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.started: dict[str, Any] = {}
        self.environment: dict[str, str] = {}
        run = SimpleNamespace(settings=SimpleNamespace(sync_dir=str(folder)), log=lambda *_: None, finish=lambda: None)

        def init(**given: Any) -> SimpleNamespace:
            self.started, self.environment = given, dict(os.environ)
            return run

        monkeypatch.setitem(sys.modules, "wandb", SimpleNamespace(init=init, Settings=lambda **_: None))


def test_an_offline_run_says_how_to_upload_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Recorder(monkeypatch, tmp_path / "wandb/a b")
    track(tmp_path, "offline").finish()
    assert capsys.readouterr().out == "W&B recorded offline; to upload it: wandb sync 'wandb/a b'\n"
    track(tmp_path, "online").finish()
    assert capsys.readouterr().out == ""


def test_the_environment_of_wandb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mode is ours, and empty variables are hidden while W&B starts; afterwards all is as before."""
    for name, value in (("WANDB_SILENT", ""), ("WANDB_MODE", "disabled"), ("WANDB_TAGS", "x")):
        monkeypatch.setenv(name, value)
    recorder = Recorder(monkeypatch, tmp_path)
    before = dict(os.environ)
    track(tmp_path, "online")
    assert recorder.started["mode"] == "online"
    seen = {name: value for name, value in recorder.environment.items() if name.startswith("WANDB")}
    assert "WANDB_SILENT" not in seen and "WANDB_MODE" not in seen and seen["WANDB_TAGS"] == "x"
    assert dict(os.environ) == before


def test_names_are_made_to_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch, tmp_path)
    WandbTracker(tmp_path, "a/b#c" + "x" * 200, "n" * 300, {}, "offline", None, [])
    assert recorder.started["project"] == ("a-b-c" + "x" * 200)[:128] and len(recorder.started["name"]) == 128


@pytest.mark.parametrize(
    ("content", "resumes"), [("abcd1234\n", True), ("", False), ("\0\0\0", False), ("a b", False), ("x" * 65, False)]
)
def test_an_identity_that_is_torn(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: str,
    resumes: bool,
) -> None:
    recorder = Recorder(monkeypatch, tmp_path)
    file = tmp_path / "wandb_id"
    file.write_text(content)
    track(tmp_path, "offline")
    assert recorder.started["resume"] == ("allow" if resumes else None)
    assert recorder.started["id"] == file.read_text().strip() and len(recorder.started["id"]) == 8
    said = capsys.readouterr().err
    line = f"{file} holds no id of a W&B run; this part is recorded as a run of its own\n"
    assert said == ("" if resumes or not content.strip() else line)


@pytest.mark.parametrize(
    ("said", "mode"),
    [("online", "online"), ("run", "online"), ("dryrun", "offline"), ("disabled", "disabled"), (" ", "offline")],
)
def test_words_of_the_environment(said: str, mode: str) -> None:
    assert mode_from_environment({"WANDB_MODE": said}) == mode
    assert mode_from_environment({}) == "offline"
