"""Rubik's 2x2x2 cube as a puzzle: 24 stickers in, a shortest solution out; reading, drawing, checking, symmetries.

The cube after the scramble R U' (numbering of the stickers: `dataset.rubik2x2.cube`), and its solution U R':

         F F
         U U
    U B  L L  F D  R R     inputs  [4 4 2 2  4 5 3 3  ...  1  1 1 1 1 1 1 1 1 1 1]   24 stickers, then 11 answer slots
    L L  F D  R R  U B     labels  [0 0 0 0  0 0 0 0  ...  9 14 8 8 8 8 8 8 8 8 8]   U, R', then END in all other slots
         D B
         D B

Tokens: 0 padding and ignored labels, 1 blank, 2 to 7 the colours U R F D L B, 8 END, 9 to 26 the moves U U2 U' R R2 R'
... B B2 B'. There are 11 answer slots where half turns count one (`htm`) and 14 where they count two (`qtm`), whose
solutions are written in quarter turns. Any answer is right that ends with one colour on each face, whatever its length.

Labels are the shortest solution that comes first in the order of the tokens. Distances and solutions are found by
`dataset.rubik2x2.table`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from dataset.rubik2x2.cube import (
    CORNER_STICKERS,
    CORNERS,
    FACES,
    KEEP_DBL,
    MOVE_SOURCES,
    MOVES,
    SOLVED,
    STICKERS,
    SYMMETRY_CELLS,
    SYMMETRY_FACES,
    SYMMETRY_MOVES,
    one_colour_faces,
    standard_form,
    turned,
)
from dataset.rubik2x2.notation import read_moves
from dataset.rubik2x2.table import SLOTS, Metric, corners_of
from dataset.symmetries import Symmetries
from utils.errors import UserError

PAD, BLANK, FIRST_COLOUR, END, FIRST_MOVE = 0, 1, 2, 8, 9
VOCABULARY_SIZE = FIRST_MOVE + len(MOVES)
SEQ_LEN: dict[Metric, int] = {metric: STICKERS + slots for metric, slots in SLOTS.items()}
_FACE_NAMES = str.maketrans("WGYO", "UFDL")
"""White up and green in front: red is then on the right and blue at the back, R and B as the faces."""
_METRIC = re.compile(r"\s*(htm|qtm)\s*:", re.IGNORECASE)
_THREE_ALIKE = re.compile(r"([URFDLBWGYO])\1\1")


def tokens(states: np.ndarray, slots: int) -> np.ndarray:
    """The `inputs` (N, 24 + slots) of cubes (N, 24)."""
    inputs = np.full((len(states), STICKERS + slots), BLANK, np.uint8)
    inputs[:, :STICKERS] = states + FIRST_COLOUR
    return inputs


def answers(moves: np.ndarray) -> np.ndarray:
    """The `labels` (N, 24 + slots) of solutions (N, slots), which end where a move is negative."""
    labels = np.full((len(moves), STICKERS + moves.shape[1]), PAD, np.uint8)
    labels[:, STICKERS:] = np.where(moves < 0, END, moves + FIRST_MOVE)
    return labels


def states_of(inputs: np.ndarray) -> np.ndarray:
    """The cubes (N, 24) in `inputs` (N, seq_len)."""
    return (inputs[:, :STICKERS] - FIRST_COLOUR).astype(np.uint8)


def metric_of(seq_len: int) -> Metric:
    """Which metric the number of answer slots belongs to."""
    for metric, length in SEQ_LEN.items():
        if seq_len == length:
            return metric
    raise ValueError(f"a 2x2x2 cube takes {' or '.join(map(str, SEQ_LEN.values()))} tokens, not {seq_len}")


class Replay(NamedTuple):
    """What answers do to their cubes, move by move until END or a token that is no move."""

    states: np.ndarray  # (N, 24) the cubes in the end
    moves: np.ndarray  # (N, slots) indices of MOVES, -1 after the last
    broken: np.ndarray  # (N,) the slot that holds neither a move nor END, counted from 1; 0: none

    @property
    def solved(self) -> np.ndarray:
        """(N,) bool."""
        return one_colour_faces(self.states) & (self.broken == 0)

    def length(self, metric: Metric) -> np.ndarray:
        """(N,) number of moves; a half turn counts two in `qtm`."""
        made = self.moves >= 0
        halves = made & (self.moves % 3 == 1)
        return made.sum(axis=1) + (halves.sum(axis=1) if metric == "qtm" else 0)


def replay(inputs: np.ndarray, answers: np.ndarray) -> Replay:
    """Apply `answers` (N, seq_len) to the cubes of `inputs` (N, seq_len)."""
    states = states_of(inputs)
    slots = answers[:, STICKERS:].astype(np.int64)
    moves = np.full(slots.shape, -1, np.int8)
    broken = np.zeros(len(states), np.int64)
    going = np.arange(len(states))
    for slot in range(slots.shape[1]):
        token = slots[going, slot]
        is_move = (token >= FIRST_MOVE) & (token < VOCABULARY_SIZE)
        broken[going[~is_move & (token != END)]] = slot + 1
        going, chosen = going[is_move], token[is_move] - FIRST_MOVE
        moves[going, slot] = chosen
        states[going] = turned(states[going], chosen)
    return Replay(states, moves, broken)


# ---- the protocol of `dataset.common.Puzzle`


def parse(text: str) -> np.ndarray:
    """Read a scramble (`R U' F2`, applied to the solved cube) or 24 stickers (`UUUU RRRR ...`) into `inputs`.

    `dataset.rubik2x2.notation` says how moves may be written. Stickers are read face by face in the order U R F D L B,
    as letters of those faces or of the colours W R G Y O B, capital or small; a cube may be held in any way. A leading
    `qtm:` asks for 14 answer slots in place of 11. The cube comes out in standard form: held as it was, the colours
    renamed by the corner at DBL.

    Raises:
        UserError: a move is unknown, the stickers are no cube's, or the cube cannot be solved.
    """
    asked = _METRIC.match(text)
    metric: Metric = "qtm" if asked and asked[1].lower() == "qtm" else "htm"
    written = text[asked.end() :] if asked else text
    words = written.split()
    if not words:
        raise UserError("a cube is given as a scramble, as in R U' F2, or as 24 stickers; this text is empty")
    if _are_stickers(words):
        state = _stickers("".join(words).upper())
    else:
        state = SOLVED
        for move in read_moves(written):
            state = state[MOVE_SOURCES[move]]
    return tokens(standard_form(state[None]), SLOTS[metric])[0]


def render(inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
    """Draw the cube unfolded; with an answer, its moves in standard notation and the cube after each of them."""
    state = states_of(np.asarray(inputs)[None])
    if answer is None:
        return "\n".join(line.rstrip() for line in _net(state[0], " "))
    played = replay(np.asarray(inputs)[None], np.asarray(answer)[None])
    made = [int(move) for move in played.moves[0] if move >= 0]
    words = [MOVES[move] for move in made] + (["?"] if played.broken[0] else [])
    drawings = [["start   ", *_net(state[0])]]
    for move in made:
        state = turned(state, np.array([move]))
        drawings.append([f"{MOVES[move]:8}", *_net(state[0])])
    rows = [drawings[start : start + 6] for start in range(0, len(drawings), 6)]
    lines = [" ".join(words) if words else "(no moves)"]
    for row in rows:
        lines += ["", *("   ".join(parts).rstrip() for parts in zip(*row, strict=True))]
    return "\n".join(lines)


def check(inputs: np.ndarray, answer: np.ndarray) -> str | None:
    """Say why `answer` does not solve the cube of `inputs`; None where it does, in however many moves."""
    if len(answer) != len(inputs):
        return f"the answer has {len(answer)} tokens, the puzzle {len(inputs)}"
    played = replay(np.asarray(inputs)[None], np.asarray(answer)[None])
    slot = int(played.broken[0])
    if slot:
        return f"slot {slot} of the answer holds no move, but {_token_name(int(answer[STICKERS + slot - 1]))}"
    if not played.solved[0]:
        moves = int((played.moves[0] >= 0).sum())
        return f"the cube is not solved after {moves} move{'' if moves == 1 else 's'}"
    return None


def draw_symmetries(
    count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], object] | None = None
) -> Symmetries:
    """Draw evenly from the three turns about the corner DBL and the three reflections that leave it in its place.

    Stickers move, colours and moves are renamed; the answer slots stay. The image of a shortest solution is a shortest
    solution of the image, though not always the one that comes first, which a label of the builder is.
    """
    metric_of(seq_len)
    drawn = rng.integers(KEEP_DBL, size=count)
    return Symmetries(_cell_maps(seq_len)[drawn], _token_maps()[drawn])


# ---- reading


def _are_stickers(words: list[str]) -> bool:
    """Whether letters stand for colours and not for moves.

    They do where each of six letters comes four times. Else the user meant stickers, and made a mistake, where a word
    is as long as a face and names a colour three times in a row, or is as long as five faces without a sign of a move.
    """
    letters = "".join(words).upper()
    if len(letters) == STICKERS and all(letters.translate(_FACE_NAMES).count(face) == 4 for face in FACES):
        return True
    longest = max(words, key=len)
    if len(longest) <= 3:
        return False
    if letters.isalpha() and (len(letters) >= STICKERS - 4 or set(letters) & set("WGYO")):
        return True
    return _THREE_ALIKE.search(" ".join(words).upper()) is not None


def _stickers(letters: str) -> np.ndarray:
    """The state (24,) of stickers as letters, if it is one that a cube can have."""
    named = letters.translate(_FACE_NAMES)
    for number, (letter, face) in enumerate(zip(letters, named, strict=True), 1):
        if face not in FACES:
            raise UserError(f"sticker {number}, '{letter}', is no colour; those are U R F D L B, or W R G Y O B")
    if len(named) != STICKERS:
        raise UserError(f"a 2x2x2 cube has {STICKERS} stickers, this text has {len(named)}")
    for face in FACES:
        if named.count(face) != 4:
            raise UserError(f"{named.count(face)} stickers have the colour {face}; each of the six colours is on 4")
    state = np.array([FACES.index(face) for face in named], np.uint8)
    _check_reachable(state)
    return state


def _check_reachable(state: np.ndarray) -> None:
    shown = [[FACES[colour] for colour in state[stickers]] for stickers in CORNER_STICKERS]
    places = [f"corner {name} shows {', '.join(colours)}" for name, colours in zip(CORNERS, shown, strict=True)]
    for place, stickers in zip(places, CORNER_STICKERS, strict=True):
        if len(set(state[stickers] % 3)) != 3:
            raise UserError(f"{place}: no corner has a colour twice, or two that lie on opposite faces")
    corners = corners_of(standard_form(state[None]))[0].astype(int)
    for place, corner in zip(places, corners, strict=True):
        if corner >= 3 * len(CORNERS):
            raise UserError(f"{place} (clockwise): beside corner DBL that is the mirror image of a corner")
    for first in range(len(corners)):
        for second in range(first):
            if corners[first] // 3 == corners[second] // 3:
                raise UserError(f"{places[second]} and {places[first]}: no two corners have the same colours")
    twist = int((corners % 3).sum() % 3)
    if twist:
        way = "clockwise" if twist == 1 else "counterclockwise"
        raise UserError(
            f"this cube cannot be solved by turning its faces: a corner is twisted {way} by a third of a turn"
        )


# ---- drawing


def _net(state: np.ndarray, gap: str = "") -> list[str]:
    """The unfolded cube, six lines of equal length: U above, L F R B side by side, D below."""
    letters = [FACES[colour] if colour < len(FACES) else "?" for colour in state]
    line = [gap.join(letters[i : i + 2]) for i in range(0, STICKERS, 2)]  # two lines for each face
    blank, up, right, front, down, left, back = (" " * len(line[0]), *range(0, 12, 2))
    wide = [[blank, line[up + i], blank, blank] for i in range(2)]
    wide += [[line[face + i] for face in (left, front, right, back)] for i in range(2)]
    wide += [[blank, line[down + i], blank, blank] for i in range(2)]
    return [(gap * 2).join(parts) for parts in wide]


def _token_name(token: int) -> str:
    if token == BLANK:
        return "a blank"
    if FIRST_COLOUR <= token < END:
        return f"the colour {FACES[token - FIRST_COLOUR]}"
    return "padding" if token == PAD else f"token {token}"


# ---- symmetries


def _cell_maps(seq_len: int) -> np.ndarray:
    slots = np.tile(np.arange(STICKERS, seq_len), (KEEP_DBL, 1))
    return np.concatenate([SYMMETRY_CELLS[:KEEP_DBL], slots], axis=1).astype(np.uint8)


def _token_maps() -> np.ndarray:
    maps = np.tile(np.arange(VOCABULARY_SIZE, dtype=np.uint8), (KEEP_DBL, 1))
    maps[:, FIRST_COLOUR:END] = FIRST_COLOUR + SYMMETRY_FACES[:KEEP_DBL]
    maps[:, FIRST_MOVE:] = FIRST_MOVE + SYMMETRY_MOVES[:KEEP_DBL]
    return maps
