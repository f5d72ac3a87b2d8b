"""What an assistant does by itself at the end of a conversation: its own calls are its history until it answers.

    roll_out(caller, tools, turns)          (call for Oslo, call for Rome, answer)

`inference.tool_moves.exchange` runs the calls and reads their responses in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from dataset.tools.conversations import Tool, Turn
from inference.tool_decision import Decided
from inference.tool_moves import MOST_CALLS, Decider, next_move

Until = Literal["answer", "count"]


def roll_out(
    decider: Decider,
    tools: tuple[Tool, ...],
    turns: Sequence[Turn],
    until: Until = "answer",
    most_calls: int = MOST_CALLS,
    **options: Any,
) -> tuple[Decided, ...]:
    """The decisions after these turns, without a response in between.

    Args:
        until: `answer`: the network is asked again after each call, until it answers. `count`: until as many calls are
            made as it says are due, as `infer.py` and `serve.py` do before they wait for responses.
        most_calls: largest number of calls. The same call is not made twice; what would be its second time is the end.
        options: other arguments of `decide`.
    """
    if until == "count":
        return next_move(decider, tools, turns, most_calls=most_calls, **options).decisions
    made: list[Decided] = []
    while len(made) < most_calls:
        calls = [decided.call for decided in made if decided.call is not None]
        decided = decider.decide(tools, [*turns, *(Turn("tool_call", call=call) for call in calls)], **options)
        if decided.call is not None and decided.call in calls:
            break
        made.append(decided)
        if decided.call is None:
            break
    return tuple(made)
