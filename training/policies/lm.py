"""A causal language model of transformers with a LoRA adapter, tuned by TRL's trainers for SFT and GRPO.

    finetune.py policy=lm method=sft model=Qwen/Qwen3-4B data_paths="[data/tool_json]"

A run's folder holds `checkpoint-N/` as these trainers write them, each with the adapter, and our `metrics.jsonl`.
`evaluate.py --checkpoint RUN` scores the newest one.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from pydantic import Field
from tqdm import tqdm

from dataset.rewards import InWords
from runs.config import PretrainConfig
from training.distributed import Dist
from training.policies.chat import Chat
from training.policies.text import Job, TextConfig, TextPolicy, rewards_of
from utils.errors import UserError
from utils.files import replace_text

_STATE = "tracker.json"
"""Written last into a checkpoint's folder, so that it marks a whole one."""
_NAMES = {
    "loss": "loss",
    "learning_rate": "lr",
    "grad_norm": "gradient_norm",
    "mean_token_accuracy": "accuracy",
    "entropy": "entropy_per_token",
    "kl": "kl_per_token",
    "reward": "reward",
    "reward_std": "reward_std",
    "frac_reward_zero_std": "no_variance",
    "clip_ratio/low_mean": "clip_low_share",
    "clip_ratio/high_mean": "clip_high_share",
    "completions/mean_length": "length",
    "completions/clipped_ratio": "cut_share",
}
"""Our names of what TRL reports; times and speeds are left out. Its KL is an estimate from samples."""


class LanguageModelConfig(TextConfig):
    """Settings of `LanguageModel`."""

    alpha: int = Field(64, ge=1, le=10**6)
    """LoRA's updates are scaled by alpha / rank."""
    dropout: float = Field(0.0, ge=0, lt=1)
    """Of LoRA."""
    target_modules: str | list[str] = "all-linear"
    """The layers that get an adapter."""
    dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    """Of the model's weights; auto: bfloat16 on a GPU that has it, else float32."""
    gradient_checkpointing: bool = False
    """Compute activations again in the backward pass: less memory, a third more work."""
    answers_at_once: int = Field(32, ge=1, le=10**6)
    """Prompts that are answered together in a validation."""


