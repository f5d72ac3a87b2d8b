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
from dataset.tools.tool_json.programs import same_program
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


OTHER_WAYS = {
    "sum_of_a_range": "t = 0\nfor i in range({a}, {b} + 1):\n    t += i\nprint(t)",
    "sum_of_squares": "n = {n}\nprint(n * (n + 1) * (2 * n + 1) // 6)",
    "primes_up_to": "f = []\nfor n in range(2, {n} + 1):\n    if not any(n % p == 0 for p in f): f.append(n)\nprint(f)",
    "is_prime": "n = {n}\nprint(n > 1 and not any(n % d == 0 for d in range(2, n)))",
    "factorial": "t = 1\nfor i in range(2, {n} + 1): t *= i\nprint(t)",
    "fibonacci": "a, b, f = 0, 1, []\nfor _ in range({n}):\n    f.append(a)\n    a, b = b, a + b\nprint(f)",
    "divisible_numbers": "print(list(filter(lambda n: not n % {k}, range({a}, {b} + 1))))",
    "count_of_divisors": "print(len([d for d in range(1, {n} + 1) if {n} % d == 0]))",
    "sum_of_digits": "n, t = {n}, 0\nwhile n:\n    t += n % 10\n    n //= 10\nprint(t)",
    "greatest_common_divisor": "a, b = {a}, {b}\nwhile b: a, b = b, a % b\nprint(a)",
    "in_binary": "print(format({n}, 'b'))",
    "multiples": "print(list(range({n}, {n} * {k} + 1, {n})))",
    "larger_than": "print(list(filter(lambda n: n > {limit}, {numbers})))",
    "sorted_numbers": "x = {numbers}\nx.sort()\nprint(x)",
    "sorted_downwards": "print(sorted({numbers})[::-1])",
    "largest": "print(sorted({numbers})[-1])",
    "count_of_a_letter": "print(sum(c == {letter} for c in {word}))",
    "word_reversed": "print(''.join(reversed({word})))",
    "upper_case": "print(''.join(c.upper() for c in {text}))",
    "length_of_a_text": "print(sum(1 for c in {text}))",
    "count_of_vowels": "t = {text}\nprint(t.count('a') + t.count('e') + t.count('i') + t.count('o') + t.count('u'))",
    "longest_word": "print(sorted({text}.split(), key=len, reverse=True)[0])",
    "words_joined": "t = ''\nfor w in {words}: t += '-' + w\nprint(t[1:])",
    "words_sorted": "w = {words}\nw.sort()\nprint(w)",
    "letter_replaced": "print(''.join('*' if c == {letter} else c for c in {text}))",
}
"""Other programs that do what the kind's program does, as a policy may write them."""


@pytest.mark.parametrize("name", OTHER_WAYS)
def test_a_right_program_of_another_form_is_right_and_its_output_alone_is_not(name: str) -> None:
    kind = next(kind for kind in PROGRAMS if kind.name == name)
    drawn = draw_prompt(kind, speaker_of(5, "train", 0, 0))
    code, other = (
        text.format(**{n: repr(drawn.values[n]) for n in places(kind.code)}) for text in (kind.code, OTHER_WAYS[name])
    )
    answer = str(kind.answer(drawn.values))
    assert same_program(other, code, answer, run)
    assert not same_program(f"print({answer!r})", code, answer, run)
    assert not same_program(f"print(str({answer!r}).strip())", code, answer, run)
