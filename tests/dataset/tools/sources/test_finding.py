"""Rows of files in all their forms, sources and their options, and telling formats apart."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.json_rows import files, rows
from dataset.sources.skipped import Skipped
from dataset.tools.sources.finding import format_of, parse_source, read_conversations, read_tools_file
from tests.dataset.tools.sources.chats import EXAMPLES, WEATHER
from utils.errors import UserError
from utils.reading import LONGEST_LINE


def lines(*values: Any) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def read_all(path: Path) -> tuple[list[tuple[str, Any]], list[str]]:
    """The rows of a path, and the lines about what was skipped."""
    said: list[str] = []
    return list(rows(path, Skipped(report=said.append))), said


@pytest.mark.parametrize(
    ("name", "content", "numbers"),
    [
        ("a.jsonl", lines({"a": 1}, {"a": 2}), [1, 2]),
        ("a.jsonl", "\n" + lines({"a": 1}) + "  \n\n" + lines({"a": 2}), [2, 5]),
        ("a.jsonl", "\ufeff" + lines({"a": 1}, {"a": 2}), [1, 2]),
        ("a.jsonl", lines({"a": 1}, {"a": 2}).replace("\n", "\r\n").rstrip(), [1, 2]),
        ("a.json", lines({"a": 1}, {"a": 2}), [1, 2]),
        ("a.txt", lines({"a": 1}, {"a": 2}), [1, 2]),
        ("a.json", json.dumps([{"a": 1}, {"a": 2}]), [1, 2]),
        ("a.json", json.dumps([{"a": 1}, {"a": 2}], indent=2), [1, 2]),
        ("a.jsonl", json.dumps([{"a": 1}, {"a": 2}], indent=2), [1, 2]),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_rows_in_all_forms(tmp_path: Path, name: str, content: str, numbers: list[int], packed: bool) -> None:
    path = tmp_path / (name + ".gz" * packed)
    path.write_bytes(gzip.compress(content.encode()) if packed else content.encode())
    assert read_all(path) == ([(f"{path.name}:{number}", {"a": index}) for index, number in enumerate(numbers, 1)], [])


def test_one_object_is_one_row(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"a": [1, 2]}, indent=2))
    (tmp_path / "b.jsonl").write_text(lines([1, 2], [3]))
    assert read_all(tmp_path) == ([("a.json:1", {"a": [1, 2]}), ("b.jsonl:1", [1, 2]), ("b.jsonl:2", [3])], [])


def test_a_broken_row_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"a": 1\n' + lines({"a": 2}) + "{]\n" + lines({"a": 4}))
    (tmp_path / "b.json").write_text("[{]")
    (tmp_path / "c.jsonl").write_text('{"a": "' + "x" * LONGEST_LINE + '"}\n' + lines({"a": 2}))
    found, said = read_all(tmp_path)
    assert [name for name, _ in found] == ["a.jsonl:2", "a.jsonl:4", "c.jsonl:2"]
    assert [line.split(": ")[0] for line in said] == ["a.jsonl:1", "b.json:1", "c.jsonl:1"]


def test_a_file_that_breaks_off_gives_its_rows(tmp_path: Path) -> None:
    many = lines(*({"a": number} for number in range(5000))).encode()
    (tmp_path / "a.jsonl").write_bytes(many + b"\xff\xfe")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(many)[:-20])
    found, said = read_all(tmp_path)
    assert len(found) > 5000 and [line.split(":")[0] for line in said] == ["a.jsonl", "b.jsonl.gz"]


def test_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.json", "a.jsonl.gz", "sub/c.ndjson", ".hidden.json", ".git/d.json", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    assert [str(file.relative_to(tmp_path)) for file in files(tmp_path)] == ["a.jsonl.gz", "b.json", "sub/c.ndjson"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="holds no files"):
        list(rows(tmp_path / "empty", Skipped()))
    with pytest.raises(UserError, match="no such file"):
        list(rows(tmp_path / "missing.json", Skipped()))


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("logs.jsonl", "must be FORMAT:PATH"),
        ("openai:", "must be FORMAT:PATH"),
        ("opnai:logs.jsonl", "no format 'opnai' .did you mean 'openai'.*formats: auto, "),
        (":logs.jsonl", "no format ''"),
        ("openai,tag=x:logs.jsonl", "'tag=x' is no option; openai has no options"),
        ("auto,tag=x:logs.jsonl", "'tag=x' is no option; auto has no options"),
    ],
)
def test_sources_that_are_wrong(source: str, complaint: str) -> None:
    with pytest.raises(UserError, match=complaint):
        parse_source(source)


def test_a_path_may_hold_a_colon() -> None:
    assert parse_source("openai:C:/logs:1.jsonl") == ("openai", Path("C:/logs:1.jsonl"), {})


@pytest.mark.parametrize("name", EXAMPLES)
def test_formats_are_told_apart(tmp_path: Path, name: str) -> None:
    (tmp_path / "logs.jsonl").write_text(lines(*[EXAMPLES[name]()] * 2))
    said: list[str] = []
    read = [list(read_conversations(f"{kind}:{tmp_path}", (), Skipped(), said.append)) for kind in ("auto", name)]
    assert read[0] == read[1] and read[0] and said == [f"{tmp_path / 'logs.jsonl'}: read as {name}"]


def test_a_folder_of_several_formats(tmp_path: Path) -> None:
    for name, make in EXAMPLES.items():
        (tmp_path / f"{name}.jsonl").write_text("[broken\n" + lines(make()))
    (tmp_path / "raw.json").write_text(json.dumps([{"role": "user", "content": "Hi"}]))
    (tmp_path / "other.jsonl").write_text(lines({"a": 1}))
    reported: list[str] = []
    said: list[str] = []
    read = list(read_conversations(f"auto:{tmp_path}", (), Skipped(report=reported.append), said.append))
    assert len(read) == len(said) == len(EXAMPLES)
    assert sorted(line.split(":")[0] for line in reported) == sorted(
        [*(f"{name}.jsonl" for name in EXAMPLES), "other.jsonl", "raw.json"]
    )
    assert "convert_raw_to_dataset" in reported[-1]


def test_no_format_fits(tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text(lines({"a": 1}))
    with pytest.raises(UserError, match="no format fits .*other.jsonl:1.*formats: "):
        list(read_conversations(f"auto:{tmp_path}", (), Skipped()))
    assert format_of([{"a": 1}, 3, None]) is None and format_of([]) is None


def test_tools_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "tools.json"
    path.write_text(json.dumps({"get_weather": WEATHER}))
    assert [tool.name for tool in read_tools_file(path)] == ["get_weather"]
    path.write_text("[3]")
    with pytest.raises(UserError, match="tools.json: tools: a list of objects"):
        read_tools_file(path)


def test_skipped_rows_are_counted_by_reason_and_named_once() -> None:
    said: list[str] = []
    skipped = Skipped(report=said.append)
    for number in range(3):
        skipped.add("not JSON", f"a.jsonl:{number}", "line\nbreak \x1b[31m")
    skipped.add("not JSON", "b.jsonl:7")
    skipped.add("no rows", "b.jsonl:1")
    assert said == ["a.jsonl:0: not JSON (line break \\x1b[31m)", "b.jsonl:7: not JSON", "b.jsonl:1: no rows"]
    assert skipped.lines() == ["skipped 4: not JSON (first: a.jsonl:0)", "skipped 1: no rows (first: b.jsonl:1)"]
