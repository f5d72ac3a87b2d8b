"""A whole run: train, log, evaluate, save, until the last step or a signal.

Reads as a story from `train`; what one step does is in `step.py`.
"""

from __future__ import annotations

import math
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NoReturn

from tqdm import tqdm

from dataset.puzzle_dataset import PuzzleDataset, fingerprint, read_in_order
from evaluators.base import Evaluator
from runs.checkpoints import last_whole, read_best
from runs.config import PretrainConfig
from runs.manifest import check_same_data
from training import saving, sweep
from training.build import build_calibration, build_evaluation, build_evaluators, build_train_state
from training.calibrating import calibrate, put_weights
from training.commands import resume_command
from training.distributed import Dist
from training.evaluation import Evaluated, evaluate
from training.names import name_run
from training.run_folder import Occupancy, describe_run, occupied
from training.signals import StopSignals
from training.state import EvaluationData, TrainState
from training.step import learning_rate, read_metrics, train_step
from training.trackers.base import NoTracker, Tracker
from training.trackers.opening import open_trackers
from utils.errors import UserError
from utils.memory import FreedMemory


def train(config: PretrainConfig, dist: Dist) -> Path:
    """Run the configuration to its end and return the final checkpoint's folder.

    Raises:
        UserError: for any mistake in configuration, data or checkpoint, before the first step; later for a loss that is
            not finite and a disk that is full.
        SystemExit: after SIGINT or SIGTERM, with status 128 + signal, when a checkpoint is saved.
    """
    if dist.any(dist.broadcast(config) != config):
        raise UserError(
            f"the {dist.world_size} processes of this group were given different configurations; a sweep's runs are"
            " jobs of their own, not processes of one (docs/scaling.md)"
        )
    config = dist.broadcast(name_run(config, sweep.suffix()))
    with occupied(config, dist) as occupancy:
        return _train(config, dist, occupancy)


def _train(config: PretrainConfig, dist: Dist, occupancy: Occupancy) -> Path:
    """Run the configuration in its folder, which no other process writes to meanwhile."""
    resumed_from = dist.on_main(lambda: saving.resume_folder(config))
    fingerprints = dist.on_main(lambda: [fingerprint(Path(path)) for path in config.data_paths])
    if resumed_from is not None:
        check_same_data(resumed_from.parent, config.data_paths, fingerprints)
    dataset = PuzzleDataset([Path(path) for path in config.data_paths], "train")
    evaluation = build_evaluation(config, dataset, announce=dist.is_main)
    evaluators = build_evaluators(config, evaluation, announce=dist.is_main)
    held_out = build_calibration(config, dataset)
    state = build_train_state(config, dist, dataset, resumes=resumed_from is not None)
    state.fingerprints = fingerprints
    tracker_state = saving.load_train_state(state, resumed_from) if resumed_from is not None else None
    continues = resumed_from is not None and resumed_from.parent.resolve() == config.run_folder.resolve()
    tracker: Tracker = NoTracker()
    try:
        if dist.is_main:
            describe_run(state)
            tracker = open_trackers(config, continues)
        if tracker_state is not None:
            tracker.load_state_dict(tracker_state)
    except OSError as error:
        raise UserError(f"{config.run_folder} cannot be written to ({error.strerror or error})") from error
    _announce(state, resumed_from)
    with StopSignals() as stop:
        try:
            loop = _Loop(state, evaluation, evaluators, tracker, stop, occupancy, held_out)
            if resumed_from is not None and continues:
                loop.note_saved(resumed_from)
                if dist.is_main:
                    saving.prune(config, resumed_from)  # which a kill may have prevented
            return loop.run()
        finally:
            state.close()
            tracker.finish()


