"""The conversations of a data set: read or generated, shared out to train and test, and copied.

train, test = collect(Mixture(("openai:logs.jsonl", "sgd:train.jsonl.gz"), (2.0, 1.0)), skipped)
tool_format = new_format(copies(train, room, Variation(), 1, seed), train, sizes, 1024, 4, 12_000)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dataset.layout import Layout, ToolSizes
from dataset.options import folder_like
from dataset.sources.skipped import Skipped
from dataset.text.word_vocabulary import WordVocabulary
from dataset.tools.candidates import Room
from dataset.tools.classes import ARGUMENTS_START
from dataset.tools.conversations import Conversation, Tool
from dataset.tools.format import ToolFormat
from dataset.tools.generator import generate
from dataset.tools.prepare import Variation, vary
from dataset.tools.replacing import Names
from dataset.tools.rows import row_texts
from dataset.tools.rules import load
from dataset.tools.sources.finding import parse_source, read_conversations
from dataset.tools.words import split
from utils.errors import UserError

Talks = list[Conversation]


@dataclass(frozen=True)
class Mixture:
    """Where conversations come from.

    Attributes:
        sources: of training, as in `openai:logs.jsonl`.
        weights: for each source, how many times a conversation is taken on average.
        test_sources: of the test split; none: a share of the training conversations.
        test_share: that share.
        tools: for rows that list none.
        generated, generated_test: number of generated conversations, besides those of the sources.
    """

    sources: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    test_sources: tuple[str, ...] = ()
    test_share: float = 0.1
    tools: tuple[Tool, ...] = ()
    generated: int = 0
    generated_test: int = 0
    seed: int = 0


def collect(mixture: Mixture, skipped: Skipped) -> tuple[Talks, Talks]:
    """Training and test conversations; no test conversation has the words of a training one.

    Raises:
        UserError: a source cannot be read, or holds no conversation.
    """
    rng = np.random.default_rng((mixture.seed, 1))
    train = list(generate(mixture.generated, mixture.seed, "train")) if mixture.generated else []
    held_out = list(generate(mixture.generated_test, mixture.seed, "test")) if mixture.generated_test else []
    for source, weight in zip(mixture.sources, mixture.weights, strict=True):
        found = _read(source, mixture.tools, skipped)
        out = rng.random(len(found)) < (0 if mixture.test_sources else mixture.test_share)
        held_out += [talk for talk, is_out in zip(found, out, strict=True) if is_out]
        times = int(weight) + (rng.random(len(found)) < weight % 1)
        for talk, is_out, count in zip(found, out, times, strict=True):
            train += [] if is_out else [talk] * int(count)
    test = [talk for source in mixture.test_sources for talk in _read(source, mixture.tools, skipped)]
    return train, _unseen(train, held_out + test, skipped)


def _read(source: str, tools: tuple[Tool, ...], skipped: Skipped) -> Talks:
    name = parse_source(source)[0]
    found = [replace(talk, facts={**talk.facts, "source": name}) for talk in read_conversations(source, tools, skipped)]
    if not found:
        why = "; ".join(skipped.lines()) or "it is empty"
        raise UserError(f"--source {source}: no conversation could be read; {why}")
    return found


def _unseen(train: Sequence[Conversation], test: Sequence[Conversation], skipped: Skipped) -> Talks:
    """The test conversations in which the user does not say just what is said in a training conversation."""
    known = {_said(talk) for talk in train}
    kept = []
    for talk in test:
        if _said(talk) in known:
            skipped.add("test conversation that is in train, too", talk.name)
        else:
            kept.append(talk)
    return kept


def _said(talk: Conversation) -> str:
    return "\n".join(turn.text for turn in talk.turns if turn.role == "user")


def copies(train: Sequence[Conversation], room: Room, variation: Variation, count: int, seed: int) -> Talks:
    """`count` training copies of each conversation, behind each other."""
    pool = list({tool.name: tool for talk in train for tool in talk.tools}.values())
    values = Names.of(train) if variation.replaced else None
    return [
        vary(talk, pool, room, variation, np.random.default_rng((seed, 2, number, copy)), values)
        for number, talk in enumerate(train)
        for copy in range(count)
    ]


def new_format(
    copied: Sequence[Conversation],
    train: Sequence[Conversation],
    sizes: ToolSizes,
    words: int,
    min_count: int,
    most_words: int,
) -> ToolFormat:
    """The format of a data set.

    Args:
        copied: the training copies, whose words are known.
        train: the conversations that they are copies of, under the tools' own names.
        words: words that a row has room for.
        min_count, most_words: see `WordVocabulary.of`.
    """
    texts = (word.text for talk in copied for text in row_texts(talk) for word in split(text))
    front = ARGUMENTS_START + 2 * sizes.arguments + sizes.letters
    return ToolFormat(
        WordVocabulary.of(texts, min_count, most_words),
        front + words,
        Layout(answer_slots=front, tools=sizes),
        tuple(sorted({tool.name for talk in train for tool in talk.tools})),
    )


def format_like(path: Path) -> ToolFormat:
    """The format that a run, one of its checkpoints or a pretrained folder was trained with.

    Raises:
        UserError: there is none.
    """
    found = load(folder_like(path, "tool calling"), check=False)
    if not isinstance(found, ToolFormat):
        raise UserError(f"--like {path}: it was trained on prompts that are answered in JSON, not on conversations")
    return found
