"""From readings to decisions: what is left out, what is nested, which tool speaks for a shared argument."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dataset.tools.classes import Outcome
from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.decisions import Decision, arguments_json, decision_of, forms_of
from dataset.tools.format import ConversationEncoder, Reading, Value
from tests.tool_data import MUSIC, STATES, TALK, WEATHER, tool_format

ABSENT, ASKED, ANY = Value(Outcome.ABSENT), Value(Outcome.ASKED), Value(Outcome.ANY, "dontcare")
FIND = Tool("S.Find", "", (Argument("where", {"type": "string"}), Argument("stars", {"type": "string"})), service="S")
BOOK = Tool("S.Book", "", (Argument("where", {"type": "string"}), Argument("days", {"type": "integer"})), service="S")


def said(value: Any) -> Value:
    return Value(Outcome.NONE, value)


def encoder_of(*tools: Tool) -> ConversationEncoder:
    conversation = Conversation(tools, (Turn("user", "In Bergen"), Turn("assistant")))
    return tool_format((conversation,)).encoder(conversation)


def decide(*values: Value, calls: bool = True, focus: int | None = 1) -> Decision:
    """The decision about MUSIC (title, loud) and WEATHER (city, unit, days)."""
    padded = [*values, *[ABSENT] * (5 - len(values))]
    return decision_of(encoder_of(MUSIC, WEATHER), Reading(calls, focus, padded))


def test_a_call_has_the_arguments_of_its_own_tool() -> None:
    decision = decide(said("Help!"), ABSENT, said("Oslo"), Value(Outcome.DEFAULT, "celsius"), Value(Outcome.SPELLED, 3))
    assert decision.call == Call("get_weather", {"city": "Oslo", "unit": "celsius", "days": 3})
    assert decision.state == {
        "playMusic": {"title": "Help!"},
        "get_weather": {"city": "Oslo", "unit": "celsius", "days": 3},
    }


def test_what_the_user_does_not_mind_is_state_and_no_argument() -> None:
    decision = decide(ABSENT, ABSENT, said("Oslo"), ANY)
    assert decision.arguments == {"city": "Oslo"}
    assert decision.state["get_weather"] == {"city": "Oslo", "unit": "dontcare"}


def test_a_default_that_the_schema_lacks_is_no_value() -> None:
    decision = decide(ABSENT, ABSENT, Value(Outcome.DEFAULT, None))
    assert decision.call == Call("get_weather", {}) and decision.state == {}


def test_an_answer_asks_and_keeps_what_is_known() -> None:
    decision = decide(ASKED, ABSENT, ASKED, said("celsius"), ASKED, calls=False)
    assert decision.call is None and decision.action == "answer"
    assert decision.asked == ("city", "days"), "of the tool in focus alone"
    assert decision.arguments == {"unit": "celsius"}
    assert decide(ABSENT, ABSENT, ASKED).asked == (), "a call asks for nothing"


@pytest.mark.parametrize("calls", [True, False])
def test_without_a_tool_there_is_no_call(calls: bool) -> None:
    decision = decide(said("Help!"), calls=calls, focus=None)
    assert decision == Decision("answer", None, {}, (), {"playMusic": {"title": "Help!"}})


def test_nested_arguments() -> None:
    place = {"type": "object", "properties": {"city": {"type": "string"}, "zip": {"type": "string"}}}
    tool = Tool("send", "", (Argument("to", place), Argument("fast", {"type": "boolean"})))
    encoder = encoder_of(tool)
    assert [leaf.path for leaf in encoder.leaves] == [("to", "city"), ("to", "zip"), ("fast",)]
    decision = decision_of(encoder, Reading(True, 0, [said("Oslo"), said("0150"), said(False)]))
    assert decision.arguments == {"to": {"city": "Oslo", "zip": "0150"}, "fast": False}
    assert decision.state == {"send": decision.arguments}
    assert decision_of(encoder, Reading(True, 0, [ABSENT, ABSENT, ABSENT])).arguments == {}


@pytest.mark.parametrize(
    ("focus", "found", "booked", "where"),
    [
        (0, "Bergen", "Oslo", "Bergen"),
        (1, "Bergen", "Oslo", "Oslo"),
        (1, "Bergen", None, None),
        (None, "Bergen", "Oslo", "Bergen"),
        (None, None, "Oslo", "Oslo"),
    ],
)
def test_the_tool_in_focus_speaks_for_a_shared_argument(
    focus: int | None, found: str | None, booked: str | None, where: str | None
) -> None:
    values = [ABSENT if value is None else said(value) for value in (found, "3", booked, 2)]
    state = decision_of(encoder_of(FIND, BOOK), Reading(False, focus, values)).state["S"]
    assert state == {"stars": "3", "days": 2} | ({} if where is None else {"where": where})


def test_forms_hold_the_words_that_were_said() -> None:
    encoder = tool_format().encoder(STATES)
    encoded = encoder.encode(3)
    reading = encoder.read(encoded.row, encoded.labels)
    where = next(number for number, leaf in enumerate(encoder.leaves) if leaf.path == ("where",))
    reading.values[where] = replace(reading.values[where], value="Bergen (Norway)")
    assert forms_of(encoder, encoded.row, reading) == {
        "Hotels_1": {"where": ("Bergen (Norway)", "Bergen"), "stars": ("dontcare",)}
    }
    assert decision_of(encoder, reading).state == {"Hotels_1": {"where": "Bergen (Norway)", "stars": "dontcare"}}


def test_the_labels_of_a_row_decode_to_its_call() -> None:
    encoder = tool_format().encoder(TALK)
    for turn in TALK.decision_points():
        encoded = encoder.encode(turn)
        assert decision_of(encoder, encoder.read(encoded.row, encoded.labels)).call == TALK.turns[turn].call


def test_arguments_as_json() -> None:
    assert arguments_json({"city": "Ålesund", "n": 3.0}) == '{"city": "Ålesund", "n": 3.0}'
    with pytest.raises(ValueError, match="JSON"):
        arguments_json({"n": float("nan")})
