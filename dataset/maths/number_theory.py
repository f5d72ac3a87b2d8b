"""Number theory: greatest common divisors, remainders, congruences, totients, divisors and primes."""

from __future__ import annotations

from math import gcd, isqrt, prod

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice
from dataset.maths.steps import plus, rest, running_product, times
from dataset.maths.writing import number, numbers

_TOTIENTS_TO = 1000
_PRIMES_TO = 1300


def _factors(n: int) -> list[tuple[int, int]]:
    """The prime factors of a number, with their exponents."""
    found: list[tuple[int, int]] = []
    for p in range(2, isqrt(n) + 1):
        exponent = 0
        while n % p == 0:
            n, exponent = n // p, exponent + 1
        if exponent:
            found.append((p, exponent))
    return found + ([(n, 1)] if n > 1 else [])


def _factored(factors: list[tuple[int, int]]) -> str:
    return "*".join(f"{p}^{exponent}" if exponent > 1 else str(p) for p, exponent in factors)


def _gcd(rng: np.random.Generator) -> Drawn:
    common, m, n = between(rng, 2, 15), between(rng, 1, 12), between(rng, 1, 12)
    while gcd(m, n) > 1 or m == n:
        m, n = between(rng, 1, 12), between(rng, 1, 12)
    a, b = common * m, common * n
    return Drawn({"a": a, "b": b}, str(common), ("gcd", str(a), str(b)), _remainders(max(a, b), min(a, b)))


def _remainders(a: int, b: int) -> tuple[str, ...]:
    """The steps of Euclid's algorithm; the last one leaves 0."""
    found = []
    while b:
        found.append(rest(a, b))
        a, b = b, a % b
    return tuple(found)


def _remainder(rng: np.random.Generator) -> Drawn:
    a, m = between(rng, 20, 199), between(rng, 3, 12)
    tens = a // (10 * m) * 10
    notes = times(tens, m), plus(a, -tens * m), rest(a - tens * m, m)
    return Drawn({"a": a, "m": m}, str(a % m), ("remainder", str(a), str(m)), notes)


def _power(rng: np.random.Generator) -> Drawn:
    a, n, m = between(rng, 2, 15), between(rng, 2, 15), between(rng, 3, 13)
    notes = numbers(*(pow(a, exponent, m) for exponent in (1, n // 4, n // 2)))  # by squares
    return Drawn({"a": f"{a}^{n}", "m": m}, str(pow(a, n, m)), ("remainder", f"{a}^{n}", str(m)), notes)


def _congruence(rng: np.random.Generator) -> Drawn:
    p = choice(rng, (5, 7, 11, 13))
    a = choice(rng, [a for a in range(2, 40) if a % p > 1])
    b = between(rng, 0, p - 1)
    inverse = pow(a, -1, p)
    check = ("congruence", str(a), str(b), str(p))
    notes = number(a % p), times(inverse, b), rest(inverse * b, p)
    return Drawn({"a": a, "b": b, "p": p}, str(inverse * b % p), check, notes)


def _totient(rng: np.random.Generator) -> Drawn:
    factors = _factors(between(rng, 4, _TOTIENTS_TO))
    text = _factored(factors)
    parts = [(p - 1) * p ** (k - 1) for p, k in factors]
    return Drawn({"n": text}, str(prod(parts)), ("totient", text), running_product(parts))


def _divisors(rng: np.random.Generator) -> Drawn:
    count = between(rng, 2, 3)
    chosen = sorted(rng.permutation(4)[:count].tolist())
    factors = [((2, 3, 5, 7)[place], between(rng, 1, 9 if count == 2 else 6)) for place in chosen]
    text = _factored(factors)
    choices = [exponent + 1 for _, exponent in factors]
    return Drawn({"n": text}, str(prod(choices)), ("divisors", text), running_product(choices))


def _prime(rng: np.random.Generator) -> Drawn:
    n = between(rng, 4, _PRIMES_TO)
    step, which, side = choice(rng, ((1, "smallest", "above"), (-1, "largest", "below")))
    found = n + step
    while _factors(found) != [(found, 1)]:
        found += step
    return Drawn({"n": n, "which": which, "side": side}, str(found), ("prime", str(n), str(step)))


def _last_digit(rng: np.random.Generator) -> Drawn:
    a, n = between(rng, 2, 99), between(rng, 2, 30)
    notes = numbers(a % 10, n % 4)  # the last digits of powers repeat after four
    return Drawn({"a": a, "n": n}, str(pow(a, n, 10)), ("remainder", f"{a}^{n}", "10"), notes)


_REMAINDER = (
    "What is the remainder of {a} divided by {m}?",
    "Find the remainder of {a} divided by {m}.",
    "What is {a} modulo {m}?",
)
NUMBER_THEORY = (
    Form(
        "gcd",
        _gcd,
        (
            "What is the greatest common divisor of {a} and {b}?",
            "Find the greatest common divisor of {a} and {b}.",
            "Which is the largest number that divides {a} and {b}?",
        ),
    ),
    Form("remainder", _remainder, _REMAINDER),
    Form("power", _power, _REMAINDER),
    Form(
        "congruence",
        _congruence,
        (
            "Find the smallest x with {a}*x={b} modulo {p}.",
            "What is the smallest x from 0 with {a}*x={b} modulo {p}?",
            "Solve {a}*x={b} modulo {p}.",
        ),
    ),
    Form(
        "totient",
        _totient,
        (
            "What is the totient of {n}?",
            "Find the totient of {n}.",
            "How many numbers from 1 to {n} have no common divisor with it?",
        ),
    ),
    Form(
        "divisors",
        _divisors,
        (
            "How many divisors has {n}?",
            "What is the number of divisors of {n}?",
            "Count the divisors of {n}.",
        ),
    ),
    Form(
        "prime",
        _prime,
        (
            "What is the {which} prime {side} {n}?",
            "Find the {which} prime {side} {n}.",
            "Which is the {which} prime {side} {n}?",
        ),
    ),
    Form(
        "last_digit",
        _last_digit,
        (
            "What is the last digit of {a}^{n}?",
            "Find the last digit of {a}^{n}.",
            "Which digit does {a}^{n} end with?",
        ),
    ),
)
