"""Berkeley Function Calling Leaderboard (BFCL), single-turn categories, with the answers of `possible_answer/`.

    bfcl:data                                    a folder: every BFCL_v<N>_<category>.json or .json.gz
    bfcl:data/BFCL_v4_simple_python.json.gz      one category

A row of BFCL_v4_simple_python.json and the row of the same id in possible_answer/BFCL_v4_simple_python.json,

    {"id": "simple_python_0", "question": [[{"role": "user", "content": "Find the area ..."}]],
     "function": [{"name": "area", "parameters": {"type": "dict", "properties": {"base": {"type": "integer"}, ...}}}]}
    {"id": "simple_python_0", "ground_truth": [{"area": {"base": [10], "unit": ["units", ""]}}]}

become `Call("area", {"base": 10}, accept={"base": (10,), "unit": ("units",)}, may_omit={"unit"})` and an assistant
turn without text. Of every argument the answers list all values that count as right. `""` among them means that the
argument may be left out, unless the function requires it: the official checker then refuses a call without it.
An argument whose only value is `""` must be left out. The lists inside objects are alternatives, too:
`[{"width": [20], "unit": ["m", ""]}]` stands for `{"width": 20, "unit": "m"}` and `{"width": 20}`.

The fact `category` is the category, and the fact `expected` is one of
    calls      exactly these calls, in any order
    no call    irrelevance: no function fits, so the assistant answers
    any call   relevance: some call of some function. The file has no answers; a call of the first function without
               arguments stands for any call, so only the decision can be scored and nothing can be learned from it
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dataset.sources.json_rows import rows
from dataset.sources.skipped import Skip, Skipped
from dataset.tools.conversations import Call, Conversation, Role, Tool, Turn
from dataset.tools.messages import checked_call, conversation
from dataset.tools.schema import read_tools
from dataset.tools.sources.finding import add_skip
from utils.errors import UserError
from utils.reading import is_file, is_folder, require_file

FORMAT = "BFCL: files BFCL_v<N>_<category>.json with answers in possible_answer/"
MOST_COMBINATIONS = 5_000
"""Most allowed values of one argument, counted after the alternatives inside its objects are combined."""
_FILE = re.compile(r"BFCL_v\d+_(?P<category>\w+)\.json(\.gz)?")
_ROLES: dict[str, Role] = {"system": "system", "user": "user", "assistant": "assistant"}
_OMITTED = ""
"""Stands among the allowed values of an argument that may be left out."""


def claims(row: Any) -> int:
    """2 for a question with functions, else 0."""
    if not isinstance(row, dict) or not isinstance(row.get("question"), list):
        return 0
    return 2 if isinstance(row.get("function"), list) else 0


def read_folder(path: Path, skipped: Skipped) -> Iterator[Conversation]:
    """The questions of a folder or of one file, in the order of the files' names.

    Raises:
        UserError: there are no questions, a file's name holds no category, or a file cannot be read.
    """
    for file, category in _files(path):
        expected = _expected(category)
        answers = _answers(file, skipped) if expected == "calls" else {}
        for name, row in rows(file, skipped):
            try:
                yield _conversation(row, name, category, expected, answers)
            except (Skip, UserError) as error:
                add_skip(skipped, error, name)


def _files(path: Path) -> list[tuple[Path, str]]:
    """The files of questions, and their categories."""
    if not is_folder(path):
        require_file(path)
    candidates = sorted(path.iterdir()) if is_folder(path) else [path]
    found = [(file, match["category"]) for file in candidates if (match := _FILE.fullmatch(file.name))]
    if not found:
        raise UserError(f"{path}: a file of BFCL must be called BFCL_v<N>_<category>.json or .json.gz")
    return found


def _expected(category: str) -> str:
    if "irrelevance" in category:
        return "no call"
    return "any call" if "relevance" in category else "calls"


def _answers(file: Path, skipped: Skipped) -> dict[str, Any]:
    """The ground truth by question, out of the file of the same name in possible_answer/; empty if there is none."""
    plain = file.parent / "possible_answer" / file.name.removesuffix(".gz")
    answer_file = next((found for found in (plain, plain.with_name(f"{plain.name}.gz")) if is_file(found)), None)
    if answer_file is None:
        return {}
    answers: dict[str, Any] = {}
    for name, row in rows(answer_file, skipped, f"possible_answer/{answer_file.name}"):
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            skipped.add("a row of answers without an id", name)
        else:
            answers[row["id"]] = row.get("ground_truth")
    return answers


def _conversation(row: Any, name: str, category: str, expected: str, answers: Mapping[str, Any]) -> Conversation:
    if not isinstance(row, dict) or not isinstance(row.get("function"), list):
        raise Skip("a question without a list of functions (categories of several turns are not read)")
    tools = read_tools(row["function"])
    turns = [*_question(row.get("question")), *_decisions(answers.get(str(row.get("id"))), tools, expected)]
    facts = {"category": category, "expected": expected}
    return conversation(tools, turns, name, ordered=False, facts=facts)


def _question(question: Any) -> Iterator[Turn]:
    if not isinstance(question, list) or len(question) != 1 or not isinstance(question[0], list) or not question[0]:
        raise Skip("a question must be a list with one list of messages (several turns are not read)")
    for message in question[0]:
        role = message.get("role") if isinstance(message, dict) else None
        if not isinstance(role, str) or role not in _ROLES or not isinstance(message.get("content"), str):
            raise Skip("a message must have the role system, user or assistant, and text")
        yield Turn(_ROLES[role], message["content"])


def _decisions(truth: Any, tools: tuple[Tool, ...], expected: str) -> list[Turn]:
    """The turns that the assistant should take.

    Args:
        truth: the allowed values of each call, if calls are expected.
    """
    if expected == "no call":
        return [Turn("assistant")]
    if expected == "any call":
        if not tools:
            raise Skip("a question that needs a call, without functions")
        return [Turn("tool_call", call=Call(tools[0].name))]
    if truth is None:
        raise Skip("a question without an answer in possible_answer/")
    if not isinstance(truth, list) or not truth or not all(isinstance(calls, dict) for calls in truth):
        raise Skip("an answer must be a list of objects: allowed values by function and argument")
    calls = [_call(name, allowed, tools) for allowed_by_name in truth for name, allowed in allowed_by_name.items()]
    return [Turn("tool_call", call=call) for call in calls]


def _call(name: str, allowed: Any, tools: tuple[Tool, ...]) -> Call:
    if not isinstance(allowed, dict) or not all(isinstance(values, list) for values in allowed.values()):
        raise Skip("an answer must list the allowed values of each argument")
    call = checked_call(name, allowed, tools)
    called = next(tool for tool in tools if tool.name == name)
    required = {argument.name for argument in called.arguments if argument.required}
    accept = {argument: given for argument, values in allowed.items() if (given := _given(values))}
    may_omit = frozenset(argument for argument in accept if _OMITTED in allowed[argument]) - required
    arguments = {argument: given[0] for argument, given in accept.items() if argument not in may_omit}
    return replace(call, arguments=arguments, accept=accept, may_omit=may_omit)


def _given(values: list[Any]) -> tuple[Any, ...]:
    """The values that an argument may have where it is given, with all alternatives inside them combined."""
    given: list[Any] = []
    for value in values:
        if value == _OMITTED:
            continue
        if len(given) + _count(value) > MOST_COMBINATIONS:
            raise Skip(f"an answer allows more than {MOST_COMBINATIONS} values of one argument")
        given.extend(_combinations(value))
    return tuple(given)


def _count(value: Any) -> int:
    """The number of values that `_combinations` gives."""
    if isinstance(value, dict):
        return math.prod(len(allowed) for allowed in _alternatives(value).values())
    return math.prod(map(_count, value)) if _holds_objects(value) else 1


def _combinations(value: Any) -> Iterator[Any]:
    """The values that an allowed value stands for."""
    if isinstance(value, dict):
        alternatives = _alternatives(value)
        for chosen in itertools.product(*alternatives.values()):
            given = zip(alternatives, chosen, strict=True)
            yield {key: inner for key, inner in given if inner != _OMITTED}
    elif _holds_objects(value):
        yield from map(list, itertools.product(*(tuple(_combinations(item)) for item in value)))
    else:
        yield value


def _holds_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _alternatives(value: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The values that each key of an object may have."""
    if not all(isinstance(allowed, list) and allowed for allowed in value.values()):
        raise Skip("an answer must list the allowed values inside an object, too")
    # "" last, so that the first combination holds every key
    return {key: sorted(allowed, key=lambda inner: inner == _OMITTED) for key, allowed in value.items()}
