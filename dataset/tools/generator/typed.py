"""From a drawn sentence to what a person types: capital letters, punctuation, short forms and typing errors.

    typed("can you wake me at {OPEN}7 am{CLOSE}?", speaker)       "Can you wake me at 7 am?"

Values stand between marks (`patterns.OPEN`, `patterns.CLOSE`) and stay as they are, so that they can be found again.
"""

from __future__ import annotations

import re

from dataset.tools.dice import Dice
from dataset.tools.generator.patterns import CLOSE, OPEN, without_marks
from dataset.tools.generator.speaker import Speaker

_VALUE = re.compile(f"({OPEN}.*?{CLOSE})")
_RELATIVE_DAY = re.compile(f"\\b(on|for) (?={OPEN}(today|tomorrow|the day after|this |next ))", re.IGNORECASE)
_THERE = re.compile(f"\\b(in|to|at|near|around|for) (?={OPEN}there{CLOSE})")
_ARTICLE = re.compile(f"\\b([Aa]) (?={OPEN}?(?:[aeiou](?!ne\\b|ni)|8|11\\b|18\\b))", re.IGNORECASE)
_NOUN = re.compile(f"\\b(the )?(flight|book|movie|film|order|file|hotel) (?={OPEN}the (first|second) one)")
_POSSESSIVES = {"her": "her", "him": "his", "them": "their"}
_SHORT_FORMS = (
    (r"\bplease\b", "pls"),
    (r"\byou\b", "u"),
    (r"\bwhat's\b", "whats"),
    (r"\bI'm\b", "im"),
    (r"\bdon't\b", "dont"),
    (r"\bwhere's\b", "wheres"),
    (r"\bI'd\b", "id"),
    (r"\band\b", "&"),
)
_WORD = re.compile(r"[a-z]{4,}")
_TYPO_SHARE = 0.05


def typed(text: str, speaker: Speaker) -> str:
    """What the speaker types. Values of users who type no capital letters must have been drawn without them."""
    text = _mended(text)
    pieces = _VALUE.split(text)
    if speaker.casual:
        pieces = [piece if piece.startswith(OPEN) else _shortened(piece, speaker) for piece in pieces]
    if speaker.dice.chance(_TYPO_SHARE):
        place = speaker.dice.pick([place for place, piece in enumerate(pieces) if not piece.startswith(OPEN)])
        pieces[place] = _mistyped(pieces[place], speaker.dice)
    if speaker.lower:
        pieces = [piece if piece.startswith(OPEN) else piece.lower() for piece in pieces]
        text = "".join(pieces)
    else:
        text = with_capitals("".join(pieces))
    return without_marks(_punctuated(text, speaker))


def with_capitals(text: str) -> str:
    """A capital letter at the beginning of every sentence, unless a value, a file name or an address stands there."""
    return re.sub(r"(^|[.?!] +)([a-z])(?!\S*[._@]\S)", lambda found: found[1] + found[2].upper(), text)


def _mended(text: str) -> str:
    """Grammar that patterns cannot know before values stand in them."""
    text = " ".join(text.split(" ")).strip()
    text = re.sub(rf" +({OPEN}?[,:;.?!])", r"\1", text)
    text = re.sub(r"([,:]),", r"\1", text).rstrip(",")
    text = _RELATIVE_DAY.sub("", text)
    text = _THERE.sub("", text)
    text = _NOUN.sub("", text)
    for pronoun, possessive in _POSSESSIVES.items():
        text = text.replace(f"{OPEN}{pronoun}{CLOSE}'s", f"{OPEN}{possessive}{CLOSE}")
    return _ARTICLE.sub(r"\1n ", text)


def _shortened(piece: str, speaker: Speaker) -> str:
    for pattern, short in _SHORT_FORMS:
        if speaker.dice.chance(0.6):
            piece = re.sub(pattern, short, piece)
    return piece


def _mistyped(piece: str, dice: Dice) -> str:
    """The piece with an error in one of its longer words: two letters swapped, one left out, or one twice."""
    words = list(_WORD.finditer(piece))
    if not words:
        return piece
    word = dice.pick(words)
    place = word.start() + dice.between(1, len(word[0]) - 3)
    one, two = piece[place], piece[place + 1]
    return piece[:place] + dice.pick([two + one, one, one + one + two]) + piece[place + 2 :]


def _punctuated(text: str, speaker: Speaker) -> str:
    careless = speaker.lower or speaker.casual
    if text.endswith("?"):
        return text[:-1] if speaker.dice.chance(0.5 if careless else 0.08) else text
    if text[-1] in ".!":
        return text
    return text + "." if speaker.dice.chance(0.1 if careless else 0.55) else text
