"""Sentences and expressions with other numbers."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import numpy as np
import pytest

from dataset.tools.tool_json.renumbering import renumbered
from tests.harness import ROOT

PAIRS = [
    ("He makes 22,500*20 of it", "22500*20"),
    ("12 oranges cost $0.50 * 12", "0.5*12"),
    ("80 / .8 is 0.8 of it", "80/.8"),
    ("It is (2/3) of 10.00 x 10", "(2/3)*10"),
    ("From 450,000 to 2,000", "450000-2000"),
    ("Nothing here", "1+0"),
]


def shape(text: str) -> str:
    return re.sub(r"\d", "9", text)


def values(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?|\.\d+", text.replace(",", ""))]


@pytest.mark.parametrize(("sentence", "expression"), PAIRS)
@pytest.mark.parametrize("seed", range(20))
def test_numbers_keep_their_shape_and_stay_equal_or_different(sentence: str, expression: str, seed: int) -> None:
    new_sentence, new_expression = renumbered((sentence, expression), np.random.default_rng(seed))
    assert (shape(new_sentence), shape(new_expression)) == (shape(sentence), shape(expression))
    before, after = values(sentence) + values(expression), values(new_sentence) + values(new_expression)
    renamed = dict(zip(before, after, strict=True))
    assert [renamed[value] for value in before] == after and len(set(renamed.values())) == len(renamed)
    assert set(values(new_expression)) <= set(values(new_sentence)) | {0, 1}


def test_nothing_one_and_a_hundred_stay_and_the_others_change() -> None:
    rng = np.random.default_rng(0)
    assert renumbered(("1 of 100, and 0 + 0.0",), rng) == ("1 of 100, and 0 + 0.0",)
    text, expression = renumbered(("57 of 100", "57/100*100"), rng)
    assert text != "57 of 100" and expression == f"{text.split()[0]}/100*100"


def test_all_numbers_of_one_digit_may_be_taken() -> None:
    text = "1 2 3 4 5 6 7 8 9"
    assert renumbered((text,), np.random.default_rng(0)) == (text,)


def test_the_numbers_do_not_depend_on_the_start_of_python() -> None:
    """`0.72` and `.72` have different numbers of digits to draw, so it matters which of them is asked first."""
    code = """if True:
        import numpy as np
        from dataset.tools.tool_json.renumbering import renumbered
        print(renumbered(("4 pounds at $0.72, so 4*.72", "4*.72"), np.random.default_rng(0)))
    """
    found = set()
    for start in ("1", "2", "3", "4", "5", "6"):
        surroundings = os.environ | {"PYTHONHASHSEED": start, "PYTHONPATH": str(ROOT)}
        ended = subprocess.run(
            [sys.executable, "-c", code], env=surroundings, check=True, capture_output=True, text=True, timeout=60
        )
        found.add(ended.stdout)
    assert len(found) == 1
