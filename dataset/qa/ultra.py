"""Ultra-complex questions: two of the advanced kinds in one story, each with its distracting facts.

    order+kinship        Who is the grandmother of the tallest?
    order+tracking       The tallest has the key. The tallest gives everything to Tor. [...] Where is the key?
    kinship+arithmetic   How many cups does the aunt of Mira have?
    tracking+map         From the room of the key go north, west: where are you?

`dataset.qa.compose` describes how they are made.
"""

from __future__ import annotations

from dataset.qa.advanced_people import KINSHIP, SETS
from dataset.qa.advanced_places import MAP, TRACKING
from dataset.qa.advanced_rules import CONDITIONAL, SYLLOGISM
from dataset.qa.advanced_steps import ARITHMETIC, ORDER
from dataset.qa.compose import Part, compose
from dataset.qa.words import ROOMS

_ORDER = Part(ORDER, {end: (f"the {end}", f"the {end} one") for end in ORDER.queries})
_KINSHIP = Part(KINSHIP, {title: (f"the {title} of {{0}}",) for title in KINSHIP.queries})
_SETS = Part(
    SETS,
    {
        "likes 2": ("the one who likes {0} and {1}",),
        "likes 3": ("the one who likes {0}, {1} and {2}",),
        "likes 4": ("the one who likes {0}, {1}, {2} and {3}",),
    },
)
_ROOM = Part(TRACKING, {"where": ("room of the {0}", "room with the {0}")})
_HOLDER = Part(TRACKING, statement="holds")
_MAP = Part(MAP, things=ROOMS)
_ARITHMETIC, _SYLLOGISM, _CONDITIONAL = Part(ARITHMETIC), Part(SYLLOGISM), Part(CONDITIONAL)

KINDS = (
    compose(_ORDER, _KINSHIP, hops=(4, 5, 6), longer=(7,)),
    compose(_ORDER, _SYLLOGISM, hops=(4, 5, 6, 7), longer=(8,)),
    compose(_ORDER, _HOLDER, hops=(4, 5, 6, 7, 8), longer=(9,)),
    compose(_KINSHIP, _ARITHMETIC, hops=(4, 5, 6), longer=(7,)),
    compose(_KINSHIP, _CONDITIONAL, hops=(4, 5, 6), longer=(7,)),
    compose(_SETS, _ARITHMETIC, hops=(4, 5, 6), longer=(7,)),
    compose(_SETS, _HOLDER, hops=(4, 5, 6, 7), longer=(8,)),
    compose(_ROOM, _MAP, hops=(4, 5, 6, 7), longer=(8,)),
)
