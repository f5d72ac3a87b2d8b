"""A raw conversation log with everything that the converter knows."""

from __future__ import annotations

from typing import Any

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "Weather",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    },
    {"type": "function", "function": {"name": "now", "description": "", "parameters": {"type": "object"}}},
]


def conversation() -> list[dict[str, Any]]:
    """Two questions: the first needs two calls, the second none."""
    weather = {"name": "get_weather", "arguments": {"city": "Münster"}}
    return [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Ann here, box 0. Is it warm in Münster, and what time is it?"},
        {
            "role": "tool_call",
            "content": {"think": "A city.", "response": weather, "address": "Münster", "phone": "", "device_number": 0},
        },
        {"role": "tool_response", "content": {"think": "", "response": {"celsius": 21}, "name": "Ann"}},
        {"role": "tool_call", "content": {"response": {"name": "now", "arguments": "{}"}, "name": "  ", "phone": None}},
        {"role": "tool_response", "content": "12:00"},
        {"role": "assistant", "content": {"think": "Done.", "response": "21 degrees at 12.", "phone": "555"}},
        {"role": "user", "content": {"response": "Thanks, I moved to Essen.", "address": "Essen"}},
        {"role": "assistant", "content": "<think>Polite.</think>You are welcome."},
    ]
