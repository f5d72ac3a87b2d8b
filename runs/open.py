"""Opening a trained run: its configuration, weights and tokens, for scoring and inference.

    trained = open_run(data_path=Path("data/sudoku4x4"))       the newest run that was trained on these data
    model = trained.build_model(torch.device("cpu"))

`runs.finding` decides which run and which of its checkpoints is opened.
"""

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
from runs.checkpoints import run_of
from runs.config import RUN_CONFIG, PolicyRunConfig, PretrainConfig, config_beside, load_config
from runs.finding import (
    TRIES,
    Wanted,
    best_reader,
    is_run,
    newest_first,
    newest_of,
    newest_reader,
    pretrained_for,
    readable,
    why_not,
)
from runs.integrity import MODEL_FILE
from runs.manifest import MANIFEST_FILE, read_manifest, trained_metadata, trained_puzzles
from runs.network import build_model
from runs.puzzle_rows import used_identifiers
from runs.weights import PUZZLE_TABLE, fit_weights, load_raw, load_weights
from utils.errors import UserError


@dataclass(frozen=True)
class PuzzleMatch:
    """Which row of the trained puzzle table each identifier of other data takes.

    Attributes:
        rows: (N,) int64, -1 for the mean row; None: each identifier its own row.
        puzzles: number of puzzles that are scored.
        unknown: number of them that the run was not trained on.
        checked: False where names are missing, so that equal identifiers are taken for equal puzzles.
    """

    rows: np.ndarray | None
    puzzles: int
    unknown: int
    checked: bool

    def as_json(self) -> dict[str, int | bool]:
        """The numbers of the match, for `evaluate.py --json`."""
        return {"puzzles": self.puzzles, "unknown": self.unknown, "names_checked": self.checked}


@dataclass
class TrainedRun:
    """A checkpoint with the configuration it was trained by.

    Attributes:
        checkpoint: a `step_N` folder, or a bare file of the official code.
        metadata: shape of the training data.
        tasks: the task of each data path it was trained on; None where the data do not name theirs.
        text_format: what the tokens of text mean; None for puzzles.
        weights: read early, as a training run may remove the checkpoint; None: read on first use.
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
        """The model with the checkpoint's weights, in evaluation mode.

        Args:
            ema: False takes the raw parameters in place of their averages.
            dtype: replaces the `forward_dtype` of the training.
            puzzles: what `check_fits` returned, for data that number their puzzles in another order.
        """
        model = build_model(self.config.in_precision(dtype), self.metadata_for(puzzles), device)
        weights = self.weights or load_weights(self.checkpoint)
        fit_weights(model, weights, self.checkpoint, rows=puzzles.rows if puzzles else None)
        if not ema:
            raw = self.raw_weights or load_raw(self.checkpoint)
            model.load_state_dict(raw, strict=False)
        return model.eval()

    def metadata_for(self, puzzles: PuzzleMatch | None) -> PuzzleDatasetMetadata:
        """Shape of the data that the model is built for: its puzzle table has a row for each of their identifiers."""
        if puzzles is None or puzzles.rows is None:
            return self.metadata
        return self.metadata.model_copy(update={"num_puzzle_identifiers": len(puzzles.rows)})

    def check_fits(self, dataset: PuzzleDataset, data_path: Path, mean_embedding: bool = False) -> PuzzleMatch | None:
        """Check that the model can read the data at `data_path`, and find the embeddings of their puzzles.

        Puzzles without an embedding are counted on standard error.

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
        return self._match_puzzles(dataset, data_path, mean_embedding) if self._table_rows() else None

    def _match_puzzles(self, dataset: PuzzleDataset, data_path: Path, mean_embedding: bool) -> PuzzleMatch | None:
        metadata = dataset.metadata
        table = trained_puzzles(run_of(self.checkpoint))
        matched = table.match(data_path, metadata) if table else None
        used = used_identifiers(dataset.sets)
        if matched is None:
            return self._match_by_number(metadata, data_path, int((used != metadata.blank_identifier_id).sum()))
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

    def _match_by_number(self, metadata: PuzzleDatasetMetadata, data_path: Path, puzzles: int) -> PuzzleMatch | None:
        """Take equal identifiers for equal puzzles, where the run or the data have no names."""
        count, rows = metadata.num_puzzle_identifiers, self._table_rows()
        if count > self.metadata.num_puzzle_identifiers:
            raise UserError(
                f"{data_path} has num_puzzle_identifiers {count}, the puzzle table of {self.checkpoint} only"
                f" {self.metadata.num_puzzle_identifiers} rows"
            )
        if count == 1:
            return None
        if puzzles and rows == self.metadata.num_puzzle_identifiers:  # else `fit_weights` says that all take the mean
            print(
                f"{self.checkpoint} and {data_path} do not both name their puzzles: that identifiers mean the same"
                f" {puzzles} puzzles could not be checked",
                file=sys.stderr,
            )
        return PuzzleMatch(None, puzzles, 0, False)

    def _table_rows(self) -> int:
        """Rows of the checkpoint's puzzle table; 0 where it has none."""
        if self.weights is None:
            self.weights = load_weights(self.checkpoint)
        table = self.weights.get(PUZZLE_TABLE)
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
    pretrained: bool = False,
    rules: type | tuple[type, ...] | None = None,
) -> TrainedRun:
    """Open the checkpoint that is named, or else the newest run that was trained on the data, task or text named.

    The weights are read here. Where the run is still training and removes its newest checkpoint meanwhile, the one
    after it is opened.

    Args:
        checkpoint_path: a run's folder, a `step_N` folder, its `model.pt`, or a checkpoint file.
        config_path: `all_config.yaml`; by default the one beside the checkpoint.
        data_path: the data to be scored.
        task: of the data, as in `sudoku`.
        seq_len, vocab_size: of the data; with `task`, they tell runs on puzzles of different sizes apart.
        question: a text to be answered; the newest run on text is opened that has all words of it, or most.
        raw: whether to read the raw parameters too.
        pretrained: whether a pretrained folder of this project is opened where no run fits, which is then said on
            standard error.
        rules: with `task`, class of the rules that lie with the data, or several.

    Raises:
        UserError: nothing fits, or a file is missing.
    """
    run = config_path.parent if checkpoint_path is None and config_path else checkpoint_path
    if run is not None and not run.exists():
        raise UserError(f"no {'checkpoint at' if checkpoint_path else 'run in'} {run}")
    if run is not None and config_path is None:
        require_network(run)

    wanted = Wanted(data_path, task, seq_len, vocab_size, rules)

    def choose() -> Path:
        if run is not None:
            chosen: Iterable[Path] = [newest_of(run)]
        else:
            chosen = readable(newest_first(wanted))
        return next(iter(chosen)) if question is None else newest_reader(chosen, question)

    if checkpoint_path is not None and not is_run(checkpoint_path):
        return _open(checkpoint_path, config_path, data_path, raw)
    try:
        chosen = choose()
    except UserError as error:
        ready = _choose_pretrained(wanted, question) if pretrained and run is None else None
        if ready is None and question is not None:
            ready = _best_reader(wanted, question, run, pretrained)
        if ready is None:
            refusals = _refusals(wanted, question) if pretrained and run is None else []
            raise UserError("; ".join([str(error), *refusals])) from None
        print(f"{error}; {_shown(ready)} answers instead", file=sys.stderr)
        chosen = ready
    for _ in range(TRIES):
        try:
            return _open(chosen, config_path, data_path, raw)
        except UserError:
            again = choose()
            if again == chosen:
                raise
            chosen = again
    return _open(chosen, config_path, data_path, raw)


