"""Questions about people: relatives, who likes all of several things, and analogies.

    kinship   Mira is the mother of Tor. Tor is the father of Al. [...] Who is the grandmother of Al?          Mira
    sets      Mira likes tea. Mira likes rice. Tor likes tea. Al likes rice. [...] Who likes tea and rice?     Mira
    analogy   Mira feeds the cat. Tor feeds the dog. Al fears the dog. [...]
              The cat is to Mira as the dog is to whom?                                                        Tor

The distracting facts are of the same form: other relatives, people who like only some of the things, and people who do
something else with the animals. In stories of few steps some grandparents are told as such, and some deeds name an
animal by its room, so that their questions have the words of longer ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np

from dataset.qa.names import Cast
from dataset.qa.story import Fact, Kind, Story, Templates
from dataset.qa.words import ROOMS, pick, shuffled

FOODS = tuple("tea milk juice rice bread soup cheese honey".split())
ANIMALS = tuple("cat dog hen fox goat horse duck mouse".split())

_ABOVE = {"mother": "grandmother", "father": "grandfather", "sister": "aunt", "brother": "uncle"}
"""The title of a parent's relative, by that relative's title for the parent."""


def _title(relation: str, hops: int) -> str:
    """The title of a relative of oneself (1 hop), of a parent (2 hops), of a parent's parent (3 hops), ..."""
    return "great " * (hops - 2) + _ABOVE[relation] if hops > 1 else relation


def _kinship(rng: np.random.Generator, hops: int, cast: Cast, with_grandparents: bool = False) -> Story:
    """A line of parents, a relative of the last of them (the answer), and one or two distracting relatives.

    With `with_grandparents`, half of the questions have a grandparent in place of one parent of the line.
    """
    *line, answer, other, another = cast.draw(hops + 3, rng)
    others = (other, another) if hops <= 3 else (other,)
    facts = [Fact(pick(rng, ("mother", "father")), (older, younger)) for younger, older in pairwise(line)]
    far = -1
    if with_grandparents and 2 <= hops <= KINSHIP.hops[-1] and rng.random() < _GRANDPARENT_SHARE:
        far = int(rng.integers(hops - 1))
        facts[far] = Fact(f"grand{facts[far].relation}", facts[far].words)
    last = pick(rng, tuple(_ABOVE))
    facts.append(Fact(last, (answer, line[-1])))
    told = {(fact.relation, fact.words[1]) for fact in facts}
    free = [(relation, person) for relation in _ABOVE for person in line if (relation, person) not in told]
    if far >= 0:
        free = [one for one in free if one[1] != line[far]]
    for relative, (relation, person) in zip(others, shuffled(rng, free), strict=False):
        facts.append(Fact(relation, (relative, person)))
    generations = hops + (far >= 0)
    notes = _lines(facts, last, generations - 1, line[0])
    return Story(tuple(shuffled(rng, facts)), Fact(_title(last, generations), (line[0],)), answer, hops, notes)


def _lines(facts: Sequence[Fact], last: str, generations: int, person: str) -> tuple[str, ...]:
    """A note for each told generation of ancestors of a person: whose relative is asked for, and how many are to go.

    The one person, or the woman and the man who are told: only of one of them more is told, and a network that looks
    one fact ahead cannot know of whom.
    """
    notes = [f"{last} {generations} {person} {_NOBODY}"]
    found = {person}
    while generations:
        above = [(fact.relation, fact.words[0]) for fact in facts if fact.words[1] in found]
        women, men = ([name for title, name in above if title.endswith(end)] for end in ("mother", "father"))
        generations -= 2 if any(title.startswith("grand") for title, _ in above) else 1
        found = {*women, *men}
        notes.append(" ".join((last, str(generations), *(women or [_NOBODY]), *(men or [_NOBODY]))))
    return tuple(notes)


_GRANDPARENT_SHARE = 0.5
_NOBODY = "no one"
"""In the place of a name."""


def _is_relative(relation: str) -> tuple[str, ...]:
    """Ways to say that {0} is this relative of {1}."""
    return (
        f"{{0}} is the {relation} of {{1}}.",
        f"{{0}} is a {relation} of {{1}}.",
        f"{{0}} became the {relation} of {{1}}.",
        f"the {relation} of {{1}} is {{0}}.",
        f"{{0}} became a {relation} of {{1}}.",
    )


_LONGEST = 4
"""The most hops of a question about relatives."""
KINSHIP = Kind(
    name="kinship",
    share=2,
    easier=(1,),
    hops=(2, 3),
    longer=(4,),
    make=_kinship,
    statements={relation: _is_relative(relation) for relation in _ABOVE},
    queries={
        title: (
            f"who is the {title} of {{0}}?",
            f"who is known as the {title} of {{0}}?",
            f"what is the {title} of {{0}} called?",
            f"what is the name of the {title} of {{0}}?",
        )
        for hops in range(1, _LONGEST + 1)
        for title in (_title(relation, hops) for relation in _ABOVE)
    },
)


