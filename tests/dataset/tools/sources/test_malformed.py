"""Files that people break: each gives one line with file and row, and the good rows around it are read."""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.sources.finding import read_conversations
from tests.dataset.tools.sources.chats import EXAMPLES, openai
from utils.reading import LONGEST_LINE

GOOD = json.dumps(openai())


def message(**fields: Any) -> str:
    """The example with one more user's or other message in front."""
    row = openai()
    row["messages"].insert(0, fields)
    return json.dumps(row)


def changed(change: Callable[[dict[str, Any]], Any]) -> str:
    row = copy.deepcopy(openai())
    change(row)
    return json.dumps(row)


def arguments(text: Any) -> str:
    """The example with other arguments of the first call."""
    return changed(lambda row: row["messages"][2]["tool_calls"][0]["function"].update(arguments=text))


def parameters(value: Any) -> str:
    """The example with other parameters of the first tool."""
    return changed(lambda row: row["tools"][0]["function"].update(parameters=value))


def deep_schema() -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(20):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


TREE = {"type": "object", "properties": {"a": {"$ref": "#/$defs/T"}, "b": {"$ref": "#/$defs/T"}}}

BAD_ROWS: dict[str, str] = {
    "no JSON": "messages: Hi",
    "cut off": GOOD[:-9],
    "two rows in a line": GOOD + GOOD,
    "NaN": GOOD.replace("null", "NaN"),
    "infinity": GOOD.replace("null", "-Infinity"),
    "endless digits": GOOD.replace("null", "9" * 10_000),
    "endless nesting": "[" * 100_000,
    "deep nesting": '{"messages":' + "[" * 150 + "]" * 150 + "}",
    "half a character": message(role="user", content="\ud800"),
    "too long": json.dumps({"messages": "x" * LONGEST_LINE}),
    "number": "3",
    "text": '"Hi"',
    "null": "null",
    "list": "[]",
    "empty object": "{}",
    "messages null": '{"messages": null}',
    "messages empty": '{"messages": []}',
    "messages an object": '{"messages": {"role": "user"}}',
    "messages no JSON": '{"messages": "Hi"}',
    "message a text": '{"messages": ["Hi"]}',
    "message null": '{"messages": [null]}',
    "no role": message(content="Hi"),
    "unknown role": message(role="boss", content="Hi"),
    "role a list": message(role=["user"], content="Hi"),
    "user without content": message(role="user"),
    "content a number": message(role="user", content=3),
    "content an object": message(role="assistant", content={"text": "Hi"}),
    "picture": message(role="user", content=[{"type": "image_url", "image_url": {"url": "x"}}]),
    "response without a call": message(role="tool", tool_call_id="c1", content="1"),
    "only users": '{"messages": [{"role": "user", "content": "Hi"}]}',
    "tool_calls a number": changed(lambda row: row["messages"][2].update(tool_calls=3)),
    "call a text": changed(lambda row: row["messages"][2].update(tool_calls=["now"])),
    "call without name": changed(lambda row: row["messages"][2]["tool_calls"][0]["function"].pop("name")),
    "unknown id": changed(lambda row: row["messages"][3].update(tool_call_id="c9")),
    "response twice": changed(lambda row: row["messages"].insert(4, row["messages"][3])),
    "arguments no JSON": arguments("{'city': 'Oslo'}"),
    "arguments run together": arguments('{"city": "Oslo"}{"days": 2}'),
    "arguments a list": arguments('["Oslo"]'),
    "arguments cut off": arguments('{"city": "Os'),
    "unknown argument": arguments('{"town": "Oslo"}'),
    "unknown tool": changed(lambda row: row.update(tools=row["tools"][:1])),
    "no tools": changed(lambda row: row.pop("tools")),
    "tools blank": changed(lambda row: row.update(tools=" ")),
    "tools no JSON": changed(lambda row: row.update(tools="[get_weather]")),
    "tools a number": changed(lambda row: row.update(tools=3)),
    "tools numbers": changed(lambda row: row.update(tools=[3])),
    "tool without name": changed(lambda row: row["tools"][0]["function"].pop("name")),
    "two tools of one name": changed(lambda row: row["tools"].append({"name": "now", "description": "another"})),
    "parameters a number": parameters(3),
    "parameters a text": parameters("city"),
    "properties a list": parameters({"type": "object", "properties": ["city"]}),
    "required a number": parameters({"type": "object", "properties": {}, "required": 3}),
    "property a number": parameters({"type": "object", "properties": {"city": 3}}),
    "enum a number": parameters({"type": "object", "properties": {"city": {"enum": 3}}}),
    "deep schema": parameters(deep_schema()),
    "endless schema": parameters({"properties": {"a": {"$ref": "#/$defs/T"}}, "$defs": {"T": TREE}}),
    "nothing defined": parameters({"type": "object", "properties": {"city": {"$ref": "#/$defs/City"}}}),
}
"""Rows by what is wrong."""

