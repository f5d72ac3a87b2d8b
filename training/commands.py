"""Command lines of `pretrain.py` and `finetune.py`: make the one that continues a run, explain one that cannot be read.

quoted("a b")                          'a b'       in Hydra's quotes; the shell needs quotes of its own around them
resume_command(config, ["python"])     python pretrain.py ... 'run_name='"'"'a b'"'"'' resume=auto
explain_composition_error(error, argv) UserError: cannot read the argument 'run_name=c#1': ...
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from itertools import groupby, product
from typing import Any

import hydra
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from runs.config import CONFIG_FOLDER, PretrainConfig
from training import sweep
from utils.errors import UserError, nearest

_PLAIN = re.compile(r"[A-Za-z_./][A-Za-z0-9_./-]*")
"""Values that Hydra reads as text without quotes, except `_WORDS`."""
_WORDS = {"true", "false", "null", "inf", "nan"}
_KEYS = {*PretrainConfig.model_fields, "method", "policy", "model"}
_OPTIONS_WITH_VALUE = {"--config-name", "-cn", "--config-path", "-cp", "--config-dir", "-cd", "--package", "-p"}
"""Hydra's options with a value: the argument after them is not an override."""


def call_hydra(launch: Callable[[], None], config_name: str) -> None:
    """Start a program of Hydra, and turn its errors about the command line, several lines each, into one line.

    Args:
        launch: the function that `hydra.main` decorates, of this name.
        config_name: the same as for `hydra.main`.
    """
    os.environ["HYDRA_FULL_ERROR"] = "1"
    refuse_options(sys.argv[1:])
    try:
        launch()
    except Exception as error:
        explained = explain_composition_error(error, sys.argv[1:], config_name)
        if explained is None and isinstance(error, OSError) and not _comes_from_training(error):
            explained = UserError(
                f"{error.filename or 'the working folder'} cannot be written to ({error.strerror or error}); -m notes"
                " its runs in multirun/ here: start it in another folder, or name one with hydra.sweep.dir=FOLDER"
            )
        if explained is None:
            raise
        raise explained from None


def _comes_from_training(error: Exception) -> bool:
    """Whether an error comes from a training run, and not from Hydra before it."""
    return any(frame.name == "launch" for frame in traceback.extract_tb(error.__traceback__))


def resume_command(config: PretrainConfig, launcher: Iterable[str]) -> str:
    """The command line that continues a run, ready for a shell.

    Args:
        launcher: its first words, as `Dist.launcher` has them.
    """
    fixed = {
        "run_name": config.run_name,
        "project_name": config.project_name,
        "checkpoint_path": config.checkpoint_path,
        "resume": "auto",
    }
    script, *arguments = sweep.command_line()
    other_arguments = [argument for argument in arguments if _key(argument) not in fixed]
    fixed_arguments = [f"{key}={quoted(str(value))}" for key, value in fixed.items()]
    return shlex.join([*launcher, script, *other_arguments, *fixed_arguments])


