"""Finding the run, and the checkpoint in it, that a user means by a folder, a data path or a task.

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

from dataset.asking import Question, read_question
from dataset.common import VOCABULARY_FILE
from dataset.tasks import read_data_rules
from dataset.text.typed import shown
from runs.checkpoints import find_latest, run_of
from runs.config import RUN_CONFIG, load_config
from runs.integrity import MODEL_FILE, saved_at
from runs.manifest import MANIFEST_FILE, read_manifest
from runs.pretrained import PRETRAINED_FOLDER, is_pretrained
from utils.errors import UserError
from utils.printing import one_line

RUNS_FOLDER = Path("checkpoints")
TRIES = 20
"""How often the newest checkpoint is looked for again, where a run that prunes removes it meanwhile."""
_STEP_FILE = re.compile(r"step_(\d+)")
_INSIDE_A_RUN = re.compile(r"(final_)?step_\d+|evaluator_.*|wandb|tensorboard|\..*")
"""Folders that a run makes; no other run lies in them."""


@dataclass(frozen=True)
class Wanted:
    """The data that a run must have been trained on; None where a property does not matter.

    Attributes:
        data_path: of the data.
        task: of the data, as in `sudoku`. Official data do not name their task: they count as of this task where
            `seq_len` and `vocab_size` agree.
        seq_len, vocab_size: of the data; `vocab_size` matters for official data only.
        rules: class of the rules that lie with the data, or several; it tells apart data of one task. Its `TITLE` names
            them.
    """

    data_path: Path | None = None
    task: str | None = None
    seq_len: int | None = None
    vocab_size: int | None = None
    rules: type | tuple[type, ...] | None = None

    def fits(self, manifest: dict[str, Any], run: Path) -> bool:
        """Whether the run in this folder, with this manifest, was trained on such data."""
        data, metadata = manifest["data"], manifest["metadata"]
        if self.data_path is not None and not any(_same(Path(path), self.data_path) for path in data):
            return False
        if self.seq_len is not None and metadata["seq_len"] != self.seq_len:
            return False
        if self.task is None:
            return self.rules is None or isinstance(read_data_rules(run), self.rules)
        tasks = [described.get("task") for described in data.values()]
        if self.task in tasks:
            return self.rules is None or isinstance(read_data_rules(run), self.rules)
        is_text = (run / VOCABULARY_FILE).is_file()
        same_vocabulary = self.vocab_size is not None and metadata["vocab_size"] == self.vocab_size
        return all(task is None for task in tasks) and same_vocabulary and not is_text

    def __str__(self) -> str:
        size = f" with {self.seq_len} cells" if self.seq_len else ""
        kinds = self.rules if isinstance(self.rules, tuple) else (self.rules,)
        name = ", or on ".join(str(getattr(kind, "TITLE", self.task)) for kind in kinds) if self.task else None
        return f" trained on {self.data_path}" if self.data_path else f" on {name}{size}" if name else ""


def pretrained_for(wanted: Wanted) -> list[Path]:
    """The pretrained folders of this project that were trained on such data, those with the shortest rows first."""
    fitting = []
    for folder in runs_below(PRETRAINED_FOLDER):
        if is_pretrained(folder):
            manifest = read_manifest(folder)
            if wanted.fits(manifest, folder):
                fitting.append((manifest["metadata"]["seq_len"], folder))
    return [folder for _, folder in sorted(fitting)]


def newest_first(wanted: Wanted) -> list[Path]:
    """The newest checkpoint of each run under `RUNS_FOLDER` that was trained on such data, the newest of all first.

    A run that cannot be read is skipped with a line on standard error.

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
    for unreadable, why in skipped:
        report_skipped(unreadable, why)
    if not found:
        raise UserError(f"no run{wanted} under {RUNS_FOLDER}: train one, or name it with --checkpoint")
    return [latest for _, latest in sorted(found, key=lambda pair: (pair[0], str(pair[1])), reverse=True)]


