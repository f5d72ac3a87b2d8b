"""Conversations in which the assistant answers instead of calling: something is missing, impossible or not wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dataset.tools.builtin import BUILTINS
from dataset.tools.generator import phrases
from dataset.tools.generator.dialogue import Dialogue, Goal, another, draw_goal
from dataset.tools.generator.kinds import Value
from dataset.tools.generator.patterns import draw, draw_reply, frame, marked
from dataset.tools.generator.scripts import ask
from dataset.tools.generator.speaker import Speaker
from dataset.tools.generator.things import BOOK, CITY, COUNTRY, PERSON
from dataset.tools.generator.wording import Wording, by_itself, command, question, request

GENERAL = frozenset(("search_web", "encyclopedia", "movie_details", "find_books", "get_news"))
"""Tools that might be used for any question."""


# ---- something is missing


def leaves_out(wording: Wording) -> list[frozenset[str]]:
    """The sets of required arguments that a request can leave out: one or two."""
    tool = BUILTINS[wording.tool].tool
    required = [argument.name for argument in tool.arguments if argument.required]
    pairs = [frozenset((one, two)) for place, one in enumerate(required) for two in required[:place]]
    sets = [frozenset((name,)) for name in required] + pairs
    return [left for left in sets if wording.can_say(frozenset(required) - left)]


def missing(dialogue: Dialogue, main: Wording) -> None:
    """The request leaves out one or two arguments, the assistant asks, and the user says them or gives up."""
    speaker, dice = dialogue.speaker, dialogue.speaker.dice
    goal = draw_goal(main, speaker, extra=0.15)
    left = dice.pick(leaves_out(main))
    said = {name: value for name, value in goal.values.items() if name not in left}
    if not main.can_say(frozenset(said)):  # an optional argument cannot be said without the one that is left out
        goal = draw_goal(main, speaker, extra=0)
        said = {name: value for name, value in goal.values.items() if name not in left}
    dialogue.user(request(main, said, speaker), Goal(main, said))
    names = [name for name in goal.values if name in left]
    groups = [names] if dice.chance(0.5) else [[name] for name in names]
    for group in groups:
        questions = " ".join(question(main, name, speaker) for name in group)
        dialogue.assistant(dice.pick(phrases.BEFORE_QUESTION) + questions, main.tool, group)
        if dice.chance(0.07):
            dialogue.user(draw(phrases.GIVEN_UP, speaker))
            return dialogue.assistant(draw_reply(phrases.GIVEN_UP_ANSWER, speaker))
        said |= {name: goal.values[name] for name in group}
        dialogue.user(_given(main, {name: goal.values[name] for name in group}, speaker), Goal(main, dict(said)))
    dialogue.do(goal)


def _given(wording: Wording, values: dict[str, Value], speaker: Speaker) -> str:
    """What the user answers to a question for some arguments."""
    text_of = {name: _bare_or_added(wording, name, value, speaker) for name, value in values.items()}
    if len(values) == 1:
        ((name, text),) = text_of.items()
        is_text = wording.values[name].is_text
        return frame(phrases.GIVEN_TWO if is_text else phrases.GIVEN, speaker, value=text)
    between = speaker.dice.pick([", ", " and ", ", "])
    texts = sorted(text_of, key=lambda name: wording.values[name].is_text)
    together = between.join(text_of[name] for name in texts)
    return frame(phrases.GIVEN_TWO, speaker, value=together)


def _bare_or_added(wording: Wording, name: str, value: Value, speaker: Speaker) -> str:
    if name in wording.says and speaker.dice.chance(0.35) and not wording.values[name].is_text:
        return by_itself(wording.addition(name, value, speaker))
    return marked(value.said)


# ---- something is impossible


def irrelevant(dialogue: Dialogue, main: Wording) -> None:
    """No tool that is listed fits the request."""
    speaker = dialogue.speaker
    if speaker.dice.chance(0.35):
        text = draw(phrases.TRIVIA, speaker, book=BOOK.draw(speaker).said, **_names(speaker))
        dialogue.user(text)
        dialogue.barred |= GENERAL
    else:
        goal = draw_goal(main, speaker)
        dialogue.user(request(main, goal.values, speaker))
        dialogue.barred.add(main.tool)
    dialogue.assistant(draw_reply(phrases.NOT_POSSIBLE, speaker))


def small_talk(dialogue: Dialogue) -> None:
    """The user chats."""
    for _ in range(2 if dialogue.speaker.dice.chance(0.3) else 1):
        dialogue.user(draw(phrases.SMALL_TALK, dialogue.speaker, **_names(dialogue.speaker)))
        dialogue.assistant(draw_reply(phrases.SMALL_TALK_ANSWER, dialogue.speaker))
    dialogue.barred |= GENERAL


def _names(speaker: Speaker) -> dict[str, str]:
    return {
        "city": CITY.draw(speaker).said,
        "country": COUNTRY.draw(speaker).said,
        "person": PERSON.draw(speaker).said,
    }


def invalid(dialogue: Dialogue, main: Wording) -> None:
    """A value is not among those that the tool allows. The assistant says so, and most users choose another one."""
    speaker, dice = dialogue.speaker, dialogue.speaker.dice
    name = dice.pick(can_be_wrong(main))
    goal = draw_goal(main, speaker, extra=0.1)
    if name not in goal.values or not main.can_say(frozenset(goal.values)):
        base = draw_goal(main, speaker, extra=0)
        goal = base.changed(**{name: another(main, name, base.values, speaker)})
    kind = main.values[name]
    wrong = Value(None, dice.pick(kind.wrong.split("|")), ())
    if speaker.lower:
        wrong = replace(wrong, said=wrong.said.lower())
    settled = {other: value for other, value in goal.values.items() if other != name}
    dialogue.user(request(main, {**goal.values, name: wrong}, speaker), Goal(main, settled))
    argument = BUILTINS[main.tool].tool.argument(name)
    options = [str(option).replace("_", " ") for option in argument.schema.get("enum", ())] if argument else []
    pattern = phrases.NOT_ALLOWED if options else phrases.NO_NUMBER
    said_options = ", ".join(options[:-1]) + " or " + options[-1] if options else ""
    text = draw_reply(pattern, speaker, noun=name.replace("_", " "), options=said_options)
    dialogue.assistant(text, main.tool, (name,))
    if dice.chance(0.65):
        dialogue.user(_given(main, {name: goal.values[name]}, speaker), goal)
        dialogue.do(goal)


def can_be_wrong(wording: Wording) -> list[str]:
    """The arguments for which the user may say a value that is not allowed."""
    tool = BUILTINS[wording.tool].tool
    base = wording.sets(tool)[0]
    return [name for name, kind in wording.values.items() if kind.wrong and wording.can_say(base | {name})]


# ---- something is not wanted


def negation(dialogue: Dialogue, main: Wording, others: Sequence[Wording]) -> None:
    """`don't play music`, `don't play music, call Anna`, or `the weather in Oslo, not Paris`."""
    dice = dialogue.speaker.dice
    taken_back = [name for name, kind in main.values.items() if _can_be_taken_back(main, name)]
    if taken_back and dice.chance(0.35):
        _value_taken_back(dialogue, main, dice.pick(taken_back))
    elif dice.chance(0.35):
        _instead(dialogue, main, dice.pick(others))
    else:
        _forbidden(dialogue, main)


def _forbidden(dialogue: Dialogue, main: Wording) -> None:
    speaker = dialogue.speaker
    values = draw_goal(main, speaker, extra=0).values
    if main.can_command(frozenset()) and speaker.dice.chance(0.4):
        values = {}
    dialogue.tools[main.tool] = main
    dialogue.user(frame(phrases.FORBIDDEN, speaker, command=command(main, values, speaker)))
    dialogue.assistant(draw_reply(phrases.OBEYED, speaker))


def _instead(dialogue: Dialogue, main: Wording, other: Wording) -> None:
    """One thing is not wanted, another one is."""
    speaker = dialogue.speaker
    unwanted, goal = draw_goal(main, speaker, extra=0), draw_goal(other, speaker, extra=0.1)
    if not other.can_command(frozenset(goal.values)):
        goal = draw_goal(other, speaker, extra=0)
    values = {} if main.can_command(frozenset()) and speaker.dice.chance(0.6) else unwanted.values
    commands = {"command": command(main, values, speaker), "other": command(other, goal.values, speaker)}
    dialogue.tools[main.tool] = main
    dialogue.user(frame(phrases.FORBIDDEN_BUT, speaker, **commands), goal)
    dialogue.do(goal)


def _can_be_taken_back(wording: Wording, name: str) -> bool:
    kind = wording.values[name]
    base = wording.sets(BUILTINS[wording.tool].tool)[0]
    return (
        name in base
        and not (kind.is_text or kind.is_flag or kind.keeps_case)
        and (kind.is_name or name in wording.says)
    )


def _value_taken_back(dialogue: Dialogue, main: Wording, name: str) -> None:
    """The user says two values for an argument, and that one of them is not meant."""
    speaker = dialogue.speaker
    goal = draw_goal(main, speaker, extra=0.15)
    if name not in goal.values:  # another shape was drawn
        return ask_and_do(dialogue, goal)
    value, old = goal.values[name], another(main, name, goal.values, speaker)
    if speaker.dice.chance(0.6):
        inside = draw(phrases.TAKEN_BACK, speaker, value=value.said, old=old.said)
        said = replace(value, said="\x03")
        text = request(main, {**goal.values, name: said}, speaker).replace(marked("\x03"), inside)
    else:
        asked = request(main, goal.values, speaker).rstrip("?")
        text = frame(phrases.EXCLUDED, speaker, request=asked, value=marked(value.said), old=marked(old.said))
    dialogue.user(text, goal)
    dialogue.do(goal)


def ask_and_do(dialogue: Dialogue, goal: Goal) -> None:
    """One request and its call."""
    ask(dialogue, goal)
    dialogue.do(goal)
