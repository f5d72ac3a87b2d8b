"""Notes that are questions of their own: what a note follows from, and that its number plays no part."""

from __future__ import annotations

import pytest
import torch

from tests.models.networks import make
from tests.models.noted import ANSWER, BLANK, END, LAYOUT, NOTE_LEN, NOTES, SLOTS, SUBQUESTIONS, batch, lively, step


def logits_of(notes: list[list[int]], question: int = 5, story: int = 6) -> torch.Tensor:
    """The logits of all slots (SLOTS, V) of a row with these notes, which asks and tells something."""
    torch.manual_seed(0)
    model, data = lively(SUBQUESTIONS).eval(), batch(1)
    written = sum(notes, [])
    inputs = data["inputs"]
    inputs[0, ANSWER:SLOTS] = torch.tensor(written + [BLANK] * (NOTES * NOTE_LEN - len(written)))
    inputs[0, SLOTS] = story
    inputs[0, -1] = question
    with torch.no_grad():
        return step(model, data)[1][0]


def slots(note: int) -> slice:
    return slice(ANSWER + note * NOTE_LEN, ANSWER + (note + 1) * NOTE_LEN)


def test_the_first_note_follows_from_the_question_and_the_others_from_the_note_before() -> None:
    notes = [[7, 8], [9, END], [10, 11]]
    said, asked_otherwise = logits_of(notes), logits_of(notes, question=12)
    assert not torch.allclose(said[slots(0)], asked_otherwise[slots(0)])
    torch.testing.assert_close(said[slots(1).start :], asked_otherwise[slots(1).start :])
    torch.testing.assert_close(said[:ANSWER], asked_otherwise[:ANSWER])
    begun_otherwise = logits_of([[13, 8], *notes[1:]])
    assert not torch.allclose(said[slots(1)], begun_otherwise[slots(1)])
    for other in (slots(0), slots(2), slice(0, ANSWER)):
        torch.testing.assert_close(said[other], begun_otherwise[other])
    ended_otherwise = logits_of([*notes[:2], [13, 11]])
    assert not torch.allclose(said[:ANSWER], ended_otherwise[:ANSWER])
    torch.testing.assert_close(said[ANSWER:], ended_otherwise[ANSWER:])


def test_the_story_is_read_by_all() -> None:
    notes = [[7, 8], [9, END], [10, 11]]
    assert (logits_of(notes) != logits_of(notes, story=12)).any(-1).all()


def test_an_answer_without_notes_follows_from_the_question() -> None:
    assert not torch.allclose(logits_of([])[:ANSWER], logits_of([], question=12)[:ANSWER])


def test_the_same_note_is_followed_by_the_same_wherever_it_stands() -> None:
    said = logits_of([[7, 8], [7, 8], [7, 8]])
    torch.testing.assert_close(said[slots(1)], said[slots(2)])
    once, thrice = logits_of([[7, 8]]), said
    torch.testing.assert_close(once[slots(1)], thrice[slots(2)])
    torch.testing.assert_close(once[:ANSWER], thrice[:ANSWER])


def test_data_without_notes_are_refused() -> None:
    bare = LAYOUT.model_copy(update={"note_slots": 0, "note_len": 0})
    with pytest.raises(ValueError, match="encoder=lines_with_subquestions is about notes, and the data have none"):
        make("trm", **SUBQUESTIONS | {"layout": bare, "carry": "carries.latents@Latents"})
