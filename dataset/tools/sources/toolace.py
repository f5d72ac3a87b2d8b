r"""ToolACE: tools as a JSON list inside the system's text, calls as Python writes them.

    {"system": "You are an expert in composing functions. ... [{\"name\": \"Get Weather\", \"parameters\": {...}}]
                ... Put it in the format of [func1(params_name=params_value)]",
     "conversations": [{"from": "user", "value": "Weather in Paris and Rome?"},
                       {"from": "assistant", "value": "[Get Weather(city=\"Paris\"), Get Weather(city=\"Rome\")]"},
                       {"from": "tool", "value": "[{\"name\": \"Get Weather\", \"results\": {\"celsius\": 21}}]"},
                       {"from": "assistant", "value": "..."}]}

Tools may have blanks, dots and brackets in their names, and arguments may have names that Python forbids (`from="x"`).
Nothing is run: values are read as constants. The system's text explains the format and is dropped, except sentences
with a number, since one of them may state the date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Conversation, Tool
from dataset.tools.embedded import leading_values, python_value
from dataset.tools.messages import conversation, read_turns, text_of, without_thoughts
from dataset.tools.schema import read_tools
from dataset.tools.sources import hermes, sharegpt
from utils.printing import printable

FORMAT = "ToolACE: tools in the system's text, calls such as [get_weather(city='Paris')]"
MOST_LISTS = 50
"""Most places of a system's text at which a list of tools is looked for."""
_NAME = re.compile(r"[A-Za-z_][\w ./:-]{0,200}(?=\()")
"""A name that no tool has, in front of its bracket."""
_SENTENCE = re.compile(r"(?<=[.!?])\s*(?=[A-Z])|\n")
_NUMBER = re.compile(r"(?<![A-Za-z_0-9])\d")


def claims(row: Any) -> int:
    """2 for untagged calls: messages with from and value, and a list of tools in the system's text."""
    if sharegpt.claims(row) != 1 or hermes.claims(row):
        return 0
    first = row["conversations"][0]
    system = row.get("system") or (first["value"] if first["from"] == "system" else None)
    return 2 if isinstance(system, str) and _system(system)[0] else 0


def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation:
    """The conversation of a row. Raises `Skip` and `UserError`."""
    written = sharegpt.messages_of(row)
    messages: list[dict[str, Any]] = []
    described: list[Any] = []
    for message in written:
        if message["role"] == "system":
            found, text = _system(text_of(message["content"]))
            described += found
            messages += [{"role": "system", "content": text}] if text else []
    listed = read_tools(described) or read_tools(row.get("tools")) or tools
    for message in written:
        if message["role"] == "assistant":
            text = without_thoughts(text_of(message["content"]))
            calls = _calls(text, listed)
            messages.append({"role": "tool_call", "content": calls} if calls else message)
        elif message["role"] == "tool_response":
            messages += _responses(message["content"])
        elif message["role"] != "system":
            messages.append(message)
    turns, ordered = read_turns(messages, listed)
    return conversation(listed, turns, name, ordered=ordered)


def _system(text: str) -> tuple[list[Any], str]:
    """The tools in a system's text, and its sentences with numbers."""
    described: list[Any] = []
    place = -1
    for _ in range(MOST_LISTS):
        place = text.find("[", place + 1)
        if place < 0:
            break
        values, end = leading_values(text, place)
        if values and isinstance(values[0], list) and _are_tools(values[0]):
            described = values[0]
            text = f"{text[:place]}\n{text[end:]}"
            break
    sentences = [sentence.strip() for sentence in _SENTENCE.split(text) if _NUMBER.search(sentence)]
    return described, " ".join(sentences)


def _are_tools(values: list[Any]) -> bool:
    return bool(values) and all(
        isinstance(value, dict) and ("name" in value or "function" in value) for value in values
    )


def _calls(text: str, tools: Sequence[Tool]) -> list[dict[str, Any]]:
    """The calls of a text such as `[f(x=1), g()]`; none if the text is an answer.

    Raises:
        Skip: a listed tool is called with arguments that cannot be understood.
    """
    text = text.strip()
    if not text.startswith("[") or not text.endswith("]"):
        return []
    names = sorted((tool.name for tool in tools), key=len, reverse=True)  # the longest first: one may begin another
    calls = []
    place = 1
    while place < len(text) - 1:
        name = next((name for name in names if text.startswith(f"{name}(", place)), None)
        unknown = None if name else _NAME.match(text, place)
        called = name or (unknown[0] if unknown else None)
        if called is None:
            break
        try:
            pieces, end = _pieces(text, place + len(called))
            calls.append({"name": called.strip(), "arguments": dict(map(_argument, pieces))})
        except ValueError:
            if name is None:
                break
            raise Skip("a call whose arguments cannot be understood", printable(name[:200])) from None
        place = end + 1
        while text[place] in ", \t\r\n":  # the text's last sign is a bracket
            place += 1
    if calls and place < len(text) - 1:
        raise Skip("a list of calls with something else in it")
    return calls


def _pieces(text: str, opened: int) -> tuple[list[str], int]:
    """What stands between the commas of a bracket, and the place of the bracket that closes it.

    Raises:
        ValueError: it is not closed.
    """
    pieces: list[str] = []
    depth, quote, start, place = 0, "", opened + 1, opened
    while place < len(text):
        sign = text[place]
        if quote:
            if sign == "\\":
                place += 1
            elif sign == quote:
                quote = ""
        elif sign in "'\"":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        if depth == 0:
            if sign != ")":
                break
            pieces.append(text[start:place])
            return [piece for piece in pieces if piece.strip()], place
        if depth == 1 and sign == "," and not quote:
            pieces.append(text[start:place])
            start = place + 1
        place += 1
    raise ValueError("a bracket that is not closed")


def _argument(piece: str) -> tuple[str, Any]:
    """The name and value of `name=value`."""
    name, equals, value = piece.partition("=")
    if not equals or not name.strip():
        raise ValueError("an argument without a name")
    return name.strip(), python_value(value)


def _responses(content: Any) -> Iterator[dict[str, Any]]:
    """The responses of a message: one for each element of a list of objects with a name, else one."""
    text = text_of(content)
    values, end = leading_values(text)
    found = values[0] if len(values) == 1 and not text[end:].strip() else None
    if isinstance(found, list) and found and all(isinstance(item, dict) and "name" in item for item in found):
        for item in found:
            rest = {key: value for key, value in item.items() if key != "name"}
            shown = next(iter(rest.values())) if len(rest) == 1 else rest
            content = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False)
            yield {"role": "tool_response", "name": item["name"], "content": content}
    else:
        yield {"role": "tool_response", "content": text}
