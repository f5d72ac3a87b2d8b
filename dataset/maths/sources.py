r"""Reading the real sets: GSM8K, MATH and the problems of DeepMind's generator, as JSON lines, plain or gzip.

    gsm8k     {"question": "Weng earns $12 ...", "answer": "... #### 1,250"}              answer 1250
    math      {"problem": "If $x ...", "solution": "... \\boxed{\\frac{1}{2}} ...",
               "type": "Algebra", "level": "Level 1"}                                   answer \frac{1}{2}
    deepmind  {"module": "numbers__gcd", "question": "...", "answer": "250"}              answer 250

White space becomes single spaces, and a byte order mark is ignored. A row whose question wants a rounded answer gets
the fact `decimals` (`dataset.maths.rounding`). If a folder has test rows (test*.jsonl, interpolate*.jsonl), they are
the test split; otherwise test rows are drawn from the training rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dataset.maths.rounding import asked_places
from dataset.text.writer import Example
from utils.errors import UserError, nearest
from utils.reading import open_text

_LONGEST_LINE = 1_000_000
"""The most characters of a line; longer lines are not problems and would take much memory."""
_TRAIN, _TEST = ("train",), ("test", "interpolate")


@dataclass(frozen=True)
class SourceSplits:
    """Training and test rows, and the files they come from."""

    train: list[Example]
    test: list[Example]
    files: list[Path]


def read_source(source: str, train_count: int | None, test_count: int | None, rng: np.random.Generator) -> SourceSplits:
    """Read a set, and print what was left out.

    Args:
        source: `kind:path`, of a file or of a folder.
        train_count, test_count: rows of each split, drawn at random. By default all rows; if no file holds test rows, a
            tenth of the rows is the test split.

    Raises:
        UserError: the kind is unknown, a file cannot be read or has no rows, a row is not a JSON object with the fields
            of its kind, or there are too few rows.
    """
    kind, _, path = source.partition(":")
    if kind not in _KINDS or not path:
        kinds = ", ".join(f"{name}:PATH" for name in _KINDS)
        raise UserError(f"--source {source}: it must be one of {kinds}{nearest(kind, _KINDS)}")
    train_file, test_file = _files(Path(path))
    train = _read(train_file, _KINDS[kind])
    if test_file is None:
        train, test = _cut(train, test_count, train_file, rng)
    else:
        test = _drawn(_read(test_file, _KINDS[kind]), test_count, test_file, rng)
    asked = {example.question for example in test}
    kept = [example for example in train if example.question not in asked]
    if len(kept) < len(train):
        print(f"{train_file}: {len(train) - len(kept)} training rows are left out, which ask a test question")
    files = [train_file] if test_file is None else [train_file, test_file]
    return SourceSplits(_drawn(kept, train_count, train_file, rng), test, files)


def _cut(
    rows: list[Example], test_count: int | None, file: Path, rng: np.random.Generator
) -> tuple[list[Example], list[Example]]:
    """Split rows at random into training and test rows, each in their original order."""
    wanted = max(len(rows) // 10, 1) if test_count is None else test_count
    if wanted >= len(rows):
        raise UserError(f"{file} has {len(rows)} rows: {wanted} to test would leave none to train")
    order = rng.permutation(len(rows))
    train, test = ([rows[place] for place in sorted(part)] for part in (order[:-wanted], order[-wanted:]))
    return train, test


def _drawn(rows: list[Example], count: int | None, file: Path, rng: np.random.Generator) -> list[Example]:
    """Draw `count` of the rows, in their original order; None means all."""
    if count is None:
        return rows
    if count > len(rows):
        raise UserError(f"{file} gives {len(rows)} rows, {count} are asked for")
    return [rows[place] for place in sorted(rng.permutation(len(rows))[:count])]


def _files(path: Path) -> tuple[Path, Path | None]:
    """The file of training rows, and the file of test rows if there is one."""
    if path.is_file():
        return path, None
    if not path.is_dir():
        raise UserError(f"{path} is neither a file nor a folder")
    train = _file(path, _TRAIN)
    if train is None:
        raise UserError(f"{path} holds no train*.jsonl or train*.jsonl.gz; name the file itself")
    return train, _file(path, _TEST)


def _file(folder: Path, stems: tuple[str, ...]) -> Path | None:
    """`<stem>.jsonl` or, without such a file, the only file whose name begins with a stem."""
    endings = (".jsonl", ".jsonl.gz")
    exact = [folder / f"{stem}{ending}" for stem in stems for ending in endings]
    found = [file for file in exact if file.is_file()][:1] or sorted(
        file for stem in stems for ending in endings for file in folder.glob(f"{stem}*{ending}")
    )
    if len(found) > 1:
        raise UserError(f"{folder} holds {' and '.join(file.name for file in found)}; name the file itself")
    return found[0] if found else None


def _read(file: Path, row: Callable[[dict[str, Any]], Example | None]) -> list[Example]:
    """All rows of a file, except those without an answer, whose number is printed."""
    found, without = [], []
    for line, content in _objects(file):
        try:
            example = row(content)
        except _BadField as error:
            raise UserError(f"{file}, line {line}: {error}") from None
        if example is None:
            without.append(line)
        else:
            found.append(example)
    if without:
        print(f"{file}: {len(without)} rows without a readable answer are left out, as line {without[0]}")
    if not found:
        raise UserError(f"{file} has no rows{' with an answer' if without else ''}")
    return found


def _objects(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects in the lines of a file, with the lines' numbers; empty lines are skipped."""
    with open_text(file) as opened:
        line = 0
        while text := opened.readline(_LONGEST_LINE + 1):
            line += 1
            if len(text) > _LONGEST_LINE:
                raise UserError(f"{file}, line {line}: longer than {_LONGEST_LINE} characters")
            text = text.removeprefix("\ufeff") if line == 1 else text
            if text.strip():
                yield line, _object(text, file, line)


