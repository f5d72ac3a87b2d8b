"""The networks in some folders, for people to choose from: each with its task, or why it cannot be used.

    catalogue = Catalogue([Path("pretrained"), Path("checkpoints")])
    entry = catalogue.entries()[0]          the newest run first; pretrained folders last, those with short rows first
    catalogue.checkpoint(entry.id)          the checkpoint's folder

Who chooses names an entry and never a path. What lies outside the folders, also by a link, is not opened.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset.tasks import DEFAULT_TASK, load_puzzle, read_data_rules
from runs.checkpoints import run_of
from runs.config import RUN_CONFIG, PolicyRunConfig, load_config
from runs.finding import newest_of, runs_below
from runs.integrity import saved_at
from runs.manifest import MANIFEST_FILE, read_manifest
from runs.pretrained import WEIGHTS_FILE, is_pretrained, load_pretrained
from utils.errors import UserError
from utils.printing import one_line


@dataclass(frozen=True)
class Entry:
    """A run or a pretrained folder.

    Attributes:
        id: names it; the same for the same folder.
        name: its folder, as people type it.
        task: of its training data; empty where that is not known.
        fault: why it cannot be used; None if nothing speaks against it.
        order: entries are sorted by it.
    """

    id: str
    name: str
    task: str
    fault: str | None
    order: tuple[int, float, str]


class Catalogue:
    """What can be chosen.

    Args:
        folders: where runs and pretrained folders lie, at any depth.

    Raises:
        UserError: there is no such folder.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise UserError(f"no folder {folder}")
        self._folders = folders
        self._found: dict[str, tuple[Path, Path]] = {}  # run and folder by id

    def entries(self) -> list[Entry]:
        """All runs and pretrained folders that there are now."""
        self._found = {}
        for folder in self._folders:
            itself = [folder] if (folder / MANIFEST_FILE).is_file() else []
            for run in (*itself, *runs_below(folder)):
                self._found.setdefault(_id_of(run), (run, folder))
        return sorted((_describe(*found) for found in self._found.values()), key=lambda entry: entry.order)

    def checkpoint(self, name: str) -> Path:
        """The newest checkpoint of an entry.

        Args:
            name: the entry's `id`.

        Raises:
            UserError: there is no such entry, or it has no checkpoint that may be opened.
        """
        if name not in self._found:
            raise UserError("there is no such checkpoint in the list any more; load the page again")
        return _newest_inside(*self._found[name])


def _describe(run: Path, folder: Path) -> Entry:
    name, task = one_line(str(run)), ""
    try:
        checkpoint = _newest_inside(run, folder)
        manifest = read_manifest(run)
        task = next((data["task"] for data in manifest["data"].values() if data.get("task")), "")
        if isinstance(load_config(run / RUN_CONFIG), PolicyRunConfig):
            raise UserError("it is a tuned language model, which evaluate.py scores and peft loads")
        if read_data_rules(run) is None:
            load_puzzle(task or DEFAULT_TASK)
        if is_pretrained(run):
            written = (run / WEIGHTS_FILE).stat().st_mtime_ns
            fault = _fault_of_weights(run, manifest.get("weights_sha256"), written)
            if fault is not None:
                raise UserError(fault)
            order = (1, float(manifest["metadata"]["seq_len"]), name)
        else:
            order = (0, -saved_at(checkpoint), name)
    except (UserError, OSError) as error:
        return Entry(_id_of(run), name, one_line(task), one_line(str(error)), (2, 0.0, name))
    return Entry(_id_of(run), name, one_line(task), None, order)


@functools.lru_cache(maxsize=256)
def _fault_of_weights(run: Path, sha256: str | None, written: int) -> str | None:
    """Why the weights of a pretrained folder cannot be read; files that were not written again are read once."""
    try:
        load_pretrained(run, sha256)
    except UserError as error:
        return str(error)
    return None


def _newest_inside(run: Path, folder: Path) -> Path:
    """The newest checkpoint of a run.

    Raises:
        UserError: there is none, or a file of it lies outside the folder.
    """
    _require_inside(run, folder)
    checkpoint = run if is_pretrained(run) else newest_of(run)
    _require_inside(checkpoint, folder)
    for file in (*run_of(checkpoint).iterdir(), *(checkpoint.iterdir() if checkpoint.is_dir() else ())):
        if file.is_file():
            _require_inside(file, folder)
    return checkpoint


def _require_inside(path: Path, folder: Path) -> None:
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UserError(f"{path} is a link out of {folder}; name the folder that it leads to with --checkpoints")


def _id_of(run: Path) -> str:
    return hashlib.sha256(str(run.absolute()).encode(errors="surrogateescape")).hexdigest()[:16]
