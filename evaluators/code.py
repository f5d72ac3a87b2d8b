"""Is code right? Candidates are run against the tests of their problems.

    evaluators=[{name: code@CodeExec}]
    evaluators=[{name: code@CodeExec, samples: 10, temperature: 0.8, k: [1, 10]}]    10 drawn candidates

    problem    Write a function that doubles a number.      assert double(2) == 4; assert double(3) == 6
    candidate  def double(x): return x ** 2

In the test set all, this candidate counts as right in `all/syntax` and `all/execution`, by half in `all/assertions`,
and as wrong in `all/pass_at_1`. `all/source/mbpp/pass_at_1` is the same for problems from MBPP. `all/input_output` is
the share of pairs of input and output, `all/exact` that of candidates that are the solution, `all/infrastructure` that
of candidates that could not be run here, which are left out of all that needs a run. Where a program is to be
repaired: `all/detection`, `all/localisation`, `all/repair`, and `all/joint` for located and repaired.

Problems lie beside the arrays (`dataset.code.written`). Rows are read as candidates by the rules of the data
(`WritesCode`); any other model's candidates are scored as texts, by `update_texts` or `scripts/score_code.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from dataset.code.judging import Judged, judge_all
from dataset.code.problem import Problem
from dataset.code.written import SUFFIX, problems_of
from dataset.common import PuzzleDatasetMetadata
from dataset.puzzle_dataset import ExampleSet
from dataset.tasks import read_data_rules
from dataset.tools.tool_json.choosing import drawn, require_settings
from evaluators.base import NotApplicable, Ranks
from evaluators.code_tables import ALL, Answered, by_source, metrics, table
from sandbox.verdict import Limits
from utils.errors import UserError

MOST_SECONDS = 3600.0


@runtime_checkable
class WritesCode(Protocol):
    """Rules of data (`dataset.tasks.read_data_rules`) whose answers are code."""

    def candidate(self, inputs: np.ndarray, answer: np.ndarray) -> str:
        """The code that an `answer` (seq_len,) to the row `inputs` (seq_len,) means. It may hold any token.

        It is a completion of the problem's prompt or a whole program; of a problem of repair a whole program.
        """
        ...


class CodeExec:
    """Metrics `<set>/<share>` and `<set>/source/<source>/<share>`.

    Args:
        data_path: a data set with problems beside it.
        metadata: of a split of it; nothing is read of it, since a training has that of its train split alone.
        k: the numbers k of pass@k.
        samples: number of candidates that are drawn for each row; 0: the likeliest one alone.
        temperature: logits are divided by it before candidates are drawn; 1.0 if it is not set.
        seed: what is drawn for a row depends on it and on the row's number in its set.
        seconds: how long the tests of a candidate may take.

    Attributes:
        sets: as in `evaluators.base.Evaluator`.

    Raises:
        UserError: a setting makes no sense.
    """

    required_outputs: Collection[str] = ("preds",)
    identifier_offset = 0
    own_identifiers: np.ndarray | None = None

    def __init__(
        self,
        data_path: Path,
        metadata: PuzzleDatasetMetadata,
        k: int | Sequence[int] = 1,
        samples: int = 0,
        temperature: float | None = None,
        seed: int = 0,
        seconds: float = 10.0,
    ) -> None:
        require_settings("evaluators: ", samples, temperature, seed)
        if temperature is not None and not samples:
            raise UserError("evaluators: temperature needs samples, the number of candidates that are drawn")
        if not isinstance(seconds, int | float) or not 0 < seconds <= MOST_SECONDS:
            raise UserError(f"evaluators: seconds {seconds!r}: must lie between 0 and {MOST_SECONDS:g}")
        self.ks = require_ks("evaluators: k", [k] if isinstance(k, int) else k, samples or None)
        if not any((data_path / "test").glob(f"*{SUFFIX}.jsonl")):
            raise NotApplicable(f"{data_path} has no problems of code beside its test set")
        rules: object = read_data_rules(data_path)
        self.rules = rules if isinstance(rules, WritesCode) else None
        self.samples, self.seed, self.temperature = samples, seed, 1.0 if temperature is None else temperature
        self.limits = Limits(seconds=float(seconds))
        if samples:
            self.required_outputs = ("logits",)
        self.sets: Mapping[str, ExampleSet] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._table = ""
        self.begin_eval()

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        self._judged: defaultdict[str, defaultdict[int, list[Judged]]] = defaultdict(lambda: defaultdict(list))

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Run the candidates of one batch. Batches of other data paths are left out."""
        if set_name not in self.sets:
            return
        if self.rules is None:
            raise UserError(
                f"{self.sets[set_name].data_path}: the rules of these data do not say how rows are read as code"
            )
        numbers, texts = [], []
        for row, number in enumerate(batch["examples"].tolist()):
            if self.samples:
                answers = drawn(outputs["logits"][row], self.samples, self.temperature, self.seed, number)
            else:
                answers = outputs["preds"][row][None]
            numbers += [number] * len(answers)
            texts += [self.rules.candidate(batch["inputs"][row], answer) for answer in answers]
        self.update_texts(set_name, numbers, texts)

    def update_texts(self, set_name: str, numbers: Sequence[int], texts: Sequence[str]) -> None:
        """Run candidates (`evaluators.base.JudgesText`). A number that comes several times has several candidates."""
        problems = self._problems_of(set_name)
        jobs = [(problems[number], text) for number, text in zip(numbers, texts, strict=True)]
        for number, judged in zip(numbers, judge_all(jobs, self.limits), strict=True):
            self._judged[set_name][number].append(_small(judged))

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """The metrics over the candidates of all ranks."""
        gathered: dict[str, dict[int, list[Judged]]] = {name: {} for name in self.sets}
        for part in ranks.gather({name: dict(found) for name, found in self._judged.items()}):
            for name, found in part.items():
                gathered[name] |= found
        shares: dict[str, float] = {}
        tables = []
        for name, found in gathered.items():
            if not found:
                continue
            problems = self._problems_of(name)
            groups = by_source([Answered(problems[number], tuple(found[number])) for number in sorted(found)])
            for group, members in groups.items():
                shares |= metrics(name if group == ALL else f"{name}/{group[0]}/{group[1]}", members, self.ks)
            tables.append(table(name, groups, self.ks))
        self._table = "\n\n".join(tables)
        return shares

    def table(self) -> str:
        """The last `result` as tables for people, and some wrong candidates."""
        return self._table

    def _problems_of(self, set_name: str) -> list[Problem]:
        if set_name not in self._problems:
            self._problems[set_name] = problems_of(self.sets[set_name])
        return self._problems[set_name]


def require_ks(option: str, ks: Iterable[int], candidates: int | None) -> tuple[int, ...]:
    """The numbers k of pass@k, in order.

    Args:
        candidates: number of candidates of each problem, where it is known.

    Raises:
        UserError: there is none, one is no whole number above 0, or there are fewer candidates.
    """
    found = sorted({*ks})
    if not found or any(isinstance(k, bool) or not isinstance(k, int) or k < 1 for k in found):
        raise UserError(f"{option} {found}: must be whole numbers from 1 up")
    if candidates is not None and found[-1] > candidates:
        raise UserError(f"{option} {found[-1]}: must be at most {candidates}, the number of candidates of a problem")
    return tuple(found)


def _small(judged: Judged) -> Judged:
    """Without what was printed, which may be long."""
    return judged if judged.verdict is None else replace(judged, verdict=replace(judged.verdict, stdout="", stderr=""))
