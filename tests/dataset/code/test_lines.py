"""Sentences and lines of code as a data set: its rows, its splits, forgotten words, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.build_code_dataset import Options, build
from dataset.code.line_format import LineFormat
from dataset.code.line_writer import split_of
from dataset.code.sentences import laid_out, tokens
from dataset.code.written import from_json
from dataset.tasks import read_data_rules
from tests.dataset.code.lines import FORMAT, TEST, TRAIN, write_source
from tests.harness import snapshot
from utils.errors import UserError


def built(tmp_path: Path, **options: Any) -> Path:
    folder = tmp_path / "data"
    build(Options(source=write_source(tmp_path / "raw"), output_dir=str(folder), **options))
    return folder


def test_rows_are_the_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = built(tmp_path)
    rules = read_data_rules(folder)
    assert isinstance(rules, LineFormat)
    for split, pairs in (("train", TRAIN), ("test", TEST)):
        inputs, labels = (np.load(folder / f"{split}/all__{name}.npy") for name in ("inputs", "labels"))
        assert len(inputs) == len(pairs)
        for row, label, (text, code) in zip(inputs, labels, pairs, strict=True):
            assert row.tolist() == rules.inputs(text).tolist()
            fits = rules.labels(text, code) is not None
            assert rules.line(text, label[: rules.slots].tolist()) == (laid_out(tokens(code)) if fits else "")
    facts = [json.loads(line) for line in (folder / "test/all__meta.jsonl").read_text().splitlines()]
    assert [fact["fits"] for fact in facts] == [True, True, False]
    lines = (folder / "test/all__problems.jsonl").read_text().splitlines()
    assert [from_json(json.loads(line)).text for line in lines] == [text for text, _ in TEST]
    printed = capsys.readouterr().out
    assert "test: 3 lines; 1 do not fit into a row and count as wrong" in printed
    assert f"train: {len(TRAIN)} lines; 0 do not fit into a row and are left out" in printed


def test_copies_forget_other_words_and_keep_their_lines(tmp_path: Path) -> None:
    folder = built(tmp_path, copies=3, forgotten=0.5)
    rules = read_data_rules(folder)
    assert isinstance(rules, LineFormat)
    inputs, labels = (np.load(folder / f"train/all__{name}.npy") for name in ("inputs", "labels"))
    first, second, third = inputs.reshape(3, len(TRAIN), -1)
    assert (first != second).any() and (second != third).any()
    assert (labels.reshape(3, len(TRAIN), -1) == labels[: len(TRAIN)]).all()
    unknown = inputs[:, rules.slots :] >= rules.vocabulary.first_unknown
    assert 0.3 < unknown.sum() / (inputs[:, rules.slots :] > 0).sum() < 0.7
    tested = np.load(folder / "test/all__inputs.npy")
    assert tested[0].tolist() == rules.inputs(TEST[0][0]).tolist(), "a test forgets nothing"


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = snapshot(built(tmp_path / "same", copies=2, forgotten=0.5))
    again = snapshot(built(tmp_path / "same", copies=2, forgotten=0.5))
    assert first == again
    other = snapshot(built(tmp_path / "same", copies=2, forgotten=0.5, seed=1))
    assert first["train/all__inputs.npy"] != other["train/all__inputs.npy"]


def test_rows_for_a_trained_network(tmp_path: Path) -> None:
    """They have its words and pieces, whatever the new lines are."""
    folder = built(tmp_path)
    others = write_source(tmp_path / "others", TRAIN[:9], TEST)
    build(Options(source=others, output_dir=str(tmp_path / "like"), like=folder))
    assert (tmp_path / "like/vocabulary.json").read_bytes() == (folder / "vocabulary.json").read_bytes()
    rows = [np.load(data / "test/all__inputs.npy") for data in (folder, tmp_path / "like")]
    assert np.array_equal(*rows)


def test_the_original_files_are_split_by_their_lines(tmp_path: Path) -> None:
    assert [split_of(f"all.code:{line}") for line in (1, 16_000, 16_001, 17_000, 17_001, 18_805)] == [
        "train", "train", None, None, "test", "test"
    ]  # fmt: skip
    assert [split_of(f"{name}:1") for name in ("train.jsonl.gz", "a/test.csv", "valid.jsonl", "other.jsonl")] == [
        "train", "test", "test", None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (dict(source="mbpp:x"), "only django:FOLDER has a sentence for each line"),
        (dict(source="django"), "FORMAT:PATH"),
        (dict(source="django:nowhere"), "nowhere"),
        (dict(task="repair"), "--task repair does not go with --source"),
        (dict(row_slots=0), "--row-slots must be at least 1"),
        (dict(row_words=5000), "--row-words must be at most 4096"),
        (dict(copies=0), "--copies must be at least 1"),
        (dict(forgotten=1.5), "--forgotten must lie between 0 and 1"),
        (dict(row_slots=1), "no line of train fits into a row"),
    ],
)
def test_wrong_options(options: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=said):
        build(Options(**{"source": write_source(tmp_path / "raw"), "output_dir": "data", **options}))
    assert not (tmp_path / "data").exists()


def test_a_source_without_a_test(tmp_path: Path) -> None:
    source = write_source(tmp_path / "raw")
    (tmp_path / "raw/valid.jsonl").unlink()
    with pytest.raises(UserError, match="no lines for test"):
        build(Options(source=source, output_dir=str(tmp_path / "data")))


def test_a_damaged_vocabulary(tmp_path: Path) -> None:
    folder = built(tmp_path)
    file = folder / "vocabulary.json"
    saved = json.loads(file.read_text())
    for change, said in (
        ({"pieces": ["a", "a"]}, "field 'pieces' has a text twice"),
        ({"slots": "many"}, "field 'slots'"),
        ({"lines": 3}, "field 'lines'"),
        ({"rows": "other"}, "'other' found using 'rows'"),
    ):
        file.write_text(json.dumps(saved | change))
        with pytest.raises(UserError, match=said):
            read_data_rules(folder)


def test_the_first_difference_of_two_formats(tmp_path: Path) -> None:
    found = read_data_rules(built(tmp_path))
    assert isinstance(found, LineFormat) and found.first_difference(FORMAT) is None
    assert found.first_difference(replace(FORMAT, slots=5)) == "7 slots with 11 words and 5 slots with 11 words"
    other = replace(FORMAT, canvas=replace(FORMAT.canvas, pieces=("(", "[")))
    assert found.first_difference(other) == "piece 1 is ')' and '['"
    assert found.first_difference(None) == "lines of code for sentences and another task"


def test_sentences_that_cannot_be_asked() -> None:
    for sentence, said in (("", "no word"), (" \t", "no word"), ("a " * 17, "the prompt has 17 words; a row has room")):
        with pytest.raises(UserError, match=said):
            FORMAT.inputs(sentence)
    with pytest.raises(UserError, match="infer.py --prompt TEXT"):
        FORMAT.parse("call f.")
    assert FORMAT.inputs("a " * 99, cut=True).shape == (FORMAT.seq_len,)


def test_rows_are_shown_by_their_tokens() -> None:
    text, code = TEST[0]
    labels = FORMAT.labels(text, code)
    assert labels is not None
    assert FORMAT.render(FORMAT.inputs(text)) == "call the function f with argument _ ."
    assert FORMAT.render(FORMAT.inputs(text), labels) == "f(_)" and FORMAT.check(FORMAT.inputs(text), labels) is None
    nothing = FORMAT.no_labels()
    assert FORMAT.check(FORMAT.inputs(text), nothing) == "the answer is no line of Python"
