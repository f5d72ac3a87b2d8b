"""Cost of a training step on many devices: data volumes are measured here, times are modelled from assumptions.

    uv run python scripts/scaling_model.py

Writes docs/results/scaling_model.json and prints the tables of docs/scaling.md. Measured, with two gloo processes and
the real networks: the collective operations of a step and their sizes, also with grad_accum_steps=4; and the number
of operators that a step dispatches. Assumed: the time of computing on one GPU, bandwidths, latencies, the time of a
launch. No run on several GPUs has been measured.

    step(W) = max(compute(rows of a device), launches) + all-reduce of gradients + all-gather of puzzle gradients

The model assumes that the all-reduce does not overlap the backward pass (docs/scaling.md says why it hardly can).
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import math
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import hydra
import numpy as np
import torch
from torch.multiprocessing.spawn import start_processes
from torch.utils._python_dispatch import TorchDispatchMode

from dataset.puzzle_dataset import PuzzleDataset
from dataset.writer import DatasetWriter
from runs.config import CONFIG_FOLDER, PretrainConfig, compose
from training.build import build_train_state
from training.distributed import Dist, process_group
from training.step import train_step
from utils.commands import parse
from utils.files import dump_json

ROOT = Path(__file__).resolve().parent.parent
BATCH = 768
DEVICES = (1, 2, 4, 8, 16, 64)
PARTS = (1, 4)
"""Values of grad_accum_steps for which messages are measured."""
MEASURED_LENGTH = 81
LAUNCH_SECONDS = 5e-6
"""Assumed time that the host takes to start one operator."""


@dataclass(frozen=True)
class Link:
    """An assumed connection in a ring: bytes a second from each device in one direction, and seconds for each hop."""

    bandwidth: float
    latency: float


LINKS = {"NVLink": Link(450e9, 3e-6), "InfiniBand": Link(50e9, 5e-6), "10 GbE": Link(1.25e9, 30e-6)}
ONE_NODE = 8
"""Number of devices that NVLink connects."""


@dataclass(frozen=True)
class Workload:
    """A network on data of one shape, and assumed times of its training step on one H200 with `BATCH` rows.

    Attributes:
        gpu_ms: the lower bound from arithmetic, and both ends of the range expected of compiled code (estimated, not
            measured); None: the times are those of the previous workload.
    """

    overrides: tuple[str, ...]
    seq_len: int
    vocab_size: int
    gpu_ms: tuple[float, float, float] | None


WORKLOADS = {
    "sudoku_extreme_mlp": Workload(("experiment=sudoku_extreme_mlp", "augment=null"), 81, 11, (42, 55, 92)),
    "sudoku_extreme_att": Workload(("experiment=sudoku_extreme_att", "augment=null"), 81, 11, (47, 58, 71)),
    "maze 30x30": Workload(("arch=trm", "arch.L_cycles=4"), 900, 6, (392, 515, 608)),
    "ARC 30x30": Workload(("arch=trm", "arch.L_cycles=4"), 900, 12, None),
}


@dataclass
class Options:
    """Measure volumes, model times."""

    output: Path = field(default_factory=lambda: ROOT / "docs" / "results" / "scaling_model.json")


def main() -> None:
    """Measure, write the report, print the tables."""
    options = parse(Options, __doc__)
    measured = {name: measure(workload) for name, workload in WORKLOADS.items()}
    report = {
        "command": "uv run python scripts/scaling_model.py",
        "torch": torch.__version__,
        "assumed": {
            "launch_seconds": LAUNCH_SECONDS,
            "links": {name: asdict(link) for name, link in LINKS.items()},
            "gpu_ms_at_batch_768_floor_low_high": {name: w.gpu_ms for name, w in WORKLOADS.items()},
        },
        "measured": measured,
        "modelled": [row for name in WORKLOADS for row in model(name, measured[name])],
    }
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(dump_json(report))
    print(markdown(report))


# ---- measured


def measure(workload: Workload) -> dict[str, Any]:
    """Number of parameters, messages of a step between two processes, and operators of a step on one process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # No parameter of attention depends on a position, so short sequences give the same messages and operators.
        data = write_data(folder / "data", replace(workload, seq_len=min(workload.seq_len, MEASURED_LENGTH)))
        messages = {}
        for parts in PARTS:
            # One cycle is enough: cycles without a gradient send no messages.
            config = configure(data, *workload.overrides, "arch.H_cycles=1", f"grad_accum_steps={parts}")
            start_processes(_note_messages, (config, folder), nprocs=2, start_method="fork")
            messages[str(parts)] = torch.load(folder / "messages", weights_only=True)
        config = configure(data, *workload.overrides, "global_batch_size=1", "arch.forward_dtype=bfloat16")
        state = build_train_state(config, Dist(), PuzzleDataset([data], "train"))
        train_step(state)
        with CountOperators() as counted:
            train_step(state)
    parameters = sum(p.numel() for p in state.model.parameters())
    table = getattr(state.model.model.inner, "puzzle_emb", None)
    return {
        "parameters": parameters,
        "gradient_bytes": 4 * parameters,
        "puzzle_emb_ndim": table.weights.shape[1] if table is not None else 0,
        "operators_per_step": counted.operators,
        "messages_by_grad_accum_steps": messages,
    }


