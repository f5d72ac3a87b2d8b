"""A tiny run on tool calling, and decisions that a test scripts in place of the network's.

run = write_tool_run(tmp_path)                       one training step on two conversations
with scripted(Turn("tool_call", call=...), ...):     the next decisions, whatever the network says
    decided = ToolCaller(run)(query, tools)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.tools.classes import Outcome
from dataset.tools.conversations import Turn
from dataset.tools.format import ConversationEncoder, ToolFormat
from dataset.tools.rows import Row
from dataset.tools.writer import write_conversations
from inference import tool_caller
from inference.steps import Step
from tests.harness import RUN, pretrain
from tests.tool_data import TALKS, tool_format

NETWORK = ("encoder=tools", "head=call", "arch.pos_encodings=none", "arch.puzzle_emb_ndim=0", "arch.puzzle_emb_len=0")
SMALL = tool_format(words=160, tools=6, arguments=14, lines=14)


def write_tool_run(folder: Path, rows: ToolFormat = SMALL) -> Path:
    """A run of one training step in `folder`; its answers mean nothing."""
    write_conversations(folder / "data/tools", {("train", "all"): TALKS}, rows, seed=0)
    ended = pretrain(
        "data_paths=[data/tools]", "data_paths_test=null", "evaluators=[]", "epochs=1", *NETWORK, cwd=folder
    )
    assert ended.status == 0, ended.err
    return folder / RUN


@contextmanager
def scripted(*turns: Turn | Sequence[Turn], certain: float = 4.0) -> Iterator[list[Row]]:
    """Inside the block, a `ToolCaller` decides on these turns, one after the other, and then answers for ever.

    Args:
        turns: for each decision the turn that it becomes, or one for each improvement step.
        certain: by how much its logits are above the others, which are 0.

    Yields:
        the rows that were read, as they are read.
    """
    waiting = list(turns)
    read: list[Row] = []
    encoders: list[ConversationEncoder] = []
    scripting: list[bool] = []
    build = ConversationEncoder.row

    def remembered(self: ConversationEncoder, turn: int) -> Row:
        row = build(self, turn)
        if not scripting:
            encoders.append(self)
            read.append(row)
        return row

    def steps(model: Any, inputs: np.ndarray, device: torch.device) -> Iterator[Step]:
        wanted = waiting.pop(0) if waiting else Turn("assistant")
        made = [wanted] if isinstance(wanted, Turn) else list(wanted)
        for number, turn in enumerate(made, 1):
            scripting.append(True)  # the rows that labels are made of are not read by a caller
            labels = _labels(encoders[-1], turn)
            scripting.clear()
            logits = np.zeros((len(labels), encoders[-1].format.classes.count), np.float32)
            logits[np.arange(len(labels)), labels] = certain
            yield Step(number, labels, 0.25, number == len(made), logits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ConversationEncoder, "row", remembered)
        patch.setattr(tool_caller, "improvement_steps", steps)
        yield read


def _labels(encoder: ConversationEncoder, turn: Turn) -> np.ndarray:
    """The colouring of the front that says what a turn does; arguments that the turn does not name are absent."""
    told = replace(encoder.conversation, turns=(*encoder.conversation.turns, turn))
    labels = encoder.format.encoder(told).encode(len(told.turns) - 1).labels[: encoder.format.classes.front]
    values = labels[3 : encoder.format.classes.letters_start : 2]
    values[values == IGNORE_LABEL_ID] = Outcome.ABSENT
    return labels
