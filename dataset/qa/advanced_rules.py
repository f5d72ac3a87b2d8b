"""Questions about conclusions: from rules about groups, from conditions, and by elimination.

    syllogism     Mira is a baker. No baker is a poet. Tor is a singer. Every singer is a poet. Is Mira a poet?     no
    conditional   If Mira goes, Tor stays. If Mira stays, Tor goes. Mira goes. [...] Does Tor go?                   no
    puzzle        Mira, Tor and Al have a cat, dog and hen, one each. Mira has no cat. Tor has no cat.
                  The cat owner drinks tea. The hen owner drinks milk. What does Al drink?                          tea

A second chain of rules leads to the opposite answer, but its condition is not met or belongs to another person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import combinations, pairwise, permutations

import numpy as np

from dataset.qa.advanced_people import ANIMALS
from dataset.qa.names import Cast, spelling
from dataset.qa.story import Fact, Kind, Story, asking
from dataset.qa.words import pick, shuffled

GROUPS = tuple("baker poet singer dancer farmer sailor painter runner hunter driver".split())
DRINKS = tuple("tea milk juice water cocoa lemonade".split())


def _syllogism(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """Two people with a chain of groups each; one chain leads into the last group, the other one out of it."""
    people = cast.draw(2, rng)
    last, *groups = shuffled(rng, GROUPS, hops + (min(hops, 3) if hops <= 4 else 2) - 1)
    facts = []
    ends = shuffled(rng, ("every", "none"))
    for person, end, row in zip(people, ends, (groups[: hops - 1], groups[hops - 1 :]), strict=True):
        facts += [Fact("member", (person, row[0])), *(Fact("every", pair) for pair in pairwise(row))]
        facts.append(Fact(end, (row[-1], last)))
    answer = "yes" if ends[0] == "every" else "no"
    query = Fact("is", (people[0], last))
    notes = asking("is", *(f"{one} {last}" for one in (people[0], *groups[: hops - 1])))
    return Story(tuple(shuffled(rng, facts)), query, answer, hops, notes)


SYLLOGISM = Kind(
    name="syllogism",
    hops=(2, 3, 4),
    longer=(5,),
    make=_syllogism,
    statements={
        "member": (
            "{0} is a {1}.",
            "{0} became a {1}.",
            "{0} works as a {1}.",
            "{0} is now a {1}.",
            "today {0} is a {1}.",
        ),
        "every": (
            "every {0} is a {1}.",
            "each {0} is a {1}.",
            "any {0} is a {1}.",
            "every {0} is also a {1}.",
            "each {0} is also a {1}.",
        ),
        "none": (
            "no {0} is a {1}.",
            "no {0} is ever a {1}.",
            "not one {0} is a {1}.",
            "a {0} is never a {1}.",
            "no {0} is also a {1}.",
        ),
    },
    queries={
        "is": (
            "is {0} a {1}?",
            "is {0} really a {1}?",
            "is it true that {0} is a {1}?",
            "do we know that {0} is a {1}?",
        )
    },
)

_PLANS = ("goes", "stays")


def _conditional(rng: np.random.Generator, hops: int, cast: Cast, as_longer: bool = False) -> Story:
    """A chain of people, whose plans depend on the person before, and another person on whom no plan depends.

    With `as_longer`, half of the stories of three hops have one rule of opposite plans, as those of four hops.
    """
    *row, other = cast.draw(hops + 1, rng)
    plan = {person: pick(rng, _PLANS) for person in (*row, other)}
    facts = [Fact(plan[person], (person,)) for person in (row[0], other)]
    links = list(pairwise(row))
    facts += [Fact(_if(plan[a], plan[b]), (a, b)) for a, b in links]
    opposite = 1 if hops > 3 or (as_longer and hops == 3 and rng.random() < 0.5) else 2
    facts += [Fact(_if(_not(plan[a]), _not(plan[b])), (a, b)) for a, b in links[-opposite:]]
    if hops == 2:
        facts.append(Fact(_if(_not(plan[other]), pick(rng, _PLANS)), (other, row[-1])))
    answer = "yes" if plan[row[-1]] == "goes" else "no"
    # Notes go back to the person whose plan is told; the answer is yes if a person does what the note says.
    same = [plan[person] == plan[row[-1]] for person in row]
    notes = tuple(f"{person} {'goes' if alike else 'stays'}" for person, alike in zip(row, same, strict=True))[::-1]
    return Story(tuple(shuffled(rng, facts)), Fact("goes", (row[-1],)), answer, hops, notes)


def _not(plan: str) -> str:
    return "stays" if plan == "goes" else "goes"


def _if(plan: str, then: str) -> str:
    return f"if {plan} {then}"


def _conditions(plan: str, then: str) -> tuple[str, ...]:
    plan, then = f"{{0}} {plan}", f"{{1}} {then}"
    return (
        f"if {plan}, {then}.",
        f"when {plan}, {then}.",
        f"whenever {plan}, {then}.",
        f"once {plan}, {then}.",
        f"as {plan}, {then}.",
    )


CONDITIONAL = Kind(
    name="conditional",
    share=2,
    easier=(1,),
    hops=(2, 3),
    longer=(4,),
    make=_conditional,
    statements={
        **{_if(plan, then): _conditions(plan, then) for plan in _PLANS for then in _PLANS},
        **{
            plan: (
                f"{{0}} {plan}.",
                f"{{0}} {plan} today.",
                f"today {{0}} {plan}.",
                f"now {{0}} {plan}.",
                f"{{0}} {plan} now.",
            )
            for plan in _PLANS
        },
    },
    queries={"goes": ("does {0} go?", "does {0} go today?", "will {0} go?", "will {0} go today?")},
)

Clue = tuple[str, int, int]
"""`has` or `has_not`, the number of a person and the number of an animal."""


@cache
def _clues(count: int) -> list[tuple[Clue, ...]]:
    """Every choice of `count` clues that prove that person 0 has animal 0; all of them are needed.

    The clues are true in the world where everybody has the animal of their own number. To two clues a third one is
    added, which makes neither of them unnecessary.
    """
    true: list[Clue] = [("has" if i == j else "has_not", i, j) for i in range(3) for j in range(3)]
    found = []
    for clues in combinations(true, count):
        others = [(clue,) for clue in true if clue not in clues] if count == 2 else [()]
        for other in others:
            fewer = [[clue for clue in clues + other if clue != left_out] for left_out in clues]
            if _tells(clues) and not any(map(_tells, fewer)):
                found.append(clues + other)
    return found


def _tells(clues: Sequence[Clue]) -> bool:
    """Whether person 0 must have animal 0."""
    owned = [owned for owned in permutations(range(3)) if all((owned[i] == j) == (has == "has") for has, i, j in clues)]
    return all(animals[0] == 0 for animals in owned)


_ASKED = {2: ("owner", "animal"), 3: ("animal", "drink"), 4: ("drink",)}
"""What may be asked, by hops. What somebody drinks takes one hop more than which animal they have."""


def _puzzle(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """Three people with an animal each: who has an animal, which animal somebody has, or what its owner drinks.

    The first fact names the people and the animals; it is not counted as a hop.
    """
    people, animals = cast.draw(3, rng), shuffled(rng, ANIMALS, 3)
    drinks = shuffled(rng, DRINKS, 3)
    facts = [Fact("drinks", pair) for pair in zip(animals[:2], drinks, strict=False)]
    asked = _ASKED[hops][0] if len(_ASKED[hops]) == 1 else pick(rng, _ASKED[hops])  # `longer` draws as before
    clues = pick(rng, _clues(hops - (asked == "drink")))
    facts += [Fact(has, (people[i], animals[j])) for has, i, j in clues]
    told = Fact("share", (*shuffled(rng, people), *shuffled(rng, animals)))
    first_out = shuffled(rng, (1, 2))[0]
    about = animals[0] if asked == "owner" else people[0]
    answer = {"owner": people[0], "animal": animals[0], "drink": drinks[0]}[asked]
    notes = [f"{asked} {about}", *_found_out(clues, people, animals, asked, first_out)]
    if asked == "drink":
        notes.append(f"drink {animals[0]}")
    return Story((told, *shuffled(rng, facts)), Fact(asked, (about,)), answer, hops, tuple(notes))


def _found_out(
    clues: Sequence[Clue], people: Sequence[str], animals: Sequence[str], asked: str, first_out: int
) -> list[str]:
    """Notes on the way to the pair of person 0 and animal 0.

    Single clues may rule out two animals for the person, or two owners of the animal. Then one of them is noted first,
    and then both (`drink Mira not dog`, `drink Mira not dog hen`): the third is left. If they rule out one (`drink Mira
    no dog`), it is noted who has it, if that is known (`drink Mira Tor dog`). If none, the answer follows at once.

    Of two that are ruled out, nothing tells which comes first; it is `first_out`, 1 or 2. So the first note has only
    the first part of a name: a network would mix two names.
    """
    has = [(i, j) for relation, i, j in clues if relation == "has"]
    has_not = [(i, j) for relation, i, j in clues if relation == "has_not"]
    if asked == "owner":
        start, words = f"owner {animals[0]}", people
        out = {i for i, j in has_not if j == 0} | {i for i, _ in has}
    else:
        start, words = f"{asked} {people[0]}", animals
        out = {j for i, j in has_not if i == 0} | {j for _, j in has}
    if not out:
        return []
    one, *other = sorted(out, key=lambda one: one != first_out)
    first = spelling()[people[one]][0] if asked == "owner" else animals[one]
    if other:
        return [f"{start} not {first}", f"{start} not {words[one]} {words[other[0]]}"]
    found = [f"{start} no {first}"]
    if (one, one) in has or (asked != "owner" and len([i for i, j in has_not if j == one]) == 2):
        found.append(f"{start} {people[one]} {animals[one]}")
    return found


PUZZLE = Kind(
    name="puzzle",
    share=4,
    hops=(2, 3),
    longer=(4,),
    make=_puzzle,
    statements={
        "share": (
            "{0}, {1} and {2} have a {3}, {4} and {5}, one each.",
            "{0}, {1} and {2} own a {3}, {4} and {5}, one each.",
            "{0}, {1} and {2} keep a {3}, {4} and {5}, one each.",
            "{0}, {1} and {2} got a {3}, {4} and {5}, one each.",
            "{0}, {1} and {2} bought a {3}, {4} and {5}, one each.",
        ),
        "has": (
            "{0} has the {1}.",
            "{0} owns the {1}.",
            "{0} keeps the {1}.",
            "{0} has a {1}.",
            "{0} is the {1} owner.",
        ),
        "has_not": (
            "{0} has no {1}.",
            "{0} owns no {1}.",
            "{0} keeps no {1}.",
            "{0} never had a {1}.",
            "{0} is not the {1} owner.",
        ),
        "drinks": (
            "the {0} owner drinks {1}.",
            "the {0} owner only drinks {1}.",
            "the {0} owner often drinks {1}.",
            "the {0} owner always drinks {1}.",
            "the {0} owner now drinks {1}.",
        ),
    },
    queries={
        "owner": ("who has the {0}?", "who owns the {0}?", "who keeps the {0}?", "to whom does the {0} belong?"),
        "animal": (
            "which animal does {0} have?",
            "which animal does {0} own?",
            "which animal does {0} keep?",
            "what animal does {0} have?",
        ),
        "drink": (
            "what does {0} drink?",
            "what does {0} often drink?",
            "what does {0} always drink?",
            "what does {0} now drink?",
        ),
    },
)

# Compositions (`dataset.qa.ultra`) take the plain kind.
KINDS = (SYLLOGISM, replace(CONDITIONAL, make=partial(_conditional, as_longer=True)), PUZZLE)
