"""One wrong token in a small function.

    b = max(xs)        b = min(xs)          line 0, place 2, "min" for "max"
    c = a - b          c = a - b

A token is replaced by another one that could stand there: an operator, a comparison, a number, a function of lists, or
the name of a value of the same type that is known there. The function must then compute something else.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dataset.code.functions import LIST_NAMES, NUMBER_NAMES

_CLASSES = (
    ("+", "-", "*", "//", "%"),
    (">", "<", "=="),
    ("max", "min", "sum", "len"),
    ("sorted", "list"),
)
"""Tokens that can take each other's places."""
_LARGEST_CONSTANT = 12


class Mutation(NamedTuple):
    """A wrong token.

    Attributes:
        line, place: of the token, in lines of tokens.
        token: the right token.
        wrong: what stands there instead.
    """

    line: int
    place: int
    token: str
    wrong: str

    def applied(self, lines: Sequence[Sequence[str]]) -> list[list[str]]:
        """The lines of tokens with the wrong token."""
        found = [list(line) for line in lines]
        found[self.line][self.place] = self.wrong
        return found


def mutations(parameters: Sequence[str], lines: Sequence[Sequence[str]], rng: random.Random) -> Iterator[Mutation]:
    """Wrong tokens for the body of a function in random order, each place once.

    Args:
        lines: the tokens of its lines.
    """
    places = [(line, place) for line, tokens in enumerate(lines) for place in range(len(tokens))]
    rng.shuffle(places)
    for line, place in places:
        known = {*parameters, *(tokens[_first(tokens)] for tokens in lines[:line] if "=" in tokens)}
        choices = _others(lines[line], place, known)
        if choices:
            yield Mutation(line, place, lines[line][place], rng.choice(choices))


def _first(tokens: Sequence[str]) -> int:
    """The place of the first token that is no indentation."""
    return next(place for place, token in enumerate(tokens) if token.strip())


def _others(tokens: Sequence[str], place: int, known: set[str]) -> list[str]:
    token = tokens[place]
    for tokens_of_class in _CLASSES:
        if token in tokens_of_class:
            return [other for other in tokens_of_class if other != token]
    if token.isdigit():
        return [str(number) for number in range(_LARGEST_CONSTANT + 1) if str(number) != token]
    is_target = place == _first(tokens) and "=" in tokens
    for names in (NUMBER_NAMES, LIST_NAMES):
        if token in names and not is_target:
            return [name for name in names if name in known and name != token]
    return []
