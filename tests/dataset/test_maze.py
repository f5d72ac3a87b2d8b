"""Mazes: rules, turns, search, generator and files, against slow references of this file's own."""

from __future__ import annotations

import csv
import gzip
import itertools
import os
from collections import deque
from pathlib import Path

import numpy as np
import pytest

from dataset.common import load_puzzle
from dataset.maze.generator import generate
from dataset.maze.paths import Flood
from dataset.maze.rules import (
    FREE,
    GOAL,
    PATH,
    START,
    WALL,
    check,
    draw_symmetries,
    ends,
    parse,
    question_fault,
    render,
    shortest_paths,
    shortest_steps,
    signatures,
    solvable,
    turn_maps,
    valid_paths,
)
from dataset.maze.sources import read_mazes
from utils.errors import UserError

QUESTION = "#S #\n # #\n   #\nG#  "
ANSWER = "#So#\n #o#\nooo#\nG#  "
PUBLISHED = os.environ.get("TRM_MAZE")


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


@pytest.fixture(scope="module")
def mazes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return generate(60, 7, 6, np.random.default_rng(0))


# ---- protocol


def test_parse_and_render() -> None:
    puzzle = load_puzzle("maze")
    inputs = puzzle.parse(QUESTION)
    assert inputs.tolist() == [1, 3, 2, 1, 2, 1, 2, 1, 2, 2, 2, 1, 4, 1, 2, 2] and inputs.dtype == np.uint8
    assert puzzle.render(inputs) == QUESTION and puzzle.render(inputs, tokens(ANSWER)) == ANSWER
    for same in (
        QUESTION.replace(" ", "."),
        QUESTION.replace("\n", ""),
        QUESTION.replace("\n", "\r\n"),
        f"\n{QUESTION}\n\n",
    ):
        assert parse(same).tolist() == inputs.tolist()
    assert parse("S \n G").tolist() == [3, 2, 2, 4], "spaces at the ends of a row are cells"
    assert render(inputs, np.full(16, -100)).count("?") == render(inputs, np.full(16, 6)).count("?") == 16


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#S #\n # \n   #\nG#  ", "row 2 has 3 cells, and there are 4 rows: a maze is a square; a free cell is"),
        ("#S #\n # #\n   #", "row 1 has 4 cells, and there are 3 rows"),
        ("S  G ", "a maze is a square of at least 2x2 cells, and 5 cells are none"),
        ("", "and 0 cells are none"),
        (QUESTION.replace(" ", "x", 1), "row 1, column 3 holds 'x'; a maze is made of '# SG'"),
        (ANSWER, "row 1, column 3 holds 'o'"),
        (QUESTION.replace("S", " "), "the maze has no start ('S')"),
        (QUESTION.replace("G", "#"), "the maze has no goal ('G')"),
        (QUESTION.replace(" ", "S", 1), "the maze has 2 starts ('S')"),
        (QUESTION.replace(" ", "G"), "the maze has 9 goals ('G')"),
        (QUESTION.replace("   #", "#  #"), "the maze has no path from start to goal"),
    ],
)
def test_parse_names_the_fault(text: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        parse(text)
    assert message in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (ANSWER, None),
        (QUESTION, "the 0 path cells do not join start and goal"),
        (ANSWER.replace("o", " ", 1), "the 4 path cells do not join start and goal"),
        (ANSWER.replace("#", "o", 1), "cell r1c1 changes '#' to 'o'"),
        (ANSWER.replace("G", "o"), "cell r4c1 changes 'G' to 'o'"),
        (ANSWER.replace("S", " "), "cell r1c2 changes 'S' to ' '"),
        (ANSWER.replace(" ", "#", 1), "cell r2c1 changes ' ' to '#'"),
        (ANSWER[:-1] + "o", "the 6 path cells are no single path: 5 of them join start and goal"),
        (ANSWER.replace("\n #", "\no#"), "the 6 path cells are no single path: 5 of them join start and goal"),
    ],
)
def test_check_names_the_first_broken_rule(answer: str, fault: str | None) -> None:
    question = parse(QUESTION)
    assert check(question, tokens(answer)) == fault
    rows = question[None], tokens(answer)[None]
    assert bool(shortest_paths(*rows)[0]) == bool(valid_paths(*rows)[0]) == (fault is None)


