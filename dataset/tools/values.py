"""Values: what the text of a span means as a JSON value of an argument, and when two values are the same.

    readings("twenty-five", {"type": "integer"})                       [25]
    readings("5%", {"type": "number", "description": "Interest rate"}) [0.05, 5]
    readings("03106", {"type": "string"})                              ["03106"]
    readings("full size", {"enum": ["Compact", "Full-size"]})          ["Full-size"]
    readings("March 3rd, 2019", {"type": "string", "format": "date"})  ["2019-03-03", "March 3rd, 2019"]
    readings("eggs and bread", {"type": "array"})                      [["eggs", "bread"], ["eggs and bread"]]
    readings("2019-03-08", {"type": "integer"})                        []: no number

The first reading is the most likely one: it becomes the value of a call. Reading takes bounded time and never fails,
whatever the text and the schema are.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from dataset.tools.compounds import lists, objects, parsed_json
from dataset.tools.dates import parse_date, parse_time
from dataset.tools.equality import BOOLEANS, as_number, as_text, close, json_number, kind_of, same_value
from dataset.tools.folding import Folded, fold
from dataset.tools.numerals import Quantity, only_number, parse_number
from dataset.tools.words import split
from dataset.tools.written_form import WrittenForm, written_form

__all__ = ["may_mean", "readings", "same_value"]

LONGEST = 2000
"""Most characters of a text that is more than a text: longer ones have no reading but themselves."""
_DEEPEST = 3
"""Most lists and objects inside of each other."""
_QUOTES = {"'": "'", '"': '"', "‘": "’", "“": "”", "`": "`", "«": "»", "„": "“"}
_CLOSING = {'"': '"', "”": "“", "»": "«", "`": "`"}
_ENDS = ".,;:!?"
_HEMISPHERE = re.compile(r"(.*\d)\s*°?\s*([NSEW])")
"""Degrees of latitude or longitude, positive in the north and in the east."""
_ABBREVIATION = re.compile(
    r"(?:\b\w\.)+$|\b(?:inc|ltd|co|corp|st|jr|sr|dr|mr|mrs|ms|ave|blvd|rd|etc)\.$", re.IGNORECASE
)


def readings(text: str, schema: Mapping[str, Any]) -> list[Any]:
    """The JSON values that a text may mean for an argument, the most likely first; empty if it can mean none.

    Args:
        schema: the argument's JSON Schema; a missing or unknown `type` allows any type.
    """
    return _read(text, schema)


def may_mean(text: str, value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a value is among the readings of a text, as people compare values."""
    return any(same_value(reading, value, schema) for reading in _readings(text, schema, 0))


# ---- readings by type


def _read(text: str, schema: Any, depth: int = 0) -> list[Any]:
    """The readings of a text inside of `depth` lists and objects, each once."""
    found: dict[str, Any] = {}
    for value in _readings(text, schema, depth):
        found.setdefault(f"{type(value).__name__} {as_text(value)}", value)
    return list(found.values())


def _readings(text: str, schema: Any, depth: int) -> Iterable[Any]:
    """The readings of a text, perhaps some of them repeatedly."""
    schema = schema if isinstance(schema, Mapping) else {}
    if not text.isprintable():
        text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
    text = text.strip()
    kind = kind_of(schema)
    members = schema.get("enum")
    if len(text) > LONGEST or depth > _DEEPEST:
        return [text] if kind in ("string", "") and not members else []
    bare = _bare(text)
    if not bare:
        return []
    if isinstance(members, (list, tuple)):
        return _members(bare, members)
    if kind == "array":
        return lists(text, schema, partial(_read, depth=depth + 1))
    if kind == "object":
        return objects(text, schema, partial(_read, depth=depth + 1))
    if kind == "boolean":
        return [BOOLEANS[word] for word in [fold(bare)] if word in BOOLEANS]
    if kind in ("integer", "number"):
        return _numbers(bare, kind, written_form(schema))
    return itertools.chain(_strings(bare, written_form(schema)), [text]) if kind == "string" else _anything(bare, text)


