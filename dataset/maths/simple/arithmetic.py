"""Plain arithmetic.

    sum       47+25              answer 72       note 47+25
    product   23*47              answer 1081     notes 20*47, 940;3*47, 940+141
    order     5+3*4              answer 17       notes 3*4, 5+12

Decimals have one or two places; answers to divisions are whole numbers. What is calculated most has three categories of
its own: sums, products, and calculations of several steps or with decimals.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed
from dataset.maths.steps import (
    adding,
    adding_digits,
    keep,
    multiplying,
    over,
    plus,
    running_sum,
    scaled,
    times,
)
from dataset.maths.writing import decimal

VALUE = ("What is {f}?", "Compute {f}.", "{f}")


def calculation(f: str, answer: object, *notes: str) -> Drawn:
    """A calculation in signs; the check is an equation for the unknown u."""
    return Drawn({"f": f}, str(answer), ("unknown", f"u={f}"), notes)


def _addend(rng: np.random.Generator) -> int:
    return between(rng, 1, choice(rng, (20, 99, 999, 999, 5000)))


def _sum(rng: np.random.Generator) -> Drawn:
    a, b = _addend(rng), _addend(rng)
    if rng.random() < 0.7:
        return calculation(f"{a}+{b}", a + b, *adding_digits(a, b))
    c = between(rng, 1, 99)
    return calculation(f"{a}+{b}+{c}", a + b + c, *adding_digits(a, b, c))


def _difference(rng: np.random.Generator) -> Drawn:
    a, b = _addend(rng), _addend(rng)
    if rng.random() < 0.7 and b > a:
        a, b = b, a
    if rng.random() < 0.15:
        return calculation(f"-{a}-{b}", -a - b, *adding_digits(-a, -b))
    return calculation(f"{a}-{b}", a - b, *adding_digits(a, -b))


def _product(rng: np.random.Generator) -> Drawn:
    drawn = rng.random()
    if drawn < 0.2:
        a, b = signed(rng, 15) if rng.random() < 0.3 else between(rng, 2, 15), between(rng, 2, 15)
    elif drawn < 0.5:
        a, b = between(rng, 2, 9), between(rng, 11, 99)
        a, b = (a, b) if rng.random() < 0.5 else (b, a)
    else:
        a, b = between(rng, 11, 99), between(rng, 11, 99)
    return calculation(f"{a}*{b}", a * b, *multiplying(a, b))


def _quotient(rng: np.random.Generator) -> Drawn:
    b, answer = between(rng, 2, 20), between(rng, 2, 60)
    return calculation(f"{b * answer}/{b}", answer, over(b * answer, b))


_SHAPES = (
    *("{a}+{b}*{c}", "{a}-{b}*{c}", "{a}*{b}+{c}", "{a}*{b}-{c}", "{a}*({b}+{c})", "{a}*({b}-{c})", "({a}+{b})*{c}"),
    *("({a}-{b})*{c}", "({a}+{b})*({c}+{d})", "({a}-{b})*({c}+{d})", "{a}+{n}/{b}", "{n}/{b}+{a}", "{n}/{b}-{a}"),
    *("{n}/{b}+{c}*{d}", "{a}*{b}+{c}*{d}", "{a}*{b}-{c}*{d}", "{n}-{a}*({b}+{c})", "({n}+{a})/{b}", "({n}-{a})/{b}"),
    *(
        "({n}+{a})/({b}-{c})",
        "{a}*{b}/{c}",
        "{a}*({b}+{c})-{d}",
        "{a}*({b}+{c})-{n}/{d}",
        "{n}-{a}+{b}",
        "{n}-({a}-{b})",
    ),
    *("{a}*{b}*{c}", "{n}+{a}-{b}", "{n}-{a}-{b}"),
)
_SIGNS: dict[type[ast.operator], tuple[Callable[[Fraction, Fraction], Fraction], str]] = {
    ast.Add: (operator.add, "+"),
    ast.Sub: (operator.sub, "-"),
    ast.Mult: (operator.mul, "*"),
    ast.Div: (operator.truediv, "/"),
}


def _order(rng: np.random.Generator) -> Drawn:
    """Brackets first, then products and quotients, then sums and differences, from left to right."""
    while True:
        numbers = {name: between(rng, 2, 12) for name in "abcd"} | {"n": between(rng, 10, 99)}
        f = choice(rng, _SHAPES).format(**numbers)
        worked = _worked(ast.parse(f, mode="eval").body)
        if worked is not None:
            return calculation(f, worked[0], *worked[1])


def _worked(node: ast.expr, kept: int | None = None) -> tuple[int, tuple[str, ...]] | None:
    """The value of an expression and the steps to it; None if a step gives no whole number, divides by
    zero, or is a product of two numbers above 12.

    Args:
        kept: an earlier result that is still needed.
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value, ()
    assert isinstance(node, ast.BinOp)
    left = _worked(node.left, kept)
    right = left and _worked(node.right, left[0] if left[1] else kept)
    if left is None or right is None:
        return None
    calculate, sign = _SIGNS[type(node.op)]
    if sign == "/" and right[0] == 0 or sign == "*" and min(abs(left[0]), abs(right[0])) > 12:
        return None
    value = calculate(Fraction(left[0]), Fraction(right[0]))
    if value.denominator > 1:
        return None
    second = -right[0] if sign == "-" else right[0]
    if sign in "+-" and kept is None:
        return int(value), (*left[1], *right[1], *adding(left[0], second))
    step = plus(left[0], second) if sign in "+-" else f"{left[0]}{sign}{right[0]}"
    return int(value), (*left[1], *right[1], step if kept is None else keep(kept, step))


