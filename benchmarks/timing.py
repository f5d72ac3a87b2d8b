"""Contestants timed side by side: each a process of its own, which computes only while it is asked to.

    worker = Worker("ours", [sys.executable, "-m", "benchmarks.workload", ...], environment, folder / "ours.log")
    worker.ask("time", kind="train", steps=3)      # {"seconds": [2.31, 2.29, 2.30], "peak_bytes": None, "idle": 0.0}

A process of its own, because two code bases may name their packages alike, and because settings of one (threads,
compiler caches, memory) then say nothing about another. Commands and answers are lines of JSON on standard input and
output; what else the process prints goes to its log.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import torch

from utils.errors import UserError

KINDS = ("train", "evaluation")
"""A training step (forward, backward, optimizers, average), and one improvement step under inference."""
TOP_OPS = 15
TURN_SECONDS = 1.0
"""A turn has as many steps as fill this time, at least one."""
IDLE_LIMIT = 0.02
"""Of a core, used while others were timed, from which a contestant has not been idle."""
TOLERANCE = {"float64": 1e-4, "float32": 1e-4, "bfloat16": 2e-2, "float16": 2e-2}
"""Relative difference of the first losses that rounding may make; the official code takes norms in float32 always."""


class Stepping(Protocol):
    """A contestant that makes steps."""

    device: torch.device

    def train(self) -> None:
        """Make a training step."""
        ...

    def train_loss(self) -> float:
        """Make a training step; return its loss per row."""
        ...

    def evaluation(self) -> None:
        """Make an improvement step under inference."""
        ...


class Scored(Protocol):
    """A contestant that answers a test set."""

    device: torch.device

    def score(self, mode: str, batches: int | None = None) -> tuple[int, int]:
        """Answer all examples, or only the first batches; return the number of examples and of exact answers.

        Args:
            mode: `fixed`, all rows make all steps, or `halt`, each stops by its own q.
        """
        ...


class Worker:
    """A contestant's process, seen from outside.

    Args:
        name: of the contestant, for messages.
        command: what starts the process; it calls `serve`.
        environment: its environment variables.
        log: file for its standard error.

    Raises:
        UserError: the contestant refuses its task.
        RuntimeError: the process failed; with the last lines of its log.
    """

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self._log = log
        with open(log, "w") as file:
            self._process = subprocess.Popen(
                command, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=file, text=True
            )
        self._read()

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Have a method of `Commands` called; wait for its answer."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it is gone; `_read` says why
        return self._read()

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.terminate()
        self._process.wait()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            tail = self._log.read_text().strip().splitlines()[-12:]
            raise RuntimeError(f"{self.name} ended with status {self._process.wait()}:\n" + "\n".join(tail))
        answer = json.loads(line)
        if "error" in answer:
            raise UserError(f"{self.name}: {answer['error']}")
        return answer


def serve(make: Callable[[], Stepping | Scored]) -> None:
    """Make a contestant and obey commands until standard input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print must not come between the answers

    def answer(content: dict[str, Any]) -> float:
        answers.write(json.dumps(content) + "\n")
        answers.flush()
        return time.process_time()

    try:
        commands = Commands(make())
        rested = answer({})
        for line in sys.stdin:
            idle = time.process_time() - rested  # processor time used while another contestant was timed
            command = json.loads(line)
            rested = answer(getattr(commands, command.pop("do"))(**command) | {"idle": idle})
    except UserError as error:
        answer({"error": str(error)})


