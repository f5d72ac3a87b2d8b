"""Scores of outputs in JSON: by category, wrong ones first, and over ranks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dataset.common import read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from dataset.tools.tool_json.canvas import END
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.writer import write_dataset
from evaluators.base import NotApplicable, load_evaluator
from evaluators.tool_json import ToolJson
from tests.harness import write_toy_data
from tests.models.canvases import canvas_format
from tests.text_data import Alone, Elsewhere, Main

FORMAT = canvas_format(slots=10)
EXAMPLES = [
    *(
        Example(f"sum-{n}", "toy", "calculator", f"{n} + 4", f"What is {n} plus 4 ?", str(n + 4), template="seen")
        for n in range(31, 37)
    ),
    *(Example(f"hello-{n}", "toy", "no_tool", "", f"Say hello {n}", "hello") for n in range(2)),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("json") / "data"
    write_dataset(folder, {"train": EXAMPLES, "test": EXAMPLES}, FORMAT, seed=0)
    return folder


def evaluator(data: Path) -> ToolJson:
    found = load_evaluator("tool_json@ToolJson")(data_path=data, metadata=read_metadata(data, "test"))
    assert isinstance(found, ToolJson)
    (source,) = PuzzleDataset([data], "test").sets
    found.sets = {"all": source}
    return found


def answers(data: Path) -> np.ndarray:
    (source,) = PuzzleDataset([data], "test").sets
    return source.labels.astype(np.int64)


def update(of: ToolJson, preds: np.ndarray, rows: slice = slice(None)) -> None:
    examples = np.arange(len(EXAMPLES))[rows]
    of.update_batch("all", {"examples": examples}, {"preds": preds[rows]})
    of.update_batch("another", {"examples": examples}, {"preds": preds[rows]})


def test_right_labels_are_right(data: Path) -> None:
    of = evaluator(data)
    update(of, answers(data))
    found = of.result(Alone(), None)
    assert {name for name, value in found.items() if value != 1} == {name for name in found if name.endswith("reward")}
    assert found["all/reward"] == pytest.approx((6 * 2.5 + 2 * 1.5) / 8)
    assert found["all/category/calculator/arguments"] == found["all/template/seen/right"] == 1
    assert "all/category/no_tool/arguments" not in found, "nothing was to be called there"


def test_what_is_wrong_counts_where_it_is_wrong(data: Path) -> None:
    preds = answers(data)
    preds[0, [1, 3]] = preds[0, [3, 1]]  # 4 + 31 instead of 31 + 4: right by meaning
    preds[1, 1] = preds[1, 3]  # 4 + 4
    preds[2, 0] = END  # nothing at all
    preds[3] = FORMAT.labels(EXAMPLES[3].prompt, '{"final": "hello"}')
    preds[6] = FORMAT.labels(EXAMPLES[6].prompt, '{"tool": "calculator", "args": {"expression": "6"}}')
    of = evaluator(data)
    update(of, preds)
    found = of.result(Alone(), None)
    shares = {name: found[f"all/{name}"] * 8 for name in ("valid_json", "format", "tool", "right", "exact")}
    assert shares == pytest.approx({"valid_json": 7, "format": 7, "tool": 5, "right": 4, "exact": 3})
    assert found["all/arguments"] == pytest.approx(3 / 6)
    lines = of.table().splitlines()
    assert any("calculator (6)" in line for line in lines)
    shown = of.table().partition("\n\n")[2]
    assert shown.startswith("What is 33 plus 4 ?"), "the worst output comes first"


def test_two_ranks_score_as_one(data: Path) -> None:
    preds = answers(data)
    preds[::3, 1] = END
    whole, first, second = (evaluator(data) for _ in range(3))
    update(whole, preds)
    update(first, preds, slice(0, None, 2))
    update(second, preds, slice(1, None, 2))
    sent = Elsewhere()
    assert second.result(sent, None) == {}
    assert first.result(Main(sent), None) == whole.result(Alone(), None)


def test_other_data_are_none_of_its_business(tmp_path: Path) -> None:
    write_toy_data(tmp_path / "toy")
    with pytest.raises(NotApplicable, match="no data set of prompts that are answered in JSON"):
        ToolJson(tmp_path / "toy", read_metadata(tmp_path / "toy", "test"))
