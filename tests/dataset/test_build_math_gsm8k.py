"""The builder of mathematics data: its options, what it writes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataset.maths import checks, generator
from dataset.maths.families import CATEGORIES, EVERYDAY
from dataset.maths.problem import Problem
from dataset.text.format import read_format
from tests.dataset.builders import TINY as TINY_OF
from tests.dataset.maths.real_sets import GSM8K, MATH, write
from tests.harness import Ended, call, refused, snapshot

TINY = TINY_OF["build_math_gsm8k_dataset"]


def build(*arguments: str, cwd: Path) -> Ended:
    return call("dataset.build_math_gsm8k_dataset", *arguments, cwd=cwd)


def rows(data: Path, split: str) -> list[tuple[str, str, dict[str, str]]]:
    """Question, answer and facts of each example."""
    text_format = read_format(data)
    assert text_format is not None
    inputs, labels = (np.load(data / split / f"all__{name}.npy") for name in ("inputs", "labels"))
    facts = (data / split / "all__meta.jsonl").read_text().splitlines()
    return [
        (text_format.read_question(x), text_format.read_answer(y), json.loads(line))
        for x, y, line in zip(inputs, labels, facts, strict=True)
    ]


def test_generated_problems_read_back(tmp_path: Path) -> None:
    ended = build(*TINY, cwd=tmp_path)
    assert ended.status == 0 and "sympy comes to the answers of all 28 problems" in ended.out
    data = tmp_path / "data/math_gsm8k_qa"
    for split in ("train", "test"):
        found = rows(data, split)
        assert sorted(facts["category"] for _, _, facts in found) == sorted(CATEGORIES)
        for question, answer, facts in found:
            assert question and answer
            assert facts["form"] in {form.name for form in CATEGORIES[facts["category"]]}
    assert not {question for question, _, _ in rows(data, "train")} & {
        question for question, _, _ in rows(data, "test")
    }
    assert json.loads((data / "build.json").read_text())["task"] == "math"


def test_everyday_problems_can_be_spelled_and_asked_in_new_ways(tmp_path: Path) -> None:
    count = "--num-train-puzzles", "380", "--num-test-puzzles", "38"
    assert build(*count, "--everyday", "--no-check", "--output-dir", "data", cwd=tmp_path).status == 0
    data = tmp_path / "data"
    text_format = read_format(data)
    assert text_format is not None
    assert {facts["category"] for _, _, facts in rows(data, "train")} == {*CATEGORIES, *EVERYDAY}
    assert (data / "test/new_phrasings__inputs.npy").is_file()
    tokens, skipped = text_format.vocabulary.encode_known("What is the quux of Zanzibar?")
    assert skipped == [] and text_format.vocabulary.decode(tokens) == "What is the quux of Zanzibar?"
    read = text_format.vocabulary.decode(text_format.vocabulary.encode_typed("solve 2x + 3 = 7²"))
    assert read == "solve 2*x+3=7^2", "training texts have one notation, so typed ones are read in it"
    options = json.loads((data / "build.json").read_text())["options"]
    assert options["everyday"] is True
    build(*TINY, "--no-check", "--output-dir", "plain", cwd=tmp_path)
    assert "everyday" not in json.loads((tmp_path / "plain/build.json").read_text())["options"]
    assert "--everyday is about generated problems" in refused(
        build, "--everyday", "--source", "gsm8k:x", "--output-dir", "other", cwd=tmp_path
    )


def test_notes_stand_behind_the_answers_of_training(tmp_path: Path) -> None:
    some = ("--categories", "arithmetic_word_problems", "--no-check", "--output-dir", "data")
    assert build(*TINY, *some, cwd=tmp_path).status == 0
    text_format = read_format(tmp_path / "data")
    assert text_format is not None and 2 <= text_format.layout.notes <= 3
    noted = {split: np.load(tmp_path / f"data/{split}/all__labels.npy") for split in ("train", "test")}
    behind = {split: labels[:, text_format.answer_slots : text_format.layout.slots] for split, labels in noted.items()}
    assert (behind["train"][:, 0] > 0).all() and not behind["test"].any()
    assert build(*TINY, *some, "--no-notes", cwd=tmp_path).status == 0
    text_format = read_format(tmp_path / "data")
    assert text_format is not None and text_format.layout.notes == 0


def test_the_data_do_not_depend_on_workers_or_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_WORTH_PROCESSES", 1)
    some = (*TINY, "--categories", "number_theory", "geometry")
    for name, options in (("one", ("--num-workers", "1")), ("two", ("--num-workers", "2")), ("none", ("--no-check",))):
        ended = build(*some, *options, "--output-dir", name, cwd=tmp_path)
        assert ended.status == 0 and ("sympy" in ended.out) == (name != "none")
    made = [
        {k: v for k, v in snapshot(tmp_path / name).items() if k != "build.json"} for name in ("one", "two", "none")
    ]
    assert made[0] == made[1] == made[2]


def test_a_wrong_answer_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Problem("What is 12 modulo 5?", "3", "number_theory", "remainder", ("remainder", "12", "5"))
    monkeypatch.setattr(generator, "draw_splits", lambda *_, **__: ([wrong], [wrong]))
    with pytest.raises(AssertionError, match="another answer in 2 of 2 problems"):
        build(cwd=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--num-train-puzzles", "0"], "--num-train-puzzles must be at least 1"),
        (["--seed", "-1"], "--seed"),
        (["--categories", "derivative"], "did you mean 'derivatives'"),
        (["--categories", "limits", "limits"], "one is named twice"),
        (["--categories", "limits", "--source", "gsm8k:x"], "--categories is about generated problems"),
        (["--source", "gsm8k:x"], "x is neither a file nor a folder"),
        (["--categories", "discrete_math", "--num-train-puzzles", "900000"], "fewer than 902000"),
        (
            [*TINY, "--no-check", "--seq-len", "15", "--output-dir", "out"],
            "none of 14 questions fits into seq_len 15",
        ),
    ],
)
def test_mistakes(tmp_path: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = tuple(form for form in CATEGORIES["discrete_math"] if form.name == "committee")
    monkeypatch.setitem(CATEGORIES, "discrete_math", forms)
    assert said in refused(build, *arguments, cwd=tmp_path)


def test_real_sets(tmp_path: Path) -> None:
    long = {"question": "Why? " * 40, "answer": "#### 7"}
    write(tmp_path / "gsm8k/train.jsonl.gz", [*GSM8K, long])
    write(tmp_path / "gsm8k/test.jsonl", [{"question": "Ana has 99 quills.", "answer": "#### 99"}])
    options = ("--source", "gsm8k:gsm8k", "--seq-len", "40", "--output-dir", "out")
    ended = build(*options, cwd=tmp_path)
    assert ended.status == 0 and "train/all 20 questions, 1 left out: longer than 40 tokens" in ended.out
    assert rows(tmp_path / "out", "test") == [("Ana has 99 quills.", "99", {"category": "gsm8k", "form": "gsm8k"})]
    assert len(json.loads((tmp_path / "out/build.json").read_text())["sources"]) == 2
    first = snapshot(tmp_path / "out")
    assert build(*options, cwd=tmp_path).status == 0 and snapshot(tmp_path / "out") == first


def test_latex_survives_its_tokens(tmp_path: Path) -> None:
    write(tmp_path / "math.jsonl", MATH)
    assert build("--source", "math:math.jsonl", "--num-test-puzzles", "4", cwd=tmp_path).status == 0
    found = rows(tmp_path / "data/math_gsm8k_qa", "test")
    assert len(found) == 4
    for question, answer, facts in found:
        (top,) = (row for row in range(20) if question == f"What is ${row}/2$?")
        assert answer == rf"\frac{{{top}}}{{2}}" and facts["level"] == "Level 1"
