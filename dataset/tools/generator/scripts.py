"""Conversations that end in calls: one request, several, follow-ups, corrections, values from earlier turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from dataset.tools.builtin import BUILTINS
from dataset.tools.generator import phrases
from dataset.tools.generator.dialogue import Dialogue, Goal, another, draw_goal
from dataset.tools.generator.kinds import Kind, Value, joined
from dataset.tools.generator.patterns import draw, marked
from dataset.tools.generator.speaker import Speaker
from dataset.tools.generator.wording import Wording, command, request, wrapped

FIRST, SECOND = "the first one", "the second one"


def ask(dialogue: Dialogue, goal: Goal) -> None:
    """The user asks for all that the goal says."""
    dialogue.user(request(goal.wording, goal.values, dialogue.speaker), goal)


def thank(dialogue: Dialogue) -> None:
    """Now and then the user says thanks."""
    if dialogue.speaker.dice.chance(0.2):
        dialogue.user(draw(phrases.THANKS, dialogue.speaker))
        dialogue.assistant(draw(phrases.WELCOME, dialogue.speaker))


def single(dialogue: Dialogue, main: Wording) -> None:
    """One request, one call."""
    goal = draw_goal(main, dialogue.speaker)
    ask(dialogue, goal)
    dialogue.do(goal)


def retry(dialogue: Dialogue, main: Wording) -> None:
    """The tool fails, and the user asks to try again."""
    goal = draw_goal(main, dialogue.speaker)
    ask(dialogue, goal)
    dialogue.fail(goal)
    dialogue.user(draw(phrases.TRY_AGAIN, dialogue.speaker), goal)
    dialogue.do(goal)


# ---- several calls for one request


def several(dialogue: Dialogue, main: Wording, others: Sequence[Wording]) -> None:
    """One request that needs several calls, of one tool or of two."""
    dice = dialogue.speaker.dice
    varied = [name for name, kind in main.values.items() if _varies(main, name, kind)]
    if varied and dice.chance(0.4):
        _same_tool_listed(dialogue, main, dice.pick(varied))
    elif dice.chance(0.3):
        _same_tool_twice(dialogue, main)
    else:
        _two_tools(dialogue, main, dice.pick(others))


def _varies(wording: Wording, name: str, kind: Kind) -> bool:
    return kind.is_name and any(name in shape for shape in wording.sets(BUILTINS[wording.tool].tool))


def _same_tool_listed(dialogue: Dialogue, main: Wording, name: str) -> None:
    """`the weather in Oslo, Bergen and Rome`: the argument `name` has several values."""
    speaker = dialogue.speaker
    goal = draw_goal(main, speaker)
    if name not in goal.values:  # another shape was drawn
        return _same_tool_twice(dialogue, main)
    values = [goal.values[name]]
    while len(values) < (3 if speaker.dice.chance(0.3) else 2):
        found = another(main, name, {**goal.values, name: values[-1]}, speaker)
        if all(found.value != value.value for value in values):
            values.append(found)
    said = replace(values[0], said=joined([value.said for value in values], speaker))
    dialogue.has_state = False
    dialogue.user(request(main, {**goal.values, name: said}, speaker), goal)
    dialogue.do(*(goal.changed(**{name: value}) for value in values))


def _same_tool_twice(dialogue: Dialogue, main: Wording) -> None:
    """`set a timer for 5 minutes and another one for 10 minutes`."""
    speaker = dialogue.speaker
    goal = draw_goal(main, speaker, extra=0.1)
    names = [name for name in goal.values if name in main.says]
    first = command(main, goal.values, speaker) if main.can_command(frozenset(goal.values)) else None
    changed = {name: another(main, name, goal.values, speaker) for name in names}
    second = goal.changed(**changed)
    if first is None or second.call().arguments == goal.call().arguments:
        goals = goal, draw_goal(main, speaker, extra=0.1)
        texts = [request(main, each.values, speaker).rstrip("?") for each in goals]
        text, second = draw(phrases.AND_ALSO, speaker, one="\x03", two="\x04"), goals[1]
        text = _filled(text, *texts)
    else:
        again = " ".join(main.addition(name, changed[name], speaker) for name in names)
        word = "another one" if main.changes else "the same"
        text = wrapped(f"{first} and {word} {again}", speaker)
    dialogue.has_state = False
    dialogue.user(text, goal)
    dialogue.do(goal, second)


def _two_tools(dialogue: Dialogue, main: Wording, other: Wording) -> None:
    speaker = dialogue.speaker
    goals = [draw_goal(main, speaker, extra=0.15), draw_goal(other, speaker, extra=0.15)]
    if speaker.dice.chance(0.5):
        goals.reverse()
    texts = [_as_command(goal, speaker) for goal in goals]
    text = _filled(draw(phrases.AND_ALSO, speaker, one="\x03", two="\x04"), *texts)
    dialogue.user(wrapped(text, speaker) if speaker.dice.chance(0.4) else text, *goals)
    dialogue.do(*goals)


def _as_command(goal: Goal, speaker: Speaker) -> str:
    """A command if the tool has one for these arguments, else any request."""
    if goal.wording.can_command(frozenset(goal.values)):
        return command(goal.wording, goal.values, speaker)
    return request(goal.wording, goal.values, speaker).rstrip("?")


def _filled(text: str, one: str, two: str) -> str:
    """The text with two requests in the places that \\x03 and \\x04 hold."""
    return text.replace(marked("\x03"), one).replace(marked("\x04"), two)


# ---- changes of a goal that was called


def changeable(goal: Goal) -> list[tuple[str, bool]]:
    """The arguments whose new value a user can say by itself, and whether the bare value says which one it is."""
    kinds = goal.wording.values
    sorts = {name: type(value.value).__name__ + str(kinds[name].is_name) for name, value in goal.values.items()}
    found = []
    for name in goal.values:
        bare = list(sorts.values()).count(sorts[name]) == 1 and not kinds[name].is_text and not kinds[name].is_flag
        bare = bare and sorts[name] != "boolFalse"
        if bare or name in goal.wording.says and not kinds[name].is_text:
            found.append((name, bare))
    return found


def follow_up(dialogue: Dialogue, main: Wording) -> None:
    """After the answer, the user asks the same about something else, once or twice."""
    speaker = dialogue.speaker
    goal = _changeable_goal(main, speaker)
    ask(dialogue, goal)
    dialogue.do(goal)
    for _ in range(2 if speaker.dice.chance(0.3) else 1):
        goal = _said_again(dialogue, goal, phrases.AGAIN, phrases.AGAIN_BARE)
        dialogue.do(goal)


def correction(dialogue: Dialogue, main: Wording) -> None:
    """After the call, the user corrects a value."""
    goal = _changeable_goal(main, dialogue.speaker)
    ask(dialogue, goal)
    dialogue.do(goal)
    dialogue.do(_said_again(dialogue, goal, phrases.CORRECTION, phrases.CORRECTION_BARE))


def can_change(wording: Wording) -> bool:
    """Whether in every request for the tool a user can change an argument by saying its new value alone."""
    return all(_one_is_clear(wording, shape) for shape in wording.sets(BUILTINS[wording.tool].tool))


def _one_is_clear(wording: Wording, names: frozenset[str]) -> bool:
    kinds = {name: wording.values[name] for name in names}
    said = any(name in wording.says and not kind.is_text for name, kind in kinds.items())
    alone = len(kinds) == 1 and not any(kind.is_text or kind.is_flag for kind in kinds.values())
    return said or alone or sum(kind.is_name for kind in kinds.values()) == 1


def _changeable_goal(wording: Wording, speaker: Speaker) -> Goal:
    goal = draw_goal(wording, speaker)
    return goal if changeable(goal) else draw_goal(wording, speaker, extra=0)


def _said_again(dialogue: Dialogue, goal: Goal, with_addition: str, bare_value: str) -> Goal:
    """The user says another value for one argument."""
    speaker = dialogue.speaker
    name, bare = speaker.dice.pick(changeable(goal))
    old, value = goal.values[name], another(goal.wording, name, goal.values, speaker)
    # `and Bergen?` is clear, and so is `make it 7`; `and 7?` is not.
    alone = goal.wording.values[name].is_name or bare_value == phrases.CORRECTION_BARE
    if bare and (name not in goal.wording.says or alone and speaker.dice.chance(0.4)):
        text = draw(bare_value, speaker, value=value.said, old=old.said)
    else:
        addition = goal.wording.addition(name, value, speaker).lstrip(":, ")
        text = draw(with_addition, speaker, value="\x03").replace(marked("\x03"), addition)
    goal = goal.changed(**{name: value})
    dialogue.user(text, goal)
    return goal


# ---- values from earlier turns


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
    texts = [_as_command(goal, speaker), command(other, {**later.values, name: Value(None, pronoun, ())}, speaker)]
    known = {key: value for key, value in later.values.items() if key != name}
    text = _filled(draw(phrases.AND_THEN, speaker, one="\x03", two="\x04"), *texts)
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
    """Other tools that take a value that was said for a tool: the other tool, its argument, the argument of the tool."""
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
