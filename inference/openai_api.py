"""OpenAI's chat-completions form around a network that decides about tools; `serve.py` speaks it over HTTP.

    complete(caller, "tool_calling", {"messages": [{"role": "user", "content": "Is it warm in Oslo?"}], "tools": [...]})
        {"choices": [{"finish_reason": "tool_calls", "message": {"tool_calls": [{"id": "call_...", "type": "function",
            "function": {"name": "get_weather", "arguments": "{\"city\": \"Oslo\"}"}}], ...}}], ...}

Settings of sampling (`temperature`, `max_tokens` and the like) have no meaning here and are ignored. What would change
the form of an answer and is not offered (`n`, `response_format`, `functions`) is refused.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from dataset.tools.decisions import arguments_json
from dataset.tools.words import split
from inference.tool_caller import read_history
from inference.tool_moves import MOST_CALLS, Decider, Move, next_move
from inference.toolbox import tools_of
from utils.errors import UserError
from utils.printing import one_line

LARGEST_REQUEST = 4 * 2**20
"""Most bytes of a request."""


class ApiError(UserError):
    """A request that cannot be answered.

    Attributes:
        status: of HTTP.
        param: the field of the request that is wrong; None if none is.
    """

    def __init__(self, message: str, param: str | None = None, status: int = 400) -> None:
        super().__init__(message)
        self.param, self.status = param, status

    def as_json(self) -> dict[str, Any]:
        """The error in OpenAI's form."""
        kind = "server_error" if self.status >= 500 else "invalid_request_error"
        return {"error": {"message": one_line(str(self)), "type": kind, "param": self.param, "code": None}}


class _Request(BaseModel):
    """The fields of a request that have a meaning here."""

    model_config = ConfigDict(strict=True, extra="ignore")

    messages: list[Any]
    model: str | None = None
    tools: list[Any] | None = None
    tool_choice: Any = None
    parallel_tool_calls: bool | None = None
    stream: bool | None = None
    stream_options: dict[str, Any] | None = None
    n: int | None = None
    response_format: dict[str, Any] | None = None
    functions: Any = None
    function_call: Any = None


def complete(decider: Decider, name: str, request: Any, steps: int | None = None) -> dict[str, Any]:
    """The answer to a request: calls, or a short text.

    Args:
        name: the model's name in the answer.
        request: the decoded body.
        steps: largest number of improvement steps; None: as many as in training.

    Raises:
        ApiError: the request has no meaning, or asks for what is not offered.
    """
    read = _read(request)
    try:
        tools = tools_of(read.tools or [])
    except UserError as error:
        raise ApiError(str(error), "tools") from None
    try:
        turns = read_history(read.messages)
    except UserError as error:
        raise ApiError(str(error).replace("history", "messages", 1), "messages") from None
    most_calls = 1 if read.parallel_tool_calls is False else MOST_CALLS
    try:
        move = next_move(decider, tools, turns, tool_choice=read.tool_choice, most_calls=most_calls, steps=steps)
    except UserError as error:
        param = "tool_choice" if str(error).startswith("tool_choice") else "messages"
        raise ApiError(str(error), param) from None
    return _completion(move, name)


def wants_stream(request: Any) -> bool:
    """Whether a request asks for server-sent events; only for one that `complete` has answered."""
    return isinstance(request, Mapping) and request.get("stream") is True


def events(completion: Mapping[str, Any], request: Mapping[str, Any]) -> Iterator[str]:
    """An answer as server-sent events: all of it in one chunk, then how it ended."""
    choice = completion["choices"][0]
    message = choice["message"]
    delta: dict[str, Any] = {"role": "assistant", "content": message["content"]}
    if "tool_calls" in message:
        delta["tool_calls"] = [{"index": number, **call} for number, call in enumerate(message["tool_calls"])]
    common = {key: completion[key] for key in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
    for part, reason in ((delta, None), ({}, choice["finish_reason"])):
        yield _event(common | {"choices": [{"index": 0, "delta": part, "logprobs": None, "finish_reason": reason}]})
    if (request.get("stream_options") or {}).get("include_usage") is True:
        yield _event(common | {"choices": [], "usage": completion["usage"]})
    yield "data: [DONE]\n\n"


def models(name: str, created: int) -> dict[str, Any]:
    """The list of the only model.

    Args:
        created: when it was opened, in seconds since 1970.
    """
    return {"object": "list", "data": [{"id": name, "object": "model", "created": created, "owned_by": "local"}]}


def _read(request: Any) -> _Request:
    if not isinstance(request, Mapping):
        raise ApiError("the request must be a JSON object")
    try:
        read = _Request.model_validate(dict(request))
    except ValidationError as error:
        first = error.errors()[0]
        param = ".".join(map(str, first["loc"]))
        raise ApiError(f"{param}: {first['msg']}", param) from None
    if not read.messages:
        raise ApiError("messages: at least one message is needed", "messages")
    if read.n not in (None, 1):
        raise ApiError("n: only one choice is offered", "n")
    if (read.response_format or {}).get("type", "text") != "text":
        raise ApiError("response_format: answers are plain text", "response_format")
    for old, new in (("functions", "tools"), ("function_call", "tool_choice")):
        if getattr(read, old) is not None:
            raise ApiError(f"{old}: the form without 'tools' is not offered; send {new}", old)
    return read


def _completion(move: Move, name: str) -> dict[str, Any]:
    arguments = [arguments_json(call.arguments) for call in move.calls]
    calls = [
        {
            "id": f"call_{uuid.uuid4().hex[:24]}",
            "type": "function",
            "function": {"name": call.name, "arguments": text},
        }
        for call, text in zip(move.calls, arguments, strict=True)
    ]
    message: dict[str, Any] = {"role": "assistant", "content": None if calls else move.reply, "refusal": None}
    if calls:
        message["tool_calls"] = calls
    read = sum(decided.words for decided in move.decisions)
    written = len(split(move.reply)) + sum(len(split(text)) for text in arguments)
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex[:24]}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": name,
        "choices": [
            {
                "index": 0,
                "message": message,
                "logprobs": None,
                "finish_reason": "tool_calls" if calls else "stop",
            }
        ],
        "usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
    }


def _event(value: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(value)}\n\n"
