"""Statistics and probability: means, medians, ranges, urns, dice, expected gains, independent events."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice
from dataset.maths.steps import keep, over, plus, running_sum, times
from dataset.maths.writing import listed, number

_COLOURS = ("red", "blue", "green")
_CHANCES = sorted({Fraction(a, b) for b in range(2, 10) for a in range(1, b)})
"""Probabilities whose numerator and denominator have one digit."""


def _numbers(rng: np.random.Generator, count: int, high: int) -> list[int]:
    return [between(rng, 1, high) for _ in range(count)]


def _mean(rng: np.random.Generator) -> Drawn:
    return mean_of(_numbers(rng, between(rng, 3, 5), 9))


def mean_of(values: Sequence[int]) -> Drawn:
    """The mean of some numbers: added up one by one, then divided by their count."""
    text, total, count = listed(values), sum(values), len(values)
    notes = *running_sum(values), over(total, count)
    return Drawn({"values": text}, number(Fraction(total, count)), ("mean", text), notes)


def _median(rng: np.random.Generator) -> Drawn:
    values = _numbers(rng, 4, 20)
    text, middle = listed(values), sorted(values)[1:3]
    total = sum(middle)
    return Drawn({"values": text}, number(Fraction(total, 2)), ("median", text), (plus(*middle), over(total, 2)))


def _range(rng: np.random.Generator) -> Drawn:
    return range_of(_numbers(rng, between(rng, 4, 5), 50))


def range_of(values: Sequence[int]) -> Drawn:
    """The largest of some numbers minus the smallest."""
    text, largest, smallest = listed(values), max(values), min(values)
    return Drawn(
        {"values": text}, str(largest - smallest), ("spread", text), (*extremes(values), plus(largest, -smallest))
    )


def extremes(values: Sequence[int]) -> tuple[str, ...]:
    """Notes: the largest and the smallest of the first two values, of the first three, and so on."""
    told = [values[:count] for count in range(2, len(values) + 1)]
    return tuple(keep(max(first), min(first)) for first in told)


def _urn(rng: np.random.Generator) -> Drawn:
    counts = _numbers(rng, 3, 9)
    place, other = between(rng, 0, 2), rng.random() < 0.3
    colour = ("not " if other else "") + _COLOURS[place]
    rest = [count for at, count in enumerate(counts) if at != place]
    wanted = sum(counts) - counts[place] if other else counts[place]
    a, b, c = counts
    fields = {"a": a, "b": b, "c": c, "colour": colour}
    total = sum(counts)
    check = ("urn", listed(counts), str(place), str(int(other)))
    notes = *running_sum([*rest, counts[place]]), over(wanted, total)
    return Drawn(fields, number(Fraction(wanted, total)), check, notes)


def _dice(rng: np.random.Generator) -> Drawn:
    m, n = between(rng, 3, 12), between(rng, 3, 12)
    total = between(rng, 2, m + n)
    last, first = min(total, n + 1), max(total - m, 1)  # the second die may show `first` to `last` - 1
    ways = last - first
    fields = {"m": m, "n": n, "total": total}
    check = ("dice", str(m), str(n), str(total))
    notes = plus(last, -first), keep(ways, times(m, n)), over(ways, m * n)
    return Drawn(fields, number(Fraction(ways, m * n)), check, notes)


def _gain(rng: np.random.Generator) -> Drawn:
    chance, a, c = choice(rng, _CHANCES), between(rng, 2, 9), between(rng, 1, 9)
    fields = {"chance": chance, "a": a, "c": c}
    wins, games = chance.as_integer_ratio()
    losses, check = games - wins, ("gain", number(chance), str(a), str(c))
    total = wins * a - losses * c
    won, lost = wins * a, losses * c
    steps = times(wins, a), keep(won, plus(games, -wins)), keep(won, times(losses, c))
    notes = *steps, plus(won, -lost), over(total, games)
    return Drawn(fields, number(Fraction(total, games)), check, notes)


def _independent(rng: np.random.Generator) -> Drawn:
    first, second = choice(rng, _CHANCES), choice(rng, _CHANCES)
    both = rng.random() < 0.5
    p, q = (first, second) if both else (1 - first, 1 - second)
    fields = {"first": first, "second": second, "which": "both happen" if both else "none happens"}
    check = ("independent", number(first), number(second), str(int(both)))
    above, below = p.numerator * q.numerator, p.denominator * q.denominator
    notes = times(p.numerator, q.numerator), keep(above, times(p.denominator, q.denominator)), over(above, below)
    return Drawn(fields, number(p * q), check, notes)


STATISTICS_PROBABILITY = (
    Form(
        "mean",
        _mean,
        (
            "What is the mean of {values}?",
            "Find the mean of {values}.",
            "The numbers are {values}. What is their mean?",
        ),
    ),
    Form(
        "median",
        _median,
        (
            "What is the median of {values}?",
            "Find the median of {values}.",
            "The numbers are {values}. What is their median?",
        ),
    ),
    Form(
        "range",
        _range,
        (
            "What is the range of {values}?",
            "Find the range of {values}.",
            "The numbers are {values}. What is their range?",
        ),
    ),
    Form(
        "urn",
        _urn,
        (
            "A bag holds {a} red, {b} blue and {c} green balls. How likely is a ball that is {colour}?",
            "Of {a} red, {b} blue and {c} green balls one is drawn. How likely is it {colour}?",
            "One of {a} red, {b} blue and {c} green balls is drawn. What is the probability that it is {colour}?",
        ),
    ),
    Form(
        "dice",
        _dice,
        (
            "Two dice have {m} and {n} sides. How likely is the sum {total}?",
            "Dice with {m} and {n} sides are thrown. How likely is the sum {total}?",
            "What is the probability that dice of {m} and {n} sides have the sum {total}?",
        ),
    ),
    Form(
        "gain",
        _gain,
        (
            "A game pays {a} dollars with probability {chance} and costs {c} otherwise. What is the expected gain?",
            "With probability {chance} a game pays {a} dollars, or else it costs {c}. What is the expected gain?",
            "What is the expected gain if {a} dollars come with probability {chance} and {c} are lost otherwise?",
        ),
    ),
    Form(
        "independent",
        _independent,
        (
            "Two independent events have probability {first} and {second}. How likely is it that {which}?",
            "Independent events have probability {first} and {second}. What is the probability that {which}?",
            "Of independent events with probability {first} and {second}, how likely is it that {which}?",
        ),
    ),
)
