"""Fields text, languages, search, news and notes: tools that work with words."""

from __future__ import annotations

from typing import Any

from dataset.tools.fields import world
from dataset.tools.fields.define import array, boolean, builtin, choice, integer, string

LANGUAGES = tuple("French German Spanish Italian Portuguese Norwegian Swedish Polish Turkish Arabic Japanese".split())
_SYLLABLES = tuple("ka lo mi ra ten vo shi du nel par ost ia".split())
_MEANINGS = world.words("a kind of|a state of|a person with|an old word for", "movement|calm|tool|light|weather|habit")


# ---- text


@builtin(
    "text",
    "Count the words, characters or letters of a text.",
    text=string("The text"),
    unit=choice("words characters letters", "What to count"),
)
def count_text(text: str, unit: str = "words") -> dict[str, Any]:
    counts = {"words": len(text.split()), "characters": len(text), "letters": sum(map(str.isalpha, text))}
    return {"count": counts[unit], "unit": unit}


@builtin(
    "text",
    "Change the case of a text.",
    text=string("The text"),
    style=choice("upper lower title", "The case that is wanted"),
)
def change_case(text: str, style: str) -> dict[str, Any]:
    return {"text": {"upper": text.upper(), "lower": text.lower(), "title": text.title()}[style]}


@builtin(
    "text",
    "Sort a list of items alphabetically.",
    items=array("string", "The items to sort"),
    descending=boolean("Whether to sort from Z to A"),
)
def sort_items(items: list[str], descending: bool = False) -> dict[str, Any]:
    return {"items": sorted(items, key=str.casefold, reverse=descending)}


# ---- languages


@builtin(
    "languages",
    "Translate a text into another language.",
    text=string("The text to translate"),
    target_language=string("The language to translate into"),
    source_language=string("The language of the text; found out if left out"),
)
def translate(text: str, target_language: str, source_language: str = "") -> dict[str, Any]:
    words = ["".join(world.several([_SYLLABLES], 2, word, target_language)) for word in text.split()]
    return {"translation": " ".join(words), "language": target_language}


@builtin("languages", "Look up what a word means.", word=string("The word"))
def define_word(word: str) -> dict[str, Any]:
    return {"word": word, "meaning": world.made(_MEANINGS, word.lower())}


@builtin(
    "languages",
    "Find words with the same meaning.",
    word=string("The word"),
    count=integer("How many words to find"),
)
def find_synonyms(word: str, count: int = 3) -> dict[str, Any]:
    return {"synonyms": world.several([_SYLLABLES, _SYLLABLES], max(1, min(count, 10)), word.lower())}


# ---- search and news


@builtin(
    "search",
    "Search the web.",
    query=string("What to search for"),
    results=integer("How many results to show"),
)
def search_web(query: str, results: int = 5) -> dict[str, Any]:
    titles = world.several(world.BOOKS, max(1, min(results, 10)), query.lower())
    return {"results": [{"title": title, "site": f"{title.split()[-1].lower()}.example"} for title in titles]}


@builtin("search", "Read the summary of an encyclopedia article.", topic=string("Title of the article"))
def encyclopedia(topic: str) -> dict[str, Any]:
    since = world.number(1200, 2005, topic.lower())
    return {"topic": topic, "summary": f"{topic} has been known since {since}.", "length": world.number(2, 90, topic)}


@builtin(
    "news",
    "Get the latest news on a topic.",
    topic=string("The topic, such as sports or the economy"),
    country=string("Only news from this country"),
    count=integer("How many headlines to show"),
)
def get_news(topic: str, country: str = "", count: int = 3) -> dict[str, Any]:
    endings = world.several(world.FILMS, max(1, min(count, 10)), topic.lower(), country.lower())
    return {"headlines": [f"{topic.capitalize()}: {ending}" for ending in endings]}


# ---- notes


@builtin("notes", "Save a note.", text=string("What the note says"), title=string("Title of the note"))
def create_note(text: str, title: str = "") -> dict[str, Any]:
    return {"saved": True, "note_id": world.number(100, 999, text, title)}


@builtin("notes", "Search the notes of the user.", keyword=string("A word that the notes contain"))
def search_notes(keyword: str) -> dict[str, Any]:
    titles = world.several(world.BOOKS, world.number(1, 3, keyword), keyword)
    return {"notes": [{"title": title, "note_id": world.number(100, 999, title)} for title in titles]}
