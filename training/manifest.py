"""`manifest.json`: what a run was made of, so that it can be repeated, and scored without naming its data again.

Beside it, where the data are text, lies their `vocabulary.json`.
"""

from __future__ import annotations

import json
import os
import platform
import shlex
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from dataset.common import PuzzleDatasetMetadata, parse_metadata, read_build, read_metadata
from dataset.puzzle_dataset import fingerprint
from dataset.text import VOCABULARY_FILE, TextFormat
from training.config import PretrainConfig
from training.state import TrainState
from training.sweep import command_line
from utils.errors import UserError
from utils.files import dump_json, replace_text
from utils.reading import read_object

_LARGEST_JSON = 4 * 2**20
"""Characters of a manifest: the commands of ten thousand resumes."""
_PACKAGES = ("torch", "numpy", "hydra-core", "wandb")


def write_manifest(state: TrainState, path: Path) -> None:
    """Write the manifest; a resumed run adds its command to those before it."""
    config = state.config
    commands = read_manifest(path.parent).get("commands", []) if path.is_file() else []
    script, *arguments = command_line()
    content = {
        "commands": [*commands, shlex.join([Path(script).name, *arguments])],
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}},
        "git_revision": _git_revision(),
        "device": str(state.dist.device),
        "world_size": state.dist.world_size,
        "forward_dtype": state.model.model.config.forward_dtype,
        "data": {path: _describe(Path(path)) for path in config.data_paths},
        "metadata": state.sampler.dataset.metadata.model_dump(),
    }
    replace_text(path, dump_json(content))


def write_vocabulary(text_format: TextFormat | None, run: Path) -> None:
    """Keep what the tokens of text mean, for whoever has the checkpoints without the data."""
    if text_format is None:
        (run / VOCABULARY_FILE).unlink(missing_ok=True)  # of another run that had this name
    else:
        replace_text(run / VOCABULARY_FILE, json.dumps(text_format.as_json()))


def read_manifest(run: Path) -> dict[str, Any]:
    """The manifest of a run's folder.

    Raises:
        UserError: there is none, or it is damaged: no JSON, or what is read of it is missing or of a wrong type.
    """
    file = run / "manifest.json"
    if not os.path.lexists(file):
        raise UserError(f"no manifest at {file}; is {run} the folder of a run?")
    manifest = read_object(file, _LARGEST_JSON)
    data, commands = manifest.get("data"), manifest.get("commands", [])
    if not isinstance(data, dict) or not data or not all(map(_is_description, data.values())):
        raise UserError(f"{file} is damaged: 'data' must say fingerprint and task of each data path")
    if not isinstance(commands, list) or not all(isinstance(command, str) for command in commands):
        raise UserError(f"{file} is damaged: 'commands' must be a list of texts")
    parse_metadata(manifest.get("metadata"), f"{file} is damaged: metadata")
    return manifest


def _is_description(described: object) -> bool:
    """Whether a manifest's entry about a data path has what is read of it."""
    return (
        isinstance(described, dict)
        and isinstance(described.get("fingerprint"), str)
        and "task" in described
        and isinstance(described["task"], str | None)
    )


def trained_metadata(run: Path) -> PuzzleDatasetMetadata:
    """Shape of the data a run was trained on; `UserError` as in `read_manifest`."""
    return parse_metadata(read_manifest(run)["metadata"], f"{run / 'manifest.json'}: metadata")


def check_same_data(config: PretrainConfig, run: Path) -> None:
    """Refuse to resume `run` on data that is not what it was trained on. The same data may have moved.

    Raises:
        UserError: naming the data path that changed.
    """
    if not (run / "manifest.json").is_file():
        return
    recorded = read_manifest(run)["data"]
    if len(recorded) != len(config.data_paths):
        raise UserError(
            f"{run} was trained on {', '.join(recorded)}; resume it with the same, or choose another run_name"
        )
    for path, (old_path, described) in zip(config.data_paths, recorded.items(), strict=True):
        if (Path(path) / "train").is_dir() and fingerprint(Path(path)) != described["fingerprint"]:
            what = "was rebuilt since" if path == old_path else f"is not the data ({old_path}) that"
            raise UserError(
                f"{path} {what} {run} was trained on{' it' if path == old_path else ''}; choose another run_name"
            )


def _describe(path: Path) -> dict[str, Any]:
    build = read_build(path)
    return {
        "fingerprint": fingerprint(path),
        "task": build.get("task"),
        "build_command": build.get("command"),
        "train_groups": read_metadata(path, "train").total_groups,
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _git_revision() -> str | None:
    """Revision of this checkout, with `+` behind it where files differ from it; None without git."""
    try:
        folder = Path(__file__).parent
        git = ["git", "-C", str(folder)]
        revision = subprocess.run(
            [*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip()
        changed = subprocess.run(
            [*git, "status", "--porcelain", "-uno"], capture_output=True, text=True, check=True
        ).stdout
        return revision + ("+" if changed.strip() else "")
    except (OSError, subprocess.CalledProcessError):
        return None
