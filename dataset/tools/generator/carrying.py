"""Conversations in which a call needs a value from an earlier turn: something that a tool answered, or that was said.

find restaurants in Oslo        ->  book a table at the first one for two
how warm is it in Oslo?         ->  find a hotel there
find a restaurant in Oslo and book a table at the first one            one request, two calls
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from dataset.tools.builtin import BUILTINS
from dataset.tools.generator import phrases
from dataset.tools.generator.dialogue import Dialogue, Goal, draw_goal
from dataset.tools.generator.kinds import Value
from dataset.tools.generator.patterns import frame
from dataset.tools.generator.scripts import as_command, ask
from dataset.tools.generator.speaker import Speaker
from dataset.tools.generator.wording import Wording, command, request, wrapped

FIRST, SECOND = "the first one", "the second one"


def carry_over(dialogue: Dialogue, main: Wording, wordings: Sequence[Wording]) -> None:
    """The user takes up a result of the first call, or a value of it: `book the first one`, `what's the time there?`"""
    dice = dialogue.speaker.dice
    goal = draw_goal(main, dialogue.speaker)
    offered = offers(main, wordings)
    shared = shared_values(main, goal.values, wordings)
    ask(dialogue, goal)
    (result,) = dialogue.do(goal)
    if offered and (not shared or dice.chance(0.6)):
        other, name, path, phrases_for_it = dice.pick(offered)
        found = taken(result, path, phrases_for_it, dialogue.speaker, shown=True)
        after = _with_value(other, name, found, dialogue.speaker, other.can_say)
        dialogue.user(request(other, after.values, dialogue.speaker), after)
    else:
        other, name, old = dice.pick(shared)
        fits = _fits_pronoun(other, name)
        after = _with_value(other, name, goal.values[old], dialogue.speaker, fits)
        dialogue.user(_with_pronoun(after, name, dialogue.speaker), after)
    dialogue.do(after)


def chain(dialogue: Dialogue, main: Wording, wordings: Sequence[Wording]) -> None:
    """One request for two calls, where the second needs the result of the first."""
    speaker = dialogue.speaker
    goal = draw_goal(main, speaker, extra=0.15)
    other, name, path, phrases_for_it = speaker.dice.pick(nameless_offers(main, wordings))
    later = _with_value(other, name, Value(FIRST, FIRST, ()), speaker, other.can_command)
    pronoun = phrases_for_it.split("|")[0] if phrases_for_it else FIRST
    texts = [as_command(goal, speaker), command(other, {**later.values, name: Value(None, pronoun, ())}, speaker)]
    known = {key: value for key, value in later.values.items() if key != name}
    text = frame(phrases.AND_THEN, speaker, one=texts[0], two=texts[1])
    dialogue.user(wrapped(text, speaker), goal, Goal(other, known))
    (result,) = dialogue.call(goal)
    dialogue.do(later.changed(**{name: taken(result, path, phrases_for_it, speaker, shown=False)}))


def offers(wording: Wording, wordings: Sequence[Wording]) -> list[tuple[Wording, str, str, str]]:
    """What the tool's results are good for: another tool, its argument, the path to the values, words for a value."""
    by_tool = {other.tool: other for other in wordings}
    found = []
    for target, source in wording.offers.items():
        tool, name = target.split(".")
        path, _, words = source.partition(": ")
        if tool in by_tool:
            found.append((by_tool[tool], name, path, words))
    return found


def nameless_offers(wording: Wording, wordings: Sequence[Wording]) -> list[tuple[Wording, str, str, str]]:
    """The offers whose value a user can refer to before it is known: `the first one`, `that address`."""
    return [offer for offer in offers(wording, wordings) if "*" in offer[2] or offer[3]]


def taken(result: object, path: str, words: str, speaker: Speaker, shown: bool) -> Value:
    """A value of a result, and what the user says for it.

    Args:
        shown: whether the user has seen the result and may say the value itself.
    """
    number = speaker.dice.between(0, 1) if shown and "*" in path else 0
    said = (FIRST, SECOND)[number] if "*" in path else speaker.dice.pick(words.split("|")) if words else ""
    for key in path.split("."):
        result = result[number if key == "*" else key]  # type: ignore[index]
    if not said or shown and speaker.dice.chance(0.4):
        said = str(result).lower() if speaker.lower and "*" in path else str(result)
    return Value(result, said, (result,))


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
