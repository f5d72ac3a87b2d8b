"""Turn the text of a story into facts again, from the templates alone: what the independent solvers begin with.

    read("Mira has the key. Who has the key?", kind)      [Fact("has", ("Mira", "key"))], Fact("who", ("key",))

A sentence ends with a full stop or a question mark and holds no other. What stands in a slot is one word; a template
that begins with a slot has a name, a weekday or a number there, since a sentence's first letter is a capital.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from dataset.qa.story import Fact, Kind, Templates

WORD = r"\w+(?:-\w+)*"


def sentences(text: str) -> list[str]:
    """The sentences of a text, without the spaces between them."""
    found = re.findall(r"[^.?]+[.?]", text)
    assert "".join(found) == text, f"not a row of sentences: {text!r}"
    return [sentence.strip() for sentence in found]


def meanings(sentence: str, templates: Templates) -> set[Fact]:
    """All facts that a sentence may say."""
    found = set()
    for relation, wordings in templates.items():
        for wording in wordings:
            if match := _pattern(wording).fullmatch(sentence):
                words = sorted((int(name[1:]), word) for name, word in match.groupdict().items())
                found.add(Fact(relation, tuple(word for _, word in words)))
    return found


def read(text: str, kind: Kind) -> tuple[list[Fact], Fact]:
    """The facts of a story, in the order told, and what is asked.

    Raises:
        AssertionError: a sentence says nothing, or could say two things.
    """
    *told, asked = sentences(text)
    return [_only(sentence, kind.statements) for sentence in told], _only(asked, kind.queries)


def _only(sentence: str, templates: Templates) -> Fact:
    found = meanings(sentence, templates)
    assert len(found) == 1, f"{sentence!r} says {sorted(map(str, found)) or 'nothing'}"
    return next(iter(found))


class Index:
    """The wordings of many relations as a tree of words: what a sentence may say is found without trying them all."""

    def __init__(self, templates: Templates) -> None:
        self._root: dict[str, Any] = {}
        for relation, wordings in templates.items():
            for wording in wordings:
                parts = _PART.findall(wording[0].upper() + wording[1:])
                node = self._root
                for part in parts:
                    node = node.setdefault("{}" if part[0] == "{" else part, {})
                slots = tuple(int(part[1:-1]) for part in parts if part[0] == "{")
                node.setdefault("", set()).add((relation, slots))

    def meanings(self, sentence: str) -> set[Fact]:
        """All facts that a sentence may say."""
        found = set()
        states: list[tuple[dict[str, Any], tuple[str, ...]]] = [(self._root, ())]
        for part in _PART.findall(sentence):
            states = [
                (node[key], (*words, part) if key == "{}" else words)
                for node, words in states
                for key in (part, "{}")
                if key in node and (key == part or part[0].isalnum())
            ]
        for node, words in states:
            for relation, slots in node.get("", ()):
                by_slot = dict(zip(slots, words, strict=True))
                if all(by_slot[slot] == word for slot, word in zip(slots, words, strict=True)):
                    found.add(Fact(relation, tuple(by_slot[slot] for slot in sorted(by_slot))))
        return found

    def read(self, text: str) -> list[Fact]:
        """The facts and questions of a text, each of which must have one meaning."""
        found = [self.meanings(sentence) for sentence in sentences(text)]
        assert all(len(one) == 1 for one in found), f"{text!r} says {found}"
        return [next(iter(one)) for one in found]


_PART = re.compile(rf"\{{\d+\}}|{WORD}|[^\w\s]")


@cache
def _pattern(wording: str) -> re.Pattern[str]:
    """A template as a pattern with the groups s0, s1, ...; a slot that occurs again holds the same word again."""
    seen: set[str] = set()

    def slot(match: re.Match[str]) -> str:
        name = f"s{match[1]}"
        again = name in seen
        seen.add(name)
        return f"(?P={name})" if again else f"(?P<{name}>{WORD})"

    wording = wording[0].upper() + wording[1:]
    return re.compile(re.sub(r"\\{(\d+)\\}", slot, re.escape(wording)))