class LanguageModel(TextPolicy):
    """See the module's head."""

    config_class = LanguageModelConfig
    settings: LanguageModelConfig

    def open(self, checkpoint: Path | None, config: PretrainConfig, dist: Dist, rules: InWords) -> None:
        _require_packages()
        from peft import PeftModel
        from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed

        set_seed(config.seed)
        name = str(self.settings.model)
        try:
            tokenizer = AutoTokenizer.from_pretrained(name)
            model = AutoModelForCausalLM.from_pretrained(name, dtype=self._dtype(dist.device))
        except (OSError, ValueError) as error:
            raise UserError(f"model={name} cannot be loaded: {' '.join(str(error).split())[:300]}") from None
        self.chat = Chat(tokenizer, rules.instructions)
        tokenizer.eos_token = self.chat.end
        tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
        tokenizer.padding_side = "left"
        model.generation_config.eos_token_id = tokenizer.eos_token_id
        model.generation_config.pad_token_id = tokenizer.pad_token_id
        self.model: Any = model
        if checkpoint is not None:
            try:
                self.model = PeftModel.from_pretrained(model, str(checkpoint), is_trainable=True)
            except (OSError, ValueError, RuntimeError, KeyError) as error:
                reason = " ".join(str(error).split())[:300]
                raise UserError(f"the adapter in {checkpoint} does not fit model={name}: {reason}") from None
        self.model.to(dist.device)

    def train(self, job: Job) -> Path:
        """Let TRL's trainer of the method make all steps."""
        from peft import LoraConfig
        from transformers import PrinterCallback
        from trl import GRPOTrainer, SFTTrainer

        callback = _callback(self, job)
        adapter = None
        if not hasattr(self.model, "peft_config"):
            adapter = LoraConfig(
                task_type="CAUSAL_LM",
                r=self.settings.rank,
                lora_alpha=self.settings.alpha,
                lora_dropout=self.settings.dropout,
                target_modules=self.settings.target_modules,
            )
        common: dict[str, Any] = {
            "model": self.model,
            "processing_class": self.chat.tokenizer,
            "peft_config": adapter,
            "callbacks": [callback],
        }
        if job.method.name == "sft":
            trainer: Any = SFTTrainer(args=self._sft(job), train_dataset=self._sft_rows(job), **common)
        else:
            trainer = GRPOTrainer(
                args=self._grpo(job), train_dataset=self._prompts(job), reward_funcs=_reward(job), **common
            )
        trainer.remove_callback(PrinterCallback)
        self.model = trainer.model
        if job.dist.is_main:
            tuned = sum(p.numel() for p in self.model.parameters() if p.requires_grad)
            print(
                f"{job.config.run_folder}: {tuned:,} parameters of LoRA on {self.settings.model}, {job.dist.device},"
                f" {job.dist.world_size} process(es), {self.settings.steps} steps of {job.config.global_batch_size}"
            )
            if job.resumed_from is not None:
                print(f"continuing from {job.resumed_from}")
        trainer.train(resume_from_checkpoint=None if job.resumed_from is None else str(job.resumed_from))
        if job.stop.received is not None and trainer.state.global_step < self.settings.steps:
            job.leave(trainer.state.global_step)
        newest = self.newest(job.config.run_folder)
        assert newest is not None, "the last step saves"
        return newest

    def answer(self, prompts: Sequence[str]) -> list[str]:
        """Greedy outputs."""
        found: list[str] = []
        was_training = self.model.training
        self.model.eval()
        for start in range(0, len(prompts), self.settings.answers_at_once):
            texts = [self.chat.text(prompt) for prompt in prompts[start : start + self.settings.answers_at_once]]
            rows = self.chat.tokenizer(texts, return_tensors="pt", padding=True, add_special_tokens=False)
            rows = {name: rows[name].to(self.model.device) for name in ("input_ids", "attention_mask")}
            with torch.inference_mode():
                written = self.model.generate(
                    **rows, do_sample=False, max_new_tokens=self.settings.max_output_tokens, top_p=None, top_k=None
                )
            found += [self.chat.output(row) for row in written[:, rows["input_ids"].shape[1] :].tolist()]
        self.model.train(was_training)
        return found

    def newest(self, run: Path) -> Path | None:
        if (run / "adapter_config.json").is_file():
            return run
        whole = [folder for folder in run.glob("checkpoint-*") if (folder / _STATE).is_file()]
        return max(whole, key=lambda folder: int(folder.name.rpartition("-")[2]), default=None)

    def tracker_state(self, checkpoint: Path) -> dict[str, Any]:
        return dict(json.loads((checkpoint / _STATE).read_text()))

    # ---- what the trainers get

    def _dtype(self, device: torch.device) -> torch.dtype:
        if self.settings.dtype == "auto":
            has = device.type == "cuda" and torch.cuda.is_bf16_supported()
            return torch.bfloat16 if has else torch.float32
        return torch.bfloat16 if self.settings.dtype == "bfloat16" else torch.float32

    def _common(self, job: Job, rows: int) -> dict[str, Any]:
        """Arguments of both trainers.

        Args:
            rows: sequences of a step, over all devices.
        """
        config, settings = job.config, self.settings
        share = job.dist.world_size * config.grad_accum_steps
        if rows % share:
            raise UserError(
                f"a step has {rows} outputs, which {job.dist.world_size} processes with"
                f" grad_accum_steps={config.grad_accum_steps} cannot share equally"
            )
        schedules = {"constant": "constant_with_warmup", "cosine_to_zero": "cosine", "cosine": "cosine_with_min_lr"}
        scheduled = {"min_lr_rate": config.lr_min_ratio} if config.lr_schedule == "cosine" else {}
        saves = config.checkpoint_interval or settings.eval_every
        on_cpu = job.dist.device.type == "cpu"
        return {
            "output_dir": str(config.run_folder),
            "max_steps": settings.steps,
            "per_device_train_batch_size": rows // share,
            "gradient_accumulation_steps": config.grad_accum_steps,
            "learning_rate": config.lr,
            "lr_scheduler_type": schedules[config.lr_schedule],
            "lr_scheduler_kwargs": scheduled,
            "warmup_steps": config.lr_warmup_steps,
            "adam_beta1": config.beta1,
            "adam_beta2": config.beta2,
            "weight_decay": config.weight_decay,
            "seed": config.seed,
            "logging_steps": config.log_interval,
            "save_steps": saves,
            "save_total_limit": config.keep_last,
            "gradient_checkpointing": settings.gradient_checkpointing,
            "bf16": not on_cpu and self.model.dtype == torch.bfloat16,
            "use_cpu": on_cpu,
            "report_to": [],
            "disable_tqdm": True,
        }

    def _sft(self, job: Job) -> Any:
        from trl import SFTConfig

        return SFTConfig(max_length=None, **self._common(job, job.config.global_batch_size))

    def _sft_rows(self, job: Job) -> Any:
        """Token rows with labels at the output alone; rows that are too long are left out and counted."""
        from datasets import Dataset

        settings, rows = self.settings, []
        for _, prompted in job.prompts:
            tokens, weights = self.chat.row(prompted.prompt, prompted.output)
            if len(tokens) - sum(weights) <= settings.max_prompt_tokens and sum(weights) <= settings.max_output_tokens:
                labels = [token if weight else -100 for token, weight in zip(tokens, weights, strict=True)]
                rows.append({"input_ids": tokens, "labels": labels})
        _report_left_out(job, len(rows))
        return Dataset.from_list(rows)

    def _grpo(self, job: Job) -> Any:
        from trl import GRPOConfig

        given = job.method.settings
        return GRPOConfig(
            num_generations=given["samples"],
            num_iterations=given["updates"],
            epsilon=given["clip_low"],
            epsilon_high=given["clip_high"],
            beta=given["kl"],
            entropy_coef=given["entropy"],
            temperature=given["temperature"],
            scale_rewards="group" if given["by_deviation"] else "none",
            loss_type="dr_grpo",
            max_completion_length=self.settings.max_output_tokens,
            **self._common(job, job.config.global_batch_size * given["samples"]),
        )

    def _prompts(self, job: Job) -> Any:
        from datasets import Dataset

        rows = [
            {"prompt": self.chat.text(prompted.prompt), "identifier": number}
            for number, prompted in job.prompts
            if len(self.chat.prompt(prompted.prompt)) <= self.settings.max_prompt_tokens
        ]
        _report_left_out(job, len(rows))
        return Dataset.from_list(rows)


