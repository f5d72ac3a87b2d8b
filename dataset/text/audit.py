"""Auditing a data set of questions: what simple rules score on it, and how many test questions are in train.

                     count   majority  bag_of_words  first_named  last_named
    iid/place          371        6.5          22.6         29.6        33.2

Builders print this with `--audit`. Examples need the fact `kind`.
"""

from __future__ import annotations

from collections.abc import Sequence

from dataset.text.baselines import NAMES, Asked, Baselines
from dataset.text.writer import Example, Sets


def audit(sets: Sets) -> list[str]:
    """Lines that say how many questions of each test set are in train, and the baselines' scores in percent."""
    train = [example for (split, _), examples in sets.items() if split == "train" for example in examples]
    tests = {name: examples for (split, name), examples in sets.items() if split == "test"}
    questions = {example.question for example in train}
    lines = []
    for name, examples in tests.items():
        shared = sum(example.question in questions for example in examples)
        lines.append(f"{name}: {shared} of {len(examples)} questions stand in train")
    baselines = Baselines.fit(Asked(example.question, example.answer, example.facts["kind"]) for example in train)
    scores = {name: _scores(baselines, name, examples) for name, examples in tests.items()}
    width = max(len(row) for rows in scores.values() for row in rows)
    lines.append(" " * width + "   count" + "".join(f"{name:>14}" for name in NAMES))
    for rows in scores.values():
        for row, (count, *shares) in rows.items():
            lines.append(f"{row:{width}}{count:8.0f}" + "".join(f"{100 * share:14.1f}" for share in shares))
    return lines


def _scores(baselines: Baselines, name: str, examples: Sequence[Example]) -> dict[str, list[float]]:
    """For a whole test set and for each kind in it: the number of questions, and the share each baseline gets right."""
    kinds = [str(example.facts["kind"]) for example in examples]
    questions = [example.question for example in examples]
    right = [
        [
            found == example.answer
            for found, example in zip(baselines.answers(rule, questions, kinds), examples, strict=True)
        ]
        for rule in NAMES
    ]
    rows = {name: list(range(len(examples)))}
    for row, kind in enumerate(kinds):
        rows.setdefault(f"{name}/{kind}", []).append(row)
    return {
        label: [len(places), *(sum(rule[place] for place in places) / len(places) for rule in right)]
        for label, places in rows.items()
    }
