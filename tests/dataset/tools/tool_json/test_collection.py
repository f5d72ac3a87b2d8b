"""Training and test prompts: shares, no prompt in both, and the user's own files."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.tool_json.collection import Mixture, collect
from dataset.tools.tool_json.examples import Example, write_examples
from utils.errors import UserError


def prompts(examples: list[Example]) -> set[str]:
    return {example.prompt.casefold() for example in examples}


def own(file: Path, count: int) -> Path:
    write_examples(file, (Example(n, "mine", "no_tool", "", f"Prompt {n}", "a") for n in range(count)))
    return file


def split(mixture: Mixture, skipped: Skipped) -> list[list[Example]]:
    """The examples for training, test and calibration."""
    splits = collect(mixture, skipped)
    return [splits["train"], splits["test"], splits["calibration"]]


def test_shares_and_splits() -> None:
    train, test, _ = split(Mixture(train=400, test=200, shares=(5, 3, 2)), Skipped())
    assert Counter(example.category for example in train) == {"calculator": 200, "python_exec": 120, "no_tool": 80}
    assert Counter(example.category for example in test) == {"calculator": 100, "python_exec": 60, "no_tool": 40}
    assert len(prompts(train)) == 400 and len(prompts(test)) == 200 and not prompts(train) & prompts(test)
    assert len({example.id for example in train + test}) == 600
    assert {example.template for example in train} == {"seen"}
    for category in ("calculator", "python_exec", "no_tool"):
        templates = Counter(example.template for example in test if example.category == category)
        assert min(templates["seen"], templates["unseen"]) >= 10
    assert len({example.category for example in train[:20]}) > 1, "categories are mixed"


def test_counts_add_up_for_any_shares() -> None:
    for total in range(1, 12):
        train, test, _ = split(Mixture(train=total, test=0, shares=(1, 1, 1)), Skipped())
        assert len(train) == total and not test
    train, *_ = split(Mixture(train=10, test=0, shares=(0, 0, 1)), Skipped())
    assert {example.category for example in train} == {"no_tool"}


def test_the_seed_decides() -> None:
    first, again, other = (split(Mixture(train=60, test=30, seed=seed), Skipped()) for seed in (1, 1, 2))
    assert first == again
    assert not prompts(first[0]) >= prompts(other[0])


def test_real_text_is_a_share_where_there_is_enough(tmp_path: Path) -> None:
    chat = [{"text": f"chat {n}", "intent": "small_talk"} for n in range(100)]
    (tmp_path / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in chat))
    mixture = Mixture(train=100, test=40, shares=(0, 0, 1), real=0.5, intents=(tmp_path,))
    train, test, _ = split(mixture, Skipped())
    assert sum(example.kind == "intent" for example in train) == 50
    assert 10 <= sum(example.kind == "intent" for example in test) <= 20
    train, test, _ = split(Mixture(train=300, test=0, shares=(0, 0, 1), real=1, intents=(tmp_path,)), Skipped())
    assert len(train) == 300 and 60 <= sum(example.kind == "intent" for example in train) <= 100


def test_files_of_the_user_are_taken_whole(tmp_path: Path) -> None:
    files = own(tmp_path / "a.json", 100), own(tmp_path / "b.json", 110)
    skipped = Skipped()
    train, test, _ = split(Mixture(sources=files, source_test_share=0.3), skipped)
    assert len(train) + len(test) == 110 and 20 <= len(test) <= 50
    assert not prompts(train) & prompts(test)
    assert skipped.reasons == {"a prompt that stands twice": 100}
    train, test, _ = split(Mixture(sources=files[:1], source_test_share=0), Skipped())
    assert len(train) == 100 and not test
    train, test, _ = split(Mixture(train=50, test=10, sources=files[:1], source_test_share=1), Skipped())
    assert len(train) == 50 and len(test) == 110


def test_prompts_for_calibration_are_like_those_of_the_test(tmp_path: Path) -> None:
    """They are in neither of the other splits, which stay as they are without them."""
    folder = tmp_path / "chat"
    folder.mkdir()
    chat = [{"text": f"chat {n}", "intent": "small_talk"} for n in range(100)]
    (folder / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in chat))
    mixture = Mixture(train=200, test=100, intents=(folder,), sources=(own(tmp_path / "a.json", 10),))
    train, test, calibration = split(replace(mixture, calibration=100), Skipped())
    assert [train, test, []] == split(mixture, Skipped())
    assert len(prompts(calibration)) == 100 and not prompts(calibration) & (prompts(train) | prompts(test))
    assert Counter(example.category for example in calibration) == {"calculator": 40, "python_exec": 30, "no_tool": 30}
    generated = [example for example in calibration if example.template is not None]
    assert 30 <= sum(example.template == "unseen" for example in generated) <= 70
    assert not any(example.source == "mine" for example in calibration)


def test_more_prompts_than_there_are_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    fixed = Example("x", "s", "no_tool", "", "Always the same.", "a")
    monkeypatch.setitem(collect.__globals__["_MAKERS"], "no_tool", lambda speaker, name: fixed)
    with pytest.raises(UserError, match="no_tool: there are about 1 different train prompts; ask for fewer"):
        collect(Mixture(train=2, shares=(0, 0, 1)), Skipped())
