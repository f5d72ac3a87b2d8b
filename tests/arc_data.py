"""Small ARC data sets made by hand, and answers to their test rows.

data = write_arc_data(tmp_path / "arc")          # 3 puzzles, of which 2 are asked, each with 3 augmentations
preds, q = draw_answers(data, seed=0)            # of every test row, few different ones, so that there are ties
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np

from dataset.arc.grids import COLOURS, EOS, FIRST_COLOUR, MAX_SIZE, PAD, VOCAB_SIZE, Augmentation, read_name
from dataset.puzzle_dataset import PuzzleDataset
from dataset.writer import DatasetWriter

Pair = tuple[np.ndarray, np.ndarray]


def canvas(grid: np.ndarray, side: int = MAX_SIZE) -> np.ndarray:
    """The tokens (side * side,) of a grid that lies in the corner."""
    rows, columns = grid.shape
    cells = np.full((side + 1, side + 1), PAD, np.uint8)
    cells[rows, :columns] = cells[:rows, columns] = EOS
    cells[:rows, :columns] = grid + FIRST_COLOUR
    return cells[:side, :side].ravel()


def write_arc_data(
    folder: Path, *, asked: int = 2, augmentations: int = 3, seed: int = 0, side: int = MAX_SIZE
) -> Path:
    """Puzzles that turn a grid over, with two demonstrations and two tests each; one more than is `asked`."""
    rng = np.random.default_rng(seed)
    names = ["<blank>"]
    rows: dict[str, list[Pair]] = {"train": [], "test": []}
    tests = {}
    for number in range(asked + 1):
        pairs = [draw_pair(rng) for _ in range(4)]
        is_asked = number < asked
        if is_asked:
            tests[f"task{number}"] = {"train": [as_json(p) for p in pairs[:2]], "test": [as_json(p) for p in pairs[2:]]}
        for augmentation in draw_augmentations(rng, augmentations):
            names.append(augmentation.name(f"task{number}") if augmentation != Augmentation() else f"task{number}")
            images = [(augmentation.apply(a), augmentation.apply(b)) for a, b in pairs]
            rows["train"] += images[:2]
            rows["test"] += images[2:] if is_asked else []
    each = augmentations + 1
    with DatasetWriter(
        folder, task="arc", vocab_size=VOCAB_SIZE, seq_len=side**2, seed=seed, identifiers=names
    ) as writer:
        for split, examples in rows.items():
            puzzles = len(examples) // 2
            writer.add_set(
                split,
                inputs=np.stack([canvas(question, side) for question, _ in examples]),
                labels=np.stack([canvas(answer, side) for _, answer in examples]),
                puzzle_identifiers=np.arange(puzzles) + 1,
                puzzle_indices=np.arange(puzzles + 1) * 2,
                group_indices=np.arange(puzzles // each + 1) * each,
            )
    (folder / "test_puzzles.json").write_text(json.dumps(tests))
    return folder


def draw_pair(rng: np.random.Generator) -> Pair:
    """A grid of at most 4x4 and itself upside down."""
    question = rng.integers(0, COLOURS, rng.integers(2, 5, 2)).astype(np.uint8)
    return question, question[::-1]


def draw_augmentations(rng: np.random.Generator, count: int) -> list[Augmentation]:
    """None first, then so many."""
    drawn = [Augmentation()]
    for turn in rng.integers(0, 8, count):
        drawn.append(Augmentation(int(turn), (0, *(int(colour) for colour in rng.permutation(9) + 1))))
    return drawn


def as_json(pair: Pair) -> dict[str, list]:
    """A pair as the task files hold it."""
    return {"input": pair[0].tolist(), "output": pair[1].tolist()}


def draw_answers(data: Path, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Answers (N, cells) to the test rows, a third of them right, the others one of two mistakes; few different q."""
    rng = np.random.default_rng(seed)
    (source,) = PuzzleDataset([data], "test").sets
    names = json.loads((data / "identifiers.json").read_text())
    preds, side = source.labels.copy(), math.isqrt(source.labels.shape[1])
    for row, identifier in enumerate(source.identifiers_of(np.arange(len(source)))):
        mistake = int(rng.integers(3))
        if mistake:
            _, augmentation = read_name(names[identifier])
            preds[row] = canvas(augmentation.apply(np.full((2, mistake), mistake, np.uint8)), side)
    return preds, rng.choice([-1.5, 0.25, 0.75], len(preds)).astype(np.float32)
