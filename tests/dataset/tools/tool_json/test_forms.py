"""The likeliest output with a form equals brute force; outputs with a form are those that `read_output` reads."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest

from dataset.text.prompt_rows import END
from dataset.tools.fields.arithmetic import value
from dataset.tools.tool_json.canvas import Canvas
from dataset.tools.tool_json.form_machine import MACHINE
from dataset.tools.tool_json.forms import Forms
from dataset.tools.tool_json.outputs import Output, read_output
from dataset.tools.words import split
from utils.errors import UserError

PIECES = ('{"final": "', '"}', '{"tool": "calculator", "args": {"expression": "', '"}}', " + ", '{"final": "hello"}')
CANVAS = Canvas(PIECES, frozenset())
WORDS = split("12 and 30")


def has_form(text: str) -> bool:
    return MACHINE.after(0, text) == MACHINE.done


@pytest.mark.parametrize(
    "text",
    [
        '{"final": "red"}',
        '{"final": ""}',
        '{"tool": "calculator", "args": {"expression": "12 * 4"}}',
        '{"tool": "calculator", "args": {"expression": " ((1.5+.5) * -(2^3!)) ** 2/sqrt(16) - pi "}}',
        '{"tool": "python", "args": {"code": "x = [1]\\nprint(\\"a\\\\n\\")"}}',
    ],
)
def test_outputs_of_a_form(text: str) -> None:
    assert has_form(text) and isinstance(read_output(text), Output)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "red",
        '{"final": "red"',
        '{"final": "red"}}',
        '{"final": "r"ed"}',
        '{"final": "r\\"}',
        '{"final": "a\nb"}',
        '{"tool": "calculator", "args": {"code": "1"}}',
        '{"tool": "abacus", "args": {"expression": "1"}}',
        '{"tool": "calculator", "args": {"expression": "1"}} ',
        *(
            f'{{"tool": "calculator", "args": {{"expression": "{expression}"}}}}'
            for expression in ("", "price * 9", "(5+2 * 13", "5 6", "5 +", "1.2.3", ".", ", * 8", "5)", "* 5", "sqrt")
        ),
    ],
)
def test_other_texts_have_none(text: str) -> None:
    assert not has_form(text)


def test_every_expression_of_the_machine_can_be_read() -> None:
    """Drawn at random, among them many that the machine accepts."""
    rng = np.random.default_rng(0)
    signs = ["1", "23", ".5", " ", "+", "-", "*", "**", "/", "(", ")", "!", "^", "%", "sqrt", "pi", "e", "x"]
    accepted = 0
    for _ in range(20_000):
        expression = "".join(rng.choice(signs, rng.integers(1, 7)))
        if has_form(f'{{"tool": "calculator", "args": {{"expression": "{expression}"}}}}'):
            accepted += 1
            try:
                value(expression)
            except UserError as error:
                assert "is no expression" not in str(error), expression
    assert accepted > 500


@pytest.mark.parametrize("seed", range(20))
def test_the_likeliest_output_equals_brute_force(seed: int) -> None:
    """Over all canvases of four slots of the classes that matter."""
    rng = np.random.default_rng(seed)
    classes = [END, *range(2, 2 + len(PIECES)), CANVAS.first_word, CANVAS.first_word + 2]
    log_p = np.full((4, CANVAS.first_word + len(WORDS)), -np.inf)
    log_p[:, classes] = np.log(rng.dirichlet(np.full(len(classes), 0.3), size=4) + 1e-12)
    best, text = -np.inf, ""
    for canvas in itertools.product(classes, repeat=4):
        length = canvas.index(END) if END in canvas else 4
        said = CANVAS.decode(WORDS, canvas)
        total = sum(log_p[slot, canvas[slot]] for slot in range(min(length + 1, 4)))
        if has_form(said) and total > best:
            best, text = total, said
    found = Forms(CANVAS).likeliest(WORDS, log_p)
    assert CANVAS.decode(WORDS, found.tolist()) == text
    json.loads(text)


def test_an_output_that_has_a_form_already_stays() -> None:
    log_p = np.full((6, CANVAS.first_word + len(WORDS)), -10.0)
    classes = CANVAS.encode("12 and 30", '{"tool": "calculator", "args": {"expression": "12 + 30"}}')
    assert classes is not None
    for slot, number in enumerate(classes):
        log_p[slot, number] = -0.1
    assert Forms(CANVAS).likeliest(WORDS, log_p)[: len(classes)].tolist() == classes


def test_padding_behind_the_words_is_not_used() -> None:
    log_p = np.zeros((3, CANVAS.first_word + len(WORDS) + 5))
    log_p[:, CANVAS.first_word + len(WORDS) :] = 50
    assert has_form(CANVAS.decode(WORDS, Forms(CANVAS).likeliest(WORDS, log_p).tolist()))


def test_where_no_canvas_has_a_form_the_likeliest_is_given() -> None:
    log_p = np.zeros((1, CANVAS.first_word + len(WORDS)))
    log_p[0, 2] = 1
    log_p[0, 2 + PIECES.index('{"final": "hello"}')] = -np.inf
    assert Forms(CANVAS).likeliest(WORDS, log_p).tolist() == [2]