class _Loop:
    """Holds the parts of a run, and calls them in their order."""

    def __init__(
        self,
        state: TrainState,
        evaluation: EvaluationData | None,
        evaluators: list[Evaluator],
        tracker: Tracker,
        stop: StopSignals,
        occupancy: Occupancy,
        held_out: EvaluationData | None,
    ) -> None:
        self.state = state
        self.config = state.config
        self.dist = state.dist
        self.evaluation = evaluation
        self.evaluators = evaluators
        self.tracker = tracker
        self.stop = stop
        self.occupancy = occupancy
        self.held_out = held_out
        self._calibrated_at: int | None = None
        self._saved: tuple[Path, dict[str, Any]] | None = None
        self.evaluation_steps = set(evaluation_steps(state))
        # Reading a flag or a loss makes the host wait for a GPU, so there it is done at the log interval only.
        self.check_interval = 1 if state.dist.device.type == "cpu" else self.config.log_interval

    def run(self) -> Path:
        with tqdm(
            total=self.state.total_steps,
            initial=self.state.step,
            disable=not self.dist.is_main,
            mininterval=0.5 if sys.stderr.isatty() else 15,
            unit="step",
        ) as bar:
            self._train(bar)
        self._calibrate()
        self.occupancy.check()
        folder = saving.save_checkpoint(self.state, self.tracker.state_dict(), final=True)
        if self.dist.is_main:
            saving.remove_provisional(self.config.run_folder, self.state.step)
            print(f"saved {folder}")
        return folder

    def _train(self, bar: tqdm) -> None:
        state = self.state
        clock, memory = Clock(state), FreedMemory()
        if state.evaluation_due:
            self._evaluate_and_save()
        while state.step < state.total_steps:
            put_weights(state.model, None)  # a calibration holds for the weights that it was fitted to
            train_step(state)
            memory.check()
            bar.update()
            is_last = state.step == state.total_steps
            logs = state.step % self.config.log_interval == 0 or is_last
            evaluates = state.step in self.evaluation_steps
            saves = self.config.checkpoint_interval is not None and state.step % self.config.checkpoint_interval == 0
            checks = state.step % self.check_interval == 0
            if checks or logs or evaluates or saves:
                self._check_loss()
            if logs or evaluates or saves:
                self.occupancy.check()
            if logs:
                metrics = read_metrics(state) | {"train/lr": learning_rate(state, state.optimizers[-1][1])}
                speeds = clock.read(state)
                self.tracker.log(metrics, state.step, speeds)
                exact = f"exact {metrics['train/exact_accuracy']:.1%}, " if "train/exact_accuracy" in metrics else ""
                speed = f"{speeds['perf/samples_per_second']:.0f} samples/s"
                bar.set_postfix_str(f"loss {metrics['train/lm_loss']:.3f}, {exact}{speed}")
            if evaluates:
                state.evaluation_due = True
                self._evaluate_and_save()
            elif saves:
                self._save()
            # Last of all, so that everything of this step is done and a resumed run begins with the next one.
            if checks and not is_last and self.dist.any(self._must_stop()):
                self._leave()

    def _check_loss(self) -> None:
        """End the run where the loss is not finite, before it is logged or saved."""
        loss = self.state.sums.get("loss")
        if self.dist.any(loss is not None and not math.isfinite(float(loss))):
            last = last_whole(self.config.run_folder)
            raise UserError(
                f"the loss is not finite at step {self.state.step} ({self.state.sampler.describe()}); lower lr, or"
                f" lengthen lr_warmup_steps; the last good checkpoint is {last or 'none'}"
            )

    def _evaluate_and_save(self) -> None:
        is_last = self.state.step == self.state.total_steps
        self._calibrate()
        if is_last and self.evaluation is not None:
            self._save(prunes=False)  # the last evaluation may be long, may fail, and has all of the training behind it
        found = self._evaluate()
        self.state.evaluation_due = False
        if found is not None:
            self.tracker.log_evaluation(found, self.state.step)
        metrics = {} if found is None else found.metrics
        if self.config.val_groups and self.dist.broadcast(self._improves(metrics)):
            # Noted first: a run killed in between evaluates again, finds the same metric and saves then.
            if self.dist.is_main:
                saving.note_best(self.config.run_folder, Path(f"step_{self.state.step}"), _validation_metric(metrics))
            self._save()
        elif self.config.checkpoint_every_eval and not is_last:
            self._save()

    def _calibrate(self) -> None:
        """Calibrate q for the weights that would be saved, unless that is done."""
        state = self.state
        if self.held_out is None or self._calibrated_at == state.step:
            return
        held_out, size = self.held_out, self.config.calibrate
        rows = read_in_order(
            held_out.sets, held_out.dataset.metadata, self.config.global_batch_size, self.dist.rank,
            self.dist.world_size, size,
        )  # fmt: skip
        with state.ema.swapped_in() if state.ema else nullcontext():
            told = calibrate(state.model, rows, self.dist)
        self._calibrated_at = state.step
        if self.dist.is_main:
            tqdm.write(f"step {state.step}: {told}")

    def _improves(self, metrics: dict[str, float]) -> bool:
        best = read_best(self.config.run_folder)
        return self.dist.is_main and (best is None or _validation_metric(metrics) >= best["metric"])

    def _evaluate(self) -> Evaluated | None:
        """Score the weights that would be saved; leaves the run if a signal comes meanwhile. None without test data."""
        if self.evaluation is None:
            return None
        found = evaluate(
            self.state,
            self.evaluation,
            self.evaluators,
            should_stop=self._must_stop,
            before_writing=self.occupancy.check,  # the evaluation may have taken hours
        )
        if found is None:
            self._leave()
        return found

    def _must_stop(self) -> bool:
        return self.stop.received is not None

    def note_saved(self, folder: Path) -> None:
        """Note that `folder` holds the state as it is now, so that it need not be saved again."""
        self._saved = folder, self._position()

    def _position(self) -> dict[str, Any]:
        """Equal for two states of this run only if the states are equal."""
        return {
            "step": self.state.step,
            "evaluation_due": self.state.evaluation_due,
            "tracker": self.tracker.state_dict(),
        }

    def _save(self, prunes: bool = True) -> Path:
        """Save the state, unless it is saved already: writing it again would only put the first copy at risk."""
        self._check_loss()
        position = self._position()
        if self._saved is not None and self.dist.broadcast(self._saved[1] == position):
            return self._saved[0]
        self.occupancy.check()
        folder = saving.save_checkpoint(self.state, position["tracker"])
        self._saved = folder, position
        if prunes and self.dist.is_main:
            saving.prune(self.config)
        return folder

    def _leave(self) -> NoReturn:
        """Save, say how to go on, and end the process as its signal would."""
        folder = self._save()
        number = self.dist.broadcast(self.stop.received or signal.SIGTERM)
        if self.dist.is_main:
            name = signal.Signals(number).name
            print(f"\nstopped by {name} at step {self.state.step} and saved {folder}; continue with")
            print(f"  {resume_command(self.config, self.dist.launcher)}", flush=True)
        raise SystemExit(128 + number)


