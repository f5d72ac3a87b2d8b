"""Are outputs valid JSON, of the right form, with the right tool, and with arguments that are right by meaning?

    evaluators=[{name: tool_json@ToolJson}]
    evaluators=[{name: tool_json@ToolJson, form: False}]                     each slot's likeliest class, form or not
    evaluators=[{name: tool_json@ToolJson, samples: 8, temperature: 0.7}]    also 8 drawn outputs, and the best of them

    prompt    What is 48 divided by 2?                                       {"category": "calculator"}
    expected  {"tool": "calculator", "args": {"expression": "48 / 2"}}
    output    {"tool": "calculator", "args": {"expression": "2 / 48"}}

In the test set all, this output counts as right in `all/valid_json`, `all/format` and `all/tool`, and as wrong in
`all/arguments`, `all/right` and `all/exact`; so it does in `all/category/calculator/valid_json` and so on. Arguments
are scored where a call is needed. `all/reward` is the mean reward of `dataset.tools.reward`, with the functions that
training uses. `all/needed/calculator/final` is the share of prompts for the calculator that got a final answer.

With 8 samples, `all/pass_at_8` is the share of prompts for which a drawn output is right, `all/sampled/right` the share
of drawn outputs that are, and `all/best_of_8/right` that of the outputs which `dataset.tools.tool_json.choosing` takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from dataset.common import PuzzleDatasetMetadata
from dataset.puzzle_dataset import ExampleSet
from dataset.tasks import read_data_rules
from dataset.tools.tool_json.choosing import best_of, candidates, drawn, require_settings, with_form
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.tool_json.sidecar import examples_of
from evaluators.base import NotApplicable, Ranks
from evaluators.tool_json_tables import ALL, Answered, Group, answered, confusion, judge, metrics, table
from utils.errors import UserError

FACTS = ("category", "template", "kind", "source")
_SAMPLED = ("", "category", "template")
"""The facts by which drawn outputs are grouped; "" is the whole set."""


class ToolJson:
    """Metrics `<set>/<share>` and `<set>/<fact>/<value>/<share>`, and the mean `reward` beside them.

    Args:
        data_path: a data set of prompts that are answered in JSON.
        metadata: of its test split.
        form: score the likeliest output that has one of the three forms; False: the greedy one, slot by slot.
        samples: number of outputs that are drawn for each prompt.
        temperature: logits are divided by it before outputs are drawn; 1.0 if it is not set.
        seed: what is drawn for a prompt depends on it and on the prompt's number in its set.

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
        form: bool = True,
        samples: int = 0,
        temperature: float | None = None,
        seed: int = 0,
    ) -> None:
        require_settings("evaluators: ", samples, temperature, seed)
        if temperature is not None and not samples:
            raise UserError("evaluators: temperature needs samples, the number of outputs that are drawn")
        found = read_data_rules(data_path)
        if not isinstance(found, CanvasFormat):
            raise NotApplicable(f"{data_path} is no data set of prompts that are answered in JSON")
        self.canvas_format = found
        self.form, self.samples, self.seed = form, samples, seed
        self.temperature = 1.0 if temperature is None else temperature
        if samples or form:
            self.required_outputs = ("preds", "logits")
        self.sets: Mapping[str, ExampleSet] = {}
        self._examples: dict[str, list[Example]] = {}
        self._table = ""
        self.begin_eval()

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        self._answered: defaultdict[str, dict[int, Answered]] = defaultdict(dict)

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Score the outputs of one batch. Batches of other data paths are left out."""
        if set_name not in self.sets:
            return
        examples = self._examples_of(set_name)
        for row, number in enumerate(batch["examples"].tolist()):
            greedy = outputs["preds"][row, : self.canvas_format.slots]
            logits = outputs["logits"][row] if "logits" in self.required_outputs else None
            self._answered[set_name][number] = self._score(examples[number], number, greedy, logits)

    def update_texts(self, set_name: str, numbers: Sequence[int], texts: Sequence[str]) -> None:
        """Score outputs in words (`evaluators.base.JudgesText`)."""
        examples = self._examples_of(set_name)
        for number, text in zip(numbers, texts, strict=True):
            self._answered[set_name][number] = answered(judge(text, examples[number]))

    def _score(self, example: Example, number: int, greedy: np.ndarray, logits: np.ndarray | None) -> Answered:
        """The output that is given, and drawn ones with the best of them and of the greedy one."""
        given = greedy
        if logits is not None and self.form:
            given = with_form(self.canvas_format, example.prompt, logits)
        first = judge(self.canvas_format.text(example.prompt, given.tolist()), example)
        if logits is None or not self.samples:
            return answered(first)
        canvases = drawn(logits, self.samples, self.temperature, self.seed, number)
        found = candidates(self.canvas_format, example.prompt, logits, np.concatenate((greedy[None], canvases)))
        judged = {first.output: first}  # many samples say the same, and code takes a moment to run
        for candidate in found:
            if candidate.text not in judged:
                judged[candidate.text] = judge(candidate.text, example)
        return answered(first, [judged[one.text] for one in found[1:]], judged[best_of(found).text])

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """The metrics over the outputs of all ranks."""
        gathered: dict[str, dict[int, Answered]] = {name: {} for name in self.sets}
        for part in ranks.gather(dict(self._answered)):
            for name, found in part.items():
                gathered[name] |= found
        shares: dict[str, float] = {}
        tables = []
        for name, found in gathered.items():
            if not found:
                continue
            groups = self._groups(name, dict(sorted(found.items())))
            for group, members in groups.items():
                prefix = name if group == ALL else f"{name}/{group[0]}/{group[1]}"
                shares |= metrics(prefix, members, with_samples=group[0] in _SAMPLED)
            shares |= confusion(name, groups[ALL])
            tables.append(table(name, groups, len(self.sets[name])))
        self._table = "\n\n".join(tables)
        return shares

    def table(self) -> str:
        """The last `result` as tables for people, and some outputs.

        If only a part of a set was answered, its outputs are shown in their order; else a dozen, the worst first.
        """
        return self._table

    def _examples_of(self, set_name: str) -> list[Example]:
        if set_name not in self._examples:
            self._examples[set_name] = list(examples_of(self.sets[set_name]))
        return self._examples[set_name]

    def _groups(self, name: str, found: Mapping[int, Answered]) -> dict[Group, list[Answered]]:
        facts = self.sets[name].facts
        groups: dict[Group, list[Answered]] = {ALL: list(found.values())}
        for fact in FACTS:
            for value in sorted({str(facts[number][fact]) for number in found if fact in facts[number]}):
                groups[fact, value] = [one for number, one in found.items() if str(facts[number].get(fact)) == value]
        return groups
