"""Each damage changes one thing, short questions stay, and damaged stories stay stories of the same words."""

from __future__ import annotations

import numpy as np

from dataset.text.damage import damaged, damaged_story

QUESTION = "What is the mean of 2, 4?"


def test_every_kind_of_damage_occurs_and_changes_one_thing() -> None:
    words = QUESTION.split(" ")
    kinds = set()
    for seed in range(200):
        found = damaged(QUESTION, np.random.default_rng(seed)).split(" ")
        if len(found) == len(words):
            changed = [place for place in range(len(words)) if found[place] != words[place]]
            moved = sorted(found) == sorted(words)
            assert len(changed) == (2 if moved else 1)
            kinds.add("moved" if moved else "strange")
        elif found == words[: len(found)] and len(found) < len(words) - 1:
            kinds.add("cut")
        else:
            assert any(words[:place] + words[place + 1 :] == found for place in range(len(words)))
            kinds.add("missing")
    assert kinds == {"moved", "strange", "cut", "missing"}


def test_the_same_seed_gives_the_same_and_short_questions_stay() -> None:
    assert damaged(QUESTION, np.random.default_rng(3)) == damaged(QUESTION, np.random.default_rng(3))
    assert damaged("Solve x=3.", np.random.default_rng(0)) == "Solve x=3."


def test_damaged_stories_keep_their_question_and_their_words() -> None:
    story = "Al has the key. Al is now in the hall. Mira took the old lamp. Mira is in the attic. Where is the key?"
    sentences = story.replace("?", ".").split(". ")
    longest = max(len(sentence.split()) for sentence in sentences)
    found = [damaged_story(story, np.random.default_rng(seed)) for seed in range(200)]
    assert story not in found, "something is always wrong"
    assert found[3] == damaged_story(story, np.random.default_rng(3))
    for text in found:
        assert text.endswith("?") and set(text.replace("?", ".").replace(".", "").split()) <= set(
            story.replace("?", ".").replace(".", "").split()
        )
        told = text.replace("?", ".").split(". ")
        assert 1 <= len(told) <= len(sentences) and max(len(one.split()) for one in told) <= longest
    lost = [text.count(".") < story.count(".") for text in found]
    asked_badly = [not text.endswith("Where is the key?") for text in found]
    assert 40 < sum(lost) < 190 and 10 < sum(asked_badly) < 120
