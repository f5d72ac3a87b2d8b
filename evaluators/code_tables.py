"""What candidates are worth, added up: metrics by name, and tables for people.

all                            syntax       execution      assertions    input-output           exact
all (491)              100.0 99.2-100  99.8 98.9-99.9  98.1 96.5-99.0                  12.0 9.4-15.2
by source
  humaneval (20)          ...

pass                           pass@1         pass@10
all (491)             31.2 27.2-35.4  60.1 55.7-64.3

Shares are in percent, with 95% intervals (Wilson). `assertions` and `input-output` are the mean share that holds of a
candidate's, and `pass@k` is the mean of problems; their intervals are those of shares with the same mean, so they are
rather too wide than too narrow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dataset.code.judging import ASSERTIONS, PAIRS, Judged
from dataset.code.pass_at_k import pass_at_k
from dataset.code.problem import Problem
from dataset.code.repairs import Repair, judge_repair
from sandbox.verdict import ERROR, FAILED, INFRASTRUCTURE, MEMORY, OUTPUT, PASSED, TIMEOUT
from utils.intervals import wilson_interval
from utils.printing import one_line, printable

SHARES = ("syntax", "execution", "assertions", "input_output", "exact")
REPAIR = ("detection", "localisation", "repair", "joint")
KINDS = (PASSED, FAILED, ERROR, TIMEOUT, MEMORY, OUTPUT, INFRASTRUCTURE)
Group = tuple[str, str]
"""A fact and its value, as in ("source", "mbpp")."""
ALL: Group = ("", "")
SHOWN = 12
"""Wrong candidates that are shown."""
_TITLE, _CELL, _NARROW = 24, 16, 13
"""Widths of columns."""
_LINES, _WIDEST = 6, 113
"""Lines of a wrong candidate that are shown, its last ones, and most characters of them."""


@dataclass(frozen=True)
class Answered:
    """A problem and the candidates for it."""

    problem: Problem
    judged: tuple[Judged, ...]

    @property
    def known(self) -> list[Judged]:
        """The candidates that are right or wrong; the others could not be run, or there are no tests."""
        return [one for one in self.judged if one.is_known]


def by_source(answered: Sequence[Answered]) -> dict[Group, list[Answered]]:
    """All problems, and if they come from several sources, those of each."""
    groups: dict[Group, list[Answered]] = {ALL: list(answered)}
    sources = sorted({one.problem.source for one in answered})
    for source in sources if len(sources) > 1 else ():
        groups["source", source] = [one for one in answered if one.problem.source == source]
    return groups


def metrics(prefix: str, members: Sequence[Answered], ks: Sequence[int]) -> dict[str, float]:
    """Shares of these problems by full name; a share of nothing is left out."""
    found = {f"{prefix}/{name}": share for name, (share, count) in _shares(members).items() if count}
    for k in ks:
        passes = _passes(members, k)
        if passes:
            found[f"{prefix}/pass_at_{k}"] = sum(passes) / len(passes)
    found |= {f"{prefix}/{name}": share for name, (share, count) in _repairs(members).items() if count}
    judged = [one for each in members for one in each.judged if one.verdict is not None]
    if judged:
        found[f"{prefix}/infrastructure"] = sum(not one.is_known for one in judged) / len(judged)
    return found


def table(name: str, groups: Mapping[Group, Sequence[Answered]], ks: Sequence[int], show: int = SHOWN) -> str:
    """The tables of one set.

    Args:
        groups: its problems, whole (`ALL`) and by fact.
        show: number of wrong candidates that are shown.
    """
    members = groups[ALL]
    has_repairs = any(count for _, count in _repairs(members).values())
    parts = [
        _of_shares(name, groups, SHARES, {group: _shares(of) for group, of in groups.items()}),
        _of_passes(groups, ks) if any(one.known for one in members) else "",
        _of_shares("repair", groups, REPAIR, {group: _repairs(of) for group, of in groups.items()})
        if has_repairs
        else "",
        _of_verdicts(groups) if any(one.problem.tests for one in members) else "",
        _unknown(members, ks),
        "\n".join(_faults(members, show)),
    ]
    return "\n\n".join(filter(None, parts))


def _shares(members: Sequence[Answered]) -> dict[str, tuple[float, int]]:
    """Each of `SHARES` as a mean and the number of candidates that it is a mean of."""
    values: dict[str, list[float]] = {name: [] for name in SHARES}
    for one in (judged for each in members for judged in each.judged):
        values["syntax"].append(one.parses)
        if one.runs is not None:
            values["execution"].append(one.runs)
        if one.exact is not None:
            values["exact"].append(one.exact)
        if one.is_known and one.of and one.kind in (ASSERTIONS, PAIRS):
            values["assertions" if one.kind == ASSERTIONS else "input_output"].append(one.held / one.of)
    return {name: (sum(found) / len(found) if found else 0.0, len(found)) for name, found in values.items()}


def _repairs(members: Sequence[Answered]) -> dict[str, tuple[float, int]]:
    """Each of `REPAIR` in the same form."""
    judged = [(each.problem, one) for each in members for one in each.judged]
    made = (judge_repair(problem, one.program, one.is_right if one.is_known else None) for problem, one in judged)
    found: list[Repair] = [one for one in made if one is not None]
    sums = {
        "detection": sum(one.found for one in found),
        "localisation": sum(one.located for one in found),
        "repair": sum(one.repaired for one in found),
        "joint": sum(one.located and one.repaired for one in found),
    }
    return {name: (total / len(found) if found else 0.0, len(found)) for name, total in sums.items()}


def _passes(members: Sequence[Answered], k: int) -> list[float]:
    """pass@k of each problem that has so many candidates which are right or wrong."""
    counts = [(len(one.known), sum(judged.is_right for judged in one.known)) for one in members]
    return [pass_at_k(n, c, k) for n, c in counts if n >= k]


def _row(title: str, cells: Sequence[str], width: int = _CELL) -> str:
    return f"{title:<{_TITLE}}{''.join(f'{cell:>{width}}' for cell in cells)}".rstrip()


def _percent(share: float) -> str:
    """A share in percent, in at most four characters."""
    return "100" if share >= 0.9995 else f"{100 * share:.1f}"


def _cell(share: float, count: int) -> str:
    if not count:
        return ""
    return f"{_percent(share)} {'-'.join(map(_percent, wilson_interval(share * count, count)))}"


def _titled(groups: Mapping[Group, Sequence[Answered]]) -> Iterator[tuple[Group, str]]:
    """A title for each group."""
    for group, members in groups.items():
        count = f" ({len(members)})"
        title = "all" if group == ALL else f"  {one_line(group[1])}"
        yield group, title[: _TITLE - 1 - len(count)] + count


def _of_shares(
    name: str,
    groups: Mapping[Group, Sequence[Answered]],
    columns: Sequence[str],
    shares: Mapping[Group, Mapping[str, tuple[float, int]]],
) -> str:
    lines = [_row(name, [column.replace("_", "-") for column in columns])]
    for group, title in _titled(groups):
        lines.append(_row(title, [_cell(*shares[group][column]) for column in columns]))
    return "\n".join(lines)


def _of_passes(groups: Mapping[Group, Sequence[Answered]], ks: Sequence[int]) -> str:
    lines = [_row("all tests hold", [f"pass@{k}" for k in ks])]
    for group, title in _titled(groups):
        passes = [_passes(groups[group], k) for k in ks]
        lines.append(_row(title, [_cell(sum(of) / len(of), len(of)) if of else "" for of in passes]))
    return "\n".join(lines)


def _of_verdicts(groups: Mapping[Group, Sequence[Answered]]) -> str:
    lines = [_row("verdicts", [*KINDS[:-1], "not run"], _NARROW)]
    for group, title in _titled(groups):
        counts = Counter(one.verdict.kind for each in groups[group] for one in each.judged if one.verdict is not None)
        lines.append(_row(title, [str(counts[kind]) for kind in KINDS], _NARROW))
    return "\n".join(lines)


def _unknown(members: Sequence[Answered], ks: Sequence[int]) -> str:
    """What the shares leave out."""
    failed = [one for each in members for one in each.judged if one.verdict and one.verdict.kind == INFRASTRUCTURE]
    lines = []
    if failed:
        why = failed[0].verdict.detail if failed[0].verdict else ""
        lines.append(
            one_line(f"{len(failed)} candidates could not be run here, and are neither right nor wrong: {why}")
        )
    for k in ks:
        few = sum(0 < len(one.known) < k for one in members)
        if few:
            lines.append(f"pass@{k} leaves out {few} problems with fewer candidates that could be run")
    return "\n".join(lines)


def _faults(members: Sequence[Answered], show: int) -> Iterator[str]:
    """Some candidates that are wrong, one of a problem."""
    wrong = [(each.problem, one) for each in members for one in each.known if not one.is_right]
    first = {(problem.source, problem.id): (problem, one) for problem, one in reversed(wrong)}
    shown = list(reversed(first.values()))[:show]
    if shown:
        yield f"{len(shown)} of {len(first)} problems with a wrong candidate"
    for problem, one in shown:
        assert one.verdict is not None
        held = f"{one.held} of {one.of} {one.kind} hold" if one.of > 1 else ""
        why = "; ".join(filter(None, (one.verdict.detail, held)))
        yield one_line(f"{problem.source} {problem.id}: {one.verdict.kind}: {why}")
        yield from (f"       {printable(line[:_WIDEST])}" for line in one.program.rstrip().split("\n")[-_LINES:])
