"""Typed words in those of generated problems: money, numbers in words, other verbs and units, hints on the answer.

A jacket costs $2.50         A jacket costs 2.5 dollars
Three tickets cost           3 tickets cost
Max bought 4 pens            Max buys 4 pens             only if the network knows buys, and not bought
..., as a fraction           (left out: answers are compared by value)
"""

from __future__ import annotations

import re
from functools import cache

from dataset.asking import Knows
from dataset.maths.families import CATEGORIES, EVERYDAY

_OTHER = """
bought:buys bought:buy spent:spends spent:spend gave:gives lost:loses sold:sells got:gets ate:eats found:finds paid:pays
earned:earns ran:runs saved:saves shared:shares cuts:cut split:share makes:earns make:earn took:takes used:uses
reads:read think:thinks double:doubles triple:triples
multiply:multiplies add:adds subtract:subtracts drives:goes
travels:goes walks:goes rolling:rolled
picking:drawing pick:choose picks:chooses select:choose tossed:flipped tossed:thrown
likelihood:probability chances:chance odds:chance percentage:percent
metres:m meters:m metre:m meter:m centimetres:cm centimeters:cm centimetre:cm centimeter:cm millimetres:mm
millimeters:mm kilometres:km kilometers:km miles:km inches:cm feet:m yards:m liter:litres liters:litres litre:litres
gallons:litres grams:g gram:g kilograms:kg kilos:kg hrs:hours mins:minutes secs:seconds
euros:dollars euro:dollars pounds:dollars pound:dollars bucks:dollars quid:dollars dollar:dollars pence:cents
kids:children pupils:children students:children girls:children men:people women:people players:people
altogether:together overall:together remain:left remaining:left sale:new
"""
"""Words, and known ones that mean as much to a problem; the first known one of several counts."""
_NUMBERS = {
    word: value
    for words, values in (
        ("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen", range(2, 16)),
        ("sixteen seventeen eighteen nineteen twenty", range(16, 21)),
        ("thirty forty fifty sixty seventy eighty ninety hundred", range(30, 101, 10)),
    )
    for word, value in zip(words.split(), values, strict=True)
}
_NUMBER = re.compile(rf"\b(?:an? )?({'|'.join(_NUMBERS)})\b(?=( [a-z]+|))", re.IGNORECASE)
_MONEY = re.compile(r"[$€£] ?([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?! ?(?:dollars|euros|pounds)\b)")
_ZEROS = re.compile(r"(?<=[0-9])\.0+(?![0-9])|(?<=[0-9])(\.[0-9]*[1-9])0+(?![0-9])")
_FORM = (
    r"(?:(?:just|only|please|give(?: me)?|as|in|the|an?|exact|simplest|whole|square|cubic) )*"
    r"(?:fraction|decimal|number|answer|percentage|percent|form|terms of pi|dollars|euros|pounds|minutes|hours|days|"
    r"years|(?:square |cubic )?(?:cm|mm|km|m|inches|feet|metres|meters)|grams|degrees|km/h|mph)(?: only)?(?: please)?"
)
_HINT = re.compile(rf"(?P<end>[.?!]?)(?:[,;]? ?\({_FORM}\)|[,;] ?{_FORM}|(?<=[.?!]) {_FORM})[ .?!]*$", re.IGNORECASE)
_BARE_HINT = re.compile(r" (?:as an? (?:fraction|decimal|percentage|number)|in terms of pi)[ .?!]*$", re.IGNORECASE)


def in_plain_words(text: str, knows: Knows) -> str:
    """A typed problem with known words in the place of others, where these mean the same for its answer.

    Args:
        text: one line.
        knows: whether the network has a word; none that it has is changed, but for numbers in words.
    """
    text = re.sub(r" ?°[CF]\b", "°", text)
    text, hints = _HINT.subn(lambda found: found["end"] or "?", text)
    text = text if hints else _BARE_HINT.sub("?", text)
    if knows("dollars"):
        text = _MONEY.sub(lambda found: f"{found[1]} dollars", text)
    text = _ZEROS.sub(lambda found: found[1] or "", text)
    text = _NUMBER.sub(lambda found: found[0] if _stays(found) else str(_NUMBERS[found[1].lower()]), text)
    return re.sub(r"\b[a-z]+\b", lambda found: _known_word(found[0], knows), text)


def _stays(found: re.Match[str]) -> bool:
    return f"{found[1]}{found[2]}".lower() in _said()


def _known_word(word: str, knows: Knows) -> str:
    return word if knows(word) else next((other for other in _others().get(word, ()) if knows(other)), word)


@cache
def _others() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in _OTHER.split():
        word, other = pair.split(":")
        found.setdefault(word, []).append(other)
    return found


@cache
def _said() -> frozenset[str]:
    """Numbers in words with the word behind them, as they stand in the wordings of generated problems."""
    forms = (form for of_category in (CATEGORIES | EVERYDAY).values() for form in of_category)
    texts = " ".join(wording for form in forms for wording in form.wordings)
    return frozenset(f"{found[1]}{found[2]}".lower() for found in _NUMBER.finditer(texts))
