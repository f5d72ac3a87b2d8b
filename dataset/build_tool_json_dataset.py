"""Build a data set of prompts, each with the JSON object that a tool caller should write: an answer, or one call.

    python dataset/build_tool_json_dataset.py                                            # generated prompts
    python dataset/build_tool_json_dataset.py --gsm8k FOLDER --chat FOLDER FOLDER        # real text for half of them
    python dataset/build_tool_json_dataset.py --source mine.json --num-train 0 --num-test 0   # your own file alone

Three prompts and the outputs that are right for them (`dataset.tools.tool_json.examples` says how a file holds them):

    Ada buys 12 pens at $4 each. What is the total?     {"tool": "calculator", "args": {"expression": "12 * 4"}}
    Spell lantern backwards.                            {"tool": "python", "args": {"code": "print('lantern'[::-1])"}}
    Ada has a red kite. What colour is it?              {"final": "red"}

The folder gets arrays for training, and the same examples as JSON arrays: `train.json`, `test.json`. No test prompt
is in train. Generated test prompts have values that training never has. Half of them also have a wording that training
never has: `template` is `unseen`. `--num-calibration` adds prompts like those of the test, on which
`scripts/calibrate.py` corrects what a network says of its own answers.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from dataclasses import asdict, dataclass
from pathlib import Path

from dataset.options import MOST_PUZZLES, require_at_least, require_at_most
from dataset.output import claimed
from dataset.sources.skipped import Skipped
from dataset.tools.tool_json.collection import Mixture, collect, files_of
from dataset.tools.tool_json.saved_format import format_like
from dataset.tools.tool_json.writer import doubts, format_for, summary, write_dataset
from utils.commands import parse
from utils.errors import UserError, report_user_errors

_TRAIN, _TEST = 100_000, 2_000


@dataclass
class Options:
    """Build a data set of prompts with the right outputs of a tool caller."""

    output_dir: str = "data/tool_json"
    """Folder of the data set."""
    num_train: int | None = None
    """Training prompts besides those of --source; by default 100,000, or none where a source is named."""
    num_test: int | None = None
    """Test prompts besides those of --source; by default 2,000, or none where a source is named."""
    num_calibration: int = 0
    """Prompts of a third split, `calibration`, on which a network's own probability can be calibrated."""
    shares: tuple[float, float, float] = (0.4, 0.3, 0.3)
    """Shares of prompts that need a calculator, need Python, and need no tool."""
    gsm8k: Path | None = None
    """Folder with GSM8K's train.jsonl or train.jsonl.gz: its calculations become prompts for the calculator."""
    chat: tuple[Path, ...] = ()
    """Folders with texts and intents, such as CLINC150: they become prompts that need no tool."""
    real_share: float = 0.5
    """Share of GSM8K among prompts for the calculator, and of chat among those without a tool, where they are given."""
    source: tuple[Path, ...] = ()
    """Files of your own, JSON arrays of examples; all of them are taken."""
    source_test_share: float = 0.1
    """Share of your own examples that is held out for the test split; 0 puts them wholly in train."""
    like: Path | None = None
    """A run, one of its checkpoints or a pretrained folder: the data are encoded for it, to score it on them."""
    forgotten: float = 0.0
    """Share of the words that a training prompt takes for unknown ones, so that no single word decides."""
    row_slots: int = 28
    """Most slots of an output: pieces, copied words and spelled letters."""
    row_words: int = 64
    """Most words of a prompt."""
    min_count: int = 3
    """How often a word or a piece of outputs must occur in train to be known."""
    most_words: int = 8000
    """Most words that are known."""
    seed: int = 0
    """Seed of everything: the same seed gives the same bytes."""


def build(options: Options) -> None:
    """Read and generate the examples and write them; `UserError` for wrong options or files."""
    _check_options(options)
    mixture = _plan(options)
    skipped = Skipped()
    with claimed(Path(options.output_dir)):
        splits = {split: examples for split, examples in collect(mixture, skipped).items() if examples}
        for line in (*skipped.lines(), *doubts([example for examples in splits.values() for example in examples])):
            print(f"{options.output_dir}: {line}")
        recorded = {name: value for name, value in asdict(options).items() if name != "num_calibration" or value} | {
            "gsm8k": None if options.gsm8k is None else str(options.gsm8k),
            "chat": [str(folder) for folder in options.chat],
            "source": [str(file) for file in options.source],
            "like": None if options.like is None else str(options.like),
        }
        if options.like is not None:
            found = format_like(options.like)
        else:
            train = splits.get("train", [])
            found = format_for(train, options.row_slots, options.row_words, options.min_count, options.most_words)
        sources = files_of(mixture)
        write_dataset(
            options.output_dir,
            splits,
            found,
            seed=options.seed,
            forgotten=options.forgotten,
            sources=sources,
            options=recorded,
        )
    print(f"{options.output_dir}: {'; '.join(summary(split, examples) for split, examples in splits.items())}")


def _check_options(options: Options) -> None:
    require_at_least(options, num_train=0, num_test=0, num_calibration=0, seed=0)
    require_at_least(options, row_slots=1, row_words=1, min_count=1, most_words=1)
    sizes = "num_train", "num_test", "num_calibration"
    require_at_most(options, **dict.fromkeys(sizes, MOST_PUZZLES), row_slots=4096, row_words=4096)
    require_at_most(options, min_count=MOST_PUZZLES, most_words=12_268)
    for name in ("real_share", "source_test_share", "forgotten"):
        if not 0 <= getattr(options, name) <= 1:
            raise UserError(f"--{name.replace('_', '-')} must lie between 0 and 1, not {getattr(options, name)}")
    if not all(0 <= share <= 1000 for share in options.shares) or not sum(options.shares):
        shown = " ".join(map(str, options.shares))
        raise UserError(f"--shares {shown}: must lie between 0 and 1000, and one of them above 0")


def _plan(options: Options) -> Mixture:
    """Where examples come from, and how many there are; `UserError` if there would be none."""
    by_default = (0, 0) if options.source else (_TRAIN, _TEST)
    train = by_default[0] if options.num_train is None else options.num_train
    test = by_default[1] if options.num_test is None else options.num_test
    if not (train or test or options.num_calibration or options.source):
        raise UserError("--num-train 0, --num-test 0: a data set without --source needs prompts")
    return Mixture(
        train,
        test,
        options.shares,
        options.real_share,
        options.gsm8k,
        options.chat,
        options.source,
        options.source_test_share,
        options.seed,
        options.num_calibration,
    )


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
