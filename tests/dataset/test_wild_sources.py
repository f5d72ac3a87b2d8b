"""Files from the wild: whatever their form, the same puzzles come out, or one line says why not."""

from __future__ import annotations

import codecs
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dataset.arc.sources import read_grid, read_subset
from dataset.babi.sources import read_stories
from dataset.build_sudoku_4x4_dataset import Options as SmallOptions
from dataset.build_sudoku_4x4_dataset import build as build_small
from dataset.build_sudoku_dataset import Options, build
from dataset.common import read_build, read_metadata
from dataset.maze.rules import parse as parse_maze
from dataset.maze.sources import read_mazes
from dataset.sudoku.rules import check, parse
from dataset.sudoku.search import generate
from dataset.sudoku.sources import read_puzzles
from tests.dataset.sources import Row, load
from tests.dataset.test_build_sudoku import text
from utils.errors import UserError

MAZE, PATH = "#S # # #   #G#  ", "#So# #o#ooo#G#  "
MAZE_TOKENS = [1, 3, 2, 1, 2, 1, 2, 1, 2, 2, 2, 1, 4, 1, 2, 2]
PATH_TOKENS = [1, 3, 5, 1, 2, 1, 5, 1, 5, 5, 5, 1, 4, 1, 2, 2]


@pytest.fixture(scope="session")
def pool() -> list[Row]:
    """Six puzzles; the blanks are dots."""
    inputs, answers, guesses = generate(6, np.random.default_rng(5))
    return [["own", text(q), text(a), str(g)] for q, a, g in zip(inputs, answers, guesses, strict=True)]


@pytest.fixture(scope="session")
def small() -> list[Row]:
    """Forty puzzles of 4x4, all different."""
    inputs, answers, guesses = generate(40, np.random.default_rng(3), size=4)
    return [["own", text(q), text(a), str(g)] for q, a, g in zip(inputs, answers, guesses, strict=True)]


def lines(rows: list[Row], *columns: int, header: str | None, separator: str = ",", end: str = "\n") -> str:
    content = [separator.join(row[column] for column in columns) for row in rows]
    return end.join([*([header] if header is not None else []), *content]) + end


def mixed(question: str) -> str:
    signs = iter(".0*_?- " * 12)
    return "".join(next(signs) if sign == "." else sign for sign in question)


