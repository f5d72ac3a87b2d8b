"""A build killed before each file-system event, in processes forked from this one: a script that a test starts.

    python -m tests.dataset.kill_builds FOLDER exchange|renames EVERY

For every EVERY-th event of a small build, into an empty place and over an older data set, a child is killed (SIGKILL)
before it. Then a build that fails, and one that succeeds, follow. One JSON line says what was found: the number of
kills, and every state that was not one of those allowed.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import utils.files
from dataset.output import claimed
from dataset.verify import verify
from dataset.writer import DatasetWriter
from utils.errors import UserError

_EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.symlink"}


def build(output: Path, seed: int, fail: bool = False) -> None:
    """A data set whose seed tells it from others."""
    with claimed(output), DatasetWriter(output, task="toy", vocab_size=7, seq_len=4, seed=seed) as writer:
        for split in ("train", "test"):
            writer.add_set(split, inputs=np.full((3, 4), seed), labels=np.full((3, 4), seed))
        writer.add_json("more.json", {})
        if fail:
            raise UserError("it fails")


def forked(work: Callable[[], Any]) -> int:
    """The exit code of a child that does the work; negative where a signal ended it."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def count_events(die_at: int) -> list[int]:
    """From here on this process counts what it changes on disk, and dies before the `die_at`-th change."""
    count = [0]

    def event(*_: object) -> None:
        count[0] += 1
        if count[0] == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(name: str, arguments: tuple[Any, ...]) -> None:
        if name not in _EVENTS:
            return
        if name == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        event()

    def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            event()
            done = function(*arguments)
            event()
            return done

        return call

    os.fsync = wrapped(os.fsync)
    utils.files._exchange = wrapped(utils.files._exchange)
    sys.addaudithook(hook)
    return count


def seed_of(output: Path) -> int | str | None:
    """Which data set lies there; None without one, a text where it is not whole."""
    if not output.exists():
        return None
    try:
        problems = verify(output)
    except UserError as error:
        problems = [str(error)]
    return problems[0] if problems else json.loads((output / "build.json").read_text())["seed"]


def hidden(output: Path) -> list[str]:
    return [entry.name for entry in output.parent.iterdir() if entry.name.startswith(".")]


def attempt(output: Path, die_at: int, older: bool, one_step: bool) -> list[str]:
    """Kill one build and let two follow; what was not as it must be."""
    if older:
        forked(lambda: build(output, 1))

    def killed() -> None:
        count_events(die_at)
        build(output, 2)

    wrong = []
    if forked(killed) != -signal.SIGKILL:
        wrong.append("it was not killed")
    found = seed_of(output)
    if found not in ({1, 2} if older and one_step else {1, 2, None} if older else {2, None}):
        wrong.append(f"after the kill {found}")
    if forked(lambda: build(output, 3, fail=True)) != 1:
        wrong.append("a build that fails did not")
    found = seed_of(output)
    if found not in ({1, 2} if older else {2, None}) or hidden(output):
        wrong.append(f"after a failing build {found}, {hidden(output)}")
    if forked(lambda: build(output, 4)) != 0 or seed_of(output) != 4 or hidden(output):
        wrong.append(f"after the next build {seed_of(output)}, {hidden(output)}")
    return [f"event {die_at}, {'over older data' if older else 'nothing there'}: {line}" for line in wrong]


def main() -> None:
    folder, way, every = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if way == "renames":
        utils.files._exchange = lambda *_: False
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stderr.fileno())  # children end with tracebacks
    kills, wrong = 0, []
    for older in (False, True):
        output = folder / f"{older}" / "data"
        output.parent.mkdir(parents=True)

        def counted(output: Path = output, older: bool = older) -> None:
            if older:
                build(output, 1)
            count = count_events(-1)
            build(output, 2)
            (folder / "count").write_text(str(count[0]))

        assert forked(counted) == 0
        events = int((folder / "count").read_text())
        for die_at in range(1 + every // 2, events + 1, every):
            for entry in output.parent.iterdir():
                with contextlib.suppress(OSError):
                    utils.files.shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
            wrong += attempt(output, die_at, older, way == "exchange")
            kills += 1
    print(json.dumps({"kills": kills, "wrong": wrong}))


if __name__ == "__main__":
    main()
