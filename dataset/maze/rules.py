"""Square mazes with a start and a goal: reading, drawing, rules and symmetries.

Tokens are 0 for padding, then the characters of the published mazes in the official order: 1 '#' a wall, 2 ' ' a free
cell, 3 'S' the start, 4 'G' the goal, 5 'o' a cell of the path.

    |#S #|    inputs  [1 3 2 1  2 1 2 1  2 2 2 1  4 1 2 2]    answer  [1 3 5 1  2 1 5 1  5 5 5 1  4 1 2 2]    |#So#|
    | # #|                                                                                                    | #o#|
    |   #|    The bars only show where the spaces end.                                                        |ooo#|
    |G#  |                                                                                                    |G#  |

The size follows from the number of cells. Grids are flat, row by row. A path steps up, down, left or right.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np
from einops import rearrange

from dataset.maze.paths import UNREACHED, Flood
from dataset.symmetries import TURNS, Symmetries, map_dtype, turned
from utils.errors import UserError

CHARACTERS = "# SGo"
PAD, WALL, FREE, START, GOAL, PATH = range(6)
VOCAB_SIZE = len(CHARACTERS) + 1
ALSO_FREE = "."
"""A second sign for a free cell in typed mazes, since editors strip spaces at the end of a line."""
_TYPED = {character: token for token, character in enumerate(CHARACTERS[:-1], 1)} | {ALSO_FREE: FREE}
_ENDS = ((START, "start", "S"), (GOAL, "goal", "G"))


def size_of(cells: int) -> int:
    """The side of a square grid with this many cells; `UserError` if it is not a square."""
    size = math.isqrt(cells)
    if size < 2 or size * size != cells:
        raise UserError(f"a maze is a square of at least 2x2 cells, and {cells} cells are none")
    return size


# ---- the protocol of `dataset.tasks.Puzzle`


def parse(text: str) -> np.ndarray:
    """Read a maze in rows of '#', ' ' (or '.'), 'S' and 'G', or in one line of all its cells as in a CSV file.

    Spaces are cells, also at the ends of a row; empty lines around the maze are not.

    Returns:
        (seq_len,) uint8 tokens.

    Raises:
        UserError: it is not a square, holds another character, lacks start or goal, or no path joins them.
    """
    rows = rows_of(text)
    if len(rows) == 1:
        size = size_of(len(rows[0]))
        rows = [rows[0][start : start + size] for start in range(0, len(rows[0]), size)]
    for number, row in enumerate(rows, 1):
        for column, character in enumerate(row, 1):
            if character not in _TYPED:
                raise UserError(f"row {number}, column {column} holds '{character}'; a maze is made of '# SG'")
        if len(row) != len(rows):
            raise UserError(
                f"row {number} has {len(row)} cells, and there are {len(rows)} rows: a maze is a square; a free cell is"
                " a space or '.', also at the end of a row"
            )
    tokens = np.array([_TYPED[character] for row in rows for character in row], np.uint8)
    size_of(len(tokens))
    fault = question_fault(tokens)
    if fault:
        raise UserError(f"the maze has {fault}")
    return tokens


def rows_of(text: str) -> list[str]:
    """The lines of a maze without empty lines around it. Spaces are cells, also at the ends of a line."""
    rows = text.splitlines()
    while rows and not rows[0]:
        rows.pop(0)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def render(inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
    """Draw a maze or its answer in the characters of the vocabulary; a token without a character is '?'."""
    tokens = inputs if answer is None else answer
    size = size_of(len(tokens))
    signs = "".join(_sign(token) for token in tokens)
    return "\n".join(signs[start : start + size] for start in range(0, len(signs), size))


def check(inputs: np.ndarray, answer: np.ndarray) -> str | None:
    """Name the first rule that `answer` (seq_len,) breaks for the maze `inputs` (seq_len,); None if it breaks none."""
    if len(answer) != len(inputs):
        return f"the answer has {len(answer)} cells, the maze {len(inputs)}"
    wrong = ~_keeps_the_maze(inputs, answer)
    if wrong.any():
        cell = int(np.argmax(wrong))
        row, column = divmod(cell, size_of(len(inputs)))
        return f"cell r{row + 1}c{column + 1} changes '{_sign(inputs[cell])}' to '{_sign(answer[cell])}'"
    marked = int((answer == PATH).sum()) + 1
    steps = int(path_steps(inputs[None], answer[None])[0])
    if steps == UNREACHED:
        return f"the {marked - 1} path cells do not join start and goal"
    if steps < marked:
        return f"the {marked - 1} path cells are no single path: {steps - 1} of them join start and goal"
    shortest = int(shortest_steps(inputs[None])[0])
    return f"the path takes {steps} steps, the shortest {shortest}" if steps > shortest else None


def signs(vocab_size: int) -> str:
    """See `dataset.tasks.Signs`."""
    return "?" + CHARACTERS


def draw_symmetries(
    count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], object] | None = None
) -> Symmetries:
    """Draw from the eight rotations and reflections with equal probability; tokens are not renamed."""
    cells = turn_maps(size_of(seq_len))[rng.integers(TURNS, size=count)]
    return Symmetries(cells, np.tile(np.arange(VOCAB_SIZE, dtype=np.uint8), (count, 1)))


@functools.cache
def turn_maps(size: int) -> np.ndarray:
    """The eight symmetries as maps of cells (8, n * n), in the order of `symmetries.turned`, which begins with none."""
    cells = rearrange(np.arange(size * size), "(row column) -> row column", row=size)
    turns = np.stack([turned(cells, turn) for turn in range(TURNS)])
    maps = rearrange(turns, "turn row column -> turn (row column)").astype(map_dtype(cells.size - 1))
    maps.setflags(write=False)  # all callers share the cached array
    return maps


# ---- rules, for many mazes at once


def ends(inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The cells of start and goal of each maze (N, n * n): two arrays (N,)."""
    return (inputs == START).argmax(axis=1), (inputs == GOAL).argmax(axis=1)


