"""Tasks by name. A task is a folder of `dataset/` that holds `rules.py`.

    load_puzzle("sudoku")                    dataset/sudoku/rules.py
    load_rules(Path("data/sudoku4x4"))       the same, since build.json there says "task": "sudoku"
    load_rules(Path("data/qa_pairs"))        rules that lie with the data: vocabulary.json there says what tokens mean

This module imports rooms by name, so that inference, evaluators and augmentation need to know no task. `rules.py`
holds the functions of `Puzzle`, or one function `load(data_path)` that returns an object with these functions.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, Protocol, cast, runtime_checkable

import numpy as np

from dataset.common import VOCABULARY_FILE
from dataset.drawing import Drawing, Sheet
from dataset.layout import RowShape
from dataset.provenance import read_build
from dataset.symmetries import Symmetries
from utils.errors import UserError, nearest
from utils.reading import read_object

DEFAULT_TASK = "sudoku"
"""The task of puzzles and runs that do not name theirs."""
_FOLDER = Path(__file__).parent
_LARGEST_VOCABULARY = 8 * 2**20
"""The most characters of a `vocabulary.json`."""


class Rules(Protocol):
    """How puzzles are read, shown and checked. Tokens are numbers of the data set's vocabulary."""

    def parse(self, text: str) -> np.ndarray:
        """Read one puzzle as a user types it into `inputs` (seq_len,); `UserError` if the text is not a puzzle."""
        ...

    def render(self, inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
        """Draw the puzzle `inputs` (seq_len,), or an `answer` (seq_len,) to it, as text with line breaks.

        A model's answer may hold any token at any position, also where nothing was supervised.
        """
        ...

    def check(self, inputs: np.ndarray, answer: np.ndarray) -> str | None:
        """Say in one line which rule `answer` (seq_len,) breaks for `inputs` (seq_len,); None if it breaks none."""
        ...


@runtime_checkable
class Explains(Protocol):
    """Rules that can show more of an answer than the answer itself; `infer.py --trace` prints it."""

    def explain(self, answer: np.ndarray) -> str:
        """What led to `answer` (seq_len,), as whole lines, each with its line break; empty if there is nothing."""
        ...


@runtime_checkable
class Searches(Protocol):
    """Rules whose answers are written part by part, each part with knowledge of what the parts before it do."""

    def search(
        self, inputs: np.ndarray, network: Callable[[np.ndarray], np.ndarray], tries: int
    ) -> tuple[np.ndarray, int]:
        """The first of the `tries` most probable answers that obeys the rules, or the most probable one.

        Args:
            inputs: (seq_len,) tokens.
            network: rows (N, seq_len) to the logits (N, P, V) of one improvement step.

        Returns:
            The answer (seq_len,), and its number among the most probable ones, from 1; 0 if no answer obeys the rules.
        """
        ...


@runtime_checkable
class Signs(Protocol):
    """Rules of puzzles that are written with one sign for each token."""

    def signs(self, vocab_size: int) -> str:
        """The sign of each token of the vocabulary, in order."""
        ...


class Draws(Protocol):
    """The function `draw` of a room's `drawing.py`."""

    def __call__(self, rules: Any, inputs: np.ndarray, answer: np.ndarray | None = None) -> Drawing:
        """Draw the puzzle `inputs` (seq_len,), or an `answer` (seq_len,) to it.

        A model's answer may hold any token at any position. All answers to one puzzle have the same boxes, apart from
        text and tone.

        Args:
            rules: the puzzle's `Rules`, for rooms whose rules lie with the data.
        """
        ...


DrawAnswer = Callable[[np.ndarray | None], Drawing]
"""Draws an answer (seq_len,) to one question, or with None the question."""
DrawRows = Callable[[Any, Sequence[int]], list[DrawAnswer]]
"""`DrawsRows` for some rules."""


class DrawsRows(Protocol):
    """The function `draw_rows` of a room's `drawing.py`, for rows whose texts lie in files beside the arrays."""

    def __call__(self, rules: Any, source: Any, examples: Sequence[int]) -> list[DrawAnswer]:
        """How to draw the question of each of some rows, and answers to it.

        Args:
            rules: those that lie with the data.
            source: the `ExampleSet` of the rows.
            examples: their numbers in it.

        Raises:
            UserError: a file is missing or damaged.
        """
        ...


class Sheets(Protocol):
    """The function `sheet` of a room's `drawing.py`, for puzzles that people fill in box by box."""

    def __call__(self, seq_len: int) -> Sheet:
        """The empty puzzle of so many tokens."""
        ...


class Examples(Protocol):
    """The function `example` of a room's `examples.py`. If the task has another name than the room, `TASK` has it."""

    def __call__(self, seq_len: int, rng: np.random.Generator) -> str:
        """A random puzzle or question for rows of so many tokens, as people type it.

        The rules of some data may not be able to read it, since they lack its words.

        Raises:
            UserError: there are none of this size.
        """
        ...


class Puzzle(Rules, Protocol):
    """The functions of a task's `rules.py`."""

    def draw_symmetries(
        self, count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], dict[str, np.ndarray]]
    ) -> Symmetries:
        """Draw a random symmetry for each of `count` rows, so that `augment: <task>` changes every batch.

        All randomness comes from `rng`. Tokens without a meaning in the puzzle (padding) keep their number. A task
        without symmetries raises `ValueError` with the reason.

        Args:
            read: returns the rows as a batch holds them: `inputs`, `labels`, `puzzle_identifiers`. Call it only if the
                symmetries depend on the rows, since reading takes time.
        """
        ...


