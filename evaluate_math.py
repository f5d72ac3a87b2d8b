"""Score a checkpoint on problems of mathematics: by category, and problem by problem.

    uv run python evaluate_math.py --checkpoint-dir checkpoints/TRM-Math-Reasoning/<run> --data-path data/math_gsm8k_qa

This is `evaluate.py` with `math@Math`. It also shows sample problems, and writes the answer and the verdict of every
problem (equal, different, unparsable or timed out) to math_<data>_test.json and .csv.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

import evaluate
from dataset.common import read_metadata
from evaluators.base import NotApplicable
from evaluators.math import Math
from runs.open import open_run
from training.results import Output, listed, write_outputs
from utils.commands import MOST_EXAMPLES, parse, require_between
from utils.errors import UserError, report_user_errors
from utils.files import dump_json
from utils.memory import keep_freed_memory


@dataclass
class Options:
    """Score a checkpoint on problems of mathematics."""

    checkpoint_dir: Path | None = None
    """A run's folder, a step_N folder or its model.pt; by default the newest run on the data."""
    data_path: Path | None = None
    """Data set; by default the one the run was trained on."""
    num_samples: int = 10
    """Number of problems to show; all are scored."""
    seed: int = 0
    """Seed for the choice of the problems to show."""
    output_dir: Path | None = None
    """Where files go; by default the checkpoint's folder."""
    batch_size: int = 256
    device: str = "auto"
    steps: int | None = None
    """Improvement steps; by default halt_max_steps of the training."""


@dataclass
class Answered:
    """A problem, the network's answer (`prediction`) and its verdict."""

    set: str
    example: int
    category: str
    question: str
    answer: str
    prediction: str
    verdict: str
    steps: int


@report_user_errors
def main() -> None:
    """Parse the command line, score, report."""
    options = parse(Options, __doc__)
    require_between("--num-samples", options.num_samples, 0, MOST_EXAMPLES)
    require_between("--seed", options.seed, 0, 2**63)
    keep_freed_memory()
    trained = open_run(options.checkpoint_dir, data_path=options.data_path, task="math")
    data_path = options.data_path or Path(trained.config.data_paths[0])
    try:
        Math(data_path, read_metadata(data_path, "test"))
    except NotApplicable as reason:
        raise UserError(str(reason)) from None
    settings = evaluate.Options(
        batch_size=options.batch_size,
        device=options.device,
        steps=options.steps,
        evaluators=("math@Math",),
        save_preds=True,
    )
    done = evaluate.evaluate(trained, data_path, settings)
    problems = list(answered(done))
    print(evaluate.table(done))
    show_samples(problems, options.num_samples, np.random.default_rng(options.seed))
    sys.stdout.flush()
    folder, option = evaluate.output_folder(trained, options.output_dir)
    stem = f"math_{data_path.resolve().name}_test"
    written = write_outputs(
        [
            Output(folder / f"{stem}.json", lambda: as_json(done, problems), option, option is not None),
            Output(folder / f"{stem}.csv", lambda: as_csv(problems), option, option is not None),
        ]
    )
    if written:
        print(f"\nwritten to {listed(written)}")


def answered(done: evaluate.Evaluation) -> Iterator[Answered]:
    """Every problem, in the data's order."""
    (math,) = (evaluator for evaluator in done.evaluators if isinstance(evaluator, Math))
    text_format = math.text_format
    for part in done.finished:
        facts = math.sets[part.set_name].facts
        for row, example in enumerate(part.examples.tolist()):
            answer = text_format.read_answer(part.batch["labels"][row])
            prediction = text_format.read_answer(part.outputs["preds"][row])
            yield Answered(
                set=part.set_name,
                example=example,
                category=str(facts[example].get("category", "")),
                question=text_format.read_question(part.batch["inputs"][row]),
                answer=answer,
                prediction=prediction,
                verdict=math.verdict(answer, prediction, facts[example]).value,
                steps=int(part.steps[row]),
            )


def show_samples(problems: list[Answered], count: int, rng: np.random.Generator) -> None:
    """Print some problems, drawn at random."""
    for number in np.sort(rng.permutation(len(problems))[:count]).tolist():
        problem = problems[number]
        print(f"\n{problem.set} {problem.example}, {problem.category}: {problem.verdict}\n  {problem.question}")
        print(f"  answer      {problem.answer}\n  prediction  {problem.prediction}")


def as_json(done: evaluate.Evaluation, problems: list[Answered]) -> bytes:
    """The report and all problems."""
    return dump_json({**done.report, "examples": [asdict(problem) for problem in problems]}).encode()


def as_csv(problems: list[Answered]) -> bytes:
    """All problems, a line each."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, [field.name for field in fields(Answered)])
    writer.writeheader()
    writer.writerows(asdict(problem) for problem in problems)
    return file.getvalue().encode()


if __name__ == "__main__":
    main()
