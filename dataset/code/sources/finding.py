"""Problems of a source, by the reader of its format.

read_problems("humaneval:HumanEval.jsonl.gz", skipped)         Problem, Problem, ...; what is broken is counted
all_problems("humaneval:HumanEval.jsonl.gz")                   the same as a list; what is broken is an error
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

from dataset.code import tables
from dataset.code.problem import Problem
from dataset.sources.named import read_source
from dataset.sources.skipped import Skip, Skipped, none_skipped
from utils.classes import modules_of
from utils.errors import UserError

EXAMPLE = "humaneval:HumanEval.jsonl.gz"
NEEDS = {"code": "a row without a solution", "tests": "a row without tests", "text": "a row that says nothing in words"}
"""What problems may be needed for, and why those without it are left out."""


@cache
def readers() -> dict[str, ModuleType]:
    """The readers of this folder by format."""
    return {name: module for name, module in modules_of("dataset.code.sources").items() if hasattr(module, "FORMAT")}


def parse_source(source: str) -> tuple[str, Path]:
    """The format and path of a source, `FORMAT:PATH`.

    Raises:
        UserError: the source has another form, or there is no such format.
    """
    name, path, _ = read_source(source, readers(), EXAMPLE)
    return name, path


def files_of(source: str) -> list[Path]:
    """The files that a source names."""
    return tables.files(parse_source(source)[1])


def read_problems(source: str, skipped: Skipped, needs: Sequence[str] = ()) -> Iterator[Problem]:
    """The problems of a source, one after the other; no two of a source have the same id.

    Args:
        source: `FORMAT:PATH`.
        skipped: is told what is left out.
        needs: parts (of `NEEDS`) that a problem must have, else it is left out.

    Raises:
        UserError: there is no such format, file or folder; a table lacks a column; or a package is missing.
    """
    name, path = parse_source(source)
    seen: set[tuple[str, str]] = set()
    for place, problem in _read(readers()[name], path, skipped):
        missing = next((part for part in needs if not getattr(problem, part)), None)
        if (problem.source, problem.id) in seen:
            skipped.add("an id that an earlier row has", place, problem.id)
        elif missing is not None:
            skipped.add(NEEDS[missing], place, problem.id)
        else:
            seen.add((problem.source, problem.id))
            yield problem


def all_problems(source: str, needs: Sequence[str] = ()) -> list[Problem]:
    """All problems of a source. A score over a part of a benchmark would be another score, so nothing is left out.

    Raises:
        UserError: as in `read_problems`, or a row cannot be used, or there is none.
    """
    found = list(none_skipped(lambda skipped: read_problems(source, skipped, needs)))
    if not found:
        raise UserError(f"{source}: no problems")
    return found


def _read(module: ModuleType, path: Path, skipped: Skipped) -> Iterator[tuple[str, Problem]]:
    """Problems with the names of their rows."""
    if hasattr(module, "read_path"):
        yield from module.read_path(path, skipped)
        return
    for place, row in tables.rows(path, module.COLUMNS, module.ALSO, skipped):
        try:
            if not isinstance(row, dict):
                raise Skip("a row that is no object")
            yield place, module.read(row, place)
        except Skip as skip:
            skipped.add(str(skip), place, skip.detail)
