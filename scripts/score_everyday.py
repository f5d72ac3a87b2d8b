"""Score a network on problems and questions as people type them, and say whether it knows when it is right.

    uv run scripts/score_everyday.py --checkpoint pretrained/math
    uv run scripts/score_everyday.py --checkpoint pretrained/qa_default --file benchmarks/everyday_questions.jsonl

FILE is JSON Lines. `accept` lists further right answers; `check` verifies the answer (`dataset.maths.checks`):

    {"question": "2x + 3 = 7", "answer": "2", "category": "linear_equations", "check": ["equation", "2*x+3=7"]}

Answers of mathematics are compared by value (`dataset.maths.answers`), all others word for word but for capitals. A
question that is refused counts as wrong; the Brier score and the reliability table are over the answered ones.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dataset.maths.answers import Verdict, equivalent
from dataset.sources.json_rows import rows
from dataset.sources.skipped import none_skipped
from evaluators.calibration import Calibration
from inference import open_model
from inference.solver import Solver
from utils.commands import MOST_EXAMPLES, parse, require_between
from utils.errors import UserError, report_user_errors
from utils.files import dump_json, replace_text
from utils.intervals import show_interval, wilson_interval

_FOLDER = Path(__file__).parents[1] / "benchmarks"
_FILES = {"math": _FOLDER / "everyday_mathematics.jsonl"}
_QUESTIONS = _FOLDER / "everyday_questions.jsonl"
_SECONDS = 5.0
"""Time that sympy may take to compare two answers."""


@dataclass
class Options:
    """Score a network on problems and questions as people type them."""

    checkpoint: Path
    """A run's folder, one of its checkpoints, or a pretrained folder."""
    file: Path | None = None
    """The questions; by default everyday_mathematics.jsonl or everyday_questions.jsonl of benchmarks/, by the task."""
    output: Path | None = None
    """Write a report to this JSON file, with the answer to every question."""
    show: int = 0
    """Show up to this many questions with the answers given."""
    device: str = "auto"


@dataclass(frozen=True)
class Scored:
    """A question, and what became of it.

    Attributes:
        given: the answer; None if the question was refused.
        probability: the network's own probability that its answer is right; None if the question was refused.
        refusal: why it was refused.
    """

    question: str
    category: str
    answer: str
    given: str | None
    right: bool
    probability: float | None
    refusal: str | None = None


def read_questions(file: Path) -> list[dict[str, Any]]:
    """The rows of a file; `UserError` if one is not a question with an answer and a category."""
    found = []
    for place, row in none_skipped(lambda skipped: rows(file, skipped)):
        for key in ("question", "answer", "category"):
            if not isinstance(row, dict) or not isinstance(row.get(key), str):
                raise UserError(f"{place}: a row must be an object with the texts question, answer and category")
        found.append(row)
    if not found:
        raise UserError(f"{file} has no questions")
    return found


def score(model: Solver, row: dict[str, Any]) -> Scored:
    """Ask one question."""
    told = row["question"], row["category"], row["answer"]
    try:
        answer = model.solve(row["question"])
    except UserError as error:
        return Scored(*told, None, False, None, str(error))
    wanted = [row["answer"], *row.get("accept", ())]
    right = any(_same(one, answer.text, model.task) for one in wanted)
    return Scored(*told, answer.text, right, answer.probability)


def _same(expected: str, given: str, task: str | None) -> bool:
    if task == "math":
        return equivalent(expected, given, seconds=_SECONDS) is Verdict.EQUAL
    return expected.casefold() == given.casefold()


def calibration_of(scored: Sequence[Scored]) -> Calibration:
    """The calibration over the answered questions."""
    found = Calibration()
    answered = [(one.probability, one.right) for one in scored if one.probability is not None]
    if answered:
        found.add(*zip(*answered, strict=True))
    return found


def groups(scored: Sequence[Scored]) -> dict[str, list[Scored]]:
    """All questions, then those of each category, in the order of the file."""
    found: defaultdict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        found["all"].append(one)
        found[one.category].append(one)
    return dict(found)


def figures(scored: Sequence[Scored]) -> dict[str, float | int | None]:
    """The figures of some questions; Brier score and mean probability are None if none was answered."""
    calibration = calibration_of(scored)
    right = sum(one.right for one in scored)
    refused = sum(one.given is None for one in scored)
    found: dict[str, float | int | None] = {"questions": len(scored), "right": right, "refused": refused}
    found["accuracy"] = right / len(scored)
    found["probability"] = calibration.stated if calibration.count else None
    found["brier"] = calibration.brier if calibration.count else None
    return found


def table(scored: Sequence[Scored]) -> str:
    """A line for each category, then the reliability table."""
    lines = [f"{'category':<28}{'questions':>10}{'refused':>9}{'right':>9}{'95% interval':>18}{'Brier':>8}"]
    for name, group in groups(scored).items():
        found = figures(group)
        right, count, brier = found["right"], found["questions"], found["brier"]
        interval = show_interval(wilson_interval(int(right or 0), int(count or 0)))
        shown = "" if brier is None else f"{brier:.3f}"
        lines.append(f"{name:<28}{count:>10}{found['refused']:>9}{found['accuracy']:>9.1%}{interval:>18}{shown:>8}")
    calibration = calibration_of(scored)
    if calibration.count:
        lines += ["", f"mean probability {calibration.stated:.3f}, Brier score {calibration.brier:.3f}", ""]
        lines.append(calibration.table())
    return "\n".join(lines)


def report(checkpoint: Path, file: Path, scored: Sequence[Scored]) -> dict[str, Any]:
    """The content of the report."""
    return {
        "checkpoint": str(checkpoint),
        "file": file.name,
        "groups": {name: figures(group) for name, group in groups(scored).items()},
        "reliability": [one._asdict() for one in calibration_of(scored).bins],
        "questions": [asdict(one) for one in scored],
    }


def _shown(one: Scored) -> str:
    if one.given is None:
        return f"{one.question}\n  refused: {one.refusal}"
    verdict = "right" if one.right else f"wrong, it is {one.answer}"
    return f"{one.question}\n  {one.given}  ({one.probability:.3f}; {verdict})"


@report_user_errors
def main() -> None:
    """Read, ask, report."""
    options = parse(Options, __doc__)
    require_between("--show", options.show, 0, MOST_EXAMPLES)
    model = open_model(options.checkpoint, options.device)
    if not model.is_text:
        raise UserError(f"{options.checkpoint} was not trained on text")
    file = options.file or _FILES.get(model.task or "", _QUESTIONS)
    scored = [score(model, row) for row in read_questions(file)]
    for one in scored[: options.show]:
        print(_shown(one))
    print(f"{options.checkpoint} on {file.name}\n\n{table(scored)}")
    if options.output is not None:
        try:
            replace_text(options.output, dump_json(report(options.checkpoint, file, scored)))
        except OSError as error:
            raise UserError(f"cannot write {options.output}: {error.strerror or error}") from None


if __name__ == "__main__":
    main()
