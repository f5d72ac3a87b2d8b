"""temporary until merged"""
from __future__ import annotations
import re
from typing import NamedTuple


class Word(NamedTuple):
    text: str
    start: int
    end: int


_WORD = re.compile(r"[^\W\d_]+|\d+|[^\s\w]|_")
_NAME = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def split(text: str) -> list[Word]:
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]


def split_name(name: str) -> list[str]:
    return _NAME.findall(name)
