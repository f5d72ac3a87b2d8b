"""Tools alone, without conversations: conversations are made up for them (`dataset.tools.invented`).

    schemas:tools.json              a JSON file of functions in any form that people write
    schemas,each=20:tools.json      twenty conversations for each tool; by default five

A request names the tool in words of its description, and its arguments by their names and by what their types and
examples suggest. It is no substitute for what people really say. It is for tools that nobody has talked with yet, and
for teaching a network to read schemas that it has never seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from dataset.sources.skipped import Skip, Skipped
from dataset.tools.conversations import Conversation, Tool
from dataset.tools.generator.speaker import draw_speaker
from dataset.tools.invented.fragments import fragments_of
from dataset.tools.invented.talks import invent, subject_of
from dataset.tools.schema import read_tools
from dataset.tools.sources.finding import add_skip
from utils.errors import UserError

FORMAT = "tools alone, for which conversations are made up"
OPTIONS = ("each",)
_MOST = 10_000


def claims(row: Any) -> int:
    """0: a file of tools beside logs holds no conversations, so `auto` leaves it alone."""
    return 0


def read_rows(
    rows: Iterable[tuple[str, Any]], tools: tuple[Tool, ...], skipped: Skipped, each: str = "5"
) -> Iterator[Conversation]:
    """`each` conversations for every tool that can be talked about.

    Raises:
        UserError: `each` is no number from 1 to 10,000.
    """
    if not each.isdecimal() or not 1 <= int(each) <= _MOST:
        raise UserError(f"schemas,each={each}: must be a whole number from 1 to {_MOST}")
    found: dict[str, tuple[str, Tool]] = {}
    for name, row in rows:
        try:
            for tool in read_tools(row if isinstance(row, list) else [row]):
                found.setdefault(tool.name, (name, tool))
        except (Skip, UserError) as error:
            add_skip(skipped, error, name)
    fragments = fragments_of(tool for _, tool in found.values())
    subjects, names = [], []
    for name, tool in found.values():
        subject = subject_of(tool, fragments)
        if subject is None:
            skipped.add("a tool that needs an argument which nobody says in words", name, tool.name)
        else:
            subjects.append(subject)
            names.append(name)
    for copy in range(int(each)):
        for number, name in enumerate(names):
            yield invent(
                subjects, number, fragments, draw_speaker(np.random.default_rng((number, copy)), test=False), name
            )
