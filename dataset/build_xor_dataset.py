"""Build the XOR data set, for debugging: any architecture learns it in seconds, and copying is right half the time.

    python dataset/build_xor_dataset.py

It holds all 1,008 ways to place two bits and a question mark on a 3x3 grid, split at random into training and test
questions. `dataset.xor.rules` shows one as text and as arrays.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from dataclasses import asdict, dataclass

import numpy as np

from dataset.options import require_at_least
from dataset.output import claims_output
from dataset.writer import DatasetWriter
from dataset.xor.generator import questions
from dataset.xor.rules import CELLS, VOCAB_SIZE
from utils.commands import parse
from utils.errors import UserError, report_user_errors


@dataclass
class Options:
    """Build the XOR data set."""

    output_dir: str = "data/xor"
    """Folder of the data set."""
    num_train_puzzles: int = 800
    """Training questions."""
    num_test_puzzles: int = 208
    """Test questions; at most 1,008 together with the training questions."""
    seed: int = 0
    """Seed of the split: the same seed gives the same bytes."""


@claims_output
def build(options: Options) -> None:
    """Split the questions and write them; `UserError` if there are not enough."""
    inputs, labels = questions()
    train, test = options.num_train_puzzles, options.num_test_puzzles
    require_at_least(options, num_train_puzzles=1, num_test_puzzles=1, seed=0)
    if train + test > len(inputs):
        raise UserError(f"--num-train-puzzles {train}, --num-test-puzzles {test}: {len(inputs)} together at most")
    order = np.random.default_rng(options.seed).permutation(len(inputs))
    with DatasetWriter(
        options.output_dir,
        task="xor",
        vocab_size=VOCAB_SIZE,
        seq_len=CELLS,
        seed=options.seed,
        options=asdict(options),
    ) as writer:
        for split, chosen in (("train", order[:train]), ("test", order[train : train + test])):
            writer.add_set(split, inputs=inputs[chosen], labels=labels[chosen])
    print(f"{options.output_dir}: {train} training and {test} test questions of {len(inputs)}")


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
