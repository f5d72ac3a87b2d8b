"""Solve one puzzle, or answer one question.

    uv run python infer.py --puzzle 1....2....3....4
    uv run python infer.py --puzzle puzzle.txt --checkpoint checkpoints/<project>/<run> --trace
    uv run python infer.py --cube "R U' F2" --tries 32
    uv run python infer.py --ask "Maras is in the hall. The key is with Maras. Where is the key?"
    uv run python infer.py --ask "2x + 3 = 7" --check
    uv run python infer.py --query "How many km are 5 miles?" --analyze
    uv run python infer.py --prompt "What is 48 divided by 2?" --run
    uv run python infer.py --code broken.py
    uv run python infer.py --task code --prompt "call the function f with argument x."
    uv run python infer.py --task code --prompt "..." --tries 20 --validate tests.py
    uv run python infer.py --puzzle 1....2....3....4 --onnx sudoku4x4.onnx
    uv run python infer.py --puzzle 1....2....3....4 --html steps.html --gif steps.gif --png steps.png

--query decides about tools, --interactive talks and calls them, and --prompt is answered by one JSON object, or by code
with a checkpoint on code (`inference.sessions`). --example answers a row of a data set, and --show shows a saved trace.

--html, --gif and --png write what happened as a page, a moving picture and a strip of pictures, and --trace-file for
other programs. --cycles keeps the answer after each H cycle, too.

--onnx takes a file of scripts/export_onnx.py in the place of a checkpoint.

--trace shows the answer after each improvement step, and the model's own probability that it is right: in a terminal
side by side and in colour, elsewhere as plain text, one below the other. The exit status is 1 if the answer breaks the
rules. The only rule of text is that there is an answer.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import sys
from dataclasses import dataclass, make_dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import tyro

from dataset.asking import Question, check_answer
from dataset.tasks import Explains, Puzzle, load_puzzle, puzzle_readers, task_names, task_options
from inference.onnx_solver import OnnxModel
from inference.renderers import terminal
from inference.renderers.ansi import ColourMode
from inference.renderers.base import asked, write
from inference.renderers.base import options as renderer_options
from inference.sessions.base import session_for, sessions
from inference.solver import Answer, Model, Solver, rules_of
from inference.tracing import drawing_for, trace_puzzle
from inference.typed import content_of
from runs.devices import choose_device
from runs.open import TrainedRun, open_run
from utils.commands import MOST_STEPS, parse, require_between
from utils.errors import UserError, report_user_errors

SURE = 0.5
"""Answers to questions with a lower probability are said to be not sure."""
MOST_TRIES = 10_000
"""Largest number of answers that are checked; for a Sudoku this takes seconds."""


@dataclass
class Options:
    """Solve one puzzle."""

    puzzle: str | None = None
    """The puzzle as text, or a file that holds it."""
    ask: str | None = None
    """A question or a problem of mathematics as text, or a file that holds it."""
    checkpoint: Path | None = None
    """A run's folder, a step_N folder, its model.pt or a pretrained folder. By default the newest run of the task; with
    --ask, the newest run that knows all words of the question. If no run of yours fits, a folder of pretrained/. If
    no network knows all words, the one that knows most."""
    config: Path | None = None
    """all_config.yaml; by default the one beside the checkpoint."""
    onnx: Path | None = None
    """A file of scripts/export_onnx.py, which onnxruntime computes (extra onnx), in the place of a checkpoint."""
    task: str | None = None
    """The task whose rules read the puzzle; by default the task of the checkpoint's data, else any that can read it."""
    trace: bool = False
    """Show the answer after each improvement step."""
    steps: int | None = None
    """Largest number of improvement steps; by default halt_max_steps of the training."""
    halt: Annotated[bool, tyro.conf.arg(help="--no-halt makes all steps, even if the model says that it is done.")] = (
        True
    )
    tries: int = 1
    """Check up to this many of the most probable answers, and give the first that obeys the rules."""
    cycles: bool = False
    """In pictures and pages: show the answer after each H cycle of an improvement step, too."""
    check: bool = False
    """With --ask: say that the answer is checked, as by putting it into the equation, wrong, or cannot be checked."""
    sure: float | None = None
    """With --ask: say "not sure" if the network gives its answer a probability below this; by default 0.5."""
    color: ColourMode = "auto"
    """Colours in a terminal: auto leaves them out where NO_COLOR is set; always keeps them in a pipe, too."""
    device: str = "auto"