def _places(value: Fraction) -> int:
    """The digits that a decimal has behind its point."""
    return 0 if value.denominator == 1 else 1 if (10 * value).denominator == 1 else 2


def _decimals(rng: np.random.Generator) -> Drawn:
    """Sums, differences and products, in hundredths, tenths or quarters.

    They are calculated in whole hundredths or tenths.
    """
    size, other = choice(rng, (10, 10, 4, 20, 100)), choice(rng, (10, 10, 4, 20, 1))
    a, b = Fraction(between(rng, 1, 15 * size), size), Fraction(between(rng, 1, 15 * other), other)
    sign = choice(rng, "+-**")
    if sign == "*":
        b = Fraction(between(rng, 1, 9), choice(rng, (1, 1, 10)))
        a = Fraction(int(10 * a) or 1, 10) if b.denominator > 1 else a
        a, b = (b, a) if rng.random() < 0.3 else (a, b)
        return calculation(f"{decimal(a)}*{decimal(b)}", decimal(a * b), *_product_of_decimals(a, b))
    places = max(_places(a), _places(b))
    first, second = int(a * 10**places), int(b * 10**places) * (1 if sign == "+" else -1)
    notes = *adding_digits(first, second), *scaled(first + second, -places)
    return calculation(f"{decimal(a)}{sign}{decimal(b)}", decimal(Fraction(first + second, 10**places)), *notes)


def _product_of_decimals(a: Fraction, b: Fraction) -> tuple[str, ...]:
    """745*3, 2235/100 for 7.45*3."""
    places, more = _places(a), _places(b)
    first, second = int(a * 10**places), int(b * 10**more)
    return *multiplying(first, second), *scaled(first * second, -places - more)


def _long_sum(rng: np.random.Generator) -> Drawn:
    values = [between(rng, 1, 30) for _ in range(between(rng, 3, 5))]
    return calculation("+".join(map(str, values)), sum(values), *running_sum(values))


def _negatives(rng: np.random.Generator) -> Drawn:
    a, b, sign = -between(rng, 1, 15), signed(rng, 15), choice(rng, "+-*")
    if sign == "*":
        return calculation(f"{a}*{b}", a * b, times(a, b))
    b = abs(b)
    return calculation(f"{a}{sign}{b}", a + b if sign == "+" else a - b, plus(a, b if sign == "+" else -b))


def _round_numbers(rng: np.random.Generator) -> Drawn:
    """1000-1, 500+250, 40*30, 900/30: numbers with zeros at their end."""
    a, b = (between(rng, 1, 20) * choice(rng, (1, 10, 10, 100)) for _ in range(2))
    sign = choice(rng, "+-*/")
    if sign == "+":
        return calculation(f"{a}+{b}", a + b, *adding_digits(a, b))
    if sign == "-":
        a, b = max(a, b), min(a, b)
        return calculation(f"{a}-{b}", a - b, *adding_digits(a, -b))
    a, b = min(a, 200), between(rng, 2, 12) * choice(rng, (1, 10))
    if sign == "*":
        return calculation(f"{a}*{b}", a * b, *multiplying(a, b))
    return calculation(f"{a * b}/{b}", a, over(a * b, b))


def _multiples(rng: np.random.Generator) -> Drawn:
    a, (word, factor) = between(rng, 2, 99), choice(rng, (("double", 2), ("twice", 2), ("triple", 3)))
    fields = {"a": a, "word": word, "done": {2: "doubled", 3: "tripled"}[factor]}
    return Drawn(fields, str(factor * a), ("unknown", f"u={factor}*{a}"), (times(factor, a),))


def _halves(rng: np.random.Generator) -> Drawn:
    a = 2 * between(rng, 2, 120)
    return Drawn({"a": a}, str(a // 2), ("unknown", f"u={a}/2"), (over(a, 2),))


SUMS = (
    Form("sum", _sum, (*VALUE, "What is the sum of {f}?")),
    Form("difference", _difference, VALUE),
    Form("long_sum", _long_sum, VALUE),
    Form("negatives", _negatives, VALUE),
)
PRODUCTS = (
    Form("product", _product, (*VALUE, "What is the product of {f}?")),
    Form("quotient", _quotient, VALUE),
    Form("round_numbers", _round_numbers, VALUE),
    Form("multiples", _multiples, ("What is {word} {a}?", "{word} {a}", "What is {a} {done}?")),
    Form("halves", _halves, ("What is half of {a}?", "half of {a}", "What is one half of {a}?")),
)
CALCULATIONS = (Form("order", _order, VALUE), Form("decimals", _decimals, VALUE))
