"""Score a checkpoint on the test split of a data set.

    uv run python evaluate.py --data-path data/sudoku4x4
    uv run python evaluate.py --data-path data/sudoku4x4 --config <run>/all_config.yaml \\
        --checkpoint <run>/final_step_N/model.pt

With only --data-path it takes the newest run that was trained on that data. With only --checkpoint it takes the data
that the run was trained on. Prints a table, and writes evaluation_<data>.json and .csv into the checkpoint's folder.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal

import torch
import tyro

from dataset.puzzle_dataset import PuzzleDataset, read_in_order
from evaluators.base import Evaluator, Submits, Tabulated, submitting_evaluators
from inference.gallery import Gallery, drawings_of
from inference.steps import Finished, one_step, run, set_steps
from runs import memory
from runs.devices import choose_device
from runs.network import build_model, set_compute_options
from runs.open import TrainedRun, open_run
from training.build import build_evaluators
from training.distributed import Dist
from training.results import Output, as_csv, as_npz, listed, write_outputs
from training.scoring import SetScores, let_ask, score, show
from training.state import EvaluationData
from training.tuning import SavedPolicy, saved_policy
from utils.classes import Named, read_named
from utils.commands import MOST_EXAMPLES, MOST_ROWS, MOST_STEPS, parse, require_between
from utils.errors import UserError, report_user_errors
from utils.files import dump_json
from utils.intervals import show_interval, wilson_interval
from utils.memory import keep_freed_memory

MOST_ON_A_PAGE = 1000
"""Most examples of a gallery; a page of more would be too large for a browser."""


@dataclass
class Options:
    """Score a checkpoint on a test split."""

    data_path: Path | None = None
    """Data set; by default the one that the run was trained on."""
    config: Path | None = None
    """all_config.yaml; by default the one beside the checkpoint."""
    checkpoint: Path | None = None
    """A run's folder, a step_N folder, its model.pt, or a checkpoint file of the official code."""
    split: str = "test"
    """Split to score."""
    num_examples: int | None = None
    """Score only this many examples of each set, from the first on."""
    batch_size: int = 256
    device: str = "auto"
    dtype: Literal["auto", "float64", "float32", "bfloat16"] | None = None
    """Precision of the forward pass; by default that of the training."""
    compile: bool = False
    """Compile the blocks first. It takes a while, and saves time on large test sets."""
    ema: bool = True
    """--no-ema scores the raw weights instead of their average."""
    steps: int | None = None
    """Improvement steps; by default halt_max_steps of the training."""
    halt: bool = False
    """Stop each row as soon as its own q says that it is done, instead of after a fixed number of steps."""
    halt_probability: float = 0.9
    """With --halt: a row stops when its answer is right with at least this probability, as q estimates it."""
    mean_embedding: bool = False
    """Also score data whose puzzles the run was not trained on: all of them take the mean of its puzzle embeddings."""
    evaluators: tuple[str, ...] = field(default_factory=tuple)
    """Evaluators to run, as in sudoku@Sudoku or, with settings, "{name: sudoku@Sudoku, tries: 8}"; by default those of
    the training."""
    submission: Path | None = None
    """Write the answers to this file, in the format of the data's competition."""
    save_preds: bool = False
    """Also save predictions_<data>.npz."""
    gallery: int | None = None
    """Also write gallery_<data>.html, a page of so many examples: failed ones, the surest first, and solved ones."""
    json: Annotated[bool, tyro.conf.arg(name="json")] = False
    """Print the results as JSON instead of a table."""
    output_dir: Path | None = None
    """Where files go; by default the checkpoint's folder."""


_OPTIONS_OF_POLICIES = (
    *("data_path", "config", "checkpoint", "split", "num_examples", "batch_size", "device", "evaluators", "json"),
    "output_dir",
)
"""Those that also go with policies that write text."""