def shortest_steps(inputs: np.ndarray) -> np.ndarray:
    """Steps of a shortest path from start to goal of each maze (N, n * n): (N,), `UNREACHED` if there is no path."""
    starts, goals = ends(inputs)
    return Flood(inputs != WALL, starts).to(goals)


def path_steps(inputs: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Steps from start to goal over path cells alone: (N,), `UNREACHED` if path cells do not join them."""
    starts, goals = ends(inputs)
    return Flood((answers == PATH) | (inputs == START) | (inputs == GOAL), starts).to(goals)


def valid_paths(inputs: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Which answers (N, n * n) mark a single path from start to goal and nothing else: (N,) bool.

    An answer may turn free cells into path cells and change nothing else. The shortest way from start to goal over the
    path cells must use all of them, so it has one step more than there are path cells. A path that touches itself has a
    short cut and is therefore invalid; a shortest path is always valid.
    """
    kept = _keeps_the_maze(inputs, answers).all(axis=1)
    return kept & (path_steps(inputs, answers) == (answers == PATH).sum(axis=1) + 1)


def shortest_paths(inputs: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Which answers (N, n * n) mark a shortest path from start to goal and nothing else: (N,) bool."""
    return valid_paths(inputs, answers) & ((answers == PATH).sum(axis=1) + 1 == shortest_steps(inputs))


def solvable(inputs: np.ndarray) -> np.ndarray:
    """Which rows (N, n * n) are mazes with one start, one goal, a path between them, and no path cells: (N,) bool."""
    one = ((inputs == START).sum(axis=1) == 1) & ((inputs == GOAL).sum(axis=1) == 1)
    return one & ~(inputs == PATH).any(axis=1) & (shortest_steps(inputs) != UNREACHED)


def question_fault(inputs: np.ndarray) -> str | None:
    """What is wrong with the maze `inputs` (seq_len,), as in "2 starts ('S')"; None if it is `solvable`."""
    for token, name, sign in _ENDS:
        count = int((inputs == token).sum())
        if count != 1:
            return f"{f'{count} {name}s' if count else f'no {name}'} ('{sign}')"
    if (inputs == PATH).any():
        return "path cells ('o'), which belong to the answer"
    return None if solvable(inputs[None])[0] else "no path from start to goal"


def signatures(inputs: np.ndarray) -> np.ndarray:
    """A number for each maze (N, n * n) that its eight images share and other mazes nearly never: (N,) uint64."""
    weights = np.random.default_rng(0).integers(1, 1 << 62, inputs.shape[1], np.uint64)
    sums = [(inputs[:, cells].astype(np.uint64) * weights).sum(axis=1) for cells in turn_maps(size_of(len(weights)))]
    return np.min(sums, axis=0)


def _keeps_the_maze(inputs: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Which cells are unchanged, or were free and became path cells."""
    return (answers == inputs) | ((inputs == FREE) & (answers == PATH))


def _sign(token: int) -> str:
    return CHARACTERS[token - 1] if 1 <= token < VOCAB_SIZE else "?"
