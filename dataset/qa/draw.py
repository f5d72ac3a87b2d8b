"""Draw the questions of a data set: a training set and three test sets of growing difficulty.

    sets = draw_sets(MODES["default"], train=50000, test=10000, seed=0)
    sets["test", "iid"][0]     Example("Mira has the key. [...] Who has the key?", "Mira", {"kind": "holder", ...})

    iid              new stories with the names of training stories, without the easier questions that only training has
    unseen_names     stories with names that no training story has
    longer           stories that need more steps than any training story

Of stories as people type them (`everyday`), sentences have the many wordings of `dataset.qa.phrasings`, stories may be
as short as one fact, and there are two more sets:

    new_phrasings    stories like those of iid, all of whose sentences have wordings that no training story has
    from_outside     stories like those of iid, for `dataset.qa.outside` to tell with names and things from outside

Rows on which q can be calibrated (`calibrations`) are stories like those of iid, unseen_names and longer, in turn, in
wordings of the training, that may be as short as one fact; every second is damaged (`dataset.text.damage`).

No two questions have the same text, whatever their sets; but damage may make two the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from dataset.qa.everyday_kinds import EVERYDAY
from dataset.qa.names import Cast, casts
from dataset.qa.phrasings.tables import held_out, trained
from dataset.qa.shorter import shortened
from dataset.qa.story import Kind, tell
from dataset.text.damage import every_second_damaged
from dataset.text.writer import Example
from utils.errors import UserError

TEST_SETS = ("iid", "unseen_names", "longer")
EVERYDAY_SETS = ("new_phrasings", "from_outside")
"""Further test sets of stories as people type them."""
_TRIES = 100
"""A kind counts as exhausted when this many drawn stories in a row are known already."""


def draw_sets(
    kinds: Sequence[Kind],
    train: int,
    test: int,
    seed: int,
    easier: bool = True,
    notes: bool = True,
    everyday: bool = False,
    calibrations: int = 0,
) -> dict[tuple[str, str], list[Example]]:
    """Draw the questions of all sets.

    Test sets have equally many questions of each kind; the training set has them in proportion to `Kind.share`. Within
    a kind, all numbers of steps are equally frequent. Each set has its own generator, so that the training set does not
    depend on the number of test questions.

    Args:
        train: number of training questions.
        test: number of test questions; each of the three sets gets a third, and `iid` also the remainder. Each further
            set of `everyday` has a third, too.
        easier: whether training includes the easier questions of kinds that have some.
        notes: whether examples have notes.
        everyday: tell stories as people type them.
        calibrations: number of questions for the split `calibration`.

    Returns:
        examples by split and set. Their facts are `kind`, `hops`, and `split`: `train` or the name of the test set.

    Raises:
        UserError: a kind has too few different questions.
    """
    known, unseen = casts()
    told: set[str] = set()
    kinds = (*kinds, *_more(kinds)) if everyday else kinds

    def drawn(number: int, name: str, count: int, shorter: bool) -> list[Example]:
        shares = {kind.name: kind.share if name == "train" else 1 for kind in kinds}
        worded = held_out if name == "new_phrasings" else trained
        told_as = [worded(kind) for kind in kinds] if everyday else kinds
        plans = [(kind, _allowed(kind, name, easier)) for kind in told_as for _ in range(shares[kind.name])]
        rng = np.random.default_rng([seed, number])
        cast = unseen if name == "unseen_names" else known
        examples = _draw([plan for plan in plans if plan[1]], count, name, cast, rng, told, shorter)
        return examples if notes else [replace(example, notes=()) for example in examples]

    tests = (*TEST_SETS, *(EVERYDAY_SETS if everyday else ()))
    found = {("train", "all"): drawn(0, "train", train, everyday)}
    for number, name in enumerate(tests, 1):
        found["test", name] = drawn(number, name, test // 3 + (test % 3 if name == "iid" else 0), everyday)
    if calibrations:
        shares = [(calibrations + place) // len(TEST_SETS) for place in range(len(TEST_SETS))]
        parts = [drawn(100 + place, name, shares[place], shorter=True) for place, name in enumerate(TEST_SETS)]
        found["calibration", "all"] = every_second_damaged([*chain(*parts)], np.random.default_rng([seed, 200]))
    return found


def _more(kinds: Sequence[Kind]) -> list[Kind]:
    """Kinds of questions that only people ask, which go with some of the kinds."""
    names = {kind.name for kind in kinds}
    return [kind for beside, found in EVERYDAY.items() if beside in names for kind in found]


def _allowed(kind: Kind, name: str, easier: bool) -> tuple[int, ...]:
    """The numbers of steps that questions of a set may need."""
    if name == "longer":
        return kind.longer
    return kind.easier + kind.hops if name == "train" and easier else kind.hops


def _draw(
    plans: Sequence[tuple[Kind, tuple[int, ...]]],
    count: int,
    split: str,
    cast: Cast,
    rng: np.random.Generator,
    told: set[str],
    shorter: bool,
) -> list[Example]:
    """Draw the questions of one set, and add them to `told`. The plans (a kind, its numbers of steps) take turns.

    Args:
        shorter: let stories lose facts that their answer does not need (`dataset.qa.shorter`).
    """
    found: list[Example] = []
    while len(found) < count:
        turn, number = divmod(len(found), len(plans))
        kind, allowed = plans[number]
        hops = allowed[turn % len(allowed)]
        for _ in range(_TRIES):
            story = kind.make(rng, hops, cast)
            if shorter:
                story = shortened(story, kind.name, rng)
            question = tell(story, kind, rng)
            if question not in told:
                break
        else:
            raise UserError(f"{split}: there are too few different questions of the kind {kind.name}: ask for less")
        told.add(question)
        facts = {"kind": kind.name, "hops": hops, "split": split}
        found.append(Example(question, story.answer, facts, story.notes))
    return found
