"""Typed sentences have the wordings that they should, and typed stories are cut where sentences are joined."""

from __future__ import annotations

import pytest

from dataset.qa.cutting import cut
from dataset.qa.sentences import matches, tokens_of


def best(sentence: str) -> tuple[str, tuple[str, ...]] | None:
    """The relation of the best match, and the words in its slots."""
    found = matches(tokens_of(sentence))
    return (found[0].wording.relation, found[0].fills) if found else None


@pytest.mark.parametrize(
    ("typed", "relation", "words"),
    [
        ("mary walked into my lounge", "in", ("mary", "lounge")),
        ("Lucas is at school.", "in", ("Lucas", "school")),
        ("Ms Brown is in the dining room.", "in", ("Ms Brown", "dining room")),
        ("the keys are in the drawer", "thing_in", ("keys", "drawer")),
        ("Ann is not as old as Bob.", "older", ("Bob", "Ann")),
        ("Ann is younger than Bob.", "older", ("Bob", "Ann")),
        ("can you tell me which room Mary is in?", "where", ("Mary",)),
        ("how many people are there in the pool", "people_in", ("pool",)),
        ("Maras comes at five.", "at", ("Maras", "5")),
        ("Ann is coming on friday", "at", ("Ann", "Friday")),
        ("Tim gives the ball to Ana.", "passes", ("Tim", "ball", "Ana")),
        ("If Ada goes then Ben goes", "if goes goes", ("Ada", "Ben")),
        ("Is Rex a dog?", "is", ("Rex", "dog")),
    ],
)
def test_what_a_sentence_says(typed: str, relation: str, words: tuple[str, ...]) -> None:
    assert best(typed) == (relation, words)


@pytest.mark.parametrize(
    "typed", ["", "?", "Hello there.", "Who is it?", "Mary is in the 7.", "is is is", "word " * 60]
)
def test_what_says_nothing(typed: str) -> None:
    assert best(typed) is None


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("Ann is in the hall and Bob is in the attic.", ["Ann is in the hall.", "Bob is in the attic."]),
        ("Ann is in the hall, Bob in the attic.", ["Ann is in the hall.", "Bob in the attic."]),
        ("Ann took the key and went to the hall.", ["Ann took the key.", "Ann went to the hall."]),
        ("Ann and Bob are in the hall.", ["Ann are in the hall.", "Bob are in the hall."]),
        ("There are Ann and Bob in the hall.", ["Ann are in the hall.", "Bob are in the hall."]),
        ("Ann is in the hall. She has the key.", ["Ann is in the hall.", "Ann has the key."]),
        ("Ann is in the hall or the attic, but she is not in the hall.", 2),
        ("Ann likes tea and milk.", ["Ann likes tea.", "Ann likes milk."]),
        ("Ann is in the hall with Bob.", ["Ann is in the hall.", "Bob is in the hall."]),
        ("Ann took the hat. It is in the hall.", ["Ann took the hat.", "the hat is in the hall."]),
        ("Where is Ann if Ann went to the hall?", ["Where is Ann.", "Ann went to the hall?"]),
        ("Ann and quux.", ["Ann and quux."]),
    ],
)
def test_where_sentences_are_cut(typed: str, pieces: list[str] | int) -> None:
    found = [piece.text for piece in cut(typed)]
    assert (len(found) if isinstance(pieces, int) else found) == pieces
