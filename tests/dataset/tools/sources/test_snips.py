"""Intents as tools: arguments from slots, descriptions, all tools in every row, and damaged rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.sources import snips


def row(intent: Any, text: str, **slots: str) -> dict[str, Any]:
    return {"intent": intent, "text": text, "slots": [{"name": key, "value": value} for key, value in slots.items()]}


RATE = row("RateBook", "Give The Slap 4 stars", object_name="The Slap", rating_value="4")
CALL = Call("RateBook", {"object_name": "The Slap", "rating_value": "4"})


def read(path: Path, rows: list[Any]) -> tuple[list[Conversation], Skipped]:
    (path / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    skipped = Skipped()
    return list(snips.read_folder(path, skipped)), skipped


def test_a_request(tmp_path: Path) -> None:
    (found,), skipped = read(tmp_path, [RATE])
    assert found.turns == (Turn("user", "Give The Slap 4 stars"), Turn("tool_call", call=CALL), Turn("assistant"))
    assert found.name == "train.jsonl:1"
    assert not skipped.reasons


def test_every_row_has_the_tools_of_all_intents(tmp_path: Path) -> None:
    found, _ = read(tmp_path, [RATE, row("GetWeather", "Will it rain in Oslo?", city="Oslo"), row("RateBook", "Rate")])
    assert [[tool.name for tool in conversation.tools] for conversation in found] == [["GetWeather", "RateBook"]] * 3
    city = found[0].tools[0].argument("city")
    assert city is not None and not city.required
    assert city.schema == {"type": "string", "description": "City of the forecast"}


def test_slots_that_are_in_no_row_are_still_arguments(tmp_path: Path) -> None:
    (found,), _ = read(tmp_path, [RATE])
    assert [argument.name for argument in found.tools[0].arguments] == list(snips.INTENTS["RateBook"][1])


def test_other_intents_and_slots_describe_themselves(tmp_path: Path) -> None:
    rows = [row("bookTaxi_now", "A taxi at noon", pickUpTime="noon"), row("RateBook", "Rate it", rated_by="me")]
    found, _ = read(tmp_path, rows)
    taxi, rate = found[0].tools[1], found[0].tools[0]
    assert (taxi.name, taxi.description) == ("bookTaxi_now", "Book taxi now")
    assert taxi.arguments[0].description == "Pick up time"
    assert rate.arguments[-1].description == "Rated by"


def test_a_slot_that_stands_twice_with_one_value_is_one_argument(tmp_path: Path) -> None:
    twice = row("AddToPlaylist", "Add the album to my album", music_item="album")
    twice["slots"] *= 2
    (found,), _ = read(tmp_path, [twice])
    assert found.turns[1].call == Call("AddToPlaylist", {"music_item": "album"})


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        ([], "not a request with an intent"),
        (row(None, "Rate"), "not a request with an intent"),
        (RATE | {"slots": None}, "not a request with an intent"),
        (RATE | {"slots": ["4"]}, "a slot must have a name and a value"),
        (RATE | {"slots": [{"name": "rating_value", "value": 4}]}, "a slot must have a name and a value"),
        (RATE | {"slots": [{"name": "a", "value": "4"}, {"name": "a", "value": "5"}]}, "a slot with two values"),
    ],
)
def test_a_damaged_request_is_skipped_and_the_next_one_read(damaged: Any, reason: str, tmp_path: Path) -> None:
    found, skipped = read(tmp_path, [damaged, RATE])
    assert [conversation.name for conversation in found] == ["train.jsonl:2"]
    (line,) = skipped.lines()
    assert line.startswith("skipped 1:"), "a row is counted once, though it is read twice"
    assert reason in line and "train.jsonl:1" in line


def test_claims() -> None:
    assert snips.claims(RATE) == 2
    assert [snips.claims(other) for other in ({}, [], None, {"text": "a", "intent": "b"})] == [0] * 4
