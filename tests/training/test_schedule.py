"""Learning rates against their closed formulas, and in a run."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import get_args

import pytest

from runs.config import PretrainConfig
from tests.harness import RUN, pretrain, write_toy_data
from training.schedule import scheduled_rate

SCHEDULES = get_args(PretrainConfig.model_fields["lr_schedule"].annotation)
PEAK, WARMUP, TOTAL = 2.0, 10, 110


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("min_ratio", [0.0, 0.1, 1.0])
def test_schedules_equal_their_closed_formulas(schedule: str, min_ratio: float) -> None:
    expected = {  # of the part of the way t from the warm-up to the end
        "cosine": lambda t: PEAK * (min_ratio + (1 - min_ratio) * math.cos(math.pi * t / 2) ** 2),
        "constant": lambda t: PEAK,
        "cosine_to_zero": lambda t: PEAK * math.cos(math.pi * t / 2) ** 2,
    }[schedule]
    for step in range(1, TOTAL + 1):
        rate = scheduled_rate(schedule, step, base_lr=PEAK, warmup_steps=WARMUP, total_steps=TOTAL, min_ratio=min_ratio)
        t = (step - WARMUP) / (TOTAL - WARMUP)
        assert rate == pytest.approx(PEAK * step / WARMUP if t < 0 else expected(t), abs=1e-12), step


@pytest.mark.parametrize(("schedule", "end"), [("cosine", 0.25), ("constant", 1.0), ("cosine_to_zero", 0.0)])
def test_a_run_follows_its_schedule(tmp_path: Path, schedule: str, end: float) -> None:
    write_toy_data(tmp_path / "data/toy")
    options = (f"lr_schedule={schedule}", "lr_min_ratio=0.25", "lr_warmup_steps=2", "log_interval=1", "lr=1e-3")
    assert pretrain(*options, cwd=tmp_path).status == 0
    lines = [json.loads(line) for line in (tmp_path / RUN / "metrics.jsonl").read_text().splitlines()]
    rates = [line["train/lr"] for line in lines if "train/lr" in line]
    assert rates == pytest.approx([5e-4, 1e-3, 1e-3 * (end + (1 - end) / 2), 1e-3 * end])
