"""Time a training step and an evaluation step of any architecture, alone or compared with the official code.

    uv run python benchmarks/benchmark.py --workload sudoku_mlp --official ../TinyRecursiveModels
    uv run python benchmarks/benchmark.py --experiment sudoku4x4 arch.hidden_size=128 --contestants ours ours_compiled
    uv run python benchmarks/benchmark.py --evaluation checkpoints/p/seed0 checkpoints/p/seed1 --data-path data/toy

Each contestant is a process of its own. Contestants take turns, so that other load on the machine slows all of them,
and ratios compare times of the same round. Before the timing, all contestants must get the same losses from the same
weights and batches. Writes docs/results/benchmark_<machine>.json and .md, and prints the table. This is an entry
script: no module imports it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

ROOT = Path(__file__).resolve().parent.parent
# Python puts a script's folder first on the path. Our packages are in ROOT.
sys.path[:] = [str(ROOT), *(path for path in sys.path if Path(path or ".").resolve() != ROOT / "benchmarks")]

import hydra  # noqa: E402
import torch  # noqa: E402
import tyro  # noqa: E402

from benchmarks import report  # noqa: E402
from benchmarks.official import adam_atan2, is_checkout  # noqa: E402
from benchmarks.timing import (  # noqa: E402
    KINDS,
    TOLERANCE,
    Worker,
    compare_losses,
    interleave,
    interleave_scores,
    print_profiles,
    say,
    warm_up,
    warn_of_idle,
)
from benchmarks.workload import (  # noqa: E402
    NEUTRAL,
    WORKLOADS,
    Shape,
    count_flop,
    prepare_scoring,
    prepare_steps,
)
from dataset.common import read_metadata  # noqa: E402
from runs.config import CONFIG_FOLDER, PretrainConfig, compose  # noqa: E402
from runs.devices import choose_device, choose_dtype  # noqa: E402
from runs.open import TrainedRun, open_run  # noqa: E402
from training.commands import explain_composition_error  # noqa: E402
from utils.commands import parse  # noqa: E402
from utils.errors import UserError, nearest, report_user_errors  # noqa: E402

CONTESTANTS = ("ours", "ours_compiled", "official", "official_compiled")
EVALUATION_BATCH = 256
PAUSE_SECONDS = 0.3
"""Pause between turns, in which OpenMP's threads stop looking for work and fall asleep."""
STEPS_ONLY = ("overrides", "workload", "experiment", "arch", "seq_len", "vocab_size", "kinds", "profile")
"""Options that cannot be used with --evaluation."""
CEILING_SIZE = {"cpu": 2048}
OTHER_CEILING_SIZE = 8192
CEILING_SECONDS = 1.0


@dataclass
class Options:
    """Time training and evaluation steps, or whole evaluations."""

    overrides: Annotated[tuple[str, ...], tyro.conf.Positional] = field(default_factory=tuple)
    """Keys of the configuration, as in arch.L_cycles=4."""
    workload: str | None = None
    """One of sudoku_mlp (the default), sudoku_attention, sudoku4x4_mlp, maze, sudoku_extreme_768."""
    experiment: str | None = None
    """A file of config/experiment instead of a workload."""
    arch: str | None = None
    """A file of config/arch instead of a workload."""
    seq_len: int | None = None
    """With --experiment or --arch: length of the sequence; by default that of the configuration's data."""
    vocab_size: int | None = None
    """With --experiment or --arch: number of different tokens; by default that of the configuration's data."""
    official: Path | None = None
    """Checkout of the official repository."""
    contestants: tuple[str, ...] = ()
    """Any of ours, ours_compiled, official, official_compiled; by default ours, and with --official also official."""
    kinds: tuple[str, ...] = KINDS
    """Any of train, evaluation."""
    evaluation: tuple[Path, ...] = ()
    """Checkpoints (or folders of runs) of one task: time whole evaluations on --data-path instead of steps."""
    data_path: Path | None = None
    """With --evaluation: the data set whose test split is answered."""
    num_examples: int | None = None
    """With --evaluation: only this many examples of each set, from the first on."""
    dtype: str = "auto"
    """float32 or bfloat16; auto: as configured, else the fastest type of the device."""
    batch_size: int | None = None
    """By default that of the configuration; with --evaluation 256."""
    rounds: int = 5
    warmup: int = 1
    """Steps (with --evaluation: batches) of each contestant that are not timed, besides its first two steps."""
    device: str = "auto"
    threads: int = 0
    """Threads of each contestant; 0: torch's default."""
    profile: bool = False
    """Also print the operators that take most time in a step of each contestant."""
    machine: str | None = None
    """Name of the machine in file names; by default the name of its processor or GPU."""
    output_dir: Path = ROOT / "docs" / "results"


