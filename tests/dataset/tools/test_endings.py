"""Whole conversations: where their end begins, calls in any order, what the layout can say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.endings import Ending, ceiling, ending_of, judge_ending
from tests.tool_data import MUSIC, STATES, TALK, WEATHER, tool_format


def weather(city: str, **arguments: Any) -> Call:
    return Call("get_weather", {"city": city, **arguments})


def talk(*calls: Call, ordered: bool = False, **facts: Any) -> Conversation:
    turns = (Turn("user", "Weather in Oslo, Rome and Bern"), *(Turn("tool_call", call=call) for call in calls))
    return Conversation((MUSIC, WEATHER), (*turns, Turn("assistant")), ordered=ordered, facts=facts)


def judged(conversation: Conversation, *calls: Call, asked: tuple[str, ...] = ()) -> Any:
    ending = ending_of(conversation)
    assert ending is not None
    return judge_ending(conversation, ending, calls, asked)


def test_the_end_follows_the_last_turn_of_somebody_else() -> None:
    play = TALK.turns[5].call
    assert play is not None and ending_of(TALK) == Ending(5, (play,))
    assert ending_of(STATES) == Ending(5)
    assert ending_of(replace(TALK, turns=TALK.turns[:5])) is None, "it ends with the user"
    assert ending_of(replace(TALK, turns=TALK.turns[:3])) is None, "it ends with a response"
    asking = (Turn("user", "Weather?"), Turn("assistant", "Where?", asks=("city",)))
    assert ending_of(replace(TALK, turns=asking)) == Ending(1, asks=frozenset({"city"}))


@pytest.mark.parametrize(
    ("cities", "ordered", "right"),
    [
        (("Oslo", "Rome"), True, True),
        (("Rome", "Oslo"), True, False),
        (("Rome", "Oslo"), False, True),
        (("Oslo", "Oslo"), False, False),
        (("Oslo",), False, False),
        (("Oslo", "Rome", "Bern"), False, False),
        (("Oslo", "Bern"), False, False),
    ],
)
def test_calls_and_their_order(cities: tuple[str, ...], ordered: bool, right: bool) -> None:
    found = judged(talk(weather("Oslo"), weather("Rome"), ordered=ordered), *map(weather, cities))
    assert found.decided and found.exact == right and bool(found.fault) != right


def test_calls_are_paired_as_well_as_possible() -> None:
    """The first call fits both expected ones, and must be left to the one that the second call does not fit."""
    either = Call("get_weather", {"city": "Oslo"}, accept={"city": ("Oslo", "Rome")})
    assert judged(talk(either, weather("Oslo")), weather("Oslo"), weather("Rome")).exact
    assert judged(talk(either, weather("Oslo")), weather("Rome"), weather("Rome")).fault == "get_weather: city is wrong"


def test_both_ways_to_compare() -> None:
    due = talk(weather("Oslo"))
    with_default = judged(due, weather("Oslo", unit="celsius"))
    assert with_default.exact and with_default.match is False and "unit" in with_default.fault
    both = judged(due, weather("oslo"))
    assert both.exact and both.match and not both.fault
    numbers = judged(talk(weather("Oslo", days=2)), weather("Oslo", days="2"))
    assert numbers.exact and numbers.match is False, "BFCL tells texts from numbers"


def test_no_call_where_one_is_due_and_the_other_way_round() -> None:
    missed = judged(talk(weather("Oslo")))
    assert (missed.decided, missed.exact, missed.match) == (False, False, False)
    assert missed.fault == "no call of get_weather"
    false_alarm = judged(talk(), weather("Oslo"))
    assert (false_alarm.decided, false_alarm.exact, false_alarm.match) == (False, False, False)
    assert false_alarm.fault == "get_weather is called"
    assert judged(talk()) == judged(talk(), asked=("city",))


@pytest.mark.parametrize("calls", [(), (Call("get_weather"),), (Call("get_weather"), Call("playMusic"))])
def test_any_call(calls: tuple[Call, ...]) -> None:
    found = judged(talk(Call("playMusic"), expected="any call"), *calls)
    assert found.decided == found.exact == found.match == bool(calls)


def test_what_no_call_can_satisfy_is_not_scored_by_bfcl() -> None:
    due = talk(Call("get_weather", {"days": 2}))  # the city is required
    assert judged(due, Call("get_weather", {"days": 2})).match is None
    assert judged(due).match is None


def test_asked_arguments() -> None:
    turns = (Turn("user", "Weather?"), Turn("assistant", "Where and when?", asks=("city", "days")))
    asking = Conversation((WEATHER,), turns)
    assert judged(asking, asked=("city", "unit")).asked == 1
    assert judged(asking, weather("Oslo")).asked == 0


def test_the_ceiling_says_what_the_layout_can_say() -> None:
    lost = weather("Llanfairpwllgwyngyll")
    for conversation, right in ((talk(weather("Oslo"), weather("Rome")), True), (talk(lost), False), (TALK, True)):
        ending = ending_of(conversation)
        assert ending is not None
        found = ceiling(tool_format((conversation,)), conversation, ending)
        assert found is not None and judge_ending(conversation, ending, *found).exact == right


def test_the_ceiling_knows_candidates_alone() -> None:
    others = tuple(Tool(f"weather_{number}", "Weather of a city, Oslo or Rome", ()) for number in range(5))
    hidden = Tool("z", "", (Argument("q", {"type": "string"}),))
    user = Turn("user", "Weather of a city, Oslo or Rome")
    conversation = Conversation((hidden, *others), (user, Turn("tool_call", call=Call("z")), Turn("assistant")))
    ending = ending_of(conversation)
    assert ending is not None and ceiling(tool_format((TALK,)), conversation, ending) is None
