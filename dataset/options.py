"""What the command lines of all builders ask of their numbers and of their output folder, before any long work."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from dataset.writer import check_output_folder
from utils.errors import UserError
from utils.room import require_room

MOST_PUZZLES = 10_000_000
"""Puzzles that a builder generates, at most: more would take days."""
MOST_IMAGES = 100_000
"""Augmented images of one puzzle."""
LONGEST_ROW = 1 << 20
"""Tokens of a row of text."""
MOST_PROCESSES = 1024
_TEMPORARY = 24
"""Characters that the name of a folder in the making has more than the folder's (`utils.files.whole_folder`)."""


def require_at_least(options: object, **least: int) -> None:
    """Refuse numbers that are too small; an option that is None was not given and passes.

    Args:
        options: the builder's dataclass.
        least: the smallest value of each option, by the name of its field.

    Raises:
        UserError: naming the first option that is too small.
    """
    for name, smallest in least.items():
        value = getattr(options, name)
        if value is not None and value < smallest:
            raise UserError(f"{_flag(name)} must be at least {smallest}, not {_shown(value)}")


def require_at_most(options: object, **most: int) -> None:
    """Refuse numbers that are too large, as `require_at_least` does those that are too small."""
    for name, largest in most.items():
        value = getattr(options, name)
        if value is not None and value > largest:
            raise UserError(f"{_flag(name)} must be at most {largest}, not {_shown(value)}")


def require_output(output_dir: str) -> None:
    """Refuse a folder that cannot be written, or that holds anything but a data set.

    The nearest folder above that exists is tried with a folder of our own, which is removed at once: permissions alone
    do not tell a read-only file system or a full disk.

    Raises:
        UserError: naming the folder and why.
    """
    if not output_dir.strip():
        raise UserError("--output-dir is empty: it must name a folder")
    try:
        folder = Path(output_dir).resolve()
        for name in folder.parts:
            if len(os.fsencode(name)) + _TEMPORARY > 255:
                raise UserError(f"--output-dir {output_dir}: a name of {len(name)} characters is too long")
        check_output_folder(Path(output_dir))
        above = nearest_folder(folder)
        os.rmdir(tempfile.mkdtemp(prefix=".try-", dir=above))
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        if isinstance(error, UserError):
            raise
        raise UserError(
            f"--output-dir {output_dir} cannot be written: {getattr(error, 'strerror', None) or error}"
        ) from None


def nearest_folder(folder: Path) -> Path:
    """The nearest existing folder above `folder`; `UserError` where a file stands in the way."""
    above = folder.resolve().parent
    while not above.is_dir():
        if above.exists():
            raise UserError(f"--output-dir {folder}: {above} is a file, and a folder is needed")
        above = above.parent
    return above


def require_room_for(rows: int, seq_len: int, what: str, output_dir: str | Path) -> None:
    """Refuse so many rows of inputs and labels, of a byte for each token, where memory or disk do not hold them."""
    require_room(2 * rows * seq_len, what, nearest_folder(Path(output_dir)), copies=2)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _shown(value: int | float) -> str:
    """A number that may have thousands of digits."""
    digits = str(value)
    return digits if len(digits) <= 30 else f"a number of {len(digits)} digits"
