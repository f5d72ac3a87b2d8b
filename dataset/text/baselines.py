"""Baselines for questions of text: simple rules, learned from the training split, that do not understand a question.

    baselines = Baselines.fit(Asked(question, answer, kind) for ...)
    baselines.answers("majority", questions, kinds)     one answer for each question

For "Mira is in the hall. Tor is in the attic. Where is Mira?", of a kind that was answered by rooms:

    majority        the most frequent answer of its kind, say "garden"
    bag_of_words    naive Bayes over the words of the text, without their order: "hall" or "attic"
    first_named     the first word of the story that was an answer of its kind and is not in the question: "hall"
    last_named      the last such word: "attic"

A model that is not far above all of them has learned no more than these rules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dataset.text.vocabulary import units
from utils.errors import UserError

NAMES = ("majority", "bag_of_words", "first_named", "last_named")

_MOST_WORDS = 2000
_MOST_ANSWERS = 1000
"""How many of the most frequent words and answers the bag of words uses; real data have tens of thousands."""
_SMOOTHING = 0.1
"""Added to every count of the bag of words."""
_ROWS = 1000
"""How many questions the bag of words answers at a time."""


class Asked(NamedTuple):
    """A training question."""

    question: str
    answer: str
    kind: str


class Baselines:
    """Answers of simple rules; see the module's docstring."""

    def __init__(self, kinds: dict[str, _Kind], known: set[str]) -> None:
        self._kinds = kinds
        self._known = known

    @classmethod
    def fit(cls, examples: Iterable[Asked]) -> Baselines:
        """Learn the rules of each kind from training questions; there must be at least one."""
        by_kind: dict[str, list[Asked]] = defaultdict(list)
        for example in examples:
            by_kind[example.kind].append(example)
        words = {kind: [_words(example.question) for example in found] for kind, found in by_kind.items()}
        known = {word for found in words.values() for text in found for word in text}
        learned = {
            kind: _Kind.fit(words[kind], [example.answer for example in found]) for kind, found in by_kind.items()
        }
        return cls(learned, known)

    def answers(self, name: str, questions: Sequence[str], kinds: Sequence[str]) -> list[str]:
        """The answer of a rule of `NAMES` to each question.

        Raises:
            UserError: the training split has no question of a kind.
        """
        unknown = set(kinds) - set(self._kinds)
        if unknown:
            raise UserError(f"no training question is of the kind {sorted(unknown)[0]}")
        if name == "bag_of_words":
            return self._bag_of_words(questions, kinds)
        if name == "majority":
            return [self._kinds[kind].majority for kind in kinds]
        place = {"first_named": 0, "last_named": -1}[name]
        return [self._named(question, kind, place) for question, kind in zip(questions, kinds, strict=True)]

    def _bag_of_words(self, questions: Sequence[str], kinds: Sequence[str]) -> list[str]:
        found = [""] * len(questions)
        for kind in dict.fromkeys(kinds):
            rows = [row for row, other in enumerate(kinds) if other == kind]
            answers = self._kinds[kind].bag_of_words([_words(questions[row]) for row in rows])
            for row, answer in zip(rows, answers, strict=True):
                found[row] = answer
        return found

    def _named(self, question: str, kind: str, place: int) -> str:
        """The first or last word of the story that can be an answer, preferably one that is not in the question itself.

        A word can be an answer if it was one in training. If the story has no such word, words that no training
        question has (new names, say) count instead, provided that answers of this kind occur in their stories at all.
        """
        story, asked = _story_and_query(question)
        learned = self._kinds[kind]
        words = _words(story)
        candidates = [word for word in words if word in learned.answers]
        if not candidates and learned.named:
            candidates = [word for word in words if word not in self._known]
        mentioned = set(_words(asked))
        candidates = [word for word in candidates if word not in mentioned] or candidates
        return candidates[place] if candidates else learned.majority


@dataclass(frozen=True)
class _Kind:
    """What is learned from the questions of one kind.

    Attributes:
        majority: the most frequent answer.
        answers: all answers.
        named: whether any answer occurs in its own question.
        places: row of each word in `weights`.
        classes: the answers that the bag of words chooses from.
        prior, weights: (classes,) and (words, classes), logarithms of probabilities.
    """

    majority: str
    answers: frozenset[str]
    named: bool
    places: dict[str, int]
    classes: list[str]
    prior: np.ndarray
    weights: np.ndarray

    @classmethod
    def fit(cls, texts: Sequence[Sequence[str]], answers: Sequence[str]) -> _Kind:
        often = Counter(answers)
        classes = [answer for answer, _ in often.most_common(_MOST_ANSWERS)]
        column = {answer: number for number, answer in enumerate(classes)}
        frequent = Counter(word for text in texts for word in text).most_common(_MOST_WORDS)
        places = {word: number for number, (word, _) in enumerate(frequent)}
        counts = np.full((len(places), len(classes)), _SMOOTHING)
        for text, answer in zip(texts, answers, strict=True):
            if answer in column:
                for word in text:
                    if word in places:
                        counts[places[word], column[answer]] += 1
        return cls(
            majority=classes[0],
            answers=frozenset(often),
            named=any(answer in text for text, answer in zip(texts, answers, strict=True)),
            places=places,
            classes=classes,
            prior=np.log([often[answer] for answer in classes]),
            weights=np.log(counts / counts.sum(axis=0)),
        )

    def bag_of_words(self, texts: Sequence[Sequence[str]]) -> list[str]:
        """The most probable answer to each text if its words were independent of each other."""
        found: list[str] = []
        for start in range(0, len(texts), _ROWS):
            block = texts[start : start + _ROWS]
            bags = np.zeros((len(block), len(self.places)))
            for row, text in enumerate(block):
                for word in text:
                    if word in self.places:
                        bags[row, self.places[word]] += 1
            best = (bags @ self.weights + self.prior).argmax(axis=1)  # (block,)
            found += [self.classes[number] for number in best]
        return found


def _words(text: str) -> list[str]:
    """The words, digits and signs of a text."""
    return [unit.strip() for unit in units(text)]


def _story_and_query(text: str) -> tuple[str, str]:
    """The sentences before the last one, and the last one; a text of one sentence is both."""
    cut = text.rstrip(" .?!").rfind(". ")
    return (text[:cut], text[cut + 1 :]) if cut >= 0 else (text, text)