class Commands:
    """What a worker can be asked for; every answer is a dictionary of JSON values."""

    def __init__(self, contestant: Stepping | Scored) -> None:
        self.contestant: Any = contestant  # it is asked only for what it can
        self.device = contestant.device

    def losses(self, steps: int) -> dict[str, Any]:
        """Make the first training steps; return their losses per row, and the seconds of the first, compiling."""
        started = time.perf_counter()
        losses = [self.contestant.train_loss()]
        cold = time.perf_counter() - started
        return {"losses": losses + [self.contestant.train_loss() for _ in range(steps - 1)], "cold": cold}

    def time(self, kind: str, steps: int) -> dict[str, Any]:
        """Seconds of each step, or their mean (see `_step_seconds`), and the most memory a GPU gave them."""
        on_cuda = self.device.type == "cuda"
        if on_cuda:
            torch.cuda.reset_peak_memory_stats(self.device)
        seconds = _step_seconds(getattr(self.contestant, kind), steps, self.device)
        peak = torch.cuda.max_memory_allocated(self.device) if on_cuda else None
        return {"seconds": seconds, "peak_bytes": peak}

    def score(self, mode: str, batches: int | None = None) -> dict[str, Any]:
        """Seconds of an evaluation, and what came out."""
        started = time.perf_counter()
        examples, exact = self.contestant.score(mode, batches)
        return {"seconds": time.perf_counter() - started, "examples": examples, "exact": exact}

    def ceiling(self, dtype: str, size: int, seconds: float) -> dict[str, float]:
        """GFLOP/s of a matrix product by each library; see `ceiling`."""
        return ceiling(self.device, getattr(torch, dtype), size, seconds)

    def profile(self, kind: str) -> dict[str, str]:
        """The operators in which one step spends its time, as text."""
        on_cpu = self.device.type == "cpu"
        activities = [torch.profiler.ProfilerActivity.CPU]
        if self.device.type == "cuda":
            activities.append(torch.profiler.ProfilerActivity.CUDA)
        with torch.profiler.profile(activities=activities) as profiler:
            getattr(self.contestant, kind)()
            if not on_cpu:
                torch.accelerator.synchronize()
        own = "self_cpu_time_total" if on_cpu else "self_device_time_total"  # microseconds
        times = [(getattr(event, own), event.count, event.key) for event in profiler.key_averages()]
        total = sum(entry[0] for entry in times)
        lines = [f"{'ms':>10}{'share':>8}{'calls':>8}  operator"]
        for own_time, calls, name in sorted(times, reverse=True)[:TOP_OPS]:
            lines.append(f"{own_time / 1000:>10.2f}{own_time / max(total, 1):>8.1%}{calls:>8}  {name[:80]}")
        return {"table": "\n".join([*lines, f"{total / 1000:>10.2f}{1:>8.1%}          all operators"])}


def ceiling(device: torch.device, dtype: torch.dtype, size: int, seconds: float) -> dict[str, float]:
    """The fastest of many square matrix products, in GFLOP/s, by library; a float32 CPU may have a second, oneDNN."""
    a, b = (torch.randn(size, size, device=device).to(dtype) for _ in range(2))
    products: dict[str, Callable[[], Any]] = {"matmul": lambda: a @ b}
    if device.type == "cpu" and dtype is torch.float32 and hasattr(torch.ops.mkldnn, "_linear_pointwise"):
        products["oneDNN"] = lambda: torch.ops.mkldnn._linear_pointwise(a, b, None, "none", [], "")
    found = {}
    for name, product in products.items():
        best, ends = float("inf"), time.perf_counter() + seconds
        product()
        while time.perf_counter() < ends:
            best = min(best, *_step_seconds(product, 1 if device.type == "cpu" else 10, device))
        found[name] = 2 * size**3 / best / 1e9
    return found


def _step_seconds(step: Callable[[], Any], steps: int, device: torch.device) -> list[float]:
    """Seconds of each step; where the device works on its own, their mean, so that nothing waits in between."""
    if device.type == "cpu":
        moments = [time.perf_counter()]
        for _ in range(steps):
            step()
            moments.append(time.perf_counter())
        return [after - before for before, after in pairwise(moments)]
    torch.accelerator.synchronize()
    started = time.perf_counter()
    for _ in range(steps):
        step()
    torch.accelerator.synchronize()
    return [(time.perf_counter() - started) / steps]


def compare_losses(workers: Sequence[Worker], dtype: str) -> dict[str, dict[str, Any]]:
    """Have everyone make the first two training steps: the second loss shows the first step's gradients and update.

    Raises:
        RuntimeError: the losses differ by more than rounding, so the contestants do different work.
    """
    found = {worker.name: worker.ask("losses", steps=2) for worker in workers}
    first = workers[0].name
    for name, made in found.items():
        for ours, theirs in zip(found[first]["losses"], made["losses"], strict=True):
            if not abs(ours - theirs) <= TOLERANCE[dtype] * abs(ours):
                raise RuntimeError(
                    f"{first} and {name} do different work: first losses {found[first]['losses']} and {made['losses']}"
                )
    say("first losses: " + ", ".join(f"{name} {made['losses']}" for name, made in found.items()))
    return found


