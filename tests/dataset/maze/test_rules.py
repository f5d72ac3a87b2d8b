"""Mazes: reading, drawing, rules and the eight turns."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dataset.maze.rules import (
    FREE,
    GOAL,
    PATH,
    START,
    WALL,
    check,
    draw_symmetries,
    parse,
    question_fault,
    render,
    shortest_paths,
    signatures,
    solvable,
    turn_maps,
    valid_paths,
)
from dataset.tasks import load_puzzle
from tests.dataset.maze.reference import ANSWER, QUESTION, neighbours, reference_paths, tokens
from utils.errors import UserError


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


def test_faults_of_many_at_once_are_those_of_each(mazes: tuple[np.ndarray, ...]) -> None:
    rng = np.random.default_rng(5)
    inputs = np.repeat(mazes[0], 4, axis=0)
    inputs[np.arange(len(inputs)), rng.integers(49, size=len(inputs))] = rng.choice(
        [WALL, START, GOAL, PATH], len(inputs)
    )
    faults = [question_fault(row) for row in inputs]
    assert solvable(inputs).tolist() == [fault is None for fault in faults]
    assert len({fault for fault in faults if fault}) > 3


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
