"""Ranks and devices. Only this module knows about process groups; all other code is the same for one process and many.

torchrun or Slurm start several processes (`srun python pretrain.py`, also through Hydra's submitit launcher). Without
them there is one process.
"""

from __future__ import annotations

import functools
import gc
import itertools
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar, cast

import torch
import torch.distributed as dist
from torch.distributed.distributed_c10d import PrefixStore
from torch.distributed.rendezvous import rendezvous

from runs.devices import choose_device
from utils.errors import UserError

R = TypeVar("R")


@dataclass(frozen=True)
class Dist:
    """This process among the processes of its run.

    Attributes:
        rank, world_size: this process's number and the number of processes; 0 and 1 for a process alone.
        device: the device of this process's tensors.
        launcher: first words of a command that starts as many processes of a script; for messages.
    """

    rank: int = 0
    world_size: int = 1
    device: torch.device = torch.device("cpu")
    launcher: tuple[str, ...] = ("python",)

    @property
    def is_main(self) -> bool:
        """True on the one process that prints, logs and saves."""
        return self.rank == 0

    def rows(self, global_size: int) -> slice:
        """This rank's equal share of `global_size` rows."""
        share = global_size // self.world_size
        return slice(self.rank * share, (self.rank + 1) * share)

    def sum(self, tensor: torch.Tensor) -> torch.Tensor:
        """Add up over ranks, in place; every rank gets the result."""
        if self.world_size > 1:
            dist.all_reduce(tensor)
        return tensor

    def any(self, flag: bool) -> bool:
        """True on every rank if `flag` is True on any rank."""
        if self.world_size == 1:
            return flag
        votes = torch.tensor(float(flag), device=self.device)
        dist.all_reduce(votes)
        return bool(votes.item())

    def gather_rows(self, tensor: torch.Tensor) -> torch.Tensor:
        """Concatenate the ranks' equal shares along the first axis, in rank order, on every rank."""
        if self.world_size == 1:
            return tensor
        # Not every backend can gather booleans, so they are sent as bytes.
        sent = tensor.contiguous().view(torch.uint8) if tensor.dtype is torch.bool else tensor.contiguous()
        shares = [torch.empty_like(sent) for _ in range(self.world_size)]
        dist.all_gather(shares, sent)
        return torch.cat(shares).view(tensor.dtype)

    def gather(self, value: Any) -> list[Any]:
        """Every rank's `value` (any picklable object) in rank order on the main process, an empty list elsewhere."""
        if self.world_size == 1:
            return [value]
        box: list[Any] | None = [None] * self.world_size if self.is_main else None
        dist.gather_object(value, box, dst=0)
        return box or []

    def broadcast(self, value: Any) -> Any:
        """The main process's `value` (any picklable object) on every rank."""
        if self.world_size == 1:
            return value
        box = [value]
        dist.broadcast_object_list(box, src=0)
        return box[0]

    def on_main(self, function: Callable[[], R]) -> R:
        """Call `function` on the main process only, and return its result (any picklable object) on every rank.

        Raises:
            UserError: on every rank, if the function raises one.
        """
        result: R | None = None
        failure: UserError | None = None
        if self.is_main:
            try:
                result = function()
            except UserError as error:
                failure = error
        message = self.broadcast(None if failure is None else str(failure))
        if message is not None:
            raise failure or UserError(message)
        return cast(R, self.broadcast(result))

    def barrier(self) -> None:
        """Wait for all ranks."""
        if self.world_size > 1:
            dist.barrier()


@dataclass(frozen=True)
class _Place:
    """The numbers that a launcher gives this process, and the address at which all processes meet."""

    rank: int
    local_rank: int
    world_size: int
    meeting: str
    launcher: tuple[str, ...]