class DataRules(Puzzle, Protocol):
    """Rules that lie with a data set, in a file of its own. A run keeps a copy of that file."""

    def as_json(self) -> dict[str, Any]:
        """The content of the file."""
        ...

    def misfit(self, shape: RowShape) -> str | None:
        """Which size contradicts those of `dataset.json`, as in "vocabulary.json is for ..."; None if none does."""
        ...

    def first_difference(self, other: Any) -> str | None:
        """How these rules differ from `other` ones, in one line; None if tokens mean the same in both."""
        ...


class Contents(Protocol):
    """The functions of a task's `contents.py`, which tells apart two puzzles of one name (`dataset.identifiers`)."""

    def applies(self, shape: RowShape) -> bool:
        """Whether data of this shape are of the task; official data do not name theirs."""
        ...

    def read_contents(self, data_path: Path, names: Sequence[str]) -> dict[str, list[str]]:
        """Hashes of what each puzzle shows, by the puzzle's name; `names` are those of all puzzle identifiers."""
        ...


def task_names() -> list[str]:
    """Every task: the folders beside this module that hold `rules.py`."""
    return sorted(file.parent.name for file in _FOLDER.glob("*/rules.py"))


def load_puzzle(task: str, data_path: Path | None = None) -> Puzzle:
    """The rules of a task.

    Args:
        data_path: a data set of the task; needed only if the rules lie with the data.

    Raises:
        UserError: there is no such task, or its rules lie with the data and `data_path` has none.
    """
    tasks = task_names()
    if task not in tasks:
        raise UserError(f"no task '{task}'{nearest(task, tasks)}; there are: {', '.join(tasks)}")
    module = _import_rules(task)
    if not hasattr(module, "load"):
        return cast(Puzzle, module)
    if data_path is None:
        raise UserError(f"the rules of task '{task}' lie with its data: name a run or a data set")
    return module.load(data_path)


def load_rules(data_path: Path) -> Rules:
    """The rules of a data set: of the task that its `build.json` names, or those that lie with the data.

    Raises:
        UserError: `build.json` names no task with rules, and no rules lie with the data.
    """
    task = read_build(data_path).get("task")
    found = read_data_rules(data_path)
    return found if found is not None and task not in task_names() else load_puzzle(str(task), data_path)


def read_data_rules(folder: Path, check: bool = True) -> DataRules | None:
    """The rules that lie in the folder of a data set or run; None if none do.

    Args:
        check: compare the file with the hash in the data set's `build.json`; False for callers that do so later.

    Raises:
        UserError: the file is damaged.
    """
    file = folder / VOCABULARY_FILE
    if not os.path.lexists(file):
        return None
    return _import_rules(_room_of(file)).load(folder, check)


def drawing_of(rules: Rules | None, task: str | None) -> Draws | None:
    """How puzzles of a task are drawn: `draw` in `drawing.py` of its room, or of the room that its rules come from.

    None if they have no drawing.
    """
    return getattr(_drawing_module(rules, task), "draw", None)


def row_drawing_of(rules: Rules | None, task: str | None) -> DrawRows | None:
    """How rows of data of a task are drawn, by the same `drawing.py`: its `draw_rows`, else `draw`.

    None if they have no drawing.
    """
    module = _drawing_module(rules, task)
    draw_rows: DrawsRows | None = getattr(module, "draw_rows", None)
    if draw_rows is not None:
        return partial(draw_rows, rules)
    draw: Draws | None = getattr(module, "draw", None)
    if draw is None:
        return None
    return lambda source, examples: [partial(draw, rules, source.inputs[row].astype(np.int64)) for row in examples]


def sheet_of(rules: Rules, task: str | None, seq_len: int) -> Sheet | None:
    """The empty puzzle that people fill in; None if puzzles of the task are typed as text only."""
    sheets: Sheets | None = getattr(_drawing_module(rules, task), "sheet", None)
    return None if sheets is None else sheets(seq_len)


