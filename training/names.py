"""Names of runs and projects: check them, and make up missing ones.

A name becomes a folder, a W&B title and a word of a command line.

check_name("run_name", "exp/one")      a slash makes a folder inside the project's folder
check_name("run_name", "../one")       UserError
default_run_name("recursive_reasoning.trm@TRM")      trm-20261101-120000-k3v9qd
"""

from __future__ import annotations

import os
import re
import secrets
import time
from pathlib import Path

from runs.config import PretrainConfig
from training.trackers.wandb import mode_from_environment
from utils.errors import UserError
from utils.files import leftover_of
from utils.printing import printable

LONGEST_PART = 255
"""Most bytes of a file's name on the usual file systems."""
LONGEST_PATH = 3900
"""Most bytes of a run's path; Linux allows 4,096 for the path of a file inside it."""
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def name_run(config: PretrainConfig, suffix: str = "") -> PretrainConfig:
    """Fill in missing names of project, run and folder, and the W&B mode.

    A missing run name is random (`default_run_name`), so one process must name the run for all its ranks.

    Args:
        suffix: always added to the run's name and folder, so that each run of a sweep has its own folder.

    Raises:
        UserError: a name cannot be a folder, or WANDB_MODE is unknown.
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


def check_name(key: str, name: str) -> None:
    """Refuse a `run_name` or `project_name` that leads out of its folder or cannot be typed again.

    Raises:
        UserError: the message names the key, and what is wrong with the name.
    """
    _check_text(key, name)
    if os.path.isabs(name):
        raise _refusal(key, name, "is absolute; checkpoint_path names a folder elsewhere")
    for part in name.split("/"):
        if part in (".", ".."):
            raise _refusal(key, name, f"has the part '{part}'; checkpoint_path names a folder elsewhere")
        _check_part(key, name, part)


def check_path(key: str, path: str) -> None:
    """Refuse a folder that cannot be made or cannot be typed again. It may be anywhere.

    Raises:
        UserError: the message names the key, and what is wrong with the path.
    """
    _check_text(key, path)
    for part in path.split("/"):
        if part:
            _check_part(key, path, part)
    try:
        absolute = os.path.abspath(path)
    except OSError:  # the working folder is gone: writing the first file will report that
        absolute = path
    if len(os.fsencode(absolute)) > LONGEST_PATH:
        raise _refusal(key, path, f"is longer than the {LONGEST_PATH} bytes that a folder's path may have")


def default_run_name(arch: str) -> str:
    """A name that no other run has: the architecture's module, the time, and six random letters.

    The letters do not depend on the run's seed: two runs with one seed, started in the same second, have two folders.
    """
    module = re.sub(r"\W", "", arch.partition("@")[0].rpartition(".")[2])[:64] or "run"
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(6))
    return f"{module}-{time.strftime('%Y%m%d-%H%M%S')}-{drawn}"


def _check_text(key: str, text: str) -> None:
    if not text:
        raise UserError(f"{key} is empty; leave it out for a name of its own, or name a folder")
    for character in text:
        if not character.isprintable():
            shown = f"the character {printable(character)} (U+{ord(character):04X}), which a terminal does not show"
            raise _refusal(key, text, f"has {shown}; take letters, digits and . _ - /")
    if "${" in text:
        raise _refusal(key, text, "has '${', by which the configuration refers to another key")


def _check_part(key: str, text: str, part: str) -> None:
    if not part:
        raise _refusal(key, text, "has an empty part: a slash stands between two names")
    if part != part.strip():
        raise _refusal(key, text, "has a blank at the beginning or end of a part")
    if len(os.fsencode(part)) > LONGEST_PART:
        raise _refusal(key, text, f"has a part of {len(os.fsencode(part))} bytes; a folder's name has {LONGEST_PART}")
    if leftover_of(part) is not None:
        raise _refusal(key, text, "is how this project calls files in work")


def _refusal(key: str, text: str, what: str) -> UserError:
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    return UserError(f"{key} '{printable(shown)}' {what}")
