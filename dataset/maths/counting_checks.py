"""Checks of statistics, number theory and discrete mathematics, by counting cases or by sympy's number theory.

    dice("1/6", "6", "4", "7")           4 of 24 throws
    degrees("3", "2, 2, 1, 1")           builds a graph with these degrees and counts its edges

Each takes an answer and the texts of a problem's check.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import combinations, count, product

import sympy

from dataset.maths.symbolic import read


def _whole(texts: str) -> list[int]:
    return [int(text) for text in texts.split(", ")]


def _is(answer: str, value: object) -> bool:
    return bool(read(answer) == value)


def _share(cases: Sequence[bool]) -> sympy.Rational:
    return sympy.Rational(sum(cases), len(cases))


# ---- statistics and probability


def mean(answer: str, values: str) -> bool:
    """The differences to the mean add up to 0."""
    return bool(sum(value - read(answer) for value in _whole(values)) == 0)


def median(answer: str, values: str) -> bool:
    return _is(answer, statistics.median(sympy.Rational(value) for value in _whole(values)))


def spread(answer: str, values: str) -> bool:
    """The largest difference of two values."""
    return _is(answer, max(a - b for a, b in product(_whole(values), repeat=2)))


def mode(answer: str, values: str) -> bool:
    """Exactly one number is most frequent."""
    return statistics.multimode(_whole(values)) == [int(answer)]


def outermost(answer: str, values: str, which: str) -> bool:
    """The last number in order, or the first."""
    return _is(answer, sorted(_whole(values))[-1 if which == "largest" else 0])


def urn(answer: str, counts: str, place: str, other: str) -> bool:
    """Count balls of the colour number `place`, or with `other` of all other colours."""
    balls = [colour for colour, count in enumerate(_whole(counts)) for _ in range(count)]
    return _is(answer, _share([(colour == int(place)) != bool(int(other)) for colour in balls]))


def dice(answer: str, m: str, n: str, total: str) -> bool:
    """Count throws."""
    return _is(answer, _share([a + b == int(total) for a, b in product(range(1, int(m) + 1), range(1, int(n) + 1))]))


def gain(answer: str, chance: str, gain: str, loss: str) -> bool:
    """The mean over as many games as the chance's denominator."""
    won, games = map(int, chance.split("/"))
    return _is(answer, sympy.Rational(sum([int(gain)] * won + [-int(loss)] * (games - won)), games))


def independent(answer: str, first: str, second: str, both: str) -> bool:
    """Count equally likely cases, of which each event takes as many as its chance says."""
    (a, m), (b, n) = (map(int, chance.split("/")) for chance in (first, second))
    wanted = bool(int(both))
    return _is(answer, _share([(i < a) == wanted and (j < b) == wanted for i, j in product(range(m), range(n))]))


# ---- number theory


def gcd(answer: str, a: str, b: str) -> bool:
    return _is(answer, sympy.gcd(int(a), int(b)))


def common_multiple(answer: str, a: str, b: str) -> bool:
    """Try the multiples of one number."""
    return _is(answer, next(multiple for multiple in count(int(a), int(a)) if multiple % int(b) == 0))


def remainder(answer: str, a: str, m: str) -> bool:
    """Compute the whole power."""
    return _is(answer, sympy.Mod(read(a), int(m)))


def congruence(answer: str, a: str, b: str, p: str) -> bool:
    """Find the smallest solution by trial."""
    return _is(answer, next(x for x in range(int(p)) if (int(a) * x - int(b)) % int(p) == 0))


def totient(answer: str, n: str) -> bool:
    return _is(answer, sympy.totient(read(n)))


def divisors(answer: str, n: str) -> bool:
    return _is(answer, sympy.divisor_count(read(n)))


def prime(answer: str, n: str, step: str) -> bool:
    return _is(answer, sympy.nextprime(int(n)) if step == "1" else sympy.prevprime(int(n)))


# ---- discrete mathematics


def paths(answer: str, start: str, end: str) -> bool:
    """Count ways field by field: the sum of those to the left and to the lower neighbour."""
    (a, b), (c, d) = (_whole(point.strip("()")) for point in (start, end))
    ways = [1] * (c - a + 1)
    for _ in range(d - b):
        for column in range(1, len(ways)):
            ways[column] += ways[column - 1]
    return _is(answer, ways[-1])


def choices(answer: str, a: str, i: str, b: str, j: str) -> bool:
    """Count pairs of choices."""
    first, second = (combinations(range(int(of)), int(count)) for of, count in ((a, i), (b, j)))
    return _is(answer, sum(1 for _ in product(first, second)))


def union(answer: str, a: str, b: str, both: str) -> bool:
    """Build two sets of numbers and unite them."""
    return _is(answer, len(set(range(int(a))) | set(range(int(a) - int(both), int(a) - int(both) + int(b)))))


def recurrence(answer: str, start: str, k: str, c: str, n: str) -> bool:
    """Use a power of the recurrence's matrix."""
    power = sympy.Matrix([[int(k), int(c)], [0, 1]]) ** int(n)
    return _is(answer, (power * sympy.Matrix([int(start), 1]))[0])


def two_term(answer: str, first: str, second: str, sign: str, n: str) -> bool:
    """Use a power of the recurrence's matrix."""
    power = sympy.Matrix([[0, 1], [int(sign), 1]]) ** int(n)
    return _is(answer, (power * sympy.Matrix([int(first), int(second)]))[0])


def degrees(answer: str, values: str) -> bool:
    """Count the edges of a graph with these degrees, built by the algorithm of Havel and Hakimi."""
    left, edges = sorted(_whole(values), reverse=True), 0
    while left[0]:
        degree, *left = left
        edges += degree
        left = sorted([value - (place < degree) for place, value in enumerate(left)], reverse=True)
    return _is(answer, edges)


def shortest_path(answer: str, edges: str) -> bool:
    """Use the algorithm of Floyd and Warshall."""
    far = {(a, b): 0 if a == b else sympy.oo for a, b in product("ABCD", repeat=2)}
    for ends, length in (edge.split() for edge in edges.split(", ")):
        far[ends[0], ends[1]] = far[ends[1], ends[0]] = sympy.Integer(length)
    for via, a, b in product("ABCD", repeat=3):
        far[a, b] = min(far[a, b], far[a, via] + far[via, b])
    return _is(answer, far["A", "D"])
