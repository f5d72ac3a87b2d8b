"""Brier score and reliability, against sums by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from evaluators.calibration import BINS, Calibration


def test_a_worked_example() -> None:
    found = Calibration()
    found.add([0.9, 0.9, 0.25], [True, False, False])
    assert found.count == 3
    assert found.brier == pytest.approx((0.01 + 0.81 + 0.0625) / 3)
    assert found.stated == pytest.approx(2.05 / 3)
    low, high = found.bins
    assert (low.low, low.high, low.answers, low.right) == (0.2, 0.3, 1, 0)
    assert (high.low, high.high, high.answers, high.right) == (0.9, 1.0, 2, 0.5)
    assert "0.9 to 1.0" in found.table() and "50.0%" in found.table()


def test_sums_of_parts_are_those_of_all() -> None:
    rng = np.random.default_rng(0)
    stated = rng.random(200)
    right = rng.random(200) < stated
    whole, first, second = Calibration(), Calibration(), Calibration()
    whole.add(stated, right)
    first.add(stated[:70], right[:70])
    second.add(stated[70:], right[70:])
    assert np.allclose(first.sums + second.sums, whole.sums)
    assert whole.brier == pytest.approx(((stated - right) ** 2).mean())


def test_the_ends_have_bins_and_nothing_has_no_score() -> None:
    found = Calibration()
    found.add([0.0, 1.0], [False, True])
    assert found.brier == 0 and [one.low for one in found.bins] == [0, (BINS - 1) / BINS]
    assert math.isnan(Calibration().brier) and Calibration().bins == []
