"""Hermes and Qwen: tags inside texts, JSON and Python in them, several objects and tags, and damaged rows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.schema import read_tools
from dataset.tools.sources import hermes

MUL = {"name": "mul", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}}
RUN = {
    "type": "function",
    "function": {
        "name": "run",
        "parameters": {"properties": {"command": {"type": "string"}, "dry": {"type": "boolean"}}},
    },
}
SYSTEM = f"""You are a function calling AI model. Here are the tools within <tools></tools>:
<tools> {json.dumps([MUL, RUN])} </tools>
For each function call return a json object within <tool_call></tool_call> XML tags as follows:
<tool_call>
{{"name": <function-name>, "arguments": <args-dict>}}
</tool_call>"""
CALL = '{"name": "mul", "arguments": {"a": 3}}'


def row(*messages: tuple[str, Any], system: str | None = SYSTEM, **columns: Any) -> dict[str, Any]:
    first = [] if system is None else [("system", system)]
    return {"conversations": [{"from": tag, "value": text} for tag, text in [*first, *messages]]} | columns


def read(written: Any) -> Conversation:
    return hermes.read(written, "logs.jsonl:1", ())


def calls_of(text: str) -> list[Call]:
    """The calls of an assistant's text."""
    return [turn.call for turn in read(row(("human", "Please."), ("gpt", text))).turns if turn.call]


def responses_of(text: str) -> list[str]:
    """The responses of a tool's text after two calls."""
    call = f"<tool_call>{CALL}</tool_call>"
    found = read(row(("human", "Please."), ("gpt", call * 2), ("tool", text)))
    return [turn.text for turn in found.turns if turn.role == "tool_response"]


def test_a_conversation() -> None:
    found = read(
        row(
            ("human", "3 times 4?"),
            ("gpt", f"<think>mul?</think>I will calculate.\n<tool_call>\n{CALL}\n</tool_call>"),
            ("tool", "<tool_response>\n{'name': 'mul', 'content': {'product': None}}\n</tool_response>"),
            ("gpt", "<think>12</think>\nNothing."),
        )
    )
    assert found.turns == (
        Turn("user", "3 times 4?"),
        Turn("tool_call", call=Call("mul", {"a": 3})),
        Turn("tool_response", '{"product": null}'),
        Turn("assistant", "Nothing."),
    )
    assert [tool.name for tool in found.tools] == ["mul", "run"]


def test_messages_of_qwen_with_responses_of_the_user() -> None:
    system = f"Be brief.\n\n# Tools\n<tools>\n{json.dumps(MUL)}\n{json.dumps(RUN)}\n</tools>"
    found = read(
        {
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": "3 times 4?"},
                {"role": "assistant", "content": f"<tool_call>{CALL}</tool_call>"},
                {"role": "user", "content": "<tool_response>\n12\n</tool_response>"},
                {"role": "assistant", "content": "12."},
            ]
        }
    )
    assert found.turns == (
        Turn("system", "Be brief.\n\n# Tools"),
        Turn("user", "3 times 4?"),
        Turn("tool_call", call=Call("mul", {"a": 3})),
        Turn("tool_response", "12"),
        Turn("assistant", "12."),
    )
    assert len(found.tools) == 2


@pytest.mark.parametrize(
    "system",
    [
        f"<tools>{json.dumps([MUL])}</tools>",
        f"<tools>{MUL}</tools>",
        f"<tools>[{MUL}]",
        f"<tools>\n{json.dumps(MUL)}\n",
        f"Tools are in <tools> tags: <tools>{json.dumps([MUL])}</tools>",
    ],
)
def test_forms_of_the_tools(system: str) -> None:
    found = read(
        row(
            ("human", "Hi"),
            ("gpt", "Hi"),
            system=system if system.endswith(("</tools>", "\n")) else f"{system}</tools>",
        )
    )
    assert found.tools == read_tools([MUL])
    assert found.turns[0] == Turn("user", "Hi"), "nothing of the system's text is left"


def test_the_field_of_tools_comes_first() -> None:
    found = read(row(("human", "Hi"), ("gpt", "Hi"), tools=json.dumps([RUN])))
    assert [tool.name for tool in found.tools] == ["run"]


