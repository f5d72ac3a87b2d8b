"""Scores of mathematics: what is worth the same counts; what cannot be read, or takes too long, is counted apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import evaluators.math
from dataset.common import read_metadata
from dataset.maths.answers import Verdict
from evaluators.base import NotApplicable
from evaluators.math import Math
from tests.text_data import Alone, made, show_answers, write_problems, write_questions
from utils.errors import UserError


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_problems(tmp_path_factory.mktemp("text") / "math")


def right_answers(evaluator: Math) -> list[str]:
    return [evaluator.text_format.read_answer(label) for label in evaluator.sets["all"].labels]


def test_shares_by_category(data: Path) -> None:
    evaluator = made(Math, data)
    answers = right_answers(evaluator)
    facts = evaluator.sets["all"].facts
    halves = [row for row, answer in enumerate(answers) if "/" in answer]
    sums = [row for row, known in enumerate(facts) if known["category"] == "sums" and answers[row] == "4"]
    first, second = halves[:2]
    answers[first] += "+0"  # worth the same
    answers[second] = "-" + answers[second].lstrip("-") if answers[second][0] != "-" else answers[second][1:]
    answers[sums[0]] = "4/"
    show_answers(evaluator, {"all": answers})
    metrics = evaluator.result(Alone(), None)
    assert metrics["all/equivalent"] == 18 / 20 and metrics["all/exact"] == 17 / 20
    assert metrics["all/unparsable"] == 1 / 20 and metrics["all/timed_out"] == 0
    assert metrics["all/category/sums"] == metrics["all/category/halves"] == 9 / 10
    assert "all/majority" in metrics and len(metrics) == 7
    head, everything, *categories = evaluator.table().splitlines()
    assert head.split()[-5:] == ["exact", "unparsable", "timed", "out", "majority"]
    assert everything.split()[1:3] == ["20", "90.00%"]
    assert [line.split()[1] for line in categories] == ["halves", "sums"]


def test_what_takes_too_long_is_counted_and_asked_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def slow(expected: str, given: str, *, seconds: float, decimals: int | None) -> Verdict:
        asked.append((expected, given, seconds))
        return Verdict.EQUAL if expected == given else Verdict.TIMED_OUT

    monkeypatch.setattr(evaluators.math, "equivalent", slow)
    evaluator = made(Math, data, seconds=0.5)
    answers = ["20/4+0"] * len(right_answers(evaluator))
    for _ in range(2):
        evaluator.begin_eval()
        show_answers(evaluator, {"all": answers})
        metrics = evaluator.result(Alone(), None)
        assert metrics["all/timed_out"] == 1 and metrics["all/equivalent"] == 0
    assert {seconds for _, _, seconds in asked} == {0.5}
    pairs = [pair for pair in asked if pair[1] == "20/4+0"]
    assert len(pairs) == 2 * len(set(pairs)), "once in each of the two evaluations"


@pytest.mark.parametrize(("settings", "said"), [({"seconds": 0}, "seconds=0 must be more than 0")])
def test_settings_out_of_range(data: Path, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        made(Math, data, **settings)


def test_questions_are_no_mathematics(tmp_path: Path) -> None:
    data = write_questions(tmp_path / "qa")
    with pytest.raises(NotApplicable, match="qa is no math data set .*: qa"):
        Math(data, read_metadata(data, "test"))


def test_a_rounded_answer_counts_where_the_question_asks_for_one(data: Path) -> None:
    evaluator = made(Math, data)
    assert evaluator.judge("3.14", "3.1416", {"decimals": 2}) == (True, False, False, False)
    assert evaluator.judge("3.14", "3.1416", {}) == (False, False, False, False)
    for nonsense in ("2", None, 10**9, 0.5):
        assert evaluator.judge("3.14", "3.1416", {"decimals": nonsense})[0] is False
