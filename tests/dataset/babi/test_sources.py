"""Reading bAbI: stories, supporting sentences, splits by story, and damaged files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dataset.babi.sources import babi_sets, find_tasks, read_stories
from tests.dataset.babi.stories import FIRST, story, task
from tests.dataset.sources import ENCODINGS
from utils.errors import UserError

BABI = Path(os.environ.get("TRM_DATA", "nowhere")) / "babi_en_10k"


def read(folder: Path, number: int | None = None, **options: int) -> dict[str, list]:
    given = dict.fromkeys(("train", "test", "max_sentences")) | options
    sets, _ = babi_sets(folder, task=number, **given)
    return {split: examples for (split, _), examples in sets.items()}


def test_a_story(tmp_path: Path) -> None:
    (found,) = read_stories(task(tmp_path, FIRST) / "qa1_single_train.txt")
    assert [question.text() for question in found] == [
        "Mary moved to the hall. John went to the attic. Where is Mary?",
        "Mary moved to the hall. John went to the attic. Mary took the apple. Mary took the football."
        " What is Mary carrying?",
        "Mary moved to the hall. John went to the attic. Mary took the apple. Mary took the football. Where is Mary?",
    ]
    assert [question.answer for question in found] == ["hall", "apple,football", "hall"]
    assert [question.support for question in found] == [(0,), (2, 3), (0,)]
    assert found[1].text(2) == "Mary took the apple. Mary took the football. What is Mary carrying?"
    assert [question.text(2) is None for question in found] == [False, False, True]


def test_the_last_stories_are_test(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rooms = ["hall", "attic", "cellar", "garden", "office"]
    folder = task(tmp_path / "in", "".join(map(story, rooms)), "qa1_single_train.txt.gz")
    splits = read(folder, test=3)
    assert [example.answer for example in splits["test"]] == ["garden", "Mary", "office", "Mary"], "whole stories"
    assert [len(examples) for examples in splits.values()] == [6, 4]
    assert len(read(folder)["test"]) == 2, "a tenth, and at least a story"
    assert [example.answer for example in read(folder, train=1, test=1)["train"]] == ["hall", "Mary"]
    assert splits["test"][0].facts == {"kind": "qa1_single", "hops": 1, "split": "test"}
    task(folder, story("hall", "John"), "qa1_single_test.txt")
    splits = read(folder)
    assert len(splits["train"]) == 10 and splits["test"][0].question.startswith("John"), "official files"
    assert "qa1_single: 10 training and 2 test questions\n" in capsys.readouterr().out


def test_calibration_takes_the_last_stories_of_training(tmp_path: Path) -> None:
    rooms = ["hall", "attic", "cellar", "garden", "office", "kitchen"]
    folder = task(tmp_path / "in", "".join(map(story, rooms)))
    whole, splits = read(folder, test=1), read(folder, test=1, calibrations=4)
    assert splits["test"] == whole["test"] and splits["train"] == whole["train"][:6]
    held_out = splits["calibration"]
    assert [example.answer for example in held_out] == ["garden", "Mary", "office", "Mary"]
    asked = [example.question for example in whole["train"][6:]]
    changed = [example.question != before for example, before in zip(held_out, asked, strict=True)]
    assert changed == [False, True, False, True], "every second is damaged"
    assert held_out == read(folder, test=1, calibrations=4)["calibration"]
    with pytest.raises(UserError, match="qa1_single: 10 questions for calibration leave none for training"):
        read(folder, test=1, calibrations=10)
    again = task(tmp_path / "twins", story("hall") * 4 + story("attic"))
    assert len(read(again, test=1, calibrations=2)["calibration"]) == 1, "those that stand in train are left out"


def test_sentences_stay_in_the_order_of_the_file(tmp_path: Path) -> None:
    lines = "1 Jo has it.\n2 Al has Jo.\n3 Al is here.\n4 Where?\there\t2 3 1\n"
    ((question,),) = read_stories(task(tmp_path, lines) / "qa1_single_train.txt")
    assert question.support == (1, 2, 0)
    assert question.notes() == ("B Al has Jo.", "A Al is here.", "C Jo has it.")


def test_what_is_left_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = task(tmp_path / "in", story("attic") + FIRST + story("attic"))
    splits = read(folder, test=2, max_sentences=2)
    assert [example.answer for example in splits["train"]] == ["hall", "apple,football"]
    said = capsys.readouterr().out
    assert "2 training and 2 test questions; 2 left out of train, test has them too; 1 left out, they need" in said


def test_tasks_are_found_by_number(tmp_path: Path) -> None:
    task(tmp_path, FIRST, "qa10_x_train_1k.txt.gz")
    task(tmp_path, FIRST, "qa2_y_train.txt")
    assert [(found.number, found.name) for found in find_tasks(tmp_path)] == [(2, "qa2_y"), (10, "qa10_x")]
    with pytest.raises(UserError, match="--task 3: .* has 2, 10"):
        find_tasks(tmp_path, 3)
    task(tmp_path, FIRST, "qa2_y_train.txt.gz")
    with pytest.raises(UserError, match="two files of task 2"):
        find_tasks(tmp_path)
    task(tmp_path, FIRST, "qa7_z_test.txt")
    with pytest.raises(UserError, match="no training file of task 7"):
        find_tasks(tmp_path, 7)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "has no questions"),
        ("1 Mary moved.\n", "has no questions"),
        ("2 Mary moved.\n", "line 1: the first story does not begin"),
        ("1 Mary moved.\nWhere?\n", "line 2: not a number and a sentence"),
        ("1 Mary moved.\n2 Where?\thall\tx\n", "line 2: supporting lines must be numbers"),
        ("1 Mary moved.\n2 Where?\thall\t7\n", "earlier lines of the story"),
        ("1 Mary moved.\n2 Where?\t\t1\n", "not a question, an answer"),
        (story("hall"), "leave none for training"),
    ],
)
def test_damaged_files(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read(task(tmp_path / "in", content))


def test_other_folders(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        find_tasks(tmp_path / "nowhere")
    with pytest.raises(UserError, match="no files of bAbI"):
        find_tasks(tmp_path)
    (task(tmp_path, "") / "qa3_z_train.txt.gz").write_bytes(b"no gzip")
    with pytest.raises(UserError, match="cannot read .*qa3_z_train.txt.gz"):
        read_stories(tmp_path / "qa3_z_train.txt.gz")


@pytest.mark.slow
@pytest.mark.skipif(not BABI.is_dir(), reason="TRM_DATA names no folder with babi_en_10k")
def test_real_files() -> None:
    splits = read(BABI)
    kinds = {example.facts["kind"] for example in splits["test"]}
    assert len(kinds) == 20 and {example.facts["kind"] for example in splits["train"]} == kinds
    assert sum(map(len, splits.values())) > 185_000
    answers = {example.answer for example in splits["train"]}
    assert {"football,apple", "s,w", "nothing"} <= answers
    without = {example.facts["kind"] for example in splits["train"] if not example.notes}
    assert without == {"qa7_counting", "qa8_lists-sets"}
    last = {
        "qa17_positional-reasoning": "left above",
        "qa18_size-reasoning": "bigger bigger",
        "qa19_path-finding": "north east",
    }
    for kind, note in last.items():
        chains = [example.notes for example in splits["train"] if example.facts["kind"] == kind]
        assert {len(notes) for notes in chains} == {5} and note in {notes[4] for notes in chains}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_babi_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "qa1_x_train.txt"
    path.write_bytes(ENCODINGS[encoding]("1 Zo\u00eb went home.\r\n2 Where is Zo\u00eb?\thome\t1\r\n"))
    ((question,),) = read_stories(path)
    assert question.text() == "Zo\u00eb went home. Where is Zo\u00eb?" and question.answer == "home"
    assert question.support == (0,)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("1 " + "a" * 20_000, "line 1: longer than 10000 characters"),
        ("9" * 5000 + " a", "line 1: not a number and a sentence"),
        ("1 a\n2 b?\tc\t" + "9" * 5000, "supporting lines must be numbers"),
        ("".join(f"{number} a\n" for number in range(1, 1200)), "line 1001: a story of more than 1000 sentences"),
    ],
)
def test_babi_files_that_are_none(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "qa1_x_train.txt").write_text(content)
    with pytest.raises(UserError, match=said):
        read_stories(tmp_path / "qa1_x_train.txt")
