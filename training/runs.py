"""Bringing trained models back, for scoring and inference; `training.finding` says which."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from dataset.common import PuzzleDatasetMetadata, read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from dataset.tasks import DataRules, first_difference, read_data_rules
from models.objectives.base import Objective
from training import checkpoint
from training.build import build_model
from training.config import PretrainConfig, load_config
from training.finding import TRIES, Wanted, is_run, newest_first, newest_of, newest_reader, readable
from training.integrity import MODEL_FILE
from training.manifest import read_manifest, trained_metadata, trained_puzzles
from training.puzzle_rows import used_identifiers
from utils.errors import UserError

_TABLE = "model.inner.puzzle_emb.weights"


@dataclass(frozen=True)
class PuzzleMatch:
    """Which row of the trained puzzle table each identifier of other data takes.

    Attributes:
        rows: (N,) int64, -1 for the mean row; None: each identifier its own row.
        puzzles: how many puzzles are scored.
        unknown: how many of them the run was not trained on.
        checked: False where names were missing, so that identifiers are believed.
    """

    rows: np.ndarray | None
    puzzles: int
    unknown: int
    checked: bool

    def as_json(self) -> dict[str, int | bool]:
        """For a report."""
        return {"puzzles": self.puzzles, "unknown": self.unknown, "names_checked": self.checked}


@dataclass
class TrainedRun:
    """A checkpoint with the configuration it was trained by.

    Attributes:
        checkpoint: a `step_N` folder, or a bare file of the official code.
        metadata: shape of the training data.
        tasks: of the data it was trained on, by data path.
        text_format: of a run on text.
        weights: those of the checkpoint, as it may be removed meanwhile; None: they are read when needed.
        raw_weights: the parameters without averages, likewise.
    """

    config: PretrainConfig
    checkpoint: Path
    metadata: PuzzleDatasetMetadata
    tasks: dict[str, str | None]
    text_format: DataRules | None = None
    weights: dict[str, torch.Tensor] | None = None
    raw_weights: dict[str, torch.Tensor] | None = None

    def build_model(
        self, device: torch.device, ema: bool = True, dtype: str | None = None, puzzles: PuzzleMatch | None = None
    ) -> Objective:
        """The model with the checkpoint's weights; `ema=False` takes the raw weights beside the averages.

        Args:
            dtype: replaces the `forward_dtype` of the training.
            puzzles: of `check_fits`, for data that number puzzles otherwise than the training did.
        """
        model = build_model(self.config.in_precision(dtype), self.metadata_for(puzzles), device)
        weights = self.weights or checkpoint.load_weights(self.checkpoint)
        checkpoint.fit_weights(model, weights, self.checkpoint, rows=puzzles.rows if puzzles else None)
        if not ema:
            raw = self.raw_weights or checkpoint.load_raw(self.checkpoint)
            model.load_state_dict(raw, strict=False)
        return model.eval()

    def metadata_for(self, puzzles: PuzzleMatch | None) -> PuzzleDatasetMetadata:
        """Shape of the data that the model is built for: the puzzle table has a row for each of their identifiers."""
        if puzzles is None or puzzles.rows is None:
            return self.metadata
        return self.metadata.model_copy(update={"num_puzzle_identifiers": len(puzzles.rows)})

    def check_fits(self, dataset: PuzzleDataset, data_path: Path, mean_embedding: bool = False) -> PuzzleMatch | None:
        """Find the puzzle embeddings for the data at `data_path`, and say on standard error what is missing.

        Args:
            dataset: a split of these data alone.
            mean_embedding: whether data may be scored of which the run knows no puzzle.

        Returns:
            None where no puzzle has an embedding of its own.

        Raises:
            UserError: the data have another shape or vocabulary than the model's, or none of their puzzles is known.
        """
        metadata = dataset.metadata
        for name in ("seq_len", "vocab_size"):
            ours, theirs = getattr(self.metadata, name), getattr(metadata, name)
            if ours != theirs:
                raise UserError(
                    f"{data_path} has {name} {theirs}, the model of {self.checkpoint} was trained with {ours}"
                )
        difference = first_difference(self.text_format, dataset.data_rules)
        if difference:
            raise UserError(
                f"the vocabularies of {self.checkpoint.parent} and of {data_path} differ, so that the model would take"
                f" one token for another: {difference}"
            )
        return self._match(dataset, data_path, mean_embedding) if self._table_rows() else None

    def _match(self, dataset: PuzzleDataset, data_path: Path, mean_embedding: bool) -> PuzzleMatch | None:
        metadata = dataset.metadata
        table = trained_puzzles(checkpoint.run_of(self.checkpoint))
        matched = table.match(data_path, metadata) if table else None
        used = used_identifiers(dataset.sets)
        if matched is None:
            return self._unchecked(metadata, data_path, int((used != metadata.blank_identifier_id).sum()))
        puzzles, unknown = matched.count(used)
        if unknown and unknown == puzzles and not mean_embedding:
            raise UserError(
                f"{self.checkpoint} was trained on none of the {puzzles} puzzles of {data_path}, so it has no embedding"
                " of any; --mean-embedding scores them with the mean of its puzzle embeddings"
            )
        if unknown:
            print(
                f"{self.checkpoint} was not trained on {unknown} of the {puzzles} puzzles of {data_path}: they take the"
                " mean of its puzzle embeddings",
                file=sys.stderr,
            )
        if np.array_equal(matched.rows, np.arange(self._table_rows())):
            return PuzzleMatch(None, puzzles, unknown, True)
        return PuzzleMatch(matched.rows, puzzles, unknown, True)

    def _unchecked(self, metadata: PuzzleDatasetMetadata, data_path: Path, puzzles: int) -> PuzzleMatch | None:
        """Identifiers are believed: the run has kept no names, or the data have none."""
        count, rows = metadata.num_puzzle_identifiers, self._table_rows()
        if count > self.metadata.num_puzzle_identifiers:
            raise UserError(
                f"{data_path} has num_puzzle_identifiers {count}, the puzzle table of {self.checkpoint} only"
                f" {self.metadata.num_puzzle_identifiers} rows"
            )
        if count == 1:
            return None
        if puzzles and rows == self.metadata.num_puzzle_identifiers:  # else all take the mean, which `fit_weights` says
            print(
                f"{self.checkpoint} and {data_path} do not both name their puzzles: that identifiers mean the same"
                f" {puzzles} puzzles could not be checked",
                file=sys.stderr,
            )
        return PuzzleMatch(None, puzzles, 0, False)

    def _table_rows(self) -> int:
        """Rows of the checkpoint's puzzle table; 0 where it has none."""
        if self.weights is None:
            self.weights = checkpoint.load_weights(self.checkpoint)
        table = self.weights.get(_TABLE)
        return len(table) if table is not None and table.dim() else 0