def examples_of(task: str) -> Examples | None:
    """What draws puzzles of a task to look at, from any room whose `examples.py` is about it; None if there is none."""
    rooms = sorted(file.parent.name for file in _FOLDER.glob("*/examples.py"))
    modules = [importlib.import_module(f"dataset.{room}.examples") for room in rooms]
    found = [
        cast(Examples, module.example)
        for room, module in zip(rooms, modules, strict=True)
        if getattr(module, "TASK", room) == task
    ]
    if len(found) < 2:
        return found[0] if found else None
    return lambda seq_len, rng: found[int(rng.integers(len(found)))](seq_len, rng)


def everyday_of(task: str | None) -> ModuleType | None:
    """The module `everyday.py` of a task's room, which reads and checks what people type (`dataset.asking`).

    The room is that of the task, or the one whose `examples.py` is about the task. None if it has no such module.
    """
    rooms = [task] if task else []
    for file in _FOLDER.glob("*/everyday.py"):
        if (file.parent / "examples.py").is_file():
            examples = importlib.import_module(f"dataset.{file.parent.name}.examples")
            if getattr(examples, "TASK", None) == task:
                rooms.append(file.parent.name)
    room = next((room for room in rooms if (_FOLDER / room / "everyday.py").is_file()), None)
    return None if room is None else importlib.import_module(f"dataset.{room}.everyday")


def draw_examples(rules: Rules, task: str, count: int, seq_len: int, rng: np.random.Generator) -> np.ndarray | None:
    """Random puzzles (count, seq_len) of a task, as its rules read them; None if nothing draws such puzzles."""
    example = examples_of(task)
    if example is None:
        return None
    return np.stack([rules.parse(example(seq_len, rng)) for _ in range(count)])


def _drawing_module(rules: Rules | None, task: str | None) -> ModuleType | None:
    rooms = [task] if task else []
    if rules is not None:
        module = rules.__name__ if isinstance(rules, ModuleType) else type(rules).__module__
        rooms += module.split(".")[1:-1][:1]
    drawn = {file.parent.name for file in _FOLDER.glob("*/drawing.py")}
    room = next((room for room in rooms if room in drawn), None)
    return None if room is None else importlib.import_module(f"dataset.{room}.drawing")


def room_of_contents(shape: RowShape) -> str | None:
    """The room whose `contents.py` is for data of this shape, for data that do not name their task."""
    found = contents_for(shape)
    return None if found is None else found.__name__.split(".")[1]  # type: ignore[attr-defined]


def first_difference(ours: DataRules | None, theirs: DataRules | None) -> str | None:
    """How the rules that lie with two data sets differ, in one line, ours first; None if tokens mean the same."""
    if ours is not None and theirs is not None:
        return ours.first_difference(theirs)
    if ours is theirs:
        return None
    return "no vocabulary and a vocabulary" if ours is None else "a vocabulary and no vocabulary"


def contents_for(shape: RowShape) -> Contents | None:
    """The room's `contents.py` for data of this shape; None if puzzles of such data are known by name alone."""
    rooms = sorted(file.parent.name for file in _FOLDER.glob("*/contents.py"))
    modules = (cast(Contents, importlib.import_module(f"dataset.{room}.contents")) for room in rooms)
    return next((module for module in modules if module.applies(shape)), None)


class TaskOption(NamedTuple):
    """An option of `infer.py` that a task brings, as `OPTION` in its `rules.py`: `--<name> TEXT` is a puzzle of it.

    Attributes:
        kinds: what may be asked of a puzzle. `--task <kind>` is the task, and the kind becomes the text's first line.
    """

    name: str
    help: str
    kinds: tuple[str, ...] = ()


def task_options() -> dict[str, tuple[str, TaskOption]]:
    """The options that tasks bring: task and option by the option's name."""
    brought = ((task, getattr(_import_rules(task), "OPTION", None)) for task in task_names())
    return {option.name: (task, option) for task, option in brought if option is not None}


def puzzle_readers() -> list[str]:
    """The tasks that can read a puzzle as people type it, without data; `DEFAULT_TASK` comes first."""
    tasks = [task for task in task_names() if not hasattr(_import_rules(task), "load")]
    return sorted(tasks, key=lambda task: task != DEFAULT_TASK)


def _room_of(vocabulary: Path) -> str:
    """The room whose `rules.py` reads a `vocabulary.json`: the one that it names as `room`, else that of text."""
    try:
        room = read_object(vocabulary, _LARGEST_VOCABULARY).get("room", "text")
    except UserError:
        return "text"  # whose reader says what is wrong
    return room if room in task_names() else "text"


def _import_rules(room: str) -> Any:
    return importlib.import_module(f"dataset.{room}.rules")