@report_user_errors
def main() -> None:
    """Parse the command line, score, report."""
    options = parse(Options, __doc__)
    keep_freed_memory()
    saved = saved_policy(options.checkpoint)
    if saved is not None:
        _score_policy(saved, options)
        return
    trained = open_run(options.checkpoint, options.config, options.data_path, raw=not options.ema)
    data_path = options.data_path or Path(trained.config.data_paths[0])
    done = evaluate(trained, data_path, options)
    print(json.dumps(done.report) if options.json else table(done), flush=True)
    written = write_outputs(outputs(done, trained, data_path, options))
    if written and not options.json:
        print(f"written to {listed(written)}")


def _score_policy(saved: SavedPolicy, options: Options) -> None:
    """Score a policy that writes text, and report as for our own networks.

    Raises:
        UserError: an option of improvement steps, weights or submissions was typed.
    """
    _check(options)
    for option in fields(Options):
        if option.name not in _OPTIONS_OF_POLICIES and getattr(options, option.name) != option.default:
            raise UserError(f"--{option.name.replace('_', '-')} does not go with a policy that writes text")
    data_path = options.data_path or Path(saved.config.data_paths[0])
    named = read_named("--evaluators", options.evaluators) or saved.config.evaluators
    started = time.perf_counter()
    metrics, tables = saved.policy.evaluate(
        saved.checkpoint,
        saved.config.model_copy(update={"evaluators": named}),
        data_path,
        options.split,
        options.num_examples,
        options.device,
    )
    report = {
        "checkpoint": str(saved.checkpoint),
        "data_path": str(data_path),
        "split": options.split,
        "seconds": round(time.perf_counter() - started, 3),
        "evaluators": metrics,
    }
    print(json.dumps(report) if options.json else "\n\n".join(tables), flush=True)
    folder = options.output_dir or saved.checkpoint
    stem = f"{data_path.resolve().name}_{options.split.replace('/', '_')}"
    option_name = "--output-dir" if options.output_dir else None
    file = Output(
        folder / f"evaluation_{stem}.json", lambda: dump_json(report).encode(), option_name, bool(option_name)
    )
    written = write_outputs([file])
    if written and not options.json:
        print(f"written to {listed(written)}")


def outputs(done: Evaluation, trained: TrainedRun, data_path: Path, options: Options) -> Iterator[Output]:
    """The files of an evaluation: report and predictions (in the checkpoint's folder or --output-dir), submission."""
    folder, option = output_folder(trained, options.output_dir)
    makes_folder = option is not None
    stem = f"{data_path.resolve().name}_{options.split.replace('/', '_')}"
    yield Output(folder / f"evaluation_{stem}.json", lambda: dump_json(done.report).encode(), option, makes_folder)
    yield Output(folder / f"evaluation_{stem}.csv", lambda: as_csv(done.scores), option, makes_folder)
    if options.save_preds:
        file = folder / f"predictions_{stem}.npz"
        yield Output(file, lambda: as_npz(done.finished), option or "--save-preds", makes_folder)
    if done.page is not None:
        yield Output(folder / f"gallery_{stem}.html", lambda: done.page or b"", option or "--gallery", makes_folder)
    for submits in (evaluator for evaluator in done.evaluators if isinstance(evaluator, Submits)):
        submission = json.dumps(submits.submission).encode()
        if options.submission:
            yield Output(options.submission, lambda content=submission: content, "--submission", True)  # type: ignore[misc]
        if options.output_dir:
            file = options.output_dir / submits.submission_file
            yield Output(file, lambda content=submission: content, "--output-dir", True)  # type: ignore[misc]


@dataclass
class Evaluation:
    """The results of an evaluation.

    Attributes:
        report: settings and scores of all sets and evaluators, as JSON values.
        scores: results of every example, by set.
        finished: the rows and their answers; only with `save_preds`.
        evaluators: the evaluators, after their `result`.
        evaluator_tables: what each evaluator prints.
        page: the gallery, if there is one.
    """

    report: dict[str, Any]
    scores: dict[str, SetScores]
    finished: list[Finished]
    evaluators: list[Evaluator]
    evaluator_tables: list[str]
    page: bytes | None = None


