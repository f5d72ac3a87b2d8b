"""Problems of mathematics, and the forms that they are drawn from.

    category  derivatives        form   polynomial        check  ("derivative", "3*x^2-5*x", "1")
    question  Differentiate 3*x^2-5*x.                    answer 6*x-5          notes  3*2, 6;-5*1

A category has several forms. A form draws numbers and computes the answer in whole numbers and fractions. `check`
holds what sympy needs to compute the answer in another way (`dataset.maths.checks`). It also identifies a problem
whatever its wording: two problems are the same if their checks are.

Notes are the steps of a calculation. Each is one operation on two numbers, which come from the question or are the
result of the note before: 17-5, then 12/4, and the answer is 3. A note does not contain its own result; the next note,
or the answer, begins with it, always at the same position. A result that only a later step needs is kept in front of
the notes in between (`steps.keep`), since computing two results at once is learned much later. Numbers that are looked
up rather than calculated, such as powers of a remainder, are noted as they are.

Plain arithmetic of everyday mathematics is noted digit by digit (`dataset.maths.columns`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import numpy as np

from utils.errors import UserError

_TRIES = 500
"""A form counts as exhausted when it draws this many known problems in a row."""
_REPEATS = 40
"""How often a problem may be in training where a form has few different ones."""
T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """A question in words, its answer in canonical form, and its check.

    Attributes:
        check: the name of a check function, then its arguments.
        notes: the steps of the calculation, in an order fixed by the form; see the module's docstring.
        fields: what its wording was filled with.
    """

    question: str
    answer: str
    category: str
    form: str
    check: tuple[str, ...]
    notes: tuple[str, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict, compare=False)


class Drawn(NamedTuple):
    """The result of drawing from a form: the fields of its wordings, the answer, the check and the notes."""

    fields: Mapping[str, object]
    answer: str
    check: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """One form of question.

    Attributes:
        draw: draws numbers.
        wordings: sentences with the drawn fields in braces.
    """

    name: str
    draw: Callable[[np.random.Generator], Drawn]
    wordings: tuple[str, ...]


def draw_problems(category: str, forms: Sequence[Form], count: int, rng: np.random.Generator) -> list[Problem]:
    """Draw `count` different problems in random order, equally many of each form as long as none is exhausted.

    Raises:
        UserError: the forms have fewer problems.
    """
    left, known, found = list(forms), set[tuple[str, ...]](), list[Problem]()
    while len(found) < count:
        if not left:
            raise UserError(f"{category} has {len(found)} different problems, fewer than {count}")
        form = choice(rng, left)
        drawn = _new(form, known, rng)
        if drawn is None:
            left.remove(form)
            continue
        known.add(drawn.check)
        found.append(_worded(category, form, drawn, rng))
    return [found[number] for number in rng.permutation(len(found))]


def draw_with_repeats(
    category: str, forms: Sequence[Form], train: int, test: int, rng: np.random.Generator
) -> tuple[list[Problem], list[Problem]]:
    """Training problems, equally many of each form, and test problems that are all different and not among them.

    A form with few different problems, such as powers, has them up to 40 times in training, in other words and with
    other names. A form that has none left beside the test has fewer than its share, or none.

    Raises:
        UserError: the forms have too few problems.
    """
    share, share_of_train = (-(-count // len(forms)) for count in (train + test, train))
    found = [problem for form in forms for problem in _different(category, form, share, rng)]
    found = [found[number] for number in rng.permutation(len(found))]
    tests = list({problem.check: problem for problem in found}.values())[:test]
    held_out = {problem.check for problem in tests}
    trains = [problem for problem in found if problem.check not in held_out]
    if len(tests) < test or not trains:
        raise UserError(f"{category} has {len(found)} different problems, too few for {test} of the test and training")
    counts = Counter(problem.form for problem in trains)
    for form in forms:
        for _ in range(min(share_of_train, _REPEATS * counts[form.name]) - counts[form.name]):
            drawn = _new(form, held_out, rng)
            if drawn is not None:
                trains.append(_worded(category, form, drawn, rng))
    return [trains[number] for number in rng.permutation(len(trains))][:train], tests


def _different(category: str, form: Form, count: int, rng: np.random.Generator) -> list[Problem]:
    """Up to `count` problems of a form, fewer where it has no more."""
    known, found = set[tuple[str, ...]](), list[Problem]()
    while len(found) < count and (drawn := _new(form, known, rng)) is not None:
        known.add(drawn.check)
        found.append(_worded(category, form, drawn, rng))
    return found


def _worded(category: str, form: Form, drawn: Drawn, rng: np.random.Generator) -> Problem:
    question = choice(rng, form.wordings).format_map(drawn.fields)
    return Problem(question, drawn.answer, category, form.name, drawn.check, drawn.notes, drawn.fields)


def _new(form: Form, known: set[tuple[str, ...]], rng: np.random.Generator) -> Drawn | None:
    for _ in range(_TRIES):
        drawn = form.draw(rng)
        if drawn.check not in known:
            return drawn
    return None


def choice(rng: np.random.Generator, of: Sequence[T]) -> T:
    """One of several values."""
    return of[int(rng.integers(len(of)))]


def between(rng: np.random.Generator, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    return int(rng.integers(low, high + 1))


def signed(rng: np.random.Generator, high: int, low: int = 1) -> int:
    """A whole number with an absolute value from `low` to `high`, positive or negative."""
    return between(rng, low, high) * (1 if rng.random() < 0.5 else -1)


def two(rng: np.random.Generator, low: int, high: int) -> tuple[int, int]:
    """Two different whole numbers from `low` to `high`."""
    first = between(rng, low, high)
    second = between(rng, low, high - 1)
    return first, second + (second >= first)
