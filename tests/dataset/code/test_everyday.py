"""Typed functions are read in the names of the data, and answers come back in the names that were typed."""

from __future__ import annotations

import random

import pytest

from dataset.asking import Question
from dataset.code.everyday import rewrite
from dataset.code.functions import LIST_NAMES, NUMBER_NAMES
from dataset.code.questions import OUTPUT, TASKS, draw_question
from dataset.code.typed import question_lines
from utils.errors import UserError


def read(text: str) -> tuple[str, dict[str, str]]:
    found = rewrite(text, lambda word: False)
    return found.text, dict(found.words)


BROKEN = """\
def best(values, limit):
    # top is the largest number of values
    top = min(values)  # not of limit
    return top - limit
"""


def test_names_are_those_of_the_data_and_come_back() -> None:
    text, words = read(BROKEN)
    assert text == BROKEN.replace("best", "f").replace("values", "xs").replace("limit", "a").replace("top", "b")
    answer = Question(question_lines(text), words=words).given_back(text)  # type: ignore[arg-type]
    assert answer == BROKEN


def test_lists_are_known_by_their_use() -> None:
    text, words = read("def g(one, two, three, four):\n    five = one + [two]\n    six = five\n    return six[three]\n")
    kinds = {
        typed: LIST_NAMES if known in LIST_NAMES else NUMBER_NAMES for known, typed in words.items() if known != "f"
    }
    assert {name for name, kind in kinds.items() if kind is LIST_NAMES} == {"five", "six"}
    assert read("def g(one: list[int]):\n    return one\n")[1] == {"xs": "one", "f": "g"}
    assert (
        read("def g(one):\n    two = [n for n in one]\n    return two\n")[0].splitlines()[1]
        == "    ys = [x for x in xs]"
    )


def test_a_call_says_what_lists_are_and_makes_statements() -> None:
    text, words = read("def total(numbers, k):\n    k += 1\n    return numbers, k\n\ntotal([1, 2], 3)\n")
    assert text == "def f(xs, k):\n    k = k + 1\n    a = (xs, k)\n    return a\nf([1, 2], 3)"
    assert words == {"xs": "numbers", "f": "total"}


def test_attributes_and_other_words_stay() -> None:
    text, _ = read("def g(count):\n    return count.count(3)\n")
    assert text == "def f(xs):\n    return xs.count(3)\n"


@pytest.mark.parametrize("text", ["", "1 + 1", "def f(x: return", "[3, 1] -> [1, 3]", "def f(x): pass\ndef g(x): pass"])
def test_what_is_no_function_stays(text: str) -> None:
    assert read(text) == (text, {})


@pytest.mark.parametrize("task", TASKS)
def test_questions_of_the_data_stay(task: str) -> None:
    rng = random.Random(0)
    for _ in range(200):
        question = draw_question(task, lambda skeleton: True, (1, 3), rng)
        text = question.program if task == OUTPUT else question.asked
        typed = f"{task}\n{text}" + (f"\nf({question.calls[0][0]})" if task == OUTPUT else "")
        rewritten, words = read(typed)
        assert words == {} and question_lines(rewritten) == question_lines(typed)


def test_too_many_names() -> None:
    parameters = ", ".join(f"value{number}" for number in range(len(NUMBER_NAMES) + 1))
    with pytest.raises(UserError, match="names 11 numbers; there is room for 10"):
        read(f"def g({parameters}):\n    return value0\n")
