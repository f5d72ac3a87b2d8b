"""Wordings about where people and things are: the kinds of `dataset.qa.default_rooms`."""

from __future__ import annotations

from dataset.qa.phrasings.ways import Table, asked, said

_HURRIES = "went|walked|ran|moved|came|got|hurried|drove|headed"
HAS = said(
    "person thing|box",
    "{0} [holds|keeps|owns|got|found|grabbed|picked up|has got|brought|bought|picks up|takes|grabs|gets] the {1}.",
    "{0} is [holding|carrying|keeping] the {1}.",
    "{0} [now|still|also|already] has the {1}.",
    "{0} [just|also] took the {1}.",
    "{0} [has|took|carries|holds|owns] a {1}.",
    "{0} has the {1} [now|in hand|at hand].",
    "{0} took the {1} [along|away].",
    "the {1} is [now|still|also] with {0}.",
    "the {1} [belongs to|was taken by|is held by|is carried by|is in the hands of|is owned by|was found by] {0}.",
    "the one who [has|took|carries] the {1} is {0}.",
    "it is {0} who [has|took|carries] the {1}.",
)
IN = said(
    "person room",
    "{0} is [now|still|right now|currently|also] in the {1}.",
    f"{{0}} [{_HURRIES}|has gone] to the {{1}}.",
    "{0} [walked|went|ran|came|hurried|moved] into the {1}.",
    "{0} [entered|stays in|sits in|waits in|works in|sleeps in|stands in|is inside|is at] the {1}.",
    "{0} is [sitting|waiting|working|standing|resting|staying] in the {1}.",
    "you [can|will|may] find {0} in the {1}.",
    "{0} is to be found in the {1}.",
    "in the {1} [sits|waits|stands|stays] {0}.",
    "in the {1} you [can|will] find {0}.",
    "the {1} is where {0} [stays|went|waits|can be found].",
    "{0} in the {1}.",
    "{0}: in the {1}.",
    "it is {0} who is in the {1}.",
    "the one in the {1} is {0}.",
)
_LIES = (
    "the {0} is [now|still|right now|currently|also] in the {1}.",
    "the {0} [stays|stands|sits|remains|was left|was put|was placed|is lying|is kept|is stored|was found] in the {1}.",
    "somebody [left|put|placed|saw|found|keeps] the {0} in the {1}.",
    "you [can|will|may] find the {0} in the {1}.",
    "in the {1} [lies|stands|stays] the {0}.",
    "in the {1} you [can|will] find the {0}.",
    "there is a {0} in the {1}.",
    "in the {1} there is a {0}.",
    "in the {1} there is the {0}.",
    "in the {1} is a {0}.",
    "we [left|put|have|found|keep] the {0} in the {1}.",
    "I [left|put|have|found|keep] the {0} in the {1}.",
    "the {0} in the {1}.",
    "the {0}: in the {1}.",
)
THING_IN = said("thing room", *_LIES, "the {1} is where the {0} [lies|stays|was left|was put|can be found].")
INSIDE = said(
    "thing|box box",
    *_LIES,
    "the {0} is inside the {1}.",
    "the {1} [contains|has|keeps] the {0}.",
    "the {0} [went|was put] into the {1}.",
    "somebody put the {0} into the {1}.",
    "inside the {1} is the {0}.",
)
_WITH = said(
    "person person",
    "{0} [came|stays|sits|waits|walked|ran|works|is together|is staying|is sitting|is waiting] with {1}.",
    "{0} is [now|still|right now|also] with {1}.",
    "{0} is [next to|near|by|close to|at the side of] {1}.",
    "{0} [sits|stands|waits|stays] [next to|beside|near] {1}.",
    "{0} is in the [same room|same place] as {1}.",
    "{0} is in the room of {1}.",
    "{0} is in the room [that|where] {1} is [in|].",
    "{0} went where {1} is.",
    "{0} [followed|joined|visits|met] {1}.",
    "[next to|near|with] {1} is {0}.",
    "{0} and {1} are [together|in the same room|in one room|in the same place|side by side].",
    "{0} is together with {1} [now|right now].",
    "{0} keeps {1} company.",
)
_EITHER = said(
    "person room room",
    "{0} is [either|now|surely|still|probably] in the {1} or the {2}.",
    "{0} is [either|now|surely|still|probably|] in the {1} or in the {2}.",
    "{0} [walked|ran|moved|came|drove] to the {1} or the {2}.",
    "{0} [went|walked|ran|moved|came|drove] to the {1} or to the {2}.",
    "{0} [went|walked|ran] either to the {1} or to the {2}.",
    "{0} [must be|should be|may be|could be|has to be] in the {1} or the {2}.",
    "{0} [must be|should be|may be|could be|has to be] in the {1} or in the {2}.",
    "{0} [entered|stays in|waits in|sits in|works in] the {1} or the {2}.",
    "either {0} is in the {1} or in the {2}.",
    "you [can|will] find {0} in the {1} or the {2}.",
    "{0} can be found [either|] in the {1} or in the {2}.",
    "in the {1} or in the {2} is {0}.",
    "{0} is in one of two rooms, the {1} or the {2}.",
    "{0} is in the {1} or maybe in the {2}.",
)
_NOT_IN = said(
    "person room",
    "{0} is [no longer|certainly not|surely not|definitely not|never] in the {1}.",
    "{0} is not in the {1} [now|at all].",
    "{0} did not [walk|run|come|move|get|drive] to the {1}.",
    "{0} did not [enter|visit|walk into|go into|come into|run into] the {1}.",
    "{0} does not [stay|sit|wait|work|sleep|stand] in the {1}.",
    "{0} is not [sitting|waiting|working|standing|staying] in the {1}.",
    "{0} [left|has left|avoids|is out of|is not inside|is not at] the {1}.",
    "you [cannot|will not|can never] find {0} in the {1}.",
    "nobody [saw|found|met] {0} in the {1}.",
    "the {1} is not where {0} [stays|went|waits|can be found].",
    "{0} [cannot|can not|must not|will not] be in the {1}.",
    "{0} never went to the {1}.",
    "{0} has not gone to the {1}.",
    "it is not true that {0} is in the {1}.",
)
_WHERE = {
    "where": asked(
        "person",
        [
            "where is {0}",
            "where is {0} now",
            "where can {0} be",
            "where can [I|we|you] find {0}",
            "where did {0} go",
            "where has {0} gone",
            "[in which|in what] room is {0}",
            "[which|what] room is {0} in",
            "[which|what] room did {0} go to",
            "what place is {0} in",
        ],
        ["where {0} is", "where {0} is now", "[which|what] room {0} is in", "where [I|we] can find {0}"],
        ["find {0}.", "{0} is where?", "{0} is in which room?", "name the room of {0}.", "the room of {0}?"],
    ),
    "where_thing": asked(
        "thing",
        [
            "where is the {0}",
            "where is the {0} now",
            "where can the {0} be",
            "where can [I|we|you] find the {0}",
            "where did the {0} go",
            "[in which|in what] room is the {0}",
            "[which|what] room is the {0} in",
            "what place is the {0} in",
        ],
        [
            "where the {0} is",
            "where the {0} is now",
            "[which|what] room the {0} is in",
            "where [I|we] can find the {0}",
        ],
        ["find the {0}.", "the {0} is where?", "the {0} is in which room?", "name the room of the {0}."],
    ),
}


