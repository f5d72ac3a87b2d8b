"""Percent: shares, increases, discounts, and what a share is of.

percent_of  What is 20% of 45?                  answer 9        notes 2*45, 90/10
of_what     15% of what number is 6?            answer 40       notes 6/3, 2*20
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice
from dataset.maths.steps import adding, adding_digits, keep, multiplying, over, scaled, times, without_zeros
from dataset.maths.writing import decimal

_SHARES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 75, 80, 90)

_MOST_NOTES = 8


def _amount(rng: np.random.Generator) -> int:
    """Mostly small and round."""
    return choice(
        rng, (20 * between(rng, 1, 15), 5 * between(rng, 1, 40), between(rng, 1, 200), 20 * between(rng, 1, 100))
    )


def _round_amount(rng: np.random.Generator) -> int:
    return 20 * between(rng, 1, choice(rng, (10, 25, 60)))


def _share(p: int, b: int) -> tuple[Fraction, tuple[str, ...]]:
    """p percent of b, and the steps to it: 15% of 80 is 15*8, 120/10. Zeros are put aside."""
    (first, zeros), (second, more) = without_zeros(p), without_zeros(b)
    product = first * second
    moved = scaled(product, zeros + more - 2)
    trivial = min(first, second) == 1 and moved
    return Fraction(p * b, 100), (*(() if trivial else multiplying(first, second)), *moved)


def _ratio(a: int, b: int, kept: bool = False) -> tuple[str, ...]:
    """The steps to 100*a/b: what part of b is so many percent, how often this part is in a, and how much that is.

    Args:
        kept: a was calculated before, so it is kept.
    """
    parts = next(parts for parts in (20, 10, 5, 4, 2, 1) if b % parts == 0)
    part = over(b, parts)
    return keep(a, part) if kept else part, over(a, b // parts), times(a * parts // b, 100 // parts)


def _percent_of(rng: np.random.Generator) -> Drawn:
    while True:
        p, b = choice(rng, _SHARES), _amount(rng)
        answer, notes = _share(p, b)
        if without_zeros(p)[0] < 10 or without_zeros(b)[0] < 100:
            return Drawn({"p": p, "b": b}, decimal(answer), ("unknown", f"u={p}*{b}/100"), notes)


def _which_percent(rng: np.random.Generator) -> Drawn:
    b = _round_amount(rng) if rng.random() < 0.6 else choice(rng, (4, 5, 10)) * between(rng, 2, 20)
    parts = next(parts for parts in (20, 10, 5, 4) if b % parts == 0)
    p = 100 // parts * between(rng, 1, parts)
    a = p * b // 100
    return Drawn({"a": a, "b": b}, str(p), ("unknown", f"u=100*{a}/{b}"), _ratio(a, b))


def _changed(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 10) * 5, _round_amount(rng)
    up = rng.random() < 0.5
    part, notes = _share(p, b)
    change = int(part) if up else -int(part)
    does = "increase" if up else "decrease"
    fields = {"p": p, "b": b, "change": does, "upper": does.capitalize(), "more": "more" if up else "less"}
    check = ("unknown", f"u={b}{'+' if up else '-'}{b}*{p}/100")
    return Drawn(fields, str(b + change), check, (*notes, *adding(b, change)))


def _discount(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 10) * 5, _round_amount(rng)
    part, notes = _share(p, b)
    check = ("unknown", f"u-{b}=-{b}*{p}/100")
    thing = choice(rng, ("shirt", "hat", "lamp", "bag", "book", "coat"))
    left = b - int(part)
    return Drawn({"p": p, "b": b, "thing": thing}, str(left), check, (*notes, *adding(b, -int(part))))


def _of_what(rng: np.random.Generator) -> Drawn:
    part = Fraction(choice(rng, _SHARES), 100)
    top, bottom = part.as_integer_ratio()
    unit = between(rng, 1, 30)
    a, b = top * unit, bottom * unit
    notes = (times(a, bottom),) if top == 1 else (over(a, top), times(unit, bottom))
    p = int(100 * part)
    return Drawn({"p": p, "a": a}, str(b), ("unknown", f"{p}*u/100={a}"), notes)


def _with_more(rng: np.random.Generator) -> Drawn:
    p, b = choice(rng, (5, 10, 15, 20, 25)), _round_amount(rng)
    part, notes = _share(p, b)
    fields = {"p": p, "b": b, "what": choice(rng, ("tip", "tax"))}
    total = b + int(part)
    notes = *notes, *adding(b, int(part))
    return Drawn(fields, str(total), ("unknown", f"u-{b}={b}*{p}/100"), notes)


def _change_in_percent(rng: np.random.Generator) -> Drawn:
    p, a = between(rng, 1, 19) * 5, _round_amount(rng)
    up = rng.random() < 0.5
    change = p * a // 100
    b = a + change if up else a - change
    fields = {"a": a, "b": b, "went": "went up" if up else "fell", "go": "go up" if up else "fall"}
    notes = *(adding_digits(b, -a) if up else adding_digits(a, -b)), *_ratio(change, a, kept=True)
    return Drawn(fields, str(p), ("unknown", f"u*{a}/100={change}"), notes)


def _short(draw: Callable[[np.random.Generator], Drawn]) -> Callable[[np.random.Generator], Drawn]:
    """A draw of problems with few notes."""

    def drawn(rng: np.random.Generator) -> Drawn:
        while len((found := draw(rng)).notes) > _MOST_NOTES:
            pass
        return found

    return drawn


PERCENT = (
    Form(
        "percent_of",
        _short(_percent_of),
        (
            "What is {p}% of {b}?",
            "What is {p} percent of {b}?",
            "Find {p}% of {b}.",
            "How much is a tip of {p}% on a bill of {b} dollars?",
            "What is a {p}% tip on {b} dollars?",
            "Of {b} people {p}% are children. How many are that?",
        ),
    ),
    Form(
        "of_what",
        _of_what,
        (
            "{p}% of what number is {a}?",
            "{a} is {p}% of what number?",
            "{p} percent of a number is {a}. What is the number?",
        ),
    ),
    Form(
        "with_more",
        _short(_with_more),
        (
            "What is a bill of {b} dollars with a {p}% {what}?",
            "A meal costs {b} dollars and {p}% {what}. What is the total?",
            "What do {b} dollars and {p}% {what} come to?",
        ),
    ),
    Form(
        "which_percent",
        _which_percent,
        (
            "What percent of {b} is {a}?",
            "{a} is what percent of {b}?",
            "How many percent of {b} is {a}?",
            "I got {a} out of {b} on a test. What percent is that?",
            "{a} out of {b} in percent",
        ),
    ),
    Form(
        "changed",
        _short(_changed),
        (
            "What is {b} with {p}% {more}?",
            "Find {p}% {more} than {b}.",
            "{upper} {b} by {p}%.",
            "{upper} {b} by {p} percent.",
            "{b} is {change}d by {p}%. What is it then?",
        ),
    ),
    Form(
        "discount",
        _short(_discount),
        (
            "A {thing} costs {b} dollars and is {p}% off. What is the new price?",
            "What is the price of a {thing} of {b} dollars with {p}% off?",
            "A {thing} of {b} dollars is sold {p}% cheaper. What does it cost now?",
        ),
    ),
    Form(
        "change_in_percent",
        _change_in_percent,
        (
            "The rent {went} from {a} to {b}. By how many percent did it {go}?",
            "A price {went} from {a} to {b} dollars. What is the change in percent?",
            "From {a} to {b}, how many percent is that?",
        ),
    ),
)
