"""Calibrate what a network says of its own answers, on rows that training never saw.

    uv run scripts/calibrate.py --checkpoint pretrained/math --data-path data/math_held_out
    uv run scripts/calibrate.py --checkpoint checkpoints/<project>/<run> --data-path data/math_held_out --write
    uv run scripts/calibrate.py --checkpoint pretrained/math --data-path data/math_everyday --typed --write

The network answers the rows as in every evaluation, with its own notes. Brier score, log loss and reliability table are
printed before and after; each half of the rows is judged by what the other half taught. With --write, the calibration
of all rows is stored in the checkpoint, from which everything reads it; --remove takes it out again. Choose other rows
than those that you score with. The data set must have the tokens of the checkpoint's, unless --typed is given: then
its questions are read as `infer.py --ask` reads them.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dataset.common import IGNORE_LABEL_ID
from dataset.puzzle_dataset import PuzzleDataset, read_in_order
from dataset.text.format import TextFormat, read_format
from dataset.text.special import PAD
from inference import open_model
from inference.solver import Solver
from inference.steps import Rows, unlabelled
from runs.calibrated import write_calibration
from runs.devices import choose_device
from runs.open import open_run
from training.build import CALIBRATION
from training.calibrating import answer, compare, join, learn
from utils.commands import MOST_EXAMPLES, MOST_ROWS, parse, require_between
from utils.errors import UserError, report_user_errors
from utils.files import dump_json, replace_text


@dataclass
class Options:
    """Calibrate what a network says of its own answers."""

    checkpoint: Path
    """A run's folder, one of its checkpoints, or a pretrained folder."""
    data_path: Path | None = None
    """Data set with the held-out rows; by default the one that the run was trained on."""
    split: str = CALIBRATION
    """Split of it."""
    set: str | None = None
    """Only this set of the split."""
    num_examples: int | None = None
    """Only this many rows of each set."""
    typed: bool = False
    """Read the questions as people type them: what has no token is spelled or left out. The data set may have other
    tokens than the checkpoint's."""
    write: bool = False
    """Store the calibration in the checkpoint."""
    remove: bool = False
    """Take the calibration out of the checkpoint, and do nothing else."""
    output: Path | None = None
    """Write the report to this JSON file, too."""
    batch_size: int = 256
    device: str = "auto"


@report_user_errors
def main() -> None:
    """Answer, compare, report, write."""
    options = parse(Options, __doc__)
    require_between("--num-examples", options.num_examples, 2, MOST_EXAMPLES)
    require_between("--batch-size", options.batch_size, 1, MOST_ROWS)
    trained = open_run(options.checkpoint)
    if options.remove:
        write_calibration(trained.checkpoint, None)
        print(f"{trained.checkpoint}: q is as it was trained")
        return
    data_path = options.data_path or Path(trained.config.data_paths[0])
    dataset = PuzzleDataset([data_path], options.split)
    chosen = [each for each in dataset.sets if options.set in (None, each.name)]
    if not chosen:
        raise UserError(f"--set {options.set}: {data_path} has {', '.join(each.name for each in dataset.sets)}")
    device = choose_device(options.device)
    rows = read_in_order(chosen, dataset.metadata, options.batch_size, num_examples=options.num_examples)
    if options.typed:
        solver = open_model(trained.checkpoint, device=str(device))
        model, rows = solver.network, typed_rows(rows, data_path, solver)
    else:
        model = trained.build_model(device, puzzles=trained.check_fits(dataset, data_path))
    answered = join([answer(model, rows, device)])
    report = compare(answered)
    print(f"{trained.checkpoint} on {data_path} ({options.split})\n\n{report.table()}")
    if options.output is not None:
        content = {"checkpoint": str(trained.checkpoint), "data_path": str(data_path), **report.as_json()}
        try:
            replace_text(options.output, dump_json(content))
        except OSError as error:
            raise UserError(f"cannot write {options.output}: {error.strerror or error}") from None
    if options.write:
        write_calibration(trained.checkpoint, learn(answered).float())
        print(f"\nwritten to {trained.checkpoint}")


def typed_rows(rows: Iterator[Rows], data_path: Path, solver: Solver) -> Iterator[Rows]:
    """The rows of a data set, read anew as a network reads what people type; those that it cannot read are left out.

    Raises:
        UserError: the data set or the network is not about text.
    """
    data_format = read_format(data_path)
    if data_format is None or not isinstance(solver.rules, TextFormat):
        raise UserError(f"--typed is about questions, and {data_path if data_format is None else solver.name} has none")
    for name, examples, batch in rows:
        read = []
        for place, (inputs, labels) in enumerate(zip(batch["inputs"], batch["labels"], strict=True)):
            try:
                question = solver.read(data_format.read_question(inputs))
                answer = solver.rules.answer(data_format.read_answer(labels))
            except UserError:
                continue
            read.append((place, question.inputs, np.where(answer == PAD, IGNORE_LABEL_ID, answer)))
        if read:
            places, inputs, labels = zip(*read, strict=True)
            anew = unlabelled(np.stack(inputs)) | {"labels": np.stack(labels).astype(np.int32)}
            yield name, examples[list(places)], anew


if __name__ == "__main__":
    main()
