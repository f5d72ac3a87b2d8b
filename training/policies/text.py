"""What policies that read and write text share: their data, names, run folder, metrics, validation and scores.

A subclass brings `train` and `answer`. Prompts and rewards are those of our own networks, from the same data sets, and
outputs are scored by the same evaluators.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NoReturn

import numpy as np
from omegaconf import OmegaConf
from pydantic import Field
from tqdm import tqdm

from dataset.puzzle_dataset import PuzzleDataset, fingerprint
from dataset.rewards import InWords, Prompted, TextRewarder, in_words
from evaluators.base import Evaluator, JudgesText, Tabulated
from runs.config import CONFIG_FOLDER, MOST, RUN_CONFIG, PolicyRunConfig, PretrainConfig, save_config, validated
from runs.devices import choose_device, device_name
from runs.manifest import check_same_data, write_manifest
from training import sweep
from training.build import build_evaluation, build_evaluators
from training.commands import resume_command
from training.distributed import Dist, distributed
from training.names import default_run_name, name_run
from training.policies.base import Method, Policy, PolicyConfig
from training.run_folder import Occupancy, occupied
from training.signals import StopSignals
from training.state import EvaluationData
from training.trackers.base import NoTracker, Tracker
from training.trackers.opening import open_trackers
from utils.classes import Named
from utils.errors import UserError

_UNUSED = (
    *(
        "augment",
        "val_groups",
        "data_device",
        "prefetch_batches",
        "epochs",
        "max_steps",
        "puzzle_emb_lr",
        "puzzle_emb_weight_decay",
    ),
    *("ema", "ema_rate", "freeze_weights", "steps_curriculum", "eval_interval", "min_eval_interval", "compile"),
    *("eval_save_outputs", "eval_traces", "checkpoint_every_eval", "cpu_matmul", "kernels", "activation_checkpointing"),
)
"""Keys of `training.yaml` that say nothing about a policy that writes text."""


class TextConfig(PolicyConfig):
    """Settings of all policies that write text."""

    model: str | None = None
    """The name or folder of the language model. `finetune.py` takes it as the key `model`."""
    rank: int = Field(32, ge=1, le=4096)
    """Rank of LoRA."""
    steps: int = Field(800, ge=1, le=MOST)
    """Steps of `global_batch_size` prompts."""
    eval_every: int = Field(200, ge=1, le=MOST)
    """Steps between validations and between checkpoints."""
    eval_examples: int = Field(200, ge=1, le=MOST)
    """Prompts of each test set that a validation answers, from the first on."""
    max_prompt_tokens: int = Field(1024, ge=1, le=10**6)
    """Longer prompts are left out, which is said."""
    max_output_tokens: int = Field(256, ge=1, le=10**6)
    """Outputs end here, and longer right outputs are left out."""


@dataclass
class Job:
    """All that a subclass needs to train.

    Attributes:
        config: with names filled in.
        rules: the data's own.
        train: the training data.
        resumed_from: the checkpoint that the run continues from; None at the start.
        stop: knows whether the process was asked to end.
        occupancy: of the run's folder.
        validate: answers the first test prompts and records the scores. All ranks must call it.
    """

    config: PretrainConfig
    method: Method
    dist: Dist
    rules: InWords
    train: PuzzleDataset
    resumed_from: Path | None
    tracker: Tracker
    stop: StopSignals
    occupancy: Occupancy
    validate: Callable[[int], None]

    @cached_property
    def prompts(self) -> list[tuple[int, Prompted]]:
        """The training prompts, each with its identifier."""
        return [
            (number, prompted)
            for source in self.train.sets
            for number, prompted in zip(source.puzzle_identifiers.tolist(), self.rules.prompts(source), strict=True)
        ]

    @cached_property
    def rewarder(self) -> TextRewarder:
        """Scores outputs for the training prompts."""
        return self.rules.text_rewarder(self.train.sets)

    def log(self, metrics: dict[str, float], step: int) -> None:
        """Record metrics. All ranks must call it; those of the main one are kept."""
        self.occupancy.check()
        self.tracker.log(metrics, step)

    def leave(self, step: int) -> NoReturn:
        """Say how to go on after a signal, and end the process. The checkpoint is saved."""
        number = self.stop.received or signal.SIGTERM
        if self.dist.is_main:
            print(f"\nstopped by {signal.Signals(number).name} at step {step} and saved; continue with")
            print(f"  {resume_command(self.config, self.dist.launcher)}", flush=True)
        raise SystemExit(128 + number)


class TextPolicy(Policy):
    """See the module's head. A subclass also sets `config_class`, `methods` and `unused`."""

    config_class: type[TextConfig] = TextConfig
    methods: ClassVar[Collection[str]] = ("sft", "grpo")
    """The methods that it learns by."""
    unused: ClassVar[Collection[str]] = ()
    """Keys of `training.yaml`, beside those that no policy that writes text uses, that it does not use."""
    settings: TextConfig

    # ---- what a subclass writes

    def open(self, checkpoint: Path | None, config: PretrainConfig, dist: Dist, rules: InWords) -> None:
        """Load the model, and the weights of a checkpoint; None: untuned.

        Raises:
            UserError: it cannot be loaded.
        """
        raise NotImplementedError

    def train(self, job: Job) -> Path:
        """Tune the opened model, and return what was saved last."""
        raise NotImplementedError

    def answer(self, prompts: Sequence[str]) -> list[str]:
        """The likeliest output for each prompt."""
        raise NotImplementedError

    def newest(self, run: Path) -> Path | None:
        """The newest whole checkpoint in a run's folder, or that folder itself if it is a checkpoint."""
        raise NotImplementedError

    def tracker_state(self, checkpoint: Path) -> dict[str, Any]:
        """What the trackers had recorded when a checkpoint was saved."""
        raise NotImplementedError

    # ---- tuning

    def tune(self, method: Method, values: dict[str, Any]) -> Path | None:
        name = type(self).__name__
        if method.name not in self.methods:
            raise UserError(f"{name} learns by method={' or method='.join(self.methods)}, not by {method.name}")
        if not self.settings.model:
            raise UserError("name the language model: model=FOLDER, or its name on the hub, as in model=Qwen/Qwen3-4B")
        config = validated(PretrainConfig, values)
        self._refuse_unused(config)
        if config.run_name is None:
            stem = re.sub(r"[^\w.-]", "-", Path(self.settings.model).name) or "model"
            config = config.model_copy(update={"run_name": default_run_name(f"{stem}-{method.name}@")})
        with distributed(config.device) as dist:
            config = dist.broadcast(name_run(config, sweep.suffix()))
            with occupied(config, dist) as occupancy:
                self._tune(config, method, dist, occupancy)
            return config.run_folder if dist.is_main else None

    def _tune(self, config: PretrainConfig, method: Method, dist: Dist, occupancy: Occupancy) -> None:
        run = config.run_folder
        resumed_from = dist.on_main(lambda: self._resume_from(config))
        fingerprints = dist.on_main(lambda: [fingerprint(Path(path)) for path in config.data_paths])
        if resumed_from is not None:
            check_same_data(run, config.data_paths, fingerprints)
        train = PuzzleDataset([Path(path) for path in config.data_paths], "train")
        rules = in_words(train.data_rules)
        evaluation = build_evaluation(config, train, announce=dist.is_main)
        evaluators = build_evaluators(config, evaluation, announce=dist.is_main)
        start = None if config.load_checkpoint is None else self.newest(Path(config.load_checkpoint))
        if config.load_checkpoint is not None and start is None:
            raise UserError(
                f"load_checkpoint={config.load_checkpoint}: there is no checkpoint of {type(self).__name__}"
            )
        self.open(start, config, dist, rules)
        tracker: Tracker = NoTracker()
        try:
            if dist.is_main:
                self._describe(config, method)
                machine: dict[str, str | int] = {"device": device_name(dist.device), "world_size": dist.world_size}
                write_manifest(run, config.data_paths, fingerprints, train.metadata, sweep.command_line(), machine)
                tracker = open_trackers(config, continues=resumed_from is not None)
                if resumed_from is not None:
                    tracker.load_state_dict(self.tracker_state(resumed_from))
        except OSError as error:
            raise UserError(f"{run} cannot be written to ({error.strerror or error})") from error

        def validate(step: int) -> None:
            if evaluation is not None:
                metrics = self.score(evaluation, evaluators, self.settings.eval_examples, dist)
                job.log(metrics, step)
                if dist.is_main:
                    of_sets = [f"{name} {value:.3f}" for name, value in metrics.items() if name.count("/") == 1]
                    tqdm.write(f"step {step}: {', '.join(of_sets)}")
            dist.barrier()

        with StopSignals() as stop:
            job = Job(config, method, dist, rules, train, resumed_from, tracker, stop, occupancy, validate)
            try:
                saved = self.train(job)
            finally:
                tracker.finish()
        if dist.is_main:
            print(f"saved {saved}")

    def _refuse_unused(self, config: PretrainConfig) -> None:
        """Refuse keys that would have no effect.

        Raises:
            UserError: one of them differs from its default.
        """
        defaults: Any = OmegaConf.to_container(OmegaConf.load(CONFIG_FOLDER / "training.yaml"))
        for key in (*_UNUSED, *self.unused):
            if getattr(config, key) != defaults[key]:
                raise UserError(f"{key}={getattr(config, key)} means nothing to {type(self).__name__}; leave it out")

    def _resume_from(self, config: PretrainConfig) -> Path | None:
        newest = self.newest(config.run_folder)
        if config.resume is None and newest is not None:
            raise UserError(
                f"{config.run_folder} already holds {newest.name}: continue it with resume=auto, or choose another"
                " run_name"
            )
        if config.resume not in (None, "auto"):
            raise UserError(f"resume={config.resume}: {type(self).__name__} continues with resume=auto")
        return newest

    def _describe(self, config: PretrainConfig, method: Method) -> None:
        """Write `all_config.yaml`, by which `evaluate.py` knows the policy."""
        name = f"{type(self).__module__.removeprefix('training.')}@{type(self).__name__}"
        policy = Named(name=name, **self.settings.model_dump())
        run = PolicyRunConfig(**config.model_dump(), method=Named(name=method.name, **method.settings), policy=policy)
        save_config(run, config.run_folder / RUN_CONFIG)

    # ---- scores

    def evaluate(
        self, checkpoint: Path, config: PretrainConfig, data_path: Path, split: str, most: int | None, device: str
    ) -> tuple[dict[str, float], list[str]]:
        newest = self.newest(checkpoint)
        if newest is None:
            raise UserError(f"no checkpoint in {checkpoint}")
        dataset = PuzzleDataset([data_path], split)
        config = config.model_copy(update={"data_paths": [str(data_path)], "data_paths_test": []})
        evaluation = EvaluationData(dataset, dataset.sets)
        evaluators = build_evaluators(config, evaluation, announce=True)
        dist = Dist(device=choose_device(device))
        self.open(newest, config, dist, in_words(dataset.data_rules))
        metrics = self.score(evaluation, evaluators, most, dist)
        return metrics, [evaluator.table() for evaluator in evaluators if isinstance(evaluator, Tabulated)]

    def score(
        self, evaluation: EvaluationData, evaluators: Sequence[Evaluator], most: int | None, dist: Dist
    ) -> dict[str, float]:
        """Answer the prompts of each set, and let the evaluators score the outputs. All ranks must call it.

        Args:
            most: prompts of each set that are answered, from the first on; None: all.
        """
        rules = in_words(evaluation.dataset.data_rules)
        judges = [evaluator for evaluator in evaluators if isinstance(evaluator, JudgesText)]
        for evaluator in evaluators:
            evaluator.begin_eval()
        for source in evaluation.sets:
            prompts = [prompted.prompt for prompted in rules.prompts(source)[:most]]
            numbers = range(dist.rank, len(prompts), dist.world_size)
            texts = self.answer([prompts[number] for number in numbers])
            for judge in judges:
                if source.name in judge.sets:
                    judge.update_texts(source.name, numbers, texts)
        metrics: dict[str, float] = {}
        for evaluator in evaluators:
            if isinstance(evaluator, JudgesText):
                metrics |= evaluator.result(dist, None)
        return metrics


def rewards_of(rewarder: TextRewarder, identifiers: Iterable[int], outputs: Sequence[str]) -> dict[str, np.ndarray]:
    """The rewards of outputs by name, and beside them `pass_at_k`: whether one of a prompt's outputs is right.

    Unknown rewards are NaN.
    """
    numbers = np.fromiter(identifiers, np.int64, len(outputs))
    found = rewarder.rewards(numbers, outputs)
    success = np.nan_to_num(found[rewarder.success])
    passed = np.zeros(len(outputs), np.float32)
    for number in np.unique(numbers):
        passed[numbers == number] = success[numbers == number].max()
    return found | {"pass_at_k": passed}
