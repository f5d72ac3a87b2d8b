"""A problem of mathematics, and the families that problems are drawn from.

    category  derivatives        form   polynomial        check  ("derivative", "3*x^2-5*x", "1")
    question  Differentiate 3*x^2-5*x.                    answer 6*x-5          notes  3*2, 6;-5*1

A category has several forms. A form draws its numbers and computes the answer in whole numbers and fractions; `check`
holds what sympy needs to come to the answer in another way (`dataset.maths.checks`), and says what is asked apart from
the wording: two problems are the same where their checks are.

Notes are the steps of a calculation, each one operation on two numbers, which the question tells or the note before
leads to: 17-5, then 12/4, and the answer is 3. A result is not written where it arises, but worked out by the next
note, or the answer, from a place that is always the same. One that only a later step needs is kept in front of that
(`steps.keep`), since to work out two at once is learned far later. What is looked up rather than calculated, such as
powers of a remainder, is noted as a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from utils.errors import UserError

_TRIES = 500
"""Known problems that a form may draw one after the other before it counts as used up."""
T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """A question in words, its answer in canonical form, and the kind and texts of its check.

    Attributes:
        notes: steps of the calculation, in an order that each form fixes; see the module's head.
    """

    question: str
    answer: str
    category: str
    form: str
    check: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Drawn(NamedTuple):
    """What a form draws: the fields of its wordings, the answer, the check and the notes."""

    fields: Mapping[str, object]
    answer: str
    check: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """One form of question.

    Attributes:
        draw: draws numbers.
        wordings: sentences with the fields of `draw` in braces.
    """

    name: str
    draw: Callable[[np.random.Generator], Drawn]
    wordings: tuple[str, ...]


def draw_problems(category: str, forms: Sequence[Form], count: int, rng: np.random.Generator) -> list[Problem]:
    """So many different problems, of all forms alike while they last, in random order.

    Raises:
        UserError: the forms do not have so many.
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
        question = choice(rng, form.wordings).format_map(drawn.fields)
        found.append(Problem(question, drawn.answer, category, form.name, drawn.check, drawn.notes))
    return [found[place] for place in rng.permutation(count)]


def _new(form: Form, known: set[tuple[str, ...]], rng: np.random.Generator) -> Drawn | None:
    for _ in range(_TRIES):
        drawn = form.draw(rng)
        if drawn.check not in known:
            return drawn
    return None


def choice(rng: np.random.Generator, of: Sequence[T]) -> T:
    """One of them."""
    return of[int(rng.integers(len(of)))]


def between(rng: np.random.Generator, low: int, high: int) -> int:
    """A whole number, both ends included."""
    return int(rng.integers(low, high + 1))


def signed(rng: np.random.Generator, high: int, low: int = 1) -> int:
    """A whole number of this size, with either sign."""
    return between(rng, low, high) * (1 if rng.random() < 0.5 else -1)


def two(rng: np.random.Generator, low: int, high: int) -> tuple[int, int]:
    """Two different whole numbers."""
    first = between(rng, low, high)
    second = between(rng, low, high - 1)
    return first, second + (second >= first)
