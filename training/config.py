"""The configuration of a training run: official keys under their official names, and ours; anything else is an error.

`config/cfg_pretrain.yaml` holds the defaults and explains each key. Architecture, optimizer and evaluator settings are
checked by the class they name.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import groupby, product
from pathlib import Path
from typing import Any, Literal, TypeVar

import hydra
import yaml
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from utils.errors import UserError, nearest
from utils.files import replace_text

CONFIG_FOLDER = Path(__file__).resolve().parent.parent / "config"

M = TypeVar("M", bound=BaseModel)


class Named(BaseModel):
    """A class by name (`module@Class`) with settings of its own beside it."""

    model_config = ConfigDict(extra="allow")
    name: str

    @property
    def settings(self) -> dict[str, Any]:
        """Everything beside the declared fields."""
        return dict(self.model_extra or {})


class ArchConfig(Named):
    """An architecture, its loss, and the settings of both."""

    loss: Named


class WandbConfig(BaseModel):
    """Weights & Biases."""

    model_config = ConfigDict(extra="forbid")
    mode: Literal["offline", "online", "disabled"] = "offline"
    entity: str | None = None
    tags: list[str] = []


class PretrainConfig(BaseModel):
    """One training run; `config/cfg_pretrain.yaml` explains the keys."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)  # run_name=7

    arch: ArchConfig
    optim: Named = Named(name="adam_atan2@AdamATan2")
    evaluators: list[Named] = []

    # Data
    data_paths: list[str] = Field(min_length=1)
    data_paths_test: list[str] | None = []
    augment: str | None = None
    val_groups: int = Field(0, ge=0)
    data_device: Literal["auto", "device", "host"] = "auto"
    prefetch_batches: int | None = Field(None, ge=0)

    # Optimization
    global_batch_size: int = Field(ge=1)
    grad_accum_steps: int = Field(1, ge=1)
    epochs: int = Field(ge=1)
    lr: float = Field(ge=0)
    lr_schedule: Literal["cosine", "constant", "cosine_to_zero"] = "cosine"
    lr_min_ratio: float = Field(ge=0, le=1)
    lr_warmup_steps: int = Field(ge=0)
    beta1: float = Field(ge=0, lt=1)
    beta2: float = Field(ge=0, lt=1)
    weight_decay: float = Field(ge=0)
    puzzle_emb_lr: float = Field(ge=0)
    puzzle_emb_weight_decay: float = Field(ge=0)
    ema: bool = False
    ema_rate: float = Field(0.999, ge=0, le=1)
    freeze_weights: bool = False
    seed: int = Field(0, ge=0)

    # Evaluation and checkpoints
    eval_interval: int | None = Field(None, ge=1)
    min_eval_interval: int | None = Field(0, ge=0)
    eval_save_outputs: list[str] = []
    checkpoint_every_eval: bool = False
    checkpoint_interval: int | None = Field(None, ge=1)
    keep_last: int | None = Field(None, ge=1)
    checkpoint_path: str | None = None
    load_checkpoint: str | None = None
    resume: str | None = None

    # Names and logs
    project_name: str | None = None
    run_name: str | None = None
    log_interval: int = Field(10, ge=1)
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
        raise UserError(message if not key or key == where else f"{key}={first['input']!r}: {message}") from None


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
    """Fill in project, run and folder where they are not given; a run's name is then its architecture and the time.

    `suffix` tells runs of a sweep apart: it is added to the name and the folder, given or not.
    """
    project = config.project_name or f"{Path(config.data_paths[0]).name.capitalize()}-ACT-torch"
    arch = config.arch.name.partition("@")[0].rpartition(".")[2]
    run = (config.run_name or f"{arch}-{time.strftime('%Y%m%d-%H%M%S')}") + suffix
    given = config.checkpoint_path
    folder = given + suffix if given else os.path.join("checkpoints", project, run)
    return config.model_copy(update=dict(project_name=project, run_name=run, checkpoint_path=folder))


