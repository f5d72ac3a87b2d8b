"""The work that the benchmark times: steps of a configuration on made-up data, or a checkpoint's test set.

    python -m benchmarks.workload FOLDER ours|ours_compiled steps|scoring

This is a worker of `benchmarks/benchmark.py` (see `benchmarks.timing`). All contestants read the same FOLDER:

    spec.json      configuration, the data's shape, device, threads
    weights.pt     state dict under the official names
    batches.npz    inputs, labels (N, B, seq_len) and puzzle_identifiers (N, B), for the official code
    data/          only for steps: the made-up data set, from which `training.step.train_step` draws the same batches

For steps, batches.npz has the batches of the first steps. Labels are random, as the amount of work does not depend on
them. For scoring, batches.npz has the whole test set; our code reads it from the data set instead.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import json
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.timing import serve
from dataset.common import IGNORE_LABEL_ID, PuzzleDatasetMetadata
from dataset.layout import RowShape
from dataset.puzzle_dataset import Batch, PuzzleDataset, read_in_order
from dataset.writer import DatasetWriter
from inference.steps import StepLoop, run
from inference.tensors import to_device
from models.objectives.base import Objective
from runs.config import NetworkConfig, PretrainConfig, validated
from runs.network import build_model, set_compute_options
from runs.open import TrainedRun
from training.build import build_train_state
from training.distributed import Dist
from training.scoring import score
from training.state import TrainState
from training.step import read_metrics, train_step
from utils.files import dump_json
from utils.memory import keep_freed_memory

BATCHES = 4
"""Number of batches that the official code uses again and again."""


@dataclass(frozen=True)
class Shape:
    """The shape of the data: sequence length, number of different tokens, number of puzzle identifiers."""

    seq_len: int
    vocab_size: int
    identifiers: int = 1


@dataclass(frozen=True)
class Workload:
    """A workload: the shape of its data, and its overrides of config/training.yaml."""

    shape: Shape
    overrides: tuple[str, ...]


def _trm(batch_size: int, *overrides: str) -> tuple[str, ...]:
    return ("arch=trm", "ema=True", f"global_batch_size={batch_size}", *overrides)


_MLP = ("arch.mlp_t=True", "arch.pos_encodings=none")
_SUDOKU, _SUDOKU_4X4, _MAZE = Shape(81, 11), Shape(16, 6), Shape(900, 6)

WORKLOADS = {
    "sudoku_mlp": Workload(_SUDOKU, _trm(32, *_MLP)),
    "sudoku_attention": Workload(_SUDOKU, _trm(32)),
    "sudoku4x4_mlp": Workload(_SUDOKU_4X4, _trm(256, *_MLP, "arch.hidden_size=128")),
    "maze": Workload(_MAZE, _trm(2, "arch.L_cycles=4")),
    "sudoku_extreme_768": Workload(_SUDOKU, _trm(768, *_MLP)),
}
"""The workloads of the project's speed targets: H3 L6 (maze H3 L4), 16 positions of puzzle embedding."""

NEUTRAL = (
    "augment=null",
    "val_groups=0",
    "evaluators=[]",
    "eval_interval=null",
    "epochs=1000000",
    "lr_warmup_steps=0",
    "lr_min_ratio=1.0",
    "load_checkpoint=null",
)
"""Overrides that switch off augmentation, which the official code does in advance, and the learning-rate schedule."""


# ---- the folder that all contestants read


def prepare_steps(folder: Path, config: PretrainConfig, shape: Shape, device: torch.device, threads: int) -> None:
    """Write the folder for timing steps. The data path of `config` must be `folder/data`."""
    data = folder / "data"
    rng = np.random.default_rng(config.seed)
    rows = max(2 * config.global_batch_size, 64)
    tokens = rng.integers(1, shape.vocab_size, (2, rows, shape.seq_len)).astype(np.uint16)
    names = ["<blank>", *(f"puzzle{number}" for number in range(1, shape.identifiers))]
    with DatasetWriter(
        data, task="none", vocab_size=shape.vocab_size, seq_len=shape.seq_len, seed=config.seed, identifiers=names
    ) as writer:
        identifiers = np.arange(rows) % shape.identifiers
        writer.add_set("train", inputs=tokens[0], labels=tokens[1], puzzle_identifiers=identifiers)
    state = build_train_state(config, Dist(), PuzzleDataset([data], "train"))
    batches = [state.sampler.next_batch() for _ in range(BATCHES)]
    _write(folder, config, state.model, state.sampler.dataset.metadata, device, threads, data, batches)


def prepare_scoring(
    folder: Path,
    trained: TrainedRun,
    data_path: Path,
    batch_size: int,
    dtype: str,
    device: torch.device,
    threads: int,
    num_examples: int | None,
) -> None:
    """Write the folder for timing whole evaluations. The last batch is padded as in the official code.

    Raises:
        UserError: the shape of the data is not the model's, or there is no test split.
    """
    test = PuzzleDataset([data_path], "test")
    puzzles = trained.check_fits(test, data_path)
    rows = read_in_order(test.sets, test.metadata, batch_size, num_examples=num_examples)
    batches = [_padded(batch, batch_size, test.metadata) for _, _, batch in rows]
    config = trained.config.model_copy(update={"global_batch_size": batch_size})
    model = trained.build_model(torch.device("cpu"), dtype=dtype, puzzles=puzzles)
    _write(folder, config, model, trained.metadata_for(puzzles), device, threads, data_path, batches, num_examples)


