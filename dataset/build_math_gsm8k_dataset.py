r"""Build a data set of mathematics problems: generated ones of fourteen categories, or a real set.

    python dataset/build_math_gsm8k_dataset.py                                   # 10,000 to train, 2,000 to test
    python dataset/build_math_gsm8k_dataset.py --categories derivatives limits
    python dataset/build_math_gsm8k_dataset.py --everyday                        # as people type; plain arithmetic, too
    python dataset/build_math_gsm8k_dataset.py --source gsm8k:FOLDER --output-dir data/gsm8k
    python dataset/build_math_gsm8k_dataset.py --source math:FILE.jsonl.gz --seq-len 256 --output-dir data/math

One problem, from text to arrays, if the vocabulary had the words of this problem only:

    Differentiate 3*x^2.      inputs  [1 1  1 1  1 1 1  6 4 7 12 11 9 8]     1: a slot of the answer or of a note
    6*x                       labels  [5 7 12 2  4 7 9  0 0 0  0  0 0 0]     2: the answer ends; 0: not supervised

The answer of a generated problem is followed by notes, the steps of its calculation, here 3*2. They are supervised in
training (`dataset.text.format`). Real sets have none.

Every category has the same number of problems. All problems differ in more than their wording, so no test problem is in
train in other words. Generators compute answers in whole numbers and fractions. Unless --no-check is given, sympy then
computes every answer in another way (`dataset.maths.checks`).
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from dataset.maths.generator import generate_examples
from dataset.maths.sources import read_source
from dataset.options import LONGEST_ROW, MOST_PROCESSES, MOST_PUZZLES, require_at_least, require_at_most
from dataset.output import claims_output
from dataset.text.writer import write_examples
from utils.commands import parse
from utils.errors import UserError, report_user_errors
from utils.parallel import usable_cores

_TRAIN, _TEST = 10_000, 2_000
_RARE = 5
"""Words of real sets that occur less often than this are spelled with characters."""
_RARE_EVERYDAY = 3
"""The same of problems as people type them, whose made-up words occur once or twice."""

_LATER = ("everyday", "num_calibration_puzzles")
"""Options that data sets built without them do not name."""


@dataclass
class Options:
    """Build a data set of mathematics problems."""

    output_dir: str = "data/math_gsm8k_qa"
    """Folder of the data set."""
    source: str | None = None
    """Read a real set: gsm8k:PATH, math:PATH or deepmind:PATH, a file or folder of JSON lines (plain or .gz)."""
    num_train_puzzles: int | None = None
    """Training problems; by default 10,000, or all rows of the source."""
    num_test_puzzles: int | None = None
    """Test problems; by default 2,000, or all test rows of the source, or a tenth of its rows if it has none."""
    num_calibration_puzzles: int = 0
    """Generated problems of a third split, `calibration`, half of them with damaged wording, on which a run can
    calibrate what its network says of its own answers (key `calibrate`)."""
    seed: int = 0
    """Seed of every choice: the same seed gives the same bytes."""
    seq_len: int | None = None
    """Tokens of a row; longer problems are left out and counted. By default the longest fits."""
    categories: tuple[str, ...] = ()
    """Generate these categories only."""
    everyday: bool = False
    """Word generated problems in many ways, as people type, and add plain arithmetic and other everyday categories."""
    notes: bool = True
    """In generated training problems, also supervise the steps that lead to the answer."""
    check: bool = True
    """Let sympy compute every generated answer in another way."""
    num_workers: int | None = None
    """Processes that check answers; by default one for each core. The data do not depend on it."""


@claims_output
def build(options: Options) -> None:
    """Draw or read the problems, check them and write the data set; `UserError` for wrong options or files."""
    require_at_least(options, num_calibration_puzzles=0)
    require_at_least(options, num_train_puzzles=1, num_test_puzzles=1, seed=0, seq_len=1, num_workers=1)
    require_at_most(
        options,
        num_train_puzzles=MOST_PUZZLES,
        num_test_puzzles=MOST_PUZZLES,
        num_calibration_puzzles=MOST_PUZZLES,
        seq_len=LONGEST_ROW,
        num_workers=MOST_PROCESSES,
    )
    rng = np.random.default_rng(options.seed)
    files: list[Path] = []
    if options.source:
        for name in ("categories", "everyday", "num_calibration_puzzles"):
            if getattr(options, name):
                raise UserError(f"--{name.replace('_', '-')} is about generated problems: leave it out, or --source")
        read = read_source(options.source, options.num_train_puzzles, options.num_test_puzzles, rng)
        sets, files = {("train", "all"): read.train, ("test", "all"): read.test}, read.files
    else:
        wanted = options.categories, options.num_train_puzzles or _TRAIN, options.num_test_puzzles or _TEST
        sets = generate_examples(
            *wanted,
            rng,
            calibrations=options.num_calibration_puzzles,
            everyday=options.everyday,
            notes=options.notes,
            check=options.check,
            processes=options.num_workers or usable_cores(),
        )
    write_examples(
        options.output_dir,
        sets,
        task="math",
        seed=options.seed,
        min_count=_RARE if options.source else _RARE_EVERYDAY if options.everyday else 1,
        letters=options.everyday,
        seq_len=options.seq_len,
        sources=files,
        options={name: value for name, value in asdict(options).items() if name not in _LATER or value},
    )


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
