"""Finding trained runs and bringing their models back, for scoring and inference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from dataset.common import PuzzleDatasetMetadata, read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from dataset.text import TextFormat, first_difference, read_format
from models.losses import ACTLossHead
from training import checkpoint
from training.build import build_model
from training.config import PretrainConfig, load_config
from training.integrity import MODEL_FILE, saved_at
from training.manifest import read_manifest, trained_metadata
from utils.errors import UserError

RUNS_FOLDER = Path("checkpoints")


@dataclass
class TrainedRun:
    """A checkpoint with the configuration it was trained by.

    Attributes:
        checkpoint: a `step_N` folder, or a bare file of the official code.
        metadata: shape of the training data.
        tasks: of the data it was trained on, by data path.
        text_format: of a run on text.
    """

    config: PretrainConfig
    checkpoint: Path
    metadata: PuzzleDatasetMetadata
    tasks: dict[str, str | None]
    text_format: TextFormat | None = None

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

    def check_fits(self, dataset: PuzzleDataset, data_path: Path) -> None:
        """Raise `UserError` where the data at `data_path` have another shape or vocabulary than the model's."""
        metadata = dataset.metadata
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
        difference = first_difference(self.text_format, dataset.text_format)
        if difference:
            raise UserError(
                f"the vocabularies of {self.checkpoint.parent} and of {data_path} differ, so that the model would take"
                f" one token for another: {difference}"
            )


def open_run(
    checkpoint_path: Path | None = None,
    config_path: Path | None = None,
    data_path: Path | None = None,
    task: str | None = None,
    seq_len: int | None = None,
    question: str | None = None,
) -> TrainedRun:
    """Complete what is given: a checkpoint finds its configuration, a data path or task the newest run trained on it.

    Args:
        checkpoint_path: a run's folder, a `step_N` folder, its `model.pt`, or a checkpoint file.
        config_path: `all_config.yaml`; by default the one beside the checkpoint.
        data_path: the data to be scored.
        task: of the data, as in `sudoku`.
        seq_len: of the data; with `task`, it tells runs on puzzles of different sizes apart.
        question: a text that is to be answered, by the newest run on text whose vocabulary has its words.

    Raises:
        UserError: nothing fits, or a file is missing.
    """
    if checkpoint_path is None:
        runs = _newest_first(config_path.parent if config_path else None, data_path, task, seq_len)
        checkpoint_path = runs[0] if question is None else _newest_reader(runs, question)
    elif not checkpoint_path.exists():
        raise UserError(f"no checkpoint at {checkpoint_path}")
    if (checkpoint_path / "all_config.yaml").is_file():
        found = checkpoint.find_latest(checkpoint_path)
        if found is None:
            raise UserError(f"{checkpoint_path} holds no checkpoint yet")
        checkpoint_path = found
    run = checkpoint.run_of(checkpoint_path)
    step_folder = checkpoint_path.parent if checkpoint_path.name == MODEL_FILE else checkpoint_path
    config = load_config(config_path or run / "all_config.yaml")
    if (run / "manifest.json").is_file():
        tasks = {path: data["task"] for path, data in read_manifest(run)["data"].items()}
        return TrainedRun(config, step_folder, trained_metadata(run), tasks, read_format(run))
    # A run of the official code says nothing of its data's shape, so the data must be there.
    data = data_path or Path(config.data_paths[0])
    return TrainedRun(config, step_folder, read_metadata(data, "train"), {}, read_format(data))


def _newest_first(run: Path | None, data_path: Path | None, task: str | None, seq_len: int | None) -> list[Path]:
    """The newest checkpoint of each run under `RUNS_FOLDER`, or of one run, that was trained on such data."""
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
            found.append((saved_at(latest), latest))
    if not found:
        size = f" with {seq_len} cells" if seq_len else ""
        wanted = f" trained on {data_path}" if data_path else f" on {task}{size}" if task else ""
        raise UserError(f"no run{wanted} under {run or RUNS_FOLDER}: train one, or name it with --checkpoint")
    return [latest for _, latest in sorted(found, reverse=True)]


def _newest_reader(runs: list[Path], question: str) -> Path:
    """The first of these checkpoints that was trained on text and can read a question."""
    refusal = None
    for latest in runs:
        try:
            text_format = read_format(checkpoint.run_of(latest))
            if text_format is not None:
                text_format.parse(question)
                return latest
        except UserError as error:
            refusal = refusal or f"no run on text can read this; the newest, {latest}: {error}"
    raise UserError(refusal or f"no run on text under {RUNS_FOLDER}: train one, or name it with --checkpoint")


def _same(a: Path, b: Path) -> bool:
    return a.resolve() == b.resolve()
