"""Runs are found wherever they lie below checkpoints/; one that cannot be read, or prunes meanwhile, stops nobody."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from runs import finding
from runs.checkpoints import find_latest, step_of
from runs.finding import newest_of, runs_below
from runs.open import open_run
from runs.weights import load_weights
from tests.harness import (
    LEARNED,
    RUN,
    call,
    evaluate,
    infer,
    load,
    pretrain,
    puzzle_text,
    scores,
    toy_puzzles,
    write_toy_data,
)
from tests.text_data import write_problems
from utils.errors import UserError

PUZZLE = puzzle_text(toy_puzzles(1, 1, seed=1)[0][0])


# ---- where runs lie


@pytest.mark.parametrize("name", ["exp/one", "a/b/c", "wandb-sweep/one", "steps/step"])
def test_a_run_name_with_slashes_is_found(work: Path, name: str) -> None:
    assert pretrain(f"run_name={name}", "epochs=1", cwd=work).status == 0
    expected = f"checkpoints/project/{name}/final_step_1"
    for arguments in (["--data-path", "data/toy"], ["--checkpoint", f"checkpoints/project/{name}"]):
        assert scores(*arguments, cwd=work)["checkpoint"] == expected
    traced = infer("--puzzle", PUZZLE, "--trace", cwd=work)
    assert traced.out.startswith(expected)


def test_runs_are_looked_for_everywhere_but_inside_checkpoints(tmp_path: Path) -> None:
    folder = tmp_path / "checkpoints"
    inside = ("step_3", "final_step_9", "wandb/run", "evaluator_ARC_step_3", ".hidden")
    for name in ("p/run", "p/run/deeper", "p/exp/one", "shallow", *(f"p/run/{name}" for name in inside)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "manifest.json").write_text("{}")
    (folder / "p/exp/back").symlink_to(folder)
    elsewhere = tmp_path / "other disk"
    shutil.copytree(folder / "p/exp/one", elsewhere)
    (folder / "p/linked").symlink_to(elsewhere)
    found = sorted(str(run.relative_to(folder)) for run in runs_below(folder))
    assert found == ["p/exp/one", "p/linked", "p/run", "p/run/deeper", "shallow"]
    assert list(runs_below(tmp_path / "nowhere")) == []


# ---- what cannot be read


def _write(content: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(content)


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("manifest.json", _write(b"")),
        ("manifest.json", _write(b'{"data": {"data/toy": {"finger')),
        ("manifest.json", _write(b"[]")),
        ("manifest.json", _write(b'{"data": [], "metadata": 3}')),
        ("manifest.json", _write(b'{"data": {}, "metadata": {}}')),
        ("manifest.json", _write(b"\x80\x81")),
        ("manifest.json", _write(b"[" * 50_000)),
        ("all_config.yaml", _write(b"{")),
        ("all_config.yaml", _write(b"arch: 3")),
        ("all_config.yaml", os.remove),
    ],
)
def test_a_run_that_cannot_be_read_is_skipped_and_said(
    learned: Path, file: str, damage: Callable[[Path], object]
) -> None:
    assert pretrain("run_name=newer", "epochs=1", cwd=learned).status == 0
    newer = RUN.with_name("newer")
    damage(learned / newer / file)
    for program, arguments in ((evaluate, ["--data-path", "data/toy"]), (infer, ["--puzzle", PUZZLE, "--trace"])):
        ended = program(*arguments, cwd=learned)
        lines = [line for line in ended.err.splitlines() if not line.startswith("the answer breaks")]
        assert len(lines) == 1 and lines[0].startswith(f"{newer} is skipped: "), ended.err
        assert ended.out.startswith(str(LEARNED))
    assert evaluate("--checkpoint", str(newer), "--data-path", "data/toy", cwd=learned).error, "named, it is an error"


def test_where_every_run_is_broken_that_is_the_error(learned: Path) -> None:
    (learned / RUN / "all_config.yaml").write_text("{")
    assert "all_config.yaml is not YAML" in evaluate("--data-path", "data/toy", cwd=learned).error


# ---- runs of the official code, and on official data


def test_the_folder_of_an_official_run_gives_its_newest_file(learned: Path) -> None:
    official = learned / "official"
    official.mkdir()
    shutil.copy(learned / RUN / "all_config.yaml", official)
    for step in (90, 120, 1000):
        shutil.copy(learned / LEARNED / "model.pt", official / f"step_{step}")
    (official / "step_2000_all_preds.0").write_bytes(b"")
    (official / "losses.py").write_text("")
    os.utime(official / "step_90")  # copied last
    assert scores("--checkpoint", "official", cwd=learned)["checkpoint"] == "official/step_1000"
    traced = infer("--puzzle", PUZZLE, "--checkpoint", "official", "--trace", cwd=learned)
    assert traced.out.startswith("official/step_1000")
    shutil.move(official / "all_config.yaml", learned / "config.yaml")
    given = ("--checkpoint", "official", "--config", "config.yaml")
    assert scores(*given, cwd=learned)["checkpoint"] == "official/step_1000"
    for file in official.glob("step_[0-9]*"):
        file.unlink()
    shutil.copy(learned / "config.yaml", official / "all_config.yaml")
    assert "official holds no checkpoint yet" in evaluate("--checkpoint", "official", cwd=learned).error


def test_a_run_on_official_data_answers_puzzles_of_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Official data do not say their task: the number of cells and of tokens must be those of the puzzle's task."""
    saved: dict[str, float] = {}
    monkeypatch.setattr(finding, "saved_at", lambda folder: saved[folder.parent.name])
    runs = {"old": ("toy", {}), "wide": ("wide", {"vocab_size": 7}), "maze": ("maze", {"task": "maze"})}
    for number, (name, (data, options)) in enumerate(runs.items()):
        write_toy_data(tmp_path / "data" / data, **options)
        if name != "maze":
            (tmp_path / f"data/{data}/build.json").unlink()
        assert pretrain(f"data_paths=[data/{data}]", f"run_name={name}", "epochs=1", cwd=tmp_path).status == 0
        saved[name] = number
    traced = infer("--puzzle", PUZZLE, "--trace", cwd=tmp_path)
    assert traced.out.startswith(str(RUN.with_name("old")))
    write_toy_data(tmp_path / "data/ours")
    assert pretrain("data_paths=[data/ours]", "run_name=ours", "epochs=1", cwd=tmp_path).status == 0
    for seconds, name in ((9, "ours"), (-9, "old")):
        saved["ours"] = seconds
        traced = infer("--puzzle", PUZZLE, "--trace", cwd=tmp_path)
        assert traced.out.startswith(str(RUN.with_name(name))), "the newest of both"
    error = infer("--puzzle", "." * 81, cwd=tmp_path).error
    assert "no run on sudoku with 81 cells" in error


