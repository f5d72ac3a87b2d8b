"""Rows of code data from CSV, Parquet, Lance and JSON, and files that are broken or lack something."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.code import tables
from dataset.code.problem import Problem
from dataset.code.sources.finding import all_problems, files_of, read_problems
from dataset.sources.skipped import Skipped
from tests.dataset.code.rows import ROWS
from tests.hostile import MANY, bounded_memory, damaged
from utils.errors import UserError


def csv_text(*rows: dict[str, Any]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def problems(path: Path, name: str = "humaneval") -> tuple[list[Problem], list[str]]:
    said: list[str] = []
    return list(read_problems(f"{name}:{path}", Skipped(report=said.append))), said


def the_same(path: Path, name: str, expected: dict[str, Any]) -> None:
    """A file gives the problem that JSON Lines give."""
    (path.parent / "same.jsonl").write_text(json.dumps(expected) + "\n")
    (wanted,) = all_problems(f"{name}:{path.parent / 'same.jsonl'}")
    assert all_problems(f"{name}:{path}") == [wanted]


@pytest.mark.parametrize("name", ["humaneval", "mbpp", "cruxeval"])
@pytest.mark.parametrize("ending", [".csv", ".csv.gz"])
def test_csv(tmp_path: Path, name: str, ending: str) -> None:
    text = "\ufeff" + csv_text(ROWS[name])
    path = tmp_path / f"a{ending}"
    path.write_bytes(gzip.compress(text.encode()) if ending == ".csv.gz" else text.encode())
    the_same(path, name, ROWS[name])


def test_a_csv_without_the_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("task_id,prompt,test\n1,x,y\n")
    with pytest.raises(UserError, match=r"a\.csv has no column 'entry_point'; its columns: task_id, prompt, test"):
        problems(tmp_path / "a.csv")
    with pytest.raises(UserError, match=r"a\.csv has no column 'text' or 'prompt'|no column 'test_list'"):
        problems(tmp_path / "a.csv", "mbpp")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "a.csv:2: a file without rows"),
        (b"task_id,prompt,entry_point,test\n", "a.csv:2: a file without rows"),
        (b"task_id,prompt,entry_point,test\n1,2\n", "line 2 has another number of cells"),
        (b"task_id,prompt,entry_point,test\n1,2,3,4,5\n", "line 2 has another number of cells"),
        (b'task_id,prompt,entry_point,test\n1,2,3,"4\n', "unexpected end of data"),
        (b"\xff\xfe\xfd", "cannot read"),
        (b"task_id,prompt,entry_point,test\n1,2,3," + b"x" * 200_000 + b"\n", "field larger than field limit"),
    ],
)
def test_broken_csv(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    found, (line,) = problems(tmp_path / "a.csv")
    assert not found and why in line and line.startswith("a.csv:2: ")
    with pytest.raises(UserError, match=r"a\.csv:2: "):
        all_problems(f"humaneval:{tmp_path / 'a.csv'}")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.jsonl", b"", "a file without rows"),
        ("a.jsonl", b"{]\n", "a row that cannot be read as JSON"),
        ("a.json", b"[{]", "a row that cannot be read as JSON|a file that cannot be read"),
        ("a.jsonl.gz", gzip.compress(json.dumps(ROWS["humaneval"]).encode() * 200)[:-30], "a file that cannot be read"),
        ("a.jsonl.gz", b"no gzip at all", "a file that cannot be read .*[Nn]ot a gzipped file"),
        ("a.jsonl", b'{"task_id": 1}\n', "a row without 'prompt'"),
        ("a.jsonl", json.dumps({**ROWS["humaneval"], "prompt": 3}).encode(), "a 'prompt' that is no text .int."),
        ("a.jsonl", json.dumps({**ROWS["humaneval"], "task_id": [3]}).encode(), "a 'task_id' that is neither text nor"),
    ],
)
def test_broken_json(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=rf"{name}:1: ({why})") as caught:
        all_problems(f"humaneval:{tmp_path / name}")
    assert "\n" not in str(caught.value)


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.csv").write_text(csv_text(ROWS["humaneval"]))
    (tmp_path / "a.jsonl").write_text(json.dumps({**ROWS["humaneval"], "task_id": "other"}) + "\n")
    (tmp_path / "MANIFEST.md").write_text("about")
    assert [one.id for one in problems(tmp_path)[0]] == ["other", "Made/0"]
    assert [file.name for file in files_of(f"humaneval:{tmp_path}")] == ["a.jsonl", "b.csv"]
    (tmp_path / "none").mkdir()
    with pytest.raises(UserError, match="holds no files whose names end in"):
        problems(tmp_path / "none")


def test_rows_may_be_long(tmp_path: Path) -> None:
    """Tests of contests are."""
    row = {**ROWS["code_contests"], "private_tests": {"input": ["7 " * 2**20], "output": ["1"]}}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n")
    assert len(problems(tmp_path / "a.jsonl", "code_contests")[0]) == 1


def test_a_huge_file_is_read_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A packed file without a line end."""
    monkeypatch.setattr(tables, "LONGEST_ROW", 2**20)
    with gzip.open(tmp_path / "a.jsonl.gz", "wb", compresslevel=1) as file:
        for _ in range(64):
            file.write(b"x" * 2**20)
    with bounded_memory():
        found, (line,) = problems(tmp_path / "a.jsonl.gz")
    assert not found and line == "a.jsonl.gz:1: a row longer than 1048576 characters"


