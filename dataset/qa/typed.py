"""Typed stories read sentence by sentence: each as the wording that it has, with known words in its slots.

    mary walked into the lounge & tom is in the bar. where's tom
    Abas walked into the studio. Ason is in the hall. Where is Ason?

Sentences that are joined are cut, and "he" is whoever was named last (`cut`). What kind of word an unknown word is
follows from all slots that it fills. A word of that kind that the story does not have stands in for it. A wording some
of whose words a network does not know is said in a usual one.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dataset.asking import Knows
from dataset.qa.advanced_people import ANIMALS, FOODS
from dataset.qa.advanced_rules import DRINKS, GROUPS
from dataset.qa.advanced_steps import COLOURS, EVENTS, GOODS
from dataset.qa.cutting import Piece, cut
from dataset.qa.names import casts, spelling
from dataset.qa.sentences import Match
from dataset.qa.words import BOXES, PARTS, ROOMS, THINGS
from dataset.text.stand_ins import replaced

ROLES: dict[str, tuple[str, ...]] = {
    "room": ROOMS,
    "thing": THINGS,
    "box": BOXES,
    "animal": ANIMALS,
    "food": FOODS,
    "drink": DRINKS,
    "event": EVENTS,
    "goods": GOODS,
    "group": GROUPS,
    "colour": COLOURS,
}
"""Words of training stories by their role, in the order in which roles are tried; persons come first."""
_GIVEN = frozenset("number hour day step".split())
"""Roles whose words stay as they are."""


_OF_MANY_WORDINGS = ("please", "tell")
"""Words of openings: networks that know these were trained on all wordings, others on the usual ones alone."""


@dataclass(frozen=True)
class ReadStory:
    """A typed story, as far as it could be read.

    Attributes:
        text: with sentences that could not be read as they were typed.
        words: the typed word by the word that stands in for it.
        complete: whether all sentences could be read.
    """

    text: str
    words: dict[str, str]
    complete: bool


def read_story(text: str, knows: Knows) -> ReadStory:
    """Read a story of which short forms are written out."""
    pieces = cut(text)
    roles = _roles(pieces, knows)
    stand_ins = _stand_ins(roles, pieces, knows)
    written = [_written(piece, roles, stand_ins, knows) for piece in pieces]
    told = [one or _replaced(piece.text, stand_ins) for one, piece in zip(written, pieces, strict=True)]
    asks = [place for place, piece in enumerate(pieces) if piece.asks]
    if len(asks) == 1 and asks[0] < len(pieces) - 1:  # the question stands at the end of training stories
        told.append(told.pop(asks[0]))
    typed = {stand_in: "I" if word == "i" else _as_typed(word, text) for word, stand_in in stand_ins.items()}
    return ReadStory(" ".join(told), typed, all(written))


def _as_typed(word: str, text: str) -> str:
    found = re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
    return word if found is None else found[0]


def _options(match: Match, slot: int) -> tuple[str, ...]:
    return tuple(match.wording.roles[slot].split("|"))


def _roles(pieces: Sequence[Piece], knows: Knows) -> dict[str, str]:
    """The role of every word that fills a slot, by the word in small letters.

    A role that fits in every sentence is taken; among these, one that the word has in training stories, then one for
    which little has to be overlooked.
    """
    costs: dict[str, list[dict[str, int]]] = defaultdict(list)
    for piece in pieces:
        here: dict[str, dict[str, int]] = defaultdict(dict)
        for match in piece.matches:
            for slot, word in enumerate(match.fills):
                for role in _options(match, slot):
                    if role not in _GIVEN:
                        known = here[word.lower()]
                        known[role] = min(match.cost, known.get(role, match.cost))
        for word, found in here.items():
            costs[word].append(found)
    order = {role: place for place, role in enumerate(("person", *ROLES))}
    chosen = {}
    for word, sentences in costs.items():
        roles = [role for role in order if any(role in one for one in sentences) and _has_spare(role, knows)]

        def rank(role: str, word: str = word, sentences: list[dict[str, int]] = sentences) -> tuple[int, int, int, int]:
            missing = sum(role not in one for one in sentences)
            return missing, not _at_home(word, role, knows), sum(one.get(role, 0) for one in sentences), order[role]

        if roles:
            chosen[word] = min(roles, key=rank)
    return chosen


def _has_spare(role: str, knows: Knows) -> bool:
    return role == "person" or sum(map(knows, ROLES[role])) > len(ROLES[role]) // 2


def _at_home(word: str, role: str, knows: Knows) -> bool:
    """Whether a word has that role in training stories."""
    if role == "person":
        return word.capitalize() in spelling()
    return word in ROLES[role] and knows(word)


def _stand_ins(roles: dict[str, str], pieces: Sequence[Piece], knows: Knows) -> dict[str, str]:
    """For each word, in small letters, that training stories do not have in its role: the word that stands in for it.

    Only words of sentences that can be said in known words are replaced.
    """
    used = {part for piece in pieces for part in piece.text.lower().replace(".", " ").replace("?", " ").split()}
    used |= set(roles)
    spares = {role: iter([word for word in words if word not in used and knows(word)]) for role, words in ROLES.items()}
    spares["person"] = iter(spare_names(sorted(word.capitalize() for word in used)))
    found = {}
    for word, role in roles.items():
        if not _at_home(word, role, knows):
            stand_in = next(spares[role], None)
            if stand_in is not None:
                found[word] = stand_in
    return found


def spare_names(words: Sequence[str]) -> list[str]:
    """Names of training stories that share no part with each other or with a name among some words.

    Other words give other names, so that no name stands in for all.
    """
    typed = [spelling()[word] for word in words if word in spelling()]
    firsts, lasts = {first for first, _ in typed}, {last for _, last in typed}
    found = []
    pairs = casts()[0].pairs
    start = zlib.crc32(" ".join(words).encode()) % len(pairs)
    for first, last in pairs[start:] + pairs[:start]:
        if first not in firsts and last not in lasts:
            found.append(first + last)
            firsts.add(first)
            lasts.add(last)
    return found


def _written(piece: Piece, roles: dict[str, str], stand_ins: dict[str, str], knows: Knows) -> str | None:
    """A sentence in a wording and words that the network knows; None if it has none."""
    best: tuple[tuple[int, ...], str] | None = None
    many = all(knows(word) or knows(word.capitalize()) for word in _OF_MANY_WORDINGS)
    for order, match in enumerate(piece.matches):
        conflicts = sum(
            roles.get(word.lower()) not in _options(match, slot)
            for slot, word in enumerate(match.fills)
            if not _GIVEN.intersection(_options(match, slot))
        )
        fills = [_word_for(word, roles, stand_ins) for word in match.fills]
        for number, wording in enumerate((*match.texts, *match.wording.usual)):
            if not _is_known(wording, knows) or not many and wording not in match.wording.usual:
                continue
            text = wording.format(*fills)
            text = text[0].upper() + text[1:]
            is_usual = number >= len(match.texts)
            rank = (conflicts, match.cost, is_usual, not _same_words(text, piece.text), number, order)
            if best is None or rank < best[0]:
                best = rank, text
            if is_usual:
                break
    return None if best is None or best[0][0] else best[1]


def _word_for(word: str, roles: dict[str, str], stand_ins: dict[str, str]) -> str:
    lower = word.lower()
    if lower in stand_ins:
        return stand_ins[lower]
    role = roles.get(lower)
    return lower.capitalize() if role == "person" else lower if role is not None else word


def _is_known(wording: str, knows: Knows) -> bool:
    """Whether a network has all words of a wording, and its colon."""
    bare = wording.replace("{", " {").replace("}", "} ").replace("'s", " ").rstrip(".?").replace(",", " ")
    words = bare.replace(":", " : ").split()
    return all(word[0] == "{" or word in PARTS or any(map(knows, (word, word.capitalize()))) for word in words)


def _same_words(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _replaced(text: str, stand_ins: dict[str, str]) -> str:
    """A sentence that could not be read, with the words that stand in for others in it."""
    return replaced(text, stand_ins)
