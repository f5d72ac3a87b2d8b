"""The 2x2x2 cube as a puzzle: reading, drawing, rules and symmetries."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.common import IGNORE_LABEL_ID
from dataset.rubik2x2.cube import (
    CORNER_STICKERS,
    CORNERS,
    MOVES,
    SYMMETRY_FACES,
    standard_form,
)
from dataset.rubik2x2.rules import (
    BLANK,
    END,
    FIRST_COLOUR,
    FIRST_MOVE,
    SEQ_LEN,
    VOCABULARY_SIZE,
    answers,
    check,
    draw_symmetries,
    metric_of,
    parse,
    render,
    replay,
    states_of,
    tokens,
)
from dataset.rubik2x2.table import (
    SLOTS,
    STATES,
    Metric,
    distances,
    first_solutions,
    number_of,
    orbits,
    state_of,
)
from tests.dataset.rubik2x2.model import letters, scrambled
from utils.errors import UserError


def test_the_example_of_the_module() -> None:
    inputs = parse("R U'")
    assert inputs.dtype == np.uint8 and inputs.shape == (35,) and (inputs[24:] == BLANK).all()
    assert letters(states_of(inputs[None])[0]) == letters(scrambled("R U'"))
    label = answers(first_solutions(number_of(states_of(inputs[None])), "htm"))[0]
    assert label.tolist() == [0] * 24 + [FIRST_MOVE + MOVES.index("U"), FIRST_MOVE + MOVES.index("R'")] + [END] * 9
    assert check(inputs, label) is None
    assert parse("qtm: R U'").shape == (38,) and (parse("htm: R U'") == inputs).all()
    with pytest.raises(ValueError, match="35 or 38 tokens, not 16"):
        metric_of(16)


def test_parse_reads_a_cube_held_and_coloured_in_any_way() -> None:
    state = scrambled("R U' F2 U R2")
    want = parse("R U' F2 U R2")
    assert (parse(letters(state)) == want).all()
    assert (parse(" ".join(letters(state)[i : i + 4] for i in range(0, 24, 4))) == want).all()
    seen = letters(state).translate(str.maketrans("URFDLB", "WRGYOB"))
    assert (parse(seen) == want).all()
    for faces in SYMMETRY_FACES:  # colours named otherwise, as after turning or reflecting
        assert (parse(letters(faces[state])) == want).all()
    held = parse("R U D' B L2")
    assert (standard_form(states_of(held[None])) == states_of(held[None])).all()
    assert (parse("R\N{RIGHT SINGLE QUOTATION MARK}") == parse("R'")).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "24 stickers; this text is empty"),
        ("R U4", "move 2, 'U4', is unknown"),
        ("R U''", "move 2, 'U''', is unknown"),
        ("R Uw", "move 3, 'w', is unknown"),
        ("R u F", "capital and small letters are mixed"),
        ("(R U", "a ( is not closed"),
        ("R)2 U", "a ) after move 1 closes no ("),
        ("()", "this text has no moves"),
        ("((R U)9999)9999", "at most 10000 moves"),
        ("R X", "move 2, 'X', is unknown"),
        ("UUUURRRRFFFFDDDDLLLLBBB", "has 24 stickers, this text has 23"),
        ("UUUURRRRFFFFDDDDLLLLBBBX", "sticker 24, 'X', is no colour"),
        ("UUUURRRRFFFFDDDDLLLLLBBB", "5 stickers have the colour L; each"),
        ("UUUURRRRFFFFDDDDLLLLBBBU", "5 stickers have the colour U; each"),
        ("UUUU DRRR FFFF RDDD LLLL BBBB", "corner URF shows U, D, F: no corner has"),
        ("UURU URRR FFFF DDDD LLLL BBBB", "corner URF shows U, U, F: no corner has"),
        ("UUUUFRRRFRFFDDDDLLLLBBBB", "corner URF shows U, F, R (clockwise): beside corner DBL that is the mirror"),
        ("UUUUFRRRFRFFDDDD LLLLBBB2", "sticker 24, '2', is no colour"),
        ("UUUU", "has 24 stickers, this text has 4"),
    ],
)
def test_parse_refuses(text: str, said: str) -> None:
    assert said in refused(text)


def refused(text: str) -> str:
    """The one line that says why a text is no cube."""
    with pytest.raises(UserError) as error:
        parse(text)
    assert "\n" not in str(error.value)
    return str(error.value)


def with_corner(name: str, colours: str, state: str = "UUUURRRRFFFFDDDDLLLLBBBB") -> str:
    """A cube with one corner's stickers replaced."""
    found = list(state)
    for sticker, colour in zip(CORNER_STICKERS[CORNERS.index(name)], colours, strict=True):
        found[sticker] = colour
    return "".join(found)


