"""The behaviour suite: what else counts as right, and rows that contradict themselves."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skip, Skipped
from dataset.tools.sources.behaviour import claims, read
from dataset.tools.sources.finding import read_conversations
from tests.dataset.tools.sources.chats import NOW, WEATHER

SUITE = Path(__file__).parents[4] / "benchmarks/tool_behaviour.jsonl"
Row = dict[str, Any]


def row(*calls: dict[str, Any], **keys: Any) -> Row:
    """A case whose last message calls `get_weather` with these arguments, or asks a question."""
    made = [{"type": "function", "function": {"name": "get_weather", "arguments": json.dumps(each)}} for each in calls]
    last = {"role": "assistant", "tool_calls": made} if made else {"role": "assistant", "content": "Where?"}
    earlier = {"name": "now", "arguments": "{}"}
    messages = [
        {"role": "user", "content": "What time is it?"},
        {"role": "assistant", "tool_calls": [{"id": "c0", "type": "function", "function": earlier}]},
        {"role": "tool", "tool_call_id": "c0", "content": "12:00"},
        {"role": "assistant", "content": "12."},
        {"role": "user", "content": "And the weather?"},
        last,
    ]
    return {"id": "x", "kind": "positive", "messages": messages, "tools": [WEATHER, NOW], **copy.deepcopy(keys)}


def test_what_counts_as_right_belongs_to_the_last_message() -> None:
    accept = [{"city": ["Oslo", "Oslo, Norway"]}, {}]
    found = read(row({"city": "Oslo"}, {"city": "Rome", "days": 2}, accept=accept, may_omit=[[], ["days"]]), "x:1", ())
    first, oslo, rome = (turn.call for turn in found.turns if turn.call is not None)
    assert first.name == "now" and not first.accept
    assert oslo.accept == {"city": ("Oslo", "Oslo, Norway")} and oslo.may_omit == frozenset()
    assert rome.accept == {} and rome.may_omit == {"days"}
    assert found.facts == {"kind": "positive"} and found.name == "x:1"


def test_a_question_asks_for_arguments_of_the_only_tool_that_requires_them() -> None:
    found = read(row(asks=["city"]), "x:1", ())
    assert found.turns[-1].asks == ("city",) and found.turns[-1].intent == "get_weather"
    other = copy.deepcopy(WEATHER)
    other["function"]["name"] = "get_climate"
    assert read(row(asks=["city"], tools=[WEATHER, NOW, other]), "x:1", ()).turns[-1].intent is None


def test_every_case_of_the_suite_is_read() -> None:
    skipped, said = Skipped(), []
    found = list(read_conversations(f"auto:{SUITE}", (), skipped, said.append))
    cases = [json.loads(line) for line in SUITE.read_text(encoding="utf-8").splitlines()]
    assert not skipped.reasons and said == [f"{SUITE}: read as behaviour"]
    assert Counter(each.facts["kind"] for each in found) == Counter(case["kind"] for case in cases)
    for case, conversation in zip(cases, found, strict=True):
        assert set(case.get("asks", ())) == set(conversation.turns[-1].asks)
        calls = [turn.call for turn in conversation.turns if turn.call is not None]
        accept = case.get("accept", [])
        last = calls[len(calls) - len(accept) :] if accept else []
        assert [{name: list(values) for name, values in call.accept.items()} for call in last] == accept


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda row: row.pop("kind"), "no text as kind"),
        (lambda row: row.update(kind=3), "no text as kind"),
        (lambda row: row.update(accept=[]), "'accept' needs an entry for each call"),
        (lambda row: row.update(accept={}), "'accept' needs an entry for each call"),
        (lambda row: row.update(accept=[[]]), "'accept' needs an entry for each call"),
        (lambda row: row.update(accept=[{"days": [1]}]), "values for arguments of the call"),
        (lambda row: row.update(accept=[{"city": "Oslo"}]), "values for arguments of the call"),
        (lambda row: row.update(accept=[{"city": []}]), "values for arguments of the call"),
        (lambda row: row.update(may_omit=[["days"]]), "must name arguments of the call"),
        (lambda row: row.update(may_omit=[[["city"]]]), "must name arguments of the call"),
        (lambda row: row.update(may_omit=["city"]), "'may_omit' needs an entry for each call"),
        (lambda row: row.update(asks="city"), "must be a list of names"),
        (lambda row: row.update(asks=["city"]), "needs an answer as last message"),
    ],
)
def test_rows_that_contradict_themselves(change: Callable[[Row], Any], reason: str) -> None:
    case = row({"city": "Oslo"}, accept=[{"city": ["Oslo"]}])
    read(case, "x:1", ())
    change(case)
    with pytest.raises(Skip, match=reason):
        read(case, "x:1", ())


def test_claims() -> None:
    assert claims(row()) == 2
    assert claims({key: value for key, value in row().items() if key != "kind"}) == 0
    assert claims({"kind": "positive"}) == claims([]) == claims(None) == 0
