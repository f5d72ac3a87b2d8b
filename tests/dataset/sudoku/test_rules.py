"""Sudoku: reading, drawing, rules and symmetries."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.sudoku.rules import (
    BLANK,
    check,
    draw_symmetries,
    line_orders,
    parse,
    position_maps,
    render,
    valid_grids,
)
from dataset.tasks import load_puzzle
from tests.dataset.sudoku.reference import (
    EASY,
    SMALL,
    SMALL_ANSWER,
    as_text,
    augment,
    follows_rules,
)
from utils.errors import UserError


def test_is_a_task() -> None:
    assert load_puzzle("sudoku").parse(SMALL).shape == (16,)


def test_parse_reads_both_sizes_and_frames() -> None:
    assert parse(SMALL).tolist() == [2, 1, 4, 5, 4, 1, 1, 1, 1, 2, 1, 1, 5, 4, 1, 1]
    assert parse(SMALL).dtype == np.uint8
    assert (parse(EASY) == parse(EASY.replace(".", "0"))).all()
    for text in (SMALL, EASY):
        assert (parse(render(parse(text))) == parse(text)).all()


def test_render_draws_boxes() -> None:
    assert render(parse(SMALL)).splitlines() == [
        "+-----+-----+",
        "| 1 . | 3 4 |",
        "| 3 . | . . |",
        "+-----+-----+",
        "| . 1 | . . |",
        "| 4 3 | . . |",
        "+-----+-----+",
    ]
    assert "." in render(np.full(16, -100))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("123", "16 cells (4x4) or 81 (9x9), this text has 3"),
        (SMALL[:-1], "this text has 15"),
        (SMALL.replace(".", "x", 1), "character 2, 'x'"),
        (SMALL.replace("1", "7", 1), "r1c1 holds 7; a 4x4 Sudoku has the digits 1..4"),
        ("1.1. .... .... ....", "row 1 holds 1 twice"),
        ("1... .... 1... ....", "column 1 holds 1 twice"),
        ("1... .1.. .... ....", "box 1 holds 1 twice"),
        (EASY.replace("53", "55", 1), "row 1 holds 5 twice"),
        ("", "this text has 0"),
    ],
)
def test_parse_names_the_fault(text: str, message: str) -> None:
    with pytest.raises(UserError, match=message.replace("(", r"\(").replace(")", r"\)")):
        parse(text)


def test_check_names_the_first_broken_rule() -> None:
    question, answer = parse(SMALL), parse(SMALL_ANSWER)
    assert check(question, answer) is None
    assert check(question, question) == "cell r1c2 is blank"
    changed = answer.copy()
    changed[2] = 3
    assert check(question, changed) == "cell r1c3 changes the given 3 to 2"
    changed = answer.copy()
    changed[1] = 5
    assert check(question, changed) == "row 1 holds 4 twice"
    for token in (0, 6, -100):
        changed = answer.astype(np.int64)
        changed[1] = token
        assert check(question, changed) == "cell r1c2 holds no digit"
    assert check(question, answer[:-1]) == "the answer has 15 cells, the puzzle 16"


GRID = [4, 1, 1, 5, 1, 2, 1, 1, 1, 1, 4, 1, 3, 1, 1, 2]


@pytest.mark.parametrize(
    "typed",
    [
        "3..4.1....3.2..1",
        "3004010000302001",
        "3**4*1****3*2**1",
        "3__4_1____3_2__1",
        "3??4?1????3?2??1",
        "3--4-1----3-2--1",
        "3  4 1    3 2  1",
        "3  4\n 1\n  3\n2  1",
        "3..4\n.1..\n..3.\n2..1\n",
        "3..4\r\n.1..\r\n..3.\r\n2..1\r\n",
        "3 . . 4\n. 1 . .\n. . 3 .\n2 . . 1",
        "+-----+-----+\n| 3 . | . 4 |\n| . 1 | . . |\n+-----+-----+\n| . . | 3 . |\n| 2 . | . 1 |\n+-----+-----+",
        "3-|-4\n-1|--\n--+--\n--|3-\n2-|-1",
        "3 . | . 4\n. 1 | . .\n---------\n. . | 3 .\n2 . | . 1",
        "3-04_1?*. 3-2.01",
    ],
)
def test_a_sudoku_as_people_type_it(typed: str) -> None:
    assert parse(typed).tolist() == GRID


def test_sixteen_givens_among_spaces_or_dashes_are_no_4x4(puzzles: tuple[np.ndarray, ...]) -> None:
    question = as_text(puzzles[0][0])
    givens = [place for place, sign in enumerate(question) if sign != "."]
    kept = "".join(sign if place in givens[:16] else "." for place, sign in enumerate(question))
    want = parse(kept)
    assert len(want) == 81
    for sign in " -":
        assert parse(kept.replace(".", sign)).tolist() == want.tolist()


# ---- symmetries


def test_group_of_4x4_has_3072_symmetries() -> None:
    maps = position_maps(4)
    assert len(np.unique(maps, axis=0)) == 128 and len(line_orders(9)) == 1296
    solved = parse(SMALL_ANSWER)
    drawn = draw_symmetries(40_000, 16, np.random.default_rng(0))
    pairs = np.concatenate([drawn.cells, drawn.tokens], axis=1)
    assert len(np.unique(pairs, axis=0)) == 128 * 24
    assert valid_grids(drawn.apply(solved[None])).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64])
def test_augment_keeps_solutions_and_dtype(puzzles: tuple[np.ndarray, ...], dtype: type) -> None:
    inputs: np.ndarray = np.repeat(puzzles[0], 5, axis=0).astype(dtype)
    answers: np.ndarray = np.repeat(puzzles[1], 5, axis=0).astype(dtype)
    images, labels = augment(inputs, answers, np.random.default_rng(1))
    assert images.dtype == labels.dtype == dtype
    assert all(check(image, label) is None for image, label in zip(images, labels, strict=True))
    assert ((images > BLANK).sum(axis=1) == (inputs > BLANK).sum(axis=1)).all()
    assert len(np.unique(images, axis=0)) == len(images)  # a symmetry of its own for each row
    again, _ = augment(inputs, answers, np.random.default_rng(1))
    assert (again == images).all()


@pytest.mark.parametrize("ignored", [0, -100])
def test_augment_keeps_ignored_labels(puzzles: tuple[np.ndarray, ...], ignored: int) -> None:
    inputs, answers = puzzles[0].astype(np.int32), puzzles[1].astype(np.int32)
    labels = np.where(inputs > BLANK, ignored, answers)
    images, moved = augment(inputs, labels, np.random.default_rng(2))
    assert ((moved == ignored) == (images > BLANK)).all()  # they move with their cells and keep their value
    full = np.where(moved == ignored, images, moved)
    assert all(check(image, label) is None for image, label in zip(images, full, strict=True))
    padded, padding = augment(np.zeros((2, 81), np.int32), np.full((2, 81), ignored), np.random.default_rng(3))
    assert (padded == 0).all() and (padding == ignored).all()


def test_valid_grids_agrees_with_the_rules(puzzles: tuple[np.ndarray, ...]) -> None:
    rng = np.random.default_rng(0)
    grids = np.repeat(puzzles[1], 5, axis=0)
    for grid in grids[::2]:
        first, second = rng.choice(81, 2, replace=False)
        grid[[first, second]] = grid[[second, first]]
    expected = [follows_rules(grid) for grid in grids]
    assert valid_grids(grids).tolist() == expected and 0 < sum(expected) < len(expected)
    for token in (0, 1, 11):
        wrong = puzzles[1].copy()
        wrong[:, 40] = token
        assert not valid_grids(wrong).any()
