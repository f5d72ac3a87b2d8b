"""Which runs are meant by what people type, and the settings by which they are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from curves.recorded import find_metrics, read_run, read_settings
from tests.recorded_runs import write_run
from utils.errors import UserError

LINES = [{"step": 1, "train/loss": 1.0}]


def test_what_people_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = write_run(tmp_path / "p/one", LINES), write_run(tmp_path / "p/deeper/two", LINES)
    (one / "step_3").mkdir()
    (one / "step_3/model.pt").write_bytes(b"")
    files = [one / "metrics.jsonl", two / "metrics.jsonl"]
    assert find_metrics([one]) == find_metrics([one / "step_3"]) == find_metrics([files[0]]) == files[:1]
    assert sorted(find_metrics([tmp_path])) == sorted(files)
    assert sorted(find_metrics([one, tmp_path / "p", files[0]])) == sorted(files), "none of them twice"
    assert not capsys.readouterr().err
    files[1].unlink()
    assert find_metrics([tmp_path]) == files[:1]
    assert capsys.readouterr().err == f"{two} is skipped: it has no metrics.jsonl\n"
    with pytest.raises(UserError, match="no metrics were recorded"):
        find_metrics([two])


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", refuse)
    with pytest.raises(UserError, match=f"cannot read {tmp_path}: Permission denied"):
        find_metrics([tmp_path])


def test_settings_leave_out_seed_and_names(tmp_path: Path) -> None:
    one = write_run(tmp_path / "one", LINES, seed=1)
    two = write_run(tmp_path / "two", LINES, seed=2, resume="auto", project_name="other", keep_last=3)
    assert read_settings(one) == read_settings(two)
    assert read_settings(one)["arch.loss.name"] == "losses@ACTLossHead"
    assert read_settings(one)["data_paths"] == "data/toy"
    assert read_run(two / "metrics.jsonl").seed == 2
    assert read_settings(write_run(tmp_path / "three", LINES, lr=0.5)) != read_settings(one)


def test_the_start_of_a_run_counts_by_its_settings(tmp_path: Path) -> None:
    """Two runs that started from two seeds of one recipe are of one recipe."""

    def tuned(name: str, start: Path) -> dict[str, str]:
        return read_settings(write_run(tmp_path / name, LINES, load_checkpoint=str(start)))

    for name, keys in {"a": {"seed": 0}, "b": {"seed": 1}, "c": {"lr": 0.5}}.items():
        write_run(tmp_path / name, LINES, **keys)
    of_a = tuned("from-a", tmp_path / "a/step_3")
    assert of_a == tuned("from-b", tmp_path / "b/step_3")
    assert of_a == tuned("from-b-file", tmp_path / "b/step_3/model.pt")
    assert of_a != tuned("from-c", tmp_path / "c/step_3")
    assert of_a != tuned("from-a-later", tmp_path / "a/step_9")
    assert tuned("from-gone", tmp_path / "gone/step_3")["load_checkpoint"] == str(tmp_path / "gone/step_3")
    assert "load_checkpoint.load_checkpoint.lr" in tuned("from-tuned", tmp_path / "from-a/step_3")
    itself = tmp_path / "itself"
    assert tuned("itself", itself)["load_checkpoint"] == str(itself)


def test_a_configuration_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = write_run(tmp_path / "run", LINES)
    (run / "all_config.yaml").write_text("lr: [")
    assert read_run(run / "metrics.jsonl").settings is None
    assert capsys.readouterr().err.startswith(f"{run} is drawn under its name, since its settings are unknown: ")
    (run / "all_config.yaml").unlink()
    assert read_run(run / "metrics.jsonl").settings is None
    assert not capsys.readouterr().err
