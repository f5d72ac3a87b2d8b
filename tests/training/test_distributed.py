"""Two gloo ranks equal one process: same batches, same exploration, same gradients, same losses.

All in float64, where the difference that 50 steps make of rounding is far below what is compared.
"""

from __future__ import annotations

import gc
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.multiprocessing as mp
from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from torch.nn.parallel import DistributedDataParallel

from dataset.puzzle_dataset import PuzzleDataset
from dataset.writer import DatasetWriter
from runs.config import CONFIG_FOLDER, PretrainConfig, compose
from training import loop
from training.build import build_train_state
from training.distributed import Dist, process_group
from training.state import TrainState
from training.step import read_metrics, train_step
from utils.errors import UserError

STEPS = 50
SMALL = [
    "arch.hidden_size=32", "arch.num_heads=2", "arch.H_cycles=2", "arch.L_cycles=1", "arch.puzzle_emb_len=2",
    "arch.forward_dtype=float64", "arch.halt_max_steps=4", "lr=1e-3", "lr_warmup_steps=5", "ema=True",
    "device=cpu", "data_paths_test=null", "wandb.mode=disabled",
]  # fmt: skip


def write_data(path: Path) -> Path:
    """22 groups, so that no batch size used here divides an epoch; puzzles of one and two examples, 6 identifiers."""
    rng = np.random.default_rng(0)
    sizes = rng.integers(1, 3, 44)
    inputs = rng.integers(1, 6, (sizes.sum(), 8))
    with DatasetWriter(path, task="toy", vocab_size=6, seq_len=8, seed=0, identifiers=["x"] * 6) as writer:
        writer.add_set(
            "train",
            inputs=inputs,
            labels=np.flip(inputs, 1),
            puzzle_identifiers=rng.integers(0, 6, 44),
            puzzle_indices=np.cumsum([0, *sizes]),
            group_indices=np.arange(0, 45, 2),
        )
    return path


def configure(data: Path, *changes: str) -> PretrainConfig:
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        return compose(
            hydra_compose("cfg_pretrain", [f"data_paths=[{data}]", "epochs=50", "eval_interval=50", *SMALL, *changes])
        )


def first_gradients(state: TrainState) -> dict[str, torch.Tensor]:
    """Gradients of step one, caught on the way into the optimizers."""
    caught: dict[str, torch.Tensor] = {}
    table = getattr(state.model.model.inner, "puzzle_emb", None)
    before = table.weights.clone() if table is not None else None
    dense = state.optimizers[-1][0]
    step = dense.step

    def note(*args: Any) -> Any:
        if not caught:
            caught.update({name: p.grad.clone() for name, p in state.model.named_parameters() if p.grad is not None})
        return step(*args)

    dense.step = note  # type: ignore[method-assign]
    train_step(state)
    if table is not None:
        caught["table moved"] = (table.weights - before).sign()
    return caught


def work(rank: int, world_size: int, config: PretrainConfig, folder: str) -> None:
    torch.set_num_threads(1)  # a fork does not take OpenMP's threads along, and would wait for them
    group: AbstractContextManager[None] = nullcontext()
    if world_size > 1:
        group = process_group("gloo", rank, world_size, init_method=f"file://{folder}/meeting-{world_size}")
    with group:
        result = trained(config, Dist(rank, world_size))
    if rank == 0:
        torch.save(result, f"{folder}/result-{world_size}")


def trained(config: PretrainConfig, dist: Dist) -> dict[str, Any]:
    state = build_train_state(config, dist, PuzzleDataset([Path(config.data_paths[0])], "train"))
    gradients = first_gradients(state)
    metrics = [read_metrics(state)]
    for _ in range(STEPS - 1):
        train_step(state)
        metrics.append(read_metrics(state))
    saved = state.state_dict()
    state.close()
    return {"gradients": gradients, "metrics": metrics, "state": saved}


def run_ranks(world_size: int, config: PretrainConfig, folder: Path) -> dict[str, Any]:
    mp.start_processes(work, (world_size, config, str(folder)), nprocs=world_size, start_method="fork")
    return torch.load(folder / f"result-{world_size}", weights_only=True)


