"""Plain arithmetic.

    sum       47+25              answer 72       notes 7+5+0, 4+2+1;2
    product   23*47              answer 1081     notes 3*7+00, 2*7+02;1, 3*4+16;1, 2*4+02;81
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

from dataset.maths.columns import column_product, column_quotient, column_sum, decimals_of
from dataset.maths.problem import Drawn, Form, between, choice, signed
from dataset.maths.steps import keep, plus, running_sum
from dataset.maths.writing import decimal

VALUE = ("What is {f}?", "Compute {f}.", "{f}")


def calculation(f: str, answer: object, *notes: str) -> Drawn:
    """A calculation in signs; the check is an equation for the unknown u."""
    return Drawn({"f": f}, str(answer), ("unknown", f"u={f}"), notes)


def _addend(rng: np.random.Generator) -> int:
    return between(rng, 1, choice(rng, (20, 99, 99, 999, 1500)))


def _sum(rng: np.random.Generator) -> Drawn:
    a, b = _addend(rng), _addend(rng)
    if rng.random() < 0.7:
        return calculation(f"{a}+{b}", a + b, *column_sum(a, b))
    c = between(rng, 1, 99)
    return calculation(f"{a}+{b}+{c}", a + b + c, *column_sum(a, b, more=c))


def _difference(rng: np.random.Generator) -> Drawn:
    a, b = _addend(rng), _addend(rng)
    if rng.random() < 0.7 and b > a:
        a, b = b, a
    if rng.random() < 0.15:
        return calculation(f"-{a}-{b}", -a - b, *column_sum(-a, -b))
    return calculation(f"{a}-{b}", a - b, *column_sum(a, -b))


def _product(rng: np.random.Generator) -> Drawn:
    if rng.random() < 0.5:
        a, b = signed(rng, 15) if rng.random() < 0.3 else between(rng, 2, 15), between(rng, 2, 15)
    else:
        a, b = between(rng, 11, 99), between(rng, 11, 99)
    return calculation(f"{a}*{b}", a * b, *column_product(a, b))


def _quotient(rng: np.random.Generator) -> Drawn:
    b, answer = between(rng, 2, 20), between(rng, 2, 60)
    return calculation(f"{b * answer}/{b}", answer, *column_quotient(b * answer, b))


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
    """The value of an expression and the steps to it; None if a step gives no whole number or divides by zero.

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
    if sign == "/" and right[0] == 0:
        return None
    value = calculate(Fraction(left[0]), Fraction(right[0]))
    if value.denominator > 1:
        return None
    second = -right[0] if sign == "-" else right[0]
    step = plus(left[0], second) if sign in "+-" else f"{left[0]}{sign}{right[0]}"
    notes = (*left[1], *right[1], step if kept is None else keep(kept, step))
    return int(value), notes


def _decimals(rng: np.random.Generator) -> Drawn:
    """Sums, differences and products by a whole number, in hundredths, tenths or quarters."""
    size = choice(rng, (10, 10, 4, 20))
    a, b = Fraction(between(rng, 1, 15 * size), size), Fraction(between(rng, 1, 15 * size), size)
    drawn, places = between(rng, 0, 2), max(decimals_of(a), decimals_of(b))
    if drawn == 0:
        f, answer, notes = f"{decimal(a)}+{decimal(b)}", a + b, column_sum(a, b, places)
    elif drawn == 1:
        f, answer, notes = f"{decimal(a)}-{decimal(b)}", a - b, column_sum(a, -b, places)
    else:
        k, places = between(rng, 2, 9), decimals_of(a)
        f, answer, notes = f"{decimal(a)}*{k}", a * k, column_product(k, a * 10**places, places)
    return calculation(f, decimal(answer), *notes)


def _long_sum(rng: np.random.Generator) -> Drawn:
    values = [between(rng, 1, 30) for _ in range(between(rng, 3, 5))]
    notes = column_sum(values[0], values[1], more=values[2]) if len(values) == 3 else running_sum(values)
    return calculation("+".join(map(str, values)), sum(values), *notes)


def _negatives(rng: np.random.Generator) -> Drawn:
    a, b, sign = -between(rng, 1, 15), signed(rng, 15), choice(rng, "+-*")
    if sign == "*":
        return calculation(f"{a}*{b}", a * b, *column_product(a, b))
    b = abs(b) if sign == "+" else -abs(b)
    return calculation(f"{a}{b:+}", a + b, *column_sum(a, b))


def _round_numbers(rng: np.random.Generator) -> Drawn:
    """1000-1, 500+250, 40*30, 900/30: numbers with zeros at their end."""
    a, b = (between(rng, 1, 20) * choice(rng, (1, 10, 10, 100)) for _ in range(2))
    sign = choice(rng, "+-*/")
    if sign == "+":
        return calculation(f"{a}+{b}", a + b, *column_sum(a, b))
    if sign == "-":
        a, b = max(a, b), min(a, b)
        return calculation(f"{a}-{b}", a - b, *column_sum(a, -b))
    a, b = min(a, 200), between(rng, 2, 12) * choice(rng, (1, 10))
    if sign == "/":
        return calculation(f"{a * b}/{b}", a, *column_quotient(a * b, b))
    a = a if b < 100 else min(a, 90)
    return calculation(f"{a}*{b}", a * b, *column_product(a, b))


def _multiples(rng: np.random.Generator) -> Drawn:
    a, (word, factor) = between(rng, 2, 99), choice(rng, (("double", 2), ("twice", 2), ("triple", 3)))
    fields = {"a": a, "word": word, "done": {2: "doubled", 3: "tripled"}[factor]}
    return Drawn(fields, str(factor * a), ("unknown", f"u={factor}*{a}"), column_product(factor, a))


def _halves(rng: np.random.Generator) -> Drawn:
    a = 2 * between(rng, 2, 120)
    return Drawn({"a": a}, str(a // 2), ("unknown", f"u={a}/2"), column_quotient(a, 2))


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
