"""Rectangles, triangles, circles and boxes.

rectangle_area  What is the area of a rectangle 5 by 8?                         answer 40       note 5*8
hypotenuse      A right triangle has legs 3 and 4. How long is the hypotenuse?  answer 5        notes 3*3, ...
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice
from dataset.maths.steps import keep, over, plus, root, times
from dataset.maths.writing import number, radical, terms

_LEGS = ((3, 4), (5, 12), (8, 15), (7, 24), (20, 21))
"""Legs of right triangles whose third side is a whole number, too."""


def _shape(rng: np.random.Generator, answer: object, check: tuple[str, ...], *notes: str, **sizes: object) -> Drawn:
    """Sizes have a unit in every second problem."""
    unit = "" if rng.random() < 0.5 else choice(rng, (" cm", " m"))
    return Drawn(sizes | {"u": unit}, str(answer), check, notes)


def _size(rng: np.random.Generator) -> int:
    return between(rng, 2, 12) if rng.random() < 0.7 else between(rng, 2, 30)


def _rectangle_area(rng: np.random.Generator) -> Drawn:
    a, b = _size(rng), _size(rng)
    return _shape(rng, a * b, ("polygon", f"(0, 0), ({a}, 0), ({a}, {b}), (0, {b})"), times(a, b), a=a, b=b)


def _rectangle_perimeter(rng: np.random.Generator) -> Drawn:
    a, b = _size(rng), _size(rng)
    return _shape(rng, 2 * (a + b), ("unknown", f"u=2*{a}+2*{b}"), plus(a, b), times(2, a + b), a=a, b=b)


def _square_area(rng: np.random.Generator) -> Drawn:
    a = _size(rng)
    return _shape(rng, a * a, ("polygon", f"(0, 0), ({a}, 0), ({a}, {a}), (0, {a})"), times(a, a), a=a)


def _square_perimeter(rng: np.random.Generator) -> Drawn:
    a = _size(rng)
    return _shape(rng, 4 * a, ("unknown", f"u/4={a}"), times(4, a), a=a)


def _side_of_square(rng: np.random.Generator) -> Drawn:
    a = _size(rng)
    if rng.random() < 0.5:
        fields = {"what": "area", "value": a * a}
        return _shape(rng, a, ("larger_root", f"x^2={a * a}"), root(a * a), **fields)
    return _shape(rng, a, ("unknown", f"4*u={4 * a}"), over(4 * a, 4), what="perimeter", value=4 * a)


def _circle_area(rng: np.random.Generator) -> Drawn:
    r = _size(rng)
    return _shape(rng, terms((r * r, "pi")), ("ring", "0", str(r)), times(r, r), a=r, what="radius")


def _circle_length(rng: np.random.Generator) -> Drawn:
    r = _size(rng)
    if rng.random() < 0.3:
        return _shape(rng, terms((r, "pi")), ("unknown", f"u=pi*{r}"), a=r, what="diameter")
    return _shape(rng, terms((2 * r, "pi")), ("arc", str(r), "360"), times(2, r), a=r, what="radius")


def _triangle_area(rng: np.random.Generator) -> Drawn:
    a, b = _size(rng), _size(rng)
    check = ("polygon", f"(0, 0), ({a}, 0), (1, {b})")
    return _shape(rng, number(Fraction(a * b, 2)), check, times(a, b), over(a * b, 2), a=a, b=b)


def _cube(rng: np.random.Generator) -> Drawn:
    a = between(rng, 2, 12)
    if rng.random() < 0.7:
        return _shape(rng, a**3, ("unknown", f"u={a}^3"), times(a, a), times(a * a, a), a=a, what="volume")
    notes = times(a, a), times(6, a * a)
    return _shape(rng, 6 * a * a, ("unknown", f"u/6={a}^2"), *notes, a=a, what="surface")


def _box(rng: np.random.Generator) -> Drawn:
    a, b, c = (between(rng, 2, 12) for _ in range(3))
    return _shape(rng, a * b * c, ("unknown", f"u={a}*{b}*{c}"), times(a, b), times(a * b, c), a=a, b=b, c=c)


def _hypotenuse(rng: np.random.Generator) -> Drawn:
    if rng.random() < 0.7:
        (a, b), k = choice(rng, _LEGS), between(rng, 1, 3)
        a, b = (k * a, k * b) if rng.random() < 0.5 else (k * b, k * a)
    else:
        a, b = between(rng, 1, 9), between(rng, 1, 9)
    notes = times(a, a), keep(a * a, times(b, b)), plus(a * a, b * b), root(a * a + b * b)
    check = ("distance", "(0, 0)", f"({a}, {b})")
    return _shape(rng, radical(a * a + b * b), check, *notes, a=a, b=b)


SIMPLE_GEOMETRY = (
    Form(
        "rectangle_area",
        _rectangle_area,
        (
            "What is the area of a rectangle {a} by {b}{u}?",
            "A rectangle is {a}{u} long and {b}{u} wide. What is its area?",
            "What is the area of a rectangle with sides {a}{u} and {b}{u}?",
            "A room is {a} by {b}{u}. What is its area?",
        ),
    ),
    Form(
        "rectangle_perimeter",
        _rectangle_perimeter,
        (
            "What is the perimeter of a rectangle {a} by {b}{u}?",
            "A rectangle is {a}{u} long and {b}{u} wide. What is its perimeter?",
            "A garden is {a}{u} by {b}{u}. How long is a fence around it?",
        ),
    ),
    Form(
        "square_area",
        _square_area,
        (
            "What is the area of a square with side {a}{u}?",
            "A square has side {a}{u}. What is its area?",
            "A square has sides of {a}{u}. How large is its area?",
        ),
    ),
    Form(
        "square_perimeter",
        _square_perimeter,
        (
            "What is the perimeter of a square with side {a}{u}?",
            "A square has side {a}{u}. What is its perimeter?",
            "How long is the way around a square with side {a}{u}?",
        ),
    ),
    Form(
        "side_of_square",
        _side_of_square,
        (
            "A square has {what} {value}. How long is its side?",
            "What is the side of a square with {what} {value}?",
            "The {what} of a square is {value}. Find its side.",
        ),
    ),
    Form(
        "circle_area",
        _circle_area,
        (
            "What is the area of a circle with radius {a}{u}?",
            "A circle has radius {a}{u}. What is its area?",
            "Find the area of a circle of radius {a}{u}.",
        ),
    ),
    Form(
        "circle_length",
        _circle_length,
        (
            "What is the circumference of a circle with {what} {a}{u}?",
            "A circle has {what} {a}{u}. What is its circumference?",
            "How long is a circle with {what} {a}{u}?",
        ),
    ),
    Form(
        "triangle_area",
        _triangle_area,
        (
            "What is the area of a triangle with base {a}{u} and height {b}{u}?",
            "A triangle has base {a}{u} and height {b}{u}. What is its area?",
            "Find the area of a triangle with base {a}{u} and height {b}{u}.",
        ),
    ),
    Form(
        "cube",
        _cube,
        (
            "What is the {what} of a cube with edge {a}{u}?",
            "A cube has edges of {a}{u}. What is its {what}?",
            "What is the {what} of a cube with side {a}{u}?",
        ),
    ),
    Form(
        "box",
        _box,
        (
            "What is the volume of a box {a} by {b} by {c}{u}?",
            "A box is {a}{u} long, {b}{u} wide and {c}{u} high. What is its volume?",
            "A box measures {a} by {b} by {c}{u}. Find its volume.",
        ),
    ),
    Form(
        "hypotenuse",
        _hypotenuse,
        (
            "A right triangle has legs {a}{u} and {b}{u}. How long is the hypotenuse?",
            "What is the hypotenuse of a right triangle with legs {a}{u} and {b}{u}?",
            "The legs of a right triangle are {a}{u} and {b}{u}. What is the third side?",
            "How long is the diagonal of a rectangle {a} by {b}{u}?",
        ),
    ),
)
