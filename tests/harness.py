"""Whole programs on toy data: the real configuration made small, run in this process or as the scripts people type.

    write_toy_data(tmp_path / "data/toy")
    run = pretrain("epochs=4", cwd=tmp_path)
    assert run.status == 0 and (tmp_path / RUN / "final_step_4/model.pt").is_file()

The toy data are 4x4 Sudokus of 16 cells with a vocabulary of 6: 8 groups of two puzzles, so an epoch is one step of 8.
Toy runs compute in float64, so that what they learn and score is the same on every processor and for any number of
threads; `tests/training/test_precisions.py` covers the precisions that people use.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hydra
import numpy as np
import pytest
import torch
from omegaconf import DictConfig

from dataset.puzzle_dataset import PuzzleDataset, read_in_order
from dataset.sudoku.rules import BLANK, draw_symmetries
from dataset.verify import accept
from dataset.writer import DatasetWriter
from inference.tensors import to_device
from models.losses import ACTLossHead
from runs.config import CONFIG_FOLDER, PretrainConfig, compose
from training import loop
from training.distributed import distributed
from training.state import TrainState
from utils.errors import report_user_errors

ROOT = Path(__file__).resolve().parent.parent
RUN = Path("checkpoints/project/run")
"""Folder of the run that `TINY` names."""
SEQ_LEN, VOCAB_SIZE, GROUPS, IDENTIFIERS, MAX_STEPS = 16, 6, 8, 4, 4

TINY = (
    "data_paths=[data/toy]",
    "project_name=project",
    "run_name=run",
    "arch.hidden_size=32",
    "arch.num_heads=2",
    "arch.H_cycles=1",
    "arch.L_cycles=1",
    "arch.L_layers=1",
    "arch.puzzle_emb_len=2",
    f"arch.halt_max_steps={MAX_STEPS}",
    "arch.forward_dtype=float64",
    f"global_batch_size={GROUPS}",
    "epochs=4",
    "eval_interval=null",
    "lr=1e-3",
    "lr_warmup_steps=0",
    "log_interval=2",
    "device=cpu",
    "wandb.mode=disabled",
)

CONTINUED = ("epochs=8", "checkpoint_interval=2", "ema=True", "resume=auto")
"""How the run of the fixture `trained` goes on."""
LEARNED = RUN / "final_step_480"
"""Checkpoint of the fixture `learned`."""

_SOLVED = np.array([[1, 2, 3, 4], [3, 4, 1, 2], [2, 1, 4, 3], [4, 3, 2, 1]]).reshape(1, SEQ_LEN) + BLANK


def toy_puzzles(count: int, blanks: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Puzzles with so many blank cells and their solutions, both (count, 16) tokens."""
    rng = np.random.default_rng(seed)
    labels = draw_symmetries(count, SEQ_LEN, rng).apply(_SOLVED.astype(np.uint8))
    blank = np.argsort(rng.random(labels.shape), axis=1) < blanks
    return np.where(blank, BLANK, labels).astype(np.uint8), labels


def write_toy_data(
    folder: Path,
    *,
    seed: int = 0,
    blanks: int = 6,
    test_examples: int = 6,
    vocab_size: int = VOCAB_SIZE,
    identifiers: int = IDENTIFIERS,
    task: str = "sudoku",
    trains_on_test: bool = False,
) -> Path:
    """Write a data set of `GROUPS` groups of two puzzles, whose identifiers are spread over the table.

    With `trains_on_test` the first training puzzles are the test's, so that a run is sure to solve some.
    """
    inputs, labels = toy_puzzles(2 * GROUPS, blanks, seed)
    if trains_on_test:
        inputs[:test_examples], labels[:test_examples] = toy_puzzles(test_examples, blanks, seed + 1)
    names = ["<blank>", *(f"puzzle{number}" for number in range(1, identifiers))]
    with DatasetWriter(
        folder, task=task, vocab_size=vocab_size, seq_len=SEQ_LEN, seed=seed, identifiers=names
    ) as writer:
        writer.add_set(
            "train",
            inputs=inputs,
            labels=labels,
            puzzle_identifiers=np.arange(2 * GROUPS) % identifiers,
            group_indices=np.arange(GROUPS + 1) * 2,
        )
        if test_examples:
            inputs, labels = toy_puzzles(test_examples, blanks, seed + 1)
            writer.add_set(
                "test", inputs=inputs, labels=labels, puzzle_identifiers=np.arange(test_examples) % identifiers
            )
    return folder


