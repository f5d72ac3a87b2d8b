"""What values an argument may have and how people say them, guessed from its name, type and description.

guess(Argument("city", {"type": "string"}), fragments)                                   Oslo; said with "in"
guess(Argument("scan", {"description": "Kind of scan (e.g., MRI, CT)"}), fragments)       MRI, CT, and other words
guess(Argument("mass", {"type": "number", "description": "Mass in kg"}), fragments)       45; said "45 kg"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dataset.tools.conversations import Argument
from dataset.tools.generator import things
from dataset.tools.generator.amounts import DATE, TIME, decimal, money, percent
from dataset.tools.generator.kinds import Kind, Value, choice, list_of, plain
from dataset.tools.generator.speaker import Speaker
from dataset.tools.invented.fragments import examples_in
from dataset.tools.paraphrase import words_of


@dataclass(frozen=True)
class Guess:
    """How an argument's values are drawn and said.

    Attributes:
        kind: draws its values.
        role: how a value is said without its argument's name: as a place, start, end, date, time, person, language,
            about, choice, number or text. A flag is said by its name alone.
        units: what may stand behind a number.
    """

    kind: Kind
    role: str
    units: tuple[str, ...] = ()


_NAMES: Mapping[str, tuple[Kind, str]] = {
    word: (kind, role)
    for kind, role, words in (
        (things.CITY, "place", "city town location place destination origin area region venue"),
        (things.COUNTRY, "place", "country nation nationality"),
        (things.ADDRESS, "place", "address street"),
        (things.EMAIL, "text", "email mail"),
        (things.PHONE, "text", "phone telephone mobile"),
        (things.LANGUAGE, "language", "language"),
        (things.PERSON, "person", "person user recipient contact author artist actor player sender member employee"),
        (things.FULL_NAME, "person", "patient student customer director teacher owner username guest client"),
        (things.COMPANY, "text", "company organization brand manufacturer employer"),
        (DATE, "date", "date day birthday deadline"),
        (TIME, "time", "clock hour"),
        (things.ORDER_NUMBER, "text", "id code identifier number reference key token isbn"),
        (things.FILM, "text", "film movie show title"),
        (things.BOOK, "text", "book"),
        (things.SONG, "text", "song track"),
        (things.TEAM, "text", "team club"),
        (things.PRODUCT, "text", "product item"),
        (things.CUISINE, "choice", "cuisine"),
        (things.ROOM, "place", "room"),
        (things.FOOD, "text", "food ingredient"),
        (things.DISH, "text", "dish meal recipe"),
        (things.TOPIC, "about", "topic subject theme"),
        (things.QUERY, "about", "query keyword keywords search"),
        (things.MESSAGE, "text", "message text content body comment"),
        (things.FILE, "text", "file filename path document"),
        (things.JOB, "text", "job position occupation profession"),
        (things.EVENT, "text", "event occasion activity"),
        (things.SYMBOL, "text", "symbol ticker currency"),
        (things.EXPRESSION, "text", "expression formula equation"),
    )
    for word in words.split()
}
_STARTS = frozenset("start origin from source departure initial current old".split())
_ENDS = frozenset("end destination to target arrival final new".split())
_UNITS: Mapping[str, str] = {
    "distance length height width depth radius diameter altitude side base": "meters|m|km|feet|cm|inches|miles",
    "mass weight": "kg|grams|pounds|g|tons",
    "time duration period interval age validity": "seconds|minutes|hours|days|weeks|months|years",
    "temperature": "degrees|degrees Celsius|°C|K",
    "speed velocity": "m/s|km/h|mph",
    "acceleration": "m/s^2",
    "area surface": "square meters|m²|square feet|acres",
    "volume capacity": "liters|ml|m³|cubic meters",
    "force": "N|newtons",
    "voltage": "V|volts",
    "current": "A|mA|amperes",
    "resistance": "ohms",
    "power": "W|kW|watts",
    "energy": "J|kJ|joules",
    "pressure": "Pa|kPa|bar|atm",
    "frequency": "Hz|kHz|MHz",
    "angle": "degrees|radians",
    "density": "kg/m³",
}
_MONEY = frozenset(
    "price cost amount budget salary income principal investment payment fee profit revenue capital balance".split()
)
_RATES = frozenset("rate percentage percent interest probability ratio share discount tax".split())
_UNIT_BEHIND = re.compile(r"\d(?:\.\d+)? ?([A-Za-z°%²³/]{1,12})\b")
_UNIT_NAMED = re.compile(r"\bin ([a-z]+(?:/[a-z]+)?|°C)\b")
_KNOWN_UNITS = frozenset(unit for units in _UNITS.values() for unit in units.split("|")) | frozenset(
    "nm mm centimeters kilometers kilograms celsius fahrenheit liters milliliters percent words pixels calories".split()
)


def guess(argument: Argument, fragments: Sequence[str]) -> Guess | None:
    """How an argument's values may be drawn and said; None for objects and whatever else is not said in words.

    Args:
        fragments: words for values of which nothing is known (`dataset.tools.invented.fragments`).
    """
    schema = argument.schema
    words = words_of(argument.name)
    if schema.get("enum"):
        return _of_choice(schema["enum"])
    kind = schema.get("type", "string")
    if kind == "boolean":
        return Guess(choice({True: "yes|true|on", False: "no|false|off"}), "flag")
    if kind in ("integer", "number"):
        return _of_number(words, argument.description, kind == "integer")
    if kind == "array":
        inner = guess(Argument(argument.name.removesuffix("s"), _items(schema)), fragments)
        return Guess(list_of(inner.kind), "text") if inner is not None and inner.role != "flag" else None
    return _of_text(words, argument.description, fragments) if kind == "string" else None


def _items(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    items = schema.get("items") or {"type": "string"}
    return {**items, "description": items.get("description") or schema.get("description") or ""}


def _of_choice(values: Sequence[Any]) -> Guess | None:
    said = {
        value: str(value).replace("_", " ").replace("|", " ")
        for value in values
        if isinstance(value, str | int | float)
    }
    options = {value: words for value, words in said.items() if words.strip()}
    return Guess(choice(options), "choice") if options else None


def _of_number(words: Sequence[str], description: str, whole: bool) -> Guess:
    named = set(words)
    if "year" in named:
        return Guess(_numbers(lambda speaker: speaker.dice.between(1900, 2030)), "number")
    if named & _RATES and not whole:
        return Guess(percent(1, 60, fraction=True), "number")
    if named & _MONEY:
        return Guess(money(5, 90_000), "number")
    units = [unit for unit in _UNIT_BEHIND.findall(description) if unit in _KNOWN_UNITS]
    units += [unit for unit in _UNIT_NAMED.findall(description) if unit in _KNOWN_UNITS]
    for cues, of_cue in _UNITS.items():
        if not units and named & set(cues.split()):
            units = of_cue.split("|")
    return Guess(_numbers(_draw_whole) if whole else _any_number(), "number", tuple(units))


def _draw_whole(speaker: Speaker) -> int:
    dice = speaker.dice
    high = dice.pick((9, 20, 20, 100, 100, 500, 2000, 100_000))
    found = dice.between(1, high)
    return found if high <= 100 or dice.chance(0.4) else max(10, found // 10 * 10)


def _numbers(draw: Callable[[Speaker], int]) -> Kind:
    """Whole numbers; some small ones are said in words, some large ones with commas."""
    small = decimal(1, 12)

    def value(speaker: Speaker) -> Value:
        number = draw(speaker)
        if number <= 12 and speaker.dice.chance(0.3):
            found = small.draw(speaker)
            if isinstance(found.value, int):
                return found
        said = f"{number:,}" if number >= 10_000 and speaker.dice.chance(0.4) else str(number)
        return Value(number, said, (number,))

    return Kind(value)


def _any_number() -> Kind:
    def value(speaker: Speaker) -> Value:
        dice = speaker.dice
        number: float = _draw_whole(speaker)
        if dice.chance(0.3):
            number = round(number / dice.pick((10, 100, 1000)), 4)
        number = int(number) if number == int(number) else number
        return Value(number, str(number), (number,))

    return Kind(value)


def _of_text(words: Sequence[str], description: str, fragments: Sequence[str]) -> Guess:
    kind, role = next((_NAMES[word] for word in reversed(words) if word in _NAMES), (None, "text"))
    if set(words) & {"time"} and "zone" not in words:
        kind, role = TIME, "time"
    if role == "place" and set(words) & _STARTS:
        role = "start"
    elif role == "place" and set(words) & _ENDS:
        role = "end"
    return Guess(_texts(kind, examples_in(description), fragments), role)


def _texts(kind: Kind | None, examples: Sequence[str], fragments: Sequence[str]) -> Kind:
    """Values of a kind, examples of the description, and pieces of other descriptions, by chance."""

    def value(speaker: Speaker) -> Value:
        dice = speaker.dice
        if examples and dice.chance(0.5):
            return plain(dice.pick(examples))
        if kind is not None and dice.chance(0.85):
            return kind.draw_cased(speaker)
        if not fragments:
            return things.KEYWORD.draw_cased(speaker)
        found = dice.pick(fragments)
        return plain(found.title() if dice.chance(0.3) else found)

    return Kind(value)
