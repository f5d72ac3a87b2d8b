"""Stories to look at are in the words of the published ones, and have an answer."""

from __future__ import annotations

import re

import numpy as np

from dataset.babi.examples import example
from dataset.tasks import examples_of
from dataset.text.format import read_format
from runs.pretrained import PRETRAINED_FOLDER


def test_a_network_of_the_tasks_can_read_them_and_they_have_an_answer() -> None:
    text_format = read_format(PRETRAINED_FOLDER / "babi")
    assert text_format is not None
    forms = set()
    for seed in range(40):
        text = example(0, np.random.default_rng(seed))
        assert text == example(0, np.random.default_rng(seed))
        text_format.question(text)
        *told, asked = re.split(r"(?<=\.) ", text)
        if (thing := re.fullmatch(r"Where is the (\w+)\?", asked)) is not None:
            (person,) = {sentence.split()[0] for sentence in told if f" the {thing[1]}." in sentence}
        else:
            person = asked.removeprefix("Where is ").removesuffix("?")
        assert any(sentence.startswith(f"{person} ") for sentence in told)
        forms.add(thing is None)
    assert forms == {True, False}


def test_the_task_draws_from_both_rooms() -> None:
    examples = examples_of("qa")
    assert examples is not None
    drawn = [examples(128, np.random.default_rng(seed)) for seed in range(30)]
    from_here = [re.search(r"\b(?:Mary|John|Sandra|Daniel)\b", text) is not None for text in drawn]
    assert 5 < sum(from_here) < 25