def _how_many(place: str, *more: str) -> tuple[list[str], list[str], list[str]]:
    """Ways to ask for the number of people in a place."""
    direct = [
        f"how many people are {place}",
        f"how many people are there {place}",
        f"how many persons are {place}",
        f"how many people can be found {place}",
        f"how many people [stay|sit|wait] {place}",
        f"how many are there {place}",
        *more,
    ]
    indirect = [f"how many people are {place}", f"how many are {place}", f"how many people there are {place}"]
    return direct, indirect, [f"count the people {place}.", f"the number of people {place}?"]


_HOW_MANY = {
    "people_in": asked("room", *_how_many("in the {0}", "how many people went to the {0}")),
    "people_with": asked("person", *_how_many("in the room of {0}", "how many people are where {0} is")),
    "people_at": asked("thing", *_how_many("in the room of the {0}", "how many people are where the {0} is")),
}


def _whether(one: str, place: str) -> tuple[list[str], list[str], list[str]]:
    """Ways to ask whether one is in a room."""
    direct = [
        f"is {one} in the {place}",
        f"is {one} [now|still|really|currently] in the {place}",
        f"is {one} in the {place} now",
        f"is {one} [at|inside] the {place}",
        f"can [I|we|you] find {one} in the {place}",
        f"is it true that {one} is in the {place}",
        f"is it right that {one} is in the {place}",
    ]
    indirect = [f"[whether|if] {one} is in the {place}"]
    return direct, indirect, [f"{one} is in the {place}?", f"{one} is in the {place}, right?"]


def _together(one: str) -> tuple[list[str], list[str], list[str]]:
    """Ways to ask whether one is where a person is."""
    direct = [
        f"are {one} and {{1}} [in the same place|in one room|together]",
        f"is {one} in the same place as {{1}}",
        f"is {one} [in the room of|next to|near] {{1}}",
        f"is {one} in the room that {{1}} is in",
        f"is it true that {one} and {{1}} are in the same room",
        f"are {one} and {{1}} in the same room now",
    ]
    indirect = [f"[whether|if] {one} and {{1}} are in the same room", f"whether {one} is where {{1}} is"]
    return direct, indirect, [f"{one} and {{1}} are in the same room?", f"{one} is where {{1}} is?"]


_YES_NO = {
    "is_in": asked("person room", *_whether("{0}", "{1}")),
    "thing_is_in": asked("thing room", *_whether("the {0}", "{1}")),
    "together": asked("person person", *_together("{0}")),
    "thing_together": asked("thing person", *_together("the {0}")),
}

STATEMENTS: dict[str, Table] = {
    "place": {"in": IN, "with": _WITH, "has": HAS},
    "counting": {"in": IN, "has": HAS, "thing_in": THING_IN},
    "negation": {"in": IN, "has": HAS, "either": _EITHER, "not_in": _NOT_IN},
    "yes_no": {"in": IN, "has": HAS, "thing_in": THING_IN},
}
QUERIES: dict[str, Table] = {"place": _WHERE, "counting": _HOW_MANY, "negation": _WHERE, "yes_no": _YES_NO}
"""By kind and relation."""
