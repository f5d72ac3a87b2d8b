"""Plain arithmetic.

    sum       47+25              answer 72       note 47+25
    product   23*47              answer 1081     notes 20*47, 940;3*47, 940+141
    order     5+3*4              answer 17       notes 3*4, 5+12

Decimals have one or two places; answers to divisions are whole numbers.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed
from dataset.maths.steps import keep, over, plus, running_sum, times
from dataset.maths.writing import decimal

VALUE = ("What is {f}?", "Compute {f}.", "{f}")


def calculation(f: str, answer: object, *notes: str) -> Drawn:
    """A calculation in signs; the check is an equation for the unknown u."""
    return Drawn({"f": f}, str(answer), ("unknown", f"u={f}"), notes)


def _addend(rng: np.random.Generator) -> int:
    return between(rng, 1, 99) if rng.random() < 0.6 else between(rng, 100, 1500)


def _sum(rng: np.random.Generator) -> Drawn:
    a, b = _addend(rng), _addend(rng)
    if rng.random() < 0.7:
        return calculation(f"{a}+{b}", a + b, plus(a, b))
    c = between(rng, 1, 99)
    return calculation(f"{a}+{b}+{c}", a + b + c, plus(a, b), plus(a + b, c))


def _difference(rng: np.random.Generator) -> Drawn:
    a, b = _addend(rng), _addend(rng)
    if rng.random() < 0.7 and b > a:
        a, b = b, a
    if rng.random() < 0.15:
        return calculation(f"-{a}-{b}", -a - b, plus(-a, -b))
    return calculation(f"{a}-{b}", a - b, plus(a, -b))


def _product(rng: np.random.Generator) -> Drawn:
    if rng.random() < 0.5:
        a, b = signed(rng, 15) if rng.random() < 0.3 else between(rng, 2, 15), between(rng, 2, 15)
        return calculation(f"{a}*{b}", a * b, times(a, b))
    a, b = between(rng, 11, 99), between(rng, 11, 99)
    tens, ones = a // 10 * 10, a % 10
    notes = times(tens, b), keep(tens * b, times(ones, b)), plus(tens * b, ones * b)
    return calculation(f"{a}*{b}", a * b, *notes)


def _quotient(rng: np.random.Generator) -> Drawn:
    b, answer = between(rng, 2, 20), between(rng, 2, 60)
    return calculation(f"{b * answer}/{b}", answer, over(b * answer, b))


def _order(rng: np.random.Generator) -> Drawn:
    """Brackets first, then products and quotients, then sums and differences."""
    a, b, c, d = (between(rng, 2, 12) for _ in range(4))
    sign = choice(rng, (1, -1))
    drawn = between(rng, 0, 5)
    if drawn == 0:
        f = f"{a}{'+' if sign > 0 else '-'}{b}*{c}"
        return calculation(f, a + sign * b * c, times(b, c), plus(a, sign * b * c))
    if drawn == 1:
        f = f"{a}*{b}{'+' if sign > 0 else '-'}{c}"
        return calculation(f, a * b + sign * c, times(a, b), plus(a * b, sign * c))
    if drawn == 2:
        f = f"{a}*({b}{'+' if sign > 0 else '-'}{c})"
        return calculation(f, a * (b + sign * c), plus(b, sign * c), times(a, b + sign * c))
    if drawn == 3:
        f = f"({a}{'+' if sign > 0 else '-'}{b})*({c}+{d})"
        left = a + sign * b
        return calculation(f, left * (c + d), plus(a, sign * b), keep(left, plus(c, d)), times(left, c + d))
    if drawn == 4:
        f = f"{a}{'+' if sign > 0 else '-'}{b * c}/{b}"
        return calculation(f, a + sign * c, over(b * c, b), plus(a, sign * c))
    f = f"{b * c}/{b}{'+' if sign > 0 else '-'}{a}"
    return calculation(f, c + sign * a, over(b * c, b), plus(c, sign * a))


def _decimals(rng: np.random.Generator) -> Drawn:
    """Sums, differences and products by a whole number, in hundredths, tenths or quarters."""
    size = choice(rng, (10, 10, 4, 20))
    a, b = Fraction(between(rng, 1, 15 * size), size), Fraction(between(rng, 1, 15 * size), size)
    drawn = between(rng, 0, 2)
    if drawn == 0:
        f, answer = f"{decimal(a)}+{decimal(b)}", a + b
    elif drawn == 1:
        f, answer = f"{decimal(a)}-{decimal(b)}", a - b
    else:
        k = between(rng, 2, 9)
        f, answer = f"{decimal(a)}*{k}", a * k
    return calculation(f, decimal(answer), f)


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
        return calculation(f"{a}+{b}", a + b, plus(a, b))
    if sign == "-":
        a, b = max(a, b), min(a, b)
        return calculation(f"{a}-{b}", a - b, plus(a, -b))
    a, b = min(a, 200), between(rng, 2, 12) * choice(rng, (1, 10))
    return (
        calculation(f"{a}*{b}", a * b, times(a, b)) if sign == "*" else calculation(f"{a * b}/{b}", a, over(a * b, b))
    )


def _multiples(rng: np.random.Generator) -> Drawn:
    a, (word, factor) = between(rng, 2, 99), choice(rng, (("double", 2), ("twice", 2), ("triple", 3)))
    fields = {"a": a, "word": word, "done": {2: "doubled", 3: "tripled"}[factor]}
    return Drawn(fields, str(factor * a), ("unknown", f"u={factor}*{a}"), (times(factor, a),))


def _halves(rng: np.random.Generator) -> Drawn:
    a = 2 * between(rng, 2, 120)
    return Drawn({"a": a}, str(a // 2), ("unknown", f"u={a}/2"), (over(a, 2),))


PLAIN_ARITHMETIC = (
    Form("sum", _sum, (*VALUE, "What is the sum of {f}?")),
    Form("difference", _difference, VALUE),
    Form("product", _product, (*VALUE, "What is the product of {f}?")),
    Form("quotient", _quotient, VALUE),
    Form("order", _order, VALUE),
    Form("decimals", _decimals, VALUE),
    Form("long_sum", _long_sum, VALUE),
    Form("negatives", _negatives, VALUE),
    Form("round_numbers", _round_numbers, VALUE),
    Form("multiples", _multiples, ("What is {word} {a}?", "{word} {a}", "What is {a} {done}?")),
    Form("halves", _halves, ("What is half of {a}?", "half of {a}", "What is one half of {a}?")),
)
