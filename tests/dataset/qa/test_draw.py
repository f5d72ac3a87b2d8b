"""The sets of a data set of questions, and what keeps them apart."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from dataset.qa.draw import TEST_SETS, draw_sets
from dataset.qa.modes import MODES
from dataset.qa.names import Cast, casts
from dataset.qa.story import Fact, Kind, Story
from dataset.text.vocabulary import units
from utils.errors import UserError


def people(texts: list[str]) -> set[str]:
    """The names in some texts."""
    names = {first + last for cast in casts() for first, last in cast.pairs}
    return {word for text in texts for word in re.findall(r"\w+", text)} & names


@pytest.mark.parametrize("seed", [0, 1, 7])
@pytest.mark.parametrize("mode", MODES)
def test_sets_are_apart_and_even(mode: str, seed: int) -> None:
    sets = draw_sets(MODES[mode], 400, 302, seed)
    assert list(sets) == [("train", "all"), *(("test", name) for name in TEST_SETS)]
    assert [len(examples) for examples in sets.values()] == [400, 102, 100, 100]
    texts = [example.question for examples in sets.values() for example in examples]
    assert len(set(texts)) == len(texts), "no question is asked twice"
    known = people([example.question for example in sets["train", "all"]])
    new = people([example.question for example in sets["test", "unseen_names"]])
    assert known and new and not known & new
    kinds = {kind.name: kind for kind in MODES[mode]}
    for (split, name), examples in sets.items():
        counts = Counter(example.facts["kind"] for example in examples)
        turns = [counts[one] / (kind.share if split == "train" else 1) for one, kind in kinds.items()]
        assert max(turns) - min(turns) <= 1
        assert {example.facts["split"] for example in examples} == {"train" if split == "train" else name}
        for example in examples:
            kind, hops = kinds[example.facts["kind"]], example.facts["hops"]
            assert hops in (kind.longer if name == "longer" else kind.hops) or (
                split == "train" and hops in kind.easier
            )
    asked = {example.facts["hops"] for example in sets["train", "all"]}
    assert asked == {hops for kind in MODES[mode] for hops in (*kind.easier, *kind.hops)}


@pytest.mark.parametrize("mode", MODES)
def test_no_word_is_new_but_names(mode: str) -> None:
    sets = draw_sets(MODES[mode], 6000, 300, 0)
    words = {
        key: {word for one in found for word in units(f"{one.question} {one.answer}")} for key, found in sets.items()
    }
    names = {first + last for cast in casts() for first, last in cast.pairs}
    for found in words.values():
        assert {word for word in found - words["train", "all"] if word.strip() not in names} == set()


def test_the_training_set_does_not_depend_on_the_tests() -> None:
    one, other = (draw_sets(MODES["default"], 50, test, 3) for test in (9, 30))
    assert one["train", "all"] == other["train", "all"]
    assert one["train", "all"] != draw_sets(MODES["default"], 50, 9, 4)["train", "all"]


def test_a_kind_that_is_exhausted() -> None:
    def always(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
        return Story((Fact("is", ("red",)),), Fact("what", ()), "red", hops)

    kind = Kind("colour", (1,), (2,), always, {"is": ("it is {0}.", "its colour is {0}.")}, {"what": ("what is it?",)})
    with pytest.raises(UserError, match="few different questions of the kind colour"):
        draw_sets([kind], 3, 3, 0)


@pytest.mark.parametrize("everyday", [False, True])
def test_questions_for_calibration_are_new_and_half_of_them_damaged(everyday: bool) -> None:
    sets = draw_sets(MODES["default"], 300, 60, 0, everyday=everyday, calibrations=92)
    held_out = sets.pop(("calibration", "all"))
    assert sets == draw_sets(MODES["default"], 300, 60, 0, everyday=everyday), "the other sets do not depend on it"
    assert Counter(example.facts["split"] for example in held_out) == {"iid": 30, "unseen_names": 31, "longer": 31}
    others = {example.question for examples in sets.values() for example in examples}
    assert not others & {example.question for example in held_out[::2]}
    again = draw_sets(MODES["default"], 300, 60, 0, everyday=everyday, calibrations=92)["calibration", "all"]
    assert held_out == again
    lengths = [np.mean([len(example.question.split()) for example in held_out[start::2]]) for start in (0, 1)]
    assert lengths[1] < lengths[0], "words and sentences are missing in every second"
