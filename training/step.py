"""One training step: take a batch, improve every row once, update the weights, update their averages.

`train_step` never waits for the device, so that a GPU always has work; `tests/training/test_no_sync.py` checks this.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import numpy as np
import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from inference.tensors import send
from training.curriculum import steps_of_epoch
from training.schedule import scheduled_rate
from training.state import TrainState

SUM_DTYPE = {"mps": torch.float32}
"""Type of metric sums on devices without float64; on all others it is float64."""


def train_step(state: TrainState) -> None:
    """Make one step and add its metric sums to `state.sums`.

    The loss is the sum over the global batch divided by the global batch size. So gradients do not depend on the number
    of ranks, nor on `grad_accum_steps`.
    """
    with steps_of_epoch(state.model.model, state.config, epoch=state.sampler.position.epoch):
        _add_gradients(state)
    if state.model.reports_gradient_norm:
        _add_gradient_norm(state)
    state.step += 1
    for optimizer, base_lr in state.optimizers:
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(state, base_lr)
        optimizer.step()
        optimizer.zero_grad()
    if state.ema:
        state.ema.update()


def _add_gradients(state: TrainState) -> None:
    """Take the next batch, make one improvement step of its rows, and add up gradients and metric sums."""
    config, dist = state.config, state.dist
    parts = config.grad_accum_steps
    batch = state.feed.next()
    drawn = _draw(state)
    batches = [
        dict(zip(batch, values, strict=True)) for values in zip(*(v.chunk(parts) for v in batch.values()), strict=True)
    ]
    if not state.carries:
        state.carries = [state.model.initial_carry(part) for part in batches]

    state.model.train()
    draws = [
        dict(zip(drawn, values, strict=True)) for values in zip(*(v.chunk(parts) for v in drawn.values()), strict=True)
    ]
    for number, (part, draw) in enumerate(zip(batches, draws, strict=True)):
        more_to_come = number < parts - 1
        with _without_reduce(state.replica) if more_to_come else nullcontext():
            state.carries[number], loss, metrics, _, _ = state.replica(
                carry=state.carries[number], batch=part, return_keys=(), **draw
            )
            # DDP averages over ranks, so world_size makes it a sum. The factor does not change the step of sign-SGD.
            (loss * (dist.world_size / config.global_batch_size)).backward()
        _add(state.sums, metrics | {"loss": loss.detach()}, len(part["inputs"]))


def _add_gradient_norm(state: TrainState) -> None:
    """Add the norm of all gradients to the sums, once for each of this rank's rows, by which means are taken."""
    gradients = [p.grad for p in state.model.parameters() if p.grad is not None]
    rows = state.config.global_batch_size // state.dist.world_size
    norm = torch.nn.utils.get_total_norm(gradients) * rows
    state.sums.setdefault("gradient_norm", torch.zeros_like(state.sums["rows"])).add_(norm)


def _without_reduce(replica: nn.Module) -> AbstractContextManager[None]:
    """Add up a part's gradients on this rank only; DDP adds up the ranks in the last part."""
    return replica.no_sync() if isinstance(replica, DistributedDataParallel) else nullcontext()


def learning_rate(state: TrainState, base_lr: float) -> float:
    """The learning rate of step number `state.step`."""
    return scheduled_rate(
        state.config.lr_schedule,
        state.step,
        base_lr=base_lr,
        warmup_steps=state.config.lr_warmup_steps,
        total_steps=state.total_steps,
        min_ratio=state.config.lr_min_ratio,
    )


def read_metrics(state: TrainState) -> dict[str, float]:
    """Metrics since the last call, over all ranks, under the official names. This waits for the device.

    Accuracies and steps are means over the rows that halted, and are left out if none did. Losses are means over all
    rows.
    """
    names = sorted(state.sums)
    values = state.dist.sum(torch.stack([state.sums[name] for name in names])).tolist()
    totals = dict(zip(names, values, strict=True))
    rows, count = totals.pop("rows"), totals.pop("count")
    metrics = {f"train/{name}": totals[name] / rows for name in names if name in totals and name.endswith("loss")}
    if count:
        metrics |= {f"train/{n}": totals[n] / count for n in names if n in totals and not n.endswith("loss")}
    state.sums.clear()
    return metrics


def _draw(state: TrainState) -> dict[str, torch.Tensor]:
    """The random numbers of this rank's rows in the coming step. They depend on seed, step and row only."""
    rng = np.random.Generator(np.random.Philox(key=[state.config.seed, state.step], counter=2 << 64))
    size = state.config.global_batch_size
    rows = state.dist.rows(size)
    return {name: send(values[rows], state.dist.device) for name, values in state.model.draw(rng, size).items()}


def _add(sums: dict[str, torch.Tensor], values: dict[str, torch.Tensor], rows: int) -> None:
    """Add the metric sums of `rows` rows to `sums`, in place. One fused operation, because each sum is tiny."""
    if not sums:
        device = values["loss"].device
        dtype = SUM_DTYPE.get(device.type, torch.float64)
        sums.update({name: torch.zeros((), dtype=dtype, device=device) for name in [*values, "rows"]})
    torch._foreach_add_([sums[name] for name in values], list(values.values()))
    sums["rows"].add_(rows)