def output_folder(trained: TrainedRun, output_dir: Path | None) -> tuple[Path, str | None]:
    """The folder for files, and the option that names it: by default the checkpoint's folder and None."""
    if output_dir is not None:
        return output_dir, "--output-dir"
    is_file = trained.checkpoint.is_file()  # a checkpoint of the official code
    return trained.checkpoint.parent if is_file else trained.checkpoint, None


def evaluate(trained: TrainedRun, data_path: Path, options: Options) -> Evaluation:
    """Score a run on a data set.

    Raises:
        UserError: the data are missing, or their shape or vocabulary differs from the model's.
    """
    _check(options)
    device = choose_device(options.device)
    dataset = PuzzleDataset([data_path], options.split)
    puzzles = trained.check_fits(dataset, data_path, options.mean_embedding)
    model = trained.build_model(device, options.ema, options.dtype, puzzles)
    set_compute_options(model, device, options.compile)
    set_steps(model, options.steps)
    _require_room(trained, dataset, device, options)
    evaluators = _build_evaluators(trained, dataset, data_path, options)
    let_ask(evaluators, one_step(model, device))
    keys = {key for evaluator in evaluators for key in evaluator.required_outputs}
    rows = read_in_order(dataset.sets, dataset.metadata, options.batch_size, num_examples=options.num_examples)
    kept: list[Finished] = []
    draw_examples = None if options.gallery is None else drawings_of(trained, dataset, data_path)
    gallery = None if options.gallery is None else Gallery(options.gallery)

    def answered() -> Iterator[Finished]:
        for part in run(model, rows, device, keys, options.halt, options.batch_size, options.halt_probability):
            show(part, evaluators)
            if options.save_preds:
                kept.append(part)
            if gallery is not None:
                gallery.note(part)
            yield part

    started = time.perf_counter()
    scores = score(answered(), dataset.metadata.layout)
    seconds = time.perf_counter() - started
    page = None
    if gallery is not None and draw_examples is not None:
        page = gallery.page(model, device, f"{trained.checkpoint} on {data_path}", draw_examples)
    report: dict[str, Any] = {
        "checkpoint": str(trained.checkpoint),
        "data_path": str(data_path),
        "split": options.split,
        "mode": "halt by q" if options.halt else "fixed steps",
        "max_steps": model.model.config.halt_max_steps,
        "weights": "ema" if options.ema and trained.config.ema else "raw",
        "seconds": round(seconds, 3),
        "sets": {name: summary(result) for name, result in scores.items()},
    }
    if puzzles is not None:
        report["puzzle_embeddings"] = puzzles.as_json()
    evaluator_tables = []
    for evaluator in evaluators:
        # The submission is written after the scores are printed.
        metrics = evaluator.result(Dist(device=device), None if isinstance(evaluator, Submits) else options.output_dir)
        report.setdefault("evaluators", {}).update(metrics)
        metric_lines = "\n".join(f"{name}: {value:.4f}" for name, value in metrics.items())
        evaluator_tables.append(evaluator.table() if isinstance(evaluator, Tabulated) else metric_lines)
    return Evaluation(report, scores, kept, evaluators, evaluator_tables, page)


def _check(options: Options) -> None:
    """Refuse options that are out of range."""
    require_between("--steps", options.steps, 1, MOST_STEPS)
    require_between("--batch-size", options.batch_size, 1, MOST_ROWS)
    require_between("--num-examples", options.num_examples, 1, MOST_EXAMPLES)
    require_between("--gallery", options.gallery, 1, MOST_ON_A_PAGE)
    if not 0 < options.halt_probability < 1:
        raise UserError(f"--halt-probability {options.halt_probability}: must lie between 0 and 1")
    if options.submission and options.submission.is_dir():
        raise UserError(f"--submission {options.submission} is a folder; name a file")


def _require_room(trained: TrainedRun, dataset: PuzzleDataset, device: torch.device, options: Options) -> None:
    """Refuse a batch that does not fit into memory, and warn if it may not fit."""
    largest = max((len(each) for each in dataset.sets), default=0)
    rows = max(1, min(options.batch_size, options.num_examples or largest, largest))
    config = trained.config.in_precision(options.dtype)
    sizes = build_model(config, trained.metadata, torch.device("meta"), choose_dtype_on=device)
    if memory.surely_fits(sizes, rows, device):
        return
    need = memory.scoring_need(sizes, rows)
    doubt = memory.require_room(need, device, f"--batch-size {options.batch_size}", "make it smaller")
    if doubt is not None:
        print(f"warning: {doubt}", file=sys.stderr)


