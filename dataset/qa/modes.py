"""Which kinds of reasoning each mode of `build_qa_dataset.py` asks about.

A family of kinds is a module of its own with a tuple `KINDS`; a line here makes it part of a mode.
"""

from __future__ import annotations

from dataset.qa import default_people, default_rooms
from dataset.qa.story import Kind

MODES: dict[str, tuple[Kind, ...]] = {
    "default": (*default_rooms.KINDS, *default_people.KINDS),
}
"""Kinds by mode; questions are spread evenly over them."""
