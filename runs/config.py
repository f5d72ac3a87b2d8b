"""The configuration of a training run: official keys under their official names, and ours; anything else is an error.

`config/training.yaml` holds the defaults and explains each key. Architecture, optimizer and evaluator settings are
checked by the class they name.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

import yaml
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from utils.classes import Named
from utils.errors import UserError, nearest
from utils.files import replace_text
from utils.printing import printable
from utils.reading_yaml import read_yaml

CONFIG_FOLDER = Path(__file__).resolve().parent.parent / "config"
"""The YAML files that Hydra composes a configuration from."""
RUN_CONFIG = "all_config.yaml"
"""The file in a run's folder that holds its whole configuration."""

M = TypeVar("M", bound=BaseModel)

MOST = 10**12
"""Largest interval or count of steps: no run gets this far, and every counter can hold it."""
MOST_EVALUATIONS = 10**6
"""Largest number of evaluations in a run."""


class ArchConfig(Named):
    """An architecture, its loss, and the settings of both."""

    loss: Named


class NetworkConfig(BaseModel):
    """The parts of a network: its recursion (`arch`), encoder, head and carry."""

    arch: ArchConfig
    encoder: Named = Named(name="encoders.tokens@Tokens")
    head: Named = Named(name="heads.positions@Positions")
    carry: Named = Named(name="carries.latents@Latents")

    def in_precision(self, dtype: str | None) -> Self:
        """A copy with another `forward_dtype`; None leaves the configuration as it is."""
        if dtype is None:
            return self
        return self.model_copy(update={"arch": self.arch.model_copy(update={"forward_dtype": dtype})})


class WandbConfig(BaseModel):
    """Weights & Biases."""

    model_config = ConfigDict(extra="forbid")
    mode: Literal["offline", "online", "disabled"] | None = None
    """None: `training.names.name_run` fills in what the environment variable WANDB_MODE says."""
    entity: str | None = None
    tags: list[str] = []


class StepsCurriculum(BaseModel):
    """At first, training makes at most `first` improvement steps of a row; one more after every `every` epochs."""

    model_config = ConfigDict(extra="forbid")
    first: int = Field(ge=1, le=MOST)
    every: int = Field(ge=1, le=MOST)


class PretrainConfig(NetworkConfig):
    """One training run; `config/training.yaml` explains the keys."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)  # run_name=7

    optim: Named = Named(name="adam_atan2@AdamATan2")
    evaluators: list[Named] = []

    # Data
    data_paths: list[str] = Field(min_length=1)
    data_paths_test: list[str] | None = []
    augment: str | None = None
    val_groups: int = Field(0, ge=0, le=MOST)
    calibrate: int = Field(0, ge=0, le=MOST)
    data_device: Literal["auto", "device", "host"] = "auto"
    prefetch_batches: int | None = Field(None, ge=0, le=1000)

    # Optimization
    global_batch_size: int = Field(ge=1, le=2**24)
    grad_accum_steps: int = Field(1, ge=1, le=2**24)
    epochs: int = Field(ge=1, le=10**9)
    max_steps: int | None = Field(None, ge=1, le=MOST)
    lr: float = Field(ge=0, allow_inf_nan=False)
    lr_schedule: Literal["cosine", "constant", "cosine_to_zero"] = "cosine"
    lr_min_ratio: float = Field(ge=0, le=1)
    lr_warmup_steps: int = Field(ge=0, le=MOST)
    beta1: float = Field(ge=0, lt=1)
    beta2: float = Field(ge=0, lt=1)
    weight_decay: float = Field(ge=0, allow_inf_nan=False)
    puzzle_emb_lr: float = Field(ge=0, allow_inf_nan=False)
    puzzle_emb_weight_decay: float = Field(ge=0, allow_inf_nan=False)
    ema: bool = False
    ema_rate: float = Field(0.999, ge=0, le=1)
    freeze_weights: bool = False
    steps_curriculum: StepsCurriculum | None = None
    seed: int = Field(0, ge=0, lt=2**63)

    # Evaluation and checkpoints
    eval_interval: int | None = Field(None, ge=1, le=MOST)
    min_eval_interval: int | None = Field(0, ge=0, le=MOST)
    eval_save_outputs: list[str] = []
    eval_traces: int = Field(4, ge=0, le=100)
    checkpoint_every_eval: bool = False
    checkpoint_interval: int | None = Field(None, ge=1, le=MOST)
    keep_last: int | None = Field(None, ge=1, le=MOST)
    checkpoint_path: str | None = None
    load_checkpoint: str | None = None
    resume: str | None = None

    # Names and logs
    project_name: str | None = None
    run_name: str | None = None
    log_interval: int = Field(10, ge=1, le=MOST)
    wandb: WandbConfig = WandbConfig()
    tensorboard: bool = False
    report: bool = True

    # Machine
    device: str = "auto"
    compile: bool | Literal["auto"] = "auto"
    activation_checkpointing: bool = False
    cpu_matmul: Literal["auto", "mkl", "onednn"] = "auto"
    kernels: Literal["fast", "plain"] = "fast"

    @model_validator(mode="after")
    def _check_divisible(self) -> PretrainConfig:
        if self.eval_interval is not None and self.epochs > self.eval_interval and self.epochs % self.eval_interval:
            raise ValueError(f"eval_interval {self.eval_interval} must divide epochs {self.epochs}")
        if self.epochs // (self.eval_interval or self.epochs) > MOST_EVALUATIONS:
            raise ValueError(
                f"eval_interval {self.eval_interval} means {self.epochs // (self.eval_interval or 1)} evaluations in"
                f" {self.epochs} epochs; make it at least {-(self.epochs // -MOST_EVALUATIONS)}"
            )
        if self.global_batch_size % self.grad_accum_steps:
            raise ValueError(
                f"global_batch_size {self.global_batch_size} must be a multiple of grad_accum_steps"
                f" {self.grad_accum_steps}"
            )
        return self

    @property
    def run_folder(self) -> Path:
        """`checkpoint_path`, once `training.names.name_run` has filled it in."""
        assert self.checkpoint_path is not None, "name_run comes first"
        return Path(self.checkpoint_path)


class PolicyRunConfig(PretrainConfig):
    """What lies in the folder of a run whose policy saves it: also the policy, and what it learned by."""

    method: Named
    policy: Named


def validated(model: type[M], values: dict[str, Any], where: str = "") -> M:
    """Check `values` against a pydantic model; a mistake becomes one line that names the key and the nearest one.

    Raises:
        UserError: with the first mistake.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = where + ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            beside = key.rpartition(".")[0]
            hint = nearest(key, [f"{beside}.{name}".lstrip(".") for name in _fields_at(model, first["loc"][:-1])])
            raise UserError(f"unknown key '{key}'{hint}") from None
        if first["type"] == "missing":
            raise UserError(f"key '{key}' is missing") from None
        message = first["msg"].removeprefix("Value error, ")
        shown = _shown(first["input"])
        if first["type"] == "string_type" and isinstance(first["input"], bool | dict | list):
            message += f"; for a text, quote it, as in \"{key}='a text'\""
        raise UserError(message if not key or key == where else f"{key}={shown}: {message}") from None


