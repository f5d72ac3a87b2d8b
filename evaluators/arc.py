"""ARC's score: augmented copies of a test input vote for its answer, and two attempts are allowed.

    evaluators=[{name: arc@ARC}]

The network answers a test input once for each augmentation of its puzzle. The augmentation (turn and colours) is undone
in every answer. Equal grids then form one candidate. Candidates are ranked by their number of votes, then by the mean
of sigmoid(q):

    id|||t0|||0123456789   answers [[1 2]]  q 0.9
    id|||t4|||0213456789   answers [[1 2]]  q 0.4    undone: [[1 2]]
    id|||t6|||0123456789   answers [[2]     q 0.8    undone: [[2 1]]
                                    [1]]
    ranking  [[1 2]] (2 votes), [[2 1]] (1 vote);  the solution [[2 1]] counts in pass@2 and not in pass@1

`submission.json` holds the first two candidates of each test input in Kaggle's format. `evaluate.py` prints each metric
with its meaning. It also prints the share of right single answers: pass@1 minus this share is what voting adds.
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dataset.arc.grids import COLOURS, FIRST_COLOUR, VOCAB_SIZE, canvas_side, read_names, sizes, turned_back
from dataset.common import PuzzleDatasetMetadata
from evaluators.arc_tally import Tally
from evaluators.base import NotApplicable, Ranks
from utils.errors import UserError
from utils.files import replace_text
from utils.reading import read_json

Grid = bytes
"""A grid as a dictionary key: one byte each for its number of rows, its number of columns, and every colour."""

Votes = dict[Grid, array]
"""sigmoid(q) of every vote for each candidate; candidates are in the order in which they were first seen."""

PUZZLES_AT_ONCE = 16
"""Number of puzzles whose votes are sent to the main process together."""
_LONGEST_NAME = 200
"""Characters in a file for each identifier's name; an upper bound of the average."""
_LONGEST_PUZZLE = 2**16
"""Characters in a file for each puzzle; an upper bound of the average: twelve pairs of the largest grids."""
_OTHER_CHARACTERS = 2**20
"""Characters in a file for everything else; an upper bound."""


