"""Whether calls are right by the rules of the Berkeley Function Calling Leaderboard (its "AST" check).

    tools = (Tool("area", "", (Argument("base", {"type": "integer"}, True), Argument("unit", {"type": "string"}))),)
    gold = [{"area": {"base": [10], "unit": ["cm", ""]}}]        the allowed values; "" means that it may be left out
    match_calls([Call("area", {"base": 10})], gold, tools)       Verdict(True)
    match_calls([Call("area", {"base": 10.0})], gold, tools)     Verdict(False, "area: base: 10.0 is no integer")
    match_calls([], gold, tools)                                 Verdict(False, "0 calls instead of 1")
    match_calls([], [{"volume": {}}], tools)                     Verdict(False, "no tool volume", scorable=False)

The rules:

- A call names the right tool. It gives every argument that is required or may not be left out, and none that the gold
  call does not list.
- A value has the type of an allowed one and equals it; an integer may stand for a number if the schema says `number`.
- Texts are compared without case, blanks and the signs `,./-_*^`. Lists have an order, objects have none.
- Calls may come in any order, but each of them answers for one gold call only.

A gold row that no call can satisfy, or that cannot be read, is not scorable: it says nothing about the calls.

Source: https://gorilla.cs.berkeley.edu/blogs/8_berkeley_function_calling_leaderboard.html. Two differences favour right
calls: a call is not lost because another one could take its place among the gold calls, and integers may stand for
numbers inside of lists, too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dataset.tools.conversations import Argument, Call, Tool
from utils.printing import one_line

OMITTED = ""
"""Among the allowed values: the argument may be left out."""
_IGNORED = {ord(sign): None for sign in " ,./-_*^"} | {ord("'"): '"'}
_DEEPEST = 50
_MOST_ALTERNATIVES = 10_000


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


class Unscorable(ValueError):
    """A gold row that cannot be read or that no call can satisfy; the message says why."""


def match_calls(calls: Sequence[Call], gold: Sequence[Call | Mapping[str, Any]], tools: Sequence[Tool]) -> Verdict:
    """Compare calls with those that were expected, in any order.

    Args:
        calls: the calls to judge.
        gold: the expected calls, as `Call` or as in the leaderboard's files: `{tool: {argument: [allowed value]}}`.
        tools: the tools that the gold calls belong to.
    """
    try:
        expected = _expected(gold, tools)
    except Unscorable as error:
        return Verdict(False, one_line(str(error)), scorable=False)
    if len(calls) != len(expected):
        return Verdict(False, f"{len(calls)} calls instead of {len(expected)}")
    faults = [[_fault(call, right, tools) for call in calls] for right in expected]
    unmatched = _assign([[not fault for fault in row] for row in faults])
    if unmatched is None:
        return Verdict(True)
    name = expected[unmatched].name
    of_tool = [fault for call, fault in zip(calls, faults[unmatched], strict=True) if _same_name(call.name, name)]
    return Verdict(False, one_line(next(filter(None, of_tool), f"too few calls of {name}")))


def gold_call(row: Any) -> Call:
    """A gold call of the leaderboard's files as a `Call`; allowed objects are written out.

    Raises:
        Unscorable: it has another form.
    """
    if not isinstance(row, Mapping) or len(row) != 1:
        raise Unscorable("a gold call that is no object of one tool")
    ((name, allowed),) = row.items()
    if not isinstance(name, str) or not isinstance(allowed, Mapping):
        raise Unscorable("a gold call that is no object of one tool")
    accept: dict[str, tuple[Any, ...]] = {}
    for argument, values in allowed.items():
        if not isinstance(values, (list, tuple)) or not values:
            raise Unscorable(f"{name}: {argument}: no list of allowed values")
        accept[argument] = tuple(option for value in values for option in _alternatives(value, 0, False))
    given = {name: [value for value in values if value != OMITTED] for name, values in accept.items()}
    omitted = frozenset(argument for argument, values in accept.items() if OMITTED in values)
    return Call(name, {argument: values[0] for argument, values in given.items() if values}, accept, omitted)


def _expected(gold: Any, tools: Sequence[Tool]) -> list[Call]:
    """The gold calls, each of which some call can satisfy."""
    if not isinstance(gold, (list, tuple)):
        raise Unscorable("gold calls that are no list")
    expected = [call if isinstance(call, Call) else gold_call(call) for call in gold]
    for call in expected:
        tool = _tool(call.name, tools)
        if tool is None:
            raise Unscorable(f"no tool {call.name}")
        for name in call.arguments:
            if tool.argument(name) is None and name not in call.may_omit:
                raise Unscorable(f"{call.name} has no argument {name}")
        for argument in tool.arguments:
            if argument.required and argument.name not in call.arguments:
                raise Unscorable(f"{call.name}: {argument.name} is required, but no value of it is right")
    return expected


def _alternatives(value: Any, depth: int, inside: bool) -> list[Any]:
    """The plain values that an allowed value stands for: in the leaderboard's objects, each key has a list of values.

    Args:
        inside: whether the value lies inside of an object, where an object may also be meant as it stands.
    """
    if depth > _DEEPEST:
        raise Unscorable("allowed values that are nested too deeply")
    if isinstance(value, (list, tuple)):
        return [list(choice) for choice in _product([_alternatives(part, depth + 1, inside) for part in value])]
    if not isinstance(value, Mapping):
        return [value]
    plain = [dict(value)]
    if not all(isinstance(values, (list, tuple)) for values in value.values()):
        return plain
    parts = [
        [option for part in values for option in _alternatives(part, depth + 1, True)] for values in value.values()
    ]
    choices = (zip(value, choice, strict=True) for choice in _product(parts))
    return [{key: part for key, part in choice if part != OMITTED} for choice in choices] + plain * inside


def _product(parts: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    count = 1
    for part in parts:
        count *= len(part)
        if count > _MOST_ALTERNATIVES:
            raise Unscorable("too many allowed objects")
    return itertools.product(*parts)


def _fault(call: Call, gold: Call, tools: Sequence[Tool]) -> str:
    """What is wrong with a call beside a gold call; empty if nothing is."""
    tool = _tool(gold.name, tools)
    if tool is None or _tool(call.name, tools) is not tool:
        return f"{call.name} instead of {gold.name}"
    required = (argument.name for argument in tool.arguments if argument.required)
    expected = (name for name in gold.arguments if name not in gold.may_omit)
    for name in itertools.chain(required, expected):
        if name not in call.arguments:
            return f"{call.name}: {name} is missing"
    for name, value in call.arguments.items():
        argument = tool.argument(name)
        if argument is None or name not in gold.arguments:
            return f"{call.name}: {name} is not expected"
        fault = _value_fault(value, gold.accept.get(name, (gold.arguments[name],)), argument)
        if fault:
            return f"{call.name}: {name}: {fault}"
    return ""


def _value_fault(value: Any, allowed: Sequence[Any], argument: Argument) -> str:
    """What is wrong with the value of an argument; empty if it is allowed."""
    kind = argument.schema.get("type")
    options = [option for option in allowed if option != OMITTED or value == OMITTED and kind in (None, "string")]
    if any(_equal(value, option, argument.schema, 0) for option in options):
        return ""
    if kind == "integer" and isinstance(value, float) and any(_equal(value, option, {}, 0) for option in options):
        return f"{value!r} is no integer"
    return f"{_shown(value)} is not among {_shown(list(allowed))}"


def _equal(value: Any, allowed: Any, schema: Any, depth: int) -> bool:
    """Whether a value is an allowed one under the rules of types."""
    schema = schema if isinstance(schema, Mapping) else {}
    if depth > _DEEPEST:
        return False
    if isinstance(value, str) or isinstance(allowed, str):
        return isinstance(value, str) and isinstance(allowed, str) and standard_text(value) == standard_text(allowed)
    if isinstance(value, (list, tuple)) and isinstance(allowed, (list, tuple)):
        pairs = zip(value, allowed, strict=False)
        return len(value) == len(allowed) and all(
            _equal(one, other, schema.get("items"), depth + 1) for one, other in pairs
        )
    if isinstance(value, Mapping) and isinstance(allowed, Mapping):
        parts = schema.get("properties")
        parts = parts if isinstance(parts, Mapping) else {}
        return value.keys() == allowed.keys() and all(
            _equal(part, allowed[key], parts.get(key), depth + 1) for key, part in value.items()
        )
    if isinstance(value, bool) or isinstance(allowed, bool) or value is None or allowed is None:
        return value is allowed
    if isinstance(value, float) and schema.get("type") == "integer":
        return False
    return isinstance(value, (int, float)) and isinstance(allowed, (int, float)) and value == allowed


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


def _assign(fits: Sequence[Sequence[bool]]) -> int | None:
    """Assign each row a column of its own in which it fits; the first row that gets none, or None if all get one.

    Augmenting paths (Kuhn's algorithm), without recursion, so that a thousand calls do no harm.
    """
    row_of: dict[int, int] = {}
    for row in range(len(fits)):
        came_from: dict[int, int] = {}  # by column: the row that it was reached from
        reached, end = [row], None
        while reached and end is None:
            current = reached.pop(0)
            for column, fit in enumerate(fits[current]):
                if fit and column not in came_from:
                    came_from[column] = current
                    if column not in row_of:
                        end = column
                        break
                    reached.append(row_of[column])
        if end is None:
            return row
        taken = {assigned: column for column, assigned in row_of.items()}
        while end is not None:
            current = came_from[end]
            row_of[end] = current
            end = taken.get(current)
    return None


def _shown(value: Any) -> str:
    """A value for people, cut off if it is long."""
    try:
        return repr(value)[:200]
    except (RecursionError, ValueError):  # nested too deeply, or too many digits for Python to write
        return f"a {type(value).__name__}"
