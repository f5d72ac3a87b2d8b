"""What all builders ask of their numbers, and of the room that these need, before any long work."""

from __future__ import annotations

from pathlib import Path

from utils.errors import UserError
from utils.room import require_room

MOST_PUZZLES = 10_000_000
"""Puzzles that a builder generates, at most: more would take days."""
MOST_IMAGES = 100_000
"""Augmented images of one puzzle."""
LONGEST_ROW = 1 << 20
"""Tokens of a row of text."""
MOST_PROCESSES = 1024


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
