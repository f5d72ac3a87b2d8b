"""What a network decided about tools, and how a decision changes from one improvement step to the next.

before    direct_answer
after     tool_call, get_weather, {"city": "Oslo"}
changes   ["action: direct_answer -> tool_call", "tool: none -> get_weather", "city: none -> \"Oslo\""]
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dataset.tools.conversations import Call


@dataclass(frozen=True)
class Decided:
    """What the network decided.

    Attributes:
        action: whether a tool is called.
        tool: the tool that is called; None for an answer.
        arguments: of the call, as JSON values by name; empty for an answer.
        asked: the arguments that an answer asks the user for.
        about: the tool that an answer is about; None if no tool fits.
        known: of an answer: the arguments of `about` that are known so far.
        calls: how many calls are due before the next response, this one included; 0 for an answer.
        fault: what is wrong with the arguments under the tool's schema; None if nothing is.
        confidence: the network's probability of this action and, for a call, of this tool.
        halt_probability: q's probability that the decision is right.
        steps: number of improvement steps made; 0 if there was nothing to decide.
        notes: what was left out since it did not fit.
        words: number of words and markers that the network read.
        trace: the decision after each improvement step, if it was asked for.
    """

    action: Literal["tool_call", "direct_answer"]
    tool: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    about: str | None = None
    known: Mapping[str, Any] = field(default_factory=dict)
    calls: int = 0
    fault: str | None = None
    confidence: float = 1.0
    halt_probability: float = 1.0
    steps: int = 0
    notes: tuple[str, ...] = ()
    words: int = 0
    trace: tuple[Decided, ...] = ()

    @property
    def call(self) -> Call | None:
        """The call; None for an answer."""
        return None if self.tool is None else Call(self.tool, self.arguments)

    def as_json(self) -> dict[str, Any]:
        """The decision as JSON values, without its trace."""
        return {
            "action": self.action,
            "tool": self.tool,
            "arguments": dict(self.arguments),
            "asked": list(self.asked),
            "about": self.about,
            "known": dict(self.known),
            "calls": self.calls,
            "fault": self.fault,
            "confidence": round(self.confidence, 4),
            "halt_probability": round(self.halt_probability, 4),
            "steps": self.steps,
            "notes": list(self.notes),
        }

    def changes_from(self, before: Decided | None) -> list[str]:
        """How this decision differs from the one a step before, a line for each difference."""
        if before is None:
            return []
        pairs = [("action", before.action, self.action), ("tool", before.tool or "none", self.tool or "none")]
        if self.about != before.about:
            pairs.append(("about", before.about or "none", self.about or "none"))
        old, new = {**before.known, **before.arguments}, {**self.known, **self.arguments}
        pairs += [(name, _shown(old, name), _shown(new, name)) for name in {**old, **new}]
        old_asked, new_asked = (", ".join(asked) or "nothing" for asked in (before.asked, self.asked))
        pairs.append(("asks for", old_asked, new_asked))
        return [f"{name}: {was} -> {now}" for name, was, now in pairs if was != now]


def arguments_text(arguments: Mapping[str, Any]) -> str:
    """Arguments as one line of JSON."""
    return json.dumps(dict(arguments), ensure_ascii=False)


def _shown(arguments: Mapping[str, Any], name: str) -> str:
    return json.dumps(arguments[name], ensure_ascii=False) if name in arguments else "none"
