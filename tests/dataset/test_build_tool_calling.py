"""The builder of tool calling: sources, shares, copies, and other data in the layout of a checkpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.build_tool_calling_dataset import Options, build
from dataset.puzzle_dataset import PuzzleDataset
from dataset.tools.format import ToolFormat
from dataset.tools.saved import read_conversations_of
from utils.errors import UserError

SMALL = dict(num_conversations=30, num_test_conversations=10, min_count=2)
TOOL = {"type": "function", "function": {"name": "get_weather", "description": "Weather of a city", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}  # fmt: skip


def rows(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Conversations in OpenAI's form."""
    return [
        {
            "messages": [
                {"role": "user", "content": f"How is the weather in City{number}?"},
                {"role": "assistant", "content": None, "tool_calls": [{"id": "1", "type": "function", "function": {
                    "name": "get_weather", "arguments": json.dumps({"city": f"City{number}"})}}]},
                {"role": "tool", "tool_call_id": "1", "content": "sunny"},
                {"role": "assistant", "content": "Sunny."},
            ],
            "tools": [TOOL],
        }
        for number in range(first, first + count)
    ]  # fmt: skip


def write(file: Path, values: list[dict[str, Any]]) -> str:
    file.write_text("".join(json.dumps(value) + "\n" for value in values))
    return f"openai:{file}"


def test_generated_conversations_become_a_data_set(tmp_path: Path) -> None:
    build(Options(output_dir=str(tmp_path / "a"), **SMALL))  # type: ignore[arg-type]
    data = PuzzleDataset([tmp_path / "a"], "train")
    assert isinstance(data.data_rules, ToolFormat)
    assert data.total_groups == 30
    assert len(read_conversations_of(tmp_path / "a", "test", "all")) == 10
    facts = PuzzleDataset([tmp_path / "a"], "test").sets[0].facts
    assert {fact["tools"] for fact in facts} == {"seen", "unseen"}


def test_a_source_is_shared_out_and_no_test_talk_is_in_train(tmp_path: Path) -> None:
    source = write(tmp_path / "logs.jsonl", [*rows(60), *rows(60)])
    build(
        Options(output_dir=str(tmp_path / "a"), source=(source,), test_share=0.3, min_count=1, renamed=0, unfitting=0)
    )
    train, test = (read_conversations_of(tmp_path / "a", split, "all") for split in ("train", "test"))
    said = [{talk.turns[0].text for talk in talks} for talks in (train, test)]
    assert not said[0] & said[1]
    assert len(test) >= 10


def test_generated_conversations_are_mixed_in_if_asked_for(tmp_path: Path) -> None:
    source = write(tmp_path / "logs.jsonl", rows(60))
    build(Options(output_dir=str(tmp_path / "a"), source=(source,), **SMALL))  # type: ignore[arg-type]
    train, test = (read_conversations_of(tmp_path / "a", split, "all") for split in ("train", "test"))
    logged = [sum(talk.name.startswith("logs.jsonl") for talk in talks) for talks in (train, test)]
    assert (len(train) - logged[0], len(test) - logged[1]) == (30, 10)
    assert sum(logged) == 60 and logged[1] > 0


def test_a_source_may_be_a_folder(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    write(logs / "a.jsonl", rows(20))
    write(logs / "b.jsonl", rows(20, first=20))
    build(Options(output_dir=str(tmp_path / "data"), source=(f"openai:{logs}",), min_count=1))
    recorded = json.loads((tmp_path / "data" / "build.json").read_text())["sources"]
    assert sorted(Path(file).name for file in recorded) == ["a.jsonl", "b.jsonl"]


def test_weights_and_copies_repeat_conversations(tmp_path: Path) -> None:
    sources = write(tmp_path / "a.jsonl", rows(20)), write(tmp_path / "b.jsonl", rows(20, 100))
    test = write(tmp_path / "c.jsonl", rows(5, 200))
    options = Options(
        output_dir=str(tmp_path / "data"), source=sources, weights=(2, 0.5), test_source=(test,), copies=2, min_count=1
    )
    build(options)
    first = [talk.name for talk in read_conversations_of(tmp_path / "data", "train", "all")]
    assert sum(name.startswith("a.jsonl") for name in first) == 80
    assert 4 <= sum(name.startswith("b.jsonl") for name in first) <= 36


def test_other_data_take_the_layout_of_a_checkpoint(tmp_path: Path) -> None:
    build(Options(output_dir=str(tmp_path / "a"), **SMALL))  # type: ignore[arg-type]
    source = write(tmp_path / "logs.jsonl", rows(5))
    build(Options(output_dir=str(tmp_path / "b"), test_source=(source,), like=tmp_path / "a" / "test"))
    first, second = (PuzzleDataset([tmp_path / name], "test") for name in "ab")
    assert first.data_rules is not None
    assert first.data_rules.first_difference(second.data_rules) is None
    assert {fact["tools"] for fact in second.sets[0].facts} == {"unseen"}
    assert not (tmp_path / "b" / "train").exists()


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        build(Options(output_dir=str(tmp_path / name), seed=seed, **SMALL))  # type: ignore[arg-type]
    a, b, c = (np.load(tmp_path / name / "train" / "all__inputs.npy") for name in "abc")
    assert np.array_equal(a, b)
    assert a.shape != c.shape or not np.array_equal(a, c)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": ("nonsense:x",)}, "nonsense"),
        ({"source": ("openai:missing.jsonl",)}, "missing.jsonl"),
        ({"test_source": ("openai:missing.jsonl",)}, "--like"),
        ({"weights": (1.0,)}, "1 weights for 0 sources"),
        ({"test_share": 2.0}, "--test-share"),
        ({"like": Path("nowhere")}, "--like nowhere"),
        ({"row_words": 1}, "--row-words"),
    ],
)
def test_wrong_options_are_one_line(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said) as error:
        build(Options(output_dir=str(tmp_path / "a"), **SMALL | changes))  # type: ignore[arg-type]
    assert "\n" not in str(error.value)
    assert not (tmp_path / "a").exists()


def test_a_source_without_conversations_says_why(tmp_path: Path) -> None:
    (tmp_path / "logs.jsonl").write_text('{"messages": 1, "tools": []}\n')
    with pytest.raises(UserError, match="no conversation could be read"):
        build(Options(output_dir=str(tmp_path / "a"), source=(f"openai:{tmp_path / 'logs.jsonl'}",)))
