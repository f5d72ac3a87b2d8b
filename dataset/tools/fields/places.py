"""Fields weather, maps, flights, trains, car rental, rides and hotels: tools about places."""

from __future__ import annotations

import datetime
from typing import Any

from dataset.tools.fields import world
from dataset.tools.fields.clock import later, read_date, read_time
from dataset.tools.fields.define import boolean, builtin, choice, integer, number, string

_SKIES = ("sunny", "cloudy", "rainy", "windy", "foggy", "clear")


def _degrees(units: str, *key: object) -> int:
    celsius = world.number(-8, 33, *key)
    return celsius if units == "celsius" else round(celsius * 1.8 + 32)


def _clock(*key: object, first: int = 0, last: int = 23) -> str:
    return f"{world.number(first, last, *key, 'hour'):02}:{world.number(0, 11, *key, 'minute') * 5:02}"


# ---- weather


@builtin(
    "weather",
    "Get the current weather in a city.",
    city=string("Name of the city"),
    units=choice("celsius fahrenheit", "Unit of the temperature"),
)
def current_weather(city: str, units: str = "celsius") -> dict[str, Any]:
    return {"temperature": _degrees(units, city.lower()), "sky": world.pick(_SKIES, city.lower()), "units": units}


@builtin(
    "weather",
    "Get the weather forecast of a city for a day.",
    city=string("Name of the city"),
    date=string("The day of the forecast", format="date"),
    units=choice("celsius fahrenheit", "Unit of the temperature"),
)
def weather_forecast(city: str, date: str, today: datetime.date, units: str = "celsius") -> dict[str, Any]:
    day = read_date(date, today).isoformat()
    high = _degrees(units, city.lower(), day)
    sky = world.pick(_SKIES, city.lower(), day)
    return {"date": day, "high": high, "low": high - world.number(3, 9, city, day), "sky": sky, "units": units}


@builtin("weather", "Get the air quality index of a city.", city=string("Name of the city"))
def air_quality(city: str) -> dict[str, Any]:
    index = world.number(8, 160, city.lower(), "air")
    return {"index": index, "quality": "good" if index <= 50 else "moderate" if index <= 100 else "unhealthy"}


@builtin(
    "weather",
    "Get the times of sunrise and sunset in a city.",
    city=string("Name of the city"),
    date=string("The day", format="date"),
)
def sunrise_sunset(city: str, today: datetime.date, date: str = "today") -> dict[str, Any]:
    day = read_date(date, today).isoformat()
    return {
        "sunrise": _clock(city.lower(), day, "up", first=5, last=8),
        "sunset": _clock(city.lower(), day, first=16, last=21),
    }


# ---- maps


