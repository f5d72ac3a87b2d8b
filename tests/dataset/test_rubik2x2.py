"""The 2x2x2 cube, against an independent model: eight corners with permutation and twist, as Kociemba writes moves."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.common import IGNORE_LABEL_ID
from dataset.rubik2x2.cube import (
    CORNER_STICKERS,
    CORNERS,
    FACES,
    MOVE_SOURCES,
    MOVES,
    ROTATIONS,
    SOLVED,
    SYMMETRY_CELLS,
    SYMMETRY_FACES,
    SYMMETRY_MOVES,
    one_colour_faces,
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
    corners_of,
    distances,
    first_solutions,
    number_of,
    orbits,
    state_of,
)
from utils.errors import UserError

# Which corner comes to each place URF UFL ULB UBR DFR DLF DBL DRB, and by how much it is then twisted.
CUBIE_MOVES = {
    "U": ((3, 0, 1, 2, 4, 5, 6, 7), (0, 0, 0, 0, 0, 0, 0, 0)),
    "R": ((4, 1, 2, 0, 7, 5, 6, 3), (2, 0, 0, 1, 1, 0, 0, 2)),
    "F": ((1, 5, 2, 3, 0, 4, 6, 7), (1, 2, 0, 0, 2, 1, 0, 0)),
    "D": ((0, 1, 2, 3, 5, 6, 7, 4), (0, 0, 0, 0, 0, 0, 0, 0)),
    "L": ((0, 2, 6, 3, 4, 1, 5, 7), (0, 1, 2, 0, 0, 2, 1, 0)),
    "B": ((0, 1, 3, 7, 4, 5, 2, 6), (0, 0, 1, 2, 0, 0, 2, 1)),
}


def cubies(scramble: str) -> tuple[list[int], list[int]]:
    """Permutation and twists after a scramble of the solved cube."""
    corners, twists = list(range(8)), [0] * 8
    for word in scramble.split():
        for _ in range({"": 1, "2": 2, "'": 3}[word[1:]]):
            come, turned = CUBIE_MOVES[word[0]]
            twists = [(twists[come[i]] + turned[i]) % 3 for i in range(8)]
            corners = [corners[come[i]] for i in range(8)]
    return corners, twists


def scrambled(scramble: str) -> np.ndarray:
    """The stickers (24,) after a scramble, without renaming."""
    state = SOLVED
    for word in scramble.split():
        state = state[MOVE_SOURCES[MOVES.index(word)]]
    return state


def letters(state: np.ndarray) -> str:
    return "".join(FACES[colour] for colour in state)


def order(sequence: str) -> int:
    """How often a sequence is repeated until the cube is solved again, colours in place."""
    count = 1
    while letters(scrambled(" ".join([sequence] * count))) != letters(SOLVED):
        count += 1
    return count


# ---- the cube


def test_moves_against_the_model_of_corners() -> None:
    rng = np.random.default_rng(0)
    scrambles = [*MOVES, *(" ".join(rng.choice(MOVES, 12)) for _ in range(200))]
    for scramble in scrambles:
        found = corners_of(scrambled(scramble)[None])[0]
        corners, twists = cubies(scramble)
        assert (found // 3).tolist() == corners and (found % 3).tolist() == twists, scramble


def test_orders_of_moves() -> None:
    for move in MOVES:
        assert order(move) == (2 if move.endswith("2") else 4)
    known = {"R U": 15, "R U'": 9, "R U R' U'": 6, "R L": 4, "R L'": 4}  # of the corners of any cube
    assert {sequence: order(sequence) for sequence in known} == known


def test_a_drawn_example() -> None:
    # R brings the right column of F up, that of U to the back, that of B down, that of D to the front
    assert letters(scrambled("R")) == "UFUFRRRRFDFDDBDBLLLLUBUB"
    assert letters(scrambled("U")) == "UUUUBBRRRRFFDDDDFFLLLLBB"
    assert letters(scrambled("B'")) == "LLUURURUFFFFDDRRDLDLBBBB"


def test_symmetries_take_moves_to_moves() -> None:
    assert len(np.unique(SYMMETRY_CELLS, axis=0)) == 48 and len(ROTATIONS) == 24
    for cells, faces, moves in zip(SYMMETRY_CELLS, SYMMETRY_FACES, SYMMETRY_MOVES, strict=True):
        assert (faces[SOLVED[cells]] == SOLVED).all()
        for move, image in enumerate(moves):
            # turn, then carry to its place, or carry first and make the image of the turn
            assert (MOVE_SOURCES[move][cells] == cells[MOVE_SOURCES[image]]).all()
    for cells in SYMMETRY_CELLS[ROTATIONS]:
        assert one_colour_faces(SOLVED[cells][None]).all() and number_of(SOLVED[cells][None]) == number_of(SOLVED[None])


def test_opposite_faces_turn_the_same_cube() -> None:
    for face in range(3):
        for turns in range(3):
            one, other = scrambled(MOVES[3 * face + turns]), scrambled(MOVES[3 * (face + 3) + turns])
            by_turns = {number_of(one[cells][None]).item() for cells in SYMMETRY_CELLS[ROTATIONS]}
            assert number_of(other[None]).item() in by_turns


# ---- the protocol


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