def write_data(path: Path, workload: Workload) -> Path:
    """Write random examples in the workload's shape."""
    cells = np.random.default_rng(0).integers(1, workload.vocab_size, (16, workload.seq_len))
    with DatasetWriter(
        path, task="toy", vocab_size=workload.vocab_size, seq_len=workload.seq_len, seed=0, identifiers=["<blank>"]
    ) as writer:
        writer.add_set("train", inputs=cells, labels=cells, puzzle_identifiers=np.zeros(16, int))
    return path


def configure(data: Path, *overrides: str) -> PretrainConfig:
    """The configuration of a run on this machine. Its batch is small: the size of gradients does not depend on it."""
    fixed = ["global_batch_size=8", f"data_paths=[{data}]", "data_paths_test=null", "device=cpu", "cpu_matmul=mkl"]
    with hydra.initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        return compose(hydra.compose("cfg_pretrain", [*fixed, "arch.forward_dtype=float32", *overrides]))


def _note_messages(rank: int, config: PretrainConfig, folder: Path) -> None:
    """Run process `rank` of two, and save kind and bytes of the messages of the third step.

    DDP arranges its buckets in the first two steps.
    """
    meeting = f"file://{folder}/meeting-{config.grad_accum_steps}"
    with process_group("gloo", rank, 2, init_method=meeting):
        messages = _messages_of_third_step(rank, config)
    if rank == 0:
        torch.save(messages, folder / "messages")


def _messages_of_third_step(rank: int, config: PretrainConfig) -> list[list[Any]]:
    state = build_train_state(config, Dist(rank, 2), PuzzleDataset([Path(config.data_paths[0])], "train"))
    for _ in range(2):
        train_step(state)
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU], record_shapes=True) as profile:
        train_step(state)
    sent = [event for event in profile.events() or [] if event.name.startswith("gloo:")]
    # Gradients are float32 and identifiers int32: 4 bytes. The profiler notes one process's share of an all-gather.
    state.close()
    return [[event.name.removeprefix("gloo:"), 4 * math.prod(event.input_shapes[0])] for event in sent]


