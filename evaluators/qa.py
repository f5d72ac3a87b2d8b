"""Is the answer to a question the expected one, word for word?

    evaluators=[{name: qa@QA}]

    question  Mira has the key. Mira is in the garden. Where is the key?     {"kind": "tracking", "hops": 2}
    label     garden END       answer  garden END attic ...  right: tokens after END are not read
                               answer  gardens END           wrong

In the test set iid, a right answer to this question counts in `iid/exact`, `iid/kind/tracking` and `iid/hops/2`. Two
simple rules are scored for comparison: `iid/majority` gives the most frequent answer of the question's kind, and
`iid/bag_of_words` is naive Bayes over the question's words.
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

    def judge(self, expected: str, answer: str, facts: Mapping[str, Any]) -> Sequence[bool]:
        """Whether the answer is the expected text."""
        return (expected == answer,)
