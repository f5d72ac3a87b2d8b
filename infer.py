"""One puzzle in, its solution out; or one question in, its answer out.

    uv run python infer.py --puzzle 1....2....3....4
    uv run python infer.py --puzzle puzzle.txt --checkpoint checkpoints/<project>/<run> --trace
    uv run python infer.py --cube "R U' F2" --tries 32
    uv run python infer.py --ask "Maras is in the hall. The key is with Maras. Where is the key?"

--trace shows the answer after each improvement step, and the model's own probability that it is right. The exit status
is 1 when the answer breaks the rules; the one rule of text is that there is an answer.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import tyro

from dataset.tasks import Explains, Puzzle, Rules, load_puzzle
from evaluators.tries import first_that_obeys
from inference.steps import improvement_steps, set_steps
from training.distributed import choose_device
from training.runs import TrainedRun, open_run
from utils.commands import MOST_STEPS, parse, require_between
from utils.errors import UserError, report_user_errors
from utils.reading import is_folder, read_text

MOST_TRIES = 10_000
"""Answers checked: seconds for a Sudoku."""


@dataclass
class Options:
    """Solve one puzzle."""

    puzzle: str | None = None
    """The puzzle as text, or a file that holds it."""
    cube: str | None = None
    """A 2x2x2 cube, as a scramble or as 24 stickers: --puzzle with --task rubik2x2."""
    ask: str | None = None
    """A question or a problem of mathematics as text, or a file that holds it."""
    checkpoint: Path | None = None
    """A run's folder, a step_N folder or its model.pt; by default the newest run of the task, with --ask the newest on
    text that knows all the words."""
    config: Path | None = None
    """all_config.yaml; by default the one beside the checkpoint."""
    task: str | None = None
    """Domain module that reads the puzzle; by default the task of the checkpoint's data, else sudoku."""
    trace: bool = False
    """Show the answer after each improvement step."""
    steps: int | None = None
    """Improvement steps at most; by default halt_max_steps of the training."""
    halt: Annotated[bool, tyro.conf.arg(help="--no-halt makes all steps, also when the model says it is done.")] = True
    tries: int = 1
    """Check so many of the most probable answers, and give the first that obeys the rules."""
    device: str = "auto"


@report_user_errors
def main() -> None:
    """Parse the command line, solve, print, check."""
    options = parse(Options, __doc__)
    if options.tries < 1:
        raise UserError(f"--tries {options.tries}: at least one answer is needed")
    require_between("--steps", options.steps, 1, MOST_STEPS)
    require_between("--tries", options.tries, 1, MOST_TRIES)
    trained, puzzle, inputs = _read_puzzle(options)
    device = choose_device(options.device)
    model = trained.build_model(device)
    if options.trace:
        print(f"{trained.checkpoint}\n\nquestion\n{puzzle.render(inputs)}")
    set_steps(model, options.steps)
    for step in improvement_steps(model, inputs, device):
        if options.trace:
            print(f"\nstep {step.number}: probability that the answer is right {step.halt_probability:.3f}")
            print(puzzle.render(inputs, step.answer))
            if isinstance(puzzle, Explains):
                print(puzzle.explain(step.answer), end="")
        if options.halt and step.halts:
            break
    answer = step.answer
    if options.tries > 1:
        answer, number = first_that_obeys(puzzle, inputs, step.logits, options.tries)
        if number > 1:
            print(f"try {number} is the first answer that obeys the rules", file=sys.stderr)
    if not options.trace or answer is not step.answer:
        print(puzzle.render(inputs, answer))
    broken = puzzle.check(inputs, answer)
    if broken:
        print(f"the answer breaks the rules: {broken}", file=sys.stderr)
        sys.exit(1)
    if options.trace:
        steps = "1 step" if step.number == 1 else f"{step.number} steps"
        print(f"\nanswered in {steps}" if trained.text_format else f"\nsolved in {steps}: the answer obeys the rules")


