"""The rules of text lie with its data: `vocabulary.json` says how questions are read and answers are shown."""

from __future__ import annotations

from pathlib import Path

from dataset.common import VOCABULARY_FILE
from dataset.text.format import TextFormat, read_format
from utils.errors import UserError


def load(folder: Path, check: bool = True) -> TextFormat:
    """The rules in the folder of a data set or run.

    Args:
        check: compare the file with the hash in the data set's `build.json`; False for callers that do so later.

    Raises:
        UserError: there is no vocabulary, or it is damaged.
    """
    found = read_format(folder, check)
    if found is None:
        raise UserError(f"{folder} is not of text: it has no {VOCABULARY_FILE}")
    return found
