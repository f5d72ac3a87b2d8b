"""Fields bank, stocks, shopping, home and health: tools for money, a household and a body."""

from __future__ import annotations

import datetime
from typing import Any

from dataset.tools.fields import world
from dataset.tools.fields.clock import read_date, read_time
from dataset.tools.fields.define import array, boolean, builtin, choice, integer, number, string
from utils.errors import UserError

_SHOPS = world.words("Green|Corner|City|Sunny", "Market|Books|Pharmacy|Cafe|Fuel")

# ---- bank and stocks


@builtin(
    "bank",
    "Check the balance of a bank account.",
    account=choice("checking savings", "The account"),
)
def check_balance(account: str = "checking") -> dict[str, Any]:
    return {"account": account, "balance": world.number(10_000, 900_000, account) / 100, "currency": "USD"}


@builtin(
    "bank",
    "Transfer money to a person.",
    amount=number("How much money"),
    recipient=string("Who gets the money"),
    account=choice("checking savings", "The account that it is taken from"),
    reference=string("A text for the recipient"),
)
def transfer_money(amount: float, recipient: str, account: str = "checking", reference: str = "") -> dict[str, Any]:
    if amount <= 0:
        raise UserError(f"the amount must be above 0, and is {amount}")
    return {
        "transferred": amount,
        "to": recipient,
        "transaction": world.code("T", 6, amount, recipient, account, reference),
    }


@builtin(
    "bank",
    "List the latest transactions of a bank account.",
    account=choice("checking savings", "The account"),
    count=integer("How many transactions"),
)
def list_transactions(account: str = "checking", count: int = 3) -> dict[str, Any]:
    names = world.several(_SHOPS, max(1, min(count, 20)), account)
    return {"transactions": [{"shop": name, "amount": world.number(300, 9000, name, account) / 100} for name in names]}


@builtin(
    "bank",
    "Pay a bill.",
    company=string("The company to be paid"),
    amount=number("How much to pay"),
    date=string("The day of the payment", format="date"),
)
def pay_bill(company: str, amount: float, today: datetime.date, date: str = "today") -> dict[str, Any]:
    return {"paid": amount, "to": company, "date": read_date(date, today).isoformat()}


@builtin(
    "bank",
    "Block a lost or stolen bank card.",
    card=choice("debit credit", "The kind of card"),
    last_digits=string("The last four digits of its number"),
)
def block_card(card: str, last_digits: str = "") -> dict[str, Any]:
    return {"blocked": card, "new_card_in_days": world.number(3, 8, card, last_digits)}


@builtin("stocks", "Get the current price of a stock.", symbol=string("Ticker symbol of the stock, such as ABCD"))
def stock_price(symbol: str) -> dict[str, Any]:
    return {"symbol": symbol.upper(), "price": world.number(500, 60_000, symbol.upper()) / 100, "currency": "USD"}


@builtin(
    "stocks",
    "Buy shares of a stock.",
    symbol=string("Ticker symbol of the stock"),
    shares=integer("How many shares"),
    limit_price=number("The highest price to pay for a share"),
)
def buy_shares(symbol: str, shares: int, limit_price: float | None = None) -> dict[str, Any]:
    price = world.number(500, 60_000, symbol.upper()) / 100
    bought = not limit_price or price <= limit_price
    return {"status": "bought" if bought else "waiting", "shares": shares, "price": price}


# ---- shopping


