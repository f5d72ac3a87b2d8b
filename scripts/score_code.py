"""Score code that any model wrote: candidates are run in a sandbox, against the tests of their problems.

    uv run scripts/score_code.py humaneval:HumanEval.jsonl.gz samples.jsonl --k 1 10
    uv run scripts/score_code.py mbpp:mbpp.jsonl gold --show 3      their own solutions, as a check of the tests

PROBLEMS is FORMAT:PATH (docs/code_data.md lists the formats). COMPLETIONS is JSON Lines, with a line for each
candidate, in the form that HumanEval uses, or with all candidates of a problem in one line:

    {"task_id": "HumanEval/0", "completion": "    return ..."}      {"id": "2", "completions": ["def f(...", ...]}

A candidate is a completion of the problem's prompt or a whole program, with or without fences of Markdown. Every
problem must have one, else scores would be those of another benchmark; --partial scores those that have.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import tyro

from dataset.code.judging import Judged, judge_all
from dataset.code.problem import Problem
from dataset.code.sources.finding import all_problems
from dataset.code.tables import LONGEST_ROW
from dataset.sources.json_rows import rows
from dataset.sources.skipped import none_skipped
from evaluators.code import MOST_SECONDS, require_ks
from evaluators.code_tables import ALL, SHOWN, Answered, by_source, metrics, table
from sandbox.verdict import INFRASTRUCTURE, Limits
from utils.commands import MOST_EXAMPLES, parse, require_between
from utils.errors import UserError, nearest, report_user_errors
from utils.files import replace_text

GOLD = "gold"
_IDS = ("id", "task_id", "question_id")
_TEXTS = ("completion", "solution", "output", "completions", "code_list")


@dataclass
class Options:
    """Score code that any model wrote."""

    problems: Annotated[str, tyro.conf.Positional]
    """FORMAT:PATH, as in humaneval:HumanEval.jsonl.gz."""
    completions: Annotated[Path, tyro.conf.Positional]
    """JSON Lines of candidates; the word gold takes the problems' own solutions."""
    k: tuple[int, ...] = (1,)
    """The numbers k of pass@k."""
    seconds: float = 10.0
    """How long the tests of a candidate may take."""
    partial: bool = False
    """Leave out problems without a candidate."""
    show: int = SHOWN
    """Show up to this many wrong candidates."""
    verdicts: Path | None = None
    """Write the verdict on each candidate to this JSON Lines file."""
    json: Annotated[bool, tyro.conf.arg(name="json")] = False
    """Print the scores as JSON instead of tables."""


Candidates = dict[tuple[str, str], list[str]]
"""Texts by source and id of the problem."""


def read_completions(path: Path, problems: Sequence[Problem]) -> Candidates:
    """The candidates in a file, for these problems.

    Raises:
        UserError: a row is broken, or names no problem, or several.
    """
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for problem in problems:
        sources[problem.id].append(problem.source)
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for place, row in none_skipped(lambda skipped: rows(path, skipped, longest=LONGEST_ROW)):
        if not isinstance(row, dict):
            raise UserError(f"{place}: a row must be an object with an id and a completion")
        named = next((str(row[key]) for key in _IDS if row.get(key) is not None), None)
        if named is None:
            raise UserError(f"{place}: no {' or '.join(map(repr, _IDS))}")
        options = [source for source in sources.get(named, []) if row.get("source") in (None, source)]
        if len(options) != 1:
            what = "several problems; name its 'source'" if options else f"no problem{nearest(named, sources)}"
            raise UserError(f"{place}: '{named}' names {what}")
        found[options[0], named] += _texts(row, place)
    return dict(found)


def _texts(row: Mapping[str, Any], place: str) -> list[str]:
    for key in _TEXTS:
        value = row.get(key)
        if isinstance(value, str):
            return [value]
        if isinstance(value, list) and value and all(isinstance(text, str) for text in value):
            return value
        if value is not None:
            raise UserError(f"{place}: '{key}' is neither a text nor a list of texts")
    raise UserError(f"{place}: no {' or '.join(map(repr, _TEXTS))}")


