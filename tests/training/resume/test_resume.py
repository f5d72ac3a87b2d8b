"""An interrupted run that goes on ends as if nothing had happened: to the last bit, and with the same metrics.jsonl."""

from __future__ import annotations

import multiprocessing
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from runs.checkpoints import find_latest, read_best, step_of
from tests.harness import (
    ROOT,
    RUN,
    Ended,
    assert_same_end,
    finish,
    load,
    pretrain,
    run_command,
    signal_after_step,
    tiny,
    typed,
    write_toy_data,
)
from tests.training.resume.story import LAST_STEP, STORY, logged_lines, resume
from training import evaluation, saving


def continued(command: str) -> list[str]:
    """Arguments of the command that an interrupted run prints."""
    program, script, *arguments = shlex.split(command)
    assert program == "python" and script.endswith("pretrain.py")
    return arguments


def printed_command(ended: Ended, signal_name: str = "SIGTERM") -> str:
    """The command behind the words `continue with`."""
    found = re.search(
        rf"^stopped by {signal_name} at step \d+ and saved .*; continue with\n  (.*)$", ended.out, re.MULTILINE
    )
    assert found, ended.out
    return found[1]


@pytest.mark.parametrize(
    ("parts", "stops"),
    [(1, (1, 2, 3, 5, 10, 15, LAST_STEP)), (2, (3, 5, 10))],
    ids=["whole batches", "with gradient accumulation"],
)
def test_resume_is_exact(work: Path, undisturbed: Callable[..., Path], parts: int, stops: Any) -> None:
    options = (*STORY, f"grad_accum_steps={parts}")
    for step in stops:
        with signal_after_step(step):
            ended = pretrain(*options, "resume=auto", cwd=work)
        # With the last step made, the run may as well finish.
        assert ended.status == 143 or step == LAST_STEP, (step, ended.err)
        assert load(work / RUN / f"step_{step}/train_state.pt")["step"] == step or step == LAST_STEP
    assert pretrain(*options, "resume=auto", cwd=work).status == 0
    assert_same_end(work / RUN, undisturbed(*options))


