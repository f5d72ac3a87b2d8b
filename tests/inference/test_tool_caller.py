"""ToolCaller: what a decision is made of, and that nothing of one query reaches the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.tools.conversations import Argument, Call, Tool, Turn
from dataset.tools.schema import as_openai
from inference.steps import Step
from inference.tool_caller import ToolCaller, read_history
from tests.harness import pretrain, write_toy_data
from tests.tool_data import MUSIC, WEATHER
from tests.tool_runs import scripted
from utils.errors import UserError

TOOLS = (WEATHER, MUSIC)
OSLO = Turn("tool_call", call=Call("get_weather", {"city": "Oslo"}))
SONG = Turn("tool_call", call=Call("playMusic", {"title": "Yesterday", "loud": True}))
MESSAGES = [
    {"role": "user", "content": "Is it warm in Oslo?"},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": "c1", "type": "function", "function": {"name": "gone_tool", "arguments": '{"where": "Oslo"}'}}
        ],
    },
    {"role": "tool", "tool_call_id": "c1", "content": "21"},
    {"role": "assistant", "content": "21 degrees."},
]


@pytest.fixture(scope="module")
def caller(tool_run: Path) -> ToolCaller:
    return ToolCaller(tool_run, device="cpu")


def states(caller: ToolCaller, monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """The states of the network, as they are made."""
    from inference import tool_caller

    made: list[Step] = []
    steps = tool_caller.improvement_steps

    def kept(*arguments: Any) -> Any:
        for step in steps(*arguments):
            made.append(step)
            yield step

    monkeypatch.setattr(tool_caller, "improvement_steps", kept)
    return made


# ---- a decision


def test_a_call(caller: ToolCaller) -> None:
    with scripted(OSLO):
        decided = caller("Is it warm in Oslo?", TOOLS)
    assert (decided.action, decided.tool, decided.arguments) == ("tool_call", "get_weather", {"city": "Oslo"})
    assert decided.call == OSLO.call and decided.calls == 1 and decided.steps == 1 and decided.fault is None
    assert (decided.asked, decided.about, decided.known, decided.notes) == ((), None, {}, ())


def test_an_answer_that_asks(caller: ToolCaller) -> None:
    asks = Turn("assistant", "Where?", intent="get_weather", asks=("city",))
    with scripted(asks):
        decided = caller("Is it warm?", TOOLS)
    assert (decided.action, decided.tool, decided.asked) == ("direct_answer", None, ("city",))
    assert decided.about == "get_weather" and decided.call is None and decided.calls == 0


def test_confidence_is_the_product_of_the_probabilities_of_the_decision_and_of_the_tool(caller: ToolCaller) -> None:
    certain = 2.0
    chosen = np.exp(certain)
    with scripted(OSLO, Turn("assistant", "no"), certain=certain):
        call, answer = (caller("Is it warm in Oslo?", TOOLS) for _ in range(2))
    p_call, p_tool = chosen / (chosen + 1), chosen / (chosen + 2)  # answer or call; this tool, the other, none
    assert call.confidence == pytest.approx(p_call * p_tool)
    p_answer, p_some_tool = chosen / (chosen + 1), 2 / (chosen + 2)
    assert answer.confidence == pytest.approx(1 - (1 - p_answer) * p_some_tool)
    assert call.halt_probability == 0.25


def test_a_call_without_a_required_argument_says_so(caller: ToolCaller) -> None:
    with scripted(Turn("tool_call", call=Call("get_weather", {"unit": "celsius"}))):
        decided = caller("Is it warm?", TOOLS)
    assert decided.action == "tool_call" and decided.fault == "city is missing"


def test_each_improvement_step_can_be_kept(caller: ToolCaller) -> None:
    with scripted([Turn("assistant", "no"), OSLO, SONG]):
        decided = caller("Play Yesterday in Oslo", TOOLS, trace=True)
    assert [now.tool for now in decided.trace] == [None, "get_weather", "playMusic"]
    assert [now.steps for now in decided.trace] == [1, 2, 3] and decided.steps == 3
    changes = [now.changes_from(before) for now, before in zip(decided.trace, [None, *decided.trace[:-1]], strict=True)]
    assert changes[0] == []
    assert changes[1] == ["action: direct_answer -> tool_call", "tool: none -> get_weather", 'city: none -> "Oslo"']
    assert changes[2] == [
        "tool: get_weather -> playMusic",
        'city: "Oslo" -> none',
        'title: none -> "Yesterday"',
        "loud: none -> true",
    ]


@pytest.mark.parametrize("steps", [1, 3])
def test_steps_without_halting(caller: ToolCaller, steps: int) -> None:
    decided = caller("Is it warm in Oslo?", TOOLS, steps=steps, halt=False, trace=True)
    assert decided.steps == steps == len(decided.trace)
    trained = caller.trained.config.arch.settings["halt_max_steps"]
    assert caller("Is it warm in Oslo?", TOOLS, halt=False).steps == trained


# ---- tools and history in all their forms


def test_tools_may_be_anything_that_describes_them(caller: ToolCaller) -> None:
    def get_weather(city: str) -> str:
        """Weather of a city on a day"""
        return ""

    with scripted(OSLO, OSLO, OSLO) as rows:
        found = [
            caller("Is it warm in Oslo?", tools).call
            for tools in (
                [as_openai(WEATHER)],
                [get_weather],
                {"get_weather": {"parameters": {"city": {"type": "str"}}}},
            )
        ]
    assert found == [OSLO.call] * 3
    assert rows[0].schema.part.text.startswith("get weather Weather of a city on a day")
    assert rows[1].schema.part.text.startswith("get weather Weather of a city on a day")


def test_history_may_be_messages_or_turns(caller: ToolCaller) -> None:
    turns = read_history(MESSAGES)
    assert [turn.role for turn in turns] == ["user", "tool_call", "tool_response", "assistant"]
    assert turns[1].call == Call("gone_tool", {"where": "Oslo"}), "a tool that is not offered any more"
    with scripted(OSLO, OSLO, OSLO, OSLO) as rows:
        for history in (MESSAGES, turns, {"messages": MESSAGES}, '{"messages": []}'):
            caller("And in Oslo?", TOOLS, history=history)
    assert [len(row.turns) for row in rows] == [5, 5, 5, 1]
    assert rows[0].parts[2].text == "gone tool , where Oslo"


def test_one_query_does_not_change_the_next(caller: ToolCaller, monkeypatch: pytest.MonkeyPatch) -> None:
    made = states(caller, monkeypatch)
    first = caller("Is it warm in Oslo?", TOOLS, steps=2, halt=False)
    caller("Play Yesterday as loud as you can", (MUSIC,), steps=4, halt=False)
    caller.decide((MUSIC, WEATHER), [Turn("user", "Hello"), Turn("assistant", "Yes?"), Turn("user", "Rain?")])
    again = caller("Is it warm in Oslo?", TOOLS, steps=2, halt=False)
    assert again == first
    for before, after in zip(made[:2], made[-2:], strict=True):
        assert np.array_equal(before.logits, after.logits) and before.halt_probability == after.halt_probability


# ---- what is chosen for the network


@pytest.mark.parametrize(
    "choice, says, action, tool",
    [
        ("none", OSLO, "direct_answer", None),
        ("required", Turn("assistant", "no"), "tool_call", "get_weather"),
        ("required", SONG, "tool_call", "playMusic"),
        ({"type": "function", "function": {"name": "playMusic"}}, Turn("assistant", "no"), "tool_call", "playMusic"),
        ("auto", OSLO, "tool_call", "get_weather"),
        (None, OSLO, "tool_call", "get_weather"),
    ],
)
def test_tool_choice(caller: ToolCaller, choice: Any, says: Turn, action: str, tool: str | None) -> None:
    with scripted(says):
        decided = caller("Play Yesterday in Oslo", TOOLS, tool_choice=choice)
    assert (decided.action, decided.tool) == (action, tool)
    if choice not in ("auto", None):
        assert decided.confidence > 0.9 or isinstance(says.call, type(None))


@pytest.mark.parametrize(
    "choice, complaint",
    [
        ("perhaps", "tool_choice must be 'auto', 'none', 'required'"),
        ({"type": "function"}, "tool_choice must be"),
        ({"function": {"name": "playMusik"}}, "tool_choice names 'playMusik', which is none of the tools.*playMusic"),
        (3, "tool_choice must be"),
    ],
)
def test_a_tool_choice_without_meaning_is_refused(caller: ToolCaller, choice: Any, complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        caller("Play", TOOLS, tool_choice=choice)


def test_without_tools_there_is_nothing_to_decide(caller: ToolCaller) -> None:
    for tools in ([], None, " "):
        decided = caller("Play", tools)
        assert (decided.action, decided.steps, decided.confidence) == ("direct_answer", 0, 1.0)
    with pytest.raises(UserError, match="there are no tools"):
        caller("Play", [], tool_choice="required")


# ---- what does not fit


def test_more_tools_than_fit_leave_those_that_share_words_with_the_query(caller: ToolCaller) -> None:
    tools = tuple(Tool(f"tool_{number}", f"It does thing {number}") for number in range(200))
    with scripted(OSLO) as rows:
        decided = caller("How is the weather in Oslo?", (*tools[:100], WEATHER, *tools[100:]))
        assert decided.call == OSLO.call
        assert "tools share fewest words with the query and were left out" in decided.notes[0]
        # The same tools again, and another query: the candidates are chosen anew.
        caller("Do thing 77", (*tools[:100], WEATHER, *tools[100:]))
    assert "thing 77" in rows[1].schema.part.text and "Weather" not in rows[1].schema.part.text


def test_arguments_that_do_not_fit_are_left_out_and_named(caller: ToolCaller) -> None:
    many = Tool(
        "get_weather", "Weather", (*(Argument(f"x{n}", {"type": "string"}) for n in range(40)), *WEATHER.arguments)
    )
    with scripted(OSLO):
        decided = caller("Is it warm in this city, Oslo?", (many, MUSIC))
    assert decided.call == OSLO.call
    assert any("arguments do not fit and were left out: get_weather.x" in note for note in decided.notes)


def test_long_conversations_lose_their_oldest_turns_and_say_so(caller: ToolCaller) -> None:
    turns = [Turn("user" if number % 2 == 0 else "assistant", f"Turn {number}") for number in range(999)]
    with scripted(OSLO, OSLO) as rows:
        decided = caller.decide(TOOLS, [*turns, Turn("user", "Is it warm in Oslo?")])
        assert decided.call == OSLO.call
        kept = len(rows[0].turns)
        assert decided.notes == (f"the oldest {1000 - kept} turns do not fit and were left out",) and kept > 2
        cut = caller(f"{'word ' * 5000} Is it warm in Oslo?", TOOLS)
    assert cut.call == OSLO.call and cut.notes == ("the latest turn does not fit: its beginning was left out",)


# ---- opening


def test_mistakes(caller: ToolCaller, tmp_path: Path) -> None:
    for query in ("", " \n"):
        with pytest.raises(UserError, match="the query is empty"):
            caller(query, TOOLS)
        with pytest.raises(UserError, match="the query is empty"):
            caller.run(query, [])
    with pytest.raises(UserError, match="steps 0: must be at least 1"):
        caller("Play", TOOLS, steps=0)
    with pytest.raises(UserError, match="no checkpoint at"):
        ToolCaller(tmp_path / "nothing")
    write_toy_data(tmp_path / "data/toy")
    assert pretrain("epochs=1", cwd=tmp_path).status == 0
    with pytest.raises(UserError, match="was not trained on tool calling"):
        ToolCaller(tmp_path / "checkpoints/project/run")


@pytest.mark.parametrize(
    "history, complaint",
    [
        (3, "history: a list of messages is needed"),
        ({"turns": []}, "history: a list of messages is needed"),
        ("[", "history is not JSON"),
        ([{"role": "king", "content": "x"}], r"history: a message of an unknown role \(king\)"),
        (["x"], "history: a message that is no object"),
        ([{"role": "tool", "tool_call_id": "c9", "content": "1"}], "history: a tool's response without a call"),
    ],
)
def test_a_history_without_meaning_is_refused_in_one_line(caller: ToolCaller, history: Any, complaint: str) -> None:
    with pytest.raises(UserError, match=complaint) as caught:
        caller("Play", TOOLS, history=history)
    assert "\n" not in str(caught.value)


def test_the_newest_run_is_opened_by_default(tool_run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tool_run.parents[2])
    assert ToolCaller(device="cpu").trained.checkpoint == Path("checkpoints/project/run/final_step_1")


# ---- run: functions are really called


def test_run_calls_functions_until_an_answer_is_due(caller: ToolCaller) -> None:
    called = []

    def get_weather(city: str) -> dict[str, int]:
        """Weather of a city"""
        called.append(city)
        return {"celsius": 21}

    with scripted(OSLO) as rows:
        done = caller.run("Is it warm in Oslo?", [get_weather], history=MESSAGES)
    assert called == ["Oslo"] and done.reply == "get_weather: 21"
    assert [turn.role for turn in done.turns[4:]] == ["user", "tool_call", "tool_response", "assistant"]
    assert [event.turn for event in done.events] == done.turns[5:]
    assert len(rows) == 2 and rows[1].parts[-1].text == "celsius 21", "the second decision has read the response"


def test_halting_is_up_to_the_network(caller: ToolCaller, monkeypatch: pytest.MonkeyPatch) -> None:
    from inference import tool_caller

    made: list[int] = []
    steps = tool_caller.improvement_steps

    def halting(*arguments: Any) -> Any:
        for step in steps(*arguments):
            made.append(step.number)
            yield replace(step, halts=step.number == 2)

    monkeypatch.setattr(tool_caller, "improvement_steps", halting)
    assert caller("Is it warm in Oslo?", TOOLS, steps=5).steps == 2 and made == [1, 2]
    assert caller("Is it warm in Oslo?", TOOLS, steps=5, halt=False).steps == 5