@report_user_errors
def main() -> None:
    """Parse the command line, solve, print, check."""
    options = parse(_with_task_options(), __doc__)
    _name_kind(options)
    if _run_session(options):
        return
    require_between("--steps", options.steps, 1, MOST_STEPS)
    require_between("--tries", options.tries, 1, MOST_TRIES)
    if options.ask is None and (options.check or options.sure is not None):
        raise UserError(f"--{'check' if options.check else 'sure'} goes with --ask")
    if options.sure is not None and not 0 <= options.sure <= 1:
        raise UserError(f"--sure {options.sure:g}: must lie between 0 and 1")
    files = asked(options)
    in_terminal = options.trace and terminal.is_wanted(options.color)
    if options.cycles and not files and not in_terminal:
        raise UserError("--cycles says what pictures show: name one, as in --html steps.html")
    model, question = choose_model(options)
    inputs = question.inputs
    if question.notice is not None:
        print(question.notice, file=sys.stderr)
    drawn = in_terminal and drawing_for(model) is not None
    if files or drawn:
        trace = trace_puzzle(model, inputs, options.steps, options.halt, options.cycles, tries=options.tries)
        for file in files:
            write(trace, file)
    if drawn:
        terminal.show(replace(trace, verdict=""), options.color)
    plain = options.trace and not drawn
    if plain:
        print(f"{model.name}\n\nquestion\n{model.rules.render(inputs)}")
    for step in model.improve(inputs, options.steps, options.halt):
        if plain:
            print(f"\nstep {step.number}: probability that the answer is right {step.halt_probability:.3f}")
            print(question.given_back(model.rules.render(inputs, step.answer)))
            if isinstance(model.rules, Explains):
                print(question.given_back(model.rules.explain(step.answer)), end="")
    answer = model.answer(question, step, options.tries)
    if answer.tried > 1:
        print(f"try {answer.tried} is the first answer that obeys the rules", file=sys.stderr)
    if not options.trace or answer.tried > 1:
        print(answer.text)
    if options.ask is not None:
        _say_how_sure(options, model, question, answer)
    if not answer.obeys_rules:
        print(f"the answer breaks the rules: {answer.broken_rule}", file=sys.stderr)
        sys.exit(1)
    if options.trace:
        steps = "1 step" if step.number == 1 else f"{step.number} steps"
        print(f"\nanswered in {steps}" if model.is_text else f"\nsolved in {steps}: the answer obeys the rules")


def _say_how_sure(options: Options, model: Solver, question: Question, answer: Answer) -> None:
    """Say what is known of an answer to a question: that the network is not sure, and whether it is right."""
    if answer.probability < (SURE if options.sure is None else options.sure):
        print(f"not sure: probability {answer.probability:.3f}", file=sys.stderr)
    if options.check:
        found = check_answer(model.task, question.text, answer.text)
        print("cannot be checked" if found is None else "checked" if found else "wrong")


def _name_kind(options: Options) -> None:
    """If `--task` names a kind of question of a task (`TaskOption.kinds`), write it in front of the question."""
    for name, (task, option) in task_options().items():
        typed = getattr(options, name)
        if typed is not None and options.task in option.kinds:
            text = content_of(typed)
            named = text.strip().partition("\n")[0].strip() in option.kinds
            setattr(options, name, text if named else f"{options.task}\n{text}")
            options.task = task


def _run_session(options: Options) -> bool:
    """Whether options of a session were typed; the session has then been run.

    Raises:
        UserError: options of a puzzle, or of another session, were typed beside them.
    """
    others = [name for name in ("puzzle", "ask", "onnx", *task_options()) if getattr(options, name) is not None]
    chosen = session_for(options, others)
    if chosen is None:
        return False
    session, names = chosen
    others += ["tries"] if options.tries != 1 else []
    clash = [name for name in others if name not in session.TAKES]
    if clash:
        raise UserError(f"--{clash[0]} does not go with {names[0]}")
    if options.task is not None and session.TASK is None:
        raise UserError(f"--task does not go with {names[0]}")
    if options.task not in (None, session.TASK):
        raise UserError(f"{names[0]} is an option of --task {session.TASK}, not of {options.task}")
    session.run(options)
    return True


