"""Does an answer obey the rules of its task? The task's own `check` decides; the label plays no part.

    evaluators=[{name: puzzle@Puzzle}]
    evaluators=[{name: puzzle@Puzzle, tries: 32}]    also the first of the 32 most probable answers that obeys the rules

This evaluator scores every data set whose task has rules (`dataset.tasks.load_rules`). An evaluator for one task, such
as `evaluators.sudoku`, is a subclass; it may have its own `judge`, as `evaluators.maze` has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import ClassVar

import numpy as np

from dataset.common import PuzzleDatasetMetadata, read_build
from dataset.tasks import load_rules
from evaluators.base import NotApplicable, Ranks
from evaluators.tries import first_that_obeys
from utils.errors import UserError


class Puzzle:
    """Metric `<set>/valid`: the share of answers that obey the rules. A subclass's `judge` may return other metrics.

    Args:
        data_path: the data set; its `build.json` names its task.
        metadata: of its test split.
        tries: if more than 1, metrics `<set>/tries<n>/...` score another answer: the first of the n most probable
            answers that obeys the rules (`evaluators.tries`).
    """

    required_outputs: Collection[str] = ("preds",)
    identifier_offset = 0
    own_identifiers: np.ndarray | None = None
    task: ClassVar[str | None] = None
    """The only task that the class scores; None: any."""

    def __init__(self, data_path: Path, metadata: PuzzleDatasetMetadata, tries: int = 1) -> None:
        if tries < 1:
            raise UserError(f"evaluators: tries must be at least 1, not {tries}")
        self.tries = tries
        if tries > 1:
            self.required_outputs = ("preds", "logits")
        task = read_build(data_path).get("task")
        try:
            if task is None or self.task not in (None, task):
                raise UserError(f"task in build.json: {task}")
            self.puzzle = load_rules(data_path)
        except UserError as error:
            wanted = "data set of a puzzle whose rules are known" if self.task is None else f"{self.task} data set"
            raise NotApplicable(f"{data_path} is no {wanted} ({error})") from None
        self.begin_eval()

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        self._sums: defaultdict[str, np.ndarray] = defaultdict(lambda: np.zeros(2))

    def judge(self, inputs: np.ndarray, labels: np.ndarray, answers: np.ndarray) -> dict[str, np.ndarray]:
        """The values of each metric, by its name: (B,) bool, or numbers with NaN where the metric does not apply.

        Args:
            inputs, answers: (B, seq_len) tokens.
            labels: (B, seq_len) tokens, `IGNORE_LABEL_ID` where nothing is supervised.
        """
        obeys = [self.puzzle.check(row, answer) is None for row, answer in zip(inputs, answers, strict=True)]
        return {"valid": np.array(obeys)}

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Judge the answers of one batch."""
        self._judge(set_name, batch, outputs["preds"])
        if self.tries > 1:
            rows = zip(batch["inputs"], outputs["logits"], strict=True)
            chosen = [first_that_obeys(self.puzzle, row, logits, self.tries)[0] for row, logits in rows]
            self._judge(f"{set_name}/tries{self.tries}", batch, np.stack(chosen))

    def _judge(self, prefix: str, batch: dict[str, np.ndarray], answers: np.ndarray) -> None:
        for name, values in self.judge(batch["inputs"], batch["labels"], answers).items():
            counted = values[~np.isnan(values)]
            self._sums[f"{prefix}/{name}"] += counted.sum(), len(counted)

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """The mean of every metric over all ranks' answers to which the metric applies."""
        gathered = ranks.gather(dict(self._sums))
        names = dict.fromkeys(name for sums in gathered for name in sums)
        totals = {name: sum(sums.get(name, np.zeros(2)) for sums in gathered) for name in names}
        return {name: float(total / count) for name, (total, count) in totals.items() if count}
