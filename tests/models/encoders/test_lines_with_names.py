"""Notes that name lines: what such a note is read as, where it stands, and what a line shares with the question."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from models.encoders.lines_with_names import LinesWithNames
from tests.models.networks import make
from tests.models.noted import (
    ANSWER,
    BLANK,
    END,
    LAYOUT,
    LINE_LEN,
    LINES,
    NOTE_LEN,
    NOTES,
    NOTING,
    PAD,
    SLOTS,
    batch,
    lively,
    step,
)

A, B, C = 21, 22, 23
"""The names of the last line of the story, of the one before it, and of the first."""
NAMED: dict[str, Any] = NOTING | dict(
    layout=LAYOUT.model_copy(update={"line_names": (A, B, C)}),
    encoder="encoders.lines_with_names@LinesWithNames",
)
STORY = [[6, 7, 8], [9, 10, PAD], [6, 11, 8]]


def row(
    notes: list[list[int]], story: list[list[int]] = STORY, question: tuple[int, ...] = (12, 7, 13)
) -> torch.Tensor:
    """Inputs (1, seq_len) with these notes."""
    inputs = batch(1)["inputs"]
    written = [token for note in notes for token in note]
    inputs[0, ANSWER:SLOTS] = torch.tensor(written + [BLANK] * (NOTES * NOTE_LEN - len(written)))
    inputs[0, SLOTS:] = torch.tensor([token for line in (*story, question) for token in line])
    return inputs


def encoder() -> LinesWithNames:
    found = lively(NAMED).model.inner.encoder
    assert isinstance(found, LinesWithNames)
    return found


def test_a_note_is_read_as_the_line_that_it_names() -> None:
    read = encoder()
    with torch.no_grad():
        first, other = read(row([[C, 14]])), read(row([[C, 15]]))
        changed = read(row([[C, 14]], [[6, 9, 8], *STORY[1:]]))
        elsewhere = read(row([[C, 14]], [STORY[0], [10, 9, PAD], STORY[2]]))
    torch.testing.assert_close(first, other), "the words behind the name are those of the line"
    slots = ANSWER + NOTES
    assert not torch.allclose(first[0, ANSWER + 1], changed[0, ANSWER + 1])
    torch.testing.assert_close(first[0, :slots], elsewhere[0, :slots])


def test_a_note_without_a_name_is_read_as_its_words() -> None:
    read = encoder()
    with torch.no_grad():
        words, others = read(row([[14, 15]])), read(row([[14, 16]]))
        changed = read(row([[14, 15]], [STORY[0], [10, 9, PAD], STORY[2]]))
    assert not torch.allclose(words[0, ANSWER + 1], others[0, ANSWER + 1])
    torch.testing.assert_close(words[0, : ANSWER + NOTES], changed[0, : ANSWER + NOTES])


def test_a_reader_stands_where_its_note_stands() -> None:
    read = encoder()
    lines = slice(ANSWER + NOTES, None)
    with torch.no_grad():
        read.distances.copy_(torch.arange(2.0 * LINES - 1).double().expand(2, -1))  # earlier lines have higher numbers
        added = read.visible(row([[B, 14], [14, END]]))
    assert added.shape == (1, 2, ANSWER + NOTES + LINES, ANSWER + NOTES + LINES)
    here = LINES - 1
    from_question = torch.tensor([here + 3.0, here + 2, here + 1, here]).double()
    from_b = from_question - 2
    after_words = ANSWER + 2
    torch.testing.assert_close(added[0, 0, ANSWER, lines], from_question), "the first note reads the question"
    torch.testing.assert_close(added[0, 0, ANSWER + 1, lines], from_b)
    torch.testing.assert_close(added[0, 0, after_words, lines], from_question)
    torch.testing.assert_close(added[0, 0, 0, lines], from_question), "the last note names no line"
    assert (added[0, :, 0, : ANSWER + NOTES] == 0).all(), "slots have no distance"
    assert (added[0, :, ANSWER, ANSWER + 1] == -torch.inf).all(), "a note does not see the notes after it"


def test_empty_lines_are_hidden() -> None:
    added = encoder().visible(row([], [[PAD, PAD, PAD], *STORY[1:]]))
    first = ANSWER + NOTES
    assert (added[..., first] == -torch.inf).all()
    assert added[..., 0, first + 1 :].isfinite().all()


def test_what_a_line_shares_with_the_question() -> None:
    read = encoder()
    lines = torch.tensor([[[6, 7, 8], [7, 13, PAD], [9, 9, PAD], [12, 7, 13]]])
    alone, followed = read.matches.unflatten(0, (2, LINE_LEN, LINE_LEN))
    expected = [alone[1, 1], alone[0, 1] + alone[1, 2] + followed[0, 1], torch.zeros_like(alone[0, 0])]
    torch.testing.assert_close(read.shared_words(lines)[0], torch.stack(expected))


def test_evaluation_reads_the_line_that_the_network_named() -> None:
    """One step writes notes, the next one reads them: the logits of the second note hang on the first one's line."""
    model, data = lively(NAMED).eval(), batch(1)
    with torch.no_grad():
        seen = [step(model, data | {"inputs": row([[name, 14]])})[1][0] for name in (A, C)]
    second = slice(ANSWER + NOTE_LEN, ANSWER + 2 * NOTE_LEN)
    assert not torch.allclose(seen[0][second], seen[1][second])
    torch.testing.assert_close(seen[0][ANSWER : second.start], seen[1][ANSWER : second.start])


def test_every_weight_learns() -> None:
    model, data = lively(NAMED).train(), batch(2)
    data["inputs"][:, ANSWER:SLOTS] = BLANK
    data["labels"][:, ANSWER:SLOTS] = torch.tensor([B, 7, 8, END, END, -100])
    carry = model.initial_carry(data)
    model(carry=carry, batch=data, return_keys=[])[1].backward()
    for name in ("matches", "distances", "name_role", "question_share", "note_gate.weight"):
        gradient = model.model.inner.encoder.get_parameter(name).grad
        assert gradient is not None and gradient.abs().sum() > 0, name


def test_data_with_too_few_names_are_refused() -> None:
    for names in ((), (A, B)):
        layout = LAYOUT.model_copy(update={"line_names": names})
        with pytest.raises(ValueError, match="encoder=lines_with_names needs a name for each line"):
            make("trm", **NAMED | {"layout": layout})