def _padded(batch: Batch, rows: int, metadata: PuzzleDatasetMetadata) -> Batch:
    """The batch, padded to `rows` rows. The added rows have no labels."""
    filler = {
        "inputs": metadata.pad_id,
        "labels": IGNORE_LABEL_ID,
        "puzzle_identifiers": metadata.blank_identifier_id,
    }
    missing = rows - len(batch["inputs"])
    return {
        name: np.pad(values, [(0, missing), *[(0, 0)] * (values.ndim - 1)], constant_values=filler[name])
        for name, values in batch.items()
    }


def _write(
    folder: Path,
    config: PretrainConfig,
    model: Objective,
    metadata: PuzzleDatasetMetadata,
    device: torch.device,
    threads: int,
    data_path: Path,
    batches: list[Batch],
    num_examples: int | None = None,
) -> None:
    values = config.model_dump(mode="json")
    values["arch"] = _full_arch(model, values["arch"])
    spec = dict(
        config=values,
        metadata=metadata.model_dump(mode="json"),
        device=str(device),
        threads=threads,
        data_path=str(data_path.resolve()),
        num_examples=num_examples,
    )
    (folder / "spec.json").write_text(dump_json(spec))
    torch.save(model.state_dict(), folder / "weights.pt")
    stacked: dict[str, Any] = {name: np.stack([batch[name] for batch in batches]) for name in batches[0]}
    np.savez(folder / "batches.npz", **stacked)


def _full_arch(model: Objective, arch: dict[str, Any]) -> dict[str, Any]:
    """The architecture with all defaults and every `auto` resolved, so that all contestants use the same values."""
    config = model.model.config
    excluded = {*RowShape.model_fields, "batch_size", "causal", "encoder", "head", "carry"}
    return {"name": arch["name"], "loss": arch["loss"], **config.model_dump(mode="json", exclude=excluded)}


# ---- floating-point operations


def count_flop(config: NetworkConfig, shape: Shape, batch_size: int) -> dict[str, int]:
    """Floating-point operations of matrix products and attention in a training step and in an improvement step.

    The step runs on meta tensors, which have a shape and no content. So the count does not depend on kernels, compilers
    or devices.
    """
    rows = RowShape(vocab_size=shape.vocab_size, seq_len=shape.seq_len, num_puzzle_identifiers=shape.identifiers)
    model = build_model(config, rows, torch.device("meta"))
    tokens = torch.zeros(batch_size, shape.seq_len, dtype=torch.int32, device="meta")
    batch = {"inputs": tokens, "labels": tokens, "puzzle_identifiers": tokens[:, 0]}
    with FlopCounterMode(display=False) as train:
        _, loss, *_ = model(carry=model.initial_carry(batch), batch=batch, return_keys=())
        loss.backward()
    model.eval()
    with FlopCounterMode(display=False) as evaluation, torch.no_grad():
        model(carry=model.initial_carry(batch), batch=batch, return_keys=())
    return {"train": train.get_total_flops(), "evaluation": evaluation.get_total_flops()}


# ---- our side


def read_spec(folder: Path) -> dict[str, Any]:
    """Read `spec.json` in `folder`, and set up threads and memory of this process."""
    spec: dict[str, Any] = json.loads((folder / "spec.json").read_text())
    torch.set_num_threads(spec["threads"])
    keep_freed_memory()
    return spec


class Steps:
    """Our training step and improvement step, as `pretrain.py` and `evaluate.py` make them."""

    def __init__(self, folder: Path, compiled: bool) -> None:
        spec = read_spec(folder)
        self.device = torch.device(spec["device"])
        config = validated(PretrainConfig, spec["config"] | {"compile": compiled})
        self.state: TrainState = build_train_state(
            config, Dist(device=self.device), PuzzleDataset([Path(spec["data_path"])], "train")
        )
        self.state.model.load_state_dict(torch.load(folder / "weights.pt", weights_only=True))
        with np.load(folder / "batches.npz") as arrays:
            self.batch = to_device({name: arrays[name][0] for name in arrays.files}, self.device)
        self.loop: StepLoop | None = None

    def train(self) -> None:
        train_step(self.state)
        if self.state.step % self.state.config.log_interval == 0:
            read_metrics(self.state)

    def train_loss(self) -> float:
        self.state.sums.clear()
        train_step(self.state)
        return read_metrics(self.state)["train/loss"]

    def evaluation(self) -> None:
        model = self.state.model.eval()
        with torch.inference_mode():
            self.loop = self.loop or StepLoop(model, self.batch)
            self.loop.step()


class Scoring:
    """Our evaluation of a test set, with a fixed number of steps or halting by q."""

    def __init__(self, folder: Path, compiled: bool) -> None:
        spec = read_spec(folder)
        self.device = torch.device(spec["device"])
        self.config = validated(PretrainConfig, spec["config"])
        self.model = build_model(self.config, PuzzleDatasetMetadata(**spec["metadata"]), self.device)
        self.model.load_state_dict(torch.load(folder / "weights.pt", weights_only=True))
        set_compute_options(self.model, self.device, compiled, self.config.cpu_matmul)
        self.test = PuzzleDataset([Path(spec["data_path"])], "test")
        self.num_examples = spec["num_examples"]

    def score(self, mode: str, batches: int | None = None) -> tuple[int, int]:
        slots = self.config.global_batch_size
        rows = islice(read_in_order(self.test.sets, self.test.metadata, slots, num_examples=self.num_examples), batches)
        scores = score(run(self.model, rows, self.device, halt=mode == "halt", slots=slots), self.test.metadata.layout)
        sums = [result.sums() for result in scores.values()]
        return int(sum(s["count"] for s in sums)), int(sum(s["exact_accuracy"] for s in sums))


def main() -> None:
    """Serve the contestant that the command line names."""
    folder, name, work = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    compiled = name == "ours_compiled"
    serve(lambda: Steps(folder, compiled) if work == "steps" else Scoring(folder, compiled))


if __name__ == "__main__":
    main()