def _build_evaluators(
    trained: TrainedRun, dataset: PuzzleDataset, data_path: Path, options: Options
) -> list[Evaluator]:
    named = read_named("--evaluators", options.evaluators) or trained.config.evaluators
    if options.submission:
        taken = {evaluator.name for evaluator in named}
        named = [*named, *(Named(name=name) for name in submitting_evaluators() if name not in taken)]
    config = trained.config.model_copy(update=dict(evaluators=named, data_paths=[str(data_path)], data_paths_test=[]))
    built = build_evaluators(config, EvaluationData(dataset, dataset.sets), announce=not options.json)
    if options.submission and not any(isinstance(evaluator, Submits) for evaluator in built):
        raise UserError(f"--submission {options.submission}: no evaluator hands in answers to {data_path}")
    return built


def summary(scores: SetScores) -> dict[str, Any]:
    """Metrics of one set, with a 95% interval of the exact accuracy (Wilson) and of the token accuracy (normal)."""
    sums = scores.sums()
    count = int(sums.pop("count"))
    metrics = {name: value / max(count, 1) for name, value in sums.items()}
    tokens = scores.token_accuracy[scores.supervised]
    half_width = 1.96 * float(tokens.std()) / count**0.5 if count else 1.0
    return {
        "count": count,
        **metrics,
        "exact_accuracy_95": wilson_interval(sums["exact_accuracy"], count),
        "accuracy_95": (max(0.0, metrics["accuracy"] - half_width), min(1.0, metrics["accuracy"] + half_width)),
        "exact_accuracy_by_step": scores.exact_by_step[scores.supervised].mean(0).tolist() if count else [],
        "accuracy_by_step": (
            scores.accuracy_by_step[scores.supervised].mean(0).tolist()
            if count and scores.accuracy_by_step is not None
            else []
        ),
        "halting": scores.halting() if count else [],
    }


def table(done: Evaluation) -> str:
    """The report as a table for people."""
    report = done.report
    lines = [
        f"{report['checkpoint']} on {report['data_path']} ({report['split']}), {report['mode']},"
        f" at most {report['max_steps']} steps, {report['weights']} weights",
        "",
        f"{'set':<14}{'examples':>10}{'exact':>9}{'95% interval':>18}"
        f"{'token':>9}{'95% interval':>18}{'steps':>7}{'q right':>9}",
    ]
    for name, result in report["sets"].items():
        exact, token = result["exact_accuracy_95"], result["accuracy_95"]
        lines.append(
            f"{name:<14}{result['count']:>10}{result['exact_accuracy']:>9.2%}{show_interval(exact):>18}"
            f"{result['accuracy']:>9.2%}{show_interval(token):>18}{result['steps']:>7.2f}{result['q_halt_accuracy']:>9.2%}"
        )
    for name, result in report["sets"].items():
        for title, key in (("exact", "exact_accuracy_by_step"), ("token", "accuracy_by_step")):
            lines += ["", f"{title} accuracy of {name} after each improvement step"] if result[key] else []
            for start in range(0, len(result[key]), 8):
                part = list(enumerate(result[key][start : start + 8], start + 1))
                lines.append("  " + "  ".join(f"{step:>3}: {value:>7.2%}" for step, value in part))
        for point in result["halting"]:
            lines.append(
                f"  halting at probability {point['probability']:.2f}: {point['exact_accuracy']:>7.2%} in"
                f" {point['steps']:.2f} steps"
            )
    for evaluator_table in filter(None, done.evaluator_tables):
        lines += ["", evaluator_table]
    examples = sum(result["count"] for result in report["sets"].values())
    lines += ["", f"{report['seconds']:.1f} s, {examples / max(report['seconds'], 1e-9):.0f} examples/s"]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