def puzzle_text(tokens: np.ndarray) -> str:
    """A puzzle as people type it."""
    return "".join("." if token == BLANK else str(token - BLANK) for token in tokens)


def change_metadata(data: Path, split: str = "train", **values: Any) -> None:
    """Overwrite fields of `dataset.json`, on purpose."""
    file = data / split / "dataset.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | values))
    accept(data)


class Trap:
    """Unpickling it makes a folder."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.marker),)


# ---- running


@dataclass
class Ended:
    """A program's end: exit status, standard output and standard error."""

    status: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """The one line that a user's mistake gives, without its `error: `; only a progress bar may stand before it."""
        assert self.status == 1, f"status {self.status}: {self.err}"
        lines = [
            line for line in re.split(r"[\r\n]+", self.err) if line.strip() and not re.match(r" *\d+%\|[^|]*\|", line)
        ]
        assert len(lines) == 1 and lines[0].startswith("error: "), self.err
        return lines[0].removeprefix("error: ")


def pretrain(*overrides: str, cwd: Path) -> Ended:
    """A run of `TINY` and these overrides, in this process; what Hydra composes is kept for the next such run."""
    return _ended(lambda: _train(tuple(tiny(*overrides))), "pretrain.py", *tiny(*overrides), cwd=cwd)


def typed(*overrides: str, cwd: Path) -> Ended:
    """`python pretrain.py <TINY> <overrides>` in this process: the same, but through the command line."""
    # Hydra looks for config/ beside the script, which an imported module is not.
    return call("pretrain", f"--config-path={CONFIG_FOLDER}", *tiny(*overrides), cwd=cwd)


def call(program: str, *arguments: str, cwd: Path) -> Ended:
    """`python <program>.py <arguments>` in this process. An exception that is no user's mistake comes through."""
    return _ended(importlib.import_module(program).main, f"{program}.py", *arguments, cwd=cwd)


def evaluate(*arguments: str, cwd: Path) -> Ended:
    """`python evaluate.py <arguments>` in this process."""
    return call("evaluate", *arguments, cwd=cwd)


def scores(*arguments: str, cwd: Path) -> dict[str, Any]:
    """The report that evaluate.py writes and, with --json, prints."""
    ended = evaluate(*arguments, "--json", cwd=cwd)
    assert ended.status == 0, ended.err
    return json.loads(ended.out)


def infer(*arguments: str, cwd: Path) -> Ended:
    """`python infer.py <arguments>` in this process."""
    return call("infer", *arguments, cwd=cwd)


def refused(run: Callable[..., Ended], *arguments: str, cwd: Path) -> str:
    """The one-line error of a program that changed no file."""
    before = snapshot(cwd)
    error = run(*arguments, cwd=cwd).error
    assert not changes(before, cwd)
    return error


def tiny(*overrides: str) -> list[str]:
    """`TINY`, but for the keys that are given otherwise."""
    given = {override.lstrip("+").partition("=")[0] for override in overrides}
    return [override for override in TINY if override.partition("=")[0] not in given] + list(overrides)


def compose_tiny(*overrides: str) -> PretrainConfig:
    """The configuration of `TINY` and these overrides."""
    return compose(_composed(tuple(tiny(*overrides))))


@report_user_errors
def _train(overrides: tuple[str, ...]) -> None:
    config = compose(_composed(overrides))
    with distributed(config.device) as dist:
        loop.train(config, dist)


@functools.cache
def _composed(overrides: tuple[str, ...]) -> DictConfig:
    with hydra.initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        return hydra.compose("cfg_pretrain", overrides=list(overrides))


