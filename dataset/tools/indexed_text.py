"""A text in which values are looked up: its words, and the numbers, dates, times and truth values that stand in it.

    text = IndexedText("Two at 7:30 pm, or 1.5 million by March 3rd")
    text.numbers    {2.0: [(0, 0)], 7.0: [(2, 2)], 30.0: [(4, 4)], 1.5: [(8, 10)], 1500000.0: [(8, 11)], 3.0: ...}
    text.times      [(Time(7, 30), (2, 4)), (Time(19, 30), (2, 5))]
    text.dates      [(Date(None, 3, 3), (13, 14)), (Date(None, 3, 3), (13, 15))]

Each of them is read once, when first needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from dataset.tools.dates import MONTHS, Date, Time, parse_date, parse_time
from dataset.tools.equality import BOOLEANS
from dataset.tools.folding import Folded, continues_number, is_sign
from dataset.tools.number_words import AROUND, ARTICLES, BEGINNINGS, CONTINUATIONS, CURRENCIES, SMALL
from dataset.tools.numerals import parse_number
from dataset.tools.words import Word, span_text, split

Span = tuple[int, int]
"""The first and the last word of a span."""

LONGEST_BRACKET = 60
"""Most words of a span in brackets."""
_LONGEST_NUMBER = 11
_LONGEST_DATE = 7
_BEGINNINGS = BEGINNINGS - {"second", "triple"}
"""`second` is more often a part of a minute, and a triple seldom a three."""
_TIME_BEGINNINGS = frozenset({*SMALL, "noon", "midnight", "midday", "half", "quarter"})
_WHOLE_ANSWERS = frozenset({"yes", "no", "y", "n", "yeah", "yep", "nope", "1", "0"})
"""Truth values only in a text of few words: elsewhere they mean something else."""
_FEW_WORDS = 3
_SWITCHES = frozenset({"turn", "turned", "switch", "switched", "set", "is", "be", "keep", "leave"})
"""Words after which `on` and `off` are no prepositions."""


class IndexedText:
    """A text in which values are looked up; it is split and folded once, and its numbers are read when first needed.

    Args:
        text: the text.
        words: its words, if they are known.
    """

    def __init__(self, text: str, words: Sequence[Word] | None = None) -> None:
        self.text = text
        self.words = split(text) if words is None else words
        self.folded = Folded(self.words)

    def span(self, span: Span) -> str:
        """The text of a span."""
        return span_text(self.text, self.words, *span)

    @cached_property
    def lower(self) -> list[str]:
        """The words in lower case."""
        return [word.text.lower() for word in self.words]

    @cached_property
    def numbers(self) -> Mapping[float, Sequence[Span]]:
        """The spans of each number; percentages stand at both of their values."""
        found: dict[float, list[Span]] = defaultdict(list)
        after = 0
        for at in range(len(self.words)):
            for span in self._numbers_from(at, after):
                degrees = self._degrees(span)
                if degrees:
                    found[degrees[0]].append(degrees[1])
                quantity = parse_number(self.span(span))
                if quantity:
                    found[float(quantity.value)].append(self._core(span, quantity.value) if quantity.percent else span)
                    if quantity.percent:
                        found[float(quantity.value / 100)].append(span)
                    after = max(after, span[1] + 1)
        return found

    @cached_property
    def dates(self) -> Sequence[tuple[Date, Span]]:
        """The dates of the text; ambiguous ones in both readings."""
        found: dict[tuple[Date, Span], None] = {}
        for at, word in enumerate(self.lower):
            if word in MONTHS:
                starts = range(max(at - 4, 0), at + 1)
            elif word[0].isdigit() and at + 1 < len(self.words) and self.lower[at + 1] in "-/.":
                starts = range(at, at + 1)
            else:
                continue
            for first in starts:
                for last in range(at, min(first + _LONGEST_DATE, len(self.words))):
                    for day_first in (False, True):
                        date = parse_date(self.span((first, last)), day_first)
                        if date and not continues_number(self.words, last + 1):
                            found[date, (first, last)] = None
        return list(found)

    @cached_property
    def times(self) -> Sequence[tuple[Time, Span]]:
        """The times of day in the text."""
        found = []
        for first, word in enumerate(self.lower):
            if word[0].isdigit() or word in _TIME_BEGINNINGS:
                for last in range(first, min(first + _LONGEST_DATE, len(self.words))):
                    time = parse_time(self.span((first, last)))
                    if time:
                        found.append((time, (first, last)))
        return found

    @cached_property
    def truths(self) -> Sequence[tuple[bool, Span]]:
        """The words that say true or false, where they are no other word."""
        found = []
        for at, word in enumerate(self.lower):
            if word not in BOOLEANS or word in _WHOLE_ANSWERS and len(self.words) > _FEW_WORDS:
                continue
            ends = at + 1 == len(self.words) or not self.lower[at + 1][0].isalnum()
            if word not in ("on", "off") or ends or self.lower[at - 1] in _SWITCHES:
                found.append((BOOLEANS[word], (at, at)))
        return found

    @cached_property
    def brackets(self) -> Sequence[Span]:
        """Brackets with all that they enclose, up to `LONGEST_BRACKET` words."""
        found, opened = list[Span](), list[int]()
        for at, word in enumerate(self.lower):
            if word in ("[", "(", "{"):
                opened.append(at)
            elif word in ("]", ")", "}") and opened:
                found.append((opened.pop(), at))
        return [span for span in found if span[1] - span[0] < LONGEST_BRACKET]

    def _numbers_from(self, at: int, after: int) -> Iterator[Span]:
        """The number that begins at a word: the longest one, and the numeral alone.

        Args:
            after: number words before this one belong to an earlier number.
        """
        word, digits = self.lower[at], self.words[at].text[0].isdigit()
        if digits and at > 1 and continues_number(self.words, at - 1) and self.lower[at - 2][0].isdigit():
            return
        numeral = at
        while digits and continues_number(self.words, numeral + 1):
            numeral += 2
        if digits:
            yield at, numeral
        following = self.lower[at + 1] if at + 1 < len(self.words) else " "
        opens = word in _BEGINNINGS or is_sign(self.words, at) or word in CURRENCIES and following[0].isdigit()
        opens = opens or word in ARTICLES and following in _BEGINNINGS or word == "." and following[0].isdigit()
        if word in "-−" and following[0].isdigit() and not opens and not self._touches(at):
            yield at, at + 1  # `2x - 4`: minus four is its last coefficient
        if at < after or not (digits or opens):
            return
        end = at
        while end + 1 < min(at + _LONGEST_NUMBER, len(self.words)):
            if not self._may_continue(end + 1):
                break
            end += 1
        for last in range(end, numeral - (not digits), -1):
            if not continues_number(self.words, last + 1) and parse_number(self.span((at, last))):
                yield self._core((at, last), None)
                return

    def _may_continue(self, at: int) -> bool:
        """Whether a word may belong to the number of the words before it."""
        word = self.lower[at]
        if not word[0].isdigit():
            return word in CONTINUATIONS
        before_fraction = self.lower[at + 1 : at + 2] == ["/"]
        return not self.lower[at - 1][0].isdigit() or len(word) == 3 or before_fraction  # 1 000, 1 1/2

    def _touches(self, at: int) -> bool:
        """Whether a word stands before this one without a blank between them."""
        return at > 0 and self.words[at - 1].end == self.words[at].start

    def _degrees(self, span: Span) -> tuple[float, Span] | None:
        """The negative number of a southern latitude or a western longitude after a numeral."""
        at = span[1] + 1 + (self.lower[span[1] + 1 : span[1] + 2] == ["°"])
        if at >= len(self.words) or self.words[at].text not in ("S", "W"):
            return None
        quantity = parse_number(self.span(span))
        return (-float(quantity.value), (span[0], at)) if quantity else None

    def _core(self, span: Span, value: Fraction | None) -> Span:
        """A span of a number without the signs and articles around it that do not change its value.

        Args:
            value: the value; None for the one of the span, percentages included.
        """
        whole = parse_number(self.span(span))
        wanted = whole and (whole.value, whole.percent) if value is None else (value, False)
        for smaller in ((span[0], span[1] - 1), (span[0] + 1, span[1])):
            outer = self.lower[span[1] if smaller[0] == span[0] else span[0]]
            quantity = parse_number(self.span(smaller)) if smaller[0] <= smaller[1] and outer in AROUND else None
            if quantity and (quantity.value, quantity.percent) == wanted:
                return self._core(smaller, value)
        return span
