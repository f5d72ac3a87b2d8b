"""Geometry of the plane, cylinders and cones, with roots and pi."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice
from dataset.maths.steps import keep, length, over, plus, times
from dataset.maths.writing import number, radical, terms

_ANGLES = (30, 36, 40, 45, 60, 72, 80, 90, 108, 120, 135, 144, 150, 160, 240, 270)
"""Angles of arcs, in degrees."""


def _cut_rectangle(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 3, 12), between(rng, 3, 12)
    c, d = between(rng, 1, min(a - 1, 9)), between(rng, 1, min(b - 1, 9))
    corners = f"(0, 0), ({a}, 0), ({a}, {b - d}), ({a - c}, {b - d}), ({a - c}, {b}), (0, {b})"
    fields = {"a": a, "b": b, "c": c, "d": d}
    notes = times(a, b), keep(a * b, times(c, d)), plus(a * b, -c * d)
    return Drawn(fields, str(a * b - c * d), ("polygon", corners), notes)


def _trapezoid(rng: np.random.Generator) -> Drawn:
    a, b, h = between(rng, 2, 12), between(rng, 2, 12), between(rng, 2, 12)
    corners = f"(0, 0), ({a}, 0), ({b}, {h}), (0, {h})"
    answer = number(Fraction((a + b) * h, 2))
    notes = plus(a, b), times(a + b, h), over((a + b) * h, 2)
    return Drawn({"a": a, "b": b, "h": h}, answer, ("polygon", corners), notes)


def _cylinder(rng: np.random.Generator) -> Drawn:
    r, h = between(rng, 1, 9), between(rng, 2, 30)
    solid, share = choice(rng, (("cylinder", 1), ("cone", 3)))
    answer = terms((Fraction(r * r * h, share), "pi"))
    check = ("revolution", solid, str(r), str(h))
    notes = times(r, r), times(r * r, h), over(r * r * h, share)
    return Drawn({"solid": solid, "r": r, "h": h}, answer, check, notes)


def _ring(rng: np.random.Generator) -> Drawn:
    r, width = between(rng, 1, 30), between(rng, 1, 9)
    outer = r + width
    answer = terms((outer**2 - r**2, "pi"))
    notes = times(2, r), plus(2 * r, width), times(width, 2 * r + width)
    return Drawn({"r": r, "width": width}, answer, ("ring", str(r), str(outer)), notes)


def _arc(rng: np.random.Generator) -> Drawn:
    r, angle = between(rng, 1, 30), choice(rng, _ANGLES)
    share = Fraction(angle, 180)  # of a half circle, whose length is r*pi
    notes = over(angle, 180), times(r, share), over(r * share.numerator, share.denominator)
    return Drawn({"r": r, "angle": angle}, terms((r * share, "pi")), ("arc", str(r), str(angle)), notes)


def _points(rng: np.random.Generator) -> tuple[int, int, int, int]:
    a, b = between(rng, -5, 5), between(rng, -5, 5)
    c = choice(rng, [c for c in range(-5, 6) if c != a])
    return a, b, c, between(rng, -5, 5)


def _distance(rng: np.random.Generator) -> Drawn:
    a, b, c, d = _points(rng)
    first, second = f"({a}, {b})", f"({c}, {d})"
    across, up = (c - a) ** 2, (d - b) ** 2
    notes = length(plus(c, -a), c - a, plus(d, -b), d - b)
    return Drawn({"first": first, "second": second}, radical(across + up), ("distance", first, second), notes)


def _slope(rng: np.random.Generator) -> Drawn:
    a, b, c, d = _points(rng)
    first, second = f"({a}, {b})", f"({c}, {d})"
    answer = number(Fraction(d - b, c - a))
    notes = plus(d, -b), keep(d - b, plus(c, -a)), over(d - b, c - a)
    return Drawn({"first": first, "second": second}, answer, ("slope", first, second), notes)


def _third_angle(rng: np.random.Generator) -> Drawn:
    a = between(rng, 10, 120)
    b = between(rng, 10, 170 - a)
    notes = plus(a, b), plus(180, -a - b)
    return Drawn({"a": a, "b": b}, str(180 - a - b), ("unknown", f"{a}+{b}+u=180"), notes)


GEOMETRY = (
    Form(
        "cut_rectangle",
        _cut_rectangle,
        (
            "A {a} by {b} rectangle loses a {c} by {d} corner. What area is left?",
            "From a {a} by {b} rectangle a {c} by {d} corner is cut. What area is left?",
            "Find the area of a {a} by {b} rectangle without a {c} by {d} corner.",
        ),
    ),
    Form(
        "trapezoid",
        _trapezoid,
        (
            "What is the area of a trapezoid with parallel sides {a} and {b} and height {h}?",
            "A trapezoid has parallel sides {a} and {b} and height {h}. What is its area?",
            "Find the area of a trapezoid of parallel sides {a} and {b} and height {h}.",
        ),
    ),
    Form(
        "cylinder",
        _cylinder,
        (
            "What is the volume of a {solid} with radius {r} and height {h}?",
            "A {solid} has radius {r} and height {h}. What is its volume?",
            "Find the volume of a {solid} of radius {r} and height {h}.",
        ),
    ),
    Form(
        "ring",
        _ring,
        (
            "A ring of width {width} goes around a circle of radius {r}. What is the area of the ring?",
            "What is the area of a ring of width {width} around a circle of radius {r}?",
            "Find the area of a ring of width {width} around a circle with radius {r}.",
        ),
    ),
    Form(
        "arc",
        _arc,
        (
            "How long is an arc of {angle} degrees on a circle of radius {r}?",
            "What is the length of an arc of {angle} degrees with radius {r}?",
            "Find the length of an arc of {angle} degrees on a circle with radius {r}.",
        ),
    ),
    Form(
        "distance",
        _distance,
        (
            "What is the distance of {first} and {second}?",
            "Find the distance between {first} and {second}.",
            "How far is {first} from {second}?",
        ),
    ),
    Form(
        "slope",
        _slope,
        (
            "What is the slope of the line through {first} and {second}?",
            "Find the slope of the line from {first} to {second}.",
            "A line goes through {first} and {second}. What is its slope?",
        ),
    ),
    Form(
        "third_angle",
        _third_angle,
        (
            "Two angles of a triangle are {a} and {b} degrees. What is the third?",
            "A triangle has angles of {a} and {b} degrees. What is its third angle?",
            "Find the third angle of a triangle with angles of {a} and {b} degrees.",
        ),
    ),
)
