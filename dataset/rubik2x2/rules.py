"""Rubik's 2x2x2 cube as a puzzle, 24 stickers in, a solution out: reading, drawing, rules and symmetries.

The cube after the scramble R U' (numbering of the stickers: `dataset.rubik2x2.cube`), and its solution U R':

         F F
         U U
    U B  L L  F D  R R     inputs  [4 4 2 2  4 5 3 3  ...  1  1 1 1 1 1 1 1 1 1 1]   24 stickers, then 11 answer slots
    L L  F D  R R  U B     labels  [0 0 0 0  0 0 0 0  ...  9 14 8 8 8 8 8 8 8 8 8]   U, R', then END in all other slots
         D B
         D B

Tokens: 0 padding and ignored labels, 1 blank, 2 to 7 the colours U R F D L B, 8 END, 9 to 26 the moves U U2 U' R R2 R'
... B B2 B'. There are 11 answer slots if half turns count as one move (`htm`), and 14 if they count as two (`qtm`) and
solutions are written in quarter turns. An answer is right if it leaves one colour on each face, however long it is.

Labels are the first shortest solution in the order of the tokens (`dataset.rubik2x2.table`).
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
from dataset.tasks import TaskOption
from utils.errors import UserError

PAD, BLANK, FIRST_COLOUR, END, FIRST_MOVE = 0, 1, 2, 8, 9
VOCABULARY_SIZE = FIRST_MOVE + len(MOVES)
SEQ_LEN: dict[Metric, int] = {metric: STICKERS + slots for metric, slots in SLOTS.items()}
_FACE_NAMES = str.maketrans("WGYO", "UFDL")
"""Colours by their faces, with white up and green in front; red and blue then have the letters of R and B anyway."""
OPTION = TaskOption("cube", "a 2x2x2 cube, as a scramble or as 24 stickers")
_METRIC = re.compile(r"\s*(htm|qtm)\s*:", re.IGNORECASE)
_THREE_ALIKE = re.compile(r"([URFDLBWGYO])\1\1")


def tokens(states: np.ndarray, slots: int) -> np.ndarray:
    """The `inputs` (N, 24 + slots) of cubes (N, 24)."""
    inputs = np.full((len(states), STICKERS + slots), BLANK, np.uint8)
    inputs[:, :STICKERS] = states + FIRST_COLOUR
    return inputs


def answers(moves: np.ndarray) -> np.ndarray:
    """The `labels` (N, 24 + slots) of solutions (N, slots), which end at the first negative move."""
    labels = np.full((len(moves), STICKERS + moves.shape[1]), PAD, np.uint8)
    labels[:, STICKERS:] = np.where(moves < 0, END, moves + FIRST_MOVE)
    return labels


def states_of(inputs: np.ndarray) -> np.ndarray:
    """The cubes (N, 24) in `inputs` (N, seq_len)."""
    return (inputs[:, :STICKERS] - FIRST_COLOUR).astype(np.uint8)


def metric_of(seq_len: int) -> Metric:
    """The metric of rows of this length."""
    for metric, length in SEQ_LEN.items():
        if seq_len == length:
            return metric
    raise ValueError(f"a 2x2x2 cube takes {' or '.join(map(str, SEQ_LEN.values()))} tokens, not {seq_len}")


class Replay(NamedTuple):
    """N cubes after the moves of their answers, up to END or the first token that is no move."""

    states: np.ndarray  # (N, 24) the cubes after the last move
    moves: np.ndarray  # (N, slots) indices of MOVES, -1 behind the last
    broken: np.ndarray  # (N,) the first slot, counted from 1, with neither a move nor END; 0 if there is none

    @property
    def solved(self) -> np.ndarray:
        """Which cubes are solved: (N,) bool."""
        return one_colour_faces(self.states) & (self.broken == 0)

    def length(self, metric: Metric) -> np.ndarray:
        """Number of moves: (N,); a half turn counts as two in `qtm`."""
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


# ---- the protocol of `dataset.tasks.Puzzle`


def parse(text: str) -> np.ndarray:
    """Read a scramble (`R U' F2`, applied to the solved cube) or 24 stickers (`UUUU RRRR ...`) into `inputs`.

    `dataset.rubik2x2.notation` says how moves may be written. Stickers are read face by face in the order U R F D L B,
    as letters of those faces or of the colours W R G Y O B, capital or small; a cube may be held in any way. A leading
    `qtm:` asks for 14 answer slots instead of 11. The result is in standard form: the stickers stay in place, and
    colours are renamed by the corner at DBL.

    Raises:
        UserError: a move is unknown, the stickers are not those of a cube, or the cube cannot be solved.
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
    """Say why `answer` does not solve the cube of `inputs`; None if it does, in any number of moves."""
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
    """Draw from the three rotations about corner DBL and the three reflections that keep it in its place.

    Stickers move, colours and moves are renamed, answer slots stay. The image of a shortest solution is a shortest
    solution of the image, but not always the first one, which the builder's labels are.
    """
    metric_of(seq_len)
    drawn = rng.integers(KEEP_DBL, size=count)
    return Symmetries(_cell_maps(seq_len)[drawn], _token_maps()[drawn])


# ---- reading


def _are_stickers(words: list[str]) -> bool:
    """Whether letters are meant as colours and not as moves.

    They are if each of six letters occurs four times. Otherwise a text with a word of four letters or more is taken for
    colours with a mistake in them if it names a colour three times in a row, or if it consists of letters alone and has
    20 of them or one that only colours have (W, G, Y, O).
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
    """The state (24,) of stickers as letters; `UserError` if no cube can look like that."""
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
