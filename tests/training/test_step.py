"""What a training step moves, what it leaves alone, and what it reports."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hydra import compose as hydra_compose
from hydra import initialize_config_dir

from dataset.puzzle_dataset import PuzzleDataset
from models.layers import CastedLinear
from models.recursive_reasoning.blocks import ReasoningModule
from runs.config import CONFIG_FOLDER, compose
from tests.harness import TINY, write_toy_data
from training.build import build_train_state
from training.distributed import Dist
from training.loop import evaluation_steps
from training.state import TrainState
from training.step import read_metrics, train_step
from utils.errors import UserError


def start(folder: Path, *overrides: str) -> TrainState:
    data = folder / "data"
    if not data.exists():
        write_toy_data(data)
    given = {override.partition("=")[0] for override in overrides}
    tiny = [override for override in TINY if override.partition("=")[0] not in given | {"data_paths"}]
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        config = compose(hydra_compose("cfg_pretrain", [*tiny, f"data_paths=[{data}]", *overrides]))
    return build_train_state(config, Dist(), PuzzleDataset([data], "train"))


def parameters(state: TrainState) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in state.model.state_dict().items()}


def test_a_step_moves_every_parameter_and_the_rows_of_the_batch(tmp_path: Path) -> None:
    state = start(tmp_path, "ema=True")
    before = parameters(state)
    for _ in range(2):  # the zero weights of the q head give the rest no gradient in step one
        train_step(state)
    moved = {name for name, value in state.model.state_dict().items() if not torch.equal(value, before[name])}
    assert moved == set(before) - {"model.inner.H_init", "model.inner.L_init"}
    assert state.ema is not None and not torch.equal(
        state.ema.shadow["model.inner.lm_head.weight"], before["model.inner.lm_head.weight"]
    )


def test_freeze_weights_trains_the_puzzle_embeddings_alone(tmp_path: Path) -> None:
    state = start(tmp_path, "freeze_weights=True", "ema=True")
    before = parameters(state)
    for _ in range(3):
        train_step(state)
    moved = {name for name, value in state.model.state_dict().items() if not torch.equal(value, before[name])}
    assert moved == {"model.inner.puzzle_emb.weights"}
    assert not any(p.requires_grad for p in state.model.parameters())
    with pytest.raises(UserError, match="nothing to train"):
        start(tmp_path, "freeze_weights=True", "arch.puzzle_emb_ndim=0")


def test_metrics_are_means_over_steps_and_cleared(tmp_path: Path) -> None:
    state = start(tmp_path, "arch.halt_max_steps=1", "grad_accum_steps=2")
    single = []
    for _ in range(3):
        train_step(state)
        single.append(read_metrics(state))
    again = start(tmp_path, "arch.halt_max_steps=1", "grad_accum_steps=2")
    for _ in range(3):
        train_step(again)
    together = read_metrics(again)
    assert together.keys() == single[0].keys() and not again.sums
    for name, value in together.items():
        assert value == pytest.approx(sum(metrics[name] for metrics in single) / 3), name
    assert together["train/steps"] == 1
    assert {"train/accuracy", "train/exact_accuracy", "train/lm_loss", "train/q_halt_loss"} <= together.keys()


def test_evaluation_steps(tmp_path: Path) -> None:
    """An epoch of the toy data is one step of 8."""
    for overrides, steps in (
        (["epochs=6", "eval_interval=2"], [2, 4, 6]),
        (["epochs=6", "eval_interval=2", "min_eval_interval=1"], [4, 6]),
        (["epochs=6", "eval_interval=null"], [6]),
        (["epochs=6", "eval_interval=10000"], [6]),
        (["epochs=6", "eval_interval=2", "max_steps=3"], [2, 3]),
        (["epochs=6", "eval_interval=null", "max_steps=9"], [6]),
    ):
        state = start(tmp_path, *overrides)
        assert sorted(set(evaluation_steps(state))) == steps and state.total_steps == steps[-1]


def test_compiled_blocks_compute_the_same_under_the_same_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch._dynamo.config, "disable", True)  # what is compiled, not how fast: no C++ compiler needed
    plain, compiled = start(tmp_path), start(tmp_path, "compile=True")
    assert list(plain.model.state_dict()) == list(compiled.model.state_dict())
    train_step(plain)
    train_step(compiled)
    assert read_metrics(plain)["train/loss"] == pytest.approx(read_metrics(compiled)["train/loss"], rel=1e-5)


def test_activation_checkpointing_and_onednn_are_switched_by_their_keys(tmp_path: Path) -> None:
    for overrides, recomputes, onednn in (
        ([], False, None),
        (["activation_checkpointing=True", "cpu_matmul=onednn"], True, True),
        (["cpu_matmul=mkl"], False, False),
    ):
        modules = list(start(tmp_path, *overrides).model.modules())
        assert all(module.recomputes is recomputes for module in modules if isinstance(module, ReasoningModule))
        layers = [module.onednn for module in modules if isinstance(module, CastedLinear)]
        assert len(set(layers)) == 1 and (onednn is None or layers[0] is onednn)
