"""A training step gives its work out and waits for nothing, or a GPU would idle while the host catches up.

On a CPU nothing waits, so here the step runs on the `meta` device, whose tensors have no values: what asks for one, or
for a size that depends on one, fails. Copies from the host are watched: one that is not `non_blocking` waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from dataset.puzzle_dataset import PuzzleDataset
from tests.harness import compose_tiny, write_toy_data
from tests.training.test_optim import NEEDS_GPU, OPTIMS
from training import step as step_module
from training.build import build_train_state
from training.distributed import Dist
from training.saving import load_train_state, save_checkpoint
from training.state import TrainState
from training.step import read_metrics, train_step

META = torch.device("meta")
CHANGES = [
    [],
    ["data_device=device", "augment=sudoku", "prefetch_batches=2"],
    ["augment=sudoku", "grad_accum_steps=2"],
    ["arch.puzzle_emb_ndim=0", "ema=True"],
    ["arch.no_ACT_continue=False", "arch.loss.loss_type=softmax_cross_entropy"],
    ["arch.mlp_t=True", "arch.pos_encodings=none"],
    ["freeze_weights=True"],
    *([f"optim={name}"] for name in OPTIMS if name not in NEEDS_GPU),
]


def start(folder: Path, device: torch.device, *changes: str) -> TrainState:
    data = write_toy_data(folder / "data")
    config = compose_tiny(f"data_paths=[{data}]", *changes)
    return build_train_state(config, Dist(device=device), PuzzleDataset([data], "train"))


class NoWaiting(TorchDispatchMode):
    """Refuses operations between host and device, but for copies that need not be waited for."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        places = {x.device for x in tree_leaves((args, kwargs, result)) if isinstance(x, torch.Tensor)}
        copies = func in (torch.ops.aten._to_copy.default, torch.ops.aten.copy_.default)
        may_go_on = copies and (kwargs or {}).get("non_blocking", len(args) > 2 and args[2])
        assert len(places) < 2 or may_go_on, f"{func} waits"
        return result


@pytest.mark.parametrize("changes", CHANGES, ids=" ".join)
def test_a_step_asks_the_device_for_nothing(tmp_path: Path, changes: list[str]) -> None:
    state = start(tmp_path, META, *changes)
    with NoWaiting():
        for _ in range(3):
            train_step(state)
    state.feed.close()
    assert state.step == 3 and state.sums["loss"].device == META


@pytest.mark.filterwarnings("ignore:.*non-meta parameter")  # values are not what this is about
def test_a_resumed_step_asks_the_device_for_nothing(tmp_path: Path) -> None:
    """Optimizers count steps in tensors on the CPU; a checkpoint must not bring them back elsewhere."""
    state = start(tmp_path, torch.device("cpu"), f"checkpoint_path={tmp_path}/run", "ema=True")
    train_step(state)
    state.config.run_folder.mkdir()
    folder = save_checkpoint(state, {})
    resumed = start(tmp_path / "again", META, "ema=True")
    load_train_state(resumed, folder)
    with NoWaiting():
        train_step(resumed)
    assert resumed.step == 2


@pytest.mark.parametrize(
    "waiting",
    [
        lambda x: x.item(),
        lambda x: x.unsqueeze(0).unique(),
        lambda x: x.unsqueeze(0).nonzero(),
        lambda x: bool(x > 0),
        lambda x: x.cpu(),
        lambda x: torch.ones(3).to(x.device),
        lambda x: torch.where(x > 0, torch.zeros(()), x),
        lambda x: torch.ones(3, device=x.device)[torch.ones(3, device=x.device) > 0],
    ],
)
def test_what_waits_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waiting: Any) -> None:
    state = start(tmp_path, META)
    original = step_module._add

    def add(sums: Any, values: Any, rows: int) -> None:
        waiting(values["loss"])
        original(sums, values, rows)

    monkeypatch.setattr(step_module, "_add", add)
    with pytest.raises((RuntimeError, AssertionError)), NoWaiting():
        train_step(state)


@contextmanager
def refusing_to_wait() -> Iterator[None]:
    torch.cuda.set_sync_debug_mode("error")
    try:
        yield
    finally:
        torch.cuda.set_sync_debug_mode("default")


@pytest.mark.gpu
@pytest.mark.parametrize("changes", [*CHANGES, *([f"optim={name}"] for name in NEEDS_GPU)], ids=" ".join)
def test_a_step_on_a_gpu_waits_for_nothing(tmp_path: Path, changes: list[str]) -> None:
    state = start(tmp_path, torch.device("cuda", 0), *changes)
    for _ in range(3):  # what is made once may wait: memory, optimizer states
        train_step(state)
    read_metrics(state)
    with refusing_to_wait():
        for _ in range(3):
            train_step(state)
    state.feed.close()
    assert read_metrics(state)["train/loss"] > 0
