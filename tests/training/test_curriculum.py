"""Training with few improvement steps at first: in each epoch, in a run, and after an interruption."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataset.puzzle_dataset import PuzzleDataset
from dataset.tools.writer import write_conversations
from tests.harness import (
    GROUPS,
    RUN,
    assert_same_end,
    compose_tiny,
    pretrain,
    refused,
    scores,
    signal_after_step,
    write_toy_data,
)
from tests.tool_data import STATES, TALK, tool_format
from training.build import build_train_state
from training.curriculum import most_steps
from training.distributed import Dist
from training.state import TrainState
from training.step import train_step

CURRICULUM = "steps_curriculum={first: 1, every: 2}"
WORDS = ("arch=trm_llm", "arch.reasoning_dim=24", "arch.action_dim=16", "data_paths=[data/tools]", "evaluators=[]")


def start(folder: Path, *overrides: str) -> TrainState:
    data = write_toy_data(folder / "data")
    config = compose_tiny(f"data_paths=[{data}]", *overrides)
    return build_train_state(config, Dist(), PuzzleDataset([data], "train"))


def test_steps_of_each_epoch() -> None:
    config = compose_tiny("steps_curriculum={first: 2, every: 5}")
    assert [most_steps(config, 8, epoch) for epoch in (0, 4, 5, 9, 10, 29, 30, 300)] == [2, 2, 3, 3, 4, 7, 8, 8]
    assert most_steps(compose_tiny(), 8, 0) == 8


def test_training_follows_it_and_evaluation_makes_all_steps(tmp_path: Path) -> None:
    """Rows that never say that they are done stop at the limit of their epoch; each epoch is one batch."""
    state = start(
        tmp_path, CURRICULUM, "arch.halt_max_steps=3", "arch.halt_exploration_prob=0", f"global_batch_size={GROUPS}"
    )
    limits = []
    for _ in range(8):
        train_step(state)
        carry = state.carries[0]
        halted_at = set(carry.steps[carry.halted].tolist())
        limits.append(max(halted_at) if halted_at else None)
        assert state.model.model.config.halt_max_steps == 3
    # Epochs 0 and 1 allow one step, 2 and 3 two, 4 and on three; a row of epoch 2 halts in epoch 3.
    assert limits == [1, 1, None, 2, None, None, 3, None]


def test_exploration_stays_within_it(tmp_path: Path) -> None:
    state = start(
        tmp_path, "steps_curriculum={first: 2, every: 100}", "arch.halt_exploration_prob=1", "arch.halt_max_steps=9"
    )
    for _ in range(4):
        train_step(state)
        assert state.carries[0].steps.max() <= 2


@pytest.mark.parametrize("overrides", [(), ("grad_accum_steps=2", "prefetch_batches=2")], ids=["plain", "ahead"])
def test_resume_is_exact(tmp_path: Path, overrides: tuple[str, ...]) -> None:
    """Of a network on words too: stopped in the middle of an epoch, at its end, and where the limit changes."""
    options = (
        *WORDS, *overrides, CURRICULUM, "arch.halt_max_steps=3", "epochs=24", "global_batch_size=4",
        "checkpoint_interval=4", "data_paths_test=null",
    )  # fmt: skip
    for folder in ("whole", "stopped"):
        (tmp_path / folder).mkdir()
        write_conversations(
            tmp_path / folder / "data/tools", {("train", "all"): [TALK, STATES]}, tool_format(words=160), seed=0
        )
    assert pretrain(*options, cwd=tmp_path / "whole").status == 0
    for step in (1, 2, 3, 7):
        with signal_after_step(step):
            assert pretrain(*options, "resume=auto", cwd=tmp_path / "stopped").status == 143
    assert pretrain(*options, "resume=auto", cwd=tmp_path / "stopped").status == 0
    assert_same_end(tmp_path / "stopped" / RUN, tmp_path / "whole" / RUN)
    lines = [json.loads(line) for line in (tmp_path / "whole" / RUN / "metrics.jsonl").read_text().splitlines()]
    steps = [line["train/steps"] for line in lines if "train/steps" in line]
    assert steps[0] == 1 and max(steps) == 3


def test_a_run_on_words_learns_and_is_scored(tmp_path: Path) -> None:
    """The limit rises while it learns by heart; evaluate.py makes all steps and grades three places of a row."""
    sets: dict[tuple[str, str], Any] = {("train", "all"): [TALK, STATES] * 2, ("test", "all"): [TALK, STATES]}
    write_conversations(tmp_path / "data/tools", sets, tool_format(words=160), seed=0)
    learning = ("optim=adamw", "epochs=300", "global_batch_size=8", "lr=3e-3", "lr_warmup_steps=5", "log_interval=20")
    curriculum = ("steps_curriculum={first: 1, every: 100}", "arch.halt_max_steps=3", "arch.hidden_size=32")
    ended = pretrain(*WORDS, *learning, *curriculum, "evaluators=[{name: tool_calling@ToolCalling}]", cwd=tmp_path)
    assert ended.status == 0, ended.err
    for options in ([], ["--halt"]):
        found = scores("--checkpoint", str(RUN), *options, cwd=tmp_path)["sets"]["all"]
        assert found["exact_accuracy"] == 1
    assert len(found["exact_accuracy_by_step"]) == 3
    logged = json.loads((tmp_path / RUN / "metrics.jsonl").read_text().splitlines()[-1])
    assert [logged[f"all/{name}"] for name in ("decision", "tool", "overall")] == [1, 1, 1]
    assert logged["all/call_exact"] < 1, "arguments are not filled"


def test_a_first_limit_above_the_last_is_refused(tmp_path: Path) -> None:
    write_toy_data(tmp_path / "data/toy")
    for overrides, said in (
        ("steps_curriculum={first: 5, every: 1}", "steps_curriculum.first=5 is more than arch.halt_max_steps=4"),
        ("steps_curriculum={first: 0, every: 1}", "steps_curriculum.first=0"),
        ("steps_curriculum={first: 1, every: 1, evry: 1}", "unknown key 'steps_curriculum.evry'"),
        ("steps_curriculum={first: 1}", "'steps_curriculum.every' is missing"),
    ):
        assert said in refused(_pretrain(overrides), cwd=tmp_path)


def _pretrain(*overrides: str) -> Callable[..., Any]:
    return lambda *arguments, cwd: pretrain(*overrides, *arguments, cwd=cwd)
