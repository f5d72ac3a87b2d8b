"""Sweeps: every run has a folder of its own and is the run it would be alone; one that fails stops no other."""

from __future__ import annotations

import re
import shlex
import signal
import sys
from pathlib import Path

import pytest

from runs.config import CONFIG_FOLDER
from runs.manifest import read_manifest
from tests.harness import (
    ROOT,
    RUN,
    Ended,
    assert_same_end,
    call,
    load,
    pretrain,
    run_command,
    signal_after_step,
    tiny,
    typed,
)
from training import loop, sweep
from training.state import TrainState


def swept(*overrides: str, cwd: Path) -> Ended:
    """`python pretrain.py -m <TINY> <overrides>` in this process."""
    return call("pretrain", f"--config-path={CONFIG_FOLDER}", "-m", *tiny(*overrides), cwd=cwd)


def runs(work: Path) -> list[str]:
    return sorted(path.name for path in (work / RUN).parent.glob("*"))


def test_each_run_is_the_one_it_would_be_alone(work: Path) -> None:
    ended = swept("seed=0,1", "lr=1e-3,2e-3", cwd=work)
    assert ended.status == 0, ended.err
    assert runs(work) == [f"run-seed_{seed}-lr_{lr}" for seed in (0, 1) for lr in ("0.001", "0.002")]
    folder = work / RUN.with_name("run-seed_1-lr_0.002")
    (command,) = read_manifest(folder)["commands"]
    assert "seed=1 lr=0.002" in command.replace("'", "") and "-m" not in command.split()
    assert pretrain("seed=1", "lr=2e-3", cwd=work).status == 0
    assert_same_end(folder, work / RUN)


def test_names_without_a_run_name(work: Path) -> None:
    assert swept("run_name=null", "seed=0,1", cwd=work).status == 0
    names = [re.fullmatch(r"trm-\d{8}-\d{6}-[a-z2-9]{6}-seed_(\d)", name) for name in runs(work)]
    assert sorted(name[1] for name in names if name) == ["0", "1"]


def test_a_folder_that_was_named(work: Path) -> None:
    assert swept("checkpoint_path=here", "seed=0,1", cwd=work).status == 0
    assert sorted(path.name for path in work.glob("here*")) == ["here-seed_0", "here-seed_1"]


def test_a_sweep_of_one_and_a_sweep_of_names(work: Path) -> None:
    assert swept("seed=0", cwd=work).status == 0
    assert swept("run_name=a,b", cwd=work).status == 0
    assert runs(work) == ["a", "b", "run"]


@pytest.mark.parametrize(
    ("values", "plain"),
    [
        (["seed=0"], "-seed_0"),
        (["+run_name=a", "seed=0"], "-seed_0"),
        (["arch.L_layers=2", "lr=1e-3"], "-arch.L_layers_2-lr_1e-3"),
        (["data_paths=[data/a,data/b]"], None),
        (["load_checkpoint='x y'"], None),
        ([f"key{number}=value" for number in range(30)], None),
    ],
    ids=str,
)
def test_suffix(monkeypatch: pytest.MonkeyPatch, values: list[str], plain: str | None) -> None:
    monkeypatch.setattr(sweep, "own_values", lambda: values)
    made = sweep.suffix()
    if plain is not None:
        assert made == plain
        return
    assert re.fullmatch(r"[\w.+-]{1,110}-[0-9a-f]{6}", made), "Hydra reads it without quotes"
    monkeypatch.setattr(sweep, "own_values", lambda: [*values[:-1], values[-1].replace("a", ".")])
    assert sweep.suffix() != made


def test_a_mistake_in_one_run_stops_no_other(work: Path) -> None:
    ended = swept("val_groups=0,100,1", cwd=work)
    assert ended.status == 1
    said = [line for line in ended.err.splitlines() if line.startswith("error: ")]
    assert len(said) == 2 and said[0] == said[1], "when it happens, and at the end"
    assert said[0].startswith("error: val_groups=100: val_groups=100 leaves nothing to train on")
    assert runs(work) == ["run-val_groups_0", "run-val_groups_1"]


