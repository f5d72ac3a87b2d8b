"""Sentences about code: the words that a network reads, and what it may copy of them. Lines of code as tokens.

    sentence  call obj.get with string 'no name',
    words     call   obj     .  get  with   string   '         no   name   '   ,
    units     call   obj.get .  get  with   string   'no name' no   name   '   ,

Copying a word means copying the unit that begins there: a dotted name from its first word, a literal from its opening
quote. A long string is thus one copy, though the network reads the words in it.

    tokens("x = obj . get ( 'no name' )")    x  =  obj  .  get  (  'no name'  )
    laid_out(tokens(...))                    x = obj.get('no name')
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from typing import NamedTuple

_LITERAL = r"""[rRuUbB]{0,2}(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_UNIT = re.compile(rf"(?<!\w){_LITERAL}(?!\w)|\w+(?:\.\w+)*|[^\w\s]")
_INSIDE = re.compile(r"\w+|[^\w\s]")
_TOKEN = re.compile(rf"{_LITERAL}|\d+\.\d+|\w+|(?:\*\*|//|<<|>>)=?|->|[-+*/%|&^=!<>]=|[^\w\s]")
_KEYWORDS = frozenset(keyword.kwlist) - {"None", "True", "False"}
_PARTS = re.compile(r"([rRuUbB]{0,2}['\"])(.*)['\"]", re.DOTALL)


class Word(NamedTuple):
    """A word of a sentence, the unit that begins with it, and where it stands: `sentence[start:end]` is the word."""

    text: str
    unit: str
    start: int
    end: int


def words(sentence: str) -> list[Word]:
    """The words of a sentence: names with their underscores, numbers, and signs one by one."""
    found = []
    for unit in _UNIT.finditer(sentence):
        quoted = literal_parts(unit[0])
        first = len(quoted[0]) if quoted else 0
        pieces = [(0, first)] if quoted else []
        pieces += [(first + piece.start(), first + piece.end()) for piece in _INSIDE.finditer(unit[0][first:])]
        for number, (start, end) in enumerate(pieces):
            text = unit[0][start:end]
            found.append(Word(text, text if number else unit[0], unit.start() + start, unit.start() + end))
    return found


def tokens(code: str) -> list[str]:
    """The tokens of a line of code, however it is laid out."""
    return _TOKEN.findall(code)


def laid_out(line: Sequence[str]) -> str:
    """The tokens of a line as people lay it out; `tokens` of it are the same."""
    text, opened, before, glue = "", list[str](), "", True
    for token in line:
        is_value = bool(re.match(r"[\w)\]}'\"]", before[-1:])) and before not in _KEYWORDS
        is_named = token == "=" and opened[-1:] == ["("]
        glued = glue or token in ") ] } , : . ;".split() or is_named or (token in "([" and is_value)
        glued &= not (token == "." and before in _KEYWORDS)
        text += token if glued else f" {token}"
        glue = token in ("(", "[", "{", ".", "@") or is_named or (token == ":" and opened[-1:] == ["["])
        glue |= token in ("-", "+", "*", "**", "~") and not is_value
        if token in ("(", "[", "{"):
            opened.append(token)
        elif token in (")", "]", "}"):
            del opened[-1:]
        before = token
    return text


def literal_parts(text: str) -> tuple[str, str] | None:
    """The opening of a literal (its letters and its quote) and its content; None if the text is no literal."""
    found = _PARTS.fullmatch(text)
    return None if found is None else (found[1], found[2])
