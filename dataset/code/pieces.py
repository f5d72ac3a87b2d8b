"""Code and values as tokens, and back.

    pieces("ys = [x for x in xs if x > -3]")    ys = [ x for x in xs if x > -3 ]

A number is one token, with its sign where a sign can only belong to it. Indentation is a token of its own, one for each
level; a line break is none, since each line of a row has its own tokens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

INDENT = "    "
_PIECE = re.compile(r" {4}(?= *\S)|\d+|[^\W\d]\w*|//|[=<>!]=|\S")
_ENDS_VALUE = re.compile(r"[\w)\]]$")


def pieces(line: str) -> list[str]:
    """The tokens of one line of code or English, or of a value."""
    found: list[str] = []
    for text in _PIECE.findall(line):
        if found and found[-1] == "-" and text.isdigit() and not (len(found) > 1 and _ENDS_VALUE.search(found[-2])):
            found[-1] = "-" + text
        else:
            found.append(text)
    return found


def code_of(tokens: Sequence[str]) -> str:
    """Tokens as people write them; `pieces` of it are the tokens again."""
    text = ""
    for before, token in zip(["", *tokens], tokens, strict=False):
        glued = token in _AFTER_NOTHING or before in _BEFORE_NOTHING
        glued |= token in "([" and (before.isidentifier() and before not in _KEYWORDS or before in ("]", ")"))
        text += token if not before or before == INDENT or glued else f" {token}"
    return text


_AFTER_NOTHING = frozenset(")],:.")
_BEFORE_NOTHING = frozenset("([.:")
_KEYWORDS = frozenset(("in", "if", "else", "return", "for", "and", "or", "not"))
