"""Whole conversations: the calls that are due at the end, beside those that were made.

    given     user: Weather in Oslo and Rome?
    expected  get_weather {"city": "Oslo"}, get_weather {"city": "Rome"}, an answer
    made      get_weather {"city": "Rome"}, get_weather {"city": "Oslo"}, an answer       right, if they have no order

The end of a conversation is what follows its last turn of a user, a tool or the system. `dataset.tools.scores` scores
single decisions with the true history instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dataset.tools.candidates import Room, ToolIndex
from dataset.tools.comparing import compare
from dataset.tools.conversations import Call, Conversation
from dataset.tools.decisions import decision_of
from dataset.tools.format import ToolFormat
from dataset.tools.matching import assign, match_calls


@dataclass(frozen=True)
class Ending:
    """How a conversation should end.

    Attributes:
        given: number of turns before the end.
        calls: the calls that are due; none: an answer is.
        any_call: any call of any tool is right.
        asks: the arguments that the answer asks for; empty: none, or nobody knows.
    """

    given: int
    calls: tuple[Call, ...] = ()
    any_call: bool = False
    asks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """How a conversation was ended.

    Attributes:
        decided: whether there is a call where one is due, and none where none is.
        exact: whether all calls are right, by `dataset.tools.comparing`.
        match: the same by the rules of BFCL; None if no call could satisfy them.
        asked: number of arguments that were rightly asked for.
        fault: the first thing that is wrong, for people; empty if nothing is.
    """

    decided: bool
    exact: bool
    match: bool | None
    asked: int = 0
    fault: str = ""


def ending_of(conversation: Conversation) -> Ending | None:
    """How a conversation should end; None if the assistant decides nothing at its end."""
    given = len(conversation.turns)
    while given and conversation.turns[given - 1].role in ("assistant", "tool_call"):
        given -= 1
    end = conversation.turns[given:]
    if not end:
        return None
    calls = tuple(turn.call for turn in end if turn.call is not None)
    return Ending(given, calls, conversation.facts.get("expected") == "any call", frozenset(end[-1].asks))


def judge_ending(conversation: Conversation, ending: Ending, calls: Sequence[Call], asked: Sequence[str]) -> Outcome:
    """Compare the calls that were made, and what was asked for, with what should have been."""
    found = len(ending.asks & set(asked))
    decided = bool(calls) == bool(ending.calls)
    if not decided:
        fault = f"{calls[0].name} is called" if calls else f"no call of {ending.calls[0].name}"
        scorable = ending.any_call or match_calls((), ending.calls, conversation.tools).scorable
        return Outcome(False, False, False if scorable else None, found, fault)
    if ending.any_call or not calls:
        return Outcome(True, True, True, found)
    verdict = match_calls(calls, ending.calls, conversation.tools)
    fault = _fault(conversation, ending.calls, calls)
    return Outcome(
        True, not fault, verdict.right if verdict.scorable else None, found, fault or verdict.reason * verdict.scorable
    )


def ceiling(tool_format: ToolFormat, conversation: Conversation, ending: Ending) -> tuple[list[Call], list[str]] | None:
    """The calls that the labels of the right decisions decode to, and the arguments that they ask for.

    What differs from the right calls cannot be said by the layout. None: there are more tools than a row has room for,
    and one that is called is not among the candidates.
    """
    index = ToolIndex(conversation.tools)
    tools = index.candidates(conversation.turns[: ending.given], Room.of(tool_format)).tools
    if not {turn.call.name for turn in conversation.turns if turn.call is not None} <= {tool.name for tool in tools}:
        return None
    encoder = tool_format.encoder(replace(conversation, tools=tools))
    calls: list[Call] = []
    asked: list[str] = []
    for turn in range(ending.given, len(conversation.turns)):
        encoded = encoder.encode(turn)
        decision = decision_of(encoder, encoder.read(encoded.row, encoded.labels))
        if decision.call is not None:
            calls.append(decision.call)
        asked = list(decision.asked)
    return calls, asked


def _fault(conversation: Conversation, expected: Sequence[Call], made: Sequence[Call]) -> str:
    """What is wrong with calls; empty if each of them is one of the expected ones."""
    if len(made) != len(expected):
        return f"{len(made)} calls instead of {len(expected)}"
    faults = [[_call_fault(conversation, gold, call) for call in made] for gold in expected]
    if conversation.ordered:
        return next(filter(None, (faults[place][place] for place in range(len(made)))), "")
    lost = assign([[not fault for fault in row] for row in faults])
    return "" if lost is None else min(faults[lost], key=lambda fault: " instead of " in fault)


def _call_fault(conversation: Conversation, expected: Call, made: Call) -> str:
    if made.name != expected.name:
        return f"{made.name} instead of {expected.name}"
    fault = compare(made.arguments, expected, conversation.tool(expected.name)).fault
    return f"{made.name}: {fault}" if fault else ""
