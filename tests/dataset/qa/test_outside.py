"""Stories with names and things from outside are read back; what the reader loses counts as wrong."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dataset.asking import Rewritten
from dataset.qa import outside
from dataset.qa.draw import draw_sets
from dataset.qa.modes import MODES
from dataset.qa.names import spelling
from dataset.qa.outside import NAMES, WORDS, from_outside, read_rows, told_from_outside, typed
from dataset.qa.typed import ROLES
from dataset.qa.words import PARTS
from dataset.text.vocabulary import Vocabulary
from dataset.text.writer import Example

SETS = {mode: draw_sets(MODES[mode], 1200, 240, 0, everyday=True) for mode in ("default", "advanced")}


def vocabulary(mode: str) -> Vocabulary:
    texts = [text for examples in SETS[mode].values() for one in examples for text in (one.question, one.answer)]
    return Vocabulary.of_words(texts, spelled=spelling() | PARTS)


def test_the_words_are_many_and_new() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 200 and sum(map(len, WORDS.values())) >= 100
    known = {word for words in ROLES.values() for word in words} | set(spelling())
    assert set(WORDS) == set(ROLES)
    assert not known & {*NAMES, *(word for words in WORDS.values() for word in words)}


@pytest.mark.parametrize("mode", SETS)
def test_stories_are_read_back(mode: str) -> None:
    plain = SETS[mode]["test", "from_outside"]
    rows = read_rows(plain, vocabulary(mode), seed=0)
    assert rows == read_rows(plain, vocabulary(mode), seed=0) != read_rows(plain, vocabulary(mode), seed=1)
    assert sum(row.facts["lost"] for row in rows) <= len(rows) // 20
    for row, story in zip(rows, plain, strict=True):
        assert row.facts["kind"] == story.facts["kind"]
        words = set(re.findall(r"\w+", row.facts["typed"].lower()))
        named = set(re.findall(r"\w+", story.question)) & set(spelling())
        assert len(words & {name.lower() for name in NAMES}) >= len(named)
        assert not words & {name.lower() for name in spelling()}
        if row.facts["lost"]:
            assert row.answer not in row.question


def test_rows_that_stand_in_train_are_left_out() -> None:
    sets = dict(SETS["default"])
    rows = from_outside(sets, spelling() | PARTS, seed=0)
    assert len(rows) <= len(sets["test", "from_outside"])
    again = from_outside({**sets, ("train", "more"): rows[:3]}, spelling() | PARTS, seed=0)
    assert again == rows[3:]


def test_a_story_keeps_its_form() -> None:
    story = Example("Maras is in the hall. Where is Maras?", "hall", {})
    text, new = told_from_outside(story, np.random.default_rng(0))
    assert new["Maras"] in NAMES and text == story.question.replace("Maras", new["Maras"]).replace(
        "hall", new.get("hall", "hall")
    )
    shown = {typed("Ann is in. Bob is out. Where is Ann?", np.random.default_rng(seed)) for seed in range(60)}
    assert any(one == one.lower() for one in shown) and any(one[-1] != "?" for one in shown)
    assert any("\n" in one or " and " in one or ", " in one for one in shown) and len(shown) > 5


def test_an_answer_that_is_lost_counts_as_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "rewrite", lambda text, knows: Rewritten(text))
    rows = read_rows(SETS["default"]["test", "from_outside"][:40], vocabulary("default"), seed=0)
    lost = [row for row in rows if row.facts["lost"]]
    assert lost and all(row.answer not in row.question for row in lost)
