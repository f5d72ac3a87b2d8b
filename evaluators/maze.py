"""Does the answer show a way through the maze, and a shortest one? Whatever path the label shows.

    question |S #|    label |So#|    answer |S #|    the other shortest path: valid, though not exact
             |   |          | oo|           |ooo|
             | #G|          | #G|           | #G|

Of several shortest paths a label shows one, so that `valid` is what to look at where mazes have more than one, as all
of Maze-Hard do; the share of answers equal to the label is `exact_accuracy`.
"""

from __future__ import annotations

import numpy as np

from dataset.maze.rules import shortest_paths, valid_paths
from evaluators.puzzle import Puzzle


class Maze(Puzzle):
    """`<set>/valid_path`: one path from start to goal and nothing else; `<set>/valid`: and none is shorter."""

    task = "maze"

    def judge(self, inputs: np.ndarray, labels: np.ndarray, answers: np.ndarray) -> dict[str, np.ndarray]:
        """See the class and `evaluators.puzzle.Puzzle.judge`."""
        return {"valid_path": valid_paths(inputs, answers), "valid": shortest_paths(inputs, answers)}