def _shown(value: Any) -> str:
    """A value in a message, of bounded length."""
    try:
        text = repr(value)
    except ValueError:  # Python refuses to write out a number of more than 4,300 digits
        text = "a number of thousands of digits"
    return printable(text if len(text) <= 80 else f"{text[:77]}...")


def _fields_at(model: type[BaseModel], location: Iterable[int | str]) -> list[str]:
    """The keys that exist at a place in the configuration; none where that place is no pydantic model."""
    for part in location:
        annotation = model.model_fields[str(part)].annotation if str(part) in model.model_fields else None
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return list(model.model_fields)


def compose(command_line: DictConfig) -> PretrainConfig:
    """Validate what Hydra composed from `config/` and the command line.

    Raises:
        UserError: an unknown key, or a value that does not fit.
    """
    try:
        values = OmegaConf.to_container(command_line, resolve=True)
    except OmegaConfBaseException as error:
        raise UserError(" ".join(str(error).split())) from None
    return validated(PretrainConfig, values)  # type: ignore[arg-type]


def save_config(config: PretrainConfig, path: Path) -> None:
    """Write `all_config.yaml`, from which `evaluate.py` and the official code rebuild the network."""
    replace_text(path, yaml.safe_dump(config.model_dump(), sort_keys=False))


def config_beside(checkpoint: Path) -> Path | None:
    """The configuration in a run's folder, or beside a checkpoint in it; None where there is none."""
    for folder in (checkpoint, checkpoint.parent):
        try:
            if (folder / RUN_CONFIG).is_file():
                return folder / RUN_CONFIG
        except OSError:  # a name that is too long
            return None
    return None


def load_config(path: Path) -> PretrainConfig:
    """Read `all_config.yaml`, ours or the official code's.

    Raises:
        UserError: naming the file, for whatever is wrong with it.
    """
    if not path.exists():
        raise UserError(f"no config at {path}; it lies beside the checkpoints as {RUN_CONFIG}")
    values = read_yaml(path)
    if not isinstance(values, dict):
        raise UserError(f"{path} holds no configuration")
    try:
        return validated(PolicyRunConfig if "policy" in values else PretrainConfig, values)
    except UserError as error:
        raise UserError(f"{path}: {error}") from None
