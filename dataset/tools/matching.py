"""Whether calls are right by the rules of the Berkeley Function Calling Leaderboard (its "AST" check).

    tools = (Tool("area", "", (Argument("base", {"type": "integer"}, True), Argument("unit", {"type": "string"}))),)
    gold = [Call("area", {"base": 10}, accept={"unit": ("cm", "centimetres")}, may_omit=frozenset({"unit"}))]
    match_calls([Call("area", {"base": 10, "unit": "CM"})], gold, tools)  Verdict(True)
    match_calls([Call("area", {"base": 10.0})], gold, tools)              Verdict(False, "area: base: 10.0 is no ...")
    match_calls([], gold, tools)                                          Verdict(False, "0 calls instead of 1")
    match_calls([], None, tools)                                          Verdict(False, ..., scorable=False)

The rules:

- A call names the right tool. It gives every argument that is required or may not be left out, and none that the gold
  call does not know.
- A value has the type of an accepted one and equals it; an integer may stand for a number if the schema says `number`.
- Texts are compared without case, blanks and the signs `,./-_*^`. Lists have an order, objects have none.
- Calls may come in any order, but each of them answers for one gold call only.

A gold row that cannot be read, or that no call can satisfy, is not scorable: it says nothing about the calls.

Source: https://gorilla.cs.berkeley.edu/blogs/8_berkeley_function_calling_leaderboard.html. Two differences favour right
calls: a call is not lost because another one could take its place among the gold calls, and integers may stand for
numbers inside of lists, too.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dataset.tools.conversations import Argument, Call, Tool
from utils.printing import one_line
from utils.reading import DEEPEST_VALUE

_IGNORED = {ord(sign): None for sign in " ,./-_*^"} | {ord("'"): '"'}


@dataclass(frozen=True)
class Verdict:
    """Whether calls are right.

    Attributes:
        reason: the first thing that is wrong, for people; empty if nothing is.
        scorable: False if the gold row itself is unusable; then `right` is False and must not be counted.
    """

    right: bool
    reason: str = ""
    scorable: bool = True


def match_calls(calls: Sequence[Call], gold: Sequence[Call] | None, tools: Sequence[Tool]) -> Verdict:
    """Compare calls with those that were expected, in any order.

    Args:
        calls: the calls to judge.
        gold: the expected calls; None if nobody could read them.
        tools: the tools that the gold calls belong to.
    """
    if gold is None:
        return Verdict(False, "the gold calls cannot be read", scorable=False)
    unusable = next(filter(None, (_unusable(expected, tools) for expected in gold)), None)
    if unusable:
        return Verdict(False, one_line(unusable), scorable=False)
    if len(calls) != len(gold):
        return Verdict(False, f"{len(calls)} calls instead of {len(gold)}")
    faults = [[_fault(call, expected, tools) for call in calls] for expected in gold]
    unmatched = assign([[not fault for fault in row] for row in faults])
    if unmatched is None:
        return Verdict(True)
    name = gold[unmatched].name
    of_tool = [fault for call, fault in zip(calls, faults[unmatched], strict=True) if _same_name(call.name, name)]
    return Verdict(False, one_line(next(filter(None, of_tool), f"too few calls of {name}")))


def _accepted(gold: Call) -> dict[str, tuple[Any, ...]]:
    """The values that are right, for each argument that a call may have."""
    return {**{name: (value,) for name, value in gold.arguments.items()}, **gold.accept}


def _unusable(gold: Call, tools: Sequence[Tool]) -> str:
    """Why no call can satisfy a gold call; empty if one can."""
    tool = _tool(gold.name, tools)
    if tool is None:
        return f"no tool {gold.name}"
    accepted = _accepted(gold)
    for name in accepted.keys() - gold.may_omit:
        if tool.argument(name) is None:
            return f"{gold.name} has no argument {name}"
    for argument in tool.arguments:
        if argument.required and not accepted.get(argument.name):
            return f"{gold.name}: {argument.name} is required, but no value of it is right"
    return ""


def _fault(call: Call, gold: Call, tools: Sequence[Tool]) -> str:
    """What is wrong with a call beside a gold call; empty if nothing is."""
    tool, accepted = _tool(gold.name, tools), _accepted(gold)
    if tool is None or _tool(call.name, tools) is not tool:
        return f"{call.name} instead of {gold.name}"
    required = (argument.name for argument in tool.arguments if argument.required)
    for name in itertools.chain(required, (name for name in accepted if name not in gold.may_omit)):
        if name not in call.arguments:
            return f"{call.name}: {name} is missing"
    for name, value in call.arguments.items():
        argument = tool.argument(name)
        if argument is None or name not in accepted:
            return f"{call.name}: {name} is not expected"
        empty = value == "" and name in gold.may_omit and argument.schema.get("type") == "string"
        fault = "" if empty else _value_fault(value, accepted[name], argument)
        if fault:
            return f"{call.name}: {name}: {fault}"
    return ""


def _value_fault(value: Any, accepted: Sequence[Any], argument: Argument) -> str:
    """What is wrong with the value of an argument; empty if it is right."""
    if any(_equal(value, option, argument.schema, 0) for option in accepted):
        return ""
    is_float = argument.schema.get("type") == "integer" and isinstance(value, float)
    if is_float and any(_equal(value, option, {}, 0) for option in accepted):
        return f"{value!r} is no integer"
    return f"{_shown(value)} is not among {_shown(list(accepted))}"


def _equal(value: Any, accepted: Any, schema: Any, depth: int) -> bool:
    """Whether a value equals an accepted one under the rules of types."""
    schema = schema if isinstance(schema, Mapping) else {}
    if depth > DEEPEST_VALUE:
        return False
    if isinstance(value, str) and isinstance(accepted, str):
        return standard_text(value) == standard_text(accepted)
    if isinstance(value, (list, tuple)) and isinstance(accepted, (list, tuple)):
        items, pairs = schema.get("items"), zip(value, accepted, strict=False)
        return len(value) == len(accepted) and all(_equal(one, other, items, depth + 1) for one, other in pairs)
    if isinstance(value, Mapping) and isinstance(accepted, Mapping):
        properties = schema.get("properties")
        parts = properties if isinstance(properties, Mapping) else {}
        return value.keys() == accepted.keys() and all(
            _equal(part, accepted[key], parts.get(key), depth + 1) for key, part in value.items()
        )
    if isinstance(value, bool) or isinstance(accepted, bool) or value is None or accepted is None:
        return value is accepted
    if isinstance(value, float) and schema.get("type") == "integer":
        return False
    return isinstance(value, (int, float)) and isinstance(accepted, (int, float)) and value == accepted


def standard_text(text: str) -> str:
    """A text without case, blanks and the signs that the leaderboard ignores."""
    return text.translate(_IGNORED).lower()


def _tool(name: str, tools: Sequence[Tool]) -> Tool | None:
    """The tool of a name, or else the one whose name differs in dots only."""
    same = (tool for tool in tools if tool.name == name)
    return next(same, None) or next((tool for tool in tools if _same_name(tool.name, name)), None)


def _same_name(name: str, other: str) -> bool:
    """Whether two names are the same; a dot may be written as `_`, since OpenAI allows no dots in names."""
    return name.replace(".", "_") == other.replace(".", "_")


def assign(fits: Sequence[Sequence[bool]]) -> int | None:
    """Assign each row a column of its own in which it fits; the first row that gets none, or None if all get one.

    Augmenting paths (Kuhn's algorithm), without recursion, so that a thousand calls do no harm.
    """
    row_of: dict[int, int] = {}
    for row in range(len(fits)):
        reached_from: dict[int, int] = {}  # by column: the row it was reached from
        waiting, free = deque([row]), None
        while waiting and free is None:
            current = waiting.popleft()
            for reached, fit in enumerate(fits[current]):
                if fit and reached not in reached_from:
                    reached_from[reached] = current
                    if reached not in row_of:
                        free = reached
                        break
                    waiting.append(row_of[reached])
        if free is None:
            return row
        column_of = {assigned: column for column, assigned in row_of.items()}
        column: int | None = free
        while column is not None:  # every row on the path moves to the column that it reached
            row_of[column] = reached_from[column]
            column = column_of.get(row_of[column])
    return None


def _shown(value: Any) -> str:
    """A value for people, cut off if it is long."""
    try:
        return repr(value)[:200]
    except (RecursionError, ValueError):  # nested too deeply, or too many digits for Python to write
        return f"a {type(value).__name__}"
