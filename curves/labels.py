"""Which runs make one curve, and what each curve is called.

Runs that differ by their seed alone are one curve. A curve is called by the fewest settings that tell it from all
others, or else by the names of its runs:

    grpo (3 seeds)   ppo (3 seeds)          arch.loss.name differs
    lr=0.001         lr=0.0003              lr differs
    mine             yours                  their settings are unknown
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from curves.recorded import SEED, RecordedRun
from utils.printing import printable

Group = Sequence[RecordedRun]
"""The runs of one curve."""
DATA = "data_paths"
LONGEST = 60
"""Most characters of a label before the number of its seeds."""
_MOST_KEYS = 3
"""Most settings in a label."""
_MOST_TRIED = 24
"""Most settings that labels are made of; all sets of up to `_MOST_KEYS` of them are tried."""
_SEED_WORD = re.compile(r"([-_. ]+(seed|s)?|^(seed|s))[-_=. ]*$")
"""The end of what the names of seeds have in common, as in `sudoku-seed` of sudoku-seed0 and sudoku-seed1."""


def group_runs(runs: Iterable[RecordedRun], seeds: bool = True) -> list[list[RecordedRun]]:
    """Runs by curve, in the order given.

    Args:
        seeds: make one curve of runs that differ by their seed alone; False keeps each run by itself.
    """
    groups: dict[object, list[RecordedRun]] = {}
    for run in runs:
        alone = not seeds or run.settings is None
        groups.setdefault(run.path if alone else tuple(sorted(run.settings.items())), []).append(run)  # type: ignore[union-attr]
    return list(groups.values())


def label_groups(groups: Sequence[Group]) -> list[str]:
    """A label for each group, all different."""
    labels = (_by_settings(groups) if len(groups) > 1 else None) or _by_names(groups)
    short = [shorten(label, LONGEST) for label in labels]
    if len(set(short)) < len(short):
        short = [f"{number}: {label}" for number, label in enumerate(short, 1)]
    return [label + _count(group) for label, group in zip(short, groups, strict=True)]


def shorten(text: str, longest: int) -> str:
    """The text, without its middle if it has more than `longest` characters."""
    if len(text) <= longest:
        return text
    head = longest // 2
    return f"{text[:head]}…{text[len(text) - (longest - head - 1) :]}"


def differing_settings(groups: Sequence[Group]) -> dict[str, list[str | None]]:
    """The settings that are not the same in all groups, and the value in each; None where a group has no such setting.

    The data come first, then names such as `arch.loss.name`, then settings that all groups have. There are none if the
    settings of a run are unknown. The seed is one of them if each group is a single run.
    """
    known = [group[0].settings for group in groups if group[0].settings is not None]
    if len(known) < len(groups):
        return {}
    if all(len(group) == 1 for group in groups):
        known = [each | {SEED: str(group[0].seed)} for each, group in zip(known, groups, strict=True)]
    keys = dict.fromkeys(key for each in known for key in each)
    values = {key: [each.get(key) for each in known] for key in keys}
    differing = [key for key in keys if len(set(values[key])) > 1]
    differing.sort(key=lambda key: (key == SEED, key != DATA, not key.endswith(".name"), None in values[key]))
    return {key: values[key] for key in differing}


def run_names(runs: Iterable[RecordedRun]) -> dict[Path, str]:
    """The name of each run by its path: the shortest end of its place that no other run has."""
    parts = {run.path: run.place.parts for run in runs}
    names = {}
    for path, own in parts.items():
        length = 1
        while length < len(own) and sum(other[-length:] == own[-length:] for other in parts.values()) > 1:
            length += 1
        names[path] = printable("/".join(own[-length:]))
    return names


def _by_settings(groups: Sequence[Group]) -> list[str] | None:
    """Labels made of the fewest settings that tell all groups apart; None if a few settings cannot."""
    differing = differing_settings(groups)
    keys = _short_keys({key for group in groups for key in group[0].settings or ()} | {SEED})
    words = {key: _words(key, keys[key], values) for key, values in differing.items()}
    for size in range(1, _MOST_KEYS + 1):
        for chosen in combinations(list(words)[:_MOST_TRIED], size):
            labels = [", ".join(filter(None, each)) for each in zip(*(words[key] for key in chosen), strict=True)]
            if all(labels) and len(set(labels)) == len(labels):
                return labels
    return None


def _words(key: str, short_key: str, values: Sequence[str | None]) -> list[str]:
    """A setting in each label: `sudoku` for data, `grpo` for a name, else `lr=0.001`; empty where it is missing."""
    if key == DATA or key.endswith(".name"):
        shorten_value = _data_name if key == DATA else _module
        short = {value: shorten_value(value) for value in values if value is not None}
        return list(_distinct(values, short))
    return ["" if value is None else f"{short_key}={value}" for value in values]


def _distinct(values: Sequence[str | None], short: Mapping[str, str]) -> Iterator[str]:
    """The short form of each value, or the whole value if two of them have one short form."""
    for value in values:
        if value is None:
            yield ""
        else:
            yield value if list(short.values()).count(short[value]) > 1 else short[value]


def _module(name: str) -> str:
    """`grpo` of `objectives.grpo@GRPO`."""
    return name.partition("@")[0].rpartition(".")[2] or name


def _data_name(paths: str) -> str:
    """`sudoku` of `data/sudoku`."""
    return paths.rstrip("/").rpartition("/")[2] or paths


def _short_keys(keys: Iterable[str]) -> dict[str, str]:
    """For each dotted key its shortest end that is the end of no other: `kl` for `arch.loss.kl`."""
    ends: dict[str, int] = {}
    for key in keys:
        for end in _ends(key):
            ends[end] = ends.get(end, 0) + 1
    return {key: next((end for end in _ends(key) if ends[end] == 1), key) for key in keys}


def _ends(key: str) -> Iterator[str]:
    """`kl`, `loss.kl`, `arch.loss.kl`."""
    parts = key.split(".")
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[-length:])


def _by_names(groups: Sequence[Group]) -> list[str]:
    """Labels made of the names of runs."""
    names = run_names(run for group in groups for run in group)
    labels = [_common([names[run.path] for run in group]) for group in groups]
    if len(set(labels)) < len(labels):
        return [names[group[0].path] + (" and others" if len(group) > 1 else "") for group in groups]
    return labels


def _common(names: Sequence[str]) -> str:
    """What the names of a group's runs begin with."""
    if len(names) == 1:
        return names[0]
    return _SEED_WORD.sub("", os.path.commonprefix(list(names))) or names[0]


def _count(group: Group) -> str:
    if len(group) == 1:
        return ""
    return f" ({len(group)} {'seeds' if len({run.seed for run in group}) == len(group) else 'runs'})"