def open_run(
    checkpoint_path: Path | None = None,
    config_path: Path | None = None,
    data_path: Path | None = None,
    task: str | None = None,
    seq_len: int | None = None,
    question: str | None = None,
    vocab_size: int | None = None,
    raw: bool = False,
) -> TrainedRun:
    """Complete what is given: a checkpoint finds its configuration, a data path or task the newest run trained on it.

    The weights are read here. Where a run removes its older checkpoints meanwhile, its newest one is taken again.

    Args:
        checkpoint_path: a run's folder, a `step_N` folder, its `model.pt`, or a checkpoint file.
        config_path: `all_config.yaml`; by default the one beside the checkpoint.
        data_path: the data to be scored.
        task: of the data, as in `sudoku`.
        seq_len, vocab_size: of the data; with `task`, they tell runs on puzzles of different sizes apart.
        question: a text that is to be answered, by the newest run on text whose vocabulary has its words.
        raw: whether the raw weights are needed too.

    Raises:
        UserError: nothing fits, or a file is missing.
    """
    run = config_path.parent if checkpoint_path is None and config_path else checkpoint_path
    if run is not None and not run.exists():
        raise UserError(f"no {'checkpoint at' if checkpoint_path else 'run in'} {run}")

    def choose() -> Path:
        if run is not None:
            chosen: Iterable[Path] = [newest_of(run)]
        else:
            chosen = readable(newest_first(Wanted(data_path, task, seq_len, vocab_size)))
        return next(iter(chosen)) if question is None else newest_reader(chosen, question)

    if checkpoint_path is not None and not is_run(checkpoint_path):
        return _open(checkpoint_path, config_path, data_path, raw)
    chosen = choose()
    for _ in range(TRIES):
        try:
            return _open(chosen, config_path, data_path, raw)
        except UserError:
            again = choose()
            if again == chosen:
                raise
            chosen = again
    return _open(chosen, config_path, data_path, raw)


def _open(path: Path, config_path: Path | None, data_path: Path | None, raw: bool) -> TrainedRun:
    """The run that a checkpoint is of, with its weights."""
    run = checkpoint.run_of(path)
    step_folder = path.parent if path.name == MODEL_FILE else path
    config = load_config(config_path or run / "all_config.yaml")
    if (run / "manifest.json").is_file():
        tasks = {path: data.get("task") for path, data in read_manifest(run)["data"].items()}
        trained = TrainedRun(config, step_folder, trained_metadata(run), tasks, read_data_rules(run))
    else:
        # A run of the official code says nothing of its data's shape, so the data must be there.
        data = data_path or Path(config.data_paths[0])
        trained = TrainedRun(config, step_folder, read_metadata(data, "train"), {}, read_data_rules(data))
    trained.weights = checkpoint.load_weights(step_folder)
    if raw:
        trained.raw_weights = checkpoint.load_raw(step_folder)
    return trained
