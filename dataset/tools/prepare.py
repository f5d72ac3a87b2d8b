"""What happens to a conversation before it becomes rows: other tools beside its own, other names, another order.

    fit(conversation, room)                             as many tools as a row has room for
    vary(conversation, pool, room, variation, rng)      one training copy: distractors, tools shuffled, names changed

What varies in training teaches that names and places of tools mean nothing by themselves, so that a tool that was never
seen is chosen by its description. Test conversations are only fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dataset.tools.candidates import Room, ToolIndex
from dataset.tools.conversations import Conversation, Tool, Turn
from dataset.tools.paraphrase import rename
from dataset.tools.replacing import Names

REFUSAL = "I have no tool for that."
"""What the assistant says where the fitting tool was taken away."""


@dataclass(frozen=True)
class Variation:
    """How a training copy may differ from its conversation.

    Attributes:
        distractors: most tools of other conversations that are added.
        renamed: share of copies whose tools and arguments get other names or descriptions.
        unfitting: share of copies that lose the tool that they call first, and the conversation from there on.
        replaced: share of the names in a conversation that become other names of their kind.
    """

    distractors: int = 3
    renamed: float = 0.5
    unfitting: float = 0.125
    replaced: float = 0.0


def fit(conversation: Conversation, room: Room) -> Conversation:
    """The conversation with as many of its tools as a row has room for."""
    index = ToolIndex(conversation.tools)
    spoken = " ".join(turn.text for turn in conversation.turns if turn.role in ("system", "user"))
    fitted = index.candidates([Turn("user", spoken)], room).tools
    return conversation if fitted == conversation.tools else replace(conversation, tools=fitted)


def vary(
    conversation: Conversation,
    pool: Sequence[Tool],
    room: Room,
    variation: Variation,
    rng: np.random.Generator,
    values: Names | None = None,
) -> Conversation:
    """One training copy of a conversation.

    Args:
        pool: tools to take distractors from.
        room: how much of its tools a row holds; called tools come first.
        values: what names become.
    """
    if values is not None:
        conversation = values.replaced(conversation, variation.replaced, rng)
    if rng.random() < variation.unfitting:
        conversation = _without_first_called(conversation)
    called = {turn.call.name for turn in conversation.turns if turn.call is not None}
    called |= {turn.intent for turn in conversation.turns if turn.intent is not None}
    own = [tool for tool in conversation.tools if tool.name in called]
    others = [tool for tool in conversation.tools if tool.name not in called]
    names = {tool.name for tool in conversation.tools} | set(conversation.facts.get("unlisted", ()))
    for number in rng.integers(len(pool), size=rng.integers(variation.distractors + 1)) if pool else ():
        tool = pool[number]
        if tool.name not in names:
            names.add(tool.name)
            others.append(tool)
    tools = [*own, *(others[number] for number in rng.permutation(len(others)))]
    tools = list(ToolIndex(tools).candidates(conversation.turns, room, keep=called).tools)
    shuffled = [_shuffled(tools[number], rng) for number in rng.permutation(len(tools))]
    varied = replace(conversation, tools=tuple(shuffled))
    return rename(varied, rng) if rng.random() < variation.renamed else varied


def _without_first_called(conversation: Conversation) -> Conversation:
    """The conversation up to its first call, where the assistant says that it has no tool; its tool is gone."""
    first = next((number for number, turn in enumerate(conversation.turns) if turn.call is not None), None)
    if first is None:
        return conversation
    call = conversation.turns[first].call
    assert call is not None
    gone = conversation.tool(call.name)
    tools = tuple(
        tool
        for tool in conversation.tools
        if tool is not gone and not (gone is not None and gone.service and tool.service == gone.service)
    )
    kept = {tool.name for tool in tools}
    turns = [
        replace(turn, slots=None, intent=turn.intent if turn.intent in kept else None)
        for turn in conversation.turns[:first]
    ]
    facts = {**conversation.facts, "kind": "unfitting"}
    return replace(conversation, tools=tools, turns=(*turns, Turn("assistant", REFUSAL)), facts=facts)


def _shuffled(tool: Tool, rng: np.random.Generator) -> Tool:
    arguments = tuple(tool.arguments[number] for number in rng.permutation(len(tool.arguments)))
    return replace(tool, arguments=arguments)
