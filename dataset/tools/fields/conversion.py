"""Fields units, currency, dates and time zones: tools that convert."""

from __future__ import annotations

import datetime
from typing import Any

from dataset.tools.fields import world
from dataset.tools.fields.arithmetic import plain
from dataset.tools.fields.clock import WEEKDAYS, later, read_date, read_time
from dataset.tools.fields.define import builtin, choice, integer, number, string

_METERS = {
    "millimeters": 0.001,
    "centimeters": 0.01,
    "meters": 1.0,
    "kilometers": 1000.0,
    "inches": 0.0254,
    "feet": 0.3048,
    "yards": 0.9144,
    "miles": 1609.344,
}
_GRAMS = {"grams": 1.0, "kilograms": 1000.0, "ounces": 28.349523125, "pounds": 453.59237, "stones": 6350.29318}
_LITERS = {"milliliters": 0.001, "liters": 1.0, "cups": 0.2365882365, "pints": 0.473176473, "gallons": 3.785411784}
_EUROS = {
    "EUR": 1.0,
    "USD": 0.92,
    "GBP": 1.17,
    "JPY": 0.0062,
    "CHF": 1.04,
    "NOK": 0.087,
    "SEK": 0.088,
    "CAD": 0.68,
    "AUD": 0.61,
    "INR": 0.011,
}
"""Invented rates, so that results never change."""
_ZONES = {
    "london": 0, "lisbon": 0, "dublin": 0, "paris": 1, "berlin": 1, "oslo": 1, "rome": 1, "madrid": 1, "cairo": 2,
    "athens": 2, "helsinki": 2, "nairobi": 3, "istanbul": 3, "moscow": 3, "dubai": 4, "delhi": 5.5, "mumbai": 5.5,
    "bangkok": 7, "singapore": 8, "beijing": 8, "shanghai": 8, "tokyo": 9, "seoul": 9, "sydney": 10, "auckland": 12,
    "new york": -5, "boston": -5, "toronto": -5, "miami": -5, "chicago": -6, "mexico city": -6, "denver": -7,
    "los angeles": -8, "san francisco": -8, "seattle": -8, "honolulu": -10,
}  # fmt: skip
"""Hours from UTC in winter. Cities that are not named here get an invented zone."""


def _converted(value: float, source: str, target: str, sizes: dict[str, float]) -> dict[str, Any]:
    return {"value": plain(value * sizes[source] / sizes[target]), "unit": target}


# ---- units


@builtin(
    "units",
    "Convert a length or distance from one unit to another.",
    value=number("The length to convert"),
    from_unit=choice(" ".join(_METERS), "The unit it is given in"),
    to_unit=choice(" ".join(_METERS), "The unit to convert it to"),
)
def convert_length(value: float, from_unit: str, to_unit: str) -> dict[str, Any]:
    return _converted(value, from_unit, to_unit, _METERS)


@builtin(
    "units",
    "Convert a weight from one unit to another.",
    value=number("The weight to convert"),
    from_unit=choice(" ".join(_GRAMS), "The unit it is given in"),
    to_unit=choice(" ".join(_GRAMS), "The unit to convert it to"),
)
def convert_weight(value: float, from_unit: str, to_unit: str) -> dict[str, Any]:
    return _converted(value, from_unit, to_unit, _GRAMS)


@builtin(
    "units",
    "Convert a volume of a liquid from one unit to another.",
    value=number("The volume to convert"),
    from_unit=choice(" ".join(_LITERS), "The unit it is given in"),
    to_unit=choice(" ".join(_LITERS), "The unit to convert it to"),
)
def convert_volume(value: float, from_unit: str, to_unit: str) -> dict[str, Any]:
    return _converted(value, from_unit, to_unit, _LITERS)


@builtin(
    "units",
    "Convert a temperature from one scale to another.",
    degrees=number("The temperature to convert"),
    from_scale=choice("celsius fahrenheit kelvin", "The scale it is given in"),
    to_scale=choice("celsius fahrenheit kelvin", "The scale to convert it to"),
)
def convert_temperature(degrees: float, from_scale: str, to_scale: str) -> dict[str, Any]:
    celsius = {"celsius": degrees, "fahrenheit": (degrees - 32) / 1.8, "kelvin": degrees - 273.15}[from_scale]
    found = {"celsius": celsius, "fahrenheit": celsius * 1.8 + 32, "kelvin": celsius + 273.15}[to_scale]
    return {"degrees": plain(round(found, 4)), "scale": to_scale}


# ---- currency


@builtin(
    "currency",
    "Convert an amount of money from one currency to another.",
    amount=number("The amount to convert"),
    from_currency=choice(" ".join(_EUROS), "Code of the currency it is given in"),
    to_currency=choice(" ".join(_EUROS), "Code of the currency to convert it to"),
)
def convert_currency(amount: float, from_currency: str, to_currency: str) -> dict[str, Any]:
    return {"amount": round(amount * _EUROS[from_currency] / _EUROS[to_currency], 2), "currency": to_currency}


@builtin(
    "currency",
    "Look up the exchange rate between two currencies.",
    base=choice(" ".join(_EUROS), "Code of the base currency"),
    target=choice(" ".join(_EUROS), "Code of the target currency"),
)
def exchange_rate(base: str, target: str = "EUR") -> dict[str, Any]:
    return {"rate": plain(round(_EUROS[base] / _EUROS[target], 6)), "pair": f"{base}/{target}"}


# ---- dates


@builtin(
    "dates",
    "Count the days between two dates.",
    start_date=string("The first date", format="date"),
    end_date=string("The second date", format="date"),
)
def days_between(start_date: str, end_date: str, today: datetime.date) -> dict[str, Any]:
    return {"days": (read_date(end_date, today) - read_date(start_date, today)).days}


@builtin(
    "dates",
    "Find the date that is some days after a date.",
    date=string("The date to count from", format="date"),
    days=integer("How many days to add; negative for days before"),
)
def add_days(date: str, days: int, today: datetime.date) -> dict[str, Any]:
    found = later(read_date(date, today), days)
    return {"date": found.isoformat(), "weekday": WEEKDAYS[found.weekday()]}


@builtin("dates", "Find the day of the week of a date.", date=string("The date", format="date"))
def day_of_week(date: str, today: datetime.date) -> dict[str, Any]:
    return {"weekday": WEEKDAYS[read_date(date, today).weekday()]}


# ---- time zones


def _offset(city: str) -> float:
    """Hours from UTC."""
    name = " ".join(city.lower().split())
    return _ZONES[name] if name in _ZONES else float(world.number(-8, 11, name, "zone"))


@builtin("time zones", "Tell how many hours a city is ahead of UTC.", city=string("Name of the city"))
def city_time_zone(city: str) -> dict[str, Any]:
    return {"city": city, "hours_from_utc": plain(float(_offset(city)))}


@builtin(
    "time zones",
    "Convert a time of day from one city's time zone to another's.",
    time=string("The time of day, such as 17:05", format="time"),
    from_city=string("The city where it is that time"),
    to_city=string("The city whose time is wanted"),
)
def convert_time_zone(time: str, from_city: str, to_city: str) -> dict[str, Any]:
    hours, minutes = map(int, read_time(time).split(":"))
    moved = hours * 60 + minutes + int(60 * (_offset(to_city) - _offset(from_city)))
    days, rest = divmod(moved, 24 * 60)
    day = {-1: "the day before", 0: "the same day", 1: "the next day"}[days]  # zones are at most 22 hours apart
    return {"time": "{:02}:{:02}".format(*divmod(rest, 60)), "day": day}
