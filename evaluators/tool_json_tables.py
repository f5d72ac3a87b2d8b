"""What outputs in JSON are worth, added up: metrics by name, and tables for people.

all                       valid_json          format            tool       arguments           right           exact
all (2000)            99.1 98.6-99.4  99.1 98.6-99.4  97.4 96.6-98.0  81.0 78.9-83.0  85.3 83.7-86.8  71.2 69.2-73.1

needed (rows), chosen     calculator          python           final         no form         no JSON
calculator                       781               4               6               0               9

Shares are in percent, with 95% intervals (Wilson). Lines of the tables have at most 120 characters; those of outputs
are as long as the outputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dataset.tools.reward import RIGHT_TOOL, best, reward_of
from dataset.tools.tool_json.examples import TOOLS, Example, output_of
from dataset.tools.tool_json.outputs import NO_FORM, NO_JSON, read_output
from utils.intervals import wilson_interval
from utils.printing import one_line

SHARES = ("valid_json", "format", "tool", "arguments", "right", "exact")
NEEDED = (*TOOLS, "final")
CHOSEN = (*NEEDED, NO_FORM, NO_JSON)
Group = tuple[str, str]
"""A fact and its value, as in ("category", "calculator")."""
ALL: Group = ("", "")
SHOWN, MOST_SHOWN = 12, 100
"""Outputs that are shown of a whole set, and of a part of it."""
_TITLE, _CELL, _NARROW = 24, 16, 13
"""Widths of columns."""


class Judged(NamedTuple):
    """One output and what it is worth.

    Attributes:
        counts: (6, 2) of `SHARES`: right, and of how many.
        reward: the total; NaN if it is unknown.
        needed: the right decision, of `NEEDED`.
        chosen: the decision of the output, of `CHOSEN`.
    """

    counts: np.ndarray
    reward: float
    needed: str
    chosen: str
    prompt: str
    output: str
    expected: str

    @property
    def is_known(self) -> bool:
        """Whether the reward could be found out."""
        return self.reward == self.reward

    @property
    def is_right(self) -> bool:
        """Whether nothing can be better."""
        return bool(self.counts[SHARES.index("right"), 0])


class Answered(NamedTuple):
    """What a policy made of one prompt.

    Attributes:
        given: its output.
        best: the best of greedy and drawn outputs; None if none were drawn.
        samples: the number of outputs that were drawn, n.
        counts: (6, 2), the sums of those that were drawn.
        rewards: the known rewards of those that were drawn.
        passed: whether one of them is right; None if that is unknown.
    """

    given: Judged
    best: Judged | None = None
    samples: int = 0
    counts: np.ndarray | None = None
    rewards: tuple[float, ...] = ()
    passed: bool | None = None


def judge(text: str, example: Example) -> Judged:
    """Score one output. Any text gets a score."""
    reward = reward_of(text, example)
    form = read_output(text)
    expected = output_of(example)
    needed = example.tool is not None
    right = (
        reward.text == 0,
        reward.format > 0,
        reward.tool == RIGHT_TOOL,
        reward.arguments > 0,
        not reward.unknown and reward.total >= best(example),
        text == expected,
    )
    of = (1, 1, 1, needed and not reward.unknown, not reward.unknown, 1)
    counts = np.stack((np.array(right) & np.array(of, bool), np.array(of)), -1)
    chosen = form if isinstance(form, str) else form.decision
    return Judged(counts, reward.total, example.tool or "final", chosen, example.prompt, text, expected)


def answered(given: Judged, drawn: Sequence[Judged] = (), chosen: Judged | None = None) -> Answered:
    """What was made of one prompt: the output, those that were drawn, and the best one."""
    if not drawn:
        return Answered(given)
    passed = True if any(one.is_right for one in drawn) else False if all(one.is_known for one in drawn) else None
    counts = np.sum([one.counts for one in drawn], axis=0)
    return Answered(given, chosen, len(drawn), counts, tuple(one.reward for one in drawn if one.is_known), passed)


def metrics(prefix: str, members: Sequence[Answered], with_samples: bool) -> dict[str, float]:
    """Shares and rewards of these prompts: of the outputs and, `with_samples`, of drawn and best ones."""
    found = _metrics(prefix, [one.given for one in members])
    samples = members[0].samples
    if not (samples and with_samples):
        return found
    counts = np.sum([one.counts for one in members if one.counts is not None], axis=0)
    found |= _shares(f"{prefix}/sampled", counts) | _mean(
        f"{prefix}/sampled/reward", [reward for one in members for reward in one.rewards]
    )
    found |= _metrics(f"{prefix}/best_of_{samples}", [one.best for one in members if one.best is not None])
    passed = [one.passed for one in members if one.passed is not None]
    return found | _mean(f"{prefix}/pass_at_{samples}", passed)


def confusion(prefix: str, members: Sequence[Answered]) -> dict[str, float]:
    """Shares `<prefix>/needed/<needed>/<chosen>`: what is chosen where a tool, or a final answer, is needed."""
    found = {}
    for needed, counts in zip(NEEDED, _chosen(members), strict=True):
        for chosen, count in zip(CHOSEN, counts.tolist(), strict=True):
            if counts.any():
                found[f"{prefix}/needed/{needed}/{chosen.replace(' ', '_')}"] = count / int(counts.sum())
    return found


def table(name: str, groups: Mapping[Group, Sequence[Answered]], total: int) -> str:
    """The tables of one set.

    Args:
        groups: the prompts that were answered, whole (`ALL`) and by fact.
        total: number of prompts of the set. If only some were answered, they are shown one by one.
    """
    members = groups[ALL]
    parts = [
        _of_groups(name, groups),
        _of_samples(members) if members[0].samples else "",
        _of_decisions(members),
        _of_outputs(members, in_order=len(members) < total),
    ]
    return "\n\n".join(filter(None, parts))


def _metrics(prefix: str, judged: Sequence[Judged]) -> dict[str, float]:
    counts = np.sum([one.counts for one in judged], axis=0)
    return _shares(prefix, counts) | _mean(f"{prefix}/reward", [one.reward for one in judged if one.is_known])


def _shares(prefix: str, counts: np.ndarray) -> dict[str, float]:
    return {f"{prefix}/{share}": right / of for share, (right, of) in zip(SHARES, counts.tolist(), strict=True) if of}


def _mean(name: str, values: Sequence[float]) -> dict[str, float]:
    return {name: sum(values) / len(values)} if values else {}


def _chosen(members: Sequence[Answered]) -> np.ndarray:
    """(3, 5) outputs by needed and chosen decision."""
    found = np.zeros((len(NEEDED), len(CHOSEN)), np.int64)
    for one in members:
        found[NEEDED.index(one.given.needed), CHOSEN.index(one.given.chosen)] += 1
    return found


def _row(title: str, cells: Sequence[str], width: int = _CELL) -> str:
    return f"{title:<{_TITLE}}{''.join(f'{cell:>{width}}' for cell in cells)}".rstrip()


def _percent(share: float) -> str:
    """A share in percent, in at most four characters."""
    return "100" if share >= 0.9995 else f"{100 * share:.1f}"


def _of_groups(name: str, groups: Mapping[Group, Sequence[Answered]]) -> str:
    lines = [_row(name, SHARES)]
    fact = ""
    for group, members in groups.items():
        if group[0] != fact:
            fact = group[0]
            lines.append(f"by {fact}")
        counts = np.sum([one.given.counts for one in members], axis=0).tolist()
        cells = [
            f"{_percent(right / of)} {'-'.join(map(_percent, wilson_interval(right, of)))}" if of else ""
            for right, of in counts
        ]
        title, count = "all" if group == ALL else f"  {one_line(group[1])}", f" ({len(members)})"
        lines.append(_row(title[: _TITLE - 1 - len(count)] + count, cells))
    rewards = [one.given.reward for one in groups[ALL] if one.given.is_known]
    if rewards:
        lines += ["", f"mean reward {sum(rewards) / len(rewards):.3f}"]
    unknown = len(groups[ALL]) - len(rewards)
    if unknown:
        lines.append(
            f"{unknown} outputs have code that could not be run here; they are left out of arguments and right"
        )
    return "\n".join(lines)


def _of_samples(members: Sequence[Answered]) -> str:
    """The scores of given, drawn and best outputs; `table` calls it only if outputs were drawn."""
    samples = members[0].samples
    found = metrics("", members, True)
    lines = [_row("outputs", (*SHARES, "reward"), _NARROW)]
    for title, prefix in (
        ("given", ""),
        (f"{samples} drawn, mean", "/sampled"),
        (f"best of {samples}", f"/best_of_{samples}"),
    ):
        shares = [_percent(found[key]) if (key := f"{prefix}/{share}") in found else "" for share in SHARES]
        reward = found.get(f"{prefix}/reward")
        lines.append(_row(title, [*shares, "" if reward is None else f"{reward:.3f}"], _NARROW))
    passed = [one.passed for one in members if one.passed is not None]
    interval = "-".join(map(_percent, wilson_interval(sum(passed), len(passed))))
    if passed:
        lines.append(f"pass at {samples}: {_percent(sum(passed) / len(passed))} {interval}")
    return "\n".join(lines)


def _of_decisions(members: Sequence[Answered]) -> str:
    """What is chosen (columns) where each decision is needed (rows)."""
    rows = zip(NEEDED, _chosen(members).tolist(), strict=True)
    lines = [_row("needed (rows), chosen", CHOSEN), *(_row(needed, list(map(str, counts))) for needed, counts in rows)]
    return "\n".join(lines)


def _badness(one: Answered) -> tuple[bool, float]:
    """Sorts wrong outputs before right ones, and by their reward; an unknown reward counts as the best."""
    return one.given.is_right, one.given.reward if one.given.is_known else float("inf")


def _of_outputs(members: Sequence[Answered], in_order: bool) -> str:
    """Some outputs: all of them in their order, up to `MOST_SHOWN`, or a dozen, the worst first."""
    shown = list(members[:MOST_SHOWN]) if in_order else sorted(members, key=_badness)[:SHOWN]
    if in_order and len(shown) == len(members):
        title = "all outputs"
    else:
        title = f"{len(shown)} of {len(members)} outputs, {'in order' if in_order else 'the worst first'}"
    blocks = []
    for one in shown:
        lines = [("right  " if one.given.is_right else "wrong  ") + one_line(one.given.prompt)]
        if one.given.output != one.given.expected:
            lines.append(f"       expected  {one_line(one.given.expected)}")
        lines.append(f"       output    {one_line(one.given.output)}")
        if one.best is not None and one.best.output != one.given.output:
            lines.append(f"       best      {one_line(one.best.output)}")
        blocks.append("\n".join(lines))
    return "\n".join([title, *blocks])
