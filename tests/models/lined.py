"""Questions in lines, and the settings of networks that read lines."""

from __future__ import annotations

from typing import Any

import torch

from dataset.layout import Layout

SLOTS, LINE_LEN, LINES, VOCAB = 2, 4, 3, 12
LAYOUT = Layout(answer_slots=SLOTS, line_len=LINE_LEN)
POOLED: dict[str, Any] = dict(
    seq_len=SLOTS + LINES * LINE_LEN, layout=LAYOUT, vocab_size=VOCAB, pos_encodings="none", puzzle_emb_ndim=0,
    encoder="encoders.lines@Lines", head="heads.slots@Slots",
)  # fmt: skip
MATCHING = {"encoder": {"name": "encoders.lines@Lines", "matching": True}}


def rows(*lines: list[int]) -> torch.Tensor:
    """One row: blank slots, then these lines, filled up."""
    cells = [[1] * SLOTS, *([*line, *[0] * (LINE_LEN - len(line))] for line in lines)]
    return torch.tensor([sum(cells, [])])


def data(inputs: torch.Tensor) -> dict[str, torch.Tensor]:
    labels = torch.full_like(inputs, -100)
    labels[:, :SLOTS] = torch.tensor([5, 2])
    return {"inputs": inputs, "labels": labels, "puzzle_identifiers": torch.zeros(len(inputs), dtype=torch.int32)}
