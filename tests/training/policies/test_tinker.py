"""`policy=tinker` against a stand-in for the service: learning, saving, resuming, scores, the key."""

from __future__ import annotations

import inspect
import json
import signal
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hydra import compose as hydra_compose
from hydra import initialize_config_dir

from runs.config import CONFIG_FOLDER
from tests.harness import evaluate
from tests.language_models import write_place
from tests.training.policies.tinker_stand_in import ServiceClient, package
from training.policies.text import Job
from training.tuning import tune
from utils.errors import UserError

pytest.importorskip("transformers")

FIXED = (
    *("policy=tinker", "model=base", "data_paths=[data]", "project_name=p", "wandb.mode=disabled", "log_interval=1"),
    *("policy.max_output_tokens=32", "lr_warmup_steps=0", "lr_schedule=constant", "policy.eval_every=100"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `data` and `model`, which has learned a little."""
    folder = tmp_path_factory.mktemp("tinker")
    write_place(folder, sums=2, steps=30)
    return folder


@pytest.fixture
def keys(place: Path, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The stand-in is installed; the keys that its clients were given."""
    found: list[str | None] = []
    monkeypatch.setitem(sys.modules, "tinker", package(ServiceClient(place / "model"), found))
    monkeypatch.setenv("TINKER_API_KEY", "secret")
    monkeypatch.chdir(place)
    return found


def tune_here(name: str, *overrides: str) -> list[dict[str, Any]]:
    with initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        tune(hydra_compose("cfg_finetune", [*FIXED, f"run_name={name}", *overrides]))
    return [json.loads(line) for line in Path(f"checkpoints/p/{name}/metrics.jsonl").read_text().splitlines()]


def test_supervised_learning(keys: list[str | None]) -> None:
    lines = tune_here("sft", "method=sft", "policy.steps=20", "global_batch_size=4", "lr=3e-3")
    losses = [line["train/loss"] for line in lines if "train/loss" in line]
    assert len(losses) == 20 and losses[-1] < 0.8 * losses[0]
    assert keys == ["secret"]
    scored = lines[-1]
    assert scored["step"] == 20
    ended = evaluate("--checkpoint", "checkpoints/p/sft", "--json", cwd=Path.cwd())
    assert json.loads(ended.out)["evaluators"]["all/reward"] == pytest.approx(scored["all/reward"])
    state = json.loads(Path("checkpoints/p/sft/checkpoint-20.json").read_text())["state"]
    starts = {
        name: tune_here(name, "method=sft", "policy.steps=1", "global_batch_size=4", "data_paths_test=null", start)
        for name, start in (("run", "load_checkpoint=checkpoints/p/sft"), ("path", f"policy.start_from='{state}'"))
    }
    assert starts["run"] == starts["path"] and starts["run"][0]["train/loss"] < losses[-1]


def test_learning_by_reward(keys: list[str | None]) -> None:
    lines = tune_here(
        "grpo", "method=grpo", "policy.steps=4", "global_batch_size=2", "method.samples=4", "lr=1e-3",
        "policy.sampler_every=2",
    )  # fmt: skip
    steps = [line for line in lines if "train/reward" in line]
    assert len(steps) == 4
    names = {"reward_std", "reward_format", "reward_arguments", "no_variance", "pass_at_k", "length", "kl_per_token"}
    assert all(f"train/{name}" in line for line in steps for name in {*names, "clip_low_share", "clip_high_share"})
    assert steps[0]["train/kl_per_token"] == pytest.approx(0, abs=1e-4), "sampled from the model at the start"
    assert steps[0]["train/clip_low_share"] == steps[0]["train/clip_high_share"] == 0


@pytest.mark.parametrize("method", ["sft", "grpo"])
def test_a_stopped_run_continues_exactly(method: str, keys: list[str | None], monkeypatch: pytest.MonkeyPatch) -> None:
    common = [f"method={method}", "policy.steps=4", "global_batch_size=2", "lr=1e-3", "policy.sampler_every=2"]
    common += ["method.samples=3"] if method == "grpo" else []
    whole = tune_here(f"whole-{method}", *common)
    log = Job.log

    def log_and_signal(job: Job, metrics: dict[str, float], step: int) -> None:
        log(job, metrics, step)
        if step == 2:
            signal.raise_signal(signal.SIGTERM)

    with monkeypatch.context() as patched:
        patched.setattr(Job, "log", log_and_signal)
        with pytest.raises(SystemExit):
            tune_here(f"stopped-{method}", *common)
    continued = tune_here(f"stopped-{method}", *common, "resume=auto")
    assert [line["step"] for line in continued] == [line["step"] for line in whole]
    for one, other in zip(whole, continued, strict=True):
        assert one == pytest.approx(other, rel=1e-4, abs=1e-5)


def test_the_key_may_stand_in_a_file(keys: list[str | None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TINKER_API_KEY")
    with pytest.raises(UserError, match="policy=tinker needs TINKER_API_KEY, in the environment or in a file .env"):
        tune_here("no_key", "method=sft", "policy.steps=1")
    Path(".env").write_text("# keys\nOTHER=1\nexport TINKER_API_KEY='from a file'\n")
    tune_here("key", "method=sft", "policy.steps=1", "global_batch_size=1", "data_paths_test=null")
    assert keys == ["from a file"]
    assert "from a file" not in Path("checkpoints/p/key/all_config.yaml").read_text()


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        (["model=other"], "the Tinker service: unknown model other"),
        (["method=ppo"], "Tinker learns by method=sft or method=grpo, not by ppo"),
        (["keep_last=2"], "keep_last=2 means nothing to Tinker"),
        (["policy.max_output_tokens=1"], "no prompt fits"),
    ],
)
def test_what_is_refused(overrides: list[str], says: str, keys: list[str | None]) -> None:
    with pytest.raises(UserError, match=says):
        tune_here("refused", "method=sft", "policy.steps=1", *overrides)


def test_without_the_package(keys: list[str | None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tinker", None)
    with pytest.raises(UserError, match="policy=tinker needs the extra tinker: uv sync --extra tinker"):
        tune_here("refused", "method=sft", "policy.steps=1")


def test_the_real_package_takes_these_calls() -> None:
    """Its signatures and types, without the service."""
    tinker = pytest.importorskip("tinker")
    calls = {
        (tinker.ServiceClient, "create_lora_training_client"): {"base_model", "rank", "seed"},
        (tinker.ServiceClient, "create_sampling_client"): {"model_path", "base_model"},
        (tinker.ServiceClient, "create_training_client_from_state"): {"path"},
        (tinker.ServiceClient, "create_training_client_from_state_with_optimizer"): {"path"},
        (tinker.TrainingClient, "forward_backward"): {"data", "loss_fn", "loss_fn_config"},
        (tinker.TrainingClient, "optim_step"): set(),
        (tinker.TrainingClient, "save_state"): {"name"},
        (tinker.TrainingClient, "save_weights_for_sampler"): {"name"},
        (tinker.TrainingClient, "save_weights_and_get_sampling_client"): set(),
        (tinker.SamplingClient, "sample"): {"prompt", "num_samples", "sampling_params"},
        (tinker.SamplingClient, "compute_logprobs"): {"prompt"},
        (tinker.SamplingClient, "get_tokenizer"): set(),
    }
    for (owner, name), parameters in calls.items():
        assert parameters <= set(inspect.signature(getattr(owner, name)).parameters), name
    assert {"api_key", "base_url"} <= set(inspect.signature(tinker.ServiceClient).parameters)
    tinker.AdamParams(learning_rate=1e-4, beta1=0.9, beta2=0.95, weight_decay=0.0)
    tinker.SamplingParams(max_tokens=8, temperature=0.0, stop=[2], seed=None)
    datum = tinker.Datum(
        model_input=tinker.ModelInput.from_ints([1, 2]),
        loss_fn_inputs={"target_tokens": np.array([2, 3]), "weights": np.array([0, 1], np.float32)},
    )
    assert datum.loss_fn_inputs["weights"].to_numpy().tolist() == [0, 1]
    assert issubclass(tinker.TinkerError, Exception)
