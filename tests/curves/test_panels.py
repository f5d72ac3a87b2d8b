"""Which metrics are drawn, in which order, and the limits and ticks of their panels."""

from __future__ import annotations

import numpy as np
import pytest

from curves.axes import COLOURS, MARKS, MOST_CURVES, lay_out, look_of, marked, padded, show_value, tick_labels, ticks
from curves.lines import Curve, Line
from curves.panels import choose_metrics, windows_of
from runs.metrics import goal_of
from utils.errors import UserError

KNOWN = [
    *("all/accuracy", "train/lr", "train/reward_text", "train/reward", "train/loss", "train/exact_accuracy"),
    *("train/kl", "train/unheard_of", "all/exact_accuracy", "ARC/pass@10", "ARC/pass@2", "all/kind/x/exact"),
    *("train/reward_format", "train/gradient_norm", "train/clip_low_share", "train/entropy", "train/pass_at_k"),
]


def test_the_order_of_panels() -> None:
    assert choose_metrics(KNOWN, []) == [
        *("train/loss", "train/exact_accuracy", "train/reward", "train/reward_format", "train/reward_text"),
        *("train/pass_at_k", "train/kl", "train/entropy", "train/clip_low_share", "train/unheard_of", "train/lr"),
        *("train/gradient_norm", "ARC/pass@2", "ARC/pass@10", "all/exact_accuracy", "all/accuracy"),
    ]
    assert choose_metrics(["all/kind/x/exact"], []) == ["all/kind/x/exact"], "better than nothing"


def test_metrics_by_name_and_pattern() -> None:
    chosen = choose_metrics(KNOWN, ["train/kl", "train/reward*", "train/reward_text"])
    assert chosen == ["train/kl", "train/reward", "train/reward_format", "train/reward_text"]
    assert choose_metrics(["a[1]", "a1"], ["a[1]"]) == ["a[1]"], "a name is no pattern"
    with pytest.raises(UserError, match=r"--metrics train/rewrad: .* \(did you mean 'train/reward'\?\)"):
        choose_metrics(KNOWN, ["train/rewrad"])
    with pytest.raises(UserError, match=r"no such metric; there is train/loss, .*"):
        choose_metrics(KNOWN, ["*q*"])
    with pytest.raises(UserError, match="70 metrics, and at most 60 are drawn"):
        choose_metrics([f"m/{number}" for number in range(70)], ["m/*"])


def test_what_is_better() -> None:
    goals = {"low": ("train/lm_loss", "train/reward_invalid"), "high": ("all/exact_accuracy", "train/reward_text")}
    for goal, names in goals.items():
        assert {goal_of(name) for name in names} == {goal}
    assert goal_of("ARC/pass@2") == "high"
    assert not any(map(goal_of, ("train/lr", "train/entropy", "train/reward_std", "all/steps")))


def test_noise_is_of_training_alone() -> None:
    assert windows_of(["train/kl", "train/lr", "all/kl"], 7) == {"train/kl": 7, "train/lr": 1, "all/kl": 1}


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-0.02, 1.03, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0, 2_080, ["0", "500", "1000", "1500", "2000"]),
        (-900, 46_000, ["0", "10k", "20k", "30k", "40k"]),
        (0, 2.1e6, ["0", "0.5M", "1M", "1.5M", "2M"]),
        (-0.051, 0.011, ["−0.04", "−0.02", "0.00"]),
        (0, 1.1e-5, ["0", "2e−06", "4e−06", "6e−06", "8e−06", "1e−05"]),
        (0.98765, 0.98775, ["0.98766", "0.98768", "0.98770", "0.98772", "0.98774"]),
        (1e200, 3e200, ["1e+200", "1.5e+200", "2e+200", "2.5e+200", "3e+200"]),
    ],
)
def test_ticks(low: float, high: float, expected: list[str]) -> None:
    assert tick_labels(ticks(low, high, 6)) == expected


@pytest.mark.parametrize("value", [0.0, 5e-324, -1e-300, 1e-12, 0.5, -3.0, 7e15, 1e300, -1e300])
def test_limits_around_one_value(value: float) -> None:
    low, high = padded(value, value, 0.06)
    assert low < value < high and 0 < len(ticks(low, high, 6)) <= 6


@pytest.mark.parametrize(("low", "high"), [(0.1, 0.1 + 1e-16), (-1e300, 1e300), (0, 5e-324), (1e15, 1e15 + 1)])
def test_limits_far_and_near(low: float, high: float) -> None:
    bounds = padded(low, high, 0.06)
    assert bounds[0] < low <= high < bounds[1]
    values = ticks(*bounds, 6)
    assert len(tick_labels(values)) == len(values) <= 6


def test_all_panels_have_the_same_steps() -> None:
    def line(*steps: int) -> Line:
        values = np.array(steps, np.float64)
        return Line(np.array(steps), values, values - 1, values + 1, 2)

    curves = [Curve("a", {"x": line(0, 100), "y": line(50)}, {}), Curve("b", {"x": line(0, 90)}, {})]
    x, y = lay_out(curves, {"x": 3, "y": 1, "nobody's": 1})
    assert x.x == y.x == (-2, 102) and [*x.lines] == [0, 1] and [*y.lines] == [0]
    assert x.y[0] < -1 and x.y[1] > 101, "the range of seeds is inside"
    assert x.x_label == "step (running mean of 3 points)" and y.x_label == "step"


def test_marks() -> None:
    values = np.ones(30)
    long = Line(np.arange(30), values, values, values, 1)
    assert not len(marked(long))
    values[[3, 5, 20]] = np.nan
    assert marked(long).tolist() == [4], "a point between gaps would not be seen"
    values[6:] = np.nan
    assert marked(long).tolist() == [0, 1, 2, 4]


def test_every_curve_looks_different() -> None:
    assert len({look_of(number) for number in range(MOST_CURVES)}) == MOST_CURVES == len(MARKS) * len(COLOURS)


def test_values_in_tables() -> None:
    shown = [show_value(value) for value in (0.123456, -12.0, 123456.7, 1e-7, 3e20)]
    assert shown == ["0.1235", "-12", "123,457", "1e-07", "3e+20"]