def test_check_of_longer_paths_and_strange_tokens() -> None:
    question = tokens("S   " + " ## " + " ## " + "  G ")
    long, short = tokens("Sooo" + " ##o" + " ##o" + "  Go"), tokens("S   " + "o## " + "o## " + "ooG ")
    assert check(question, short) is None and check(question, short[:9]) == "the answer has 9 cells, the maze 16"
    assert check(question, long) == "the path takes 7 steps, the shortest 5"
    both = np.stack([long, short])
    assert valid_paths(np.stack([question] * 2), both).tolist() == [True, True]
    assert shortest_paths(np.stack([question] * 2), both).tolist() == [False, True]
    for token in (0, 6, -100):
        strange = short.astype(np.int64)
        strange[1] = token
        assert check(question, strange) == "cell r1c2 changes ' ' to '?'"
        assert not valid_paths(question[None], strange[None])[0]


def test_a_path_that_passes_beside_itself_is_none() -> None:
    question = parse("S  \n # \n  G")
    detour = tokens("Soo" + " #o" + " oG")  # the last path cell touches the goal, which was reached before
    assert check(question, detour) == "the 4 path cells are no single path: 3 of them join start and goal"


# ---- search


def test_flood_against_the_references() -> None:
    rng = np.random.default_rng(1)
    size, count = 5, 300
    walls = rng.random((count, size * size)) < rng.uniform(0.1, 0.6, (count, 1))
    starts, goals = (rng.integers(size * size, size=count) for _ in range(2))
    goals = np.where(goals == starts, (starts + 1) % (size * size), goals)
    walls[np.arange(count), starts] = walls[np.arange(count), goals] = False
    flood = Flood(~walls, starts)
    traced = flood.trace(goals, rng)
    outcomes = set()
    for row in range(count):
        cells = set(np.flatnonzero(~walls[row]).tolist())
        paths = reference_paths(cells, int(starts[row]), int(goals[row]), size)
        shortest = min(map(len, paths), default=0) - 1
        drawn = sorted(np.flatnonzero(traced[row]).tolist())
        ways = [sorted(path[1:-1]) for path in paths if len(path) == shortest + 1]
        assert flood.to(goals)[row] == shortest and flood.count(goals)[row] == len(ways)
        assert drawn in ways if ways else not drawn
        expected = [reference_steps(cells, int(starts[row]), cell, size) for cell in range(size * size)]
        assert flood.steps[row].tolist() == [-1 if steps is None else steps for steps in expected]
        outcomes.add(min(len(ways), 2))
    assert outcomes == {0, 1, 2}


def test_traces_draw_among_all_shortest_paths() -> None:
    question = np.repeat(parse("S  \n   \n  G")[None], 200, axis=0)
    starts, goals = ends(question)
    flood = Flood(question != WALL, starts)
    traced = flood.trace(goals, np.random.default_rng(0))
    assert set(flood.count(goals)) == {6} and len(np.unique(traced, axis=0)) == 6


def test_valid_paths_are_the_chordless_ones() -> None:
    """All markings of a small grid: those that pass are just the paths that never touch themselves."""
    question = parse("S  \n   \n# G")
    free = [i for i, token in enumerate(question) if token == FREE]
    marked = np.array(list(itertools.product((FREE, PATH), repeat=len(free))), np.uint8)
    answers = np.repeat(question[None], len(marked), axis=0)
    answers[:, free] = marked
    passed = {
        frozenset(np.flatnonzero(a == PATH)) for a in answers[valid_paths(np.stack([question] * len(answers)), answers)]
    }
    open_cells = {i for i, token in enumerate(question) if token != WALL}
    chordless = set()
    for path in reference_paths(open_cells, 0, 8, 3):
        if all(abs(path.index(a) - path.index(b)) == 1 for a in path for b in neighbours(a, 3) if b in path):
            chordless.add(frozenset(path[1:-1]))
    assert passed == chordless and len(passed) > 2


# ---- turns