@pytest.mark.parametrize(
    "changes",
    [
        ["arch.puzzle_emb_ndim=32", "global_batch_size=8"],
        ["arch.puzzle_emb_ndim=0", "global_batch_size=8"],
        ["arch.puzzle_emb_ndim=32", "global_batch_size=32"],  # larger than an epoch
        [
            "arch.puzzle_emb_ndim=40",
            "arch.mlp_t=True",
            "arch.pos_encodings=none",
            "global_batch_size=8",
            "grad_accum_steps=2",
        ],
        ["arch.puzzle_emb_ndim=0", "arch.no_ACT_continue=False", "global_batch_size=8"],
        ["arch=trm_binary", "optim=adamw", "global_batch_size=8"],  # AdamATan2 would magnify rounding
        ["carry=binary_search", "arch.puzzle_emb_ndim=0", "global_batch_size=8", "grad_accum_steps=2"],
    ],
    ids=" ".join,
)
def test_two_ranks_equal_one(tmp_path: Path, changes: list[str]) -> None:
    config = configure(write_data(tmp_path / "data"), *changes)
    one, two = run_ranks(1, config, tmp_path), run_ranks(2, config, tmp_path)
    assert one["gradients"].keys() == two["gradients"].keys()
    for name, gradient in one["gradients"].items():
        assert (gradient - two["gradients"][name]).abs().max() <= 1e-9 * gradient.abs().max(), name
    for step, (a, b) in enumerate(zip(one["metrics"], two["metrics"], strict=True), 1):
        assert a.keys() == b.keys(), step
        for name in ("train/lm_loss", "train/q_halt_loss", "train/loss"):
            assert a[name] == pytest.approx(b[name], rel=1e-6), (step, name)
    assert one["state"]["sampler"] == two["state"]["sampler"]
    assert torch.equal(one["state"]["carry"]["data/inputs"], two["state"]["carry"]["data/inputs"])


def test_gradient_accumulation_equals_one_batch(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    base = ["arch.puzzle_emb_ndim=32", "global_batch_size=8"]
    whole, parts = (
        first_gradients(build_train_state(configure(data, *base, *more), Dist(), PuzzleDataset([data], "train")))
        for more in ([], ["grad_accum_steps=4"])
    )
    for name, gradient in whole.items():
        assert (gradient - parts[name]).abs().max() <= 1e-9 * gradient.abs().max(), name


def test_a_checkpoint_of_one_rank_count_loads_on_another(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    config = configure(data, "arch.puzzle_emb_ndim=32", "global_batch_size=8", "grad_accum_steps=2")
    saved = run_ranks(2, config, tmp_path)["state"]
    state = build_train_state(config, Dist(), PuzzleDataset([data], "train"))
    state.load_state_dict(saved)
    assert len(state.carries) == 2 and len(state.carries[0].steps) == 4
    train_step(state)
    assert state.step == STEPS + 1


def leave(rank: int, config: PretrainConfig, fails: bool) -> None:
    """Train, and look for DDP after the group's end, while the traceback of a failure still holds the run's frames."""
    torch.set_num_threads(1)

    def fail(*_: Any) -> None:
        raise UserError("the loss of the second step is not finite")

    if fails:
        loop.read_metrics = fail
    caught = None
    try:
        with process_group("gloo", rank, 2, init_method=f"file://{config.checkpoint_path}-meeting"):
            loop.train(config, Dist(rank, 2))
    except UserError as error:
        caught = error
    assert (caught is not None) == fails
    assert not [thing for thing in gc.get_objects() if isinstance(thing, DistributedDataParallel)]


@pytest.mark.parametrize("fails", [False, True])
def test_ddp_is_gone_when_the_group_ends(tmp_path: Path, fails: bool) -> None:
    """DDP as the last owner of a gloo group hangs, or aborts the process at its exit."""
    config = configure(write_data(tmp_path / "data"), "global_batch_size=32", f"checkpoint_path={tmp_path / 'run'}")
    mp.start_processes(leave, (config, fails), nprocs=2, start_method="fork")
