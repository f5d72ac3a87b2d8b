"""Wordings about things that change hands, walks, relatives, tastes and animals (advanced_places, advanced_people)."""

from __future__ import annotations

from itertools import product

from dataset.qa.phrasings.people import relative
from dataset.qa.phrasings.rooms import IN
from dataset.qa.phrasings.rooms import QUERIES as ROOM_QUERIES
from dataset.qa.phrasings.ways import Phrases, Table, asked, said

_HOLDS = said(
    "person thing",
    "{0} [took|found|got|gets|grabs|grabbed|keeps|owns|bought|buys|picks up|picked up|has got|brought|had] the {1}.",
    "{0} [first|now|already|at first] [has|takes|holds|finds] the {1}.",
    "{0} is [holding|carrying] the {1}.",
    "{0} [has|takes|finds|found|took] a {1}.",
    "the {1} [is|was] [with|held by|found by|taken by|carried by] {0}.",
    "the {1} [belongs to|is in the hands of] {0}.",
    "at first {0} has the {1}.",
    "it is {0} who [has|takes|finds] the {1}.",
)
_HANDS = said(
    "person person",
    "{0} [gave|handed|brought|sent|passed|offers|mails|throws|returns|leaves|left] everything to {1}.",
    "{0} [gives|hands|brings|sends|passes|gave|handed] all things to {1}.",
    "{0} [gives|hands|brings|sends|passes|gave] it all to {1}.",
    "{0} [gives|hands|gave|handed|brings|sends] {1} everything.",
    "{0} then [gives|hands|gave|handed|passes] everything to {1}.",
    "then {0} [gives|hands|gave|handed|passes] everything to {1}.",
    "{1} [gets|takes|receives|got|took|received|accepts] everything from {0}.",
    "from {0} {1} [gets|takes|receives|got] everything.",
    "everything [goes|went|passes] from {0} to {1}.",
    "{0} hands over everything to {1}.",
)


def _north(step: str) -> Phrases:
    return said(
        "room room",
        f"the {{0}} is [directly|right|now|also|located|to be found|straight|a bit|not far] {step} of the {{1}}.",
        f"the {{0}} [is|lies|stands|can be found] [|just|directly|straight] to the {step} of the {{1}}.",
        f"the {{0}} [lies|stands] [directly|right|straight] {step} of the {{1}}.",
        f"[|just|directly|right] {step} of the {{1}} [is|lies|stands] the {{0}}.",
        f"to the {step} of the {{1}} [is|lies|stands] the {{0}}.",
        f"if you go {step} from the {{1}}, you [come to|get to|reach] the {{0}}.",
        f"from the {{1}} you go {step} to the {{0}}.",
    )


_FAR = said(
    "room room step step",
    "the {0} is [directly|right|now|also|located|to be found|straight|a bit|not far] {2} and then {3} of the {1}.",
    "the {0} [is|lies|stands|can be found] {2} [then|and] {3} of the {1}.",
    "[just|directly|right|straight] {2} and then {3} of the {1} [is|lies|stands] the {0}.",
    "if you go {2} and then {3} from the {1}, you [come to|get to|reach] the {0}.",
    "from the {1} [you go|I go|we go|go|walk|move] {2} and then {3} to the {0}.",
    "go {2} [then|and] {3} from the {1} to [reach|find|get to] the {0}.",
)


def _walk(steps: int) -> Phrases:
    way = ", ".join(f"{{{number}}}" for number in range(1, steps + 1))
    start = "in the {0}"
    return asked(
        "room " + "step " * steps,
        [
            f"where are you if you go {way} from the {{0}}",
            f"where do you [arrive|end up|get|come] if you go {way} from the {{0}}",
            f"which room do you [reach|get to|come to] if you go {way} from the {{0}}",
            f"in which room are you if you go {way} from the {{0}}",
            f"if you go {way} from the {{0}}, where are you",
            f"which room is {way} of the {{0}}",
        ],
        [f"where you are if you go {way} from the {{0}}", f"which room is {way} of the {{0}}"],
        [
            f"from the {{0}} [walk|I go|you go|we go|run|move] {way}: where are you?",
            f"[start|begin] {start} and [walk|move|go] {way}: where are you[|now]?",
            f"[start|begin] {start}, go {way}: where are you?",
            f"go {way} from the {{0}}: where are you?",
        ],
    )


def _kin(relation: str) -> Phrases:
    return said(
        "person person",
        f"{{0}} is [|also|still|now|known as|said to be|called|surely] {{1}}'s {relation}.",
        f"{{0}} is [also|still|now|known as|said to be] [the|a] {relation} of {{1}}.",
        f"{{0}} [was the|was a|is the only] {relation} of {{1}}.",
        f"{{1}}'s {relation} is [|called|named|still|now] {{0}}.",
        f"the {relation} of {{1}} is [called|named|still|now] {{0}}.",
        f"a {relation} of {{1}} is [|called|named] {{0}}.",
        f"{{1}} has a {relation} [|called|named] {{0}}.",
        f"{{1}} has a {relation}, {{0}}.",
        f"{{1}} is [glad|proud|happy] to have {{0}} as a {relation}.",
        f"{{0}}, the {relation} of {{1}}.",
        f"{{0}}: the {relation} of {{1}}.",
        f"{{1}} [calls|names] {{0}} the {relation}.",
        f"{{0}} has become the {relation} of {{1}}.",
        f"as a {relation} {{1}} has {{0}}.",
        f"in the family {{0}} is the {relation} of {{1}}.",
        f"we know {{0}} as the {relation} of {{1}}.",
    )


