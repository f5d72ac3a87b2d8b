"""Is the answer to a question the expected one, word for word?

    evaluators=[{name: qa@QA}]

    question  Mira has the key. Mira is in the garden. Where is the key?     {"kind": "tracking", "hops": 2}
    label     garden END       answer  garden END attic ...  right: what stands behind END is not read
                               answer  gardens END           wrong

A right answer to it, in the test set iid, counts in `iid/exact`, `iid/kind/tracking` and `iid/hops/2`. `iid/majority`
is the share of questions that the most frequent answer of their kind fits, `iid/bag_of_words` that of naive Bayes over
their words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluators.text import Text


class QA(Text):
    """Metrics `<set>/exact`, `<set>/kind/<kind>`, `<set>/hops/<n>`, `<set>/majority` and `<set>/bag_of_words`."""

    verdicts = ("exact",)
    facts = ("kind", "hops")
    baselines = ("majority", "bag_of_words")

    def judge(self, expected: str, given: str, facts: Mapping[str, Any]) -> Sequence[bool]:
        """Whether they are the same text."""
        return (expected == given,)
