"""Conversations in which a call needs a value from an earlier turn.

    find restaurants in Oslo        ->  book a table at the first one for two
    how warm is it in Oslo?         ->  find a hotel there
    find a restaurant in Oslo and book a table at the first one for two

The value is one that a tool answered, or one that the user said. The last of these requests needs both calls at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dataset.tools.builtin import BUILTINS
from dataset.tools.generator import phrases
from dataset.tools.generator.dialogue import Dialogue, Goal, draw_goal
from dataset.tools.generator.kinds import Value
from dataset.tools.generator.patterns import frame
from dataset.tools.generator.scripts import as_command, ask
from dataset.tools.generator.speaker import Speaker
from dataset.tools.generator.wording import Wording, command, request, wrapped

FIRST, SECOND = "the first one", "the second one"


@dataclass(frozen=True)
class Offer:
    """What a tool's result is good for.

    Attributes:
        wording: another tool.
        argument: the argument of that tool that takes a value of the result.
        path: where the value stands in the result; `*` is any item of a list.
        words: what the user may call it, separated by `|`; empty if there are no such words.
    """

    wording: Wording
    argument: str
    path: tuple[str, ...]
    words: str

    def take(self, result: Mapping[str, Any], speaker: Speaker, is_shown: bool) -> Value:
        """A value of a result, and what the user says for it.

        Args:
            is_shown: whether the user knows the result, and so may also say the value itself or take the second one.
        """
        place = speaker.dice.between(0, 1) if is_shown else 0
        value: Any = result
        for key in self.path:
            value = value[place if key == "*" else key]
        is_listed = "*" in self.path
        said = (FIRST, SECOND)[place] if is_listed else speaker.dice.pick(self.words.split("|"))
        if not said or is_shown and speaker.dice.chance(0.4):
            said = str(value).lower() if speaker.lower and is_listed else str(value)
        return Value(value, said, (value,))


def carry_over(dialogue: Dialogue, main: Wording, wordings: Sequence[Wording]) -> None:
    """The user takes up a result of the first call, or a value of it: `book the first one`, `what's the time there?`"""
    speaker = dialogue.speaker
    goal = draw_goal(main, speaker)
    offered = offers(main, wordings)
    shared = shared_values(main, goal.values, wordings)
    ask(dialogue, goal)
    (result,) = dialogue.do(goal)
    if offered and (not shared or speaker.dice.chance(0.6)):
        offer = speaker.dice.pick(offered)
        found = offer.take(result, speaker, is_shown=True)
        after = _with_value(offer.wording, offer.argument, found, speaker, offer.wording.can_say)
        dialogue.user(request(offer.wording, after.values, speaker), after)
    else:
        other, name, old = speaker.dice.pick(shared)
        after = _with_value(other, name, goal.values[old], speaker, _fits_pronoun(other, name))
        dialogue.user(_with_pronoun(after, name, speaker), after)
    dialogue.do(after)


def chain(dialogue: Dialogue, main: Wording, wordings: Sequence[Wording]) -> None:
    """One request for two calls, where the second needs the result of the first."""
    speaker = dialogue.speaker
    goal = draw_goal(main, speaker, extra=0.15)
    offer = speaker.dice.pick(nameless_offers(main, wordings))
    unknown = Value(None, offer.words.split("|")[0] or FIRST, ())
    later = _with_value(offer.wording, offer.argument, unknown, speaker, offer.wording.can_command)
    texts = [as_command(goal, speaker), command(offer.wording, later.values, speaker)]
    known = {name: value for name, value in later.values.items() if name != offer.argument}
    text = frame(phrases.AND_THEN, speaker, one=texts[0], two=texts[1])
    dialogue.user(wrapped(text, speaker), goal, Goal(offer.wording, known))
    (result,) = dialogue.call(goal)
    dialogue.do(later.changed(**{offer.argument: offer.take(result, speaker, is_shown=False)}))


def offers(wording: Wording, wordings: Sequence[Wording]) -> list[Offer]:
    """What the tool's results are good for, among other tools."""
    by_tool = {other.tool: other for other in wordings}
    found = []
    for target, source in wording.offers.items():
        tool, argument = target.split(".")
        path, _, words = source.partition(": ")
        if tool in by_tool:
            found.append(Offer(by_tool[tool], argument, tuple(path.split(".")), words))
    return found


def nameless_offers(wording: Wording, wordings: Sequence[Wording]) -> list[Offer]:
    """The offers whose value a user can refer to before it is known: `the first one`, `that address`."""
    return [offer for offer in offers(wording, wordings) if "*" in offer.path or offer.words]


def can_carry_over(wording: Wording, wordings: Sequence[Wording]) -> bool:
    """Whether another tool can always take a result or a value of the tool."""
    always = frozenset.intersection(*wording.sets(BUILTINS[wording.tool].tool))
    return bool(offers(wording, wordings) or shared_values(wording, always, wordings))


def shared_values(wording: Wording, said: Iterable[str], wordings: Sequence[Wording]) -> list[tuple[Wording, str, str]]:
    """Other tools that take a value said for a tool: the other tool, its argument, and the argument of the tool."""
    found = []
    for other in wordings:
        needed = other.sets(BUILTINS[other.tool].tool)[0]
        for name in said:
            kind = wording.values[name]
            if sum(other_kind is kind for other_kind in wording.values.values()) > 1:
                continue  # of two cities, `there` might be either
            names = [target for target in needed if other.values[target] is kind]
            if (
                kind.pronouns
                and len(names) == 1
                and other.tool != wording.tool
                and _fits_pronoun(other, names[0])(needed)
            ):
                found.append((other, names[0], name))
    return found


def _fits_pronoun(wording: Wording, name: str) -> Callable[[frozenset[str]], bool]:
    """Whether a request that says these arguments can say a pronoun for the argument `name`.

    `there` is an addition to a request that does not mention the place. Other pronouns stand in commands, where people
    are objects: `call her`, not `her needs access`.
    """
    if "there" in wording.values[name].pronouns:
        return lambda names: wording.can_add(name) and wording.can_say(names - {name})
    return wording.can_command


def _with_pronoun(goal: Goal, name: str, speaker: Speaker) -> str:
    """A request in which a pronoun stands for one of the values."""
    pronouns = goal.wording.values[name].pronouns.split("|")
    said = replace(goal.values[name], said=speaker.dice.pick(pronouns))
    if "there" not in pronouns:
        return wrapped(command(goal.wording, {**goal.values, name: said}, speaker), speaker)
    text = request(goal.wording, {other: value for other, value in goal.values.items() if other != name}, speaker)
    body = text.rstrip("?")
    return f"{body} {goal.wording.addition(name, said, speaker)}{text[len(body) :]}"


def _with_value(
    wording: Wording, name: str, value: Value, speaker: Speaker, fits: Callable[[frozenset[str]], bool]
) -> Goal:
    """A goal in which a required argument has a given value, and whose arguments fit a way to say them."""
    goal = draw_goal(wording, speaker, extra=0.2)
    if not (name in goal.values and fits(frozenset(goal.values))):
        goal = draw_goal(wording, speaker, extra=0)
    return goal.changed(**{name: value})