def _ended(main: Callable[[], None], *argv: str, cwd: Path) -> Ended:
    out, err = io.StringIO(), io.StringIO()
    status = 0
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.chdir(cwd)
        patch.setattr(sys, "argv", list(argv))
        patch.setenv("HYDRA_FULL_ERROR", "")  # so that what main() sets is undone
        patch.setattr(os, "fsync", lambda _: None)  # slow on some disks, and only a power cut would tell
        try:
            main()
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return Ended(status, out.getvalue(), err.getvalue())


def start(
    program: str, *arguments: str, cwd: Path, variables: dict[str, str] | None = None, **options: Any
) -> subprocess.Popen[str]:
    """Start `python <program>.py <arguments>` as a process, with as many threads as this one computes with."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / f"{program}.py"), *arguments],
        cwd=cwd,
        env=os.environ | {"OMP_NUM_THREADS": str(torch.get_num_threads())} | (variables or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def run_command(command: str, cwd: Path) -> Ended:
    """Type a command into a shell in which `python` is this interpreter."""
    environment = os.environ | {"OMP_NUM_THREADS": str(torch.get_num_threads())}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    ended = subprocess.run(command, shell=True, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300)
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def finish(process: subprocess.Popen[str]) -> Ended:
    """Wait for a process's end."""
    out, err = process.communicate(timeout=300)
    return Ended(process.returncode, out, err)


def spread_q(model: ACTLossHead, dataset: PuzzleDataset) -> None:
    """Give a model on the CPU a random q head under which half of the rows want to halt in the first step."""
    with torch.no_grad():
        head = model.model.inner.q_head
        head.weight.copy_(torch.randn(head.weight.shape, generator=torch.Generator().manual_seed(0)))
        head.bias.zero_()  # type: ignore[union-attr]
        rows = next(iter(read_in_order(dataset.sets, dataset.metadata, 10)))[2]
        data = to_device(rows, torch.device("cpu"))
        outputs = model(carry=model.initial_carry(data), batch=data, return_keys=["q_halt_logits"])[3]
        q = outputs["q_halt_logits"].sort().values
        middle = len(q) // 2
        # Between two rows: at a row's own q, rounding would say whether it halts.
        head.bias.fill_(-float(q[middle - 1 : middle + 1].mean()))  # type: ignore[union-attr]


# ---- looking at runs


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: files with their content, folders with None."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}


def changes(before: dict[str, bytes | None], folder: Path) -> list[str]:
    """What was made, removed or changed below a folder since its `snapshot`."""
    now = snapshot(folder)
    return sorted(name for name in before.keys() | now.keys() if before.get(name, b"?") != now.get(name, b"?"))


def load(file: Path) -> Any:
    """What `torch.save` wrote."""
    return torch.load(file, weights_only=True)


def assert_same(ours: Any, theirs: Any, where: str = "") -> None:
    """Equal to the last bit, through dictionaries and lists."""
    assert type(ours) is type(theirs), where
    if isinstance(ours, dict):
        assert ours.keys() == theirs.keys(), where
        for key, value in ours.items():
            assert_same(value, theirs[key], f"{where}/{key}")
    elif isinstance(ours, list | tuple):
        assert len(ours) == len(theirs), where
        for number, (a, b) in enumerate(zip(ours, theirs, strict=True)):
            assert_same(a, b, f"{where}/{number}")
    elif isinstance(ours, torch.Tensor):
        assert ours.dtype == theirs.dtype and torch.equal(ours, theirs), where
    else:
        assert ours == theirs, where


def assert_same_end(run: Path, reference: Path) -> None:
    """Two runs ended alike: weights, everything that a resume needs, and metrics.jsonl byte for byte."""
    assert (run / "metrics.jsonl").read_text() == (reference / "metrics.jsonl").read_text()
    (end,) = reference.glob("final_step_*")
    for name in ("model.pt", "train_state.pt"):
        assert_same(load(run / end.name / name), load(end / name), name)


@contextlib.contextmanager
def signal_after_step(step: int, number: int = signal.SIGTERM) -> Iterator[None]:
    """This process gets a real signal when a run has made step `step`."""
    original = loop.train_step

    def stepping(state: TrainState) -> None:
        original(state)
        if state.step == step:
            os.kill(os.getpid(), number)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop, "train_step", stepping)
        yield
