r"""Measure time and memory of the ARC builder, of the official builder (if a checkout is given), and of a first epoch.

    uv run python scripts/arc_builder_benchmark.py --source kaggle/combined/arc-agi --test-set-name evaluation \
        --subsets training evaluation concept --official ../TinyRecursiveModels --num-aug 300 --repeats 3

Writes docs/results/arc_builder.json. The contestants take turns, each in its own processes. For each contestant these
figures are measured, over all of its processes:

- seconds on the clock, and processor seconds, which say more on a machine with other work;
- peak memory: the sum of proportional set sizes, which count shared pages once, sampled four times a second;
- peak anonymous memory: the part of it that is not pages of files.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from benchmarks.report import describe_machine, shown_command
from dataset.puzzle_dataset import PuzzleDataset
from dataset.train_sampler import TrainSampler
from training.feed import BatchFeed
from utils.commands import parse
from utils.errors import UserError, report_user_errors
from utils.files import dump_json
from utils.parallel import usable_cores

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ("seconds", "processor_seconds", "peak_mib", "peak_anonymous_mib")
BATCH = 768


@dataclass
class Options:
    """Measure the ARC builder."""

    source: str
    """--input-file-prefix of the builder; the official builder gets an unpacked copy of the files."""
    subsets: tuple[str, ...]
    test_set_name: str
    official: Path | None = None
    """A checkout of the official repository."""
    num_aug: int = 300
    repeats: int = 3
    read: bool = True
    """Also measure an epoch of batches of the built data."""
    output: Path = field(default_factory=lambda: ROOT / "docs" / "results" / "arc_builder.json")


@report_user_errors
def main() -> None:
    """Build and read in turns, and write the measurements."""
    if sys.argv[1:2] == ["--read-only"]:
        read_epoch(Path(sys.argv[2]))
        return
    options = parse(Options, __doc__)
    if not Path("/proc/self/smaps_rollup").exists():
        raise UserError("memory is measured through /proc/<process>/smaps_rollup, which this system does not have")
    runs: dict[str, list[dict[str, float]]] = {}
    loads = []
    for number in range(options.repeats):
        with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
            for name, command in contestants(options, Path(folder)).items():
                loads.append(os.getloadavg()[0])
                runs.setdefault(name, []).append(measure(command))
                print(f"{name} {number + 1}: {runs[name][-1]}", flush=True)
    report: dict[str, Any] = {
        "command": shown_command("scripts/arc_builder_benchmark.py", sys.argv[1:]),
        "machine": describe_machine(torch.device("cpu"), usable_cores())[1],
        "other_load": f"load average {min(loads):.1f} to {max(loads):.1f} when a contestant began",
        "medians": {name: medians(found) for name, found in runs.items()},
        "runs": runs,
    }
    if "official" in runs:
        ours, official = (report["medians"][name] for name in ("ours", "official"))
        report["ours_over_official"] = {key: round(ours[key] / official[key], 4) for key in FIGURES}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(dump_json(report))
    print(f"{options.output}: {report.get('ours_over_official', report['medians'])}")


def contestants(options: Options, folder: Path) -> dict[str, list[str]]:
    """The commands to run, by contestant and in this order. All of them write into `folder`."""
    ours, settings = str(folder / "ours"), ["--num-aug", str(options.num_aug), "--subsets", *options.subsets]
    builder = [sys.executable, "-m", "dataset.build_arc_dataset", "--input-file-prefix", options.source]
    commands = {"ours": [*builder, "--output-dir", ours, *settings, "--test-set-name", options.test_set_name]}
    if options.read:
        commands["read"] = [sys.executable, __file__, "--read-only", ours]
    if options.official:
        prefix = unpack(options, folder / "source")
        arguments = [prefix, str(folder / "official"), str(options.num_aug), options.test_set_name, *options.subsets]
        script = str(ROOT / "scripts" / "arc_official_builder.py")
        commands["official"] = [sys.executable, script, str(options.official.resolve()), *arguments]
    return commands


def unpack(options: Options, folder: Path) -> str:
    """Copy the subsets' files, unpacked; return their prefix."""
    folder.mkdir()
    for subset in options.subsets:
        for kind in ("challenges", "solutions"):
            file = Path(f"{options.source}_{subset}_{kind}.json")
            packed = file.with_name(f"{file.name}.gz")
            if not packed.is_file() and not file.is_file():
                raise UserError(f"{file} is missing, and so is {packed.name}: the official builder reads nothing else")
            content = file.read_bytes() if file.is_file() else gzip.decompress(packed.read_bytes())
            (folder / f"arc_{subset}_{kind}.json").write_bytes(content)
    return str(folder / "arc")


def measure(command: Sequence[str]) -> dict[str, float]:
    """Run a command to its end and return the values of `FIGURES`; `UserError` if it fails."""
    started = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    peak = anonymous = 0
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        total_now, anonymous_now = memory(process.pid)
        peak, anonymous = max(peak, total_now), max(anonymous, anonymous_now)
        time.sleep(0.25)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise UserError(f"{' '.join(command)} ended with status {process.returncode}")
    used = (time.perf_counter() - started, usage.ru_utime + usage.ru_stime, peak / 2**10, anonymous / 2**10)
    return {name: round(value, 1) for name, value in zip(FIGURES, used, strict=True)}


def memory(process: int) -> tuple[int, int]:
    """Proportional set size of a process and all its descendants, and the anonymous part of it, in KiB."""
    total = anonymous = 0
    waiting = [process]
    while waiting:
        number = waiting.pop()
        try:
            lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
            sizes = {name: value.split()[0] for name, _, value in (line.partition(":") for line in lines[1:])}
            total, anonymous = total + int(sizes["Pss"]), anonymous + int(sizes["Pss_Anon"])
            for thread in Path(f"/proc/{number}/task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
        except (OSError, KeyError):  # the process has ended meanwhile
            continue
    return total, anonymous


def read_epoch(data: Path) -> None:
    """Open the training split and take the batches of one epoch, as a training run on a CPU does."""
    dataset = PuzzleDataset([data], "train")
    sampler = TrainSampler(dataset, BATCH, seed=0)
    feed = BatchFeed(sampler, slice(None), torch.device("cpu"))
    while sampler.position.epoch == 0:
        feed.next()


def medians(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """The median of each figure."""
    return {name: statistics.median(run[name] for run in runs) for name in FIGURES}


if __name__ == "__main__":
    main()