def pair(problems: Sequence[Problem], found: Candidates, partial: bool) -> list[tuple[Problem, list[str]]]:
    """Problems with their candidates.

    Raises:
        UserError: a problem has none, unless that is allowed, or no tests.
    """
    without = [problem.id for problem in problems if (problem.source, problem.id) not in found]
    if without and not partial:
        more = f" and {len(without) - 1} other problems have" if len(without) > 1 else " has"
        raise UserError(f"{without[0]}{more} no candidate; --partial scores the others")
    untested = next((problem for problem in problems if problem.tests is None), None)
    if untested is not None:
        raise UserError(f"{untested.source} {untested.id} has no tests, so no candidate for it can be scored")
    return [(one, found[one.source, one.id]) for one in problems if (one.source, one.id) in found]


def answer(pairs: Sequence[tuple[Problem, list[str]]], seconds: float) -> list[Answered]:
    """Run all candidates.

    Raises:
        UserError: none of them could be run here.
    """
    jobs = [(problem, text) for problem, texts in pairs for text in texts]
    judged = iter(list(judge_all(jobs, Limits(seconds=seconds))))
    answered = [Answered(problem, tuple(next(judged) for _ in texts)) for problem, texts in pairs]
    verdicts = [one.verdict for each in answered for one in each.judged if one.verdict is not None]
    if verdicts and all(verdict.kind == INFRASTRUCTURE for verdict in verdicts):
        raise UserError(f"no candidate could be run here: {verdicts[0].detail}")
    return answered


def verdict_lines(answered: Sequence[Answered]) -> Iterator[str]:
    """A line of JSON for each candidate."""
    for each in answered:
        for one in each.judged:
            yield json.dumps({"source": each.problem.source, "id": each.problem.id, **_as_json(one)}) + "\n"


def _as_json(judged: Judged) -> dict[str, Any]:
    verdict = judged.verdict
    assert verdict is not None
    shown = {"verdict": verdict.kind, "detail": verdict.detail, "held": judged.held, "of": judged.of}
    return {**shown, "exact": judged.exact, "seconds": round(verdict.seconds, 3), "program": judged.program}


@report_user_errors
def main() -> None:
    """Read, run, report."""
    options = parse(Options, __doc__)
    require_between("--show", options.show, 0, MOST_EXAMPLES)
    if not 0 < options.seconds <= MOST_SECONDS:
        raise UserError(f"--seconds {options.seconds:g}: must lie between 0 and {MOST_SECONDS:g}")
    is_gold = str(options.completions) == GOLD
    problems = all_problems(options.problems, needs=("code",) if is_gold and not options.partial else ())
    if is_gold:
        found = {(one.source, one.id): [one.code] for one in problems if one.code is not None}
    else:
        found = read_completions(options.completions, problems)
    pairs = pair(problems, found, options.partial)
    if not pairs:
        raise UserError(f"{options.completions}: no candidate for any problem")
    ks = require_ks("--k", options.k, min(len(texts) for _, texts in pairs))
    answered = answer(pairs, options.seconds)
    if options.verdicts is not None:
        try:
            replace_text(options.verdicts, "".join(verdict_lines(answered)))
        except OSError as error:
            raise UserError(f"cannot write {options.verdicts}: {error.strerror or error}") from None
    groups = by_source(answered)
    if options.json:
        titles = {group: "all" if group == ALL else f"all/{group[0]}/{group[1]}" for group in groups}
        print(
            json.dumps(
                {key: value for group in groups for key, value in metrics(titles[group], groups[group], ks).items()}
            )
        )
        return
    print(f"{options.completions} on {options.problems}: {sum(len(texts) for _, texts in pairs)} candidates\n")
    print(table("candidates", groups, ks, options.show))


if __name__ == "__main__":
    main()
