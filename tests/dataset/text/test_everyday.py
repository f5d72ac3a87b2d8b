"""Everyday notation: what is typed is read as it was meant, and a training text stays as it is."""

from __future__ import annotations

import pytest

from dataset.text.vocabulary import Vocabulary
from tests.text_data import text_format as make_format
from utils.errors import UserError

MATHS = Vocabulary.of_words(
    [
        "What is 2+3*x^2/4-5=6, 7?",
        "A pen costs 8 dollars.",
        "Solve x. Find the mean of 1, 0.",
        "1234567890 percent",
        "a",
    ]
    + [str(digit) for digit in range(10)]
)
MONEY = Vocabulary.of_words(["It costs $5, 20% of 1,200 pages."])
STORIES = Vocabulary.of_words(["Ann has the hat. What has Ann?", "Is it Monday or will it?"])


@pytest.mark.parametrize(
    ("vocabulary", "typed", "read", "skipped"),
    [
        (MATHS, "what is 2 + 3", "What is 2+3?", []),
        (MATHS, "WHAT IS 2 + 3 ??", "What is 2+3?", []),
        (MATHS, "what is 2+3=?", "What is 2+3?", []),
        (MATHS, "find the mean of 1,200", "Find the mean of 1200.", []),
        (MATHS, "find the mean of 1,2,3!", "Find the mean of 1, 2, 3.", []),
        (MATHS, "a pen costs $9", "A pen costs 9 dollars.", []),
        (MATHS, "what is 3² – 4×5", "What is 3^2-4*5?", []),
        (MATHS, "25% of it", "25 percent of.", ["it"]),
        (MATHS, "blorf the x", "the x.", ["blorf"]),
        (MONEY, "It costs $5, 20% of 1,200 pages.", "It costs $5, 20% of 1,200 pages.", []),
        (STORIES, "ann has the hat. what has ann", "Ann has the hat. What has Ann?", []),
        (STORIES, "Zoe has the cat", "has the.", ["Zoe", "cat"]),
    ],
)
def test_everyday_notation(vocabulary: Vocabulary, typed: str, read: str, skipped: list[str]) -> None:
    tokens, left_out = vocabulary.encode_known(typed)
    assert (vocabulary.decode(tokens), left_out) == (read, skipped)


def test_words_are_not_joined_with_the_word_before() -> None:
    """`or` is a part of names here, without a space; the word or is another one."""
    vocabulary = Vocabulary.of_words(["Ann is in the hall. Victor?"], spelled={"Victor": ("Vict", "or")})
    assert vocabulary.encode_known("Ann is in the hall or hall.")[1] == ["or"]


def test_any_word_is_spelled_where_there_are_letters() -> None:
    vocabulary = Vocabulary.of_words(["What is it?"], spelled={"it": "abcdefghijklmnopqrstuvwxyz"})
    assert vocabulary.has_word("What") and not vocabulary.has_word("quack")


def test_nothing_left_is_refused_and_an_empty_question_is_empty() -> None:
    rules = make_format(STORIES, 2, 40)
    with pytest.raises(UserError, match="nothing of the question can be read: blorf, frob"):
        rules.read("blorf frob")
    with pytest.raises(UserError, match="the question is empty"):
        rules.read("  ")
    with pytest.raises(UserError, match="there is room for"):
        rules.read("the hat " * 50)
    for typed in ("a" * 200_000, "+ " * 50_000, "$1" * 30_000, "1,000" * 20_000, "½²√" * 50_000):
        with pytest.raises(UserError) as error:
            rules.read(typed)
        assert len(str(error.value)) < 600
