"""Conversations to arrays and back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.text.word_vocabulary import CASES, MARKERS, Marker, WordVocabulary
from dataset.tools.classes import CALLS, DECIDE, FOCUS, Outcome
from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.labels import truth_of
from dataset.tools.rules import load
from dataset.tools.saved import as_json, from_json
from dataset.tools.writer import write_conversations
from tests.tool_data import HOTEL, MUSIC, STATES, TALK, TALKS, WEATHER, tool_format
from utils.errors import UserError

FORMAT = tool_format()


def values(talk: Conversation, turn: int, answer: np.ndarray | None = None) -> dict[str, Any]:
    """What the labels (or an answer) of a decision say of the tool in focus."""
    encoder = FORMAT.encoder(talk)
    encoded = encoder.encode(turn)
    reading = encoder.read(encoded.row, encoded.labels if answer is None else answer)
    return {
        leaf.path[0]: value.value
        for leaf, value in zip(encoder.leaves, reading.values, strict=True)
        if leaf.tool == reading.focus and value.value is not None
    }


def call(tool: Tool, said: str, **arguments: Any) -> Conversation:
    return Conversation((tool,), (Turn("user", said), Turn("tool_call", call=Call(tool.name, arguments))))


def test_labels_give_the_call_back() -> None:
    assert values(TALK, 1) == {"city": "Ålesund", "unit": "degrees_fahrenheit"}
    assert values(TALK, 5) == {"title": "Here Comes the Sun", "loud": False}


def test_the_decision_is_labelled_at_calls_and_answers() -> None:
    encoder = FORMAT.encoder(TALK)
    first = FORMAT.classes.first_tool
    labels = {turn: encoder.encode(turn).labels[:3].tolist() for turn in TALK.decision_points()}
    assert labels == {
        1: [Outcome.CALL, first + 1, first],
        3: [Outcome.ANSWER, Outcome.NONE, Outcome.NONE],
        5: [Outcome.CALL, first, first],
        6: [Outcome.ANSWER, Outcome.NONE, Outcome.NONE],
    }
    assert (DECIDE, FOCUS, CALLS) == (0, 1, 2)


def test_calls_in_a_row_are_counted_down() -> None:
    turns = (Turn("user", "Oslo and Bergen"), Turn("tool_call", call=Call("get_weather", {"city": "Oslo"})),
             Turn("tool_call", call=Call("get_weather", {"city": "Bergen"})), Turn("assistant", ""))  # fmt: skip
    talk = Conversation((WEATHER,), turns)
    leaves = FORMAT.encoder(talk).leaves
    assert [truth_of(talk, leaves, turn).calls for turn in (1, 2, 3)] == [2, 1, 0]
    assert values(talk, 2) == {"city": "Bergen"}


def test_a_tool_that_is_not_called_has_no_labels_without_a_state() -> None:
    encoder = FORMAT.encoder(TALK)
    labels = encoder.encode(1).labels
    own, others = [], []
    for number, leaf in enumerate(encoder.leaves):
        (own if leaf.tool == 1 else others).append(int(labels[FORMAT.classes.argument_places(number)[0]]))
    assert all(own)
    assert not any(others)


def test_a_call_is_labelled_with_the_form_that_the_user_settled() -> None:
    """The call accepts "Bergen" too, which stands inside of what the user said; the state accepts all of it alone."""
    slots, find = {"Hotels_1": {"where": ("Bergen, Norway",)}}, "Hotels_1.Find"
    made = Call(find, {"where": "Bergen"}, accept={"where": ("Bergen", "Bergen, Norway")})
    user = Turn("user", "A hotel in Bergen, Norway.", slots=slots, intent=find)
    encoder = FORMAT.encoder(Conversation((HOTEL,), (user, Turn("tool_call", call=made), Turn("assistant"))))
    encoded = [encoder.encode(turn) for turn in (1, 2)]
    assert [encoder.read(each.row, each.labels).values[0].value for each in encoded] == ["Bergen, Norway"] * 2


def test_the_state_of_a_tool_without_a_service_stands_under_its_name() -> None:
    user = Turn("user", "Weather in Oslo", slots={"get_weather": {"city": ("Oslo",)}}, intent="get_weather")
    encoder = FORMAT.encoder(Conversation((WEATHER,), (user, Turn("assistant", "When?"))))
    encoded = encoder.encode(1)
    assert encoder.read(encoded.row, encoded.labels).values[0].value == "Oslo"


def test_states_label_every_argument_at_every_decision() -> None:
    encoder = FORMAT.encoder(STATES)
    places = [FORMAT.classes.argument_places(number)[0] for number in range(len(encoder.leaves))]
    first, second, last = (encoder.encode(turn) for turn in (1, 3, 5))
    assert first.labels[places].tolist() == [Outcome.ABSENT] * 5
    assert second.labels[places[1]] == Outcome.ANY, "the call leaves the stars out, the state does not"
    assert last.labels[places[1]] == Outcome.ANY
    assert encoder.read(last.row, last.labels).values[0].value == "Bergen"


def test_a_value_that_stands_nowhere_is_spelled_once() -> None:
    talk = call(WEATHER, "Weather here?", city="Rome", days=3)
    encoded = FORMAT.encoder(talk).encode(1)
    assert encoded.labels[FORMAT.classes.argument_places(0)[0]] == Outcome.SPELLED
    assert [leaf.path for leaf in encoded.misses] == [("days",)]
    assert values(talk, 1) == {"city": "Rome"}


def test_a_value_that_cannot_be_spelled_is_a_miss() -> None:
    for city in ("Llanfairpwllgwyngyll", "東京", ""):
        encoded = FORMAT.encoder(call(WEATHER, "Weather here?", city=city)).encode(1)
        assert [leaf.path for leaf in encoded.misses] == [("city",)]


def test_a_default_that_nobody_says_is_a_default() -> None:
    tool = Tool("ring", "", (Argument("tone", {"type": "string", "default": "bell tower"}), Argument("at", {})))
    talk = call(tool, "Ring at noon", tone="bell tower", at="noon")
    assert values(talk, 1) == {"tone": "bell tower", "at": "noon"}
    assert FORMAT.encoder(talk).encode(1).labels[FORMAT.classes.argument_places(0)[0]] == Outcome.DEFAULT


def test_an_argument_that_is_asked_for() -> None:
    turns = (Turn("user", "How is the weather?"), Turn("assistant", "Where?", intent="get_weather", asks=("city",)))
    labels = FORMAT.encoder(Conversation((MUSIC, WEATHER), turns)).encode(1).labels
    first = FORMAT.classes.first_tool
    assert labels[:2].tolist() == [Outcome.ANSWER, first + 1]
    assert labels[FORMAT.classes.argument_places(2)[0]] == Outcome.ASKED


def test_equal_values_are_told_apart_by_the_words_around_them() -> None:
    tool = Tool("log", "", (Argument("weight", {"type": "integer"}), Argument("mileage", {"type": "integer"})))
    said = "My weight is 120. My car mileage is 120 cc."
    encoder = FORMAT.encoder(call(tool, said, weight=120, mileage=120))
    encoded = encoder.encode(1)
    first, second = (encoder.read(encoded.row, encoded.labels).values[number].span for number in (0, 1))
    assert first is not None and second is not None and first[0] < second[0]


def test_spans_may_overlap() -> None:
    tool = Tool("log", "", (Argument("name", {"type": "string"}), Argument("full_name", {"type": "string"})))
    talk = call(tool, "My name is John. My full name is John Doe.", name="John", full_name="John Doe")
    assert values(talk, 1) == {"name": "John", "full_name": "John Doe"}


def test_a_value_is_marked_where_the_user_settled_it() -> None:
    def user(said: str, where: str) -> Turn:
        return Turn("user", said, slots={"Hotels_1": {"where": (where,)}}, intent="Hotels_1.Find")

    turns = (user("From Oslo, a hotel in Oslo.", "Oslo"), Turn("assistant", "In Oslo or in Bergen?"),
             user("Bergen, not Oslo.", "Bergen"), Turn("assistant", "Bergen it is."))  # fmt: skip
    encoder = FORMAT.encoder(Conversation((HOTEL,), turns))
    encoded = encoder.encode(3)
    span = encoder.read(encoded.row, encoded.labels).values[0].span
    assert span is not None
    part, _ = encoded.row.locate(span[0]) or (0, 0)
    assert encoded.row.turns[part - 1] == 2


def test_what_is_too_long_loses_its_oldest_turns() -> None:
    turns = [Turn(role, f"number {number} said this") for number in range(20) for role in ("user", "assistant")]  # type: ignore[arg-type]
    short = tool_format(words=60, lines=6)
    row = short.encoder(Conversation((MUSIC,), tuple(turns))).row(39)
    assert row.turns == list(range(39))[-len(row.turns) :]
    assert row.dropped == 39 - len(row.turns) > 0
    assert sum(len(part.words) for part in row.parts) <= 60


def test_a_turn_that_is_too_long_keeps_its_end() -> None:
    said = " ".join(f"w{number}" for number in range(400)) + " Oslo"
    for short in (tool_format(words=60), tool_format(lines=3)):
        encoder = short.encoder(call(WEATHER, said, city="Oslo"))
        row = encoder.row(1)
        assert row.cut
        assert row.parts[1].words[0] is None  # the line still begins with a marker
        assert encoder.read(row, encoder.encode(1).labels).values[0].value == "Oslo"


def test_every_class_at_every_place_can_be_read() -> None:
    encoder = FORMAT.encoder(TALK)
    row = encoder.row(5)
    for said in range(FORMAT.classes.count + 50):
        reading = encoder.read(row, np.full(FORMAT.classes.front, said))
        assert len(reading.values) == len(encoder.leaves)
        json.dumps([value.value for value in reading.values])


def test_conversations_survive_json() -> None:
    rich = replace(STATES, ordered=False, facts={"kind": "x"})
    for talk in (*TALKS, rich):
        assert from_json(json.loads(json.dumps(as_json(talk)))) == talk


def test_a_written_data_set_can_be_opened_again(tmp_path: Path) -> None:
    folder = tmp_path / "tools"
    write_conversations(folder, {("train", "all"): TALKS, ("test", "all"): [TALK]}, FORMAT, seed=0)
    assert load(folder).first_difference(FORMAT) is None
    text = (folder / "vocabulary.json").read_text()
    (folder / "vocabulary.json").write_text(text.replace('"tools"', '"toools"', 1))
    with pytest.raises(UserError, match="vocabulary"):
        load(folder)


def test_tokens_of_words_and_markers() -> None:
    vocabulary = WordVocabulary(["movie", "7"])
    first = CASES * MARKERS
    assert [vocabulary.token(word) for word in ("movie", "Movie", "MOVIE", "mOvie", "7")] == [
        first, first + 1, first + 2, first + 3, first + 4,
    ]  # fmt: skip
    assert vocabulary.token("Wainaina") == vocabulary.token("wainaina") + 1
    assert vocabulary.token("Wainaina") != vocabulary.token("Obaina")
    every = [vocabulary.token(word) for word in ("x", "", "ß", "ﬁ", "１２", "123456789012", "😀", "\x00", "movie" * 50)]
    assert min(every) >= first and max(every) < len(vocabulary)
    assert max(Marker) < MARKERS
