"""Discrete mathematics: counting, recurrences and graphs."""

from __future__ import annotations

from itertools import permutations
from math import comb

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed
from dataset.maths.steps import keep, over, plus, running_sum, times
from dataset.maths.writing import listed, terms

_EDGES = ("AB", "AC", "BC", "BD", "CD")


def _grid_paths(rng: np.random.Generator) -> Drawn:
    a, b, across, up = between(rng, 0, 9), between(rng, 0, 9), between(rng, 1, 5), between(rng, 1, 5)
    first, second = f"({a}, {b})", f"({a + across}, {b + up})"
    fields, check = {"first": first, "second": second}, ("paths", first, second)
    return Drawn(fields, str(comb(across + up, up)), check, (plus(a + across, -a), keep(across, plus(b + up, -b))))


def _committee(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 3, 10), between(rng, 3, 10)
    i, j = between(rng, 1, 2), between(rng, 1, 2)
    while comb(a, i) * comb(b, j) > 400:
        a, b = between(rng, 3, 10), between(rng, 3, 10)
    check = ("choices", str(a), str(i), str(b), str(j))
    boys, girls = comb(a, i), comb(b, j)
    return Drawn({"a": a, "b": b, "i": i, "j": j}, str(boys * girls), check, (str(boys), times(boys, girls)))


def _union(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 5, 50), between(rng, 5, 50)
    c = between(rng, 1, min(a, b) - 1)
    check = ("union", str(a), str(b), str(c))
    return Drawn({"a": a, "b": b, "c": c}, str(a + b - c), check, (plus(a, b), plus(a + b, -c)))


def _recurrence(rng: np.random.Generator) -> Drawn:
    start, k, c, n = between(rng, -5, 9), choice(rng, (-2, -1, 2, 3)), signed(rng, 9), between(rng, 2, 3)
    values, notes = [start], list[str]()
    while len(values) <= n:
        product = k * values[-1]
        notes += times(k, values[-1]), plus(product, c)
        values.append(product + c)
    rule = f"a(n+1)={terms((k, 'a(n)'), (c, ''))}"
    check = ("recurrence", str(start), str(k), str(c), str(n))
    return Drawn({"start": start, "rule": rule, "n": n}, str(values[n]), check, tuple(notes))


def _two_term(rng: np.random.Generator) -> Drawn:
    p, q, n, sign = between(rng, -9, 9), between(rng, 1, 9), between(rng, 3, 5), choice(rng, (1, -1))
    values, notes = [p, q], list[str]()
    while len(values) <= n:
        notes.append(plus(values[-1], sign * values[-2]))
        values.append(values[-1] + sign * values[-2])
    rule = f"a(n+1)=a(n){'+' if sign > 0 else '-'}a(n-1)"
    fields = {"p": p, "q": q, "rule": rule, "n": n}
    check = ("two_term", str(p), str(q), str(sign), str(n))
    return Drawn(fields, str(values[n]), check, tuple(notes))


def _degrees(rng: np.random.Generator) -> Drawn:
    """The degrees of a random graph in which every vertex has an edge."""
    size = between(rng, 5, 7)
    joined = np.zeros((size, size), int)
    while not joined.any(axis=0).all():
        joined = np.triu(rng.random((size, size)) < 0.5, 1).astype(int)
        joined += joined.T
    degrees = joined.sum(axis=0).tolist()
    text, total = listed(degrees), sum(degrees)
    pairs = [sum(degrees[place : place + 2]) for place in range(0, size, 2)]
    return Drawn({"degrees": text}, str(total // 2), ("degrees", text), (*running_sum(pairs), over(total, 2)))


def _faces(rng: np.random.Generator) -> Drawn:
    v = between(rng, 5, 50)
    e = between(rng, v, min(3 * v - 6, 99))
    return Drawn({"v": v, "e": e}, str(e - v + 2), ("unknown", f"{v}-{e}+u=2"), (plus(e, -v), plus(e - v, 2)))


def _shortest_path(rng: np.random.Generator) -> Drawn:
    lengths = {edge: between(rng, 1, 9) for edge in _EDGES}
    both_ways = lengths | {edge[::-1]: length for edge, length in lengths.items()}
    ways = ("A" + "".join(inner) + "D" for count in (1, 2) for inner in permutations("BC", count))
    steps = [[both_ways[way[i : i + 2]] for i in range(len(way) - 1)] for way in ways]
    totals = [sum(lengths) for lengths in steps]
    first, second, third, fourth = steps
    notes = [plus(*first), keep(totals[0], plus(*second))]
    for way, shortest in ((third, min(totals[:2])), (fourth, min(totals[:3]))):
        notes += keep(shortest, plus(*way[:2])), keep(shortest, plus(sum(way[:2]), way[2]))
    text = ", ".join(f"{edge} {length}" for edge, length in lengths.items())
    return Drawn({"edges": text}, str(min(totals)), ("shortest_path", text), tuple(notes))


DISCRETE_MATH = (
    Form(
        "grid_paths",
        _grid_paths,
        (
            "How many paths go right and up from {first} to {second}?",
            "Count the paths that go right and up from {first} to {second}.",
            "From {first} one steps right or up to {second}. How many paths are there?",
        ),
    ),
    Form(
        "committee",
        _committee,
        (
            "In how many ways can {i} of {a} boys and {j} of {b} girls be chosen?",
            "How many teams have {i} of {a} boys and {j} of {b} girls?",
            "A team has {i} of {a} boys and {j} of {b} girls. How many teams are there?",
        ),
    ),
    Form(
        "union",
        _union,
        (
            "{a} play chess, {b} play cards, {c} play both. How many play at all?",
            "Of some friends {a} play chess, {b} play cards and {c} both. How many play at all?",
            "Set A has {a} elements, B has {b}, both share {c}. How many has the union?",
        ),
    ),
    Form(
        "recurrence",
        _recurrence,
        (
            "Let a(0)={start} and {rule}. What is a({n})?",
            "Find a({n}) if a(0)={start} and {rule}.",
            "With a(0)={start} and {rule}, find a({n}).",
        ),
    ),
    Form(
        "two_term",
        _two_term,
        (
            "Let a(0)={p}, a(1)={q} and {rule}. What is a({n})?",
            "Find a({n}) if a(0)={p}, a(1)={q} and {rule}.",
            "With a(0)={p}, a(1)={q} and {rule}, find a({n}).",
        ),
    ),
    Form(
        "degrees",
        _degrees,
        (
            "The vertices of a graph have degrees {degrees}. How many edges has it?",
            "A graph has vertices of degrees {degrees}. How many edges has it?",
            "How many edges has a graph with degrees {degrees}?",
        ),
    ),
    Form(
        "faces",
        _faces,
        (
            "A connected planar graph has {v} vertices and {e} edges. How many faces has it?",
            "How many faces has a connected planar graph with {v} vertices and {e} edges?",
            "A planar drawing of a connected graph has {v} vertices and {e} edges. Count its faces.",
        ),
    ),
    Form(
        "shortest_path",
        _shortest_path,
        (
            "Edges have lengths {edges}. How long is the shortest path from A to D?",
            "A graph has edges {edges}. How long is the shortest path from A to D?",
            "Roads have lengths {edges}. How far is it from A to D?",
        ),
    ),
)
