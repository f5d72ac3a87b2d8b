"""The files that pictures and pages of runs are written to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from curves.labels import run_names
from curves.recorded import RecordedRun
from utils.errors import UserError
from utils.files import replace_bytes

OUTPUT_FOLDER = Path("plots")
"""Where files go whose place is not typed."""
_LONGEST_NAME = 100


def default_name(runs: Sequence[RecordedRun]) -> str:
    """The names of the runs, in letters that every file system takes; cut if there are many."""
    names = [re.sub(r"[^\w.=-]+", "-", name).strip(".-") or "run" for name in run_names(runs).values()]
    whole = "+".join(names)
    if len(whole.encode()) <= _LONGEST_NAME:
        return whole
    cut = whole.encode()[: _LONGEST_NAME - 9].decode(errors="ignore")
    return f"{cut}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def check_own(file: Path, mark: str) -> None:
    """Refuse to replace what a program did not write.

    Args:
        mark: stands in the head of every file that the program writes, and begins with its name.

    Raises:
        UserError: there is such a file.
    """
    try:
        with open(file, "rb") as opened:
            own = mark.encode() in opened.read(4096)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UserError(f"{file} cannot be written ({error.strerror or error}); --output names another") from None
    if not own:
        raise UserError(f"{file} is there already, and {mark.split()[0]} did not write it; --output names another file")


def write(file: Path, data: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        UserError: it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_bytes(file, data)
    except OSError as error:
        raise UserError(f"{file} could not be written ({error.strerror or error}); --output names another") from None
