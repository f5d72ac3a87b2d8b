"""The folder of a run while a process trains it: one writer, and a clean start.

    with occupied(config, dist) as occupancy:     # UserError: <run> is in use by process 4711 on host since ...
        ...
        occupancy.check()                         # UserError once somebody has removed the folder

`docs/design.md` says how far that holds for a folder that several machines share.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from runs import checkpoints
from runs.config import PretrainConfig
from training.distributed import Dist
from utils.errors import UserError
from utils.files import leftover_of, recover_folder
from utils.lock import Lock

LOCK_FILE = ".lock"
_TRIES = 10


class Occupancy:
    """That this run, and no other process, writes to its folder."""

    def __init__(self, folder: Path, dist: Dist) -> None:
        self._dist = dist
        self._folder = folder
        self._lock = Lock(folder / LOCK_FILE, str(folder))

    def check(self) -> None:
        """All ranks: raise `UserError` where the folder was removed or replaced since; nothing may be written then."""
        if self._dist.any(self._dist.is_main and not self._lock.is_intact()):
            raise UserError(
                f"{self._folder} was removed or replaced while this run was writing to it, so the run ends here; start"
                " it again, or continue it where its folder is now"
            )

    def begin(self, made: list[Path]) -> None:
        """Main process: take the lock in the folder, which is made if need be, and clean up after killed processes.

        Args:
            made: gets the folders that were missing, outermost first.
        """
        try:
            for _ in range(_TRIES):
                for path in reversed([path for path in (self._folder, *self._folder.parents) if not path.exists()]):
                    with suppress(FileExistsError):
                        path.mkdir()
                        made.append(path)
                with suppress(FileNotFoundError):  # another run that was refused has just removed what it had made
                    self._lock.acquire()
                    break
            else:
                raise UserError(f"{self._folder} cannot be made")
            for name in sorted({base for path in self._folder.iterdir() if (base := leftover_of(path.name))}):
                recover_folder(self._folder / name)
            checkpoints.recover(self._folder)
        except OSError as error:
            raise UserError(f"{self._folder} cannot be written to ({error.strerror or error})") from error

    def end(self) -> None:
        """Free the folder; nothing where it is not held."""
        self._lock.release()


@contextmanager
def occupied(config: PretrainConfig, dist: Dist) -> Iterator[Occupancy]:
    """Hold the run's folder inside the block; all ranks enter together.

    Whoever is refused leaves no trace: folders that were made for the run and are still empty go again.

    Raises:
        UserError: another process trains the run, or the folder cannot be written to.
    """
    occupancy = Occupancy(config.run_folder, dist)
    made: list[Path] = []
    try:
        dist.on_main(lambda: occupancy.begin(made))
        yield occupancy
    finally:
        occupancy.end()
        for path in reversed(made):
            with suppress(OSError):  # it is not empty: the run has begun
                path.rmdir()
