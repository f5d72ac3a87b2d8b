"""Checks of builders' numeric options, and of the memory and disk space that they need, before any long work."""

from __future__ import annotations

from pathlib import Path

from dataset.common import VOCABULARY_FILE
from utils.errors import UserError
from utils.room import require_room

MOST_PUZZLES = 10_000_000
"""The most puzzles that a builder generates; more would take days."""
MOST_IMAGES = 100_000
"""The most augmented images of one puzzle."""
LONGEST_ROW = 1 << 20
"""The most tokens of a row of text."""
MOST_PROCESSES = 1024


def require_at_least(options: object, **least: int) -> None:
    """Raise `UserError` for the first option that is too small; options that are None were not given and pass.

    Args:
        options: the builder's dataclass.
        least: the smallest allowed value of each option, by the name of its field.
    """
    for name, smallest in least.items():
        value = getattr(options, name)
        if value is not None and value < smallest:
            raise UserError(f"{_flag(name)} must be at least {smallest}, not {_shown(value)}")


def require_at_most(options: object, **most: int) -> None:
    """Raise `UserError` for the first option that is too large; see `require_at_least`."""
    for name, largest in most.items():
        value = getattr(options, name)
        if value is not None and value > largest:
            raise UserError(f"{_flag(name)} must be at most {largest}, not {_shown(value)}")


def folder_like(path: Path, trained_on: str) -> Path:
    """The folder with the vocabulary of a run, one of its checkpoints or a pretrained folder, as `--like` names them.

    Args:
        trained_on: what such a run was trained on, for the message.

    Raises:
        UserError: there is none.
    """
    for folder in (path, *path.parents[:2]):
        if (folder / VOCABULARY_FILE).is_file():
            return folder
    raise UserError(f"--like {path}: no {VOCABULARY_FILE} there or above; name a run that was trained on {trained_on}")


def nearest_folder(folder: Path) -> Path:
    """The nearest existing folder above `folder`; `UserError` if a file is in its place."""
    above = folder.resolve().parent
    while not above.is_dir():
        if above.exists():
            raise UserError(f"--output-dir {folder}: {above} is a file, and a folder is needed")
        above = above.parent
    return above


def require_room_for(rows: int, seq_len: int, what: str, output_dir: str | Path) -> None:
    """Raise `UserError` if memory or disk cannot hold this many rows of inputs and labels, with one byte a token."""
    require_room(2 * rows * seq_len, what, nearest_folder(Path(output_dir)), copies=2)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _shown(value: int | float) -> str:
    """A number for a message; it may have thousands of digits."""
    digits = str(value)
    return digits if len(digits) <= 30 else f"a number of {len(digits)} digits"
