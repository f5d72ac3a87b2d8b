"""What the assistant does next with its tools, and the loop that calls them until an answer is due.

    next_move(caller, tools, turns)       calls, or a reply; several calls if the network says that several are due
    exchange(caller, toolbox, turns)      call, response, call, response, ..., reply

The same call is not made again once it was answered: the assistant then replies with what it knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from dataset.tools.conversations import Call, Tool, Turn
from inference.tool_decision import Decided
from inference.tool_replies import reply_to
from inference.toolbox import Toolbox

MOST_CALLS = 8
"""Most calls in a row."""


class Decider(Protocol):
    """What decides, such as `inference.tool_caller.ToolCaller`."""

    def decide(
        self,
        tools: Any,
        turns: Sequence[Turn],
        *,
        steps: int | None = None,
        halt: bool = True,
        tool_choice: Any = "auto",
        trace: bool = False,
    ) -> Decided:
        """What the assistant does after these turns."""
        ...


@dataclass(frozen=True)
class Move:
    """What the assistant does next.

    Attributes:
        decisions: one for each call, or the one to answer.
        reply: what it says; empty if it calls.
    """

    decisions: tuple[Decided, ...]
    reply: str = ""

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls that are due before the next response."""
        return tuple(decided.call for decided in self.decisions if decided.call is not None)


@dataclass(frozen=True)
class Event:
    """A turn that the assistant or a tool added, and the decision behind a call or a reply."""

    turn: Turn
    decided: Decided | None = None


@dataclass
class Done:
    """A conversation after the assistant answered.

    Attributes:
        turns: all turns, those before included.
        events: what was added.
    """

    turns: list[Turn]
    events: list[Event] = field(default_factory=list)

    @property
    def reply(self) -> str:
        """What the assistant said at last."""
        return self.events[-1].turn.text


def next_move(
    decider: Decider,
    tools: tuple[Tool, ...],
    turns: Sequence[Turn],
    *,
    tool_choice: Any = "auto",
    most_calls: int = MOST_CALLS,
    **options: Any,
) -> Move:
    """The calls that are due now, or a reply.

    After a call for which the network says that more are due, it is asked again, as if that call were made.

    Args:
        tool_choice: as in `ToolCaller.decide`.
        most_calls: largest number of calls.
        options: other arguments of `decide`.
    """
    decided = decider.decide(tools, turns, tool_choice=tool_choice, **options)
    is_free = tool_choice in (None, "auto")
    if is_free and decided.call is not None and decided.call in _calls_since_the_user(turns):
        notes = (*decided.notes, f"{decided.tool} was just called with these arguments and is not called again")
        decided = Decided(
            "direct_answer",
            about=decided.tool,
            known=decided.arguments,
            confidence=1 - decided.confidence,
            halt_probability=decided.halt_probability,
            steps=decided.steps,
            notes=notes,
            words=decided.words,
            trace=decided.trace,
        )
    if decided.call is None:
        return Move((decided,), reply_to(turns, decided, tools))
    made, calls = [decided], [decided.call]
    while made[-1].calls > 1 and len(made) < most_calls and (is_free or tool_choice == "required"):
        asked = [*turns, *(Turn("tool_call", call=call) for call in calls)]
        decided = decider.decide(tools, asked, **options)
        if decided.call is None or decided.call in calls:
            break
        made.append(decided)
        calls.append(decided.call)
    return Move(tuple(made))


def exchange(
    decider: Decider, box: Toolbox, turns: list[Turn], tools: tuple[Tool, ...] | None = None, **options: Any
) -> Iterator[Event]:
    """Call tools until an answer is due; add each turn to `turns`, then yield it.

    Args:
        tools: what may be called; None: all tools of the box. A tool that the box lacks responds with an error.
        options: as in `next_move`.
    """
    offered = box.tools if tools is None else tools
    count = 0

    def added(turn: Turn, decided: Decided | None = None) -> Event:
        turns.append(turn)
        return Event(turn, decided)

    while True:
        move = next_move(decider, offered, turns, most_calls=MOST_CALLS - count, **options)
        if not move.calls:
            yield added(Turn("assistant", move.reply), move.decisions[0])
            return
        for decided in move.decisions:
            yield added(Turn("tool_call", call=decided.call), decided)
        for call in move.calls:
            yield added(Turn("tool_response", box.execute(call)))
        count += len(move.calls)
        if count >= MOST_CALLS:
            last = replace(move.decisions[-1], action="direct_answer", tool=None, arguments={}, calls=0, fault=None)
            reply = f"I stopped after {count} calls. {reply_to(turns, last, offered)}"
            yield added(Turn("assistant", reply))
            return


def _calls_since_the_user(turns: Sequence[Turn]) -> list[Call]:
    calls: list[Call] = []
    for turn in reversed(turns):
        if turn.role == "user":
            break
        if turn.call is not None:
            calls.append(Call(turn.call.name, turn.call.arguments))
    return calls