def quoted(text: str) -> str:
    """A text as a value of an override, in Hydra's quotes if Hydra would not read it as text without them."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    # To Hydra, backslashes are plain characters unless a quote or the end of the text follows.
    escaped = re.sub(r"(\\*)'", r"\1\1\\'", text)
    return "'" + re.sub(r"(\\+)$", r"\1\1", escaped) + "'"


def explain_composition_error(
    error: Exception, arguments: list[str], config_name: str = "cfg_pretrain"
) -> UserError | None:
    """Turn an error of Hydra or OmegaConf about the command line into one line; None for any other error.

    Args:
        config_name: what the program takes without `--config-name`.
    """
    if isinstance(error, RuntimeError) and 'Could not detect "srun"' in str(error):  # submitit's words
        return UserError("this machine has no srun: start from a login node, or try hydra/launcher=submitit_local")
    unreadable = _unreadable(arguments)
    if unreadable is not None:
        return unreadable
    if not isinstance(error, HydraException | OmegaConfBaseException):
        return None
    overrides = [override for argument in arguments for override in _choices(argument)]
    for experiment in [override.partition("=")[2] for override in overrides if override.startswith("experiment=")]:
        program = program_of(experiment)
        if program != ("finetune.py" if config_name == "cfg_finetune" else "pretrain.py"):
            return UserError(f"experiment={experiment} is for {program}")
    groups = [override for override in overrides if _is_group(override)]
    name = _config_name(arguments) or config_name
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
        if _is_folder_of_choices(key):
            choices = sorted(p.stem for p in (CONFIG_FOLDER / key).glob("*.yaml"))
            return UserError(f"no {key} '{value}'{nearest(value, choices)}; there are: {', '.join(choices)}")
        if key not in known and not override.startswith("+"):
            inside = [name for name in known if name.endswith(f".{key}")]
            return UserError(f"unknown key '{key}'{nearest(inside[0] if inside else key, known)}")
    return UserError(" ".join(str(error).split()))


def program_of(experiment: str) -> str:
    """The program that an experiment is for: one that chooses a method or a policy is of finetune.py."""
    file = CONFIG_FOLDER / "experiment" / f"{experiment}.yaml"
    chooses = file.is_file() and re.search(r"override /(method|policy):", file.read_text())
    return "finetune.py" if chooses else "pretrain.py"


def refuse_options(arguments: Iterable[str]) -> None:
    """Refuse `--run_name x` and `--run-name=x`, the form of options in the other scripts.

    Raises:
        UserError: the message shows how to write the key.
    """
    for argument in arguments:
        key = argument.lstrip("-").partition("=")[0].replace("-", "_")
        if argument.startswith("--") and key.partition(".")[0] in _KEYS:
            raise UserError(f"{argument}: keys of the configuration are given without dashes, as in {key}=VALUE")


def _unreadable(arguments: list[str]) -> UserError | None:
    """The error of the first argument that Hydra cannot read, or that it reads as a sweep although -m is missing."""
    sweeps = any(argument in ("-m", "--multirun") for argument in arguments)
    parser = OverridesParser.create()
    for argument in _overrides(arguments):
        key, separator, value = argument.partition("=")
        try:
            override = parser.parse_override(argument)
        except HydraException:
            return UserError(f"cannot read the argument '{argument}': {_advice(key, separator, value)}")
        if separator and not isinstance(override.key_or_group, str) or not key.strip("+~ "):
            return UserError(f"cannot read the argument '{argument}': it needs a key, as in lr=1e-3")
        if override.is_sweep_override() and not sweeps:
            return UserError(
                f"'{argument}' gives several values: add -m to train a run with each, write {key}=[{value}] for a list,"
                f" or quote it as text: {_typed(key, value)}"
            )
    return None


def _advice(key: str, separator: str, value: str) -> str:
    if not separator:
        return "write key=value, as in lr=1e-3"
    if not re.fullmatch(r"[+~]*[A-Za-z_][\w./@:-]*", key, re.ASCII):
        return f"'{key}' is no key"
    as_text = f"for a text, quote it: {_typed(key, value)}"
    for opening, closing in ("[]", "{}", "()"):
        if value.count(opening) != value.count(closing):
            return f"'{opening}' and '{closing}' do not match; {as_text}"
    if value.startswith(",") or value.endswith(",") or ",," in value:
        return f"a value is missing beside a comma; {as_text}"
    if value.startswith(("[", "{")):
        inside = "inside a list, quote texts with special characters, as in \"data_paths=['data/a b','data/c']\""
        return f"{inside}; {as_text}"
    return as_text


def _typed(key: str, value: str) -> str:
    """The override with its value as a text, in the form in which it is typed into a shell."""
    override = f"{key}={quoted(value)}"
    return shlex.quote(override) if re.search(r'["$`!]|\\[\\]|\\$', override) else f'"{override}"'


def _overrides(arguments: list[str]) -> Iterator[str]:
    """The arguments that are overrides, without Hydra's options and their values."""
    is_value = False
    for argument in arguments:
        if not is_value and not argument.startswith("-"):
            yield argument
        is_value = argument in _OPTIONS_WITH_VALUE


def _key(argument: str) -> str:
    return argument.lstrip("+~").partition("=")[0].partition("@")[0]


def _choices(argument: str) -> list[str]:
    """The overrides in an argument: several if a sweep varies a group (`arch=trm,hrm`)."""
    key, separator, value = argument.partition("=")
    if not separator or argument.startswith("-"):
        return []
    several = _is_folder_of_choices(key.lstrip("+"))
    return [f"{key}={choice}" for choice in value.split(",")] if several else [argument]


def _config_name(arguments: list[str]) -> str | None:
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name in ("--config-name", "-cn"):
            return value or arguments[number + 1]
    return None


def _is_folder_of_choices(key: str) -> bool:
    return bool(re.fullmatch(r"[\w/]+", key)) and os.path.isdir(CONFIG_FOLDER / key.strip("/"))


def _is_group(override: str) -> bool:
    key, _, value = override.lstrip("+").partition("=")
    return _is_folder_of_choices(key) and value in {path.stem for path in (CONFIG_FOLDER / key).glob("*.yaml")}


def _known_keys(config_name: str, groups: list[str]) -> Iterator[str]:
    """Every key, dotted, of the configurations that the chosen groups give."""
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