def _object(text: str, file: Path, line: int) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except RecursionError:
        raise UserError(f"{file}, line {line}: no JSON object of texts, it is nested too deeply") from None
    except ValueError as error:
        raise UserError(f"{file}, line {line}: no JSON ({error})") from None
    if not isinstance(content, dict):
        raise UserError(f"{file}, line {line}: a JSON object is expected, not {text.strip()[:20]!r}")
    return content


class _BadField(ValueError):
    """A field is missing or does not hold a text; the message names it."""


def _field(row: dict[str, Any], name: str) -> str:
    """The text in a field of a row."""
    value = row.get(name)
    if not isinstance(value, str):
        raise _BadField(f"the field {name!r} is {'no text' if name in row else 'missing'}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _BadField(f"the field {name!r} holds half a character (a lone surrogate)") from None
    return value


def _example(question: str, answer: str | None, **facts: Any) -> Example | None:
    words, found = " ".join(question.split()), " ".join((answer or "").split())
    if not words or not found:
        return None
    decimals = asked_places(words, found)
    return Example(words, found, facts if decimals is None else {**facts, "decimals": decimals})


def _gsm8k(row: dict[str, Any]) -> Example | None:
    _, mark, answer = _field(row, "answer").rpartition("####")
    return _example(_field(row, "question"), answer.replace(",", "") if mark else None, category="gsm8k", form="gsm8k")


def _math(row: dict[str, Any]) -> Example | None:
    kind, level = _field(row, "type"), _field(row, "level")
    return _example(_field(row, "problem"), boxed(_field(row, "solution")), category=kind, form=kind, level=level)


def _deepmind(row: dict[str, Any]) -> Example | None:
    module = _field(row, "module")
    return _example(_field(row, "question"), _field(row, "answer"), category=module, form=module)


_KINDS: dict[str, Callable[[dict[str, Any]], Example | None]] = {"gsm8k": _gsm8k, "math": _math, "deepmind": _deepmind}


def boxed(solution: str) -> str | None:
    r"""The content of the last `\boxed{...}`, `\fbox{...}` or `\boxed 5` of a solution; None if there is none."""
    start = max(solution.rfind(r"\boxed"), solution.rfind(r"\fbox"))
    if start < 0:
        return None
    rest = solution[start:].removeprefix(r"\boxed").removeprefix(r"\fbox").lstrip()
    if not rest.startswith("{"):
        return rest[:1].strip("$") or None
    depth = 0
    for place, sign in enumerate(rest):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if not depth:
            return rest[1:place]
    return None
