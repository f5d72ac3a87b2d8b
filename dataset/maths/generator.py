"""Training and test problems as questions and answers, drawn and, if wanted, checked by sympy.

sets = generate_examples(["derivatives"], 100, 20, rng)
sets["train", "all"][0]
Example("Differentiate 3*x^2.", "6*x", {"category": "derivatives", "form": "polynomial"}, ("3*2",))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

import numpy as np

from dataset.maths.checks import require_agreement
from dataset.maths.families import CATEGORIES, EVERYDAY, draw_splits
from dataset.maths.phrasings import draw_phrasing
from dataset.maths.problem import Problem
from dataset.text.damage import damaged
from dataset.text.writer import Example
from utils.errors import UserError, nearest


def generate_examples(
    categories: Sequence[str],
    trains: int,
    tests: int,
    rng: np.random.Generator,
    *,
    calibrations: int = 0,
    everyday: bool = False,
    notes: bool = True,
    check: bool = False,
    processes: int = 1,
) -> dict[tuple[str, str], list[Example]]:
    """Draw training and test problems, as many of each category: examples by split and set.

    Args:
        categories: keys of `CATEGORIES`, and of `EVERYDAY` if `everyday`; none means all.
        calibrations: number of further problems for the split `calibration`, fewer where too few are new. They are
            worded like training problems; every second one is then damaged (`dataset.text.damage`). The other sets do
            not depend on this number.
        everyday: also plain arithmetic, and training problems in the many phrasings of `dataset.maths.phrasings`. The
            test problems then stand in `all` in the usual wordings, and once more in `new_phrasings`, in phrasings that
            no training problem has.
        notes: whether examples have notes.
        check: let sympy compute every answer in another way.
        processes: how many processes share that work.

    Raises:
        UserError: a category does not exist, is named twice, or has too few different problems.
    """
    known = CATEGORIES | EVERYDAY if everyday else CATEGORIES
    _require_categories(categories, known)
    names = categories or tuple(known)
    train, test = draw_splits(names, trains, tests, rng, repeats=everyday)
    if check:
        require_agreement([*test, *train], processes)
    drawn = {("train", "all"): train, ("test", "all"): test}
    if everyday:
        phrased = _phrased(train, rng, held_out=False)
        drawn["test", "new_phrasings"] = _phrased(test, rng, held_out=True)
        asked = {problem.question for problem in (*test, *drawn["test", "new_phrasings"])}
        drawn["train", "all"] = [problem for problem in phrased if problem.question not in asked]
    if calibrations:
        further = _further(names, calibrations, {problem.check for problem in (*train, *test)}, rng)
        if check:
            require_agreement(further, processes)
        further = _phrased(further, rng, held_out=False) if everyday else further
        asked = {problem.question for problem in drawn["train", "all"]}
        worded = _every_second_damaged(further, rng)
        drawn["calibration", "all"] = [problem for problem in worded if problem.question not in asked]
    return {place: [_example(problem, notes) for problem in problems] for place, problems in drawn.items()}


def _phrased(problems: Sequence[Problem], rng: np.random.Generator, held_out: bool) -> list[Problem]:
    """Problems in other words, either in those that are held out for the test or in all others."""
    known = CATEGORIES | EVERYDAY
    forms = {(category, form.name): form for category, found in known.items() for form in found}
    return [
        replace(
            problem,
            question=draw_phrasing(
                problem.category, forms[problem.category, problem.form], problem.fields, rng, held_out
            ),
        )
        for problem in problems
    ]


def _further(
    categories: Sequence[str], count: int, known: Set[tuple[str, ...]], rng: np.random.Generator
) -> list[Problem]:
    """Up to `count` problems whose checks are not `known`."""
    _, drawn = draw_splits(categories, 0, 2 * count, rng)
    return [problem for problem in drawn if problem.check not in known][:count]


def _every_second_damaged(problems: Sequence[Problem], rng: np.random.Generator) -> list[Problem]:
    return [
        replace(problem, question=damaged(problem.question, rng)) if number % 2 else problem
        for number, problem in enumerate(problems)
    ]


def _require_categories(categories: Sequence[str], known: Mapping[str, object]) -> None:
    for name in categories:
        if name not in known:
            raise UserError(f"--categories {name}: there are {', '.join(known)}{nearest(name, known)}")
    if len(set(categories)) < len(categories):
        raise UserError(f"--categories {' '.join(categories)}: one is named twice")


def _example(problem: Problem, notes: bool) -> Example:
    facts = {"category": problem.category, "form": problem.form}
    return Example(problem.question, problem.answer, facts, problem.notes if notes else ())
