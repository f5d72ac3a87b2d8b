"""Rows of tool calling as batches, and what a network says of them."""

from __future__ import annotations

import numpy as np
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.tools.conversations import Conversation
from dataset.tools.format import Encoded, ToolFormat
from models.objectives.base import Objective
from tests.tool_data import tool_format as default_format


def decisions(*talks: Conversation, tool_format: ToolFormat | None = None) -> list[Encoded]:
    """The rows of all decisions of these conversations."""
    tool_format = tool_format or default_format()
    return [tool_format.encoder(talk).encode(turn) for talk in talks for turn in talk.decision_points()]


def data(encoded: list[Encoded]) -> dict[str, torch.Tensor]:
    """These rows as a batch."""
    labels = np.stack([row.labels for row in encoded])
    return {
        "inputs": torch.from_numpy(np.stack([row.inputs for row in encoded])),
        "labels": torch.from_numpy(np.where(labels == 0, IGNORE_LABEL_ID, labels)),
        "puzzle_identifiers": torch.zeros(len(encoded), dtype=torch.int32),
    }


def logits_of(model: Objective, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Logits (B, P, classes) after one improvement step."""
    model.eval()
    with torch.no_grad():
        _, _, _, outputs, _ = model(carry=model.initial_carry(batch), batch=batch, return_keys=["logits"])
    return outputs["logits"]