def _find_latest(run: Path) -> tuple[float, Path] | None:
    """When the newest checkpoint of a run was saved, and its folder; None where there is none.

    A run that prunes may remove the checkpoint that was just found; it then has a newer one.
    """
    for _ in range(TRIES):
        latest = find_latest(run)
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
    """Those of the checkpoints whose run has a configuration that can be read.

    The others are skipped, with a line on standard error before the next readable one.

    Raises:
        UserError: when all were tried and none can be read.
    """
    skipped: list[tuple[Path, UserError]] = []
    found = False
    for path in checkpoints:
        run = run_of(path)
        try:
            load_config(run / RUN_CONFIG)
        except UserError as error:
            skipped.append((run, error))
            continue
        for unreadable, why in skipped:
            report_skipped(unreadable, why)
        skipped, found = [], True
        yield path
    if skipped and not found:
        raise skipped[0][1]


def report_skipped(run: Path, error: Exception) -> None:
    """Print on standard error that a run is left out of a search, and why."""
    print(f"{run} is skipped: {one_line(str(error))}", file=sys.stderr)


def runs_below(folder: Path) -> Iterator[Path]:
    """The folders below `folder` that hold a `manifest.json`, at any depth, links to folders included.

    A folder that cannot be read is skipped with a line on standard error.
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
            is_run = here != folder and (here / MANIFEST_FILE).is_file()
            inside = [entry for entry in here.iterdir() if not _INSIDE_A_RUN.fullmatch(entry.name) and entry.is_dir()]
        except FileNotFoundError:
            continue  # `folder` does not exist, or a run was removed meanwhile
        except OSError as error:
            report_skipped(here, error)
            continue
        waiting += sorted(inside, reverse=True)
        if is_run:
            yield here


def newest_reader(checkpoints: Iterable[Path], question: str) -> Path:
    """The first of these checkpoints that was trained on text and has all words of a question.

    Raises:
        UserError: none has.
    """
    refusal = None
    for latest in checkpoints:
        why = why_not(latest, question)
        if why is None:
            return latest
        if why:
            refusal = refusal or f"no run on text can read all of this; the newest, {latest}: {why}"
    raise UserError(refusal or f"no run on text under {RUNS_FOLDER}: train one, or name it with --checkpoint")


def why_not(checkpoint: Path, question: str | None) -> str | None:
    """Why a network cannot read all of a question; None if it can, and nothing if it was not trained on text."""
    if question is None:
        return None
    try:
        read = _read(checkpoint, question)
    except UserError as error:
        return str(error)
    if read is None:
        return ""
    return f"words outside the vocabulary: {shown(read.unknown)}" if read.unknown else None


def best_reader(checkpoints: Iterable[Path], question: str) -> Path | None:
    """The first of these checkpoints that knows most words of a question; None if none can read any."""
    best: tuple[int, Path] | None = None
    for latest in checkpoints:
        try:
            read = _read(latest, question)
        except UserError:
            continue
        if read is not None and (best is None or len(read.unknown) < best[0]):
            best = len(read.unknown), latest
    return None if best is None else best[1]


def _read(checkpoint: Path, question: str) -> Question | None:
    """A question as the network of a checkpoint reads it; None if that was not trained on text."""
    run = run_of(checkpoint)
    rules = read_data_rules(run)
    if rules is None:
        return None
    tasks = (described.get("task") for described in read_manifest(run)["data"].values())
    return read_question(rules, next(filter(None, tasks), None), question)


def is_run(path: Path) -> bool:
    """Whether a path is the folder of a run, ours or the official code's; a checkpoint's folder is not."""
    return path.is_dir() and not is_pretrained(path) and ((path / RUN_CONFIG).is_file() or bool(_official_files(path)))


def newest_of(run: Path) -> Path:
    """The newest checkpoint in a run's folder; of the official code's files, the one with most steps.

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
    """The files `step_N` of the official code in a folder."""
    return [path for path in run.iterdir() if _STEP_FILE.fullmatch(path.name) and path.is_file()]


def _same(a: Path, b: Path) -> bool:
    return a.resolve() == b.resolve()
