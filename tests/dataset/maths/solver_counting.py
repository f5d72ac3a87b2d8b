"""Statistics, number theory and discrete mathematics: by other formulas where the builder counts, and the reverse."""

from __future__ import annotations

import heapq
import itertools
import math
import re
from fractions import Fraction
from functools import cache

from tests.dataset.maths.evaluate import found, function, numbers


def statistics_probability(question: str, answer: str) -> bool:
    return Fraction(answer) == _statistic(question)


def _statistic(question: str) -> Fraction:
    given = numbers(question)
    if "mean" in question:
        level = Fraction(given[0])
        for count, other in enumerate(given[1:], start=2):
            level += (other - level) / count
        return level
    if "median" in question:
        while len(given) > 2:
            given.remove(max(given))
            given.remove(min(given))
        return Fraction(sum(given), len(given))
    if "range" in question:
        ordered = sorted(given)
        return Fraction(ordered[-1] - ordered[0])
    if "balls" in question:
        balls = {colour: int(count) for count, colour in re.findall(r"(\d+) (red|blue|green)", question)}
        other, colour = found(r"(?:is|it) (not )?(red|blue|green)[.?]", question)
        chance = Fraction(balls[colour], sum(balls.values()))
        return 1 - chance if other else chance
    if "sides" in question:
        m, n, total = given
        return Fraction(1, m * n) * max(0, min(m, total - 1, n, m + n + 1 - total))
    first, *second = (Fraction(chance) for chance in re.findall(r"\d/\d", question))
    if second:
        return first * second[0] if "both" in question else 1 - first - second[0] + first * second[0]
    (won,), (lost,) = found(r"(\d+) dollars", question), found(r"(\d+)(?: are lost| otherwise|\.)", question)
    return first * (int(won) + int(lost)) - int(lost)


def number_theory(question: str, answer: str) -> bool:
    return int(answer) == _number(question)


def _number(question: str) -> int:
    given = numbers(question)
    if "common divisor of" in question or "divides" in question:
        a, b = given
        while a != b:
            a, b = (a - b, b) if a > b else (a, b - a)
        return a
    if "*x=" in question:
        a, b, p = map(int, found(r"(\d+)\*x=(\d+) modulo (\d+)", question))
        return next(x for x in itertools.count() if (a * x) % p == b)
    if "remainder" in question or "modulo" in question:
        text, m = found(r"(\d\S*) (?:divided by|modulo) (\d+)", question)
        whole = int(function(text, "")())
        return whole - whole // int(m) * int(m)
    if "digit" in question:
        a, n = given
        return int(str(a**n)[-1])
    if "prime" in question:
        (n,) = given
        sieve = [p for p in range(2, n + 60) if all(p % q for q in range(2, math.isqrt(p) + 1))]
        return min(p for p in sieve if p > n) if "above" in question else max(p for p in sieve if p < n)
    (text,) = found(r"(?:of|to|has) (\d\S*?)(?:[.?]| have)(?: |$)?", question)
    if "divisors" in question:
        powers = [[int(p) ** k for k in range(int(e or 1) + 1)] for p, e in re.findall(r"(\d+)(?:\^(\d+))?", text)]
        return len({math.prod(chosen) for chosen in itertools.product(*powers)})
    n = int(function(text, "")())
    return sum(math.gcd(k, n) == 1 for k in range(1, n + 1))


def discrete_math(question: str, answer: str) -> bool:
    return int(answer) == _count(question)


@cache
def _ways(right: int, up: int) -> int:
    return 1 if not right or not up else _ways(right - 1, up) + _ways(right, up - 1)


def _count(question: str) -> int:
    given = numbers(question)
    if "paths" in question:
        a, b, c, d = given
        return _ways(c - a, d - b)
    if "boys" in question:
        i, a, j, b = given
        return _ways(i, a - i) * _ways(j, b - j)
    if "play" in question or "union" in question:
        a, b, c = given
        return (a - c) + (b - c) + c
    if "a(0)" in question:
        return _term(question)
    if "degrees" in question:
        return sum(given) // 2
    if "faces" in question:
        v, e = given
        return next(f for f in itertools.count(1) if v - e + f == 2)
    return _dijkstra({(a, b): int(n) for a, b, n in re.findall(r"([A-D])([A-D]) (\d)", question)})


def _term(question: str) -> int:
    """By a closed formula."""
    (start,) = found(r"a\(0\)=(-?\d+)", question)
    (n,) = found(r"(?:is|[Ff]ind) a\((\d)\)", question)
    if "a(n-1)" in question:
        (second,) = found(r"a\(1\)=(-?\d+)", question)
        p, q, fibonacci = int(start), int(second), (0, 1, 1, 2, 3, 5)
        if "+a(n-1)" in question:
            return fibonacci[int(n) - 1] * p + fibonacci[int(n)] * q
        return (p, q, q - p, -p, -q, p - q)[int(n) % 6]
    factor, added = found(r"=(-?\d*)\*?a\(n\)([-+]\d+)", question)
    k = int(factor) if factor.strip("-") else int(factor + "1")
    power = k ** int(n)
    return int(start) * power + int(added) * (power - 1) // (k - 1)


def _dijkstra(edges: dict[tuple[str, str], int]) -> int:
    both = edges | {(b, a): length for (a, b), length in edges.items()}
    queue, done = [(0, "A")], set[str]()
    while queue:
        far, here = heapq.heappop(queue)
        if here == "D":
            return far
        if here not in done:
            done.add(here)
            for (a, b), length in both.items():
                if a == here:
                    heapq.heappush(queue, (far + length, b))
    raise AssertionError("D cannot be reached")