def _with_task_options() -> type[Options]:
    """`Options` and what tasks bring, such as --cube, sessions, such as --query, and renderers, such as --html."""
    fields: list[tuple[str, Any, None]] = []
    for name, (task, option) in task_options().items():
        help_text = tyro.conf.arg(help=f"{option.help.capitalize()}: --puzzle with --task {task}.")
        fields.append((name, Annotated[str | None, help_text], None))
    for name, written in renderer_options().items():
        help_text = tyro.conf.arg(help=f"Write {written}.")
        fields.append((name, Annotated[Path | None, help_text], None))
    return make_dataclass("Options", fields, bases=(*(session.Options for session in sessions().values()), Options))


def choose_model(options: Options) -> tuple[Solver, Question]:
    """The model that answers, and the typed puzzle or question as it reads it.

    Raises:
        UserError: the text is not a puzzle, or no run was trained on such puzzles.
    """
    text = _puzzle_text(options)
    model = _open_for(text, options) if options.onnx is None else _open_onnx(options.onnx, options)
    if options.ask is not None and not model.is_text:
        raise UserError(f"--ask: {model.name} was not trained on text")
    return model, model.read(text)


def _open_onnx(file: Path, options: Options) -> OnnxModel:
    """The model in an ONNX file; `UserError` if options were typed that it cannot have."""
    for name in ("checkpoint", "config"):
        if getattr(options, name) is not None:
            raise UserError(f"--onnx takes the place of --{name}; name one of them")
    if options.device not in ("auto", "cpu"):
        raise UserError(f"--device {options.device}: --onnx computes on the CPU")
    return OnnxModel(file, options.task)


def _open_for(text: str, options: Options) -> Model:
    """The model of the checkpoint that is named, or of the newest run that can read the text."""
    if options.checkpoint is not None:
        trained = open_run(options.checkpoint, options.config)
    elif options.ask is not None or options.task in set(task_names()) - set(puzzle_readers()):  # rules lie with data
        trained = open_run(config_path=options.config, task=options.task, question=text, pretrained=True)
    else:
        trained, options.task = _open_for_puzzle(text, options)
    return Model(trained, rules_of(trained, options.task), choose_device(options.device))


def _open_for_puzzle(text: str, options: Options) -> tuple[TrainedRun, str]:
    """The newest run of a task that can read the puzzle, and that task.

    Only `options.task` is tried if it is set, else every task with puzzles.

    Raises:
        UserError: no run fits; the error is that of the first task.
    """
    refusal: UserError | None = None
    for task in [options.task] if options.task is not None else puzzle_readers():
        try:
            puzzle = load_puzzle(task)
            inputs = puzzle.parse(text)
            size = _vocab_size(puzzle, inputs)
            trained = open_run(
                config_path=options.config, task=task, seq_len=len(inputs), vocab_size=size, pretrained=True
            )
            return trained, task
        except UserError as error:
            refusal = refusal or error
    assert refusal is not None, "there are tasks"
    raise refusal


def _vocab_size(puzzle: Puzzle, inputs: np.ndarray) -> int | None:
    """The task's vocabulary size for puzzles of this size, from its symmetries; None for a task without symmetries."""
    rows = {"inputs": inputs[None], "labels": inputs[None], "puzzle_identifiers": np.zeros(1, np.int32)}
    try:
        return puzzle.draw_symmetries(1, len(inputs), np.random.default_rng(0), lambda: rows).tokens.shape[1]
    except ValueError:
        return None


def _puzzle_text(options: Options) -> str:
    """The text of the only puzzle on the command line. A task's own option, such as --cube, also sets `options.task`.

    Raises:
        UserError: there is no puzzle or more than one, or --task names another task.
    """
    presets = task_options()
    names = ["puzzle", "ask", *presets]
    typed = {name: text for name in names if (text := getattr(options, name)) is not None}
    if len(typed) != 1:
        own = "".join(f", --{name} TEXT for {option.help}" for name, (_, option) in presets.items())
        of_sessions = "".join(f", {session.USAGE}" for session in sessions().values())
        raise UserError(f"one puzzle is needed: --puzzle TEXT, --ask QUESTION{own}{of_sessions}")
    ((name, text),) = typed.items()
    if name in presets:
        task = presets[name][0]
        if options.task not in (None, task):
            raise UserError(f"--{name} is a puzzle of --task {task}, not of {options.task}")
        options.task = task
    return content_of(text)


if __name__ == "__main__":
    main()
