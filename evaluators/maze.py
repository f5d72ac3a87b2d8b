"""Does the answer show a path through the maze, and is it a shortest one? The label's path plays no part.

    question |S #|    label |So#|    answer |S #|    the other shortest path: valid, but not exact
             |   |          | oo|           |ooo|
             | #G|          | #G|           | #G|

A label shows only one shortest path, and `exact_accuracy` counts only answers equal to the label. Where mazes have
several shortest paths, as all of Maze-Hard have, look at `valid` instead.
"""

from __future__ import annotations

import numpy as np

from dataset.maze.rules import shortest_paths, valid_paths
from evaluators.puzzle import Puzzle


class Maze(Puzzle):
    """`<set>/valid_path`: the answer is one path from start to goal. `<set>/valid`: it is also a shortest path."""

    task = "maze"

    def judge(self, inputs: np.ndarray, labels: np.ndarray, answers: np.ndarray) -> dict[str, np.ndarray]:
        """See the class and `evaluators.puzzle.Puzzle.judge`."""
        return {"valid_path": valid_paths(inputs, answers), "valid": shortest_paths(inputs, answers)}