@pytest.fixture
def signal_in_evaluation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every evaluation gets a signal after its second batch."""
    original = evaluation.read_in_order

    def reading(*arguments: Any) -> Iterator[Any]:
        for number, rows in enumerate(original(*arguments)):
            if number == 1:
                signal.raise_signal(signal.SIGTERM)
            yield rows

    monkeypatch.setattr(evaluation, "read_in_order", reading)


def test_interrupted_evaluation_is_made_up_for(
    work: Path, undisturbed: Callable[..., Path], signal_in_evaluation: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):  # the second stop hits the evaluation that makes up for the first
        assert pretrain(*STORY, "resume=auto", cwd=work).status == 143
        assert load(work / RUN / "step_5/train_state.pt")["evaluation_due"]
    monkeypatch.undo()
    assert pretrain(*STORY, "resume=auto", cwd=work).status == 0
    assert_same_end(work / RUN, undisturbed(*STORY))


def test_interrupted_last_evaluation(
    work: Path, undisturbed: Callable[..., Path], signal_in_evaluation: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = (*STORY, "eval_interval=null")
    assert pretrain(*options, cwd=work).status == 143
    monkeypatch.undo()
    assert pretrain(*options, "resume=auto", cwd=work).status == 0
    assert_same_end(work / RUN, undisturbed(*options))


def test_a_last_evaluation_that_fails_loses_nothing(
    work: Path, undisturbed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*arguments: Any, **options: Any) -> Iterator[Any]:
        raise ArithmeticError("a fault of the evaluation")
        yield

    options = (*STORY, "eval_interval=null")
    with monkeypatch.context() as patch:
        patch.setattr(evaluation, "read_in_order", failing)
        with pytest.raises(ArithmeticError):
            pretrain(*options, cwd=work)
    assert load(work / RUN / f"step_{LAST_STEP}/train_state.pt")["evaluation_due"]
    assert pretrain(*options, "resume=auto", cwd=work).status == 0
    assert_same_end(work / RUN, undisturbed(*options))
    assert [folder.name for folder in (work / RUN).glob("*step_*")] == [f"final_step_{LAST_STEP}"]


def test_sigterm_to_the_script_and_the_printed_command(work: Path, undisturbed: Callable[..., Path]) -> None:
    options = ("epochs=50", "eval_interval=25", "ema=True")
    # The script stops itself after its third step: a signal from here could come too late for a run as short as this.
    program = "import runpy, sys; from tests.harness import signal_after_step\nwith signal_after_step(3): "
    program += "runpy.run_path(sys.argv[0], run_name='__main__')"
    script = str(ROOT / "pretrain.py")
    command = [sys.executable, "-c", f"import sys; sys.argv[0] = {script!r}; {program}", *tiny(*options)]
    variables = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    ended = finish(subprocess.Popen(command, cwd=work, env=variables, stdout=pipe, stderr=pipe, text=True))
    assert ended.status == 128 + signal.SIGTERM, ended.err
    assert not list((work / RUN).glob("final_step_*"))
    ended = run_command(printed_command(ended), cwd=work)
    assert ended.status == 0, ended.err
    assert_same_end(work / RUN, undisturbed(*options))


@pytest.mark.parametrize(
    ("overrides", "folder"),
    [
        (["checkpoint_path=else where/run"], "else where/run"),
        (["+run_name=spaced name"], "checkpoints/project/spaced name"),
        (["run_name=7"], "checkpoints/project/7"),
        (["run_name='a=b'"], "checkpoints/project/a=b"),
        (["project_name=null"], "checkpoints/Toy-ACT-torch/run"),
        (["resume=auto"], str(RUN)),
    ],
)
def test_printed_command_continues_the_same_run(work: Path, overrides: list[str], folder: str) -> None:
    with signal_after_step(2, signal.SIGINT):
        ended = pretrain(*overrides, cwd=work)
    assert ended.status == 128 + signal.SIGINT, ended.err
    assert (work / folder / "step_2").is_dir()
    assert typed(*continued(printed_command(ended, "SIGINT")), cwd=work).status == 0
    assert (work / folder / "final_step_4").is_dir()
    assert len(list((work / folder).parent.iterdir())) == 1


def test_a_second_interrupt_stops_at_once(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def save(*_: Any, **__: Any) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(saving, "save_checkpoint", save)
    with signal_after_step(2, signal.SIGINT):
        ended = pretrain(cwd=work)
    assert ended.status == 130 and "Traceback" not in ended.err
    assert not (work / RUN / ".lock").exists()


def test_submitit_is_told_after_the_checkpoint(work: Path) -> None:
    found: list[bool] = []
    previous = signal.signal(
        signal.SIGUSR2, lambda *_: found.append((work / RUN / "step_2" / "train_state.pt").is_file())
    )
    try:
        with signal_after_step(2, signal.SIGUSR2):
            ended = pretrain(cwd=work)
    finally:
        signal.signal(signal.SIGUSR2, previous)
    assert ended.status == 128 + signal.SIGUSR2 and found == [True]


# ---- which checkpoint


def test_latest_names_a_folder_that_is_gone(stopped: Path, undisturbed: Callable[..., Path]) -> None:
    shutil.rmtree(stopped / RUN / "step_7")
    ended = resume(stopped)
    assert ended.status == 0 and f"continuing from {RUN}/step_6" in ended.out
    assert_same_end(stopped / RUN, undisturbed(*STORY, "checkpoint_interval=2"))


def test_an_older_checkpoint_can_be_named(stopped: Path, undisturbed: Callable[..., Path]) -> None:
    ended = resume(stopped, f"resume={RUN}/step_4")
    assert ended.status == 0 and f"continuing from {RUN}/step_4" in ended.out
    assert_same_end(stopped / RUN, undisturbed(*STORY, "checkpoint_interval=2"))


def test_a_run_that_is_going_on_under_another_name(stopped: Path) -> None:
    assert resume(stopped, f"resume={RUN}/step_4", "run_name=other").status == 0
    lines = logged_lines(stopped / RUN.with_name("other") / "metrics.jsonl")
    assert [line["step"] for line in lines] == [5, 6, 8, 10, 10, 12, 14, 16, 16]


def test_metrics_that_were_removed_start_anew(stopped: Path) -> None:
    (stopped / RUN / "metrics.jsonl").unlink()
    assert resume(stopped).status == 0
    assert [line["step"] for line in logged_lines(stopped / RUN / "metrics.jsonl")] == [8, 10, 10, 12, 14, 16, 16]


def test_a_finished_run_stays_as_it_is_and_can_be_prolonged(stopped: Path, undisturbed: Callable[..., Path]) -> None:
    for _ in range(2):
        assert resume(stopped).status == 0
        assert_same_end(stopped / RUN, undisturbed(*STORY, "checkpoint_interval=2"))
    ended = resume(stopped, "epochs=16")
    assert ended.status == 0 and f"continuing from {RUN}/final_step_16" in ended.out
    assert (stopped / RUN / "final_step_21").is_dir()


def test_resuming_does_not_need_the_weights_the_run_started_from(stopped: Path) -> None:
    options = ("run_name=tuned", "load_checkpoint=weights.pt", "resume=auto")
    shutil.copy(stopped / RUN / "step_7/model.pt", stopped / "weights.pt")
    with signal_after_step(2):
        assert pretrain(*options, cwd=stopped).status == 143
    (stopped / "weights.pt").unlink()
    assert pretrain(*options, cwd=stopped).status == 0
    assert "load_checkpoint: weights.pt" in (stopped / RUN.with_name("tuned") / "all_config.yaml").read_text()


def test_auto_without_a_run_starts_from_the_beginning(work: Path) -> None:
    ended = pretrain("resume=auto", cwd=work)
    assert ended.status == 0 and "no checkpoint of this run yet" in ended.out


# ---- retention


def _folders(run: Path) -> set[str]:
    return {path.name for path in run.iterdir() if path.is_dir()}


def test_keep_last(work: Path) -> None:
    assert pretrain("epochs=6", "checkpoint_interval=1", "keep_last=2", cwd=work).status == 0
    assert _folders(work / RUN) == {"step_4", "step_5", "final_step_6"}


BEST = ("epochs=6", "eval_interval=1", "val_groups=2", "global_batch_size=6", "keep_last=1", "resume=auto")
"""Six evaluations, and a checkpoint at each."""


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the validation's exact accuracy at each step."""

    def script(*accuracies: float) -> None:
        steps = iter(range(1, 100))

        def metrics(*_: Any) -> dict[str, float]:
            return {"val/exact_accuracy": accuracies[next(steps) - 1]}

        monkeypatch.setattr(evaluation, "metrics_over_ranks", metrics)

    return script


