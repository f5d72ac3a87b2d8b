"""Arithmetic word problems: one or two steps with small numbers.

The check of every form is an equation for the unknown u.
"""

from __future__ import annotations

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, two
from dataset.maths.steps import keep, over, plus, times

PEOPLE = ("Ana", "Ben", "Eva", "Leo", "Mia", "Tom")
THINGS = ("pens", "books", "apples", "cards", "coins", "stamps")
"""Names and things of the stories."""


def _story(rng: np.random.Generator, answer: int, equation: str, *notes: str, **fields: object) -> Drawn:
    name, other = (PEOPLE[place] for place in two(rng, 0, len(PEOPLE) - 1))
    cast = {"name": name, "other": other, "things": choice(rng, THINGS)}
    return Drawn(cast | fields, str(answer), ("unknown", equation), notes)


def _boxes_left(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 9), between(rng, 2, 9)
    c = between(rng, 1, a * b - 1)
    return _story(rng, a * b - c, f"{a}*{b}=u+{c}", times(a, b), plus(a * b, -c), a=a, b=b, c=c)


def _boxes_more(rng: np.random.Generator) -> Drawn:
    a, b, c = between(rng, 2, 9), between(rng, 2, 9), between(rng, 1, 40)
    return _story(rng, a * b + c, f"u-{c}={a}*{b}", times(a, b), plus(a * b, c), a=a, b=b, c=c)


def _price(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 9), between(rng, 2, 9)
    c, d = between(rng, 2, 7), between(rng, 2, 7)
    notes = times(a, c), keep(a * c, times(b, d)), plus(a * c, b * d)
    return _story(rng, a * c + b * d, f"(u-{c}*{a})/{d}={b}", *notes, a=a, b=b, c=c, d=d)


def _together(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 5, 50), between(rng, 2, 30)
    if b < a and rng.random() < 0.5:
        return _story(rng, 2 * a - b, f"u-{a}={a}-{b}", plus(a, -b), plus(a, a - b), a=a, b=b, more="fewer")
    return _story(rng, 2 * a + b, f"u-{a}={a}+{b}", plus(a, b), plus(a, a + b), a=a, b=b, more="more")


def _shared(rng: np.random.Generator) -> Drawn:
    b, share = between(rng, 2, 9), between(rng, 2, 25)
    c = between(rng, 1, share - 1)
    notes = over(b * share, b), plus(share, -c)
    return _story(rng, share - c, f"{b}*(u+{c})={b * share}", *notes, a=b * share, b=b, c=c)


def _pages(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 9), between(rng, 2, 9)
    c = between(rng, a * b + 1, 99)
    return _story(rng, c - a * b, f"{c}-u={a}*{b}", times(a, b), plus(c, -a * b), a=a, b=b, c=c)


def _ages(rng: np.random.Generator) -> Drawn:
    a, b, c = between(rng, 2, 12), between(rng, 2, 6), between(rng, 1, 40)
    return _story(rng, a * b + c, f"(u-{c})/{b}={a}", times(a, b), plus(a * b, c), a=a, b=b, c=c)


ARITHMETIC_WORD_PROBLEMS = (
    Form(
        "boxes_left",
        _boxes_left,
        (
            "{name} has {a} boxes of {b} {things} and gives away {c}. How many {things} are left?",
            "There are {a} bags with {b} {things} in each. {name} loses {c}. How many {things} are left?",
            "{name} buys {a} boxes of {b} {things} and sells {c}. How many {things} are left?",
        ),
    ),
    Form(
        "boxes_more",
        _boxes_more,
        (
            "{name} has {a} boxes of {b} {things} and finds {c} more. How many {things} are there in all?",
            "There are {a} bags with {b} {things} in each. {name} adds {c}. How many {things} are there in all?",
            "{name} buys {a} boxes of {b} {things} and gets {c} more. How many {things} are there in all?",
        ),
    ),
    Form(
        "price",
        _price,
        (
            "A pen costs {a} dollars and a book {b} dollars. What do {c} pens and {d} books cost?",
            "Pens cost {a} dollars, books cost {b} dollars. {name} buys {c} pens and {d} books. What is the price?",
            "With pens at {a} dollars and books at {b} dollars, what do {c} pens and {d} books cost?",
        ),
    ),
    Form(
        "together",
        _together,
        (
            "{name} has {a} {things} and {other} has {b} {more}. How many {things} have they together?",
            "{name} finds {a} {things}, {other} finds {b} {more}. How many {things} have they together?",
            "There are {a} {things} in a box and {b} {more} in a bag. How many {things} are there together?",
        ),
    ),
    Form(
        "shared",
        _shared,
        (
            "{name} shares {a} {things} among {b} friends. Each friend loses {c}. How many has each friend left?",
            "{b} friends share {a} {things} alike. Each friend sells {c}. How many has each friend left?",
            "{a} {things} are shared by {b} friends. Each friend gives away {c}. How many has each friend left?",
        ),
    ),
    Form(
        "pages",
        _pages,
        (
            "A book has {c} pages. {name} reads {a} pages a day for {b} days. How many pages are left?",
            "{name} reads {a} pages of a book a day, for {b} days. The book has {c} pages. How many pages are left?",
            "Of a book with {c} pages {name} reads {a} pages on each of {b} days. How many pages are left?",
        ),
    ),
    Form(
        "ages",
        _ages,
        (
            "{name} is {a} years old and {other} is {b} times as old. How old will {other} be in {c} years?",
            "{other} is {b} times as old as {name}, who is {a}. How old will {other} be in {c} years?",
            "{name} is {a} years old, {other} is {b} times as old. What is the age of {other} in {c} years?",
        ),
    ),
)
