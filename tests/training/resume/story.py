"""The run that tests of resuming tell again and again, and how it goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.harness import (
    Ended,
    pretrain,
)

STORY = ("epochs=12", "eval_interval=4", "global_batch_size=6", "ema=True", "ema_rate=0.9")
"""16 steps, evaluated (and saved) after 5, 10 and 16, logged after every second; batches cross the ends of epochs."""
LAST_STEP = 16


def resume(work: Path, *overrides: str) -> Ended:
    return pretrain(*STORY, "checkpoint_interval=2", "resume=auto", *overrides, cwd=work)


def logged_lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.is_file() else []
