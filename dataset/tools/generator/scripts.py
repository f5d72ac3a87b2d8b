"""Conversations that end in calls: one request, several requests, follow-ups and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dataset.tools.builtin import BUILTINS
from dataset.tools.generator import phrases
from dataset.tools.generator.dialogue import Dialogue, Goal, another, draw_goal
from dataset.tools.generator.kinds import joined
from dataset.tools.generator.patterns import draw, draw_reply, frame
from dataset.tools.generator.speaker import Speaker
from dataset.tools.generator.wording import Wording, by_itself, command, request, wrapped


def ask(dialogue: Dialogue, goal: Goal) -> None:
    """The user asks for all that the goal says."""
    dialogue.user(request(goal.wording, goal.values, dialogue.speaker), goal)


def thank(dialogue: Dialogue) -> None:
    """Now and then the user says thanks."""
    if dialogue.speaker.dice.chance(0.2):
        dialogue.user(draw(phrases.THANKS, dialogue.speaker))
        dialogue.assistant(draw_reply(phrases.WELCOME, dialogue.speaker))


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
    goal = draw_goal(main, dialogue.speaker)
    listed = [name for name in goal.values if main.values[name].is_name]
    if listed and dice.chance(0.4):
        _same_tool_listed(dialogue, goal, dice.pick(listed))
    elif not (dice.chance(0.3) and _same_tool_twice(dialogue, main)):
        _two_tools(dialogue, main, dice.pick(others))


def _same_tool_listed(dialogue: Dialogue, goal: Goal, name: str) -> None:
    """`the weather in Oslo, Bergen and Rome`: the argument `name` has several values."""
    speaker = dialogue.speaker
    values = [goal.values[name]]
    while len(values) < (3 if speaker.dice.chance(0.3) else 2):
        found = another(goal.wording, name, {**goal.values, name: values[-1]}, speaker)
        if all(found.value != value.value for value in values):
            values.append(found)
    said = replace(values[0], said=joined([value.said for value in values], speaker))
    dialogue.has_state = False
    dialogue.user(request(goal.wording, {**goal.values, name: said}, speaker), goal)
    dialogue.do(*(goal.changed(**{name: value}) for value in values))


def _same_tool_twice(dialogue: Dialogue, main: Wording) -> bool:
    """`set a timer for 5 minutes and another one for 10 minutes`; False if two drawn goals are the same."""
    speaker = dialogue.speaker
    goal = draw_goal(main, speaker, extra=0.1)
    names = [name for name in goal.values if name in main.says]
    second = goal.changed(**{name: another(main, name, goal.values, speaker) for name in names})
    if second.call().arguments != goal.call().arguments and main.can_command(frozenset(goal.values)):
        again = " ".join(main.addition(name, second.values[name], speaker) for name in names)
        word = "another one" if main.changes else "the same"
        text = wrapped(f"{command(main, goal.values, speaker)} and {word} {again}", speaker)
    else:
        second = draw_goal(main, speaker, extra=0.1)
        if second.call().arguments == goal.call().arguments:
            return False
        texts = [request(main, each.values, speaker).rstrip("?") for each in (goal, second)]
        text = frame(phrases.AND_ALSO, speaker, one=texts[0], two=texts[1])
    dialogue.has_state = False
    dialogue.user(text, goal)
    dialogue.do(goal, second)
    return True


def _two_tools(dialogue: Dialogue, main: Wording, other: Wording) -> None:
    """`set a timer for 5 minutes and switch the light on`."""
    speaker = dialogue.speaker
    goals = speaker.dice.shuffled([draw_goal(main, speaker, extra=0.15), draw_goal(other, speaker, extra=0.15)])
    texts = [as_command(goal, speaker) for goal in goals]
    text = frame(phrases.AND_ALSO, speaker, one=texts[0], two=texts[1])
    dialogue.user(wrapped(text, speaker) if speaker.dice.chance(0.4) else text, *goals)
    dialogue.do(*goals)


def as_command(goal: Goal, speaker: Speaker) -> str:
    """A command if the tool has one for these arguments, else any request."""
    if goal.wording.can_command(frozenset(goal.values)):
        return command(goal.wording, goal.values, speaker)
    return request(goal.wording, goal.values, speaker).rstrip("?")


# ---- changes of a goal that was called


def changeable(goal: Goal) -> list[tuple[str, bool]]:
    """The arguments whose new value a user can say by itself, and whether the bare value says which one it is."""
    kinds = goal.wording.values
    sorts = {name: (type(value.value), kinds[name].is_name) for name, value in goal.values.items()}
    found = []
    for name in goal.values:
        bare = list(sorts.values()).count(sorts[name]) == 1 and sorts[name][0] is not bool
        if not kinds[name].is_text and (bare or name in goal.wording.says):
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
        addition = by_itself(goal.wording.addition(name, value, speaker))
        text = frame(with_addition, speaker, value=addition)
    goal = goal.changed(**{name: value})
    dialogue.user(text, goal)
    return goal
