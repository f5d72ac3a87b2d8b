"""The loop over calls, and the sentences of the assistant; decisions are scripted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from dataset.tools.conversations import Call, Tool, Turn
from inference.tool_decision import Decided
from inference.tool_moves import MOST_CALLS, exchange, next_move
from inference.tool_replies import reply_to
from inference.toolbox import Toolbox
from tests.tool_data import HOTEL, MUSIC, WEATHER
from utils.errors import UserError

TOOLS = (WEATHER, MUSIC, HOTEL)


class Script:
    """Decides what it is told, one after the other; then it answers."""

    def __init__(self, *decided: Decided) -> None:
        self.waiting = list(decided)
        self.seen: list[tuple[Turn, ...]] = []
        self.choices: list[Any] = []

    def decide(
        self,
        tools: Any,
        turns: Sequence[Turn],
        *,
        steps: int | None = None,
        halt: bool = True,
        tool_choice: Any = "auto",
        trace: bool = False,
    ) -> Decided:
        self.seen.append(tuple(turns))
        self.choices.append(tool_choice)
        return self.waiting.pop(0) if self.waiting else Decided("direct_answer", confidence=0.9)


def calling(name: str, due: int = 1, **arguments: Any) -> Decided:
    return Decided("tool_call", tool=name, arguments=arguments, calls=due, confidence=0.8, steps=2)


def add(a: int, b: int) -> int:
    return a + b


def fail() -> None:
    raise ValueError("no")


BOX = Toolbox.of([add, fail])
ASKED = [Turn("user", "1 + 2?")]


def roles(turns: Sequence[Turn]) -> str:
    return " ".join({"tool_call": "call", "tool_response": "response"}.get(turn.role, turn.role) for turn in turns)


# ---- one move


def test_a_move_is_a_call_or_a_reply() -> None:
    move = next_move(Script(calling("add", a=1, b=2)), BOX.tools, ASKED)
    assert move.calls == (Call("add", {"a": 1, "b": 2}),) and move.reply == ""
    move = next_move(Script(), BOX.tools, ASKED)
    assert not move.calls and move.reply == "None of the tools fits this."


def test_several_calls_are_asked_for_one_by_one() -> None:
    script = Script(calling("add", 3, a=1, b=2), calling("add", 2, a=3, b=4), calling("fail"))
    move = next_move(script, BOX.tools, ASKED)
    assert [dict(call.arguments) for call in move.calls] == [{"a": 1, "b": 2}, {"a": 3, "b": 4}, {}]
    assert [roles(turns) for turns in script.seen] == ["user", "user call", "user call call"]


@pytest.mark.parametrize(
    "second, most_calls",
    [(Decided("direct_answer"), 8), (calling("add", 2, a=1, b=2), 8), (calling("add", 2, a=5, b=5), 1)],
    ids=["it answers", "the same call again", "no more than one"],
)
def test_several_calls_end(second: Decided, most_calls: int) -> None:
    move = next_move(Script(calling("add", 2, a=1, b=2), second), BOX.tools, ASKED, most_calls=most_calls)
    assert len(move.calls) == 1


def test_a_tool_that_is_named_is_called_once() -> None:
    choice = {"type": "function", "function": {"name": "add"}}
    script = Script(calling("add", 2, a=1, b=2), calling("add", a=3, b=4))
    assert len(next_move(script, BOX.tools, ASKED, tool_choice=choice).calls) == 1
    script = Script(calling("add", 2, a=1, b=2), calling("add", a=3, b=4))
    assert len(next_move(script, BOX.tools, ASKED, tool_choice="required").calls) == 2
    assert script.choices == ["required", "auto"], "a second call is not forced"


def test_the_same_call_is_not_made_again_before_the_user_speaks() -> None:
    call = Turn("tool_call", call=Call("add", {"a": 1, "b": 2}))
    turns = [*ASKED, call, Turn("tool_response", "3")]
    move = next_move(Script(calling("add", a=1, b=2)), BOX.tools, turns)
    assert move.reply == "add: 3" and "is not called again" in move.decisions[0].notes[0]
    assert move.decisions[0].confidence == pytest.approx(0.2)
    later = [*turns, Turn("assistant", "3"), Turn("user", "Again?")]
    assert next_move(Script(calling("add", a=1, b=2)), BOX.tools, later).calls
    assert next_move(Script(calling("add", a=1, b=2)), BOX.tools, turns, tool_choice="required").calls


# ---- the loop


def test_calls_responses_and_a_reply() -> None:
    turns = list(ASKED)
    script = Script(calling("add", a=1, b=2), calling("add", a=3, b=3))
    events = list(exchange(script, BOX, turns))
    assert roles(turns) == "user call response call response assistant"
    assert [event.turn for event in events] == turns[1:]
    assert turns[-1].text == "add: 3; add: 6"
    assert [event.decided is not None for event in events] == [True, False, True, False, True]
    assert [roles(seen) for seen in script.seen] == [roles(turns[:n]) for n in (1, 3, 5)]


def test_responses_of_several_calls_stand_behind_them_in_order() -> None:
    turns = list(ASKED)
    list(exchange(Script(calling("add", 2, a=1, b=2), calling("fail")), BOX, turns))
    assert roles(turns) == "user call call response response assistant"
    assert turns[3].text == "3" and json.loads(turns[4].text) == {"error": "ValueError: no"}
    assert turns[-1].text == "add: 3; fail: failed: ValueError: no"


def test_the_loop_ends_after_some_calls() -> None:
    turns = list(ASKED)
    list(exchange(Script(*(calling("add", 3, a=n, b=n) for n in range(50))), BOX, turns))
    assert sum(turn.call is not None for turn in turns) == MOST_CALLS
    assert turns[-1].text.startswith(f"I stopped after {MOST_CALLS} calls. add: ") and turns[-1].role == "assistant"


def test_a_tool_without_a_function_responds_with_an_error() -> None:
    turns = list(ASKED)
    list(exchange(Script(calling("get_weather", city="Oslo")), BOX, turns, (WEATHER,)))
    assert json.loads(turns[2].text) == {"error": "no function is registered for 'get_weather'"}
    assert turns[-1].text == "get_weather: failed: no function is registered for 'get_weather'"


def test_what_was_done_before_an_error_stays() -> None:
    class Broken(Script):
        def decide(self, tools: Any, turns: Sequence[Turn], **options: Any) -> Decided:  # type: ignore[override]
            if len(turns) > 1:
                raise UserError("too deep")
            return super().decide(tools, turns)

    turns = list(ASKED)
    with pytest.raises(UserError, match="too deep"):
        list(exchange(Broken(calling("add", a=1, b=2)), BOX, turns))
    assert roles(turns) == "user call response"


# ---- sentences


@pytest.mark.parametrize(
    "response, said",
    [
        ('{"celsius": 21}', "21"),
        ('{"low": 2.5, "sky": ["clear", "calm"], "wind_speed": null}', "low 2.5, sky clear, calm, wind speed nothing"),
        ('{"error": "no such city"}', "failed: no such city"),
        ("[]", "nothing"),
        ("true", "yes"),
        ('"warm"', "warm"),
        ("21\ndegrees", "21 degrees"),
        ("{not JSON", "{not JSON"),
        ("", ""),
        ("[" * 50_000, "[" * 300 + " ..."),
        ('{"a":' * 30 + "1" + "}" * 30, "..."),
        ("x" * 5000, "x" * 300 + " ..."),
    ],
)  # fmt: skip
def test_responses_are_said(response: str, said: str) -> None:
    turns = [*ASKED, Turn("tool_call", call=Call("get_weather")), Turn("tool_response", response)]
    assert reply_to(turns, Decided("direct_answer"), TOOLS) == f"get_weather: {said}"


def test_what_is_asked_for_comes_first() -> None:
    turns = [*ASKED, Turn("tool_call", call=Call("get_weather")), Turn("tool_response", "1")]
    decided = Decided("direct_answer", about="get_weather", asked=("city", "unit"))
    told = "Please tell me the city (Name of the city) and the unit (celsius, degrees_fahrenheit)."
    assert reply_to(turns, decided, TOOLS) == told
    only = Decided("direct_answer", about="Hotels_1.Find", asked=("where", "stars", "gone_by"))
    assert reply_to(ASKED, only, TOOLS) == "Please tell me the where, the stars (1, 2, 3) and the gone by."


@pytest.mark.parametrize(
    "decided, tools, said",
    [
        (Decided("direct_answer"), TOOLS, "None of the tools fits this."),
        (Decided("direct_answer"), (), "I have no tools, so I cannot help with this."),
        (Decided("direct_answer", about="get_weather"), TOOLS, "For get_weather I need the city (Name of the city)."),
        (
            Decided("direct_answer", about="get_weather", known={"city": "Oslo"}),
            TOOLS,
            "No call is due (nearest tool: get_weather).",
        ),
    ],
)
def test_answers_without_a_response(decided: Decided, tools: tuple[Tool, ...], said: str) -> None:
    assert reply_to(ASKED, decided, tools) == said


def test_old_responses_are_not_said_again() -> None:
    turns = [*ASKED, Turn("tool_call", call=Call("add")), Turn("tool_response", "3"), Turn("user", "Thanks")]
    assert reply_to(turns, Decided("direct_answer"), BOX.tools) == "None of the tools fits this."


def test_responses_without_their_calls_are_said_all_the_same() -> None:
    turns = [*ASKED, Turn("tool_call", call=Call("add")), Turn("tool_response", "3"), Turn("tool_response", "4")]
    assert reply_to(turns, Decided("direct_answer"), BOX.tools) == "add: 3; result: 4"