class ARC:
    """Metrics `ARC/pass@<K>`: the share of test inputs whose solution is among the first K candidates.

    The share is taken within each puzzle and then averaged over puzzles, as in the official code. Test inputs without a
    known solution (blind tests) are in the submission and in no metric.

    Args:
        data_path: the data set; an ARC data set has `test_puzzles.json` beside its splits.
        metadata: of its test split.
        pass_Ks: the values of K for which there is a metric.
        submission_K: number of attempts for each test input in the submission.
        aggregated_voting: also count the votes of this run's earlier evaluations, as an ensemble of its checkpoints.
            The official code does so by default and thus reports a score that no single checkpoint has. A resumed run
            starts without votes.

    Attributes:
        identifier_offset, own_identifiers: as in `evaluators.base.Evaluator`.
        submission: from the last `result`, on the main process.
        tally: from the last `result`, on the main process; None if no solution is known.
    """

    required_outputs: Collection[str] = ("preds", "q_halt_logits")
    submission_file = "submission.json"
    identifier_offset = 0
    own_identifiers: np.ndarray | None = None

    def __init__(
        self,
        data_path: Path,
        metadata: PuzzleDatasetMetadata,
        pass_Ks: Sequence[int] = (1, 2, 5, 10, 100, 1000),
        submission_K: int = 2,
        aggregated_voting: bool = False,
    ) -> None:
        file = data_path / "test_puzzles.json"
        if not file.is_file():
            raise NotApplicable(f"{data_path} is not an ARC data set (it has no test_puzzles.json)")
        side = canvas_side(metadata.seq_len)
        if side is None or metadata.vocab_size != VOCAB_SIZE:
            raise NotApplicable(
                f"{data_path} is not an ARC data set (seq_len {metadata.seq_len} and vocab_size {metadata.vocab_size};"
                f" ARC has the cells of a square, 900 officially, and {VOCAB_SIZE})"
            )
        if submission_K < 1 or any(k < 1 for k in pass_Ks):
            raise UserError(f"arc@ARC: submission_K={submission_K} and pass_Ks={list(pass_Ks)} must be at least 1")
        self.data_path = data_path
        self.pass_Ks = tuple(pass_Ks)
        self.submission_K = submission_K
        self.aggregated_voting = aggregated_voting
        self.submission: dict[str, list[dict[str, list]]] = {}
        self.tally: Tally | None = None
        self._side = side
        self._tests = _read_tests(file, side, _OTHER_CHARACTERS + _LONGEST_PUZZLE * metadata.total_groups)
        self._puzzles = list(self._tests)
        self._read_identifiers(data_path / "identifiers.json", metadata)
        self._blind_was_reported = False
        self._forget()

    def begin_eval(self) -> None:
        """Forget the votes of earlier evaluations, unless `aggregated_voting` keeps them."""
        if not self.aggregated_voting:
            self._forget()

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Count the answers of one batch. Rows of other puzzles and padding are left out."""
        identifiers = batch["puzzle_identifiers"].astype(np.int64) - self.identifier_offset
        known = (identifiers >= 0) & (identifiers < len(self._puzzle_of))
        rows = np.flatnonzero(known)[self._puzzle_of[identifiers[known]] >= 0]
        # torch's sigmoid, as in the official code: its last bits decide ties.
        q = torch.from_numpy(np.asarray(outputs["q_halt_logits"], np.float64)).sigmoid().numpy()[rows]
        identifiers = identifiers[rows]
        questions = self._undo(batch["inputs"][rows], identifiers)
        answers = self._undo(outputs["preds"][rows], identifiers)
        for puzzle, question, answer, vote in zip(
            self._puzzle_of[identifiers].tolist(), questions, answers, q.tolist(), strict=True
        ):
            votes = self._votes[puzzle].get(question)
            if votes is not None:
                votes.setdefault(answer, array("d")).append(vote)

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """Count the votes on the main process, and write `submission.json` into the folder `save_path`, if given."""
        solved: list[np.ndarray] = []  # for each puzzle with a known solution: its share of solved inputs, by K
        missing = total = 0
        tally = Tally()
        submission = {}
        is_main = False
        for start in range(0, len(self._puzzles), PUZZLES_AT_ONCE):
            gathered = ranks.gather(self._votes[start : start + PUZZLES_AT_ONCE])
            if not gathered:
                continue
            is_main = True
            for place, name in enumerate(self._puzzles[start : start + PUZZLES_AT_ONCE]):
                tests = self._tests[name]
                votes_of_tests = [[votes[place][question] for votes in gathered] for question, _ in tests]
                rankings = [_rank(votes) for votes in votes_of_tests]
                solved_tests = [
                    [solution in ranking[:k] for k in self.pass_Ks]
                    for (_, solution), ranking in zip(tests, rankings, strict=True)
                    if solution is not None
                ]
                if solved_tests:
                    solved.append(np.mean(solved_tests, axis=0))
                    tally.tasks += 1
                for (_, solution), votes, ranking in zip(tests, votes_of_tests, rankings, strict=True):
                    if solution is not None:
                        answers = sum(len(values) for part in votes for values in part.values())
                        tally.add(answers, sum(len(part.get(solution, ())) for part in votes), len(ranking))
                submission[name] = [self._attempts(ranking) for ranking in rankings]
                missing += sum(not ranking for ranking in rankings)
                total += len(tests)
        if not is_main:
            return {}
        self.submission = submission
        self.tally = None
        if missing:
            self._report(f"{missing} of {total} test inputs have no prediction; their attempts are blank, [[0]]")
        if save_path is not None:
            save_path.mkdir(parents=True, exist_ok=True)
            self.save_submission(save_path / "submission.json")
        if not solved:
            if not self._blind_was_reported:
                self._report("no test input has a known solution, so there is a submission and no pass@K")
            self._blind_was_reported = True
            return {}
        self.tally = tally
        tally.shares = np.mean(solved, axis=0).tolist()
        return {f"ARC/pass@{k}": share for k, share in zip(self.pass_Ks, tally.shares, strict=True)}

    def table(self) -> str:
        """The metrics of the last `result`, each with its meaning, and the share of right single answers."""
        return self.tally.table(self.pass_Ks, self.submission_K) if self.tally else ""

    def save_submission(self, file: Path) -> None:
        """Write the attempts of the last `result`: `{puzzle: [{attempt_1: grid, attempt_2: grid}, ...]}`."""
        replace_text(file, json.dumps(self.submission))

    def _forget(self) -> None:
        self._votes: list[dict[Grid, Votes]] = [{q: {} for q, _ in self._tests[name]} for name in self._puzzles]

    def _read_identifiers(self, file: Path, metadata: PuzzleDatasetMetadata) -> None:
        """Read the puzzle and augmentation of each identifier, as arrays: there are hundreds of thousands."""
        blank = metadata.blank_identifier_id
        names = _read_json(file, _OTHER_CHARACTERS + _LONGEST_NAME * metadata.num_puzzle_identifiers)
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise UserError(f"{file} must hold a list of names")
        try:
            puzzles, self._turns, colours = read_names(names)
        except ValueError as error:
            raise UserError(f"{file}: {error}") from None
        self._colours = np.argsort(colours, axis=1).astype(np.uint8)  # each colour before the augmentation
        number = {name: place for place, name in enumerate(self._puzzles)}
        self._puzzle_of = np.array(
            [number.get(puzzle, -1) for puzzle in puzzles], np.int32
        )  # -1: not in this test split
        self._puzzle_of[blank : blank + 1] = -1

    def _undo(self, tokens: np.ndarray, identifiers: np.ndarray) -> Iterator[Grid]:
        """The grids on canvases (N, cells), with their augmentation undone."""
        tables = np.zeros((len(tokens), 256), np.uint8)
        tables[:, FIRST_COLOUR : FIRST_COLOUR + COLOURS] = self._colours[identifiers]
        for canvas, (rows, columns), turn, table in zip(
            tokens.astype(np.uint8), sizes(tokens).tolist(), self._turns[identifiers].tolist(), tables, strict=True
        ):
            shape, cells = _cells_before(self._side, turn, rows, columns)
            yield shape + canvas[cells].tobytes().translate(table.tobytes())

    def _attempts(self, ranking: list[Grid]) -> dict[str, list]:
        """The first candidates as attempts. If there are too few, the first candidate is repeated."""
        grids = [_unpack(grid) for grid in ranking[: self.submission_K]] or [[[0]]]
        grids += grids[:1] * (self.submission_K - len(grids))
        return {f"attempt_{number}": grid for number, grid in enumerate(grids, 1)}

    def _report(self, message: str) -> None:
        print(f"arc@ARC on {self.data_path}: {message}", file=sys.stderr)


@cache
def _cells_before(side: int, turn: int, rows: int, columns: int) -> tuple[bytes, np.ndarray]:
    """Undo the turn of a grid of `rows` x `columns` in the corner of a canvas.

    Returns:
        the number of rows and of columns before the turn, a byte each; the canvas cells in the order before the turn.
    """
    cells = np.arange(side * side, dtype=np.int16).reshape(side, side)[:rows, :columns]
    before = turned_back(cells, turn)
    return bytes(before.shape), before.ravel().astype(np.intp)


def _rank(parts: list[Votes]) -> list[Grid]:
    """Sort candidates by votes, then by mean q, then in the order in which they were first seen, rank after rank.

    The sums add up vote by vote in that order. Another order might round differently and decide a tie differently.
    """
    totals: dict[Grid, list[float]] = {}
    for votes in parts:
        for grid, values in votes.items():
            total = totals.setdefault(grid, [0, 0.0])
            for q in values:
                total[0] += 1
                total[1] += q
    return sorted(totals, key=lambda grid: (totals[grid][0], totals[grid][1] / totals[grid][0]), reverse=True)


def _read_json(file: Path, largest: int) -> Any:
    if not os.path.lexists(file):
        raise UserError(f"{file} is missing; build the data set again")
    return read_json(file, largest)


def _read_tests(file: Path, side: int, largest: int) -> dict[str, list[tuple[Grid, Grid | None]]]:
    """The inputs of each puzzle's tests, with their solutions or None."""
    puzzles = _read_json(file, largest)
    if not isinstance(puzzles, dict):
        raise UserError(f"{file} must hold an object with a puzzle for each name")
    tests = {}
    for name, puzzle in puzzles.items():
        try:
            tests[name] = [
                (_pack(pair["input"], side), _pack(pair["output"], side) if pair.get("output") is not None else None)
                for pair in puzzle["test"]
            ]
        except (KeyError, TypeError, ValueError, AttributeError):
            raise UserError(
                f"{file}: puzzle '{name}' needs `test`, a list of {{input, output}} with grids of colours 0 to 9, at"
                f" most {side}x{side} as the canvas; output may be left out"
            ) from None
    return tests


def _pack(grid: object, side: int) -> Grid:
    """A grid as a dictionary key; `ValueError` or `TypeError` if it is no grid."""
    cells = np.array(grid)
    if cells.ndim != 2 or max(cells.shape) > side or cells.min() < 0 or cells.max() >= COLOURS:
        raise ValueError
    if (cells != cells.astype(np.uint8)).any():  # 1.5 is no colour
        raise ValueError
    return bytes(cells.shape) + cells.astype(np.uint8).tobytes()


def _unpack(grid: Grid) -> list[list[int]]:
    return np.frombuffer(grid, np.uint8, offset=2).reshape(grid[0], grid[1]).tolist()
