"""Conversations with the built-in tools, made by chance.

    next(generate(1, seed=0))       Conversation(tools=(...), turns=(Turn("user", "set a timer for ten minutes"), ...))

Each conversation is a function of the seed, the split and its number, so that any part of a set can be made alone.
The test split has tools and phrases that training never has, and half of its values are new.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from dataset.tools.builtin import BUILTINS
from dataset.tools.conversations import Conversation, Turn
from dataset.tools.generator import carrying, phrases, refusals, scripts
from dataset.tools.generator.dialogue import Dialogue
from dataset.tools.generator.patterns import draw_reply
from dataset.tools.generator.requests import (
    arithmetic,
    body,
    calendar,
    conversion,
    eating,
    files,
    formulas,
    home,
    language,
    media,
    messages,
    money,
    outdoors,
    town,
    travel,
    weather,
)
from dataset.tools.generator.speaker import draw_speaker
from dataset.tools.generator.wording import Wording
from dataset.tools.paraphrase import rename

Split = Literal["train", "test"]

_MODULES = (
    arithmetic,
    formulas,
    conversion,
    language,
    calendar,
    messages,
    files,
    weather,
    travel,
    eating,
    media,
    body,
    money,
    home,
    town,
    outdoors,
)
WORDINGS: Mapping[str, Wording] = {wording.tool: wording for module in _MODULES for wording in module.WORDINGS}
"""How people ask for each tool, by its name."""
UNSEEN_FIELDS = frozenset(("library", "post", "housing", "jobs", "car", "garden"))
"""Fields whose tools occur in the test split only."""
KINDS: Mapping[str, float] = {
    "single": 0.2,
    "several": 0.11,
    "follow_up": 0.07,
    "correction": 0.05,
    "carry_over": 0.08,
    "chain": 0.04,
    "retry": 0.01,
    "missing": 0.14,
    "irrelevant": 0.13,
    "negation": 0.09,
    "invalid": 0.05,
    "small_talk": 0.03,
}
"""The kinds of conversations, and how frequent each is."""
_UNSEEN_SHARE = 0.5
_EARLIER_SHARE = 0.2
_RENAMED_SHARE = 0.2
_FEWEST_TOOLS, _MOST_TOOLS = 2, 6


def generate(count: int, seed: int, split: Split = "train", start: int = 0) -> Iterator[Conversation]:
    """Make conversations.

    Args:
        count: how many.
        start: number of the first one. Two sets with different numbers, seeds or splits differ.

    Returns:
        conversations with these facts: `kind` (see KINDS), `field`, `tools` (`seen` or `unseen`: whether the tool that
        it is about occurs in training), `phrasing` (`seen` or `unseen`: whether all phrases of the user do), `renamed`,
        and `unlisted`: names of tools that must not be added, since they would fit one of the requests, too.
    """
    for number in range(start, start + count):
        rng = np.random.default_rng([seed, int(split == "test"), number])
        yield replace(converse(rng, split), name=f"generator {split}:{number + 1}")


def converse(rng: np.random.Generator, split: Split) -> Conversation:
    """Make one conversation."""
    speaker = draw_speaker(rng, split == "test")
    dice = speaker.dice
    kind = dice.pick(_weighted())
    unseen = split == "test" and kind != "small_talk" and dice.chance(_UNSEEN_SHARE)
    main = dice.pick(_eligible(kind, unseen))
    dialogue = Dialogue(speaker)
    if dice.chance(0.25):
        today = f" Today is {speaker.today:%A}, {speaker.today.isoformat()}." if dice.chance(0.6) else ""
        dialogue.turns.append(Turn("system", draw_reply(phrases.SYSTEM, speaker) + today))
    available = [wording for wording in WORDINGS.values() if unseen or not _is_unseen(wording)]
    others = _apart(main, available)
    if dice.chance(_EARLIER_SHARE):
        scripts.single(dialogue, dice.pick([wording for wording in others if wording.tool not in refusals.GENERAL]))
    _SCRIPTS[kind](dialogue, main, others)
    scripts.thank(dialogue)
    tools = tuple(BUILTINS[name].tool for name in _listed(dialogue, main, available))
    facts = {
        "kind": kind,
        "field": kind if kind == "small_talk" else BUILTINS[main.tool].field,
        "tools": "unseen" if unseen else "seen",
        "phrasing": "unseen" if speaker.held_back_phrases else "seen",
        "renamed": dice.chance(_RENAMED_SHARE),
        "unlisted": _unlisted(dialogue),
    }
    made = Conversation(tools, dialogue.finished(), ordered=kind != "several", facts=facts)
    return rename(made, rng) if facts["renamed"] else made


_SCRIPTS: Mapping[str, Callable[[Dialogue, Wording, list[Wording]], None]] = {
    "single": lambda dialogue, main, others: scripts.single(dialogue, main),
    "several": scripts.several,
    "follow_up": lambda dialogue, main, others: scripts.follow_up(dialogue, main),
    "correction": lambda dialogue, main, others: scripts.correction(dialogue, main),
    "carry_over": carrying.carry_over,
    "chain": carrying.chain,
    "retry": lambda dialogue, main, others: scripts.retry(dialogue, main),
    "missing": lambda dialogue, main, others: refusals.missing(dialogue, main),
    "irrelevant": lambda dialogue, main, others: refusals.irrelevant(dialogue, main),
    "negation": refusals.negation,
    "invalid": lambda dialogue, main, others: refusals.invalid(dialogue, main),
    "small_talk": lambda dialogue, main, others: refusals.small_talk(dialogue),
}


@functools.cache
def _weighted() -> tuple[str, ...]:
    """The kinds, each as often as its share in percent says."""
    return tuple(kind for kind, share in KINDS.items() for _ in range(round(100 * share)))


def _is_unseen(wording: Wording) -> bool:
    return BUILTINS[wording.tool].field in UNSEEN_FIELDS


def _alike(one: Wording, other: Wording) -> bool:
    """Whether one tool might be taken for the other. Every tool is like itself."""
    return one.tool == other.tool or one.tool in other.alike.split() or other.tool in one.alike.split()


@functools.cache
def _eligible(kind: str, unseen: bool) -> tuple[Wording, ...]:
    """The tools that a kind of conversation can be about, of those that training has or of those that it has not."""
    available = [wording for wording in WORDINGS.values() if _is_unseen(wording) == unseen]
    suits: Mapping[str, Callable[[Wording], bool]] = {
        "follow_up": scripts.can_change,
        "correction": scripts.can_change,
        "carry_over": lambda wording: carrying.can_carry_over(wording, _apart(wording, available)),
        "chain": lambda wording: bool(carrying.nameless_offers(wording, _apart(wording, available))),
        "missing": lambda wording: bool(refusals.leaves_out(wording)),
        "invalid": lambda wording: bool(refusals.can_be_wrong(wording)),
    }
    return tuple(wording for wording in available if kind not in suits or suits[kind](wording))


def _apart(main: Wording, wordings: Sequence[Wording]) -> list[Wording]:
    """The tools that cannot be taken for the main one."""
    return [wording for wording in wordings if not _alike(wording, main)]


def _unlisted(dialogue: Dialogue) -> list[str]:
    """The tools that would fit one of the requests, too, or that fit a request that no tool is to fit."""
    known = [*dialogue.tools.values(), *(WORDINGS[name] for name in dialogue.barred)]
    return sorted({name for wording in known for name in _family(wording)} - dialogue.tools.keys())


@functools.cache
def _family(wording: Wording) -> frozenset[str]:
    """The tools that might be taken for a tool, itself included."""
    return frozenset(other.tool for other in WORDINGS.values() if _alike(wording, other))


def _listed(dialogue: Dialogue, main: Wording, available: Sequence[Wording]) -> list[str]:
    """The tools of a conversation in random order: those that it needs, and distractors, often of the same field."""
    dice = dialogue.speaker.dice
    names = list(dialogue.tools)
    unlisted = _unlisted(dialogue)
    free = [wording for wording in available if wording.tool not in unlisted]
    count = max(dice.between(_FEWEST_TOOLS, _MOST_TOOLS), len(names)) - len(names)
    field = BUILTINS[main.tool].field
    if dice.chance(0.5):
        near = [wording.tool for wording in free if BUILTINS[wording.tool].field == field and wording.tool not in names]
        names += dice.shuffled(near, min(count, dice.between(1, 2)))
    rest = [wording.tool for wording in free if wording.tool not in names]
    names += dice.shuffled(rest, max(0, count - (len(names) - len(dialogue.tools))))
    return dice.shuffled(names)
