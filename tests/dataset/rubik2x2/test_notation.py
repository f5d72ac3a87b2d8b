"""Moves as people write them."""

from __future__ import annotations

import pytest

from dataset.rubik2x2.cube import (
    standard_form,
)
from dataset.rubik2x2.rules import (
    parse,
    tokens,
)
from dataset.rubik2x2.table import (
    SLOTS,
)
from tests.dataset.rubik2x2.model import scrambled


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("r u f", "R U F"),
        ("r u' f2", "R U' F2"),
        ("RU'F2", "R U' F2"),
        ("R U'R", "R U' R"),
        ("R, U', F2", "R U' F2"),
        ("R2'", "R2"),
        ("R'2 U", "R2 U"),
        ("R3 U1", "R' U"),
        ("R3' U", "R U"),
        ("R\N{PRIME}U", "R' U"),
        ("R\N{RIGHT SINGLE QUOTATION MARK}U2\N{PRIME}", "R' U2"),
        ("R` U\N{ACUTE ACCENT}", "R' U'"),
        ("R\N{SUPERSCRIPT TWO} U", "R2 U"),
        ("(R U R' U')3 F", "R U R' U' R U R' U' R U R' U' F"),
        ("F (R U2)'", "F U2 R'"),
        ("((R U)2 F)", "R U R U F"),
        (" \tR\r\nU ", "R U"),
        ("URURU", "U R U R U"),
        ("uuuu rrrr ffff dddd llll bbbb", "R R'"),
        ("WWWWRRRRGGGGYYYYOOOOBBBB", "R R'"),
        ("w w w w r r r r g g g g y y y y o o o o b b b b", "R R'"),
        ("QTM: R U", "qtm: R U"),
    ],
)
def test_notation_as_people_write_it(written: str, meant: str) -> None:
    prefix, _, moves = meant.rpartition(": ")
    state = scrambled(moves)
    want = tokens(standard_form(state[None]), SLOTS["qtm" if prefix else "htm"])[0]
    assert parse(written).tolist() == want.tolist()
