"""Rows of a source that cannot be used. A reader raises `Skip`; `Skipped` counts such rows by reason.

skipped = Skipped(report=print)
skipped.add("a 'system' that is no text", "logs.jsonl:17")   prints: logs.jsonl:17: a 'system' that is no text
skipped.lines()                                              skipped 1: a 'system' that ... (first: logs.jsonl:17)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from utils.errors import UserError
from utils.printing import one_line

T = TypeVar("T")


class Skip(Exception):
    """A row that cannot be used.

    Args:
        reason: without file, row and details, so that it is the same for all such rows.
        detail: what exactly is wrong in this row.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.detail = detail


@dataclass
class Skipped:
    """What was left out, by reason. Readers add to it; builders print it.

    Attributes:
        report: is given one line for the first row of each file and reason, such as
            `logs.jsonl:17: a call of a tool that is not listed ('get_wether')`.
        reasons: number of rows by reason.
        first: where each reason occurred first, as in `logs.jsonl:17`.
    """

    report: Callable[[str], None] | None = None
    reasons: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)
    _reported: set[tuple[str, str]] = field(default_factory=set)

    def add(self, reason: str, where: str, detail: str = "") -> None:
        """Count one row that was left out.

        Args:
            where: the name of the row, as `rows` gives it.
        """
        self.reasons[reason] += 1
        self.first.setdefault(reason, where)
        key = (where.rpartition(":")[0], reason)
        if self.report is not None and key not in self._reported:
            self._reported.add(key)
            self.report(one_line(f"{where}: {reason}" + (f" ({detail})" if detail else "")))

    def lines(self) -> list[str]:
        """One line for each reason, the most frequent first."""
        most = self.reasons.most_common()
        return [one_line(f"skipped {count}: {reason} (first: {self.first[reason]})") for reason, count in most]


def none_skipped(read: Callable[[Skipped], Iterator[T]]) -> Iterator[T]:
    """What a reader reads, as long as it leaves nothing out.

    Raises:
        UserError: something cannot be used; the message is the line about it.
    """
    said: list[str] = []
    for item in read(Skipped(report=said.append)):
        if said:
            break
        yield item
    if said:
        raise UserError(said[0])
