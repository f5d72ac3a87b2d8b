"""Compare our checker of answers with math-verify, on the pairs of tests/dataset/maths/answer_pairs.tsv.

    uv run --with math-verify scripts/compare_answers.py
    uv run --with math-verify scripts/compare_answers.py --output docs/results/math_answers.md

The verdict of each pair was decided by reading the pair, not by running a program. If a pair says to how many decimals
its answer is rounded, math-verify gets this number as `float_rounding`.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which are slow
    from utils.startup import begin

    begin()

import csv
import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import tyro

from dataset.maths.answers import Verdict, equivalent
from utils.errors import UserError, report_user_errors

_TABLE = Path(__file__).parents[1] / "tests/dataset/maths/answer_pairs.tsv"
_NUMBER = re.compile(r"[-+0-9.,/eE% ]+")
_DIGITS = 6
"""math-verify's default number of decimals that it compares."""


@dataclass
class Options:
    """Compare the checker of answers with math-verify."""

    table: Path = _TABLE
    """Pairs, one on each line, separated by tabs: expected, given, verdict, kind, decimals, reason."""
    output: Path | None = None
    """Write the report into this file too."""


@dataclass(frozen=True)
class Judged:
    """A pair, and what each of the two checkers says of it."""

    pair: dict[str, str]
    ours: str
    theirs: bool

    @property
    def ours_right(self) -> bool:
        """Our checker must give the pair's verdict, which may also be unparsable or timed out."""
        return self.ours == self.pair["verdict"]

    @property
    def theirs_right(self) -> bool:
        """math-verify says only equal or not."""
        return self.theirs == (self.pair["verdict"] == Verdict.EQUAL.value)


def read_pairs(file: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with open(file, encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


def judge(pairs: Sequence[dict[str, str]], math_verify: Any) -> list[Judged]:
    """Run both checkers on all pairs."""
    return [Judged(pair, _ours(pair), _theirs(pair, math_verify)) for pair in pairs]


def _ours(pair: dict[str, str]) -> str:
    decimals = int(pair["decimals"]) if pair["decimals"] else None
    return equivalent(pair["expected"], pair["given"], seconds=60, decimals=decimals).value


def _theirs(pair: dict[str, str], math_verify: Any) -> bool:
    """math-verify's verdict on both texts as formulas, in dollar signs. Two numbers may also match as plain text."""
    digits = int(pair["decimals"]) if pair["decimals"] else _DIGITS
    texts = [pair["expected"], pair["given"]]
    for formula in (True, False) if all(map(_NUMBER.fullmatch, texts)) else (True,):
        parsed = [math_verify.parse(_with_dollar_signs(text, formula)) for text in texts]
        if math_verify.verify(*parsed, float_rounding=digits):
            return True
    return False


def _with_dollar_signs(text: str, formula: bool) -> str:
    return f"${text}$" if formula and "$" not in text and r"\(" not in text else text


def report(judged: Sequence[Judged], version: str) -> str:
    """Agreement by kind, and every pair on which the two differ."""
    kinds = Counter(one.pair["kind"] for one in judged)
    ours = Counter(one.pair["kind"] for one in judged if one.ours_right)
    theirs = Counter(one.pair["kind"] for one in judged if one.theirs_right)
    lines = [
        "# Answers of mathematics: our checker and math-verify",
        "",
        "`uv run --with math-verify scripts/compare_answers.py --output docs/results/math_answers.md`",
        "",
        f"{len(judged)} pairs of `tests/dataset/maths/answer_pairs.tsv`, each with a verdict decided by reading it."
        f" math-verify {version}.",
        "",
        "| kind | pairs | our checker is right | math-verify is right |",
        "|---|---|---|---|",
        *(f"| {kind} | {count} | {ours[kind]} | {theirs[kind]} |" for kind, count in kinds.items()),
        f"| all | {len(judged)} | {ours.total()} | {theirs.total()} |",
        "",
    ]
    wrong = [one for one in judged if not one.ours_right]
    lines += ["## Where our checker is not right", ""]
    lines += [f"- {_shown(one)}: our checker says {one.ours}" for one in wrong] or ["Nowhere in this table."]
    differ = [one for one in judged if (one.ours == Verdict.EQUAL.value) != one.theirs]
    lines += ["", f"## Where the two differ: {len(differ)} pairs", ""]
    lines += ["| kind | expected | given | our checker | math-verify | why |", "|---|---|---|---|---|---|"]
    for one in differ:
        theirs_shown = "equal" if one.theirs else "different"
        cells = one.pair["kind"], _code(one.pair["expected"]), _code(one.pair["given"]), one.ours, theirs_shown
        lines.append(f"| {' | '.join(cells)} | {one.pair['reason']} |")
    return "\n".join(lines) + "\n"


def _shown(one: Judged) -> str:
    return f"{_code(one.pair['expected'])} and {_code(one.pair['given'])}, {one.pair['verdict']}"


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


@report_user_errors
def main() -> None:
    """Compare, and print."""
    options = tyro.cli(Options, description=__doc__)
    try:
        import math_verify
    except ImportError:
        raise UserError("math-verify is not installed: uv run --with math-verify scripts/compare_answers.py") from None
    if not options.table.is_file():
        raise UserError(f"--table {options.table}: there is no such file")
    logging.disable(logging.CRITICAL)  # math-verify logs a traceback for every text that it cannot read
    text = report(judge(read_pairs(options.table), math_verify), metadata.version("math-verify"))
    print(text, end="")
    if options.output is not None:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
