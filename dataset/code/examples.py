"""Random questions about small functions to look at, of all kinds; a network's rules tell which of them it can read."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from dataset.code.list_language import LENGTH, LIST, shown_value
from dataset.code.list_programs import draw_examples, functions
from dataset.code.list_rows import TASK as SYNTHESIS
from dataset.code.pieces import INDENT, code_of
from dataset.code.questions import OUTPUT, TASKS, draw_question

_EXAMPLES = 5
_STATEMENTS = (1, 3)


def example(seq_len: int, rng: np.random.Generator) -> str:
    """See `dataset.tasks.Examples`."""
    seeded = random.Random(int(rng.integers(2**31)))
    kind = seeded.choice((*TASKS, SYNTHESIS))
    return _examples(seeded) if kind == SYNTHESIS else _function(kind, seeded)


def _function(kind: str, rng: random.Random) -> str:
    question = draw_question(kind, lambda skeleton: True, _STATEMENTS, rng)
    if kind == OUTPUT:
        return f"{question.program}\n\n\nf({question.calls[0][0]})"
    return "\n".join([kind, *_lines(question.lines[1:])])


def _lines(lines: Sequence[Sequence[str]]) -> list[str]:
    head, *body = map(code_of, lines)
    return [head, *(INDENT + line for line in body)]


def _examples(rng: random.Random) -> str:
    while True:
        program = rng.choice(rng.choice(functions((LIST,), LENGTH)))
        found = draw_examples(program, (LIST,), _EXAMPLES, rng)
        if found is not None:
            return "\n".join(
                f"{', '.join(map(shown_value, example.inputs))} -> {shown_value(example.output)}" for example in found
            )
