"""Random mazes to look at: of corridors where the size allows it, with scattered walls elsewhere."""

from __future__ import annotations

import numpy as np

from dataset.maze.generator import LARGEST, generate
from dataset.maze.rules import ALSO_FREE, render, size_of
from utils.errors import UserError


def example(seq_len: int, rng: np.random.Generator) -> str:
    """See `dataset.tasks.Examples`.

    Raises:
        UserError: no maze of this size can be generated.
    """
    size = size_of(seq_len)
    if size > LARGEST:
        raise UserError(f"mazes of {size}x{size} cells are too large to be generated")
    has_rooms = size % 2 and size > 3
    inputs, _, _ = generate(1, size, size // 2, rng, kind="corridors" if has_rooms else "strewn")
    return render(inputs[0]).replace(" ", ALSO_FREE)
