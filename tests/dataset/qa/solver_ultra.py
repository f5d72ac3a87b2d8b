"""Answers to composed questions: solve the first story alone, put its answer in place of its description, go on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dataset.qa.modes import MODES
from dataset.qa.story import Fact
from tests.dataset.qa import solver_advanced

_PARTS = {kind.name: kind for kind in MODES["advanced"]}


def solve(kind: str, facts: Sequence[Fact], query: Fact, people: Collection[str] = ()) -> str:
    """The one answer that follows from the facts, where `people` are those that are compared.

    Raises:
        AssertionError: nothing follows, or more than one thing.
    """
    first, second = kind.split("+")
    told = [fact for fact in facts if fact.relation in _PARTS[first].statements]
    (describing,) = (fact for fact in (*facts, query) if " of " in fact.relation)
    relation, asked = describing.relation.split(" of ")
    (kept,) = {
        wording.count("{") - 1
        for wordings in ({**_PARTS[second].statements, **_PARTS[second].queries}[relation],)
        for wording in wordings
    }
    cut = len(describing.words) - kept
    answer = solver_advanced.solve(first, told, Fact(asked, describing.words[:cut]), people)
    plain = Fact(relation, (answer, *describing.words[cut:]))
    others = [plain if fact is describing else fact for fact in facts if fact not in told]
    return solver_advanced.solve(second, others, plain if describing is query else query)
