"""TensorBoard (extra `tensorboard`): the same metrics, histograms and pictures, as files in the run's folder.

tensorboard --logdir checkpoints/PROJECT
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from inference.renderers.png import render
from inference.renderers.raster import modules
from training.evaluation import Evaluated
from training.trackers.base import NoTracker
from utils.errors import UserError

FOLDER = "tensorboard"
"""The folder in a run's folder."""


class TensorBoardTracker(NoTracker):
    """Writes event files. A resumed run writes another file; of steps that occur in both, TensorBoard shows the later.

    Raises:
        UserError: TensorBoard is not installed.
        OSError: the folder cannot be written to.
    """

    def __init__(self, folder: Path, described: dict[str, Any]) -> None:
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise UserError(
                f"tensorboard=True needs the extra tensorboard: uv sync --extra tensorboard ({error})"
            ) from None
        self._writer: Any = SummaryWriter(str(folder / FOLDER))
        self._writer.add_text("configuration", _code(json.dumps(described, indent=2)))

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        for name, value in {**metrics, **(speeds or {})}.items():
            self._writer.add_scalar(name, value, step)

    def log_evaluation(self, found: Evaluated, step: int) -> None:
        self.log(found.metrics, step)
        for name, curves in found.curves.items():
            for number, (exact, halting) in enumerate(zip(curves.exact, curves.halting, strict=True), 1):
                self._writer.add_scalar(f"{name}_by_step/exact_accuracy_{number:02d}", exact, step)
                self._writer.add_scalar(f"{name}_by_step/halting_{number:02d}", halting, step)
        for number, trace in enumerate(found.examples):
            strip = modules()[0].open(io.BytesIO(render(trace)))  # Pillow, which TensorBoard needs itself
            self._writer.add_image(f"examples/{number}", np.asarray(strip), step, dataformats="HWC")

    def finish(self) -> None:
        self._writer.close()


def _code(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "\n".join(f"    {line}" for line in text.splitlines())
