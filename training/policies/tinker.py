"""A language model that a remote service holds, trains and samples from: the Tinker service and its `tinker` package.

    finetune.py policy=tinker method=sft model=Qwen/Qwen3-4B-Instruct-2507 data_paths="[data/tool_json]"

The service keeps a LoRA adapter and the state of Adam. We send token rows and read log-probabilities; data, rewards,
metrics and scores are those of `policy=lm`. `TINKER_API_KEY` comes from the environment or from a file `.env` here. A
run's folder holds `checkpoint-N.json`, which names what the service saved.

Learning by reward is GRPO with the clipped loss that the service calls `ppo`. It has no loss with a KL divergence, so
each token's advantage is lowered by `method.kl` times its log-probability over that of the model at the start.

Untried against the real service: the tests use a stand-in that has the calls its documentation names.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pydantic import Field
from tqdm import tqdm

from dataset.rewards import InWords
from runs.config import MOST, PretrainConfig
from training.distributed import Dist
from training.policies.chat import Chat
from training.policies.text import Job, TextConfig, TextPolicy, rewards_of
from training.schedule import scheduled_rate
from utils.errors import UserError
from utils.files import dump_json, replace_text
from utils.reading import read_object, read_text

_KEY = "TINKER_API_KEY"
_LARGEST = 2**20
"""Most characters of `.env` and of a checkpoint's file."""


class TinkerConfig(TextConfig):
    """Settings of `Tinker`."""

    sampler_every: int = Field(10, ge=1, le=MOST)
    """Steps after which outputs are sampled from the newest weights."""
    start_from: str | None = None
    """Weights of the service to begin with, as in tinker://RUN/weights/NAME; `load_checkpoint` names a run of ours."""
    service: str | None = None
    """Address of the service; by default its own."""


class Sample(NamedTuple):
    """One output that was sampled to learn from.

    Attributes:
        before: number of tokens of its prompt.
        tokens: those of the prompt and of the output.
        log_p: log-probability of each token of the output when it was sampled.
        advantages: of each token of the output.
    """

    before: int
    tokens: list[int]
    log_p: np.ndarray
    advantages: np.ndarray


