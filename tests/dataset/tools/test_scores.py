"""Scores of hand-made decisions: every metric by figures that were worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.decisions import Decision
from dataset.tools.scores import Count, Expected, expected_at, is_json, no_counts, score, shares
from tests.tool_data import HOTEL, MUSIC, STATES, TALK, WEATHER

NO_FORMS: Mapping[str, Mapping[str, tuple[Any, ...]]] = {}


def call(name: str, **arguments: Any) -> Decision:
    return Decision("call", name, arguments)


def counted(conversation: Conversation, turn: int, decision: Decision, forms: Any = NO_FORMS) -> dict[str, int]:
    """The counts of a decision that are not 0, by name."""
    counts, _ = score(conversation, expected_at(conversation, turn), decision, forms)
    return {count.name: int(counts[count]) for count in Count if counts[count]}


def total(*rows: tuple[Conversation, int, Decision]) -> dict[str, tuple[float, float]]:
    return shares(sum((score(c, expected_at(c, t), d, NO_FORMS)[0] for c, t, d in rows), start=no_counts()))


# ---- decisions and calls


def test_a_right_call() -> None:
    decision = call("get_weather", city="ålesund", unit="degrees_fahrenheit")
    assert counted(TALK, 1, decision) == {
        **dict.fromkeys(("ROWS", "CALLED", "OVERALL", "WHOLE", "CALLS", "CALLS_MADE", "TOOLS", "EXACT"), 1),
        **dict.fromkeys(("ARGUMENTS_EXPECTED", "ARGUMENTS_GIVEN", "NAMES", "VALUES"), 2),
        **dict.fromkeys(("ALL_CALLS", "JSON_VALID", "SCHEMA_VALID"), 1),
    }


def test_a_call_with_wrong_and_missing_and_further_arguments() -> None:
    found = counted(TALK, 1, call("get_weather", city="Rome", days=2))
    assert found["OVERALL"] == found["TOOLS"] == 1 and "EXACT" not in found and "WHOLE" not in found
    assert (found["ARGUMENTS_EXPECTED"], found["ARGUMENTS_GIVEN"], found["NAMES"]) == (2, 2, 1)
    assert "VALUES" not in found


def test_a_call_of_another_tool_has_no_right_argument() -> None:
    found = counted(TALK, 1, call("playMusic", title="Ålesund"))
    assert found["CALLED"] == found["CALLS_MADE"] == 1 and not found.keys() & {"OVERALL", "TOOLS", "NAMES", "VALUES"}
    assert (found["ARGUMENTS_EXPECTED"], found["ARGUMENTS_GIVEN"]) == (2, 1)


def test_a_missed_call_loses_its_arguments() -> None:
    found = counted(TALK, 1, Decision("answer", "get_weather", {"city": "Ålesund", "unit": "degrees_fahrenheit"}))
    assert found == {"ROWS": 1, "MISSED": 1, "CALLS": 1, "ARGUMENTS_EXPECTED": 2, "ARGUMENTS_MISSED": 2}


def test_answers() -> None:
    assert counted(TALK, 3, Decision("answer")) == {"ROWS": 1, "ANSWERED": 1, "OVERALL": 1, "WHOLE": 1}
    assert counted(TALK, 3, call("get_weather")) == {"ROWS": 1, "FALSE_ALARM": 1, "ALL_CALLS": 1, "JSON_VALID": 1}


def test_shares_of_a_conversation() -> None:
    """One call is right but for one of its two values, one is missed, one is made where an answer is due."""
    found = total(
        (TALK, 1, call("get_weather", city="Ålesund", unit="celsius")),
        (TALK, 3, call("get_weather", city="Ålesund")),
        (TALK, 5, Decision("answer")),
        (TALK, 6, Decision("answer")),
    )
    assert found == {
        "decision": (2, 4),
        "precision": (1, 2),
        "recall": (1, 2),
        "f1": (1, 2),
        "overall": (2, 4),
        "whole": (1, 4),
        "tool_given_call": (1, 1),
        "tool": (1, 2),
        "argument_names_f1": (2, 3),  # 4 are expected, 2 given
        "arguments_f1": (1, 3),
        "arguments_f1_given_call": (1, 2),
        "call_exact": (0, 2),
        "call_exact_given_call": (0, 1),
        "valid_json": (2, 2),
        "valid_schema": (2, 2),
    }


def test_never_calling() -> None:
    found = total(*((TALK, turn, Decision("answer")) for turn in TALK.decision_points()))
    assert found == {
        "decision": (2, 4),
        "recall": (0, 2),
        "f1": (0, 1),
        "overall": (2, 4),
        "whole": (2, 4),
        "tool": (0, 2),
        "argument_names_f1": (0, 2),
        "arguments_f1": (0, 2),
        "call_exact": (0, 2),
    }


def test_metrics_that_apply_to_no_row_are_left_out() -> None:
    assert shares(no_counts()) == {}


TWO = Conversation(
    (MUSIC, WEATHER),
    (
        Turn("user", "Weather in Oslo and Rome"),
        Turn("tool_call", call=Call("get_weather", {"city": "Oslo"})),
        Turn("tool_call", call=Call("get_weather", {"city": "Rome"}, may_omit=frozenset({"city"}))),
        Turn("assistant"),
    ),
    ordered=False,
)


@pytest.mark.parametrize(
    ("turn", "city", "ordered", "exact"),
    [
        (1, "Oslo", True, True),
        (1, "Rome", True, False),
        (1, "Oslo", False, True),
        (1, "Rome", False, True),
        (2, "Rome", False, True),
        (2, "Oslo", False, False),
    ],
)
def test_calls_in_any_order(turn: int, city: str, ordered: bool, exact: bool) -> None:
    found = counted(replace(TWO, ordered=ordered), turn, call("get_weather", city=city))
    assert found.get("EXACT", 0) == exact
    assert found["ARGUMENTS_EXPECTED"] == found["NAMES"] == 1


def test_arguments_that_may_be_left_out() -> None:
    found = counted(TWO, 2, call("get_weather"))
    assert found["EXACT"] == 1 and "ARGUMENTS_EXPECTED" not in found and "SCHEMA_VALID" not in found
    assert counted(TWO, 2, Decision("answer")).get("ARGUMENTS_EXPECTED", 0) == 0


# ---- states


def turns_with(*states: tuple[str | None, dict[str, dict[str, tuple[Any, ...]]]]) -> Conversation:
    """User turns of these intents and states, each answered."""
    pairs = ((Turn("user", "x", slots=slots, intent=intent), Turn("assistant", "y")) for intent, slots in states)
    return Conversation((HOTEL, WEATHER), tuple(turn for pair in pairs for turn in pair))


FIND, GET = "Hotels_1.Find", "get_weather"
BERGEN = {"where": ("Bergen", "Bergen, Norway"), "stars": ("dontcare",)}


@pytest.mark.parametrize(
    ("forms", "right", "frame_right"),
    [
        ({"where": ("Bergen",), "stars": ("dontcare",)}, 2, True),
        ({"where": ("bergen, norway",), "stars": ("dontcare",)}, 2, True),
        ({"where": ("5003", "Bergen"), "stars": ("dontcare",)}, 2, True),
        ({"where": ("Bergen",), "stars": ("2",)}, 1, False),
        ({"where": ("Bergen",)}, 1, False),
        ({"where": ("Bergen",), "stars": ("dontcare",), "city": ("Bergen",)}, 2, False),
        ({}, 0, False),
    ],
)
def test_a_frame_needs_all_slots_and_no_other(forms: dict[str, tuple[Any, ...]], right: int, frame_right: bool) -> None:
    talk = turns_with((FIND, {"Hotels_1": BERGEN}))
    found = counted(talk, 1, Decision("answer"), {"Hotels_1": forms} if forms else {})
    assert found["FRAMES"] == found["STATES"] == 1 and found["SLOTS_EXPECTED"] == 2
    assert found.get("SLOTS_GIVEN", 0) == len(forms) and found.get("SLOTS_RIGHT", 0) == right
    assert found.get("FRAMES_RIGHT", 0) == found.get("STATES_RIGHT", 0) == frame_right


def test_frames_are_those_of_the_intent_and_of_what_changed() -> None:
    weather = {"city": ("Oslo",)}
    talk = turns_with(
        (FIND, {}),
        (FIND, {"Hotels_1": BERGEN}),
        (GET, {"Hotels_1": BERGEN}),
        (None, {"Hotels_1": BERGEN, GET: weather}),
        (None, {"Hotels_1": BERGEN, GET: weather}),
        (FIND, {GET: weather}),
    )
    services = [expected_at(talk, turn).in_frame for turn in talk.decision_points()]
    assert services == [{"Hotels_1"}, {"Hotels_1"}, {GET}, {GET}, set(), {"Hotels_1"}]


def test_a_service_without_a_frame_counts_in_the_whole_state_alone() -> None:
    talk = turns_with((FIND, {"Hotels_1": BERGEN}), (GET, {"Hotels_1": BERGEN, GET: {"city": ("Oslo",)}}))
    decision = Decision("answer")
    found = counted(talk, 3, decision, {GET: {"city": ("Oslo",)}})
    assert found["FRAMES"] == found["FRAMES_RIGHT"] == found["STATES"] == 1 and "STATES_RIGHT" not in found
    both = {GET: {"city": ("Oslo",)}, "Hotels_1": {"where": ("Bergen",), "stars": ("dontcare",)}}
    assert counted(talk, 3, decision, both)["STATES_RIGHT"] == 1
    further = {**both, "playMusic": {"title": ("Help!",)}}
    assert "STATES_RIGHT" not in counted(talk, 3, decision, further)


def test_frames_by_service() -> None:
    talk = turns_with((GET, {"Hotels_1": BERGEN, GET: {"city": ("Oslo",)}}))
    counts, frames = score(talk, expected_at(talk, 1), Decision("answer"), {GET: {"city": ("Oslo",)}})
    assert [frame.service for frame in frames] == ["Hotels_1", GET]
    assert [int(frame.counts[Count.FRAMES_RIGHT]) for frame in frames] == [0, 1]
    first, last = Count.FRAMES, Count.SLOTS_RIGHT + 1
    assert (counts[first:last] == frames[0].counts[first:last] + frames[1].counts[first:last]).all()
    found = shares(counts)
    assert found["joint_goal"] == (1, 2) and found["joint_all"] == (0, 1) and found["slots_f1"] == (1, 2)


def test_states_are_scored_right_after_the_user_alone() -> None:
    assert expected_at(STATES, 3).slots is not None
    assert expected_at(STATES, 5).slots is None, "a response comes between"
    assert expected_at(TALK, 1).slots is None, "the source has no states"
    assert "STATES" not in counted(STATES, 5, Decision("answer"))


# ---- missing information

ASKING = Conversation(
    (MUSIC, WEATHER),
    (Turn("user", "Weather?"), Turn("assistant", "Where and when?", intent=GET, asks=("city", "days"))),
)


@pytest.mark.parametrize(
    ("decision", "found", "whole"),
    [
        (Decision("answer", GET, asked=("city", "days")), 2, True),
        (Decision("answer", GET, asked=("city",)), 1, False),
        (Decision("answer", GET, asked=("city", "days", "unit")), 2, False),
        (Decision("answer", "playMusic", asked=("city", "days")), 0, False),
        (Decision("answer"), 0, False),
        (call(GET), 0, False),
    ],
)
def test_asked_arguments(decision: Decision, found: int, whole: bool) -> None:
    counts = counted(ASKING, 1, decision)
    assert counts["ASKED_EXPECTED"] == 2 and counts.get("ASKED_FOUND", 0) == found
    assert counts.get("WHOLE", 0) == whole


def test_an_answer_of_which_nobody_knows_what_it_asks() -> None:
    found = counted(TALK, 3, Decision("answer", GET, asked=("city",)))
    assert found["WHOLE"] == 1 and "ASKED_EXPECTED" not in found


# ---- BFCL


def bfcl(expected: str, *turns: Turn) -> Conversation:
    user = Turn("user", "Weather in Oslo")
    facts = {"category": "simple", "expected": expected}
    return Conversation((MUSIC, WEATHER), (user, *turns, Turn("assistant")), ordered=False, facts=facts)


def gold(name: str, accept: dict[str, tuple[Any, ...]], *may_omit: str) -> Turn:
    """A call as the reader of BFCL makes it: what may be left out stands among the accepted values alone."""
    arguments = {key: values[0] for key, values in accept.items() if key not in may_omit}
    return Turn("tool_call", call=Call(name, arguments, accept, frozenset(may_omit)))


SIMPLE = bfcl("calls", gold(GET, {"city": ("Oslo",), "days": (2, 3)}, "days"))


@pytest.mark.parametrize(
    ("decision", "right"),
    [
        (call(GET, city="Oslo"), True),
        (call(GET, city="Oslo", days=3), True),
        (call(GET, city="Oslo", days=4), False),
        (call(GET, city="Oslo", days=3.0), False),
        (call(GET, city="Oslo", unit="celsius"), False),
        (call(GET), False),
        (call("playMusic", title="Oslo"), False),
        (Decision("answer", GET, {"city": "Oslo"}), False),
    ],
)
def test_bfcl_by_its_own_rules(decision: Decision, right: bool) -> None:
    found = counted(SIMPLE, 1, decision)
    assert found["MATCHES_EXPECTED"] == 1 and found.get("MATCHES", 0) == right


def test_bfcl_does_not_ask_for_the_answer_behind_the_calls() -> None:
    found = counted(SIMPLE, 2, Decision("answer"))
    assert found["ANSWERED"] == 1 and "MATCHES_EXPECTED" not in found


def test_a_row_that_no_call_satisfies_is_not_scored() -> None:
    unscorable = bfcl("calls", gold(GET, {"days": (2,)}))  # city is required
    found = counted(unscorable, 1, call(GET, days=2))
    assert found["UNSCORABLE"] == 1 and "MATCHES_EXPECTED" not in found
    assert "ast" not in shares(score(unscorable, expected_at(unscorable, 1), call(GET, days=2), NO_FORMS)[0])


@pytest.mark.parametrize(("decision", "right"), [(Decision("answer"), True), (call(GET, city="Oslo"), False)])
def test_irrelevance(decision: Decision, right: bool) -> None:
    found = counted(bfcl("no call"), 1, decision)
    assert found["MATCHES_EXPECTED"] == 1 and found.get("MATCHES", 0) == right


@pytest.mark.parametrize(("decision", "right"), [(Decision("answer"), False), (call("playMusic", title="x"), True)])
def test_relevance_asks_for_any_call(decision: Decision, right: bool) -> None:
    talk = bfcl("any call", Turn("tool_call", call=Call(GET)))
    assert expected_at(talk, 1) == Expected((Call(GET),), any_call=True)
    found = counted(talk, 1, decision)
    assert found.get("MATCHES", 0) == found.get("OVERALL", 0) == found.get("WHOLE", 0) == right
    assert not found.keys() & {"CALLS", "TOOLS", "ARGUMENTS_EXPECTED"}


def test_other_data_have_no_match() -> None:
    assert "MATCHES_EXPECTED" not in counted(TALK, 1, Decision("answer"))


# ---- validity


@pytest.mark.parametrize(
    ("arguments", "valid"),
    [({"city": "Ålesund", "n": [1, {"a": None}]}, True), ({"n": float("inf")}, False), ({"n": 10**5000}, False)],
)
def test_valid_json(arguments: dict[str, Any], valid: bool) -> None:
    assert is_json(arguments) == valid


def test_a_call_without_a_required_argument_is_counted_as_it_is() -> None:
    found = counted(TALK, 1, call(GET, unit="degrees_fahrenheit"))
    assert found["CALLED"] == found["JSON_VALID"] == found["ALL_CALLS"] == 1 and "SCHEMA_VALID" not in found


def test_counts_are_integers_that_add_up() -> None:
    counts, _ = score(TALK, expected_at(TALK, 1), call(GET, city="Rome"), NO_FORMS)
    assert counts.dtype == np.int64 and counts.shape == (len(Count),)
    assert shares(counts * 3)["arguments_f1"] == (0, 4.5)