Form = Callable[[list[Row]], str | bytes]
FORMS: dict[str, Form] = {
    "official": lambda rows: lines(rows, 0, 1, 2, 3, header="source,question,answer,rating"),
    "quizzes": lambda rows: lines(rows, 1, 2, header="quizzes,solutions"),
    "puzzle": lambda rows: lines(rows, 1, 2, header="puzzle,solution"),
    "capitals": lambda rows: lines(rows, 1, 2, header="Puzzle,SOLUTION"),
    "sudoku": lambda rows: lines(rows, 2, 1, header="Solution,Sudoku"),
    "spaces in the header": lambda rows: lines(rows, 1, 2, header=" question , answer "),
    "more columns": lambda rows: lines(rows, 0, 1, 2, 3, 0, header="id,puzzle,solution,clues,difficulty"),
    "strange names": lambda rows: lines(rows, 0, 1, 3, 2, header="one,two,three,four"),
    "two by name": lambda rows: lines(rows, 0, 1, 2, header="sudoku,puzzle,solution"),
    "no header": lambda rows: lines(rows, 0, 1, 2, 3, header=None),
    "no header, turned": lambda rows: lines(rows, 2, 3, 1, header=None),
    "semicolon": lambda rows: lines(rows, 0, 1, 2, 3, header="source;question;answer;rating", separator=";"),
    "tab": lambda rows: lines(rows, 1, 2, header="question\tanswer", separator="\t"),
    "tab, no header": lambda rows: lines(rows, 1, 2, header=None, separator="\t"),
    "bar": lambda rows: lines(rows, 1, 2, header="question|answer", separator="|"),
    "rating of words": lambda rows: lines([[*r[:3], "hard"] for r in rows], 1, 2, 3, header="question,answer,level"),
    "rating empty": lambda rows: lines([[*r[:3], ""] for r in rows], 0, 1, 2, 3, header="a,question,answer,rating"),
    "quotes": lambda rows: lines([[f'"{f}"' for f in r] for r in rows], 1, 2, header='"question","answer"'),
    "quotes in quotes": lambda rows: lines([[f"'{f}'" for f in r] for r in rows], 1, 2, header="'question','answer'"),
    "CRLF": lambda rows: lines(rows, 1, 2, header="question,answer", end="\r\n"),
    "CR": lambda rows: lines(rows, 1, 2, header="question,answer", end="\r"),
    "blank lines": lambda rows: "\n" + lines(rows, 1, 2, header="question,answer", end="\n\n") + "\n , \n\n",
    "trailing separator": lambda rows: lines([[*r[:3], ""] for r in rows], 1, 2, 3, header="question,answer"),
    "padded cells": lambda rows: lines([[f"  {f} " for f in r] for r in rows], 1, 2, header="question,answer"),
    "space behind commas": lambda rows: lines(rows, 1, 2, header="question, answer", separator=", "),
    "rows of a grid": lambda rows: lines(
        [[r[0], *(" ".join(f[i : i + 9] for i in range(0, 81, 9)) for f in r[1:3])] for r in rows],
        1,
        2,
        header="question,answer",
    ),
    "lines in cells": lambda rows: lines(
        [[r[0], *('"' + "\n".join(f[i : i + 9] for i in range(0, 81, 9)) + '"' for f in r[1:3])] for r in rows],
        1,
        2,
        header="question,answer",
    ),
    "BOM": lambda rows: codecs.BOM_UTF8 + lines(rows, 1, 2, header="question,answer").encode(),
    "UTF-16": lambda rows: lines(rows, 1, 2, header="question,answer").encode("utf-16"),
    "UTF-16, big": lambda rows: codecs.BOM_UTF16_BE + lines(rows, 1, 2, header="question,answer").encode("utf-16-be"),
    "UTF-16, unmarked": lambda rows: lines(rows, 1, 2, header="question,answer").encode("utf-16-le"),
    "gzip": lambda rows: gzip.compress(lines(rows, 1, 2, header="quizzes,solutions").encode()),
    **{
        f"blank {sign!r}": lambda rows, sign=sign: lines(
            [[r[0], r[1].replace(".", sign), *r[2:]] for r in rows], 1, 2, header="question,answer"
        )
        for sign in "0*_?- "
    },
    "blanks mixed": lambda rows: lines([[r[0], mixed(r[1]), *r[2:]] for r in rows], 1, 2, header="question,answer"),
    "space blank, space behind commas": lambda rows: lines(
        [[r[0], r[1].replace(".", " "), *r[2:]] for r in rows], 2, 1, header="answer, question", separator=", "
    ),
}


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / ("in.csv.gz" if name == "gzip" else "in.csv")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_a_sudoku_file(tmp_path: Path, pool: list[Row], small: list[Row], name: str) -> None:
    cases = [pool] if "grid" in name or "cells" in name and "lines" in name else [pool, small[:6]]
    for rows in cases:
        found = read_puzzles(written(tmp_path, name, FORMS[name](rows)))
        assert [text(q) for q in found.inputs] == [row[1] for row in rows]
        assert [text(a) for a in found.answers] == [row[2] for row in rows]
        assert found.inputs.shape[1] == len(rows[0][2]) and np.isnan(found.ratings).all()


