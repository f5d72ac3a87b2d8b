"""What people ignore when they compare texts, and what they do not."""

from __future__ import annotations

import pytest

from dataset.tools.folding import Folded, fold
from dataset.tools.words import split


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ultra_high-end", "ultra high end"),
        ("New York, NY", "new  york NY"),
        ("7 p.m.", "7pm"),
        ("1,250.50", "1250.50"),
        ("1,234,567", "1234567"),
        ("Straße", "STRASSE"),
        ("Cafe\u0301", "Café"),
        ("x**2 + 1", "x^2+1"),
        ("Mac & Cheese", "mac and cheese"),
        ("“Titanic”", "Titanic"),
        ("co\u00adoperate", "cooperate"),
        ("ＡＢＣ", "abc"),
        ("−5", "-5"),
    ],
)
def test_the_same(first: str, second: str) -> None:
    assert fold(first) == fold(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("12:30", "1230"),
        ("1.5", "15"),
        ("1.5", "1 5"),
        ("-5", "5"),
        ("C++", "C"),
        ("C#", "C"),
        ("25%", "25"),
        (">", "<"),
        ("...", "!"),
        ("03106", "3106"),
        ("1,25", "125"),
        ("x+1", "x 1"),
    ],
)
def test_not_the_same(first: str, second: str) -> None:
    assert fold(first) != fold(second)


def test_a_text_is_found_at_whole_words_only() -> None:
    words = split("Fly to New-York, not to Newark or new york. 12.5 is not 2.5, and 12 is not 1.")
    found = [(words[first].text, words[last].text) for first, last in Folded(words).find(fold("New York"))]
    assert found == [("New", "York"), ("new", "york")]
    assert [(words[first].start, words[last].end) for first, last in Folded(words).find("2.5")] == [(56, 59)]
    assert list(Folded(words).find("5")) == [] and list(Folded(words).find("")) == []
    assert len(list(Folded(words).find("12"))) == 1