@builtin(
    "maps",
    "Get directions to a place.",
    destination=string("Where to go"),
    origin=string("Where to start; the current position if left out"),
    mode=choice("driving walking cycling transit", "How to travel"),
    avoid_tolls=boolean("Whether to avoid toll roads"),
)
def get_directions(
    destination: str, origin: str = "", mode: str = "driving", avoid_tolls: bool = False
) -> dict[str, Any]:
    key = destination.lower(), origin.lower()
    speed = {"driving": 50, "walking": 5, "cycling": 16, "transit": 30}[mode]
    kilometers = world.number(2, 40, *key)
    street = world.made(world.STREETS, *key)
    return {"kilometers": kilometers, "minutes": max(1, kilometers * 60 // speed + 5 * avoid_tolls), "via": street}


@builtin(
    "maps",
    "Find places of a kind nearby.",
    category=choice("pharmacy supermarket parking atm museum park gas_station cafe", "The kind of place"),
    near=string("A city or address; the current position if left out"),
    radius_km=number("How far away it may be, in kilometers"),
)
def find_places(category: str, near: str = "", radius_km: float = 5) -> dict[str, Any]:
    names = world.several(world.STREETS, 3, category, near.lower())
    kind = category.replace("_", " ")
    places = [f"{name.split()[0]} {kind.upper() if kind == 'atm' else kind.title()}" for name in names]
    far = max(1, int(10 * min(radius_km, 100)))
    return {"places": [{"name": place, "kilometers": world.number(1, far, place) / 10} for place in places]}


@builtin(
    "maps",
    "Get the distance between two cities.",
    origin=string("The first city"),
    destination=string("The second city"),
    unit=choice("kilometers miles", "Unit of the distance"),
)
def city_distance(origin: str, destination: str, unit: str = "kilometers") -> dict[str, Any]:
    kilometers = world.number(40, 9000, *sorted((origin.lower(), destination.lower())))
    return {"distance": kilometers if unit == "kilometers" else round(kilometers / 1.609344), "unit": unit}


# ---- flights and trains


@builtin(
    "flights",
    "Search for flights between two cities.",
    origin=string("The city to leave from"),
    destination=string("The city to fly to"),
    date=string("Day of departure", format="date"),
    passengers=integer("How many people travel"),
    cabin=choice("economy premium business first", "Class of the seats"),
    direct_only=boolean("Whether to show only flights without stops"),
)
def find_flights(
    origin: str,
    destination: str,
    date: str,
    today: datetime.date,
    passengers: int = 1,
    cabin: str = "economy",
    direct_only: bool = False,
) -> dict[str, Any]:
    key = origin.lower(), destination.lower(), read_date(date, today).isoformat(), cabin, direct_only
    flights = [
        {
            "flight_number": world.pick(("SK", "LH", "BA", "AF", "KL"), *key, place)
            + str(world.number(100, 999, *key, place)),
            "departure": _clock(*key, place, first=6, last=22),
            "price": world.number(59, 900, *key, place) * max(1, passengers),
        }
        for place in range(2)
    ]
    return {"flights": flights}


@builtin(
    "flights",
    "Check whether a flight is on time.",
    flight_number=string("Number of the flight, such as LH441"),
    date=string("Day of departure", format="date"),
)
def flight_status(flight_number: str, today: datetime.date, date: str = "today") -> dict[str, Any]:
    key = flight_number.upper().replace(" ", ""), read_date(date, today).isoformat()
    return {
        "status": world.pick(("on time", "delayed", "boarding", "on time"), *key),
        "gate": world.pick("ABCD", *key) + str(world.number(1, 40, *key)),
    }


@builtin(
    "trains",
    "Search for train connections.",
    from_station=string("City or station to leave from"),
    to_station=string("City or station to arrive at"),
    date=string("Day of travel", format="date"),
    time=string("Leave at this time or later", format="time"),
)
def find_trains(from_station: str, to_station: str, date: str, today: datetime.date, time: str = "") -> dict[str, Any]:
    key = from_station.lower(), to_station.lower(), read_date(date, today).isoformat()
    hour = int(read_time(time).split(":")[0]) if time else 7
    trains = [
        {"train": f"IC {world.number(10, 99, *key, place)}", "departure": _clock(*key, place, first=hour, last=23)}
        for place in range(2)
    ]
    return {"trains": trains}


# ---- cars and rides


@builtin(
    "car rental",
    "Rent a car.",
    city=string("The city to pick it up in"),
    start_date=string("The day to pick it up", format="date"),
    days=integer("For how many days"),
    size=choice("small medium large van", "Size of the car"),
    automatic=boolean("Whether it must have an automatic gearbox"),
)
def rent_car(
    city: str, start_date: str, days: int, today: datetime.date, size: str = "medium", automatic: bool = False
) -> dict[str, Any]:
    start = read_date(start_date, today)
    daily = {"small": 29, "medium": 39, "large": 55, "van": 69}[size] + 6 * automatic
    reference = world.code("C", 5, city.lower(), start, days, size)
    return {"reference": reference, "price": daily * days, "return_date": later(start, days).isoformat()}


@builtin(
    "rides",
    "Order a ride.",
    destination=string("Where to go"),
    pickup=string("Where to be picked up; the current position if left out"),
    passengers=integer("How many people ride"),
    shared=boolean("Whether the ride may be shared with strangers"),
)
def order_ride(destination: str, pickup: str = "", passengers: int = 1, shared: bool = False) -> dict[str, Any]:
    key = destination.lower(), pickup.lower()
    driver = world.made(world.FIRST_NAMES, *key)
    price = world.number(8, 45, *key)
    return {"driver": driver, "minutes": world.number(2, 14, *key), "price": price // 2 if shared else price}


# ---- hotels


@builtin(
    "hotels",
    "Search for hotels in a city.",
    city=string("Name of the city"),
    check_in=string("The first night", format="date"),
    nights=integer("How many nights"),
    stars=integer("The least number of stars"),
    breakfast=boolean("Whether breakfast must be included"),
)
def find_hotels(
    city: str,
    today: datetime.date,
    check_in: str = "",
    nights: int = 1,
    stars: int | None = None,
    breakfast: bool = False,
) -> dict[str, Any]:
    key = city.lower(), read_date(check_in or "today", today).isoformat(), stars, breakfast
    names = world.several(world.HOTELS, 3, city.lower(), stars, breakfast)
    return {"hotels": [{"name": name, "price": world.number(55, 320, *key, name) * max(1, nights)} for name in names]}


@builtin(
    "hotels",
    "Book a room in a hotel.",
    hotel=string("Name of the hotel"),
    check_in=string("The first night", format="date"),
    nights=integer("How many nights"),
    room_type=choice("single double suite", "The kind of room"),
)
def book_hotel(
    hotel: str, check_in: str, nights: int, today: datetime.date, room_type: str = "double"
) -> dict[str, Any]:
    start = read_date(check_in, today)
    reference = world.code("H", 5, hotel.lower(), start, nights)
    return {"reference": reference, "check_in": start.isoformat(), "check_out": later(start, nights).isoformat()}
