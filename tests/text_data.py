"""Small data sets of text, and answers to their test rows.

data = write_questions(tmp_path / "qa")      # 48 training questions; 16 of the set iid, 4 of longer
show_answers(evaluator, data, {"iid": ["key", "hat", ...]})
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from dataset.common import read_metadata
from dataset.layout import Layout
from dataset.puzzle_dataset import PuzzleDataset, read_in_order
from dataset.text.format import TextFormat
from dataset.text.vocabulary import Vocabulary
from dataset.text.writer import Example, Sets, write_examples
from evaluators.text import Text

NAMES = ("Ann", "Bob", "Cid", "Dot", "Eve", "Fay", "Gus", "Hal")
THINGS = ("key", "red cup", "hat", "pen")
ROOMS = ("hall", "attic", "yard", "barn")

LEARNING = (
    *("optim=muon", "lr=3e-3", "lr_schedule=cosine_to_zero", "weight_decay=0", "epochs=80"),
    *("arch.puzzle_emb_ndim=0", "arch.halt_max_steps=2", "log_interval=100"),
)
"""Settings by which the harness' network learns them by heart in 480 steps; from 8 seeds, 92% to all of them."""


def questions(things: Sequence[str] = THINGS) -> Sets:
    """Who has what, and where that is; no two sets share a name with its thing or room."""
    by_set: dict[tuple[str, str], list[Example]] = {("train", "all"): [], ("test", "iid"): [], ("test", "longer"): []}
    for i, name in enumerate(NAMES):
        for j, (thing, room) in enumerate(zip(things, ROOMS, strict=True)):
            where = ("test", "iid") if (i + j) % 4 == 0 else ("train", "all")
            has, thing_in = f"{name} has the {thing}.", f"The {things[i % 4]} is in the {room}."
            by_set[where].append(Example(f"{has} What has {name}?", thing, {"kind": "what", "hops": 1}))
            asked = f"{name} has the {things[i % 4]}. {thing_in} Where is {name}?"
            by_set[where].append(Example(asked, room, {"kind": "where", "hops": 2}))
    for name, room in zip(NAMES, ROOMS, strict=False):
        asked = f"{name} has the hat. Gus has {name}. Gus is in the {room}. Where is the hat?"
        by_set["test", "longer"].append(Example(asked, room, {"kind": "where", "hops": 3}))
    return by_set


def text_format(
    vocabulary: Vocabulary,
    answer_slots: int,
    seq_len: int,
    exchangeable: tuple[tuple[int, ...], ...] = (),
    **parts: Any,
) -> TextFormat:
    """A format for this vocabulary; `parts` are other fields of the layout."""
    return TextFormat(vocabulary, seq_len, Layout(answer_slots=answer_slots, **parts), exchangeable)


def write_questions(folder: Path, things: Sequence[str] = THINGS) -> Path:
    """A data set of those questions."""
    write_examples(folder, questions(things), task="qa", seed=0)
    return folder


def write_problems(folder: Path) -> Path:
    """A data set of sums and halves: 26 of each in train, 10 of each in test, and one whose answer takes six tokens."""
    longest = Example("What is 20/4+0?", "20/4+0", {"category": "sums"})
    by_set: dict[tuple[str, str], list[Example]] = {("train", "all"): [longest], ("test", "all"): []}
    for a in range(-2, 4):
        for b in range(1, 7):
            where = ("test", "all") if (a + b) % 4 == 0 else ("train", "all")
            problem = Example(f"What is {a} + {b}?", str(a + b), {"category": "sums"})
            by_set[where].append(problem)
            half = str(Fraction(6 * a + b, 2))
            by_set[where].append(Example(f"What is half of {6 * a + b}?", half, {"category": "halves"}))
    write_examples(folder, by_set, task="math", seed=0)
    return folder


def made(evaluator_class: type[Text], data: Path, split: str = "test", **settings: Any) -> Any:
    """An evaluator as a run has it."""
    evaluator = evaluator_class(data, read_metadata(data, split), **settings)
    evaluator.sets = {found.name: found for found in PuzzleDataset([data], split).sets}
    return evaluator


def show_answers(
    evaluator: Text,
    answers: Mapping[str, Sequence[str]],
    order: Sequence[int] | None = None,
    batch_size: int = 5,
    q: float | None = None,
) -> None:
    """What an evaluation shows of rows of these sets, in this order, that were answered so; `q` is that of all rows."""
    shown_as = evaluator.text_format
    dataset = PuzzleDataset([evaluator.data_path], "test")
    for name, _, batch in read_in_order(dataset.sets, dataset.metadata, 1000):
        if name not in answers:
            continue
        rows = np.arange(len(answers[name])) if order is None else np.array(order)
        preds = np.stack([shown_as.answer(answer) for answer in answers[name]])
        for start in range(0, len(rows), batch_size):
            chosen = rows[start : start + batch_size]
            shown = {key: values[chosen] for key, values in batch.items()} | {"examples": chosen}
            stated = {} if q is None else {"q_halt_logits": np.full(len(chosen), q, np.float32)}
            evaluator.update_batch(name, shown, {"preds": preds[chosen]} | stated)


class Alone:
    """The one process of an evaluation."""

    def gather(self, value: Any) -> list[Any]:
        return [value]


class Elsewhere:
    """A rank that is not the main process; `sent` is what it hands in."""

    def gather(self, value: Any) -> list[Any]:
        self.sent = value
        return []


class Main:
    """The main process of several ranks, which gathers what the others sent."""

    def __init__(self, *others: Elsewhere) -> None:
        self.others = others

    def gather(self, value: Any) -> list[Any]:
        return [value, *(other.sent for other in self.others)]


# ---- answers that are a matter of chance

COINS = (
    "data_paths=[data/coins]",
    "encoder=tokens",
    "evaluators=[]",
    "arch.puzzle_emb_ndim=0",
    "arch.pos_encodings=learned",
)
"""Keys of runs on `coins`."""


def coins() -> list[Example]:
    """64 questions whose answer is by chance `y` more often than `n`, so that who always says `y` is mostly right."""
    rng = np.random.default_rng(0)
    names = [f"{a}{b}" for a in "abcdefgh" for b in "klmnopqr"]
    return [Example(f"{name}?", "y" if rng.random() < 0.7 else "n") for name in names]