def _bare(text: str) -> str:
    """A text without the quotes and the punctuation around it; one of nothing else stays as it is."""
    before, bare = "", text
    while bare and bare != before:
        before = bare
        if len(bare) > 1 and _QUOTES.get(bare[0]) == bare[-1]:
            bare = bare[1:-1].strip()
        if bare[:1] in _QUOTES and _QUOTES[bare[0]] not in bare[1:]:
            bare = bare[1:].strip()
        if bare[-1:] in _CLOSING and _CLOSING[bare[-1]] not in bare[:-1]:
            bare = bare[:-1].strip()
        if bare[-1:] in _ENDS and not _ABBREVIATION.search(bare[-20:]):
            bare = bare.rstrip(_ENDS).rstrip()
        bare = bare.lstrip(",;:!?").lstrip()
    return bare or text


def _strings(text: str, form: WrittenForm) -> Iterator[str]:
    """A text in the layout that the description asks for, and as it stands."""
    if form.date and form.time:
        cuts = [found.span() for found in re.finditer(r",?\s+at\s+|,\s*|\s+|T", text)][:12]
        pairs = ((parse_date(text[:start], form.day_first), parse_time(text[end:])) for start, end in cuts)
        for day, time in pairs:
            if day and time and (date := day.written(form.date)):
                yield f"{date}{'T' if form.seconds else ' '}{time.written(form.seconds)}"
    if form.date:
        for day_first in (form.day_first, not form.day_first):
            day = parse_date(text, day_first)
            if day and (date := day.written(form.date)):
                yield date
    time = parse_time(text) if form.time else None
    if time:
        yield time.written(form.seconds)
    quantity = parse_number(text)
    digits = None
    if quantity and not quantity.percent and quantity.value.denominator == 1 and not any(map(str.isdigit, text)):
        digits = str(int(quantity.value))
    if digits and form.count:
        yield digits
    yield text
    if digits:
        yield digits


def _numbers(text: str, kind: str, form: WrittenForm) -> Iterator[int | float]:
    """The numbers that a text may be: as it stands, as a ratio, as the hour of a time, or the one number in it."""
    if found := _HEMISPHERE.fullmatch(text):
        degrees = parse_number(found[1])
        if degrees:
            yield json_number(degrees.value * (-1 if found[2] in "SW" else 1), degrees.decimal)
            return
    quantity = parse_number(text)
    time = None if quantity else parse_time(text)
    hours = [time.hour] if time and not time.minute else []
    if form.time:
        yield from hours
    day = None if quantity else parse_date(text)
    quantity = quantity or (only_number(text) if day is None or day.year is None else None)
    values = _values(quantity, form) if quantity else []
    for value in values:
        if kind == "number" or value.denominator == 1:
            yield json_number(value, bool(quantity and quantity.decimal and kind == "number"))
    yield from hours


def _values(quantity: Quantity, form: WrittenForm) -> list[Fraction]:
    if not quantity.percent:
        return [quantity.value]
    values = [quantity.value, quantity.value / 100]
    return values[::-1] if form.ratio else values


def _anything(bare: str, text: str) -> Iterator[Any]:
    """Readings where the schema allows any type: what JSON would make of it, else a text."""
    value = parsed_json(text)
    if isinstance(value, (dict, list)):
        yield value
    if bare.lower() in ("true", "false"):
        yield bare.lower() == "true"
    quantity = parse_number(bare)
    number = None if quantity is None else json_number(quantity.value, quantity.decimal)
    in_digits = re.fullmatch(r"[-+]?(?:0|[1-9][\d,]*)(?:\.\d+)?", bare)
    if number is not None and in_digits:
        yield number
    yield bare
    if number is not None:
        yield number


def _members(text: str, members: Sequence[Any]) -> Iterator[Any]:
    """Members of an enum: the one that the text is, those that it means, and the only one that stands in it."""
    folded = fold(text)
    yield from (member for member in members if isinstance(member, str) and member == text)
    yield from (member for member in members if fold(as_text(member)) == folded)
    truth, number = BOOLEANS.get(folded), as_number(text)
    quantity = only_number(text) if number is None else None
    number = json_number(quantity.value, quantity.decimal) if quantity and not quantity.percent else number
    for member in members:
        value = as_number(member)
        if number is not None and value is not None and close(number, value):
            yield member
        if truth is not None and BOOLEANS.get(fold(as_text(member))) is truth and as_number(member) is None:
            yield member
        if isinstance(member, (dict, list)) and same_value(parsed_json(text), member, {}):
            yield member
    whole = Folded(split(text))
    found = [member for member in members if any(True for _ in whole.find(fold(as_text(member))))]
    longest = max((fold(as_text(member)) for member in found), key=len, default="")
    if all(fold(as_text(member)) in longest for member in found):
        yield from (member for member in found if fold(as_text(member)) == longest)
