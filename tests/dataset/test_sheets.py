"""Empty puzzles to fill in, and examples, of every room that brings them: rules read what people make of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dataset.tasks import drawing_of, examples_of, load_puzzle, puzzle_readers, sheet_of

ROOMS = Path(__file__).parents[2] / "dataset"
LENGTHS = {"sudoku": (16, 81), "maze": (4, 9, 25, 36, 81, 900), "rubik2x2": (35, 38), "xor": (9,)}
"""Lengths of rows; a new task with a sheet or examples has a line here."""
DRAWN = sorted(file.parent.name for file in ROOMS.glob("*/drawing.py") if "def sheet(" in file.read_text())
SHOWN = [task for task in puzzle_readers() if (ROOMS / task / "examples.py").is_file()]
SHEETS = [(task, length) for task in DRAWN for length in LENGTHS.get(task, ())]
EXAMPLES = [(task, length) for task in SHOWN for length in LENGTHS.get(task, ())]


def test_rooms_with_sheets_and_examples_are_found() -> None:
    assert {"sudoku", "maze", "rubik2x2"} <= {*DRAWN} & {*SHOWN}
    assert {*DRAWN} | {*SHOWN} == LENGTHS.keys(), "each task has a line above"
    assert examples_of("nothing") is None and examples_of("math") is not None and examples_of("qa") is not None
    assert examples_of("code") is not None


@pytest.mark.parametrize(("task", "length"), EXAMPLES)
def test_examples_are_puzzles(task: str, length: int) -> None:
    examples, rules = examples_of(task), load_puzzle(task)
    assert examples is not None
    texts = [examples(length, np.random.default_rng(seed)) for seed in range(5)]
    assert all(len(rules.parse(text)) == length for text in texts)
    assert len(set(texts)) > 1 and texts[0] == examples(length, np.random.default_rng(0))


@pytest.mark.parametrize(("task", "length"), SHEETS)
def test_what_is_filled_in_is_read_as_it_stands(task: str, length: int) -> None:
    """The characters of the boxes, by position, are the text of the puzzle that they show."""
    rules = load_puzzle(task)
    sheet, draw, examples = sheet_of(rules, task, length), drawing_of(rules, task), examples_of(task)
    assert sheet is not None and draw is not None and examples is not None and len(sheet.empty) == length
    characters = {sign.token: sign.character for sign in sheet.signs}
    assert len(characters) == len(sheet.signs) == len({*characters.values()})
    assert sheet.blank in {"", *characters.values()}
    places = sorted(box.position for box in draw(rules, sheet.empty).boxes if box.position is not None)
    assert {int(token) for token in sheet.empty[places]} <= characters.keys()
    for seed in range(3):
        tokens = rules.parse(examples(length, np.random.default_rng(seed)))
        signs = "".join(characters[int(tokens[place])] for place in places)
        lines = "\n".join(signs[start : start + sheet.across] for start in range(0, len(signs), sheet.across))
        np.testing.assert_array_equal(rules.parse(sheet.before + lines), tokens)
    looks = set()
    for sign in sheet.signs:
        filled = sheet.empty.copy()
        filled[places] = sign.token
        box = next(box for box in draw(rules, filled).boxes if box.position == places[0])
        looks.add((box.text, box.tone))
    assert len(looks) == len(sheet.signs), "signs can be told apart"
