"""Outputs on a canvas: what is copied, what is a piece, what is spelled."""

from __future__ import annotations

import pytest

from dataset.text.prompt_rows import END
from dataset.tools.tool_json.canvas import LETTERS, Canvas
from dataset.tools.words import split

CALL = '{{"tool": "calculator", "args": {{"expression": "{}"}}}}'
CODE = '{{"tool": "python", "args": {{"code": "{}"}}}}'
TRAINED = [
    ("What is 48 divided by 2?", CALL.format("48 / 2")),
    ("Divide 900 by 31.", CALL.format("900 / 31")),
    ("Share 17 among 4.", CALL.format("17 / 4")),
    ("Add the numbers up to 12.", CODE.format("print(sum(range(2, 12)))")),
    ("Add the numbers from 2 up to 340.", CODE.format("print(sum(range(2, 340)))")),
    ("Add all up to 7.", CODE.format("print(sum(range(2, 7)))")),
    ("Hi", '{"final": "Hello."}'),
]


def canvas(min_count: int = 1) -> Canvas:
    return Canvas.of(TRAINED, min_count)


@pytest.mark.parametrize(("prompt", "output"), TRAINED)
@pytest.mark.parametrize("min_count", [1, 3, 100])
def test_an_output_comes_back(prompt: str, output: str, min_count: int) -> None:
    """Whether or not there are pieces for it."""
    of = canvas(min_count)
    classes = of.encode(prompt, output)
    assert classes is not None and classes[-1] == END and classes.count(END) == 1
    assert of.decode(split(prompt), classes) == output
    assert of.decode(split(prompt), [*classes, 5, 6, END]) == output, "what stands behind END is no part of it"


def test_numbers_are_copied_and_what_stands_between_them_is_one_class() -> None:
    of = canvas()
    prompt = "What is 7 divided by 5000?"
    classes = of.encode(prompt, CALL.format("7 / 5000"))
    assert classes is not None and len(classes) == 6
    assert [number - of.first_word for number in classes[1:4:2]] == [2, 5]


def test_a_word_that_a_tool_always_has_is_not_copied_for_it() -> None:
    """The 2 of `range(2, n)` stands in one prompt by chance; the 2 of an expression is always the prompt's."""
    of = canvas()
    prompt = "Add the numbers from 2 up to 340."
    found = of.encode(prompt, CODE.format("print(sum(range(2, 340)))"))
    assert found is not None and [number for number in found if number >= of.first_word] == [of.first_word + 7]
    prompt = "What is 48 divided by 2?"
    found = of.encode(prompt, CALL.format("48 / 2"))
    assert found is not None and [number - of.first_word for number in found if number >= of.first_word] == [2, 5]


def test_the_second_use_of_a_word_is_its_second_place() -> None:
    of = canvas()
    found = of.encode("What is 30 times 30 ?", CALL.format("30 * 30"))
    assert found is not None
    assert [number - of.first_word for number in found if number >= of.first_word] == [2, 4]


def copied(prompt: str, argument: str) -> list[int]:
    """The positions of the words that an expression copies."""
    of = canvas()
    classes = of.encode(prompt, CALL.format(argument))
    assert classes is not None and of.decode(split(prompt), classes) == CALL.format(argument)
    return [number - of.first_word for number in classes if number >= of.first_word]


def test_an_expression_that_stands_as_a_whole_is_copied_from_there() -> None:
    assert copied("Of 200 pens 60 are red: 60 / 200 is?", "60 / 200") == [7, 9]
    assert copied("Of 200 pens 60 are red, and 200 / 60 is?", "60 / 200") == [3, 8], "order comes before nearness"
    assert copied("Add 5 to 7 and take 5 away", "5 + 7 - 5") == [1, 3, 6]


@pytest.mark.parametrize(
    ("prompt", "argument", "positions"),
    [
        ("He makes 22,500 by 20 of it", "22500 * 20", [2, 4, 6]),
        ("What is 1,234,567 and 2,000?", "1234567 + 2000", [2, 4, 6, 8, 10]),
        ("Add 12,3456 and 1234,567", "123456 + 1234567", []),
        ("Add 1, 200 and 30", "1200 + 30", [5]),
        ("Add 1,200,30 and 4", "120030 + 4", [7]),
    ],
)
def test_a_number_with_commas_is_copied_without_them(prompt: str, argument: str, positions: list[int]) -> None:
    assert copied(prompt, argument) == positions


def test_a_character_that_cannot_be_spelled() -> None:
    assert canvas().encode("What?", '{"final": "Łódź"}') is None
    assert canvas().encode("Where is Łódź?", '{"final": "Łódź"}') is not None, "but it can be copied"


def test_any_classes_are_some_text() -> None:
    of = canvas()
    for classes in ([], [END], [0, 0, 0], [10**6, -5], list(range(2, of.first_word))):
        assert isinstance(of.decode([], classes), str)
    assert of.decode([], [of.first_letter + LETTERS.index("x"), END]) == "x"
