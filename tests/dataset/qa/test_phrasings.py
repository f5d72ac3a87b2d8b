"""Every relation and every question has many wordings, each with one meaning; some are held out of training."""

from __future__ import annotations

import re
import string

import numpy as np
import pytest

from dataset.qa.draw import EVERYDAY_SETS, TEST_SETS, draw_sets
from dataset.qa.everyday_kinds import EVERYDAY
from dataset.qa.modes import MODES
from dataset.qa.names import casts
from dataset.qa.phrasings.tables import held_out, phrases_of, trained
from dataset.qa.phrasings.ways import asked, parted, said, ways
from dataset.qa.story import Kind, tell
from tests.dataset.qa.reading import Index, sentences

MORE = [kind for kinds in EVERYDAY.values() for kind in kinds]
KINDS = [*MODES["default"], *MODES["advanced"], *MORE]
PARAMS = [pytest.param(kind, id=f"{number}-{kind.name}") for number, kind in enumerate(KINDS)]


def test_the_notation() -> None:
    assert ways("{0} [went|ran] to [|the ]{1}.") == (
        *("{0} went to {1}.", "{0} went to the {1}."),
        *("{0} ran to {1}.", "{0} ran to the {1}."),
    )
    question = asked("person", ["where is {0}"], ["where {0} is"], ["find {0}."])
    assert {"where is {0}?", "so where is {0}?", "tell me where {0} is.", "find {0}."} <= set(question.wordings)
    assert len(set(question.wordings)) == len(question.wordings)


def test_wordings_with_a_word_of_their_own_are_never_held_out() -> None:
    phrases = said("", *(f"it is {word}." for word in "abcdefghijklmnopqrstuvwxyz"), "it is it.", "is it.", "it it is.")
    train, held = parted(("it is so.",), phrases)
    assert held == ("it is it.",) and set(train) | set(held) == {"it is so.", *phrases.wordings}


@pytest.mark.parametrize("kind", PARAMS)
def test_forty_wordings_in_training_and_others_held_out(kind: Kind) -> None:
    for usual, train, held in (
        (kind.statements, trained(kind).statements, held_out(kind).statements),
        (kind.queries, trained(kind).queries, held_out(kind).queries),
    ):
        assert list(train) == list(usual) == list(held)
        for relation, wordings in train.items():
            new = set(held[relation])
            assert len(set(wordings)) >= 40 and len(new) >= 3, relation
            assert set(usual[relation]) <= set(wordings) and not new & set(wordings)
            assert 0.04 < len(new) / len(set(wordings) | new) < 0.12
            words = {word for wording in wordings for word in re.findall(r"[a-z]+", wording.lower())}
            assert {word for wording in new for word in re.findall(r"[a-z]+", wording.lower())} <= words


_WITH_CAPITALS = ("person", "day", "hour", "number")


def everything(kind: Kind) -> dict[str, set[str]]:
    """All wordings of a kind, in training or held out, by relation; those of questions end with a question mark."""
    both: dict[str, set[str]] = {}
    for found in (trained(kind), held_out(kind)):
        for relation, wordings in found.statements.items():
            both.setdefault(relation, set()).update(wordings)
        for relation, wordings in found.queries.items():
            both.setdefault(f"{relation}?", set()).update(wordings)
    return both


@pytest.mark.parametrize("kind", PARAMS)
def test_each_wording_has_one_meaning_and_a_role_for_each_slot(kind: Kind) -> None:
    both, (statements, queries) = everything(kind), phrases_of(kind)
    roles = {**statements, **{f"{relation}?": phrases for relation, phrases in queries.items()}}
    index = Index({relation: sorted(wordings) for relation, wordings in both.items()})
    for relation, wordings in both.items():
        for wording in wordings:
            slots = {name for _, name, _, _ in string.Formatter().parse(wording) if name is not None}
            assert len(roles[relation].roles) == len(slots), wording
            starts_small = wording.startswith("{") and roles[relation].roles[int(wording[1])] not in _WITH_CAPITALS
            assert not starts_small, f"{wording}: a word in small letters would get a capital one"
            sentence = wording.format(*(f"Word{number}" for number in range(len(slots))))
            found = index.meanings(sentence[0].upper() + sentence[1:])
            assert len(found) == 1 and next(iter(found)).relation == relation, f"{sentence}: {found}"


@pytest.mark.parametrize("kind", PARAMS)
def test_stories_in_all_wordings_read_back(kind: Kind) -> None:
    index = Index({relation: sorted(wordings) for relation, wordings in everything(kind).items()})
    for told_as in (trained(kind), held_out(kind)):
        rng = np.random.default_rng(7)
        steps = (*kind.hops, *kind.longer)
        for turn in range(15):
            story = kind.make(rng, steps[turn % len(steps)], casts()[0])
            *facts, query = index.read(tell(story, told_as, rng))
            assert tuple(facts) == story.facts
            assert (query.relation, query.words) == (f"{story.query.relation}?", story.query.words)


@pytest.mark.parametrize("mode", MODES)
def test_sets_of_everyday_stories(mode: str) -> None:
    kinds = MODES[mode]
    sets = draw_sets(kinds, 300, 90, 0, everyday=True)
    assert [name for _, name in sets] == ["all", *TEST_SETS, *EVERYDAY_SETS]
    assert sets == draw_sets(kinds, 300, 90, 0, everyday=True) != draw_sets(kinds, 300, 90, 1, everyday=True)
    assert sets["train", "all"] == draw_sets(kinds, 300, 30, 0, everyday=True)["train", "all"]
    found = {example.facts["kind"] for example in sets["train", "all"]}
    more = {kind.name for beside, added in EVERYDAY.items() if beside in found for kind in added}
    assert found == {kind.name for kind in kinds} | more
    if mode != "ultra-complex":
        lengths = {len(sentences(example.question)) - 1 for example in sets["train", "all"]}
        assert {1, 2, 3, 4} <= lengths
        told_as = {kind.name: trained(kind) for kind in (*kinds, *MORE)}
        known = {name: (Index(kind.statements), Index(kind.queries)) for name, kind in told_as.items()}
        for example in sets["test", "new_phrasings"]:
            for sentence in sentences(example.question):
                assert not any(index.meanings(sentence) for index in known[example.facts["kind"]]), sentence
