"""Units of answers: `5 cm` is not `5 km`, `5 centimeters` is `5 cm`, and `12 blue marbles` are `12 marbles`.

    read_unit("5 square cm", 2)       ("cm^2", 11)
    read_unit("60 miles per hour", 3) ("mile/hour", 17)
    read_unit("12 marbles left", 3)   ("#marble", 15)          a noun instead of a unit; its words are kept

Units are not converted: `5 m` is not `500 cm`, since a question that asks for one unit is not answered in another. A
unit that only one of two answers has is ignored, as graders of the MATH set do.
"""

from __future__ import annotations

import re

_SPELLINGS = """
mm millimeter millimetre | cm centimeter centimetre | dm decimeter decimetre | meter metre mtr m
km kilometer kilometre kms | inch inche in | ft foot feet | yard yd | mile mi
mg milligram | gram gm gramme g | kg kilogram kilo kgs | ton tonne | lb pound lbs | oz ounce
ml milliliter millilitre mL | cl | liter litre L l | gallon gal | quart qt | pint pt | cup
teaspoon tsp | tablespoon tbsp
second sec s | minute min mins | hour hr hrs h | day | week wk | month mo | year yr yrs | decade | century centurie
millisecond ms | dollar USD buck ¤ | cent ¢ | euro EUR € | GBP £ | rupee Rs ₹ | yen JPY ¥ | penny pennie pence
% percent percentage | degree deg | radian rad | degC | degF | kelvin K
N newton | J joule | kJ | W watt | kW kilowatt | V volt | ohm | Hz hertz | Pa pascal | kPa | mol mole | acre
hectare ha | calorie cal | kcal | unit | mph:mile/hour | kph:km/hour | kmh:km/hour | dozen | bit | byte
"""
_SINGLE = frozenset("mgsLlhNJWVK")
"""Units of one letter, which may also be variables."""


def _known() -> dict[str, str]:
    """The name of the unit for each spelling, plurals included."""
    found: dict[str, str] = {}
    for group in re.split(r"[|\n]", _SPELLINGS):
        words = group.split()
        if not words:
            continue
        name = words[0].partition(":")[2] or words[0]
        for word in (spelling.partition(":")[0] for spelling in words):
            found[word] = name
            if len(word) > 2:
                found |= {f"{word}s": name, word.capitalize(): name, f"{word.capitalize()}s": name}
    return found


_UNITS = _known()
_WORD = re.compile(r"[a-zA-Z]+|[¤¢€£₹¥%]")
_SHAPE = re.compile(r"(?:(square|sq|cubic|cu)\.? +)")
_POWER = re.compile(r" *\^ *\(? *(-?[1-9]) *\)?| +(squared|cubed)(?![a-zA-Z])")
_OVER = re.compile(r" */ *| +(?:per|an?) +(?=[a-zA-Z])")
_DEGREES = re.compile(r"deg(?:rees?)?\.? *(?:(C|[cC]elsius)|(F|[fF]ahrenheit))(?![a-zA-Z])")
_REST = re.compile(r"(?: +(?!(?:and|or)(?![a-zA-Z]))[a-zA-Z]+)*")
_SEPARATORS = frozenset({"and", "or"})
_EMPTY = frozenset("more less of the a an left total in each all per other different altogether remaining".split())
_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3, "squared": 2, "cubed": 3}


def is_single(word: str) -> bool:
    """Whether a unit has one letter, so that it may be a variable."""
    return word in _SINGLE


def is_unit(word: str) -> bool:
    """Whether a word is the spelling of a unit."""
    return word in _UNITS


def read_unit(text: str, place: int) -> tuple[str, int] | None:
    """The unit at a position, and the position behind it and words such as in `years old`; None if there is no unit.

    A noun is returned as `#` and its words in the singular.
    """
    found = _known_unit(text, place)
    if found:
        return found[0], _words_behind(text, found[1])
    word = _WORD.match(text, place)
    if not word or len(word[0]) < 2 or word[0] in _SEPARATORS:
        return None
    end = _words_behind(text, word.end())
    words = [_singular(part.lower()) for part in text[place:end].split()]
    return "#" + " ".join(part for part in words if part not in _EMPTY), end


def _known_unit(text: str, place: int) -> tuple[str, int] | None:
    degrees = _DEGREES.match(text, place)
    if degrees:
        return ("degC" if degrees[1] else "degF"), degrees.end()
    factor = _factor(text, place)
    if not factor:
        return None
    name, place = factor
    while over := _OVER.match(text, place):
        below = _factor(text, over.end())
        if not below:
            break
        name, place = f"{name}/{below[0]}", below[1]
    return name, place


def _factor(text: str, place: int) -> tuple[str, int] | None:
    """A single unit with its power, and the position behind it."""
    shape = _SHAPE.match(text, place)
    word = _WORD.match(text, shape.end() if shape else place)
    if not word or word[0] not in _UNITS:
        return None
    end = word.end() + (text[word.end() : word.end() + 1] == "." and len(word[0]) > 1)
    exponent = _POWERS[shape[1]] if shape else 1
    power = _POWER.match(text, end)
    if power and not shape:
        exponent, end = int(power[1] or _POWERS[power[2]]), power.end()
    name = _UNITS[word[0]]
    return (name if exponent == 1 else f"{name}^{exponent}"), end


def _words_behind(text: str, place: int) -> int:
    found = _REST.match(text, place)
    return found.end() if found else place


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def same_unit(first: str, second: str) -> bool:
    """Whether two units, or two nouns, are the same; the word `units` stands for any unit of the same power."""
    if first == second or {first, second} == {"GBP", "lb"}:  # both are written as pounds
        return True
    if first[0] == second[0] == "#":
        return bool(set(first[1:].split()) & set(second[1:].split()))
    for one, other in ((first, second), (second, first)):
        if one.partition("^")[0] == "unit":
            return one.partition("^")[2] == (other.partition("^")[2] if other[0] != "#" else "")
    return False