BAD_FILES: dict[str, tuple[bytes, int]] = {
    "empty.jsonl": (b"", 1),
    "blank.json": (b" \n\n", 1),
    "no rows.json": (b"[]", 1),
    "cut off.json": (f"[\n{GOOD},\n{GOOD[:-5]}".encode(), 3),
    "comma at the end.json": (f"[\n{GOOD},\n]".encode(), 3),
    "pretty and broken.json": (json.dumps([openai()], indent=1).replace('"user"', "user").encode(), 9),
    "no text.jsonl": (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", 1),
    "latin.jsonl": (GOOD.encode().replace(b"M\\u00fcnster", "Münster".encode("latin-1")), 1),
    "no gzip.jsonl.gz": (GOOD.encode(), 1),
    "half a gzip.jsonl.gz": (gzip.compress(GOOD.encode())[:-20], 1),
    "zeros.jsonl": (b"\x00" * 100, 1),
}
"""Files by name: what is in them, and the row that is to be named."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of bad files with a good one before and behind them; each bad row stands between two good ones."""
    for name in ("0.jsonl", "z.jsonl"):
        (tmp_path / name).write_text(GOOD + "\n")
    for name, bad in BAD_ROWS.items():
        (tmp_path / f"{name}.jsonl").write_text(f"{GOOD}\n{bad}\n{GOOD}\n")
    for name, (content, _) in BAD_FILES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_each_bad_file_gives_one_line_and_stops_nothing(folder: Path) -> None:
    said: list[str] = []
    skipped = Skipped(report=said.append)
    read = list(read_conversations(f"openai:{folder}", (), skipped))
    assert len(read) == 2 + 2 * len(BAD_ROWS)
    expected = [f"{name}.jsonl:2" for name in BAD_ROWS] + [f"{name}:{row}" for name, (_, row) in BAD_FILES.items()]
    assert len(expected) >= 40
    assert sorted(line.partition(": ")[0] for line in said) == sorted(expected)
    assert all("\n" not in line and len(line.partition(": ")[2]) > 8 for line in said)
    assert sum(skipped.reasons.values()) == len(expected)


def test_the_same_where_formats_are_told_apart(folder: Path) -> None:
    reported: list[str] = []
    told: list[str] = []
    read = list(read_conversations(f"auto:{folder}", (), Skipped(report=reported.append), told.append))
    assert len(read) == 2 + 2 * len(BAD_ROWS) == 2 * len(told) - 2
    assert len(reported) == len(BAD_ROWS) + len(BAD_FILES)
    assert all(line.endswith(": read as openai") for line in told)


@pytest.mark.parametrize("bad", BAD_ROWS)
def test_reasons_are_clear_and_the_same_for_all_such_rows(tmp_path: Path, bad: str) -> None:
    (tmp_path / "a.jsonl").write_text(f"{BAD_ROWS[bad]}\n{GOOD}\n{BAD_ROWS[bad]}\n")
    skipped = Skipped()
    assert len(list(read_conversations(f"openai:{tmp_path}", (), skipped))) == 1
    (line,) = skipped.lines()
    assert line.startswith("skipped 2: ") and line.endswith("(first: a.jsonl:1)")


@pytest.mark.parametrize("name", EXAMPLES)
def test_bad_rows_of_every_format(tmp_path: Path, name: str) -> None:
    good = json.dumps(EXAMPLES[name]())
    bad = [
        "",
        "{",
        "3",
        "null",
        "[]",
        "{}",
        '{"messages": 3}',
        '{"query": 3}',
        good[:-1],
        good.replace('"tool', '"x', 1),
    ]
    (tmp_path / "a.jsonl").write_text("\n".join([*bad, good]))
    skipped = Skipped()
    read = list(read_conversations(f"{name}:{tmp_path}", (), skipped))
    assert read[-1].name == f"a.jsonl:{len(bad) + 1}"
    assert sum(skipped.reasons.values()) + len(read) == len(bad)  # the first line is blank
