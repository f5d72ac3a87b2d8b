"""Learning by reward within the training loop: ranks, checkpoints, and what `finetune.py` refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from hydra import compose as hydra_compose
from hydra import initialize_config_dir

from dataset.puzzle_dataset import PuzzleDataset
from dataset.rewards import rewarder_for
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.writer import write_dataset
from runs.config import CONFIG_FOLDER, PretrainConfig, compose
from tests.models.canvases import canvas_format
from tests.training.test_distributed import run_ranks
from training.build import build_train_state
from training.distributed import Dist
from training.step import train_step
from training.tuning import tune
from utils.errors import UserError

FORMAT = canvas_format()


def write_data(path: Path) -> Path:
    """Ten sums to calculate and two greetings, in both splits."""
    examples = [
        Example(f"sum-{n}", "toy", "calculator", f"{n} + {n + 7}", f"What is {n} plus {n + 7} ?", str(2 * n + 7))
        for n in range(20, 30)
    ]
    examples += [Example(f"hello-{n}", "toy", "no_tool", "", f"Say hello {n}", "hello") for n in range(2)]
    write_dataset(path, {"train": examples, "test": examples}, FORMAT, seed=0)
    return path


def composed(name: str, data: Path, *changes: str) -> Any:
    fixed = [
        "encoder=prompt", "head=copying", "arch.puzzle_emb_ndim=0", "arch.hidden_size=32", "arch.num_heads=2",
        "arch.H_cycles=1", "arch.L_cycles=1", "arch.forward_dtype=float64", "arch.halt_max_steps=1", "lr=1e-2",
        "lr_warmup_steps=2", "device=cpu", "data_paths_test=null", "wandb.mode=disabled", "global_batch_size=4",
        "epochs=8", "eval_interval=null", f"data_paths=[{data}]", "evaluators=[]",
    ]  # fmt: skip
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        return hydra_compose(name, [*fixed, *changes])


def by_reward(data: Path, method: str, *changes: str) -> PretrainConfig:
    loss = [
        f"arch.loss.name=objectives.{method.lower()}@{method}",
        "+arch.loss.samples=4",
        "+arch.loss.entropy=0.1",
        "ema=True",
    ]
    loss += ["optim=adamw"]  # where nothing is to be learned yet, others make steps of the rounding of zero
    return compose(composed("cfg_pretrain", data, *loss, *changes))


@pytest.mark.parametrize("method", ["GRPO", "PPO"])
def test_two_ranks_equal_one(method: str, tmp_path: Path) -> None:
    config = by_reward(write_data(tmp_path / "data"), method)
    one, two = run_ranks(1, config, tmp_path), run_ranks(2, config, tmp_path)
    assert torch.equal(one["state"]["carry"]["data/samples"], two["state"]["carry"]["data/samples"])
    for name, gradient in one["gradients"].items():
        assert (gradient - two["gradients"][name]).abs().max() <= 1e-9 * gradient.abs().max().clamp_min(1e-9), name
    for step, (a, b) in enumerate(zip(one["metrics"], two["metrics"], strict=True), 1):
        assert a == pytest.approx(b, rel=1e-6, abs=1e-9), step


@pytest.mark.parametrize("method", ["GRPO", "PPO"])
@pytest.mark.parametrize("stopped_after", [3, 4])
def test_a_stopped_run_continues_exactly(method: str, stopped_after: int, tmp_path: Path) -> None:
    """In the middle of the updates from one sample, and between them; the reference is that of the first start."""
    config = by_reward(write_data(tmp_path / "data"), method)
    dataset = PuzzleDataset([tmp_path / "data"], "train")
    whole, first, second = (build_train_state(config, Dist(), dataset) for _ in range(3))
    for _ in range(stopped_after):
        train_step(first)
    second.load_state_dict(first.state_dict())
    for _ in range(6 - stopped_after):
        train_step(second)
    for _ in range(6):
        train_step(whole)
    expected, found = whole.state_dict(), second.state_dict()
    for part in ("parameters", "objective", "carry", "sums"):
        assert expected[part].keys() == found[part].keys()
        for name, value in expected[part].items():
            assert torch.equal(value, found[part][name]), (part, name)
    moved = any(
        not torch.equal(value, expected["parameters"][f"model.{name}"])
        for name, value in expected["objective"].items()
        if f"model.{name}" in expected["parameters"]
    )
    assert moved, "the reference stays where the run began"


def test_supervised_then_by_reward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As somebody types it: a network from right outputs, then GRPO from its checkpoint, scored as any run."""
    data = write_data(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    tune(composed("cfg_finetune", data, "checkpoint_path=first", "epochs=4"))
    tune(
        composed(
            *("cfg_finetune", data, "method=grpo", "method.samples=3", "load_checkpoint=first"),
            *(
                "checkpoint_path=second",
                "log_interval=1",
                "arch.hidden_size=64",
            ),  # the network is that of the checkpoint
        )
    )
    lines = [json.loads(line) for line in (tmp_path / "second" / "metrics.jsonl").read_text().splitlines()]
    wanted = {
        *("reward", "reward_std", "reward_format", "reward_tool", "reward_arguments", "reward_invalid", "pass_at_k"),
        *("reward_needless_call", "reward_missed_call", "no_variance", "kl", "entropy", "length", "gradient_norm"),
        *("clip_low_share", "clip_high_share"),
    }
    assert {f"train/{name}" for name in wanted} <= lines[-1].keys()
    assert "hidden_size: 32" in (tmp_path / "second" / "all_config.yaml").read_text()


def test_data_without_rewards_are_refused() -> None:
    with pytest.raises(UserError, match="these data have no rewards"):
        rewarder_for(None, [])


def test_what_finetune_refuses(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    with pytest.raises(UserError, match="method=ppo tunes a trained network: name its checkpoint"):
        tune(composed("cfg_finetune", data, "method=ppo"))
    with pytest.raises(UserError, match="load_checkpoint=nowhere: there is no such checkpoint or run"):
        tune(composed("cfg_finetune", data, "method=ppo", "load_checkpoint=nowhere"))
    with pytest.raises(UserError, match="unknown key 'policy.lora'"):
        tune(composed("cfg_finetune", data, "+policy.lora=3"))
    with pytest.raises(UserError, match="no module"):
        tune(composed("cfg_finetune", data, "policy.name=policies.nobody@Nobody"))
