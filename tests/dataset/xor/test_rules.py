"""The rules of XOR, and how it is read and drawn."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.xor.rules import check, draw_symmetries, parse, render
from utils.errors import UserError


def test_text() -> None:
    inputs = parse("0.. .?. .1.")
    assert inputs.tolist() == [1, 0, 0, 0, 3, 0, 0, 2, 0]
    assert render(inputs) == "0 . .\n. ? .\n. 1 ."
    assert render(inputs, np.full(9, 2)) == "0 . .\n. 1 .\n. 1 ."
    assert check(inputs, np.full(9, 1)) == "0 XOR 1 is 1" and check(inputs, np.full(9, 2)) is None


@pytest.mark.parametrize(
    ("text", "said"), [("0..2?....", "'2'"), ("01.......", "and 0"), ("01?", "has 3"), ("011?.....", "3 and 1")]
)
def test_text_that_is_none(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        parse(text)


def test_there_is_no_symmetry_to_augment_with() -> None:
    with pytest.raises(ValueError, match="test questions"):
        draw_symmetries(1, 9, np.random.default_rng(0))
