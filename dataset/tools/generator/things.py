"""Kinds of names and texts: cities, people, products, messages and so on."""

from __future__ import annotations

from dataset.tools.fields import world
from dataset.tools.generator import pools
from dataset.tools.generator.kinds import made, pool
from dataset.tools.generator.speaker import Speaker


def _town(speaker: Speaker) -> str:
    return "".join(speaker.dice.pick(part) for part in pools.TOWNS)


def _city(speaker: Speaker) -> str:
    return _town(speaker) if speaker.dice.chance(0.4) else speaker.dice.pick(pools.CITIES[0])


def _person(speaker: Speaker) -> str:
    dice = speaker.dice
    if dice.chance(0.12):
        return dice.pick(pools.FAMILY[0])
    return _full_name(speaker) if dice.chance(0.3) else dice.pick(world.FIRST_NAMES[0])


def _full_name(speaker: Speaker) -> str:
    return "".join(speaker.dice.pick(part) for part in world.FULL_NAMES)


def _letters(speaker: Speaker, count: int) -> str:
    return "".join(speaker.dice.pick("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(count))


def _digits(speaker: Speaker, count: int) -> str:
    return "".join(speaker.dice.pick("0123456789") for _ in range(count))


def _address(speaker: Speaker) -> str:
    street = " ".join(speaker.dice.pick(part) for part in world.STREETS)
    return f"{speaker.dice.between(1, 240)} {street}"


def _email(speaker: Speaker) -> str:
    name = _full_name(speaker).lower().replace("ö", "o")
    dot = speaker.dice.pick([".", "_", ""])
    digits = _digits(speaker, 2) if speaker.dice.chance(0.2) else ""
    return name.replace(" ", dot) + digits + speaker.dice.pick(pools.MAIL_HOSTS[0])


def _phone(speaker: Speaker) -> str:
    one, two, three = _digits(speaker, 3), _digits(speaker, 3), _digits(speaker, 4)
    return speaker.dice.pick([f"555-{two}-{three}", f"+47 {one} {two[:2]} {three[:3]}", f"0{two} {three}{one[:2]}"])


def _flight(speaker: Speaker) -> str:
    blank = " " if speaker.dice.chance(0.25) else ""
    return f"{_letters(speaker, 2)}{blank}{speaker.dice.between(100, 9999)}"


def _order(speaker: Speaker) -> str:
    dice = speaker.dice
    return dice.pick(["", "A-", "ORD-", "#", _letters(speaker, 1)]) + _digits(speaker, dice.between(4, 7))


def _expression(speaker: Speaker) -> str:
    dice = speaker.dice
    blank = " " if dice.chance(0.7) else ""
    terms = [str(dice.between(2, 99)) for _ in range(dice.between(2, 4))]
    if dice.chance(0.3):
        terms[0] = f"({terms[0]}{blank}{dice.pick('+-')}{blank}{dice.between(2, 50)})"
    if dice.chance(0.2):
        terms[-1] += f"^{dice.between(2, 3)}"
    return "".join(
        term if not place else f"{blank}{dice.pick('+-*/+*')}{blank}{term}" for place, term in enumerate(terms)
    )


CITY = made(_city, is_name=True, pronouns="there")
COUNTRY = pool(pools.COUNTRIES, is_name=True)
LANGUAGE = pool(pools.LANGUAGES, is_name=True)
PERSON = made(_person, is_name=True, pronouns="her|him|them")
FULL_NAME = made(_full_name, is_name=True)
ADDRESS = made(_address, is_name=True)
DESTINATION = made(
    lambda speaker: speaker.dice.pick(pools.PLACES[0]) if speaker.dice.chance(0.6) else _address(speaker),
    is_name=True,
    pronouns="there",
)
EMAIL = made(_email, keeps_case=True)
PHONE = made(_phone, keeps_case=True)
FLIGHT_NUMBER = made(_flight, keeps_case=True, is_name=True)
ORDER_NUMBER = made(_order, keeps_case=True)
TRACKING_NUMBER = made(lambda speaker: _letters(speaker, 2) + _digits(speaker, 9), keeps_case=True)
SYMBOL = made(lambda speaker: _letters(speaker, speaker.dice.between(3, 4)), keeps_case=True, is_name=True)
LAST_DIGITS = made(lambda speaker: _digits(speaker, 4), keeps_case=True)
EXPRESSION = made(_expression, keeps_case=True)
FILE = pool((*pools.FILE_STEMS, *pools.FILE_ENDINGS), between="", keeps_case=True, is_name=True)
FILE_STEM = pool(pools.FILE_STEMS[:1], pools.KEYWORDS)
RESTAURANT = pool(world.RESTAURANTS, is_name=True)
HOTEL = pool(world.HOTELS, is_name=True)
FILM = pool(world.FILMS, is_name=True)
BOOK = pool(world.BOOKS, is_name=True)
SONG = pool(world.SONGS, is_name=True)
ARTIST = pool(world.ARTISTS, is_name=True)
TEAM = pool(pools.TEAMS, is_name=True)
PRODUCT = pool(pools.PRODUCTS, is_name=True)
CUISINE = pool(pools.CUISINES)
ROOM = pool(pools.ROOMS, is_name=True)
FOOD = pool(pools.EDIBLE, is_name=True)
GROCERY = pool(pools.EDIBLE, pools.EDIBLE, pools.HOUSEHOLD, is_name=True)
DISH = pool(pools.DISHES, pools.DRINKS, is_name=True)
WORD = pool(pools.WORDS, is_name=True)
TOPIC = pool(pools.TOPICS, is_name=True)
NEWS = pool(pools.NEWS, pools.TOPICS, is_name=True)
ARTICLE = pool(pools.ARTICLES, pools.TOPICS, is_name=True)
QUERY = pool(pools.QUERIES, is_text=True)
COMPANY = pool(pools.COMPANIES, between="", is_name=True)
JOB = pool(pools.JOBS, pools.JOBS[1:], is_name=True)
EVENT = pool(pools.EVENTS, pools.APPOINTMENTS, is_name=True)
CHORE = pool(*pools.CHORES, is_text=True)
MESSAGE = pool(pools.MESSAGES, pools.NEWS_FOR_FRIENDS, is_text=True)
NOTE = pool(pools.NOTES, *pools.CHORES, is_text=True)
LABEL = pool(pools.LABELS)
SUBJECT = pool(pools.SUBJECTS)
BODY = pool(pools.BODIES, is_text=True)
PLAYLIST = pool(pools.PLAYLISTS)
PHRASE = pool(pools.PHRASES, pools.SAYINGS, is_text=True)
KEYWORD = pool(pools.KEYWORDS, is_name=True)
