"""What a reader of one format is. A reader is a module of this folder, found by its file name.

    --source openai:logs.jsonl        dataset/tools/sources/openai.py
    --source auto:logs.jsonl          the reader that claims the first rows most strongly

A module has three names:

    FORMAT: str                                              one line of help: what the files hold
    def claims(row: Any) -> int                              how surely a decoded row has this format: 0 no, 1 perhaps,
                                                             2 surely; the surest of all readers is taken
    def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation | list[Conversation]
                                                             one row; `Skip` if it cannot be used

Rows come from `rows(path)`: JSON Lines, a JSON list or a JSON object, each also gzipped, or a folder of such files.
`tools` are those of --tools for formats whose rows have none.
A format that is more than rows of one file (a data set with tools in a file beside it) has `read_folder(path, skipped)
-> Iterator[Conversation]` instead of `read`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


class Skip(Exception):
    """A row that cannot be used. The message is the reason, without file and row, and the same for all such rows."""


@dataclass
class Skipped:
    """What was left out, by reason. Readers add to it; builders print it.

    Attributes:
        reasons: number of rows by reason.
        first: where each reason occurred first, as in `logs.jsonl:17`.
    """

    reasons: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, reason: str, where: str) -> None:
        """Count one row that was left out."""
        self.reasons[reason] += 1
        self.first.setdefault(reason, where)

    def lines(self) -> list[str]:
        """One line for each reason, the most frequent first."""
        return [
            f"skipped {count}: {reason} (first: {self.first[reason]})" for reason, count in self.reasons.most_common()
        ]