@report_user_errors
def main() -> None:
    """Parse the command line, time, write, print."""
    options = parse(Options, __doc__)
    check(options)
    device = choose_device(options.device)
    threads = options.threads or torch.get_num_threads()
    section, work = ("evaluations", time_evaluations) if options.evaluation else ("steps", time_steps)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        figures = work(options, Path(folder), device, threads)
    about = {
        "device": device.type,
        "threads": threads,
        "rounds": options.rounds,
        "torch": torch.__version__,
        "command": report.shown_command("benchmarks/benchmark.py", sys.argv[1:]),
    }
    slug, machine = report.describe_machine(device, threads)
    path = report.write(options.output_dir, machine, options.machine or slug, section, figures | about)
    empty: dict[str, Any] = {name: [] for name in report.KEYS}
    print(report.table({"machine": machine, **empty, section: [figures | about]}))
    print(f"\nwritten to {path} and {path.with_suffix('.md').name}")


def check(options: Options) -> None:
    """Refuse options that cannot be combined, or that are out of range."""
    check_values(options)
    if sum(name is not None for name in (options.workload, options.experiment, options.arch)) > 1:
        raise UserError("--workload, --experiment and --arch: give one of them")
    if options.official is not None and not is_checkout(options.official):
        raise UserError(f"--official {options.official}: no checkout of the official repository (TinyRecursiveModels)")
    if options.official is None and any(name.startswith("official") for name in options.contestants):
        raise UserError("--contestants official needs --official with a checkout of the official repository")
    if bool(options.evaluation) != (options.data_path is not None):
        raise UserError("--evaluation and --data-path go together: checkpoints, and the data set they are scored on")
    changed = {name for name, value in vars(options).items() if value != getattr(Options(), name)}
    for name in sorted(changed & ({*STEPS_ONLY} if options.evaluation else {"num_examples"})):
        flag = "overrides" if name == "overrides" else f"--{name.replace('_', '-')}"
        raise UserError(f"{flag}: only {'without' if options.evaluation else 'with'} --evaluation")


def check_values(options: Options) -> None:
    """Refuse numbers and names that are out of range."""
    for flag, value, least in (
        ("--batch-size", options.batch_size, 1),
        ("--rounds", options.rounds, 1),
        ("--warmup", options.warmup, 0),
        ("--threads", options.threads, 0),
        ("--seq-len", options.seq_len, 1),
        ("--vocab-size", options.vocab_size, 2),
        ("--num-examples", options.num_examples, 1),
    ):
        if value is not None and value < least:
            raise UserError(f"{flag} {value}: must be at least {least}")
    for flag, names, known in (
        ("--workload", (options.workload,) if options.workload is not None else (), tuple(WORKLOADS)),
        ("--contestants", options.contestants, CONTESTANTS),
        ("--kinds", options.kinds, KINDS),
        ("--dtype", (options.dtype,), ("auto", *TOLERANCE)),
    ):
        for name in names:
            if name not in known:
                raise UserError(f"{flag}: no '{name}'{nearest(name, known)}; there are: {', '.join(known)}")


# ---- contestants


def contestants_of(options: Options) -> tuple[str, ...]:
    """The contestants to time: those of `--contestants`, else ours and, with `--official`, the official code."""
    return options.contestants or (("ours", "official") if options.official else ("ours",))


