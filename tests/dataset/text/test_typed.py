"""Typed questions: other spaces and signs than those of the training texts give the same tokens."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from dataset.maths.families import CATEGORIES, draw_splits
from dataset.text.vocabulary import Vocabulary
from tests.text_data import text_format as make_format
from utils.errors import UserError

_PROBLEMS, _ = draw_splits(tuple(CATEGORIES), 1000, 14, np.random.default_rng(0))
QUESTIONS = [problem.question for problem in _PROBLEMS]
MATHS = Vocabulary.of_words([text for problem in _PROBLEMS for text in (problem.question, problem.answer)])
SPACED = Vocabulary.of_words(["Solve 3*x + 2 = -5*x - 4 for x.", "Let u(t) = 4*t**2 - 3. Calculate -7 + 3/2."])
MIXED = Vocabulary.of_words(["Tom has 3 + 4 = 7 pens, 3+4=7, $5 - 3. 5-3 x 2 50% 1/2"])
WORDS = Vocabulary.of_words(["Ann has the hat. What has Ann?", "Bob's key isn't here; well-known - yes, 12 cats"])
CHARACTERS = Vocabulary.of_characters(["2*x+3=5^2", "solve it: 3-1/2"])
NO_SPACES = Vocabulary.of_characters(["2*x+3=5^2-1"])

VARIATIONS: dict[str, Callable[[str], str]] = {
    "spaces around signs": lambda text: re.sub(r"(?<=[\w)'|])([-+*/=^])(?=[\w(|-])", r" \1 ", text),
    "a space in front of signs": lambda text: re.sub(r"(?<=[\w)'|])([+*/=^])(?=[\w(|-])", r" \1", text),
    "a space behind signs": lambda text: re.sub(r"(?<=[\w)'|])([-+*/=^])(?=[\w(|])", r"\1 ", text),
    "spaces behind minus signs of numbers": lambda text: text.replace("=-", "= - ").replace("(-", "( - "),
    "spaces inside brackets": lambda text: text.replace("(", "( ").replace(")", " )"),
    "a space in front of the end": lambda text: re.sub(r"([?.])$", r" \1", text),
    "points without spaces": lambda text: re.sub(r"\((-?\d+), ", r"(\1,", text),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "lines": lambda text: text.replace(" ", "\n \t"),
    "unicode signs": lambda text: text.replace("*", "×").replace("-", "−").replace("/", "÷").replace("pi", "π"),
    "other unicode signs": lambda text: text.replace("*", "·").replace("-", "–").replace("/", "∕").replace("'", "’"),
    "raised digits": lambda text: re.sub(r"\^(\d+)", lambda run: "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] for d in run[1]), text),
    "signs of roots": lambda text: re.sub(r"sqrt(\([^()]*\))", r"√\1", text),
    "powers of programs": lambda text: text.replace("^", "**"),
    "products without a sign": lambda text: re.sub(r"(?<=\d)\*(?=[a-z(])", "", text),
    "wide signs": lambda text: text.replace("+", "＋").replace("=", "＝").replace("3", "３"),
}


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_problem_in_other_writing_has_the_same_tokens(name: str) -> None:
    changed = 0
    for question in QUESTIONS:
        typed = VARIATIONS[name](question)
        changed += typed != question
        assert MATHS.encode_typed(typed) == MATHS.encode(question), typed
    assert changed >= 10


def test_all_variations_at_once() -> None:
    names = "products without a sign", "signs of roots", "spaces around signs", "unicode signs", "raised digits"
    for question in QUESTIONS:
        typed = question
        for name in names:
            typed = VARIATIONS[name](typed)
        assert MATHS.encode_typed(typed) == MATHS.encode(question), typed


@pytest.mark.parametrize(
    ("vocabulary", "typed", "read"),
    [
        (MATHS, "Solve 7*n + 3 = -39 for n.", "Solve 7*n+3=-39 for n."),
        (MATHS, "What is 2 + 3?", "What is 2+3?"),
        (MATHS, "Solve 7*n+3=−39 for n.", "Solve 7*n+3=-39 for n."),
        (MATHS, "What is 3×4?", "What is 3*4?"),
        (MATHS, "Differentiate 3x².", "Differentiate 3*x^2."),
        (MATHS, "What is ½ + ¼ ?", "What is 1/2+1/4?"),
        (MATHS, "What is √16 - √x?", "What is sqrt(16)-sqrt(x)?"),
        (MATHS, "What is -3 - -2?", "What is -3--2?"),
        (MATHS, "Integrate 2x from - 1 to 3.", "Integrate 2*x from -1 to 3."),
        (MATHS, "What is sin (x) at (1,2)?", "What is sin(x) at (1, 2)?"),
        (MATHS, "Find y(x) with y′ = −8xy.", "Find y(x) with y'=-8*x*y."),
        (SPACED, "Solve 3x+2=-5x-4 for x.", "Solve 3*x + 2 = -5*x - 4 for x."),
        (SPACED, "Let u(t)=4t²−3.", "Let u(t) = 4*t**2 - 3."),
        (SPACED, "Calculate −7+3÷2.", "Calculate -7 + 3/2."),
        (MIXED, "3 + 4", "3 + 4"),
        (MIXED, "3+4", "3+4"),
        (MIXED, "3 × 2", "3 x 2"),
        (WORDS, "ann has the hat.What has Ann ?", "Ann has the hat. What has Ann?"),
        (WORDS, "Bob’s key isn’t here", "Bob's key isn't here"),
        (WORDS, "well–known", "well-known"),
        (WORDS, "Ann has\u00a0the hat .", "Ann has the hat."),
        (CHARACTERS, "2 × x² − ½", "2 * x^2 - 1/2"),
        (NO_SPACES, "2 × x² = 5", "2*x^2=5"),
    ],
)
def test_what_is_typed_is_read_as_what_it_means(vocabulary: Vocabulary, typed: str, read: str) -> None:
    assert vocabulary.decode(vocabulary.encode_typed(typed)) == read


@pytest.mark.parametrize("vocabulary", [MIXED, WORDS, CHARACTERS])
def test_what_the_tokens_spell_stays_as_it_was_typed(vocabulary: Vocabulary) -> None:
    for text in ("3 + 4 = 7 pens, 3+4=7", "Bob's 12 cats - well-known", "solve it: 3-1/2"):
        try:
            tokens = vocabulary.encode(text)
        except UserError:
            continue
        assert vocabulary.encode_typed(text) == tokens


def test_stories_in_which_signs_are_rare_stay_as_they_are() -> None:
    """No style is guessed from a text in which `%` stands behind numbers and one `+` between words."""
    texts = ["Julie reads a 120-page book, 80% more than Tom (1,200 pages) + 3x - 5.", "Is 4 <= 3/4 - 1 = x^2+1?"]
    for chosen in (texts, texts[:1], texts[1:]):
        vocabulary = Vocabulary.of_words(chosen)
        for text in chosen:
            assert vocabulary.encode_typed(text) == vocabulary.encode(text), text


@pytest.mark.parametrize(
    ("vocabulary", "typed", "said"),
    [
        (MATHS, "What is 2 + 3 €?", "words outside the vocabulary: €"),
        (MATHS, "Blorf the 3 × frob − 2²", "words outside the vocabulary: Blorf, frob"),
        (MATHS, "☃ + ☃", "words outside the vocabulary: ☃"),
        (WORDS, "Ann + Bob", "words outside the vocabulary: +"),
        (WORDS, "Ann has ½ cat", "words outside the vocabulary: ½, cat"),
        (WORDS, "Ann \x1b[31m", "words outside the vocabulary: U+001B, [, 3, m"),
        (CHARACTERS, "2−3&", "characters outside the vocabulary: &"),
        (WORDS, " ".join(f"w{'x' * n}" for n in range(12)), "w, wx, wxx, wxxx, wxxxx"),
    ],
)
def test_a_message_names_what_has_no_token_as_it_was_typed(vocabulary: Vocabulary, typed: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        vocabulary.encode_typed(typed)
    message = str(error.value)
    assert message == said or (said in message and message.endswith(" and 2 more")), message
    assert message.isprintable() and len(message) < 600


@pytest.mark.parametrize(
    "typed", ["a" * 200_000, "+ " * 50_000, "- " * 50_000, "(1," * 50_000, "½²√" * 50_000, "|" * 90_000]
)
def test_long_texts_are_read_or_refused_in_one_line(typed: str) -> None:
    for vocabulary in (MATHS, SPACED, WORDS, CHARACTERS):
        with pytest.raises(UserError) as error:
            make_format(vocabulary, 2, 40).parse(typed)
        assert len(str(error.value)) < 600


def test_a_row_of_a_typed_question_is_that_of_the_question() -> None:
    text_format = make_format(MATHS, 5, 60)
    for question in QUESTIONS[:50]:
        typed = VARIATIONS["spaces around signs"](question)
        assert np.array_equal(text_format.parse(typed), text_format.question(question))