class CountOperators(TorchDispatchMode):
    """Counts operators that compute; views and allocations do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.operators = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = func.overloadpacket.__name__
        self.operators += not (func.is_view or name.startswith(("empty", "new_empty", "_unsafe_view")))
        return func(*args, **(kwargs or {}))


# ---- modelled


def model(name: str, measured: dict[str, Any]) -> list[dict[str, Any]]:
    """Step times of one workload for every number of devices, link and batch."""
    rows: list[dict[str, Any]] = []
    gpu_ms = WORKLOADS[name].gpu_ms
    if gpu_ms is None:
        return rows
    for devices in DEVICES:
        for link in _links(devices):
            for mode, batch in (("global", BATCH), ("per device", BATCH * devices)):
                times = step_ms(measured, gpu_ms, devices, batch, link)
                rows.append({"workload": name, "devices": devices, "link": link, "batch": mode, **times})
    return rows


def _links(devices: int) -> list[str]:
    if devices == 1:
        return ["-"]
    return ["NVLink"] if devices <= ONE_NODE else ["InfiniBand", "10 GbE"]


def step_ms(
    measured: dict[str, Any], gpu_ms: Sequence[float], devices: int, batch: int, link: str
) -> dict[str, float | list[float]]:
    """The parts of a step in milliseconds. `step` and `compute` have three values each, in the order of `gpu_ms`."""
    compute = [ms * batch / devices / BATCH for ms in gpu_ms]
    launches = 1e3 * measured["operators_per_step"] * LAUNCH_SECONDS
    reduce = gather = 0.0
    if devices > 1:
        messages = measured["messages_by_grad_accum_steps"]["1"]
        reduces = [size for kind, size in messages if kind == "all_reduce"]
        reduce = 1e3 * sum(all_reduce(size, devices, LINKS[link]) for size in reduces)
        if measured["puzzle_emb_ndim"]:
            sizes = (4 * batch, 4 * batch * measured["puzzle_emb_ndim"])  # identifiers, gradients
            gather = 1e3 * sum(all_gather(size, devices, LINKS[link]) for size in sizes)
    step = [max(ms, launches) + reduce + gather for ms in compute]
    parts = {"launches": launches, "reduce": reduce, "gather": gather}
    ranges = {"compute": compute, "step": step}
    return {name: round(ms, 3) for name, ms in parts.items()} | {
        name: [round(ms, 3) for ms in values] for name, values in ranges.items()
    }


def all_reduce(size: int, devices: int, link: Link) -> float:
    """Seconds that a ring takes to add up `size` bytes: each device sends 2 (W-1)/W of them, in 2 (W-1) hops."""
    return 2 * (devices - 1) * (size / devices / link.bandwidth + link.latency)


def all_gather(size: int, devices: int, link: Link) -> float:
    """Seconds that a ring takes until each device has all `size` bytes; at first each has an equal part."""
    return (devices - 1) * (size / devices / link.bandwidth + link.latency)


# ---- printed


def markdown(report: dict[str, Any]) -> str:
    """The tables of docs/scaling.md: the measurements, then modelled times for each workload."""
    lines = [
        "| measured | parameters | all-reduces a step | their bytes | with grad_accum_steps=4"
        " | all-gathered by 8 rows | operators a step |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, measured in report["measured"].items():
        by_parts = measured["messages_by_grad_accum_steps"]
        reduces = {parts: [size for kind, size in sent if kind == "all_reduce"] for parts, sent in by_parts.items()}
        gathered = 2 * sum(size for kind, size in by_parts["1"] if kind == "all_gather")
        lines.append(
            f"| {name} | {measured['parameters']:,} | {len(reduces['1'])} | {sum(reduces['1']):,}"
            f" | {len(reduces['4'])}, {sum(reduces['4']):,} | {gathered:,} | {measured['operators_per_step']:,} |"
        )
    for name in dict.fromkeys(row["workload"] for row in report["modelled"]):
        lines += ["", *_times(name, [row for row in report["modelled"] if row["workload"] == name])]
    return "\n".join(lines)


def _times(name: str, rows: list[dict[str, Any]]) -> list[str]:
    """The table of one workload: a fixed global batch beside a fixed batch on each device. All figures are modelled."""
    lines = [
        f"| {name}, modelled | link | reduce + gather, ms | step at {BATCH} in all, ms | times one device"
        f" | step at {BATCH} each, ms | of ideal |",
        "|---|---|---|---|---|---|---|",
    ]
    single = rows[0]["step"]
    for together, each in zip(rows[::2], rows[1::2], strict=True):
        assert (together["batch"], each["batch"]) == ("global", "per device")
        lines.append(
            f"| W = {together['devices']} | {together['link']}"
            f" | {_number(together['reduce'] + together['gather'])}, {_number(each['reduce'] + each['gather'])}"
            f" | {_range(together['step'])} | {_range([a / b for a, b in zip(single, together['step'], strict=True)])}"
            f" | {_range(each['step'])} | {_range([100 * a / b for a, b in zip(single, each['step'], strict=True)])}% |"
        )
    return lines


def _range(values: Sequence[float]) -> str:
    """The expected range, without the lower bound."""
    low, high = sorted(values[1:])
    return _number(low) if _number(low) == _number(high) else f"{_number(low)}-{_number(high)}"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


if __name__ == "__main__":
    main()
