"""Whole runs of every carry rule that suits puzzles, and of latents that are bits: stopped, continued, scored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runs.config import CONFIG_FOLDER
from tests.harness import RUN, assert_same_end, evaluate, infer, load, pretrain, signal_after_step, write_toy_data

OF_OTHER_DATA = {"notes", "execution"}
CARRIES = sorted({path.stem for path in (CONFIG_FOLDER / "carry").glob("*.yaml")} - OF_OTHER_DATA)
STATES = ("arch.reasoning_dim=24", "arch.action_dim=12")
PARTS = [
    *((f"carry={name}",) for name in CARRIES),
    ("carry=accept_reject", "carry.by=residual", "carry.each=position"),
    ("arch=trm_binary",),
    ("arch=trm_binary", "arch.binary_weights=True", "carry=binary_search"),
    ("arch=trm_llm", "carry=accept_reject", "encoder=tokens", "head=positions", *STATES),
]
PUZZLE = "1.34341221.34.21"


@pytest.mark.parametrize("parts", PARTS, ids=" ".join)
def test_a_run_is_continued_scored_and_asked(parts: tuple[str, ...], tmp_path: Path) -> None:
    once, twice = (tmp_path / name for name in ("once", "twice"))
    options = (*parts, "epochs=8", "resume=auto", "ema=True", "arch.puzzle_emb_ndim=0")
    for folder in (once, twice):
        write_toy_data(folder / "data/toy")
    assert pretrain(*options, cwd=once).status == 0
    with signal_after_step(3):
        assert pretrain(*options, cwd=twice).status == 143
    assert pretrain(*options, cwd=twice).status == 0
    assert_same_end(twice / RUN, once / RUN)

    reports: list[dict[str, Any]] = []
    for more in ([], ["--halt"]):
        ended = evaluate("--checkpoint", str(RUN), "--json", *more, cwd=once)
        assert ended.status == 0, ended.err
        reports.append(json.loads(ended.out)["sets"]["all"])
    assert reports[0]["count"] == reports[1]["count"] == 6
    assert 0 < reports[1]["steps"] <= reports[0]["steps"] == 4
    asked = infer("--checkpoint", str(RUN), "--puzzle", PUZZLE, "--trace", cwd=once)
    assert asked.status == 0 or asked.err.startswith("the answer breaks the rules"), asked.err
    assert asked.out.count("step ") >= 4


def test_a_checkpoint_holds_packed_bits(tmp_path: Path) -> None:
    write_toy_data(tmp_path / "data/toy")
    assert pretrain("arch=trm_binary", "arch.puzzle_emb_ndim=0", cwd=tmp_path).status == 0
    carry = load(tmp_path / RUN / "final_step_4/train_state.pt")["carry"]
    assert carry["z_H"].shape == (8, 16, 32 // 8) and carry["z_H"].element_size() == 1
