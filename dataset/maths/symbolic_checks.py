"""Checks of algebra, geometry and analysis by sympy. Each takes an answer and the texts of a problem's check.

derivative("6*x-5", "3*x^2-5*x", "1")          sympy differentiates once
antiderivative("2*x^3", "6*x^2")               the derivative of the answer is 6*x^2, and the answer is 0 at 0
ode("3*exp(2*x)", "2*y'-4*y=0", "y(0)=3")      the answer, inserted for y, solves the equation
"""

from __future__ import annotations

import re

import sympy

from dataset.maths.symbolic import read

X, Y, Z, U, V = sympy.symbols("x y z u v")


def _residual(equation: str) -> sympy.Expr:
    """Left side minus right side of an equation; y' and y'' become u and v."""
    left, right = equation.replace("y''", "(v)").replace("y'", "(u)").split("=")
    return read(left) - read(right)


def _same(a: sympy.Expr, b: sympy.Expr) -> bool:
    return bool(sympy.expand(a - b) == 0)


def _point(text: str) -> sympy.Point:
    return sympy.Point(*(read(part) for part in text.strip("()").split(", ")))


# ---- equations


def unknown(answer: str, equation: str) -> bool:
    return sympy.solve(_residual(equation), U) == [read(answer)]


def equation(answer: str, equation: str) -> bool:
    residual = _residual(equation)
    return _same(residual.subs(X, read(answer)), sympy.S.Zero) and residual.diff(X) != 0


def system(answer: str, equations: str, names: str, asked: str = "") -> bool:
    symbols = [sympy.Symbol(name) for name in names.split(", ")]
    solved = sympy.solve([_residual(equation) for equation in equations.split(", ")], symbols)
    if asked:
        return _same(solved[sympy.Symbol(asked)], read(answer))
    given = dict(part.split("=") for part in answer.split(", "))
    return len(given) == len(solved) and all(_same(solved[s], read(given[s.name])) for s in symbols)


def _real_roots(polynomial: sympy.Expr, name: sympy.Symbol) -> list[sympy.Expr]:
    return sorted(root for root in sympy.roots(polynomial, name) if root.is_real)


def roots(answer: str, equation: str) -> bool:
    return _real_roots(_residual(equation), X) == [read(part) for part in answer.split(", ")]


def larger_root(answer: str, equation: str) -> bool:
    return _same(_real_roots(_residual(equation), X)[-1], read(answer))


def sum_of_roots(answer: str, equation: str) -> bool:
    found = sympy.roots(_residual(equation), X)
    return _same(sympy.Add(*(root * count for root, count in found.items())), read(answer))


def product_of_roots(answer: str, equation: str) -> bool:
    found = sympy.roots(_residual(equation), X)
    return _same(sympy.Mul(*(root**count for root, count in found.items())), read(answer))


def discriminant(answer: str, f: str) -> bool:
    return bool(sympy.discriminant(read(f), X) == read(answer))


def extreme(answer: str, f: str) -> bool:
    (place,) = sympy.solve(read(f).diff(X), X)
    return _same(read(f).subs(X, place), read(answer))


# ---- geometry


def polygon(answer: str, corners: str) -> bool:
    points = [_point(corner) for corner in re.findall(r"\([^)]*\)", corners)]
    area = sum(a.x * b.y - a.y * b.x for a, b in zip(points, points[1:] + points[:1], strict=True)) / 2
    return bool(area == read(answer))


def revolution(answer: str, solid: str, r: str, h: str) -> bool:
    width = read(r) if solid == "cylinder" else read(r) * X / read(h)
    return _same(sympy.integrate(sympy.pi * width**2, (X, 0, read(h))), read(answer))


def ring(answer: str, inner: str, outer: str) -> bool:
    return _same(sympy.integrate(2 * sympy.pi * X, (X, read(inner), read(outer))), read(answer))


def arc(answer: str, r: str, degrees: str) -> bool:
    return _same(read(r) * sympy.rad(read(degrees)), read(answer))


def distance(answer: str, first: str, second: str) -> bool:
    return bool(_point(first).distance(_point(second)) == read(answer))


def slope(answer: str, first: str, second: str) -> bool:
    return bool(sympy.Line(_point(first), _point(second)).slope == read(answer))


# ---- calculus


def derivative(answer: str, f: str, times: str) -> bool:
    return _same(read(f).diff(X, int(times)), read(answer))


def derivative_at(answer: str, f: str, place: str) -> bool:
    return _same(read(f).diff(X).subs(X, read(place)), read(answer))


def antiderivative(answer: str, f: str) -> bool:
    return _same(read(answer).diff(X), read(f)) and read(answer).subs(X, 0) == 0


def integral(answer: str, f: str, low: str, high: str) -> bool:
    return _same(sympy.integrate(read(f), (X, read(low), read(high))), read(answer))


def mean_value(answer: str, f: str, low: str, high: str) -> bool:
    p, q = read(low), read(high)
    return _same(sympy.integrate(read(f), (X, p, q)), read(answer) * (q - p))


def limit(answer: str, f: str, place: str) -> bool:
    return _same(sympy.limit(read(f), X, read(place)), read(answer))


def coefficient(answer: str, f: str, n: str) -> bool:
    return _same(sympy.series(read(f), X, 0, int(n) + 1).removeO().coeff(X, int(n)), read(answer))


def taylor(answer: str, f: str, place: str, degree: str) -> bool:
    return _same(sympy.series(read(f), X, read(place), int(degree) + 1).removeO(), read(answer))


# ---- differential equations


def ode(answer: str, equation: str, *starts: str) -> bool:
    y = read(answer)
    for start in starts:  # y(0)=3 or y'(0)=3
        left, value = start.split("=")
        place = left.lstrip("y'").strip("()")
        if not _same(y.diff(X, left.count("'")).subs(X, read(place)), read(value)):
            return False
    return _same(_residual(equation).subs({V: y.diff(X, 2), U: y.diff(X), Y: y}, simultaneous=True), sympy.S.Zero)


def constant_solution(answer: str, equation: str) -> bool:
    return sympy.solve(_residual(equation).subs(U, 0), Y) == [read(answer)]


def exponent(answer: str, equation: str) -> bool:
    found = _residual(equation).subs({V: X**2, U: X, Y: 1})
    return bool(_real_roots(found, X)[-1] == read(answer))


def euler(answer: str, equation: str, place: str, value: str) -> bool:
    (slope,) = sympy.solve(_residual(equation).subs({X: read(place), Y: read(value)}), U)
    return bool(read(value) + slope == read(answer))


# ---- complex analysis


def complex(answer: str, f: str) -> bool:
    return _same(read(f), read(answer))


def residue(answer: str, f: str, place: str) -> bool:
    return _same(sympy.residue(read(f), Z, read(place)), read(answer))


def circle(answer: str, f: str, radius: str) -> bool:
    whole = sympy.together(read(f))
    poles = [pole for pole in sympy.roots(sympy.denom(whole), Z) if abs(pole) < read(radius)]
    return _same(2 * sympy.pi * sympy.I * sum(sympy.residue(whole, Z, pole) for pole in poles), read(answer))
