"""What a reader of one format is. A reader is a module of this folder, found by its file name.

    --source openai:logs.jsonl        dataset/tools/sources/openai.py
    --source auto:logs.jsonl          the reader that claims the first rows most strongly

A module has three names:

    FORMAT: str                                              one line of help: what the files hold
    def claims(row: Any) -> int                              how surely a decoded row has this format: 0 no, 1 perhaps,
                                                             2 surely; the surest of all readers is taken
    def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation | list[Conversation]
                                                             one row; `Skip` if it cannot be used

Rows come from `dataset.tools.sources.finding.rows`: JSON Lines, a JSON list or a JSON object, each also gzipped, or a
folder of such files. They are nested at most `DEEPEST_VALUE` levels deep, so a reader may recurse into them.
`tools` are those of --tools, for rows that list none. A `UserError` of `read` counts as a `Skip`.

Instead of `read`, a module may have one of these:

    def read_rows(rows: Iterable[tuple[str, Any]], tools, skipped) -> Iterator[Conversation]
                                                             several rows make one conversation; they come with names
    def read_folder(path: Path, skipped: Skipped) -> Iterator[Conversation]
                                                             a data set with files beside each other; `path` may also
                                                             be one of its files

Options in the source, as in `sharegpt,user_tag=customer:logs.jsonl`, reach modules that name them in
`OPTIONS: tuple[str, ...]` as keyword arguments (strings) of `read`, `read_rows` or `read_folder`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from utils.printing import one_line


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