@contextmanager
def started(
    names: Sequence[str], folder: Path, official: Path | None, threads: int, work: str
) -> Iterator[list[Worker]]:
    """The contestants' processes. Each has its own compiler caches, which are empty at first.

    Args:
        names: contestants, as in `CONTESTANTS`.
        folder: from `prepare_steps` or `prepare_scoring`.
        official: checkout of the official repository.
        threads: of each process.
        work: `steps` or `scoring`: the purpose for which `folder` was prepared.
    """
    with ExitStack() as stack:
        workers = []
        for name in names:
            environment = os.environ | {
                "PYTHONPATH": str(ROOT),
                "PYTHONSAFEPATH": "1",  # else `-m`, started in the official checkout, would import its packages
                "OMP_NUM_THREADS": str(threads),
                "TORCHINDUCTOR_CACHE_DIR": str(folder / f"{name}-inductor"),
                "TRITON_CACHE_DIR": str(folder / f"{name}-triton"),
            }
            command = [sys.executable, "-m", "benchmarks.workload", str(folder), name, work]
            if name.startswith("official"):
                assert official is not None
                command = [sys.executable, "-m", "benchmarks.official", str(folder), name, str(official.resolve())]
            say(f"starting {name}")
            worker = Worker(name, command, environment, folder / f"{name}.log")
            stack.callback(worker.close)
            workers.append(worker)
        yield workers


# ---- steps


def time_steps(options: Options, folder: Path, device: torch.device, threads: int) -> dict[str, Any]:
    """Time training and evaluation steps of a workload, experiment or architecture; return a row of the report."""
    name, config, shape = configure(options, device)
    dtype, batch_size = config.arch.settings["forward_dtype"], config.global_batch_size
    names = contestants_of(options)
    if options.official and config.optim.name != "adam_atan2@AdamATan2":
        raise UserError(f"the official code has AdamATan2 only; this configuration has optim.name={config.optim.name}")
    config = config.model_copy(update={"data_paths": [str(folder / "data")], "compile": False})
    prepare_steps(folder, config, shape, device, threads)
    flop = count_flop(config, shape, batch_size)
    with started(names, folder, options.official, threads, "steps") as workers:
        losses = compare_losses(workers, dtype)
        cold = {worker.name: {"train": losses[worker.name]["cold"]} for worker in workers}
        size = CEILING_SIZE.get(device.type, OTHER_CEILING_SIZE)
        before = workers[0].ask("ceiling", dtype=dtype, size=size, seconds=CEILING_SECONDS)
        turns = {}
        for kind in options.kinds:
            steps = warm_up(workers, kind, options.warmup, cold)
            turns[kind] = interleave(workers, kind, options.rounds, steps, PAUSE_SECONDS, say)
            warn_of_idle(turns[kind])
        after = workers[0].ask("ceiling", dtype=dtype, size=size, seconds=CEILING_SECONDS)
        if options.profile:
            print_profiles(workers, options.kinds)
    ceiling = {name: round(max(value, after[name]), 1) for name, value in before.items() if name != "idle"}

    contestants: dict[str, dict[str, Any]] = {contestant: {} for contestant in names}
    for contestant in names:
        seconds = cold[contestant]
        contestants[contestant]["cold_seconds"] = {kind: round(value, 2) for kind, value in seconds.items()}
        contestants[contestant]["first_losses"] = losses[contestant]["losses"]
    for kind, timed in turns.items():
        for contestant, figures in report.step_figures(timed, flop[kind], batch_size, max(ceiling.values())).items():
            contestants[contestant][kind] = figures
    row: dict[str, Any] = {"workload": name, "dtype": dtype, "batch_size": batch_size, "flop": flop}
    row |= {"ceiling_gflops": ceiling, "contestants": contestants}
    if options.official:
        row["official_optimizer"] = adam_atan2(device)[1]
    return row


def configure(options: Options, device: torch.device) -> tuple[str, PretrainConfig, Shape]:
    """The name of the timed work, its configuration with `auto` precision resolved, and the shape of its data."""
    overrides = list(options.overrides)
    if options.batch_size is not None:
        overrides.append(f"global_batch_size={options.batch_size}")
    if options.dtype != "auto":
        overrides.append(f"arch.forward_dtype={options.dtype}")
    shape = None
    if options.experiment or options.arch:
        group = "experiment" if options.experiment else "arch"
        name = f"{group}={options.experiment or options.arch}"
        base = [name]
    else:
        name = options.workload or "sudoku_mlp"
        base, shape = list(WORKLOADS[name].overrides), WORKLOADS[name].shape
    shown = [key for key in options.overrides if not key.startswith(("global_batch_size=", "arch.forward_dtype="))]
    config = compose_config([*base, *NEUTRAL, *overrides])
    if shape is None:
        shape = find_shape(options, config)
    settings = config.arch.model_dump()
    settings["forward_dtype"] = choose_dtype(settings.get("forward_dtype", "auto"), device)
    arch = type(config.arch).model_validate(settings)
    return report.without_paths(" ".join([name, *shown])), config.model_copy(update={"arch": arch}), shape


