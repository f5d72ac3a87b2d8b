"""The configuration of a training run: official keys under their official names, and ours; anything else is an error.

`config/cfg_pretrain.yaml` holds the defaults and explains each key. Architecture, optimizer and evaluator settings are
checked by the class they name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

import yaml
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from training.names import check_name, check_path, default_run_name
from training.tracker import mode_from_environment
from utils.classes import Named
from utils.errors import UserError, nearest
from utils.files import replace_text
from utils.printing import printable
from utils.reading_yaml import read_yaml

CONFIG_FOLDER = Path(__file__).resolve().parent.parent / "config"

M = TypeVar("M", bound=BaseModel)

MOST = 10**12
"""Of intervals and other counts of steps: no run gets so far, and every counter holds it."""
MOST_EVALUATIONS = 10**6


class ArchConfig(Named):
    """An architecture, its loss, and the settings of both."""

    loss: Named


class NetworkConfig(BaseModel):
    """What a network is made of."""

    arch: ArchConfig
    encoder: Named = Named(name="encoders.tokens@Tokens")
    head: Named = Named(name="heads.positions@Positions")
    carry: Named = Named(name="carries.latents@Latents")

    def in_precision(self, dtype: str | None) -> Self:
        """This configuration with another `forward_dtype`; None: as it is."""
        return (
            self.model_copy(update={"arch": self.arch.model_copy(update={"forward_dtype": dtype})}) if dtype else self
        )


class WandbConfig(BaseModel):
    """Weights & Biases."""

    model_config = ConfigDict(extra="forbid")
    mode: Literal["offline", "online", "disabled"] | None = None
    """None: as the environment says (`training.tracker.mode_from_environment`); `name_run` then fills it in."""
    entity: str | None = None
    tags: list[str] = []


class PretrainConfig(NetworkConfig):
    """One training run; `config/cfg_pretrain.yaml` explains the keys."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)  # run_name=7

    optim: Named = Named(name="adam_atan2@AdamATan2")
    evaluators: list[Named] = []

    # Data
    data_paths: list[str] = Field(min_length=1)
    data_paths_test: list[str] | None = []
    augment: str | None = None
    val_groups: int = Field(0, ge=0, le=MOST)
    data_device: Literal["auto", "device", "host"] = "auto"
    prefetch_batches: int | None = Field(None, ge=0, le=1000)

    # Optimization
    global_batch_size: int = Field(ge=1, le=2**24)
    grad_accum_steps: int = Field(1, ge=1, le=2**24)
    epochs: int = Field(ge=1, le=10**9)
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
    seed: int = Field(0, ge=0, lt=2**63)

    # Evaluation and checkpoints
    eval_interval: int | None = Field(None, ge=1, le=MOST)
    min_eval_interval: int | None = Field(0, ge=0, le=MOST)
    eval_save_outputs: list[str] = []
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

    # Machine
    device: str = "auto"
    compile: bool | Literal["auto"] = "auto"
    activation_checkpointing: bool = False
    cpu_matmul: Literal["auto", "mkl", "onednn"] = "auto"

    @model_validator(mode="after")
    def _fits(self) -> PretrainConfig:
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
        """`checkpoint_path`, which `name_run` has filled in."""
        assert self.checkpoint_path is not None, "name_run comes first"
        return Path(self.checkpoint_path)


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
    except ValueError:  # Python refuses to write out such a number
        text = "a number of thousands of digits"
    return printable(text if len(text) <= 80 else f"{text[:77]}...")


def _fields_at(model: type[BaseModel], location: Iterable[int | str]) -> list[str]:
    for part in location:
        annotation = model.model_fields[str(part)].annotation if str(part) in model.model_fields else None
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return list(model.model_fields)


def compose(command_line: DictConfig) -> PretrainConfig:
    """The validated configuration of what Hydra composed."""
    try:
        values = OmegaConf.to_container(command_line, resolve=True)
    except OmegaConfBaseException as error:
        raise UserError(" ".join(str(error).split())) from None
    return validated(PretrainConfig, values)  # type: ignore[arg-type]


def name_run(config: PretrainConfig, suffix: str = "") -> PretrainConfig:
    """Fill in project, run and folder where they are not given, and the W&B mode; see `names.default_run_name`.

    `suffix` tells runs of a sweep apart: it is added to the name and the folder, given or not. A name that is made up
    is drawn at random, so of several processes one must name the run for all.

    Raises:
        UserError: a name that cannot be a folder, or an odd WANDB_MODE.
    """
    project, run, folder = config.project_name, config.run_name, config.checkpoint_path
    if project is None:
        project = f"{Path(config.data_paths[0]).name.capitalize()}-ACT-torch"
    if run is None:
        run = default_run_name(config.arch.name)
    check_name("project_name", project)
    check_name("run_name", run + suffix if run else run)
    if folder is not None:
        check_path("checkpoint_path", folder + suffix if folder else folder)
    folder = os.path.join("checkpoints", project, run + suffix) if folder is None else folder + suffix
    check_path("run_name", folder)
    wandb = config.wandb.model_copy(update={"mode": config.wandb.mode or mode_from_environment(os.environ)})
    named = dict(project_name=project, run_name=run + suffix, checkpoint_path=folder, wandb=wandb)
    return config.model_copy(update=named)


def save_config(config: PretrainConfig, path: Path) -> None:
    """Write `all_config.yaml`, from which `evaluate.py` and the official code rebuild the run."""
    replace_text(path, yaml.safe_dump(config.model_dump(), sort_keys=False))


def load_config(path: Path) -> PretrainConfig:
    """Read `all_config.yaml`, ours or the official code's.

    Raises:
        UserError: naming the file, for whatever is wrong with it.
    """
    if not path.exists():
        raise UserError(f"no config at {path}; it lies beside the checkpoints as all_config.yaml")
    values = read_yaml(path)
    if not isinstance(values, dict):
        raise UserError(f"{path} holds no configuration")
    try:
        return validated(PretrainConfig, values)
    except UserError as error:
        raise UserError(f"{path}: {error}") from None
