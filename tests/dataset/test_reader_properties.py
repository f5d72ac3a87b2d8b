"""Whatever somebody brings: every reader gives a value that keeps its promises, or one line."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dataset.arc.sources import Subset, read_subset
from dataset.babi.sources import Story, read_stories
from dataset.build_sudoku_dataset import Options, build
from dataset.maze import rules as maze
from dataset.maze.sources import read_mazes
from dataset.rubik2x2 import rules as rubik2x2
from dataset.rubik2x2.cube import MOVES
from dataset.rubik2x2.notation import read_moves
from dataset.sudoku import rules as sudoku
from dataset.sudoku.sources import read_puzzles
from dataset.xor import rules as xor
from utils.errors import UserError

ANSWER = "1234341221434321"
QUESTION = "".join(sign if place % 3 else "." for place, sign in enumerate(ANSWER))
MAZE, PATH = "#S # # #   #G#  ", "#So# #o#ooo#G#  "
TASK = {"train": [{"input": [[1, 2]], "output": [[0]]}], "test": [{"input": [[3]], "output": [[9]]}]}
STORY = "1 Mary went home.\n2 Where is Mary?\thome\t1\n3 John left.\n4 Who left?\tJohn\t3\n"

many = pytest.mark.slow
drawn = settings(
    max_examples=500, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def one_line_or(value: Callable[[], Any]) -> Any:
    """What a reader returns; None where it refuses in one line."""
    try:
        return value()
    except UserError as error:
        assert str(error) and "\n" not in str(error)
        return None


def reading(read: Callable[[Path], Any], content: bytes, name: str = "in.csv") -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return one_line_or(lambda: read(path))


def mutated(valid: str) -> st.SearchStrategy[bytes]:
    """A valid text with parts removed, doubled, exchanged or overwritten, in some encoding."""

    def change(text: str, edits: list[tuple[int, int, int, str]]) -> str:
        for kind, start, length, other in edits:
            start %= max(len(text), 1)
            part = text[start : start + length]
            text = text[:start] + ("", part * 2, other, part[::-1])[kind] + text[start + length :]
        return text

    edit = st.tuples(st.integers(0, 3), st.integers(0, 10_000), st.integers(0, 40), st.text(max_size=8))
    encoded = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1"])
    texts = st.builds(change, st.just(valid), st.lists(edit, max_size=4))
    return st.builds(lambda text, encoding: text.encode(encoding, errors="replace"), texts, encoded)


def table(*rows: tuple[str, ...], separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


SUDOKU_CSV = table(("source", "question", "answer", "rating"), *[("own", QUESTION, ANSWER, "2.5")] * 3)
MAZE_CSV = table(("source", "question", "answer", "rating"), *[("own", MAZE, PATH, "5")] * 2)


def promised_sudokus(found: Any) -> None:
    if found is not None:
        assert found.inputs.shape == found.answers.shape and found.inputs.shape[1] in (16, 81) and len(found) >= 1
        for question, answer in zip(found.inputs, found.answers, strict=True):
            assert sudoku.check(question, answer) is None


def promised_mazes(found: Any) -> None:
    if found is not None:
        assert maze.shortest_paths(found.inputs, found.answers).all() and maze.solvable(found.inputs).all()


@many
@drawn
@given(st.binary(max_size=400) | mutated(SUDOKU_CSV))
@example(SUDOKU_CSV.encode())
def test_sudoku_files(content: bytes) -> None:
    promised_sudokus(reading(read_puzzles, content))
    promised_sudokus(reading(lambda path: read_puzzles(path, rated=True), content))
    promised_sudokus(reading(read_puzzles, content, "in.csv.gz"))


@many
@drawn
@given(
    st.lists(st.lists(st.sampled_from([QUESTION, ANSWER, "", "7", "x", "question", "answer"]), max_size=5), max_size=4),
    st.sampled_from(",;\t|"),
)
def test_sudoku_tables(rows: list[list[str]], separator: str) -> None:
    promised_sudokus(reading(read_puzzles, table(*map(tuple, rows), separator=separator).encode()))


@many
@drawn
@given(st.binary(max_size=400) | mutated(MAZE_CSV))
@example(MAZE_CSV.encode())
def test_maze_files(content: bytes) -> None:
    promised_mazes(reading(read_mazes, content))


@many
@drawn
@given(st.binary(max_size=400) | mutated(STORY))
def test_babi_files(content: bytes) -> None:
    found: list[Story] | None = reading(read_stories, content, "qa1_x_train.txt")
    if found is not None:
        assert found and all(question.text() and question.answer for story in found for question in story)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["train", "test", "input", "output", "t"]), inner, max_size=4)
    ),
    max_leaves=30,
)


def subset(path: Path) -> Subset:
    return read_subset(str(path.parent / "arc"), "x")


@many
@drawn
@given(st.binary(max_size=400) | mutated(json.dumps({"t": TASK})) | json_values.map(lambda v: json.dumps(v).encode()))
def test_arc_files(content: bytes) -> None:
    found = reading(subset, content, "arc_x_challenges.json")
    for task in found.tasks if found is not None else ():
        assert task.train and task.test
        for pair in (*task.train, *task.test):
            for grid in pair:
                assert grid is None or (grid.dtype == np.uint8 and grid.ndim == 2 and grid.size and grid.max() < 10)


@many
@drawn
@given(st.text(alphabet="123456789.0*_?- |+\n", max_size=120) | st.text(max_size=100))
@example(QUESTION)
def test_typed_sudokus(typed: str) -> None:
    found = one_line_or(lambda: sudoku.parse(typed))
    if found is not None:
        assert len(found) in (16, 81) and found.dtype == np.uint8 and found.min() >= 1
        drawn_again = sudoku.parse(sudoku.render(found))
        assert drawn_again.tolist() == found.tolist()
        givens = [sign for sign in typed if sign in "123456789"]
        assert [str(token - 1) for token in found if token > 1] == givens


@many
@drawn
@given(st.text(alphabet="#S G.\n", max_size=60) | st.text(max_size=60))
@example(MAZE)
def test_typed_mazes(typed: str) -> None:
    found = one_line_or(lambda: maze.parse(typed))
    if found is not None:
        assert maze.solvable(found[None]).all()
        assert maze.parse(maze.render(found)).tolist() == found.tolist()


@many
@drawn
@given(st.text(alphabet="URFDLBurfdlb'23() \u2019\u2032", max_size=40) | st.text(max_size=40))
def test_typed_cubes(typed: str) -> None:
    found = one_line_or(lambda: rubik2x2.parse(typed))
    if found is not None:
        assert found.shape in ((35,), (38,))
        assert sorted(found[:24].tolist()) == [colour for colour in range(2, 8) for _ in range(4)]


@many
@drawn
@given(st.lists(st.sampled_from(MOVES), min_size=1, max_size=30), st.booleans(), st.booleans())
def test_moves_come_back_however_they_are_written(moves: list[str], small: bool, spaced: bool) -> None:
    written = (" " if spaced else "").join(moves)
    found = read_moves(written.lower() if small else written)
    assert [MOVES[move] for move in found] == moves


@many
@drawn
@given(st.text(alphabet="01?. \n", max_size=20) | st.text(max_size=20))
def test_typed_xor(typed: str) -> None:
    found = one_line_or(lambda: xor.parse(typed))
    assert found is None or sorted(found[found > 0].tolist())[-1] == xor.ASKED


FIXED = [
    b"",
    b"\x00",
    b"\xff",
    b"\xff\xfe",
    b"\xfe\xff\x00",
    b"\xef\xbb\xbf",
    b"\n\n\n",
    b",,,\n,,,\n",
    b'"',
    b"question,answer\n",
    b"question,answer\n,\n",
    b"question;answer\n\x00;\x00\n",
    b"question,answer\n" + b"1" * 81 + b"," + b"1" * 81,
    b"question,answer\n" + b"." * 16 + b"," + b"." * 16,
    b"question,answer\n#,#\n",
    b"question,answer\nSG##,SG##\n",
    b"question,answer\nSGSG,SGSG\n",
    b'question,answer\n"S\nG","S\nG"\n',
    b"1 a\n",
    b"1 a\tb\tc\n",
    b"1 a\n1 b\tc\t1\n",
    b"0 a\n",
    b"{}",
    b"[]",
    b"null",
    b'{"t": null}',
    b'{"t": {"train": [], "test": []}}',
    b'{"t": {"train": [{}], "test": [{}]}}',
    b'{"t": {"train": {"input": 1}, "test": 2}}',
    b'{"": {}}',
    b"[" * 5000,
    b"R" * 30_000,
    b"(" * 30_000,
    b"S" * 10_000,
    b"\x1b[31m",
]


@pytest.mark.parametrize("number", range(len(FIXED)))
def test_fixed_cases_in_every_reader(number: int) -> None:
    content = FIXED[number]
    promised_sudokus(reading(read_puzzles, content))
    promised_mazes(reading(read_mazes, content))
    reading(read_puzzles, content, "in.csv.gz")
    reading(read_stories, content, "qa1_x_train.txt")
    reading(subset, content, "arc_x_challenges.json")
    typed = content.decode("utf-8", errors="replace")
    for task in (sudoku, maze, rubik2x2, xor):
        one_line_or(lambda task=task: task.parse(typed))


def test_the_valid_ones_are_read() -> None:
    """Else the tests above would pass with readers that refuse everything."""
    assert len(reading(read_puzzles, SUDOKU_CSV.encode())) == 1
    assert len(reading(read_mazes, MAZE_CSV.encode())) == 1
    assert [len(story) for story in reading(read_stories, STORY.encode())] == [2]
    assert reading(subset, json.dumps({"t": TASK}).encode(), "arc_x_challenges.json").tasks[0].as_json() == TASK
    assert len(sudoku.parse(QUESTION)) == 16 and len(maze.parse(MAZE)) == 16


def test_pipes_and_folders_are_no_sources(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for read in (read_puzzles, read_mazes, read_stories):
        with pytest.raises(UserError, match="is a pipe or a device"):
            read(tmp_path / "pipe")
        with pytest.raises(UserError, match="is a folder, and a file is needed"):
            read(tmp_path / "folder")
        with pytest.raises(UserError, match="no such file: "):
            read(tmp_path / "nowhere")
    for source in (tmp_path / "pipe", "x" * 300, "a\x00b"):
        with pytest.raises(UserError):
            build(Options(str(tmp_path / "data"), source=str(source)))
