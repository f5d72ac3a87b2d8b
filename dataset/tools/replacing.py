"""Other names in training copies: people, places and titles that a conversation names become others of their kind.

    names = Names.of(conversations)                 {"city": ["Oslo", "Bergen", ...], "artist": [...]}
    names.replaced(conversation, 0.5, rng)          "Is it warm in Oslo?" becomes "Is it warm in Bergen?", calls as well

A network that meets each name in one place only learns the names by heart. With names that change, it learns where they
stand. Numbers, dates, times and values of enums stay, since what is said around them belongs to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dataset.tools.conversations import Argument, Conversation, Turn
from dataset.tools.equality import kind_of
from dataset.tools.words import split_name
from dataset.tools.written_form import written_form

_CLOCK = frozenset("date time day month year hour".split())
"""Words in the name of an argument whose values are no names, though they may be free texts ("next Tuesday")."""
_SHORTEST = 3
"""Fewest characters of a name; shorter ones stand within too many texts by chance."""


@dataclass(frozen=True)
class Names:
    """The names that training conversations hold, by the argument that they are values of."""

    by_argument: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, conversations: Iterable[Conversation]) -> Names:
        """All names of these conversations."""
        found: dict[str, dict[str, None]] = {}
        for conversation in conversations:
            for argument, forms in _values(conversation):
                if _can_change(forms):
                    found.setdefault(argument, {})[forms[0]] = None
        return cls({argument: tuple(names) for argument, names in found.items()})

    def replaced(self, conversation: Conversation, share: float, rng: np.random.Generator) -> Conversation:
        """The conversation with other names.

        Args:
            share: probability of each name to become another one.
        """
        groups = _groups(conversation)
        staying = list(_staying(conversation))
        changes: dict[str, str] = {}
        for argument, forms in groups:
            others = self.by_argument.get(argument, ())
            if rng.random() >= share or len(others) < 2 or not _can_change(forms):
                continue
            foreign = [*staying, *(form for _, group in groups if group is not forms for form in group)]
            pattern = _pattern(forms)
            if any(map(pattern.search, foreign)) or not any(pattern.search(turn.text) for turn in conversation.turns):
                continue
            name = others[rng.integers(len(others))]
            if name not in changes.values() and not any(name.casefold() == form.casefold() for form in foreign):
                changes |= {form.casefold(): name for form in forms}
        return _with(conversation, changes) if changes else conversation


def _values(conversation: Conversation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of an argument and all forms of each value that a conversation has of it."""
    free = _free(conversation)
    for argument, values in _stated(conversation):
        forms = tuple(value for value in values if isinstance(value, str))
        if argument in free and forms and len(forms) == len(values):
            yield argument, forms


def _staying(conversation: Conversation) -> Iterator[str]:
    """The texts whose meaning hangs on their words: values that are no names, those of enums, and defaults."""
    free = _free(conversation)
    for argument, values in _stated(conversation):
        for value in values:
            yield from _texts_in(value) if argument not in free or not isinstance(value, str) else ()
    for tool in conversation.tools:
        for described in tool.arguments:
            yield from _texts_in([described.schema.get("enum"), described.schema.get("default")])


def _stated(conversation: Conversation) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Each argument and its values, in the states and calls of a conversation."""
    for turn in conversation.turns:
        for state in (turn.slots or {}).values():
            yield from state.items()
        if turn.call is not None:
            yield from ((name, (value,)) for name, value in turn.call.arguments.items())
            yield from turn.call.accept.items()


def _free(conversation: Conversation) -> set[str]:
    """The arguments that hold names, in all tools that have them."""
    arguments = [argument for tool in conversation.tools for argument in tool.arguments]
    return {a.name for a in arguments if _holds_names(a)} - {a.name for a in arguments if not _holds_names(a)}


def _texts_in(value: Any) -> Iterator[str]:
    """The texts in a value of JSON, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in _texts_in(part))
    elif isinstance(value, (list, tuple)):
        yield from (text for part in value for text in _texts_in(part))


def _holds_names(argument: Argument) -> bool:
    """Whether values of an argument are free texts that may be names."""
    form = written_form(argument.schema)
    if form.date or form.time or any(word.casefold() in _CLOCK for word in split_name(argument.name)):
        return False
    return kind_of(argument.schema) == "string" and "enum" not in argument.schema


def _can_change(forms: tuple[str, ...]) -> bool:
    return all(
        len(form) >= _SHORTEST and form[0].isalpha() and not any(c.isdigit() or c in '"\\' for c in form)
        for form in forms
    ) and any(form[0].isupper() for form in forms)


def _groups(conversation: Conversation) -> list[tuple[str, tuple[str, ...]]]:
    """Each value of a conversation: an argument that has it, and all its forms."""
    groups: list[tuple[str, dict[str, None]]] = []
    for argument, forms in _values(conversation):
        keys = dict.fromkeys(form.casefold() for form in forms)
        same = [group for group in groups if group[1].keys() & keys.keys()]
        merged: dict[str, None] = {}
        for _, known in same:
            merged |= known
        merged |= {form: None for form in forms} | keys
        groups = [group for group in groups if group not in same]
        groups.append((same[0][0] if same else argument, merged))
    return [(argument, tuple(forms)) for argument, forms in groups]


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Finds the forms as whole words, the longest first."""
    choices = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def _with(conversation: Conversation, changes: Mapping[str, str]) -> Conversation:
    """The conversation with names changed; `changes`: the new name by each form without case."""
    pattern = _pattern(changes)

    def value(old: Any) -> Any:
        return changes.get(old.casefold(), old) if isinstance(old, str) else old

    def forms(old: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(map(value, old)))

    def turn(old: Turn) -> Turn:
        call = old.call and replace(
            old.call,
            arguments={name: value(v) for name, v in old.call.arguments.items()},
            accept={name: forms(values) for name, values in old.call.accept.items()},
        )
        slots = old.slots and {
            service: {name: forms(values) for name, values in state.items()} for service, state in old.slots.items()
        }
        text = pattern.sub(lambda found: changes[found[0].casefold()], old.text)
        return replace(old, text=text, call=call, slots=slots)

    return replace(conversation, turns=tuple(map(turn, conversation.turns)))
