"""Marked calculations of solutions as prompts."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.gsm8k import gsm8k_examples
from utils.errors import UserError


def write(folder: Path, *rows: Any) -> Path:
    folder.mkdir(exist_ok=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "train.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    return folder


def of_line(tmp_path: Path, line: str) -> tuple[list[Example], Counter[str]]:
    """The examples of a solution of one line as it is, and why there are none for some marks."""
    skipped = Skipped()
    rest = {"question": "other", "answer": "They have 97 + 89 = <<97+89=186>>186."}
    train, test = gsm8k_examples(write(tmp_path, {"question": "q", "answer": line}, rest), 0, skipped)
    found = [example for example in as_written(train) + test if str(example.id).startswith("gsm8k-1-")]
    return found, skipped.reasons


def as_written(train: list[Example]) -> list[Example]:
    """Without those with other numbers; each has one."""
    others = {str(example.id): example for example in train if str(example.id).endswith("-renumbered")}
    found = [example for example in train if str(example.id) not in others]
    for example in found:
        other = others[f"{example.id}-renumbered"]
        assert (other.kind, other.template) == (example.kind, example.template)
        assert re.sub("[0-9]", "9", other.argument) == re.sub("[0-9]", "9", example.argument)
    assert len(others) == len(found)
    return found


@pytest.mark.parametrize(
    ("line", "step", "expression", "answer"),
    [
        ("Natalia sold 48/2 = <<48/2=24>>24 clips.", "Natalia sold 48/2", "48/2", "24"),
        ("She earned 0.2 x 50 = $<<0.2*50=10>>10.", "She earned 0.2 x 50", "0.2*50", "10"),
        ("It cost $1,200 - $50= $<<1200-50=1150>>1150", "It cost $1,200 - $50", "1200-50", "1150"),
        ("He has 5 left. So 12 and 5 make <<12+5=17>>17", "So 12 and 5 make", "12+5", "17"),
        ("He has 5. He adds 12. It is <<5+12=17>>17", "He has 5. He adds 12. It is", "5+12", "17"),
        ("Each gets 10/4=<<10/4=2.5>>2.5", "Each gets 10/4", "10/4", "2.5"),
    ],
)
def test_a_step_becomes_a_question(tmp_path: Path, line: str, step: str, expression: str, answer: str) -> None:
    (example,), reasons = of_line(tmp_path, line)
    assert step in example.prompt and "<<" not in example.prompt and len(example.prompt) > len(step)
    assert (example.argument, example.expected_answer) == (expression, answer)
    assert (example.source, example.category, example.kind) == ("gsm8k", "calculator", "gsm8k")
    assert not reasons


def test_each_mark_of_a_line_is_an_example(tmp_path: Path) -> None:
    found, _ = of_line(tmp_path, "3*4 = <<3*4=12>>12 and 12*5 = <<12*5=60>>60\n60/4 = <<60/4=15>>15")
    assert [example.argument for example in found] == ["3*4", "12*5", "60/4"]
    assert "3*4 = 12 and 12*5" in found[1].prompt
    assert [example.id for example in found] == ["gsm8k-1-1", "gsm8k-1-2", "gsm8k-1-3"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("It is 12 = <<12=12>>12", "a mark without an operation"),
        ("It is 180//3 = <<180//3=60>>60", "an expression that cannot be calculated"),
        ("It is 3*4 = <<3*4=13>>13", "a mark whose value is another one"),
        ("It is 12*1 = <<12*1=12>>12", "a mark whose value is one of its numbers"),
        ("It is 3*4 = <<3*4=>>", "a mark whose value is another one"),
        ("It is 20% of 50 = <<0.2*50=10>>10", "a number of the expression is not in the sentence"),
        (f"{'Long ' * 50} 3*4 = <<3*4=12>>12", "a sentence of more than 200 characters"),
    ],
)
def test_marks_that_give_no_example_are_counted(tmp_path: Path, line: str, reason: str) -> None:
    found, reasons = of_line(tmp_path, line)
    assert not found and reasons == {reason: 1}


def test_problems_and_expressions_of_the_test_split_are_new(tmp_path: Path) -> None:
    lines = [f"He has {n % 60 + 2} + {n} = <<{n % 60 + 2}+{n}={n % 60 + 2 + n}>> of them" for n in range(100, 400)]
    rows = [{"question": str(number), "answer": line} for number, line in enumerate(lines + lines[:30])]
    skipped = Skipped()
    train, test = gsm8k_examples(write(tmp_path, *rows), 0, skipped)
    assert 30 <= len(test) <= 90 and {example.template for example in test} == {"seen", "unseen"}
    assert not {example.argument for example in train} & {example.argument for example in test}
    assert {example.template for example in train} == {"seen"}
    assert set(skipped.reasons) == {"a test expression that training has, too"}
    written = [example for example in train if not str(example.id).endswith("-renumbered")]
    assert len(written) + len(test) + sum(skipped.reasons.values()) == 330
    assert 1.8 * len(written) < len(train)


def test_broken_rows_are_counted_and_broken_folders_named(tmp_path: Path) -> None:
    skipped = Skipped()
    good = {"question": "q", "answer": "3 * 4 = <<3*4=12>>12"}
    rows = [3, {"question": 1, "answer": "a"}, {"question": "q"}, good]
    train, test = gsm8k_examples(write(tmp_path, *rows), 0, skipped)
    assert len(as_written(train) + test) == 1 and sum(skipped.reasons.values()) == 3
    for folder, said in ((tmp_path / "none", "is no folder"), (tmp_path, "gives no examples")):
        write(tmp_path, {"question": "q", "answer": "no marks"})
        with pytest.raises(UserError, match=said):
            gsm8k_examples(folder, 0, Skipped())
    (tmp_path / "train.jsonl.gz").unlink()
    with pytest.raises(UserError, match="holds no train.jsonl or train.jsonl.gz"):
        gsm8k_examples(tmp_path, 0, Skipped())
