"""Typed questions through the whole reading: rewritten, spelled or left out, and given back."""

from __future__ import annotations

import pytest

from dataset.asking import Question, check_answer, read_question
from dataset.tasks import everyday_of, load_puzzle
from dataset.text.format import read_format
from runs.pretrained import PRETRAINED_FOLDER


def read(name: str, task: str, text: str) -> tuple[str, Question]:
    rules = read_format(PRETRAINED_FOLDER / name)
    assert rules is not None
    question = read_question(rules, task, text)
    return rules.read_question(question.inputs), question


def test_names_are_given_back() -> None:
    text, question = read("qa_default", "qa", "Mary is in the kitchen. Where is Mary?")
    (stand_in,) = question.words
    assert text == f"{stand_in} is in the kitchen. Where is {stand_in}?" and question.notice is None
    assert question.given_back(f"{stand_in} | {stand_in}s") == f"Mary | {stand_in}s"
    assert question.unknown == ()
    text, question = read("qa_default", "qa", "Tom is in the pub. Ann walked into the pool. Where is Ann?")
    assert question.unknown == () and set(question.words.values()) == {"Tom", "pub", "Ann", "pool"}


def test_what_is_left_out_is_said_and_what_is_spelled_is_unknown() -> None:
    text, question = read("math", "math", "What is the quux of 2+3, on a qorv \x1b[31m?")
    assert question.notice is not None and question.notice.isprintable()
    assert question.notice.startswith("skipped, since the network has no token for it: U+001B, ")
    assert {"quux", "qorv"} <= set(question.unknown) and "quux" not in question.skipped, "letters spell it"
    assert "\x1b" not in text and "2+3" in text
    assert read("math", "math", "2x+3=7")[1].unknown == ()
    text, question = read("qa_default", "qa", "Where is the 12%?")
    assert question.notice is not None and "12%" not in text, "without letters, words are left out"


def test_many_words_are_not_all_shown() -> None:
    notice = Question(read("math", "math", "1+1")[1].inputs, tuple(f"w{number}" for number in range(14))).notice
    assert notice is not None and notice.endswith("w9 and 4 more")


def test_rooms_bring_what_they_have() -> None:
    assert check_answer("math", "2x+3=7", "2") is True
    assert check_answer("qa", "Where is Mary?", "hall") is None and check_answer(None, "1+1", "2") is None
    assert everyday_of("sudoku") is None and everyday_of("math") is not None


def test_puzzles_are_read_as_ever() -> None:
    sudoku = load_puzzle("sudoku")
    assert (read_question(sudoku, "sudoku", "1" + "." * 15).inputs == sudoku.parse("1" + "." * 15)).all()


@pytest.mark.parametrize("text", ["1,000" * 3000, "(" * 3000, "the " * 900, "A" * 3900, "Mary is " * 400])
def test_long_texts_do_not_take_long(text: str) -> None:
    for module in map(everyday_of, ("qa", "math")):
        assert module is not None
        module.rewrite(text, lambda word: len(word) < 4)
