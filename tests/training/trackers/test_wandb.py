"""W&B gets the same metrics under one run, also after a resume; a missing login is one line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.inference.made_traces import traces_on
from tests.training.trackers.found import CURVES, made_evaluation
from training.trackers.files import FileTracker
from training.trackers.wandb import WandbTracker, mode_from_environment
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
def test_what_an_offline_run_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_wandb: None) -> None:
    """The run's own file, read back: metrics with their step, best values, tables, histograms and examples."""
    monkeypatch.chdir(tmp_path)
    files, tracker = FileTracker(tmp_path), track(tmp_path, "offline")
    for each in (files, tracker):
        each.log({"train/lm_loss": 0.5}, 1, {"perf/samples_per_second": 9.0})
        each.log_evaluation(made_evaluation(0.75), 2)
        each.log_evaluation(made_evaluation(0.5), 4)
        each.finish()
    history, summary, config, defined = read_back(tmp_path)
    assert [line["step"] for line in history] == [1, 2, 4] == [line["_step"] for line in history]
    assert history[0]["train/lm_loss"] == 0.5 and history[0]["perf/samples_per_second"] == 9
    assert [line.get("all/exact_accuracy") for line in history] == [None, 0.75, 0.5]
    assert defined["*"] == "step", "the x axis of every metric"
    assert summary["best/all/exact_accuracy"] == 0.75 and summary["best/all/exact_accuracy_at_step"] == 2
    assert "best/all/kind/x/exact" not in summary and "best/train/lm_loss" not in summary
    assert config["lr"] == 1.0
    assert history[2]["all/halting_step/values"] == [1, 1, 6]
    assert history[2]["all/halting_step/bins"] == [0.5, 1.5, 2.5, 3.5]
    (run,) = (tmp_path / "wandb").glob("offline-run-*")
    page = (run / "files" / history[2]["examples/path"]).read_text()
    assert "examples after step 4" in page and traces_on(page)[0]["title"] == "all 0"
    table = json.loads((run / "files" / history[2]["all/accuracy_by_step_table/path"]).read_text())
    exact = {step: value for step, name, value in table["data"] if name == "exact"}
    assert list(exact.values()) == CURVES.exact and list(exact) == [1, 2, 3]


def read_back(folder: Path) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any], dict[str, str]]:
    """History, summary, configuration and the step metrics that an offline run's own file holds."""
    from wandb.proto import wandb_internal_pb2

    def read(items: Any) -> dict[str, Any]:
        return {item.key or "/".join(item.nested_key): json.loads(item.value_json) for item in items}

    (file,) = folder.glob("wandb/offline-run-*/run-*.wandb")
    history: list[dict[str, Any]] = []
    summary: dict[str, Any] = {}
    config: dict[str, Any] = {}
    defined: dict[str, str] = {}
    for data in records_of(file.read_bytes()):
        record = wandb_internal_pb2.Record()
        record.ParseFromString(data)
        if record.HasField("history"):
            history.append(read(record.history.item))
        summary |= read(record.summary.update)
        config |= read(record.run.config.update)
        if record.HasField("metric"):
            defined[record.metric.name or record.metric.glob_name] = record.metric.step_metric
    return history, summary, config, defined


def records_of(content: bytes) -> Iterator[bytes]:
    """The records of W&B's file: behind a head of 7 bytes, those of a log of LevelDB.

    Blocks have 32 KiB. A piece has a checksum (4 bytes), its length (2) and whether it is a whole record (1), or the
    first (2), a middle (3) or the last (4) part of one.
    """
    block, place, record = 32768, 7, b""
    while place + 7 <= len(content):
        if block - place % block < 7:
            place += block - place % block
            continue
        length, kind = int.from_bytes(content[place + 4 : place + 6], "little"), content[place + 6]
        piece = content[place + 7 : place + 7 + length]
        record = piece if kind in (1, 2) else record + piece
        if kind in (1, 4):
            yield record
        place += 7 + length


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
        run = SimpleNamespace(
            settings=SimpleNamespace(sync_dir=str(folder)),
            define_metric=lambda *_, **__: None,
            finish=lambda: None,
            summary={},
        )

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
