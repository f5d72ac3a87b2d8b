"""The builder of prompts with JSON outputs: what it writes, from which sources, and wrong options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.build_tool_json_dataset import Options, build
from dataset.puzzle_dataset import PuzzleDataset
from dataset.tasks import read_data_rules
from dataset.tools.tool_json.examples import Example, read_examples, write_examples
from dataset.tools.tool_json.format import CanvasFormat
from tests.harness import snapshot
from utils.errors import UserError

SMALL = dict(num_train=60, num_test=30)


def test_generated_prompts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(Options(output_dir=str(tmp_path / "a"), **SMALL))  # type: ignore[arg-type]
    train, test = (read_examples(tmp_path / "a" / f"{split}.json") for split in ("train", "test"))
    assert (len(train), len(test)) == (60, 30)
    rows = json.loads((tmp_path / "a" / "test.json").read_text())
    assert {row["template"] for row in rows} == {"seen", "unseen"}
    assert {row["tool"] for row in rows} == {"calculator", "python", None}
    *_, line = capsys.readouterr().out.splitlines()  # before it: how many outputs of so few prompts have no room
    assert "60 train prompts: 24 calculator, 18 python_exec, 18 no_tool; 30 test prompts: 12 calculator" in line


def test_real_text_and_files_of_the_user(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gsm8k").mkdir()
    steps = [f"He has {n} + 7 = <<{n}+7={n + 7}>>{n + 7}." for n in range(40)]
    rows = ({"question": str(n), "answer": step} for n, step in enumerate(steps))
    (tmp_path / "gsm8k" / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "talk").mkdir()
    chat = ({"text": f"talk {n}", "intent": "talk"} for n in range(40))
    (tmp_path / "talk" / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in chat))
    write_examples(
        tmp_path / "own.json", [Example(n, "own", "calculator", "1+1", f"p{n}", str(n)) for n in range(1, 4)]
    )
    build(
        Options(
            output_dir=str(tmp_path / "a"),
            gsm8k=tmp_path / "gsm8k",
            chat=(tmp_path / "talk",),
            source=(tmp_path / "own.json",),
            source_test_share=0,
            **SMALL,  # type: ignore[arg-type]
        )
    )
    train = read_examples(tmp_path / "a" / "train.json")
    sources = {source: sum(example.source == source for example in train) for source in ("gsm8k", "talk", "own")}
    assert sources == {"gsm8k": 12, "talk": 9, "own": 3} and len(train) == 63
    recorded = json.loads((tmp_path / "a" / "build.json").read_text())
    assert sorted(Path(file).name for file in recorded["sources"]) == ["own.json", "train.jsonl", "train.jsonl"]
    assert "2 expressions do not give the expected answer, as '1+1' of" in capsys.readouterr().out


def test_some_words_of_training_are_taken_for_unknown_ones(tmp_path: Path) -> None:
    """About so many, in training alone; outputs stay as they are."""
    build(Options(output_dir=str(tmp_path / "a"), **SMALL))  # type: ignore[arg-type]
    build(Options(output_dir=str(tmp_path / "b"), forgotten=0.3, **SMALL))  # type: ignore[arg-type]
    rows = {
        (folder, split): [np.load(tmp_path / folder / split / f"all__{name}.npy") for name in ("inputs", "labels")]
        for folder in "ab"
        for split in ("train", "test")
    }
    rules = read_data_rules(tmp_path / "a")
    assert isinstance(rules, CanvasFormat)
    known, forgotten = (rows[folder, "train"][0][:, rules.slots :] for folder in "ab")
    first = rules.vocabulary.first_unknown
    changed = known != forgotten
    assert 0.1 < changed[(known > 0) & (known < first)].mean() < 0.5 and (forgotten[changed] >= first).all()
    assert np.array_equal(rows["a", "train"][1], rows["b", "train"][1])
    assert all(map(np.array_equal, rows["a", "test"], rows["b", "test"]))


def test_a_source_alone_is_the_data_set(tmp_path: Path) -> None:
    build(Options(output_dir=str(tmp_path / "first"), **SMALL))  # type: ignore[arg-type]
    source = tmp_path / "first" / "train.json"
    build(Options(output_dir=str(tmp_path / "second"), source=(source,), source_test_share=0))
    assert not (tmp_path / "second" / "test.json").exists()
    assert sorted(map(repr, read_examples(tmp_path / "second" / "train.json"))) == sorted(
        map(repr, read_examples(source))
    )


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        build(Options(output_dir=str(tmp_path / name), seed=seed, **SMALL))  # type: ignore[arg-type]
    files = [(tmp_path / name / "train.json").read_bytes() for name in "abc"]
    assert files[0] == files[1] != files[2]


def test_data_for_a_trained_network_with_prompts_for_its_calibration(tmp_path: Path) -> None:
    """Its words and pieces, whatever the new prompts are."""
    build(Options(output_dir=str(tmp_path / "first"), **SMALL))  # type: ignore[arg-type]
    found = tmp_path / "found"
    build(Options(output_dir=str(found), num_train=0, num_test=10, num_calibration=20, seed=1, like=tmp_path / "first"))
    vocabularies = [(folder / "vocabulary.json").read_bytes() for folder in (tmp_path / "first", found)]
    assert vocabularies[0] == vocabularies[1] and not (found / "train").exists()
    assert len(read_examples(found / "calibration.json")) == 20
    rows = PuzzleDataset([found], "calibration").sets
    assert [0 < len(each.labels) <= 20 for each in rows] == [True]
    recorded = json.loads((found / "build.json").read_text())["options"]
    assert recorded["num_calibration"] == 20 and recorded["like"] == str(tmp_path / "first")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"num_train": -1}, "--num-train must be at least 0"),
        ({"num_test": 10**9}, "--num-test must be at most"),
        ({"num_calibration": -1}, "--num-calibration must be at least 0"),
        ({"like": Path("nowhere")}, "--like nowhere: no vocabulary.json there or above"),
        ({"num_train": 0, "num_test": 0}, "needs prompts"),
        ({"shares": (0.0, 0.0, 0.0)}, "--shares 0.0 0.0 0.0"),
        ({"shares": (1.0, -1.0, 1.0)}, "--shares"),
        ({"shares": (float("nan"), 1.0, 1.0)}, "--shares"),
        ({"real_share": 1.5}, "--real-share must lie between 0 and 1"),
        ({"source_test_share": float("nan")}, "--source-test-share must lie between 0 and 1"),
        ({"seed": -1}, "--seed must be at least 0"),
        ({"gsm8k": Path("missing")}, "missing is no folder"),
        ({"chat": (Path("missing"),)}, "missing is no folder"),
        ({"source": (Path("missing.json"),)}, "no such file: missing.json"),
    ],
)
def test_wrong_options_are_one_line(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    before = snapshot(tmp_path)
    with pytest.raises(UserError, match=said) as error:
        build(Options(output_dir=str(tmp_path / "a"), **SMALL | changes))  # type: ignore[arg-type]
    assert "\n" not in str(error.value) and snapshot(tmp_path) == before
