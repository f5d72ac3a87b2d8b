"""Time contestants in turns. Each contestant is a process of its own, and computes only when a command comes.

    worker = Worker("ours", [sys.executable, "-m", "benchmarks.workload", ...], environment, folder / "ours.log")
    worker.ask("time", kind="train", steps=3)      # {"seconds": [2.31, 2.29, 2.30], "peak_bytes": None, "idle": 0.0}

Each has its own process for two reasons. Two code bases may have packages of the same name. And the settings of one
(threads, compiler caches, memory) must not affect another. Commands and answers are lines of JSON on standard input and
output. All other output of the process goes to its log.
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
"""A training step (forward, backward, optimizers, weight average), and one improvement step under inference."""
TOP_OPS = 15
TURN_SECONDS = 1.0
"""A turn has as many steps as fill this time, but at least one."""
IDLE_LIMIT = 0.02
"""Share of a core that a contestant may use while others are timed; more gives a warning."""
TOLERANCE = {"float64": 1e-4, "float32": 1e-4, "bfloat16": 2e-2, "float16": 2e-2}
"""Relative difference of the first losses that rounding may cause. The official code always has norms in float32."""


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
            mode: `fixed`: all rows make all steps. `halt`: each row stops as soon as its own q says so.
            batches: number of batches to answer; None: all.
        """
        ...


class Worker:
    """A contestant's process, as the benchmark sees it.

    Args:
        name: of the contestant, for messages.
        command: the command that starts the process; the process calls `serve`.
        environment: its environment variables.
        log: file for its standard error.

    Raises:
        UserError: the contestant refuses its work.
        RuntimeError: the process failed; the message has the last lines of its log.
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
        """Let the process call the method `do` of `Commands`, and wait for the answer."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # the process has ended; `_read` reports why
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
    """Make a contestant, and answer commands until standard input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # standard output of libraries goes to standard error, not between the answers

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
    """The commands of a worker. Every answer is a dictionary of JSON values."""

    def __init__(self, contestant: Stepping | Scored) -> None:
        self.contestant: Any = contestant  # it gets only commands that it supports
        self.device = contestant.device

    def losses(self, steps: int) -> dict[str, Any]:
        """Make the first training steps; return their losses per row, and the first one's seconds, with compiling."""
        started = time.perf_counter()
        losses = [self.contestant.train_loss()]
        cold = time.perf_counter() - started
        return {"losses": losses + [self.contestant.train_loss() for _ in range(steps - 1)], "cold": cold}

    def time(self, kind: str, steps: int) -> dict[str, Any]:
        """Seconds of each step, or their mean (see `_step_seconds`), and the peak memory on a GPU."""
        on_cuda = self.device.type == "cuda"
        if on_cuda:
            torch.cuda.reset_peak_memory_stats(self.device)
        seconds = _step_seconds(getattr(self.contestant, kind), steps, self.device)
        peak = torch.cuda.max_memory_allocated(self.device) if on_cuda else None
        return {"seconds": seconds, "peak_bytes": peak}

    def score(self, mode: str, batches: int | None = None) -> dict[str, Any]:
        """Seconds of an evaluation, the number of examples, and the number of exact answers."""
        started = time.perf_counter()
        examples, exact = self.contestant.score(mode, batches)
        return {"seconds": time.perf_counter() - started, "examples": examples, "exact": exact}

    def ceiling(self, dtype: str, size: int, seconds: float) -> dict[str, float]:
        """GFLOP/s of a matrix product with each library; see `ceiling`."""
        return ceiling(self.device, getattr(torch, dtype), size, seconds)

    def profile(self, kind: str) -> dict[str, str]:
        """A table of the operators that take most time in one step."""
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
    """GFLOP/s of the fastest of many square matrix products, by library: matmul, on a CPU in float32 also oneDNN."""
    a, b = (torch.randn(size, size, device=device).to(dtype) for _ in range(2))
    products: dict[str, Callable[[], Any]] = {"matmul": lambda: a @ b}
    if device.type == "cpu" and dtype is torch.float32 and hasattr(torch.ops.mkldnn, "_linear_pointwise"):
        products["oneDNN"] = lambda: torch.ops.mkldnn._linear_pointwise(a, b, None, "none", [], "")
    fastest = {}
    for name, product in products.items():
        best, ends = float("inf"), time.perf_counter() + seconds
        product()
        while time.perf_counter() < ends:
            best = min(best, *_step_seconds(product, 1 if device.type == "cpu" else 10, device))
        fastest[name] = 2 * size**3 / best / 1e9
    return fastest


