"""What every kind of every mode keeps: wording, repetition, balance."""

from __future__ import annotations

import string
from collections import Counter

import numpy as np
import pytest

from dataset.qa.modes import MODES
from dataset.qa.names import casts
from dataset.qa.story import Kind, tell
from tests.dataset.qa.reading import meanings, read

KINDS = [pytest.param(kind, id=f"{mode}-{kind.name}") for mode, kinds in MODES.items() for kind in kinds]
CAST = casts()[0]


@pytest.mark.parametrize("mode", MODES)
def test_kinds_of_a_mode_have_names_of_their_own(mode: str) -> None:
    names = [kind.name for kind in MODES[mode]]
    assert len(set(names)) == len(names) >= (2 if mode == "ultra-complex" else 8)


@pytest.mark.parametrize("kind", KINDS)
def test_wording(kind: Kind) -> None:
    """There are enough ways to say a thing, and no sentence says two."""
    assert kind.phrasings() >= 20 and min(map(len, kind.queries.values())) >= 4
    both = {**kind.statements, **{f"{relation}?": wordings for relation, wordings in kind.queries.items()}}
    for relation, wordings in both.items():
        assert len(set(wordings)) == len(wordings)
        for wording in wordings:
            slots = {field for _, field, _, _ in string.Formatter().parse(wording) if field is not None}
            sentence = wording.format(*(f"Word{number}" for number in range(len(slots))))
            found = meanings(sentence[0].upper() + sentence[1:], both)
            assert len(found) == 1, f"{sentence}: {found}"
            assert next(iter(found)).relation == relation


@pytest.mark.parametrize("kind", KINDS)
def test_stories_read_back_and_repeat(kind: Kind) -> None:
    told = []
    for _ in range(2):
        rng = np.random.default_rng(5)
        steps = (*kind.easier, *kind.hops, *kind.longer)
        stories = [kind.make(rng, hops, CAST) for hops in steps for _ in range(20)]
        told.append([tell(story, kind, rng) for story in stories])
    assert told[0] == told[1] and len(set(told[0])) == len(told[0])
    for story, text in zip(stories, told[0], strict=True):
        facts, query = read(text, kind)
        assert (tuple(facts), query) == (story.facts, story.query)
        assert len(set(steps)) == len(steps) and story.hops in steps


@pytest.mark.parametrize("kind", KINDS)
def test_answers_are_balanced(kind: Kind) -> None:
    rng = np.random.default_rng(0)
    count = 1000
    for allowed in (kind.easier, kind.hops, kind.longer):
        if allowed:
            answers = Counter(kind.make(rng, allowed[turn % len(allowed)], CAST).answer for turn in range(count))
            most = answers.most_common(1)[0][1] / count
            assert most < (0.6 if set(answers) <= {"yes", "no"} else 0.4 if len(answers) == 3 else 0.35), answers
