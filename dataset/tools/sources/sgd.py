"""Schema-Guided Dialogue, one dialogue a line, with the tools of the split in a file beside it.

    sgd:dialogues                 a folder: every <split>.jsonl or .jsonl.gz that has a tools_<split>.json
    sgd:dialogues/dev.jsonl.gz    one split

    {"id": "dev/1_00067", "services": ["Flights_3"], "tools": ["Flights_3.SearchOnewayFlight"],
     "turns": [{"role": "user", "content": "To Seattle on the 6th.", "intent": "Flights_3.SearchOnewayFlight",
                "slots": {"Flights_3": {"destination_city": ["Seattle"], "departure_date": ["the 6th"]}}},
               {"role": "tool_call", "content": {"name": "Flights_3.SearchOnewayFlight",
                                                 "arguments": {"departure_date": "2019-03-06"}},
                "accept": {"departure_date": ["2019-03-06", "the 6th"]}},
               {"role": "tool_response", "content": [{"airlines": "Delta"}], "results": 3},
               {"role": "assistant", "content": "I have 3 options."}]}

A name before a tool's dot is its service. `accept` holds every surface form of a value, and so do `slots`, the state of
the dialogue after a user turn. The file keeps the first result of a search only, so the text of a response says how
many there were: `{"results": 3, "first": {"airlines": "Delta"}}`. The fact `services` lists the dialogue's services.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dataset.sources.json_rows import rows
from dataset.sources.skipped import Skip, Skipped
from dataset.tools.conversations import Call, Conversation, Tool, Turn
from dataset.tools.messages import checked_call, conversation
from dataset.tools.sources.finding import add_skip, read_tools_file
from utils.errors import UserError
from utils.reading import is_file, is_folder, require_file

FORMAT = "Schema-Guided Dialogue: dialogues with states, and tools_<split>.json beside <split>.jsonl"
_ENDINGS = (".jsonl", ".jsonl.gz")


def claims(row: Any) -> int:
    """2 for a row with dialogue turns and services, else 0."""
    if not isinstance(row, dict) or not isinstance(row.get("turns"), list):
        return 0
    return 2 if isinstance(row.get("services"), list) and isinstance(row.get("tools"), list) else 0


def read_folder(path: Path, skipped: Skipped) -> Iterator[Conversation]:
    """The dialogues of a folder or of one file, in the order of the files' names.

    Raises:
        UserError: there are no dialogues, or no tools beside a file of dialogues, or a file cannot be read.
    """
    for file in _files(path):
        if not is_file(_tools_file(file)):
            raise UserError(f"{file} needs its tools beside it, in {_tools_file(file).name}")
        known = {tool.name: tool for tool in read_tools_file(_tools_file(file), services=True)}
        for name, row in rows(file, skipped):
            try:
                yield _conversation(row, name, known)
            except (Skip, UserError) as error:
                add_skip(skipped, error, name)


def _files(path: Path) -> list[Path]:
    if not is_folder(path):
        require_file(path)
        return [path]
    files = [file for file in sorted(path.iterdir()) if file.name.endswith(_ENDINGS) and is_file(_tools_file(file))]
    if not files:
        raise UserError(f"{path} holds no <split>.jsonl or <split>.jsonl.gz with a tools_<split>.json beside it")
    return files


def _tools_file(file: Path) -> Path:
    return file.with_name(f"tools_{file.name.partition('.')[0]}.json")


def _conversation(row: Any, name: str, known: Mapping[str, Tool]) -> Conversation:
    if not claims(row):
        raise Skip("not a dialogue: an object with the lists services, tools and turns is needed")
    if not all(isinstance(tool, str) and tool in known for tool in row["tools"]):
        raise Skip("a tool of the dialogue is not in tools_<split>.json")
    if not all(isinstance(service, str) for service in row["services"]):
        raise Skip("services must be names")
    tools = tuple(known[tool] for tool in dict.fromkeys(row["tools"]))
    turns = [_turn(turn, tools) for turn in row["turns"]]
    return conversation(tools, turns, name, facts={"services": row["services"]})


def _turn(turn: Any, tools: tuple[Tool, ...]) -> Turn:
    role = turn.get("role") if isinstance(turn, dict) else None
    if role == "user":
        return Turn("user", _text(turn), slots=_slots(turn.get("slots")), intent=_intent(turn.get("intent"), tools))
    if role == "assistant":
        return Turn("assistant", _text(turn))
    if role == "tool_call":
        return Turn("tool_call", call=_call(turn, tools))
    if role == "tool_response":
        return Turn("tool_response", _response(turn))
    raise Skip("a turn must have one of the roles user, assistant, tool_call, tool_response")


def _text(turn: Mapping[str, Any]) -> str:
    content = turn.get("content")
    if not isinstance(content, str):
        raise Skip("what a user or the assistant says must be text")
    return content


def _slots(value: Any) -> dict[str, dict[str, tuple[Any, ...]]]:
    """The state after a user turn: by service and slot, all accepted forms."""
    if not isinstance(value, dict) or not all(isinstance(slots, dict) for slots in value.values()):
        raise Skip("the slots of a user turn must be an object of objects")
    if not all(isinstance(forms, list) for slots in value.values() for forms in slots.values()):
        raise Skip("the value of a slot must be a list of its surface forms")
    return {service: {slot: tuple(forms) for slot, forms in slots.items()} for service, slots in value.items()}


def _intent(value: Any, tools: tuple[Tool, ...]) -> str | None:
    if value is not None and value not in [tool.name for tool in tools]:
        raise Skip("the intent of a user turn is no tool of the dialogue")
    return value


def _call(turn: Mapping[str, Any], tools: tuple[Tool, ...]) -> Call:
    content, accept = turn.get("content"), turn.get("accept", {})
    name, arguments = (content.get("name"), content.get("arguments")) if isinstance(content, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(arguments, dict):
        raise Skip("the content of a call must be an object with a name and arguments")
    if not isinstance(accept, dict) or not all(isinstance(forms, list) for forms in accept.values()):
        raise Skip("accept must hold a list of surface forms for each argument")
    call = checked_call(name, arguments, tools)
    accepted = {
        argument: (value, *(form for form in accept[argument] if form != value))
        for argument, value in arguments.items()
        if argument in accept
    }
    return replace(call, accept=accepted)


def _response(turn: Mapping[str, Any]) -> str:
    """The number of results and the first of them, as JSON; without a number, the content as it is."""
    content, results = turn.get("content"), turn.get("results")
    if isinstance(content, str) and results is None:
        return content
    if not isinstance(content, list) or not isinstance(results, int):
        raise Skip("a response must hold a list of results and their number")
    shown = {"results": results} | ({"first": content[0]} if content else {})
    return json.dumps(shown, ensure_ascii=False)
