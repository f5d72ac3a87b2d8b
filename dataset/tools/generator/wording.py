"""How people ask for a tool: the wording of its requests, and the sentences drawn from it.

A request consists of a pattern (`book a table at {restaurant}`) and additions for the arguments that the pattern does
not mention (`for {people} people`, `on {date}`), in random order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dataset.tools.conversations import Tool
from dataset.tools.generator.kinds import Kind, Value
from dataset.tools.generator.patterns import OPEN, Pattern, frame, marked, pick, read_lines
from dataset.tools.generator.speaker import Speaker

WRAPPERS = """
    {command}
    {command}
    please {command}
    can you {command}[ for me]?
    be so kind and {command}
    can you please {command}?
    {command} please
    could you {command}?
    hey, {command}
    kindly {command}
    {command}
    {command}, (thanks|thank you)
    (ok|okay|alright), {command}
    hi, (can|could) you {command}?
    would you {command}?
    I (want|need) you to {command}
    could you please {command}?
"""
"""What stands around a command. Some lines stand there twice, since people write them more often."""


@dataclass(frozen=True, eq=False)  # wordings are compared by identity, so that they can be keys
class Wording:
    """How people ask for one tool.

    Attributes:
        tool: the tool's name.
        values: the kind of each argument's values.
        commands: patterns that continue `please ...`, one a line.
        sentences: all other patterns, one a line.
        says: additions for arguments, such as `for {}`, separated by `|`. A flag needs none.
        asks: how the assistant asks for an argument, separated by `|`.
        answers: what the assistant says after the call, separated by `|`: format strings over what was said and the
            tool's result.
        shapes: the sets of arguments of which a request says one, separated by `|`; empty if it is all required ones.
        alike: tools that might be taken for this one; they are never listed beside it.
        offers: what a result is good for: by `tool.argument`, the path to the values in the result, where `*` is any
            item of a list. The items must be named in the answer.
        changes: whether the tool changes something, as opposed to looking something up.
    """

    tool: str
    values: Mapping[str, Kind]
    commands: str
    sentences: str
    answers: str
    says: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    shapes: str = ""
    alike: str = ""
    offers: Mapping[str, str] = field(default_factory=dict)
    changes: bool = False

    def sets(self, tool: Tool) -> list[frozenset[str]]:
        """The smallest sets of arguments that a request says."""
        if self.shapes:
            return [frozenset(shape.split()) for shape in self.shapes.split("|")]
        return [frozenset(argument.name for argument in tool.arguments if argument.required)]

    def can_add(self, name: str) -> bool:
        """Whether an argument can be said as an addition."""
        return name in self.says or self.values[name].is_flag

    def addition(self, name: str, value: Value, speaker: Speaker) -> str:
        """What is said for an argument by itself, such as `for {} people`; the bare value if `says` has none."""
        said = marked(value.said)
        return speaker.dice.pick(self.says[name].split("|")).replace("{}", said) if name in self.says else said

    def patterns(self, text: str, names: frozenset[str], held_back: bool) -> list[Pattern]:
        """The patterns of a text that can say these arguments and no others.

        Args:
            text: `commands` or `sentences`.
            held_back: whether patterns count that are held back for the test split.
        """
        return [
            pattern
            for pattern in read_lines(text)
            if (held_back or not pattern.held_back)
            and pattern.needs <= names
            and all(name in pattern.needs or name in pattern.takes or self.can_add(name) for name in names)
        ]

    def can_command(self, names: frozenset[str]) -> bool:
        """Whether a command can be put so that it says these arguments and no others."""
        return bool(self.patterns(self.commands, names, False))

    def can_say(self, names: frozenset[str]) -> bool:
        """Whether a request can be put so that it says these arguments and no others."""
        return self.can_command(names) or bool(self.patterns(self.sentences, names, False))


def command(wording: Wording, values: Mapping[str, Value], speaker: Speaker) -> str:
    """A command without its politeness, such as `book a table for two`, with marks around its values.

    Raises:
        ValueError: the tool has no command that says these arguments.
    """
    patterns = wording.patterns(wording.commands, frozenset(values), speaker.new_phrases)
    if not patterns:
        raise ValueError(f"{wording.tool} has no command for {sorted(values)}")
    return _filled(wording, values, speaker, patterns)


def request(wording: Wording, values: Mapping[str, Value], speaker: Speaker) -> str:
    """A request for a tool, with marks around its values.

    Raises:
        ValueError: the tool has no pattern that says these arguments.
    """
    sentences = wording.patterns(wording.sentences, frozenset(values), speaker.new_phrases)
    commands = wording.patterns(wording.commands, frozenset(values), speaker.new_phrases)
    if not sentences or commands and speaker.dice.chance(0.55):
        return wrapped(command(wording, values, speaker), speaker)
    return _filled(wording, values, speaker, sentences)


def wrapped(inside: str, speaker: Speaker) -> str:
    """A command with what stands around it."""
    return frame(WRAPPERS, speaker, command=inside)


def _filled(wording: Wording, values: Mapping[str, Value], speaker: Speaker, patterns: list[Pattern]) -> str:
    """A sentence from one of the patterns, and additions for the values that it does not mention."""
    text, used = pick(patterns, speaker).draw(speaker, {name: value.said for name, value in values.items()})
    missing = speaker.dice.shuffled([name for name in values if name not in used])
    missing.sort(key=lambda name: (wording.values[name].is_text, wording.values[name].is_flag))  # these stand last
    additions = [wording.addition(name, values[name], speaker) for name in missing]
    body = text.rstrip("?!")
    return " ".join([body, *additions]) + text[len(body) :]


def by_itself(addition: str) -> str:
    """An addition that begins a sentence: without the punctuation in front of it."""
    return re.sub(f"^({OPEN}?)[:, ]+", r"\1", addition)


def question(wording: Wording, name: str, speaker: Speaker) -> str:
    """How the assistant asks for an argument."""
    noun = name.replace("_", " ")
    plainly = f"What is the {noun}?|Which {noun}?|Could you tell me the {noun}?|Please tell me the {noun}."
    return speaker.dice.pick(wording.asks.get(name, plainly).split("|"))
