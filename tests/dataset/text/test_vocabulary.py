"""Tokens of text: nothing is lost, and words outside the vocabulary are named."""

from __future__ import annotations

import pytest

from dataset.text.special import BLANK, END, PAD
from dataset.text.vocabulary import Vocabulary, units
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
