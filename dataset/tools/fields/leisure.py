"""Fields restaurants, food delivery, recipes, music, movies, events and sports: tools for spare time."""

from __future__ import annotations

import datetime
from typing import Any

from dataset.tools.fields import world
from dataset.tools.fields.clock import later, read_date, read_time
from dataset.tools.fields.define import array, boolean, builtin, choice, integer, string
from utils.errors import UserError

_TEAMS = world.words("North|East|River|Lake|Iron|Royal", "United|City|Rovers|Athletic|Stars|Wanderers")
_VENUES = world.words("Old|Grand|Blue|Harbour", "Arena|Hall|Theatre|Club")


# ---- restaurants, food delivery, recipes


@builtin(
    "restaurants",
    "Find restaurants in a city.",
    city=string("Name of the city"),
    cuisine=string("The cuisine, such as Italian"),
    price=choice("cheap moderate expensive", "How much a meal costs"),
    outdoor_seating=boolean("Whether it must have tables outside"),
)
def find_restaurants(city: str, cuisine: str = "", price: str = "", outdoor_seating: bool = False) -> dict[str, Any]:
    key = city.lower(), cuisine.lower(), price, outdoor_seating
    names = world.several(world.RESTAURANTS, 3, *key)
    return {"restaurants": [{"name": name, "rating": world.number(30, 50, name, *key) / 10} for name in names]}


@builtin(
    "restaurants",
    "Reserve a table in a restaurant.",
    restaurant=string("Name of the restaurant"),
    date=string("The day", format="date"),
    time=string("The time of day", format="time"),
    people=integer("For how many people"),
)
def reserve_table(restaurant: str, date: str, time: str, people: int, today: datetime.date) -> dict[str, Any]:
    day, start = read_date(date, today).isoformat(), read_time(time)
    return {"confirmation": world.code("R", 5, restaurant.lower(), day, start, people), "date": day, "time": start}


@builtin(
    "food delivery",
    "Order food from a restaurant.",
    restaurant=string("Name of the restaurant"),
    items=array("string", "The dishes to order"),
    address=string("Where to deliver it; the home address if left out"),
    tip_percent=integer("The tip in percent"),
)
def order_food(restaurant: str, items: list[str], address: str = "", tip_percent: int = 0) -> dict[str, Any]:
    total = sum(world.number(6, 22, item.lower()) for item in items) * (100 + tip_percent) / 100
    key = restaurant.lower(), *items
    return {"order_number": world.code("F", 5, *key), "total": round(total, 2), "minutes": world.number(20, 60, *key)}


@builtin("food delivery", "Track a food order.", order_number=string("Number of the order, such as F01234"))
def track_order(order_number: str) -> dict[str, Any]:
    stages = "being prepared", "out for delivery", "delivered"
    return {
        "status": world.pick(stages, order_number.upper()),
        "minutes_left": world.number(0, 45, order_number.upper()),
    }


@builtin(
    "recipes",
    "Find a recipe.",
    ingredients=array("string", "Ingredients that it must use"),
    diet=choice("any vegetarian vegan gluten_free", "The diet it must suit"),
    max_minutes=integer("The longest time it may take, in minutes"),
)
def find_recipe(ingredients: list[str], diet: str = "any", max_minutes: int | None = None) -> dict[str, Any]:
    if not ingredients:
        raise UserError("a recipe needs at least one ingredient")
    kind = world.pick(("soup", "salad", "stew", "pie", "curry", "bake"), *ingredients, diet)
    minutes = world.number(10, 60, *ingredients, diet)
    return {
        "recipe": f"{ingredients[0].capitalize()} {kind}",
        "minutes": min(minutes, max_minutes or minutes),
        "servings": 4,
    }


@builtin(
    "recipes",
    "Look up the nutrition facts of a food.",
    food=string("The food"),
    grams=integer("The amount in grams"),
)
def nutrition_facts(food: str, grams: int = 100) -> dict[str, Any]:
    calories = world.number(20, 600, food.lower())
    return {
        "food": food,
        "calories": calories * grams // 100,
        "protein_grams": world.number(0, 30, food) * grams // 100,
    }


# ---- music


