"""Copies of questions with other names: what is exchanged, and how many copies there are."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.babi.notes import notes_of
from dataset.babi.renamed import RENAMED, with_copies
from dataset.text.writer import Example

MILK = Example(
    "John took the milk. John went to the office. Where is the milk?",
    "office",
    {"kind": "qa2"},
    ("B John took the milk.", "A John went to the office."),
)


def test_names_are_exchanged_in_question_answer_and_notes_alike() -> None:
    copies = with_copies(2, [MILK], 50, np.random.default_rng(0))
    assert len(copies) == 50 and copies[0] == MILK and len({copy.question for copy in copies}) > 30
    for copy in copies:
        took, went, _ = copy.question.split(". ")
        assert copy.notes == (f"B {took}.", f"A {went}.")
        assert went.split()[0] == took.split()[0] and went.split()[-1] == copy.answer
        assert copy.question.endswith(f"Where is the {took.split()[-1]}?") and copy.facts == MILK.facts
        words = set(copy.question.replace(".", "").split())
        assert words & {"took", "went"} == {"took", "went"} and len(words & {"John", "Mary", "Daniel", "Sandra"}) == 1


def test_relations_keep_their_sides() -> None:
    asked = "Is the red square above the triangle?"
    support = [("B", "The red sphere is above the red square."), ("A", "The red sphere is below the triangle.")]
    text = " ".join([*(sentence for _, sentence in support), asked])
    example = Example(text, "no", {}, notes_of(asked, support))
    for copy in with_copies(17, [example], 30, np.random.default_rng(1)):
        *sentences, question = copy.question.replace(". ", ".\n").split("\n")
        assert notes_of(question, list(zip("BA", sentences, strict=True))) == copy.notes
        assert copy.answer == "no" and copy.notes[-1] == "below below"


def test_all_questions_are_copied_as_often_as_each_other() -> None:
    answers = ["kitchen", "garden", "hallway"]
    examples = [Example(f"{name}?", "yes", {"number": number}) for number, name in enumerate(answers)]
    copies = with_copies(19, examples, 8, np.random.default_rng(0))
    counts = np.bincount([copy.facts["number"] for copy in copies])
    assert sorted(counts.tolist()) == [2, 3, 3]
    assert with_copies(19, examples, 2, np.random.default_rng(0)) == examples
    assert with_copies(19, [], 2, np.random.default_rng(0)) == []


@pytest.mark.parametrize("task", sorted(RENAMED))
def test_the_same_seed_gives_the_same_copies(task: int) -> None:
    drawn = [with_copies(task, [MILK], 5, np.random.default_rng(3)) for _ in range(2)]
    assert drawn[0] == drawn[1]
