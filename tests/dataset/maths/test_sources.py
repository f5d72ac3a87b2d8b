"""The readers of the real sets, on files of the same format."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataset.maths.sources import SourceSplits, boxed, read_source
from tests.dataset.maths.real_sets import DEEPMIND, GSM8K, MATH, write
from utils.errors import UserError


def read(source: str, train: int | None = None, test: int | None = None, seed: int = 0) -> SourceSplits:
    return read_source(source, train, test, np.random.default_rng(seed))


def test_gsm8k(tmp_path: Path) -> None:
    write(tmp_path / "train.jsonl", GSM8K)
    write(tmp_path / "train_socratic.jsonl", GSM8K[:1])
    write(tmp_path / "test.jsonl", [{"question": "One?", "answer": "#### 1,234,567 "}])
    found = read(f"gsm8k:{tmp_path}")
    assert [file.name for file in found.files] == ["train.jsonl", "test.jsonl"] and len(found.train) == 20
    assert (found.train[3].question, found.train[3].answer) == ("Ana has 3 pens. How many?", "3000")
    assert found.test[0].answer == "1234567" and found.test[0].facts == {"category": "gsm8k", "form": "gsm8k"}


@pytest.mark.parametrize("name", ["train.jsonl", "train.jsonl.gz"])
def test_a_byte_order_mark_is_passed_over(tmp_path: Path, name: str) -> None:
    plain = read(f"gsm8k:{write(tmp_path / 'plain' / name, GSM8K)}")
    marked = write(tmp_path / "marked" / name, ["\ufeff" + json.dumps(GSM8K[0]), *map(json.dumps, GSM8K[1:])])
    assert (read(f"gsm8k:{marked}").train, read(f"gsm8k:{marked}").test) == (plain.train, plain.test)


def test_questions_that_want_a_rounded_answer_say_so(tmp_path: Path) -> None:
    asked = [{"module": "rounding", "question": f"What is {n}/7 to 2 decimal places?", "answer": "1"} for n in range(9)]
    found = read(f"deepmind:{write(tmp_path / 'train.jsonl', [*asked, *DEEPMIND])}")
    rounded = [example for example in found.train + found.test if example.facts["category"] == "rounding"]
    assert len(rounded) == 9 and all(example.facts["decimals"] == 2 for example in rounded)
    assert sum("decimals" in example.facts for example in found.train + found.test) == 9


def test_math_without_test_rows_is_cut(tmp_path: Path) -> None:
    file = write(tmp_path / "train.jsonl.gz", MATH)
    found = read(f"math:{file}")
    assert (len(found.train), len(found.test)) == (18, 2) and found.files == [file]
    assert found.train[0].facts == {"category": "Algebra", "form": "Algebra", "level": "Level 1"}
    assert all(example.answer.startswith(r"\frac{") and example.answer.endswith("}{2}") for example in found.train)
    assert len({example.question for example in found.train + found.test}) == 20
    assert read(f"math:{tmp_path}") == found and read(f"math:{tmp_path}", seed=1).test != found.test
    assert [len(split) for split in (read(f"math:{file}", 5, 3).train, read(f"math:{file}", 5, 3).test)] == [5, 3]


def test_deepmind(tmp_path: Path) -> None:
    write(tmp_path / "train.jsonl.gz", DEEPMIND)
    write(tmp_path / "interpolate_dev.jsonl.gz", [*DEEPMIND[:2], {**DEEPMIND[0], "question": "Another?"}])
    found = read(f"deepmind:{tmp_path}")
    assert (len(found.train), len(found.test)) == (18, 3) and found.test[0].facts["category"] == "numbers__gcd"
    assert len(read(f"deepmind:{tmp_path}", test=2).test) == 2


def test_what_is_left_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unanswered = {"question": "Why?", "answer": "It depends."}
    empty = {"question": "Why not?", "answer": "#### "}
    write(tmp_path / "train.jsonl", [GSM8K[0], unanswered, *GSM8K[1:], empty])
    write(tmp_path / "test.jsonl", [*GSM8K[:3], {"question": "One?", "answer": "#### 1"}])
    assert len(read(f"gsm8k:{tmp_path}").train) == 17
    said = capsys.readouterr().out
    assert "2 rows without a readable answer are left out, as line 2" in said
    assert "3 training rows are left out, which ask a test question" in said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "train.jsonl has no rows"),
        (["", "  "], "train.jsonl has no rows"),
        (['{"question": "One?", "answer": "#### 1"}', "{broken"], "train.jsonl, line 2: no JSON"),
        (["[1, 2]"], "line 1: a JSON object is expected"),
        (["[" * 100_000], "line 1: no JSON"),
        (['{"a":' * 100_000], "line 1: no JSON"),
        (['{"question": ' + "9" * 5000 + "}"], "line 1: no JSON"),
        (["x" * 2_000_000], "line 1: longer than 1000000 characters"),
        (['{"question": "\\ud800", "answer": "#### 1"}'], "line 1: the field 'question' holds half a character"),
        (['{"question": NaN, "answer": "#### 1"}'], "line 1: the field 'question' is no text"),
        (['{"question": ["a"], "answer": "#### 1"}'], "line 1: the field 'question' is no text"),
        (["\x1b[31m"], "line 1: no JSON"),
        ([{"question": "One?"}], "line 1: the field 'answer' is missing"),
        ([{"question": "One?", "answer": 1}], "line 1: .* is no text"),
        ([{"question": "One?", "answer": "1"}], "has no rows with an answer"),
        (GSM8K[:1], "1 to test would leave none to train"),
    ],
)
def test_bad_files(tmp_path: Path, rows: list[dict[str, str]] | list[str], said: str) -> None:
    write(tmp_path / "train.jsonl", rows)
    with pytest.raises(UserError, match=said):
        read(f"gsm8k:{tmp_path}")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("gsm8k", "it must be one of gsm8k:PATH, math:PATH, deepmind:PATH"),
        ("gsm:x", "did you mean 'gsm8k'"),
        ("gsm8k:nowhere", "nowhere is neither a file nor a folder"),
        ("gsm8k:.", r"holds no train\*.jsonl"),
    ],
)
def test_bad_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=said):
        read(source)


def test_damaged_and_ambiguous_files(tmp_path: Path) -> None:
    file = write(tmp_path / "train.jsonl.gz", GSM8K)
    file.write_bytes(file.read_bytes()[:-30])
    with pytest.raises(UserError, match="cannot read"):
        read(f"gsm8k:{file}")
    for name in ("train_a.jsonl", "train_b.jsonl"):
        write(tmp_path / "two" / name, GSM8K)
    with pytest.raises(UserError, match="holds train_a.jsonl and train_b.jsonl; name the file itself"):
        read(f"gsm8k:{tmp_path / 'two'}")
    with pytest.raises(UserError, match="gives 19 rows, 21 are asked for"):
        read(f"gsm8k:{write(tmp_path / 'one.jsonl', GSM8K)}", train=21, test=1)


@pytest.mark.parametrize(
    ("solution", "answer"),
    [
        (r"so $n = \boxed{12}$.", "12"),
        (r"\boxed{1}, then \boxed{\frac{1}{\sqrt{2}}}", r"\frac{1}{\sqrt{2}}"),
        (r"\fbox{3}", "3"),
        (r"$\boxed 5$", "5"),
        (r"\boxed{unfinished", None),
        ("none", None),
    ],
)
def test_boxed(solution: str, answer: str | None) -> None:
    assert boxed(solution) == answer
