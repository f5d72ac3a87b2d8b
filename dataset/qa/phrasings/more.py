"""Wordings of the kinds of questions that only people ask: `dataset.qa.everyday_kinds`."""

from __future__ import annotations

from dataset.qa.phrasings.people import QUERIES as PEOPLE_QUERIES
from dataset.qa.phrasings.people import compared
from dataset.qa.phrasings.rooms import IN, THING_IN
from dataset.qa.phrasings.rooms import QUERIES as ROOM_QUERIES
from dataset.qa.phrasings.ways import Phrases, Table, asked, said
from dataset.qa.phrasings.worlds import STATEMENTS as WORLDS

_WHERE_THING = ROOM_QUERIES["place"]["where_thing"]
_WHO_IN = {
    "who_in": asked(
        "room",
        [
            "who is [now|still|right now] in the {0}",
            "who [stays|sits|waits|works|stands] in the {0}",
            "who [entered|ran to|walked to|walked into|came to] the {0}",
            "[which person|which one|who of them] is in the {0}",
            "whom can [I|we|you] find in the {0}",
        ],
        ["who is in the {0}", "who [went to|stays in|is now in] the {0}"],
        ["in the {0} is who?", "name the one in the {0}.", "find who is in the {0}."],
    ),
    "who_at": asked(
        "thing",
        [
            "who is [near|with|next to] the {0}",
            "[which person|which one] is where the {0} is",
            "who is [now|still] where the {0} is",
            "who is in the room where the {0} is",
            "who is in the room with the {0}",
        ],
        ["who is where the {0} is", "who is in the room with the {0}"],
        ["name the one in the room of the {0}."],
    ),
}
_LIES = {
    "lies": asked(
        "thing",
        [
            "where is the {0} now",
            "where can [I|we|you] find the {0}",
            "where did [I|we|you] [put|leave] the {0}",
            "where does the {0} [stay|stand] now",
            "[what|what place] is the {0} in",
        ],
        ["where the {0} is", "where the {0} lies", "where [I|we] can find the {0}"],
        ["find the {0}.", "the {0} is where?", "the {0} lies where?"],
    ),
    "which_room": asked(
        "thing",
        [
            "[in what|in which] room is the {0} [|now]",
            "[which|what] room is the {0} in [|now]",
            "[in what|in which] room can [I|we|you] find the {0}",
            "[in what|in which] room does the {0} lie",
        ],
        ["[which|what] room the {0} is in", "in which room the {0} is"],
        ["the {0} is in which room?", "the room of the {0}?"],
    ),
    "what_in": asked(
        "room|box",
        [
            "what is [inside|now in|still in] the {0}",
            "what [stands|stays] in the {0}",
            "what can [I|we|you] find in the {0}",
            "what does the {0} [contain|hold|have]",
            "what do [I|we|you] find in the {0}",
        ],
        ["what is in the {0}", "what lies in the {0}"],
        ["in the {0} is what?", "name the thing in the {0}.", "the thing in the {0}?"],
    ),
}


def _which(relation: str) -> Phrases:
    return asked(
        "person person",
        [
            f"who is {relation}: {{0}} or {{1}}",
            f"who is the {relation} one, {{0}} or {{1}}",
            f"which [person|of them|of the two] is {relation}, {{0}} or {{1}}",
            f"is {{0}} or {{1}} {relation}",
            f"who [looks|seems] {relation}, {{0}} or {{1}}",
        ],
        [f"who is {relation}, {{0}} or {{1}}", f"whether {{0}} or {{1}} is {relation}"],
        [f"{{0}} or {{1}}, who is {relation}?", f"name the {relation} one of {{0}} and {{1}}."],
    )


def _is(relation: str) -> Phrases:
    return asked(
        "person person",
        [
            f"is {{0}} [really|also|much|still] {relation} than {{1}}",
            f"is it right that {{0}} is {relation} than {{1}}",
            f"does {{0}} [look|seem] {relation} than {{1}}",
            f"is {{0}} the {relation} one of {{0}} and {{1}}",
        ],
        [f"[whether|if] {{0}} is {relation} than {{1}}"],
        [
            f"{{0}} is {relation} than {{1}}?",
            f"{{0}} is {relation} than {{1}}, right?",
            f"is {{0}} {relation} than {{1}} or not?",
        ],
    )


_COMPARISONS = ("older", "younger", "taller", "shorter")
_PASSES = said(
    "person thing person",
    "{0} [gave|handed|brought|sent|passed|lends|lent|sells|sold|offers|throws|threw|mails|returns] the {1} to {2}.",
    "{0} [gives|hands|brings|sends|passes|gave|handed|sent|lent|sold] {2} the {1}.",
    "{0} then [gives|gave|hands|passes] the {1} to {2}.",
    "then {0} [gives|gave|hands|passes] the {1} to {2}.",
    "{2} [gets|got|takes|took|receives|received|buys|borrows] the {1} from {0}.",
    "the {1} [goes|went|passes] from {0} to {2}.",
    "from {0} {2} [gets|got|takes|receives] the {1}.",
    "{0} gives {2} the {1} [now|then].",
)

STATEMENTS: dict[str, Table] = {
    "who_is_in": {"in": IN, "thing_in": THING_IN},
    "lying": {"thing_in": Phrases(("thing|box", "room|box"), THING_IN.plain)},
    "choice": {more: compared(more) for more in ("older", "taller")},
    "passing": {"passes": _PASSES} | {name: WORLDS["tracking"][name] for name in ("holds", "stays")},
}
QUERIES: dict[str, Table] = {
    "who_is_in": _WHO_IN,
    "lying": _LIES,
    "choice": {f"which_{relation}": _which(relation) for relation in _COMPARISONS}
    | {f"is_{relation}": _is(relation) for relation in _COMPARISONS},
    "passing": {"where": _WHERE_THING, "who_has": PEOPLE_QUERIES["holder"]["who_has"]},
}
"""By kind and relation."""
