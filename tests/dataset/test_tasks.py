"""Tasks by name: those with rules in their room, and those whose rules lie with the data."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataset import tasks
from dataset.build_code_dataset import Options as CodeOptions
from dataset.build_code_dataset import build as build_code
from dataset.common import read_metadata
from dataset.layout import RowShape
from dataset.puzzle_dataset import PuzzleDataset
from dataset.sudoku import rules as sudoku
from dataset.tasks import (
    Signs,
    contents_for,
    draw_examples,
    first_difference,
    load_puzzle,
    load_rules,
    puzzle_readers,
    read_data_rules,
    task_names,
    task_options,
)
from dataset.text.format import read_format
from dataset.text.special import SPECIAL
from dataset.text.vocabulary import Vocabulary
from dataset.tools.writer import write_conversations
from tests.harness import write_toy_data
from tests.text_data import text_format, write_questions
from tests.tool_data import TALKS, tool_format
from utils.errors import UserError

FUNCTIONS = ("parse", "render", "check", "draw_symmetries")


def test_every_task_has_the_functions_of_the_protocol(tmp_path: Path) -> None:
    write_questions(tmp_path / "text")
    write_conversations(tmp_path / "tools", {("train", "all"): TALKS}, tool_format(), seed=0)
    build_code(CodeOptions(output_dir=str(tmp_path / "code"), num_train=10, num_test=2, num_processes=1))
    assert {"code", "maze", "rubik2x2", "sudoku", "text", "tools", "xor"} <= set(task_names())
    for task in task_names():
        rules = load_puzzle(task, tmp_path / task)
        assert all(callable(getattr(rules, name)) for name in FUNCTIONS), task


@pytest.mark.parametrize(("task", "seq_len"), [("sudoku", 16), ("sudoku", 81), ("maze", 81), ("maze", 36), ("xor", 9)])
def test_signs_are_those_that_rules_show(task: str, seq_len: int) -> None:
    rules = load_puzzle(task)
    drawn = draw_examples(rules, task, 3, seq_len, np.random.default_rng(0))
    assert drawn is not None and drawn.shape == (3, seq_len) and isinstance(rules, Signs)
    size = int(drawn.max()) + 1
    assert len(rules.signs(size)) >= size
    signs = np.array(list(rules.signs(size)))
    shown = rules.render(drawn[0])
    assert [sign for sign in signs[drawn[0]] if sign in "SG?123456789"] == [s for s in shown if s in "SG?123456789"]


def test_a_task_that_there_is_not_names_those_there_are() -> None:
    with pytest.raises(UserError, match=r"no task 'sudokuu' \(did you mean 'sudoku'\?\); there are: .*maze, .*xor"):
        load_puzzle("sudokuu")
    for name in ("qa", "arc", "..", "sudoku.rules", ""):
        with pytest.raises(UserError, match="no task"):
            load_puzzle(name)


def test_rules_of_puzzles_come_from_their_room(tmp_path: Path) -> None:
    data = write_toy_data(tmp_path / "toy")
    assert load_rules(data) is sudoku and read_data_rules(data) is None
    assert PuzzleDataset([data], "train").data_rules is None
    (data / "build.json").unlink()
    with pytest.raises(UserError, match="no task 'None'"):
        load_rules(data)


def test_rules_of_text_come_from_its_data(tmp_path: Path) -> None:
    data = write_questions(tmp_path / "qa")
    assert load_rules(data) == read_format(data) == read_data_rules(data) == load_puzzle("text", data)
    assert PuzzleDataset([data], "train").data_rules == read_format(data)
    assert "text" not in puzzle_readers() and puzzle_readers()[0] == "sudoku"
    with pytest.raises(UserError, match="rules of task 'text' lie with its data"):
        load_puzzle("text")
    with pytest.raises(UserError, match="toy is not of text: it has no vocabulary.json"):
        load_puzzle("text", write_toy_data(tmp_path / "toy"))
    (data / "build.json").unlink()
    assert load_rules(data) == read_format(data), "without a task's name the vocabulary is enough"


def test_text_of_a_task_with_rules_is_read_by_these(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task about text may have rules of its own, which read its data in another way."""
    data = write_questions(tmp_path / "qa")
    monkeypatch.setattr(tasks, "task_names", lambda: ["qa", "text"])
    monkeypatch.setattr(tasks, "_import_rules", lambda room: {"qa": sudoku}[room] if room == "qa" else _Text)
    assert load_rules(data) is sudoku and read_data_rules(data) == "text"


class _Text:
    @staticmethod
    def load(folder: Path, check: bool = True) -> str:
        return "text"


def test_how_rules_that_lie_with_data_differ() -> None:
    ours = text_format(Vocabulary("words", (*SPECIAL, "1", "2")), 2, 5, digits=(3,))
    others = {
        "token 4 is '2' and '3'": text_format(Vocabulary("words", (*SPECIAL, "1", "3")), 2, 5, digits=(3,)),
        "note_len 0 and 1": text_format(ours.vocabulary, 2, 5, note_len=1, digits=(3,)),
        "digits [3] and [4]": text_format(ours.vocabulary, 2, 5, digits=(4,)),
        "no vocabulary and a vocabulary": None,
    }
    for said, other in others.items():
        found = first_difference(ours, other) if other is not None else first_difference(None, ours)
        assert found == said
    assert first_difference(ours, None) == "a vocabulary and no vocabulary"
    assert first_difference(ours, ours) is None and first_difference(None, None) is None


def test_a_vocabulary_that_does_not_fit_its_data(tmp_path: Path) -> None:
    data = write_questions(tmp_path / "qa")
    rules, metadata = read_format(data), read_metadata(data, "train")
    assert rules is not None and rules.misfit(metadata) is None
    for name in ("seq_len", "vocab_size"):
        other = metadata.model_copy(update={name: getattr(metadata, name) + 1})
        assert str(rules.misfit(other)).startswith(f"vocabulary.json is for {name} {getattr(metadata, name)}, ")


@pytest.mark.parametrize(("seq_len", "vocab_size", "is_arc"), [(900, 12, True), (25, 12, True), (900, 6, False)])
def test_data_are_told_by_their_shape(seq_len: int, vocab_size: int, is_arc: bool) -> None:
    """Official data do not name their task."""
    shape = RowShape(seq_len=seq_len, vocab_size=vocab_size, num_puzzle_identifiers=3)
    assert (contents_for(shape) is not None) == is_arc


def test_options_that_tasks_bring() -> None:
    assert task_options()["cube"][0] == "rubik2x2"


def test_a_task_in_build_json_that_leads_elsewhere(tmp_path: Path) -> None:
    data = write_toy_data(tmp_path / "toy")
    for task in ("../sudoku", "os", None):
        (data / "build.json").write_text(json.dumps({"task": task}))
        with pytest.raises(UserError, match="no task"):
            load_rules(data)
    assert np.array_equal(load_puzzle("xor").parse("01?......")[:3], [1, 2, 3])
