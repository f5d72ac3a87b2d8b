"""infer.py --puzzle FILE: every encoding that editors write, and files that are none."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from tests.harness import RUN, infer, refused

PUZZLE = "3..4\n.1..\n..3.\n2..1\n"
CONTENTS = {
    "plain": PUZZLE.encode(),
    "BOM": codecs.BOM_UTF8 + PUZZLE.encode(),
    "UTF-16": PUZZLE.encode("utf-16"),
    "UTF-16-BE": codecs.BOM_UTF16_BE + PUZZLE.encode("utf-16-be"),
    "UTF-16, unmarked": PUZZLE.encode("utf-16-le"),
    "UTF-32": PUZZLE.encode("utf-32"),
    "CRLF": PUZZLE.replace("\n", "\r\n").encode(),
    "one line": PUZZLE.replace("\n", "").encode(),
    "spaces": b"3  4\n 1\n  3\n2  1",
}


def test_every_encoding_is_read(trained: Path) -> None:
    typed = infer("--puzzle", "3..4.1....3.2..1", "--trace", "--steps", "1", cwd=trained)
    assert "| 3 . | . 4 |\n| . 1 | . . |" in typed.out
    for name, content in CONTENTS.items():
        (trained / "puzzle.txt").write_bytes(content)
        assert infer("--puzzle", "puzzle.txt", "--trace", "--steps", "1", cwd=trained) == typed, name
    assert infer("--puzzle", "\ufeff3..4.1....3.2..1", "--trace", "--steps", "1", cwd=trained) == typed


def test_steps_are_drawn(trained: Path) -> None:
    solved = infer("--puzzle", PUZZLE, "--steps", "2", "--no-halt", cwd=trained)
    drawn = infer("--puzzle", PUZZLE, "--steps", "2", "--no-halt", "--html", "a b.html", cwd=trained)
    assert drawn == solved and "<title>checkpoints/" in (trained / "a b.html").read_text()
    puzzle = ("--puzzle", PUZZLE)
    assert "--cycles says what pictures show" in refused(infer, *puzzle, "--cycles", cwd=trained)
    assert "must end in .html" in refused(infer, *puzzle, "--html", "data/toy/", cwd=trained)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("missing.txt", "no such file: missing.txt"),
        ("My Puzzle.TXT", "no such file: My Puzzle.TXT"),
        ("missing.csv.gz", "no such file: missing.csv.gz"),
        ("puzzles/one", "no such file: puzzles/one"),
        ("../one", "no such file: ../one"),
        ("C:\\puzzles\\one", "no such file: C:\\puzzles\\one"),
        ("pipe", "pipe is a pipe or a device, and a regular file is needed"),
        ("data/toy", "data/toy is a folder, and a file is needed"),
        ("latin", "cannot read latin: it is no text in UTF-8"),
        ("large", "large is larger than 1048576 characters"),
        ("empty", "this text has 0"),
        ("hello", "character 1, 'h', is neither a digit nor"),
        ("x" * 5000, "character 1, 'x', is neither a digit nor"),
        ("3..4\x1b[31m", r"character 5, '\x1b', is neither a digit nor"),
    ],
)
def test_files_that_are_none(trained: Path, given: str, said: str) -> None:
    os.mkfifo(trained / "pipe")
    (trained / "latin").write_bytes(b"\xe9" * 16)
    (trained / "large").write_bytes(b"." * 3_000_000)
    (trained / "empty").write_bytes(b"")
    try:
        ended = infer("--puzzle", given, "--checkpoint", str(RUN), cwd=trained)
    finally:
        (trained / "pipe").unlink()  # which nothing can read
    assert said in ended.error


def test_what_is_missing_is_not_made(trained: Path) -> None:
    assert refused(infer, "--cube", "missing.txt", cwd=trained) == "no such file: missing.txt"