@settings(MANY, max_examples=150)
@given(st.data())
def test_any_csv_gives_rows_or_lines(tmp_path: Path, data: st.DataObject) -> None:
    (tmp_path / "a.csv").write_bytes(data.draw(damaged(csv_text(ROWS["mbpp"]).encode())))
    try:
        found, said = problems(tmp_path / "a.csv", "mbpp")
    except UserError as error:
        assert "has no column" in str(error)
    else:
        assert found or said


# ---- columns


def test_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow (extra 'code')")
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow (extra 'code')")
    for name in ("mbpp", "files", "code_contests", "livecodebench", "p3"):
        path = tmp_path / f"{name}.parquet"
        parquet.write_table(pyarrow.Table.from_pylist([ROWS[name]]), path)
        row = {**ROWS[name], "content": ROWS[name].get("content")}
        if name != "files":  # whose ids are names of files
            the_same(path, name, row)
        assert len(all_problems(f"{name}:{path}")) == 1
    with pytest.raises(UserError, match=r"files\.parquet has no column 'instruction'; its columns: content, path"):
        problems(tmp_path / "files.parquet", "alpaca")
    whole = (tmp_path / "mbpp.parquet").read_bytes()
    for content in (b"", b"PAR1", whole[:-20], whole[:50] + whole[90:], b"PAR1" + b"\xff" * 200 + b"PAR1"):
        (tmp_path / "bad.parquet").write_bytes(content)
        found, (line,) = problems(tmp_path / "bad.parquet", "mbpp")
        assert not found and line.startswith("bad.parquet:1: a file that cannot be read"), line


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    (tmp_path / "b.lance" / "_versions").mkdir(parents=True)
    for module in ("pyarrow", "pyarrow.parquet", "lance"):
        monkeypatch.setitem(sys.modules, module, None)
    for path, package in (("a.parquet", "pyarrow"), ("b.lance", "pylance")):
        with pytest.raises(UserError, match=rf"{path} needs the package {package} to be read: uv sync --extra code"):
            problems(tmp_path / path)


def test_lance(tmp_path: Path) -> None:
    lance = pytest.importorskip("lance", reason="needs pylance (extra 'code')")
    pyarrow = pytest.importorskip("pyarrow")
    rows = [ROWS["files"], {**ROWS["files"], "path": "c.js"}, {**ROWS["files"], "content": "x = 1\n"}]
    lance.write_dataset(pyarrow.Table.from_pylist(rows), str(tmp_path / "a.lance"))
    found, said = problems(tmp_path / "a.lance", "files")
    assert [one.code for one in found] == ["import os\n", "x = 1\n"] and [one.id for one in found] == [
        "a.lance:1",
        "a.lance:3",
    ]
    assert said == ["a.lance:2: a file that is not in Python (c.js)"]
    assert len(problems(tmp_path, "files")[0]) == 2, "in a folder, too"
    assert files_of(f"files:{tmp_path}")
    with pytest.raises(UserError, match="has no column 'instruction'"):
        problems(tmp_path / "a.lance", "alpaca")
    (tmp_path / "bad.lance" / "_versions").mkdir(parents=True)
    found, (line,) = problems(tmp_path / "bad.lance", "files")
    assert not found and "bad.lance:1: a file that cannot be read" in line
