"""Traces of made-up answers, since no network is needed to draw, and the traces that a page holds."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import Any

import numpy as np

from dataset.tasks import drawing_of, load_puzzle, task_names
from inference.steps import Step
from inference.traces import Trace
from inference.tracing import Moment, build

MAZE = "#S ##  ## ##  G#"
PUZZLES = {"sudoku": "1....2....3....4", "maze": MAZE, "rubik2x2": "R U' F2"}


def made_trace(task: str, puzzle: str, steps: int = 3, seed: int = 0, title: str = "a network") -> Trace:
    """A trace whose answers are drawn at random; the last one is expected."""
    rng = np.random.default_rng(seed)
    rules = load_puzzle(task)
    inputs = rules.parse(puzzle).astype(np.int64)
    return made_from(task, inputs, rng.normal(size=(steps, len(inputs), int(inputs.max()) + 3)), title)


def made_from(task: str, inputs: np.ndarray, logits: np.ndarray, title: str = "a network") -> Trace:
    """The trace of the likeliest answers by these logits (steps, seq_len, classes)."""
    rules = load_puzzle(task) if task in task_names() else None
    draw = drawing_of(rules, task)
    assert draw is not None
    moments = [
        Moment(Step(number, row.argmax(-1), 0.25, False, row, {"z_H": 0.5}, 0.01), number, 1)
        for number, row in enumerate(logits, 1)
    ]
    return build(title, moments, lambda answer: draw(rules, inputs, answer), moments[-1].step.answer, "it is made up")


def made_large(steps: int, share: float) -> Trace:
    """A trace of a maze of 30x30 cells, a share of which changes in each state."""
    rng = np.random.default_rng(0)
    inputs = np.full(900, 2)
    inputs[[0, 899]] = 3, 4
    logits = np.full((steps, 900, 6), -3.0)
    kept = rng.integers(1, 6, 900)
    for step in range(steps):
        changes = rng.random(900) < share
        kept[changes] = rng.integers(1, 6, int(changes.sum()))
        logits[step, np.arange(900), kept] = 4.0
    return made_from("maze", inputs, logits)


def traces_on(page: bytes | str) -> list[dict[str, Any]]:
    """The traces on a page, as JSON values."""
    text = page.decode() if isinstance(page, bytes) else page
    found = re.search(r'<script type="text/plain" id="data">([\w+/=]*)</script>', text)
    assert found is not None
    return json.loads(gzip.decompress(base64.b64decode(found[1])))["traces"]
