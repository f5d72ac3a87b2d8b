"""The files that evaluators read beside the arrays, whatever they hold: ARC's tests and names, and facts of rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from dataset.common import read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from dataset.verify import accept
from evaluators.arc import ARC
from evaluators.qa import QA
from tests.arc_data import write_arc_data
from tests.hostile import MANY, bounded_memory, damaged_json, survives
from tests.text_data import Alone, made, questions, show_answers, write_questions
from utils.errors import UserError


@pytest.fixture
def arc(tmp_path: Path) -> Path:
    return write_arc_data(tmp_path / "arc")


def read_arc(data: Path) -> ARC:
    return ARC(data, read_metadata(data, "test"))


def puzzle(grid: Any) -> str:
    return json.dumps({"task0": {"test": [{"input": grid}]}})


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("identifiers.json", b""), ("identifiers.json", b"{}"), ("identifiers.json", b"null"),
        ("identifiers.json", b'["<bl'), ("identifiers.json", b"[1, 2]"), ("identifiers.json", b'["\xff"]'),
        ("identifiers.json", b"[" * 100_000), ("identifiers.json", b'["a", ["b"]]'),
        ("identifiers.json", b'["' + b"a" * 17 * 2**20 + b'"]'),
        ("test_puzzles.json", b"[]"), ("test_puzzles.json", b"null"), ("test_puzzles.json", b"\xff"),
        ("test_puzzles.json", b'{"task0": null}'), ("test_puzzles.json", b'{"task0": {"test": [[1]]}}'),
        ("test_puzzles.json", b'{"task0": {"test": 5}}'), ("test_puzzles.json", b'{"a":' * 50_000),
        *(
            ("test_puzzles.json", puzzle(grid).encode())
            for grid in ([[1.5]], [["1"]], [[None]], [[10**400]], [[-1]], [], [[]], 3, "33", [[[1]]], [[1], [1, 2]],
                         [[1] * 31], [[1]] * 31, {"0": [1]}, [[1e300]])
        ),
    ],
)  # fmt: skip
def test_damaged_files_of_arc(arc: Path, file: str, content: bytes) -> None:
    (arc / file).write_bytes(content)
    with bounded_memory(), pytest.raises(UserError, match=file):
        read_arc(arc)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["identifiers.json", "test_puzzles.json"])
def test_whatever_the_bytes_of_arc(arc: Path, name: str) -> None:
    file = arc / name
    valid = json.loads(file.read_text())

    @MANY
    @given(content=damaged_json(valid))
    def check(content: bytes) -> None:
        file.write_bytes(content)
        survives(lambda: read_arc(arc), file)

    with bounded_memory():
        check()


@pytest.mark.parametrize("value", [[1], {"a": 1}, None, True, 0.5, "\x1b[31m", 10**400])
def test_facts_of_any_kind_are_grouped_by(tmp_path: Path, value: Any) -> None:
    data = write_questions(tmp_path / "data")
    for split in ("train", "test"):
        for file in (data / split).glob("*__meta.jsonl"):
            facts = [json.loads(line) | {"kind": value} for line in file.read_text().splitlines()]
            file.write_text("".join(json.dumps(known) + "\n" for known in facts))
    accept(data)
    evaluator = made(QA, data)
    show_answers(evaluator, {"iid": [example.answer for example in questions()["test", "iid"]]})
    metrics = evaluator.result(Alone(), None)
    assert any(name.startswith("iid/kind/") for name in metrics) and evaluator.table()


@pytest.mark.parametrize(
    "content",
    ["", "{}\n" * 3, "{}", "[" * 50_000, '{"a": NaN}\n' * 16, "{}\n" * 15 + "null\n", "\n" * 16, "\ud800"],
)
def test_damaged_facts(tmp_path: Path, content: str) -> None:
    data = write_questions(tmp_path / "data")
    (data / "test/iid__meta.jsonl").write_bytes(content.encode(errors="surrogatepass"))
    accept(data)
    (found,) = [found for found in PuzzleDataset([data], "test").sets if found.name == "iid"]
    with pytest.raises(UserError, match="iid__meta.jsonl"):
        _ = found.facts