def require_network(run: Path) -> None:
    """Refuse a run that tuned a language model, which is no network of this project; `UserError`."""
    beside = config_beside(run)
    if beside is not None and isinstance(load_config(beside), PolicyRunConfig):
        raise UserError(f"{run} holds a tuned language model, which evaluate.py scores and peft loads")


def _choose_pretrained(wanted: Wanted, question: str | None) -> Path | None:
    """The pretrained folder that fits, and whose vocabulary has the words of the question; None where there is none."""
    fitting = pretrained_for(wanted)
    if question is None:
        return next(iter(fitting), None)
    try:
        return newest_reader(fitting, question)
    except UserError:
        return None


def _refusals(wanted: Wanted, question: str | None) -> list[str]:
    """Why each pretrained folder that fits cannot read the question."""
    return [f"{_shown(folder)}: {why}" for folder in pretrained_for(wanted) if (why := why_not(folder, question))]


def _best_reader(wanted: Wanted, question: str, run: Path | None, pretrained: bool) -> Path | None:
    """The network that knows most words of a question: of the named run, else of any run or folder."""
    if run is not None:
        return best_reader([newest_of(run)], question)
    try:
        runs = list(readable(newest_first(wanted)))
    except UserError:
        runs = []
    return best_reader([*runs, *(pretrained_for(wanted) if pretrained else [])], question)


def _shown(path: Path) -> Path:
    """A path as people would type it from here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _open(path: Path, config_path: Path | None, data_path: Path | None, raw: bool) -> TrainedRun:
    """Read a checkpoint and the configuration of its run."""
    run = run_of(path)
    step_folder = path.parent if path.name == MODEL_FILE else path
    config = load_config(config_path or run / RUN_CONFIG)
    if (run / MANIFEST_FILE).is_file():
        tasks = {path: data.get("task") for path, data in read_manifest(run)["data"].items()}
        trained = TrainedRun(config, step_folder, trained_metadata(run), tasks, read_data_rules(run))
    else:
        # A run of the official code does not record the shape of its data, so the data must be there.
        data = data_path or Path(config.data_paths[0])
        trained = TrainedRun(config, step_folder, read_metadata(data, "train"), {}, read_data_rules(data))
    trained.weights = load_weights(step_folder)
    if raw:
        trained.raw_weights = load_raw(step_folder)
    return trained
