"""What a policy wrote, read as one of three forms. Any text gives a form or the reason that it has none.

read_output('{"final": "Paris"}')                              Output("final", "Paris")
read_output('{"tool": "python", "args": {"code": "1"}}')       Output("python", "1")
read_output('{"tool": {}}')                                    NO_FORM: JSON, but of no form
read_output('The answer is 24.')                               NO_JSON
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from dataset.tools.tool_json.examples import TOOLS
from utils.errors import UserError
from utils.reading import parse_json

LONGEST_OUTPUT = 2**16
"""Most characters of an output; a longer one counts as no JSON."""


class Output(NamedTuple):
    """An output that has a form.

    Attributes:
        decision: `final`, `calculator` or `python`.
        text: the final answer, or the tool's argument.
    """

    decision: str
    text: str


NO_JSON = "no JSON"
NO_FORM = "no form"
"""JSON of another form: other keys, values of other types, a key that stands twice."""


def read_output(text: str) -> Output | str:
    """The output that a text is; `NO_JSON` or `NO_FORM` if it is none. Never raises."""
    if len(text) > LONGEST_OUTPUT:
        return NO_JSON
    try:
        value = parse_json(text, "the output")
        repeated = _repeats_a_key(text)
    except UserError:
        return NO_JSON
    if not isinstance(value, dict) or repeated:
        return NO_FORM
    if value.keys() == {"final"} and isinstance(value["final"], str):
        return Output("final", value["final"])
    return _call(value)


def _call(value: dict[str, Any]) -> Output | str:
    tool, arguments = value.get("tool"), value.get("args")
    if value.keys() != {"tool", "args"} or not isinstance(tool, str) or tool not in TOOLS:
        return NO_FORM
    if not isinstance(arguments, dict) or arguments.keys() != {TOOLS[tool]}:
        return NO_FORM
    argument = arguments[TOOLS[tool]]
    return Output(tool, argument) if isinstance(argument, str) else NO_FORM


def _repeats_a_key(text: str) -> bool:
    """Whether an object of a JSON text has a key twice, of which Python's reader takes the last one."""
    repeated = False

    def count(pairs: list[tuple[str, Any]]) -> None:
        nonlocal repeated
        repeated |= len({key for key, _ in pairs}) < len(pairs)

    json.loads(text, object_pairs_hook=count)
    return repeated
