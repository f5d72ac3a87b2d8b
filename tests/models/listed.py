"""A small network that writes programs of the list language, and rows for it."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import torch

from dataset.code.list_programs import INPUT_TYPES, draw_examples, functions
from dataset.code.list_rows import EXAMPLES, rows_for, state_of
from dataset.common import IGNORE_LABEL_ID
from dataset.text.special import BLANK, PAD
from models.objectives.alternatives import Alternatives
from tests.models.networks import make

ROWS = rows_for(2)
LISTED: dict[str, Any] = dict(
    seq_len=ROWS.seq_len, layout=ROWS.layout, vocab_size=ROWS.vocab_size, dense=True, pos_encodings="none",
    puzzle_emb_ndim=0, halt_max_steps=2, halt_exploration_prob=0,
    encoder={"name": "encoders.examples@Examples", "token_width": 6, "value_width": 8, "layers": 1},
    head="heads.statements@Statements", carry="carries.execution@Execution",
)  # fmt: skip


def network(**changes: Any) -> Alternatives:
    """In float64, with random weights."""
    return Alternatives(make("trm", **LISTED | changes).model, "softmax_cross_entropy")


def batch(count: int = 6, results: bool = True) -> dict[str, torch.Tensor]:
    """Rows of training, or of the test, which have no results."""
    rng = random.Random(0)
    inputs, labels = [], []
    for number in range(count):
        types = INPUT_TYPES[number % len(INPUT_TYPES)]
        program = rng.choice(functions(types, 2))[0]
        state = None
        while state is None:
            examples = draw_examples(program, types, EXAMPLES, rng)
            asked = state_of(examples) if examples else None
            state = asked.after(program[0], 2) if asked else None
        assert asked is not None
        inputs.append(ROWS.row(state if results else asked))
        inputs[-1][: ROWS.length] = BLANK
        labels.append(ROWS.program_labels(program, [[], []] if results else None))
    found = np.stack(labels)
    return {
        "inputs": torch.from_numpy(np.stack(inputs).astype(np.int32)),
        "labels": torch.from_numpy(np.where(found == PAD, IGNORE_LABEL_ID, found).astype(np.int32)),
        "puzzle_identifiers": torch.zeros(count, dtype=torch.int32),
    }
