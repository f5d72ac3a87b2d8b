"""Reading the published bAbI tasks: stories with questions in between, in files `qa<N>_<name>_<split>.txt[.gz]`.

    1 Mary moved to the bathroom.            "Mary moved to the bathroom. John went to the hallway. Where is Mary?"
    2 John went to the hallway.              answer "bathroom", supported by one sentence, the first
    3 Where is Mary? 	bathroom	1

The text of a question consists of the sentences before it in its story, without earlier questions, and the question.
Line 1 begins a new story.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from dataset.babi.notes import line_name, notes_of
from dataset.babi.renamed import RENAMED, with_copies
from dataset.text.damage import every_second_damaged
from dataset.text.writer import Example
from utils.errors import UserError
from utils.reading import bounded_lines, is_folder, open_text

_FILE = re.compile(r"qa(\d+)_([^.]+?)_(train|test)(?:_[^.]*)?\.txt(?:\.gz)?")
_LINE = re.compile(r"(\d{1,9}) (.+)", re.ASCII)
_LONGEST_LINE, _LONGEST_STORY = 10_000, 1_000
"""The most characters of a line and sentences of a story; published stories have up to 228 sentences."""


@dataclass(frozen=True)
class Question:
    """A question of a story.

    Attributes:
        sentences: the sentences before it.
        support: the indices of the sentences that the answer needs, in the order in which the file names them.
    """

    sentences: tuple[str, ...]
    asked: str
    answer: str
    support: tuple[int, ...]

    def text(self, last: int | None = None) -> str | None:
        """The `last` sentences (by default all) and the question; None if it needs an earlier sentence."""
        first = 0 if last is None else max(0, len(self.sentences) - last)
        if any(place < first for place in self.support):
            return None
        return " ".join([*self.sentences[first:], self.asked])

    def notes(self) -> tuple[str, ...]:
        """What is found on the way to the answer; see `dataset.babi.notes`."""
        last = len(self.sentences) - 1
        return notes_of(self.asked, [(line_name(last - place), self.sentences[place]) for place in self.support])


Story = list[Question]
"""The questions of a story, in order."""


@dataclass(frozen=True)
class Task:
    """The files of one task."""

    number: int
    name: str
    train: Path
    test: Path | None


def find_tasks(folder: Path, number: int | None = None) -> list[Task]:
    """The tasks in a folder, ordered by number, or only the task with this `number`.

    Raises:
        UserError: there is no task, or a task has no training file, or two files of one split.
    """
    if not is_folder(folder):
        raise UserError(f"--source babi:{folder}: there is no such folder")
    try:
        listed = sorted(folder.iterdir())
    except OSError as error:
        raise UserError(f"cannot read {folder}: {error.strerror or error}") from None
    files: dict[tuple[int, str], list[Path]] = {}
    names: dict[int, str] = {}
    for path in listed:
        if match := _FILE.fullmatch(path.name):
            files.setdefault((int(match[1]), match[3]), []).append(path)
            names[int(match[1])] = match[2]
    if not names:
        raise UserError(f"{folder} has no files of bAbI, qa1_single-supporting-fact_train.txt or .txt.gz for one")
    if number is not None and number not in names:
        raise UserError(f"--task {number}: {folder} has {', '.join(map(str, sorted(names)))}")
    for (task, split), found in files.items():
        if len(found) > 1 and number in (None, task):
            raise UserError(f"{folder} has two files of task {task}, {split}: {found[0].name} and {found[1].name}")
    tasks = []
    for task in sorted(names) if number is None else [number]:
        if (task, "train") not in files:
            raise UserError(f"{folder} has no training file of task {task}")
        test = files.get((task, "test"), [None])[0]
        tasks.append(Task(task, f"qa{task}_{names[task]}", files[task, "train"][0], test))
    return tasks


def read_stories(path: Path) -> list[Story]:
    """The stories of a file, each as a list of its questions.

    Raises:
        UserError: a line has another form, or there are no questions.
    """
    stories: list[Story] = []
    sentences: dict[int, str] = {}
    with open_text(path) as file:
        for row, line in enumerate(bounded_lines(file, path, _LONGEST_LINE), 1):
            text, where = line.strip(), f"{path}, line {row}"
            if not text:
                continue
            if not (match := _LINE.fullmatch(text)):
                raise UserError(f"{where}: not a number and a sentence: {text!r}")
            number, content = int(match[1]), match[2]
            if number == 1:
                stories.append([])
                sentences = {}
            if not stories:
                raise UserError(f"{where}: the first story does not begin with line 1")
            if len(sentences) == _LONGEST_STORY:
                raise UserError(f"{where}: a story of more than {_LONGEST_STORY} sentences; line 1 begins a new one")
            if "\t" in content:
                stories[-1].append(_question(content, sentences, where))
            else:
                sentences[number] = content.strip()
    if not any(stories):
        raise UserError(f"{path} has no questions")
    return [story for story in stories if story]


def _question(content: str, sentences: dict[int, str], where: str) -> Question:
    """Read a line of the form `question, tab, answer, tab, numbers of supporting lines`."""
    asked, answer, *rest = (part.strip() for part in content.split("\t"))
    try:
        lines = [int(line) for line in " ".join(rest).split()]
    except ValueError:
        raise UserError(f"{where}: supporting lines must be numbers: {content!r}") from None
    if not asked or not answer or any(line not in sentences for line in lines):
        raise UserError(f"{where}: not a question, an answer and earlier lines of the story: {content!r}")
    places = {number: place for place, number in enumerate(sentences)}
    return Question(tuple(sentences.values()), asked, answer, tuple(places[line] for line in lines))


def babi_sets(
    folder: Path,
    *,
    task: int | None,
    train: int | None,
    test: int | None,
    max_sentences: int | None,
    notes: bool = True,
    renamed: int = 0,
    calibrations: int = 0,
    seed: int = 0,
) -> tuple[dict[tuple[str, str], list[Example]], list[Path]]:
    """Examples of one or all tasks, by split and set, and the files that they were read from; prints counts by task.

    Training questions with the text of a test question are left out.

    Args:
        train, test: total numbers of questions, evenly over the tasks, in whole stories. By default all. Without
            official test files, the last stories of a task are test, by default a tenth of its questions.
        max_sentences: the most sentences before a question; questions that need earlier ones are left out.
        notes: give examples their notes. A task whose questions need varying numbers of sentences has none: these
            sentences are counted or listed, and none of them leads to the next one.
        renamed: add copies with other names to the tasks of `dataset.babi.renamed`, so that each has so many training
            questions; 0: none.
        calibrations: total number of questions for the split `calibration`, the last ones that would be training,
            without those that stand in it; every second is damaged (`dataset.text.damage`).
        seed: of the choice of these names, and of the damage.

    Raises:
        UserError: a file is missing or damaged, or nothing is left for training.
    """
    tasks = find_tasks(folder, task)
    shares = [None if count is None else max(1, count // len(tasks)) for count in (train, test)]
    drawn = {each.name: _splits(each, *shares) for each in tasks}
    held_out = []
    if calibrations:
        share = max(1, calibrations // len(tasks))
        for name, (stories, test_stories) in drawn.items():
            kept, held = _cut(stories, share, f"{name}: {share} questions for calibration")
            drawn[name] = kept, test_stories
            held_out += _examples(held, name, "calibration", max_sentences)
    tests = {name: _examples(stories, name, "test", max_sentences) for name, (_, stories) in drawn.items()}
    trains = {
        name: _examples(stories, name, "train", max_sentences, notes and _are_chains(stories))
        for name, (stories, _) in drawn.items()
    }
    numbers = {each.name: each.number for each in tasks}
    rng = np.random.default_rng(seed)
    asked = {example.question for examples in tests.values() for example in examples}
    for name, examples in trains.items():
        trains[name] = [example for example in examples if example.question not in asked]
        told = f"{name}: {len(trains[name])} training and {len(tests[name])} test questions"
        if twins := len(examples) - len(trains[name]):
            told += f"; {twins} left out of train, test has them too"
        counts = [sum(map(len, stories)) for stories in drawn[name]]
        if early := sum(counts) - len(examples) - len(tests[name]):
            told += f"; {early} left out, they need earlier sentences than the last {max_sentences}"
        if (number := numbers[name]) in RENAMED and renamed > len(trains[name]):
            copied = with_copies(number, trains[name], renamed, rng)
            told += f"; {renamed - len(trains[name])} more with other names"
            trains[name] = [example for example in copied if example.question not in asked]
        print(told)
    sets = {("train", "all"): list(chain(*trains.values())), ("test", "all"): list(chain(*tests.values()))}
    if calibrations:
        trained = {example.question for example in sets["train", "all"]}
        worded = every_second_damaged(held_out, rng)
        sets["calibration", "all"] = [example for example in worded if example.question not in trained]
    return sets, [path for each in tasks for path in (each.train, each.test) if path is not None]


def _splits(task: Task, train: int | None, test: int | None) -> tuple[list[Story], list[Story]]:
    """The training and test stories of a task, with these numbers of questions or a few more; see `babi_sets`."""
    stories = read_stories(task.train)
    if task.test is not None:
        tests = read_stories(task.test)
        tests = tests if test is None else tests[: _leading(tests, test)]
    else:
        count = max(1, sum(map(len, stories)) // 10) if test is None else test
        stories, tests = _cut(stories, count, f"{task.train}: {count} test questions")
    return stories if train is None else stories[: _leading(stories, train)], tests


def _cut(stories: list[Story], questions: int, what: str) -> tuple[list[Story], list[Story]]:
    """All stories but the last ones, and the last ones with this number of questions; `UserError` if these are all."""
    cut = len(stories) - _leading(stories[::-1], questions)
    if not cut:
        raise UserError(f"{what} leave none for training")
    return stories[:cut], stories[cut:]


def _leading(stories: Sequence[Story], questions: int) -> int:
    """How many of the first stories are needed for this number of questions."""
    held = 0
    for number, story in enumerate(stories):
        if held >= questions:
            return number
        held += len(story)
    return len(stories)


def _are_chains(stories: Sequence[Story]) -> bool:
    """Whether all questions need the same number of sentences."""
    return len({len(question.support) for story in stories for question in story}) == 1


def _examples(
    stories: Sequence[Story], name: str, split: str, max_sentences: int | None, notes: bool = False
) -> list[Example]:
    """The questions of stories, without those that need sentences before the last `max_sentences`."""
    return [
        Example(
            text,
            question.answer,
            {"kind": name, "hops": len(question.support), "split": split},
            question.notes() if notes else (),
        )
        for story in stories
        for question in story
        if (text := question.text(max_sentences)) is not None
    ]


def names_of_lines(sets: Mapping[tuple[str, str], Sequence[Example]]) -> list[str]:
    """The names by which the notes of `babi_sets` call sentences, the last sentence first; none if it has no notes."""
    examples = list(chain(*sets.values()))
    longest = max(example.question.count(".") for example in examples)
    return [line_name(number) for number in range(longest)] if any(example.notes for example in examples) else []
