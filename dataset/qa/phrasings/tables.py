"""Kinds of reasoning with all their wordings: those of training, and those that are held out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dataset.qa.phrasings import more, people, rooms, rules, steps, worlds
from dataset.qa.phrasings.ways import Phrases, Table, parted
from dataset.qa.story import Kind, Templates

_FAMILIES = (rooms, people, steps, worlds, rules, more)
Parts = tuple[tuple[str, ...], tuple[str, ...]]


def phrases_of(kind: Kind) -> tuple[Table, Table]:
    """More wordings of the statements and queries of a kind, by relation; of compositions, those of both parts."""
    statements: dict[str, Phrases] = {}
    queries: dict[str, Phrases] = {}
    for name in kind.name.split("+"):
        for family in _FAMILIES:
            statements |= family.STATEMENTS.get(name, {})
            queries |= family.QUERIES.get(name, {})
    return (
        {relation: found for relation, found in statements.items() if relation in kind.statements},
        {relation: found for relation, found in queries.items() if relation in kind.queries},
    )


def trained(kind: Kind) -> Kind:
    """The kind with the usual wordings and all further ones that are not held out."""
    return _worded(kind, lambda parts: parts[0])


def held_out(kind: Kind) -> Kind:
    """The kind with the wordings that are held out of training; of a relation that has none, the usual ones."""
    return _worded(kind, lambda parts: parts[1] or parts[0])


def _worded(kind: Kind, chosen: Callable[[Parts], tuple[str, ...]]) -> Kind:
    statements, queries = phrases_of(kind)

    def table(usual: Templates, further: Mapping[str, Phrases]) -> Templates:
        return {
            relation: chosen(parted(wordings, further[relation])) if relation in further else wordings
            for relation, wordings in usual.items()
        }

    return replace(kind, statements=table(kind.statements, statements), queries=table(kind.queries, queries))
