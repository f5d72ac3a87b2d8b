"""A small run on prompts that are answered in JSON, and outputs that a test scripts in place of the network's.

run = write_canvas_run(tmp_path)                               one training step; its answers mean nothing
with scripted({"final": "hello"}, '{"broken'):                 the next outputs, whatever the network says
    JsonCaller(run)("Say hello")
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.tool_json.writer import write_dataset
from inference import json_caller
from inference.steps import Step
from tests.harness import RUN, pretrain
from tests.models.canvases import canvas_format

NETWORK = ("encoder=prompt", "head=copying", "arch.puzzle_emb_ndim=0", "arch.puzzle_emb_len=0")
FORMAT = canvas_format(slots=90, words=12)
EXAMPLES = [
    *(
        Example(f"sum-{n}", "toy", "calculator", f"{n} + 4", f"What is {n} plus 4 ?", str(n + 4), template="seen")
        for n in range(31, 37)
    ),
    *(Example(f"hello-{n}", "toy", "no_tool", "", f"Say hello {n}", "hello") for n in range(2)),
]


def write_canvas_run(folder: Path, *overrides: str) -> Path:
    """A run of one training step in `folder`, on the data set data/json."""
    write_dataset(folder / "data/json", {"train": EXAMPLES, "test": EXAMPLES}, FORMAT, seed=0)
    fixed = ("data_paths=[data/json]", "data_paths_test=null", "evaluators=[]", "epochs=1")
    ended = pretrain(*fixed, *NETWORK, *overrides, cwd=folder)
    assert ended.status == 0, ended.err
    return folder / RUN


@contextmanager
def scripted(*outputs: Any, certain: float = 20.0) -> Iterator[list[np.ndarray]]:
    """Inside the block, a `JsonCaller` says these outputs, one after the other.

    Args:
        outputs: for each prompt its output, an object or a text, or a list with one for each improvement step.
        certain: by how much its logits are above the others, which are 0.

    Yields:
        the rows (seq_len,) that were read, as they are read.
    """
    waiting = list(outputs)
    read: list[np.ndarray] = []
    prompts: list[str] = []
    inputs_of = CanvasFormat.inputs

    def remembered(self: CanvasFormat, prompt: str) -> np.ndarray:
        prompts.append(prompt)
        return inputs_of(self, prompt)

    def steps(model: Any, inputs: np.ndarray, device: torch.device) -> Iterator[Step]:
        read.append(inputs)
        wanted = waiting.pop(0)
        made: Sequence[Any] = wanted if isinstance(wanted, list) else [wanted]
        for number, output in enumerate(made, 1):
            text = output if isinstance(output, str) else json.dumps(output)
            labels = FORMAT.labels(prompts[-1], text)
            assert labels is not None, "the canvas has room for the output"
            classes = labels[: FORMAT.slots]
            logits = np.zeros((FORMAT.slots, FORMAT.canvas.first_word + FORMAT.words), np.float32)
            logits[:, 0] = -certain  # the class that no label has
            logits[np.arange(FORMAT.slots), classes] = certain
            answer = np.full(FORMAT.seq_len, IGNORE_LABEL_ID)
            answer[: FORMAT.slots] = classes
            yield Step(number, answer, 0.25 * number, number == len(made), logits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CanvasFormat, "inputs", remembered)
        patch.setattr(json_caller, "improvement_steps", steps)
        yield read
