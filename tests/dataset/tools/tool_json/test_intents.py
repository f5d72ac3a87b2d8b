"""Texts with intents as prompts that need no tool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.intents import intent_examples
from utils.errors import UserError


def write(folder: Path, name: str, *rows: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def test_the_answer_is_the_intent_in_words(tmp_path: Path) -> None:
    folder = write(tmp_path / "talk", "train.jsonl", {"text": " flip  a coin ", "intent": "flip_coin"})
    write(folder, "oos_train.jsonl", {"text": "how", "intent": "oos"})
    write(folder, "val.jsonl", {"text": "add it", "intent": "AddToPlaylist"})
    train, test = intent_examples(folder, Skipped())
    assert {(example.prompt, example.expected_answer) for example in train} == {
        ("flip a coin", "flip coin"),
        ("how", "out of scope"),
    }
    assert test == [Example("talk-val.jsonl:1", "talk", "no_tool", "", "add it", "add to playlist", "intent")]


def test_without_test_files_one_text_of_five_is_held_out(tmp_path: Path) -> None:
    write(tmp_path, "train.jsonl", *({"text": f"text {n}", "intent": "a"} for n in range(400)))
    train, test = intent_examples(tmp_path, Skipped())
    assert len(train) + len(test) == 400 and 50 < len(test) < 110


def test_rows_that_give_no_prompt_are_counted(tmp_path: Path) -> None:
    rows = [3, {"text": "a"}, {"text": "", "intent": "a"}, {"text": "2 plus 3", "intent": "calculator"}]
    write(tmp_path, "train.jsonl", *rows, *({"text": f"t{n}", "intent": "b"} for n in range(20)))
    skipped = Skipped()
    intent_examples(tmp_path, skipped)
    assert skipped.reasons == {
        "no object with a text and an intent": 2,
        "an empty text or intent": 1,
        "a text that a calculator would answer": 1,
    }


def test_folders_without_texts_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is no folder"):
        intent_examples(tmp_path / "none", Skipped())
    with pytest.raises(UserError, match="holds no train.jsonl"):
        intent_examples(tmp_path, Skipped())
    write(tmp_path, "train.jsonl", {"text": 1})
    with pytest.raises(UserError, match="gives no examples"):
        intent_examples(tmp_path, Skipped())
