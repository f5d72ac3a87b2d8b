"""Scores of lines of code: tokens count and layout does not, equal copies add up, and Python comes first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.build_code_dataset import Options, build
from dataset.code.line_format import LineFormat
from dataset.common import read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from evaluators.base import JudgesText, NotApplicable, Tabulated, load_evaluator
from evaluators.code_lines import CodeLines
from evaluators.line_candidates import best_line, likeliest_lines
from tests.dataset.code.lines import FORMAT, TEST, write_source
from tests.harness import write_toy_data
from tests.text_data import Alone, Elsewhere, Main
from utils.errors import UserError


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lines")
    build(Options(source=write_source(folder / "raw"), output_dir=str(folder / "data")))
    return folder / "data"


def evaluator(data: Path, **settings: Any) -> CodeLines:
    found = load_evaluator("code_lines@CodeLines")(data_path=data, metadata=read_metadata(data, "test"), **settings)
    assert isinstance(found, CodeLines) and isinstance(found, JudgesText) and isinstance(found, Tabulated)
    (source,) = PuzzleDataset([data], "test").sets
    found.sets = {"all": source}
    return found


def logits_of(line_format: LineFormat, sentence: str, line: str, sure: float = 9.0) -> np.ndarray:
    """Logits (slots, V) that are for one line."""
    labels = line_format.labels(sentence, line)
    logits = np.zeros((line_format.slots, line_format.canvas.first_word + line_format.words), np.float32)
    if labels is not None:
        logits[np.arange(line_format.slots), labels[: line_format.slots]] = sure
    return logits


def test_texts_are_compared_by_their_tokens(data: Path) -> None:
    of = evaluator(data)
    of.update_texts("all", range(3), ["f( zyx )", "return  uvw", "x ="])
    found = of.result(Alone(), None)
    assert found["all/exact"] == found["all/exact/short"] == pytest.approx(1 / 3)
    assert found["all/python"] == found["all/fits"] == pytest.approx(2 / 3) and "all/exact/long" not in found
    assert "return wvu\n  return uvw" in of.table().replace("  return  uvw", "  return uvw")
    assert "exact                          3      33.3" in of.table()


def test_rows_are_read_with_their_sentences(data: Path) -> None:
    """The network knows the words of a test row as unknown ones; the answer has them."""
    of, rules = evaluator(data), evaluator(data).line_format
    logits = np.stack([logits_of(rules, text, code) for text, code in TEST])
    for each in (of, other := evaluator(data)):
        each.begin_eval()
    of.update_batch("all", {"examples": np.array([1, 0])}, {"logits": logits[[1, 0]]})
    of.update_batch("elsewhere", {"examples": np.array([2])}, {"logits": logits[[2]]})
    other.update_batch("all", {"examples": np.array([2])}, {"logits": logits[[2]]})
    assert other.result(elsewhere := Elsewhere(), None) == {}
    shares = of.result(Main(elsewhere), None)
    assert shares["all/exact"] == pytest.approx(2 / 3), "the third has no room for its line"


def test_copies_of_one_text_are_one_choice() -> None:
    sentence = "return value value or key."
    logits = logits_of(FORMAT, sentence, "return key")
    place = FORMAT.canvas.first_word
    logits[1, :] = 0
    logits[1, [place + 1, place + 2, place + 4]] = 6.0, 6.0, 6.3
    assert next(likeliest_lines(FORMAT, sentence, logits, 1)) == "return value"
    assert list(likeliest_lines(FORMAT, sentence, logits, 2)) == ["return value", "return key"]


def test_the_likeliest_line_that_is_python() -> None:
    sentence = "return value."
    logits = logits_of(FORMAT, sentence, "return ( value )")
    logits[3] = 0
    logits[3, [1, FORMAT.labels(sentence, "f ( value )")[3]]] = 6.0, 5.0  # type: ignore[index]
    assert best_line(FORMAT, sentence, logits, 1) == "return (value"
    assert best_line(FORMAT, sentence, logits, 50) == "return (value)"
    assert best_line(FORMAT, sentence, logits_of(FORMAT, sentence, "( value", 30.0), 2) == "(value"


def test_other_data_and_wrong_settings(data: Path, tmp_path: Path) -> None:
    toy = write_toy_data(tmp_path / "toy")
    with pytest.raises(NotApplicable, match="no data set of sentences"):
        CodeLines(toy, read_metadata(toy, "test"))
    for tries in (0, 1001, 1.5, True):
        with pytest.raises(UserError, match="evaluators: tries"):
            evaluator(data, tries=tries)
