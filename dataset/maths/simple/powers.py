"""Powers, roots and fractions.

power       2^5                                 answer 32       notes 2*2, 4*2, 8*2, 16*2
fractions   1/2+1/4                             answer 3/4      notes 1*4, 4;1*2, 4+2, 6;2*4, 6/8
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, two
from dataset.maths.simple.arithmetic import VALUE, calculation
from dataset.maths.steps import keep, over, plus, root, times
from dataset.maths.writing import number


def _power(rng: np.random.Generator) -> Drawn:
    base, exponent = choice(rng, [(a, n) for n, most in ((2, 25), (3, 10), (4, 6), (5, 4)) for a in range(2, most + 1)])
    products = [base**n for n in range(1, exponent)]
    return calculation(f"{base}^{exponent}", base**exponent, *(times(value, base) for value in products))


def _squares(rng: np.random.Generator) -> Drawn:
    a, b, sign = between(rng, 2, 30), between(rng, 2, 30), choice(rng, (1, -1))
    f = f"{a}^2{'+' if sign > 0 else '-'}{b}^2"
    return calculation(f, a * a + sign * b * b, times(a, a), keep(a * a, times(b, b)), plus(a * a, sign * b * b))


def _root(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 30), between(rng, 0, 20)
    if b == 0 or rng.random() < 0.6:
        return calculation(f"sqrt({a * a})", a, root(a * a))
    return calculation(f"sqrt({a * a})+{b}", a + b, root(a * a), plus(a, b))


def _fractions(rng: np.random.Generator) -> Drawn:
    """Sums and differences by cross products; products and quotients by numerators and denominators."""
    b, d = between(rng, 2, 12), between(rng, 2, 12)
    a, c = between(rng, 1, b - 1), between(rng, 1, d - 1)
    sign = choice(rng, "+-*/")
    first, second = Fraction(a, b), Fraction(c, d)
    if sign in "+-":
        way = 1 if sign == "+" else -1
        left, right = a * d, c * b
        top = left + way * right
        notes: tuple[str, ...] = (
            times(a, d),
            keep(left, times(c, b)),
            plus(left, way * right),
            keep(top, times(b, d)),
            over(top, b * d),
        )
        return calculation(f"{a}/{b}{sign}{c}/{d}", number(first + way * second), *notes)
    if sign == "*":
        notes = times(a, c), keep(a * c, times(b, d)), over(a * c, b * d)
        return calculation(f"{a}/{b}*{c}/{d}", number(first * second), *notes)
    notes = times(a, d), keep(a * d, times(b, c)), over(a * d, b * c)
    return calculation(f"({a}/{b})/({c}/{d})", number(first / second), *notes)


def _lowest_terms(rng: np.random.Generator) -> Drawn:
    a, b = two(rng, 1, 12)
    k = between(rng, 2, 9)
    return calculation(f"{a * k}/{b * k}", number(Fraction(a, b)), over(a * k, b * k))


def _share_of(rng: np.random.Generator) -> Drawn:
    b = between(rng, 2, 9)
    a, c = between(rng, 1, b - 1), b * between(rng, 1, 15)
    fields = {"share": f"{a}/{b}", "c": c}
    return Drawn(fields, str(a * c // b), ("unknown", f"u={a}*{c}/{b}"), (over(c, b), times(a, c // b)))


def _power_in_words(rng: np.random.Generator) -> Drawn:
    base, exponent, said = choice(
        rng,
        [(a, n, said) for n, most, said in ((2, 25, "squared"), (3, 10, "cubed")) for a in range(2, most + 1)],
    )
    notes = (times(base, base),) if exponent == 2 else (times(base, base), times(base * base, base))
    shape = {2: "square", 3: "cube"}[exponent]
    fields = {"base": base, "said": said, "shape": shape, "exponent": exponent}
    return Drawn(fields, str(base**exponent), ("unknown", f"u={base}^{exponent}"), notes)


def _power_and(rng: np.random.Generator) -> Drawn:
    """2^3*5, 10^3/10, 3^2+4: a power, then one more operation."""
    base, exponent = choice(rng, [(a, n) for n, most in ((2, 12), (3, 5)) for a in (*range(2, most + 1), 10)])
    value, sign = base**exponent, choice(rng, "+-*/")
    b = base if sign == "/" else between(rng, 2, 12)
    answer = {"+": value + b, "-": value - b, "*": value * b, "/": value // b}[sign]
    step = {"+": plus(value, b), "-": plus(value, -b), "*": times(value, b), "/": over(value, b)}[sign]
    notes = times(base, base) if exponent == 2 else times(base * base, base)
    first = () if exponent == 2 else (times(base, base),)
    return calculation(f"{base}^{exponent}{sign}{b}", answer, *first, notes, step)


def _cube_root(rng: np.random.Generator) -> Drawn:
    a = between(rng, 1, 12)
    return Drawn({"cube": a**3}, str(a), ("equation", f"x^3={a**3}"))


POWERS_FRACTIONS = (
    Form("power", _power, (*VALUE, "Calculate {f}.")),
    Form(
        "power_in_words",
        _power_in_words,
        ("What is {base} {said}?", "{base} {said}", "What is the {shape} of {base}?", "{base} to the power {exponent}"),
    ),
    Form("power_and", _power_and, VALUE),
    Form("squares", _squares, VALUE),
    Form(
        "cube_root",
        _cube_root,
        ("What is the cube root of {cube}?", "cube root of {cube}", "Which number to the power 3 is {cube}?"),
    ),
    Form("root", _root, VALUE),
    Form("fractions", _fractions, VALUE),
    Form("lowest_terms", _lowest_terms, ("Simplify {f}.", "What is {f} in lowest terms?", "What is {f}?")),
    Form("share_of", _share_of, ("What is {share} of {c}?", "Find {share} of {c}.", "What is {share}*{c}?")),
)