def compose_config(overrides: list[str]) -> PretrainConfig:
    """The configuration that `pretrain.py` would have with these arguments."""
    try:
        with hydra.initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
            return compose(hydra.compose("cfg_pretrain", overrides))
    except Exception as error:
        explained = explain_composition_error(error, overrides)
        if explained is None:
            raise
        raise explained from None


def find_shape(options: Options, config: PretrainConfig) -> Shape:
    """The shape from `--seq-len` and `--vocab-size`; what is missing comes from the configuration's data."""
    if options.seq_len and options.vocab_size:
        return Shape(options.seq_len, options.vocab_size)
    path = Path(config.data_paths[0])
    if not path.is_dir():
        raise UserError(f"no data set at {path} to take the data's shape from; give --seq-len and --vocab-size")
    metadata = read_metadata(path, "train")
    return Shape(options.seq_len or metadata.seq_len, options.vocab_size or metadata.vocab_size)


# ---- whole evaluations


def time_evaluations(options: Options, folder: Path, device: torch.device, threads: int) -> dict[str, Any]:
    """Time evaluations of every checkpoint; return a row of the report."""
    assert options.data_path is not None
    names, batch_size = contestants_of(options), options.batch_size or EVALUATION_BATCH
    runs = open_checkpoints(options.evaluation, options.data_path)
    dtype = common_dtype(runs, options.dtype, device)
    turns = {}
    for number, (run, trained) in enumerate(runs.items()):
        say(f"checkpoint {run}")
        work = folder / str(number)
        work.mkdir()
        prepare_scoring(work, trained, options.data_path, batch_size, dtype, device, threads, options.num_examples)
        with started(names, work, options.official, threads, "scoring") as workers:
            modes = modes_of(workers)
            if options.warmup:
                for worker, mode in modes.values():
                    worker.ask("score", mode=mode, batches=options.warmup)
            turns[run] = interleave_scores(modes, options.rounds, PAUSE_SECONDS, say)
    return {
        "data": options.data_path.resolve().name,
        "num_examples": options.num_examples,
        "checkpoints": list(runs),
        "dtype": dtype,
        "batch_size": batch_size,
        "contestants": list(names),
        "results": {run: report.score_figures(timed) for run, timed in turns.items()},
        "total": report.score_figures(report.added_up(list(turns.values()))),
    }


def modes_of(workers: Sequence[Worker]) -> dict[str, tuple[Worker, str]]:
    """The worker and mode of each result, by its name. The official code only has the mode of fixed steps."""
    modes = {}
    for worker in workers:
        modes[worker.name] = (worker, "fixed")
        if not worker.name.startswith("official"):
            modes[f"{worker.name}_halting"] = (worker, "halt")
    return modes


def open_checkpoints(paths: Sequence[Path], data_path: Path) -> dict[str, TrainedRun]:
    """The runs by name: the shortest of run, run/step and project/run/step that differs for all of them."""
    runs = [open_run(path, data_path=data_path) for path in paths]
    parts = [trained.checkpoint.resolve().parts for trained in runs]
    for names in ([p[-2] for p in parts], ["/".join(p[-2:]) for p in parts], ["/".join(p[-3:]) for p in parts]):
        if len(set(names)) == len(names):
            return dict(zip(names, runs, strict=True))
    raise UserError(f"--evaluation: a checkpoint is given twice: {', '.join(names)}")


def common_dtype(runs: Mapping[str, TrainedRun], dtype: str, device: torch.device) -> str:
    """The type in which all checkpoints are evaluated: `dtype`, or with `auto` that of their training."""
    if dtype != "auto":
        return dtype
    dtypes = {
        name: choose_dtype(run.config.arch.settings.get("forward_dtype", "auto"), device) for name, run in runs.items()
    }
    if len(set(dtypes.values())) > 1:
        raise UserError(f"the checkpoints were trained in different types ({dtypes}); choose one with --dtype")
    return next(iter(dtypes.values()))


if __name__ == "__main__":
    main()
