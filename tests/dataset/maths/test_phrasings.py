"""Every form is asked in many ways, some of which no training problem has; plain arithmetic is right."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.maths.checks import disagreements
from dataset.maths.families import CATEGORIES, EVERYDAY
from dataset.maths.generator import generate_examples
from dataset.maths.phrasings import all_phrasings, manners
from dataset.maths.problem import Form, draw_problems
from utils.errors import UserError

FORMS = [(category, form) for category, forms in (CATEGORIES | EVERYDAY).items() for form in forms]

WITHOUT_NOTES = {
    *("power", "function", "antiderivative_of_cosine", "area_of_wave", "at_a_point", "vanishing", "sine_quotient"),
    *("circle_length", "few_median", "mode", "extreme", "cube_root"),
}
"""Forms some of whose answers need no calculation, such as the derivative of sin(x)."""


@pytest.mark.parametrize(("category", "form"), FORMS, ids=lambda part: getattr(part, "name", part))
def test_a_form_has_forty_phrasings_and_more_that_are_held_out(category: str, form: Form) -> None:
    drawn = form.draw(np.random.default_rng(0))
    found = all_phrasings(category, form, drawn.fields)
    trained = {question for question, held_out in found if not held_out}
    new = {question for question, held_out in found if held_out}
    assert len(trained) >= 40 and len(new) >= 10 and not trained & new
    assert set(wording.format_map(drawn.fields) for wording in form.wordings) <= trained
    told = [str(drawn.fields[name]) for name in ("f", "equation", "values", "first") if name in drawn.fields]
    assert all(part in question for question in trained | new for part in told)


def test_the_sentence_that_asks_is_changed_alone() -> None:
    questions = [question for question, _ in manners("Tom has 3 pens. How many pens are left?")]
    assert all(question.startswith("Tom has 3 pens. ") for question in questions)
    assert "Tom has 3 pens. tell me: how many pens are left?" in {
        question.replace("Tell", "tell") for question in questions
    }
    assert "Can you solve x=3 for x?" in {question for question, _ in manners("Solve x=3 for x.")}
    assert "what's the mean of 2, 4" in {question for question, _ in manners("Find the mean of 2, 4.")}


@pytest.mark.parametrize("category", EVERYDAY)
def test_answers_are_those_of_sympy_and_notes_lead_to_them(category: str) -> None:
    problems = draw_problems(category, EVERYDAY[category], 250, np.random.default_rng(1))
    assert disagreements(problems) == []
    assert {problem.form for problem in problems} == {form.name for form in EVERYDAY[category]}
    assert {problem.form for problem in problems if not problem.notes} <= WITHOUT_NOTES


def test_sets_share_no_problem_and_no_manner() -> None:
    sets = generate_examples((), 1900, 190, np.random.default_rng(0), everyday=True)
    assert {name: len(found) for name, found in sets.items()} == {
        ("train", "all"): 1900,
        ("test", "all"): 190,
        ("test", "new_phrasings"): 190,
    }
    again = generate_examples((), 1900, 190, np.random.default_rng(0), everyday=True)
    assert again == sets
    plain, new = sets["test", "all"], sets["test", "new_phrasings"]
    assert [one.answer for one in plain] == [one.answer for one in new]
    assert not {one.question for one in sets["train", "all"]} & {one.question for one in [*plain, *new]}
    assert sum(one.question != other.question for one, other in zip(plain, new, strict=True)) > 180
    with pytest.raises(UserError, match="percents: there are .* did you mean|nearest|percent"):
        generate_examples(("percents",), 1, 1, np.random.default_rng(0), everyday=True)


@pytest.mark.parametrize("everyday", [False, True])
def test_problems_for_calibration_are_new_and_half_of_them_damaged(everyday: bool) -> None:
    sets = generate_examples((), 190, 38, np.random.default_rng(0), calibrations=57, everyday=everyday)
    held_out = sets["calibration", "all"]
    others = {one.question for names, found in sets.items() if names[0] != "calibration" for one in found}
    assert 45 <= len(held_out) <= 57 and not {one.question for one in held_out} & others
    del sets["calibration", "all"]
    assert sets == generate_examples((), 190, 38, np.random.default_rng(0), everyday=everyday)
