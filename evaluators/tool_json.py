"""Are outputs valid JSON, of the right form, with the right tool, and with arguments that are right by meaning?

    evaluators=[{name: tool_json@ToolJson}]

    prompt    What is 48 divided by 2?                                       {"category": "calculator"}
    expected  {"tool": "calculator", "args": {"expression": "48 / 2"}}
    output    {"tool": "calculator", "args": {"expression": "2 / 48"}}

In the test set all, this output counts as right in `all/valid_json`, `all/format` and `all/tool`, and as wrong in
`all/arguments`, `all/right` and `all/exact`; so it does in `all/category/calculator/valid_json` and so on. Arguments
are scored where a call is needed. `all/reward` is the mean reward of `dataset.tools.reward`, with the functions that
training uses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from dataset.common import PuzzleDatasetMetadata
from dataset.puzzle_dataset import ExampleSet
from dataset.tasks import read_data_rules
from dataset.tools.reward import RIGHT_TOOL, best, reward_of
from dataset.tools.tool_json.examples import Example, output_of
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.tool_json.sidecar import examples_of
from evaluators.base import NotApplicable, Ranks
from utils.intervals import show_interval, wilson_interval

FACTS = ("category", "template", "kind", "source")
SHARES = ("valid_json", "format", "tool", "arguments", "right", "exact")
_SHOWN = 12
"""Outputs that the table shows."""


class Judged(NamedTuple):
    """One output and what it is worth.

    Attributes:
        counts: (6, 2) of `SHARES`: right, and of how many.
        reward: the total; NaN if it is unknown.
    """

    counts: np.ndarray
    reward: float
    prompt: str
    output: str
    expected: str


Group = tuple[str, str]
_ALL: Group = ("", "")


class ToolJson:
    """Metrics `<set>/<share>` and `<set>/<fact>/<value>/<share>`, and the mean `reward` beside them.

    Args:
        data_path: a data set of prompts that are answered in JSON.
        metadata: of its test split.

    Attributes:
        sets: as in `evaluators.base.Evaluator`.
    """

    required_outputs: Collection[str] = ("preds",)
    identifier_offset = 0
    own_identifiers: np.ndarray | None = None

    def __init__(self, data_path: Path, metadata: PuzzleDatasetMetadata) -> None:
        found = read_data_rules(data_path)
        if not isinstance(found, CanvasFormat):
            raise NotApplicable(f"{data_path} is no data set of prompts that are answered in JSON")
        self.canvas_format = found
        self.sets: Mapping[str, ExampleSet] = {}
        self._examples: dict[str, list[Example]] = {}
        self._table = ""
        self.begin_eval()

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        self._judged: defaultdict[str, dict[int, Judged]] = defaultdict(dict)

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Score the outputs of one batch. Batches of other data paths are left out."""
        if set_name not in self.sets:
            return
        examples = self._examples_of(set_name)
        numbers, slots = batch["examples"].tolist(), self.canvas_format.slots
        answered = zip(numbers, outputs["preds"].tolist(), strict=True)
        texts = [self.canvas_format.text(examples[number].prompt, classes[:slots]) for number, classes in answered]
        self.update_texts(set_name, numbers, texts)

    def update_texts(self, set_name: str, numbers: Sequence[int], texts: Sequence[str]) -> None:
        """Score outputs in words (`evaluators.base.JudgesText`)."""
        examples = self._examples_of(set_name)
        for number, text in zip(numbers, texts, strict=True):
            self._judged[set_name][number] = judge(text, examples[number])

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """The metrics over the outputs of all ranks."""
        judged: dict[str, dict[int, Judged]] = {name: {} for name in self.sets}
        for part in ranks.gather(dict(self._judged)):
            for name, found in part.items():
                judged[name] |= found
        metrics: dict[str, float] = {}
        tables = []
        for name, found in judged.items():
            groups = self._groups(name, dict(sorted(found.items())))
            for group, members in groups.items():
                prefix = name if group == _ALL else f"{name}/{group[0]}/{group[1]}"
                metrics |= _metrics(prefix, members)
            if found:
                tables.append(_table(name, groups))
        self._table = "\n\n".join(tables)
        return metrics

    def table(self) -> str:
        """The last `result` as tables for people, with 95% intervals (Wilson), and some outputs, wrong ones first."""
        return self._table

    def _examples_of(self, set_name: str) -> list[Example]:
        if set_name not in self._examples:
            self._examples[set_name] = list(examples_of(self.sets[set_name]))
        return self._examples[set_name]

    def _groups(self, name: str, judged: Mapping[int, Judged]) -> dict[Group, list[Judged]]:
        facts = self.sets[name].facts
        found: dict[Group, list[Judged]] = {_ALL: list(judged.values())} if judged else {}
        for fact in FACTS:
            for value in sorted({str(facts[number][fact]) for number in judged if fact in facts[number]}):
                found[fact, value] = [one for number, one in judged.items() if str(facts[number].get(fact)) == value]
        return found


def judge(text: str, example: Example) -> Judged:
    """Score one output."""
    reward = reward_of(text, example)
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
    return Judged(counts, reward.total, example.prompt, text, expected)


def _metrics(prefix: str, judged: list[Judged]) -> dict[str, float]:
    counts = np.sum([one.counts for one in judged], axis=0)
    found = {f"{prefix}/{share}": right / of for share, (right, of) in zip(SHARES, counts.tolist(), strict=True) if of}
    rewards = [one.reward for one in judged if one.reward == one.reward]
    return found | ({f"{prefix}/reward": sum(rewards) / len(rewards)} if rewards else {})


def _table(name: str, groups: Mapping[Group, list[Judged]]) -> str:
    lines = [f"{name:<28}" + "".join(f"{share:>24}" for share in SHARES)]
    for group, members in groups.items():
        counts = np.sum([one.counts for one in members], axis=0).tolist()
        shown = [
            f"{100 * right / of:.1f}% {show_interval(wilson_interval(right, of))}" if of else "" for right, of in counts
        ]
        title = f"all of {len(members)}" if group == _ALL else f"{group[1]} ({len(members)})"
        lines.append(f"{title:<28}" + "".join(f"{text:>24}" for text in shown))
    wrong_first = sorted(groups[_ALL], key=lambda one: one.reward)[:_SHOWN]
    lines += [f"\n{one.prompt}\n   right  {one.expected}\n   said   {one.output}" for one in wrong_first]
    return "\n".join(lines)
