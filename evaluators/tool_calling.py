"""Does the assistant decide right, choose the right tool, and fill its arguments?

    evaluators=[{name: tool_calling@ToolCalling}]

    user      Find me something funny.                       {"services": "seen"}
    expected  call find_movies {"genre": "comedy"}
    answer    call find_movies {"genre": "drama"}      decision, tool and argument are right, its value is wrong

In the test set all, this row counts as right in `all/decision`, `all/tool` and `all/overall`, and as wrong in
`all/call_exact`; so it does in `all/services/seen/decision` and so on. `dataset.tools.scores` says what is counted.
Three comparisons are scored on the same rows: `all/majority/...`, `all/overlap/...` (`dataset.tools.baselines`) and
`all/ceiling/...`. The ceiling is what the labels of the rows decode to: a value that the layout cannot say is wrong.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from dataset.common import PuzzleDatasetMetadata, read_metadata
from dataset.puzzle_dataset import ExampleSet
from dataset.tasks import read_data_rules
from dataset.tools.baselines import Baselines
from dataset.tools.conversations import Conversation
from dataset.tools.decisions import Decision, decision_of, forms_of
from dataset.tools.format import ConversationEncoder, ToolFormat
from dataset.tools.saved import contradiction, conversations_of, origin_of
from dataset.tools.schema import service_of
from dataset.tools.scores import Expected, Forms, Frame, expected_at, score, shares
from evaluators.base import NotApplicable, Ranks
from evaluators.tool_calling_tally import ALL, JUDGED, Group, Totals, calibration_error, groups_in_order, table

FACTS = ("services", "tools", "kind", "category", "source")
"""The facts by which rows are grouped. A list, as of a dialogue's services, makes no group."""
SERVICE = "service"
"""The group of frames, by whether training had a tool of their service."""
_COMPARED = ("decision", "overall", "tool", "arguments_f1", "call_exact", "joint_goal", "ast")
"""The metrics of comparisons."""
_ENCODERS = 2000
"""Number of conversations whose encoders are kept, about 50 kB each."""
_FITTED_ROWS = 20_000
"""Most training rows that the comparisons are fitted to."""

Judged = tuple[np.ndarray, list[Frame]]
"""The counts of one decision, and the frames among them."""