@pytest.mark.parametrize(
    "text",
    [
        f"<tool_call>{CALL}</tool_call><tool_call>{CALL}</tool_call>",
        f"<tool_call>\n{CALL}\n{CALL}\n</tool_call>",
        f"<tool_call>{CALL}{CALL}</tool_call>",
        f"<tool_call>[{CALL}, {CALL}]</tool_call>",
        f"<tool_call>{CALL}\n<tool_call>{CALL}",
        f"First <tool_call>{CALL}</tool_call> and then <tool_call>{CALL}</tool_call>.",
        "<tool_call>[{'name': 'mul', 'arguments': {'a': 3}}, {'name': 'mul', 'arguments': {'a': 3}}]</tool_call>",
    ],
)
def test_several_calls_lose_none(text: str) -> None:
    assert calls_of(text) == [Call("mul", {"a": 3})] * 2


@pytest.mark.parametrize("command", ["mkdir -p test/{test1,test2", "echo </tool_call> <tool_call>", "Münster", "don't"])
def test_marks_and_brackets_inside_an_argument(command: str) -> None:
    text = json.dumps({"name": "run", "arguments": {"command": command}}, ensure_ascii=False)
    assert calls_of(f"<tool_call>{text}</tool_call>") == [Call("run", {"command": command})]


def test_python_in_a_call() -> None:
    text = "<tool_call>\n{'name': 'run', 'arguments': {'command': \"don't\", 'dry': True}}\n</tool_call>"
    assert calls_of(text) == [Call("run", {"command": "don't", "dry": True})]


@pytest.mark.parametrize(
    ("text", "responses"),
    [
        ("<tool_response>12</tool_response>", ["12"]),
        ("<tool_response>03106</tool_response>", ["03106"]),
        ("plain text", ["plain text"]),
        ("<tool_response>{'a': None, 'b': 'x'}</tool_response>", ['{"a": null, "b": "x"}']),
        ("<tool_response>{'a': datetime(1)}</tool_response>", ["{'a': datetime(1)}"]),
        ('<tool_response>{"name": "mul", "content": "12"}</tool_response>', ["12"]),
        (
            '<tool_response>{"name": "mul", "content": 1, "x": 2}</tool_response>',
            ['{"name": "mul", "content": 1, "x": 2}'],
        ),
        ("<tool_response>1</tool_response><tool_response>2</tool_response>", ["1", "2"]),
        ("<tool_response>1<tool_response>2", ["1", "2"]),
        ('<tool_response>{"a": 1}\n{"a": 2}</tool_response>', ['{"a": 1}', '{"a": 2}']),
    ],
)
def test_responses(text: str, responses: list[str]) -> None:
    assert responses_of(text) == responses


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ([], "no object with a list"),
        ({"messages": None}, "no object with a list"),
        (row(("gpt", "<tool_call></tool_call>")), "neither JSON nor Python"),
        (row(("gpt", "<tool_call>mul(3)</tool_call>")), "neither JSON nor Python"),
        (row(("gpt", f"<tool_call>{CALL}}}</tool_call>")), "neither JSON nor Python"),
        (row(("gpt", "<tool_call>{'name': 'mul', 'arguments': f()}</tool_call>")), "neither JSON nor Python"),
        (row(("gpt", "<tool_call>" + "[" * 5000)), "neither JSON nor Python"),
        (row(("gpt", '<tool_call>{"arguments": {}}</tool_call>')), "a call without a name"),
        (row(("gpt", "<tool_call>" * 1000)), "more than 200 tags"),
        (row(("gpt", f"<tool_call>{CALL}</tool_call>"), system=None), "no tools are listed"),
        (row(("human", "Hi"), ("tool", "<tool_response>1</tool_response>")), "without a call that waits for it"),
    ],
)
def test_a_damaged_row_is_skipped(written: Any, reason: str) -> None:
    with pytest.raises(Skip, match=reason):
        read(written)


def test_claims() -> None:
    assert hermes.claims(row(("human", "Hi"))) == 2
    assert hermes.claims(row(("gpt", f"<tool_call>{CALL}</tool_call>"), system=None)) == 2
    assert hermes.claims({"messages": [{"role": "assistant", "content": f"<tool_call>{CALL}</tool_call>"}]}) == 2
    others = ({}, [], None, row(("human", "Hi"), system=None), row(("function_call", CALL)), {"messages": [3]})
    assert [hermes.claims(other) for other in others] == [0] * 6
