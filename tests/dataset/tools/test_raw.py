"""Raw logs as samples: decisions, slots that accumulate, and rows that are wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.raw import DEFAULT_SLOT_FIELDS, RawDataProcessor, RawTurnError, process_raw_conversation
from dataset.tools.schema import read_tools
from dataset.tools.sources import trm_agent
from tests.dataset.tools.raw_logs import TOOLS, conversation
from utils.errors import UserError


def test_one_sample_for_each_decision() -> None:
    samples = process_raw_conversation(conversation(), TOOLS)
    assert [sample["decision"] for sample in samples] == ["tool_call", "tool_call", "direct_answer", "direct_answer"]
    assert [len(sample["history"]) for sample in samples] == [2, 4, 6, 8]
    assert samples[0]["tool"] == {"name": "get_weather", "arguments": {"city": "Münster"}}
    assert samples[1]["tool"] == {"name": "now", "arguments": {}} and samples[1]["content"] == ""
    assert samples[2]["tool"] == {} and samples[2]["content"] == "21 degrees at 12."
    assert samples[3]["history"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Ann here, box 0. Is it warm in Münster, and what time is it?"},
        {"role": "tool_call", "content": {"name": "get_weather", "arguments": {"city": "Münster"}}},
        {"role": "tool_response", "content": {"celsius": 21}},
        {"role": "tool_call", "content": {"name": "now", "arguments": {}}},
        {"role": "tool_response", "content": "12:00"},
        {"role": "assistant", "content": "21 degrees at 12."},
        {"role": "user", "content": "Thanks, I moved to Essen."},
    ]
    assert samples[3]["content"] == "You are welcome." and "think" not in json.dumps(samples)
    assert [read_tools(sample["tools"]) for sample in samples] == [read_tools(TOOLS)] * 4


def test_slots_accumulate_and_a_zero_stays() -> None:
    slots = [sample["slots"] for sample in process_raw_conversation(conversation())]
    assert all(tuple(found) == DEFAULT_SLOT_FIELDS for found in slots)
    assert [found["device_number"] for found in slots] == [0, 0, 0, 0]
    assert [found["address"] for found in slots] == ["Münster", "Münster", "Münster", "Essen"]
    assert [found["name"] for found in slots] == ["", "Ann", "Ann", "Ann"]
    assert [found["phone"] for found in slots] == ["", "", "555", "555"]
    assert slots[3]["intent_of_user"] == slots[3]["contract_id"] == ""


def test_the_processor_gives_the_same_as_objects() -> None:
    processor = RawDataProcessor(tools=TOOLS, slot_fields=["address", "colour"])
    samples = processor.process_conversation(conversation())
    assert [vars(sample) for sample in samples] == process_raw_conversation(
        raw_data=conversation(), tools=TOOLS, slot_fields=["address", "colour"]
    )
    assert samples[0].slots == {"address": "Münster", "colour": ""}


def test_samples_share_nothing() -> None:
    samples = process_raw_conversation(conversation(), TOOLS)
    samples[0]["history"][0]["content"] = samples[0]["tool"]["name"] = samples[0]["tools"][0]["type"] = "changed"
    assert samples[1] == process_raw_conversation(conversation(), TOOLS)[1]


def test_a_system_prompt_is_put_in_front() -> None:
    samples = process_raw_conversation(conversation(), system="You are a robot.")
    assert [turn["content"] for turn in samples[0]["history"][:2]] == ["You are a robot.", "Be brief."]


@pytest.mark.parametrize(
    "content",
    [
        {"response": [{"name": "a"}, {"name": "b"}]},
        {"response": '[{"name": "a"}, {"name": "b"}]'},
        '[{"name": "a", "arguments": {}}, {"name": "b", "arguments": "{}"}]',
        '<think>x</think>[{"name": "a"}, {"name": "b", "arguments": null}]',
    ],
)
def test_several_calls_in_one_turn_are_successive_decisions(content: Any) -> None:
    samples = process_raw_conversation([{"role": "tool_call", "content": content}])
    assert [sample["tool"] for sample in samples] == [{"name": "a", "arguments": {}}, {"name": "b", "arguments": {}}]
    assert [len(sample["history"]) for sample in samples] == [0, 1]


def test_a_plain_call_is_no_slot() -> None:
    (sample,) = process_raw_conversation([{"role": "tool_call", "content": {"name": "now", "arguments": {}}}])
    assert sample["tool"]["name"] == "now" and sample["slots"]["name"] == ""


def test_nothing_is_decided() -> None:
    assert process_raw_conversation([]) == process_raw_conversation([{"role": "user", "content": "Hi"}]) == []


@pytest.mark.parametrize(
    ("turn", "complaint"),
    [
        (3, "a turn must be an object"),
        ([], "a turn must be an object"),
        ({}, "the role must be one of"),
        ({"role": "boss", "content": "x"}, "not 'boss'"),
        ({"role": ["user"], "content": "x"}, "the role must be one of"),
        ({"role": "user"}, "the content of a turn of user must be text"),
        ({"role": "user", "content": ["x"]}, "the content of a turn of user must be text"),
        ({"role": "assistant", "content": {"response": {"a": 1}}}, "the content of a turn of assistant must be text"),
        ({"role": "assistant", "content": {"think": "x"}}, "a content with 'think' needs a 'response'"),
        ({"role": "assistant", "content": {"address": "x"}}, "the content of a turn of assistant must be text"),
        ({"role": "tool_response", "content": {"think": "x"}}, "a content with 'think' needs a 'response'"),
        ({"role": "tool_call"}, "needs the name of a tool"),
        ({"role": "tool_call", "content": "now"}, "is not JSON"),
        ({"role": "tool_call", "content": []}, "a tool_call without a call"),
        ({"role": "tool_call", "content": {"response": {"name": ""}}}, "needs the name of a tool"),
        (
            {"role": "tool_call", "content": {"response": {"name": "a", "arguments": [1]}}},
            "arguments that are no object",
        ),
        ({"role": "tool_call", "content": {"response": {"name": "a", "arguments": "{"}}}, "is not JSON"),
        ({"role": "user", "content": "\ud800"}, "half of a surrogate pair"),
    ],
    ids=range(18),
)
def test_rows_that_are_wrong_are_named(turn: Any, complaint: str) -> None:
    with pytest.raises(RawTurnError, match=f"^row 2: .*{complaint}") as caught:
        process_raw_conversation([{"role": "user", "content": "Hi"}, turn])
    assert caught.value.row == 2 and "\n" not in str(caught.value)


def test_a_conversation_is_a_list() -> None:
    for wrong in (None, {}, "x", 3):
        with pytest.raises(UserError, match="must be a list of turns"):
            process_raw_conversation(wrong)
    with pytest.raises(UserError, match="tool has no name"):
        process_raw_conversation([], tools=[{"type": "function"}])


def test_the_reader_gives_the_conversation_back() -> None:
    samples = process_raw_conversation(conversation(), TOOLS)
    skipped = Skipped()
    (read,) = trm_agent.read_rows([(f"x:{row}", sample) for row, sample in enumerate(samples, 1)], (), skipped)
    assert not skipped.reasons and read.name == "x:1" and read.tools == read_tools(TOOLS)
    assert [turn.role for turn in read.turns] == [turn["role"] for turn in conversation()]
    assert [turn.text for turn in read.turns if turn.role == "tool_response"] == ['{"celsius": 21}', "12:00"]
    states = [turn.slots for turn in read.turns if turn.role == "user"]
    assert states[0] == {"": {"address": ("Münster",), "device_number": (0,)}}
    assert states[1] is not None and states[1][""]["address"] == ("Essen",) and states[1][""]["phone"] == ("555",)
    assert read.facts == {"slot_fields": list(DEFAULT_SLOT_FIELDS)}


def test_conversations_of_one_file_are_kept_apart() -> None:
    one = process_raw_conversation(conversation(), TOOLS)
    other = process_raw_conversation(conversation()[:1] + conversation()[7:], TOOLS)
    rows = [(f"x:{row}", sample) for row, sample in enumerate([*one, *other, *one[2:]], 1)]
    read = list(trm_agent.read_rows(rows, (), Skipped()))
    assert [(found.name, len(list(found.decision_points()))) for found in read] == [("x:1", 4), ("x:5", 1), ("x:6", 4)]


def test_a_broken_row_between_good_ones_costs_itself_only() -> None:
    samples: list[Any] = list(process_raw_conversation(conversation(), TOOLS))
    samples[1] = {**samples[1], "decision": "perhaps"}
    skipped = Skipped()
    (read,) = trm_agent.read_rows([(f"x:{row}", sample) for row, sample in enumerate(samples, 1)], (), skipped)
    assert len(list(read.decision_points())) == 4 and skipped.first == {
        "decision must be tool_call or direct_answer": "x:2"
    }


def test_calls_in_a_row_are_one_conversation() -> None:
    call = {"role": "tool_call", "content": {"name": "now", "arguments": {}}}
    raw = [{"role": "user", "content": "Twice!"}, call, call, *[{"role": "tool_response", "content": "12"}] * 2]
    samples = process_raw_conversation([*raw, {"role": "assistant", "content": "12."}], TOOLS)
    (read,) = trm_agent.read_rows([("x:1", sample) for sample in samples], (), Skipped())
    assert len(list(read.decision_points())) == 3 and not read.ordered
    (cut,) = trm_agent.read_rows([("x:1", sample) for sample in samples[:2]], (), Skipped())
    assert [turn.role for turn in cut.turns] == ["user", "tool_call", "tool_call", "assistant"]
