"""Problems as JSON: files that `--source jsonl:PATH` reads, and the sidecar `<set>__problems.jsonl` of a data set.

    write_problems(Path("mine.jsonl"), problems)
    {"id": "2", "source": "mbpp", "text": "Write a ...", "code": "def f(x): ...", "entry_point": "f",
     "tests": {"kind": "assertions", "statements": ["assert f(1) == 2"]}}

What is empty is left out. `source` stays that of the file from which a problem came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from typing import Any

from dataset.code.problem import Assertions, Pairs, Predicate, Problem, Tests
from dataset.code.tables import LONGEST_ROW
from dataset.puzzle_dataset import ExampleSet
from utils.errors import UserError
from utils.files import replace_text
from utils.reading import bounded_lines, open_text, parse_json

SUFFIX = "__problems"
"""Follows the set's name in the sidecar's name."""
_KINDS: dict[str, type[Assertions] | type[Pairs] | type[Predicate]] = {
    "assertions": Assertions,
    "pairs": Pairs,
    "predicate": Predicate,
}


def as_json(problem: Problem) -> dict[str, Any]:
    """A problem as JSON values."""
    value = {name: content for name, content in vars(problem).items() if content or name in ("id", "source")}
    if problem.tests is not None:
        kind = next(name for name, made in _KINDS.items() if isinstance(problem.tests, made))
        value["tests"] = {"kind": kind, **{name: part for name, part in asdict(problem.tests).items() if part}}
    return value


def from_json(value: Any) -> Problem:
    """Undo `as_json`, after JSON or not.

    Raises:
        ValueError: the value is no problem; the message says why.
    """
    if not isinstance(value, Mapping):
        raise ValueError("it is no object")
    unknown = set(value) - {part.name for part in fields(Problem)}
    if unknown:
        raise ValueError(f"unknown fields: {', '.join(sorted(map(str, unknown)))}")
    found = {name: content for name, content in value.items() if content not in (None, "") and name != "tests"}
    for name in ("id", "source", "text", "code", "entry_point", "prompt"):
        if not isinstance(found.get(name, ""), str):
            raise ValueError(f"'{name}' is no text")
    if not found.get("id") or not found.get("source"):
        raise ValueError("it has no 'id' or no 'source'")
    if not isinstance(found.get("facts", {}), Mapping):
        raise ValueError("'facts' is no object")
    return Problem(**{"text": "", **found}, tests=_tests(value.get("tests")))


def _tests(value: Any) -> Tests | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or value.get("kind") not in _KINDS:
        raise ValueError(f"'tests' has no 'kind' of {', '.join(_KINDS)}")
    kind = _KINDS[value["kind"]]
    parts = {name: part for name, part in value.items() if name != "kind" and part is not None}
    known = {part.name: part for part in fields(kind)}
    unknown = set(parts) - set(known)
    missing = [name for name, part in known.items() if part.default is MISSING and not parts.get(name)]
    if unknown or missing:
        raise ValueError(f"'tests': unknown or missing: {', '.join(map(str, sorted(unknown) + missing))}")
    for name, part in parts.items():
        if name == "statements":
            parts[name] = _texts(part, name)
        elif name == "cases":
            if not isinstance(part, list | tuple) or not all(isinstance(case, list | tuple) for case in part):
                raise ValueError("'cases' is no list of pairs")
            parts[name] = tuple(_texts(case, "case", 2) for case in part)
        elif not isinstance(part, int if name == "public" else str):
            raise ValueError(f"'{name}' has a wrong type")
    return kind(**parts)


def _texts(value: Any, name: str, count: int | None = None) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"'{name}' is no list of texts")
    if count is not None and len(value) != count:
        raise ValueError(f"'{name}' has {len(value)} texts, not {count}")
    return tuple(value)


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Write problems to a JSON Lines file. The file is whole or absent.

    Raises:
        UserError: the file cannot be written.
    """
    lines = "".join(json.dumps(as_json(problem), ensure_ascii=False) + "\n" for problem in problems)
    try:
        replace_text(path, lines)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror or error}") from None


def sidecar_of(split: Path, set_name: str) -> Path:
    """The file of a set's problems in the folder of its split."""
    return split / f"{set_name}{SUFFIX}.jsonl"


def problems_of(source: ExampleSet) -> list[Problem]:
    """The problem of each row of a set, from the sidecar.

    Raises:
        UserError: the file is missing or damaged.
    """
    file = sidecar_of(source.meta_file.parent, source.meta_file.name.removesuffix("__meta.jsonl"))
    order = range(len(source)) if source.meta_rows is None else source.meta_rows.tolist()
    wanted = set(order)
    found: dict[int, Problem] = {}
    with open_text(file) as text:
        for number, line in enumerate(bounded_lines(text, file, LONGEST_ROW)):
            if number in wanted or source.meta_rows is None:
                try:
                    found[number] = from_json(parse_json(line, "the line"))
                except ValueError as error:
                    raise UserError(
                        f"{file} is damaged (line {number + 1}: {error}); build the data set again"
                    ) from None
    if len(found) != len(source):
        raise UserError(f"{file} has {len(found)} lines for {len(source)} rows; build the data set again")
    return [found[number] for number in order]