@pytest.mark.parametrize(
    ("separator", "ratings", "least", "kept"),
    [
        (",", ["2.2", "0", "-1", "1e1", " 3 ", "2.5"], 2.3, [3, 4, 5]),
        (";", ["2,2", "0", "-1,5", "10", "3", "2,5"], -1.2, [0, 1, 3, 4, 5]),
    ],
)
def test_ratings_are_numbers(
    tmp_path: Path, pool: list[Row], separator: str, ratings: list[str], least: float, kept: list[int]
) -> None:
    rows = [[*row[:3], rating] for row, rating in zip(pool, ratings, strict=True)]
    header = separator.join(["id", "puzzle", "solution", "difficulty"])
    path = written(tmp_path, "", lines(rows, 0, 1, 2, 3, header=header, separator=separator))
    build(Options(str(tmp_path / "data"), source=str(path), min_difficulty=least))
    assert [text(q) for q in load(tmp_path / "data", "train")["inputs"]] == [pool[place][1] for place in kept]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda rows: lines(rows, 1, 2, header="question,answer"), "row 1: no column 'rating', which --min-difficulty"),
        (
            lambda rows: lines([[*rows[0][:3], "hard"]], 1, 2, 3, header="question,answer,rating"),
            "row 2: the rating 'hard' is no number",
        ),
        (
            lambda rows: lines([[*rows[0][:3], "inf"]], 1, 2, 3, header="question,answer,rating"),
            "row 2: the rating 'inf' is no number",
        ),
        (lambda rows: lines([[*rows[0][:3], ""]], 1, 2, 3, header="question,answer,rating"), "the rating '' is no"),
        (
            lambda rows: lines([[*rows[0][:3], "2,5"]], 1, 2, 3, header="question,answer,rating"),
            "row 2: 4 fields, and the first row has 3",
        ),
    ],
)
def test_ratings_that_are_missed(tmp_path: Path, pool: list[Row], content: Form, said: str) -> None:
    with pytest.raises(UserError, match=said):
        build(Options(str(tmp_path / "data"), source=str(written(tmp_path, "", content(pool))), min_difficulty=1))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("puzzle\n" + "." * 81, "row 1: no column 'answer'"),
        ("a,b\n1,2\n", "row 1: no column 'question'"),
        ("", "row 1: no column 'question'"),
        ("puzzle,quiz,solution\n1,2,3\n", "row 1: columns 1 and 2 could both be the question"),
        ("question,answer\n" + "." * 36 + "," + "1" * 36, "row 2: the answer has 36 characters; a Sudoku has 16"),
        ("question,answer\n" + "." * 256 + "," + "1" * 256, "row 2: the answer has 256 characters; a Sudoku has 16"),
        ("question,answer\n" + "." * 15 + ",1234341221434321", "row 2: the question has 15 characters, not 16"),
        ("question,answer\n5" + "." * 15 + ",1234341221434321", "row 2: character 1 of the question is '5'; a 4x4"),
        ("question,answer\n" + "." * 16 + ",12343412214343x1", "row 2: character 15 of the answer is 'x'"),
        ("question,answer\n" + "\u4e2d" * 16 + ",1234341221434321", "row 2: character 1 of the question is '\u4e2d'"),
        ('question,answer\n"' + "." * 200_000, "field larger than field limit"),
        ("question,answer\n" + "." * 2_000_000, "line 2: longer than 1048576 characters"),
        ("question,answer\n\xff".encode("latin-1"), "it is no text in UTF-8"),
        (b"\xff\xfe\x41", "it is no text"),
    ],
)
def test_sudoku_files_that_are_none(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        read_puzzles(written(tmp_path, "", content))
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_repeats_are_said_and_left_out(tmp_path: Path, pool: list[Row], capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "", lines([*pool, *pool, pool[0]], 1, 2, header="question,answer"))
    build(Options(str(tmp_path / "data"), source=str(path), num_test=2))
    assert f"{path}: 7 of 13 rows repeat another puzzle, and are left out\n" in capsys.readouterr().out
    found = [text(q) for split in ("train", "test") for q in load(tmp_path / "data", split)["inputs"]]
    assert sorted(found) == sorted(row[1] for row in pool)


def test_a_4x4_file_becomes_a_4x4_data_set(tmp_path: Path, small: list[Row]) -> None:
    path = written(tmp_path, "", lines(small, 1, 2, header="question,answer"))
    for size in (None, 4):
        build(Options(str(tmp_path / f"{size}"), source=str(path), size=size, num_test=5, num_aug=2))
    assert read_build(tmp_path / "4")["fingerprint"] == read_build(tmp_path / "None")["fingerprint"]
    build_small(SmallOptions(str(tmp_path / "own"), num_train_puzzles=20, num_test_puzzles=4))
    ours, own = (read_metadata(tmp_path / name, "train") for name in ("4", "own"))
    for name in ("vocab_size", "seq_len", "pad_id", "ignore_label_id"):
        assert getattr(ours, name) == getattr(own, name), name
    assert read_build(tmp_path / "4")["task"] == "sudoku"
    train, test = (load(tmp_path / "4", split) for split in ("train", "test"))
    assert len(test["inputs"]) == 5 and train["inputs"].shape[1] == 16 and len(train["group_indices"]) >= 2
    for arrays in (train, test):
        assert all(check(q, a) is None for q, a in zip(arrays["inputs"], arrays["labels"], strict=True))
    with pytest.raises(UserError, match="has puzzles of 4x4, and --size asks for 9x9"):
        build(Options(str(tmp_path / "data"), source=str(path), size=9))
    with pytest.raises(UserError, match="--size 6: Sudoku of 4x4 and 9x9 are supported"):
        build(Options(str(tmp_path / "data"), source=str(path), size=6))
    with pytest.raises(UserError, match="build_sudoku_4x4_dataset.py makes those of 4x4"):
        build(Options(str(tmp_path / "data"), generate=3, size=4))


# ---- Sudoku as it is typed

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


def test_sixteen_givens_among_spaces_or_dashes_are_no_4x4(pool: list[Row]) -> None:
    question = pool[0][1]
    givens = [place for place, sign in enumerate(question) if sign != "."]
    kept = "".join(sign if place in givens[:16] else "." for place, sign in enumerate(question))
    want = parse(kept)
    assert len(want) == 81
    for sign in " -":
        assert parse(kept.replace(".", sign)).tolist() == want.tolist()


# ---- mazes


@pytest.mark.parametrize("free", " .")
@pytest.mark.parametrize("form", ["line", "lines", "CRLF"])
@pytest.mark.parametrize("header", ["source,question,answer,rating", "a,maze,solution,b", None])
def test_every_form_of_a_maze_file(tmp_path: Path, free: str, form: str, header: str | None) -> None:
    end = {"line": "", "lines": "\n", "CRLF": "\r\n"}[form]
    cells = [end.join(grid[i : i + 4] for i in range(0, 16, 4)).replace(" ", free) for grid in (MAZE, PATH)]
    row = ["own", f'"{cells[0]}"', f'"{cells[1]}"', "x"]
    found = read_mazes(written(tmp_path, "", lines([row], 0, 1, 2, 3, header=header)))
    assert found.inputs.tolist() == [MAZE_TOKENS] and found.answers.tolist() == [PATH_TOKENS]


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
            parse_maze(typed.replace("\n", end))


# ---- ARC and bAbI

ENCODINGS = {
    "UTF-8": lambda content: content.encode(),
    "BOM": lambda content: codecs.BOM_UTF8 + content.encode(),
    "UTF-16": lambda content: content.encode("utf-16"),
    "UTF-16-BE": lambda content: codecs.BOM_UTF16_BE + content.encode("utf-16-be"),
    "UTF-32": lambda content: content.encode("utf-32"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_arc_files_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    task = {"train": [{"input": [[1.0, 2]], "output": [[0.0]]}], "test": [{"input": [[3]], "output": [[9.0]]}]}
    (tmp_path / "arc_x_challenges.json").write_bytes(ENCODINGS[encoding](json.dumps({"t\u00e9": task})))
    (found,) = read_subset(str(tmp_path / "arc"), "x").tasks
    assert found.name == "t\u00e9"
    assert found.train[0].input.tolist() == [[1, 2]] and found.train[0].output.tolist() == [[0]]  # type: ignore[union-attr]
    assert found.test[0].output.tolist() == [[9]] and found.test[0].output.dtype == np.uint8  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"t": ' + "[" * 500 + "]" * 500 + "}", "no list of train pairs"),
        ('{"t": {"train": [{"input": [[' + "[" * 400 + "]" * 400 + ']], "output": [[1]]}]}}', "column 1 holds"),
        ('{"t": {"train": [{"input": [[1e999]], "output": [[1]]}]}}', "column 1 holds inf"),
        ('{"t": {"train": [{"input": [[NaN]], "output": [[1]]}]}}', "NaN is no JSON number"),
        ('{"t": {"train": [{"input": [[' + "9" * 4000 + ']], "output": [[1]]}]}}', "column 1 holds 9999"),
        ('{"t": {"train": [{"input": [[' + "9" * 5000 + ']], "output": [[1]]}]}}', "is not JSON"),
        ('{"' + "n" * 5000 + '": {}}', "name has 5000 characters"),
        (r'{"\ud800": {}}', "printable characters"),
        (r'{"a\u001b[31m": {}}', "printable characters"),
        ("", "is not JSON"),
        ("12", "holds a JSON number, and an object is needed"),
        (b"\xff\xfe\x41", "it is no text"),
    ],
)
def test_arc_files_that_are_none(tmp_path: Path, content: str | bytes, said: str) -> None:
    path = tmp_path / "arc_x_challenges.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UserError, match=said) as caught:
        read_subset(str(tmp_path / "arc"), "x")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("prefix", ["a**", "[", "x" * 300, "/", "~", "\x1b"])
def test_prefixes_of_arc_that_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefix: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError):
        read_subset(prefix, "no-such-subset")
    assert read_grid([[0.0, -0.0], [9, 1]], "grid").tolist() == [[0, 0], [9, 1]]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_babi_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "qa1_x_train.txt"
    path.write_bytes(ENCODINGS[encoding]("1 Zo\u00eb went home.\r\n2 Where is Zo\u00eb?\thome\t1\r\n"))
    ((question,),) = read_stories(path)
    assert question.text() == "Zo\u00eb went home. Where is Zo\u00eb?" and question.answer == "home"
    assert question.support == {0}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("1 " + "a" * 20_000, "line 1: longer than 10000 characters"),
        ("9" * 5000 + " a", "line 1: not a number and a sentence"),
        ("1 a\n2 b?\tc\t" + "9" * 5000, "supporting lines must be numbers"),
        ("".join(f"{number} a\n" for number in range(1, 1200)), "line 1001: a story of more than 1000 sentences"),
    ],
)
def test_babi_files_that_are_none(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "qa1_x_train.txt").write_text(content)
    with pytest.raises(UserError, match=said):
        read_stories(tmp_path / "qa1_x_train.txt")


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
