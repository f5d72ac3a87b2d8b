"""Kinds of values: each draws a value together with the words that a user says for it.

    pool(words("Oslo|Bergen")).draw(speaker)         Value("Oslo", "Oslo", ("Oslo",))
    choice({"low": "low|gentle"}).draw(speaker)      Value("low", "gentle", ("low",))

Most kinds are put together by the functions below; those of names and texts stand in `things`, numbers in `amounts`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dataset.tools.fields.world import Parts
from dataset.tools.generator.speaker import Speaker

_TRIES = 30
"""A kind whose values are all held back gives one of them after so many draws."""


@dataclass(frozen=True)
class Value:
    """A value of an argument.

    Attributes:
        value: the JSON value, in its canonical form.
        said: the words that the user says.
        accept: all values that count as right, the canonical one first.
    """

    value: Any
    said: str
    accept: tuple[Any, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of values.

    Attributes:
        draw_cased: draws a value as a user writes it who types capital letters.
        keeps_case: users who type no capital letters keep the case of such values: file names, order numbers.
        is_text: the value is a text of its own, such as a message. It stands at the end of a request.
        is_name: the value can stand alone in an answer and in a list: "Oslo", "Oslo and Bergen".
        is_flag: what is said for the value says which argument it is, such as `with subtitles`.
        pronouns: words that stand for a value that was said before, separated by `|`.
        wrong: words that a user may say and that no allowed value stands for, separated by `|`.
        options: what is said for each of the allowed values, separated by `|`. Empty if any value is allowed.
    """

    draw_cased: Callable[[Speaker], Value]
    keeps_case: bool = False
    is_text: bool = False
    is_name: bool = False
    is_flag: bool = False
    pronouns: str = ""
    wrong: str = ""
    options: tuple[tuple[Any, str], ...] = ()

    def draw(self, speaker: Speaker) -> Value:
        """A value, said as this user says it."""
        found = self.draw_cased(speaker)
        if self.keeps_case or not speaker.lower:
            return found
        return replace(found, said=found.said.lower()) if self.options else lowered(found)


def lowered(value: Value) -> Value:
    """The value said without capital letters; it is right in lower case, too."""
    accept = list(value.accept)
    for form in map(_small, value.accept):
        if form not in accept:
            accept.append(form)
    return Value(value.value, value.said.lower(), tuple(accept))


def _small(value: Any) -> Any:
    if isinstance(value, list):
        return [_small(item) for item in value]
    return value.lower() if isinstance(value, str) else value


def plain(text: str) -> Value:
    """A value that is said as it is."""
    return Value(text, text, (text,))


# ---- texts and names


def pool(*alternatives: Parts, between: str = " ", **more: Any) -> Kind:
    """Values made of one word of each part, of one of several lists of parts."""

    def draw(speaker: Speaker) -> Value:
        wanted = speaker.dice.chance(0.5)
        found = ""
        for _ in range(_TRIES):
            parts = speaker.dice.pick(alternatives)
            words = [speaker.dice.pick(part) for part in parts]
            found = between.join(words) if between != " " else " ".join(" ".join(words).split()).replace(" ,", ",")
            if speaker.allows(found, wanted):
                break
        return plain(found)

    return Kind(draw, **more)


def made(make: Callable[[Speaker], str], **more: Any) -> Kind:
    """Values that a function makes."""

    def draw(speaker: Speaker) -> Value:
        wanted = speaker.dice.chance(0.5)
        found = make(speaker)
        for _ in range(_TRIES):
            if speaker.allows(found, wanted):
                break
            found = make(speaker)
        return plain(found)

    return Kind(draw, **more)


# ---- choices and lists


def choice(options: dict[Any, str], wrong: str = "") -> Kind:
    """One of the words that a schema allows; `options` says what is said for each, separated by `|`."""
    items = tuple(options.items())

    def draw(speaker: Speaker) -> Value:
        value, said = speaker.dice.pick(items)
        return Value(value, speaker.dice.pick(said.split("|")), (value,))

    return Kind(draw, options=items, wrong=wrong)


def flag(true: str, false: str) -> Kind:
    """True or false; the words that say so stand for the whole argument. True is said more often."""
    yes, no = true.split("|"), false.split("|")

    def draw(speaker: Speaker) -> Value:
        value = not false or speaker.dice.chance(0.65)
        return Value(value, speaker.dice.pick(yes if value else no), (value,))

    return Kind(draw, options=((True, true), (False, false)), is_flag=True)


def list_of(kind: Kind, least: int = 2, most: int = 4) -> Kind:
    """Lists of different values of a kind, said with commas and `and`."""

    def draw(speaker: Speaker) -> Value:
        count = speaker.dice.between(least, most)
        found: dict[str, Value] = {}
        for _ in range(_TRIES):
            if len(found) < count:
                item = kind.draw_cased(speaker)
                found.setdefault(str(item.value), item)
        items = list(found.values())
        return Value(
            [item.value for item in items],
            joined([item.said for item in items], speaker),
            ([item.value for item in items],),
        )

    return replace(kind, draw_cased=draw, is_text=False, is_name=False, pronouns="")


def joined(said: list[str], speaker: Speaker) -> str:
    """A list as people write it: `milk, eggs and bread`."""
    if len(said) == 1:
        return said[0]
    last = speaker.dice.pick([" and ", " and ", ", and ", ", ", " & "] if len(said) > 2 else [" and ", " and ", " & "])
    return ", ".join(said[:-1]) + last + said[-1]
