"""CSV files of Sudoku in every form that people publish, and files that are refused in one line."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dataset.build_sudoku_4x4_dataset import Options as SmallOptions
from dataset.build_sudoku_4x4_dataset import build as build_small
from dataset.build_sudoku_dataset import Options, build
from dataset.common import read_build, read_metadata
from dataset.sudoku.generator import generate
from dataset.sudoku.rules import check
from dataset.sudoku.sources import read_puzzles
from tests.dataset.sources import Row, lines, load, written
from tests.dataset.sudoku.reference import as_text
from utils.errors import UserError


@pytest.fixture(scope="session")
def pool() -> list[Row]:
    """Six puzzles; the blanks are dots."""
    inputs, answers, guesses = generate(6, np.random.default_rng(5))
    return [["own", as_text(q), as_text(a), str(g)] for q, a, g in zip(inputs, answers, guesses, strict=True)]


@pytest.fixture(scope="session")
def small() -> list[Row]:
    """Forty puzzles of 4x4, all different."""
    inputs, answers, guesses = generate(40, np.random.default_rng(3), size=4)
    return [["own", as_text(q), as_text(a), str(g)] for q, a, g in zip(inputs, answers, guesses, strict=True)]


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


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_a_sudoku_file(tmp_path: Path, pool: list[Row], small: list[Row], name: str) -> None:
    cases = [pool] if "grid" in name or "cells" in name and "lines" in name else [pool, small[:6]]
    for rows in cases:
        found = read_puzzles(written(tmp_path, name, FORMS[name](rows)))
        assert [as_text(q) for q in found.inputs] == [row[1] for row in rows]
        assert [as_text(a) for a in found.answers] == [row[2] for row in rows]
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
    assert [as_text(q) for q in load(tmp_path / "data", "train")["inputs"]] == [pool[place][1] for place in kept]


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
    found = [as_text(q) for split in ("train", "test") for q in load(tmp_path / "data", split)["inputs"]]
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
