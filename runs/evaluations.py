"""What the evaluations of a run found beside its metrics, in `evaluations.jsonl`, which `training.trackers` writes.

{"step": 500, "sets": {"all": {"count": 400, "exact": [0.5, 0.8], "accuracy": [0.9, 0.97], "halting": [0.4, 0.6]}}}
"""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runs.config import MOST
from utils.errors import UserError
from utils.reading import bounded_lines, open_text, parse_json

EVALUATIONS_FILE = "evaluations.jsonl"
"""The file in a run's folder that holds one line for each of its evaluations."""


class StepCurves(BaseModel):
    """What became of the examples of a set, improvement step by improvement step.

    Attributes:
        count: number of examples with labels.
        exact: share of them whose answer is exact after each step.
        accuracy: mean token accuracy after each step.
        halting: share of them that q first says to be done at each step; those that it never says it of count for the
            last one.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
    count: int = Field(ge=0, le=MOST)
    exact: list[float]
    accuracy: list[float]
    halting: list[float]


class _Line(BaseModel):
    step: int = Field(ge=0, le=MOST)
    sets: dict[str, StepCurves]


def read_evaluations(path: Path) -> dict[int, dict[str, StepCurves]]:
    """The evaluations of a run by their step, each with its sets by name; none if there is no such file.

    A half-written last line, of a run that is going on, is left out, and a line on standard error says so.

    Raises:
        UserError: the file cannot be read, or a line is damaged.
    """
    found: dict[int, dict[str, StepCurves]] = {}
    if not path.exists():
        return found
    with open_text(path, newline="\n") as file:
        for number, line in enumerate(bounded_lines(file, path), 1):
            if not line.strip():
                continue
            where = f"{path}, line {number}"
            try:
                read = _Line.model_validate(parse_json(line, where))
            except (UserError, ValidationError) as error:
                if line.endswith("\n"):
                    reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
                    raise UserError(reason if reason.startswith(where) else f"{where}: {reason}") from None
                print(f"{path}: the last line is not complete yet and is left out", file=sys.stderr)
                break
            found[read.step] = read.sets
    return found