def warm_up(workers: Sequence[Worker], kind: str, warmup: int, cold: Mapping[str, dict[str, float]]) -> int:
    """Make the steps that do not count; return how many fill a turn of the slowest contestant."""
    slowest = 0.0
    for worker in workers:
        first = worker.ask("time", kind=kind, steps=1)["seconds"]
        cold[worker.name].setdefault(kind, first[0])
        made = worker.ask("time", kind=kind, steps=warmup)["seconds"] if warmup else first
        slowest = max(slowest, made[-1])
    return max(1, min(100, round(TURN_SECONDS / slowest)))


def warn_of_idle(turns: Mapping[str, Mapping[str, Any]]) -> None:
    """Say if a contestant computed while another was timed."""
    for name, made in turns.items():
        if made["idle"] > IDLE_LIMIT:
            say(f"warning: {name} used {made['idle']:.1%} of a core while others were timed")


def print_profiles(workers: Sequence[Worker], kinds: Sequence[str]) -> None:
    """One table for each contestant and kind of step."""
    for kind in kinds:
        for worker in workers:
            print(f"{worker.name}, {kind}\n{worker.ask('profile', kind=kind)['table']}\n")


def say(line: str) -> None:
    """Tell the user how far it is; standard output is for results."""
    print(line, file=sys.stderr, flush=True)


def interleave(
    workers: Sequence[Worker], kind: str, rounds: int, steps: int, pause: float, report: Callable[[str], None]
) -> dict[str, dict[str, Any]]:
    """Let the contestants take turns of `steps` steps, `rounds` times; only one of them computes at a time.

    Args:
        pause: seconds between turns, in which the last one's threads stop waiting for work and fall asleep.
        report: gets a line on each round.

    Returns:
        for each contestant `seconds` (mean of each turn), `peak_bytes` (largest), and `idle`, the processor seconds it
        used while others were timed, as a share of the time they took.
    """
    turns: dict[str, list[dict[str, Any]]] = {worker.name: [] for worker in workers}
    for number in range(rounds):
        for worker in workers:
            time.sleep(pause)
            turns[worker.name].append(worker.ask("time", kind=kind, steps=steps))
        last = ", ".join(f"{name} {_mean(made[-1]['seconds']):.4f} s" for name, made in turns.items())
        report(f"{kind} {number + 1}/{rounds}: {last}")
    results = {}
    for name, made in turns.items():
        others = sum(_mean(turn["seconds"]) * steps for other in turns if other != name for turn in turns[other])
        peaks = [turn["peak_bytes"] for turn in made if turn["peak_bytes"] is not None]
        results[name] = {
            "seconds": [_mean(turn["seconds"]) for turn in made],
            "peak_bytes": max(peaks, default=None),
            "idle": sum(turn["idle"] for turn in made[1:]) / others if others else 0.0,
        }
    return results


def interleave_scores(
    turns: Mapping[str, tuple[Worker, str]], rounds: int, pause: float, report: Callable[[str], None]
) -> dict[str, dict[str, Any]]:
    """Let contestants answer the whole test set in turns; as `interleave`, but a turn is one evaluation.

    Args:
        turns: by the name of the result, the worker and the mode it evaluates in.

    Returns:
        for each name `seconds` (of each turn), and `examples` and `exact`, which are numbers of examples.

    Raises:
        RuntimeError: they did not answer the same number of examples.
    """
    results: dict[str, dict[str, Any]] = {name: {"seconds": []} for name in turns}
    for number in range(rounds):
        for name, (worker, mode) in turns.items():
            time.sleep(pause)
            made = worker.ask("score", mode=mode)
            results[name]["seconds"].append(made["seconds"])
            results[name] |= {"examples": made["examples"], "exact": made["exact"]}
        last = ", ".join(f"{name} {made['seconds'][-1]:.2f} s" for name, made in results.items())
        report(f"round {number + 1}/{rounds}: {last}")
    examples = {name: made["examples"] for name, made in results.items()}
    if len(set(examples.values())) > 1:
        raise RuntimeError(f"contestants answered different examples: {examples}")
    return results


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
