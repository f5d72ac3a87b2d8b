"""The kinds of reasoning in each mode of `build_qa_dataset.py`.

A family of kinds is a module with a tuple `KINDS`; a line here adds it to a mode.
"""

from __future__ import annotations

from dataset.qa import (
    advanced_people,
    advanced_places,
    advanced_rules,
    advanced_steps,
    default_people,
    default_rooms,
    default_visits,
    ultra,
)
from dataset.qa.story import Kind

MODES: dict[str, tuple[Kind, ...]] = {
    "default": (*default_rooms.KINDS, *default_people.KINDS, *default_visits.KINDS),
    "advanced": (*advanced_steps.KINDS, *advanced_places.KINDS, *advanced_people.KINDS, *advanced_rules.KINDS),
    "ultra-complex": ultra.KINDS,
}
"""Kinds of reasoning, by mode."""

CHAINED = frozenset({"default", "advanced"})
"""Modes whose notes are questions of their own (`encoder=lines_with_subquestions`): a network may write more of them
than any training question has."""
