"""Rollouts: a network's own calls are its history, until it answers, repeats itself, or has made enough of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dataset.tools.conversations import Call, Turn
from inference.tool_decision import Decided
from inference.tool_rollout import Until, roll_out
from tests.tool_data import WEATHER

USER = Turn("user", "Weather in Oslo and Rome")
ANSWER = Decided("direct_answer", asked=("city",))


def call(city: str, calls: int = 1) -> Decided:
    return Decided("tool_call", "get_weather", {"city": city}, calls=calls)


class Script:
    """Decides as it was told, by the number of calls made so far; remembers what it was shown."""

    def __init__(self, *decisions: Decided) -> None:
        self.decisions = decisions
        self.shown: list[list[Turn]] = []

    def decide(self, tools: Any, turns: Sequence[Turn], **options: Any) -> Decided:
        assert tools == (WEATHER,)
        self.shown.append(list(turns))
        return self.decisions[min(len(self.shown), len(self.decisions)) - 1]


def test_its_own_calls_are_its_history() -> None:
    script = Script(call("Oslo"), call("Rome"), ANSWER)
    assert roll_out(script, (WEATHER,), [USER]) == (call("Oslo"), call("Rome"), ANSWER)
    made = [Turn("tool_call", call=Call("get_weather", {"city": city})) for city in ("Oslo", "Rome")]
    assert script.shown == [[USER], [USER, made[0]], [USER, *made]]


def test_an_answer_ends_it() -> None:
    assert roll_out(Script(ANSWER, call("Oslo")), (WEATHER,), [USER]) == (ANSWER,)


def test_the_same_call_is_not_made_twice() -> None:
    assert roll_out(Script(call("Oslo"), call("Rome"), call("Oslo")), (WEATHER,), [USER]) == (
        call("Oslo"),
        call("Rome"),
    )


@pytest.mark.parametrize("most", [1, 2, 5])
@pytest.mark.parametrize("until", ["answer", "count"])
def test_there_are_never_more_calls_than_allowed(most: int, until: Until) -> None:
    script = Script(*(call(str(number), calls=9) for number in range(9)))
    assert len(roll_out(script, (WEATHER,), [USER], until, most_calls=most)) == most


def test_until_as_many_calls_are_made_as_are_due() -> None:
    script = Script(call("Oslo", calls=2), call("Rome", calls=1), call("Bern"))
    assert [made.arguments["city"] for made in roll_out(script, (WEATHER,), [USER], "count")] == ["Oslo", "Rome"]
    assert [
        made.arguments["city"] for made in roll_out(Script(call("Oslo"), call("Rome")), (WEATHER,), [USER], "count")
    ] == ["Oslo"]
