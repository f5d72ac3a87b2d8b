"""What canvases are worth to learning by reward: any output has a score, and a failure of the machine is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dataset.puzzle_dataset import PuzzleDataset
from dataset.text.prompt_rows import END
from dataset.tools.tool_json import rewarder
from dataset.tools.tool_json.examples import Example, output_of
from dataset.tools.tool_json.rewarder import CanvasRewarder
from dataset.tools.tool_json.running import UNAVAILABLE, Ran
from dataset.tools.tool_json.writer import write_dataset
from tests.models.canvases import canvas_format

FORMAT = canvas_format(slots=80, words=8)
EXAMPLES = [
    Example("sum", "toy", "calculator", "48 + 2", "What is 48 plus 2 ?", "50"),
    Example("code", "toy", "python_exec", "print(sum(range(1, 20 + 1)))", "Add up to 20", "210"),
    Example("hello", "toy", "no_tool", "", "Say hello", "hello"),
]
OTHER_CODE = '{"tool": "python", "args": {"code": "n = 20\\nprint(n * (n + 1) // 2)"}}'


@pytest.fixture
def made(tmp_path: Path) -> CanvasRewarder:
    write_dataset(tmp_path / "data", {"train": EXAMPLES}, FORMAT, seed=0)
    return FORMAT.rewarder(PuzzleDataset([tmp_path / "data"], "train").sets)


def canvas(example: Example, text: str) -> np.ndarray:
    labels = FORMAT.labels(example.prompt, text)
    assert labels is not None, text
    return labels[: FORMAT.slots]


def rewards(made: CanvasRewarder, *rows: tuple[int, str]) -> dict[str, list[float]]:
    """By name, for texts as outputs of examples by their numbers."""
    canvases = np.stack([canvas(EXAMPLES[number], text) for number, text in rows])
    found = made.rewards(np.array([1 + number for number, _ in rows]), canvases)
    return {name: values.tolist() for name, values in found.items()}


def test_right_outputs_and_wrong_decisions(made: CanvasRewarder) -> None:
    found = rewards(made, *((n, output_of(e)) for n, e in enumerate(EXAMPLES)), (0, '{"final": "50"}'), (2, OTHER_CODE))
    assert found["reward"] == [2.5, 2.5, 1.5, 0.5, 0.5] and found["right"] == [1, 1, 1, 0, 0]
    assert found["missed_call"] == [0, 0, 0, 1, 0] and found["needless_call"] == [0, 0, 0, 0, 1]


def test_an_end_within_the_canvas_ends_the_text(made: CanvasRewarder) -> None:
    """Nothing of END is left in the text, and what stands behind it is not read."""
    right = canvas(EXAMPLES[0], output_of(EXAMPLES[0]))
    noisy, never = right.copy(), np.full_like(right, FORMAT.canvas.first_letter)
    noisy[np.flatnonzero(right == END)[0] + 1 :] = 5
    found = made.rewards(np.array([1, 1, 1]), np.stack([right, noisy, never]))
    assert found["reward"].tolist() == [2.5, 2.5, pytest.approx(-0.2)]


@pytest.mark.parametrize(
    ("text", "reward", "invalid"),
    [
        *((text, 0.0, 0.0) for text in ('{"tool": {}}', "[]", "null", "3", '{"final": 1, "final": 2}', "[[[[]]]]")),
        *((text, -0.2, 1.0) for text in ("", "NaN", '{"final": NaN}', "{", "[" * 70, '{"final": "a"} END')),
    ],
)  # fmt: skip
def test_hostile_outputs_have_a_score(made: CanvasRewarder, text: str, reward: float, invalid: float) -> None:
    found = rewards(made, *((number, text) for number in range(3)))
    assert found["reward"] == pytest.approx([reward] * 3) and found["invalid"] == [invalid] * 3
    assert found["right"] == found["arguments"] == found["tool"] == [0, 0, 0]


def test_any_classes_have_a_score(made: CanvasRewarder) -> None:
    classes = FORMAT.canvas.first_word + FORMAT.words
    canvases = np.random.default_rng(0).integers(0, classes, (60, FORMAT.slots))
    found = made.rewards(np.arange(60) % 3 + 1, canvases)
    assert np.isfinite(np.stack(list(found.values()))).all()


def test_a_failure_of_the_machine_is_unknown_and_tried_again(
    made: CanvasRewarder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(rewarder.reward_of, "__defaults__", (lambda code: Ran(UNAVAILABLE),))
        found = rewards(made, (1, OTHER_CODE), (1, output_of(EXAMPLES[1])))
        assert np.isnan([found[name][0] for name in ("reward", "arguments", "right")]).all()
        assert (found["format"][0], found["tool"][0], found["reward"][1]) == (1, 0.5, 2.5)
    assert rewards(made, (1, OTHER_CODE))["reward"] == [2.5], "what failed is not remembered"
