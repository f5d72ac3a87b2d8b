"""Greedy, drawn and best outputs: what is drawn depends on seed and example alone, and nothing but form decides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from dataset.text.prompt_rows import END
from dataset.tools.tool_json.choosing import Candidate, best_of, candidates, drawn, require_settings
from dataset.tools.tool_json.outputs import NO_FORM, NO_JSON, Output
from tests.models.canvases import PAIRS, canvas_format
from utils.errors import UserError

FORMAT = canvas_format()
CLASSES = FORMAT.canvas.first_word + FORMAT.words
PROMPT, RIGHT = PAIRS[0]


def logits(seed: int = 0) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(FORMAT.slots, CLASSES)).astype(np.float32)
    found[:, 0] = -1e4  # the class that no label has
    return found


def canvas(text: str) -> np.ndarray:
    labels = FORMAT.labels(PROMPT, text)
    assert labels is not None
    return labels[: FORMAT.slots]


def leaning(*weighted: tuple[np.ndarray, float]) -> np.ndarray:
    """Logits that prefer these canvases."""
    found = np.full((FORMAT.slots, CLASSES), -20, np.float32)
    for classes, weight in weighted:
        found[np.arange(FORMAT.slots), classes] = weight
    return found


def test_what_is_drawn_is_a_function_of_seed_and_example() -> None:
    first = drawn(logits(), 8, 0.7, seed=3, example=5)
    assert np.array_equal(first, drawn(logits(), 8, 0.7, seed=3, example=5))
    assert np.array_equal(first[:2], drawn(logits(), 2, 0.7, seed=3, example=5)), "more samples change none"
    assert not np.array_equal(first, drawn(logits(), 8, 0.7, seed=4, example=5))
    assert not np.array_equal(first, drawn(logits(), 8, 0.7, seed=3, example=6))
    assert first.shape == (8, FORMAT.slots)


def test_classes_are_drawn_as_often_as_the_temperature_says() -> None:
    values = np.zeros((1, CLASSES), np.float32)
    values[0] = -50
    values[0, [1, 3]] = 1, 0
    for temperature in (0.5, 2.0):
        share = (drawn(values, 4000, temperature, seed=0) == 1).mean()
        assert share == pytest.approx(1 / (1 + np.exp(-1 / temperature)), abs=0.03)


def test_a_low_temperature_draws_the_greedy_canvas() -> None:
    assert (drawn(logits(), 20, 0.01, seed=0) == logits().argmax(-1)).mean() > 0.85


def test_log_probabilities_are_those_of_the_output_up_to_its_end() -> None:
    canvases = np.array([[5, END, 7, 8, 9, 3], [5, END, 2, 2, 2, 2], [4, 5, 6, 7, 8, 9]])
    found = candidates(FORMAT, PROMPT, logits(), canvases)
    log_p = torch.from_numpy(logits()).double().log_softmax(-1)
    assert found[0].log_probability == found[1].log_probability == pytest.approx(float(log_p[0, 5] + log_p[1, END]))
    assert found[2].log_probability == pytest.approx(float(log_p[range(6), canvases[2]].sum()))
    assert found[0].text == found[1].text, "what stands behind END is no part of it"


def test_the_end_is_never_part_of_a_text() -> None:
    """Whether it comes early, late or not at all."""
    right = canvas(RIGHT)
    early, without = right.copy(), np.where(right == END, FORMAT.canvas.first_letter, right)
    early[1] = END
    found = candidates(FORMAT, PROMPT, logits(), np.stack([right, early, without]))
    assert [one.text for one in found] == [RIGHT, '{"tool": "calculator", "args": {"expression": "', RIGHT + "\n"]
    assert END in right and END not in without


def test_the_best_is_the_likeliest_that_has_a_form() -> None:
    other = '{"tool": "calculator", "args": {"expression": "2 + 2"}}'
    no_json = canvas(RIGHT)
    no_json[1] = END
    values = leaning((canvas(other), 1.0), (canvas(RIGHT), 2.0), (no_json, 3.0))
    found = candidates(FORMAT, PROMPT, values, np.stack([no_json, canvas(other), canvas(RIGHT)]))
    assert max(found, key=lambda one: one.log_probability) is found[0] and not found[0].has_form
    assert best_of(found).text == RIGHT
    assert best_of(found[:2]).text == other
    assert best_of(found[:1]) is found[0], "if nothing has a form, the greedy output is given"


def test_forms() -> None:
    forms = [Candidate(text, np.zeros(0), 0.0).form for text in ('{"final": "a"}', '{"tool": {}}', "24 is it")]
    assert forms == [Output("final", "a"), NO_FORM, NO_JSON]


@pytest.mark.parametrize("value", [0.0, -1, float("nan"), float("inf"), 1e-300, "hot", True, [1]])
def test_a_temperature_without_sense(value: Any) -> None:
    with pytest.raises(UserError, match=r"--temperature .*: must lie between 0.01 and 100"):
        require_settings("--", 8, value, 0)


@pytest.mark.parametrize(
    ("samples", "seed", "said"),
    [
        (-1, 0, "x: samples -1: must be at least 0"),
        (10**6, 0, "x: samples 1000000: must be at most 1000"),
        (2.5, 0, "x: samples 2.5: must be a whole number"),
        (True, 0, "x: samples True: must be a whole number"),
        ("8", 0, "x: samples '8': must be a whole number"),
        (8, -1, "x: seed -1: must be at least 0"),
        (8, 2**64, "must be at most"),
    ],
)
def test_numbers_without_sense(samples: Any, seed: Any, said: str) -> None:
    with pytest.raises(UserError, match=said):
        require_settings("x: ", samples, 0.7, seed)
