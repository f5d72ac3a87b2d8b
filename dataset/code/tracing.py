"""What a small function computes, line by line.

    a = 2                  [("a", 2)]
    for x in [5, 6]:
        a = a + x          [("a", 7)], later [("a", 13)]

The code is ours (`dataset.code.functions`), so it runs here; code that a model wrote runs in `sandbox`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import CodeType

from dataset.code.functions import LARGEST, LONGEST_LIST, SMALLEST

Value = int | list[int]
Assigned = tuple[str, Value]
"""A name, and the value that it gets."""
_HOOK = "_assigned_"
_ASSIGNS = re.compile(r"( *)(\w+) = ")


class OutOfBounds(Exception):
    """A number or list that is larger than functions may have."""


def trace(body: str, given: dict[str, Value]) -> list[Assigned]:
    """Run lines of code and return every assignment in order; loops assign their variable without a word.

    Raises:
        OutOfBounds: a value is too large.
        Exception: whatever the code raises.
    """
    found: list[Assigned] = []

    def note(name: str, value: Value) -> None:
        numbers = value if isinstance(value, list) else [value]
        if len(numbers) > LONGEST_LIST or numbers and (min(numbers) < SMALLEST or max(numbers) > LARGEST):
            raise OutOfBounds(name)
        found.append((name, value))

    exec(_hooked(body), dict(given) | {_HOOK: note})
    return found


@lru_cache(1 << 12)
def _hooked(body: str) -> CodeType:
    """The code with a call behind each assignment, which is told the name and its value."""
    lines = []
    for line in body.splitlines():
        lines.append(line)
        found = _ASSIGNS.match(line)
        if found:
            indent, name = found.groups()
            lines.append(f"{indent}{_HOOK}({name!r}, {name})")
    return compile("\n".join(lines), "function", "exec")
