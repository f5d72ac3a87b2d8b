"""Pages are small, also of networks that are sure of nothing and whose every answer is another one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dataset.tools.classes import Outcome
from dataset.tools.conversations import Conversation, Turn
from dataset.tools.drawing import draw_decision
from inference.renderers import html
from inference.steps import Step
from inference.traces import Trace, read_trace
from inference.tracing import Moment, build
from tests.arc_data import canvas
from tests.inference.made_traces import made_from, made_large, traces_on
from tests.tool_data import TALK, tool_format

STEPS = 16
"""Those of the paper."""
SEVERAL = 6
"""Different traces that are measured for the size of a page of 200."""


def unsure(task: str, inputs: np.ndarray, vocab_size: int, rng: np.random.Generator, first: int) -> Trace:
    """The trace of a puzzle whose answers are drawn at random from the tokens from `first` on."""
    logits = rng.normal(size=(STEPS, len(inputs), vocab_size))
    logits[..., :first] = -9
    return made_from(task, inputs, logits)


def large_sudoku(rng: np.random.Generator) -> Trace:
    return unsure("sudoku", np.where(rng.random(81) < 0.3, rng.integers(2, 11, 81), 1), 11, rng, 2)


def large_maze(rng: np.random.Generator) -> Trace:
    return unsure("maze", np.where(rng.random(900) < 0.4, 1, 2), 6, rng, 1)


def large_arc(rng: np.random.Generator) -> Trace:
    return unsure("arc", canvas(rng.integers(0, 10, (30, 30)).astype(np.uint8)).astype(np.int64), 12, rng, 2)


def long_talk(rng: np.random.Generator) -> Trace:
    """A decision about tools behind a conversation of some 500 different words."""
    words = ["".join(rng.choice(list("abcdefghijklmnop"), 6)) for _ in range(480)]
    turns = [Turn(("user", "assistant")[at % 2], " ".join(words[20 * at : 20 * at + 20])) for at in range(24)]
    rows = tool_format(words=800, lines=60)
    encoder = rows.encoder(Conversation(TALK.tools, (*turns, *TALK.turns)))
    row = encoder.row(len(turns) + 1)
    classes, moments = rows.classes, []
    for number in range(1, STEPS + 1):
        logits = rng.normal(size=(classes.front, classes.first_word + 500))
        answer = classes.first_word + rng.integers(0, 500, classes.front)
        answer[:2] = Outcome.CALL, classes.first_tool + rng.integers(2)
        moments.append(Moment(Step(number, answer, 0.5, False, logits, {"z_H": 0.5}, 0.01), number, 1))
    return build("talk", moments, lambda answer: draw_decision(encoder, row, answer), moments[-1].step.answer)


@pytest.mark.parametrize("make", [large_sudoku, large_maze, large_arc, long_talk])
def test_a_gallery_of_200_is_small(make: object) -> None:
    assert callable(make)
    traces = [make(np.random.default_rng(seed)) for seed in range(SEVERAL)]
    one, several = len(html.render_all("one", traces[:1])), len(html.render_all("several", traces))
    assert one + 199 * (several - one) / (SEVERAL - 1) < 10e6


@pytest.mark.parametrize("share", [1 / 8, 1.0])
def test_a_trace_of_many_steps_is_small(share: float) -> None:
    """64 states of a maze of 30x30 cells, a share of which changes in each."""
    trace = made_large(64, share)
    assert len(html.render(trace)) < 2e6


def test_doubts_that_are_left_out_are_bounded(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    trace = large_maze(rng)
    for step in trace.steps:
        assert len(step.doubts) == 100 and max(doubt.probability for doubt in step.doubts.values()) <= step.sure < 0.9
    trace.save(tmp_path / "trace.json")
    for step, read in zip(trace.steps, read_trace(tmp_path / "trace.json").steps, strict=True):
        assert step.sure - 0.001 <= read.sure <= step.sure, "never more than was found"
    (shown,) = traces_on(html.render(trace))
    assert len(shown["boards"]) == 1 and len(shown["looks"]) < 20
