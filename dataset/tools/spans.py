"""Where a value stands in a text: the spans that a model may point at to say it.

    text = IndexedText("Two tickets for Dr. Smith, please. Not 12, two!")
    find_spans(text, [2], {"type": "integer"})          [(0, 0), (11, 11)]
    find_spans(text, ["dr smith"], {"type": "string"})  [(3, 5)]: Dr | . | Smith

Texts are looked up as they stand, without case, blanks and punctuation. Numbers, dates, times, truth values, lists and
objects are looked up by what they mean: a span is found if a value is among its readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from dataset.tools.equality import BOOLEANS, as_number, as_text, kind_of
from dataset.tools.folding import fold
from dataset.tools.indexed_text import LONGEST_BRACKET, IndexedText, Span
from dataset.tools.values import may_mean
from dataset.tools.written_form import written_form

LONGEST_SPAN = 14
"""Most words of a span, unless the caller wants longer ones."""
_BETWEEN = frozenset(",;&'\"`‘’“”[]()-–*•:=°") | frozenset("and or as well to a an the st nd rd th".split())
"""What may stand between the elements of a list, beside single letters: `x = 1 to x = 3`."""
_LONGEST_GAP = 6
_DEEPEST = 3
"""Most lists and objects inside of each other."""
_MOST_TRIED = 50


def find_spans(
    text: IndexedText, accept: Iterable[Any], schema: Mapping[str, Any], longest: int = LONGEST_SPAN
) -> list[Span]:
    """The spans of a text of which some accepted value is a reading, in the order of the text.

    Of spans that lie within each other only the shortest is named.

    Args:
        accept: JSON values.
        schema: the JSON Schema of the argument.
        longest: most words of a span; long texts and long lists need more than the default.
    """
    found = {span for value in accept for span in _spans(text, value, schema, 0) if span[1] - span[0] < longest}
    return sorted(_shortest(found)) if len(found) > 1 else list(found)


def _shortest(spans: set[Span]) -> Iterator[Span]:
    """The spans that contain no other one."""
    latest_first = -1
    for first, last in sorted(spans, key=lambda span: (span[1], -span[0])):
        if first > latest_first:
            yield first, last
            latest_first = first


def _spans(text: IndexedText, value: Any, schema: Mapping[str, Any], depth: int) -> Iterable[Span]:
    """The spans that mean one value."""
    if isinstance(value, str):
        return _scalar_spans(text, value, *_analysed(value), schema)
    if isinstance(value, (list, tuple)):
        chains = _chains(text, value, schema, depth) if depth < _DEEPEST else []
        return _verified(text, [*chains, *text.brackets], value, schema)
    if isinstance(value, Mapping):
        found = list(_verified(text, text.brackets, value, schema))
        return found or _verified(text, _pairs(text, value, schema, depth) if depth < _DEEPEST else [], value, schema)
    if value is None and "enum" not in schema:
        return []
    return _scalar_spans(text, value, fold(as_text(value)), as_number(value), schema)


def _scalar_spans(
    text: IndexedText, value: Any, folded: str, number: int | float | None, schema: Mapping[str, Any]
) -> Iterator[Span]:
    """The spans that mean a text, a number or a truth value.

    Args:
        folded: the value without case, blanks and punctuation.
        number: the number that it is.
    """
    kind = kind_of(schema)
    if kind in ("string", ""):
        places = text.folded.find(folded)
        yield from _verified(text, places, value, schema) if "enum" in schema else places
    if number is not None and abs(number) < 1e300:
        yield from _verified(text, text.numbers.get(float(number), ()), value, schema)
    if kind == "boolean" or folded in ("true", "false"):
        truth = BOOLEANS.get(folded)
        yield from _verified(text, (span for said, span in text.truths if said is truth), value, schema)
    if kind in ("string", "integer") and "enum" not in schema:
        form = written_form(schema)
        if form.date and kind == "string":
            yield from _verified(text, (span for _, span in text.dates), value, schema)
        if form.time:
            yield from _verified(text, (span for _, span in text.times), value, schema)


@lru_cache(1 << 16)
def _analysed(value: str) -> tuple[str, int | float | None]:
    """A text without case, blanks and punctuation, and the number that it is."""
    return fold(value), as_number(value)


def _verified(text: IndexedText, spans: Iterable[Span], value: Any, schema: Mapping[str, Any]) -> Iterator[Span]:
    """Those of some spans that have a value among their readings."""
    known: dict[str, bool] = {}
    for span in spans:
        said = text.span(span)
        if said not in known:
            known[said] = may_mean(said, value, schema)
        if known[said]:
            yield span


def _chains(text: IndexedText, values: Sequence[Any], schema: Mapping[str, Any], depth: int) -> Iterable[Span]:
    """The spans in which the elements of a list follow each other with nothing but separators between them."""
    items = schema.get("items")
    part = items if isinstance(items, Mapping) else {}
    places = (sorted(set(_spans(text, value, part, depth + 1))) for value in values)
    starts = {last: first for first, last in next(places, ())}  # by the last word of the elements so far: their first
    for place in places:
        following = {}
        for first, last in place:
            for end in range(first - 1, max(first - 1 - _LONGEST_GAP, -1), -1):
                if end in starts:
                    following[last] = starts[end]
                if text.lower[end] not in _BETWEEN and len(text.lower[end]) > 1:
                    break
        starts = following
    return [(first, last) for last, first in starts.items()]


def _pairs(text: IndexedText, value: Mapping[str, Any], schema: Mapping[str, Any], depth: int) -> Iterable[Span]:
    """The spans from a key of an object to the end of one of its values; one of them may be the whole object."""
    properties = schema.get("properties")
    parts = properties if isinstance(properties, Mapping) else {}
    keys = {first for key in value for first, _ in text.folded.find(fold(key))}
    ends = {last for key, part in value.items() for _, last in _spans(text, part, parts.get(key) or {}, depth + 1)}
    pairs = ((first, last) for first in sorted(keys) for last in sorted(ends) if 0 < last - first < LONGEST_BRACKET)
    return [pair for pair, _ in zip(pairs, range(_MOST_TRIED), strict=False)]