def save_config(config: PretrainConfig, path: Path) -> None:
    """Write `all_config.yaml`, from which `evaluate.py` and the official code rebuild the run."""
    replace_text(path, yaml.safe_dump(config.model_dump(), sort_keys=False))


def load_config(path: Path) -> PretrainConfig:
    """Read `all_config.yaml`, ours or the official code's."""
    if not path.is_file():
        raise UserError(f"no config at {path}; it lies beside the checkpoints as all_config.yaml")
    try:
        values = yaml.safe_load(path.read_text())
    except yaml.YAMLError as error:
        raise UserError(f"{path} is not YAML: {error}") from None
    if not isinstance(values, dict):
        raise UserError(f"{path} holds no configuration")
    return validated(PretrainConfig, values)


def explain_composition_error(error: Exception, arguments: list[str]) -> UserError | None:
    """Turn Hydra's or OmegaConf's complaint about the command line into one line; None when it is no such complaint."""
    if isinstance(error, RuntimeError) and 'Could not detect "srun"' in str(error):  # submitit's words
        return UserError("this machine has no srun: start from a login node, or try hydra/launcher=submitit_local")
    if not isinstance(error, HydraException | OmegaConfBaseException):
        return None
    overrides = [override for argument in arguments for override in _choices(argument)]
    groups = [override for override in overrides if _is_group(override)]
    name = _config_name(arguments)
    known = set(_known_keys(name, [group.lstrip("+") for group in groups]))
    if not known:
        configs = [p.stem for p in CONFIG_FOLDER.glob("*.yaml")]
        return UserError(f"no config '{name}'{nearest(name, configs)}; there are: {', '.join(sorted(configs))}")
    for override in overrides:
        key, _, value = override.lstrip("+").partition("=")
        if key == "hydra/launcher" and value.startswith("submitit") and find_spec("submitit") is None:
            return UserError(f"{override} needs the extra sweep: uv sync --extra sweep")
        if key.startswith("hydra") or override in groups:
            continue
        if (CONFIG_FOLDER / key).is_dir():
            choices = sorted(p.stem for p in (CONFIG_FOLDER / key).glob("*.yaml"))
            return UserError(f"no {key} '{value}'{nearest(value, choices)}; there are: {', '.join(choices)}")
        if key not in known and not override.startswith("+"):
            return UserError(f"unknown key '{key}'{nearest(key, known)}")
    return UserError(" ".join(str(error).split()))


def _choices(argument: str) -> list[str]:
    """The overrides that an argument stands for: several where a sweep varies a group (`arch=trm,hrm`)."""
    key, separator, value = argument.partition("=")
    if not separator or argument.startswith("-"):
        return []
    several = (CONFIG_FOLDER / key.lstrip("+")).is_dir()
    return [f"{key}={choice}" for choice in value.split(",")] if several else [argument]


def _config_name(arguments: list[str]) -> str:
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name in ("--config-name", "-cn"):
            return value or arguments[number + 1]
    return "cfg_pretrain"


def _is_group(override: str) -> bool:
    key, separator, value = override.lstrip("+").partition("=")
    return bool(separator) and (CONFIG_FOLDER / key / f"{value}.yaml").is_file()


def _known_keys(config_name: str, groups: list[str]) -> Iterator[str]:
    """Every key, dotted, of the configurations without the user's values."""
    GlobalHydra.instance().clear()
    by_key = [list(same) for _, same in groupby(sorted(groups), lambda group: group.lstrip("+").partition("=")[0])]
    try:
        with hydra.initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
            bases = [hydra.compose(config_name, overrides=list(chosen)) for chosen in product(*by_key)]
    except (HydraException, OmegaConfBaseException):
        return
    yield from (folder.name for folder in CONFIG_FOLDER.iterdir() if folder.is_dir())
    for base in bases:
        yield from _flatten(OmegaConf.to_container(base), "")


def _flatten(value: Any, prefix: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{prefix}{key}"
            yield from _flatten(inner, f"{prefix}{key}.")
