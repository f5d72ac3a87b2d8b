"""Draw the questions of a data set: its training set, and three test sets that ask for more and more.

    sets = draw_sets(MODES["default"], train=50000, test=10000, seed=0)
    sets["test", "iid"][0]     Example("Mira has the key. [...] Who has the key?", "Mira", {"kind": "holder", ...})

    iid              new stories with the names of training, and none of the easier questions that only training has
    unseen_names     stories with names that no training story has
    longer           stories that need more steps than any training story

No question text is drawn twice, in whatever set.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dataset.qa.names import Cast, casts
from dataset.qa.story import Kind, tell
from dataset.text.writer import Example
from utils.errors import UserError

TEST_SETS = ("iid", "unseen_names", "longer")
_TRIES = 100
"""Stories of one kind that may be told already, one after another, before it counts as exhausted."""


def draw_sets(
    kinds: Sequence[Kind], train: int, test: int, seed: int, easier: bool = True
) -> dict[tuple[str, str], list[Example]]:
    """Draw questions, evenly over the kinds, in training by their shares, and evenly over the steps that they need.

    Each set has a generator of its own, so that the training set does not depend on the number of test questions.

    Args:
        train: training questions.
        test: test questions; the three sets have a third each, and `iid` what is left over.
        easier: whether training has the easier questions of kinds that have such.

    Returns:
        Examples by split and set. Their facts: `kind`, `hops`, and `split`, which is `train` or the name of the set.

    Raises:
        UserError: a kind has not as many different questions.
    """
    known, unseen = casts()
    told: set[str] = set()
    found: dict[tuple[str, str], list[Example]] = {}
    for number, name in enumerate(("train", *TEST_SETS)):
        count = train if name == "train" else test // 3 + (test % 3 if name == "iid" else 0)
        shares = {kind.name: kind.share if name == "train" else 1 for kind in kinds}
        plans = [(kind, _allowed(kind, name, easier)) for kind in kinds for _ in range(shares[kind.name])]
        rng = np.random.default_rng([seed, number])
        cast = unseen if name == "unseen_names" else known
        examples = _draw([plan for plan in plans if plan[1]], count, name, cast, rng, told)
        found[("train", "all") if name == "train" else ("test", name)] = examples
    return found


def _allowed(kind: Kind, name: str, easier: bool) -> tuple[int, ...]:
    """The steps that questions of a set may need."""
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
) -> list[Example]:
    """Draw the questions of one set, in turns from kinds with the steps that they may need; add them to those told."""
    found: list[Example] = []
    while len(found) < count:
        turn, place = divmod(len(found), len(plans))
        kind, allowed = plans[place]
        hops = allowed[turn % len(allowed)]
        for _ in range(_TRIES):
            story = kind.make(rng, hops, cast)
            question = tell(story, kind, rng)
            if question not in told:
                break
        else:
            raise UserError(f"{split}: there are too few different questions of the kind {kind.name}: ask for less")
        told.add(question)
        facts = {"kind": kind.name, "hops": hops, "split": split}
        found.append(Example(question, story.answer, facts, story.notes))
    return found
