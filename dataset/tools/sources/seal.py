"""Seal-Tools: a request, the calls that it needs, and the schemas of all tools in `tool.jsonl`.

    seal:folder                  every file of requests in a folder that holds tool.jsonl or tool.jsonl.gz
    seal:folder/dev.jsonl.gz     one file of requests, with tool.jsonl beside it

    {"id": "dev-difficult-1", "query": "Find my dog's illness and buy medicine for it.", "calling": [
        {"api": "getDiagnosis", "parameters": {"animal": "dog"}, "responses": ["API_call_0", "API_call_1"]},
        {"api": "buyMedicine", "parameters": {"illness": "API_call_0"}, "responses": ["API_call_2"]}]}

A value `API_call_0` is the result of an earlier call. Where a call needs such a result, the calls before it get their
responses first, so that the value stands in the conversation:

    user           Find my dog's illness and buy medicine for it.
    tool_call      getDiagnosis(animal="dog")
    tool_response  {"illness": "API_call_0", "treatment": "API_call_1"}      keys are the names of the tool's results
    tool_call      buyMedicine(illness="API_call_0")
    assistant      (no text: no further call is due)

Calls before a response may come in any order. A row's tools are those that it calls; a builder adds others. The fact
`nested` says whether a call uses an earlier result.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset.sources.json_rows import rows
from dataset.sources.skipped import Skip, Skipped
from dataset.tools.conversations import Call, Conversation, Tool, Turn
from dataset.tools.messages import checked_call, conversation
from dataset.tools.schema import read_tools
from dataset.tools.sources.finding import add_skip
from utils.errors import UserError
from utils.printing import printable
from utils.reading import is_file, is_folder, require_file

FORMAT = "Seal-Tools: requests with their calls, and tool.jsonl beside them"
_ENDINGS = (".jsonl", ".jsonl.gz")
_NO_REQUESTS = ("tool", "field")
"""Files of the folder that hold no requests, without their endings."""
_RESULT = re.compile(r"API_call_\d+")


@dataclass(frozen=True)
class _Api:
    """A tool and the names of the results that its response has."""

    tool: Tool
    results: tuple[str, ...]


def claims(row: Any) -> int:
    """2 for a request with its calls, else 0."""
    if not isinstance(row, dict) or not isinstance(row.get("query"), str):
        return 0
    calls = row.get("calling")
    return 2 if isinstance(calls, list) and all(isinstance(call, dict) and "api" in call for call in calls) else 0


def read_folder(path: Path, skipped: Skipped) -> Iterator[Conversation]:
    """The requests of a folder or of one file, in the order of the files' names.

    Raises:
        UserError: there are no requests, or no tool.jsonl, or a file cannot be read.
    """
    folder = path if is_folder(path) else path.parent
    if folder != path:
        require_file(path)
    tool_file = next((folder / f"tool{ending}" for ending in _ENDINGS if is_file(folder / f"tool{ending}")), None)
    if tool_file is None:
        raise UserError(f"{folder} holds no tool.jsonl or tool.jsonl.gz, where the tools of Seal-Tools stand")
    apis = _apis(tool_file, skipped)
    for file in _files(path):
        for name, row in rows(file, skipped):
            try:
                yield _conversation(row, name, apis)
            except (Skip, UserError) as error:
                add_skip(skipped, error, name)


def read_tool_file(path: Path, skipped: Skipped) -> tuple[Tool, ...]:
    """All tools of a `tool.jsonl`: schemas to draw distractors from.

    Raises:
        UserError: the file cannot be read.
    """
    return tuple(api.tool for api in _apis(path, skipped).values())


def _files(path: Path) -> list[Path]:
    if not is_folder(path):
        return [path]
    files = [file for file in sorted(path.iterdir()) if file.name.endswith(_ENDINGS)]
    files = [file for file in files if file.name.partition(".")[0] not in _NO_REQUESTS]
    if not files:
        raise UserError(f"{path} holds no file of requests, such as train.jsonl")
    return files


def _apis(file: Path, skipped: Skipped) -> dict[str, _Api]:
    apis: dict[str, _Api] = {}
    for name, row in rows(file, skipped):
        try:
            if not isinstance(row, dict) or not isinstance(row.get("api_name"), str):
                raise Skip("a tool without an api_name")
            (tool,) = read_tools([row])
            results = row.get("responses")
            apis.setdefault(tool.name, _Api(tool, tuple(results) if isinstance(results, dict) else ()))
        except (Skip, UserError) as error:
            add_skip(skipped, error, name)
    return apis


def _conversation(row: Any, name: str, apis: Mapping[str, _Api]) -> Conversation:
    if not claims(row):
        raise Skip("not a request of Seal-Tools: a query and a list of calls is needed")
    if not row["calling"]:
        raise Skip("a request without calls")
    turns = [Turn("user", row["query"])]
    called: dict[str, Tool] = {}
    waiting: list[dict[str, str]] = []  # responses that are not yet in the conversation
    answered: set[str] = set()
    for written in row["calling"]:
        call = _call(written, apis)
        called[call.name] = apis[call.name].tool
        missing = set(_RESULT.findall(json.dumps(call.arguments))) - answered
        if missing:
            turns += [Turn("tool_response", json.dumps(response, ensure_ascii=False)) for response in waiting]
            answered |= {result for response in waiting for result in response.values()}
            waiting = []
            if missing - answered:
                raise Skip("a call uses a result that no earlier call has")
        turns.append(Turn("tool_call", call=call))
        waiting.append(_response(written["responses"], apis[call.name]))
    facts = {"nested": bool(answered)}
    return conversation(tuple(called.values()), turns, name, ordered=False, facts=facts)


def _call(written: Mapping[str, Any], apis: Mapping[str, _Api]) -> Call:
    arguments, results = written.get("parameters"), written.get("responses")
    if not isinstance(arguments, dict):
        raise Skip("the parameters of a call must be an object")
    if not isinstance(results, list) or not all(isinstance(result, str) for result in results):
        raise Skip("the responses of a call must be a list of names")
    if not isinstance(written["api"], str) or written["api"] not in apis:
        raise Skip("a call of a tool that tool.jsonl does not have", printable(str(written["api"])[:200]))
    return checked_call(written["api"], arguments, (apis[written["api"]].tool,))


def _response(results: list[str], api: _Api) -> dict[str, str]:
    """The results of a call by their names; by themselves if the tool has another number of results."""
    return dict(zip(api.results if len(api.results) == len(results) else results, results, strict=True))
