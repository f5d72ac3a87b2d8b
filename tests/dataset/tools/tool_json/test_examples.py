"""Files of examples: what is written reads back, common variants are understood, wrong rows are named."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dataset.tools.tool_json.examples import Example, as_row, output_of, read_examples, write_examples
from utils.errors import UserError

CALCULATOR = Example(7, "gsm8k", "calculator", "48/2", "Half of 48?", "24")
PYTHON = Example("p", "mine", "python_exec", 'print("ü\\n")', "Print it.", "ü\n", "printing", "unseen")
NO_TOOL = Example(9, "mine", "no_tool", "", "Hi!", 'He said "hello"', template="seen")
ROW = {
    "id": 1,
    "source": "s",
    "category": "calculator",
    "tool_needed": True,
    "tool": "calculator",
    "tool_args": {"expression": "1+2"},
    "prompt": "1 plus 2?",
    "expected_answer": "3",
}


def read(tmp_path: Path, *rows: Any) -> list[Example]:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(rows))
    return read_examples(file)


@pytest.mark.parametrize(
    ("example", "output"),
    [
        (CALCULATOR, '{"tool": "calculator", "args": {"expression": "48/2"}}'),
        (PYTHON, '{"tool": "python", "args": {"code": "print(\\"ü\\\\n\\")"}}'),
        (NO_TOOL, '{"final": "He said \\"hello\\""}'),
    ],
)
def test_the_right_output_is_json_as_python_writes_it(example: Example, output: str) -> None:
    assert output_of(example) == output
    assert json.dumps(json.loads(output), ensure_ascii=False) == output


def test_a_row_has_the_fields_that_people_have() -> None:
    assert as_row(Example(1, "s", "calculator", "1+2", "1 plus 2?", "3")) == ROW
    assert as_row(NO_TOOL)["tool_args"] is None and as_row(NO_TOOL)["tool_needed"] is False


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    examples = [CALCULATOR, PYTHON, NO_TOOL]
    write_examples(tmp_path / "a.json", examples)
    assert read_examples(tmp_path / "a.json") == examples
    assert [row["id"] for row in json.loads((tmp_path / "a.json").read_text())] == [7, "p", 9]
    (tmp_path / "a.json.gz").write_bytes(gzip.compress((tmp_path / "a.json").read_bytes()))
    assert read_examples(tmp_path / "a.json.gz") == examples


@pytest.mark.parametrize(
    "changes",
    [
        {"tool_needed": "true"},
        {"tool_needed": "Yes"},
        {"tool_args": "1+2"},
        {"tool_args": '{"expression": "1+2"}'},
        {"expected_answer": 3},
        {"category": None},
        {"tool": "Calculator"},
        {"comment": "not kept"},
        {"kind": None, "template": None},
    ],
)
def test_common_variants_mean_the_same(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert read(tmp_path, ROW | changes) == read(tmp_path, ROW)


def test_what_is_missing_is_made_up(tmp_path: Path) -> None:
    row = {"tool": "python_exec", "tool_args": "{1: 2}", "prompt": "p"}
    other = {"tool": "none", "prompt": "q", "expected_answer": 2.5, "tool_args": {}}
    assert read(tmp_path, row, other) == [
        Example("mine-1", "mine", "python_exec", "{1: 2}", "p", ""),
        Example("mine-2", "mine", "no_tool", "", "q", "2.5"),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"prompt": 3}, "'prompt' must be a text"),
        ({"prompt": " "}, "'prompt' must be a text"),
        ({"prompt": "\ud800"}, "half of a surrogate pair"),
        ({"tool": "calculater"}, "'tool' must be calculator, python or null"),
        ({"tool": {}}, "'tool' must be calculator, python or null"),
        ({"tool": "python"}, "'category' is calculator, and 'tool' is \"python\""),
        ({"category": "math"}, "'category' must be"),
        ({"category": ["no_tool"]}, "'category' must be"),
        ({"tool_needed": False}, "'tool_needed' is false, and 'tool' is calculator"),
        ({"tool_needed": "perhaps"}, "'tool_needed' must be true or false"),
        ({"tool_args": None}, "'tool_args' must be an object with a text 'expression'"),
        ({"tool_args": {"expression": 3}}, "'tool_args' must be an object with a text 'expression'"),
        ({"tool_args": {"code": "1"}}, "'tool_args' must be an object with a text 'expression'"),
        ({"tool_args": {"expression": "1", "mode": "x"}}, "'tool_args' has the key \"mode\""),
        ({"tool_args": []}, "'tool_args' must be an object"),
        ({"expected_answer": True}, "'expected_answer' must be a text"),
        ({"expected_answer": ["3"]}, "'expected_answer' must be a text"),
        ({"id": 1.5}, "'id' must be a number or a text"),
        ({"source": 1}, "'source' must be a text"),
        ({"template": "new"}, "'template' must be seen, unseen"),
    ],
)
def test_wrong_rows_are_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, ROW, ROW | changes)
    assert str(caught.value).startswith(f"{tmp_path / 'mine.json'}, row 2: ") and said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (3, "a JSON object is needed"),
        ({}, "'tool' is missing"),
        ({"tool": None, "prompt": "p"}, "'expected_answer' must be a text"),
        ({"tool": None, "prompt": "p", "expected_answer": "a", "tool_args": "x"}, "must be null where no tool"),
        ({"tool": None, "expected_answer": "a"}, "'prompt' must be a text, and is missing"),
    ],
)
def test_rows_of_another_form(tmp_path: Path, row: Any, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read(tmp_path, row)


@pytest.mark.parametrize("text", ["", "[", "{}", "[]", "3", '{"a": NaN}', "[" * 100_000, "\ud800"])
def test_files_of_another_form(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, errors="surrogatepass")
    with pytest.raises(UserError, match=r"a\.json"):
        read_examples(tmp_path / "a.json")
    with pytest.raises(UserError, match="no such file"):
        read_examples(tmp_path / "b.json")
