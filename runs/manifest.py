"""`manifest.json`: what a run was made of, so that it can be repeated, and scored without naming its data again.

Beside it, where the data are text, lies their `vocabulary.json`; where they have puzzles with identifiers,
`identifiers.json.gz` says which puzzle each row of the puzzle table belongs to.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
import os
import platform
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from dataset.common import VOCABULARY_FILE, PuzzleDatasetMetadata, parse_metadata, read_build, read_metadata
from dataset.identifiers import BLANK, IDENTIFIERS_FILE, Identifiers, largest_for, read_identifiers
from dataset.tasks import DataRules
from runs.puzzle_rows import PuzzleTable, TablePart
from utils.errors import UserError
from utils.files import dump_json, replace_bytes, replace_text, sha256_of
from utils.reading import read_json, read_object

MANIFEST_FILE = "manifest.json"
KEPT_IDENTIFIERS = "identifiers.json.gz"
_LARGEST_JSON = 4 * 2**20
"""Most characters that a manifest may have, enough for the commands of ten thousand resumes."""
_PACKAGES = ("torch", "numpy", "hydra-core", "wandb")
"""Packages whose versions are recorded."""


class _KeptPath(BaseModel):
    """The identifiers of one data path; in a manifest, paths have the order of their rows in the puzzle table."""

    path: str
    fingerprint: str | None
    num_puzzle_identifiers: int = Field(ge=1)
    sha256: str | None
    """Hash of the data's identifiers.json; None where there was none."""


class _Kept(BaseModel):
    """The key `identifiers` of a manifest."""

    sha256: str | None
    """Hash of the file that holds the names; None where no puzzle has a name."""
    paths: list[_KeptPath] = Field(min_length=1)


class _Data(BaseModel):
    """One data path in a manifest: the keys that are read."""

    fingerprint: str
    task: str | None


class _Manifest(BaseModel):
    """A manifest: the keys that are read; it has more, for people."""

    commands: list[str] = Field(default_factory=list)
    data: dict[str, _Data] = Field(min_length=1)
    metadata: PuzzleDatasetMetadata
    identifiers: _Kept | None = None
    """None in manifests of earlier versions."""
    weights_sha256: str | None = None
    """Of a pretrained folder: the hash of its weights."""


def write_manifest(
    run: Path,
    data_paths: Sequence[str],
    fingerprints: Sequence[str],
    metadata: PuzzleDatasetMetadata,
    command: Sequence[str],
    machine: Mapping[str, str | int],
) -> None:
    """Write the manifest, and the names of the puzzles; a resumed run adds its command to the earlier ones.

    Args:
        run: the run's folder.
        data_paths: of the training data.
        fingerprints: of the data of each path.
        metadata: shape of the training data.
        command: the script and its arguments.
        machine: device, number of processes and precision, for people; each becomes a key of the manifest.
    """
    file = run / MANIFEST_FILE
    commands = read_manifest(run).get("commands", []) if file.is_file() else []
    script, *arguments = command
    content = {
        "commands": [*commands, shlex.join([Path(script).name, *arguments])],
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}},
        "git_revision": _git_revision(),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        **machine,
        "data": {path: _describe(Path(path), found) for path, found in zip(data_paths, fingerprints, strict=True)},
        "metadata": metadata.model_dump(),
        "identifiers": _write_identifiers([Path(path) for path in data_paths], run),
    }
    replace_text(file, dump_json(content))


def write_vocabulary(text_format: DataRules | None, run: Path) -> None:
    """Copy the vocabulary of text data into the run's folder, so that the checkpoints can be used without the data."""
    if text_format is None:
        (run / VOCABULARY_FILE).unlink(missing_ok=True)  # left by another run of this name
    else:
        replace_text(run / VOCABULARY_FILE, json.dumps(text_format.as_json()))


def _write_identifiers(paths: list[Path], run: Path) -> dict[str, Any]:
    """Write which puzzle each row of the puzzle table belongs to, and return the manifest's key `identifiers`.

    Most data have no named puzzles, and need no file.
    """
    described, content = [], []
    for path in paths:
        metadata = read_metadata(path, "train")
        named = metadata.num_puzzle_identifiers > 1
        identifiers = read_identifiers(path, metadata) if named else Identifiers([BLANK])
        content.append(identifiers.as_json() if identifiers else None)
        file = path / IDENTIFIERS_FILE
        described.append(
            _KeptPath(
                path=str(path),
                fingerprint=read_build(path).get("fingerprint"),
                num_puzzle_identifiers=metadata.num_puzzle_identifiers,
                sha256=sha256_of(file) if named and file.is_file() else None,
            )
        )
    kept = run / KEPT_IDENTIFIERS
    if not any(one.num_puzzle_identifiers > 1 for one in described):
        kept.unlink(missing_ok=True)  # left by another run of this name
        return _Kept(sha256=None, paths=described).model_dump()
    # A million names are 26 MB, which level 1 packs into 7 MB in a third of a second. mtime=0 leaves out the time, so
    # that the bytes are the same each time.
    packed = gzip.compress(json.dumps(content).encode(), 1, mtime=0)
    digest = hashlib.sha256(packed).hexdigest()
    if not kept.is_file() or sha256_of(kept) != digest:
        replace_bytes(kept, packed)
    return _Kept(sha256=digest, paths=described).model_dump()


