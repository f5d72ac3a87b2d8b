"""How people ask for the weather, ways and places."""

from __future__ import annotations

from dataset.tools.generator.amounts import DATE, whole
from dataset.tools.generator.kinds import choice, flag
from dataset.tools.generator.things import ADDRESS, CITY, DESTINATION
from dataset.tools.generator.wording import Wording

_DEGREES = choice({"celsius": "celsius", "fahrenheit": "fahrenheit"}, wrong="kelvin|rankine")

_ASK_CITY = {"city": "In which city?|Which city?|For which city?|Where?"}

WORDINGS = (
    Wording(
        "current_weather",
        {"city": CITY, "units": _DEGREES},
        commands="""
            (check|look up|get) the weather
            tell me (the weather|how the weather is|the temperature)
            show me the current weather
            give me the current temperature
            see if it's raining
            check how warm it is
            let me know what the weather is like
        """,
        sentences="""
            (what's|what is|how's|how is) the weather?
            what's the temperature?
            is it (raining|warm|cold|sunny|snowing) right now?
            weather (in|for) {city}
            {city} weather
            how (warm|cold|hot) is it?
            do I need (an umbrella|a jacket|sunglasses)?
            current weather
            should I take an umbrella? I'm in {city}
        """,
        says={"city": "in {}", "units": "in {}|in degrees {}"},
        asks=_ASK_CITY,
        answers="It is {temperature} degrees and {sky} in {city}.|{sky}, {temperature} degrees.",
        alike="weather_forecast",
    ),
    Wording(
        "weather_forecast",
        {"city": CITY, "date": DATE, "units": _DEGREES},
        commands="""
            (check|get|show me|look up) the (weather |)forecast
            tell me what the weather will be like
            give me the forecast
            see if it will rain
            check whether it's going to (rain|snow|be sunny)
            find out how warm it will be
        """,
        sentences="""
            what will the weather be like?
            will it (rain|snow|be warm|be cold|be sunny)?
            what's the (weather |)forecast?
            weather forecast
            how warm will it get?
            do I need (an umbrella|a coat) if I go to {city}[ {date}]?
            is it going to rain?
            forecast for {city}
        """,
        says={"city": "in {}|for {}", "date": "{}|for {}", "units": "in {}"},
        asks={**_ASK_CITY, "date": "For which day?|Which day?|When?"},
        answers="{sky}, {low} to {high} degrees.|It will be {sky} with up to {high} degrees.",
        alike="current_weather",
    ),
    Wording(
        "air_quality",
        {"city": CITY},
        commands="""
            (check|look up|get) the air quality
            tell me how clean the air is
            show me the air quality index
            see if the air is safe to breathe
            find out how polluted it is
            check the pollution
        """,
        sentences="""
            how is the air quality?
            how (clean|polluted|bad) is the air?
            air quality in {city}
            is the air bad?
            what's the air quality index?
            is it safe to go running, or is the air bad?
        """,
        says={"city": "in {}"},
        asks=_ASK_CITY,
        answers="The air quality in {city} is {quality}, with an index of {index}.|It is {quality} ({index}).",
    ),
    Wording(
        "sunrise_sunset",
        {"city": CITY, "date": DATE},
        commands="""
            (check|look up|tell me) when the sun (rises|sets)
            get the sunset time
            find out when it gets dark
            tell me the time of sunrise
            look up sunrise and sunset
            check how long it stays light
        """,
        sentences="""
            when does the sun (rise|set)?
            when is (sunset|sunrise)?
            what time does it get dark?
            sunset in {city}
            how early does it get light?
            what time is sunrise?
        """,
        says={"city": "in {}", "date": "on {}|{}"},
        asks=_ASK_CITY,
        answers="The sun rises at {sunrise} and sets at {sunset}.|Sunrise {sunrise}, sunset {sunset}.",
    ),
    Wording(
        "get_directions",
        {
            "destination": DESTINATION,
            "origin": ADDRESS,
            "mode": choice(
                {
                    "driving": "by car|driving",
                    "walking": "on foot|walking",
                    "cycling": "by bike|cycling",
                    "transit": "by public transport|by bus or train|by transit",
                },
                wrong="by boat|on a horse|by helicopter|by plane",
            ),
            "avoid_tolls": flag(
                "without tolls|avoiding toll roads|but no toll roads", ", tolls are fine|, toll roads are ok"
            ),
        },
        commands="""
            (get|give me|show me) directions
            navigate to {destination}
            show me the way
            take me to {destination}
            tell me how to get to {destination}
            find the (fastest|shortest) route
            plan a route
        """,
        sentences="""
            how do I get to {destination}?
            what's the best way to {destination}?
            which way is it to {destination}?
            directions to {destination}
            I need to get to {destination}
            where do I have to go to reach {destination}?
            how long does it take to {destination}?
        """,
        says={"destination": "to {}", "origin": "from {}|starting at {}", "mode": "{}"},
        asks={"destination": "Where do you want to go?|To which place?|What is your destination?"},
        answers="It is {kilometers} km via {via} and takes {minutes} minutes.|Take {via}, {minutes} minutes.",
        alike="order_ride",
    ),
    Wording(
        "find_places",
        {
            "category": choice(
                {
                    "pharmacy": "pharmacy|drugstore",
                    "supermarket": "supermarket|grocery store",
                    "parking": "parking|parking lot",
                    "atm": "atm|cash machine",
                    "museum": "museum",
                    "park": "park",
                    "gas_station": "gas station|petrol station",
                    "cafe": "cafe|coffee shop",
                },
                wrong="bowling alley|cinema|nail salon|car wash|swimming pool",
            ),
            "near": CITY,
            "radius_km": whole(2, 30),
        },
        commands="""
            find a {category}[ nearby]
            show me the (nearest|closest) {category}
            look for a {category}
            find me the next {category}
            search for a {category}
            locate a {category}
        """,
        sentences="""
            where's the (nearest|closest) {category}?
            is there a {category} (nearby|around here)?
            I need a {category}
            which {category} is closest?
            any {category}?
            I'm looking for a {category}
        """,
        says={"near": "in {}|near {}|around {}", "radius_km": "within {} km|within {} kilometers"},
        asks={"category": "What kind of place?|What are you looking for?"},
        answers="{places[0][name]} is {places[0][kilometers]} km away.|"
        "I found {places[0][name]} and {places[1][name]}.",
        alike="find_restaurants",
        offers={"get_directions.destination": "places.*.name", "order_ride.destination": "places.*.name"},
    ),
    Wording(
        "city_distance",
        {
            "origin": CITY,
            "destination": CITY,
            "unit": choice({"kilometers": "kilometers|km", "miles": "miles"}, wrong="light years|nautical miles|yards"),
        },
        commands="""
            (tell me|look up|find) the distance (from {origin} to|between {origin} and) {destination}
            check how far {destination} is from {origin}
            find out how far it is from {origin} to {destination}
            measure the distance between {origin} and {destination}
            calculate the distance from {origin} to {destination}
            get the distance to {destination}
        """,
        sentences="""
            how far is {destination} from {origin}?
            how far is it from {origin} to {destination}?
            what's the distance between {origin} and {destination}?
            distance {origin} {destination}
            {origin} to {destination}, how far?
            how far apart are {origin} and {destination}?
            how far away is {destination}?
        """,
        says={"unit": "in {}", "origin": "from {}"},
        asks={"origin": "From where?|From which city?", "destination": "To which city?"},
        answers="It is {distance} {unit}.|{distance} {unit} from {origin} to {destination}.",
        alike="get_directions",
    ),
)
