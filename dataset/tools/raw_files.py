"""Folders of raw conversation logs: which files there are, and the samples of each, or why it has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dataset.sources.json_rows import line_of
from dataset.sources.skipped import Skipped
from dataset.tools.raw import RawDataProcessor, RawTurnError
from utils.errors import UserError
from utils.reading import is_folder, read_json, require_file

ENDINGS = (".json", ".json.gz")
LARGEST_FILE = 2**28
"""Most characters of a raw file."""


def raw_files(source: Path, recursive: bool) -> dict[str, Path]:
    """The raw files of a folder, by their names in it, sorted; or the one file that `source` is.

    Raises:
        UserError: there are none.
    """
    if not is_folder(source):
        require_file(source)
        return {source.name: source}
    inside = source.rglob("*") if recursive else source.iterdir()
    found = [file for file in sorted(inside) if file.name.endswith(ENDINGS) and file.name[0] != "."]
    files = {str(file.relative_to(source)): file for file in found if not is_folder(file)}
    if not files:
        hint = "" if recursive else "; --recursive also looks into its subfolders"
        raise UserError(f"{source} holds no files whose names end in {' or '.join(ENDINGS)}{hint}")
    return files


def samples_of(file: Path, name: str, processor: RawDataProcessor, skipped: Skipped) -> list[dict[str, Any]] | None:
    """The samples of a file; None if it was skipped, which one turn that cannot be understood is enough for.

    A file holds one conversation, a list of turns, or a list of conversations.

    Args:
        name: what the file is called in messages.
        skipped: is told of a file that was skipped, with the row that is wrong.
    """
    try:
        value = read_json(file, LARGEST_FILE)
    except UserError as error:
        skipped.add("a file that cannot be read", f"{name}:{line_of(error)}", str(error))
        return None
    if not isinstance(value, list) or not value:
        skipped.add("a raw file must be a JSON list of turns", f"{name}:1", f"not {type(value).__name__}" * bool(value))
        return None
    if not all(isinstance(inner, list) for inner in value):
        return _samples_of(value, name, processor, skipped)
    samples: list[dict[str, Any]] = []
    for number, raw in enumerate(value, 1):
        found = _samples_of(raw, f"{name}, conversation {number}", processor, skipped)
        if found is None:
            return None
        samples += found
    return samples


def _samples_of(
    raw: list[Any], name: str, processor: RawDataProcessor, skipped: Skipped
) -> list[dict[str, Any]] | None:
    try:
        return [vars(sample) for sample in processor.process_conversation(raw)]
    except RawTurnError as error:
        skipped.add("a turn that cannot be understood", f"{name}:{error.row}", error.complaint)
        return None
