"""Forms of a page: what each kind of network is asked with, and traces of what was typed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.board import LONGEST_PUZZLE
from inference.forms import open_form
from inference.renderers import html
from inference.sessions.base import sessions
from tests.canvas_runs import scripted, write_canvas_run
from tests.harness import ROOT, RUN, call, pretrain
from tests.line_runs import scripted_lines, write_line_run
from utils.errors import UserError

PRETRAINED = sorted(path.name for path in (ROOT / "pretrained").iterdir())


@pytest.mark.parametrize("name", PRETRAINED)
def test_an_example_of_each_pretrained_network_is_traced(name: str) -> None:
    form = open_form(ROOT / "pretrained" / name, "cpu")
    assert form.has_examples
    texts = form.example(np.random.default_rng(0))
    assert set(texts) == {field.name for field in form.fields}
    trace = form.trace(texts, 2, True, 1)
    assert 1 <= len(trace.steps) <= 2 and trace.title.endswith(name)


def test_a_board_shows_what_was_typed() -> None:
    board = open_form(ROOT / "pretrained/sudoku4x4", "cpu").board
    assert board is not None
    assert board.cells("1 . . . | . 2 . . | . . 3 . | . . . 4") == "1....2....3....4"
    found = board.as_json()
    assert found["size"] == [4, 4] and len(found["boxes"]) == 16 and found["empty"] == "." * 16
    assert [sign["character"] for sign in found["signs"]] == [".", "1", "2", "3", "4"]
    assert [sign["text"] for sign in found["signs"]] == ["", "1", "2", "3", "4"]
    with pytest.raises(UserError, match="the givens clash: row 1 holds 3 twice"):
        board.cells("33..............")


def test_moves_of_a_cube_become_stickers() -> None:
    form = open_form(ROOT / "pretrained/rubik2x2", "cpu")
    assert form.board is not None and "scramble" in form.fields[0].hint
    solved = form.board.as_json()["empty"]
    assert solved == "WWWWRRRRGGGGYYYYOOOOBBBB" and form.board.cells("R R'") == solved
    assert sorted(form.board.cells("R U' F2")) == sorted(solved) and form.board.cells("R") != solved


def test_tries_end_at_an_answer_that_obeys_the_rules() -> None:
    """The pretrained network misses about half of such scrambles at first; a right one is often its second choice."""
    form = open_form(ROOT / "pretrained/rubik2x2", "cpu")
    rng = np.random.default_rng(0)
    for _ in range(60):
        texts = form.example(rng)
        first = form.trace(texts, None, True, 1)
        if not first.verdict.startswith("the answer breaks"):
            continue
        again = form.trace(texts, None, True, 100)
        if again.verdict.startswith("try "):
            assert len(again.steps) == len(first.steps) + 1 and again.steps[-1].changed
            assert again.steps[-2].drawing == first.steps[-1].drawing
            assert {box.tone for box in again.steps[-1].drawing.boxes[:4]} == {again.steps[-1].drawing.boxes[0].tone}
            return
    pytest.fail("no cube of 60 was solved by a later try")


def test_texts_that_cannot_be_read() -> None:
    form = open_form(ROOT / "pretrained/sudoku4x4", "cpu")
    for text, said in (
        ("", "this text has 0"),
        ("x" * 16, "neither a digit"),
        (" " * (LONGEST_PUZZLE + 1), "is the most"),
    ):
        with pytest.raises(UserError, match=said):
            form.trace({"puzzle": text}, None, True, 1)


def test_tools_of_ones_own() -> None:
    form = open_form(ROOT / "pretrained/tool_calling", "cpu")
    tools = '[{"name": "<img src=x>", "description": "Weather", "parameters": {"city": {"type": "string"}}}]'
    trace = form.trace({"query": "Weather in Oslo?", "tools": tools}, None, True, 1)
    assert trace.steps[-1].drawing.text[-2].text == "<img src=x>"
    for texts in ({"query": " ", "tools": ""}, {"query": "Hello", "tools": "{"}, {"query": "Hello", "tools": "[]"}):
        with pytest.raises(UserError):
            form.trace(texts, None, True, 1)


def test_prompts_that_are_answered_in_json(tmp_path: Path) -> None:
    form = open_form(write_canvas_run(tmp_path) / "final_step_1", "cpu")
    texts = form.example(np.random.default_rng(0))
    with scripted(["no json", {"final": "red"}]):
        trace = form.trace(texts, None, True, 1)
    assert len(trace.steps) == 2 and trace.steps[-1].drawing.text[-1].text == '{"final": "red"}'
    with pytest.raises(UserError, match="the prompt is empty"):
        form.trace({"prompt": ""}, None, True, 1)


def test_sentences_that_are_answered_by_a_line_of_code(tmp_path: Path) -> None:
    form = open_form(write_line_run(tmp_path) / "final_step_1", "cpu")
    assert form.example(np.random.default_rng(0))["prompt"]
    with scripted_lines("return zyx"):
        trace = form.trace({"prompt": "return zyx."}, None, True, 1)
    (step,) = trace.steps
    assert [part.text for part in step.drawing.text] == ["return zyx.", "return zyx "]
    with pytest.raises(UserError, match="the prompt is empty"):
        form.trace({"prompt": " "}, None, True, 1)


def test_a_task_without_a_drawing_has_a_field_and_a_trace_of_text(tmp_path: Path) -> None:
    """XOR brings rules and examples alone."""
    built = call("dataset.build_xor_dataset", "--num-train-puzzles", "40", "--num-test-puzzles", "10", cwd=tmp_path)
    assert built.status == 0, built.err
    options = ("data_paths_test=null", "evaluators=[]", "arch.puzzle_emb_ndim=0", "arch.puzzle_emb_len=0", "epochs=1")
    assert pretrain("data_paths=[data/xor]", *options, cwd=tmp_path).status == 0
    form = open_form(next((tmp_path / RUN).glob("final_step_*")), "cpu")
    assert form.board is None and [field.label for field in form.fields] == ["puzzle"]
    trace = form.trace(form.example(np.random.default_rng(0)), 2, False, 1)
    question, answer = trace.steps[-1].drawing.text
    assert (question.heading, answer.heading) == ("question", "answer") and len(trace.steps) == 2
    assert question.text.count("?") == 1 and len(answer.text.split()) == 9
    assert "<!DOCTYPE html>" in html.render(trace).decode()


def test_each_session_says_whose_form_it_makes() -> None:
    with_forms = [session for session in sessions().values() if session.RULES is not None]
    assert len({session.RULES for session in with_forms}) == len(with_forms) > 1
    assert all(callable(session.open_form) for session in with_forms)
