"""Files of code, without words and tests: a row for each file, in JSON Lines, Parquet or Lance.

    {"content": "import os\\n...", "path": "tools/x.py", "repo_name": "someone/tools"}

Files in other languages (by the end of their path, or by `lang` or `language`) are left out, and so is code that
does not parse.
"""

from __future__ import annotations

from typing import Any

from dataset.code.problem import Problem
from dataset.code.sources.base import code, facts_of, require_python, text_or
from dataset.sources.skipped import Skip

FORMAT = "files of code: content (or code), and path, repo_name, lang, license where there are any"
COLUMNS = (("content", "code", "text"),)
ALSO = (
    *("path", "file_path", "max_stars_repo_path", "repo_name", "max_stars_repo_name"),
    *("lang", "language", "license", "func_name"),
)
_PATHS = ("path", "file_path", "max_stars_repo_path")


def read(row: dict[str, Any], name: str) -> Problem:
    """The problem of a row: code alone."""
    path = next((text_or(row, key) for key in _PATHS if row.get(key)), "")
    language = text_or(row, "lang") or text_or(row, "language")
    if language and not language.lower().startswith("python") or path and not path.endswith((".py", ".pyi")):
        raise Skip("a file that is not in Python", path or language)
    program = code(row, "content", "code", "text")
    if not program.strip():
        raise Skip("a file without code", path)
    return Problem(name, "files", "", require_python(program, "a file"), facts=facts_of(row, *ALSO))
