"""One step loop: `--steps N` gives the same answer in evaluate.py and in infer.py, for every kind of network."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from inference.steps import improvement_steps, run, set_steps
from tests.models.lined import POOLED
from tests.models.networks import ARCHS, SMALL, make
from tests.models.noted import ATTENDED, COPYING, NOTED_ARCHS, NOTING, NUMBERED

CPU = torch.device("cpu")
KINDS: dict[str, dict[str, Any]] = {
    "puzzles": {"halt_max_steps": 2},
    "one step": {"halt_max_steps": 1},
    "lines": POOLED | {"halt_max_steps": 1},
    "lines with notes": NOTING,
    "numbers with notes": NUMBERED,
    "digits with notes": COPYING,
    "numbers by attention": ATTENDED,
}


@pytest.mark.parametrize(
    ("arch", "kind"), [(a, k) for a in ARCHS for k in KINDS if a in NOTED_ARCHS or "carry" not in KINDS[k]]
)
def test_steps_mean_the_same_everywhere(arch: str, kind: str) -> None:
    settings = SMALL | KINDS[kind]
    model = make(arch, **settings).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(std=0.3, generator=torch.Generator().manual_seed(parameter.numel()))
    rng = np.random.default_rng(0)
    inputs = rng.integers(1, settings["vocab_size"], (5, settings["seq_len"])).astype(np.int32)
    batch = {"inputs": inputs, "labels": inputs.copy(), "puzzle_identifiers": np.zeros(5, np.int32)}
    rows = [("all", np.arange(5), batch)]
    alone: list[list[np.ndarray]] = []
    set_steps(model, 4)
    for row in inputs:
        alone.append([step.answer for step in improvement_steps(model, row, CPU)])
        assert len(alone[-1]) == 4
    for steps in (1, 2, 4):
        set_steps(model, steps)
        (fixed,) = run(model, rows, CPU)
        halting = list(run(model, rows, CPU, halt=True, slots=2, halt_probability=1 - 1e-12))
        order = np.argsort(np.concatenate([part.examples for part in halting]))
        halted = np.concatenate([part.outputs["preds"] for part in halting])[order]
        for row in range(5):
            assert np.array_equal(alone[row][steps - 1], fixed.outputs["preds"][row])
            assert np.array_equal(alone[row][steps - 1], halted[row])
        assert (fixed.steps == steps).all()
