"""From conversations to a data set of tool calling (`dataset.tools.format`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from dataset.common import VOCABULARY_FILE, smallest_dtype
from dataset.options import require_room_for
from dataset.text.word_vocabulary import Forgetful
from dataset.tools.classes import Outcome
from dataset.tools.conversations import Conversation
from dataset.tools.format import ToolFormat
from dataset.tools.labels import tool_in_focus
from dataset.tools.saved import as_json
from dataset.tools.schema import service_of
from dataset.writer import DatasetWriter
from utils.errors import UserError

Sets = Mapping[tuple[str, str], Sequence[Conversation]]
"""Conversations by split and set, as in `{("test", "all"): [...]}`."""
_BLOCK = 4096
"""Rows that are written at a time."""


@dataclass
class Tally:
    """What became of a set's conversations."""

    rows: int = 0
    calls: int = 0
    values: int = 0
    spelled: int = 0
    missing: int = 0
    shortened: int = 0
    missing_examples: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """What people should know of it."""
        found = [f"{self.rows} decisions, {self.calls} of them calls with {self.values} values"]
        if self.spelled:
            found.append(f"{self.spelled} values stand nowhere and are spelled")
        if self.missing:
            found.append(f"{self.missing} values cannot be said by the layout (as {'; '.join(self.missing_examples)})")
        if self.shortened:
            found.append(f"{self.shortened} rows are too long and lost their oldest turns")
        return found


def write_conversations(
    output_dir: str | Path,
    sets: Sets,
    tool_format: ToolFormat,
    *,
    seed: int,
    sources: Sequence[str | Path] = (),
    options: dict[str, Any] | None = None,
    forgotten: float = 0.0,
) -> None:
    """Write a data set of tool calling; print what became of each set.

    Args:
        forgotten: share of the words that a training conversation takes for unknown ones.

    Raises:
        UserError: a set has no decision, or a conversation's tools do not fit into a row.
    """
    counts = {key: sum(sum(1 for _ in c.decision_points()) for c in found) for key, found in sets.items()}
    for (split, name), count in counts.items():
        if not count:
            raise UserError(f"{split}/{name} has no decision: no conversation that a source gave has one")
    token_type = smallest_dtype(len(tool_format.vocabulary) - 1)
    label_type = smallest_dtype(tool_format.classes.count - 1)
    width = tool_format.seq_len * (token_type.itemsize + label_type.itemsize)
    require_room_for(sum(counts.values()), width // 2, f"{sum(counts.values())} rows", output_dir)
    with DatasetWriter(
        output_dir,
        task="tools",
        vocab_size=len(tool_format.vocabulary),
        seq_len=tool_format.seq_len,
        seed=seed,
        sources=sources,
        options=options,
        layout=tool_format.layout,
    ) as writer:
        writer.add_json(VOCABULARY_FILE, tool_format.as_json())
        for (split, name), conversations in sets.items():
            groups = [sum(1 for _ in c.decision_points()) for c in conversations]
            bounds = np.cumsum(
                [0, *(size for size in groups if size)]
            )  # a group is a conversation, a puzzle a decision
            rows = writer.open_set(
                split,
                name,
                puzzle_identifiers=np.zeros(bounds[-1], np.int32),
                puzzle_indices=np.arange(bounds[-1] + 1),
                group_indices=bounds,
            )
            tally = Tally()
            forgetful = forgotten if split == "train" else 0.0
            for inputs, labels in _blocks(tool_format, conversations, tally, forgetful, seed):
                rows.append(inputs.astype(token_type), labels.astype(label_type))
            writer.add_meta(split, name, list(_facts(conversations, tool_format.trained_tools)))
            writer.add_lines(split, f"{name}__conversations", map(as_json, conversations))
            for line in tally.lines():
                print(f"{output_dir}: {split}/{name}: {line}")


def _facts(conversations: Sequence[Conversation], trained: Collection[str]) -> Iterator[dict[str, Any]]:
    """The facts of each row.

    `tools` says whether training had the tool (or the service) that the decision is about; for a decision about no
    tool, whether it had all of them.
    """
    known = {*trained, *(service_of(name) for name in trained)}
    for number, conversation in enumerate(conversations):
        seen = {tool.name: (tool.service or tool.name) in known for tool in conversation.tools}
        for turn in conversation.decision_points():
            about = tool_in_focus(conversation, turn)
            is_seen = seen[about] if about in seen else all(seen.values())
            tools = {"tools": "seen" if is_seen else "unseen"} if trained else {}
            yield {"conversation": number, "turn": turn, **conversation.facts, **tools}


def _blocks(
    tool_format: ToolFormat, conversations: Sequence[Conversation], tally: Tally, forgotten: float, seed: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    inputs, labels = [], []
    for number, conversation in enumerate(conversations):
        rng = np.random.default_rng((seed, 3, number))
        vocabulary = Forgetful(tool_format.vocabulary, forgotten, rng) if forgotten else None
        encoder = tool_format.encoder(conversation, vocabulary)
        for turn in conversation.decision_points():
            encoded = encoder.encode(turn)
            inputs.append(encoded.inputs)
            labels.append(encoded.labels)
            tally.rows += 1
            tally.shortened += encoded.row.dropped > 0 or encoded.row.cut
            if encoded.truth.calls:
                called = [n for n in encoded.truth.known if encoder.leaves[n].tool == encoded.truth.focus]
                tally.calls += 1
                tally.values += sum(bool(encoded.truth.known[n].accept) for n in called)
                tally.spelled += any(
                    encoded.labels[tool_format.classes.argument_places(n)[0]] == Outcome.SPELLED for n in called
                )
                lost = [leaf for leaf in encoded.misses if leaf.tool == encoded.truth.focus]
                tally.missing += len(lost)
                for leaf in lost[: 3 - len(tally.missing_examples)]:
                    tally.missing_examples.append(f"{conversation.name}: {'.'.join(leaf.path)}")
            if len(inputs) == _BLOCK:
                yield np.stack(inputs), np.stack(labels)
                inputs, labels = [], []
    if inputs:
        yield np.stack(inputs), np.stack(labels)