def _find_place(env: Mapping[str, str]) -> _Place | None:
    """Read torchrun's, Slurm's or submitit's variables; None for a process alone.

    torchrun comes first: within a Slurm job it starts processes of its own.
    """
    if "LOCAL_RANK" in env:
        launcher = ["torchrun", "--nproc-per-node", env.get("LOCAL_WORLD_SIZE", env["WORLD_SIZE"])]
        if env.get("GROUP_WORLD_SIZE", "1") != "1":  # the user must add the rendezvous address
            launcher += ["--nnodes", env["GROUP_WORLD_SIZE"]]
        return _Place(int(env["RANK"]), int(env["LOCAL_RANK"]), int(env["WORLD_SIZE"]), "env://", tuple(launcher))
    # SLURM_STEP_...: a batch script or a shell in an allocation has SLURM_PROCID and SLURM_NTASKS, but starts no step.
    if int(env.get("SLURM_STEP_NUM_TASKS", "1")) > 1:
        tasks = env["SLURM_STEP_NUM_TASKS"]
        host = env.get("MASTER_ADDR") or first_host(env["SLURM_STEP_NODELIST"])
        port = env.get("MASTER_PORT") or _port(int(env["SLURM_JOB_ID"]) + int(env.get("SLURM_STEP_ID", "0")))
        launcher = ["srun", "--nodes", env.get("SLURM_STEP_NUM_NODES", "1"), "--ntasks", tasks, "python"]
        rank, local_rank = int(env["SLURM_PROCID"]), int(env["SLURM_LOCALID"])
        return _Place(rank, local_rank, int(tasks), f"tcp://{host}:{port}", tuple(launcher))
    # hydra/launcher=submitit_local. Under Slurm, submitit's jobs are Slurm steps and handled above.
    if int(env.get("SUBMITIT_LOCAL_NTASKS", "1")) > 1:
        tasks = env["SUBMITIT_LOCAL_NTASKS"]
        meeting = f"tcp://localhost:{_port(int(env['SUBMITIT_LOCAL_JOB_ID']))}"
        rank = int(env["SUBMITIT_LOCAL_GLOBALID"])
        launcher = ["torchrun", "--nproc-per-node", tasks]
        return _Place(rank, int(env["SUBMITIT_LOCAL_LOCALID"]), int(tasks), meeting, tuple(launcher))
    return None


def first_host(nodes: str) -> str:
    """The first host of a Slurm node list: `node[01-04,07],b1` -> `node01`, `gpu-[3,5]-x` -> `gpu-3-x`."""
    first = re.match(r"(?:[^,\[\]]|\[[^\]]+\])+", nodes)
    if first is None:
        raise UserError(f"SLURM_STEP_NODELIST={nodes!r} names no host")
    return re.sub(r"\[([^\],-]+)[^\]]*\]", r"\1", first[0])


def _port(job: int) -> int:
    """A port for the processes of one job, below the ports that Linux assigns automatically (from 32768)."""
    return 12000 + job % 20000


_GRACE = 60.0
"""Seconds that a process has to save and end after its launcher was killed."""


@functools.cache
def end_with_launcher() -> None:
    """From now on, end this process when its launcher has ended.

    torchrun ends its workers, but a killed torchrun leaves them running. This process then sends itself SIGTERM, so
    that it saves a checkpoint and ends. If it waits for another process in vain, it is ended after `_GRACE` seconds.
    """
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(launcher: int) -> None:
    while os.getppid() == launcher:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(128 + signal.SIGTERM)


_PATIENCE = timedelta(minutes=60)
"""Time that processes wait for each other. It is long, because an evaluation may take one process far longer."""

_groups = itertools.count()


@functools.cache
def _meet(place: _Place) -> Any:
    """The store through which processes find each other. It stays open to the end: the first process serves it."""
    store, _, _ = next(rendezvous(place.meeting, place.rank, place.world_size, timeout=_PATIENCE))
    return store


@contextmanager
def process_group(backend: str, rank: int, world_size: int, **meeting: Any) -> Iterator[None]:
    """Be process `rank` of a group inside the block; `meeting` says where, as for torch's `init_process_group`.

    The last owner of a gloo group waits for the group's threads, and a thread that frees a Python tensor waits for the
    interpreter. If DDP is that owner, it holds the interpreter while it waits: the process hangs, or aborts at its exit
    (pytorch/pytorch#190489). So nothing outside of the block may hold DDP, and the group is dropped here, last.
    """
    dist.init_process_group(backend, rank=rank, world_size=world_size, timeout=_PATIENCE, **meeting)
    group = dist.group.WORLD
    try:
        yield
    finally:
        dist.destroy_process_group()
        gc.collect()  # frees DDP
        del group


@contextmanager
def distributed(device_name: str) -> Iterator[Dist]:
    """Join the process group of the launcher, if there is one, and leave it at the end."""
    place = _find_place(os.environ)
    if place is None:
        yield Dist(device=choose_device(device_name))
        return
    if place.launcher[0] == "torchrun":
        end_with_launcher()
    device = choose_device(device_name, place.local_rank)
    if device.type == "cuda":
        torch.cuda.set_device(device)
    # The runs of a sweep form one group after the other. Each group has its own prefix in the store, so that it does
    # not read addresses that an earlier group has left there.
    store = PrefixStore(f"group{next(_groups)}", _meet(place))
    with process_group("nccl" if device.type == "cuda" else "gloo", place.rank, place.world_size, store=store):
        yield Dist(place.rank, place.world_size, device, place.launcher)
