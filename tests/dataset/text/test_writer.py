"""Data sets of text: nothing of the answer is in the input, and what does not fit is left out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dataset.common import read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from dataset.text.format import read_format
from dataset.text.special import BLANK, END, PAD
from dataset.text.writer import Example, write_examples
from utils.errors import UserError


def examples(count: int, start: int = 0) -> list[Example]:
    return [Example(f"what follows {n}?", str(n + 1), {"n": n}) for n in range(start, start + count)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    sets = {("train", "all"): examples(30), ("test", "iid"): examples(5, 30), ("test", "longer"): examples(3, 100)}
    write_examples(tmp_path / "data", sets, task="qa", seed=0)
    return tmp_path / "data"


def test_the_answer_is_blank_in_the_input_and_alone_in_the_label(data: Path) -> None:
    found = read_format(data)
    assert found is not None and found.answer_slots == 4
    for split, name in (("train", "all"), ("test", "iid"), ("test", "longer")):
        inputs, labels = (np.load(data / split / f"{name}__{field}.npy") for field in ("inputs", "labels"))
        assert (inputs[:, :4] == BLANK).all() and not (labels[:, 4:] != PAD).any()
        facts = [json.loads(line) for line in (data / split / f"{name}__meta.jsonl").read_text().splitlines()]
        for row, label, known in zip(inputs, labels, facts, strict=True):
            assert found.read_question(row) == f"what follows {known['n']}?"
            assert found.read_answer(label) == str(known["n"] + 1)
            assert np.array_equal(found.parse(f"what  follows {known['n']}? "), row)
    assert PuzzleDataset([data], "test").metadata.sets == ["iid", "longer"]


def test_what_is_too_long_is_left_out_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sets = {("train", "all"): examples(10, 2), ("test", "all"): examples(2)}
    write_examples(tmp_path / "data", sets, task="qa", seed=0, seq_len=7)
    assert "train/all 8 questions, 2 left out: longer than 7 tokens" in capsys.readouterr().out
    with pytest.raises(UserError, match="train/all: none of 10 questions fits into seq_len 6"):
        write_examples(tmp_path / "other", sets, task="qa", seed=0, seq_len=6)


def test_shared_and_missing_questions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="2 questions of test/all stand in train too, as 'what follows 3"):
        write_examples(tmp_path, {("train", "all"): examples(5), ("test", "all"): examples(5, 3)}, task="qa", seed=0)
    with pytest.raises(UserError, match="test/all has no questions"):
        write_examples(tmp_path, {("train", "all"): examples(5), ("test", "all"): []}, task="qa", seed=0)


def test_notes_of_training_stand_behind_the_answer(tmp_path: Path) -> None:
    told = [Example(f"Ann has {n}. Who has {n}?", "Ann", {}, (str(n), "Bob has it")) for n in range(10, 14)]
    asked = [Example("Ann has 17. Who has 17?", "Ann", {}, ("17",) * 3)]
    sets = {("train", "all"): told, ("test", "all"): asked}
    text_format = write_examples(tmp_path / "data", sets, task="qa", seed=0)
    layout = text_format.layout
    assert (layout.answer_slots, layout.notes, layout.note_len, layout.slots) == (2, 2, 3, 8)
    metadata = read_metadata(tmp_path / "data", "train")
    assert text_format == read_format(tmp_path / "data") and metadata.layout == layout and layout.note_slots == 6
    for split, example in (("train", told[0]), ("test", asked[0])):
        row, label = (np.load(tmp_path / f"data/{split}/all__{field}.npy")[0] for field in ("inputs", "labels"))
        assert (row[:8] == BLANK).all() and text_format.read_question(row) == example.question
        assert np.array_equal(text_format.parse(example.question), row)
        assert text_format.read_answer(label) == "Ann" and not label[8:].any()
        assert text_format.read_notes(label) == (["10", "Bob has it"] if split == "train" else [])
        assert label[2:8].any() == (split == "train")
    for count, ends in ((0, [0]), (1, [2, 3]), (2, [2, 5])):  # behind a shorter note, and in the place of one more
        label = text_format.answer("Ann", ["10"] * count)
        assert text_format.read_notes(label) == ["10"] * count
        assert (label[2:8] == END).nonzero()[0].tolist() == ends
    for notes, said in ((["10"] * 3, "3 notes, there is room for 2"), (["10 11"], "'10 11' has 4 tokens")):
        with pytest.raises(UserError, match=said):
            text_format.answer("Ann", notes)


def test_there_is_room_for_as_many_notes_as_a_test_question_needs(tmp_path: Path) -> None:
    sets = {
        ("train", "all"): [Example("Ann has 1. Who has 1?", "Ann", {}, ("1",))],
        ("test", "longer"): [Example("Ann has 2. Who has 2?", "Ann", {}, ("2",) * 4)],
    }
    for room, notes in ((False, 1), (True, 4)):
        found = write_examples(tmp_path / str(room), sets, task="qa", seed=0, room_for_longer=room)
        assert found.layout.notes == notes
    untold = {names: [replace(example, notes=()) for example in found] for names, found in sets.items()}
    untold["test", "longer"] = sets["test", "longer"]  # without notes in training, nothing could write them
    assert write_examples(tmp_path / "other", untold, task="qa", seed=0, room_for_longer=True).layout.notes == 0


def test_lines_stand_at_the_end_each_sentence_on_its_own(tmp_path: Path) -> None:
    told = [Example(f"Ann has {n}. Bob has a red cup and a hat. Who has {n}?", "Ann", {}) for n in range(10, 15)]
    short = [Example("Bob has 9. Who has 9?", "Bob", {})]
    sets = {("train", "all"): told, ("test", "all"): short}
    text_format = write_examples(tmp_path / "data", sets, task="qa", seed=0, in_lines=True)
    assert text_format == read_format(tmp_path / "data")
    metadata, layout = read_metadata(tmp_path / "data", "test"), text_format.layout
    assert metadata.layout == layout and (layout.answer_slots, layout.line_len, metadata.seq_len) == (2, 9, 2 + 3 * 9)
    assert list(layout.digits) == text_format.vocabulary.digits and len(layout.digits) == 7
    row = np.load(tmp_path / "data/test/all__inputs.npy")[0]
    lines = [text_format.vocabulary.decode(line[line != PAD]) for line in row[2:].reshape(3, 9)]
    assert lines == ["", "Bob has 9.", "Who has 9?"]
    for example in told + short:
        assert text_format.read_question(text_format.question(example.question)) == example.question
    words = "Bob has a red cup and a hat and a cup. Bob has a hat."  # the first takes two lines
    assert text_format.read_question(text_format.question(words)) == words
    with pytest.raises(UserError, match="takes 36 positions, there is room for 27"):
        text_format.question(words + " Who has a hat?")
