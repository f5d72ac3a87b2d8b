"""Run the official code, on any device and without its command line, as a contestant of `benchmarks/benchmark.py`.

    python -m benchmarks.official FOLDER official|official_compiled CHECKOUT

This is a worker: `benchmarks.timing` describes its commands, and `benchmarks.workload` the files in FOLDER. The
official packages have the same names as ours, so `models` in this process must be the checkout's and never ours.

The training step is that of the official `pretrain.py`: the model in its loss head, the loss divided by the batch size,
sign-SGD for puzzle embeddings and AdamATan2 for the rest, metrics copied to the host, and its EMA helper. Batches are
ready in memory, and the learning rate is constant.
"""

from __future__ import annotations

import importlib
import json
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.timing import serve
from utils.errors import UserError


def is_checkout(path: Path) -> bool:
    """Whether `path` is a checkout of the official repository."""
    return all((path / name).is_file() for name in ("pretrain.py", "models/losses.py", "models/sparse_embedding.py"))


def from_checkout(checkout: Path, identifier: str) -> Any:
    """The object `models.x@Name` of the checkout. `models` is made by hand, so that no search path can find ours."""
    if "models" not in sys.modules:
        package = types.ModuleType("models")
        package.__path__ = [str(checkout / "models")]
        sys.modules["models"] = package
    module, _, name = identifier.partition("@")
    try:
        return getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        raise UserError(f"the official code needs the module '{error.name}', which is not there") from None


def adam_atan2(device: torch.device) -> tuple[Callable[..., torch.optim.Optimizer], str]:
    """The optimizer, and where it comes from: the package of the official code where that runs, else ours."""
    if device.type == "cuda":
        try:
            return importlib.import_module("adam_atan2").AdamATan2, "package adam-atan2"
        except ImportError:
            pass
    return importlib.import_module("training.optim.adam_atan2").AdamATan2, "ours"


class Official:
    """See the module's head.

    Args:
        folder: has `spec.json`, `weights.pt`, and `batches.npz` with arrays (batches, B, ...) of full batches.
        checkout: of the official repository.
        compiled: compile the model with torch.compile, as the official `pretrain.py` does by default.
    """

    def __init__(self, folder: Path, checkout: Path, compiled: bool) -> None:
        spec = json.loads((folder / "spec.json").read_text())
        torch.set_num_threads(spec["threads"])
        self.config = config = spec["config"]
        self.device = torch.device(spec["device"])
        with np.load(folder / "batches.npz") as arrays:
            tensors = {name: torch.from_numpy(arrays[name]) for name in arrays.files}
        count = len(tensors["inputs"])
        self.batches = [{name: values[number] for name, values in tensors.items()} for number in range(count)]
        self.rows = len(self.batches[0]["inputs"])
        self.model: Any = self._build(spec, checkout, folder / "weights.pt")
        if compiled:
            self.model = torch.compile(self.model)
        self.optimizers = self._build_optimizers(checkout)
        self.ema = None
        if config["ema"]:
            self.ema = from_checkout(checkout, "models.ema@EMAHelper")(mu=config["ema_rate"])
            self.ema.register(self.model)
        self.carry: Any = None
        self.evaluation_carry: Any = None
        self.steps_made = 0

    def _build(self, spec: dict[str, Any], checkout: Path, weights: Path) -> torch.nn.Module:
        arch = dict(self.config["arch"])
        loss = dict(arch.pop("loss"))
        metadata = {key: spec["metadata"][key] for key in ("vocab_size", "seq_len", "num_puzzle_identifiers")}
        settings = arch | metadata | {"batch_size": self.rows, "causal": False}
        if not settings["puzzle_emb_ndim"]:
            settings["puzzle_emb_len"] = 0  # the official code fails on a prefix without embedding
        network = from_checkout(checkout, f"models.{arch['name']}")
        head = from_checkout(checkout, f"models.{loss.pop('name')}")
        with torch.device(self.device):
            model = head(network(settings), **loss)
        missing, unexpected = model.load_state_dict(torch.load(weights, weights_only=True), strict=False)
        missing = [name for name in missing if ".local_" not in name]  # scratch buffers of the puzzle table
        if missing or unexpected:
            raise UserError(f"the weights do not fit the official model: {(missing + unexpected)[0]}")
        return model

    def _build_optimizers(self, checkout: Path) -> list[tuple[torch.optim.Optimizer, float]]:
        config, optimizers = self.config, []
        if config["arch"]["puzzle_emb_ndim"]:
            sparse = from_checkout(checkout, "models.sparse_embedding@CastedSparseEmbeddingSignSGD_Distributed")(
                self.model.model.puzzle_emb.buffers(),
                lr=0,
                weight_decay=config["puzzle_emb_weight_decay"],
                world_size=1,
            )
            optimizers.append((sparse, config["puzzle_emb_lr"]))
        if not config["freeze_weights"]:
            dense_class, _ = adam_atan2(self.device)
            betas = (config["beta1"], config["beta2"])
            dense = dense_class(self.model.parameters(), lr=0, betas=betas, weight_decay=config["weight_decay"])
            optimizers.append((dense, config["lr"]))
        return optimizers

    def train(self) -> None:
        self._train_step()

    def train_loss(self) -> float:
        return float(self._train_step()) / self.rows

    def _train_step(self) -> torch.Tensor:
        self.model.train()
        batch = self._to_device(self.batches[self.steps_made % len(self.batches)])
        self.steps_made += 1
        if self.carry is None:
            self.carry = self._initial_carry(batch)
        self.carry, loss, metrics, _, _ = self.model(carry=self.carry, batch=batch, return_keys=[])
        (loss * (1 / self.rows)).backward()
        for optimizer, lr in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = lr
            optimizer.step()
            optimizer.zero_grad()
        torch.stack([metrics[name] for name in sorted(metrics)]).cpu()
        if self.ema is not None:
            self.ema.update(self.model)
        return loss.detach()

    def evaluation(self) -> None:
        self.model.eval()
        with torch.inference_mode():
            batch = self._to_device(self.batches[0])
            if self.evaluation_carry is None:
                self.evaluation_carry = self._initial_carry(batch)
            self.evaluation_carry, *_ = self.model(carry=self.evaluation_carry, batch=batch, return_keys={"preds"})

    def score(self, mode: str, batches: int | None = None) -> tuple[int, int]:
        """Answer each batch until all of its rows have made their last step."""
        assert mode == "fixed", mode
        self.model.eval()
        examples = exact = 0
        with torch.inference_mode():
            for rows in self.batches[:batches]:
                batch = self._to_device(rows)
                carry, finished = self._initial_carry(batch), False
                while not finished:
                    carry, _, metrics, _, finished = self.model(carry=carry, batch=batch, return_keys={"preds"})
                examples += int(metrics["count"])
                exact += int(metrics["exact_accuracy"])
        return examples, exact

    def _to_device(self, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        return {name: values.to(self.device) for name, values in batch.items()}

    def _initial_carry(self, batch: dict[str, torch.Tensor]) -> Any:
        with torch.device(self.device):
            return self.model.initial_carry(batch)


if __name__ == "__main__":
    serve(lambda: Official(Path(sys.argv[1]), Path(sys.argv[3]), compiled=sys.argv[2] == "official_compiled"))
