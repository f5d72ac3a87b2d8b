"""Scores of decisions of tool calling, as counts that add up over rows, and the shares that follow from them.

    expected   call find_movies {"genre": "comedy", "year": 1999}      given   call find_movies {"genre": "drama"}
    counts     decision and tool are right; 2 arguments expected, 1 given, 1 name right, 0 values right; call not exact

Rows are scored one by one with the true history, one call each. Several calls without a response between them may come
in any order where the conversation says so; then a call is right if any of the calls that are left is.

The joint goal accuracy is that of Schema-Guided Dialogue. At each user turn, every service that the user is after, or
whose state changed, has a frame. A frame is right if all of its slots have an accepted value and no other slot has one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import takewhile
from typing import Any

import numpy as np

from dataset.tools.comparing import compare, complete
from dataset.tools.conversations import Call, Conversation
from dataset.tools.decisions import Decision, arguments_json, service_of_tool
from dataset.tools.matching import match_calls
from dataset.tools.validity import argument_fault
from dataset.tools.values import same_value

Forms = Mapping[str, Mapping[str, tuple[Any, ...]]]
"""A state with all forms of each value, by service and slot (`dataset.tools.decisions.forms_of`)."""


class Count(IntEnum):
    """What is counted; counts (len(Count),) of rows add up to those of a set."""

    ROWS = 0
    CALLED = 1
    """The assistant calls, and a call is right."""
    MISSED = 2
    """It answers where a call is right."""
    FALSE_ALARM = 3
    """It calls where an answer is right."""
    ANSWERED = 4
    """It answers, and an answer is right."""
    OVERALL = 5
    """The decision is right and, of a call, the tool."""
    WHOLE = 6
    """All of it is right: the decision, a call's tool and arguments, and what an answer asks for."""
    CALLS = 7
    """A known call is right. What follows is counted over these rows."""
    CALLS_MADE = 8
    """A call is made there."""
    TOOLS = 9
    """It has the right tool."""
    EXACT = 10
    """It also has the right arguments and no others."""
    ARGUMENTS_EXPECTED = 11
    ARGUMENTS_GIVEN = 12
    ARGUMENTS_MISSED = 13
    """Those expected where no call is made."""
    NAMES = 14
    """Arguments that are given and expected."""
    VALUES = 15
    """Those whose value is right."""
    FRAMES = 16
    FRAMES_RIGHT = 17
    SLOTS_EXPECTED = 18
    """Slots of the frames."""
    SLOTS_GIVEN = 19
    SLOTS_RIGHT = 20
    STATES = 21
    """User turns with a state."""
    STATES_RIGHT = 22
    """The state of all services is right."""
    ASKED_EXPECTED = 23
    ASKED_FOUND = 24
    MATCHES_EXPECTED = 25
    """Rows of BFCL that its rules score."""
    MATCHES = 26
    UNSCORABLE = 27
    """Rows of BFCL that no call can satisfy."""
    ALL_CALLS = 28
    """Calls that are made, at any row."""
    JSON_VALID = 29
    SCHEMA_VALID = 30


def no_counts() -> np.ndarray:
    """Counts of no row, (len(Count),) int64."""
    return np.zeros(len(Count), np.int64)


@dataclass(frozen=True)
class Expected:
    """What is right at a decision point.

    Attributes:
        calls: the calls that are right, any one of them; empty: an answer is.
        any_call: any call of any tool is right.
        asks: the arguments that the answer asks for; empty: none, or nobody knows.
        about: the tool that they belong to; None if nobody knows.
        slots: the state of the dialogue, with all accepted forms; None: not at a user turn, or there are no states.
        in_frame: the services that have a frame.
    """

    calls: tuple[Call, ...] = ()
    any_call: bool = False
    asks: frozenset[str] = frozenset()
    about: str | None = None
    slots: Forms | None = None
    in_frame: frozenset[str] = frozenset()


@dataclass
class Frame:
    """One service of a user turn.

    Attributes:
        counts: the counts FRAMES to SLOTS_RIGHT, in the places of `Count`.
    """

    service: str
    counts: np.ndarray = field(default_factory=no_counts)


def expected_at(conversation: Conversation, turn: int) -> Expected:
    """What is right at the decision point `turn` of a conversation."""
    step = conversation.turns[turn]
    calls = tuple(t.call for t in takewhile(lambda t: t.call is not None, conversation.turns[turn:]) if t.call)
    slots, in_frame = _slots_at(conversation, turn)
    return Expected(
        calls[:1] if conversation.ordered else calls,
        any_call=bool(calls) and conversation.facts.get("expected") == "any call",
        asks=frozenset(step.asks),
        about=step.intent if step.asks else None,
        slots=slots,
        in_frame=in_frame,
    )


