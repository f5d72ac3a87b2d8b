"""Percent: shares, increases, discounts, and what a share is of.

percent_of  What is 15% of 24?                  answer 3.6      notes 5*4+00, 1*4+02, 5*2+06, 1*2+01;.6
of_what     15% of what number is 6?            answer 40       notes 6/3, 2*20
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.columns import column_product, shrinking_sum
from dataset.maths.problem import Drawn, Form, between, choice
from dataset.maths.steps import over, plus, times
from dataset.maths.writing import decimal

_SHARES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 75, 80, 90)


def _amount(rng: np.random.Generator) -> int:
    """Mostly small and round."""
    return choice(
        rng, (20 * between(rng, 1, 15), 5 * between(rng, 1, 40), between(rng, 1, 200), 20 * between(rng, 1, 100))
    )


def _round_amount(rng: np.random.Generator) -> int:
    return 20 * between(rng, 1, choice(rng, (10, 25, 60)))


def _share(p: int, b: int) -> tuple[Fraction, tuple[str, ...]]:
    """p percent of b, and the steps to it: 15% is 3/20, so that 15% of 60 is 60/20*3."""
    part = Fraction(p, 100)
    top, bottom = part.as_integer_ratio()
    if top == 1:
        return part * b, (over(b, bottom),)
    if b % bottom == 0:
        return part * b, (over(b, bottom), times(b // bottom, top))
    return part * b, (times(top, b), over(top * b, bottom))


def _percent_of(rng: np.random.Generator) -> Drawn:
    p, b = choice(rng, _SHARES), _amount(rng)
    answer = decimal(Fraction(p * b, 100))
    return Drawn({"p": p, "b": b}, answer, ("unknown", f"u={p}*{b}/100"), column_product(p, b, decimals=2))


def _which_percent(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 20) * 5, _round_amount(rng)
    a = p * b // 100
    notes = over(a, b), times(100, Fraction(a, b))
    return Drawn({"a": a, "b": b}, str(p), ("unknown", f"u=100*{a}/{b}"), notes)


def _changed(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 10) * 5, _round_amount(rng)
    up = rng.random() < 0.5
    part, notes = _share(p, b)
    change = int(part) if up else -int(part)
    does = "increase" if up else "decrease"
    fields = {"p": p, "b": b, "change": does, "upper": does.capitalize(), "more": "more" if up else "less"}
    check = ("unknown", f"u={b}{'+' if up else '-'}{b}*{p}/100")
    return Drawn(fields, str(b + change), check, (*notes, *shrinking_sum(b, change)))


def _discount(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 10) * 5, _round_amount(rng)
    part, notes = _share(p, b)
    check = ("unknown", f"u-{b}=-{b}*{p}/100")
    thing = choice(rng, ("shirt", "hat", "lamp", "bag", "book", "coat"))
    return Drawn({"p": p, "b": b, "thing": thing}, str(b - int(part)), check, (*notes, *shrinking_sum(b, -int(part))))


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
    return Drawn(fields, str(b + int(part)), ("unknown", f"u-{b}={b}*{p}/100"), (*notes, *shrinking_sum(b, int(part))))


def _change_in_percent(rng: np.random.Generator) -> Drawn:
    p, a = between(rng, 1, 19) * 5, _round_amount(rng)
    up = rng.random() < 0.5
    change = p * a // 100
    b = a + change if up else a - change
    fields = {"a": a, "b": b, "went": "went up" if up else "fell", "go": "go up" if up else "fall"}
    notes = plus(b, -a) if up else plus(a, -b), over(change, a), times(100, Fraction(change, a))
    return Drawn(fields, str(p), ("unknown", f"u*{a}/100={change}"), notes)


PERCENT = (
    Form(
        "percent_of",
        _percent_of,
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
        _with_more,
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
        _changed,
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
        _discount,
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
