"""A conversation while it is made: what was said, what is settled, and what tools answered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dataset.tools.builtin import BUILTINS, execute
from dataset.tools.conversations import Call, Turn
from dataset.tools.generator import phrases
from dataset.tools.generator.kinds import Value
from dataset.tools.generator.patterns import draw_reply
from dataset.tools.generator.speaker import Speaker
from dataset.tools.generator.typed import typed, with_capitals
from dataset.tools.generator.wording import Wording

_TRIES = 20


@dataclass(frozen=True)
class Goal:
    """What a user wants: a tool and the values of its arguments."""

    wording: Wording
    values: Mapping[str, Value]

    def call(self) -> Call:
        """The call that does it."""
        tool = BUILTINS[self.wording.tool].tool
        defaults = {argument.name: argument.schema.get("default") for argument in tool.arguments}
        return Call(
            self.wording.tool,
            {name: value.value for name, value in self.values.items()},
            {name: value.accept for name, value in self.values.items() if len(value.accept) > 1},
            frozenset(name for name, value in self.values.items() if _same(value.value, defaults[name])),
        )

    def changed(self, **values: Value) -> Goal:
        """The goal with other values for some arguments."""
        return Goal(self.wording, {**self.values, **values})


@dataclass
class Dialogue:
    """The conversation so far.

    Attributes:
        state: by tool and argument, all forms of the values that the user has settled in the latest request for it.
        has_state: False if one tool was called with several values at once, so that no state says what is settled.
        tools: the tools that the conversation is about, without distractors.
        barred: tools that must not be listed, since they would fit a request that no tool is to fit.
    """

    speaker: Speaker
    turns: list[Turn] = field(default_factory=list)
    state: dict[str, dict[str, tuple[Any, ...]]] = field(default_factory=dict)
    has_state: bool = True
    tools: dict[str, Wording] = field(default_factory=dict)
    barred: set[str] = field(default_factory=set)

    def user(self, text: str, *goals: Goal) -> None:
        """The user says something.

        Args:
            text: a drawn sentence, with marks around its values.
            goals: what the user is after, the first one first, with the values that are settled.
        """
        for goal in goals:
            self.tools[goal.wording.tool] = goal.wording
            settled = {name: value.accept for name, value in goal.values.items()}
            self.state[goal.wording.tool] = settled
        slots = {tool: dict(values) for tool, values in self.state.items()}
        intent = goals[0].wording.tool if goals else None
        self.turns.append(Turn("user", typed(text, self.speaker), slots=slots, intent=intent))

    def assistant(self, text: str, intent: str | None = None, asks: Sequence[str] = ()) -> None:
        """The assistant says something, and perhaps asks for arguments of a tool."""
        self.turns.append(Turn("assistant", with_capitals(text), intent=intent, asks=tuple(asks)))

    def call(self, *goals: Goal) -> list[dict[str, Any]]:
        """Calls, their responses, and what the tools answered."""
        self.turns += [Turn("tool_call", call=goal.call()) for goal in goals]
        results = [execute(goal.call(), self.speaker.today) for goal in goals]
        self.turns += [Turn("tool_response", json.dumps(result, ensure_ascii=False)) for result in results]
        return results

    def do(self, *goals: Goal) -> list[dict[str, Any]]:
        """Calls, responses, and the assistant's answer to them."""
        results = self.call(*goals)
        answers = [answer(goal, result, self.speaker) for goal, result in zip(goals, results, strict=True)]
        self.assistant(" ".join(dict.fromkeys(answers)))
        return results

    def fail(self, goal: Goal) -> None:
        """A call that the tool answers with an error, and what the assistant says to that."""
        self.turns.append(Turn("tool_call", call=goal.call()))
        reason = self.speaker.dice.pick(("service unavailable", "timeout", "internal error", "too many requests"))
        self.turns.append(Turn("tool_response", json.dumps({"error": reason})))
        self.assistant(draw_reply(phrases.BROKEN, self.speaker))

    def finished(self) -> tuple[Turn, ...]:
        """All turns."""
        return tuple(turn if self.has_state else replace(turn, slots=None) for turn in self.turns)


def draw_goal(wording: Wording, speaker: Speaker, extra: float = 0.3) -> Goal:
    """A goal for a tool.

    Args:
        extra: with which probability each optional argument is said.
    """
    tool = BUILTINS[wording.tool].tool
    names = speaker.dice.pick(wording.sets(tool))
    for argument in tool.arguments:
        more = names | {argument.name}
        if argument.name not in names and speaker.dice.chance(extra) and wording.can_say(more):
            names = more
    values: dict[str, Value] = {}
    for argument in tool.arguments:
        if argument.name in names:
            values[argument.name] = another(wording, argument.name, values, speaker)
    return Goal(wording, values)


def another(wording: Wording, name: str, others: Mapping[str, Value], speaker: Speaker) -> Value:
    """A value for an argument that none of the other arguments of its kind has, nor that argument itself up to now."""
    kind = wording.values[name]
    taken = [value for other, value in others.items() if wording.values[other] is kind]
    found = kind.draw(speaker)
    for _ in range(_TRIES):
        if all(value.value != found.value for value in taken):
            break
        found = kind.draw(speaker)
    return found


def answer(goal: Goal, result: Mapping[str, Any], speaker: Speaker) -> str:
    """What the assistant says when the tool has answered."""
    said = {name: value.value for name, value in goal.values.items()}
    shown = {name: ", ".join(map(str, value)) if _is_words(value) else value for name, value in result.items()}
    template = speaker.dice.pick(goal.wording.answers.split("|"))
    return template.format_map({**said, **(result if "[" in template else shown)})


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(not isinstance(item, (dict, list)) for item in value)


def _same(value: Any, default: Any) -> bool:
    """Whether a value is the default; True is not 1."""
    return isinstance(value, bool) == isinstance(default, bool) and bool(value == default)
