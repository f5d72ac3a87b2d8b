"""Rows of text: what does not fit is said, and renaming stays within classes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dataset.text.format import read_format
from dataset.text.special import END
from dataset.text.vocabulary import Vocabulary
from tests.text_data import text_format as make_format
from utils.errors import UserError


def test_what_does_not_fit_is_said() -> None:
    text_format = make_format(Vocabulary.of_words(["a b c"]), 2, 4)
    for text, message in (
        ("a b c", "takes 3 positions, there is room for 2"),
        ("", "is empty"),
        ("z", "vocabulary: z"),
    ):
        with pytest.raises(UserError, match=message):
            text_format.question(text)
    with pytest.raises(UserError, match="the answer has 2 tokens, there is room for 1 to 1"):
        text_format.answer("a b")


def test_renaming_stays_within_classes() -> None:
    vocabulary = Vocabulary.of_words(["Ann Bob Cid hall yard has in"])
    numbers = {token: number for number, token in enumerate(vocabulary.tokens)}
    classes = tuple(tuple(numbers[f" {word}"] for word in words) for words in (("Ann", "Bob", "Cid"), ("hall", "yard")))
    text_format = make_format(vocabulary, 2, 6, classes)
    found = text_format.draw_symmetries(200, 6, np.random.default_rng(0), dict)
    row = np.array([text_format.question("Ann in hall")] * 200)
    told = {text_format.read_question(image) for image in found.images(row, row)[0]}
    assert told == {f"{name} in {room}" for name in ("Ann", "Bob", "Cid") for room in ("hall", "yard")}
    with pytest.raises(ValueError, match="names no exchangeable words"):
        make_format(vocabulary, 2, 6).draw_symmetries(1, 6, np.random.default_rng(0), dict)


@pytest.mark.parametrize("content", ["{", '{"kind": "words"}', '{"kind":"?","answer_slots":1,"seq_len":2,"tokens":[]}'])
def test_a_damaged_vocabulary_is_named(tmp_path: Path, content: str) -> None:
    assert read_format(tmp_path) is None
    (tmp_path / "vocabulary.json").write_text(content)
    with pytest.raises(UserError, match="vocabulary.json is no vocabulary"):
        read_format(tmp_path)


@pytest.mark.parametrize("kind", ["words", "characters"])
def test_the_words_of_an_answer_are_its_text(kind: str) -> None:
    texts = ["red cup", "-42"]
    vocabulary = Vocabulary.of_words(texts) if kind == "words" else Vocabulary.of_characters(texts)
    rows = make_format(vocabulary, 9, 20)
    for text in texts:
        answer = rows.answer(text)
        words = rows.answer_words(answer)
        assert "".join(words) == rows.read_answer(answer) == text
        assert len(words) == len(vocabulary.encode(text)) > 1
    assert rows.answer_words(np.full(20, END)) == []
