"""Equations of one or two steps, in signs and in words.

two_steps   2*x+3=7                                                 answer 2        notes 7-3, 4/2
squared     x^2=49                                                  answer -7, 7    note sqrt(49)
in_words    3 times a number is 21. What is the number?             answer 7        note 21/3
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.equations import SYSTEM
from dataset.maths.problem import Drawn, Form, between, choice, signed, two
from dataset.maths.steps import apart, keep, over, plus, root, times
from dataset.maths.writing import linear, number, polynomial, roots, terms

_SOLVE = (
    "Solve {equation} for {x}.",
    "What is {x} if {equation}?",
    "Find {x}: {equation}.",
    "{equation}",
    "{equation}, {x}=?",
    "Solve {equation}.",
)
_ROOTS = ("Solve {equation} for x.", "What are the roots of {equation}?", "{equation}", "Find all x with {equation}.")


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


def _on_both_sides(rng: np.random.Generator) -> Drawn:
    """5*x=2*x+12"""
    a, c, x = between(rng, 2, 9), between(rng, 1, 8), between(rng, -9, 12)
    a += a == c
    b = (a - c) * x
    left, right = linear(a, 0), linear(c, b)
    return _written(rng, left, right, x, plus(a, -c), over(b, a - c))


def _two_brackets(rng: np.random.Generator) -> Drawn:
    """2*(x+3)=3*(x-1)"""
    a, c = two(rng, 1, 6)
    b, x = signed(rng, 9), between(rng, -12, 12)
    if a * (x + b) % c:
        b = -x + c * signed(rng, 3)
    d = a * (x + b) // c - x
    left, right = (f"{k}*({linear(1, inner)})" if k > 1 else linear(1, inner) for k, inner in ((a, b), (c, d)))
    notes = times(a, b), keep(a * b, times(c, d)), plus(c * d, -a * b), keep(c * d - a * b, plus(a, -c))
    return _written(rng, left, right, x, *notes, over(c * d - a * b, a - c))


def _sum_divided(rng: np.random.Generator) -> Drawn:
    """(x+1)/3=5"""
    a, b, c = between(rng, 2, 9), signed(rng, 12), between(rng, -9, 12)
    return _written(rng, f"({linear(1, b)})/{a}", str(c), a * c - b, times(a, c), plus(a * c, -b))


def _fraction_solution(rng: np.random.Generator) -> Drawn:
    """10*x+1=6"""
    a, b, top = between(rng, 2, 12), between(rng, -9, 9), signed(rng, 12)
    left = linear(a, b)
    equation, notes = f"{left}={top + b}", (plus(top + b, -b), over(top, a)) if b else (over(top, a),)
    return Drawn({"equation": equation, "x": "x"}, number(Fraction(top, a)), ("equation", equation), notes)


def _value_after(rng: np.random.Generator) -> Drawn:
    a, x, c = between(rng, 2, 9), between(rng, -9, 20), signed(rng, 12)
    fields = {"equation": f"{a}*x={a * x}", "wanted": linear(1, c)}
    return Drawn(fields, str(x + c), ("unknown", f"{a}*(u-{c})={a * x}"), (over(a * x, a), plus(x, c)))


def _roots(rng: np.random.Generator, equation: str, values: tuple[int, int], *notes: str) -> Drawn:
    return Drawn({"equation": equation}, roots(values), ("roots", equation), notes)


def _squared(rng: np.random.Generator) -> Drawn:
    """x^2=49, x^2-49=0, 2*x^2-98=0"""
    r = between(rng, 1, 20)
    a = 1 if rng.random() < 0.6 else between(rng, 2, 5)
    left, right = terms((a, "x^2")), a * r * r
    equation = f"{left}={right}" if rng.random() < 0.5 else f"{left}-{right}=0"
    notes = (root(r * r),) if a == 1 else (over(right, a), root(r * r))
    return _roots(rng, equation, (-r, r), *notes)


def _monic(rng: np.random.Generator) -> Drawn:
    """x^2-5*x+6=0, x^2=5*x-6"""
    r, s = between(rng, -9, 9), between(rng, -9, 9)
    equation = f"{polynomial([1, -r - s, r * s])}=0"
    if rng.random() < 0.2:
        equation = f"x^2={polynomial([r + s, -r * s])}"
    return _roots(rng, equation, (r, s), *apart(1, r, s), plus(r + s, -abs(r - s)))


def _without_constant(rng: np.random.Generator) -> Drawn:
    """x^2-5*x=0, x*(x-5)=0"""
    a, r = choice(rng, (1, 1, 2, 3)), signed(rng, 12)
    if rng.random() < 0.4:
        return _roots(rng, f"x*({linear(1, -r)})=0", (0, r), str(r))
    return _roots(rng, f"{polynomial([a, -a * r, 0])}=0", (0, r), over(a * r, a))


def _in_factors(rng: np.random.Generator) -> Drawn:
    """(x-3)*(x+4)=0"""
    r, s = signed(rng, 12), signed(rng, 12)
    notes = str(r), keep(r, s)
    return _roots(rng, f"({linear(1, -r)})*({linear(1, -s)})=0", (r, s), *notes)


def _in_words(rng: np.random.Generator) -> Drawn:
    a, x = between(rng, 2, 12), between(rng, 2, 30)
    said, result, note = choice(
        rng,
        (
            (f"{a} times a number", a * x, over(a * x, a)),
            (f"A number times {a}", a * x, over(a * x, a)),
            (f"The sum of a number and {a}", a + x, plus(a + x, -a)),
            (f"A number plus {a}", a + x, plus(a + x, -a)),
            (f"A number minus {a}", x - a, plus(x - a, a)),
            (f"{a} less than a number", x - a, plus(x - a, a)),
        ),
    )
    equation = f"{a}*u={result}" if "times" in said else f"u+{a}={result}" if result == a + x else f"u-{a}={result}"
    fields = {"said": said, "result": result, "lower": said[0].lower() + said[1:]}
    return Drawn(fields, str(x), ("unknown", equation), (note,))


def _divided_in_words(rng: np.random.Generator) -> Drawn:
    a, x = between(rng, 2, 12), between(rng, 2, 20)
    part = {2: "Half", 3: "A third"}.get(a, f"1/{a}")
    said = f"{part} of a number" if rng.random() < 0.5 else f"A number divided by {a}"
    fields = {"said": said, "result": x, "lower": said[0].lower() + said[1:]}
    return Drawn(fields, str(a * x), ("unknown", f"u/{a}={x}"), (times(x, a),))


def _larger_number(rng: np.random.Generator) -> Drawn:
    x, y = between(rng, 1, 60), between(rng, 1, 60)
    x, y = max(x, y) + 1, min(x, y)
    larger = rng.random() < 0.6
    notes = plus(x + y, x - y if larger else y - x), over(2 * (x if larger else y), 2)
    check = ("system", f"x+y={x + y}, x-y={x - y}", "x, y", "x" if larger else "y")
    fields = {"total": x + y, "apart": x - y, "which": "larger" if larger else "smaller"}
    return Drawn(fields, str(x if larger else y), check, notes)


def _multiple(rng: np.random.Generator) -> Drawn:
    """y=3*x, x+y=8"""
    k, x = between(rng, 2, 6), signed(rng, 9)
    first, second = f"y={k}*x", f"x+y={(k + 1) * x}"
    if rng.random() < 0.5:
        first, second = second, first
    notes = plus(1, k), over((k + 1) * x, k + 1), keep(x, times(k, x))
    fields = {"first": first, "second": second}
    return Drawn(fields, f"x={x}, y={k * x}", ("system", f"{first}, {second}", "x, y"), notes)


def _same_y(rng: np.random.Generator) -> Drawn:
    """2*x+y=11, x+y=7"""
    (a, b), x, y = two(rng, 1, 5), between(rng, -9, 9), between(rng, -9, 9)
    way = choice(rng, (1, -1))
    first, second = (f"{terms((k, 'x'), (way, 'y'))}={k * x + way * y}" for k in (a, b))
    total = (a - b) * x
    steps = plus(a, -b), keep(a - b, plus(a * x + way * y, -b * x - way * y)), over(total, a - b)
    fields = {"first": first, "second": second}
    notes = *steps, keep(x, times(b, x)), keep(x, plus(b * x + way * y, -b * x) if way > 0 else plus(b * x, y - b * x))
    return Drawn(fields, f"x={x}, y={y}", ("system", f"{first}, {second}", "x, y"), notes)


def _fraction_left(rng: np.random.Generator) -> Drawn:
    """x/3+2=5"""
    a, b, x = between(rng, 2, 9), signed(rng, 9), between(rng, -9, 9)
    left = terms((Fraction(1, a), "x"), (b, ""))
    return _written(rng, left, number(x + b), a * x, plus(x + b, -b), times(x, a))


_SYSTEM = (*SYSTEM, "{first}, {second}")
_SAID = (
    "{said} is {result}. What is the number?",
    "If {lower} is {result}, what is the number?",
    "Find the number: {lower} is {result}.",
)

SIMPLE_EQUATIONS = (
    Form("one_step", _one_step, _SOLVE),
    Form("two_steps", _two_steps, _SOLVE),
    Form("on_both_sides", _on_both_sides, _SOLVE),
    Form("fraction_left", _fraction_left, _SOLVE),
    Form("two_brackets", _two_brackets, _SOLVE),
    Form("sum_divided", _sum_divided, _SOLVE),
    Form("fraction_solution", _fraction_solution, _SOLVE),
    Form(
        "value_after",
        _value_after,
        ("If {equation}, what is {wanted}?", "What is {wanted} if {equation}?", "Let {equation}. What is {wanted}?"),
    ),
    Form("squared", _squared, _ROOTS),
    Form("monic", _monic, _ROOTS),
    Form("without_constant", _without_constant, _ROOTS),
    Form("in_factors", _in_factors, _ROOTS),
    Form("in_words", _in_words, _SAID),
    Form("divided_in_words", _divided_in_words, _SAID),
    Form(
        "larger_number",
        _larger_number,
        (
            "Two numbers add up to {total} and differ by {apart}. What is the {which} one?",
            "The sum of two numbers is {total}, their difference is {apart}. What is the {which} number?",
            "Two numbers have the sum {total} and the difference {apart}. Find the {which} one.",
        ),
    ),
    Form("multiple", _multiple, _SYSTEM),
    Form("same_y", _same_y, _SYSTEM),
)
