"""Lines: running means and seeds against computations by hand; gaps stay gaps; thinning keeps peaks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from curves.lines import Line, best_of, join, last_of, make_curve, smooth, thinned
from curves.recorded import RecordedRun
from runs.metrics import Series

NAN = float("nan")


def series(**values: float) -> Series:
    """Steps are written as s10=1.5."""
    return Series(np.array([int(step[1:]) for step in values]), np.array([*values.values()], np.float64))


def line(*values: float) -> Line:
    means = np.array(values, np.float64)
    return Line(np.arange(len(values)), means, means, means, 1)


@pytest.mark.parametrize(
    ("values", "window", "expected"),
    [
        ([1, 2, 6, 3], 1, [1, 2, 6, 3]),
        ([1, 2, 6, 3], 2, [1, 1.5, 4, 4.5]),
        ([1, 2, 6, 3], 3, [1, 1.5, 3, 11 / 3]),
        ([1, 2, 6, 3], 100, [1, 1.5, 3, 3]),
        ([1, NAN, 6, 3], 2, [1, NAN, 6, 4.5]),
        ([NAN, 2, NAN, 4], 3, [NAN, 2, NAN, 3]),
        ([1e16, 1, 1, 1], 2, [1e16, (1e16 + 1) / 2, 1, 1]),
        ([], 5, []),
    ],
)
def test_running_means(values: list[float], window: int, expected: list[float]) -> None:
    np.testing.assert_allclose(smooth(np.array(values, np.float64), window), expected, rtol=1e-15)


def test_seeds_have_the_steps_that_all_have() -> None:
    joined = join([series(s10=1, s20=2, s30=3), series(s20=6, s30=7, s40=8), series(s10=5, s20=4, s30=NAN)])
    assert joined.steps.tolist() == [20, 30] and joined.runs == 3
    np.testing.assert_array_equal(joined.mean, [4, NAN])
    np.testing.assert_array_equal(joined.low, [2, NAN])
    np.testing.assert_array_equal(joined.high, [6, NAN])


def test_a_curve_smooths_each_seed_and_keeps_what_was_recorded() -> None:
    runs = [
        RecordedRun(Path("a"), None, None, {"x": series(s1=1, s2=3, s3=5), "y": series(s1=1)}),
        RecordedRun(Path("b"), None, None, {"x": series(s2=7, s3=9), "y": series(s2=1), "z": series(s1=1)}),
    ]
    curve = make_curve("label", runs, {"x": 2, "y": 1, "z": 1})
    assert list(curve.lines) == list(curve.exact) == ["x"], "y has no common step, and z one seed alone"
    assert curve.exact["x"].mean.tolist() == [5, 7]
    assert curve.lines["x"].mean.tolist() == [(2 + 7) / 2, (4 + 8) / 2]
    assert curve.lines["x"].low.tolist() == [2, 4]


def test_last_and_best() -> None:
    found = line(1, 5, NAN, 0, 5, NAN)
    assert last_of(found) == 4 and best_of(found, "high") == 1 and best_of(found, "low") == 3


def test_thinning_keeps_ends_peaks_and_gaps() -> None:
    values = np.sin(np.arange(10_000) / 900)
    values[[1234, 7000]] = 9, -9
    values[4000:5000] = NAN
    thin = thinned(line(*values), 200)
    assert len(thin.steps) <= 200 and {0, 1234, 7000, 9999} <= {*thin.steps.tolist()}
    assert np.isnan(thin.mean).any() and (np.diff(thin.steps) > 0).all()
    np.testing.assert_array_equal(thin.mean, values[thin.steps])
    assert thinned(line(1, 2, 3), 3).mean.tolist() == [1, 2, 3]
