"""The base class of evaluators of text: read answers as text, judge them, and count shares by kind of question.

If a question's line in `<set>__meta.jsonl` is `{"kind": "kinship", "hops": 2}`, the question counts in its set, in
`kind/kinship` and in `hops/2`. For comparison, simple rules learn from the training split (`dataset.text.baselines`)
and are scored on the same questions. `evaluators.qa` shows an example.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from dataset.common import PuzzleDatasetMetadata, read_build
from dataset.puzzle_dataset import ExampleSet, PuzzleDataset
from dataset.text.baselines import Asked, Baselines
from dataset.text.format import read_format
from evaluators.base import NotApplicable, Ranks
from evaluators.calibration import Calibration
from utils.intervals import show_interval, wilson_interval

Group = tuple[str, Any]
"""A group of questions: a fact and its value, as in ("hops", 2)."""

ALL: Group = ("all", "")
_ANY = ""
"""The kind under which all training questions are learned again, for questions whose kind does not occur there."""


class Text:
    """Metrics `<set>/<verdict>`, `<set>/<fact>/<value>` (of the first verdict), `<set>/<baseline>` and `<set>/brier`.

    The last one is the Brier score of q as the probability that the first verdict holds.

    A subclass sets `verdicts`, `facts` and `baselines`, and writes `judge`.

    Args:
        data_path: a data set of text.
        metadata: of its test split.

    Attributes:
        text_format: reads answers and questions.
        sets: as in `evaluators.base.Evaluator`.
    """

    required_outputs: Collection[str] = ("preds", "q_halt_logits")
    identifier_offset = 0
    own_identifiers: np.ndarray | None = None
    task: ClassVar[str | None] = None
    """The only task that the class scores; None: any task of text."""
    verdicts: ClassVar[tuple[str, ...]]
    """Names of the verdicts that `judge` returns. The first one says whether an answer is right."""
    facts: ClassVar[tuple[str, ...]]
    """The facts by which questions are grouped. The baselines use the first one as the kind of a question."""
    baselines: ClassVar[tuple[str, ...]]
    """The baselines that are scored, from `dataset.text.baselines.NAMES`."""

    def __init__(self, data_path: Path, metadata: PuzzleDatasetMetadata) -> None:
        text_format = read_format(data_path)
        if text_format is None:
            raise NotApplicable(f"{data_path} is no data set of text (it has no vocabulary.json)")
        task = read_build(data_path).get("task")
        if self.task not in (None, task):
            raise NotApplicable(f"{data_path} is no {self.task} data set (task in build.json: {task})")
        self.data_path = data_path
        self.text_format = text_format
        self.sets: Mapping[str, ExampleSet] = {}
        self._totals: dict[str, dict[Group, np.ndarray]] = {}
        self._calibrations: dict[str, Calibration] = {}
        self.begin_eval()

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        self._tallies = _tallies(len(self.verdicts))
        self._stated: defaultdict[str, Calibration] = defaultdict(Calibration)

    def judge(self, expected: str, answer: str, facts: Mapping[str, Any]) -> Sequence[bool]:
        """The `verdicts` on an answer to a question with these facts."""
        raise NotImplementedError

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Judge the answers of one batch. Batches of other data paths are left out."""
        if set_name not in self.sets:
            return
        facts = self.sets[set_name].facts
        right = []
        for example, label, pred in zip(batch["examples"], batch["labels"], outputs["preds"], strict=True):
            expected, answer = self.text_format.read_answer(label), self.text_format.read_answer(pred)
            judged = self.judge(expected, answer, facts[example])
            right.append(bool(judged[0]))
            for group in self._groups(facts[example]):
                self._tallies[set_name, group] += (1, *judged)
        if "q_halt_logits" in outputs:
            self._stated[set_name].add(1 / (1 + np.exp(-outputs["q_halt_logits"].astype(np.float64))), right)

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """The shares over the answers of all ranks. The baselines' shares are over whole sets."""
        self._totals = {name: {} for name in self.sets}
        self._calibrations = {name: Calibration() for name in self.sets}
        for tallies, stated in ranks.gather(
            (dict(self._tallies), {name: one.sums for name, one in self._stated.items()})
        ):
            for (name, group), tally in tallies.items():
                self._totals[name][group] = self._totals[name].get(group, 0) + tally
            for name, sums in stated.items():
                self._calibrations[name].sums += sums
        metrics: dict[str, float] = {}
        for name, totals in self._totals.items():
            for group in sorted(totals, key=self._place):
                if group == ALL:
                    metrics |= {f"{name}/{title}": share for title, share in self._shares(name, ALL).items()}
                    if self._calibrations[name].count:
                        metrics[f"{name}/brier"] = self._calibrations[name].brier
                else:
                    metrics[f"{name}/{group[0]}/{group[1]}"] = self._shares(name, group)[self.verdicts[0]]
        return metrics

    def table(self) -> str:
        """A line for each set and group of the last `result`, with a 95% interval (Wilson) of the first verdict.

        For each set, the reliability of the network's probability follows (`evaluators.calibration`).
        """
        lines = []
        for name, totals in self._totals.items():
            for group in sorted(totals, key=self._place):
                (first, share), *others = self._shares(name, group).items()
                if group == ALL:
                    titles = "".join(f"{title.replace('_', ' '):>14}" for title, _ in others)
                    lines += ["", f"{name:<34}{'questions':>10}{first:>12}{'95% interval':>18}{titles}"]
                count, right, *_ = totals[group].tolist()
                interval = show_interval(wilson_interval(right, int(count)))
                columns = "".join(f"{value:>14.2%}" for _, value in others)
                title = f"{group[0]} {group[1]}"
                lines.append(f"{title:<34}{int(count):>10}{share:>12.2%}{interval:>18}{columns}")
            calibration = self._calibrations[name]
            if calibration.count:
                lines += ["", f"Brier score of q on {name}: {calibration.brier:.4f}", calibration.table()]
        return "\n".join(lines[1:])

    def _shares(self, set_name: str, group: Group) -> dict[str, float]:
        """Shares of the last `result`: of each verdict, then of each baseline's right answers."""
        total = self._totals[set_name][group]
        shares = dict(zip(self.verdicts, (total[1:] / total[0]).tolist(), strict=True))
        baselines = self._baseline_tallies.get((set_name, group))
        if baselines is not None:
            shares |= dict(zip(self.baselines, (baselines[1:] / baselines[0]).tolist(), strict=True))
        return shares

    def _groups(self, facts: Mapping[str, Any]) -> Iterator[Group]:
        yield ALL
        yield from ((fact, _shown(facts[fact])) for fact in self.facts if fact in facts)

    def _place(self, group: Group) -> tuple[int, bool, Any]:
        """The sort key of a group: groups are in the order of `facts`, numbers before words."""
        return (ALL[0], *self.facts).index(group[0]), isinstance(group[1], str), group[1]

    # ---- baselines, only on the main process

    @cached_property
    def _baseline_tallies(self) -> Mapping[tuple[str, Group], np.ndarray]:
        """Right answers of the baselines by set and group, in the form of `_tallies`."""
        if not (self.data_path / "train" / "dataset.json").is_file():
            print(f"{type(self).__name__} on {self.data_path}: no baselines without a train split", file=sys.stderr)
            return {}
        train = [
            question
            for examples in PuzzleDataset([self.data_path], "train").sets
            for question in self._questions(examples)
        ]
        known_kinds = {question.kind for question in train}
        # Validation sets are left out: the baselines learn from them too.
        sets = {name: self._questions(examples) for name, examples in self.sets.items() if examples.meta_rows is None}
        if any(question.kind not in known_kinds for questions in sets.values() for question in questions):
            train += [question._replace(kind=_ANY) for question in train]
        rules = Baselines.fit(train)
        tallies = _tallies(len(self.baselines))
        for name, questions in sets.items():
            texts = [question.question for question in questions]
            kinds = [question.kind if question.kind in known_kinds else _ANY for question in questions]
            answers_by_row = zip(*(rules.answers(rule, texts, kinds) for rule in self.baselines), strict=True)
            for question, facts, answers in zip(questions, self.sets[name].facts, answers_by_row, strict=True):
                for group in self._groups(facts):
                    tallies[name, group] += (1, *(self.judge(question.answer, answer, facts)[0] for answer in answers))
        return tallies

    def _questions(self, examples: ExampleSet) -> list[Asked]:
        """The questions of a set with their answers and kinds."""
        return [
            Asked(
                self.text_format.read_question(inputs),
                self.text_format.read_answer(labels),
                str(facts.get(self.facts[0], _ANY)),
            )
            for inputs, labels, facts in zip(examples.inputs, examples.labels, examples.facts, strict=True)
        ]


def _shown(value: Any) -> str | float:
    """A fact's value as part of a group: a number or a text as it is, any other value as JSON."""
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else json.dumps(value)


def _tallies(count: int) -> defaultdict[tuple[str, Group], np.ndarray]:
    """By set and group: the number of answers, then for each of `count` verdicts the number of answers it holds for."""
    return defaultdict(lambda: np.zeros(1 + count))