def _require_packages() -> None:
    """Import what the extra brings, and make it quiet.

    Raises:
        UserError: something is missing.
    """
    try:
        import datasets
        import peft
        import transformers
        import trl
    except ImportError as error:
        raise UserError(f"policy=lm needs the extra lm: uv sync --extra lm ({error})") from None
    del peft, trl
    warnings.filterwarnings("ignore", module=r"transformers|trl|peft")
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    datasets.disable_progress_bars()


def _report_left_out(job: Job, kept: int) -> None:
    missing = len(job.prompts) - kept
    if not kept:
        raise UserError("no prompt fits into policy.max_prompt_tokens and policy.max_output_tokens; make them larger")
    if missing and job.dist.is_main:
        print(f"{missing} of {len(job.prompts)} prompts are too long for policy.max_prompt_tokens or")
        print("policy.max_output_tokens and are left out")


def _reward(job: Job) -> Any:
    """The total reward as TRL asks for it, None where it is unknown; the parts become metrics."""

    def reward(completions: list[str], identifier: list[int], log_metric: Any, **_: Any) -> list[float | None]:
        found = rewards_of(job.rewarder, identifier, completions)
        for name, values in found.items():
            if name != "reward" and not np.isnan(values).all():
                log_metric(name if name == "pass_at_k" else f"reward_{name}", float(np.nanmean(values)))
        return [None if np.isnan(value) else float(value) for value in found["reward"]]

    return reward


def _callback(policy: LanguageModel, job: Job) -> Any:
    """Hands metrics to our trackers, validates, and ends a run after a signal with a checkpoint."""
    from transformers import TrainerCallback

    settings = policy.settings
    updates = job.method.settings.get("updates", 1)
    bar = tqdm(total=settings.steps, disable=not job.dist.is_main, unit="step")

    class Callback(TrainerCallback):
        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            bar.update(state.global_step - bar.n)

        def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, float] | None = None, **_: Any) -> None:
            logged = dict(logs or {})
            if "loss" not in logged:  # the last one has speeds alone
                return
            metrics = {_NAMES[name]: value for name, value in logged.items() if name in _NAMES}
            metrics |= {
                name: value
                for name, value in logged.items()
                if name.startswith("reward_") and name != "reward_std" or name == "pass_at_k"
            }
            job.log({f"train/{name}": value for name, value in metrics.items()}, state.global_step)
            shown = ("loss", "reward") if "reward" in metrics else ("loss",)
            bar.set_postfix_str(", ".join(f"{name} {metrics[name]:.3f}" for name in shown))

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            bar.update()
            is_last = state.global_step >= settings.steps
            if is_last or state.global_step % settings.eval_every == 0:
                job.validate(state.global_step)
            # Samples that are learned from several times are not in a checkpoint, so one lies between samples.
            between = is_last or state.global_step % updates == 0
            control.should_save = (control.should_save or is_last) and between
            if between and job.dist.any(job.stop.received is not None):
                control.should_save = control.should_training_stop = True

        def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            if job.dist.is_main:
                folder = Path(args.output_dir) / f"checkpoint-{state.global_step}"
                replace_text(folder / _STATE, json.dumps(job.tracker.state_dict()))

        def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            bar.close()

    return Callback()
