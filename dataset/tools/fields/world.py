"""A small invented world that built-in tools look things up in: the same question always has the same answer.

    number(0, 30, "Oslo", "celsius")             the temperature in Oslo
    pick(("sunny", "rainy"), "Oslo", "sky")      the weather in Oslo
    made(HOTELS, "Oslo", 1)                      the name of the second hotel in Oslo

Names are made of parts, so that there are many of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

Parts = Sequence[Sequence[str]]
"""Names are made of one word of each part."""


def words(*parts: str) -> Parts:
    """The parts of names; the words of a part are separated by `|`."""
    return tuple(tuple(part.strip() for part in line.split("|")) for line in parts)


RESTAURANTS = words(
    "Golden|Blue|Old|Little|Red|Silver|Green|Hidden|Lucky|Royal|Rustic|Happy|Corner|Wild|Velvet|Burning",
    "Fork|Lantern|Olive|Garden|Table|Spoon|Dragon|Oven|Harbour|Kitchen|Fig|Pepper|Basil|Lemon|Anchor|Saffron",
)
HOTELS = words(
    "Grand|Park|Royal|Station|Harbour|City|Palace|Lake|Central|Garden|Astoria|Opera|River|Sunset|Northern|Union",
    "Hotel|Inn|Lodge|Suites|Residence|Rooms|House|Plaza",
)
FILMS = words(
    "The Last|A Quiet|The Silent|Midnight|Beyond the|The Lost|Broken|Return to|Winter|The Second|Paper|Electric",
    "Horizon|Garden|Promise|Voyage|River|Kingdom|Letter|Mountain|Station|Summer|Secret|Orchestra|Island|Shadow",
)
BOOKS = words(
    "The Glass|A History of|The Salt|Notes on|The Clockmaker's|Letters from|The Weight of|An Atlas of|Seven|The Hollow",
    "Water|Forests|Silence|Daughter|Maps|Winter|Stars|Bridges|Honey|Lighthouses|Thieves|Rain|Birds|Memory",
)
SONGS = words(
    "Blue|Running|Golden|Lonely|Midnight|Paper|Summer|Dancing|Falling|Broken|Neon|Northern|Sweet|Endless",
    "Rain|Hearts|Lights|Train|Road|Fire|Skies|Moon|Shadows|Ocean|Mirrors|Roses|Thunder|Dreams",
)
ARTISTS = words(
    "The Velvet|Crimson|Electric|The Lonely|Arctic|Neon|The Wandering|Lunar|Iron|The Paper|Hollow|Silver",
    "Foxes|Parade|Sparrows|Pilots|Tigers|Echo|Lanterns|Rivers|Wolves|Orchard|Saints|Giants|Cassettes",
)
FIRST_NAMES = words(
    "Anna|Ben|Clara|David|Emma|Farid|Greta|Hassan|Ines|Jonas|Kira|Liam|Maya|Noah|Olga|Pablo|Quinn|Rosa|Sven|Tara|Umar"
    "|Vera|Will|Yuki|Zoe|Amir|Bianca|Carlos|Dana|Elif|Felix|Gina|Hugo|Isla|Jamal|Katrin|Leo|Mina|Nils|Oscar|Priya|Rahul"
    "|Sara|Tom|Valentina|Wei|Xenia|Yusuf|Aisha|Björn|Chloe|Dmitri|Elena|Finn|Grace|Henry|Ivy|Julia|Kofi|Lucia|Marco|Nadia"
)
LAST_NAMES = words(
    "Berg|Lind|Castell|Moran|Hart|Okon|Silva|Novak|Weiss|Tanak|Fern|Ross|Hall|Kell|Stan|Rich|Carl|Mart|Harr|Wins",
    "er|son|strom|ton|ley|mann|ova|ini|field|ez|wood|by",
)
FULL_NAMES = (*FIRST_NAMES, tuple(f" {first}{last}" for first in LAST_NAMES[0] for last in LAST_NAMES[1]))
STREETS = words(
    "Oak|Maple|Church|Mill|Station|High|Park|Cedar|King|Queen|River|Garden|Bridge|Elm|Market|Harbour|School|Chapel",
    "Street|Road|Avenue|Lane|Square|Drive",
)
PRODUCT_KINDS = words(
    "wireless|leather|cotton|waterproof|ceramic|wooden|electric|foldable|stainless steel|vintage|black|red",
    "headphones|backpack|T-shirt|jacket|mug|desk lamp|kettle|umbrella|water bottle|office chair|keyboard|sneakers|tent"
    "|phone case|scarf|blender|suitcase|wallet|yoga mat|sunglasses|hoodie|toaster|bike helmet|gloves",
)
BRANDS = words("Nor|Vel|Kin|Ax|Lum|Tor|Zan|Bri|Sol|Pax", "ara|ix|ova|tek|eo|don|mark|aro|ell|ity")


def number(low: int, high: int, *key: object) -> int:
    """A whole number from `low` to `high`, always the same for the same key."""
    return low + zlib.crc32(repr(key).encode("utf-8", "backslashreplace")) % (high - low + 1)


def pick(options: Sequence[T], *key: object) -> T:
    """One of the options, always the same for the same key."""
    return options[number(0, len(options) - 1, *key)]


def made(parts: Parts, *key: object, between: str = " ") -> str:
    """A name made of one word of each part, always the same for the same key."""
    return between.join(pick(part, *key, place) for place, part in enumerate(parts))


def several(parts: Parts, count: int, *key: object) -> list[str]:
    """Different names, always the same ones for the same key."""
    found: dict[str, None] = {}
    attempt = 0
    while len(found) < count:
        found[made(parts, *key, attempt)] = None
        attempt += 1
    return list(found)


def code(letters: str, digits: int, *key: object) -> str:
    """A number with letters in front, such as an order number, always the same for the same key."""
    return letters + str(number(0, 10**digits - 1, *key)).zfill(digits)
