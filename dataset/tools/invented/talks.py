"""Conversations about tools of which nothing but their schemas is known.

    user       get the brain scan of type MRI, the patient id is P-1234
    tool_call  getBrainScan(scan_type="MRI", patient_id="P-1234")

Kinds, by the fact `kind`: one call; several calls in a row; an argument that is missing, or whose value is none of
those allowed, so that the assistant asks; and a user who wants nothing done. Some arguments whose descriptions give
examples allow these values only, so that tools differ from talk to talk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.dice import Dice
from dataset.tools.generator.kinds import Value
from dataset.tools.generator.patterns import CLOSE, OPEN
from dataset.tools.generator.speaker import Speaker
from dataset.tools.generator.typed import typed
from dataset.tools.invented.fragments import examples_in, without_examples
from dataset.tools.invented.guesses import Guess, guess
from dataset.tools.invented.sentences import NAMED, deed, noun, phrase, request, unnamed

_TRIES = 20
_CHOICES = 0.4
"""Share of the arguments with examples that allow nothing else."""
_MOST_ARGUMENTS = 6
_DONE = ("Done.", "That is done.", "Here it is.", "I have done that.", "All set.", "Here is what I found.")
_WHICH = ("Which {n}?", "What {n} do you want?", "What is the {n}?", "I need the {n} first.", "For which {n}?")
_NOT_ALLOWED = (
    "There is no {v}. Which {n}?",
    "{n} can be {o}.",
    "I only know {o} as {n}.",
    "{v} is no {n}. Is it {o}?",
)
_NO_NUMBER = ("I need a number for the {n}.", "{v} is no number. What is the {n}?", "How much is the {n}, as a number?")
_REPLIES = ("{v}", "{v}", "{v}, please", "it's {v}", "the {n} is {v}", "{n} {v}", "I mean {v}", "{n}: {v}", "take {v}")
_AGAIN = ("and also {p}", "and the same {p}", "and then {p}", "also {p}", "and another one {p}", "and {p}")
_BETWEEN = (". ", ", and ", " and then ", ", then ", ". Also ", ". After that, ")
_NO = (
    "don't {c}", "do not {c}", "no need to {c}", "please don't {c} now", "never {c}", "I don't want you to {c}",
    "you must not {c}", "stop, do not {c}", "no need to {c}, I'll do it myself", "you can {c} later, not now",
    "we decided not to {c}", "under no circumstances {c}", "{c}? no, leave it", "it is too early to {c}, so don't",
)  # fmt: skip
_CHAT = (
    "thanks", "thank you, that is all", "hello", "hi there", "good morning", "great", "okay", "I see", "never mind",
    "that's all for now", "nice, thanks a lot", "how are you?", "who are you?", "tell me a joke", "I'm bored",
)  # fmt: skip
_WELL = ("All right.", "Okay.", "I will not do that.", "You are welcome.", "Is there anything else?", "Fine.")


@dataclass(frozen=True)
class Subject:
    """A tool that conversations can be about.

    Attributes:
        guesses: how its arguments are said; those that cannot be said are missing and optional.
    """

    tool: Tool
    guesses: Mapping[str, Guess]


def subject_of(tool: Tool, fragments: Sequence[str]) -> Subject | None:
    """A tool with guesses at its arguments; None if it needs an argument that is not said in words."""
    guesses: dict[str, Guess] = {}
    for argument in tool.arguments:
        found = guess(argument, fragments)
        if found is not None:
            guesses[argument.name] = found
        elif argument.required:
            return None
    return Subject(tool, guesses)


def invent(
    subjects: Sequence[Subject], number: int, fragments: Sequence[str], speaker: Speaker, name: str
) -> Conversation:
    """A conversation about the subject of this number, and perhaps about another one.

    Args:
        fragments: words for values that are not allowed.
    """
    subject = _with_choices(subjects[number], speaker.dice)
    kind = speaker.dice.number()
    if kind < 0.12:
        return _not_allowed(subject, fragments, speaker, name)
    if kind < 0.24:
        return _missing(subject, speaker, name)
    if kind < 0.36:
        other = speaker.dice.pick(subjects) if speaker.dice.chance(0.4) else subject
        return _several(subject, other, speaker, name)
    return _nothing(subject, speaker, name) if kind < 0.46 else _one(subject, speaker, name)


def _with_choices(subject: Subject, dice: Dice) -> Subject:
    """The subject, where some arguments allow only the examples that their descriptions give."""
    arguments, guesses = [], dict(subject.guesses)
    for argument in subject.tool.arguments:
        options = list(dict.fromkeys(examples_in(argument.description)))
        may_choose = argument.schema.get("type") == "string" and not {"enum", "default"} & argument.schema.keys()
        if may_choose and len(options) > 1 and dice.chance(_CHOICES):
            if dice.chance(0.5):
                options = [option.lower() for option in options]
            schema = {**argument.schema, "enum": options, "description": without_examples(argument.description)}
            argument = replace(argument, schema=schema)
            found = guess(argument, ())
            assert found is not None, "texts can be chosen from"
            guesses[argument.name] = found
        arguments.append(argument)
    return Subject(replace(subject.tool, arguments=tuple(arguments)), guesses)


def _one(subject: Subject, speaker: Speaker, name: str) -> Conversation:
    values = _values(subject, speaker)
    turns = [_user(request(subject.tool, values, subject.guesses, speaker.dice), speaker, subject.tool)]
    turns += _calls([_call(subject, values)], speaker)
    if speaker.dice.chance(0.15):
        turns += [Turn("user", typed(speaker.dice.pick(_CHAT), speaker)), Turn("assistant", speaker.dice.pick(_WELL))]
    return Conversation((subject.tool,), tuple(turns), name, facts={"kind": "one call"})


def _missing(subject: Subject, speaker: Speaker, name: str) -> Conversation:
    """The user leaves out a required argument and says it when asked."""
    dice = speaker.dice
    values = _values(subject, speaker)
    required = [a for a in subject.tool.arguments if a.required and subject.guesses[a.name].role != "flag"]
    if not required:
        return _one(subject, speaker, name)
    asked = dice.shuffled(required, 2 if len(required) > 1 and dice.chance(0.25) else 1)
    known = {key: value for key, value in values.items() if key not in {argument.name for argument in asked}}
    nouns = [noun(argument, dice) for argument in asked]
    turns = [
        _user(request(subject.tool, known, subject.guesses, dice), speaker, subject.tool),
        Turn(
            "assistant",
            dice.pick(_WHICH).format(n=" and ".join(nouns)),
            intent=subject.tool.name,
            asks=tuple(argument.name for argument in asked),
        ),
        _user(_reply(asked, nouns, values, subject, dice), speaker, subject.tool),
    ]
    turns += _calls([_call(subject, values)], speaker)
    return Conversation((subject.tool,), tuple(turns), name, facts={"kind": "missing information"})


def _not_allowed(subject: Subject, fragments: Sequence[str], speaker: Speaker, name: str) -> Conversation:
    """The user wants a value that a choice does not have, or words for a number; the assistant asks for another one."""
    dice = speaker.dice
    values = _values(subject, speaker)
    said = [argument for argument in subject.tool.arguments if argument.name in values]
    chosen = [argument for argument in said if "enum" in argument.schema]
    if not chosen or dice.chance(0.2):
        chosen = [argument for argument in said if subject.guesses[argument.name].role == "number"] or chosen
    if not chosen or not fragments:
        return _missing(subject, speaker, name)
    argument = dice.pick(chosen)
    allowed = [str(option).replace("_", " ") for option in argument.schema.get("enum", ())]
    wrong = dice.pick(fragments)
    if any(_overlap(wrong.lower(), option.lower()) for option in allowed):
        return _missing(subject, speaker, name)
    asked = {**values, argument.name: Value(wrong, wrong, (wrong,))}
    asking = dice.pick(_NOT_ALLOWED if allowed else _NO_NUMBER)
    asking = asking.format(v=wrong, n=noun(argument, dice), o=" or ".join(allowed[:6]))
    turns = [
        _user(request(subject.tool, asked, subject.guesses, dice), speaker, subject.tool),
        Turn("assistant", asking, intent=subject.tool.name, asks=(argument.name,)),
        _user(_reply([argument], [noun(argument, dice)], values, subject, dice), speaker, subject.tool),
        *_calls([_call(subject, values)], speaker),
    ]
    return Conversation((subject.tool,), tuple(turns), name, facts={"kind": "invalid value"})


def _reply(
    asked: Sequence[Argument], nouns: Sequence[str], values: Mapping[str, Value], subject: Subject, dice: Dice
) -> str:
    if len(asked) == 1 and dice.chance(0.7):
        return dice.pick(_REPLIES).format(n=nouns[0], v=f"{OPEN}{values[asked[0].name].said}{CLOSE}")
    return " and ".join(phrase(a, values[a.name], subject.guesses[a.name], dice) for a in asked)


def _several(subject: Subject, other: Subject, speaker: Speaker, name: str) -> Conversation:
    """Two or three calls in a row: one tool with other values, or two tools."""
    dice = speaker.dice
    values = _values(subject, speaker)
    if other.tool.name != subject.tool.name:
        more = _values(other, speaker)
        texts = [request(of.tool, said, of.guesses, dice) for of, said in ((subject, values), (other, more))]
        text = texts[0].rstrip("?") + dice.pick(_BETWEEN) + texts[1]
        calls = [_call(subject, values), _call(other, more)]
        tools: tuple[Tool, ...] = (subject.tool, other.tool)
    else:
        text, calls, tools = request(subject.tool, values, subject.guesses, dice).rstrip("?"), [], (subject.tool,)
        calls.append(_call(subject, values))
        for _ in range(dice.between(1, 2)):
            changed = _another(subject, values, speaker)
            if not changed:
                break
            values = {**values, **changed}
            said = []
            for argument in subject.tool.arguments:
                if argument.name in changed:
                    guessed = subject.guesses[argument.name]
                    forms = NAMED if dice.chance(0.5) else unnamed(guessed)
                    said.append(phrase(argument, changed[argument.name], guessed, dice, forms))
            text += dice.pick((", ", " ", ". ")) + dice.pick(_AGAIN).format(p=" ".join(said))
            calls.append(_call(subject, values))
    if len(calls) < 2:
        return _one(subject, speaker, name)
    turns = [_user(text, speaker, subject.tool), *_calls(calls, speaker)]
    return Conversation(tools, tuple(turns), name, facts={"kind": "several calls"})


def _nothing(subject: Subject, speaker: Speaker, name: str) -> Conversation:
    """The user wants nothing done: small talk, or a request not to do it."""
    dice = speaker.dice
    text = dice.pick(_CHAT)
    if dice.chance(0.7):
        values = _values(subject, speaker)
        said = [
            phrase(a, values[a.name], guessed, dice, unnamed(guessed))
            for a in subject.tool.arguments
            if a.name in values and (guessed := subject.guesses[a.name]).role != "flag"
        ]
        text = " ".join([dice.pick(_NO).format(c=deed(subject.tool, dice)), *said[:1]])
    turns = (Turn("user", typed(text, speaker)), Turn("assistant", dice.pick(_WELL)))
    return Conversation((subject.tool,), turns, name, facts={"kind": "no call"})


# ---- turns


def _user(text: str, speaker: Speaker, tool: Tool) -> Turn:
    return Turn("user", typed(text, speaker), intent=tool.name)


def _calls(calls: Sequence[Call], speaker: Speaker) -> list[Turn]:
    """The calls, their responses, and what the assistant says then."""
    dice = speaker.dice
    turns = [Turn("tool_call", call=call) for call in calls]
    for call in calls:
        first = next(iter(call.arguments.items()), ("result", "ok"))
        found = dice.pick(({"status": "ok"}, {"result": dice.between(1, 999)}, {"success": True}, dict([first])))
        turns.append(Turn("tool_response", json.dumps(found, ensure_ascii=False)))
    return [*turns, Turn("assistant", dice.pick(_DONE))]


def _call(subject: Subject, values: Mapping[str, Value]) -> Call:
    return Call(
        subject.tool.name,
        {name: value.value for name, value in values.items()},
        {name: value.accept for name, value in values.items() if len(value.accept) > 1},
    )


def _values(subject: Subject, speaker: Speaker) -> dict[str, Value]:
    """Values for the required arguments and for some others; no two are said with the same words."""
    dice = speaker.dice
    optional = [a for a in subject.tool.arguments if not a.required and a.name in subject.guesses]
    required = [a for a in subject.tool.arguments if a.required]
    room = max(0, _MOST_ARGUMENTS - len(required))
    share = dice.pick((0.2, 0.5, 0.9))
    chosen = required + [a for a in dice.shuffled(optional) if dice.chance(share)][:room]
    found: dict[str, Value] = {}
    for argument in chosen:
        value = _free(subject.guesses[argument.name], [*found.values()], speaker)
        if value is not None:
            found[argument.name] = value
        elif argument.required:  # as many values of an enum as arguments: they may be equal
            found[argument.name] = subject.guesses[argument.name].kind.draw(speaker)
    return found


def _another(subject: Subject, values: Mapping[str, Value], speaker: Speaker) -> dict[str, Value]:
    """Other values for one or two of the arguments; empty if there are none."""
    changeable = [name for name in values if subject.guesses[name].role != "flag"]
    chosen = speaker.dice.shuffled(changeable, 2 if speaker.dice.chance(0.25) else 1)
    found: dict[str, Value] = {}
    for name in chosen:
        value = _free(subject.guesses[name], [*values.values(), *found.values()], speaker)
        if value is not None:
            found[name] = value
    return found


def _free(guessed: Guess, taken: Sequence[Value], speaker: Speaker) -> Value | None:
    """A value whose words are not said yet, nor a part of what is said; None if none was drawn."""
    for _ in range(_TRIES):
        value = guessed.kind.draw(speaker)
        if guessed.role == "flag":
            return value
        if all(not _overlap(value.said.lower(), other.said.lower()) for other in taken):
            return value
    return None


def _overlap(one: str, other: str) -> bool:
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "
