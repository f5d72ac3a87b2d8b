"""Code on a canvas: rows and labels, answers in their places, and pictures of them."""

from __future__ import annotations

import random

import numpy as np
import pytest

from dataset.code.canvas import Canvas
from dataset.code.drawing import draw
from dataset.code.questions import FILL, GAP, LONGEST_GAP, REPAIR, Question, draw_question
from dataset.code.questions_writer import format_for
from dataset.text.special import END, PAD
from utils.errors import UserError

TASKS = (REPAIR, FILL)


def drawn(task: str, faults: int = 1) -> list[Question]:
    rng = random.Random(1)
    return [draw_question(task, lambda _: True, (1, 3), rng, faults) for _ in range(40)]


def canvas_for(questions: list[Question]) -> Canvas:
    canvas = format_for(questions)
    assert isinstance(canvas, Canvas)
    return canvas


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("faults", [1, 3])
def test_rows_hold_questions(task: str, faults: int) -> None:
    found = drawn(task, faults)
    canvas = canvas_for(found)
    for question in found:
        row, labels = canvas.inputs(question.lines), canvas.labels(question.lines, question.right)
        assert canvas.read_lines(row) == list(question.lines[1:])
        assert canvas.read_lines(canvas.answered(row, labels)) == list(question.right[1:])
        assert canvas.candidate(row, row) == question.asked
        assert canvas.candidate(row, labels) == canvas.render(row, labels) == question.program
        assert canvas.parse(canvas.render(row)).tolist() == row.tolist()
        assert canvas.check(row, labels) is None
        assert (np.flatnonzero(labels) == canvas.places(row)).all()


def test_a_repair_is_asked_of_code_alone() -> None:
    """All that may be wrong has a label: the input differs from the right row nowhere else."""
    for question in drawn(REPAIR):
        canvas = canvas_for([question])
        row, right = canvas.inputs(question.lines), canvas.inputs(question.right)
        labels = canvas.labels(question.lines, question.right)
        assert (row != right).sum() == question.facts["bug"]
        assert (labels == right)[canvas.places(row)].all()
        asked = [token for line in question.lines[2:] if line[0] != "#" for token in line]
        assert [canvas.token(number) for number in row[canvas.places(row)]] == asked


def test_a_gap_takes_four_places_and_ends() -> None:
    lines = [["fill"], ["def", "f", "(", "a", ")", ":"], ["b", "=", GAP], ["return", GAP]]
    right = [*lines[:2], ["b", "=", "a", "+", "1"], ["return", "b"]]
    canvas = Canvas(FILL, tuple(sorted({token for line in right for token in line})), 24)
    row, labels = canvas.inputs(lines), canvas.labels(lines, right)
    first, second = canvas.places(row).reshape(2, LONGEST_GAP)
    assert first.tolist() == [9, 10, 11, 12] and second.tolist() == [15, 16, 17, 18]
    assert labels[first].tolist()[3] == END and labels[second].tolist()[1:] == [END] * 3
    answer = labels.copy()
    answer[second[2]] = labels[first[0]]
    assert canvas.candidate(row, answer) == "def f(a):\n    b = a + 1\n    return b", "nothing counts behind an END"
    answer[second[0]] = PAD
    assert canvas.candidate(row, answer) == "def f(a):\n    b = a + 1\n    return"


@pytest.mark.parametrize("task", TASKS)
def test_any_answer_can_be_read(task: str) -> None:
    """A network may answer anything."""
    rng = np.random.default_rng(0)
    found = drawn(task)
    canvas = canvas_for(found)
    for question in found[:10]:
        row = canvas.inputs(question.lines)
        for _ in range(20):
            answer = rng.integers(0, canvas.vocab_size + 3, canvas.seq_len)
            assert isinstance(canvas.candidate(row, answer), str)
            assert isinstance(canvas.render(row, answer), str)
            fault = canvas.check(row, answer)
            assert fault is None or fault.startswith("the answer makes no program: ")
            shown = draw(canvas, row, answer)
            positions = [span.position for span in shown.text[-1].spans if span.position is not None]
            assert set(positions) <= set(canvas.places(row).tolist())


@pytest.mark.parametrize("task", TASKS)
def test_a_picture_shows_the_code(task: str) -> None:
    found = drawn(task)
    canvas = canvas_for(found)
    for question in found:
        row, labels = canvas.inputs(question.lines), canvas.labels(question.lines, question.right)
        asked, answer = draw(canvas, row, labels).text
        assert asked.text == canvas.render(row) == draw(canvas, row).text[0].text
        wanted = canvas.render(canvas.answered(row, labels))
        assert answer.text.rstrip() == wanted
        changed = [span.text.strip() for span in answer.spans if span.tone == "path"]
        assert len(changed) == question.facts["bug"] if task == REPAIR else changed


def test_what_a_row_cannot_hold() -> None:
    canvas = canvas_for(drawn(REPAIR))
    head, line = ["def", "f", "(", "a", ")", ":"], ["return", "a"]
    for lines, said in (
        ([["repair"], head, *[line] * 40], "the code takes 127 tokens with its comments; a row has room for"),
        ([["repair"], head, ["return", "total"]], "'total' in 'return total' is no token of these data"),
        ([["fill"], head, line], "this is a question of fill, and these data have questions of repair"),
    ):
        with pytest.raises(UserError, match=said):
            canvas.inputs(lines)