# ---- beside a run that prunes


@pytest.fixture
def pruning(trained: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A run that removes the checkpoint chosen when its weights are about to be read, and saves a later one."""
    monkeypatch.chdir(trained)
    gone: list[str] = []
    original = load_weights

    def vanishing(path: Path) -> dict[str, torch.Tensor]:
        if len(gone) < 3:
            later = path.with_name(f"step_{step_of(path) + 1}")
            shutil.copytree(path, later)
            (path.parent / "latest").write_text(later.name)
            shutil.rmtree(path)
            gone.append(path.name)
        return original(path)

    monkeypatch.setattr("runs.open.load_weights", vanishing)
    return gone


def test_the_newest_is_taken_again_where_the_run_or_the_data_are_named(trained: Path, pruning: list[str]) -> None:
    config = ["--config", f"{RUN}/all_config.yaml"]
    for arguments in (["--checkpoint", str(RUN)], ["--data-path", "data/toy"], config, []):
        pruning.clear()
        before = find_latest(RUN)
        assert before is not None
        ended = evaluate(*arguments, "--json", cwd=trained)
        assert ended.status == 0, ended.err
        step = step_of(before)
        assert pruning == [f"step_{step}", f"step_{step + 1}", f"step_{step + 2}"]
        assert json.loads(ended.out)["checkpoint"] == f"{RUN}/step_{step + 3}"


def test_infer_takes_the_newest_again(trained: Path, pruning: list[str]) -> None:
    assert infer("--puzzle", "." * 16, "--trace", cwd=trained).out.startswith(f"{RUN}/step_6")


def test_a_step_that_was_named_and_is_gone_is_one_line(trained: Path, pruning: list[str]) -> None:
    for named in ("step_3", "step_4/model.pt"):
        error = evaluate("--checkpoint", f"{RUN}/{named}", cwd=trained).error
        assert f"{RUN}/{named.removesuffix('/model.pt')}" in error
    assert (trained / RUN / "step_5").is_dir() and len(pruning) == 2


def test_weights_that_are_read_stay_when_the_checkpoint_goes(trained: Path) -> None:
    run = open_run(trained / RUN, raw=True)
    expected = load(run.checkpoint / "train_state.pt")["parameters"]
    shutil.rmtree(run.checkpoint)
    raw = run.build_model(torch.device("cpu"), ema=False).state_dict()
    assert all(torch.equal(raw[name], value) for name, value in expected.items())
    run.build_model(torch.device("cpu"))


def test_a_damaged_checkpoint_is_no_reason_to_look_further(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []
    original = load_weights
    monkeypatch.setattr("runs.open.load_weights", lambda path: tries.append(path) or original(path))
    file = trained / RUN / "step_3/model.pt"
    file.write_bytes(bytes(byte ^ (number == 5000) for number, byte in enumerate(file.read_bytes())))
    assert "step_3/model.pt" in evaluate("--data-path", "data/toy", cwd=trained).error
    assert len(tries) == 1


def test_a_run_that_saves_and_prunes_for_ever_ends_with_a_line(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = iter(range(10, 10_000))

    def always_another(run: Path) -> Path:
        return run / f"step_{next(steps)}"

    monkeypatch.setattr(finding, "find_latest", always_another)
    monkeypatch.setattr(finding, "saved_at", lambda folder: 0.0)
    with pytest.raises(UserError, match="no checkpoint"):
        open_run(trained / RUN)
    assert next(steps) < 100


def test_an_empty_folder_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with pytest.raises(UserError, match="holds no checkpoint yet"):
        newest_of(tmp_path / "run")


def test_mathematics_too_finds_runs_with_slashes(tmp_path: Path) -> None:
    write_problems(tmp_path / "data/math")
    options = ("data_paths=[data/math]", "run_name=exp/one", "evaluators=[]", "epochs=1", "data_paths_test=null")
    assert pretrain(*options, cwd=tmp_path).status == 0
    ended = call("evaluate_math", "--data-path", "data/math", cwd=tmp_path)
    assert ended.status == 0 and "checkpoints/project/exp/one/final_step" in ended.out
