"""The folder of a run while a process trains it: one writer, a clean start, and the files that describe the run.

    with occupied(config, dist) as occupancy:     # UserError: <run> is in use by process 4711 on host since ...
        describe_run(state)
        ...
        occupancy.check()                         # UserError once somebody has removed the folder

`docs/design.md` says how far that holds for a folder that several machines share.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from runs.config import RUN_CONFIG, PretrainConfig, save_config
from runs.devices import device_name
from runs.manifest import write_manifest, write_vocabulary
from training import sweep
from training.distributed import Dist
from training.saving import recover
from training.state import TrainState
from utils.errors import UserError
from utils.files import leftover_of, recover_folder
from utils.lock import Lock

LOCK_FILE = ".lock"
_TRIES = 10


class Occupancy:
    """Keeps the folder for this run, so that no other process writes to it."""

    def __init__(self, folder: Path, dist: Dist) -> None:
        self._dist = dist
        self._folder = folder
        self._lock = Lock(folder / LOCK_FILE, str(folder))

    def check(self) -> None:
        """Raise `UserError` where the folder was removed or replaced since, before anything is written to it.

        All ranks must call it.
        """
        if self._dist.any(self._dist.is_main and not self._lock.is_intact()):
            raise UserError(
                f"{self._folder} was removed or replaced while this run was writing to it, so the run ends here; start"
                " it again, or continue it where its folder is now"
            )

    def begin(self, made: list[Path]) -> None:
        """Make the folder where it is missing, take its lock, and clean up after killed processes.

        For the main process.

        Args:
            made: the folders that were missing are appended to it, outermost first.
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
            recover(self._folder)
        except OSError as error:
            raise UserError(f"{self._folder} cannot be written to ({error.strerror or error})") from error

    def end(self) -> None:
        """Free the folder, if it is held."""
        self._lock.release()


@contextmanager
def occupied(config: PretrainConfig, dist: Dist) -> Iterator[Occupancy]:
    """Hold the run's folder inside the block; all ranks enter together.

    A run that is refused leaves no trace: folders that were made for it and are still empty are removed.

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


def describe_run(state: TrainState) -> None:
    """Write what the run is into its folder: configuration, manifest and vocabulary. For the main process.

    Raises:
        OSError: the folder cannot be written to.
    """
    config, dataset = state.config, state.sampler.dataset
    save_config(config, config.run_folder / RUN_CONFIG)
    write_manifest(
        config.run_folder,
        config.data_paths,
        state.fingerprints,
        dataset.metadata,
        sweep.command_line(),
        machine={
            "device": device_name(state.dist.device),
            "world_size": state.dist.world_size,
            "forward_dtype": state.model.model.config.forward_dtype,
        },
    )
    write_vocabulary(dataset.data_rules, config.run_folder)