def _read_puzzle(options: Options) -> tuple[TrainedRun, Rules, np.ndarray]:
    """The run that is to answer, how its puzzles are read and shown, and the puzzle given (seq_len,).

    Raises:
        UserError: the puzzle is none, or no run is for such puzzles.
    """
    text = _puzzle_text(options)
    if options.checkpoint is not None:
        trained = open_run(options.checkpoint, options.config)
    elif options.ask is not None:
        trained = open_run(config_path=options.config, task=options.task, question=text)
    else:
        task = options.task or "sudoku"
        inputs = load_puzzle(task).parse(text)
        vocab_size = _vocab_size(load_puzzle(task), inputs)
        trained = open_run(config_path=options.config, task=task, seq_len=len(inputs), vocab_size=vocab_size)
    if options.ask is not None and trained.text_format is None:
        raise UserError(f"--ask: {trained.checkpoint} was not trained on text")
    puzzle: Rules
    if trained.text_format is not None and options.task in (None, *trained.tasks.values()):
        puzzle = trained.text_format
    else:
        puzzle = load_puzzle(options.task or next((name for name in trained.tasks.values() if name), "sudoku"))
    inputs = puzzle.parse(text)
    if len(inputs) != trained.metadata.seq_len:
        raise UserError(
            f"the puzzle has {len(inputs)} cells, the model of {trained.checkpoint} was trained on"
            f" {trained.metadata.seq_len}"
        )
    return trained, puzzle, inputs


def _vocab_size(puzzle: Puzzle, inputs: np.ndarray) -> int | None:
    """How many tokens a task has, at the size of this puzzle; None for a task without symmetries, which would tell."""
    rows = {"inputs": inputs[None], "labels": inputs[None], "puzzle_identifiers": np.zeros(1, np.int32)}
    try:
        return puzzle.draw_symmetries(1, len(inputs), np.random.default_rng(0), lambda: rows).tokens.shape[1]
    except ValueError:
        return None


def _puzzle_text(options: Options) -> str:
    """The one puzzle given; a preset such as --cube names its task too."""
    given = [text for text in (options.puzzle, options.cube, options.ask) if text is not None]
    if len(given) != 1:
        raise UserError("one puzzle is needed: --puzzle TEXT, --cube SCRAMBLE or --ask QUESTION")
    if options.cube is not None:
        if options.task not in (None, "rubik2x2"):
            raise UserError(f"--cube is a puzzle of --task rubik2x2, not of {options.task}")
        options.task = "rubik2x2"
    return _content(given[0])


def _content(given: str) -> str:
    """The puzzle itself: what was typed, or what the file of that name holds.

    Raises:
        UserError: the file cannot be read, or the text can only be the name of a file, and there is none.
    """
    if _exists(given) and not (is_folder(Path(given)) and not _NAME_OF_A_FILE.fullmatch(given)):
        return read_text(Path(given), _LARGEST_PUZZLE)
    if _NAME_OF_A_FILE.fullmatch(given):
        raise UserError(f"no such file: {given}")
    return given.removeprefix("\ufeff")  # a byte-order mark that was pasted with it


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # longer than a file name may be, or with a NUL
        return False


_LARGEST_PUZZLE = 1 << 20
"""Characters of a file with a puzzle."""
_NAME_OF_A_FILE = re.compile(
    r"[^\r\n]{0,250}\.(?:txt|text|csv|tsv|jsonl?|gz|ya?ml|dat|md|rtf|docx?|pdf|sd[kmx]|sudoku|maze|cube|puzzle|puz)"
    r"|(?:\.{1,2}|~)[/\\][\w.~:/\\-]*|(?=.*[^\W\d_]{2})[\w.~:-]*(?:[/\\][\w.~:-]*)+",
    re.IGNORECASE,
)
"""A known ending; or a path of plain names, one of which has two letters in a row, as no fraction has."""


if __name__ == "__main__":
    main()
