"""One process group from torchrun, from Slurm, or none; whatever started it, the run is that of one process."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.harness import ROOT, RUN, Ended, finish, pretrain, start, tiny
from training.distributed import Dist, _find_place, distributed, first_host
from utils.errors import UserError

STEP = {
    "SLURM_JOB_ID": "4100123",
    "SLURM_STEP_ID": "0",
    "SLURM_STEP_NODELIST": "gpu[07-08]",
    "SLURM_STEP_NUM_NODES": "2",
    "SLURM_STEP_NUM_TASKS": "16",
    "SLURM_PROCID": "11",
    "SLURM_LOCALID": "3",
}
"""Process 11 of `srun --nodes 2 --ntasks 16`."""


# ---- reading the launcher


@pytest.mark.parametrize(
    ("nodes", "host"),
    [
        ("node1", "node1"),
        ("a1,a2", "a1"),
        ("node[01-04,07]", "node01"),
        ("node[7,9]", "node7"),
        ("gpu-[3,5]-x", "gpu-3-x"),
        ("gpu-[3-5]-x,other[1-2]", "gpu-3-x"),
        ("rack[1-2]n[01-16]", "rack1n01"),
        ("login,node[1-2]", "login"),
        ("node-a-17.cluster.example.org,node-b-1", "node-a-17.cluster.example.org"),
    ],
)
def test_first_host(nodes: str, host: str) -> None:
    assert first_host(nodes) == host


@pytest.mark.parametrize("nodes", ["", ",node1"])
def test_a_node_list_without_a_host(nodes: str) -> None:
    with pytest.raises(UserError, match="names no host"):
        first_host(nodes)


def test_a_slurm_step() -> None:
    place = _find_place(STEP)
    assert place is not None
    assert (place.rank, place.local_rank, place.world_size) == (11, 3, 16)
    assert place.launcher == ("srun", "--nodes", "2", "--ntasks", "16", "python")
    host, port = place.meeting.removeprefix("tcp://").split(":")
    assert host == "gpu07" and 1024 < int(port) < 32768
    assert _find_place(STEP | {"SLURM_PROCID": "0"}).meeting == place.meeting, "the same for every process"
    for other in ({"SLURM_JOB_ID": "4100124"}, {"SLURM_STEP_ID": "1"}):
        assert _find_place(STEP | other).meeting != place.meeting, "two jobs may share a node"
    chosen = _find_place(STEP | {"MASTER_ADDR": "10.0.0.7", "MASTER_PORT": "29501"})
    assert chosen.meeting == "tcp://10.0.0.7:29501", "the user's choice wins"


@pytest.mark.parametrize(
    "changes",
    [
        {"SLURM_STEP_NUM_TASKS": "1"},  # a shell in an allocation: srun --pty bash
        {"SLURM_STEP_NUM_TASKS": None, "SLURM_NTASKS": "16"},  # a batch script, outside of srun
    ],
    ids=["shell", "batch script"],
)
def test_a_slurm_job_without_a_step_of_several_tasks_is_a_process_alone(changes: dict[str, str | None]) -> None:
    assert _find_place({name: value for name, value in (STEP | changes).items() if value is not None}) is None


def test_torchrun_within_a_slurm_step() -> None:
    torchrun = {"RANK": "5", "LOCAL_RANK": "1", "WORLD_SIZE": "8", "LOCAL_WORLD_SIZE": "4", "GROUP_WORLD_SIZE": "2"}
    place = _find_place(STEP | torchrun)
    assert place is not None and place.meeting == "env://"
    assert (place.rank, place.local_rank, place.world_size) == (5, 1, 8)
    assert place.launcher == ("torchrun", "--nproc-per-node", "4", "--nnodes", "2")


def test_submitit_on_this_machine() -> None:
    local = {"SUBMITIT_LOCAL_JOB_ID": "7", "SUBMITIT_LOCAL_GLOBALID": "1", "SUBMITIT_LOCAL_LOCALID": "1"}
    assert _find_place(local | {"SUBMITIT_LOCAL_NTASKS": "1"}) is None
    place = _find_place(local | {"SUBMITIT_LOCAL_NTASKS": "2"})
    assert place is not None and (place.rank, place.local_rank, place.world_size) == (1, 1, 2)


def test_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*STEP, "LOCAL_RANK", "SUBMITIT_LOCAL_NTASKS"):
        monkeypatch.delenv(name, raising=False)
    with distributed("cpu") as dist:
        assert dist == Dist()


# ---- real process groups


def assert_same_metrics(run: Path, reference: Path) -> None:
    """Two runs logged the same, up to rounding."""
    logs = [(folder / "metrics.jsonl").read_text().splitlines() for folder in (run, reference)]
    ours, theirs = ([json.loads(line) for line in log] for log in logs)
    assert [line.keys() for line in ours] == [line.keys() for line in theirs]
    for a, b in zip(ours, theirs, strict=True):
        assert a == pytest.approx(b, rel=1e-6)


def start_step(work: Path, *arguments: str, differing: tuple[str, str] = ("seed=0", "seed=0")) -> list[Ended]:
    """Two processes as `srun --ntasks 2` starts them, on this machine."""
    step = STEP | {"SLURM_STEP_NODELIST": "localhost", "SLURM_STEP_NUM_TASKS": "2", "SLURM_JOB_ID": str(os.getpid())}
    started = [
        start("pretrain", *arguments, own, cwd=work, variables=step | {"SLURM_PROCID": rank, "SLURM_LOCALID": rank})
        for rank, own in zip("01", differing, strict=True)
    ]
    return [finish(process) for process in started]


@pytest.mark.slow
def test_a_slurm_step_trains_as_one_process(work: Path) -> None:
    ended = start_step(work, *tiny("run_name=step"))
    assert [e.status for e in ended] == [0, 0], [e.err for e in ended]
    assert "2 process(es)" in ended[0].out and "saved" in ended[0].out and not ended[1].out
    assert pretrain(cwd=work).status == 0
    assert_same_metrics(work / RUN.with_name("step"), work / RUN)


@pytest.mark.slow
def test_independent_runs_started_as_one_step_are_refused(work: Path) -> None:
    for ended in start_step(work, *tiny(), differing=("seed=0", "seed=1")):
        assert "different configurations" in ended.error
    assert not (work / RUN).exists()


@pytest.mark.slow
def test_two_nodes_of_torchrun_train_as_one_process(work: Path) -> None:
    """Two agents meet by c10d, each with one process."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "torch.distributed.run", "--nnodes", "2", "--nproc-per-node", "1"]
    command += ["--rdzv-backend", "c10d", "--rdzv-endpoint", f"localhost:{port}", "--rdzv-id", "two"]
    command += [str(ROOT / "pretrain.py"), *tiny("run_name=nodes")]
    nodes = [
        subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    ended = [finish(node) for node in nodes]
    assert [e.status for e in ended] == [0, 0], [e.err for e in ended]
    assert len(re.findall(r"2 process\(es\)", ended[0].out + ended[1].out)) == 1
    assert pretrain(cwd=work).status == 0
    assert_same_metrics(work / RUN.with_name("nodes"), work / RUN)


# ---- when the launcher dies


def _children(process: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True).stdout
    return [int(number) for number in found.split()]


def _ends(process: int) -> bool:
    """Wait until a process that is no child of this one has ended; False where it still runs after two minutes."""
    for _ in range(1200):
        if not Path(f"/proc/{process}").exists():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_a_process_ends_with_its_launcher(tmp_path: Path) -> None:
    worker = (
        "import time; from training.distributed import end_with_launcher; end_with_launcher();"
        "open('ready', 'w').close(); time.sleep(600)"
    )
    launcher = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {worker!r}])"
    process = subprocess.Popen([sys.executable, "-c", launcher], cwd=tmp_path)
    while not (tmp_path / "ready").exists():
        time.sleep(0.05)
    (child,) = _children(process.pid)
    process.kill()
    process.wait()
    assert _ends(child)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_workers_whose_torchrun_was_killed_save_and_end(work: Path) -> None:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    process = subprocess.Popen(
        [*command, str(ROOT / "pretrain.py"), *tiny("epochs=100000", "log_interval=1")],
        cwd=work,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    metrics = work / RUN / "metrics.jsonl"
    while not (metrics.is_file() and metrics.stat().st_size):
        assert process.poll() is None
        time.sleep(0.1)
    workers = _children(process.pid)
    assert len(workers) == 2
    process.kill()
    process.wait()
    assert all(_ends(worker) for worker in workers)
    assert list((work / RUN).glob("step_*/train_state.pt")) and not (work / RUN / ".lock").exists()
