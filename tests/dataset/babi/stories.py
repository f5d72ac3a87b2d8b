"""A small folder of bAbI files."""

from __future__ import annotations

import gzip
from pathlib import Path

FIRST = """1 Mary moved to the hall.
2 John went to the attic.
3 Where is Mary? \thall\t1
4 Mary took the apple.
5 Mary took the football.
6 What is Mary carrying?\tapple,football\t4 5
7 Where is Mary? \thall\t1
"""


def story(room: str, person: str = "Mary") -> str:
    """A story with two questions of its own."""
    return f"1 {person} moved to the {room}.\n2 Where is {person}? \t{room}\t1\n3 Who moved?\t{person}\t1\n"


def task(folder: Path, content: str, name: str = "qa1_single_train.txt") -> Path:
    """A folder with a file of a task."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
    return folder
