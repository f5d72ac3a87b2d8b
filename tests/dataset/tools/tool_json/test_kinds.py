"""The kinds of prompts: their templates, what is drawn for them, and the labels, each computed in another way."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

import pytest

from dataset.tools.fields.arithmetic import literals, value
from dataset.tools.generator.patterns import read_lines
from dataset.tools.tool_json.arithmetic import Calculation, arithmetic_example
from dataset.tools.tool_json.calculations import CALCULATIONS
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.facts import FACTS
from dataset.tools.tool_json.no_tool import Reply, answer_example
from dataset.tools.tool_json.running import FINISHED, Ran, run
from dataset.tools.tool_json.small_python import Program, program_example
from dataset.tools.tool_json.small_talk import NO_TOOL
from dataset.tools.tool_json.templates import Kind, draw_prompt, places, speaker_of, spoken
from dataset.tools.tool_json.text_programs import PROGRAMS

ALL = (*CALCULATIONS, *PROGRAMS, *NO_TOOL)
DERIVED = {"average_of_three": {3}, "perimeter": {2}, "units": {60}} | {
    name: {100} for name in ("percent_of", "percent_off", "percent_more")
}
"""Numbers of expressions that the words of the prompt stand for."""


def examples(kind: Kind, split: str, count: int = 40) -> list[Example]:
    makers = {Calculation: arithmetic_example, Program: program_example, Reply: answer_example}
    make = makers[type(kind)]
    return [make(kind, speaker_of(3, split, 0, number), str(number)) for number in range(count)]  # type: ignore[operator]


def test_there_are_many_kinds_and_templates() -> None:
    counts = {
        kinds: sum(len(read_lines(kind.prompts)) for kind in kinds) for kinds in (CALCULATIONS, PROGRAMS, NO_TOOL)
    }
    assert len(CALCULATIONS) >= 25 and counts[CALCULATIONS] >= 40
    assert len(PROGRAMS) >= 12 and counts[PROGRAMS] >= 30
    assert counts[NO_TOOL] >= 40
    assert len({kind.name for kind in ALL}) == len(ALL)
    texts = [pattern.text for kind in ALL for pattern in read_lines(kind.prompts)]
    assert len(set(texts)) == len(texts), "a template stands twice"


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_one_template_of_five_and_its_values_are_for_the_test_split(kind: Kind) -> None:
    held_back = [pattern.held_back for pattern in read_lines(kind.prompts)]
    assert len(held_back) == 5 * sum(held_back)
    data: dict[str, set[object]] = defaultdict(set)
    templates = defaultdict(set)
    for split in ("train", "test"):
        for number in range(60):
            drawn = draw_prompt(kind, speaker_of(0, split, 0, number))
            data[split].add(repr(kind.data({n: v for n, v in drawn.values.items() if _is_drawn(kind, n)})))
            templates[split].add(drawn.template)
            assert "{" not in drawn.prompt and drawn.prompt == drawn.prompt.strip()
    assert templates == {"train": {"seen"}, "test": {"seen", "unseen"}}
    assert not data["train"] & data["test"] and len(data["test"]) > 5


def _is_drawn(kind: Kind, name: str) -> bool:
    return name in kind.draw(speaker_of(0, "train", 0, 0).dice)


@pytest.mark.parametrize("kind", CALCULATIONS, ids=lambda kind: kind.name)
def test_expressions_have_the_numbers_of_the_prompt_and_the_expected_value(kind: Calculation) -> None:
    for example in examples(kind, "train") + examples(kind, "test"):
        written = {Fraction(number) for number in re.findall(r"\d+(?:\.\d+)?", example.prompt)}
        assert literals(example.argument) - DERIVED.get(kind.name, set()) <= written, example.prompt
        assert float(value(example.argument)) == pytest.approx(float(example.expected_answer), rel=1e-9)
        exact = eval(re.sub(r"(\d+(?:\.\d+)?)", r"Fraction('\1')", example.argument), {"Fraction": Fraction})
        assert exact == value(example.argument), "another parser has the same value"
        assert exact >= 0 or kind.name == "bare_expression"


@pytest.mark.parametrize("kind", PROGRAMS, ids=lambda kind: kind.name)
def test_programs_print_the_expected_answer(kind: Program) -> None:
    for example in (examples(kind, "train", 1) + examples(kind, "test", 2))[:3]:
        assert run(example.argument) == Ran(FINISHED, example.expected_answer + "\n"), example.argument
        assert 1 <= len(example.argument.splitlines()) <= 3


@pytest.mark.parametrize("kind", PROGRAMS, ids=lambda kind: kind.name)
def test_data_of_programs_stand_in_the_prompt(kind: Program) -> None:
    for number in range(20):
        drawn = draw_prompt(kind, speaker_of(1, "test", 0, number))
        for name in places(kind.code):
            assert spoken(drawn.values[name]) in drawn.prompt


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_facts_hold_their_answer(kind: Reply) -> None:
    for example in examples(kind, "train") + examples(kind, "test"):
        assert re.search(rf"(?<![\w.]){re.escape(example.expected_answer)}(?!\w)", example.prompt), example


def test_some_facts_hold_numbers() -> None:
    prompts = [example.prompt for kind in FACTS for example in examples(kind, "train", 10)]
    assert 0.2 < sum(bool(re.search(r"\d", prompt)) for prompt in prompts) / len(prompts) < 0.8


def test_a_prompt_is_a_function_of_seed_split_part_and_number() -> None:
    kind = CALCULATIONS[0]
    first = draw_prompt(kind, speaker_of(0, "train", 1, 5))
    assert draw_prompt(kind, speaker_of(0, "train", 1, 5)) == first
    others = [(1, "train", 1, 5), (0, "test", 1, 5), (0, "train", 2, 5), (0, "train", 1, 6)]
    assert all(draw_prompt(kind, speaker_of(*other)).values != first.values for other in others)