def test_a_fault_of_ours_in_one_run_is_shown_and_stops_no_other(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = loop.train_step

    def failing(state: TrainState) -> None:
        if state.config.seed < 2:
            raise RuntimeError(f"a fault with seed {state.config.seed}")
        original(state)

    monkeypatch.setattr(loop, "train_step", failing)
    shown = []
    monkeypatch.setattr(sweep.traceback, "print_exc", lambda: shown.append(str(sys.exception())))
    with pytest.raises(RuntimeError, match="a fault with seed 0"):
        swept("seed=0,1,2", cwd=work)
    assert shown == ["a fault with seed 0", "a fault with seed 1"]
    assert list((work / RUN.with_name("run-seed_2")).glob("final_step_*"))


def test_a_signal_ends_the_sweep_and_the_printed_command_continues_its_run(work: Path) -> None:
    with signal_after_step(2):
        ended = swept("seed=1,2", cwd=work)
    assert ended.status == 128 + signal.SIGTERM
    assert runs(work) == ["run-seed_1"]
    program, script, *arguments = shlex.split(ended.out.strip().splitlines()[-1])
    assert program == "python" and (Path(script) if Path(script).is_absolute() else work / script).name == "pretrain.py"
    assert "-m" not in arguments and "seed=1" in arguments
    assert typed(*arguments, cwd=work).status == 0
    assert pretrain("seed=1", cwd=work).status == 0
    assert_same_end(work / RUN.with_name("run-seed_1"), work / RUN)


def test_the_same_sweep_again_with_resume(work: Path) -> None:
    with signal_after_step(2):
        swept("seed=1,2", cwd=work)
    ended = swept("seed=1,2", "resume=auto", cwd=work)
    assert ended.status == 0 and ended.out.count("continuing from") == 1
    assert pretrain("seed=1", cwd=work).status == 0
    assert_same_end(work / RUN.with_name("run-seed_1"), work / RUN)
    assert swept("seed=1,2", cwd=work).status == 1, "without it, nothing is overwritten"


@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        (["arch=trm,hrm", "sed=0"], "unknown key 'sed' (did you mean 'seed'?)"),
        (["optim=adamw,muom"], "no optim 'muom' (did you mean 'muon'?)"),
        (["optim=adamw,muon", "optim.momentun=0.9"], "unknown key 'optim.momentun' (did you mean 'optim.momentum'?)"),
        (["seed=0,1", "hydra.launcher.partitio=x"], "Could not override 'hydra.launcher.partitio'"),
    ],
    ids=str,
)
def test_mistakes_on_the_command_line(work: Path, overrides: list[str], said: str) -> None:
    assert swept(*overrides, cwd=work).error.startswith(said)


def test_submitit_is_an_extra(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.commands.find_spec", lambda name: None)
    error = swept("hydra/launcher=submitit_nowhere", cwd=work).error
    assert error == "hydra/launcher=submitit_nowhere needs the extra sweep: uv sync --extra sweep"


def test_a_folder_that_cannot_note_a_sweep(work: Path) -> None:
    (work / "multirun").write_text("in the way")
    error = swept("seed=0,1", cwd=work).error
    assert re.fullmatch(
        r"multirun/[\d-]+/[\d-]+ cannot be written to \(Not a directory\); -m notes its runs in multirun/ here: start"
        r" it in another folder, or name one with hydra.sweep.dir=FOLDER",
        error,
    )
    assert not (work / "checkpoints").exists()


# ---- several processes


def sweep_of_two(work: Path, before: str, *hydra: str) -> Ended:
    """`seed=0,1` with the real script."""
    words = [str(ROOT / "pretrain.py"), "-m", *hydra, *tiny("seed=0,1")]
    return run_command(f"{before} {shlex.join(words)}", cwd=work)


@pytest.mark.slow
def test_the_runs_of_torchrun_form_one_group_after_the_other(work: Path) -> None:
    ended = sweep_of_two(work, "python -m torch.distributed.run --nproc-per-node 2")
    assert ended.status == 0, ended.err
    assert ended.out.count("2 process(es)") == 2
    assert runs(work) == ["run-seed_0", "run-seed_1"]


@pytest.mark.slow
@pytest.mark.parametrize("tasks", [1, 2])
def test_submitit_on_this_machine(work: Path, tasks: int) -> None:
    pytest.importorskip("submitit", reason="the extra sweep is not installed")
    launcher = ["hydra/launcher=submitit_local", "hydra.launcher.timeout_min=5"]
    ended = sweep_of_two(work, "python", *launcher, f"hydra.launcher.tasks_per_node={tasks}")
    assert ended.status == 0, ended.err
    for seed in (0, 1):
        assert read_manifest(work / RUN.with_name(f"run-seed_{seed}"))["world_size"] == tasks
    assert pretrain(cwd=work).status == 0
    if tasks == 1:
        assert_same_end(work / RUN.with_name("run-seed_0"), work / RUN)
    assert load(work / RUN.with_name("run-seed_0") / "final_step_4" / "train_state.pt")["step"] == 4
