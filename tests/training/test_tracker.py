"""W&B gets the same metrics under one run, also after a resume; a missing login is one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.tracker import WandbTracker
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
