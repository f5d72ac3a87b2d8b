"""How people ask for units, currencies, dates and time zones."""

from __future__ import annotations

from dataset.tools.generator.amounts import DATE, TIME, decimal, money, whole
from dataset.tools.generator.kinds import Kind, choice
from dataset.tools.generator.things import CITY
from dataset.tools.generator.wording import Wording

_LENGTH = choice(
    {
        "millimeters": "millimeters|mm",
        "centimeters": "centimeters|cm",
        "meters": "meters|metres",
        "kilometers": "kilometers|km",
        "inches": "inches",
        "feet": "feet|ft",
        "yards": "yards",
        "miles": "miles",
    },
    wrong="parsecs|light years|furlongs|nautical miles|fathoms",
)
_WEIGHT = choice(
    {
        "grams": "grams|g",
        "kilograms": "kilograms|kg|kilos",
        "ounces": "ounces|oz",
        "pounds": "pounds|lbs",
        "stones": "stones|stone",
    },
    wrong="tons|carats|milligrams",
)
_VOLUME = choice(
    {
        "milliliters": "milliliters|ml",
        "liters": "liters|litres",
        "cups": "cups",
        "pints": "pints",
        "gallons": "gallons",
    },
    wrong="barrels|teaspoons|cubic meters",
)
_SCALE = choice(
    {"celsius": "celsius|degrees celsius", "fahrenheit": "fahrenheit", "kelvin": "kelvin"}, wrong="rankine|réaumur"
)
_CURRENCY = choice(
    {
        "EUR": "euros|EUR",
        "USD": "dollars|USD|US dollars",
        "GBP": "pounds|GBP|British pounds",
        "JPY": "yen|JPY",
        "CHF": "Swiss francs|CHF",
        "NOK": "Norwegian kroner|NOK",
        "SEK": "Swedish kronor|SEK",
        "CAD": "Canadian dollars|CAD",
        "AUD": "Australian dollars|AUD",
        "INR": "rupees|INR",
    },
    wrong="bitcoin|zloty|baht|pesos|rubles",
)


def _unit_conversion(tool: str, amount: Kind, unit: Kind, of: str, thing: str) -> Wording:
    """The wording of a tool with the arguments value, from_unit and to_unit."""
    return Wording(
        tool,
        {"value": amount, "from_unit": unit, "to_unit": unit},
        commands="""
            convert {value} {from_unit} (to|into) {to_unit}
            convert {value} {from_unit}
            change {value} {from_unit} to {to_unit}
            tell me (how many|what) {value} {from_unit} is in {to_unit}
            express {value} {from_unit} in {to_unit}
            turn {value} {from_unit} into {to_unit}
        """,
        sentences=f"""
            how many {{to_unit}} (are|is) {{value}} {{from_unit}}?
            what is {{value}} {{from_unit}} in {{to_unit}}?
            {{value}} {{from_unit}} (in|to) {{to_unit}}?
            {thing} {{value}} {{from_unit}}, how much is that in {{to_unit}}?
            how {of} {{value}} {{from_unit}} in {{to_unit}}?
            {{value}} {{from_unit}} equals how many {{to_unit}}?
            {thing} {{value}} {{from_unit}}, can you convert that[ to {{to_unit}}]?
        """,
        says={"to_unit": "to {}|into {}|in {}"},
        asks={"to_unit": "To which unit?|What should I convert it to?|Into which unit?"},
        answers="That is {value} {unit}.|{value} {unit}.",
    )


