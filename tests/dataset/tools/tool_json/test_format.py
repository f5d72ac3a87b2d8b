"""Prompts and outputs as rows."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.layout import RowShape
from dataset.tasks import read_data_rules
from dataset.text.prompt_rows import END, SLOT
from dataset.tools.tool_json.format import CanvasFormat
from tests.models.canvases import PAIRS, canvas_format
from utils.errors import UserError

FORMAT = canvas_format()


@pytest.mark.parametrize(("prompt", "output"), PAIRS)
def test_a_row_says_its_output(prompt: str, output: str) -> None:
    inputs, labels = FORMAT.inputs(prompt), FORMAT.labels(prompt, output)
    assert labels is not None
    assert (inputs[: FORMAT.slots] == SLOT).all() and (labels[: FORMAT.slots] > 0).all()
    assert not labels[FORMAT.slots :].any() and labels[FORMAT.slots - 1] == END
    assert FORMAT.text(prompt, labels.tolist()) == output
    assert FORMAT.check(inputs, labels) is None


def test_what_has_no_room_is_refused() -> None:
    assert FORMAT.labels("What is 48 plus 2 ?", '{"final": "' + "x" * 40 + '"}') is None
    with pytest.raises(UserError, match="9 words; a row has room for 8"):
        FORMAT.inputs("a b c d e f g h i")
    with pytest.raises(UserError, match="no word"):
        FORMAT.inputs("  ")


def test_an_output_that_is_no_json_breaks_the_rule() -> None:
    answer = np.full(FORMAT.seq_len, END)
    assert FORMAT.check(FORMAT.inputs("Say hello"), answer) == "the output is no JSON"


def saved(tmp_path: Path, values: Any) -> Path:
    (tmp_path / "vocabulary.json").write_text(json.dumps(values))
    return tmp_path


def test_a_format_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = read_data_rules(saved(tmp_path, FORMAT.as_json()), check=False)
    assert isinstance(found, CanvasFormat) and FORMAT.first_difference(found) is None
    assert found.layout == FORMAT.layout and len(found.vocabulary) == len(FORMAT.vocabulary)
    shape = RowShape(
        seq_len=FORMAT.seq_len, vocab_size=len(FORMAT.vocabulary), num_puzzle_identifiers=1, layout=FORMAT.layout
    )
    assert found.misfit(shape) is None
    assert "seq_len" in (found.misfit(shape.model_copy(update={"seq_len": 99})) or "")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"slots": 0}, "field 'slots'"),
        ({"pieces": ["a", "a"]}, "holds a text twice"),
        ({"fixed": [["calculator"]]}, "field 'fixed.0'"),
        ({"known": [""]}, "field 'known.0'"),
        ({"rows": "colours"}, "field 'rows'"),
        ({"more": 1}, "field 'more'"),
    ],
)
def test_a_damaged_vocabulary_is_refused(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=message):
        read_data_rules(saved(tmp_path, FORMAT.as_json() | changes), check=False)


def test_differences_are_named() -> None:
    other = replace(FORMAT, canvas=replace(FORMAT.canvas, pieces=(*FORMAT.canvas.pieces, "more")))
    assert FORMAT.first_difference(other) == f"piece {len(FORMAT.canvas.pieces)} is None and 'more'"
    assert "slots" in (FORMAT.first_difference(replace(FORMAT, slots=9)) or "")
