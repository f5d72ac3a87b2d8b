"""The intents of Snips as tools: one tool for each intent, one argument for each of its slots.

    snips:train.jsonl.gz     one file, or a folder of such files

    {"intent": "RateBook", "text": "Give The Slap 4 stars", "slots": [{"name": "object_name", "value": "The Slap"},
     {"name": "rating_value", "value": "4"}, {"name": "rating_unit", "value": "stars"}]}

becomes the call `RateBook(object_name="The Slap", rating_value="4", rating_unit="stars")` and an assistant turn
without text. All values are text as it stands in the request. Every row has the tools of all intents of the data, so
the data are read twice. Other sets of intents in this form can be read as well: names of intents and slots that are
not in the table below describe themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dataset.sources.json_rows import rows
from dataset.sources.skipped import Skip, Skipped
from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.messages import conversation
from dataset.tools.sources.finding import add_skip
from utils.printing import printable

FORMAT = "Snips: requests with an intent and its slots"

INTENTS = {
    "AddToPlaylist": (
        "Add a song, an album or an artist to a playlist",
        {
            "entity_name": "Title of the song or album to add",
            "artist": "Artist whose music to add",
            "music_item": "Kind of music to add, such as song or album",
            "playlist": "Name of the playlist to add to",
            "playlist_owner": "Whose playlist it is",
        },
    ),
    "BookRestaurant": (
        "Book a table at a restaurant",
        {
            "restaurant_name": "Name of the restaurant",
            "restaurant_type": "Type of place, such as restaurant, bar or pub",
            "served_dish": "Dish that the restaurant should serve",
            "cuisine": "Cuisine of the restaurant",
            "facility": "Facility that the restaurant should have, such as parking",
            "sort": "Quality of the restaurant, such as best or popular",
            "party_size_number": "Number of people",
            "party_size_description": "Who the people are",
            "timeRange": "When to book the table for",
            "spatial_relation": "How near the restaurant should be",
            "poi": "Place or street that the restaurant should be near",
            "city": "City of the restaurant",
            "state": "State of the restaurant",
            "country": "Country of the restaurant",
        },
    ),
    "GetWeather": (
        "Get the weather forecast",
        {
            "timeRange": "When the forecast is for",
            "condition_description": "Weather condition to ask about, such as rain or wind",
            "condition_temperature": "Temperature to ask about, such as warm or freezing",
            "current_location": "Words for the place where the user is, such as here",
            "geographic_poi": "Park, reserve or other landmark",
            "spatial_relation": "How near the place is",
            "city": "City of the forecast",
            "state": "State of the forecast",
            "country": "Country of the forecast",
        },
    ),
    "PlayMusic": (
        "Play music",
        {
            "track": "Title of the track",
            "album": "Title of the album",
            "artist": "Artist of the music",
            "playlist": "Name of the playlist",
            "music_item": "Kind of music to play, such as song or album",
            "genre": "Genre of the music",
            "year": "Year or decade of the music",
            "sort": "Which music to take first, such as newest or most popular",
            "service": "Music service to play it on",
        },
    ),
    "RateBook": (
        "Rate a book",
        {
            "object_name": "Title of the book",
            "object_type": "Type of what is rated, such as novel or essay",
            "object_select": "Which book is meant, such as this or the next one",
            "object_part_of_series_type": "Type of series that is rated, such as saga",
            "rating_value": "Rating to give",
            "best_rating": "Best rating that is possible",
            "rating_unit": "Unit of the rating, such as stars or points",
        },
    ),
    "SearchCreativeWork": (
        "Find a creative work, such as a book, a film, a game or a song",
        {
            "object_name": "Title of the work",
            "object_type": "Type of the work, such as TV show, song or game",
        },
    ),
    "SearchScreeningEvent": (
        "Find out when and where films are shown",
        {
            "movie_name": "Title of the film",
            "movie_type": "Type of film, such as animated movies",
            "object_type": "Type of information wanted, such as movie schedule",
            "location_name": "Name of the cinema or of its company",
            "object_location_type": "Type of place, such as cinema or movie house",
            "spatial_relation": "How near the cinema should be",
            "timeRange": "When the film is shown",
        },
    ),
}
"""Descriptions of the intents of Snips and of their slots."""


def claims(row: Any) -> int:
    """2 for a text with an intent and a list of slots, else 0."""
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(row.get("intent"), str):
        return 0
    return 2 if isinstance(row.get("slots"), list) else 0


def read_folder(path: Path, skipped: Skipped) -> Iterator[Conversation]:
    """The requests of a file or of the files in a folder.

    Raises:
        UserError: a file cannot be read.
    """
    slots: dict[str, dict[str, None]] = {}  # by intent, in the order of their first row
    for _, row in rows(path, Skipped()):
        try:
            slots.setdefault(_intent(row), {}).update(dict.fromkeys(_values(row)))
        except Skip:  # counted when the row is read again
            continue
    tools = tuple(_tool(intent, tuple(found)) for intent, found in sorted(slots.items()))
    for name, row in rows(path, skipped):
        try:
            call = Call(_intent(row), _values(row))
        except Skip as error:
            add_skip(skipped, error, name)
        else:
            yield conversation(tools, [Turn("user", row["text"]), Turn("tool_call", call=call)], name)


def _intent(row: Any) -> str:
    if not claims(row):
        raise Skip("not a request with an intent: an object with intent, text and a list of slots is needed")
    intent: str = row["intent"]
    return intent


def _values(row: Mapping[str, Any]) -> dict[str, str]:
    values: dict[str, str] = {}
    for slot in row["slots"]:
        name, value = (slot.get("name"), slot.get("value")) if isinstance(slot, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(value, str):
            raise Skip("a slot must have a name and a value, both text")
        if values.setdefault(name, value) != value:
            raise Skip("a slot with two values", printable(name[:200]))
    return values


def _tool(intent: str, found: tuple[str, ...]) -> Tool:
    """The tool of an intent, with the slots of the table and those that the data have besides."""
    description, described = INTENTS.get(intent, (_words(intent), {}))
    described = described | {slot: _words(slot) for slot in found if slot not in described}
    arguments = (Argument(slot, {"type": "string", "description": text}) for slot, text in described.items())
    return Tool(intent, description, tuple(arguments))


def _words(name: str) -> str:
    """A name as words: `timeRange` and `time_range` become `Time range`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\W]+", " ", name).strip()
    return words[:1].upper() + words[1:].lower()
