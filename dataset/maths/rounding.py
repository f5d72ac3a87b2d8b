"""How many places a question wants its answer rounded to; only then is a rounded number as good as the exact one.

    asked_places("... Round to the nearest hundredth.", "3.14")          2
    asked_places("... to three significant figures?", "0.0123")          4
    asked_places("... to the nearest dollar", "15")                      0
    asked_places("What is 1/3 of 10?", "10/3")                           None: the answer is exact
    rounded_places("≈3.14")                                              2: the expected answer says so itself

Generated problems never round. Rows of real sets whose questions ask for rounding get the fact `decimals`
(`dataset.maths.sources`), by which `evaluators.math` compares.
"""

from __future__ import annotations

import re
from math import floor, log10

_PLACES = {
    "millionth": 6,
    "thousandth": 3,
    "hundredth": 2,
    "tenth": 1,
    **dict.fromkeys(("cent", "penny"), 2),
    **dict.fromkeys("integer whole unit one percent dollar degree inch foot mile minute second hour".split(), 0),
    **dict.fromkeys("day year meter kilometer centimeter gram pound".split(), 0),
    "ten": -1,
    "hundred": -2,
    "thousand": -3,
    "million": -6,
}
_COUNTS = {word: count for count, word in enumerate("one two three four five six seven eight".split(), start=1)}
_NUMBER = "([0-9]|" + "|".join(_COUNTS) + ")"
_NEAREST = re.compile(rf"\bnearest (?:whole )?({'|'.join(sorted(_PLACES, key=len, reverse=True))})s?\b", re.I)
_DECIMAL_PLACES = re.compile(rf"\b{_NUMBER} (?:decimal places?|decimals|d\.?p\.?)\b|\b{_NUMBER} places? after", re.I)
_SIGNIFICANT = re.compile(rf"\b{_NUMBER} (?:significant (?:figures?|digits?)|s\.?f\.?)\b", re.I)
_ABOUT = re.compile(r"(?:≈|\\approx|approximately|approx\.?|about)\s*\$?-?[0-9,]*(?:\.([0-9]*))?")
_DECIMAL = re.compile(r"-?[0-9]*\.?[0-9]+")


def asked_places(question: str, answer: str) -> int | None:
    """The decimal places that a question wants its answer rounded to, negative for tens; None if it asks for none."""
    nearest = _NEAREST.search(question)
    if nearest:
        return _PLACES[nearest[1].lower()]
    places = _DECIMAL_PLACES.search(question)
    if places:
        return _count(places[1] or places[2])
    significant = _SIGNIFICANT.search(question)
    digits = _DECIMAL.fullmatch(answer.replace(",", "").strip("$\\% "))
    if not significant or not digits or not float(digits[0]):
        return None
    return _count(significant[1]) - 1 - floor(log10(abs(float(digits[0]))))


def rounded_places(expected: str) -> int | None:
    """The decimal places of an expected answer that is written as an approximation; None for other answers."""
    about = _ABOUT.match(expected.strip().lstrip("$").strip())
    return len(about[1] or "") if about else None


def _count(word: str) -> int:
    return _COUNTS.get(word.lower()) or int(word)