def test_the_eight_turns_keep_answers(mazes: tuple[np.ndarray, ...]) -> None:
    inputs, answers, _ = mazes
    drawn = draw_symmetries(6000, 49, np.random.default_rng(0))
    assert len(np.unique(drawn.cells, axis=0)) == 8 and (drawn.tokens == np.arange(6)).all()
    assert {tuple(cells) for cells in drawn.cells.tolist()} == {tuple(cells) for cells in turn_maps(7).tolist()}
    assert turn_maps(7)[0].tolist() == list(range(49)) and turn_maps(30).dtype == np.int16
    rows = np.arange(6000) % len(inputs)
    images, labels = drawn.images(inputs[rows], answers[rows])
    assert shortest_paths(images, labels).all()
    assert len(np.unique(images, axis=0)) == 8 * len(inputs)
    with pytest.raises(UserError, match="17 cells are none"):
        draw_symmetries(1, 17, np.random.default_rng(0))


def test_signatures_are_those_of_images_alone(mazes: tuple[np.ndarray, ...]) -> None:
    inputs = mazes[0]
    marks = signatures(inputs[:, turn_maps(7)].reshape(-1, 49)).reshape(-1, 8)
    assert (marks == marks[:, :1]).all() and len(np.unique(marks)) == len(inputs)


# ---- generator


@pytest.mark.parametrize(("size", "least", "unique"), [(7, 6, False), (7, 10, True), (12, 30, False)])
def test_generated_mazes(size: int, least: int, unique: bool) -> None:
    inputs, answers, steps = generate(40, size, least, np.random.default_rng(3), unique)
    assert inputs.shape == answers.shape == (40, size * size) and inputs.dtype == answers.dtype == np.uint8
    assert all(solves(*(render(row).replace("\n", "") for row in pair)) for pair in zip(inputs, answers, strict=True))
    assert (steps == (answers == PATH).sum(axis=1) + 1).all() and steps.min() >= least
    assert len(np.unique(signatures(inputs))) == 40
    starts, goals = ends(inputs)
    ways = Flood(inputs != WALL, starts).count(goals)
    assert (ways == 1).all() if unique else (ways > 1).any()
    again = generate(40, size, least, np.random.default_rng(3), unique)
    assert all(np.array_equal(a, b) for a, b in zip(again, (inputs, answers, steps), strict=True))
    other = generate(40, size, least, np.random.default_rng(4), unique)
    assert not np.array_equal(other[0], inputs)


def test_generator_refuses_what_is_too_rare() -> None:
    with pytest.raises(UserError, match=r"only 0 of \d+ random mazes of 4x4 cells .* 12 steps or more; lower --min-p"):
        generate(1, 4, 12, np.random.default_rng(0))
    with pytest.raises(UserError, match="only 1?[0-9] of .* no other as short"):
        generate(200, 2, 1, np.random.default_rng(0), unique=True)  # there are few of so small a size


# ---- published mazes


@pytest.mark.skipif(PUBLISHED is None, reason="TRM_MAZE names no folder of Maze-Hard's CSV files")
@pytest.mark.parametrize(("split", "count"), [("train", 1000), ("test", 200)])
def test_published_mazes_round_trip(split: str, count: int) -> None:
    file = Path(str(PUBLISHED)) / f"{split}.csv.gz"
    mazes = read_mazes(file)
    with gzip.open(file, "rt", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == len(mazes) == count
    for number, row in enumerate(rows):
        question, answer = mazes.inputs[number], mazes.answers[number]
        assert render(question).replace("\n", "") == row["question"]
        assert render(question, answer).replace("\n", "") == row["answer"]
        assert parse(row["question"]).tolist() == question.tolist()
        assert solves(row["question"], row["answer"])
        assert int(mazes.ratings[number]) == row["answer"].count("o") + 1
    assert (shortest_steps(mazes.inputs) == mazes.ratings).all() and solvable(mazes.inputs).all()


def test_faults_of_many_at_once_are_those_of_each(mazes: tuple[np.ndarray, ...]) -> None:
    rng = np.random.default_rng(5)
    inputs = np.repeat(mazes[0], 4, axis=0)
    inputs[np.arange(len(inputs)), rng.integers(49, size=len(inputs))] = rng.choice(
        [WALL, START, GOAL, PATH], len(inputs)
    )
    faults = [question_fault(row) for row in inputs]
    assert solvable(inputs).tolist() == [fault is None for fault in faults]
    assert len({fault for fault in faults if fault}) > 3