def evaluation_steps(state: TrainState) -> Iterator[int]:
    """Steps after which the run is evaluated: every `eval_interval` epochs, and the last."""
    config = state.config
    interval = min(config.eval_interval or config.epochs, config.epochs)
    for number in range(config.epochs // interval):
        epochs = (number + 1) * interval
        if number >= (config.min_eval_interval or 0):
            step = int(state.sampler.examples_in(epochs) / config.global_batch_size)
            yield min(max(1, step), state.total_steps) if epochs < config.epochs else state.total_steps


def _validation_metric(metrics: dict[str, float]) -> float:
    return sum(value for name, value in metrics.items() if name.startswith("val") and name.endswith("/exact_accuracy"))


def _announce(state: TrainState, resumed_from: Path | None) -> None:
    if not state.dist.is_main:
        return
    config, model = state.config, state.model
    parameters = sum(p.numel() for p in model.parameters())
    dtype = model.model.config.forward_dtype
    print(
        f"{config.run_folder}: {parameters:,} parameters, {dtype} on {state.dist.device}"
        f"{' with the data' if state.feed.resident else ''}, {state.dist.world_size} process(es),"
        f" {state.total_steps} steps of {config.global_batch_size}"
    )
    if resumed_from is not None:
        print(f"continuing from {resumed_from}")
    elif config.resume == "auto":
        print("no checkpoint of this run yet: starting from the beginning")


class Clock:
    """Speed since the last reading."""

    def __init__(self, state: TrainState) -> None:
        self._step, self._time = state.step, time.perf_counter()

    def read(self, state: TrainState) -> dict[str, float]:
        """Samples and steps a second since the last call."""
        now = time.perf_counter()
        steps, seconds = state.step - self._step, max(now - self._time, 1e-9)
        self._step, self._time = state.step, now
        return {
            "perf/samples_per_second": steps * state.config.global_batch_size / seconds,
            "perf/steps_per_second": steps / seconds,
        }
