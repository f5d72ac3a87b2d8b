"""Fields calculator, numbers, geometry, physics and finance: tools that calculate."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from dataset.tools.fields.arithmetic import plain, value
from dataset.tools.fields.define import array, builtin, choice, integer, number, string
from utils.errors import UserError

_LARGEST_TO_FACTOR = 10**10


def _above_zero(**values: float) -> None:
    """Raise UserError for the first value that is not above 0."""
    for name, given in values.items():
        if given <= 0:
            raise UserError(f"{name} must be above 0, and is {given}")


def _raised(base: float, exponent: float) -> float:
    """A power of a positive number. Raises UserError where it is too large."""
    try:
        return float(base**exponent)
    except OverflowError:
        raise UserError("the result is too large") from None


# ---- calculator


@builtin("calculator", "Evaluate an arithmetic expression.", expression=string("The expression, such as (2 + 3) * 4"))
def calculate(expression: str) -> dict[str, Any]:
    return {"value": plain(value(expression))}


@builtin(
    "calculator",
    "Calculate a percentage of a number.",
    percent=number("The percentage, such as 15 for 15%"),
    base=number("The number that the percentage is taken of"),
)
def percentage_of(percent: float, base: float) -> dict[str, Any]:
    return {"value": plain(Fraction(str(percent)) * Fraction(str(base)) / 100)}


@builtin(
    "calculator",
    "Split a restaurant bill evenly between people.",
    total=number("The amount of the bill"),
    people=integer("How many people share it"),
    tip_percent=number("The tip in percent of the bill"),
)
def split_bill(total: float, people: int, tip_percent: float = 0) -> dict[str, Any]:
    _above_zero(people=people)
    whole = total * (1 + tip_percent / 100)
    return {"total_with_tip": round(whole, 2), "each": round(whole / people, 2)}


# ---- numbers


@builtin(
    "numbers",
    "Calculate a statistic of a list of numbers.",
    numbers=array("number", "The numbers"),
    measure=choice("mean median minimum maximum sum", "Which statistic to calculate"),
)
def describe_numbers(numbers: list[float], measure: str) -> dict[str, Any]:
    if not numbers:
        raise UserError("a list without numbers has no statistics")
    functions: dict[str, Callable[[list[float]], float]] = {
        "mean": statistics.fmean,
        "median": statistics.median,
        "minimum": min,
        "maximum": max,
        "sum": math.fsum,
    }
    return {"measure": measure, "value": plain(float(functions[measure](numbers)))}


@builtin("numbers", "Find the prime factors of a whole number.", number=integer("The number to factor"))
def prime_factors(number: int) -> dict[str, Any]:
    if not 2 <= number <= _LARGEST_TO_FACTOR:
        raise UserError(f"only numbers from 2 to {_LARGEST_TO_FACTOR} are factored")
    found, rest, divisor = [], number, 2
    while divisor * divisor <= rest:
        while rest % divisor == 0:
            found.append(divisor)
            rest //= divisor
        divisor += 1
    return {"factors": [*found, rest] if rest > 1 else found}


@builtin(
    "numbers",
    "Find the greatest common divisor of two whole numbers.",
    a=integer("First number"),
    b=integer("Second number"),
)
def greatest_common_divisor(a: int, b: int) -> dict[str, Any]:
    return {"divisor": math.gcd(a, b)}


# ---- geometry


@builtin(
    "geometry", "Calculate the area of a triangle.", base=number("Length of the base"), height=number("Its height")
)
def triangle_area(base: float, height: float) -> dict[str, Any]:
    _above_zero(base=base, height=height)
    return {"area": plain(base * height / 2)}


@builtin("geometry", "Calculate area and circumference of a circle.", radius=number("The radius of the circle"))
def circle_area(radius: float) -> dict[str, Any]:
    _above_zero(radius=radius)
    return {"area": round(math.pi * radius**2, 4), "circumference": round(2 * math.pi * radius, 4)}


@builtin(
    "geometry",
    "Calculate the volume of a box.",
    length=number("Its length"),
    width=number("Its width"),
    height=number("Its height"),
)
def box_volume(length: float, width: float, height: float) -> dict[str, Any]:
    _above_zero(length=length, width=width, height=height)
    return {"volume": plain(float(length * width * height))}


# ---- physics


@builtin(
    "physics",
    "Calculate the average speed of a trip.",
    distance_km=number("The distance in kilometers"),
    hours=number("How long the trip takes, in hours"),
)
def average_speed(distance_km: float, hours: float) -> dict[str, Any]:
    _above_zero(hours=hours)
    return {"km_per_hour": plain(distance_km / hours)}


@builtin(
    "physics",
    "Calculate the kinetic energy of a moving object in joules.",
    mass=number("Mass of the object in kilograms"),
    velocity=number("Velocity of the object in meters per second"),
)
def kinetic_energy(mass: float, velocity: float) -> dict[str, Any]:
    return {"joules": plain(float(mass * velocity * velocity / 2))}


@builtin(
    "physics",
    "Calculate the density of a substance.",
    mass=number("The mass in kilograms"),
    volume=number("The volume in cubic meters"),
)
def density(mass: float, volume: float) -> dict[str, Any]:
    _above_zero(volume=volume)
    return {"kg_per_cubic_meter": plain(mass / volume)}


# ---- finance


@builtin(
    "finance",
    "Calculate compound interest on an investment.",
    principal=number("The initial amount of money"),
    annual_rate=number("The annual interest rate in percent"),
    years=integer("For how many years the money is invested"),
    compounding=choice("annually quarterly monthly", "How often interest is compounded"),
)
def compound_interest(
    principal: float, annual_rate: float, years: int, compounding: str = "annually"
) -> dict[str, Any]:
    times = {"annually": 1, "quarterly": 4, "monthly": 12}[compounding]
    growth = 1 + annual_rate / 100 / times
    _above_zero(growth=growth)
    final = principal * _raised(growth, times * years)
    return {"final_amount": round(final, 2), "interest": round(final - principal, 2)}


@builtin(
    "finance",
    "Calculate the monthly payment of a loan.",
    amount=number("The amount of the loan"),
    annual_rate=number("The annual interest rate as a decimal, 0.05 for 5%"),
    years=integer("The term of the loan in years"),
)
def loan_payment(amount: float, annual_rate: float, years: int) -> dict[str, Any]:
    _above_zero(amount=amount, years=years)
    rate, months = annual_rate / 12, years * 12
    _above_zero(growth=1 + rate)
    payment = amount / months if not rate else amount * rate / (1 - _raised(1 + rate, -months))
    return {"monthly_payment": round(payment, 2), "total": round(payment * months, 2)}


@builtin(
    "finance",
    "Calculate a price after a discount.",
    price=number("The price before the discount"),
    discount_percent=number("The discount in percent"),
)
def discounted_price(price: float, discount_percent: float) -> dict[str, Any]:
    return {"price": round(price * (1 - discount_percent / 100), 2)}
