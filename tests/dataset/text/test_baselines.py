"""Rules that answer without understanding, and what a builder prints of them."""

from __future__ import annotations

import pytest

from dataset.text.audit import audit
from dataset.text.baselines import NAMES, Asked, Baselines
from dataset.text.writer import Example
from utils.errors import UserError

TRAIN = [
    Asked("Mira is in the hall. Tor is in the attic. Where is Mira?", "hall", "where"),
    Asked("Al is in the attic. Tor is in the hall. Where is Tor?", "hall", "where"),
    Asked("Al is in the attic. Where is Al?", "attic", "where"),
    Asked("Is it red? It is warm.", "no", "whether"),
    Asked("Is it red? It is hot and red.", "yes", "whether"),
    Asked("Is it red? It is cold.", "no", "whether"),
]


def test_each_rule() -> None:
    baselines = Baselines.fit(TRAIN)
    story = "Mira is in the attic. Al is in the hall. Where is Al?"
    asked = [story, "The sun is hot and red. Is it red?", "Where?"]
    found = {name: baselines.answers(name, asked, ["where", "whether", "where"]) for name in NAMES}
    assert found["majority"] == ["hall", "no", "hall"]
    assert found["bag_of_words"][1] == "yes"
    assert found["first_named"] == ["attic", "no", "hall"]
    assert found["last_named"] == ["hall", "no", "hall"]


def test_candidates_are_not_asked_about_and_may_be_new() -> None:
    who = [
        Asked("Mira is older than Tor. Tor is older than Al. Who is older than Tor?", "Mira", "who"),
        Asked("Al is older than Tor. Who is younger than Al?", "Tor", "who"),
    ]
    baselines = Baselines.fit(who)
    questions = ["Tor is older than Mira. Who is younger than Tor?", "Zed is older than Abe. Who is older than Abe?"]
    for rule in ("first_named", "last_named"):
        assert baselines.answers(rule, questions, ["who", "who"])[0] == "Mira"
    assert baselines.answers("first_named", questions, ["who", "who"])[1] == "Zed"


def test_a_kind_that_train_has_not() -> None:
    with pytest.raises(UserError, match="of the kind why"):
        Baselines.fit(TRAIN).answers("majority", ["Why?"], ["why"])


def test_audit_counts_what_is_shared_and_right() -> None:
    def examples(asked: list[Asked]) -> list[Example]:
        return [Example(one.question, one.answer, {"kind": one.kind}) for one in asked]

    lines = audit({("train", "all"): examples(TRAIN), ("test", "iid"): examples([*TRAIN[:3], TRAIN[3]])})
    assert lines[0] == "iid: 4 of 4 questions stand in train"
    assert lines[1].split() == ["count", *NAMES]
    rows = {line.split()[0]: line.split()[1:] for line in lines[2:]}
    assert rows["iid/where"][:2] == ["3", "66.7"] and rows["iid/whether"][:2] == ["1", "100.0"]
    assert rows["iid"][:2] == ["4", "75.0"]
