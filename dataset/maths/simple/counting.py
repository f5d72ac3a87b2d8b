"""Dice, coins, bags of balls, a few numbers, orders and choices.

two_dice  Two dice are rolled. How likely is a sum of 7?                answer 1/6      notes 6, 6/36
choose    How many ways are there to choose 2 of 5 people?              answer 10       notes 5*4, 20/2
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial, gcd, lcm

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice
from dataset.maths.statistics import extremes, mean_of, range_of
from dataset.maths.steps import keep, over, plus, running_product, times
from dataset.maths.writing import listed, number

_COLOURS = ("red", "blue", "green", "white", "black", "yellow")
_HELD = ("balls", "marbles", "cards", "sweets", "socks")


# ---- chances


def _die(rng: np.random.Generator) -> Drawn:
    """One number of a die, an even or an odd one, or one above a number."""
    sides = choice(rng, (6, 6, 6, 6, 4, 8, 10, 12, 20))
    asked = between(rng, 0, 2)
    k = between(rng, 1, sides - 1)
    what, ways = (
        (f"a {k}", 1),
        (f"an {choice(rng, ('even', 'odd'))} number", sides // 2),
        (f"more than {k}", sides - k),
    )[asked]
    die = "a die" if sides == 6 else f"a die with {sides} sides"
    notes = (plus(sides, -k), over(ways, sides)) if asked == 2 else (over(ways, sides),)
    fields = {"what": what, "die": die}
    return Drawn(fields, number(Fraction(ways, sides)), ("unknown", f"{sides}*u={ways}"), notes)


def _two_dice(rng: np.random.Generator) -> Drawn:
    total = between(rng, 2, 12)
    ways = 6 - abs(total - 7)
    return Drawn(
        {"total": total}, number(Fraction(ways, 36)), ("dice", "6", "6", str(total)), (str(ways), over(ways, 36))
    )


def _coins(rng: np.random.Generator) -> Drawn:
    n, side = between(rng, 1, 5), choice(rng, ("heads", "tails"))
    said = {1: "once", 2: "twice"}.get(n, f"{n} times")
    asked = between(rng, 0, 1) if n > 1 else 0
    k = n if asked == 0 else between(rng, 1, n - 1)
    ways, cases = comb(n, k), 2**n
    what = f"{side} each time" if asked == 0 and n > 1 else side if n == 1 else f"{k} {side}"
    fields = {"said": said, "what": what, "n": n}
    return Drawn(
        fields, number(Fraction(ways, cases)), ("unknown", f"{cases}*u={ways}"), (str(cases), over(ways, cases))
    )


def _bag(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 1, 20), between(rng, 1, 20)
    first, second = (_COLOURS[place] for place in rng.permutation(len(_COLOURS))[:2])
    wanted, ways = choice(rng, ((first, a), (second, b)))
    rest = a + b - ways
    fields = {"a": a, "b": b, "one": first, "other": second, "wanted": wanted, "held": choice(rng, _HELD)}
    notes = plus(rest, ways), over(ways, a + b)
    return Drawn(fields, number(Fraction(ways, a + b)), ("urn", f"{a}, {b}", str(int(ways == b)), "0"), notes)


# ---- a few numbers


def _values(rng: np.random.Generator, count: int) -> list[int]:
    return [between(rng, 1, choice(rng, (9, 20, 60))) for _ in range(count)]


def _few_mean(rng: np.random.Generator) -> Drawn:
    return mean_of(_values(rng, between(rng, 2, 4)))


def _few_median(rng: np.random.Generator) -> Drawn:
    values = _values(rng, 3)
    text, notes = listed(values), (keep(max(values), min(values)),)
    return Drawn({"values": text}, str(sorted(values)[1]), ("median", text), notes)


def _few_range(rng: np.random.Generator) -> Drawn:
    return range_of(_values(rng, between(rng, 3, 4)))


def _mode(rng: np.random.Generator) -> Drawn:
    """The most frequent of some numbers, which no other one equals in frequency."""
    most = between(rng, 1, 20)
    others = [value for value in rng.permutation(20)[: between(rng, 2, 4)].tolist() if value != most]
    values = [most, most, *others]
    text = listed(values[place] for place in rng.permutation(len(values)))
    return Drawn({"values": text}, str(most), ("mode", text))


def _extreme(rng: np.random.Generator) -> Drawn:
    values = _values(rng, between(rng, 2, 4))
    text, largest = listed(values), rng.random() < 0.5
    fields = {"values": text, "which": "largest" if largest else "smallest"}
    found = max(values) if largest else min(values)
    return Drawn(fields, str(found), ("outermost", text, fields["which"]), extremes(values))


# ---- counting


def _orders(rng: np.random.Generator) -> Drawn:
    n = between(rng, 3, 8)
    things = choice(rng, ("books", "people", "cards", "cups", "letters"))
    notes = running_product(range(n, 1, -1))[1:]
    return Drawn({"n": n, "things": things}, str(factorial(n)), ("unknown", f"u={n}!"), notes)


def _choose(rng: np.random.Generator) -> Drawn:
    k, n = between(rng, 2, 3), between(rng, 4, 12)
    things = choice(rng, ("people", "books", "cards", "players", "colours"))
    notes = [times(n, n - 1)] + ([times(n * (n - 1), n - 2)] if k == 3 else [])
    notes.append(over(factorial(k) * comb(n, k), factorial(k)))
    return Drawn(
        {"k": k, "n": n, "things": things}, str(comb(n, k)), ("choices", str(n), str(k), "1", "1"), tuple(notes)
    )


def _pairs(rng: np.random.Generator) -> Drawn:
    n = between(rng, 3, 30)
    notes = times(n, n - 1), over(n * (n - 1), 2)
    return Drawn({"n": n}, str(comb(n, 2)), ("choices", str(n), "2", "1", "1"), notes)


def _outfits(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 15), between(rng, 2, 15)
    first, second = choice(rng, (("shirts", "pants"), ("soups", "cakes"), ("hats", "coats"), ("cups", "plates")))
    fields = {"a": a, "b": b, "these": first, "those": second}
    return Drawn(fields, str(a * b), ("choices", str(a), "1", str(b), "1"), (times(a, b),))


def _common_multiple(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 30), between(rng, 2, 30)
    common = gcd(a, b)
    notes = number(common), over(b, common), times(a, b // common)
    return Drawn({"a": a, "b": b}, str(lcm(a, b)), ("common_multiple", str(a), str(b)), notes)


SIMPLE_COUNTING = (
    Form(
        "die",
        _die,
        (
            "What is the probability of rolling {what} with {die}?",
            "{die} is rolled. How likely is {what}?",
            "How likely is {what} when {die} is thrown?",
            "probability of {what} on {die}",
        ),
    ),
    Form(
        "two_dice",
        _two_dice,
        (
            "Two dice are rolled. How likely is a sum of {total}?",
            "What is the probability of the sum {total} with two dice?",
            "How likely is {total} as the sum of two dice?",
        ),
    ),
    Form(
        "coins",
        _coins,
        (
            "A coin is flipped {said}. What is the probability of {what}?",
            "I flip a coin {said}. How likely is {what}?",
            "What is the chance of {what} when a coin is thrown {said}?",
        ),
    ),
    Form(
        "bag",
        _bag,
        (
            "A bag has {a} {one} and {b} {other} {held}. What is the probability of drawing {wanted}?",
            "There are {a} {one} and {b} {other} {held} in a box. How likely is a {wanted} one?",
            "One of {a} {one} and {b} {other} {held} is drawn. What is the chance that it is {wanted}?",
        ),
    ),
    Form(
        "few_mean",
        _few_mean,
        (
            "What is the mean of {values}?",
            "What is the average of {values}?",
            "mean of {values}",
            "average of {values}",
        ),
    ),
    Form(
        "few_median",
        _few_median,
        ("What is the median of {values}?", "median of {values}", "Find the median of {values}."),
    ),
    Form(
        "few_range", _few_range, ("What is the range of {values}?", "range of {values}", "Find the range of {values}.")
    ),
    Form("mode", _mode, ("What is the mode of {values}?", "mode of {values}", "Which of {values} is most frequent?")),
    Form(
        "extreme",
        _extreme,
        (
            "What is the {which} of {values}?",
            "Which is the {which} of {values}?",
            "Find the {which} of the numbers {values}.",
        ),
    ),
    Form(
        "orders",
        _orders,
        (
            "In how many orders can {n} {things} stand?",
            "How many ways are there to order {n} {things}?",
            "What is {n}!?",
            "What is the factorial of {n}?",
        ),
    ),
    Form(
        "choose",
        _choose,
        (
            "How many ways are there to choose {k} of {n} {things}?",
            "In how many ways can {k} of {n} {things} be chosen?",
            "{n} choose {k}",
        ),
    ),
    Form(
        "pairs",
        _pairs,
        (
            "{n} people shake hands, each with each. How many handshakes are that?",
            "Each of {n} teams plays each other once. How many games are there?",
            "How many pairs can be made of {n} people?",
        ),
    ),
    Form(
        "outfits",
        _outfits,
        (
            "I have {a} {these} and {b} {those}. How many pairs of one of each are there?",
            "There are {a} {these} and {b} {those}. In how many ways can one take one of each?",
            "How many combinations are there of {a} {these} and {b} {those}?",
        ),
    ),
    Form(
        "common_multiple",
        _common_multiple,
        (
            "What is the least common multiple of {a} and {b}?",
            "What is the lcm of {a} and {b}?",
            "lcm of {a} and {b}",
            "lcm({a}, {b})",
        ),
    ),
)
