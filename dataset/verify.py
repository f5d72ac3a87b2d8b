"""Comparing every file of a data set, whatever its size, with the hashes in `build.json`.

    python -m dataset.verify data/sudoku4x4             # a line for each changed file; status 1 if there are any
    python -m dataset.verify data/sudoku4x4 --accept    # the files were changed on purpose: take them as they are

Loading a data set compares its files too, except arrays of more than 512 MiB, which it maps and does not read whole.
After `--accept`, build.json has the hashes of the present files, another fingerprint, and a list of the files that
differ from what the builder wrote (`accepted`). A damaged build.json cannot be accepted: delete it, or build again.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import tyro

from dataset.provenance import BUILD_FILE, hashes_of, how_to_accept, read_build, sealed
from dataset.puzzle_dataset import PuzzleDataset
from utils.errors import UserError, report_user_errors
from utils.files import dump_json, replace_text, sha256_of
from utils.reading import require_file


@dataclass(frozen=True)
class Options:
    """Compare a data set with the hashes in its build.json."""

    data_path: Annotated[Path, tyro.conf.Positional]
    """The data set's folder."""
    accept: bool = False
    """Write the hashes of the present files into build.json."""


def verify(data_path: Path) -> list[str]:
    """Compare every file with its hash; if all agree, check the arrays and metadata of each split.

    Returns:
        a line for each file that is missing, changed, not listed or wrong; none if all is well. Without `build.json`
        only arrays and metadata are checked.

    Raises:
        UserError: there is no data set, or `build.json` is damaged.
    """
    splits = _splits(data_path)
    problems = _differences(data_path)
    if not problems:
        for split in splits:
            try:
                PuzzleDataset([data_path], split)
            except UserError as error:
                problems.append(str(error))
    return problems


def accept(data_path: Path) -> list[str]:
    """Write the hashes of the present files into `build.json`.

    Returns:
        the names of files that were changed, added or removed since they were last recorded.

    Raises:
        UserError: there is no data set, `build.json` is missing or damaged, or a file cannot be read.
    """
    _splits(data_path)
    build = read_build(data_path)
    if not build:
        raise UserError(f"{data_path} has no {BUILD_FILE}, so there is nothing to compare its files with")
    before = build.get("arrays", {})
    hashes = {name: _hash(data_path / name) for name in _files(data_path)}
    changed = sorted(name for name in before.keys() | hashes.keys() if before.get(name) != hashes.get(name))
    if changed:
        build["accepted"] = sorted({*build.get("accepted", []), *changed})
    replace_text(data_path / BUILD_FILE, dump_json(sealed(build, hashes)))
    return changed


def _differences(data_path: Path) -> list[str]:
    """A line for each file that is missing, changed or not listed."""
    hashes = hashes_of(data_path)
    if hashes is None:
        return []
    problems = []
    found = _files(data_path)
    for name, expected in hashes.items():
        try:
            if not os.path.lexists(data_path / name):
                problems.append(f"{data_path / name} is missing")
            elif _hash(data_path / name) != expected:
                problems.append(f"{data_path / name} is damaged or was changed")
        except UserError as error:
            problems.append(str(error))
    return problems + [f"{data_path / name} is not listed in {BUILD_FILE}" for name in found if name not in hashes]


def _splits(data_path: Path) -> list[str]:
    """The names of the splits; `UserError` if there are none."""
    splits = sorted(file.parent.name for file in data_path.glob("*/dataset.json"))
    if not splits:
        raise UserError(f"no data set at {data_path}")
    return splits


def _files(data_path: Path) -> list[str]:
    """All files of a data set except `build.json`, by their names within it."""
    names = (p.relative_to(data_path).as_posix() for p in data_path.rglob("*") if not p.is_dir() or p.is_symlink())
    return sorted(name for name in names if name != BUILD_FILE)


def _hash(file: Path) -> str:
    require_file(file)
    try:
        return sha256_of(file)
    except OSError as error:
        raise UserError(f"cannot read {file}: {error.strerror or error}") from None


@report_user_errors
def main() -> None:
    """Read the command line, compare and print the result."""
    options = tyro.cli(Options)
    if options.accept:
        changed = accept(options.data_path)
        print("\n".join(f"accepted: {options.data_path / name}" for name in changed) or "every file is as it was built")
        return
    problems = verify(options.data_path)
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    if problems:
        print(f"{len(problems)} of {options.data_path}: {how_to_accept(options.data_path)}", file=sys.stderr)
        sys.exit(1)
    compared = hashes_of(options.data_path)
    if compared is None:
        print(f"{options.data_path} has no hashes ({BUILD_FILE}); arrays and metadata fit together")
    else:
        print(f"{options.data_path}: all {len(compared)} files are as they were built")


if __name__ == "__main__":
    main()
