"""What the official default configuration names, `arc@ARC`: people leave it in for other data, where it is skipped.

On ARC data it refuses before training starts, since ARC's voting is not part of this version.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dataset.common import PuzzleDatasetMetadata
from evaluators.base import NotApplicable
from utils.errors import UserError


class ARC:
    """Args:
    data_path: an ARC data set has `test_puzzles.json` beside its splits.
    metadata: of its test split.
    settings: of the official evaluator.
    """

    def __init__(self, data_path: Path, metadata: PuzzleDatasetMetadata, **settings: Any) -> None:
        if not (data_path / "test_puzzles.json").is_file():
            raise NotApplicable(f"{data_path} is not an ARC data set (it has no test_puzzles.json)")
        raise UserError(f"arc@ARC cannot score {data_path}: this version has no ARC voting; use evaluators=[]")
