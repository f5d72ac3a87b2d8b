"""Everything that changes while a run trains, and the one dictionary from which a run resumes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.optim import Optimizer

from dataset.puzzle_dataset import ExampleSet, PuzzleDataset
from dataset.train_sampler import TrainSampler
from models.ema import EMA
from models.objectives.base import Objective
from models.recursive_reasoning.carry import Carry
from runs.config import PretrainConfig
from training.distributed import Dist
from training.feed import BatchFeed
from utils.errors import UserError

STREAM = ("global_batch_size", "seed", "val_groups", "calibrate")
"""Keys that decide which examples each step sees. A resumed run must keep them. Older checkpoints lack the last one."""


@dataclass
class EvaluationData:
    """The data that are scored during a run: the test split, and groups held out of training for validation.

    Attributes:
        dataset: its metadata are used; `sets` may come from elsewhere.
        sets: test sets, and validation sets named `val...`.
        own_identifiers: for test data paths that number puzzles differently from the training data: the path's own
            identifier for each row of the puzzle table, or -1.
    """

    dataset: PuzzleDataset
    sets: list[ExampleSet]
    own_identifiers: dict[Path, np.ndarray] = field(default_factory=dict)


@dataclass
class TrainState:
    """A run in progress.

    Attributes:
        model: the objective around the network, on the device.
        replica: the module that the training step calls: `model`, or DDP around it.
        optimizers: each with its peak learning rate.
        sampler: the stream of global batches; its position is after the batch of the last step.
        feed: hands out this rank's rows of each batch, on the device.
        carries: one for each part of this rank's batch (`grad_accum_steps`); empty before the first step.
        step: number of steps made.
        sums: metric sums of this rank since they were last logged.
        evaluation_due: True if an interruption postponed the evaluation of this step.
        fingerprints: of the data of each path. A checkpoint stores them, and resumes only on the same data.
    """

    config: PretrainConfig
    dist: Dist
    model: Objective
    replica: nn.Module
    optimizers: list[tuple[Optimizer, float]]
    ema: EMA | None
    sampler: TrainSampler
    feed: BatchFeed
    total_steps: int
    carries: list[Carry] = field(default_factory=list)
    step: int = 0
    sums: dict[str, torch.Tensor] = field(default_factory=dict)
    evaluation_due: bool = False
    fingerprints: list[str] = field(default_factory=list)

    def close(self) -> None:
        """End the feed's thread, and let DDP go, which the process group must outlive."""
        self.feed.close()
        self.replica = self.model

    def state_dict(self) -> dict[str, Any]:
        """Everything except the model's buffers, which are in `model.pt`.

        The dictionary is the same for any number of ranks. All ranks must call this.
        """
        return {
            "step": self.step,
            "stream": {key: getattr(self.config, key) for key in STREAM},
            "fingerprints": self.fingerprints,
            "total_steps": self.total_steps,
            "evaluation_due": self.evaluation_due,
            "parameters": {name: p.detach() for name, p in self.model.named_parameters()},
            "ema": self.ema.state_dict() if self.ema else None,
            "optim": self.config.optim.name,
            "optimizers": [optimizer.state_dict() for optimizer, _ in self.optimizers],
            "carry": self._gather_carry(),
            "objective": self.model.saved_state(),
            "sampler": self.sampler.state_dict(),
            "sums": {name: self.dist.sum(value.clone()) for name, value in self.sums.items()},
            "torch_rng": torch.get_rng_state(),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Continue the run that `state_dict` was taken from. Buffers must already be loaded from `model.pt`.

        Optimizer classes of the same name in two modules of `training.optim` can continue each other's state.

        Raises:
            UserError: data, optimizers or batch size differ.
        """
        for key, value in {"calibrate": 0, **state["stream"]}.items():
            if getattr(self.config, key) != value:
                raise UserError(
                    f"the checkpoint was trained with {key}={value}; resume with the same, or start from its weights"
                    " with load_checkpoint"
                )
        if state["fingerprints"] != self.fingerprints:
            raise UserError(
                "the checkpoint was trained on other data than data_paths name; resume with the same, or start from its"
                " weights with load_checkpoint"
            )
        trained_by = state["optim"]
        if trained_by.partition("@")[2] != self.config.optim.name.partition("@")[2]:
            raise UserError(f"the checkpoint was trained with optim.name={trained_by}; resume with the same")
        if len(state["optimizers"]) != len(self.optimizers):
            raise UserError("the checkpoint was trained with other optimizers (freeze_weights, puzzle_emb_ndim)")
        with torch.no_grad():
            for name, p in self.model.named_parameters():
                p.copy_(state["parameters"][name])
        if (state["ema"] is None) != (self.ema is None):
            raise UserError("the checkpoint was trained with another setting of ema; resume with the same")
        if self.ema:
            self.ema.load_state_dict(state["ema"])
        for (optimizer, _), saved in zip(self.optimizers, state["optimizers"], strict=True):
            # Betas and weight decay come from this run's configuration. So does the learning rate, at each step.
            of_run = [{k: v for k, v in group.items() if k not in ("params", "lr")} for group in optimizer.param_groups]
            optimizer.load_state_dict(saved)
            for group, settings in zip(optimizer.param_groups, of_run, strict=True):
                group.update(settings)
        if not (isinstance(state["step"], int) and state["step"] >= 0 and min(state["sampler"].values()) >= 0):
            raise UserError(f"the checkpoint is at step {state['step']} and {state['sampler']}, and both count from 0")
        self.step = state["step"]
        self.evaluation_due = bool(state["evaluation_due"])
        self.sampler.load_state_dict(state["sampler"])
        self.carries = self._scatter_carry(state["carry"])
        self.model.load_saved_state(state.get("objective", {}))
        if self.dist.is_main:
            self.sums = {name: value.to(self.dist.device) for name, value in state["sums"].items()}
        torch.set_rng_state(state["torch_rng"].cpu())

    def _gather_carry(self) -> dict[str, Any] | None:
        if not self.carries:
            return None
        parts = [carry.to_dict() for carry in self.carries]
        flat = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
        return {name: self.dist.gather_rows(value) for name, value in flat.items()}

    def _scatter_carry(self, saved: dict[str, torch.Tensor] | None) -> list[Carry]:
        if saved is None:
            return []
        rows = self.dist.rows(len(saved["steps"]))
        part = (rows.stop - rows.start) // self.config.grad_accum_steps
        return [
            Carry.from_dict({name: value[start : start + part].to(self.dist.device) for name, value in saved.items()})
            for start in range(rows.start, rows.stop, part)
        ]
