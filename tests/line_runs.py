"""A small run on sentences that are answered by a line of code, and lines that a test scripts.

run = write_line_run(tmp_path)                     one training step; its answers mean nothing
with scripted_lines("f(x)", "return (x"):          the next lines, whatever the network says
    CodeWriter(run).ask("call f with x.")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from dataset.code.line_format import LineFormat
from dataset.common import IGNORE_LABEL_ID
from inference import code_writer
from inference.steps import Step
from tests.dataset.code.lines import write_source
from tests.harness import RUN, call, pretrain

NETWORK = ("encoder=prompt", "head=copying", "arch.puzzle_emb_ndim=0", "arch.puzzle_emb_len=0")


def write_line_run(folder: Path) -> Path:
    """A run of one training step in `folder`, on the data set data/lines, with room for 6 tokens and 11 words."""
    options = ("--source", write_source(folder / "raw"), "--output-dir", "data/lines")
    built = call("dataset.build_code_dataset", *options, cwd=folder)
    assert built.status == 0, built.err
    fixed = ("data_paths=[data/lines]", "data_paths_test=null", "evaluators=[]", "epochs=1", "max_steps=1")
    ended = pretrain(*fixed, *NETWORK, cwd=folder)
    assert ended.status == 0, ended.err
    return folder / RUN


@contextmanager
def scripted_lines(*lines: str | tuple[str, ...]) -> Iterator[None]:
    """Inside the block, a `CodeWriter` says these lines, one for each question.

    Args:
        lines: a line, or several of them, the likeliest first: each token is taken from one of them.
    """
    waiting = list(lines)
    asked: list[tuple[LineFormat, str]] = []
    inputs_of = LineFormat.inputs

    def remembered(self: LineFormat, sentence: str, *arguments: Any) -> np.ndarray:
        asked.append((self, sentence))
        return inputs_of(self, sentence, *arguments)

    def steps(model: Any, inputs: np.ndarray, device: torch.device) -> Iterator[Step]:
        rules, sentence = asked[-1]
        wanted = waiting.pop(0)
        slots = np.arange(rules.slots)
        logits = np.zeros((rules.slots, rules.canvas.first_word + rules.words), np.float32)
        likelier = 20.0
        for line in [wanted] if isinstance(wanted, str) else wanted:
            labels = rules.labels(sentence, line)
            assert labels is not None, "the canvas has room for the line"
            logits[slots, labels[: rules.slots]] = np.maximum(logits[slots, labels[: rules.slots]], likelier)
            likelier -= 1.0
        answer = np.full(rules.seq_len, IGNORE_LABEL_ID)
        answer[: rules.slots] = logits.argmax(axis=1)
        yield Step(1, answer, 0.25, True, logits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LineFormat, "inputs", remembered)
        patch.setattr(code_writer, "improvement_steps", steps)
        yield
