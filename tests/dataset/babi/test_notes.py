"""Notes of bAbI questions: sentences in the order of reasoning, relations as a chain, and tasks without notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset.babi.notes import line_name, notes_of
from dataset.babi.sources import babi_sets
from tests.dataset.babi.stories import FIRST, story, task

APPLE = """1 Daniel went to the {room}.
2 Mary took the milk.
3 Daniel put down the apple.
4 Where is the apple? \t{room}\t3 1
"""


def train(folder: Path, notes: bool = True) -> list[tuple[str, ...]]:
    """The notes of the training questions of a folder."""
    sets, _ = babi_sets(folder, task=None, train=None, test=1, max_sentences=None, notes=notes)
    assert not any(example.notes for example in sets["test", "all"])
    return [example.notes for example in sets["train", "all"]]


def test_sentences_stay_in_the_order_of_the_file(tmp_path: Path) -> None:
    rooms = ["hall", "attic", "cellar"]
    folder = task(tmp_path, "".join(APPLE.format(room=room) for room in rooms), "qa2_two_train.txt")
    found = train(folder)
    assert found == [("A Daniel put down the apple.", f"C Daniel went to the {room}.") for room in rooms[:2]]
    assert train(folder, notes=False) == [(), ()]


def test_one_sentence_is_a_note(tmp_path: Path) -> None:
    folder = task(tmp_path, story("hall") + story("attic"))
    assert train(folder) == [("A Mary moved to the hall.",)] * 2


def test_a_task_that_counts_has_no_notes(tmp_path: Path) -> None:
    folder = task(tmp_path, FIRST + story("attic"))
    assert train(folder) == [(), (), ()]
    task(folder, story("cellar") + story("garden"), "qa2_other_train.txt")
    assert train(folder) == [(), (), (), ("A Mary moved to the cellar.",), ("A Mary moved to the cellar.",)]


@pytest.mark.parametrize(
    ("asked", "support", "notes"),
    [
        (
            "Is the red square above the pink rectangle?",
            ["The red sphere is to the right of the red square.", "The red sphere is above the pink rectangle."],
            ["red sphere", "B {0}", "left", "A {1}", "left above"],
        ),
        (
            "Does the chocolate fit in the box?",
            ["The chest fits inside the box.", "The chest is bigger than the chocolate."],
            ["chest", "A {1}", "inside", "B {0}", "inside inside"],
        ),
        (
            "Is the box of chocolates bigger than the box?",
            ["The chest is bigger than the box of chocolates.", "The box is bigger than the chest."],
            ["chest", "B {0}", "inside", "A {1}", "inside inside"],
        ),
        (
            "How do you go from the garden to the bedroom?",
            ["The office is south of the bedroom.", "The garden is east of the office."],
            ["office", "A {1}", "east", "B {0}", "east south"],
        ),
    ],
)
def test_relations_are_a_chain_from_the_thing_named_first(asked: str, support: list[str], notes: list[str]) -> None:
    """A note `B {0}` stands for the first sentence, whose name is B."""
    named = [("B", support[0]), ("A", support[1])]
    assert notes_of(asked, named) == notes_of(asked, named[::-1]) == tuple(note.format(*support) for note in notes)


@pytest.mark.parametrize(
    ("asked", "support"),
    [
        ("What is north of the garden?", ["The bedroom is north of the garden."]),
        ("Where is it?", ["The hall is north of the attic.", "The attic is north of the cellar."]),
        ("Is the hall above the attic?", ["The hall is above the yard.", "The attic is above the roof."]),
        ("What color is Brian?", ["Brian is a swan.", "Greg is a swan.", "Greg is white."]),
        ("Is the hall above Mary?", ["The hall is above the yard.", "Mary is in the yard."]),
    ],
    ids=["one relation", "no thing named", "no chain", "kinds", "one sentence is no relation"],
)
def test_other_sentences_stay_as_they_are(asked: str, support: list[str]) -> None:
    named = [(line_name(place), sentence) for place, sentence in enumerate(support)]
    assert notes_of(asked, named) == tuple(f"{name} {sentence}" for name, sentence in named)


def test_names_of_sentences() -> None:
    assert [line_name(after) for after in (0, 1, 25, 26, 27, 51, 52, 701, 702)] == [
        "A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
    assert len({line_name(after) for after in range(1_000)}) == 1_000
