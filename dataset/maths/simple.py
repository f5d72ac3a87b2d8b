"""Stories of one step and equations of one or two: what people type most, beside plain arithmetic.

    fewer       Ana has 50 dollars and spends 18. How many dollars are left?      answer 32, note 50-18
    two_steps   2*x+3=7                                                           answer 2, notes 7-3, 4/2

These forms are drawn for `--everyday` alone.
"""

from __future__ import annotations

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed, two
from dataset.maths.steps import over, plus, times
from dataset.maths.stories import PEOPLE, THINGS
from dataset.maths.writing import linear

_MORE = ("pens", "eggs", "balls", "cups", "flowers", "sweets", "marbles", "stickers", "cookies", "oranges")
_NAMES = (*PEOPLE, *"Sam Lisa Max Anna Paul Nina Jack Omar Kim Sara David Ruth Jake Lea Mary John".split())


def _told(rng: np.random.Generator, answer: int, equation: str, note: str, **fields: object) -> Drawn:
    name, other = (_NAMES[place] for place in two(rng, 0, len(_NAMES) - 1))
    things = choice(rng, (*THINGS, *_MORE))
    verbs = {"loses": choice(rng, ("loses", "sells", "eats", "uses")), "gets": choice(rng, ("gets", "buys", "finds"))}
    cast = {"name": name, "other": other, "things": things, **verbs}
    return Drawn(cast | fields, str(answer), ("unknown", equation), (note,))


def _fewer(rng: np.random.Generator) -> Drawn:
    a = between(rng, 3, 200)
    b = between(rng, 1, min(a - 1, 99))
    return _told(rng, a - b, f"u+{b}={a}", plus(a, -b), a=a, b=b)


def _more(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 99), between(rng, 2, 60)
    return _told(rng, a + b, f"u-{b}={a}", plus(a, b), a=a, b=b)


def _each(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 30), between(rng, 2, 30)
    return _told(rng, a * b, f"u/{a}={b}", times(a, b), a=a, b=b)


def _split(rng: np.random.Generator) -> Drawn:
    b, share = between(rng, 2, 12), between(rng, 2, 20)
    return _told(rng, share, f"u*{b}={b * share}", over(b * share, b), a=b * share, b=b)


def _cost(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 30), between(rng, 2, 30)
    thing = choice(rng, ("pen", "book", "card", "coin", "stamp", "cup", "ball", "ticket"))
    return _told(rng, a * b, f"{a}*{b}-u=0", times(a, b), a=a, b=b, thing=thing)


def _speed(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 12) * 10, between(rng, 2, 9)
    vehicle = choice(rng, ("train", "car", "bus"))
    return _told(rng, a * b, f"u={a}*{b}+0", times(a, b), a=a, b=b, vehicle=vehicle)


def _before(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 60), between(rng, 2, 40)
    return _told(rng, a, f"u+{b}={a + b}+0", plus(a + b, -b), b=b, total=a + b)


SIMPLE_STORIES = (
    Form(
        "fewer",
        _fewer,
        (
            "{name} has {a} {things} and {loses} {b}. How many {things} are left?",
            "{name} had {a} {things} and gave {b} to {other}. How many {things} has {name} now?",
            "There are {a} {things} in a box. {name} takes {b}. How many are left?",
            "I had {a} {things} and {b} are gone. How many do I have left?",
            "{name} has {a} dollars and spends {b}. How many dollars are left?",
            "Of {a} {things} {b} are red. How many are not red?",
        ),
    ),
    Form(
        "more",
        _more,
        (
            "{name} has {a} {things} and {gets} {b} more. How many {things} has {name} now?",
            "{name} has {a} {things} and {other} has {b}. How many {things} have they together?",
            "There are {a} {things} in a box and {b} in a bag. How many {things} are there in all?",
            "{name} is {a} years old. How old will {name} be in {b} years?",
            "{name} is {b} years older than {other}. {other} is {a}. How old is {name}?",
        ),
    ),
    Form(
        "each",
        _each,
        (
            "{name} has {a} boxes of {b} {things}. How many {things} are there?",
            "There are {a} bags with {b} {things} each. How many {things} are there in all?",
            "Each of {a} friends has {b} {things}. How many {things} have they in total?",
            "{name} buys {a} packs of {b} {things}. How many {things} is that?",
        ),
    ),
    Form(
        "split",
        _split,
        (
            "{b} friends share {a} {things} equally. How many does each get?",
            "{name} puts {a} {things} into {b} boxes. How many {things} are in each box?",
            "{b} tickets cost {a} dollars. How much is one ticket?",
            "A rope of {a} m is cut into {b} equal pieces. How long is each piece?",
        ),
    ),
    Form(
        "cost",
        _cost,
        (
            "A {thing} costs {a} dollars. What do {b} of them cost?",
            "One {thing} is {a} dollars. How much are {b}?",
            "{name} buys {b} {things} at {a} dollars each. What does {name} pay?",
            "{name} earns {a} dollars an hour. What does {name} earn in {b} hours?",
        ),
    ),
    Form(
        "speed",
        _speed,
        (
            "A {vehicle} goes {a} km in one hour. How far does it go in {b} hours?",
            "How far does a {vehicle} go in {b} hours at {a} km per hour?",
            "At {a} km an hour, how many km is a {vehicle} driven in {b} hours?",
        ),
    ),
    Form(
        "before",
        _before,
        (
            "{name} had some {things}, got {b} more and now has {total}. How many had {name} at first?",
            "What number plus {b} is {total}?",
            "{name} thinks of a number and adds {b}. The result is {total}. What is the number?",
        ),
    ),
)

_SOLVE = ("Solve {equation} for {x}.", "What is {x} if {equation}?", "Find {x}: {equation}.", "{equation}")


def _one_step(rng: np.random.Generator) -> Drawn:
    """x+a=b, a-x=b, a*x=b, x/a=b, each also with its sides exchanged."""
    a, x = between(rng, 2, 15), between(rng, -12, 20)
    b, drawn = between(rng, 1, 30), between(rng, 0, 4)
    if drawn == 0:
        return _written(rng, f"x+{b}", str(x + b), x, plus(x + b, -b))
    if drawn == 1:
        return _written(rng, f"x-{b}", str(x - b), x, plus(x - b, b))
    if drawn == 2:
        return _written(rng, f"{b}-x", str(b - x), x, plus(b, x - b))
    if drawn == 3:
        return _written(rng, f"{a}*x", str(a * x), x, over(a * x, a))
    return _written(rng, f"x/{a}", str(x), x * a, times(x, a))


def _two_steps(rng: np.random.Generator) -> Drawn:
    a, b, x = signed(rng, 9, 2), signed(rng, 12), between(rng, -9, 12)
    left, right = linear(a, b), a * x + b
    return _written(rng, left, str(right), x, plus(right, -b), over(right - b, a))


def _written(rng: np.random.Generator, left: str, right: str, x: int, *notes: str) -> Drawn:
    sides = (right, left) if rng.random() < 0.15 else (left, right)
    equation, letter = "=".join(sides), choice(rng, ("x", "x", "x", "y", "t", "n"))
    fields = {"equation": equation.replace("x", letter), "x": letter}
    return Drawn(fields, str(x), ("equation", equation), notes)


SIMPLE_EQUATIONS = (Form("one_step", _one_step, _SOLVE), Form("two_steps", _two_steps, _SOLVE))
