"""Traces in a terminal: boards beside each other, colours where there are some, and texts that steer nothing."""

from __future__ import annotations

import io
import re
from typing import get_args

import numpy as np
import pytest

from dataset.drawing import SHADES, Box, Drawing, Line, Paragraph, Span, Tone
from inference.renderers import ansi
from inference.renderers.ansi import ColourMode, Depth, depth_of
from inference.renderers.raster import CHANGED, INK, WRONG
from inference.renderers.terminal import render
from inference.traces import Trace, TraceStep
from tests.inference.made_traces import PUZZLES, made_from, made_large, made_trace

CODES = re.compile(r"\x1b\[[\d;]+m")
DEPTHS = [0, 16, 256, 16777216]


def sudoku(first: str, second: str, expected: str) -> Trace:
    """A trace of the puzzle `1....2....3....4` whose two answers are these digits."""
    inputs = np.array([1 + int(sign) if sign != "." else 1 for sign in PUZZLES["sudoku"]])
    answers = np.array([[1 + int(digit) for digit in answer] for answer in (first, second, expected)])
    trace = made_from("sudoku", inputs, 9.0 * np.eye(6)[answers])
    trace.steps.pop()
    trace.verdict = "the answer is the expected one"
    return trace


SOLVED = "1342423124133124"


def test_boards_stand_beside_each_other_with_marks() -> None:
    trace = sudoku("1342423124133123", SOLVED[:-2] + "14", SOLVED)
    assert render(trace, 80).splitlines() == [
        "a network",
        "",
        "question        step 1          step 2               expected",
        "                right: 0.250    right: 0.250",
        "                1 wrong         2 changed, 1 wrong",
        "+-----+-----+   +-----+-----+   +-----+-----+        +-----+-----+",
        "| 1 . | . . |   | 1 3 | 4 2 |   | 1 3 | 4 2 |        | 1 3 | 4 2 |",
        "| . 2 | . . |   | 4 2 | 3 1 |   | 4 2 | 3 1 |        | 4 2 | 3 1 |",
        "+-----+-----+   +-----+-----+   +-----+-----+        +-----+-----+",
        "| . . | 3 . |   | 2 4 | 1 3 |   | 2 4 | 1 3 |        | 2 4 | 1 3 |",
        "| . . | . 4 |   | 3 1 | 2 3!|   | 3 1 | 1!4*|        | 3 1 | 2 4 |",
        "+-----+-----+   +-----+-----+   +-----+-----+        +-----+-----+",
        "",
        "* changed; ! not as expected; right: the network's own probability that the answer is right",
        "the answer is the expected one",
    ]


def test_a_narrow_terminal_has_them_below_each_other() -> None:
    lines = render(sudoku(SOLVED, SOLVED, SOLVED), 40).splitlines()
    assert [line for line in lines if line.startswith(("question", "step", "expected"))] == [
        "question        step 1",
        "step 2               expected",
    ]
    assert max(map(len, render(made_trace("sudoku", PUZZLES["sudoku"]), 10).splitlines()[2:-2])) <= 20


def test_the_last_state_alone() -> None:
    shown = render(sudoku(SOLVED, SOLVED, SOLVED), 80, only_last=True)
    assert "step 2" in shown and "step 1" not in shown and "question" in shown


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("task", PUZZLES)
def test_colours_change_no_place(task: str, depth: Depth) -> None:
    trace = made_trace(task, PUZZLES[task])
    lines = [line.rstrip() for line in CODES.sub("", render(trace, 100, depth)).splitlines()]
    plain = render(trace, 100).splitlines()
    if task == "sudoku":
        assert lines == plain
    blanked = [re.sub(r"[a-zA-Z#]", " ", line).rstrip() for line in plain]
    assert [re.sub(r"[a-zA-Z#]", " ", line).rstrip() for line in lines] == blanked
    assert bool(depth) == ("\x1b[" in render(trace, 100, depth))


def test_a_maze_can_be_read_without_colours() -> None:
    inputs = made_trace("maze", PUZZLES["maze"]).question
    shown = render(Trace("t", inputs, [TraceStep(1, 1, inputs)]), 80).splitlines()
    assert [line[:12] for line in shown[5:11]] == [
        "+---------+ ",
        "| # S   # | ",
        "| #     # | ",
        "| #   # # | ",
        "|     G # | ",
        "+---------+ ",
    ]


def test_a_cube_shows_its_faces_and_moves() -> None:
    trace = made_trace("rubik2x2", PUZZLES["rubik2x2"])
    lines = render(trace, 80).splitlines()
    faces = [box.tone[0] for box in trace.question.boxes]
    assert faces[0] == faces[1] == "g" and faces[2] == "b" and lines[5].startswith("      +-----+  ")
    assert lines[6].startswith("      | g g |  ")
    moves = "".join(box.text or "." for box in trace.steps[-1].drawing.boxes[24:])
    assert moves in [re.sub(r"[ *!]", "", line) for line in lines[-10:]]