_ABOVE = {"mother": "grandmother", "father": "grandfather", "sister": "aunt", "brother": "uncle"}
_TITLES = [*_ABOVE, *("great " * steps + title for title in _ABOVE.values() for steps in range(3))]
_LIKES = said(
    "person food",
    "{0} [really|also|always|still|surely|very much] [likes|loves|enjoys|wants] {1}.",
    "{0} [eats|buys|needs|orders|takes|asks for|is fond of|cares for|chose|favours] {1}.",
    "{0} likes [to have|having|the taste of] {1}.",
    "{0} would like [|some|to have] {1}.",
    "{0} likes {1} [a lot|very much|best].",
    "{0} is [a friend|a fan] of {1}.",
    "what {0} [likes|loves|enjoys|wants] is {1}.",
    "{0} [really|also|always|still|surely] prefers {1}.",
    "{0} has a liking for {1}.",
    read=("{1} is [liked|loved|enjoyed] by {0}.", "{1} [pleases|suits] {0}."),
)


def _all_of(count: int) -> Phrases:
    *first, last = (f"{{{number}}}" for number in range(count))
    foods = f"{', '.join(first)} and {last}"
    both = "both " if count == 2 else "all of "
    return asked(
        "food " * count,
        [
            f"who [loves|enjoys|wants|prefers] {foods}",
            f"who likes {both}{foods}",
            f"[which one|which person|who of these|which of these] likes {foods}",
            f"who is fond of {foods}",
        ],
        [f"who [likes|loves|enjoys] {foods}", f"which of them likes {foods}"],
        [f"name the one who likes {foods}.", f"who likes these: {foods}?"],
    )


_FORMS = {
    "feeds": ("feed", "fed", "fed", "feeding"),
    "fears": ("fear", "feared", "feared", "fearing"),
    "draws": ("draw", "drew", "drawn", "drawing"),
}


def _verb(verb: str, one: str, another: str) -> Phrases:
    """Ways to say what {0} does to an animal, which is named by itself or by its room."""
    plain, past, done, noun = _FORMS[verb]
    return said(
        "person animal" if one == "the {1}" else "person room",
        f"{{0}} [also|really|sometimes|usually|surely|only] {verb} {one}.",
        f"{{0}} [|often|always|also|really|sometimes|usually|only] {past} {one}.",
        f"{{0}} {verb} {one} [now|today|often|a lot|every day|again|at home].",
        f"{{0}} {past} {one} [today|often|again|yesterday].",
        f"{{0}} [will|can|must|may|does|has to|wants to|likes to|is going to] {plain} {one}.",
        f"{{0}} is [|now|still|always] {noun} {one}.",
        f"{one} is {done} by {{0}}.",
        f"the one who {verb} {one} is {{0}}.",
        f"it is {{0}} who {verb} {one}.",
        f"{one}: {{0}} {verb} it.",
        f"{{0}} {verb} {another}.",
        f"[today|now|often] {{0}} {verb} {one}.",
    )


_INSIDE = said(
    "animal room",
    "the {0} is [now|still|right now|currently|also] in the {1}.",
    "the {0} [stays|stands|lies|rests|plays|hides|eats|runs|walks|went] in the {1}.",
    "the {0} is [sitting|sleeping|waiting|playing|hiding|resting|kept] in the {1}.",
    "the {0} [ran|went|came|walked|moved] into the {1}.",
    "the {0} [ran|went|came|walked] to the {1}.",
    "you [can|will] find the {0} in the {1}.",
    "in the {1} [is|sits|lives|sleeps|waits] the {0}.",
    "there is a {0} in the {1}.",
    "in the {1} there is [a|the] {0}.",
    "the {1} is where the {0} [is|lives|sleeps|sits].",
    "we [keep|have|saw] the {0} in the {1}.",
)
_NAMED = {"animal": "the {{{0}}}", "room": "the animal in the {{{0}}}"}


def _as_to_whom(known: str, other: str) -> Phrases:
    roles = f"{known} person {other}"
    known, other = _NAMED[known].format(0), _NAMED[other].format(2)
    return asked(
        roles,
        [
            f"to whom is {other} as {known} is to {{1}}",
            f"if {known} is to {{1}}, to whom is {other}",
            f"who is to {other} what {{1}} is to {known}",
            f"who is to {other} as {{1}} is to {known}",
            f"as {known} is to {{1}}, so to whom is {other}",
        ],
        [f"who is to {other} what {{1}} is to {known}"],
        [
            f"{known} is to {{1}} as {other} is to [who|which person]?",
            f"{known} is to {{1}} like {other} is to [whom|who]?",
            f"as {known} is to {{1}}, so {other} is to [whom|who]?",
            f"just as {known} is to {{1}}, {other} is to whom?",
        ],
    )


STATEMENTS: dict[str, Table] = {
    "tracking": {"holds": _HOLDS, "hands": _HANDS, "stays": IN},
    "map": {"far": _FAR} | {step: _north(step) for step in ("north", "south", "east", "west")},
    "kinship": {relation: _kin(relation) for relation in (*_ABOVE, "grandmother", "grandfather")},
    "sets": {"likes": _LIKES},
    "analogy": {"inside": _INSIDE}
    | {verb: _verb(verb, "the {1}", "a {1}") for verb in _FORMS}
    | {f"{verb} in": _verb(verb, "the animal in the {1}", "an animal in the {1}") for verb in _FORMS},
}
QUERIES: dict[str, Table] = {
    "tracking": {"where": ROOM_QUERIES["place"]["where_thing"]},
    "map": {f"walk {steps}": _walk(steps) for steps in range(1, 5)},
    "kinship": {title: relative(title) for title in _TITLES},
    "sets": {f"likes {count}": _all_of(count) for count in range(2, 5)},
    "analogy": {f"{known} to {other}": _as_to_whom(known, other) for known, other in product(_NAMED, repeat=2)},
}
"""By kind and relation."""
