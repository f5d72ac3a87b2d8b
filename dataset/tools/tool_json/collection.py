"""The training and test prompts of a data set: generated ones, GSM8K, intents, and files of the user.

    splits = collect(Mixture(shares=(0.4, 0.3, 0.3), train=20_000, test=2_000, seed=0), skipped)
    splits["train"], splits["test"]

No prompt stands twice, neither within a split nor in two splits. Test prompts of the generator have values that
training never has; half of them also have a template that training never has (`Example.template`). Prompts of the split
`calibration` are drawn like those of the test.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dataset.sources.skipped import Skipped
from dataset.tools.generator.speaker import Speaker
from dataset.tools.tool_json.arithmetic import arithmetic_example
from dataset.tools.tool_json.calculations import CALCULATIONS
from dataset.tools.tool_json.examples import CATEGORIES, Example, read_examples
from dataset.tools.tool_json.files import split_file, split_files
from dataset.tools.tool_json.gsm8k import gsm8k_examples
from dataset.tools.tool_json.intents import intent_examples
from dataset.tools.tool_json.no_tool import answer_example
from dataset.tools.tool_json.small_python import program_example
from dataset.tools.tool_json.small_talk import NO_TOOL
from dataset.tools.tool_json.templates import SPLITS, speaker_of
from dataset.tools.tool_json.text_programs import PROGRAMS
from utils.errors import UserError

_MOST_REPEATS = 1000
"""How many prompts in a row may be known before a category has no more."""
Examples = list[Example]


@dataclass(frozen=True)
class Mixture:
    """Where prompts come from.

    Attributes:
        train, test: number of prompts, besides those of `sources`.
        calibration: number of prompts of the split `calibration`.
        shares: of the categories, in the order of `CATEGORIES`; only their ratio counts.
        real: share of GSM8K in the first category and of intents in the last one, where a folder is given.
        gsm8k: a folder of GSM8K.
        intents: folders of texts with intents.
        sources: files of the user; all of their examples are taken.
        source_test_share: the share of them that is for the test split.
    """

    train: int = 0
    test: int = 0
    shares: tuple[float, float, float] = (0.4, 0.3, 0.3)
    real: float = 0.5
    gsm8k: Path | None = None
    intents: tuple[Path, ...] = ()
    sources: tuple[Path, ...] = ()
    source_test_share: float = 0.1
    seed: int = 0
    calibration: int = 0


def collect(mixture: Mixture, skipped: Skipped) -> dict[str, Examples]:
    """The examples of the splits train, test and calibration, each in random order.

    Args:
        skipped: is told of what gives no example.

    Raises:
        UserError: a file cannot be read, or there are fewer different prompts than are asked for.
    """
    own = [example for file in mixture.sources for example in read_examples(file)]
    real = _real(mixture, skipped)
    known: set[str] = set()
    splits: dict[str, Examples] = {}
    for split in ("test", "train", "calibration"):  # each leaves out what those before it have
        of_split = [e for e in own if _is_held_out(e, mixture.source_test_share) == (split == "test")]
        found = [] if split == "calibration" else _new(of_split, known, skipped)
        for place, (category, count) in enumerate(zip(CATEGORIES, _counts(mixture, split), strict=True)):
            texts = real.get((category, "train" if split == "train" else "test"), [])
            texts = _shuffled(texts, (mixture.seed, 2, SPLITS.index(split), place))
            some = _new(texts, known, most=round(count * mixture.real))
            found += some + _generated(category, split, mixture.seed, place, count - len(some), known)
        splits[split] = _shuffled(found, (mixture.seed, 1, SPLITS.index(split)))
    return {split: splits[split] for split in SPLITS}


def files_of(mixture: Mixture) -> list[Path]:
    """The files that examples are read from."""
    folders = [] if mixture.gsm8k is None else [split_file(mixture.gsm8k, "train")]
    chat = [file for folder in mixture.intents for split in ("train", "test") for file in split_files(folder, split)]
    return [*mixture.sources, *folders, *chat]


def _counts(mixture: Mixture, split: str) -> list[int]:
    """Number of prompts of each category; their sum is that of the split."""
    total = {"train": mixture.train, "test": mixture.test, "calibration": mixture.calibration}[split]
    ends = np.cumsum((0.0, *mixture.shares)) / sum(mixture.shares) * total
    return [int(count) for count in np.diff(np.round(ends))]


def _real(mixture: Mixture, skipped: Skipped) -> dict[tuple[str, str], Examples]:
    """Examples of folders by category and split."""
    found: dict[tuple[str, str], Examples] = {}
    if mixture.gsm8k is not None:
        for split, examples in zip(
            ("train", "test"), gsm8k_examples(mixture.gsm8k, mixture.seed, skipped), strict=True
        ):
            found["calculator", split] = examples
    for folder in mixture.intents:
        for split, examples in zip(("train", "test"), intent_examples(folder, skipped), strict=True):
            found.setdefault(("no_tool", split), []).extend(examples)
    return found


def _new(
    examples: Iterable[Example], known: set[str], skipped: Skipped | None = None, most: int | None = None
) -> Examples:
    """The examples whose prompts are not known yet, `most` at most; they are known from now on.

    Args:
        skipped: is told of all others.
    """
    found: Examples = []
    for example in examples:
        if most is not None and len(found) >= most:
            break
        if _folded(example.prompt) not in known:
            known.add(_folded(example.prompt))
            found.append(example)
        elif skipped is not None:
            skipped.add("a prompt that stands twice", f"{example.source}:{example.id}")
    return found


def _generated(category: str, split: str, seed: int, part: int, count: int, known: set[str]) -> Examples:
    """New examples of the generator. Raises UserError if it has no more."""
    found: Examples = []
    number = 0
    for wanted in range(1, count + 1):
        for _ in range(_MOST_REPEATS):
            speaker = speaker_of(seed, split, part, number)
            example = _MAKERS[category](speaker, f"{split}-{category}-{number}")
            number += 1
            found += _new([example], known)
            if len(found) == wanted:
                break
        else:
            raise UserError(f"{category}: there are about {len(found)} different {split} prompts; ask for fewer")
    return found


def _calculator(speaker: Speaker, name: str) -> Example:
    return arithmetic_example(speaker.dice.pick(CALCULATIONS), speaker, name)


def _python_exec(speaker: Speaker, name: str) -> Example:
    return program_example(speaker.dice.pick(PROGRAMS), speaker, name)


def _no_tool(speaker: Speaker, name: str) -> Example:
    return answer_example(speaker.dice.pick(NO_TOOL), speaker, name)


_MAKERS: dict[str, Callable[[Speaker, str], Example]] = {
    "calculator": _calculator,
    "python_exec": _python_exec,
    "no_tool": _no_tool,
}


def _is_held_out(example: Example, share: float) -> bool:
    """Whether a user's example is for the test split: a function of its prompt, so that files may grow."""
    return zlib.crc32(_folded(example.prompt).encode()) < share * 2**32


def _folded(prompt: str) -> str:
    return " ".join(prompt.casefold().split())


def _shuffled(examples: Examples, seed: tuple[int, ...]) -> Examples:
    return [examples[place] for place in np.random.default_rng(seed).permutation(len(examples))]