def score(
    conversation: Conversation, expected: Expected, decision: Decision, forms: Forms
) -> tuple[np.ndarray, list[Frame]]:
    """The counts (len(Count),) of one decision, and the frames among them.

    Args:
        forms: the decision's state with all forms of each value.
    """
    counts = no_counts()
    counts[Count.ROWS] = 1
    should, does = bool(expected.calls), decision.call is not None
    outcome = (Count.ANSWERED, Count.FALSE_ALARM, Count.MISSED, Count.CALLED)[2 * should + does]
    counts[outcome] = 1
    exact = tool_right = should == does
    if should and not expected.any_call:
        tool_right, exact = _count_call(conversation, expected.calls, decision, counts)
    found = expected.asks & set(decision.asked) if decision.tool == (expected.about or decision.tool) else frozenset()
    counts[Count.ASKED_EXPECTED], counts[Count.ASKED_FOUND] = len(expected.asks), len(found)
    counts[Count.OVERALL] = tool_right
    counts[Count.WHOLE] = exact and (not expected.asks or found == set(decision.asked) == expected.asks)
    _count_validity(conversation, decision, counts)
    if "category" in conversation.facts:
        _count_match(conversation, expected, decision, counts)
    frames = [] if expected.slots is None else _frames(conversation, expected, forms, counts)
    for frame in frames:
        counts += frame.counts
    return counts, frames


# ---- calls


def _count_call(
    conversation: Conversation, calls: Sequence[Call], decision: Decision, counts: np.ndarray
) -> tuple[bool, bool]:
    """Count the row of a known call; return whether the tool is right, and whether all of the call is."""
    call = decision.call
    counts[Count.CALLS], counts[Count.CALLS_MADE] = 1, call is not None
    same = [expected for expected in calls if call is not None and expected.name == call.name]
    tool = conversation.tool(same[0].name) if same else None
    if call is None or not same:
        missed = complete(calls[0])
        counts[Count.ARGUMENTS_EXPECTED] = len(missed.arguments.keys() - missed.may_omit)
        counts[Count.ARGUMENTS_GIVEN] = len(call.arguments) if call is not None else 0
        counts[Count.ARGUMENTS_MISSED] = counts[Count.ARGUMENTS_EXPECTED] if call is None else 0
        return False, False
    compared = (compare(call.arguments, expected, tool) for expected in same)
    best = max(compared, key=lambda found: (not found.fault, found.values))
    counts[Count.TOOLS], counts[Count.EXACT] = 1, not best.fault
    counts[Count.ARGUMENTS_EXPECTED], counts[Count.ARGUMENTS_GIVEN] = best.expected, best.given
    counts[Count.NAMES], counts[Count.VALUES] = best.names, best.values
    return True, not best.fault


def _count_match(conversation: Conversation, expected: Expected, decision: Decision, counts: np.ndarray) -> None:
    """Count a row of BFCL by its own rules. An answer behind the calls is no question of BFCL."""
    call = decision.call
    right = None
    if expected.any_call:
        right = call is not None
    elif expected.calls:
        made = [call] if call is not None else []
        verdicts = [match_calls(made, [gold], conversation.tools) for gold in expected.calls]
        scorable = any(verdict.scorable for verdict in verdicts)
        counts[Count.UNSCORABLE] = not scorable
        right = any(verdict.right for verdict in verdicts) if scorable else None
    elif conversation.facts.get("expected") == "no call":
        right = call is None
    if right is not None:
        counts[Count.MATCHES_EXPECTED], counts[Count.MATCHES] = 1, right


def _count_validity(conversation: Conversation, decision: Decision, counts: np.ndarray) -> None:
    if decision.call is None:
        return
    counts[Count.ALL_CALLS] = 1
    counts[Count.JSON_VALID] = is_json(decision.arguments)
    tool = conversation.tool(decision.call.name)
    counts[Count.SCHEMA_VALID] = tool is not None and argument_fault(tool, decision.arguments) is None


def is_json(arguments: Mapping[str, Any]) -> bool:
    """Whether the arguments of a call, written as JSON text, read back as they are."""
    try:
        return bool(json.loads(arguments_json(arguments)) == arguments)
    except (ValueError, TypeError, RecursionError):  # infinite, too many digits, no JSON value, nested too deeply
        return False


# ---- states


