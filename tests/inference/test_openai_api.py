"""OpenAI's form: what a request becomes and what an answer looks like, without HTTP."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dataset.tools.conversations import Call, Turn
from dataset.tools.schema import as_openai
from inference.openai_api import ApiError, complete, events, models, wants_stream
from inference.tool_caller import ToolCaller
from inference.tool_decision import Decided
from tests.tool_data import MUSIC, WEATHER
from tests.tool_runs import scripted

TOOLS = [as_openai(WEATHER), as_openai(MUSIC)]
USER = {"role": "user", "content": "Is it warm in Oslo and Bergen?"}
OSLO = Turn("tool_call", call=Call("get_weather", {"city": "Oslo"}))
BERGEN = Turn("tool_call", call=Call("get_weather", {"city": "Bergen"}))


@pytest.fixture(scope="module")
def caller(tool_run: Path) -> ToolCaller:
    return ToolCaller(tool_run, device="cpu")


def ask(caller: ToolCaller, **fields: Any) -> dict[str, Any]:
    return complete(caller, "name", {"model": "any", "messages": [USER], "tools": TOOLS, **fields})


def test_a_call(caller: ToolCaller) -> None:
    with scripted(OSLO):
        answer = ask(caller, temperature=0.3, max_tokens=5, seed=1, user="x", n=1, response_format={"type": "text"})
    assert answer["object"] == "chat.completion" and answer["model"] == "name"
    (choice,) = answer["choices"]
    assert choice["finish_reason"] == "tool_calls" and choice["message"]["content"] is None
    (call,) = choice["message"]["tool_calls"]
    assert call["type"] == "function" and call["id"].startswith("call_")
    assert call["function"] == {"name": "get_weather", "arguments": '{"city": "Oslo"}'}
    usage = answer["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > usage["prompt_tokens"] > 0


def test_a_second_turn_reads_the_response(caller: ToolCaller) -> None:
    with scripted(OSLO, Turn("assistant")) as rows:
        first = ask(caller)["choices"][0]["message"]
        identity = first["tool_calls"][0]["id"]
        response = {"role": "tool", "tool_call_id": identity, "content": '{"celsius": 21}'}
        answer = ask(caller, messages=[USER, first, response])
    (choice,) = answer["choices"]
    assert choice["finish_reason"] == "stop"
    assert choice["message"] == {"role": "assistant", "content": "get_weather: 21", "refusal": None}
    assert [part.text for part in rows[1].parts[1:]] == [USER["content"], "get weather , city Oslo", "celsius 21"]


@pytest.mark.parametrize("allowed, wanted", [(None, 2), (True, 2), (False, 1)])
def test_parallel_calls_have_ids_of_their_own(
    caller: ToolCaller, monkeypatch: pytest.MonkeyPatch, allowed: bool | None, wanted: int
) -> None:
    decide = ToolCaller.decide

    def decided(self: ToolCaller, tools: Any, turns: Any, **options: Any) -> Decided:
        """Two calls are due before a response."""
        due = 2 - sum(turn.call is not None for turn in turns)
        return replace(decide(self, tools, turns, **options), calls=due)

    monkeypatch.setattr(ToolCaller, "decide", decided)
    with scripted(OSLO, BERGEN):
        calls = ask(caller, parallel_tool_calls=allowed)["choices"][0]["message"]["tool_calls"]
    assert len(calls) == wanted == len({call["id"] for call in calls})
    cities = [json.loads(call["function"]["arguments"])["city"] for call in calls]
    assert cities == ["Oslo", "Bergen"][:wanted]


@pytest.mark.parametrize(
    "choice, reason",
    [
        ("none", "stop"),
        ("required", "tool_calls"),
        ({"type": "function", "function": {"name": "playMusic"}}, "tool_calls"),
        ("auto", "stop"),
    ],
)
def test_tool_choice(caller: ToolCaller, choice: Any, reason: str) -> None:
    with scripted(Turn("assistant")):
        (found,) = ask(caller, tool_choice=choice)["choices"]
    assert found["finish_reason"] == reason
    if isinstance(choice, dict):
        assert found["message"]["tool_calls"][0]["function"]["name"] == "playMusic"


def test_without_tools_there_is_a_text(caller: ToolCaller) -> None:
    for tools in (None, []):
        message = ask(caller, tools=tools)["choices"][0]["message"]
        assert message["content"] == "I have no tools, so I cannot help with this." and "tool_calls" not in message


@pytest.mark.parametrize(
    "fields, param, complaint",
    [
        ({"messages": []}, "messages", "at least one message"),
        ({"messages": "hello"}, "messages", "messages: Input should be a valid list"),
        ({"messages": [{"role": "king", "content": "x"}]}, "messages", "messages: a message of an unknown role (king)"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "messages", "something other than text"),
        ({"messages": [{"role": "user", "content": None}]}, "messages", "without content"),
        ({"messages": [USER, {"role": "tool", "tool_call_id": "z", "content": "1"}]}, "messages", "without a call"),
        ({"tools": [{"type": "function"}]}, "tools", "a tool has no name"),
        ({"tools": "[]"}, "tools", "tools: Input should be a valid list"),
        ({"tools": [{"name": "a", "parameters": 3}]}, "tools", "'parameters' must be an object"),
        ({"tool_choice": "maybe"}, "tool_choice", "tool_choice must be"),
        ({"tool_choice": {"function": {"name": "x"}}}, "tool_choice", "none of the tools"),
        ({"tool_choice": "required", "tools": []}, "tool_choice", "there are no tools"),
        ({"n": 2}, "n", "only one choice"),
        ({"n": "1"}, "n", "n: Input should be a valid integer"),
        ({"stream": "yes"}, "stream", "stream: Input should be a valid boolean"),
        ({"response_format": {"type": "json_object"}}, "response_format", "plain text"),
        ({"functions": []}, "functions", "send tools"),
        ({"function_call": "auto"}, "function_call", "send tool_choice"),
        ({"model": 3}, "model", "model: Input should be a valid string"),
    ],
)
def test_requests_without_meaning_get_one_line(caller: ToolCaller, fields: Any, param: str, complaint: str) -> None:
    with pytest.raises(ApiError) as caught:
        ask(caller, **fields)
    error = caught.value.as_json()["error"]
    assert caught.value.status == 400 and error["param"] == param and error["type"] == "invalid_request_error"
    assert complaint in error["message"] and "\n" not in error["message"]


@pytest.mark.parametrize("request_", [None, 3, "x", [], [1]])
def test_a_request_must_be_an_object(caller: ToolCaller, request_: Any) -> None:
    with pytest.raises(ApiError, match="JSON object"):
        complete(caller, "name", request_)


def test_a_stream_is_one_chunk_and_its_end(caller: ToolCaller) -> None:
    with scripted(OSLO, Turn("assistant")):
        call, text = ask(caller), ask(caller)
    request = {"stream": True, "stream_options": {"include_usage": True}}
    assert wants_stream(request) and not wants_stream({}) and not wants_stream({"stream": None})
    *lines, done = events(call, request)
    assert done == "data: [DONE]\n\n" and all(line.startswith("data: {") and line.endswith("}\n\n") for line in lines)
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert len({chunk["id"] for chunk in chunks}) == 1
    (first,) = chunks[0]["choices"][0]["delta"]["tool_calls"]
    assert first["index"] == 0 and first["function"]["arguments"] == '{"city": "Oslo"}'
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks[:2]] == [None, "tool_calls"]
    assert chunks[2]["choices"] == [] and chunks[2]["usage"] == call["usage"]
    plain = [json.loads(line.removeprefix("data: ")) for line in list(events(text, {"stream": True}))[:-1]]
    assert len(plain) == 2 and plain[0]["choices"][0]["delta"]["content"] == "None of the tools fits this."


def test_the_list_of_models() -> None:
    (model,) = models("name", 5)["data"]
    assert model == {"id": "name", "object": "model", "created": 5, "owned_by": "local"}