def test_texts_say_what_changed_and_nothing_twice() -> None:
    asked = Paragraph("question", (Span("Where is the key?", "given"),))

    def state(notes: str, answer: str) -> Drawing:
        return Drawing(
            text=(asked, Paragraph("notes", (Span(notes, "cyan"),)), Paragraph("answer", (Span(answer, "answer", 0),)))
        )

    steps = [
        TraceStep(1, 1, state("Maras", "attic"), (), (0,)),
        TraceStep(2, 1, state("Maras", "hall"), (0,), halts=True),
    ]
    shown = render(Trace("t", Drawing(text=(asked,)), steps, state("Maras", "hall"), "done", True), 80)
    assert shown.splitlines()[2:-2] == [
        "question",
        "question: Where is the key?",
        "",
        "step 1; right: 0.000; 1 wrong",
        "notes: [Maras]",
        "answer: attic!",
        "",
        "step 2; right: 0.000, done; 1 changed, 0 wrong",
        "answer: hall*",
        "",
        "expected",
        "notes: [Maras]",
        "answer: hall",
        "",
    ]  # fmt: skip


def test_long_texts_are_wrapped() -> None:
    text = Drawing(text=(Paragraph("prompt", (Span("one two  three\nfour " + "x" * 50),)),))
    lines = render(Trace("t", text, [TraceStep(1, 1, text)]), 20).splitlines()
    assert lines[3:7] == ["prompt: one two", "three", "four", "x" * 50]


@pytest.mark.parametrize("depth", DEPTHS)
def test_texts_steer_no_terminal(depth: Depth) -> None:
    hostile = "a\x1b[2J\x07\x9b\u202e\r\nb"
    drawing = Drawing(1, 1, (Box(0, 0, hostile, position=0),), text=(Paragraph(hostile, (Span(hostile, "red", 0),)),))
    words = Drawing(text=drawing.text)
    for shown in (drawing, words):
        text = render(Trace(hostile, shown, [TraceStep(1, 1, shown, (0,), (0,))], shown, hostile), 80, depth)
        left = CODES.sub("", text).replace("\n", "")
        assert left.isprintable() and "a\\x1b" in left


@pytest.mark.parametrize("depth", DEPTHS)
def test_every_tone_can_be_told_from_walls_and_from_nothing(depth: Depth) -> None:
    tones = [tone for tone in get_args(Tone) if tone not in ("answer", "given")]
    drawing = Drawing(len(tones), 1, tuple(Box(x, 0, "", tone) for x, tone in enumerate(tones)))
    row = render(Trace("t", drawing, [TraceStep(1, 1, drawing)]), 10, depth).splitlines()[5]
    cells = row.split("\x1b[0m")[: len(tones)] if depth else [row[2 * x : 2 * x + 2] for x in range(len(tones))]
    same = {"path", "orange"} if not depth else set()  # both are an o, and no task has both
    assert len(set(cells)) >= len(tones) - len(same) // 2


def test_a_board_without_cells_and_one_of_900() -> None:
    empty = Drawing(2, 2, lines=(Line(0, 0, 2, 0),))
    assert render(Trace("t", empty, [TraceStep(1, 1, empty)]), 80)
    assert len(render(made_large(2, 0.1), 200, 256).splitlines()) < 3 * 40


@pytest.mark.parametrize(
    ("colour", "is_terminal", "environment", "depth"),
    [
        ("auto", True, {"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 16777216),
        ("auto", True, {"TERM": "xterm-256color"}, 256),
        ("auto", True, {"TERM": "screen"}, 16),
        ("auto", True, {"TERM": "dumb", "COLORTERM": "truecolor"}, 0),
        ("auto", True, {}, 0),
        ("auto", True, {"TERM": "xterm-256color", "NO_COLOR": "1"}, 0),
        ("auto", True, {"TERM": "xterm-256color", "NO_COLOR": ""}, 256),
        ("auto", False, {"TERM": "xterm-256color"}, 0),
        ("always", False, {"TERM": "xterm-256color", "NO_COLOR": "1"}, 256),
        ("always", False, {}, 16),
        ("never", True, {"TERM": "xterm-256color", "COLORTERM": "24bit"}, 0),
    ],
)
def test_how_many_colours(colour: ColourMode, is_terminal: bool, environment: dict[str, str], depth: int) -> None:
    stream = io.StringIO()
    stream.isatty = lambda: is_terminal  # type: ignore[method-assign]
    assert depth_of(stream, colour, environment) == depth


def test_the_nearest_colour_is_taken() -> None:
    red = [ansi._code(SHADES["red"], depth, 40) for depth in (16, 256, 16777216)]
    assert red == ["41", "48;5;160", "48;2;198;40;40"]
    assert ansi._code("#808080", 256, 30) == "38;5;244" and ansi._code(SHADES["paper"], 16, 30) == "97"
    assert {*SHADES.values(), CHANGED, WRONG, INK} <= ansi._BASIC.keys()
