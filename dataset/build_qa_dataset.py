"""Build a data set of questions and answers, about generated small worlds or from the bAbI files.

    python dataset/build_qa_dataset.py                          # one and two steps, nine kinds
    python dataset/build_qa_dataset.py --advanced
    python dataset/build_qa_dataset.py --everyday               # as people type; with other modes, too
    python dataset/build_qa_dataset.py --ultra-complex          # or --ultra-complex-small
    python dataset/build_qa_dataset.py --source babi:FOLDER --task 2

One question, from a world to arrays (`dataset.text.format` says how text becomes tokens):

    world     Maras: hall, Belor: attic, key: with Maras
    question  Maras is in the hall. Belor is in the attic. The key is with Maras. Where is the key?      answer  hall
    inputs    [1 1 1  36 169 112 111 147 105 165  16 182 ... 0 0]   1: an answer slot; 0: padding; a name is two tokens
    labels    [105 2 0  0  0   0   0   0   0   0   0   0 ... 0 0]   2: the answer ends; 0: not supervised

The answer is computed from the world (`dataset.qa`), and so are notes, the intermediate results that lead to it. The
labels of training rows hold the notes in slots of their own, behind those of the answer. `dataset.qa.draw` describes
the test sets. Facts about each example (kind, steps, set) are in `<set>__meta.jsonl` beside the arrays.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from dataclasses import asdict, dataclass
from pathlib import Path

from dataset.babi.sources import babi_sets, names_of_lines
from dataset.options import LONGEST_ROW, MOST_PUZZLES, require_at_least, require_at_most
from dataset.output import claimed
from dataset.qa import names, words
from dataset.qa.draw import draw_sets
from dataset.qa.modes import CHAINED, MODES
from dataset.qa.outside import from_outside
from dataset.text.audit import audit
from dataset.text.writer import write_examples
from utils.commands import parse
from utils.errors import UserError, report_user_errors
from utils.room import require_room

_BYTES = 2_000
"""Memory for one drawn question."""


@dataclass
class Options:
    """Build a data set of questions about small worlds, of one and two steps unless a flag asks for more."""

    output_dir: str | None = None
    """Folder of the data set: data/qa_pairs, ending in _advanced, _ultra_complex or _ultra_complex_small with those
    flags; data/babi with --source."""
    num_train_puzzles: int | None = None
    """Training questions: 50,000 (--ultra-complex-small: 2,000; bAbI: all)."""
    num_test_puzzles: int | None = None
    """Test questions: 10,000 (--ultra-complex-small: 400), a third of them in each of the three test sets; for bAbI,
    all of the official test files or, if these are missing, a tenth of each task."""
    num_calibration_puzzles: int = 0
    """Questions of a third split, `calibration`, half of them damaged, on which a run can calibrate its own probability
    (key `calibrate`). Those of bAbI are taken from training."""
    seed: int = 0
    """Seed of all questions: the same seed gives the same bytes."""
    seq_len: int | None = None
    """Tokens of a row; longer questions are left out and counted. By default the longest fits."""
    advanced: bool = False
    """Kinds of reasoning that need two to four steps, with distracting facts."""
    ultra_complex: bool = False
    """Compositions of kinds that need four to eight steps, with more distracting facts."""
    ultra_complex_small: bool = False
    """The same with 2,000 training and 400 test questions."""
    source: str | None = None
    """babi:FOLDER with the published files qa1_..._train.txt (or .txt.gz), instead of generated questions."""
    task: int | None = None
    """For bAbI: the number of one task. By default all tasks together."""
    max_sentences: int | None = None
    """For bAbI: the most sentences before a question; questions that need earlier ones are left out and counted."""
    renamed: int = 0
    """For bAbI: give tasks 2, 3, 16, 17 and 19 so many training questions each, by copies with other names."""
    notes: bool = True
    """In training, also supervise the intermediate results that lead to the answer."""
    everyday: bool = False
    """Tell stories as people type them: in many wordings, as short as one fact, with two more test sets
    (`dataset.qa.draw`)."""
    easier: bool = True
    """With --advanced: include questions of one step in training, which no test set has."""
    lines: bool = True
    """Give each sentence its own line, so that a network can make one position of it (encoder=lines)."""
    audit: bool = False
    """Print how many test questions are in train, and what simple rules score that do not understand the questions."""


def build(options: Options) -> None:
    """Draw or read the questions and write them; `UserError` for wrong options or files."""
    require_at_least(options, num_train_puzzles=1, num_test_puzzles=3, num_calibration_puzzles=0, seed=0, seq_len=1)
    require_at_least(options, task=1, max_sentences=1, renamed=0)
    sizes = "num_train_puzzles", "num_test_puzzles", "num_calibration_puzzles"
    require_at_most(options, **dict.fromkeys(sizes, MOST_PUZZLES), seq_len=LONGEST_ROW, task=10**6)
    plan = _plan(options)
    folder = plan.folder if options.output_dir is None else options.output_dir
    if plan.babi is None:
        wanted = (options.num_train_puzzles or plan.train) + (options.num_test_puzzles or plan.test)
        require_room(wanted * _BYTES, f"{wanted} questions")
    with claimed(Path(folder)):
        files: list[Path] = []
        if plan.babi is not None:
            sets, files = babi_sets(
                plan.babi,
                task=options.task,
                train=options.num_train_puzzles,
                test=options.num_test_puzzles,
                max_sentences=options.max_sentences,
                notes=options.notes,
                renamed=options.renamed,
                calibrations=options.num_calibration_puzzles,
                seed=options.seed,
            )
        else:
            train, test = options.num_train_puzzles or plan.train, options.num_test_puzzles or plan.test
            drawing = options.easier, options.notes, options.everyday, options.num_calibration_puzzles
            sets = draw_sets(MODES[plan.mode], train, test, options.seed, *drawing)
            if options.everyday:
                sets["test", "from_outside"] = from_outside(sets, _SPELLED, options.seed)
        write_examples(
            folder,
            sets,
            task="qa",
            seed=options.seed,
            spelled=None if plan.babi else _SPELLED,
            seq_len=options.seq_len,
            in_lines=options.lines,
            room_for_longer=plan.babi is None and plan.mode in CHAINED,
            line_names=names_of_lines(sets) if plan.babi else (),
            exchangeable=() if plan.babi else (*names.EXCHANGEABLE, *words.EXCHANGEABLE),
            sources=files,
            options={name: value for name, value in asdict(options).items() if name not in _UNSAID or value},
        )
        if options.audit:
            print(*audit(sets), sep="\n")


_UNSAID = ("everyday", "renamed", "num_calibration_puzzles")
"""Options that `build.json` has only where they are used."""
_SPELLED = names.spelling() | words.PARTS
"""Words of several tokens."""


@dataclass(frozen=True)
class _Plan:
    """Where the questions come from, and the default numbers of questions."""

    folder: str
    mode: str = "default"
    train: int = 50_000
    test: int = 10_000
    babi: Path | None = None


_PLANS = {
    "advanced": _Plan("data/qa_pairs_advanced", "advanced"),
    "ultra_complex": _Plan("data/qa_pairs_ultra_complex", "ultra-complex"),
    "ultra_complex_small": _Plan("data/qa_pairs_ultra_complex_small", "ultra-complex", 2_000, 400),
}
"""By flag."""


def _plan(options: Options) -> _Plan:
    """What the flags ask for; `UserError` for flags that exclude each other."""
    given = [name for name in ("source", *_PLANS) if getattr(options, name)]
    if len(given) > 1:
        raise UserError(" and ".join("--" + name.replace("_", "-") for name in given) + " exclude each other")
    if options.source is None:
        for name in ("task", "max_sentences", "renamed"):
            if getattr(options, name):
                raise UserError(f"--{name.replace('_', '-')} is about bAbI: give --source babi:FOLDER")
        return _PLANS[given[0]] if given else _Plan("data/qa_pairs")
    if options.everyday:
        raise UserError("--everyday is about generated questions: leave it out, or --source")
    origin, _, folder = options.source.partition(":")
    if origin != "babi" or not folder:
        raise UserError(f"--source must be babi:FOLDER, not {options.source}")
    return _Plan("data/babi", babi=Path(folder))


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
