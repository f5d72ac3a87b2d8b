"""Pieces of the descriptions of many tools: words for values of which nothing is known but that they are text.

    fragments = fragments_of(tools)           ("golf course", "wavelength", "brain scan image", ...)

What a person names is often a word of the field, and its place in the sentence says whose value it is, not the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dataset.tools.conversations import Tool

_WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}|[.,;:()]")
_LONGEST = 3
_STOP = frozenset(
    "the and for with that this from are was which whether will can you your its into each other any all not has have"
    " given specific based using used use between such optional default unique identifier number value name list type"
    " string integer float boolean true false format provided particular certain should must may when where who what"
    " how e.g eg etc example examples following required desired specified about their them they than then there if one"
    " two retrieve get calculate find create generate determine set update search check information details of".split()
)
_EXAMPLES = re.compile(
    r"\((?:e\.?g\.?|for example|such as|i\.?e\.?)[,:]? ([^()]*)\)|\b(?:e\.g\.|such as|for example)[,:]? ([^().;]*)",
    re.I,
)
_BETWEEN = re.compile(r",? (?:or|and) |[,;/]")
_MOST_WORDS = 4


def fragments_of(tools: Iterable[Tool]) -> tuple[str, ...]:
    """All different pieces of one to three words, and the examples that descriptions give, by name."""
    found: set[str] = set()
    for tool in tools:
        for text in (tool.description, *(argument.description for argument in tool.arguments)):
            found.update(_pieces(_EXAMPLES.sub(" . ", text)))
            found.update(example for example in examples_in(text) if not any(c.isdigit() for c in example))
    return tuple(sorted(found))


def examples_in(description: str) -> list[str]:
    """The examples that a description gives: `Kind of scan (e.g., MRI, CT scan)` has MRI and CT scan."""
    found = []
    for match in _EXAMPLES.finditer(description):
        for part in _BETWEEN.split(match[1] or match[2] or ""):
            part = part.strip(" .'\"`")
            if part and len(part.split()) <= _MOST_WORDS and part.lower() not in ("etc", "etc."):
                found.append(part)
    return found


def without_examples(description: str) -> str:
    """The description without its examples."""
    return _EXAMPLES.sub("", description).strip()


def _pieces(text: str) -> Iterator[str]:
    run: list[str] = []
    for word in [*_WORD.findall(text), "."]:
        if word.lower() in _STOP or not word[0].isalpha():
            yield from (" ".join(run[:length]) for length in range(1, min(len(run), _LONGEST) + 1))
            run = []
        else:
            run.append(word if word.isupper() else word.lower())
