"""Ways to ask for the same thing, as people type: openings, verbs, endings and terse forms.

    What is the mean of 2, 4?       what's the mean of 2, 4     can you find the mean of 2, 4?     the mean of 2, 4
    Solve 2*x+3=7 for x.            please solve 2*x+3=7 for x  I need to solve 2*x+3=7 for x.     2*x+3=7, x=?
    [...] How many are left?        [...] tell me: how many are left?

A phrasing is one of the wordings of a form in one of the manners, which change the sentence that asks. `SHORT` has
further wordings, as terse as people type. Every fifth manner is held out of training, so that a test can tell whether
openings matter that no training problem has. Signs and spaces of formulas stay: `dataset.text.typed` reads them alike,
however they are typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np

from dataset.maths.problem import Form, choice
from dataset.text.damage import made_up

_ASKED = re.compile(
    r"^(?:What is|Find|Compute|Calculate|Determine) (?!all |x and y)(?P<rest>(?:[^,:]|(?<=[0-9]),)*)[.?]$"
)
"""Sentences that ask for something that has a name, or for the value of a formula."""
_VALUE = (
    "What is {rest}?",
    "what's {rest}",
    "{rest}?",
    "How much is {rest}?",
    "what would {rest} be?",
    "{rest}, please?",
    "{rest}",
    "I would like to know {rest}.",
    "hey, what is {rest}?",
    "Do you know {rest}?",
)
_GET = ("find", "calculate", "compute", "work out", "determine", "give", "tell me", "evaluate")
_FRAMES = (
    "{Get} {rest}.",
    "{get} {rest}",
    "please {get} {rest}",
    "Can you {get} {rest}?",
    "Could you {get} {rest}, please?",
    "help me {get} {rest}",
    "How do I {get} {rest}?",
    "I need to {get} {rest}.",
    "now {get} {rest}, thanks",
    "I want you to {get} {rest}.",
)
_VERB = (
    "{Asked}.",
    "please {asked}",
    "Can you {asked}?",
    "I need to {asked}.",
    "Could you please {asked}?",
    "{asked}",
    "now {asked}, thanks",
    "Help me {asked}.",
    "How do I {asked}?",
    "I want you to {asked}.",
    "Next task: {asked}.",
    "try to {asked}",
    "{Asked} for me.",
    "Would you {asked}, please?",
    "hi, I have to {asked}",
    "We have to {asked}.",
    "Homework: {asked}.",
    "Let us {asked}.",
    "my task is to {asked}",
    "You should {asked}.",
)
_QUESTION = (
    "{Asked}?",
    "{asked}",
    "Tell me: {asked}?",
    "I want to know: {asked}?",
    "Can you say {asked}?",
    "please tell me, {asked}",
    "So {asked}?",
    "{Asked}, please?",
    "Question: {asked}?",
    "Do you know {asked}?",
    "{Asked}? Thanks.",
    "now {asked}",
    "{Asked}? Give the answer.",
    "My question is: {asked}?",
    "Who knows {asked}?",
    "{asked}, any idea?",
    "Quick question, {asked}?",
    "Well, {asked}?",
    "{Asked}? Show me.",
    "hello, {asked}?",
)
_HELD_OUT = 5
"""One manner in so many is held out of training, the last of each five."""
_MADE_UP = 0.05
"""Share of training problems that begin with a made-up word, which the tokens spell with letters."""

SHORT: Mapping[tuple[str, str], tuple[str, ...]] = {
    **{
        ("linear_equations", form): ("{equation}", "{equation}, {x}=?", "Find {x} if {equation}.", "Solve {equation}.")
        for form in ("one_side", "both_sides", "bracket", "divided", "fraction")
    },
    **{
        ("quadratic_equations", form): ("{equation}", "Solve {equation}.", "roots of {equation}")
        for form in ("integer_roots", "factored", "shifted_square")
    },
    **{
        ("systems_of_equations", form): (
            "{first}, {second}",
            "{second}, {first}",
            "{first} and {second}",
            "Solve {second} and {first}.",
        )
        for form in ("sum_and_difference", "substitution", "elimination")
    },
    **{
        ("derivatives", form): ("derivative of {f}", "d/dx {f}", "Find f'(x) for f(x)={f}.")
        for form in ("polynomial", "exponential", "trigonometric", "chain", "logarithm")
    },
    **{
        ("integrals", form): ("integral of {f} from {p} to {q}", "the area under {f} from {p} to {q}")
        for form in ("linear", "unit_interval", "exponential", "trigonometric", "reciprocal")
    },
    **{
        ("limits", form): ("limit of {f} as x goes to {p}", "limit x to {p} of {f}", "the limit of {f} for x to {p}")
        for form in ("cancel", "ratio", "standard", "substitute", "compound", "root_difference")
    },
    ("integrals", "antiderivative"): ("Integrate {f}.", "integral of {f}", "antiderivative of {f}"),
    ("statistics_probability", "mean"): ("mean of {values}", "average of {values}", "What is the average of {values}?"),
    ("statistics_probability", "median"): ("median of {values}", "Find the middle of {values}."),
    ("statistics_probability", "range"): ("range of {values}",),
    ("number_theory", "gcd"): ("gcd of {a} and {b}", "greatest common factor of {a} and {b}", "gcd({a}, {b})"),
    ("number_theory", "remainder"): ("{a} modulo {m}", "{a} mod {m}", "remainder when {a} is divided by {m}"),
    ("number_theory", "prime"): ("{which} prime {side} {n}",),
    ("geometry", "distance"): ("distance between {first} and {second}", "How far apart are {first} and {second}?"),
    ("geometry", "slope"): ("slope of the line through {first} and {second}",),
    ("geometry", "third_angle"): ("angles {a} and {b} degrees in a triangle, third angle?",),
}  # fmt: skip
"""Further wordings, by category and form."""


def wordings(category: str, form: Form) -> tuple[str, ...]:
    """All wordings of a form."""
    return (*form.wordings, *SHORT.get((category, form.name), ()))


def manners(question: str) -> list[tuple[str, bool]]:
    """A question in every manner, and whether that is held out; what it tells before the last sentence stays."""
    told, fields, known = _manners(question)
    return [(told + manner.format_map(fields), held_out) for manner, held_out in known]


def _numbered(ways: Iterable[tuple[str, int]]) -> tuple[tuple[str, bool], ...]:
    """Manners by their numbers, and whether they are held out."""
    return tuple((manner, number % _HELD_OUT == _HELD_OUT - 1) for manner, number in ways)


_NAMED_WAYS = _numbered(
    [(manner, number) for number, manner in enumerate(_VALUE)]
    + [
        (frame.replace("{get}", get).replace("{Get}", get.capitalize()), number)
        for number, frame in enumerate(_FRAMES)
        for get in _GET
    ]
)
_VERB_WAYS, _QUESTION_WAYS = (_numbered((manner, at) for at, manner in enumerate(ways)) for ways in (_VERB, _QUESTION))
_DONE = re.compile(
    r"(?:Find|Solve|Differentiate|Integrate|Expand|Count|Compute|Take|Simplify|Convert|Increase|Decrease|Let|"
    r"With .* find)\b"
)


def _manners(question: str) -> tuple[str, Mapping[str, str], tuple[tuple[str, bool], ...]]:
    """What a question tells, the fields of its manners, and these, each with whether it is held out."""
    told, asks = _parted(question)
    named = _ASKED.match(asks)
    if named:
        return told, {"rest": named["rest"]}, _NAMED_WAYS
    bare = asks.rstrip(".?")
    is_word = re.match(r"[A-Za-z]+['’ ]", bare) is not None  # sqrt(4) and y+1 have no capital letter
    lower, upper = bare[:1].lower() + bare[1:], bare[:1].upper() + bare[1:] if is_word else bare
    return told, {"asked": lower, "Asked": upper}, _VERB_WAYS if _DONE.match(asks) else _QUESTION_WAYS


def _parted(question: str) -> tuple[str, str]:
    """What a problem tells, and its last sentence, which asks."""
    found = re.match(r"(.*[.?] )(?=[A-Z])", question)
    return (found[1], question[found.end() :]) if found else ("", question)


def all_phrasings(category: str, form: Form, fields: Mapping[str, object]) -> list[tuple[str, bool]]:
    """Every phrasing of a problem, and whether it is held out of training."""
    return [way for wording in wordings(category, form) for way in manners(wording.format_map(fields))]


def draw_phrasing(
    category: str, form: Form, fields: Mapping[str, object], rng: np.random.Generator, held_out: bool
) -> str:
    """A problem in one of its phrasings, either of training or held out."""
    told, parts, known = _manners(choice(rng, wordings(category, form)).format_map(fields))
    question = told + choice(rng, [manner for manner, is_held_out in known if is_held_out == held_out]).format_map(
        parts
    )
    if not held_out and rng.random() < _MADE_UP:
        return f"{made_up(rng).capitalize()}, {question[:1].lower()}{question[1:]}"
    return question
