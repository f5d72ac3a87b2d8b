"""Pairs of answers with a verdict that was decided by reading them, and random variations of the same kinds."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

import pytest

from dataset.maths.answers import Verdict, equivalent
from tests.dataset.maths.answer_pairs import KINDS, PAIRS


def verdict(expected: str, given: str, decimals: int | None = None) -> Verdict:
    return equivalent(expected, given, seconds=60, decimals=decimals)


def test_the_table_is_large_and_whole() -> None:
    assert len(PAIRS) >= 150 and len(KINDS) >= 15
    assert {pair["verdict"] for pair in PAIRS} == {"equal", "different", "unparsable"}
    assert len({(pair["expected"], pair["given"], pair["decimals"]) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_verdicts_of_the_table(kind: str) -> None:
    wrong = []
    for pair in (pair for pair in PAIRS if pair["kind"] == kind):
        decimals = int(pair["decimals"]) if pair["decimals"] else None
        found = verdict(pair["expected"], pair["given"], decimals)
        if found.value != pair["verdict"]:
            wrong.append((pair["expected"], pair["given"], pair["verdict"], found.value))
        elif found is Verdict.EQUAL and "≈" not in pair["expected"] and r"\approx" not in pair["expected"]:
            assert verdict(pair["given"], pair["expected"], decimals) is Verdict.EQUAL, pair
    assert not wrong


UNITS = [
    ("cm", "centimeters", "centimetres", "cm.", r"\text{ cm}", r"\mathrm{cm}"),
    ("km", "kilometers", "kilometre"),
    ("m", "meters", "metres", r"\text{ m}"),
    ("kg", "kilograms", "kgs"),
    ("hours", "hour", "hr", "hrs", r"\text{ hours}"),
    ("minutes", "min", "mins"),
    ("dollars", "dollar", "USD", r"\text{ dollars}"),
    ("cents", "cent"),
    ("cm^2", "square centimeters", "sq cm", "cm²", r"\text{ cm}^2"),
    ("cubic meters", "m^3", "m³"),
    ("miles per hour", "mph", "miles/hour"),
    ("degrees", r"^\circ", "°"),
    ("apples", "apple"),
    ("red balls", "balls"),
]


def written_number(value: int, rng: random.Random) -> str:
    forms = [f"{value}", f"{value:,}", f"{value}.0", f" {value}", f"{value}.00", f"\\boxed{{{value}}}", f"{value},"]
    return rng.choice([*forms, f"{value:,}".replace(",", "{,}"), f"${value}$", f"{value}e0", f"+{value}"])


def written_fraction(value: Fraction, rng: random.Random) -> str:
    sign, (top, bottom) = "-" if value < 0 else "", abs(value).as_integer_ratio()
    times = rng.randint(1, 4)
    forms = [
        *(f"{sign}{top * times}/{bottom * times}", f"{sign}{top} / {bottom}", f"{sign}({top})/({bottom})"),
        *(rf"{sign}\frac{{{top}}}{{{bottom}}}", rf"{sign}\dfrac{{{top * times}}}{{{bottom * times}}}"),
        *(f"−{top}/{bottom}" if sign else f"{top}⁄{bottom}", rf"$\tfrac{{{sign}{top}}}{{{bottom}}}$"),
    ]
    whole, rest = divmod(top, bottom)
    if whole and rest:
        forms += [f"{sign}{whole} {rest}/{bottom}", rf"{sign}{whole}\frac{{{rest}}}{{{bottom}}}"]
    return rng.choice(forms)


def written_list(values: list[Fraction], rng: random.Random) -> str:
    items = [written_fraction(value, rng).strip("$") for value in rng.sample(values, len(values))]
    joined = rng.choice([", ".join, "; ".join, " and ".join, " or ".join])(items)
    named = " or ".join(f"x = {item}" for item in items)
    return rng.choice([joined, rf"\{{{', '.join(items)}\}}", f"x={joined}", named])


def interval_forms(low: int, high: int, closed: tuple[bool, bool], rng: random.Random) -> str:
    below, above = ("≤" if closed[0] else "<"), ("≤" if closed[1] else "<")
    turned = {"<": ">", "≤": "≥"}
    inside = f"{'(['[closed[0]]}{low},{rng.choice(['', ' '])}{high}{')]'[closed[1]]}"
    forms = [
        *(inside, rf"x \in {inside}", f"{low}{below}x{above}{high}", f"{high} {turned[above]} x {turned[below]} {low}"),
        f"x {turned[below]} {low} and x {above} {high}",
    ]
    written = rng.choice(forms)
    written = written.replace("≤", rng.choice(["≤", "<=", r"\le ", r"\leq "]))
    return written.replace("≥", rng.choice(["≥", ">=", r"\ge "]))


def test_numbers_with_units() -> None:
    rng = random.Random(0)
    for _ in range(300):
        value, (unit, other) = rng.randint(2, 99_999), rng.sample(UNITS, 2)
        first, second = (f"{written_number(value, rng).strip(' ,$')} {rng.choice(unit)}" for _ in range(2))
        assert verdict(first, second) is Verdict.EQUAL, (first, second)
        assert verdict(first, f"{value}") is verdict(f"{value}", first) is Verdict.EQUAL, first
        wrong = f"{value} {rng.choice(other)}"
        assert verdict(first, wrong) is Verdict.DIFFERENT, (first, wrong)
        assert verdict(first, f"{value + 1} {rng.choice(unit)}") is Verdict.DIFFERENT, first


VARIATIONS: list[tuple[str, Callable[[random.Random], tuple[str, str, str]]]] = []


def variation(draw: Callable[[random.Random], tuple[str, str, str]]) -> Callable[[random.Random], tuple[str, str, str]]:
    """Two answers that are equal, and one that is not."""
    VARIATIONS.append((draw.__name__, draw))
    return draw


@variation
def whole_numbers(rng: random.Random) -> tuple[str, str, str]:
    value = rng.choice([rng.randint(0, 99), rng.randint(1000, 9_999_999)])
    wrong = value + rng.choice([1, 10, 1000])
    return written_number(value, rng), written_number(value, rng), written_number(wrong, rng)


@variation
def fractions(rng: random.Random) -> tuple[str, str, str]:
    value = Fraction(rng.randint(-40, 40) or 1, rng.randint(2, 12))
    return written_fraction(value, rng), written_fraction(value, rng), written_fraction(-value, rng)


@variation
def lists(rng: random.Random) -> tuple[str, str, str]:
    values = [Fraction(number, rng.choice([1, 2, 3, 7])) for number in rng.sample(range(-20, 20), rng.randint(2, 4))]
    values = list(dict.fromkeys(values))
    wrong = [*values[:-1], values[-1] + 1 if values[-1] + 1 not in values else values[-1] + Fraction(1, 11)]
    return written_list(values, rng), written_list(values, rng), written_list(wrong, rng)


@variation
def points(rng: random.Random) -> tuple[str, str, str]:
    x, y = rng.sample(range(-300, 300), 2)
    forms = [f"({x},{y})", f"({x}, {y})", f"( {x} , {y} ).", rf"\left({x},\, {y}\right)", f"$({x},{y})$"]
    forms.append(f"(x,y)=({x},{y})")
    return rng.choice(forms), rng.choice(forms), rng.choice([f"({y},{x})", f"{x}{y}", f"{x}, {y}", f"({x},{y + 1})"])


@variation
def intervals(rng: random.Random) -> tuple[str, str, str]:
    low = rng.randint(-50, 50)
    high, closed = low + rng.randint(1, 60), (rng.random() < 0.5, rng.random() < 0.5)
    wrong = interval_forms(low, high, (not closed[0], closed[1]), rng)
    return interval_forms(low, high, closed, rng), interval_forms(low, high, closed, rng), wrong


@variation
def lines(rng: random.Random) -> tuple[str, str, str]:
    a, b, times = rng.randint(2, 9), rng.randint(1, 9), rng.choice([2, 3, -1])
    forms = [f"y={a}x+{b}", f"y = {b} + {a}*x", f"{a}x-y+{b}=0", f"{times}y={times * a}x{times * b:+}", f"y-{b}={a}x"]
    return rng.choice(forms), rng.choice(forms), rng.choice([f"y={a}x-{b}", f"{a}x+y+{b}=0", f"y={a + 1}x+{b}"])


@variation
def powers_of_ten(rng: random.Random) -> tuple[str, str, str]:
    digits, power = rng.randint(1, 9), rng.randint(1, 9)
    forms = [f"{digits}e{power}", f"{digits}E+{power}", rf"{digits} \times 10^{{{power}}}", f"{digits * 10**power:,}"]
    return rng.choice(forms), rng.choice([*forms, f"{digits}·10^{power}"]), f"{digits}e{power + 1}"


@variation
def percents(rng: random.Random) -> tuple[str, str, str]:
    value = rng.randint(2, 99)
    forms = [f"{value}%", rf"{value}\%", f"{value} percent", f"{value / 100}", f"{value}/100"]
    return rng.choice(forms), rng.choice(forms[:3]), rng.choice([f"{value + 1}%", f"{value / 1000}"])


@variation
def bases(rng: random.Random) -> tuple[str, str, str]:
    value, base = rng.randint(10, 99), rng.randint(2, 9)
    digits, rest = "", value
    while rest:
        digits, rest = str(rest % base) + digits, rest // base
    forms = [f"{digits}_{base}", f"{digits}_{{{base}}}", f"{digits}_{{ {base} }}", rf"{digits}_{{\text{{{base}}}}}"]
    return rng.choice(forms), rng.choice([*forms, f"{value}"]), f"{digits}_{base + 1}"


@variation
def two_signs(rng: random.Random) -> tuple[str, str, str]:
    a, b = rng.randint(-9, 9), rng.choice([2, 3, 5, 7])
    forms = [rf"{a}\pm\sqrt{{{b}}}", f"{a} ± √{b}", f"{a}+sqrt({b}), {a}-sqrt({b})"]
    forms.append(rf"x={a}-\sqrt{b} or x={a}+\sqrt{b}")
    return rng.choice(forms), rng.choice(forms), rng.choice([f"{a}+sqrt({b})", rf"{a + 1}\pm\sqrt{{{b}}}"])


@pytest.mark.parametrize(("name", "draw"), VARIATIONS)
def test_random_variations(name: str, draw: Callable[[random.Random], tuple[str, str, str]]) -> None:
    rng = random.Random(name)
    for _ in range(100):
        first, second, wrong = draw(rng)
        assert verdict(first, second) is Verdict.EQUAL, (first, second)
        assert verdict(first, wrong) is Verdict.DIFFERENT, (first, wrong)
