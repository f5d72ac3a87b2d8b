"""Totals of tool calling by group of rows, and the tables that show them to people.

all                      decisions  decision      95% interval precision    recall        F1   overall ...
all                          9,876    95.12%   94.68% - 95.53%    91.20%    ...
services seen                7,040    96.00%   ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from dataset.tools.scores import Count, shares
from utils.intervals import show_interval, wilson_interval

Group = tuple[str, str | float]
"""A group of rows: a fact and its value, as in ("services", "seen")."""
ALL: Group = ("all", "")
JUDGED = ("model", "majority", "overlap", "ceiling")
"""Whose decisions are counted: the network's, then those of the comparisons."""
BINS = 10
"""Equal bins of probability for the calibration error."""
_TITLE, _COUNT, _SHARE, _INTERVAL = 24, 10, 10, 18
"""Widths of columns; lines have at most 120 characters."""


@dataclass
class Totals:
    """The counts of a group of rows.

    Attributes:
        counts: (len(JUDGED), len(Count)).
        bins: (3, BINS) by the network's probability to be right: number of rows, sum of the probability, and number of
            rows that are right as a whole.
    """

    counts: np.ndarray = field(default_factory=lambda: np.zeros((len(JUDGED), len(Count)), np.int64))
    bins: np.ndarray = field(default_factory=lambda: np.zeros((3, BINS)))

    def add(self, counts: np.ndarray, probability: float) -> None:
        """Add one row, by its counts (len(JUDGED), len(Count)) and the network's probability to be right."""
        self.counts += counts
        self.bins[:, min(int(probability * BINS), BINS - 1)] += (1, probability, counts[0, Count.WHOLE])

    def merge(self, other: Totals) -> None:
        """Add other rows."""
        self.counts += other.counts
        self.bins += other.bins


def calibration_error(bins: np.ndarray) -> float:
    """The expected calibration error: the mean over rows of |share that is right - mean probability| in their bin.

    Args:
        bins: (3, BINS) as in `Totals`, with at least one row.
    """
    count, probability, right = bins
    return float(np.abs(right - probability).sum() / count.sum())


class _Column(NamedTuple):
    metric: str
    title: str
    interval: bool = False


class _Section(NamedTuple):
    """A table: its first column is the count `rows`, and only groups where that is above 0 have a line."""

    rows: Count
    title: str
    columns: tuple[_Column, ...]


_SECTIONS = (
    _Section(
        Count.ROWS,
        "decisions",
        (
            _Column("decision", "decision", True),
            _Column("precision", "precision"),
            _Column("recall", "recall"),
            _Column("f1", "F1"),
            _Column("overall", "overall", True),
        ),
    ),
    _Section(
        Count.CALLS,
        "calls",
        (
            _Column("tool", "tool"),
            _Column("argument_names_f1", "names F1"),
            _Column("arguments_f1", "values F1"),
            _Column("call_exact", "exact", True),
        ),
    ),
    _Section(
        Count.CALLS_MADE,
        "calls, if made",
        (
            _Column("tool_given_call", "tool", True),
            _Column("arguments_f1_given_call", "values F1"),
            _Column("call_exact_given_call", "exact", True),
        ),
    ),
    _Section(
        Count.FRAMES,
        "frames",
        (
            _Column("slots_f1", "slots F1"),
            _Column("joint_goal", "JGA", True),
            _Column("joint_all", "state", True),
        ),
    ),
    _Section(Count.ASKED_EXPECTED, "asked for", (_Column("asked", "found", True),)),
    _Section(Count.MATCHES_EXPECTED, "BFCL", (_Column("ast", "AST match", True),)),
    _Section(
        Count.ALL_CALLS,
        "made calls",
        (_Column("valid_json", "JSON", True), _Column("valid_schema", "schema", True)),
    ),
)
_COMPARED = (
    _Column("decision", "decision"),
    _Column("overall", "overall"),
    _Column("tool", "tool"),
    _Column("arguments_f1", "values F1"),
    _Column("call_exact", "exact"),
    _Column("joint_goal", "JGA"),
    _Column("ast", "AST match"),
)


def table(set_name: str, totals: Mapping[Group, Totals]) -> str:
    """The tables of a set, with 95% intervals (Wilson) and the comparisons."""
    parts = [_section(set_name, section, totals) for section in _SECTIONS]
    parts += [_comparisons(set_name, totals), _confusion(set_name, totals[ALL].counts[0])]
    parts.append(_calibration(set_name, totals))
    text = "\n\n".join(filter(None, parts))
    return "\n".join(line.rstrip() for line in text.splitlines())


