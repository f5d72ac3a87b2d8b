"""Training copies: what varies and what must stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dataset.tools.candidates import Room
from dataset.tools.conversations import Conversation, Tool, Turn
from dataset.tools.prepare import REFUSAL, Variation, fit, vary
from tests.tool_data import HOTEL, MUSIC, STATES, TALK, WEATHER

ROOM = Room(4, 12)
POOL = (HOTEL, MUSIC, WEATHER, Tool("lock_door"), Tool("ring_bell"))
PLAIN = Variation(distractors=0, renamed=0, unfitting=0)


def copies(talk: Conversation, variation: Variation, count: int = 40) -> list[Conversation]:
    return [vary(talk, POOL, ROOM, variation, np.random.default_rng((0, number))) for number in range(count)]


def names(talk: Conversation) -> list[str]:
    return [tool.name for tool in talk.tools]


def test_tools_and_arguments_come_in_any_order() -> None:
    orders = {tuple(names(copy)) for copy in copies(TALK, PLAIN)}
    assert orders == {("playMusic", "get_weather"), ("get_weather", "playMusic")}
    arguments = {
        tuple(a.name for a in copy.tools[0].arguments) for copy in copies(replace(TALK, tools=(WEATHER,)), PLAIN)
    }
    assert len(arguments) == 6
    assert all(copy.turns == TALK.turns for copy in copies(TALK, PLAIN))


def test_distractors_are_other_tools() -> None:
    varied = copies(TALK, Variation(3, 0, 0))
    assert all(len(set(names(copy))) == len(names(copy)) for copy in varied)
    assert all({"playMusic", "get_weather"} <= set(names(copy)) for copy in varied)
    assert {len(copy.tools) for copy in varied} == {2, 3, 4}
    talk = replace(TALK, facts={"unlisted": ["lock_door", "ring_bell", "Hotels_1.Find"]})
    assert all(len(copy.tools) == 2 for copy in copies(talk, Variation(3, 0, 0)))


def test_a_copy_without_the_fitting_tool_is_refused() -> None:
    for copy in copies(TALK, Variation(0, 0, 1)):
        assert names(copy) == ["playMusic"]
        assert copy.turns == (TALK.turns[0], Turn("assistant", REFUSAL))
        assert copy.facts["kind"] == "unfitting"
    for copy in copies(STATES, Variation(0, 0, 1)):
        assert names(copy) == ["get_weather"]
        assert all(turn.slots is None and turn.intent is None for turn in copy.turns)
    silent = replace(TALK, turns=(Turn("user", "Hello"), Turn("assistant", "Hello")))
    assert all(copy.turns == silent.turns for copy in copies(silent, Variation(0, 0, 1)))


def test_renamed_copies_still_call_their_tools() -> None:
    for copy in copies(TALK, Variation(2, 1, 0)):
        for turn in copy.turns:
            tool = copy.tool(turn.call.name) if turn.call is not None else None
            if turn.call is not None:
                assert tool is not None
                assert all(tool.argument(name) is not None for name in turn.call.arguments)
    assert any(names(copy) != names(TALK) for copy in copies(TALK, Variation(0, 1, 0)))


def test_called_tools_stay_where_there_is_no_room() -> None:
    small = Room(2, 6)
    for number in range(20):
        copy = vary(TALK, POOL, small, Variation(3, 0, 0), np.random.default_rng(number))
        assert set(names(copy)) == {"playMusic", "get_weather"}


def test_a_first_pass_takes_the_tools_that_share_words_with_the_talk() -> None:
    many = replace(TALK, tools=(*(Tool(f"tool_{number}", "rings a bell") for number in range(200)), WEATHER, MUSIC))
    fitted = fit(many, ROOM)
    assert {"get_weather", "playMusic"} <= set(names(fitted))
    assert len(fitted.tools) == 4
    assert fit(TALK, ROOM) is TALK


@pytest.mark.parametrize("variation", [PLAIN, Variation()])
def test_the_same_numbers_give_the_same_copy(variation: Variation) -> None:
    assert copies(TALK, variation) == copies(TALK, variation)
