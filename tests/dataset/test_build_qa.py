"""The builder of questions and answers: modes, what it writes beside the arrays, the audit, bAbI, and mistakes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from dataset.common import read_build
from dataset.puzzle_dataset import PuzzleDataset
from dataset.qa.modes import MODES
from dataset.qa.names import casts
from dataset.text.format import read_format
from tests.dataset.babi.stories import FIRST, story, task
from tests.dataset.builders import TINY as TINY_OF
from tests.dataset.qa.reading import read
from tests.dataset.qa.solvers import SOLVERS
from tests.harness import Ended, call, refused

TINY = TINY_OF["build_qa_dataset"]
FLAGS = {"default": (), "advanced": ("--advanced",), "ultra-complex": ("--ultra-complex",)}


def build(*arguments: str, cwd: Path) -> Ended:
    return call("dataset.build_qa_dataset", *arguments, cwd=cwd)


@pytest.mark.parametrize("mode", MODES)
def test_what_is_written(tmp_path: Path, mode: str) -> None:
    assert build(*FLAGS[mode], *TINY, cwd=tmp_path).status == 0
    data = (
        tmp_path / "data" / "_".join(["qa_pairs", *mode.replace("-", "_").split()][: 1 if mode == "default" else None])
    )
    text_format = read_format(data)
    assert text_format is not None and read_build(data)["task"] == "qa"
    kinds = set()
    for split, sets in (("train", ["all"]), ("test", ["iid", "unseen_names", "longer"])):
        assert PuzzleDataset([data], split).metadata.sets == sets
        for name in sets:
            inputs, labels = (np.load(data / split / f"{name}__{field}.npy") for field in ("inputs", "labels"))
            lines = (data / split / f"{name}__meta.jsonl").read_text().splitlines()
            assert len(lines) == len(inputs) == (60 if split == "train" else 10)
            for line, row, label in zip(lines, inputs, labels, strict=True):
                facts = json.loads(line)
                kinds.add(facts["kind"])
                assert facts["split"] == (split if split == "train" else name) and facts["hops"] >= 1
                assert text_format.read_question(row)[-1] in "?." and text_format.read_answer(label)
    assert kinds == {kind.name for kind in MODES[mode]}


@pytest.mark.parametrize("mode", MODES)
def test_audit(tmp_path: Path, mode: str) -> None:
    ended = build(*FLAGS[mode], "--audit", "--num-train-puzzles", "600", "--num-test-puzzles", "300", cwd=tmp_path)
    assert ended.status == 0, ended.err
    for name in ("iid", "unseen_names", "longer"):
        assert f"{name}: 0 of 100 questions stand in train" in ended.out
        (row,) = [line.split() for line in ended.out.splitlines() if line.startswith(f"{name} ")]
        assert all(float(score) < 50 for score in row[2:]), row


def test_notes_and_easier_questions_are_for_training(tmp_path: Path) -> None:
    for folder, flags in (("with", ()), ("without", ("--no-notes", "--no-easier"))):
        assert build("--advanced", *TINY, *flags, "--output-dir", folder, cwd=tmp_path).status == 0
        text_format = read_format(tmp_path / folder)
        assert text_format is not None and bool(text_format.layout.notes) == (folder == "with")
        for split, name in (("train", "all"), ("test", "iid"), ("test", "longer")):
            labels = np.load(tmp_path / folder / split / f"{name}__labels.npy")
            facts = (tmp_path / folder / split / f"{name}__meta.jsonl").read_text().splitlines()
            noted = labels[:, text_format.answer_slots : text_format.layout.slots].any()
            one_step = any(json.loads(line)["hops"] == 1 for line in facts)
            assert noted == one_step == (folder == "with" and split == "train")
            assert not labels[:, text_format.layout.slots :].any()


def test_long_questions_are_left_out_and_counted(tmp_path: Path) -> None:
    ended = build(*TINY, "--seq-len", "96", "--no-lines", cwd=tmp_path)
    assert ended.status == 0 and "left out: longer than 96 tokens" in ended.out
    assert PuzzleDataset([tmp_path / "data/qa_pairs"], "train").metadata.seq_len == 96


@pytest.mark.parametrize("mode", MODES)
def test_renamed_stories_keep_their_casts_and_their_answers(tmp_path: Path, mode: str) -> None:
    """`augment: text` draws training stories anew: same sentences, other names of the training cast."""
    assert build(*FLAGS[mode], *TINY, "--output-dir", "data", cwd=tmp_path).status == 0
    text_format = read_format(tmp_path / "data")
    assert text_format is not None
    inputs, labels = (np.load(tmp_path / f"data/train/all__{field}.npy") for field in ("inputs", "labels"))
    drawn = text_format.draw_symmetries(len(inputs), inputs.shape[1], np.random.default_rng(0), dict)
    parts = {first + last: (first, last) for cast in casts() for first, last in cast.pairs}
    unseen = {first + last for first, last in casts()[1].pairs}
    kinds = {kind.name: kind for kind in MODES[mode]}
    names = [json.loads(line)["kind"] for line in (tmp_path / "data/train/all__meta.jsonl").read_text().splitlines()]
    for name, row, label, image, answer in zip(names, inputs, labels, *drawn.images(inputs, labels), strict=True):
        question, solution = text_format.read_question(image), text_format.read_answer(answer)
        renamed: dict[str, str] = {}
        for before, after in (
            (text_format.read_question(row), question),
            (text_format.read_answer(label), solution),
            (" | ".join(text_format.read_notes(label)), " | ".join(text_format.read_notes(answer))),
        ):
            words, others = (re.findall(r"\w+|[^\w\s]", text) for text in (before, after))
            for word, other in zip(words, others, strict=True):
                assert renamed.setdefault(word, other) == other
                assert other not in unseen and (word in parts) == (other in parts)
        assert len(set(renamed.values())) == len(renamed)
        assert SOLVERS[mode].solve(name, *read(question, kinds[name])) == solution


@pytest.mark.parametrize("mode", MODES)
def test_everyday_stories(tmp_path: Path, mode: str) -> None:
    assert build(*FLAGS[mode], *TINY, "--everyday", "--output-dir", "data", cwd=tmp_path).status == 0
    data = tmp_path / "data"
    text_format = read_format(data)
    sets = PuzzleDataset([data], "test").metadata.sets
    assert text_format is not None and sets == ["iid", "unseen_names", "longer", "new_phrasings", "from_outside"]
    for name in sets[3:]:
        facts = [json.loads(line) for line in (data / f"test/{name}__meta.jsonl").read_text().splitlines()]
        assert 5 <= len(facts) <= 10 and {found["split"] for found in facts} == {name}
        assert all(("typed" in found) == (name == "from_outside") for found in facts)
    assert read_build(data)["options"]["everyday"] is True
    assert build(*FLAGS[mode], *TINY, "--output-dir", "plain", cwd=tmp_path).status == 0
    assert "everyday" not in read_build(tmp_path / "plain")["options"]


def test_babi(tmp_path: Path) -> None:
    rooms = ["attic", "cellar", "garden", "office"]
    task(tmp_path / "in", FIRST + "".join(map(story, rooms)))
    ended = build("--source", "babi:in", "--num-test-puzzles", "4", "--audit", cwd=tmp_path)
    assert ended.status == 0, ended.err
    assert "qa1_single: 7 training and 4 test questions" in ended.out and "0 of 4 questions" in ended.out
    text_format = read_format(tmp_path / "data/babi")
    labels = np.load(tmp_path / "data/babi/train/all__labels.npy")
    assert text_format is not None and "apple,football" in {text_format.read_answer(row) for row in labels}
    assert len(read_build(tmp_path / "data/babi")["sources"]) == 1


def test_notes_of_babi(tmp_path: Path) -> None:
    task(tmp_path / "in", "".join(map(story, ["attic", "cellar", "garden", "office"])))
    given = ("--source", "babi:in", "--num-test-puzzles", "3", "--output-dir")
    assert build(*given, "out", cwd=tmp_path).status == 0
    text_format = read_format(tmp_path / "out")
    assert text_format is not None and text_format.layout.notes == 1
    labels = [np.load(tmp_path / f"out/{split}/all__labels.npy") for split in ("train", "test")]
    assert [text_format.read_notes(row) for row in labels[0][:2]] == [["A Mary moved to the attic."]] * 2
    tokens = text_format.vocabulary.tokens
    assert [tokens[token] for token in text_format.layout.line_names] == [" A"]
    assert not any(text_format.read_notes(row) for row in labels[1])
    assert build(*given, "without", "--no-notes", cwd=tmp_path).status == 0
    without = read_format(tmp_path / "without")
    assert without is not None and without.layout.notes == 0 and not without.layout.line_names


def test_copies_of_babi_questions(tmp_path: Path) -> None:
    rooms = ["kitchen", "office", "garden", "hallway"]
    task(tmp_path / "in", "".join(map(story, rooms)), "qa2_two_train.txt")
    given = ("--source", "babi:in", "--num-test-puzzles", "3", "--output-dir")
    ended = build(*given, "out", "--renamed", "20", cwd=tmp_path)
    assert ended.status == 0, ended.err
    assert "qa2_two: 4 training and 4 test questions; 16 more with other names\n" in ended.out
    assert read_build(tmp_path / "out")["options"]["renamed"] == 20
    assert build(*given, "plain", cwd=tmp_path).status == 0
    assert "renamed" not in read_build(tmp_path / "plain")["options"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--advanced", "--ultra-complex"], "--advanced and --ultra-complex exclude each other"),
        (["--source", "babi:x", "--advanced"], "--source and --advanced exclude each other"),
        (["--num-train-puzzles", "0"], "--num-train-puzzles must be at least 1"),
        (["--num-test-puzzles", "2"], "--num-test-puzzles must be at least 3"),
        (["--seed", "-1"], "--seed"),
        (["--seq-len", "4"], "fits into seq_len 4"),
        (["--task", "1"], "--task is about bAbI"),
        (["--max-sentences", "5"], "--max-sentences is about bAbI"),
        (["--renamed", "5"], "--renamed is about bAbI"),
        (["--source", "babi:x", "--everyday"], "--everyday is about generated questions"),
        (["--source", "squad"], "must be babi:FOLDER, not squad"),
        (["--source", "babi:nowhere"], "no such folder"),
    ],
)
def test_mistakes(tmp_path: Path, arguments: list[str], said: str) -> None:
    assert said in refused(build, *TINY, *arguments, cwd=tmp_path)
