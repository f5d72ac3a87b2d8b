"""Text as arrays: nothing is lost, nothing of the answer is in the input, and what does not fit is said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataset.common import read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from dataset.text.format import BLANK, END, PAD, TextFormat, Vocabulary, read_format, units
from dataset.text.writer import Example, write_examples
from utils.errors import UserError

TEXTS = (
    "Who has the key?",
    " two  spaces, a\ttab\nand a line ",
    "-3/4 + sqrt(12)*x^2 = 0.125",
    "naïve “quotes” under_score don't",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_decoding_gives_the_text_back(text: str) -> None:
    assert "".join(units(text)) == (" " + text if text else "")
    for vocabulary in (
        Vocabulary.of_words(TEXTS),
        Vocabulary.of_words(TEXTS, min_count=2),
        Vocabulary.of_characters(TEXTS),
    ):
        assert vocabulary.decode(vocabulary.encode(text)) == text
        assert not set(vocabulary.encode(text)) & {PAD, BLANK, END}


def test_words_digits_and_signs_are_tokens_of_their_own() -> None:
    vocabulary = Vocabulary.of_words(["Ann's 12 cats."])
    assert [vocabulary.tokens[token] for token in vocabulary.encode("Ann's 12 cats.")] == [
        *(" Ann", "'", "s", " 1", "2", " cats", ".")
    ]


def test_spelled_names_can_be_new() -> None:
    names = {"Mira": ("Mi", "ra"), "Tobin": ("To", "bin")}
    vocabulary = Vocabulary.of_words(["Mira saw Tobin."], spelled=names)
    assert " Mira" not in vocabulary.tokens
    new = "Tora saw Mibin."
    assert vocabulary.decode(vocabulary.encode(new)) == new
    assert len(vocabulary.encode("Tora")) == 2
    with pytest.raises(UserError, match="^words outside the vocabulary: heard, Zo$"):
        vocabulary.encode("Tora heard Zo.")


def test_the_fewest_tokens_spell_a_word() -> None:
    vocabulary = Vocabulary("words", ("<pad>", "<blank>", "<end>", " a", " ab", "b", "bc", "c", "cd", "d"))
    assert [vocabulary.tokens[token] for token in vocabulary.encode("abcd")] == [" ab", "cd"]


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


def test_what_does_not_fit_is_said() -> None:
    text_format = TextFormat(Vocabulary.of_words(["a b c"]), 2, 4)
    for text, message in (
        ("a b c", "takes 3 positions, there is room for 2"),
        ("", "is empty"),
        ("z", "vocabulary: z"),
    ):
        with pytest.raises(UserError, match=message):
            text_format.question(text)
    with pytest.raises(UserError, match="the answer has 2 tokens, there is room for 1 to 1"):
        text_format.answer("a b")


def test_notes_of_training_stand_behind_the_answer(tmp_path: Path) -> None:
    told = [Example(f"Ann has {n}. Who has {n}?", "Ann", {}, (str(n), "Bob has it")) for n in range(10, 14)]
    asked = [Example("Ann has 17. Who has 17?", "Ann", {}, ("17",) * 3)]
    sets = {("train", "all"): told, ("test", "all"): asked}
    text_format = write_examples(tmp_path / "data", sets, task="qa", seed=0)
    assert (text_format.answer_slots, text_format.notes, text_format.note_len, text_format.slots) == (2, 2, 3, 8)
    metadata = read_metadata(tmp_path / "data", "train")
    assert text_format == read_format(tmp_path / "data") and (metadata.note_slots, metadata.note_len) == (6, 3)
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


def test_lines_stand_at_the_end_each_sentence_on_its_own(tmp_path: Path) -> None:
    told = [Example(f"Ann has {n}. Bob has a red cup and a hat. Who has {n}?", "Ann", {}) for n in range(10, 15)]
    short = [Example("Bob has 9. Who has 9?", "Bob", {})]
    sets = {("train", "all"): told, ("test", "all"): short}
    text_format = write_examples(tmp_path / "data", sets, task="qa", seed=0, in_lines=True)
    assert text_format == read_format(tmp_path / "data") and (text_format.answer_slots, text_format.line_len) == (2, 9)
    metadata = read_metadata(tmp_path / "data", "test")
    assert (metadata.answer_slots, metadata.line_len, metadata.seq_len) == (2, 9, 2 + 3 * 9)
    assert metadata.digits == text_format.vocabulary.digits and len(metadata.digits) == 7
    row = np.load(tmp_path / "data/test/all__inputs.npy")[0]
    lines = [text_format.vocabulary.decode(line[line != PAD]) for line in row[2:].reshape(3, 9)]
    assert lines == ["", "Bob has 9.", "Who has 9?"]
    for example in told + short:
        assert text_format.read_question(text_format.question(example.question)) == example.question
    words = "Bob has a red cup and a hat and a cup. Bob has a hat."  # the first takes two lines
    assert text_format.read_question(text_format.question(words)) == words
    with pytest.raises(UserError, match="takes 36 positions, there is room for 27"):
        text_format.question(words + " Who has a hat?")


def test_renaming_stays_within_classes() -> None:
    vocabulary = Vocabulary.of_words(["Ann Bob Cid hall yard has in"])
    numbers = {token: number for number, token in enumerate(vocabulary.tokens)}
    classes = tuple(tuple(numbers[f" {word}"] for word in words) for words in (("Ann", "Bob", "Cid"), ("hall", "yard")))
    text_format = TextFormat(vocabulary, 2, 6, exchangeable=classes)
    found = text_format.draw_symmetries(200, 6, np.random.default_rng(0), dict)
    row = np.array([text_format.question("Ann in hall")] * 200)
    told = {text_format.read_question(image) for image in found.images(row, row)[0]}
    assert told == {f"{name} in {room}" for name in ("Ann", "Bob", "Cid") for room in ("hall", "yard")}
    with pytest.raises(ValueError, match="names no exchangeable words"):
        TextFormat(vocabulary, 2, 6).draw_symmetries(1, 6, np.random.default_rng(0), dict)


@pytest.mark.parametrize("content", ["{", '{"kind": "words"}', '{"kind":"?","answer_slots":1,"seq_len":2,"tokens":[]}'])
def test_a_damaged_vocabulary_is_named(tmp_path: Path, content: str) -> None:
    assert read_format(tmp_path) is None
    (tmp_path / "vocabulary.json").write_text(content)
    with pytest.raises(UserError, match="vocabulary.json is no vocabulary"):
        read_format(tmp_path)
