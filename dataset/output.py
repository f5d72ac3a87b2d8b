"""The output folder of a builder: one builder at a time may write there, and only over a data set or nothing.

    @claims_output
    def build(options: Options) -> None:       # from here on, options.output_dir belongs to this process
        ...
        with DatasetWriter(options.output_dir, ...) as writer: ...

The claim is a lock file beside the folder, `.lock-<name>` (`utils.lock`), which is removed when the build ends or
fails. A killed build leaves it and other temporary files; the next build into the folder takes over and removes them.
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
    """Options of a builder that name the data set's folder."""

    @property
    def output_dir(self) -> str: ...


Options = TypeVar("Options", bound=HasOutput)

_LONGEST_NAME = 230
"""The most bytes of a folder's name. Its temporary name is longer (`utils.files.whole_folder`); 255 is the limit."""
_claimed: set[Path] = set()
"""The folders that this process has claimed, as resolved paths."""


def claims_output(build: Callable[[Options], None]) -> Callable[[Options], None]:
    """Decorate a builder: claim `options.output_dir` before it begins; see `claimed`."""

    @functools.wraps(build)
    def wrapped(options: Options) -> None:
        with claimed(Path(options.output_dir)):
            build(options)

    return wrapped


@contextmanager
def claimed(output_dir: Path) -> Iterator[None]:
    """Claim a folder: inside the block no other builder writes there. A claim within a claim has no effect.

    First, leftovers of killed builds beside the folder are cleaned up. Parent folders are created, and removed again if
    nothing was written into them.

    Raises:
        UserError: another builder is writing there, the folder holds something else than a data set, or it cannot be
            created.
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
            with suppress(OSError):  # it is not empty, or was never created
                parent.rmdir()


@contextmanager
def writing(output_dir: Path) -> Iterator[None]:
    """Turn errors of the file system inside the block into `UserError`s that name the output folder."""
    if "\0" in str(output_dir):
        raise UserError(f"cannot write {output_dir}: the name of a folder has no NUL character")
    try:
        yield
    except OSError as error:
        raise UserError(f"cannot write {output_dir}: {error.strerror or error}") from None
    except RuntimeError as error:
        if "ymlink loop" not in str(error):  # raised by `Path.resolve` before Python 3.13
            raise
        raise UserError(f"cannot write {output_dir}: its symbolic links lead in a circle") from None


def check_output_folder(path: Path) -> None:
    """Raise `UserError` if `path` is a file, or a folder that holds anything but a data set."""
    with writing(path):
        if not path.exists():
            return
        if not path.is_dir():
            raise UserError(f"{path} is a file; --output-dir must name a folder")
        entries = list(path.iterdir())
        splits = [entry for entry in entries if (entry / "dataset.json").is_file()]
        # JSON files may lie beside splits, but not without them.
        foreign = [entry.name for entry in entries if entry not in splits and not (splits and entry.suffix == ".json")]
    if foreign:
        raise UserError(f"{path} holds {foreign[0]}, which is no part of a data set; choose another --output-dir")