def _sets(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """A person who likes all that is asked for, and one or two who like another food instead of one of these."""
    people = cast.draw(3 if hops <= 3 else 2, rng)
    asked = shuffled(rng, FOODS)
    likes = {person: set(asked[:hops]) for person in people}
    for person, missing, instead in zip(people[1:], asked[:hops], asked[hops:], strict=False):
        likes[person] ^= {missing, instead}
    facts = [Fact("likes", (person, food)) for person in people for food in asked if food in likes[person]]
    (answer,) = (person for person in people if likes[person] >= set(asked[:hops]))
    query = Fact(f"likes {hops}", tuple(shuffled(rng, asked[:hops])))
    return Story(tuple(shuffled(rng, facts)), query, answer, hops)


def _all_of(count: int) -> tuple[str, ...]:
    """The question who likes this number of things."""
    *first, last = (f"{{{number}}}" for number in range(count))
    foods = f"{', '.join(first)} and {last}"
    return (
        f"who likes {foods}?",
        f"who of them likes {foods}?",
        f"which of them likes {foods}?",
        f"who is it that likes {foods}?",
    )


SETS = Kind(
    name="sets",
    hops=(2, 3),
    longer=(4,),
    make=_sets,
    statements={
        "likes": (
            "{0} likes {1}.",
            "{0} loves {1}.",
            "{0} enjoys {1}.",
            "{0} wants {1}.",
            "{0} prefers {1}.",
        )
    },
    queries={f"likes {count}": _all_of(count) for count in range(2, 5)},
)


def _analogy(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """What people do with two animals; from three hops on, one or both animals are named by their rooms.

    Questions of three hops have all that longer ones have. In half of those that name the known animal by its room, the
    other one is named so, too, and the deed that is asked for is told by its room. Half of all questions of three hops
    also tell a room that need not be known. How often an animal is named does not show which one is known.
    """
    people = cast.draw(3, rng)
    known, other = shuffled(rng, ANIMALS, 2)
    verb, *verbs = shuffled(rng, _VERBS)
    has_more = hops == 2 or (hops == 3 and rng.random() < 0.5)
    does = {known: dict(zip((verb, *verbs[:has_more]), people, strict=False))}  # deed -> who does it
    does[other] = dict(zip((verb, *verbs), shuffled(rng, people), strict=True))
    words = {known: known, other: other}
    named, rooms = shuffled(rng, (known, other), hops - 2), shuffled(rng, ROOMS)
    told_in = dict(zip(named, rooms, strict=False))
    words |= told_in
    inside = dict(told_in)
    by_room: set[str] = set()
    if hops == 3:
        (animal,) = {known, other} - set(named)
        if animal == other and rng.random() < _BY_ROOM_SHARE:
            words[other] = rooms[-1]
            by_room = {verb} if rng.random() < 0.5 else {verb, *verbs}
        if rng.random() < 0.5:
            inside[animal] = rooms[-1]
    facts = [Fact(deed, (person, known)) for deed, person in does[known].items()]
    for deed, person in does[other].items():
        facts.append(Fact(f"{deed} in", (person, rooms[-1])) if deed in by_room else Fact(deed, (person, other)))
    facts += [Fact("inside", pair) for pair in inside.items()]
    told = " to ".join("animal" if words[animal] == animal else "room" for animal in (known, other))
    query = Fact(told, (words[known], does[known][verb], words[other]))
    person = does[known][verb]
    notes = [f"{words[known]} {person} {words[other]}"]
    if known in told_in:
        notes.append(f"{known} {person} {words[other]}")
    notes.append(f"{verb} {words[other]}")
    if other in told_in:
        notes.append(f"{verb} {other}")
    return Story(tuple(shuffled(rng, facts)), query, does[other][verb], hops, tuple(notes))


_BY_ROOM_SHARE = 0.5
"""Share of questions in which deeds name the room of the other animal, of those of three hops that name the room of the
known one."""
_VERBS = ("feeds", "fears", "draws")
_NAMED = {"animal": "the {{{0}}}", "room": "the animal in the {{{0}}}"}
"""How an analogy names an animal."""


def _as_to_whom(known: str, other: str) -> tuple[str, ...]:
    known, other = _NAMED[known].format(0), _NAMED[other].format(2)
    return (
        f"{known} is to {{1}} as {other} is to whom?",
        f"{known} is to {{1}} what {other} is to whom?",
        f"as {known} is to {{1}}, {other} is to whom?",
        f"to whom is {other} what {known} is to {{1}}?",
    )


ANALOGY = Kind(
    name="analogy",
    hops=(2, 3),
    longer=(4,),
    make=_analogy,
    statements={
        **{
            verb: (
                f"{{0}} {verb} the {{1}}.",
                f"{{0}} often {verb} the {{1}}.",
                f"{{0}} always {verb} the {{1}}.",
                f"{{0}} now {verb} the {{1}}.",
                f"{{0}} still {verb} the {{1}}.",
            )
            for verb in _VERBS
        },
        **{
            f"{verb} in": (
                f"{{0}} {verb} the animal in the {{1}}.",
                f"{{0}} often {verb} the animal in the {{1}}.",
                f"{{0}} always {verb} the animal in the {{1}}.",
                f"{{0}} now {verb} the animal in the {{1}}.",
                f"{{0}} still {verb} the animal in the {{1}}.",
            )
            for verb in _VERBS
        },
        "inside": (
            "the {0} is in the {1}.",
            "the {0} sits in the {1}.",
            "the {0} sleeps in the {1}.",
            "the {0} lives in the {1}.",
            "the {0} waits in the {1}.",
        ),
    },
    queries={f"{known} to {other}": _as_to_whom(known, other) for known in _NAMED for other in _NAMED},
)

_GRANDPARENTS: Templates = {relation: _is_relative(relation) for relation in ("grandmother", "grandfather")}

# Compositions (`dataset.qa.ultra`) take the plain kind.
KINDS = (
    replace(
        KINSHIP,
        make=partial(_kinship, with_grandparents=True),
        statements={**KINSHIP.statements, **_GRANDPARENTS},
    ),
    SETS,
    ANALOGY,
)
