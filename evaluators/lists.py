"""Does a program of the list language do what the examples show? It is run to find out; the label plays no part.

    evaluators=[{name: lists@ListPrograms, tries: 32}]

    examples   [3, -1] -> [6, -2]  [0, 7] -> [14, 0] ...    answer   c = MAP *2 a; d = SORT c; e = REVERSE d

`solved` is the share of answers whose outputs are right for the examples of the row, and `generalised` that of answers
whose outputs are right for further examples of the same function, too, which no network is shown. With tries,
`tries32/solved` is the share of rows for which one of the 32 most probable programs has the right outputs for the
examples of the row; the first of them counts in `tries32/generalised` if it has those for the further ones, too.
`tries32/likeliest` is the share of rows whose most probable program is right, so that nothing needs to be checked. The
interpreter gives the network the results of all statements but the last (`dataset.code.list_search`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from dataset.code.list_language import Program, Value, run
from dataset.code.list_rows import ExampleRows
from dataset.code.list_search import first_right
from dataset.code.list_writer import HIDDEN
from dataset.common import PuzzleDatasetMetadata
from dataset.puzzle_dataset import ExampleSet
from evaluators.base import Network, NotApplicable
from evaluators.puzzle import Puzzle


class ListPrograms(Puzzle):
    """Metrics `<set>/solved` and `<set>/generalised`, with tries also `<set>/tries<n>/...`.

    Args:
        tries: the number of programs that are checked.

    Attributes:
        network: as in `evaluators.base.AsksNetwork`.
        sets: as in `evaluators.base.Evaluator`.
    """

    task = "code"
    network: Network | None = None

    def __init__(self, data_path: Path, metadata: PuzzleDatasetMetadata, tries: int = 1) -> None:
        super().__init__(data_path, metadata, tries)
        self.required_outputs: Collection[str] = ("preds",)
        if not isinstance(self.puzzle, ExampleRows):
            raise NotApplicable(f"{data_path} holds no examples of functions of the list language")
        self.rows: ExampleRows = self.puzzle
        self.sets: Mapping[str, ExampleSet] = {}

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Run the answers of one batch. Batches of other data paths are left out."""
        if set_name not in self.sets:
            return
        facts = [self.sets[set_name].facts[example] for example in batch["examples"]]
        programs = [self.rows.read_program(answer) for answer in outputs["preds"]]
        solved = [
            self.rows.check(row, answer) is None for row, answer in zip(batch["inputs"], outputs["preds"], strict=True)
        ]
        self._count(set_name, solved, programs, facts)
        if self.tries > 1:
            assert self.network is not None
            tried = self.rows.programs(batch["inputs"], self.network, self.tries)
            found = [first_right(states) for states in tried]
            programs = [() if state is None else state.program for state, _ in found]
            prefix = f"{set_name}/tries{self.tries}"
            self._count(prefix, [number > 0 for _, number in found], programs, facts)
            self._add(prefix, "likeliest", [number == 1 for _, number in found])

    def _count(self, prefix: str, solved: list[bool], programs: list[Program], facts: list[dict[str, Any]]) -> None:
        generalised = [
            right and all(_gives(program, *example) for example in known[HIDDEN])
            for right, program, known in zip(solved, programs, facts, strict=True)
        ]
        self._add(prefix, "solved", solved)
        self._add(prefix, "generalised", generalised)

    def _add(self, prefix: str, name: str, values: list[bool]) -> None:
        self._sums[f"{prefix}/{name}"] += sum(values), len(values)


def _gives(program: Program, inputs: list[Any], output: Any) -> bool:
    """Whether the program has this output for inputs, whose lists are those of JSON."""
    results = run(program, [_value(value) for value in inputs])
    return results is not None and results[-1] == _value(output)


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value
