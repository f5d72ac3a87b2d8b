"""Puzzle embeddings where puzzles are numbered in another order: in a checkpoint to start from, and in test data.

Puzzles are found by their names (`runs.puzzle_rows`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from dataset.common import PuzzleDatasetMetadata, read_build, read_metadata
from dataset.identifiers import BLANK, UNKNOWN, Identifiers, read_identifiers
from dataset.puzzle_dataset import ExampleSet, PuzzleDataset
from dataset.tasks import first_difference, read_data_rules
from models.calibration import IN_CHECKPOINT
from models.objectives.base import Objective
from runs.checkpoints import run_of
from runs.manifest import trained_puzzles
from runs.puzzle_rows import Matched, PuzzleTable, TablePart, join, used_identifiers
from runs.weights import PUZZLE_TABLE, fit_weights, load_weights
from utils.errors import UserError

_NAMES_MISSING = "{} and {} do not both name their puzzles: that identifiers mean the same puzzles could not be checked"

# ---- a checkpoint to start from


def start_from(
    path: Path, model: Objective, dataset: PuzzleDataset, data_paths: Sequence[str], announce: bool = True
) -> None:
    """Load the weights of another run into `model`. Puzzles keep their embeddings; new ones start at the mean of all.

    Args:
        dataset: the training data, of `data_paths`.
        announce: whether to print how many puzzles are new.

    Raises:
        UserError: the weights are of another network, or the run's tokens mean something else.
    """
    weights = load_weights(path)
    weights.pop(IN_CHECKPOINT, None)  # a calibration holds for the weights that it was fitted to
    trained_on = read_data_rules(run_of(path))
    difference = first_difference(trained_on, dataset.data_rules) if trained_on else None
    if difference:
        raise UserError(f"{path} was trained with another vocabulary than that of the data: {difference}")
    rows = None
    table = getattr(model.model.inner, "puzzle_emb", None)
    if table is not None and dataset.metadata.num_puzzle_identifiers > 1:
        matched = _match_all(trained_puzzles(run_of(path)), data_paths)
        if matched is not None:
            rows = _starting_rows(matched, path, announce)
        elif announce and len(weights.get(PUZZLE_TABLE, ())) == dataset.metadata.num_puzzle_identifiers:
            print(_NAMES_MISSING.format(path, "the data"), file=sys.stderr)
    fit_weights(model, weights, path, rows=rows, announce=announce)


def _match_all(table: PuzzleTable | None, data_paths: Sequence[str]) -> Matched | None:
    if table is None:
        return None
    found = []
    for path in map(Path, data_paths):
        matched = table.match(path, read_metadata(path, "train"))
        if matched is None:
            return None
        found.append(matched)
    return join(found)


def _starting_rows(matched: Matched, path: Path, announce: bool) -> np.ndarray:
    puzzles, unknown = matched.count()
    if not unknown:
        return matched.rows
    if announce:
        known, which = f"{puzzles} puzzles of this data", "all" if unknown == puzzles else "their"
        lacks = f"of none of the {known}" if unknown == puzzles else f"not of {unknown} of the {known}"
        print(f"puzzle embeddings of {path} are {lacks}: {which} rows start at the mean", file=sys.stderr)
    # Where no puzzle is known, the blank row starts at the mean too, as in the official code.
    return np.full_like(matched.rows, UNKNOWN) if unknown == puzzles else matched.rows


# ---- test data of their own


def place_test_puzzles(
    test: PuzzleDataset,
    test_paths: Sequence[Path],
    train: PuzzleDataset,
    train_paths: Sequence[Path],
    announce: bool = True,
) -> tuple[list[ExampleSet], dict[Path, np.ndarray]]:
    """Renumber the puzzles of test data by their rows in the puzzle table of the training data.

    Args:
        announce: whether to print that identifiers could not be checked.

    Returns:
        The renumbered sets, and `EvaluationData.own_identifiers` for them.

    Raises:
        UserError: a puzzle is none of the training data's, or identifiers are no rows of the table.
    """
    own_identifiers: dict[Path, np.ndarray] = {}
    sets = list(test.sets)
    for place, (path, offset) in enumerate(zip(test_paths, test.identifier_offsets, strict=True)):
        if path.resolve() in {other.resolve() for other in train_paths}:
            continue
        here = [number for number, source in enumerate(sets) if source.data_path == path]
        used = used_identifiers([sets[number] for number in here]) - offset
        metadata = read_metadata(path, "test")
        rows = _test_rows(path, metadata, used, _training_table(train, train_paths, place, len(test_paths)))
        if rows is None:
            _check_largest(path, int(used.max(initial=0)) + int(offset), train.metadata)
            if announce and (used != metadata.blank_identifier_id).any():
                print(_NAMES_MISSING.format(path, "the training data"), file=sys.stderr)
        elif not np.array_equal(rows[used], used + offset):
            own = np.full(train.metadata.num_puzzle_identifiers, UNKNOWN, np.int64)
            own[rows[used]] = used
            own_identifiers[path] = own
            for number in here:
                moved = rows[sets[number].puzzle_identifiers - offset]
                sets[number] = replace(sets[number], puzzle_identifiers=moved)
    return sets, own_identifiers


def _test_rows(path: Path, metadata: PuzzleDatasetMetadata, used: np.ndarray, table: PuzzleTable) -> np.ndarray | None:
    """The table's row for each identifier; None where names are missing."""
    matched = table.match(path, metadata)
    if matched is None:
        return None
    puzzles, unknown = matched.count(used)
    if unknown:
        raise UserError(
            f"{unknown} of the {puzzles} puzzles of the test data ({path}) are none of the training data's, so that"
            " nothing would be learned of them; name test data of the same puzzles, or train with data_paths_test=null"
            f" and score with evaluate.py --data-path {path}"
        )
    return np.where(matched.rows == UNKNOWN, metadata.blank_identifier_id, matched.rows)


def _training_table(dataset: PuzzleDataset, paths: Sequence[Path], place: int, test_paths: int) -> PuzzleTable:
    """The puzzle table of the training data.

    Where there are as many test paths as training paths, the training path at the test path's place is searched first.
    """
    parts = []
    bounds = [*map(int, dataset.identifier_offsets), dataset.metadata.num_puzzle_identifiers]
    for path, start, end in zip(paths, bounds, bounds[1:], strict=False):
        parts.append(TablePart(str(path), read_build(path).get("fingerprint"), start, end - start))
    if test_paths == len(paths):
        parts.insert(0, parts.pop(place))

    def read() -> list[Identifiers | None]:
        return [
            Identifiers([BLANK]) if part.count == 1 else read_identifiers(path, read_metadata(path, "train"))
            for part, path in ((part, Path(part.path)) for part in parts)
        ]

    return PuzzleTable(parts, read)


def _check_largest(path: Path, largest: int, metadata: PuzzleDatasetMetadata) -> None:
    if largest >= metadata.num_puzzle_identifiers:
        raise UserError(
            f"the test data ({path}) have a puzzle identifier {largest}; num_puzzle_identifiers of the training data is"
            f" {metadata.num_puzzle_identifiers}"
        )
