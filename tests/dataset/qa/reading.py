"""Turn the text of a story into facts again, from the templates alone: what the independent solvers begin with.

    read("Mira has the key. Who has the key?", kind)      [Fact("has", ("Mira", "key"))], Fact("who", ("key",))

A sentence ends with a full stop or a question mark and holds no other. What stands in a slot is one word; a template
that begins with a slot has a name, a weekday or a number there, since a sentence's first letter is a capital.
"""

from __future__ import annotations

import re
from functools import cache

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
