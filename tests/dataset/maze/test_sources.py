"""CSV files of mazes in every form that people publish, and files that are refused in one line."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import pytest

from dataset.maze.rules import (
    parse,
    render,
    shortest_steps,
    solvable,
)
from dataset.maze.sources import read_mazes
from tests.dataset.maze.reference import solves
from tests.dataset.sources import lines, written
from utils.errors import UserError

PUBLISHED = os.environ.get("TRM_MAZE")

MAZE, SOLVED = "#S # # #   #G#  ", "#So# #o#ooo#G#  "

MAZE_TOKENS = [1, 3, 2, 1, 2, 1, 2, 1, 2, 2, 2, 1, 4, 1, 2, 2]

SOLVED_TOKENS = [1, 3, 5, 1, 2, 1, 5, 1, 5, 5, 5, 1, 4, 1, 2, 2]


@pytest.mark.parametrize("free", " .")
@pytest.mark.parametrize("form", ["line", "lines", "CRLF"])
@pytest.mark.parametrize("header", ["source,question,answer,rating", "a,maze,solution,b", None])
def test_every_form_of_a_maze_file(tmp_path: Path, free: str, form: str, header: str | None) -> None:
    end = {"line": "", "lines": "\n", "CRLF": "\r\n"}[form]
    cells = [end.join(grid[i : i + 4] for i in range(0, 16, 4)).replace(" ", free) for grid in (MAZE, SOLVED)]
    row = ["own", f'"{cells[0]}"', f'"{cells[1]}"', "x"]
    found = read_mazes(written(tmp_path, "", lines([row], 0, 1, 2, 3, header=header)))
    assert found.inputs.tolist() == [MAZE_TOKENS] and found.answers.tolist() == [SOLVED_TOKENS]


@pytest.mark.parametrize(("rows", "columns"), [(4, 9), (9, 4), (2, 8), (1, 4), (3, 4), (12, 3)])
def test_a_maze_that_is_no_square_is_refused_by_its_lines(tmp_path: Path, rows: int, columns: int) -> None:
    grid = ["S" + "o" * (columns - 2) + "G", *["#" * columns] * (rows - 1)]
    typed = "\n".join(grid).replace("o", " ")
    cells = [f'"{typed}"', '"' + "\n".join(grid) + '"']
    path = written(tmp_path, "", "question,answer\n" + ",".join(cells) + "\n")
    if rows == 1:  # a single line holds all cells, here of 2x2
        with pytest.raises(UserError, match="row 2"):
            read_mazes(path)
        return
    said = f"row 1 of the question has {columns} cells, and there are {rows} rows: a maze is a square"
    with pytest.raises(UserError, match=f"in.csv, row {2 * rows}: {said}"):
        read_mazes(path)
    for end in ("\n", "\r\n", "\r", "\v", "\u2028"):
        with pytest.raises(UserError, match=f"row 1 has {columns} cells, and there are {rows} rows: a maze is a"):
            parse(typed.replace("\n", end))


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
