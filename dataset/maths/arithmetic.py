"""Plain arithmetic, percent, powers and fractions: calculations as people type them.

    sum       47+25              answer 72       note 47+25
    product   23*47              answer 1081     notes 20*47, 940;3*47, 940+141
    order     5+3*4              answer 17       notes 3*4, 5+12
    percent   20% of 45          answer 9

These forms are drawn for `--everyday` alone. Decimals have one or two places; answers to divisions are whole numbers.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed, two
from dataset.maths.steps import keep, over, plus, root, running_sum, times
from dataset.maths.writing import decimal, number

_VALUE = ("What is {f}?", "Compute {f}.", "{f}")


def _value(f: str, answer: object, *notes: str) -> Drawn:
    return Drawn({"f": f}, str(answer), ("unknown", f"u={f}"), notes)


def _addend(rng: np.random.Generator) -> int:
    return between(rng, 1, 99) if rng.random() < 0.6 else between(rng, 100, 1500)


def _sum(rng: np.random.Generator) -> Drawn:
    a, b = _addend(rng), _addend(rng)
    if rng.random() < 0.7:
        return _value(f"{a}+{b}", a + b, plus(a, b))
    c = between(rng, 1, 99)
    return _value(f"{a}+{b}+{c}", a + b + c, plus(a, b), plus(a + b, c))


def _difference(rng: np.random.Generator) -> Drawn:
    a, b = _addend(rng), _addend(rng)
    if rng.random() < 0.7 and b > a:
        a, b = b, a
    if rng.random() < 0.15:
        return _value(f"-{a}-{b}", -a - b, plus(-a, -b))
    return _value(f"{a}-{b}", a - b, plus(a, -b))


def _product(rng: np.random.Generator) -> Drawn:
    if rng.random() < 0.5:
        a, b = signed(rng, 15) if rng.random() < 0.3 else between(rng, 2, 15), between(rng, 2, 15)
        return _value(f"{a}*{b}", a * b, times(a, b))
    a, b = between(rng, 11, 99), between(rng, 11, 99)
    tens, ones = a // 10 * 10, a % 10
    notes = times(tens, b), keep(tens * b, times(ones, b)), plus(tens * b, ones * b)
    return _value(f"{a}*{b}", a * b, *notes)


def _quotient(rng: np.random.Generator) -> Drawn:
    b, answer = between(rng, 2, 20), between(rng, 2, 60)
    return _value(f"{b * answer}/{b}", answer, over(b * answer, b))


def _order(rng: np.random.Generator) -> Drawn:
    """Brackets first, then products and quotients, then sums and differences."""
    a, b, c, d = (between(rng, 2, 12) for _ in range(4))
    sign = choice(rng, (1, -1))
    drawn = between(rng, 0, 5)
    if drawn == 0:
        f = f"{a}{'+' if sign > 0 else '-'}{b}*{c}"
        return _value(f, a + sign * b * c, times(b, c), plus(a, sign * b * c))
    if drawn == 1:
        f = f"{a}*{b}{'+' if sign > 0 else '-'}{c}"
        return _value(f, a * b + sign * c, times(a, b), plus(a * b, sign * c))
    if drawn == 2:
        f = f"{a}*({b}{'+' if sign > 0 else '-'}{c})"
        return _value(f, a * (b + sign * c), plus(b, sign * c), times(a, b + sign * c))
    if drawn == 3:
        f = f"({a}{'+' if sign > 0 else '-'}{b})*({c}+{d})"
        left = a + sign * b
        return _value(f, left * (c + d), plus(a, sign * b), keep(left, plus(c, d)), times(left, c + d))
    if drawn == 4:
        f = f"{a}{'+' if sign > 0 else '-'}{b * c}/{b}"
        return _value(f, a + sign * c, over(b * c, b), plus(a, sign * c))
    f = f"{b * c}/{b}{'+' if sign > 0 else '-'}{a}"
    return _value(f, c + sign * a, over(b * c, b), plus(c, sign * a))


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
    return _value(f, decimal(answer), f)


def _long_sum(rng: np.random.Generator) -> Drawn:
    values = [between(rng, 1, 30) for _ in range(between(rng, 3, 5))]
    return _value("+".join(map(str, values)), sum(values), *running_sum(values))


def _negatives(rng: np.random.Generator) -> Drawn:
    a, b, sign = -between(rng, 1, 15), signed(rng, 15), choice(rng, "+-*")
    if sign == "*":
        return _value(f"{a}*{b}", a * b, times(a, b))
    b = abs(b)
    return _value(f"{a}{sign}{b}", a + b if sign == "+" else a - b, plus(a, b if sign == "+" else -b))


def _round_numbers(rng: np.random.Generator) -> Drawn:
    """1000-1, 500+250, 40*30, 900/30: numbers with zeros at their end."""
    a, b = (between(rng, 1, 20) * choice(rng, (1, 10, 10, 100)) for _ in range(2))
    sign = choice(rng, "+-*/")
    if sign == "+":
        return _value(f"{a}+{b}", a + b, plus(a, b))
    if sign == "-":
        a, b = max(a, b), min(a, b)
        return _value(f"{a}-{b}", a - b, plus(a, -b))
    a, b = min(a, 200), between(rng, 2, 12) * choice(rng, (1, 10))
    return _value(f"{a}*{b}", a * b, times(a, b)) if sign == "*" else _value(f"{a * b}/{b}", a, over(a * b, b))


def _multiples(rng: np.random.Generator) -> Drawn:
    a, (word, factor) = between(rng, 2, 99), choice(rng, (("double", 2), ("twice", 2), ("triple", 3)))
    fields = {"a": a, "word": word, "done": {2: "doubled", 3: "tripled"}[factor]}
    return Drawn(fields, str(factor * a), ("unknown", f"u={factor}*{a}"), (times(factor, a),))


def _halves(rng: np.random.Generator) -> Drawn:
    a = 2 * between(rng, 2, 120)
    return Drawn({"a": a}, str(a // 2), ("unknown", f"u={a}/2"), (over(a, 2),))


PLAIN_ARITHMETIC = (
    Form("sum", _sum, (*_VALUE, "What is the sum of {f}?")),
    Form("difference", _difference, _VALUE),
    Form("product", _product, (*_VALUE, "What is the product of {f}?")),
    Form("quotient", _quotient, _VALUE),
    Form("order", _order, _VALUE),
    Form("decimals", _decimals, _VALUE),
    Form("long_sum", _long_sum, _VALUE),
    Form("negatives", _negatives, _VALUE),
    Form("round_numbers", _round_numbers, _VALUE),
    Form("multiples", _multiples, ("What is {word} {a}?", "{word} {a}", "What is {a} {done}?")),
    Form("halves", _halves, ("What is half of {a}?", "half of {a}", "What is one half of {a}?")),
)


# ---- percent


_SHARES = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 90)


def _percent_of(rng: np.random.Generator) -> Drawn:
    p, b = choice(rng, _SHARES), choice(rng, (between(rng, 1, 999), 20 * between(rng, 1, 100)))
    answer = Fraction(p * b, 100)
    notes = times(p, b), over(p * b, 100)
    return Drawn({"p": p, "b": b}, number(answer), ("unknown", f"u={p}*{b}/100"), notes)


def _which_percent(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 20) * 5, between(rng, 1, 100) * 20
    a = p * b // 100
    return Drawn({"a": a, "b": b}, str(p), ("unknown", f"u=100*{a}/{b}"), (times(100, a), over(100 * a, b)))


def _changed(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 10) * 5, between(rng, 1, 100) * 20
    up = rng.random() < 0.5
    change = p * b // 100
    answer = b + change if up else b - change
    change = "increase" if up else "decrease"
    fields = {"p": p, "b": b, "change": change, "upper": change.capitalize(), "more": "more" if up else "less"}
    check = ("unknown", f"u={b}{'+' if up else '-'}{b}*{p}/100")
    return Drawn(fields, str(answer), check, (times(p, b), over(p * b, 100), plus(b, answer - b)))


def _discount(rng: np.random.Generator) -> Drawn:
    p, b = between(rng, 1, 10) * 5, between(rng, 1, 100) * 20
    off = p * b // 100
    check = ("unknown", f"u-{b}=-{b}*{p}/100")
    thing = choice(rng, ("shirt", "hat", "lamp", "bag", "book", "coat"))
    notes = times(p, b), over(p * b, 100), plus(b, -off)
    return Drawn({"p": p, "b": b, "thing": thing}, str(b - off), check, notes)


def _of_what(rng: np.random.Generator) -> Drawn:
    p, b = choice(rng, _SHARES), between(rng, 1, 50) * 20
    a = Fraction(p * b, 100)
    if a.denominator > 1:
        a, b = a * 5, b * 5
    notes = times(100, int(a)), over(100 * int(a), p)
    return Drawn({"p": p, "a": a}, str(b), ("unknown", f"{p}*u/100={a}"), notes)


def _with_more(rng: np.random.Generator) -> Drawn:
    p, b = choice(rng, (5, 10, 15, 20, 25)), between(rng, 1, 20) * 20
    more = p * b // 100
    notes = times(p, b), over(p * b, 100), plus(b, more)
    fields = {"p": p, "b": b, "what": choice(rng, ("tip", "tax"))}
    return Drawn(fields, str(b + more), ("unknown", f"u-{b}={b}*{p}/100"), notes)


PERCENT = (
    Form(
        "percent_of",
        _percent_of,
        (
            "What is {p}% of {b}?",
            "What is {p} percent of {b}?",
            "Find {p}% of {b}.",
            "How much is a tip of {p}% on a bill of {b} dollars?",
            "What is a {p}% tip on {b} dollars?",
            "Of {b} people {p}% are children. How many are that?",
        ),
    ),
    Form(
        "of_what",
        _of_what,
        (
            "{p}% of what number is {a}?",
            "{a} is {p}% of what number?",
            "{p} percent of a number is {a}. What is the number?",
        ),
    ),
    Form(
        "with_more",
        _with_more,
        (
            "What is a bill of {b} dollars with a {p}% {what}?",
            "A meal costs {b} dollars and {p}% {what}. What is the total?",
            "What do {b} dollars and {p}% {what} come to?",
        ),
    ),
    Form(
        "which_percent",
        _which_percent,
        ("What percent of {b} is {a}?", "{a} is what percent of {b}?", "How many percent of {b} is {a}?"),
    ),
    Form(
        "changed",
        _changed,
        (
            "What is {b} with {p}% {more}?",
            "Find {p}% {more} than {b}.",
            "{upper} {b} by {p}%.",
            "{upper} {b} by {p} percent.",
            "{b} is {change}d by {p}%. What is it then?",
        ),
    ),
    Form(
        "discount",
        _discount,
        (
            "A {thing} costs {b} dollars and is {p}% off. What is the new price?",
            "What is the price of a {thing} of {b} dollars with {p}% off?",
            "A {thing} of {b} dollars is sold {p}% cheaper. What does it cost now?",
        ),
    ),
)


# ---- powers, roots and fractions


def _power(rng: np.random.Generator) -> Drawn:
    base, exponent = choice(rng, [(a, n) for n, most in ((2, 25), (3, 10), (4, 6), (5, 4)) for a in range(2, most + 1)])
    products = [base**n for n in range(1, exponent)]
    return _value(f"{base}^{exponent}", base**exponent, *(times(value, base) for value in products))


def _squares(rng: np.random.Generator) -> Drawn:
    a, b, sign = between(rng, 2, 30), between(rng, 2, 30), choice(rng, (1, -1))
    f = f"{a}^2{'+' if sign > 0 else '-'}{b}^2"
    return _value(f, a * a + sign * b * b, times(a, a), keep(a * a, times(b, b)), plus(a * a, sign * b * b))


def _root(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 30), between(rng, 0, 20)
    if b == 0 or rng.random() < 0.6:
        return _value(f"sqrt({a * a})", a, root(a * a))
    return _value(f"sqrt({a * a})+{b}", a + b, root(a * a), plus(a, b))


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
        return _value(f"{a}/{b}{sign}{c}/{d}", number(first + way * second), *notes)
    if sign == "*":
        notes = times(a, c), keep(a * c, times(b, d)), over(a * c, b * d)
        return _value(f"{a}/{b}*{c}/{d}", number(first * second), *notes)
    notes = times(a, d), keep(a * d, times(b, c)), over(a * d, b * c)
    return _value(f"({a}/{b})/({c}/{d})", number(first / second), *notes)


def _lowest_terms(rng: np.random.Generator) -> Drawn:
    a, b = two(rng, 1, 12)
    k = between(rng, 2, 9)
    return _value(f"{a * k}/{b * k}", number(Fraction(a, b)), over(a * k, b * k))


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
    return _value(f"{base}^{exponent}{sign}{b}", answer, *first, notes, step)


POWERS_FRACTIONS = (
    Form("power", _power, (*_VALUE, "Calculate {f}.")),
    Form(
        "power_in_words",
        _power_in_words,
        ("What is {base} {said}?", "{base} {said}", "What is the {shape} of {base}?", "{base} to the power {exponent}"),
    ),
    Form("power_and", _power_and, _VALUE),
    Form("squares", _squares, _VALUE),
    Form("root", _root, _VALUE),
    Form("fractions", _fractions, _VALUE),
    Form("lowest_terms", _lowest_terms, ("Simplify {f}.", "What is {f} in lowest terms?", "What is {f}?")),
    Form("share_of", _share_of, ("What is {share} of {c}?", "Find {share} of {c}.", "What is {share}*{c}?")),
)
