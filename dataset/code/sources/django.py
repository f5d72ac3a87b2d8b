"""Lines of Django with what they do in English: JSON Lines, or the original two files with a line for each other's.

    {"text": "define the function strip_tags with an argument value.", "code": "def strip_tags ( value ) :"}
    all.anno: define the function strip_tags with an argument value.        all.code: def strip_tags(value):

PATH is the JSON Lines, the folder of the two files, or one of them. A single line such as `if x :` does not parse by
itself, so the code is not checked. Identifiers are `FILE:LINE`, so that the customary split by lines can be made.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from dataset.code import tables
from dataset.code.problem import Problem
from dataset.code.sources.base import text
from dataset.sources.skipped import Skip, Skipped
from utils.errors import UserError
from utils.reading import bounded_lines, is_file, is_folder, open_text

FORMAT = "lines of Django and English: text and code, or all.anno and all.code"
_WORDS, _CODE = ".anno", ".code"


def read_path(path: Path, skipped: Skipped) -> Iterator[tuple[str, Problem]]:
    """The problems of JSON Lines, or of two parallel files.

    Raises:
        UserError: one of the two files is missing, or they have different numbers of lines.
    """
    pair = _pair(path)
    if pair is not None:
        yield from _parallel(*pair, skipped)
        return
    for place, row in tables.rows(path, ("text", "code"), (), skipped):
        try:
            if not isinstance(row, dict):
                raise Skip("a row that is no object")
            words, code = text(row, "text").strip(), text(row, "code").strip()
            if not words or not code:
                raise Skip("a line without words or without code")
        except Skip as skip:
            skipped.add(str(skip), place, skip.detail)
        else:
            yield place, Problem(place, "django", words, code)


def _pair(path: Path) -> tuple[Path, Path] | None:
    """The files of words and of code; None if the path is something else."""
    if is_folder(path):
        words = sorted(path.glob(f"*{_WORDS}"))
        if not words:
            return None
        path = words[0]
    if path.suffix not in (_WORDS, _CODE):
        return None
    found = path.with_suffix(_WORDS), path.with_suffix(_CODE)
    for file in found:
        if not is_file(file):
            raise UserError(f"no such file: {file} (lines of {_WORDS} and {_CODE} belong together)")
    return found


def _parallel(words: Path, code: Path, skipped: Skipped) -> Iterator[tuple[str, Problem]]:
    with open_text(words) as said, open_text(code) as written:
        lines = itertools.zip_longest(bounded_lines(said, words), bounded_lines(written, code))
        for number, (sentence, line) in enumerate(lines, 1):
            if sentence is None or line is None:
                raise UserError(f"{words} and {code} have different numbers of lines: one ends before line {number}")
            place = f"{code.name}:{number}"
            if sentence.strip() and line.strip():
                yield place, Problem(place, "django", sentence.strip(), line.strip())
            else:
                skipped.add("a line without words or without code", place)