def _step_seconds(step: Callable[[], Any], steps: int, device: torch.device) -> list[float]:
    """Seconds of each step on a CPU; on other devices only their mean, so that no step waits for the one before."""
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
    """Let all contestants make two training steps. The second loss depends on the first step's gradients and update.

    Raises:
        RuntimeError: the losses differ by more than rounding, so the contestants do different work.
    """
    answers = {worker.name: worker.ask("losses", steps=2) for worker in workers}
    losses = {name: answer["losses"] for name, answer in answers.items()}
    first = workers[0].name
    for name in losses:
        for ours, theirs in zip(losses[first], losses[name], strict=True):
            if not abs(ours - theirs) <= TOLERANCE[dtype] * abs(ours):
                raise RuntimeError(
                    f"{first} and {name} do different work: first losses {losses[first]} and {losses[name]}"
                )
    say("first losses: " + ", ".join(f"{name} {values}" for name, values in losses.items()))
    return answers


def warm_up(workers: Sequence[Worker], kind: str, warmup: int, cold: Mapping[str, dict[str, float]]) -> int:
    """Make steps that do not count; return the number of steps that fill a turn of the slowest contestant."""
    slowest = 0.0
    for worker in workers:
        first = worker.ask("time", kind=kind, steps=1)["seconds"]
        cold[worker.name].setdefault(kind, first[0])
        seconds = worker.ask("time", kind=kind, steps=warmup)["seconds"] if warmup else first
        slowest = max(slowest, seconds[-1])
    return max(1, min(100, round(TURN_SECONDS / slowest)))


def warn_of_idle(turns: Mapping[str, Mapping[str, Any]]) -> None:
    """Warn if a contestant computed while another was timed."""
    for name, timed in turns.items():
        if timed["idle"] > IDLE_LIMIT:
            say(f"warning: {name} used {timed['idle']:.1%} of a core while others were timed")


def print_profiles(workers: Sequence[Worker], kinds: Sequence[str]) -> None:
    """Print a table for each contestant and kind of step."""
    for kind in kinds:
        for worker in workers:
            print(f"{worker.name}, {kind}\n{worker.ask('profile', kind=kind)['table']}\n")


def say(line: str) -> None:
    """Print a line of progress to standard error; standard output is for results."""
    print(line, file=sys.stderr, flush=True)


def interleave(
    workers: Sequence[Worker], kind: str, rounds: int, steps: int, pause: float, report: Callable[[str], None]
) -> dict[str, dict[str, Any]]:
    """Let the contestants take turns of `steps` steps, `rounds` times; only one of them computes at a time.

    Args:
        pause: seconds between turns, in which the threads of the last contestant fall asleep.
        report: called with a line for each round.

    Returns:
        for each contestant `seconds` (mean of each turn), `peak_bytes` (the largest), and `idle`: the processor seconds
        that it used while others were timed, divided by the time of the others.
    """
    turns: dict[str, list[dict[str, Any]]] = {worker.name: [] for worker in workers}
    for number in range(rounds):
        for worker in workers:
            time.sleep(pause)
            turns[worker.name].append(worker.ask("time", kind=kind, steps=steps))
        last = ", ".join(f"{name} {_mean(own_turns[-1]['seconds']):.4f} s" for name, own_turns in turns.items())
        report(f"{kind} {number + 1}/{rounds}: {last}")
    results = {}
    for name, own_turns in turns.items():
        others = sum(_mean(turn["seconds"]) * steps for other in turns if other != name for turn in turns[other])
        peaks = [turn["peak_bytes"] for turn in own_turns if turn["peak_bytes"] is not None]
        results[name] = {
            "seconds": [_mean(turn["seconds"]) for turn in own_turns],
            "peak_bytes": max(peaks, default=None),
            "idle": sum(turn["idle"] for turn in own_turns[1:]) / others if others else 0.0,
        }
    return results


def interleave_scores(
    turns: Mapping[str, tuple[Worker, str]], rounds: int, pause: float, report: Callable[[str], None]
) -> dict[str, dict[str, Any]]:
    """Let contestants answer the whole test set in turns. It works as `interleave`, but a turn is one evaluation.

    Args:
        turns: the worker and its mode, by the name of the result.

    Returns:
        for each name `seconds` (of each turn), `examples` (their number) and `exact` (the number of exact answers).

    Raises:
        RuntimeError: the contestants did not answer the same number of examples.
    """
    results: dict[str, dict[str, Any]] = {name: {"seconds": []} for name in turns}
    for number in range(rounds):
        for name, (worker, mode) in turns.items():
            time.sleep(pause)
            answer = worker.ask("score", mode=mode)
            results[name]["seconds"].append(answer["seconds"])
            results[name] |= {"examples": answer["examples"], "exact": answer["exact"]}
        last = ", ".join(f"{name} {result['seconds'][-1]:.2f} s" for name, result in results.items())
        report(f"round {number + 1}/{rounds}: {last}")
    examples = {name: result["examples"] for name, result in results.items()}
    if len(set(examples.values())) > 1:
        raise RuntimeError(f"contestants answered different examples: {examples}")
    return results


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