@builtin(
    "shopping",
    "Search for products in the online shop.",
    query=string("What to search for"),
    max_price=number("The highest price"),
    free_shipping=boolean("Whether shipping must be free"),
)
def search_products(query: str, max_price: float | None = None, free_shipping: bool = False) -> dict[str, Any]:
    brands = [world.made(world.BRANDS, query.lower(), place, between="") for place in range(3)]
    highest = max(1, int(min(max_price or 200, 1e6)))
    return {
        "products": [
            {
                "name": f"{brand} {query}",
                "price": world.number(highest // 3 + 1, highest, brand, query.lower(), free_shipping),
            }
            for brand in brands
        ]
    }


@builtin(
    "shopping",
    "Put a product into the shopping cart.",
    product=string("The product"),
    quantity=integer("How many of it"),
    gift_wrap=boolean("Whether it is to be wrapped as a gift"),
)
def add_to_cart(product: str, quantity: int = 1, gift_wrap: bool = False) -> dict[str, Any]:
    return {
        "added": product,
        "quantity": quantity,
        "items_in_cart": quantity + world.number(0, 4, product),
        "gift": gift_wrap,
    }


@builtin("shopping", "Add items to the grocery list.", items=array("string", "The items to add"))
def add_to_grocery_list(items: list[str]) -> dict[str, Any]:
    return {"added": items, "items_on_list": len(items) + world.number(0, 9, *items)}


@builtin(
    "shopping",
    "Return an order.",
    order_number=string("Number of the order"),
    reason=choice("damaged wrong_size wrong_item unwanted", "Why it is returned"),
)
def return_order(order_number: str, reason: str) -> dict[str, Any]:
    return {
        "return_label": world.code("L", 6, order_number, reason),
        "refund_in_days": world.number(3, 14, order_number),
    }


# ---- home


@builtin(
    "home",
    "Set the heating to a temperature.",
    temperature=number("The temperature in degrees celsius"),
    room=string("Only in this room"),
)
def set_thermostat(temperature: float, room: str = "") -> dict[str, Any]:
    if not 5 <= temperature <= 35:
        raise UserError(f"the heating goes from 5 to 35 degrees, and {temperature} is outside")
    return {"target": temperature, "room": room or "all rooms", "now": world.number(14, 24, room)}


@builtin(
    "home",
    "Switch the light in a room on or off.",
    room=string("The room"),
    on=boolean("True to switch it on, false to switch it off"),
)
def switch_light(room: str, on: bool) -> dict[str, Any]:
    return {"room": room, "light": "on" if on else "off"}


@builtin(
    "home",
    "Dim the light in a room.",
    room=string("The room"),
    brightness=integer("The brightness in percent"),
)
def dim_light(room: str, brightness: int) -> dict[str, Any]:
    if not 1 <= brightness <= 100:
        raise UserError(f"the brightness goes from 1 to 100 percent, and {brightness} is outside")
    return {"room": room, "brightness": brightness}


@builtin(
    "home",
    "Lock or unlock a door.",
    door=choice("front back garage balcony", "The door"),
    locked=boolean("True to lock it, false to unlock it"),
)
def set_door_lock(door: str, locked: bool) -> dict[str, Any]:
    return {"door": door, "state": "locked" if locked else "unlocked"}


@builtin(
    "home",
    "Start the vacuum robot.",
    rooms=array("string", "The rooms to clean; all rooms if left out"),
    mode=choice("quiet standard turbo", "How strongly it cleans"),
)
def start_vacuum(rooms: list[str] | None = None, mode: str = "standard") -> dict[str, Any]:
    count = len(rooms) if rooms else 5
    return {"rooms": rooms or ["all rooms"], "mode": mode, "minutes": count * (8 if mode == "turbo" else 12)}


# ---- health


@builtin(
    "health",
    "Save a workout.",
    activity=choice("running cycling swimming walking yoga", "What the user did"),
    minutes=integer("How long it took, in minutes"),
    distance_km=number("The distance in kilometers"),
)
def log_workout(activity: str, minutes: int, distance_km: float | None = None) -> dict[str, Any]:
    rate = {"running": 11, "cycling": 8, "swimming": 9, "walking": 4, "yoga": 3}[activity]
    return {"saved": True, "calories": rate * minutes, "distance_km": distance_km}


@builtin(
    "health",
    "Calculate the body mass index of a person.",
    weight_kg=number("Weight in kilograms"),
    height_cm=number("Height in centimeters"),
)
def body_mass_index(weight_kg: float, height_cm: float) -> dict[str, Any]:
    if weight_kg <= 0 or height_cm <= 0:
        raise UserError("weight and height must be above 0")
    index = round(weight_kg / (height_cm / 100) ** 2, 1)
    return {"index": index, "range": "low" if index < 18.5 else "normal" if index < 25 else "high"}


@builtin(
    "health",
    "Make an appointment with a doctor.",
    specialty=choice("dentist dermatologist cardiologist pediatrician optician", "The kind of doctor"),
    date=string("The day", format="date"),
    time=string("The time of day", format="time"),
)
def book_doctor(specialty: str, date: str, today: datetime.date, time: str = "") -> dict[str, Any]:
    day = read_date(date, today).isoformat()
    start = read_time(time) if time else f"{world.number(8, 16, specialty, day):02}:15"
    return {"doctor": world.made(world.FULL_NAMES, specialty, day, between=""), "date": day, "time": start}
