"""Prompts for a calculator from GSM8K, whose solutions mark each calculation: `48/2 = <<48/2=24>>24 clips in May`.

    Working 50 minutes, she earned 0.2 x 50 = $<<0.2*50=10>>10.
    Example("gsm8k-2-2", "gsm8k", "calculator", "0.2*50", "Working 50 minutes, she earned 0.2 x 50. How much is that?",
            "10")

A prompt is the sentence of the solution up to a mark, made into a question. In 98% of the marks the sentence has all
numbers of the expression, among units, signs of currency and other words: the expression is to be found in them. The
whole problem would ask for more, namely to solve it.

One problem of five is for the test split, by a hash of its text, with all its marks. Test prompts whose expression
training has, too, are left out. Each training prompt stands a second time, with other numbers.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dataset.sources.json_rows import rows
from dataset.sources.skipped import Skipped
from dataset.tools.fields.arithmetic import literals
from dataset.tools.generator.speaker import HELD_BACK, Speaker
from dataset.tools.numerals import only_number
from dataset.tools.tool_json.arithmetic import calculated
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.expressions import close
from dataset.tools.tool_json.files import split_file
from dataset.tools.tool_json.renumbering import renumbered
from dataset.tools.tool_json.templates import phrase, speaker_of, template_of
from utils.errors import UserError

SOURCE = "gsm8k"
LONGEST_STEP = 200
"""Most characters of a sentence; 99% have fewer than 150."""
_PART = 10
"""The part of the random numbers that decides how prompts ask (`speaker_of`)."""
_RENUMBERED = "-renumbered"
_MARK = re.compile(r"<<([^<>=]*)=([^<>]*)>>")
_COMMA_IN_NUMBER = re.compile(r"(?<=\d),(?=\d{3})")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_ASKS = """
    {step}. How much is that?
    {step}. What is the result?
    {step}. (Calculate|Compute) it.
    Work this out: {step}.
    What does this come to? {step}.
    {step}. How many is that?
    {step} is what?
    Please calculate: {step}.
    {step}: what do you get?
    {step} equals what number?
"""


def gsm8k_examples(folder: Path, seed: int, skipped: Skipped) -> tuple[list[Example], list[Example]]:
    """The training and test examples of `train.jsonl`, plain or gzipped, of a folder.

    Args:
        skipped: is told of the marks that give no example.

    Raises:
        UserError: there is no such file, or it has no marks.
    """
    file = split_file(folder, "train")
    found: dict[str, list[Example]] = {"train": [], "test": []}
    for number, (where, row) in enumerate(rows(file, skipped), 1):
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            skipped.add("no object with a question", where)
        elif not isinstance(row.get("answer"), str):
            skipped.add("no object with an answer", where)
        else:
            split = "test" if zlib.crc32(row["question"].encode()) % HELD_BACK == 0 else "train"
            found[split] += _examples(row["answer"], f"{SOURCE}-{number}", split, number, seed, where, skipped)
    if not found["train"] and not found["test"]:
        raise UserError(f"{file} gives no examples: it has no marks such as <<48/2=24>>")
    known = {example.argument for example in found["train"] if not str(example.id).endswith(_RENUMBERED)}
    test = [example for example in found["test"] if example.argument not in known]
    for example in found["test"]:
        if example.argument in known:
            skipped.add("a test expression that training has, too", str(example.id))
    asked = {example.argument for example in test}
    return [example for example in found["train"] if example.argument not in asked], test


def _examples(
    solution: str, name: str, split: str, number: int, seed: int, where: str, skipped: Skipped
) -> Iterator[Example]:
    place = 0
    for line in solution.splitlines():
        for mark in _MARK.finditer(line):
            place += 1
            step = _step(line, mark)
            problem = _problem(mark, step)
            if problem is None:
                speaker = speaker_of(seed, split, _PART, 100 * number + place)
                yield _example(mark[1].strip(), step, f"{name}-{place}", speaker)
                if split == "train":
                    rng = np.random.default_rng((seed, _PART, 100 * number + place))
                    other_step, expression = renumbered((step, mark[1].strip()), rng)
                    yield _example(expression, other_step, f"{name}-{place}{_RENUMBERED}", speaker)
            else:
                skipped.add(problem, where, mark[0])


def _example(expression: str, step: str, name: str, speaker: Speaker) -> Example:
    prompt, answer = phrase(_ASKS, speaker, {"step": step}), calculated(expression)
    return Example(name, SOURCE, "calculator", expression, prompt, answer, "gsm8k", template_of(speaker))


def _step(line: str, mark: re.Match[str]) -> str:
    """The sentence up to a mark, without marks and the sign of equality before it."""
    text = " ".join(_MARK.sub("", line[: mark.start()]).split()).rstrip("=$€£( ")
    last = text.rpartition(". ")[2]
    return last if _numbers(mark[1]) <= _numbers(last) else text


def _problem(mark: re.Match[str], step: str) -> str | None:
    """Why a mark gives no example; None if it gives one."""
    try:
        found, marked = calculated(mark[1]), only_number(mark[2])
        if len(literals(mark[1])) < 2 and not re.search(r"\d\s*[-+*/]", mark[1]):
            return "a mark without an operation"
    except UserError:
        return "an expression that cannot be calculated"
    if marked is None or not close(float(found), marked.value):
        return "a mark whose value is another one"
    if float(found) in _numbers(mark[1]):
        return "a mark whose value is one of its numbers"
    if not _numbers(mark[1]) <= _numbers(step):
        return "a number of the expression is not in the sentence"
    return f"a sentence of more than {LONGEST_STEP} characters" if len(step) > LONGEST_STEP else None


def _numbers(text: str) -> set[Any]:
    return {float(number) for number in _NUMBER.findall(_COMMA_IN_NUMBER.sub("", text))}