def _slots_at(conversation: Conversation, turn: int) -> tuple[Forms | None, frozenset[str]]:
    """The state that the user turn before `turn` leaves, and the services that have a frame in it."""
    user = conversation.turns[turn - 1] if turn else None
    if user is None or user.role != "user" or user.slots is None:
        return None, frozenset()
    before = next((t.slots for t in reversed(conversation.turns[: turn - 1]) if t.role == "user"), None) or {}
    in_frame = {
        service for service in {**before, **user.slots} if before.get(service, {}) != user.slots.get(service, {})
    }
    tool = conversation.tool(user.intent) if user.intent is not None else None
    if tool is not None:
        in_frame.add(service_of_tool(tool))
    return user.slots, frozenset(in_frame)


def _frames(conversation: Conversation, expected: Expected, forms: Forms, counts: np.ndarray) -> list[Frame]:
    """The frames of a user turn; counts the turn's whole state."""
    slots = expected.slots or {}
    found, all_right = [], True
    for service in sorted({*slots, *forms, *expected.in_frame}):
        wanted, given = slots.get(service, {}), forms.get(service, {})
        right = sum(_is_accepted(conversation, service, slot, given.get(slot, ()), wanted[slot]) for slot in wanted)
        all_right = all_right and right == len(wanted) == len(given)
        if service in expected.in_frame:
            frame = Frame(service)
            frame.counts[Count.FRAMES], frame.counts[Count.FRAMES_RIGHT] = 1, right == len(wanted) == len(given)
            frame.counts[Count.SLOTS_EXPECTED : Count.SLOTS_RIGHT + 1] = len(wanted), len(given), right
            found.append(frame)
    counts[Count.STATES], counts[Count.STATES_RIGHT] = 1, all_right
    return found


def _is_accepted(
    conversation: Conversation, service: str, slot: str, given: Sequence[Any], accept: Sequence[Any]
) -> bool:
    """Whether any form of a value is accepted."""
    schema = next(_schemas(conversation, service, slot), {})
    return any(same_value(form, accepted, schema) for form in given for accepted in accept)


def _schemas(conversation: Conversation, service: str, slot: str) -> Iterator[Mapping[str, Any]]:
    for tool in conversation.tools:
        argument = tool.argument(slot) if service_of_tool(tool) == service else None
        if argument is not None:
            yield argument.schema


# ---- shares


def shares(counts: np.ndarray) -> dict[str, tuple[float, float]]:
    """Each metric as how many are right, and of how many; metrics that apply to no row are left out.

    An F1 is given as its right ones and the mean of what is expected and what is given, so that it is their ratio, too.

    Args:
        counts: (len(Count),).
    """
    of = {count: int(counts[count]) for count in Count}
    called, made = of[Count.CALLED] + of[Count.MISSED], of[Count.CALLED] + of[Count.FALSE_ALARM]
    arguments = (of[Count.ARGUMENTS_EXPECTED] + of[Count.ARGUMENTS_GIVEN]) / 2
    of_made = arguments - of[Count.ARGUMENTS_MISSED] / 2
    found: dict[str, tuple[float, float]] = {
        "decision": (of[Count.CALLED] + of[Count.ANSWERED], of[Count.ROWS]),
        "precision": (of[Count.CALLED], made),
        "recall": (of[Count.CALLED], called),
        "f1": (of[Count.CALLED], (called + made) / 2),
        "overall": (of[Count.OVERALL], of[Count.ROWS]),
        "whole": (of[Count.WHOLE], of[Count.ROWS]),
        "tool_given_call": (of[Count.TOOLS], of[Count.CALLS_MADE]),
        "tool": (of[Count.TOOLS], of[Count.CALLS]),
        "argument_names_f1": (of[Count.NAMES], arguments),
        "arguments_f1": (of[Count.VALUES], arguments),
        "arguments_f1_given_call": (of[Count.VALUES], of_made),
        "call_exact": (of[Count.EXACT], of[Count.CALLS]),
        "call_exact_given_call": (of[Count.EXACT], of[Count.CALLS_MADE]),
        "slots_f1": (of[Count.SLOTS_RIGHT], (of[Count.SLOTS_EXPECTED] + of[Count.SLOTS_GIVEN]) / 2),
        "joint_goal": (of[Count.FRAMES_RIGHT], of[Count.FRAMES]),
        "joint_all": (of[Count.STATES_RIGHT], of[Count.STATES]),
        "asked": (of[Count.ASKED_FOUND], of[Count.ASKED_EXPECTED]),
        "ast": (of[Count.MATCHES], of[Count.MATCHES_EXPECTED]),
        "valid_json": (of[Count.JSON_VALID], of[Count.ALL_CALLS]),
        "valid_schema": (of[Count.SCHEMA_VALID], of[Count.ALL_CALLS]),
    }
    return {name: (right, total) for name, (right, total) in found.items() if total}