class Tinker(TextPolicy):
    """See the module's head."""

    config_class = TinkerConfig
    unused = ("grad_accum_steps", "checkpoint_interval", "keep_last", "device")
    settings: TinkerConfig

    def open(self, checkpoint: Path | None, config: PretrainConfig, dist: Dist, rules: InWords) -> None:
        if dist.world_size > 1:
            raise UserError("policy=tinker runs in one process; the service has the machines")
        try:
            import tinker
        except ImportError as error:
            raise UserError(f"policy=tinker needs the extra tinker: uv sync --extra tinker ({error})") from None
        self.tinker: Any = tinker
        given = self.settings.start_from
        self.started_from = {"state": given, "sampler": given} if given else None
        if checkpoint is not None:
            self.started_from = read_object(checkpoint, _LARGEST)
        with self._answering():
            self.service = tinker.ServiceClient(api_key=_api_key(), base_url=self.settings.service)
            weights = {"base_model": self.settings.model}
            if self.started_from is not None:
                weights = {"model_path": self.started_from["sampler"]}
            self.reference: Any = self.service.create_sampling_client(**weights).result()
            self.sampler: Any = self.reference
            self.chat = Chat(self.reference.get_tokenizer(), rules.instructions)

    def train(self, job: Job) -> Path:
        """Make all steps, and save every `eval_every` of them."""
        with self._answering():
            done = self._begin(job)
            batches = self._batches(job, done)
            samples: list[Sample] = []
            updates = job.method.settings.get("updates", 1)
            sampled: dict[str, float] = {}
            for step in tqdm(range(done + 1, self.settings.steps + 1), initial=done, total=self.settings.steps):
                if job.method.name == "sft":
                    metrics = self._supervised(job, step, next(batches))
                else:
                    if (step - 1) % self.settings.sampler_every == 0:
                        self.sampler = self.training.save_weights_and_get_sampling_client().result()
                    if (step - 1) % updates == 0:
                        samples, sampled = self._sample(job, next(batches), step)
                    metrics = sampled | self._by_reward(job, step, samples)
                if step % job.config.log_interval == 0 or step == self.settings.steps:
                    job.log({f"train/{name}": value for name, value in metrics.items()}, step)
                stopped = job.stop.received is not None and step % updates == 0
                if step % self.settings.eval_every == 0 or step == self.settings.steps or stopped:
                    saved = self._save(job, step, validate=not stopped)
                if stopped and step < self.settings.steps:
                    job.leave(step)
        return saved

    def answer(self, prompts: Sequence[str]) -> list[str]:
        """Greedy outputs of the sampler."""
        with self._answering():
            asked = [self._ask(self.sampler, self.chat.prompt(prompt), 1, temperature=0.0) for prompt in prompts]
            return [self.chat.output(future.result().sequences[0].tokens) for future in asked]

    def newest(self, run: Path) -> Path | None:
        if run.is_file():
            return run
        return max(run.glob("checkpoint-*.json"), key=_step_of, default=None)

    def tracker_state(self, checkpoint: Path) -> dict[str, Any]:
        return dict(read_object(checkpoint, _LARGEST)["tracker"])

    # ---- steps

    def _begin(self, job: Job) -> int:
        """Make the remote adapter, or continue with a saved one; returns the number of steps made."""
        if job.resumed_from is not None:
            path = read_object(job.resumed_from, _LARGEST)["state"]
            self.training: Any = self.service.create_training_client_from_state_with_optimizer(path).result()
            return _step_of(job.resumed_from)
        if self.started_from is not None:
            self.training = self.service.create_training_client_from_state(self.started_from["state"]).result()
            return 0
        self.training = self.service.create_lora_training_client(
            base_model=str(self.settings.model), rank=self.settings.rank, seed=job.config.seed
        ).result()
        return 0

    def _batches(self, job: Job, steps: int) -> Iterator[list[int]]:
        """Places of the prompts of each batch, in an order that depends on the seed and the epoch alone."""
        settings, size = self.settings, job.config.global_batch_size
        usable = [
            place
            for place, (_, prompted) in enumerate(job.prompts)
            if _fits(self.chat.row(prompted.prompt, prompted.output).weights, settings)
        ]
        if not usable:
            raise UserError(
                "no prompt fits into policy.max_prompt_tokens and policy.max_output_tokens; make them larger"
            )
        if len(usable) < len(job.prompts):
            print(f"{len(job.prompts) - len(usable)} of {len(job.prompts)} prompts are too long and are left out")
        taken = steps // job.method.settings.get("updates", 1) * size
        epoch, inside = divmod(taken, len(usable))
        batch: list[int] = []
        while True:
            order = np.random.default_rng((job.config.seed, epoch)).permutation(len(usable))
            for place in order[inside:]:
                batch.append(usable[place])
                if len(batch) == size:
                    yield batch
                    batch = []
            epoch, inside = epoch + 1, 0

    def _supervised(self, job: Job, step: int, batch: Iterable[int]) -> dict[str, float]:
        chosen = [job.prompts[place][1] for place in batch]
        rows = [self.chat.row(prompted.prompt, prompted.output) for prompted in chosen]
        outputs = self._step(
            job,
            step,
            [(row.tokens, {"weights": np.array(row.weights[1:], np.float32)}) for row in rows],
            "cross_entropy",
        )
        total = sum(-(log_p * row.weights[1:]).sum() for log_p, row in zip(outputs, rows, strict=True))
        return {"loss": float(total) / sum(sum(row.weights) for row in rows), "lr": self._rate(job, step)}

    def _sample(self, job: Job, batch: Sequence[int], step: int) -> tuple[list[Sample], dict[str, float]]:
        """Outputs for the prompts of a batch, with their advantages, and metrics of them."""
        method = job.method.settings
        count, temperature = method["samples"], method["temperature"]
        chosen = [job.prompts[place] for place in batch]
        prompts = [self.chat.prompt(prompted.prompt) for _, prompted in chosen]
        seed = job.config.seed + step
        asked = [self._ask(self.sampler, prompt, count, temperature, seed) for prompt in prompts]
        written = [sequence for future in asked for sequence in future.result().sequences]
        texts = [self.chat.output(sequence.tokens) for sequence in written]
        identifiers = [number for number, _ in chosen for _ in range(count)]
        rewards = rewards_of(job.rewarder, identifiers, texts)
        totals = rewards["reward"].reshape(len(chosen), count)
        known = ~np.isnan(totals)
        means = np.nansum(totals, 1, keepdims=True) / np.maximum(known.sum(1, keepdims=True), 1)
        filled = np.where(known, totals, means)  # an unknown reward is nobody's merit or fault
        advantages = filled - means
        if method["by_deviation"]:
            advantages = advantages / (filled.std(1, keepdims=True) + 1e-4)
        rows = [prompts[place // count] + list(sequence.tokens) for place, sequence in enumerate(written)]
        befores = [len(prompts[place // count]) for place in range(len(written))]
        log_p = [np.array(sequence.logprobs, np.float32) for sequence in written]
        over = self._over_reference(rows, befores, log_p) if method["kl"] else [np.zeros_like(one) for one in log_p]
        samples = [
            Sample(before, row, now, advantage - method["kl"] * gap)
            for before, row, now, advantage, gap in zip(befores, rows, log_p, advantages.ravel(), over, strict=True)
        ]
        lengths = sum(len(sample.log_p) for sample in samples)
        found = {
            name if name in ("reward", "pass_at_k") else f"reward_{name}": float(np.nanmean(values))
            for name, values in rewards.items()
            if not np.isnan(values).all()
        }
        return samples, found | {
            "reward_std": float(filled.std(1).mean()),
            "no_variance": float((np.ptp(filled, 1) == 0).mean()),
            "length": lengths / len(samples),
            "kl_per_token": float(sum(gap.sum() for gap in over)) / max(lengths, 1),
        }

    def _over_reference(
        self, rows: Sequence[list[int]], befores: Sequence[int], log_p: Sequence[np.ndarray]
    ) -> list[np.ndarray]:
        """Log-probability of each token of the outputs over that of the model at the start."""
        asked = [self.reference.compute_logprobs(self.tinker.ModelInput.from_ints(row)) for row in rows]
        found = []
        for future, before, now in zip(asked, befores, log_p, strict=True):
            found.append(now - np.array(future.result()[before:], np.float32))
        return found

    def _by_reward(self, job: Job, step: int, samples: Sequence[Sample]) -> dict[str, float]:
        method = job.method.settings
        low, high = 1 - method["clip_low"], 1 + method["clip_high"]
        rows = []
        for sample in samples:
            padding = np.zeros(sample.before - 1, np.float32)  # tokens of the prompt have no advantage
            rows.append(
                (
                    sample.tokens,
                    {
                        "logprobs": np.concatenate((padding, sample.log_p)),
                        "advantages": np.concatenate((padding, sample.advantages)).astype(np.float32),
                    },
                )
            )
        limits = {"clip_low_threshold": low, "clip_high_threshold": high}
        outputs = self._step(job, step, rows, "ppo", limits)
        ratios = np.concatenate(
            [np.exp(now[s.before - 1 :] - s.log_p) for now, s in zip(outputs, samples, strict=True)]
        )
        advantages = np.concatenate([sample.advantages for sample in samples])
        gains = np.minimum(ratios * advantages, ratios.clip(low, high) * advantages)
        return {
            "loss": -float(gains.mean()),
            "clip_low_share": float((ratios < low).mean()),
            "clip_high_share": float((ratios > high).mean()),
            "lr": self._rate(job, step),
        }

    # ---- calls

    def _step(
        self,
        job: Job,
        step: int,
        rows: Sequence[tuple[list[int], dict[str, np.ndarray]]],
        loss: str,
        settings: dict[str, float] | None = None,
    ) -> list[np.ndarray]:
        """One forward, backward and optimizer step; returns the log-probability of each target token of each row."""
        data = [
            self.tinker.Datum(
                model_input=self.tinker.ModelInput.from_ints(tokens[:-1]),
                loss_fn_inputs={"target_tokens": np.array(tokens[1:], np.int64), **inputs},
            )
            for tokens, inputs in rows
        ]
        config = job.config
        adam = self.tinker.AdamParams(
            learning_rate=self._rate(job, step),
            beta1=config.beta1,
            beta2=config.beta2,
            weight_decay=config.weight_decay,
        )
        passed = self.training.forward_backward(data, loss, settings)
        updated = self.training.optim_step(adam)  # sent before the first answer, so that the service does not wait
        outputs = passed.result().loss_fn_outputs
        updated.result()
        return [np.asarray(output["logprobs"].to_numpy(), np.float32) for output in outputs]

    def _ask(self, sampler: Any, prompt: list[int], count: int, temperature: float, seed: int | None = None) -> Any:
        parameters = self.tinker.SamplingParams(
            max_tokens=self.settings.max_output_tokens,
            temperature=temperature,
            stop=[self.chat.end_id],
            seed=seed,
        )
        return sampler.sample(self.tinker.ModelInput.from_ints(prompt), count, parameters)

    def _rate(self, job: Job, step: int) -> float:
        config = job.config
        return scheduled_rate(
            config.lr_schedule,
            step,
            base_lr=config.lr,
            warmup_steps=config.lr_warmup_steps,
            total_steps=self.settings.steps,
            min_ratio=config.lr_min_ratio,
        )

    def _save(self, job: Job, step: int, validate: bool) -> Path:
        name = f"{job.config.run_name}-{step}"
        state = self.training.save_state(name).result().path
        weights = self.training.save_weights_for_sampler(name).result().path
        self.sampler = self.service.create_sampling_client(model_path=weights).result()
        if validate:
            job.validate(step)
        file = job.config.run_folder / f"checkpoint-{step}.json"
        saved = {"step": step, "state": state, "sampler": weights, "tracker": job.tracker.state_dict()}
        replace_text(file, dump_json(saved))
        return file

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Inside the block, an error of the service or its package becomes one line."""
        try:
            yield
        except self.tinker.TinkerError as error:
            raise UserError(f"the Tinker service: {' '.join(str(error).split())[:300]}") from None


def _fits(weights: Sequence[int], settings: TextConfig) -> bool:
    written = sum(weights)
    return len(weights) - written <= settings.max_prompt_tokens and written <= settings.max_output_tokens


def _step_of(checkpoint: Path) -> int:
    return int(checkpoint.stem.rpartition("-")[2])


def _api_key() -> str:
    """The key from the environment, or from a line `TINKER_API_KEY=...` of `.env`.

    Raises:
        UserError: neither has it.
    """
    if key := os.environ.get(_KEY, "").strip():
        return key
    file = Path(".env")
    for line in read_text(file, _LARGEST).splitlines() if file.is_file() else []:
        name, separator, value = line.removeprefix("export ").partition("=")
        if separator and name.strip() == _KEY and value.strip():
            return value.strip().strip("\"'")
    raise UserError(f"policy=tinker needs {_KEY}, in the environment or in a file .env here")
