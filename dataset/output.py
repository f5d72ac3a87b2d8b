"""The folder that a builder writes: free of anything else, claimed for one builder at a time, and no part left behind.

    @claims_output
    def build(options: Options) -> None:       # options.output_dir is this process's from here on
        ...
        with DatasetWriter(options.output_dir, ...) as writer: ...

The claim is a lock file beside the folder, `.lock-<name>` (`utils.lock`), which goes when the build ends or fails. A
killed build leaves it, and its other temporary files; the next build into the folder takes over and clears them.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, TypeVar

from utils.errors import UserError
from utils.files import recover_folder
from utils.lock import Lock


class HasOutput(Protocol):
    """Options of a builder that say where the data set goes."""

    @property
    def output_dir(self) -> str: ...


Options = TypeVar("Options", bound=HasOutput)

_LONGEST_NAME = 230
"""Bytes; the folder in the making has a longer name (`utils.files.whole_folder`), and file systems allow 255."""
_claimed: set[Path] = set()
"""Folders that this process has claimed, resolved."""


def claims_output(build: Callable[[Options], None]) -> Callable[[Options], None]:
    """Decorate a builder: `options.output_dir` is claimed before it begins, see `claimed`."""

    @functools.wraps(build)
    def wrapped(options: Options) -> None:
        with claimed(Path(options.output_dir)):
            build(options)

    return wrapped


@contextmanager
def claimed(output_dir: Path) -> Iterator[None]:
    """Inside the block no other builder writes into this folder; inside another such block this one does nothing.

    What killed builds left beside the folder is put right first. Parent folders are made, and removed again if nothing
    was written into them.

    Raises:
        UserError: another builder is at work there, something else than a data set lies there, or no folder can be.
    """
    with writing(output_dir):
        folder = output_dir.resolve()
    if folder == Path.cwd() or not folder.name:
        raise UserError(f"--output-dir '{output_dir}' must name a folder of its own, as in data/mine")
    if len(os.fsencode(folder.name)) > _LONGEST_NAME:
        raise UserError(f"cannot write {output_dir}: name too long, {_LONGEST_NAME} bytes are the most")
    if folder in _claimed:
        yield
        return
    check_output_folder(output_dir)
    lock = Lock(folder.with_name(f".lock-{folder.name}"), str(output_dir))
    with writing(output_dir):
        made = [parent for parent in folder.parents if not parent.exists()]  # the innermost first
    try:
        with writing(output_dir):
            folder.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
            recover_folder(folder)
        check_output_folder(output_dir)
        _claimed.add(folder)
        yield
    finally:
        _claimed.discard(folder)
        lock.release()
        for parent in made:
            with suppress(OSError):  # it is not empty, or was never made
                parent.rmdir()


@contextmanager
def writing(output_dir: Path) -> Iterator[None]:
    """Around what this package does to the output folder: a failure of the file system is a `UserError`."""
    if "\0" in str(output_dir):
        raise UserError(f"cannot write {output_dir}: the name of a folder has no NUL character")
    try:
        yield
    except OSError as error:
        raise UserError(f"cannot write {output_dir}: {error.strerror or error}") from None
    except RuntimeError as error:
        if "ymlink loop" not in str(error):  # as `Path.resolve` says it before Python 3.13
            raise
        raise UserError(f"cannot write {output_dir}: its symbolic links lead in a circle") from None


def check_output_folder(path: Path) -> None:
    """Refuse to replace anything but a data set.

    Raises:
        UserError: `path` is a file, or a folder in which something else lies.
    """
    with writing(path):
        if not path.exists():
            return
        if not path.is_dir():
            raise UserError(f"{path} is a file; --output-dir must name a folder")
        entries = list(path.iterdir())
        splits = [entry for entry in entries if (entry / "dataset.json").is_file()]
        # JSON files lie beside the splits, and none lies there alone.
        foreign = [entry.name for entry in entries if entry not in splits and not (splits and entry.suffix == ".json")]
    if foreign:
        raise UserError(f"{path} holds {foreign[0]}, which is no part of a data set; choose another --output-dir")
