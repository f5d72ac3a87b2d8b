"""Build a data set of questions about small programs.

    python dataset/build_code_dataset.py --task output     # what does it return?
    python dataset/build_code_dataset.py --task repair     # which token is wrong, and what should stand there?
    python dataset/build_code_dataset.py --task fill       # what stands in the gap?
    python dataset/build_code_dataset.py --task synthesis  # which program of a list language does that?
    python dataset/build_code_dataset.py --source django:FOLDER       # which line of code does a sentence mean?
    python dataset/build_code_dataset.py --like pretrained/code_output --num-train 0 --seed 1   # to score a network

One question of each task (`dataset.code.questions` shows how they become lines, `dataset.code.listing` and
`dataset.code.canvas` rows):

    output   def f(a, xs):              repair   def f(xs):                      fill   def f(xs):
             a = 2                                   # d is the sum of xs                   # d is the sum of xs
             xs = [1, 3]                             d = max(xs)                            d = ___(xs)
             d = sum(xs)                             return d                               return d
             e = a + d
             return e                                d = sum(xs)                            sum
             6                                       return d

Functions are drawn, and what they compute is computed. Half of the test questions are about functions of a skeleton
(the kinds of their statements in order) that training never has. Half of the examples of synthesis
(`dataset.code.list_rows`) are of functions that training never has.

`--source` reads sentences and lines of code instead (`dataset.code.line_format` shows how they become rows).
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from dataset.code import list_writer
from dataset.code.line_writer import Room, build_lines
from dataset.code.list_language import LENGTH
from dataset.code.list_rows import TASK as SYNTHESIS
from dataset.code.questions_writer import draw_questions, format_of, parts_of, write_questions
from dataset.code.rules import lines_like, questions_like
from dataset.options import MOST_PROCESSES, MOST_PUZZLES, require_at_least, require_at_most
from dataset.output import claimed
from utils.commands import parse
from utils.errors import UserError, report_user_errors
from utils.parallel import Workers, usable_cores
from utils.room import require_room

_BYTES = 4_000
"""Memory for one drawn question."""


@dataclass
class Options:
    """Build a data set of questions about small programs."""

    task: Literal["output", "repair", "fill", "synthesis"] = "output"
    """What is asked of a function."""
    source: str | None = None
    """Sentences and lines of code instead of drawn functions, as in django:FOLDER, of train.jsonl.gz, which training
    takes, and valid.jsonl.gz, for the test."""
    output_dir: str | None = None
    """Folder of the data set: data/code_output, data/code_repair and so on; data/code_lines with --source."""
    num_train: int = 200_000
    """Training questions."""
    num_test: int = 4_000
    """Test questions, half of them about functions of a form that training never has."""
    num_calibration: int = 0
    """Questions like those of the test, in a third split, `calibration`, on which a network's own probability can be
    calibrated."""
    like: Path | None = None
    """A run, checkpoint or pretrained folder whose tokens and row layout are taken, to score it on these data. Training
    questions may then be left out (--num-train 0), but nothing keeps those of the network out of seen_forms."""
    statements: tuple[int, int] | None = None
    """The least and the most statements of a function: 1 to 3; of synthesis 3 and 3."""
    row_slots: int = 28
    """With --source: most slots of a line: tokens, copied names and spelled letters."""
    row_words: int = 56
    """With --source: most words of a sentence."""
    copies: int = 1
    """With --source: how often training has each line, each time with other words forgotten."""
    forgotten: float = 0.0
    """With --source: share of the words that a training row takes for unknown ones, so that no single word decides."""
    seed: int = 0
    """Seed of all questions: the same seed gives the same bytes."""
    num_processes: int | None = None
    """Processes that draw questions; by default one for each core. The data do not depend on it."""


def build(options: Options) -> None:
    """Draw the questions and write them; `UserError` for wrong options."""
    lengths = _check_options(options)
    recorded = {name: value for name, value in asdict(options).items() if name not in _UNSAID or value}
    recorded |= {"num_processes": None} | ({} if options.like is None else {"like": str(options.like)})
    if options.source is not None:
        folder = "data/code_lines" if options.output_dir is None else options.output_dir
        room = Room(options.row_slots, options.row_words, options.copies, options.forgotten)
        line_format = None if options.like is None else lines_like(options.like)
        with claimed(Path(folder)):
            build_lines(options.source, folder, room, options.seed, recorded, line_format)
        return
    counts = parts_of(options.num_train, options.num_test, options.num_calibration)
    require_room(sum(counts.values()) * _BYTES, f"{sum(counts.values())} questions")
    folder = f"data/code_{options.task}" if options.output_dir is None else options.output_dir
    like = None if options.like is None else questions_like(options.like, options.task)
    with claimed(Path(folder)), Workers(options.num_processes or usable_cores()) as workers:
        if options.task == SYNTHESIS:
            names = list_writer.TRAIN, list_writer.UNSEEN, list_writer.SEEN
            of_lists = dict(zip(names, counts.values(), strict=True))
            list_writer.write_examples(folder, of_lists, lengths[1], workers, seed=options.seed, options=recorded)
            return
        parts = draw_questions(options.task, counts, lengths, options.seed, workers)
        write_questions(folder, parts, like or format_of(parts), seed=options.seed, options=recorded)


_UNSAID = "num_calibration", "like"
"""Options that `build.json` has only where they are used."""


def _check_options(options: Options) -> tuple[int, int]:
    """The least and the most statements of a function; `UserError` for wrong options."""
    require_at_least(options, num_train=1 if options.like is None else 0, num_test=2, num_calibration=0, seed=0)
    require_at_least(options, num_processes=1, row_slots=1, row_words=1, copies=1)
    sizes = "num_train", "num_test", "num_calibration"
    require_at_most(options, **dict.fromkeys(sizes, MOST_PUZZLES), num_processes=MOST_PROCESSES)
    require_at_most(options, row_slots=4096, row_words=4096, copies=1000)
    least, most = options.statements or ((LENGTH, LENGTH) if options.task == SYNTHESIS else (1, 3))
    if options.task == SYNTHESIS and not 2 <= least == most <= LENGTH:
        raise UserError(f"--statements {least} {most}: functions of synthesis need all 2 or all {LENGTH} statements")
    if not 1 <= least <= most <= 6:
        raise UserError(f"--statements {least} {most}: must be two numbers from 1 to 6, the smaller one first")
    if not 0 <= options.forgotten <= 1:
        raise UserError(f"--forgotten must lie between 0 and 1, not {options.forgotten}")
    if options.source is not None and options.task != Options.task:
        raise UserError(f"--task {options.task} does not go with --source, whose lines are not about functions")
    if options.num_calibration and options.source is not None:
        raise UserError(
            "--num-calibration does not go with --source; calibrate=N of pretrain.py holds out training lines"
        )
    if options.task == SYNTHESIS and (options.num_calibration or options.like is not None):
        raise UserError("--task synthesis: all of its data have the same tokens, and its networks need no calibration")
    return least, most


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
