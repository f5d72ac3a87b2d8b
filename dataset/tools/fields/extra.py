"""Fields library, post, housing, jobs, car and garden: the tools that only the generator's test split uses."""

from __future__ import annotations

import datetime
from typing import Any

from dataset.tools.fields import world
from dataset.tools.fields.clock import later, read_date, read_time
from dataset.tools.fields.define import array, boolean, builtin, choice, integer, number, string
from utils.errors import UserError

_FIRMS = world.words("Nord|Blue|Alpha|Green|Sky", "Labs|Systems|Foods|Works|Energy")


# ---- library


@builtin(
    "library",
    "Find books in the library.",
    author=string("Name of the author"),
    topic=string("What the books are about"),
    language=string("Only books in this language"),
)
def find_books(author: str = "", topic: str = "", language: str = "") -> dict[str, Any]:
    titles = world.several(world.BOOKS, 3, author.lower(), topic.lower(), language.lower())
    return {"books": [{"title": title, "copies": world.number(0, 5, title)} for title in titles]}


@builtin(
    "library",
    "Reserve a book.",
    title=string("Title of the book"),
    branch=choice("central north riverside university", "The branch to pick it up at"),
    large_print=boolean("Whether it must be in large print"),
)
def reserve_book(title: str, branch: str, today: datetime.date, large_print: bool = False) -> dict[str, Any]:
    ready = later(today, world.number(1, 9, title.lower(), branch, large_print))
    return {"reserved": title, "branch": branch, "ready_on": ready.isoformat()}


@builtin(
    "library",
    "Renew the loan of a book.",
    title=string("Title of the book"),
    weeks=integer("For how many more weeks"),
)
def renew_loan(title: str, today: datetime.date, weeks: int = 2) -> dict[str, Any]:
    return {"renewed": title, "due": later(today, 7 * weeks).isoformat()}


# ---- post


@builtin("post", "Find out where a parcel is.", tracking_number=string("Tracking number of the parcel"))
def track_parcel(tracking_number: str, today: datetime.date) -> dict[str, Any]:
    number = tracking_number.upper()
    arrives = later(today, world.number(0, 5, number)).isoformat()
    return {"status": world.pick(("in transit", "at the depot", "out for delivery"), number), "arrives": arrives}


@builtin(
    "post",
    "Calculate the postage of a parcel.",
    country=string("The country it is sent to"),
    weight_grams=integer("Its weight in grams"),
    service=choice("standard express registered", "How it is sent"),
)
def postage(country: str, weight_grams: int, service: str = "standard") -> dict[str, Any]:
    base = world.number(4, 15, country.lower()) * {"standard": 1, "express": 2.5, "registered": 1.5}[service]
    return {"price": round(base + weight_grams / 400, 2), "days": 1 if service == "express" else 5}


# ---- housing


@builtin(
    "housing",
    "Search for apartments to rent.",
    city=string("Name of the city"),
    rooms=integer("The least number of rooms"),
    max_rent=number("The highest monthly rent"),
    furnished=boolean("Whether it must be furnished"),
)
def find_apartments(
    city: str, rooms: int | None = None, max_rent: float | None = None, furnished: bool = False
) -> dict[str, Any]:
    highest = max(100, int(min(max_rent or 2000, 1e6)))
    found = [
        {
            "address": f"{world.number(1, 99, city.lower(), place)} {world.made(world.STREETS, city.lower(), place)}",
            "rent": world.number(highest // 2, highest, city.lower(), rooms, place, furnished),
        }
        for place in range(2)
    ]
    return {"apartments": found}


@builtin(
    "housing",
    "Arrange a viewing of an apartment.",
    address=string("Address of the apartment"),
    date=string("The day", format="date"),
    time=string("The time of day", format="time"),
)
def schedule_viewing(address: str, date: str, time: str, today: datetime.date) -> dict[str, Any]:
    agent = world.made(world.FULL_NAMES, address.lower(), between="")
    return {"address": address, "date": read_date(date, today).isoformat(), "time": read_time(time), "agent": agent}


# ---- jobs


@builtin(
    "jobs",
    "Search for jobs.",
    position=string("The position, such as nurse"),
    city=string("Name of the city"),
    min_salary=number("The lowest yearly salary"),
    remote=boolean("Whether one must be able to work from home"),
)
def search_jobs(position: str, city: str = "", min_salary: float | None = None, remote: bool = False) -> dict[str, Any]:
    lowest = int(min(max(min_salary or 30_000, 0), 1e7))
    firms = world.several(_FIRMS, 2, position.lower(), city.lower(), remote)
    return {"jobs": [{"company": firm, "salary": lowest + 500 * world.number(0, 30, firm, position)} for firm in firms]}


# ---- car


@builtin(
    "car",
    "Charge the electric car.",
    limit_percent=integer("Stop charging at this level"),
    ready_by=string("When it must be ready", format="time"),
)
def charge_car(limit_percent: int, ready_by: str = "") -> dict[str, Any]:
    if not 1 <= limit_percent <= 100:
        raise UserError(f"a battery is charged to between 1 and 100 percent, not {limit_percent}")
    now = world.number(5, 60, "battery")
    return {
        "now_percent": now,
        "minutes": max(0, limit_percent - now) * 4,
        "ready_by": read_time(ready_by) if ready_by else None,
    }


@builtin(
    "car",
    "Set the climate control of the car.",
    temperature=number("The temperature in degrees celsius"),
    fan=choice("off low medium high", "Speed of the fan"),
    heated_seats=boolean("Whether to heat the seats"),
)
def set_car_climate(temperature: float, fan: str = "", heated_seats: bool = False) -> dict[str, Any]:
    return {"target": temperature, "fan": fan or "low", "heated_seats": heated_seats}


# ---- garden


@builtin(
    "garden",
    "Water parts of the garden.",
    areas=array(("lawn", "roses", "vegetables", "hedge", "pots"), "The parts to water"),
    minutes=integer("For how many minutes"),
)
def water_garden(areas: list[str], minutes: int = 10) -> dict[str, Any]:
    return {"watering": areas, "liters": 8 * minutes * len(areas)}


@builtin(
    "garden",
    "Set how often the robot mower mows the lawn.",
    frequency=choice("daily weekly monthly never", "How often"),
    height_mm=integer("Height of the grass after mowing, in millimeters"),
)
def schedule_mowing(frequency: str, height_mm: int = 40) -> dict[str, Any]:
    return {"frequency": frequency, "height_mm": height_mm}
