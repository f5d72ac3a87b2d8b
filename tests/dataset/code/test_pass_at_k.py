"""pass@k against the closed form, in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest

from dataset.code.pass_at_k import pass_at_k


def exact(n: int, c: int, k: int) -> Fraction:
    return 1 - Fraction(comb(n - c, k), comb(n, k))


def test_the_closed_form() -> None:
    for n in range(1, 25):
        for c in range(n + 1):
            for k in range(1, n + 1):
                assert pass_at_k(n, c, k) == pytest.approx(float(exact(n, c, k)), rel=1e-14, abs=0), (n, c, k)


@pytest.mark.parametrize(("n", "c", "k"), [(200, 13, 100), (1000, 1, 1000), (10**6, 1, 1), (10**5, 50_000, 10)])
def test_many_candidates(n: int, c: int, k: int) -> None:
    assert pass_at_k(n, c, k) == pytest.approx(float(exact(n, c, k)), rel=1e-12)


def test_it_is_the_share_of_draws_with_a_right_one() -> None:
    right = [True, False, False, True, False, False]
    for k in range(1, 7):
        draws = [any(draw) for draw in combinations(right, k)]
        assert pass_at_k(6, 2, k) == pytest.approx(sum(draws) / len(draws))


@pytest.mark.parametrize(("n", "c", "k"), [(0, 0, 1), (5, 6, 1), (5, -1, 1), (5, 1, 0), (5, 1, 6)])
def test_counts_that_make_no_sense(n: int, c: int, k: int) -> None:
    with pytest.raises(ValueError, match=r"pass@k of"):
        pass_at_k(n, c, k)