def _section(set_name: str, section: _Section, totals: Mapping[Group, Totals]) -> str:
    lines = []
    for group, total in totals.items():
        counts = total.counts[0]
        if counts[section.rows]:
            found = shares(counts)
            cells = "".join(_cell(found.get(column.metric), column.interval) for column in section.columns)
            lines.append(f"{_shown(group)}{counts[section.rows]:>{_COUNT},}{cells}")
    titles = "".join(
        f"{column.title:>{_SHARE}}" + (f"{'95% interval':>{_INTERVAL}}" if column.interval else "")
        for column in section.columns
    )
    return "\n".join([f"{set_name[: _TITLE - 1]:<{_TITLE}}{section.title:>{_COUNT}}{titles}", *lines]) if lines else ""


def _cell(share: tuple[float, float] | None, interval: bool) -> str:
    if share is None:
        return f"{'-':>{_SHARE}}" + (" " * _INTERVAL if interval else "")
    right, total = share
    return f"{right / total:>{_SHARE}.2%}" + (
        f"{show_interval(wilson_interval(right, total)):>{_INTERVAL}}" if interval else ""
    )


def _comparisons(set_name: str, totals: Mapping[Group, Totals]) -> str:
    """The network beside the comparisons, on the same rows."""
    titles = "".join(f"{column.title:>{_SHARE}}" for column in _COMPARED)
    lines = [f"{set_name[: _TITLE - 1]:<{_TITLE}}{'':>{_COUNT}}{titles}"]
    for group, total in totals.items():
        for place, judged in enumerate(JUDGED):
            found = shares(total.counts[place])
            cells = "".join(_cell(found.get(column.metric), False) for column in _COMPARED)
            lines.append(f"{_shown(group) if place == 0 else ' ' * _TITLE}{judged:>{_COUNT}}{cells}")
    return "\n".join(lines)


def _confusion(set_name: str, counts: np.ndarray) -> str:
    lines = [f"{set_name[: _TITLE - 1]:<{_TITLE}}{'answers':>{_COUNT}}{'calls':>{_COUNT}}"]
    for title, answers, calls in (
        ("an answer is right", Count.ANSWERED, Count.FALSE_ALARM),
        ("a call is right", Count.MISSED, Count.CALLED),
    ):
        lines.append(f"{title:<{_TITLE}}{counts[answers]:>{_COUNT},}{counts[calls]:>{_COUNT},}")
    if counts[Count.UNSCORABLE]:
        lines.append(f"{counts[Count.UNSCORABLE]:,} rows of BFCL are not scored: no call can satisfy their answers")
    return "\n".join(lines)


def _calibration(set_name: str, totals: Mapping[Group, Totals]) -> str:
    """How often rows are right as a whole, by the probability that the network gives it."""
    total = totals[ALL]
    if not total.bins.any():
        return ""
    lines = [
        f"{set_name}: all of a decision is right in {_share(total.counts[0], 'whole')} of rows;"
        f" calibration error {calibration_error(total.bins):.2%}",
        f"{'probability by q':<{_TITLE}}{'rows':>{_COUNT}}{'mean q':>{_SHARE}}{'right':>{_SHARE}}",
    ]
    for place, (count, probability, right) in enumerate(total.bins.T.tolist()):
        if count:
            title = f"{place / BINS:.1f} to {(place + 1) / BINS:.1f}"
            shown = f"{probability / count:>{_SHARE}.2%}{right / count:>{_SHARE}.2%}"
            lines.append(f"{title:<{_TITLE}}{int(count):>{_COUNT},}{shown}")
    return "\n".join(lines)


def _share(counts: np.ndarray, metric: str) -> str:
    right, total = shares(counts)[metric]
    return f"{right / total:.2%} ({show_interval(wilson_interval(right, total))})"


def _shown(group: Group) -> str:
    return f"{' '.join(map(str, group)).strip()[: _TITLE - 1]:<{_TITLE}}"


def groups_in_order(groups: Sequence[Group], facts: Sequence[str]) -> list[Group]:
    """All rows first, then by fact in the order of `facts`, numbers before words."""
    order = (ALL[0], *facts)
    return sorted(groups, key=lambda group: (order.index(group[0]), isinstance(group[1], str), group[1]))
