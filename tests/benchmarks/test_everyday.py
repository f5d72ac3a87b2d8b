"""benchmarks/everyday_*.jsonl: problems and questions as people type them, and their answers.

Sympy, or a count of cases, comes to the answer of every problem of mathematics by the `check` of its row. An answer
to a question must stand in the story, or be yes, no, a number or a day.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dataset.maths.answers import Verdict, equivalent
from dataset.maths.checks import agrees
from dataset.maths.everyday import check
from dataset.maths.families import CATEGORIES
from dataset.qa import names
from dataset.qa.modes import MODES
from dataset.qa.words import DAYS

FOLDER = Path(__file__).parents[2] / "benchmarks"


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


MATHS, QUESTIONS = read("everyday_mathematics.jsonl"), read("everyday_questions.jsonl")
OTHERS = read("everyday_mathematics_others.jsonl")


@pytest.mark.parametrize("row", MATHS, ids=lambda row: row["question"])
def test_the_answer_of_a_problem_is_verified(row: dict[str, Any]) -> None:
    assert row.keys() <= {"question", "answer", "category", "check", "accept"}
    assert agrees(row["answer"], row["check"])


def test_a_wrong_answer_of_a_problem_is_noticed() -> None:
    unlike = [equivalent(row["answer"], f"({row['answer']})+1") is not Verdict.EQUAL for row in MATHS]
    noticed = [not agrees(f"{row['answer']}+1", row["check"]) for row in MATHS if "," not in row["answer"]]
    assert all(unlike) and all(noticed) and len(noticed) > 150


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: row["question"])
def test_other_problems_have_answers_that_no_check_contradicts(row: dict[str, Any]) -> None:
    assert row.keys() == {"question", "answer", "category"}
    assert equivalent(row["answer"], row["answer"]) is Verdict.EQUAL
    assert check(row["question"], row["answer"]) is not False


def test_many_other_problems_can_be_checked() -> None:
    assert len({row["question"] for row in OTHERS}) == 150
    assert sum(check(row["question"], row["answer"]) is True for row in OTHERS) > 60


def test_the_problems_are_spread_over_all_categories() -> None:
    counts = Counter(row["category"] for row in MATHS)
    assert len(MATHS) == 200 and set(CATEGORIES) <= set(counts)
    everyday = ("plain_arithmetic", "percent", "powers_fractions", "arithmetic_word_problems", "linear_equations")
    assert sum(counts[name] for name in everyday) > 120
    assert len({row["question"] for row in MATHS}) == 200


def test_the_questions_are_of_all_kinds() -> None:
    kinds = {kind.name for mode in ("default", "advanced") for kind in MODES[mode]}
    assert {row["category"] for row in QUESTIONS} == kinds
    assert len(QUESTIONS) == len({row["question"] for row in QUESTIONS}) == 100


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["question"])
def test_a_question_has_an_answer_in_its_story_and_no_name_of_training(row: dict[str, Any]) -> None:
    words = re.findall(r"\w+", row["question"])
    assert row["answer"] in {*words, *words_of_names(words), "yes", "no", *DAYS} or row["answer"].isdigit()
    assert not {word.casefold() for word in words} & {name.casefold() for name in names.spelling()}


def words_of_names(words: list[str]) -> set[str]:
    return {word.capitalize() for word in words}
