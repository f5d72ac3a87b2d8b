"""Does the answer solve the cube, and in the fewest moves? The cube is turned to find out; the label plays no part.

    evaluators=[{name: rubik@Rubik2x2}]

    cube R U'     answer U R' END ...       solved, solved optimally, distance 2: solved@2 counts it
                  answer U2 U' R' END ...   solved
                  answer U U R' END ...     not solved

`solved` and `solved_optimally` are shares of all answers. `solved@d` is the share of solved cubes among those that are
d moves from solved.
"""

from __future__ import annotations

import numpy as np

from dataset.rubik2x2.rules import metric_of, replay, states_of
from dataset.rubik2x2.table import SLOTS, distances, number_of
from evaluators.puzzle import Puzzle


class Rubik2x2(Puzzle):
    """Metrics `<set>/solved`, `<set>/solved_optimally`, and `<set>/solved@<d>` for each distance d that occurs."""

    task = "rubik2x2"

    def judge(self, inputs: np.ndarray, labels: np.ndarray, answers: np.ndarray) -> dict[str, np.ndarray]:
        """Replay all answers (B, seq_len) at once."""
        metric = metric_of(inputs.shape[1])
        played = replay(inputs, answers)
        distance = distances(metric)[number_of(states_of(inputs))]
        judged = {"solved": played.solved, "solved_optimally": played.solved & (played.length(metric) == distance)}
        for moves in range(1, SLOTS[metric] + 1):
            judged[f"solved@{moves}"] = np.where(distance == moves, played.solved, np.nan)
        return judged