@builtin(
    "music",
    "Play music.",
    song=string("Title of the song"),
    artist=string("Name of the artist"),
    genre=choice("rock pop jazz classical electronic folk", "The kind of music"),
    shuffle=boolean("Whether to play in random order"),
)
def play_music(song: str = "", artist: str = "", genre: str = "", shuffle: bool = False) -> dict[str, Any]:
    key = song.lower(), artist.lower(), genre
    found = song or world.made(world.SONGS, *key)
    return {"playing": found, "by": artist or world.made(world.ARTISTS, *key), "shuffle": shuffle}


@builtin(
    "music",
    "Create a playlist.",
    name=string("Name of the playlist"),
    songs=array("string", "Songs to put in"),
    public=boolean("Whether everybody may see it"),
)
def create_playlist(name: str, songs: list[str] | None = None, public: bool = False) -> dict[str, Any]:
    return {"playlist": name, "songs": len(songs or []), "public": public}


@builtin("music", "Set the volume of the speakers.", level=integer("The volume from 0 to 100"))
def set_volume(level: int) -> dict[str, Any]:
    if not 0 <= level <= 100:
        raise UserError(f"the volume goes from 0 to 100, and {level} is outside")
    return {"volume": level}


# ---- movies and events


@builtin(
    "movies",
    "Find movies that are shown at present.",
    genre=choice("comedy drama action horror romance animation", "The genre"),
    city=string("Name of the city"),
)
def find_movies(genre: str = "", city: str = "") -> dict[str, Any]:
    titles = world.several(world.FILMS, 3, genre, city.lower())
    return {"movies": [{"title": title, "rating": world.number(40, 95, title) / 10} for title in titles]}


@builtin(
    "movies",
    "Buy tickets for a movie.",
    movie=string("Title of the movie"),
    date=string("The day", format="date"),
    time=string("When it begins", format="time"),
    tickets=integer("How many tickets"),
    subtitles=boolean("Whether the movie must have subtitles"),
)
def buy_movie_tickets(
    movie: str, date: str, today: datetime.date, time: str = "", tickets: int = 1, subtitles: bool = False
) -> dict[str, Any]:
    key = movie.lower(), read_date(date, today).isoformat()
    start = read_time(time) if time else f"{world.number(17, 21, *key)}:30"
    seats = [world.pick("ABCDEFGH", *key) + str(world.number(1, 10, *key) + place) for place in range(min(tickets, 10))]
    return {"start": start, "seats": seats, "price": world.number(9, 15, *key) * tickets, "subtitles": subtitles}


@builtin("movies", "Look up who directed a movie, its year and its length.", title=string("Title of the movie"))
def movie_details(title: str) -> dict[str, Any]:
    director = world.made(world.FULL_NAMES, title.lower(), between="")
    return {
        "director": director,
        "year": world.number(1950, 2024, title.lower()),
        "minutes": world.number(80, 170, title),
    }


@builtin(
    "events",
    "Find events such as concerts and exhibitions in a city.",
    city=string("Name of the city"),
    kind=choice("concert theater exhibition festival", "The kind of event"),
    date=string("The day", format="date"),
)
def find_events(city: str, today: datetime.date, kind: str = "", date: str = "") -> dict[str, Any]:
    day = read_date(date, today) if date else later(today, world.number(1, 20, city.lower(), kind))
    names = world.several(world.ARTISTS, 2, city.lower(), kind)
    found = [{"name": name, "venue": world.made(_VENUES, name), "date": day.isoformat()} for name in names]
    return {"events": found}


# ---- sports


@builtin("sports", "Look up the result of a team's last match.", team=string("Name of the team"))
def match_result(team: str) -> dict[str, Any]:
    goals = world.number(0, 4, team.lower()), world.number(0, 4, team.lower(), "against")
    return {"team": team, "opponent": world.made(_TEAMS, team.lower()), "score": f"{goals[0]}-{goals[1]}"}


@builtin("sports", "Find out when a team plays next.", team=string("Name of the team"))
def next_match(team: str, today: datetime.date) -> dict[str, Any]:
    day = later(today, world.number(1, 12, team.lower()))
    return {"team": team, "opponent": world.made(_TEAMS, team.lower(), "next"), "date": day.isoformat()}


@builtin(
    "sports",
    "Show the table of a league.",
    sport=choice("football basketball handball hockey volleyball", "The sport"),
    top=integer("How many teams to show"),
)
def league_table(sport: str, top: int = 5) -> dict[str, Any]:
    return {"sport": sport, "teams": world.several(_TEAMS, max(1, min(top, 20)), sport)}
