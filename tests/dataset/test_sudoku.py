"""Sudoku: rules, symmetries, equivalence, solver and generator, against slow references of this file's own."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dataset.common import load_puzzle
from dataset.sudoku.equivalence import equivalent, signatures
from dataset.sudoku.rules import (
    BLANK,
    check,
    draw_symmetries,
    line_orders,
    parse,
    position_maps,
    render,
    valid_grids,
    vocabulary_size,
)
from dataset.sudoku.search import dig, generate, random_grids, solve
from utils.errors import UserError

SMALL = "1.34 3... .1.. 43.."
SMALL_ANSWER = "1234 3412 2143 4321"
EASY = "53..7.... 6..195... .98....6. 8...6...3 4..8.3..1 7...2...6 .6....28. ...419..5 ....8..79"


@pytest.fixture(scope="module")
def puzzles() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Forty minimal 9x9 puzzles: inputs, answers, guesses."""
    return generate(40, np.random.default_rng(0))


def augment(inputs: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Images of puzzles and answers, each under a symmetry of its own."""
    return draw_symmetries(len(inputs), inputs.shape[1], rng).images(inputs, labels)


def reference_solutions(question: np.ndarray, limit: int) -> int:
    """Count the solutions of a question that may clash in itself."""
    digits, size = (question.astype(int) - 1).tolist(), int(len(question) ** 0.5)
    if any(digit and digit in neighbours(digits, cell, size) for cell, digit in enumerate(digits)):
        return 0
    return fillings(digits, size, limit)


def fillings(digits: list[int], size: int, limit: int) -> int:
    """Fill the first blank cell with each digit that its neighbours leave: slow, and plainly right."""
    if 0 not in digits:
        return 1
    cell, found = digits.index(0), 0
    for digit in set(range(1, size + 1)) - neighbours(digits, cell, size):
        found += fillings([*digits[:cell], digit, *digits[cell + 1 :]], size, limit - found)
        if found >= limit:
            break
    return found


def neighbours(digits: list[int], cell: int, size: int) -> set[int]:
    """Digits of the other cells in the row, column and box of `cell`."""
    box, (row, column) = int(size**0.5), divmod(cell, size)
    return {
        digits[r * size + c]
        for r, c in itertools.product(range(size), repeat=2)
        if (r, c) != (row, column) and (r == row or c == column or (r // box, c // box) == (row // box, column // box))
    }


def follows_rules(tokens: np.ndarray) -> bool:
    size = int(len(tokens) ** 0.5)
    box = int(size**0.5)
    grid = tokens.reshape(size, size)
    every = set(range(2, size + 2))
    return all(
        set(grid[i]) == every
        and set(grid[:, i]) == every
        and set(grid[i // box * box :, i % box * box :][:box, :box].ravel()) == every
        for i in range(size)
    )


# ---- protocol


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


# ---- equivalence


def test_images_are_equivalent_and_others_are_not(puzzles: tuple[np.ndarray, ...]) -> None:
    inputs, answers, _ = puzzles
    images, labels = augment(inputs, answers, np.random.default_rng(4))
    assert (signatures(inputs, answers) == signatures(images, labels)).all()
    assert len(np.unique(signatures(inputs, answers))) == len(inputs)
    for i in range(3):
        assert equivalent((inputs[i], answers[i]), (images[i], labels[i]))
        assert not equivalent((inputs[i], answers[i]), (images[i + 1], labels[i + 1]))
        fewer = images[i].copy()
        fewer[np.argmax(fewer > BLANK)] = BLANK
        assert not equivalent((inputs[i], answers[i]), (fewer, labels[i]))


def test_equivalence_of_4x4_is_that_of_all_symmetries() -> None:
    rng = np.random.default_rng(0)
    answers = random_grids(60, 4, rng)
    inputs = np.where(rng.random(answers.shape) < 0.5, answers, BLANK).astype(np.uint8)
    inputs[30:], answers[30:] = augment(inputs[:30], answers[:30], rng)
    inputs[45:, 5] = np.where(inputs[45:, 5] == BLANK, answers[45:, 5], BLANK)  # near images
    marks = signatures(inputs, answers)
    outcomes = set()
    for i, j in itertools.product(range(0, 30, 3), range(60)):
        found = equivalent((inputs[i], answers[i]), (inputs[j], answers[j]))
        assert found == equivalent_by_listing((inputs[i], answers[i]), (inputs[j], answers[j]))
        assert not found or marks[i] == marks[j]
        outcomes.add(found)
    assert outcomes == {True, False}


def equivalent_by_listing(first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]) -> bool:
    for cells in position_maps(4):
        answer, question = second[1][cells], second[0][cells]
        names = dict(zip(answer[:4].tolist(), first[1][:4].tolist(), strict=True))
        if [names[t] for t in answer.tolist()] == first[1].tolist() and ((question > 1) == (first[0] > 1)).all():
            return True
    return False


# ---- solver and generator


def test_solver_against_the_reference() -> None:
    rng = np.random.default_rng(0)
    grids = random_grids(30, 4, rng)
    inputs = np.where(rng.random(grids.shape) < 0.3, grids, BLANK).astype(np.uint8)
    inputs[::5, 0] = 2 + rng.integers(4, size=6)  # some without any solution, some with clashing givens
    expected = [reference_solutions(question, limit=1000) for question in inputs]
    assert min(expected) == 0 and max(expected) > 2
    assert solve(inputs, limit=1000).counts.tolist() == expected
    assert solve(inputs, limit=2).counts.tolist() == [min(count, 2) for count in expected]


def test_solver_against_the_reference_on_9x9(puzzles: tuple[np.ndarray, ...]) -> None:
    rng = np.random.default_rng(0)
    inputs = np.where(rng.random((20, 81)) < 0.3, puzzles[1][:20], puzzles[0][:20])
    inputs[10:] = np.where(rng.random((10, 81)) < 0.08, BLANK, inputs[10:])
    expected = [reference_solutions(question, limit=2) for question in inputs]
    assert set(expected) == {1, 2}
    solutions = solve(inputs)
    assert solutions.counts.tolist() == expected
    assert all(check(q, a) is None for q, a in zip(inputs, solutions.answers, strict=True))


def test_solver_counts_all_grids_of_4x4() -> None:
    empty = np.full((1, 16), BLANK)
    assert solve(empty, limit=1000).counts.tolist() == [288]
    assert solve(np.full((2, 81), BLANK)).counts.tolist() == [2, 2]
    clash = parse(EASY)
    clash[1] = clash[0]
    assert solve(clash[None]).counts.tolist() == [0] and not solve(clash[None]).answers.any()
    assert len(solve(np.zeros((0, 81), np.uint8)).counts) == 0


def test_guesses_depend_on_the_puzzle_alone(puzzles: tuple[np.ndarray, ...]) -> None:
    inputs, _, guesses = puzzles
    together = solve(inputs)
    assert (together.guesses == guesses).all() and guesses.max() > 0
    assert [int(solve(q[None]).guesses[0]) for q in inputs] == guesses.tolist()
    hard = parse("9..8..7...8..6..5...7..4...7....64...5..3...2..1.......3.2....6....8..2......91..")
    assert solve(hard[None]).guesses.tolist() == [254]  # the rating of a published collection
    assert solve(parse(EASY)[None]).guesses.tolist() == [0]


def test_generated_puzzles_are_minimal_and_unique(puzzles: tuple[np.ndarray, ...]) -> None:
    inputs, answers, _ = puzzles
    assert all(check(q, a) is None for q, a in zip(inputs, answers, strict=True))
    assert (solve(inputs).counts == 1).all()
    cells = np.flatnonzero(inputs[0] > BLANK)
    without = np.tile(inputs[0], (len(cells), 1))
    without[np.arange(len(cells)), cells] = BLANK
    assert (solve(without).counts == 2).all()
    again = generate(40, np.random.default_rng(0))
    assert all((a == b).all() for a, b in zip(again, puzzles, strict=True))


def test_generator_of_4x4_digs_to_minimal_puzzles() -> None:
    rng = np.random.default_rng(0)
    grids = random_grids(500, 4, rng)
    assert valid_grids(grids).all() and len(np.unique(grids, axis=0)) > 200
    givens = (dig(grids, rng) > BLANK).sum(axis=1)
    assert givens.min() == 4 and givens.max() <= 6  # what minimal 4x4 puzzles have
    assert vocabulary_size(4) == 6


def test_generator_refuses_what_is_too_rare() -> None:
    with pytest.raises(UserError, match=r"only 0 of \d+ generated puzzles need 1000 guesses .*--min-difficulty"):
        generate(1, np.random.default_rng(0), size=4, min_guesses=1000)