@pytest.mark.parametrize(
    ("accuracies", "best"),
    [
        ((0.1, 0.9, 0.2, 0.3, 0.2, 0.1), 2),
        ((0.9, 0.1, 0.2, 0.3, 0.4, 0.5), 1),
        ((0.1, 0.2, 0.3, 0.4, 0.5, 0.6), 6),
        ((0.0, 0.0, 0.0, 0.0, 0.0, 0.0), 6),
    ],
)
def test_the_best_by_validation_is_kept(
    work: Path, scripted: Callable[..., None], accuracies: tuple[float, ...], best: int
) -> None:
    scripted(*accuracies)
    assert pretrain(*BEST, cwd=work).status == 0
    assert read_best(work / RUN) == {"folder": f"step_{best}", "metric": accuracies[best - 1]}
    newest = 5 if best < 6 else 6  # the last step is saved as final_step_6, and as step_6 only where it is the best
    assert _folders(work / RUN) == {f"step_{best}", f"step_{newest}", "final_step_6"}


class Killed(BaseException):
    """What no code catches."""


@pytest.mark.parametrize("function", ["save_checkpoint", "note_best", "prune"])
def test_killed_while_the_best_is_saved(
    work: Path, monkeypatch: pytest.MonkeyPatch, scripted: Callable[..., None], function: str
) -> None:
    accuracies = (0.1, 0.2, 0.9, 0.4, 0.5, 0.6)
    original = getattr(saving, function)
    calls = iter(range(1, 100))

    def killing(*arguments: Any, **options: Any) -> Any:
        if next(calls) == 3:
            raise Killed
        return original(*arguments, **options)

    monkeypatch.setattr(saving, function, killing)
    scripted(*accuracies)
    with pytest.raises(Killed):
        pretrain(*BEST, cwd=work)
    latest = find_latest(work / RUN)
    assert latest is not None
    due = load(latest / "train_state.pt")["evaluation_due"]
    scripted(*accuracies[step_of(latest) - due :])
    assert pretrain(*BEST, cwd=work).status == 0
    assert read_best(work / RUN) == {"folder": "step_3", "metric": 0.9}
    assert _folders(work / RUN) == {"step_3", "step_5", "final_step_6"}


# ---- kill -9


def _in_child(work: Path, overrides: tuple[str, ...]) -> None:
    ended = pretrain(*overrides, cwd=work)
    assert ended.status == 0, ended.err


@pytest.mark.slow
def test_twenty_kills(tmp_path: Path, undisturbed: Callable[..., Path]) -> None:
    """A killed run goes on from a whole checkpoint, whenever the kill came, and ends like one that was left alone."""
    options = (*STORY, "epochs=48", "checkpoint_interval=2", "keep_last=3", "resume=auto")
    reference = undisturbed(*options)
    context = multiprocessing.get_context("forkserver")  # its children need not import torch again
    context.set_forkserver_preload(["torch", "hydra", "pytest"])
    rng = np.random.default_rng(0)
    resumed_from: list[str | None] = []

    def child(work: Path, seconds: float | None = None) -> float:
        """Train in a process of its own, which is killed after so many seconds; return how long it lived."""
        latest = find_latest(work / RUN)
        begin = time.monotonic()
        process = context.Process(target=_in_child, args=(work, options))
        process.start()
        process.join(seconds)
        if process.is_alive():
            process.kill()
            process.join()
            resumed_from.append(latest.name if latest else None)
        else:
            assert process.exitcode == 0
        return time.monotonic() - begin

    lifetime = float("inf")
    for number in range(60):
        work = tmp_path / str(number)
        write_toy_data(work / "data/toy", test_examples=16)
        while not list((work / RUN).glob("final_step_*")):
            # The first two tell how long a whole run takes: one to start the server of processes, one to measure.
            spared = number < 2 or len(resumed_from) == 20
            lived = child(work, None if spared else float(rng.uniform(0, lifetime)))
            lifetime = lived if number == 1 else lifetime
        assert_same_end(work / RUN, reference)
        if len(resumed_from) == 20:
            break
    assert len(resumed_from) == 20 and len(set(resumed_from)) > 3, resumed_from