def test_parse_says_that_a_cube_is_unreachable() -> None:
    assert "cannot be solved by turning its faces: a corner is twisted clockwise" in refused(with_corner("URF", "FUR"))
    assert "a corner is twisted counterclockwise" in refused(with_corner("URF", "RFU"))
    assert parse(with_corner("UFL", "LUF", with_corner("URF", "RFU"))).shape == (35,)  # the twists cancel
    twice = refused(with_corner("DFR", "DLF", with_corner("UFL", "URF")))
    assert "corner URF shows U, R, F and corner UFL shows U, R, F: no two" in twice
    circle = with_corner("DRB", "UFL", with_corner("DLF", "DRB", with_corner("UFL", "DLF")))
    assert parse(circle).shape == (35,)
    exchanged = with_corner("UFL", "URF", with_corner("URF", "UFL"))
    assert parse(exchanged).shape == (35,)  # two corners alone: possible without edges


def test_render() -> None:
    inputs = parse("R")
    assert render(inputs).splitlines() == [
        "     U F",
        "     U F",
        "L L  F D  R R  U B",
        "L L  F D  R R  U B",
        "     D B",
        "     D B",
    ]
    answer = answers(np.array([[MOVES.index("R'"), *[-1] * 10]]))[0]
    assert render(inputs, answer).splitlines() == [
        "R'",
        "",
        "start      R'",
        "  UF         UU",
        "  UF         UU",
        "LLFDRRUB   LLFFRRBB",
        "LLFDRRUB   LLFFRRBB",
        "  DB         DD",
        "  DB         DD",
    ]
    assert render(inputs, np.full(35, END)).startswith("(no moves)\n")
    anything = np.random.default_rng(0).integers(-100, VOCABULARY_SIZE, size=(50, 35))
    assert all(render(inputs, row) and render(row) for row in anything)


def test_check() -> None:
    inputs = parse("R")

    def said(*words: str, then: int = END) -> str | None:
        answer = np.full(35, IGNORE_LABEL_ID)
        answer[24:] = then
        answer[24 : 24 + len(words)] = [FIRST_MOVE + MOVES.index(word) for word in words]
        return check(inputs, answer)

    assert said("R'") is None and said("R2", "R") is None and said("L'") is None and said("U", "U'", "R'") is None
    assert said("R") == "the cube is not solved after 1 move"
    assert said() == "the cube is not solved after 0 moves"
    assert said("R'", then=BLANK) == "slot 2 of the answer holds no move, but a blank"
    assert said("R'", then=FIRST_COLOUR + 1) == "slot 2 of the answer holds no move, but the colour R"
    assert said("R'", then=0) == "slot 2 of the answer holds no move, but padding"
    assert said(*["R2"] * 10, "R'") is None  # all slots, no END
    assert "35" in str(check(inputs, np.zeros(38, int)))


@pytest.mark.parametrize("metric", ["htm", "qtm"])
def test_symmetries_keep_shortest_solutions(metric: Metric) -> None:
    rng = np.random.default_rng(4)
    numbers = rng.integers(STATES, size=600)
    inputs, labels = tokens(state_of(numbers), SLOTS[metric]), answers(first_solutions(numbers, metric))
    drawn = draw_symmetries(600, SEQ_LEN[metric], rng)
    assert drawn.tokens.shape == (600, VOCABULARY_SIZE) and (drawn.tokens[:, :2] == [0, 1]).all()
    assert len(np.unique(drawn.cells, axis=0)) == 6
    images_, image_labels = drawn.images(inputs, labels)
    played = replay(images_, image_labels)
    states = states_of(images_)
    assert played.solved.all() and (played.length(metric) == distances(metric)[numbers]).all()
    assert (standard_form(states) == states).all() and (orbits(number_of(states)) == orbits(numbers)).all()
    assert set(played.moves.ravel().tolist()) <= {-1, *range(9)}
    ignored = np.where(labels == 0, IGNORE_LABEL_ID, labels.astype(np.int32))
    assert ((drawn.images(inputs, ignored)[1] == IGNORE_LABEL_ID) == (labels == 0)).all()
