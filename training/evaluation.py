"""One evaluation of a run: the weights that would be saved answer the test split and the validation groups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

import torch
from tqdm import tqdm

from dataset.puzzle_dataset import read_in_order
from evaluators.base import Evaluator
from inference.gallery import find_drawings, trace_rows
from inference.steps import Finished, one_step, run
from inference.traces import Trace
from runs.evaluations import StepCurves
from training.scoring import curves_over_ranks, let_ask, metrics_over_ranks, score, show
from training.state import EvaluationData, TrainState


@dataclass
class Evaluated:
    """What an evaluation found.

    Attributes:
        metrics: under the official names, `<set>/exact_accuracy` and so on.
        curves: what became of the answers step by step, by set.
        examples: how some of the first examples were answered; on the main rank alone.
    """

    metrics: dict[str, float]
    curves: dict[str, StepCurves]
    examples: list[Trace]


def evaluate(
    state: TrainState,
    evaluation: EvaluationData,
    evaluators: Collection[Evaluator],
    should_stop: Callable[[], bool] = lambda: False,
    before_writing: Callable[[], None] = lambda: None,
) -> Evaluated | None:
    """Score every set, and write what `eval_save_outputs` and the evaluators write. All ranks must call it.

    Args:
        should_stop: asked before every improvement step; True on any rank ends the evaluation without a result.
        before_writing: called on all ranks when every row is answered, before a file is written.

    Returns:
        None where the evaluation was ended.
    """
    config, dist = state.config, state.dist
    for evaluator in evaluators:
        evaluator.begin_eval()
    saved: dict[str, list[torch.Tensor]] = {}
    with state.ema.swapped_in() if state.ema else nullcontext():
        scores = score(_answered(state, evaluation, evaluators, should_stop, saved), evaluation.dataset.metadata.layout)
    if dist.any(should_stop()):
        return None
    before_writing()
    if config.eval_save_outputs:  # the official code's file: what the key names, one tensor each
        torch.save(
            {key: torch.cat(values) for key, values in saved.items()},
            config.run_folder / f"step_{state.step}_all_preds.{dist.rank}",
        )
    names = [each.name for each in evaluation.sets]
    metrics = metrics_over_ranks(scores, names, dist)
    for evaluator in evaluators:
        folder = config.run_folder / f"evaluator_{type(evaluator).__name__}_step_{state.step}"
        metrics |= evaluator.result(dist, folder)
    if dist.is_main:
        exact = {name: metrics.get(f"{name}/exact_accuracy") for name in names}
        shown = ", ".join(f"{name} {value:.2%}" for name, value in exact.items() if value is not None)
        tqdm.write(f"step {state.step}: exact accuracy {shown}")
    with state.ema.swapped_in() if state.ema else nullcontext():
        examples = _examples(state, evaluation) if dist.is_main else []
    return Evaluated(metrics, curves_over_ranks(scores, names, dist), examples)


def _examples(state: TrainState, evaluation: EvaluationData) -> list[Trace]:
    """How the first examples of the first set were answered; none where its rows have no drawing."""
    first, metadata, count = evaluation.sets[0], evaluation.dataset.metadata, state.config.eval_traces
    draw = find_drawings([first], metadata, first.data_path, evaluation.dataset.data_rules) if count else None
    if draw is None:
        return []
    rows = read_in_order([first], metadata, count, num_examples=count)
    training = state.model.training
    try:
        return [trace for part in rows for trace in trace_rows(state.model, state.dist.device, draw, part)]
    finally:
        state.model.train(training)


def _answered(
    state: TrainState,
    evaluation: EvaluationData,
    evaluators: Collection[Evaluator],
    should_stop: Callable[[], bool],
    saved: dict[str, list[torch.Tensor]],
) -> Iterator[Finished]:
    """This rank's rows with their answers, shown to the evaluators; `saved` gets what `eval_save_outputs` names."""
    config, dist = state.config, state.dist
    let_ask(evaluators, one_step(state.model, dist.device))
    keys = {key for evaluator in evaluators for key in evaluator.required_outputs} | {*config.eval_save_outputs}
    rows = read_in_order(
        evaluation.sets, evaluation.dataset.metadata, config.global_batch_size, dist.rank, dist.world_size
    )
    for part in run(state.model, rows, dist.device, keys, should_stop=should_stop):
        show(part, evaluators)
        for key, value in {**part.batch, **part.outputs}.items():
            if key in config.eval_save_outputs:
                saved.setdefault(key, []).append(torch.from_numpy(value))
        yield part
