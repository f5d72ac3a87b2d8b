"""Lists and objects as people write them: the elements of `milk, eggs and bread`, the pairs of `width: 20, height: 12`.

elements("milk, eggs and a melon")      [["milk", "eggs", "melon"], ["milk", "eggs", "a melon"],
                                         ["milk", "eggs and a melon"]]
elements("1,250 and 1,300")             [["1,250", "1,300"], ["1", "250", "1", "300"], ["1,250 and 1,300"]]
ends_of_range("2015 to 2021")           ["2015", "2021"]
pairs("width of 20 ft, height: 12 ft")  [("width", "20 ft"), ("height", "12 ft")]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENING = {"[": "]", "(": ")", "{": "}"}
_QUOTES = {"'": "'", '"': '"', "‘": "’", "“": "”", "`": "`"}
_BLANKS = re.compile(r"[ \t]*")
_CONJUNCTION = re.compile(r"\s+(?:and|or|&|as well as)\s+", re.IGNORECASE)
_CONJUNCTION_FIRST = re.compile(r"\s*(?:and|or|&|as well as)\s+", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)])\s+")
_INTRODUCTION = re.compile(r"(?:both|either)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:a|an|the)\s+(?=\S)")
"""In small letters: `The Office` has it in its name."""
_TO = re.compile(r"\s+(?:to|through|until|and|-|–)\s+", re.IGNORECASE)
_PAIR = re.compile(r"""['"]?([^\W\d][\w -]{0,60}?)['"]?\s*(?::|=|\s(?:is|of)\s)\s*(.+)""", re.DOTALL)


def elements(text: str) -> list[list[str]]:
    """The ways to part a text into elements, the most likely first; empty elements are left out.

    Commas between digits part elements only where no other comma does, or in a later way, because of `1,250`.
    """
    text = _INTRODUCTION.sub("", _inside(text), count=1)
    others = re.search(r",\s|;|\n", text) or _CONJUNCTION.search(text)
    grouped = re.search(r"(?<!\d)\d{1,3},\d{3}(?!\d)", text)
    whole = list(_parts(text, True, not (others and grouped)))
    bare = [_ARTICLE.sub("", part, count=1) for part in whole]
    found = [bare if len(bare) > 1 else whole, whole]
    if others and grouped:
        found.append(list(_parts(text, True, True)))
    found.append(list(_parts(text, False, not (others and grouped))))
    return [way for at, way in enumerate(found) if way and way not in found[:at]]


def ends_of_range(text: str) -> list[str]:
    """The two ends of `2 to 5` or `between 2 and 5`; empty if a text is no range."""
    ends = _TO.split(text.removeprefix("between ").removeprefix("from ").strip())
    return ends if len(ends) == 2 else []


def pairs(text: str) -> list[tuple[str, str]]:
    """The keys and values of an object; empty if a text is none."""
    found = [_PAIR.fullmatch(part) for part in _parts(_inside(text), True, True)]
    return [(pair[1].strip(), pair[2].strip()) for pair in found if pair] if all(found) else []


def _inside(text: str) -> str:
    """A text without the bracket around it, and with all of its quotes."""
    text = text.strip()
    if _brackets(text).get(0) == len(text) > 0:
        text = text[1:-1].strip()
    return _with_outer_quotes(text)


def _with_outer_quotes(text: str) -> str:
    """Add the quotes that a span without its outer signs has lost: `Age', 'Income` is `'Age', 'Income'`."""
    for opening, closing in _QUOTES.items():
        if text[:1] != opening and re.match(rf"[^{opening}{closing}]+{closing}\s*(?:[,;:]|and\b|or\b|&)", text):
            text = opening + text
        if text[-1:] != closing and re.search(rf"(?:[,;:]|\b(?:and|or)|&)\s*{opening}[^{opening}{closing}]+$", text):
            text += closing
    return text


def _brackets(text: str) -> dict[int, int]:
    """Where the bracket ends that opens at a place; brackets that are never closed are missing."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign in _OPENING:
            opened.append(at)
        elif opened and sign == _OPENING[text[opened[-1]]]:
            ends[opened.pop()] = at + 1
    return ends


def _parts(text: str, conjunctions: bool, digits: bool) -> Iterator[str]:
    """The elements of a text, at commas, semicolons and ends of lines outside of quotes and brackets.

    Args:
        conjunctions: whether `and` and `or` part elements, too.
        digits: whether commas between two digits do.
    """
    start = at = 0
    brackets = _brackets(text)
    while at <= len(text):
        if at == start:
            conjunction = _CONJUNCTION_FIRST.match(text, at) if conjunctions and at else None
            before = conjunction or _BULLET.match(text, at) or _BLANKS.match(text, at)
            start = at = before.end() if before else at
        end = _end_of_separator(text, at, conjunctions, digits)
        if end is not None:
            part = text[start:at].strip()
            if part:
                yield part
            start = at = end
        elif at == start:
            at = brackets.get(at) or _past_quotes(text, at)
        else:
            at = brackets.get(at, at + 1)


def _end_of_separator(text: str, at: int, conjunctions: bool, digits: bool) -> int | None:
    """Where the separator ends that begins here; None if none does."""
    if at >= len(text):
        return len(text) + 1
    if text[at] in ";\n":
        return at + 1
    if text[at] == ",":
        inside = 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
        return None if inside and not digits else at + 1
    if conjunctions and text[at].isspace():
        found = _CONJUNCTION.match(text, at)
        return found.end() if found else None
    return None


def _past_quotes(text: str, at: int) -> int:
    """Past the quoted text that begins an element; past one character if none does."""
    closing = _QUOTES.get(text[at])
    end = text.find(closing, at + 1) if closing else -1
    while closing and end >= 0 and text[end + 1 : end + 2].isalnum():  # an apostrophe
        end = text.find(closing, end + 1)
    return end + 1 if end >= 0 else at + 1
