r"""Build a data set of mathematics problems: generated ones of fourteen categories, or a real set.

    python dataset/build_math_gsm8k_dataset.py                                   # 10,000 to train, 2,000 to test
    python dataset/build_math_gsm8k_dataset.py --categories derivatives limits
    python dataset/build_math_gsm8k_dataset.py --source gsm8k:FOLDER --output-dir data/gsm8k
    python dataset/build_math_gsm8k_dataset.py --source math:FILE.jsonl.gz --seq-len 256 --output-dir data/math

One problem, from text to arrays, with a vocabulary of its own words only:

    Differentiate 3*x^2.      inputs  [1 1  1 1  1 1 1  6 4 7 12 11 9 8]     1: a slot of the answer or a note
    6*x                       labels  [5 7 12 2  4 7 9  0 0 0  0  0 0 0]     2: the answer ends; 0: not supervised

Behind the answer of a generated problem stand notes, the steps of its calculation, here 3*2, supervised in training
(`dataset.text.format`). Real sets have none.

As many problems of each category, all different, also apart from the wording: no test problem stands in train in other
words. Generators compute answers in whole numbers and fractions; sympy then comes to every answer in another way
(`dataset.maths.checks`), unless --no-check is given.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from dataset.maths.checks import disagreements
from dataset.maths.families import CATEGORIES, draw_splits
from dataset.maths.problem import Problem
from dataset.maths.sources import read_source
from dataset.options import (
    LONGEST_ROW,
    MOST_PROCESSES,
    MOST_PUZZLES,
    require_at_least,
    require_at_most,
)
from dataset.output import claims_output
from dataset.text.writer import Example, write_examples
from utils.commands import parse
from utils.errors import UserError, nearest, report_user_errors
from utils.parallel import Workers, usable_cores

_TRAIN, _TEST = 10_000, 2_000
_CHUNK = 100
_WORTH_PROCESSES = 1_000
"""Problems to check, from which on it is worth to start processes."""
_RARE = 5
"""Words of real sets that occur less often are spelled with characters."""


@dataclass
class Options:
    """Build a data set of mathematics problems."""

    output_dir: str = "data/math_gsm8k_qa"
    """Folder of the data set."""
    source: str | None = None
    """Read a real set, gsm8k:PATH, math:PATH or deepmind:PATH, a file or folder of JSON lines (.gz may be)."""
    num_train_puzzles: int | None = None
    """Training problems; by default 10,000, or all rows of the source."""
    num_test_puzzles: int | None = None
    """Test problems; by default 2,000, or all test rows of the source, or a tenth of its rows where it has none."""
    seed: int = 0
    """Seed of every choice: the same seed gives the same bytes."""
    seq_len: int | None = None
    """Tokens of a row; longer problems are left out and counted. By default the longest fits."""
    categories: tuple[str, ...] = ()
    """Generate these categories only."""
    notes: bool = True
    """Of generated problems: supervise the numbers on the way to an answer too, in training."""
    check: bool = True
    """Let sympy come to every generated answer in another way."""
    num_workers: int | None = None
    """Processes that check; by default one for each core. The data do not depend on it."""


@claims_output
def build(options: Options) -> None:
    """Draw or read the problems, check them and write the data set; `UserError` where something is wrong."""
    require_at_least(options, num_train_puzzles=1, num_test_puzzles=1, seed=0, seq_len=1, num_workers=1)
    require_at_most(
        options,
        num_train_puzzles=MOST_PUZZLES,
        num_test_puzzles=MOST_PUZZLES,
        seq_len=LONGEST_ROW,
        num_workers=MOST_PROCESSES,
    )
    rng = np.random.default_rng(options.seed)
    files: list[Path] = []
    if options.source:
        if options.categories:
            raise UserError("--categories is about generated problems: leave it out, or --source")
        read = read_source(options.source, options.num_train_puzzles, options.num_test_puzzles, rng)
        train, test, files = read.train, read.test, read.files
    else:
        train, test = ([_example(problem, options.notes) for problem in found] for found in _generated(options, rng))
    write_examples(
        options.output_dir,
        {("train", "all"): train, ("test", "all"): test},
        task="math",
        seed=options.seed,
        min_count=_RARE if options.source else 1,
        seq_len=options.seq_len,
        sources=files,
        options=asdict(options),
    )


def _generated(options: Options, rng: np.random.Generator) -> tuple[list[Problem], list[Problem]]:
    categories = options.categories or tuple(CATEGORIES)
    for name in categories:
        if name not in CATEGORIES:
            raise UserError(f"--categories {name}: there are {', '.join(CATEGORIES)}{nearest(name, CATEGORIES)}")
    if len(set(categories)) < len(categories):
        raise UserError(f"--categories {' '.join(categories)}: one is named twice")
    train, test = draw_splits(categories, options.num_train_puzzles or _TRAIN, options.num_test_puzzles or _TEST, rng)
    if options.check:
        _check([*test, *train], options.num_workers or usable_cores())
    return train, test


def _check(problems: Sequence[Problem], processes: int) -> None:
    """Fail where sympy comes to another answer: that is a fault of a generator, not of the user."""
    chunks = [problems[place : place + _CHUNK] for place in range(0, len(problems), _CHUNK)]
    with Workers(processes if len(problems) >= _WORTH_PROCESSES else 1) as workers:
        found = workers.map(disagreements, chunks)
        wrong = list(itertools.chain.from_iterable(tqdm(found, "checking", len(chunks), disable=None)))
    assert not wrong, f"sympy comes to another answer in {len(wrong)} of {len(problems)} problems, as {wrong[0]}"
    print(f"sympy comes to the answers of all {len(problems)} problems")


def _example(problem: Problem, notes: bool) -> Example:
    facts = {"category": problem.category, "form": problem.form}
    return Example(problem.question, problem.answer, facts, problem.notes if notes else ())


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
