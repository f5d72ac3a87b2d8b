"""Is the answer a valid Sudoku? A grid that keeps the givens and obeys the rules, whatever the label says.

    givens 1... .... ..3. ....   answer with every row, column and box complete and both givens kept   -> valid

With unique solutions `valid` equals exact accuracy; it is larger where a puzzle has several.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dataset import sudoku
from dataset.common import PuzzleDatasetMetadata, read_build
from evaluators.base import NotApplicable, Ranks


class Sudoku:
    """Metric `<set>/valid`: the share of answers that obey the rules.

    Args:
        data_path: the data set; `build.json` must say that it is one of Sudoku.
        metadata: of its test split.
    """

    required_outputs = ("preds",)

    def __init__(self, data_path: Path, metadata: PuzzleDatasetMetadata) -> None:
        task = read_build(data_path).get("task")
        if task != "sudoku":
            raise NotApplicable(f"{data_path} is not a Sudoku data set (task in build.json: {task})")
        self._counts: dict[str, tuple[int, int]] = {}

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        self._counts = {}

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Check the answers of one batch."""
        broken = [sudoku.check(row, answer) for row, answer in zip(batch["inputs"], outputs["preds"], strict=True)]
        valid, total = self._counts.get(set_name, (0, 0))
        self._counts[set_name] = valid + broken.count(None), total + len(broken)

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """The share of valid answers in each set."""
        gathered = ranks.gather(self._counts)
        names = list(dict.fromkeys(name for counts in gathered for name in counts))
        sums = {name: np.sum([counts.get(name, (0, 0)) for counts in gathered], axis=0) for name in names}
        return {f"{name}/valid": float(valid / total) for name, (valid, total) in sums.items()}