def read_manifest(run: Path) -> dict[str, Any]:
    """The manifest of a run's folder.

    Raises:
        UserError: there is none, or it is damaged.
    """
    file = run / MANIFEST_FILE
    if not os.path.lexists(file):
        raise UserError(f"no manifest at {file}; is {run} the folder of a run?")
    content = read_object(file, _LARGEST_JSON)
    try:
        _Manifest.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UserError(f"{file} is damaged: {where}: {first['msg']}") from None
    return content


def trained_metadata(run: Path) -> PuzzleDatasetMetadata:
    """Shape of the data a run was trained on; `UserError` as in `read_manifest`."""
    return parse_metadata(read_manifest(run)["metadata"], f"{run / MANIFEST_FILE}: metadata")


def trained_puzzles(run: Path) -> PuzzleTable | None:
    """Which puzzles the rows of a run's puzzle table belong to; None for the official code's runs and some older ones.

    The names are read on the first call of `PuzzleTable.read`, which raises `UserError` where they are damaged.
    """
    if not (run / MANIFEST_FILE).is_file():
        return None
    manifest = _Manifest.model_validate(read_manifest(run))
    total = manifest.metadata.num_puzzle_identifiers
    paths = manifest.identifiers.paths if manifest.identifiers else []
    if not paths and len(manifest.data) == 1:
        ((path, data),) = manifest.data.items()
        paths = [_KeptPath(path=path, fingerprint=data.fingerprint, num_puzzle_identifiers=total, sha256=None)]
    parts, start = [], 0
    for one in paths:
        parts.append(TablePart(one.path, one.fingerprint, start, one.num_puzzle_identifiers))
        start += one.num_puzzle_identifiers
    if start != total:  # an earlier version recorded several paths without their sizes
        return None
    digest = manifest.identifiers.sha256 if manifest.identifiers else None
    return PuzzleTable(parts, functools.partial(_read_kept, run / KEPT_IDENTIFIERS, digest, parts))


def _read_kept(file: Path, digest: str | None, parts: list[TablePart]) -> list[Identifiers | None]:
    if digest is None or not file.exists():
        return [Identifiers([BLANK]) if part.count == 1 else None for part in parts]
    content = read_json(file, largest_for(sum(part.count for part in parts)))
    if sha256_of(file) != digest or not isinstance(content, list) or len(content) != len(parts):
        raise UserError(f"{file} is damaged: it is not the file that {MANIFEST_FILE} beside it names")
    return [None if value is None else Identifiers.from_json(value, str(file)) for value in content]


def check_same_data(run: Path, data_paths: Sequence[str], fingerprints: Sequence[str]) -> None:
    """Refuse to resume `run` on other data than it was trained on. The same data may lie at another path.

    A run without a manifest passes: its checkpoints hold the fingerprints too (`TrainState.load_state_dict`).

    Args:
        data_paths: of the training data now.
        fingerprints: of the data of each path.

    Raises:
        UserError: naming the data path that changed.
    """
    if not (run / MANIFEST_FILE).is_file():
        return
    recorded = read_manifest(run)["data"]
    if len(recorded) != len(data_paths):
        raise UserError(
            f"{run} was trained on {', '.join(recorded)}; resume it with the same, or choose another run_name"
        )
    for path, found, (old_path, described) in zip(data_paths, fingerprints, recorded.items(), strict=True):
        if (Path(path) / "train").is_dir() and found != described["fingerprint"]:
            what = "was rebuilt since" if path == old_path else f"is not the data ({old_path}) that"
            raise UserError(
                f"{path} {what} {run} was trained on{' it' if path == old_path else ''}; choose another run_name"
            )
    kept = _Manifest.model_validate(read_manifest(run)).identifiers
    for path, one in zip(data_paths, kept.paths if kept else [], strict=False):
        file = Path(path) / IDENTIFIERS_FILE
        if one.sha256 is not None and (not file.is_file() or sha256_of(file) != one.sha256):
            raise UserError(
                f"{file} is not that of the data ({one.path}) that {run} was trained on: puzzles would take each"
                " other's embeddings; choose another run_name"
            )


def _describe(path: Path, fingerprint: str) -> dict[str, Any]:
    build = read_build(path)
    return {
        "fingerprint": fingerprint,
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
    """The git revision of this checkout, with a `+` at the end where files were changed since; None without git."""
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
