"""Files of a folder by their split: `train.jsonl.gz` and `oos_train.jsonl`, `val.jsonl.gz` and `test.jsonl`."""

from __future__ import annotations

from pathlib import Path

from utils.errors import UserError
from utils.reading import is_folder

ENDINGS = (".jsonl", ".jsonl.gz")
_WORDS = {"train": ("train",), "test": ("val", "test")}


def split_file(folder: Path, split: str) -> Path:
    """The file `<split>.jsonl`, or the same gzipped. Raises UserError if there is none."""
    _require_folder(folder)
    found = [folder / f"{split}{ending}" for ending in ENDINGS if (folder / f"{split}{ending}").is_file()]
    if not found:
        raise UserError(f"{folder} holds no {split}.jsonl or {split}.jsonl.gz")
    return found[0]


def split_files(folder: Path, split: str) -> list[Path]:
    """The files for a split, by a word of their names: train, or val and test. There may be none."""
    _require_folder(folder)
    files = sorted(file for file in folder.iterdir() if file.name.endswith(ENDINGS))
    return [file for file in files if set(file.name.partition(".")[0].split("_")) & {*_WORDS[split]}]


def _require_folder(folder: Path) -> None:
    if not is_folder(folder):
        raise UserError(f"{folder} is no folder")
