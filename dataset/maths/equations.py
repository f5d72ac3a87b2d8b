"""Linear equations, systems of two or three of them, and quadratic equations."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed, two
from dataset.maths.steps import apart, keep, over, plus, root, times
from dataset.maths.writing import linear, number, polynomial, radical_term, roots, terms

_LETTERS = ("x", "y", "t", "n")
_SOLVE = (
    "Solve {equation} for {x}.",
    "What is {x} if {equation}?",
    "Find {x}: {equation}.",
    "Let {equation}. What is {x}?",
)


# ---- linear equations


def _equation(rng: np.random.Generator, left: str, right: str, x: Fraction | int, *notes: str) -> Drawn:
    """The question uses any letter, the check always x."""
    equation, letter = f"{left}={right}", choice(rng, _LETTERS)
    fields = {"equation": equation.replace("x", letter), "x": letter}
    return Drawn(fields, number(x), ("equation", equation), notes)


def _one_side(rng: np.random.Generator) -> Drawn:
    a, b, x = between(rng, 2, 9), signed(rng, 9), between(rng, -9, 9)
    return _equation(rng, linear(a, b), str(a * x + b), x, plus(a * x + b, -b), over(a * x, a))


def _both_sides(rng: np.random.Generator) -> Drawn:
    (c, a), b, x = sorted(two(rng, 1, 9)), signed(rng, 9), between(rng, -9, 9)
    d = (a - c) * x + b
    notes = plus(a, -c), keep(a - c, plus(d, -b)), over(d - b, a - c)
    return _equation(rng, linear(a, b), linear(c, d), x, *notes)


def _bracket(rng: np.random.Generator) -> Drawn:
    a, b, x = between(rng, 2, 9), signed(rng, 9), between(rng, -9, 9)
    return _equation(rng, f"{a}*({linear(1, b)})", str(a * (x + b)), x, over(a * (x + b), a), plus(x + b, -b))


def _divided(rng: np.random.Generator) -> Drawn:
    a, b, c = between(rng, 2, 9), signed(rng, 9), between(rng, -9, 9)
    return _equation(rng, terms((Fraction(1, a), "x"), (b, "")), str(c), a * (c - b), plus(c, -b), times(a, c - b))


def _fraction(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 9), signed(rng, 9)
    c = choice(rng, [c for c in range(-9, 10) if (c - b) % a])
    return _equation(rng, linear(a, b), str(c), Fraction(c - b, a), plus(c, -b), over(c - b, a))


LINEAR_EQUATIONS = (
    Form("one_side", _one_side, _SOLVE),
    Form("both_sides", _both_sides, _SOLVE),
    Form("bracket", _bracket, _SOLVE),
    Form("divided", _divided, _SOLVE),
    Form("fraction", _fraction, _SOLVE),
)


# ---- systems of equations

SYSTEM = (
    "Solve {first} and {second} for x and y.",
    "Find x and y: {first}, {second}.",
    "What are x and y if {first} and {second}?",
)
_LEGS = {"hens": 2, "sheep": 4, "ants": 6, "spiders": 8}


def _system(first: str, second: str, x: int, y: int, *notes: str) -> Drawn:
    check = ("system", f"{first}, {second}", "x, y")
    return Drawn({"first": first, "second": second}, f"x={x}, y={y}", check, notes)


def _sum_and_difference(rng: np.random.Generator) -> Drawn:
    x, y = between(rng, -25, 25), between(rng, -25, 25)
    notes = plus(x + y, x - y), over(2 * x, 2), plus(x + y, -x)
    return _system(f"x+y={x + y}", f"x-y={x - y}", x, y, *notes)


def _substitution(rng: np.random.Generator) -> Drawn:
    x, b, c = between(rng, -5, 5), signed(rng, 9), between(rng, 1, 3)
    a = choice(rng, [a for a in range(-4, 5) if a not in (0, -c)])
    y = a * x + b
    second = f"{terms((c, 'x'), (1, 'y'))}={c * x + y}"
    factor, total = a + c, (a + c) * x
    notes = plus(a, c), keep(factor, plus(total + b, -b)), over(total, factor), times(a, x), keep(x, plus(a * x, b))
    return _system(f"y={linear(a, b)}", second, x, y, *notes)


def _elimination(rng: np.random.Generator) -> Drawn:
    x, y, b = between(rng, -5, 5), between(rng, -5, 5), signed(rng, 4)
    d = choice(rng, [d for d in range(-4, 5) if d not in (0, b)])
    first, second = (f"{terms((1, 'x'), (factor, 'y'))}={x + factor * y}" for factor in (b, d))
    factor, right = b - d, x + b * y
    total = factor * y
    steps = plus(b, -d), keep(factor, plus(right, total - right)), over(total, factor)
    notes = *steps, times(b, y), keep(y, plus(right, -b * y))
    return _system(first, second, x, y, *notes)


def _pairwise(rng: np.random.Generator) -> Drawn:
    x, y, z = (between(rng, -9, 9) for _ in range(3))
    first, second, third = f"x+y={x + y}", f"y+z={y + z}", f"x+z={x + z}"
    asked, value, others = choice(rng, [("x", x, y + z), ("y", y, x + z), ("z", z, x + y)])
    fields = {"first": first, "second": second, "third": third, "asked": asked}
    check = ("system", f"{first}, {second}, {third}", "x, y, z", asked)
    total = x + y + z
    notes = plus(x + y, y + z), plus(total + y, x + z), over(2 * total, 2), plus(total, -others)
    return Drawn(fields, str(value), check, notes)


def _legs(rng: np.random.Generator) -> Drawn:
    (kind, legs), (other, more) = (list(_LEGS.items())[place] for place in sorted(two(rng, 0, 3)))
    heads = between(rng, 3, 20)
    x = between(rng, 1, heads - 1)
    feet = legs * x + more * (heads - x)
    fields = {"heads": heads, "legs": feet, "first": kind, "second": other}
    check = ("system", f"x+y={heads}, {legs}*x+{more}*y={feet}", "x, y", "x")
    missing = more * heads - feet
    notes = times(more, heads), plus(more * heads, -feet), keep(missing, plus(more, -legs)), over(missing, more - legs)
    return Drawn(fields, str(x), check, notes)


SYSTEMS_OF_EQUATIONS = (
    Form("sum_and_difference", _sum_and_difference, SYSTEM),
    Form("substitution", _substitution, SYSTEM),
    Form("elimination", _elimination, SYSTEM),
    Form(
        "pairwise",
        _pairwise,
        (
            "Let {first}, {second} and {third}. What is {asked}?",
            "Find {asked} if {first}, {second} and {third}.",
            "What is {asked} if {first}, {second}, {third}?",
        ),
    ),
    Form(
        "legs",
        _legs,
        (
            "{heads} {first} and {second} have {legs} legs. How many {first} are there?",
            "A farm has {heads} {first} and {second} with {legs} legs in all. How many {first} are there?",
            "Of {heads} {first} and {second} there are {legs} legs. How many are {first}?",
        ),
    ),
)


# ---- quadratic equations

_NO_SQUARES = [n for n in range(2, 91) if isqrt(n) ** 2 != n]
_ROOTS = (
    "Solve {equation} for x.",
    "What are the roots of {equation}?",
    "Find all x with {equation}.",
)


def _integer_roots(rng: np.random.Generator) -> Drawn:
    a, r, s = choice(rng, (-2, -1, 1, 2, 3)), between(rng, -12, 12), between(rng, -12, 12)
    equation = f"{polynomial([a, -a * (r + s), a * r * s])}=0"
    notes = *apart(a, r, s), plus(r + s, -abs(r - s))
    return Drawn({"equation": equation}, roots([r, s]), ("roots", equation), notes)


def _factored(rng: np.random.Generator) -> Drawn:
    a, b, c = between(rng, 2, 9), signed(rng, 9), signed(rng, 9)
    equation = f"({linear(a, b)})*({linear(1, c)})=0"
    both = (Fraction(-b, a), -c)
    return Drawn({"equation": equation}, roots(both), ("roots", equation), (over(-b, a), keep(both[0], -c)))


def _shifted_square(rng: np.random.Generator) -> Drawn:
    k, a, b = between(rng, 1, 5), signed(rng, 12), between(rng, 1, 12)
    equation = f"{terms((k, f'({linear(1, a)})^2'))}={k * b * b}"
    notes = over(k * b * b, k), root(b * b), plus(-a, b)
    return Drawn({"equation": equation}, roots([-a - b, b - a]), ("roots", equation), notes)


def _larger_root(rng: np.random.Generator) -> Drawn:
    p = between(rng, -9, 9)
    inside = choice(rng, _NO_SQUARES)
    equation = f"{polynomial([1, -2 * p, p * p - inside])}=0"
    answer = terms((p, ""), radical_term(inside))
    notes = over(-2 * p, -2), times(p, p), keep(p, plus(p * p, inside - p * p)), keep(p, root(inside))
    return Drawn({"equation": equation}, answer, ("larger_root", equation), notes)


def _discriminant(rng: np.random.Generator) -> Drawn:
    a, b, c = between(rng, 1, 5), between(rng, -9, 9), signed(rng, 9)
    f = polynomial([a, b, c])
    notes = times(4, a), times(4 * a, c), keep(4 * a * c, times(b, b)), plus(b * b, -4 * a * c)
    return Drawn({"f": f}, str(b * b - 4 * a * c), ("discriminant", f), notes)


def _sum_of_roots(rng: np.random.Generator) -> Drawn:
    a, b, c = between(rng, 2, 9), signed(rng, 9), signed(rng, 9)
    equation = f"{polynomial([a, b, c])}=0"
    what = choice(rng, ("sum", "product"))
    top = -b if what == "sum" else c
    fields, check = {"equation": equation, "what": what}, (f"{what}_of_roots", equation)
    return Drawn(fields, number(Fraction(top, a)), check, (over(top, a),))


def _least_value(rng: np.random.Generator) -> Drawn:
    a, b = signed(rng, 2), signed(rng, 9)
    c = signed(rng, 40)
    f = polynomial([a, 2 * a * b, c])
    fields = {"f": f, "which": "smallest" if a > 0 else "largest"}
    notes = over(2 * a * b, 2 * a), times(b, b), times(a, b * b), plus(c, -a * b * b)
    return Drawn(fields, str(c - a * b * b), ("extreme", f), notes)


QUADRATIC_EQUATIONS = (
    Form("integer_roots", _integer_roots, _ROOTS),
    Form("factored", _factored, _ROOTS),
    Form("shifted_square", _shifted_square, _ROOTS),
    Form(
        "larger_root",
        _larger_root,
        (
            "What is the larger root of {equation}?",
            "Find the larger root of {equation}.",
            "Solve {equation} for the larger root.",
        ),
    ),
    Form(
        "discriminant",
        _discriminant,
        (
            "What is the discriminant of {f}?",
            "Find the discriminant of {f}.",
            "Compute the discriminant of {f}.",
        ),
    ),
    Form(
        "sum_of_roots",
        _sum_of_roots,
        (
            "What is the {what} of the roots of {equation}?",
            "Find the {what} of the roots of {equation}.",
            "Compute the {what} of both roots of {equation}.",
        ),
    ),
    Form(
        "least_value",
        _least_value,
        (
            "What is the {which} value of {f}?",
            "Find the {which} value of {f}.",
            "Over all x, what is the {which} value of {f}?",
        ),
    ),
)
