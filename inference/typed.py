"""What people type for a puzzle or a question: the text itself, or the name of a file that holds it.

content_of("1....2....3....4")     the text
content_of("puzzle.txt")           the content of the file
"""

from __future__ import annotations

import re
from pathlib import Path

from utils.errors import UserError
from utils.reading import is_folder, read_text


def content_of(text_or_file: str) -> str:
    """The puzzle itself: the typed text, or the content of the file with that name.

    Raises:
        UserError: the file cannot be read, or the text can only be a file's name and there is no such file.
    """
    if _exists(text_or_file) and not (is_folder(Path(text_or_file)) and not _NAME_OF_A_FILE.fullmatch(text_or_file)):
        return read_text(Path(text_or_file), _LARGEST_PUZZLE)
    if _NAME_OF_A_FILE.fullmatch(text_or_file):
        raise UserError(f"no such file: {text_or_file}")
    return text_or_file.removeprefix("\ufeff")  # a byte-order mark that was pasted with it


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # longer than a file name may be, or with a NUL
        return False


_LARGEST_PUZZLE = 1 << 20
"""Most characters of a file with a puzzle."""
_NAME_OF_A_FILE = re.compile(
    r"[^\r\n]{0,250}\.(?:txt|text|py|csv|tsv|jsonl?|gz|ya?ml|dat|md|rtf|docx?|pdf|sd[kmx]|sudoku|maze|cube|puzzle|puz)"
    r"|(?:\.{1,2}|~)[/\\][\w.~:/\\-]*|(?=.*[^\W\d_]{2})[\w.~:-]*(?:[/\\][\w.~:-]*)+",
    re.IGNORECASE,
)
"""Texts that can only be a file's name: a known ending, or a path with two letters in a row, unlike a fraction."""
