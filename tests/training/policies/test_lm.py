"""`policy=lm` on a model of two layers: what is learned from, learning by both methods, saving, resuming, scores."""

from __future__ import annotations

import builtins
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hydra import compose as hydra_compose
from hydra import initialize_config_dir

from dataset.puzzle_dataset import PuzzleDataset
from dataset.rewards import in_words
from dataset.tools.tool_json.examples import INSTRUCTIONS, read_examples
from runs.config import CONFIG_FOLDER
from tests.harness import evaluate, infer, refused
from tests.language_models import write_model, write_place
from training.policies.chat import Chat
from training.policies.text import Job, rewards_of
from training.tuning import tune
from utils.errors import UserError

for package in ("transformers", "peft", "trl"):
    pytest.importorskip(package)

FIXED = (
    *("policy=lm", "model=model", "data_paths=[data]", "project_name=p", "device=cpu", "wandb.mode=disabled"),
    *("policy.rank=4", "policy.alpha=8", "policy.max_output_tokens=48", "lr_warmup_steps=0", "log_interval=1"),
    *("lr_schedule=constant", "policy.eval_every=100"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `data` and `model`, which has learned a little, and `untrained`."""
    folder = tmp_path_factory.mktemp("lm")
    write_model(folder / "untrained", write_place(folder, sums=6, steps=60))
    return folder


def tune_here(place: Path, monkeypatch: pytest.MonkeyPatch, name: str, *overrides: str) -> list[dict[str, Any]]:
    """Tune in `place`, and return the lines of the run's `metrics.jsonl`."""
    monkeypatch.chdir(place)
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        tune(hydra_compose("cfg_finetune", [*FIXED, f"run_name={name}", *overrides]))
    return metrics_of(place, name)


def metrics_of(place: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (place / "checkpoints/p" / name / "metrics.jsonl").read_text().splitlines()]


def adapter(place: Path, name: str, step: int) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    return load_file(place / f"checkpoints/p/{name}/checkpoint-{step}/adapter_model.safetensors")


def test_supervised_learning_counts_output_tokens_alone(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loss of the first step is that of the untouched model over the tokens of outputs, computed by hand."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    lines = tune_here(
        place, monkeypatch, "sft", "method=sft", "model=untrained", "policy.steps=20", "global_batch_size=8", "lr=3e-2"
    )
    losses = [line["train/loss"] for line in lines if "train/loss" in line]
    model = AutoModelForCausalLM.from_pretrained(place / "untrained")
    chat = Chat(AutoTokenizer.from_pretrained(place / "untrained"), INSTRUCTIONS)
    total, count = 0.0, 0
    for example in read_examples(place / "data/train.json"):
        before, output = chat.prompt(example.prompt), chat.row(example.prompt, example.output).tokens
        with torch.no_grad():
            log_p = model(torch.tensor([output])).logits[0].log_softmax(-1)
        for position in range(len(before), len(output)):
            total -= float(log_p[position - 1, output[position]])
            count += 1
    assert losses[0] == pytest.approx(total / count, rel=1e-4)
    assert len(losses) == 20 and losses[-1] < losses[0] - 0.05


def test_learning_by_reward_is_saved_loaded_and_scored(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = tune_here(
        place,
        monkeypatch,
        "grpo",
        "method=grpo",
        "policy.steps=10",
        "global_batch_size=2",
        "method.samples=4",
        "lr=1e-2",
    )
    steps = [line for line in lines if "train/reward" in line]
    assert [line["step"] for line in steps] == [1, 3, 5, 7, 9], "each sample is learned from twice"
    names = {
        "reward_std",
        "reward_format",
        "reward_tool",
        "reward_arguments",
        "reward_text",
        "no_variance",
        "pass_at_k",
    }
    names |= {"kl_per_token", "entropy_per_token", "clip_low_share", "clip_high_share", "length", "gradient_norm"}
    names |= {"reward_invalid", "reward_needless_call", "reward_missed_call", "loss", "lr"}
    assert all(f"train/{name}" in line for name in names for line in steps)
    assert any(line["train/no_variance"] < 1 for line in steps), "some prompts have outputs of different rewards"
    assert any(line["train/gradient_norm"] > 0 for line in steps)
    for line in steps:
        parts = sum(line[f"train/reward_{part}"] for part in ("format", "tool", "arguments", "text"))
        assert line["train/reward"] == pytest.approx(parts, abs=1e-5)
    (scored,) = (line for line in lines if "all/valid_json" in line)
    assert scored["step"] == 10 and 0 < scored["all/valid_json"] <= 1

    said = evaluate("--checkpoint", "checkpoints/p/grpo", cwd=place)
    assert "valid_json" in said.out and "What is 20 plus 27 ?" in said.out
    report = json.loads((place / "checkpoints/p/grpo/evaluation_data_test.json").read_text())
    assert report["evaluators"]["all/reward"] == pytest.approx(scored["all/reward"]), "the saved adapter answers"
    few = json.loads(evaluate("--checkpoint", "checkpoints/p/grpo", "--num-examples", "2", "--json", cwd=place).out)
    assert "all/valid_json" in few["evaluators"]
    error = refused(evaluate, "--checkpoint", "checkpoints/p/grpo", "--steps", "2", cwd=place)
    assert "--steps does not go with a policy that writes text" in error
    other = refused(infer, "--prompt", "What is 20 plus 27 ?", "--checkpoint", "checkpoints/p/grpo", cwd=place)
    assert "checkpoints/p/grpo holds a tuned language model, which evaluate.py scores" in other


@pytest.mark.parametrize("method", ["sft", "grpo"])
def test_a_stopped_run_continues_exactly(method: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal comes in step 3; by reward, the checkpoint then lies behind the second update from the same samples."""
    size = ["global_batch_size=2", "method.samples=4"] if method == "grpo" else ["global_batch_size=3"]
    common = [f"method={method}", "policy.steps=6", "lr=1e-2", *size]
    whole = tune_here(place, monkeypatch, f"whole-{method}", *common)
    log = Job.log

    def log_and_signal(job: Job, metrics: dict[str, float], step: int) -> None:
        log(job, metrics, step)
        if step == 3:
            signal.raise_signal(signal.SIGTERM)

    with monkeypatch.context() as patched:
        patched.setattr(Job, "log", log_and_signal)
        with pytest.raises(SystemExit) as ended:
            tune_here(place, patched, f"stopped-{method}", *common)
    assert ended.value.code == 128 + signal.SIGTERM
    with pytest.raises(UserError, match="already holds checkpoint-4: continue it with resume=auto"):
        tune_here(place, monkeypatch, f"stopped-{method}", *common)
    assert tune_here(place, monkeypatch, f"stopped-{method}", *common, "resume=auto") == whole
    saved, continued = adapter(place, f"whole-{method}", 6), adapter(place, f"stopped-{method}", 6)
    assert all(torch.equal(saved[name], continued[name]) for name in saved)


def test_the_kl_is_measured_from_the_adapter_that_it_began_with(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not from the model below it: before the first step, the policy is its own reference."""
    tune_here(place, monkeypatch, "before", "method=sft", "policy.steps=3", "lr=3e-2")
    lines = tune_here(
        place, monkeypatch, "after", "method=grpo", "load_checkpoint=checkpoints/p/before", "policy.steps=2", "lr=1e-2",
        "global_batch_size=2", "method.samples=4", "data_paths_test=null",
    )  # fmt: skip
    assert lines[0]["train/kl_per_token"] == pytest.approx(0, abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["sft", "grpo"])
def test_two_processes(method: str, place: Path) -> None:
    """They share the outputs of a step and of a validation, and one of them records."""
    script = Path(__file__).parents[3] / "finetune.py"
    launcher = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2", str(script)]
    overrides = [*FIXED, f"run_name=two-{method}", f"method={method}", "policy.steps=2", "global_batch_size=2"]
    subprocess.run([*launcher, *overrides], cwd=place, check=True)
    lines = metrics_of(place, f"two-{method}")
    assert [line["step"] for line in lines if "train/loss" in line] == [1, 2]
    assert [line["step"] for line in lines if "all/valid_json" in line] == [2]


def test_rewards_of_groups(place: Path) -> None:
    """`pass_at_k` is of a prompt's outputs together; an unknown reward stays unknown."""
    data = PuzzleDataset([place / "data"], "train")
    rewarder = in_words(data.data_rules).text_rewarder(data.sets)
    numbers = data.sets[0].puzzle_identifiers.tolist()[:2]
    right = in_words(data.data_rules).prompts(data.sets[0])[0].output
    found = rewards_of(rewarder, [numbers[0], numbers[0], numbers[1]], [right, "no idea", '{"tool": {}}'])
    assert found["reward"].tolist() == pytest.approx([2.5 if "tool" in right else 1.5, -0.2, 0.0])
    assert found["pass_at_k"].tolist() == [1, 1, 0]

    class Broken:
        names, success = ("reward", "right"), "right"

        def rewards(self, identifiers: np.ndarray, outputs: list[str]) -> dict[str, np.ndarray]:
            return {"reward": np.array([np.nan, 1.0]), "right": np.array([np.nan, 0.0])}

    unknown = rewards_of(Broken(), [1, 1], ["a", "b"])
    assert np.isnan(unknown["reward"][0]) and unknown["pass_at_k"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        (["method=ppo"], "LanguageModel learns by method=sft or method=grpo, not by ppo"),
        (["model=null"], "name the language model: model=FOLDER"),
        (["model=nowhere"], "model=nowhere cannot be loaded"),
        (["ema=True"], "ema=True means nothing to LanguageModel; leave it out"),
        (["load_checkpoint=data"], "load_checkpoint=data: there is no checkpoint of LanguageModel"),
        (["policy.rank=0"], "policy.rank=0"),
        (["+policy.steeps=3"], "unknown key 'policy.steeps' .did you mean 'policy.steps'"),
        (["policy.max_output_tokens=1"], "no prompt fits into policy.max_prompt_tokens"),
    ],
)
def test_what_is_refused(overrides: list[str], says: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match=says):
        tune_here(place, monkeypatch, "refused", "method=sft", "policy.steps=1", *overrides)


def test_our_own_networks_take_no_model() -> None:
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        config = hydra_compose("cfg_finetune", ["model=somewhere"])
    with pytest.raises(UserError, match="model=somewhere: Recursive tunes the network of load_checkpoint"):
        tune(config)


def test_without_the_extra_one_line_says_how_to_get_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = builtins.__import__

    def without_trl(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "trl":
            raise ImportError("No module named 'trl'")
        return usual(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_trl)
    with pytest.raises(UserError, match="policy=lm needs the extra lm: uv sync --extra lm"):
        tune_here(place, monkeypatch, "refused", "method=sft", "policy.steps=1")
