"""Which run, and which of its checkpoints, is meant by what a user gives.

checkpoints/<project>/<run>/manifest.json       a run; its name may have slashes, so it may lie deeper
a folder with all_config.yaml and step_N files  a run of the official code
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset.common import VOCABULARY_FILE
from dataset.tasks import read_data_rules
from training import checkpoint
from training.config import load_config
from training.integrity import MODEL_FILE, saved_at
from training.manifest import read_manifest
from utils.errors import UserError
from utils.printing import one_line

RUNS_FOLDER = Path("checkpoints")
TRIES = 20
"""How often another checkpoint is taken where the newest one goes meanwhile."""
_STEP_FILE = re.compile(r"step_(\d+)")
_NO_RUNS = re.compile(r"(final_)?step_\d+|evaluator_.*|wandb|\..*")
"""Folders of a run in which no other run lies."""


@dataclass(frozen=True)
class Wanted:
    """What a run must have been trained on; None where that does not matter.

    Attributes:
        data_path: of its data.
        task: of its data, as in `sudoku`; official data do not say theirs.
        seq_len, vocab_size: of its data. With `task`, they tell runs on puzzles of different sizes apart. A run on
            official data is of the task where both agree.
    """

    data_path: Path | None = None
    task: str | None = None
    seq_len: int | None = None
    vocab_size: int | None = None

    def fits(self, manifest: dict[str, Any], run: Path) -> bool:
        """Whether a run with this manifest is wanted."""
        data, metadata = manifest["data"], manifest["metadata"]
        if self.data_path is not None and not any(_same(Path(path), self.data_path) for path in data):
            return False
        if self.seq_len is not None and metadata["seq_len"] != self.seq_len:
            return False
        if self.task is None:
            return True
        tasks = [described.get("task") for described in data.values()]
        can_be = self.vocab_size is not None and metadata["vocab_size"] == self.vocab_size
        is_text = (run / VOCABULARY_FILE).is_file()
        return self.task in tasks or (can_be and not is_text and all(task is None for task in tasks))

    def __str__(self) -> str:
        size = f" with {self.seq_len} cells" if self.seq_len else ""
        return f" trained on {self.data_path}" if self.data_path else f" on {self.task}{size}" if self.task else ""


def newest_first(wanted: Wanted) -> list[Path]:
    """The newest checkpoint of each run under `RUNS_FOLDER` that is wanted. A run that cannot be read is skipped, and
    that is said.

    Raises:
        UserError: there is none, or none that can be read.
    """
    found: list[tuple[float, Path]] = []
    skipped: list[tuple[Path, Exception]] = []
    for run in runs_below(RUNS_FOLDER):
        try:
            latest = _find_latest(run)
            if latest is not None and wanted.fits(read_manifest(run), run):
                found.append(latest)
        except (UserError, OSError) as error:
            skipped.append((run, error))
    if skipped and not found:
        raise UserError(str(skipped[0][1]))
    for broken in skipped:
        say_skipped(*broken)
    if not found:
        raise UserError(f"no run{wanted} under {RUNS_FOLDER}: train one, or name it with --checkpoint")
    return [latest for _, latest in sorted(found, key=lambda pair: (pair[0], str(pair[1])), reverse=True)]


def _find_latest(run: Path) -> tuple[float, Path] | None:
    """When the newest checkpoint of a run was saved, and its folder; None where there is none.

    A run that prunes may remove the one that was just found, and then has another one.
    """
    for _ in range(TRIES):
        latest = checkpoint.find_latest(run)
        if latest is None and not (run / "latest").is_file():
            return None
        try:
            if latest is not None:
                return saved_at(latest), latest
        except (UserError, OSError):
            if latest is not None and (latest / MODEL_FILE).is_file():
                raise
    return None


def readable(checkpoints: Iterable[Path]) -> Iterator[Path]:
    """Those of these checkpoints whose run has a configuration that can be read. Others are skipped, and that is said.

    Raises:
        UserError: at the end, if there was none.
    """
    skipped: list[tuple[Path, UserError]] = []
    found = False
    for path in checkpoints:
        run = checkpoint.run_of(path)
        try:
            load_config(run / "all_config.yaml")
        except UserError as error:
            skipped.append((run, error))
            continue
        for broken in skipped:
            say_skipped(*broken)
        skipped, found = [], True
        yield path
    if skipped and not found:
        raise skipped[0][1]


def say_skipped(run: Path, error: Exception) -> None:
    """Say that a run is left out of a search, and why."""
    print(f"{run} is skipped: {one_line(str(error))}", file=sys.stderr)


def runs_below(folder: Path) -> Iterator[Path]:
    """The folders below that hold a `manifest.json`, at any depth, links to folders included.

    A folder that cannot be read is skipped, and that is said.
    """
    seen: set[tuple[int, int]] = set()  # a link may lead back
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            status = os.stat(here)
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            is_run = here != folder and (here / "manifest.json").is_file()
            inside = [entry for entry in here.iterdir() if not _NO_RUNS.fullmatch(entry.name) and entry.is_dir()]
        except FileNotFoundError:
            continue  # there are no runs at all, or this one was removed meanwhile
        except OSError as error:
            say_skipped(here, error)
            continue
        waiting += sorted(inside, reverse=True)
        if is_run:
            yield here


def newest_reader(checkpoints: Iterable[Path], question: str) -> Path:
    """The first of these checkpoints that was trained on text and can read a question; `UserError` if none can."""
    refusal = None
    for latest in checkpoints:
        try:
            text_format = read_data_rules(checkpoint.run_of(latest))
            if text_format is not None:
                text_format.parse(question)
                return latest
        except UserError as error:
            refusal = refusal or f"no run on text can read this; the newest, {latest}: {error}"
    raise UserError(refusal or f"no run on text under {RUNS_FOLDER}: train one, or name it with --checkpoint")


def is_run(path: Path) -> bool:
    """Whether a path is the folder of a run, ours or the official code's, and no checkpoint itself."""
    return path.is_dir() and ((path / "all_config.yaml").is_file() or bool(_official_files(path)))


def newest_of(run: Path) -> Path:
    """The newest checkpoint in a run's folder: of ours, else the file of the official code with most steps.

    Raises:
        UserError: there is none.
    """
    found = _find_latest(run)
    if found is not None:
        return found[1]
    official = _official_files(run)
    if not official:
        raise UserError(f"{run} holds no checkpoint yet")
    return max(official, key=lambda file: int(file.name.removeprefix("step_")))


def _official_files(run: Path) -> list[Path]:
    """Checkpoints of the official code; it numbers them by their steps."""
    return [path for path in run.iterdir() if _STEP_FILE.fullmatch(path.name) and path.is_file()]


def _same(a: Path, b: Path) -> bool:
    return a.resolve() == b.resolve()
