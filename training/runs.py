"""Finding trained runs and bringing their models back, for scoring and inference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from dataset.common import PuzzleDatasetMetadata, read_metadata
from models.losses import ACTLossHead
from training import checkpoint
from training.build import build_model
from training.config import PretrainConfig, load_config
from training.manifest import read_manifest, trained_metadata
from utils.errors import UserError

RUNS_FOLDER = Path("checkpoints")


@dataclass
class TrainedRun:
    """A checkpoint with the configuration it was trained by.

    Attributes:
        checkpoint: a `step_N` folder, or a bare file of the official code.
        metadata: shape of the training data.
        tasks: domain modules of the data it was trained on, by data path.
    """

    config: PretrainConfig
    checkpoint: Path
    metadata: PuzzleDatasetMetadata
    tasks: dict[str, str | None]

    def build_model(self, device: torch.device, ema: bool = True, dtype: str | None = None) -> ACTLossHead:
        """The model with the checkpoint's weights; `ema=False` takes the raw weights beside the averages.

        `dtype` replaces the `forward_dtype` of the training.
        """
        arch = self.config.arch.model_copy(update={"forward_dtype": dtype}) if dtype else self.config.arch
        model = build_model(arch, self.metadata, device)
        checkpoint.fit_weights(model, checkpoint.load_weights(self.checkpoint), self.checkpoint)
        if not ema:
            checkpoint.load_raw_parameters(model, self.checkpoint)
        return model.eval()

    def check_fits(self, metadata: PuzzleDatasetMetadata, data_path: Path) -> None:
        """Raise `UserError` where the data at `data_path` have another shape than the model's."""
        for name in ("seq_len", "vocab_size"):
            ours, theirs = getattr(self.metadata, name), getattr(metadata, name)
            if ours != theirs:
                raise UserError(
                    f"{data_path} has {name} {theirs}, the model of {self.checkpoint} was trained with {ours}"
                )
        if metadata.num_puzzle_identifiers > self.metadata.num_puzzle_identifiers:
            raise UserError(
                f"{data_path} has num_puzzle_identifiers {metadata.num_puzzle_identifiers}, the puzzle table of"
                f" {self.checkpoint} only {self.metadata.num_puzzle_identifiers} rows"
            )


def open_run(
    checkpoint_path: Path | None = None,
    config_path: Path | None = None,
    data_path: Path | None = None,
    task: str | None = None,
    seq_len: int | None = None,
) -> TrainedRun:
    """Complete what is given: a checkpoint finds its configuration, a data path or task the newest run trained on it.

    Args:
        checkpoint_path: a run's folder, a `step_N` folder, its `model.pt`, or a checkpoint file.
        config_path: `all_config.yaml`; by default the one beside the checkpoint.
        data_path: the data to be scored.
        task: of the data, as in `sudoku`.
        seq_len: of the data; with `task`, it tells runs on puzzles of different sizes apart.

    Raises:
        UserError: nothing fits, or a file is missing.
    """
    if checkpoint_path is None:
        checkpoint_path = _newest_run(config_path.parent if config_path else None, data_path, task, seq_len)
    elif not checkpoint_path.exists():
        raise UserError(f"no checkpoint at {checkpoint_path}")
    if (checkpoint_path / "all_config.yaml").is_file():
        found = checkpoint.find_latest(checkpoint_path)
        if found is None:
            raise UserError(f"{checkpoint_path} holds no checkpoint yet")
        checkpoint_path = found
    step_folder = checkpoint_path.parent if checkpoint_path.name == checkpoint.MODEL_FILE else checkpoint_path
    config = load_config(config_path or step_folder.parent / "all_config.yaml")
    run = step_folder.parent
    if (run / "manifest.json").is_file():
        tasks = {path: data["task"] for path, data in read_manifest(run)["data"].items()}
        return TrainedRun(config, step_folder, trained_metadata(run), tasks)
    # A run of the official code says nothing of its data's shape, so the data must be there.
    return TrainedRun(config, step_folder, read_metadata(data_path or Path(config.data_paths[0]), "train"), {})


def _newest_run(run: Path | None, data_path: Path | None, task: str | None, seq_len: int | None) -> Path:
    """The newest checkpoint under `RUNS_FOLDER`, or of one run, that was trained on such data."""
    runs = [run] if run else [manifest.parent for manifest in RUNS_FOLDER.glob("*/*/manifest.json")]
    found: list[tuple[float, Path]] = []
    for folder in runs:
        latest = checkpoint.find_latest(folder)
        if latest is None:
            continue
        manifest = read_manifest(folder)
        data = manifest["data"]
        same_path = data_path is None or any(_same(Path(path), data_path) for path in data)
        same_task = task is None or any(described["task"] == task for described in data.values())
        same_size = seq_len is None or manifest["metadata"]["seq_len"] == seq_len
        if run or (same_path and same_task and same_size):
            found.append(((latest / checkpoint.MODEL_FILE).stat().st_mtime, latest))
    if not found:
        wanted = f" trained on {data_path}" if data_path else f" on {task} with {seq_len} cells" if task else ""
        raise UserError(f"no run{wanted} under {run or RUNS_FOLDER}: train one, or name it with --checkpoint")
    return max(found)[1]


def _same(a: Path, b: Path) -> bool:
    return a.resolve() == b.resolve()
