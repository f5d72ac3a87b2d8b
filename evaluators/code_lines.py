"""Is a line of code the line that a sentence means? Tokens are compared, so layout does not count.

    evaluators=[{name: code_lines@CodeLines}]
    evaluators=[{name: code_lines@CodeLines, tries: 1}]      the likeliest line, whether it is Python or not

    sentence  substitute the result of obj.get called with key for value.      value = obj.get(key)
    answer    value = obj.get(key, None)

In the test set all, this answer counts as right in `all/python` and as wrong in `all/exact`; `all/exact/short` is the
share of lines of up to 8 tokens that are right, `all/exact/long` that of longer ones. `all/fits` is the share of lines
that a row has room for: no other line can be right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from dataset.code.line_format import LineFormat
from dataset.code.problem import Problem
from dataset.code.python_text import is_line
from dataset.code.sentences import tokens
from dataset.code.written import problems_of
from dataset.common import PuzzleDatasetMetadata
from dataset.puzzle_dataset import ExampleSet
from dataset.tasks import read_data_rules
from evaluators.base import NotApplicable, Ranks
from evaluators.line_candidates import best_line
from utils.errors import UserError
from utils.intervals import show_interval, wilson_interval
from utils.printing import one_line

MOST_TRIES = 1000
_SHORT = 8
"""Tokens of a line that counts as short."""
_SHOWN = 12


class _Answered(NamedTuple):
    line: str
    right: bool
    python: bool


class CodeLines:
    """Metrics `<set>/exact`, `<set>/python` and so on.

    Args:
        data_path: a data set of sentences that are answered by a line of code.
        metadata: of its test split.
        tries: the answer is the likeliest of so many lines that is Python.

    Attributes:
        sets: as in `evaluators.base.Evaluator`.

    Raises:
        UserError: `tries` makes no sense.
    """

    required_outputs: Collection[str] = ("logits",)
    identifier_offset = 0
    own_identifiers: np.ndarray | None = None

    def __init__(self, data_path: Path, metadata: PuzzleDatasetMetadata, tries: int = 32) -> None:
        if isinstance(tries, bool) or not isinstance(tries, int) or not 1 <= tries <= MOST_TRIES:
            raise UserError(f"evaluators: tries {tries!r}: must be a whole number from 1 to {MOST_TRIES}")
        found = read_data_rules(data_path)
        if not isinstance(found, LineFormat):
            raise NotApplicable(f"{data_path} is no data set of {LineFormat.TITLE}")
        self.line_format, self.tries = found, tries
        self.sets: Mapping[str, ExampleSet] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._table = ""
        self.begin_eval()

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        self._answered: defaultdict[str, dict[int, _Answered]] = defaultdict(dict)

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Score the answers of one batch. Batches of other data paths are left out."""
        if set_name not in self.sets:
            return
        problems = self._problems_of(set_name)
        numbers = batch["examples"].tolist()
        texts = [
            best_line(self.line_format, problems[number].text, outputs["logits"][row], self.tries)
            for row, number in enumerate(numbers)
        ]
        self.update_texts(set_name, numbers, texts)

    def update_texts(self, set_name: str, numbers: Sequence[int], texts: Sequence[str]) -> None:
        """Score lines (`evaluators.base.JudgesText`)."""
        problems = self._problems_of(set_name)
        for number, text in zip(numbers, texts, strict=True):
            right = tokens(text) == tokens(problems[number].code or "")
            self._answered[set_name][number] = _Answered(text, right, is_line(text))

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """The metrics over the answers of all ranks."""
        gathered: dict[str, dict[int, _Answered]] = {name: {} for name in self.sets}
        for part in ranks.gather(dict(self._answered)):
            for name, found in part.items():
                gathered[name] |= found
        shares: dict[str, float] = {}
        tables = []
        for name, found in gathered.items():
            if not found:
                continue
            problems, facts = self._problems_of(name), self.sets[name].facts
            short = [number for number in found if len(tokens(problems[number].code or "")) <= _SHORT]
            long = [number for number in found if number not in set(short)]
            counts = {
                "exact": [found[number].right for number in found],
                "exact/short": [found[number].right for number in short],
                "exact/long": [found[number].right for number in long],
                "python": [found[number].python for number in found],
                "fits": [bool(facts[number].get("fits")) for number in found],
            }
            shares |= {f"{name}/{key}": sum(each) / len(each) for key, each in counts.items() if each}
            tables.append(_table(name, counts, dict(sorted(found.items())), problems))
        self._table = "\n\n".join(tables)
        return shares

    def table(self) -> str:
        """The last `result` as a table for people, and some wrong answers."""
        return self._table

    def _problems_of(self, set_name: str) -> list[Problem]:
        if set_name not in self._problems:
            self._problems[set_name] = problems_of(self.sets[set_name])
        return self._problems[set_name]


def _table(
    name: str, counts: Mapping[str, Sequence[bool]], found: Mapping[int, _Answered], problems: Sequence[Problem]
) -> str:
    lines = [f"{name:<24}{'lines':>8}{'percent':>10}  95% interval"]
    for key, each in counts.items():
        if each:
            share, interval = sum(each) / len(each), wilson_interval(sum(each), len(each))
            lines.append(f"{key:<24}{len(each):>8}{100 * share:>10.1f}  {show_interval(interval)}")
    wrong = [(problems[number], answer.line) for number, answer in found.items() if not answer.right]
    for problem, line in wrong[:: max(1, len(wrong) // _SHOWN)][:_SHOWN]:
        lines += ["", one_line(problem.text), f"  {one_line(problem.code or '')}", f"  {one_line(line)}"]
    return "\n".join(lines)