class ToolCalling:
    """Metrics `<set>/<metric>`, `<set>/<fact>/<value>/<metric>` and `<set>/<comparison>/<metric>`.

    Args:
        data_path: a data set of tool calling.
        metadata: of its test split.

    Attributes:
        tool_format: reads answers.
        sets: as in `evaluators.base.Evaluator`.
    """

    required_outputs: Collection[str] = ("preds", "q_halt_logits")
    identifier_offset = 0
    own_identifiers: np.ndarray | None = None

    def __init__(self, data_path: Path, metadata: PuzzleDatasetMetadata) -> None:
        tool_format = read_data_rules(data_path)
        if not isinstance(tool_format, ToolFormat):
            raise NotApplicable(f"{data_path} is no data set of tool calling")
        self.data_path = data_path
        self.tool_format = tool_format
        self.sets: Mapping[str, ExampleSet] = {}
        self._conversations: dict[str, dict[int, Conversation]] = {}
        self._encoders: OrderedDict[tuple[str, int], ConversationEncoder] = OrderedDict()
        self._compared: dict[tuple[str, int], list[Judged]] = {}
        self._totals: dict[str, dict[Group, Totals]] = {}
        self.begin_eval()

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        self._tallies: defaultdict[tuple[str, Group], Totals] = defaultdict(Totals)

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Score the decisions of one batch. Batches of other data paths are left out."""
        if set_name not in self.sets:
            return
        q = np.asarray(outputs["q_halt_logits"], np.float64)
        probabilities = (1 + np.tanh(q / 2)) / 2  # the sigmoid, without overflow
        rows = zip(
            *(batch["examples"].tolist(), batch["inputs"], batch["labels"], outputs["preds"], probabilities.tolist()),
            strict=True,
        )
        for example, inputs, labels, pred, probability in rows:
            encoder, turn = self._decision_point(set_name, example)
            expected = expected_at(encoder.conversation, turn)
            if (set_name, example) not in self._compared:
                if not self.tool_format.are_tokens_of(encoder.inputs(encoder.row(turn)), inputs):
                    raise contradiction(self.sets[set_name], example)
                self._compared[set_name, example] = self._judge_comparisons(encoder, turn, expected, labels)
            judged = [self._judge(encoder, turn, expected, pred), *self._compared[set_name, example]]
            counts = np.stack([of_row for of_row, _ in judged])
            for group in _groups(self.sets[set_name].facts[example]):
                self._tallies[set_name, group].add(counts, probability)
            for frames in zip(*(of_row for _, of_row in judged), strict=True):
                of_service = self._group_of(frames[0].service)
                if of_service is not None:
                    self._tallies[set_name, of_service].counts += np.stack([frame.counts for frame in frames])

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """The metrics over the answers of all ranks."""
        gathered: dict[str, dict[Group, Totals]] = {name: {} for name in self.sets}
        for tallies in ranks.gather(dict(self._tallies)):
            for (name, group), tally in tallies.items():
                gathered[name].setdefault(group, Totals()).merge(tally)
        order = (*FACTS, SERVICE)
        self._totals = {
            name: {group: totals[group] for group in groups_in_order(list(totals), order)}
            for name, totals in gathered.items()
        }
        metrics: dict[str, float] = {}
        for name, totals in self._totals.items():
            for group, total in totals.items():
                prefix = name if group == ALL else f"{name}/{group[0]}/{group[1]}"
                metrics |= {f"{prefix}/{metric}": right / of for metric, (right, of) in shares(total.counts[0]).items()}
                if total.bins.any():
                    metrics[f"{prefix}/calibration_error"] = calibration_error(total.bins)
            if ALL in totals:
                metrics |= _of_comparisons(name, totals[ALL].counts)
        return metrics

    def table(self) -> str:
        """The last `result` as tables for people, with 95% intervals (Wilson)."""
        return "\n\n".join(table(name, totals) for name, totals in self._totals.items() if totals)

    # ---- rows

    def _decision_point(self, set_name: str, example: int) -> tuple[ConversationEncoder, int]:
        """The encoder of a row's conversation, and the turn that the row decides.

        Raises:
            UserError: there is no such conversation, or the turn is none of its decisions.
        """
        examples = self.sets[set_name]
        facts = examples.facts[example]
        if set_name not in self._conversations:
            wanted = {facts.get("conversation") for facts in examples.facts}
            split, source = origin_of(examples)
            self._conversations[set_name] = dict(conversations_of(self.data_path, split, source, wanted))
        number, turn = int(facts.get("conversation", -1)), int(facts.get("turn", -1))
        conversation = self._conversations[set_name].get(number)
        if conversation is None or turn not in conversation.decision_points():
            raise contradiction(examples, example)
        key = set_name, number
        if key not in self._encoders:
            self._encoders[key] = self.tool_format.encoder(conversation)
            if len(self._encoders) > _ENCODERS:
                self._encoders.popitem(last=False)
        self._encoders.move_to_end(key)
        return self._encoders[key], turn

    def _judge(self, encoder: ConversationEncoder, turn: int, expected: Expected, answer: np.ndarray) -> Judged:
        """Score what an answer (seq_len,) decides."""
        row = encoder.row(turn)
        reading = encoder.read(row, answer)
        decision = decision_of(encoder, reading)
        return score(encoder.conversation, expected, decision, forms_of(encoder, row, reading))

    def _group_of(self, service: str) -> Group | None:
        """The group of a frame; None if nobody knows what training had."""
        if not self._trained_services:
            return None
        return SERVICE, "seen" if service in self._trained_services else "unseen"

    @cached_property
    def _trained_services(self) -> frozenset[str]:
        """The services of the tools that training had; a tool without a service is one of its own."""
        names = self.tool_format.trained_tools
        return frozenset((*names, *(service_of(name) for name in names)))

    # ---- comparisons

    def _judge_comparisons(
        self, encoder: ConversationEncoder, turn: int, expected: Expected, labels: np.ndarray
    ) -> list[Judged]:
        """Score the decisions of the comparisons, in the order of `JUDGED`."""
        conversation = encoder.conversation
        decisions = self._baselines.majority(conversation), self._baselines.overlap(conversation, turn)
        judged = [score(conversation, expected, decision, _forms(decision)) for decision in decisions]
        return [*judged, self._judge(encoder, turn, expected, labels)]

    @cached_property
    def _baselines(self) -> Baselines:
        """The baselines, fitted to the training split, or to the scored sets if there is none."""
        if (self.data_path / "train" / "dataset.json").is_file():
            sources = [("train", name) for name in read_metadata(self.data_path, "train").sets]
        else:
            sources = sorted({origin_of(examples) for examples in self.sets.values()})
        rows = (
            (conversation, turn)
            for split, name in sources
            for _, conversation in conversations_of(self.data_path, split, name)
            for turn in conversation.decision_points()
        )
        return Baselines.fit(islice(rows, _FITTED_ROWS))


def _groups(facts: Mapping[str, Any]) -> Iterator[Group]:
    """The groups of a row, by what its meta file says: facts of its conversation, and whether training had its tool."""
    yield ALL
    for fact in FACTS:
        value = facts.get(fact)
        if isinstance(value, str | int | float):
            yield fact, str(value) if isinstance(value, bool) else value


def _forms(decision: Decision) -> Forms:
    """The state of a decision that was not read from a row: each value has one form."""
    return {service: {slot: (value,) for slot, value in slots.items()} for service, slots in decision.state.items()}


def _of_comparisons(set_name: str, counts: np.ndarray) -> dict[str, float]:
    """The metrics of comparisons, out of counts (len(JUDGED), len(Count))."""
    return {
        f"{set_name}/{judged}/{metric}": right / of
        for judged, of_judged in zip(JUDGED[1:], counts[1:], strict=True)
        for metric, (right, of) in shares(of_judged).items()
        if metric in _COMPARED
    }
