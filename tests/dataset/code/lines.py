"""A small source of sentences and lines of code, and its format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from dataset.code.line_format import LineFormat
from dataset.code.line_writer import Room, format_for
from dataset.code.problem import Problem

NAMES = ("value", "key", "name", "item", "index", "total", "count", "field")
TRAIN = [
    *((f"call the function f with argument {name}.", f"  f ( {name} )") for name in NAMES),
    *((f"return {name}.", f" return {name}") for name in NAMES),
    *((f"substitute the result of f called with {name} for x.", f"x = f ( {name} )") for name in NAMES),
    *((f"if {name} is None,", f"if {name} is None :") for name in NAMES),
    *((f"{name} is a string 'no {name}'.", f"{name} = 'no {name}'") for name in NAMES),
]
TEST = [
    ("call the function f with argument zyx.", "f ( zyx )"),
    ("return wvu.", "return wvu"),
    ("what is it?", "incomprehensible = 'a text that no canvas has room for'"),
]
FORMAT: LineFormat = format_for([Problem(text, "django", text, code) for text, code in TRAIN], Room(12, 16, 1, 0.0))


def write_source(folder: Path, train: Sequence[tuple[str, str]] = TRAIN, test: Sequence[tuple[str, str]] = TEST) -> str:
    """Write the files of a source, and return its name for `--source`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, pairs in (("train.jsonl", train), ("valid.jsonl", test)):
        (folder / name).write_text("".join(json.dumps({"text": text, "code": code}) + "\n" for text, code in pairs))
    return f"django:{folder}"
