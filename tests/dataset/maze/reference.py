"""Slow and plain ways to compute what the modules of `dataset.maze` compute fast, and a maze to try them on."""

from __future__ import annotations

from collections import deque

import numpy as np

QUESTION = "#S #\n # #\n   #\nG#  "

ANSWER = "#So#\n #o#\nooo#\nG#  "


def tokens(text: str) -> np.ndarray:
    return np.array(["# SGo".index(c) + 1 for c in text if c != "\n"], np.uint8)


def neighbours(cell: int, size: int) -> list[int]:
    row, column = divmod(cell, size)
    near = [(row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column)]
    return [r * size + c for r, c in near if 0 <= r < size and 0 <= c < size]


def reference_steps(cells: set[int], start: int, goal: int, size: int) -> int | None:
    """Steps from start to goal over `cells`, by a queue: slow, and plainly right."""
    steps, queue = {start: 0}, deque([start])
    while queue:
        cell = queue.popleft()
        for near in neighbours(cell, size):
            if near in cells and near not in steps:
                steps[near] = steps[cell] + 1
                queue.append(near)
    return steps.get(goal)


def reference_paths(cells: set[int], start: int, goal: int, size: int) -> list[list[int]]:
    """Every way from start to goal that visits no cell twice."""
    found, stack = [], [[start]]
    while stack:
        path = stack.pop()
        if path[-1] == goal:
            found.append(path)
        else:
            stack.extend([*path, near] for near in neighbours(path[-1], size) if near in cells and near not in path)
    return found


def solves(question: str, answer: str) -> bool:
    """Whether the text `answer` draws a shortest path into `question`, both of one line: independent of the module."""
    size = int(len(question) ** 0.5)
    start, goal = question.index("S"), question.index("G")
    drawn = {i for i, c in enumerate(answer) if c == "o"}
    kept = all(a == q or (q == " " and a == "o") for q, a in zip(question, answer, strict=True))
    shortest = reference_steps({i for i, c in enumerate(question) if c != "#"}, start, goal, size)
    return kept and reference_steps(drawn | {start, goal}, start, goal, size) == shortest == len(drawn) + 1