WORDINGS = (
    _unit_conversion("convert_length", decimal(1, 500), _LENGTH, "far is", "it is"),
    _unit_conversion("convert_weight", decimal(1, 300), _WEIGHT, "heavy is", "it weighs"),
    _unit_conversion("convert_volume", decimal(1, 90), _VOLUME, "much is", "the recipe says"),
    Wording(
        "convert_temperature",
        {"degrees": whole(-20, 220), "from_scale": _SCALE, "to_scale": _SCALE},
        commands="""
            convert {degrees} {from_scale} (to|into) {to_scale}
            convert {degrees} {from_scale}
            tell me what {degrees} degrees {from_scale} is in {to_scale}
            change {degrees} {from_scale} to {to_scale}
            express a temperature of {degrees} {from_scale} in {to_scale}
            turn {degrees} {from_scale} into {to_scale}
        """,
        sentences="""
            what is {degrees} {from_scale} in {to_scale}?
            {degrees} degrees {from_scale} (in|to) {to_scale}?
            the oven should have {degrees} {from_scale}, what's that in {to_scale}?
            how (hot|warm) is {degrees} {from_scale} in {to_scale}?
            it's {degrees} {from_scale} here, how much is that in {to_scale}?
            it's {degrees} {from_scale} here, can you convert that[ to {to_scale}]?
        """,
        says={"to_scale": "to {}|in {}"},
        asks={"to_scale": "To which scale?|Celsius, fahrenheit or kelvin?"},
        answers="That is {degrees} degrees {scale}.|{degrees} {scale}.",
    ),
    Wording(
        "convert_currency",
        {"amount": money(5, 9000, currency=False), "from_currency": _CURRENCY, "to_currency": _CURRENCY},
        commands="""
            convert {amount} {from_currency} (to|into) {to_currency}
            change {amount} {from_currency} into {to_currency}
            convert {amount} {from_currency}
            tell me what {amount} {from_currency} is worth in {to_currency}
            work out how many {to_currency} I get for {amount} {from_currency}
            exchange {amount} {from_currency} for {to_currency}
        """,
        sentences="""
            how much is {amount} {from_currency} in {to_currency}?
            what are {amount} {from_currency} worth in {to_currency}?
            {amount} {from_currency} (in|to) {to_currency}
            how many {to_currency} do I get for {amount} {from_currency}?
            the hotel costs {amount} {from_currency}, what's that in {to_currency}?
            I have {amount} {from_currency}, can you convert that[ to {to_currency}]?
        """,
        says={"to_currency": "to {}|into {}|in {}"},
        asks={"to_currency": "To which currency?|Which currency should I convert it to?"},
        answers="That is {amount} {currency}.|You get {amount} {currency}.",
        alike="exchange_rate",
    ),
    Wording(
        "exchange_rate",
        {"base": _CURRENCY, "target": _CURRENCY},
        commands="""
            (check|look up|get) the exchange rate (of|for) {base}
            tell me the current rate from {base}[ to {target}]
            show the rate of {base}
            find out how {base} trade today
            get me the {base} rate
            look up an exchange rate
        """,
        sentences="""
            what's the exchange rate (for|of) {base}?
            what is the rate from {base} to {target}?
            {base} exchange rate
            how strong is the {base} rate?
            how do {base} stand?
            what is the current value of {base}?
        """,
        says={"target": "to {}|against {}|in {}"},
        asks={"base": "Of which currency?|Which currency?"},
        answers="The rate {pair} is {rate}.|{pair} is at {rate}.",
        alike="convert_currency",
    ),
    Wording(
        "days_between",
        {"start_date": DATE, "end_date": DATE},
        commands="""
            count the days (between|from) {start_date} (and|to) {end_date}
            tell me how many days lie between {start_date} and {end_date}
            calculate the number of days from {start_date} until {end_date}
            work out how long it is from {start_date} to {end_date}
            find the number of days between {start_date} and {end_date}
            count the days from {start_date}
        """,
        sentences="""
            how many days are (between|there between) {start_date} and {end_date}?
            how many days is it from {start_date} to {end_date}?
            how long is it from {start_date} until {end_date}?
            days between {start_date} and {end_date}
            I arrive {start_date} and leave {end_date}, how many days is that?
            my vacation goes from {start_date} to {end_date}, how many days do I have?
        """,
        says={"end_date": "to {}|until {}"},
        asks={"end_date": "Until when?|To which date?", "start_date": "From which date?|Starting when?"},
        answers="It is {days} days.|There are {days} days between them.",
    ),
    Wording(
        "add_days",
        {"date": DATE, "days": whole(2, 200)},
        commands="""
            (calculate|find|tell me) the date {days} days (after|from) {date}
            add {days} days to {date}
            count {days} days from {date}
            work out which day is {days} days after {date}
            find out what date it is {days} days after {date}
            find the date {days} days later
        """,
        sentences="""
            what date is {days} days (after|from) {date}?
            which day is it {days} days after {date}?
            {days} days after {date}?
            if I start {date}, when are {days} days over?
            my visa is valid for {days} days from {date}, when does it end?
            the return period of {days} days begins {date}, what's the last day?
            what is the date in {days} days?
        """,
        says={"date": "after {}|counting from {}"},
        asks={"date": "Counting from which date?|From when?", "days": "How many days?"},
        answers="That is {weekday}, {date}.|{date}, a {weekday}.",
    ),
    Wording(
        "day_of_week",
        {"date": DATE},
        commands="""
            tell me (which|what) (weekday|day of the week) {date} is
            find out which day of the week {date} falls on
            look up the weekday of {date}
            check what day {date} is
            find the weekday (for|of) {date}
            tell me a weekday
        """,
        sentences="""
            (what|which) day of the week is {date}?
            what weekday is {date}?
            {date} is a what?
            which weekday does {date} fall on?
            is {date} on a weekend?
            what day will {date} be?
        """,
        asks={"date": "Of which date?|Which date?"},
        answers="It is a {weekday}.|That is a {weekday}.",
    ),
    Wording(
        "city_time_zone",
        {"city": CITY},
        commands="""
            (look up|find) the time zone (of|for) {city}
            tell me which time zone {city} is in
            check the time zone in {city}
            find out how far {city} is ahead of utc
            get {city}'s time zone
            look up a time zone
        """,
        sentences="""
            (what|which) time zone is {city} in?
            what's the time zone (of|in) {city}?
            how many hours is {city} (from|ahead of) utc?
            time zone of {city}
            what is the utc offset of {city}?
            how far ahead of Greenwich is {city}?
        """,
        asks={"city": "Of which city?|Which city?"},
        answers="{city} is {hours_from_utc} hours from UTC.|UTC {hours_from_utc} for {city}.",
        alike="convert_time_zone",
    ),
    Wording(
        "convert_time_zone",
        {"time": TIME, "from_city": CITY, "to_city": CITY},
        commands="""
            convert {time} (in {from_city}|{from_city} time) to {to_city} time
            tell me what {time} in {from_city} is in {to_city}
            convert {time} from {from_city} to {to_city}
            find out what time it is in {to_city} when it's {time} in {from_city}
            translate {time} {from_city} time to {to_city} time
            convert {time} {from_city} time
        """,
        sentences="""
            when it's {time} in {from_city}, what time is it in {to_city}?
            what is {time} {from_city} time in {to_city}?
            {time} in {from_city} is what time in {to_city}?
            what time is it in {to_city} when {from_city} has {time}?
            my call is at {time} {from_city} time, when is that in {to_city}?
            the stream starts {time} {from_city} time, when is that for me?
        """,
        asks={"to_city": "In which city do you want the time?|Where are you?|What is the other city?"},
        answers="It is {time} there, {day}.|{time}, {day}.",
        alike="city_time_zone",
    ),
)
