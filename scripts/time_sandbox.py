"""Time the sandbox: small checks in a pool, and programs one after the other, in each form that works here.

    uv run python scripts/time_sandbox.py

A check runs a function of one line against seven assertions. Forms take turns; each figure is the median of all rounds.
Writes docs/results/sandbox.json.
"""

from __future__ import annotations

if __name__ == "__main__":
    from utils.startup import begin

    begin()

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import sandbox
from runs.machine import machine
from sandbox.forms import FORMS, works
from utils.commands import parse, require_between
from utils.errors import UserError, report_user_errors
from utils.files import dump_json

_CODE = """
from typing import List


def has_close_elements(numbers: List[float], threshold: float) -> bool:
    return any(abs(a - b) < threshold for i, a in enumerate(numbers) for b in numbers[:i])
"""
_TESTS = """
assert has_close_elements([1.0, 2.0, 3.9, 4.0, 5.0, 2.2], 0.3) == True
assert has_close_elements([1.0, 2.0, 3.9, 4.0, 5.0, 2.2], 0.05) == False
assert has_close_elements([1.0, 2.0, 5.9, 4.0, 5.0], 0.95) == True
assert has_close_elements([1.0, 2.0, 5.9, 4.0, 5.0], 0.8) == False
assert has_close_elements([1.0, 2.0, 3.0, 4.0, 5.0, 2.0], 0.1) == True
assert has_close_elements([1.1, 2.2, 3.1, 4.1, 5.1], 1.0) == True
assert has_close_elements([1.1, 2.2, 3.1, 4.1, 5.1], 0.5) == False
"""

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Options:
    """What is timed, and where the figures go."""

    checks: int = 1000
    """Checks of a round, from two threads."""
    programs: int = 200
    """Programs of a round."""
    rounds: int = 3
    output: Path = ROOT / "docs" / "results" / "sandbox.json"


@report_user_errors
def main() -> None:
    """Time, print and write."""
    options = parse(Options, __doc__)
    require_between("--checks", options.checks, 1, 100_000)
    require_between("--programs", options.programs, 1, 100_000)
    require_between("--rounds", options.rounds, 1, 100)
    forms = [form for form in FORMS if not works(form)]
    found: dict[str, list[tuple[float, float]]] = {form: [] for form in forms}
    for _ in range(options.rounds):
        for form in forms:
            found[form].append(time_form(form, options.checks, options.programs))
    rows = [row(form, rounds) for form, rounds in found.items()]
    for line in rows:
        print(
            f"{line['form']:10} {options.checks} checks {line['seconds_of_all_checks']:6.1f} s,"
            f" a program {1000 * line['seconds_of_a_program']:5.1f} ms"
        )
    command = f"uv run python scripts/time_sandbox.py --checks {options.checks} --programs {options.programs}"
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(dump_json({"command": command, "machine": machine(), "rows": rows}))


def time_form(form: str, checks: int, programs: int) -> tuple[float, float]:
    """Seconds of all checks, and of one program.

    Raises:
        UserError: a check or a program does not end as it must.
    """
    with sandbox.Pool(form=form) as pool, ThreadPoolExecutor(2) as threads:
        pool.run("1")  # workers are ready
        began = time.perf_counter()
        kinds = set(threads.map(lambda _: pool.check(_CODE, _TESTS, ["has_close_elements"]).kind, range(checks)))
        checked = time.perf_counter()
        kinds |= {pool.run("print(1)").kind for _ in range(programs)}
        ended = time.perf_counter()
    if kinds != {sandbox.PASSED}:
        raise UserError(f"{form}: {', '.join(sorted(kinds - {sandbox.PASSED}))} in the place of {sandbox.PASSED}")
    return checked - began, (ended - checked) / programs


def row(form: str, rounds: list[tuple[float, float]]) -> dict[str, str | float]:
    """The medians of a form."""
    checks, programs = zip(*rounds, strict=True)
    return {
        "form": form,
        "seconds_of_all_checks": round(statistics.median(checks), 1),
        "seconds_of_a_program": round(statistics.median(programs), 4),
    }


if __name__ == "__main__":
    main()
