"""Other names in training copies: everywhere or nowhere, and never in what has another meaning."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dataset.tools.candidates import Room
from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.prepare import Variation, vary
from dataset.tools.replacing import Names

BOOK = Tool(
    "Trains_1.Book",
    "Book a train",
    (
        Argument("city", {"type": "string"}, required=True),
        Argument("travel_date", {"type": "string"}),
        Argument("seats", {"type": "string"}),
        Argument("line", {"type": "string", "enum": ["Bergen Express", "Night"]}),
    ),
    service="Trains_1",
)


def talk(city: str, short: str = "") -> Conversation:
    """A talk about a journey; `short`: another form of the city, which the user says first."""
    forms = (city, short) if short else (city,)
    state = {"Trains_1": {"city": forms[::-1], "travel_date": ("Next Tuesday",)}}
    arguments = {"city": city, "travel_date": "Next Tuesday", "seats": "2"}
    return Conversation(
        (BOOK,),
        (
            Turn("user", f"To {short or city} next Tuesday, 2 seats.", slots=state),
            Turn("assistant", f"The train to {city.lower()}, right? Not to {city}ville?"),
            Turn("user", "Yes.", slots=state),
            Turn("tool_call", call=Call(BOOK.name, arguments, {"city": forms})),
            Turn("tool_response", json.dumps({"city": city, "fare": "40"})),
            Turn("assistant", f"You go to {city}."),
        ),
        name=city,
    )


NAMES = Names.of([talk("Oslo"), talk("Trondheim"), talk("Stavanger")])


def test_names_are_those_of_free_texts_but_not_dates_and_numbers() -> None:
    assert dict(NAMES.by_argument) == {"city": ("Oslo", "Trondheim", "Stavanger")}


def test_a_name_changes_wherever_it_stands() -> None:
    seen = set()
    for seed in range(20):
        copy = NAMES.replaced(talk("Alta Fjord", "Alta"), 1, np.random.default_rng(seed))
        call = copy.turns[3].call
        assert call is not None
        city = call.arguments["city"]
        seen.add(city)
        assert call == Call(BOOK.name, {"city": city, "travel_date": "Next Tuesday", "seats": "2"}, {"city": (city,)})
        assert [turn.text for turn in copy.turns] == [
            f"To {city} next Tuesday, 2 seats.",
            f"The train to {city}, right? Not to {city} Fjordville?",
            "Yes.",
            "",
            json.dumps({"city": city, "fare": "40"}),
            f"You go to {city}.",
        ]
        assert copy.turns[0].slots == {"Trains_1": {"city": (city,), "travel_date": ("Next Tuesday",)}}
    assert seen == {"Oslo", "Trondheim", "Stavanger"}


def with_argument(argument: Argument, value: Any) -> Conversation:
    """A talk about Alta whose call has one more argument."""
    journey = talk("Alta")
    call = journey.turns[3].call
    assert call is not None
    call = replace(call, arguments={**call.arguments, argument.name: value})
    turns = (*journey.turns[:3], Turn("tool_call", call=call), *journey.turns[4:])
    return replace(journey, tools=(replace(BOOK, arguments=(*BOOK.arguments, argument)),), turns=turns)


@pytest.mark.parametrize(
    "journey",
    [
        talk("Bergen"),  # stands in a value of the enum
        with_argument(Argument("hotel", {"type": "string"}), "Alta Inn"),
        with_argument(Argument("stops", {"type": "array", "items": {"type": "string"}}), ["Alta"]),
        with_argument(Argument("via", {"type": "object"}), {"first": {"city": "Alta"}}),
        with_argument(Argument("home", {"type": "string", "default": "Alta"}), "Narvik"),
        replace(talk("Alta"), turns=talk("Alta").turns[3:4]),  # nobody says it
    ],
    ids=["enum", "longer", "list", "object", "default", "unsaid"],
)
def test_a_name_with_another_meaning_stays(journey: Conversation) -> None:
    assert NAMES.replaced(journey, 1, np.random.default_rng(0)) is journey


def test_a_share_of_none_changes_nothing_and_half_of_them_some() -> None:
    texts = {NAMES.replaced(talk("Alta"), 0.5, np.random.default_rng(seed)).turns[0].text for seed in range(40)}
    assert "To Alta next Tuesday, 2 seats." in texts and len(texts) > 2
    same = talk("Alta")
    assert NAMES.replaced(same, 0, np.random.default_rng(0)) is same


def test_training_copies_get_other_names() -> None:
    variation = Variation(distractors=0, renamed=0, unfitting=0, replaced=1)
    copy = vary(talk("Alta"), (BOOK,), Room(4, 12), variation, np.random.default_rng(0), NAMES)
    assert copy.turns[0].text != talk("Alta").turns[0].text
