"""The built-in tools: tools that can be called, about forty fields from arithmetic to the garden.

    execute(Call("calculate", {"expression": "2 * (3 + 4)"}), date(2026, 3, 2))        {"value": 14}

Calculator, formulas, conversions, dates and texts are real. Everything else (weather, bank, music) comes from a small
invented world that always answers the same way (`dataset.tools.fields.world`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from dataset.tools.conversations import Call
from dataset.tools.fields import (
    calculation,
    conversion,
    extra,
    household,
    language,
    leisure,
    organizing,
    places,
)
from dataset.tools.fields.define import Builtin
from utils.errors import UserError, nearest

_MODULES = (calculation, conversion, language, places, organizing, leisure, household, extra)

BUILTINS: Mapping[str, Builtin] = {
    found.tool.name: found for module in _MODULES for found in vars(module).values() if isinstance(found, Builtin)
}
"""Every built-in tool by name."""
OFFERED = (
    *("calculate", "percentage_of", "convert_length", "convert_weight", "convert_temperature"),
    *("days_between", "add_days", "day_of_week"),
)
"""The tools that people are offered where they bring none: what they compute is real, and they fit into a row."""


def execute(call: Call, today: datetime.date) -> dict[str, Any]:
    """Call a built-in tool.

    Args:
        call: dates and times may be written as a person says them, such as `tomorrow` and `5 pm`.
        today: the date that `tomorrow` and the like refer to.

    Returns:
        a JSON object.

    Raises:
        UserError: there is no such tool, an argument does not fit its schema, or the tool cannot work with its value.
    """
    if call.name not in BUILTINS:
        raise UserError(f"there is no built-in tool {call.name!r}{nearest(call.name, BUILTINS)}")
    return BUILTINS[call.name].run(call.arguments, today)
