"""Percent: shares, increases, discounts, and what a share is of.

percent_of  What is 20% of 45?                  answer 9        notes 20*45, 900/100
of_what     20% of what number is 8?            answer 40       notes 100*8, 800/20
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice
from dataset.maths.steps import over, plus, times
from dataset.maths.writing import number

_SHARES = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 90)


def _percent_of(rng: np.random.Generator) -> Drawn:
    p, b = choice(rng, _SHARES), choice(rng, (between(rng, 1, 999), 20 * between(rng, 1, 100)))
    answer = Fraction(p * b, 100)
    notes = times(p, b), over(p * b, 100)
    return Drawn({"p": p, "b": b}, number(answer), ("unknown", f"u={p}*{b}/100"), notes)


def _which_percent(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 20) * 5, between(rng, 1, 100) * 20
    a = p * b // 100
    return Drawn({"a": a, "b": b}, str(p), ("unknown", f"u=100*{a}/{b}"), (times(100, a), over(100 * a, b)))


def _changed(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 10) * 5, between(rng, 1, 100) * 20
    up = rng.random() < 0.5
    change = p * b // 100
    answer = b + change if up else b - change
    does = "increase" if up else "decrease"
    fields = {"p": p, "b": b, "change": does, "upper": does.capitalize(), "more": "more" if up else "less"}
    check = ("unknown", f"u={b}{'+' if up else '-'}{b}*{p}/100")
    return Drawn(fields, str(answer), check, (times(p, b), over(p * b, 100), plus(b, answer - b)))


def _discount(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 10) * 5, between(rng, 1, 100) * 20
    off = p * b // 100
    check = ("unknown", f"u-{b}=-{b}*{p}/100")
    thing = choice(rng, ("shirt", "hat", "lamp", "bag", "book", "coat"))
    notes = times(p, b), over(p * b, 100), plus(b, -off)
    return Drawn({"p": p, "b": b, "thing": thing}, str(b - off), check, notes)


def _of_what(rng: np.random.Generator) -> Drawn:
    p, b = choice(rng, _SHARES), between(rng, 1, 50) * 20
    a = Fraction(p * b, 100)
    if a.denominator > 1:
        a, b = a * 5, b * 5
    notes = times(100, int(a)), over(100 * int(a), p)
    return Drawn({"p": p, "a": a}, str(b), ("unknown", f"{p}*u/100={a}"), notes)


def _with_more(rng: np.random.Generator) -> Drawn:
    p, b = choice(rng, (5, 10, 15, 20, 25)), between(rng, 1, 20) * 20
    more = p * b // 100
    notes = times(p, b), over(p * b, 100), plus(b, more)
    fields = {"p": p, "b": b, "what": choice(rng, ("tip", "tax"))}
    return Drawn(fields, str(b + more), ("unknown", f"u-{b}={b}*{p}/100"), notes)


def _change_in_percent(rng: np.random.Generator) -> Drawn:
    p, a = between(rng, 1, 19) * 5, between(rng, 1, 50) * 20
    up = rng.random() < 0.5
    b = a + p * a // 100 if up else a - p * a // 100
    fields = {"a": a, "b": b, "went": "went up" if up else "fell", "go": "go up" if up else "fall"}
    notes = plus(b, -a) if up else plus(a, -b), times(abs(b - a), 100), over(100 * abs(b - a), a)
    return Drawn(fields, str(p), ("unknown", f"u*{a}/100={abs(b - a)}"), notes)


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
