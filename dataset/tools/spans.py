"""Where a value stands in a text: the spans that a model may point at to say it.

    text = IndexedText("Two tickets for Dr. Smith, please. Not 12, two!")
    find_spans(text, [2], {"type": "integer"})          [(0, 0), (11, 11)]
    find_spans(text, ["dr smith"], {"type": "string"})  [(3, 5)]: Dr | . | Smith

Texts are looked up as they stand, without case, blanks and punctuation. Numbers, dates, times, truth values and lists
are looked up by what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dataset.tools.folding import fold
from dataset.tools.indexed_text import LONGEST_BRACKET, IndexedText, Span
from dataset.tools.equality import BOOLEANS, as_number, as_text, kind_of, same_value
from dataset.tools.values import readings
from dataset.tools.wishes import wishes

LONGEST_SPAN = 14
"""Most words of a span that is no list."""
_BETWEEN = frozenset(",;&'\"`‘’“”[]()-–*•:=°") | {
    "and",
    "or",
    "as",
    "well",
    "to",
    "a",
    "an",
    "the",
    "st",
    "nd",
    "rd",
    "th",
}
"""What may stand between the elements of a list, beside single letters: `x = 1 to x = 3`."""
_LONGEST_GAP = 6
_MOST_TRIED = 50


def find_spans(
    text: IndexedText, accept: Iterable[Any], schema: Mapping[str, Any], longest: int = LONGEST_SPAN
) -> list[Span]:
    """The spans of a text of which some accepted value is a reading, in the order of the text.

    Of spans that lie within each other only the shortest is named.

    Args:
        accept: JSON values.
        schema: the JSON Schema of the argument.
        longest: most words of a span; lists may have `LONGEST_BRACKET`.
    """
    found = {
        span for value in accept for span in _spans(text, value, schema) if _length(span) <= _bound(value, longest)
    }
    if len(found) < 2:
        return list(found)
    return sorted(span for span in found if not any(_within(other, span) for other in found))


def _spans(text: IndexedText, value: Any, schema: Mapping[str, Any]) -> Iterator[Span]:
    """The spans that mean one value."""
    kind = kind_of(schema)
    if isinstance(value, (list, tuple)):
        yield from _verified(text, [*_chains(text, value, schema.get("items")), *text.brackets], value, schema)
        return
    if isinstance(value, Mapping):
        yield from _verified(text, [*_pairs(text, value, schema), *text.brackets], value, schema)
        return
    folded = fold(as_text(value))
    if kind not in ("integer", "number", "boolean", "array"):
        yield from text.folded.find(folded)
    number = as_number(value)
    if number is not None and abs(number) < 1e300:
        yield from _verified(text, text.numbers.get(float(number), ()), value, schema)
    if kind == "boolean" or folded in ("true", "false"):
        truth = BOOLEANS.get(folded)
        yield from _verified(text, (span for said, span in text.truths if said is truth), value, schema)
    wish = wishes(schema)
    if wish.date and kind == "string":
        yield from _verified(text, (span for _, span in text.dates), value, schema)
    if wish.time and kind in ("string", "integer"):
        yield from _verified(text, (span for _, span in text.times), value, schema)


def _verified(text: IndexedText, spans: Iterable[Span], value: Any, schema: Mapping[str, Any]) -> Iterator[Span]:
    """Those of some spans that have a value among their readings."""
    for span in spans:
        if any(same_value(reading, value, schema) for reading in readings(text.span(span), schema)):
            yield span


def _chains(text: IndexedText, values: Sequence[Any], items: Any) -> Iterator[Span]:
    """The spans in which some values follow each other with nothing but separators between them."""
    schema = items if isinstance(items, Mapping) else {}
    places = [sorted(set(_spans(text, value, schema))) for value in values]
    ends = {last: first for first, last in places[0]} if places else {}
    for following in places[1:]:
        chained = {}
        for first, last in following:
            for end, start in ends.items():
                gap = text.lower[end + 1 : first]
                if end < first <= end + _LONGEST_GAP and all(word in _BETWEEN or len(word) == 1 for word in gap):
                    chained[last] = start
        ends = chained
    yield from ((first, last) for last, first in ends.items())


def _pairs(text: IndexedText, value: Mapping[str, Any], schema: Mapping[str, Any]) -> Sequence[Span]:
    """The spans from a key of an object to one of its values, which may hold the whole object."""
    properties = schema.get("properties")
    parts = properties if isinstance(properties, Mapping) else {}
    keys = {first for key in value for first, _ in text.folded.find(fold(key))}
    ends = {last for key, part in value.items() for _, last in _spans(text, part, parts.get(key) or {})}
    pairs = [(first, last) for first in sorted(keys) for last in sorted(ends) if 0 < last - first < LONGEST_BRACKET]
    return pairs[:_MOST_TRIED]


def _length(span: Span) -> int:
    return span[1] - span[0] + 1


def _bound(value: Any, longest: int) -> int:
    return max(longest, LONGEST_BRACKET) if isinstance(value, (list, tuple, Mapping)) else longest


def _within(inner: Span, outer: Span) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]
