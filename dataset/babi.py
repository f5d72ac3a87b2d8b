"""The bAbI tasks as they are published: stories with questions in between, in files `qa<N>_<name>_<split>.txt[.gz]`.

    1 Mary moved to the bathroom.            "Mary moved to the bathroom. John went to the hallway. Where is Mary?"
    2 John went to the hallway.              answer "bathroom", supported by one sentence, the first
    3 Where is Mary? 	bathroom	1

A question follows the sentences told before it in its story; questions before it are left out. Numbers begin again
with a new story.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset.text_writer import Example
from utils.errors import UserError

_FILE = re.compile(r"qa(\d+)_([^.]+?)_(train|test)(?:_[^.]*)?\.txt(?:\.gz)?")
_LINE = re.compile(r"(\d+) (.+)")


@dataclass(frozen=True)
class Question:
    """A question of a story.

    Attributes:
        sentences: told before it.
        support: places in `sentences` of those that the answer needs.
    """

    sentences: tuple[str, ...]
    asked: str
    answer: str
    support: frozenset[int]

    def text(self, last: int | None = None) -> str | None:
        """The last so many sentences, all by default, and the question; None where it needs an earlier sentence."""
        first = 0 if last is None else max(0, len(self.sentences) - last)
        if any(place < first for place in self.support):
            return None
        return " ".join([*self.sentences[first:], self.asked])


Story = list[Question]


@dataclass(frozen=True)
class Task:
    """The files of one task."""

    number: int
    name: str
    train: Path
    test: Path | None


def find_tasks(folder: Path, number: int | None = None) -> list[Task]:
    """The tasks in a folder by their numbers, or the one of a number.

    Raises:
        UserError: there is none, or a task has no training file or two.
    """
    if not folder.is_dir():
        raise UserError(f"--source babi:{folder}: there is no such folder")
    files: dict[tuple[int, str], list[Path]] = {}
    names: dict[int, str] = {}
    for path in sorted(folder.iterdir()):
        if match := _FILE.fullmatch(path.name):
            files.setdefault((int(match[1]), match[3]), []).append(path)
            names[int(match[1])] = match[2]
    if not names:
        raise UserError(f"{folder} has no files of bAbI, qa1_single-supporting-fact_train.txt or .txt.gz for one")
    if number is not None and number not in names:
        raise UserError(f"--task {number}: {folder} has {', '.join(map(str, sorted(names)))}")
    for (task, split), found in files.items():
        if len(found) > 1:
            raise UserError(f"{folder} has two files of task {task}, {split}: {found[0].name} and {found[1].name}")
    tasks = []
    for task in sorted(names) if number is None else [number]:
        if (task, "train") not in files:
            raise UserError(f"{folder} has no training file of task {task}")
        test = files.get((task, "test"), [None])[0]
        tasks.append(Task(task, f"qa{task}_{names[task]}", files[task, "train"][0], test))
    return tasks


def read_stories(path: Path) -> list[Story]:
    """The stories of a file, each as its questions.

    Raises:
        UserError: a line is of another form, or there are no questions.
    """
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    stories: list[Story] = []
    sentences: dict[int, str] = {}
    try:
        with opened as file:
            for row, line in enumerate(file, 1):
                if not line.strip():
                    continue
                if not (match := _LINE.fullmatch(line.strip())):
                    raise UserError(f"{path}, line {row}: not a number and a sentence: {line.strip()!r}")
                number, content = int(match[1]), match[2]
                if number == 1:
                    stories.append([])
                    sentences = {}
                if not stories:
                    raise UserError(f"{path}, line {row}: the first story does not begin with line 1")
                if "\t" in content:
                    stories[-1].append(_question(content, sentences, f"{path}, line {row}"))
                else:
                    sentences[number] = content.strip()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read: {error}") from None
    if not any(stories):
        raise UserError(f"{path} has no questions")
    return [story for story in stories if story]


def _question(content: str, sentences: dict[int, str], where: str) -> Question:
    """Read `question, tab, answer, tab, numbers of lines`."""
    asked, answer, *rest = (part.strip() for part in content.split("\t"))
    try:
        lines = [int(line) for line in " ".join(rest).split()]
    except ValueError:
        raise UserError(f"{where}: supporting lines must be numbers: {content!r}") from None
    if not asked or not answer or any(line not in sentences for line in lines):
        raise UserError(f"{where}: not a question, an answer and earlier lines of the story: {content!r}")
    places = {number: place for place, number in enumerate(sentences)}
    return Question(tuple(sentences.values()), asked, answer, frozenset(places[line] for line in lines))


def babi_sets(
    folder: Path, *, task: int | None, train: int | None, test: int | None, max_sentences: int | None
) -> tuple[dict[tuple[str, str], list[Example]], list[Path]]:
    """Examples of one task or all, by split and set, and the files that they were read from; prints counts by task.

    Test questions are those of the official test files where the folder has them, else of the last stories of the
    training files. A training question whose text is that of a test question too is left out.

    Args:
        train, test: questions in all, evenly over the tasks, in whole stories. By default all there are; without test
            files a tenth is test.
        max_sentences: of a story before a question; those that need more are left out.

    Raises:
        UserError: a file is missing or damaged, or nothing is left for training.
    """
    tasks = find_tasks(folder, task)
    found: dict[tuple[str, str], list[Example]] = {("train", "all"): [], ("test", "all"): []}
    dropped: dict[str, int] = {}
    for each in tasks:
        stories = read_stories(each.train)
        if each.test is not None:
            tests = read_stories(each.test)
            tests = tests if test is None else tests[: _leading(tests, test // len(tasks))]
        else:
            wanted = sum(map(len, stories)) // 10 if test is None else test // len(tasks)
            cut = len(stories) - _leading(stories[::-1], max(1, wanted))
            stories, tests = stories[:cut], stories[cut:]
        if not stories:
            raise UserError(f"{each.name}: {wanted} test questions leave none for training")
        if train is not None:
            stories = stories[: _leading(stories, train // len(tasks))]
        for split, chosen in (("train", stories), ("test", tests)):
            examples, dropped[split] = _examples(chosen, each.name, split, max_sentences)
            found[split, "all"] += examples
        print(
            f"{each.name}: {sum(map(len, stories))} training and {sum(map(len, tests))} test questions"
            + (f", of which {dropped['train']} and {dropped['test']} need earlier sentences" if max_sentences else "")
        )
    asked = {example.question for example in found["test", "all"]}
    kept = [example for example in found["train", "all"] if example.question not in asked]
    print(f"{len(found['train', 'all']) - len(kept)} training questions left out: test has them too")
    found["train", "all"] = kept
    return found, [path for each in tasks for path in (each.train, each.test) if path is not None]


def _examples(stories: Sequence[Story], name: str, split: str, max_sentences: int | None) -> tuple[list[Example], int]:
    """The questions of stories, and how many are left out since they need earlier sentences."""
    found, left_out = [], 0
    for question in (question for story in stories for question in story):
        text = question.text(max_sentences)
        if text is None:
            left_out += 1
        else:
            facts = {"kind": name, "hops": len(question.support), "split": split}
            found.append(Example(text, question.answer, facts))
    return found, left_out


def _leading(stories: Sequence[Story], questions: int) -> int:
    """How many stories from the first on hold so many questions, or a few more."""
    held = 0
    for number, story in enumerate(stories):
        if held >= questions:
            return number
        held += len(story)
    return len(stories)
