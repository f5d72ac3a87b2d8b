"""A made-up evaluation, as trackers record it."""

from __future__ import annotations

from runs.evaluations import StepCurves
from tests.inference.made_traces import PUZZLES, made_trace
from training.evaluation import Evaluated

CURVES = StepCurves(count=8, exact=[0.25, 0.5, 0.75], accuracy=[0.5, 0.75, 0.875], halting=[0.125, 0.125, 0.75])


def made_evaluation(exact: float = 0.75) -> Evaluated:
    """An evaluation of one set with one example."""
    trace = made_trace("sudoku", PUZZLES["sudoku"], title="all 0")
    return Evaluated({"all/exact_accuracy": exact, "all/kind/x/exact": 1.0}, {"all": CURVES}, [trace])
