"""scripts/score_tool_calls.py: whole conversations by the network's own calls, beside the ceiling."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.endings import ending_of
from inference.tool_decision import Decided
from scripts.score_tool_calls import Judged, Options, faults, judge, read, report, table
from tests.harness import call as run_script
from tests.tool_data import MUSIC, WEATHER, tool_format
from tests.tool_runs import write_tool_run
from utils.errors import UserError
from utils.intervals import wilson_interval

SIMPLE, PARALLEL, NONE = "simple_python", "parallel", "irrelevance"
FORMAT = tool_format(words=120)
ANSWER = Decided("direct_answer")


def weather(city: str) -> Call:
    return Call("get_weather", {"city": city})


def talk(category: str, *calls: Call) -> Conversation:
    """The user's words name the cities, or nothing that a tool needs."""
    text = "Weather in " + " and ".join(str(call.arguments["city"]) for call in calls) if calls else "Hello"
    expected = "calls" if calls else "no call"
    turns = (Turn("user", text), *(Turn("tool_call", call=call) for call in calls), Turn("assistant"))
    facts = {"category": category, "expected": expected}
    return Conversation((MUSIC, WEATHER), turns, f"{category}:{len(calls)}", ordered=False, facts=facts)


TALKS = [
    talk(SIMPLE, weather("Oslo")),
    talk(SIMPLE, weather("Rome")),
    talk(PARALLEL, weather("Oslo"), weather("Rome")),
    talk(NONE),
]


class Reader:
    """Calls for the cities that were named, the last first; Rome stands for Oslo if `errs`."""

    def __init__(self, errs: bool = False) -> None:
        self.errs = errs

    def decide(self, tools: Any, turns: Sequence[Turn], **options: Any) -> Decided:
        named = [city for city in ("Rome", "Oslo") if city in turns[0].text]
        made = [turn.call.arguments["city"] for turn in turns if turn.call is not None]
        waiting = [city for city in named if city not in made]
        if not waiting or self.errs and made:
            return ANSWER
        return Decided("tool_call", "get_weather", {"city": "Rome" if self.errs else waiting[0]})


def judged(decider: Any) -> list[Judged]:
    endings = [(str(each.facts["category"]), each, ending_of(each)) for each in TALKS]
    return list(judge(decider, FORMAT, [(group, each, end) for group, each, end in endings if end is not None]))


def test_a_network_that_is_right() -> None:
    shares = report(judged(Reader()))
    assert list(shares) == [SIMPLE, PARALLEL, NONE, "all"]
    assert {name: (of["ast"], of["exact"], of["ast_ceiling"]) for name, of in shares.items()} == {
        name: (1, 1, 1) for name in shares
    }
    assert [of["ast_silent"] for of in shares.values()] == [0, 0, 1, 1 / 4]
    assert "simple_python and irrelevance, side by side: 100.00% and 100.00%" in table(shares)


def test_a_network_that_errs() -> None:
    found = judged(Reader(errs=True))
    shares = report(found)
    assert [of["ast"] for of in shares.values()] == [1 / 2, 0, 1, 2 / 4]
    assert shares[SIMPLE]["ast_95"] == wilson_interval(1, 2) and shares[PARALLEL]["decided"] == 1
    text = table(shares)
    assert max(map(len, text.splitlines())) <= 120
    line = next(line for line in text.splitlines() if line.startswith(SIMPLE))
    assert line.split()[:3] == [SIMPLE, "2", "50.00%"]
    assert list(faults(found, 1)) == [
        "simple_python: simple_python:1: get_weather: city is wrong",
        "parallel: parallel:2: 1 calls instead of 2",
    ]
    assert list(faults(found, 0)) == []


# ---- the program


def write_cases(file: Path) -> Path:
    function = {
        "name": "get_weather",
        "description": "Weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    }
    made = {"type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Oslo"}'}}
    cases = [
        {"kind": "positive", "messages": [{"role": "user", "content": "Weather in Oslo"},
                                          {"role": "assistant", "tool_calls": [made]}]},
        {"kind": "missing", "messages": [{"role": "user", "content": "Weather?"},
                                         {"role": "assistant", "content": "Where?"}], "asks": ["city"]},
        {"kind": "missing", "messages": [{"role": "assistant", "content": "Hello"}, {"role": "user", "content": "Hi"}]},
    ]  # fmt: skip
    tools = [{"type": "function", "function": function}]
    file.write_text("\n".join(json.dumps({**case, "tools": tools}) for case in cases) + "\n")
    return file


def test_conversations_that_end_without_a_decision_are_skipped(tmp_path: Path) -> None:
    skipped = Skipped()
    options = Options(Path("x"), source=(f"behaviour:{write_cases(tmp_path / 'cases.jsonl')}",))
    assert [group for group, _, _ in read(options, skipped)] == ["positive", "missing"]
    assert list(skipped.reasons) == ["the assistant decides nothing at the end"]
    (tmp_path / "none.jsonl").write_text("{}\n")
    with pytest.raises(UserError, match="no conversation to score"):
        read(Options(Path("x"), source=(f"behaviour:{tmp_path / 'none.jsonl'}",)), skipped)


def test_the_program(tmp_path: Path) -> None:
    run = write_tool_run(tmp_path)
    source = f"behaviour:{write_cases(tmp_path / 'cases.jsonl')}"
    ended = run_script("scripts.score_tool_calls", str(run), "--source", source, "--json", cwd=tmp_path)
    assert ended.status == 0, ended.err
    groups = json.loads(ended.out)["groups"]
    assert {name: of["conversations"] for name, of in groups.items()} == {"positive": 1, "missing": 1, "all": 2}
    assert all(of["ast_ceiling"] == of["exact_ceiling"] == 1 for of in groups.values())
    ended = run_script("scripts.score_tool_calls", str(run), "--source", source, "--most-calls", "0", cwd=tmp_path)
    assert ended.status == 1 and "--most-calls 0: must be at least 1" in ended.err
    ended = run_script("scripts.score_tool_calls", str(run), "--source", source, "--show", "2", cwd=tmp_path)
    assert ended.status == 0 and "until answer, at most 10 calls" in ended.out
    assert "skipped 1: the assistant decides nothing at the end" in ended.out
