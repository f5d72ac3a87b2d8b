"""Decisions that need no learning: the most frequent one, and the tool that shares words with what was said."""

from __future__ import annotations

import pytest

from dataset.tools.baselines import NEVER, Baselines
from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.decisions import Decision
from tests.tool_data import MUSIC, TALK, WEATHER


def talk(text: str, *calls: str) -> Conversation:
    turns = (Turn("user", text), *(Turn("tool_call", call=Call(name)) for name in calls), Turn("assistant"))
    return Conversation((MUSIC, WEATHER), turns)


def fitted(*talks: Conversation) -> Baselines:
    return Baselines.fit((each, turn) for each in talks for turn in each.decision_points())


def test_majority() -> None:
    rarely = fitted(talk("Hello"), talk("Play", "playMusic"))
    assert not rarely.calls_mostly and rarely.majority(TALK) == Decision("answer")
    mostly = fitted(talk("Play", "playMusic", "playMusic"))
    assert mostly.calls_mostly and mostly.majority(TALK) == Decision("call", "playMusic")
    assert mostly.majority(Conversation((), TALK.turns)) == Decision("answer"), "there is no tool to call"


def test_the_threshold_has_the_best_f1() -> None:
    one, two, three = talk("Play"), talk("Play music", "playMusic"), talk("play a song", "playMusic")
    assert fitted(one, two, three).least_shared == 2
    assert fitted(one, three).least_shared == 2, "the lowest of those that are equally good"
    assert fitted(talk("Play", "playMusic"), two).least_shared == 1
    assert fitted(one).least_shared == NEVER
    assert fitted().least_shared == NEVER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is the weather in that city?", Decision("call", "get_weather")),
        (
            "Weather of the city in CELSIUS!",
            Decision("call", "get_weather", {"unit": "celsius"}, state={"get_weather": {"unit": "celsius"}}),
        ),
        ("weather of the city, degrees Fahrenheit", Decision("call", "get_weather", {"unit": "degrees_fahrenheit"},
                                                             state={"get_weather": {"unit": "degrees_fahrenheit"}})),
        ("Play the song loud", Decision("call", "playMusic")),
        ("Play", Decision("answer")),
        ("", Decision("answer")),
    ],
)  # fmt: skip
def test_overlap(text: str, expected: Decision) -> None:
    assert Baselines(False, 2).overlap(talk(text), 1) == expected


def test_overlap_calls_right_after_the_user_alone() -> None:
    rules = Baselines(False, 1)
    assert rules.overlap(TALK, 1).action == "call"
    assert rules.overlap(TALK, 3).action == "answer", "after a response"
    assert rules.overlap(Conversation((), TALK.turns), 1).action == "answer", "without tools"
