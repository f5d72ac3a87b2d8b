"""Forms of everyday mathematics have equally many problems; those with few different ones have them several times."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from dataset.maths.families import EVERYDAY, draw_splits
from dataset.maths.problem import draw_with_repeats
from utils.errors import UserError

COUNTING = EVERYDAY["simple_counting"]


def test_forms_have_equally_many_problems_as_far_as_forty_times_their_own() -> None:
    train, test = draw_with_repeats("simple_counting", COUNTING, 14 * 500, 60, np.random.default_rng(0))
    counts = Counter(problem.form for problem in train)
    assert len(test) == 60
    many = {"few_mean", "few_median", "few_range", "mode", "extreme", "common_multiple", "bag", "outfits"}
    assert all(490 <= counts[name] <= 510 for name in many)
    for form in COUNTING:
        different = len({problem.check for problem in train if problem.form == form.name})
        assert counts[form.name] >= 490 or 30 * different <= counts[form.name] <= 40 * different, form.name
    assert 300 < counts["two_dice"] <= 440, "the sums of two dice, of which some are in the test"


def test_no_test_problem_is_in_training_in_any_form_or_wording() -> None:
    train, test = draw_with_repeats("simple_counting", COUNTING, 2000, 100, np.random.default_rng(1))
    held_out = {problem.check for problem in test}
    assert len(held_out) == 100 and not held_out & {problem.check for problem in train}
    assert draw_with_repeats("simple_counting", COUNTING, 2000, 100, np.random.default_rng(1)) == (train, test)


def test_repeated_problems_have_other_words() -> None:
    pairs = [form for form in COUNTING if form.name == "two_dice"]
    train, _ = draw_with_repeats("simple_counting", pairs, 60, 1, np.random.default_rng(0))
    assert len(train) == 60
    assert len({problem.question for problem in train}) >= 20


def test_too_few_problems() -> None:
    pairs = [form for form in COUNTING if form.name == "two_dice"]
    with pytest.raises(UserError, match="simple_counting has 11 different problems, too few for 11"):
        draw_with_repeats("simple_counting", pairs, 60, 11, np.random.default_rng(0))


def test_no_category_has_a_test_problem_of_another_one() -> None:
    names = ("quadratic_equations", "simple_equations")
    train, test = draw_splits(names, 6000, 600, np.random.default_rng(0), repeats=True)
    held_out = {problem.check for problem in test}
    assert len(test) == 600 and 5000 < len(train) <= 6000
    assert not held_out & {problem.check for problem in train}
