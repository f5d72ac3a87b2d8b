"""How people ask for flights, trains, cars, rides and hotels."""

from __future__ import annotations

from dataset.tools.generator.amounts import DATE, TIME, VAGUE, whole
from dataset.tools.generator.kinds import choice, flag
from dataset.tools.generator.things import ADDRESS, CITY, DESTINATION, FLIGHT_NUMBER, HOTEL
from dataset.tools.generator.wording import Wording

_ASK_CITY = {"city": "In which city?|Which city?|For which city?|Where?"}

WORDINGS = (
    Wording(
        "find_flights",
        {
            "origin": CITY,
            "destination": CITY,
            "date": DATE,
            "passengers": whole(2, 8, wrong=VAGUE),
            "cabin": choice(
                {
                    "economy": "economy|economy class|coach",
                    "premium": "premium|premium economy",
                    "business": "business|business class",
                    "first": "first|first class",
                },
                wrong="cargo|balcony class|luxury suite|standing room",
            ),
            "direct_only": flag("direct flights only|without stops|nonstop", "stops are fine|with or without stops"),
        },
        commands="""
            (find|search|look for|show me) flights
            find me a flight
            search for a plane ticket
            look for a cheap flight
            get me a flight from {origin} to {destination}
            check flights from {origin} to {destination}
            see what flights there are
        """,
        sentences="""
            I (need|want|have) to fly to {destination}
            I'm looking for a flight
            are there any flights?
            what flights go to {destination}?
            I want to go from {origin} to {destination} by plane
            flights from {origin} to {destination}
            flight to {destination}
            we'd like to fly
        """,
        says={
            "origin": "from {}|leaving from {}",
            "destination": "to {}",
            "date": "on {}|{}|leaving {}",
            "passengers": "for {} people|for {} passengers|for {} of us",
            "cabin": "in {}",
        },
        asks={
            "origin": "Where do you leave from?|From which city?",
            "destination": "Where do you want to fly?|To which city?",
            "date": "On which day?|When do you want to fly?|What date?",
        },
        answers="There is {flights[0][flight_number]} at {flights[0][departure]} for ${flights[0][price]} and "
        "{flights[1][flight_number]} at {flights[1][departure]} for ${flights[1][price]}.",
        offers={"flight_status.flight_number": "flights.*.flight_number"},
        alike="find_trains",
    ),
    Wording(
        "flight_status",
        {"flight_number": FLIGHT_NUMBER, "date": DATE},
        commands="""
            (check|look up|track) flight {flight_number}
            check (the status of flight {flight_number}|whether flight {flight_number} is late)
            tell me if {flight_number} is on time
            see if {flight_number} is delayed
            look up the gate of {flight_number}
            check the status of my flight
        """,
        sentences="""
            is flight {flight_number} (on time|delayed|late)?
            is {flight_number} on time?
            what gate does {flight_number} leave from?
            what's the status of {flight_number}?
            flight status {flight_number}
            I'm picking someone up from {flight_number}, is it late?
            is my flight on time?
        """,
        says={"date": "on {}|{}"},
        asks={"flight_number": "What is the flight number?|Which flight?"},
        answers="{flight_number} is {status}, gate {gate}.|It is {status}. The gate is {gate}.",
    ),
    Wording(
        "find_trains",
        {"from_station": CITY, "to_station": CITY, "date": DATE, "time": TIME},
        commands="""
            (find|search for|look up) (trains|a train)
            show me the trains from {from_station} to {to_station}
            find a train connection
            check the train schedule
            get me a train from {from_station} to {to_station}
            look for train tickets
        """,
        sentences="""
            is there a train?
            I (need|want) to take the train to {to_station}
            when does the train leave?
            trains from {from_station} to {to_station}
            which trains go from {from_station} to {to_station}?
            I have to get from {from_station} to {to_station} by train
            train to {to_station}
        """,
        says={
            "from_station": "from {}",
            "to_station": "to {}",
            "date": "on {}|{}|for {}",
            "time": "after {}|leaving after {}|at {} or later",
        },
        asks={
            "from_station": "From where?|Which station do you leave from?",
            "to_station": "Where do you want to go?|To which station?",
            "date": "On which day?|When do you travel?",
        },
        answers="{trains[0][train]} leaves at {trains[0][departure]}.|"
        "There is {trains[0][train]} at {trains[0][departure]}.",
        alike="find_flights",
    ),
    Wording(
        "rent_car",
        {
            "city": CITY,
            "start_date": DATE,
            "days": whole(2, 21, wrong=VAGUE),
            "size": choice(
                {"small": "small", "medium": "medium", "large": "large|big", "van": "van"},
                wrong="convertible|truck|motorcycle|limousine",
            ),
            "automatic": flag("with an automatic gearbox|automatic|with automatic transmission", "with a stick shift"),
        },
        commands="""
            rent (me |)a car
            rent a {size} car
            book a rental car
            get me a rental
            reserve a {size} car for me
            hire a car
        """,
        sentences="""
            I (need|want) (to rent a car|a rental car)
            I'd like to rent a {size} car
            we need a car
            I'm looking for a rental car
            rental car in {city}
            we'd like a {size} car
        """,
        says={
            "city": "in {}",
            "start_date": "from {}|starting {}",
            "days": "for {} days",
            "size": ", size {}",
        },
        asks={
            "city": "In which city?|Where do you want to pick it up?",
            "start_date": "From which day?|When do you need it?",
            "days": "For how many days?|How long do you need it?",
        },
        answers="Your car is booked for ${price}, reference {reference}.|Done. It costs ${price} until {return_date}.",
        changes=True,
    ),
    Wording(
        "order_ride",
        {
            "destination": DESTINATION,
            "pickup": ADDRESS,
            "passengers": whole(2, 6, wrong=VAGUE),
            "shared": flag(", shared is fine|in a shared car|, I can share", "just for me|not shared"),
        },
        commands="""
            (order|call|get) (me |)a (cab|taxi|ride)
            book a taxi
            get me a cab to {destination}
            order a car
            send a taxi
            call a cab to {destination}
        """,
        sentences="""
            I need a (ride|taxi|cab)
            I'd like a taxi to {destination}
            taxi to {destination}
            we need a ride
            can I get a cab?
            I have to be at {destination} soon, get me a car
        """,
        says={
            "destination": "to {}",
            "pickup": "from {}|picking me up at {}",
            "passengers": "for {} people|for {}",
        },
        asks={"destination": "Where do you want to go?|To where?|What's the destination?"},
        answers="{driver} picks you up in {minutes} minutes, ${price}.|"
        "Your ride costs ${price}. {driver} is on the way.",
        alike="get_directions",
        changes=True,
    ),
    Wording(
        "find_hotels",
        {
            "city": CITY,
            "check_in": DATE,
            "nights": whole(2, 14, wrong=VAGUE),
            "stars": whole(3, 5),
            "breakfast": flag("with breakfast|breakfast included", "without breakfast|no breakfast"),
        },
        commands="""
            (find|search for|look for|show me) (hotels|a hotel)
            find me a place to stay
            look for a room
            show me hotels with {stars} stars
            search accommodation
            find a {stars} star hotel
        """,
        sentences="""
            I need a (hotel|room)
            I'm looking for a hotel
            where can I stay?
            hotels in {city}
            which hotels are there?
            we need somewhere to sleep
            are there any good hotels?
        """,
        says={
            "city": "in {}",
            "check_in": "from {}|starting {}|checking in {}",
            "nights": "for {} nights",
            "stars": "with at least {} stars",
        },
        asks=_ASK_CITY,
        answers="{hotels[0][name]} costs ${hotels[0][price]}, and {hotels[1][name]} ${hotels[1][price]}.|"
        "I found {hotels[0][name]}, {hotels[1][name]} and {hotels[2][name]}.",
        offers={"book_hotel.hotel": "hotels.*.name", "get_directions.destination": "hotels.*.name"},
    ),
    Wording(
        "book_hotel",
        {
            "hotel": HOTEL,
            "check_in": DATE,
            "nights": whole(2, 14, wrong=VAGUE),
            "room_type": choice(
                {"single": "single|single room", "double": "double|double room", "suite": "suite"},
                wrong="dormitory|penthouse|bungalow|tent",
            ),
        },
        commands="""
            book (me |)a room
            book {hotel}
            reserve a room at {hotel}
            book a stay at {hotel}
            make a hotel reservation
            get us a room at {hotel}
        """,
        sentences="""
            I'd like to stay at {hotel}
            I want to book a room
            we'd like a room at {hotel}
            hotel booking at {hotel}
            I need a room at {hotel}
            can I have a room?
        """,
        says={
            "hotel": "at {}|in {}",
            "check_in": "from {}|for {}|starting {}|checking in {}",
            "nights": "for {} nights",
            "room_type": "as a {}|, a {} please",
        },
        asks={
            "hotel": "Which hotel?|At which hotel?",
            "check_in": "From which day?|When do you arrive?",
            "nights": "For how many nights?|How many nights?",
        },
        answers="Booked, your reference is {reference}.|Your room is booked from {check_in} to {check_out}.",
        changes=True,
    ),
)
