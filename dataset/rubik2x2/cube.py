"""The 2x2x2 cube as 24 stickers: its moves, the 48 symmetries of space, and the standard form of a cube.

Stickers are numbered face by face, U R F D L B, and on each face row by row, as in Kociemba's facelet order:

             0  1
             2  3
    16 17    8  9    4  5   20 21        a state is the colour of each sticker; a colour has the name of the face
    18 19   10 11    6  7   22 23        that shows it when the cube is solved: U=0 R=1 F=2 D=3 L=4 B=5
            12 13
            14 15

All tables are computed from the positions of the stickers in space (x to the right, y up, z to the front); a move turns
one layer. A move or a symmetry is stored as a row `source`: sticker i comes from `source[i]`.
"""

from __future__ import annotations

import itertools

import numpy as np
from einops import rearrange

FACES = "URFDLB"
STICKERS = 24
_NORMALS = np.array([(0, 1, 0), (1, 0, 0), (0, 0, 1), (0, -1, 0), (-1, 0, 0), (0, 0, -1)])
_RIGHTS = np.array([(1, 0, 0), (0, 0, -1), (1, 0, 0), (1, 0, 0), (0, 0, 1), (-1, 0, 0)])
"""The direction to the right on each face as drawn above; downwards is right x normal."""

CORNERS = ("URF", "UFL", "ULB", "UBR", "DFR", "DLF", "DBL", "DRB")
"""In Kociemba's order; the letters name a corner's stickers clockwise, beginning with that of U or D."""
FIXED = CORNERS.index("DBL")
"""The corner that U, R and F do not move."""

MOVES = tuple(face + turns for face in FACES for turns in ("", "2", "'"))
"""U, U2, U', R, R2, ... B': by 90, 180 and 270 degrees, clockwise as seen from outside."""


def opposite(face: np.ndarray | int) -> np.ndarray | int:
    """The opposite face (or colour): U and D, R and L, F and B."""
    return (face + 3) % 6


def _points() -> np.ndarray:
    """The centre of each sticker: (24, 3), coordinate 2 along its face's normal and 1 along the other axes."""
    signs = np.array([-1, 1])
    downs = np.cross(_RIGHTS, _NORMALS)
    grid = signs[:, None, None] * downs[:, None, None] + signs[:, None] * _RIGHTS[:, None, None]  # (face, row, column)
    return rearrange(2 * _NORMALS[:, None, None] + grid, "face row column xyz -> (face row column) xyz")


_POINTS = _points()


def sticker_corners() -> np.ndarray:
    """The corners of each sticker in space, in order around it: (24, 4, 3), on a cube from -2 to 2."""
    downs = np.cross(_RIGHTS, _NORMALS)
    around = np.stack([-_RIGHTS - downs, _RIGHTS - downs, _RIGHTS + downs, downs - _RIGHTS], axis=1)  # (face, 4, xyz)
    return _POINTS[:, None] + around[FACE_OF]


_AT = {tuple(point): sticker for sticker, point in enumerate(_POINTS.tolist())}
FACE_OF = np.arange(STICKERS) // 4
SOLVED = FACE_OF.astype(np.uint8)


def _source(points: np.ndarray) -> np.ndarray:
    """The row `source` of a motion that moves sticker i to `points[i]`."""
    source = np.empty(STICKERS, np.intp)
    source[[_AT[tuple(point)] for point in points.tolist()]] = np.arange(STICKERS)
    return source


def _quarter_turn(face: int) -> np.ndarray:
    """Turn one layer clockwise by 90 degrees."""
    normal = _NORMALS[face]
    along = (_POINTS @ normal)[:, None]
    turned = normal * along + np.cross(_POINTS, normal)
    return _source(np.where(along > 0, turned, _POINTS))


def _moves() -> np.ndarray:
    rows = []
    for face in range(6):
        once = _quarter_turn(face)
        rows += [once, once[once], once[once][once]]
    return np.array(rows)


MOVE_SOURCES = _moves()
"""(18, 24), in the order of MOVES."""


def _corner_stickers() -> np.ndarray:
    corner_of = np.sign(_POINTS)
    found = []
    for name in CORNERS:
        place = sum(_NORMALS[FACES.index(letter)] for letter in name)
        stickers = np.flatnonzero((corner_of == place).all(axis=1))
        found.append([next(s for s in stickers if FACE_OF[s] == FACES.index(letter)) for letter in name])
    return np.array(found)


CORNER_STICKERS = _corner_stickers()
"""(8, 3), in the order of CORNERS and of their letters."""


def _symmetries() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The 48 motions that map the cube onto itself; first the six that only exchange axes, which keep corner DBL."""
    exchanges = [np.eye(3, dtype=int)[list(order)] for order in itertools.permutations(range(3))]
    matrices = [np.diag(signs) @ axes for signs in itertools.product((1, -1), repeat=3) for axes in exchanges]
    cells = np.array([_source(_POINTS @ matrix.T) for matrix in matrices])
    names = {tuple(normal): face for face, normal in enumerate(_NORMALS.tolist())}
    faces = np.array([[names[tuple(normal)] for normal in (_NORMALS @ matrix.T).tolist()] for matrix in matrices])
    mirrored = np.array([np.linalg.det(matrix) < 0 for matrix in matrices])
    turns = np.where(mirrored[:, None], [2, 1, 0], [0, 1, 2])  # a reflection turns clockwise into counterclockwise
    moves = rearrange(3 * faces[:, :, None] + turns[:, None, :], "motion face turn -> motion (face turn)")
    return cells, faces, moves, mirrored


SYMMETRY_CELLS, SYMMETRY_FACES, SYMMETRY_MOVES, MIRRORED = _symmetries()
"""(48, 24) sources; (48, 6) what each face becomes; (48, 18) what each move becomes; (48,) bool."""
KEEP_DBL = 6
"""The first six symmetries keep corner DBL in its place and permute U, R and F."""
ROTATIONS = np.flatnonzero(~MIRRORED)
"""The numbers of the 24 symmetries without reflection: the ways to hold a cube."""


def turned(states: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Make one move of each cube: states (N, 24), moves (N,) indices of MOVES."""
    return np.take_along_axis(states, MOVE_SOURCES[moves], axis=1)


def one_colour_faces(states: np.ndarray) -> np.ndarray:
    """Which of the states (N, 24) are solved, however the cube is held: (N,) bool."""
    faces = rearrange(states, "cube (face sticker) -> cube face sticker", face=len(FACES))
    return (faces == faces[:, :, :1]).all(axis=(1, 2))


def standard_form(states: np.ndarray) -> np.ndarray:
    """Rename the colours of states (N, 24) so that the corner at DBL shows D, B and L, each on its own face.

    No sticker moves. U, R and F never move that corner, so its colours and their opposites determine how the solved
    cube looks. The corner at DBL must show one colour of each pair of opposite colours.
    """
    renamed = np.empty((len(states), 6), np.uint8)
    rows = np.arange(len(states))
    for sticker in CORNER_STICKERS[FIXED]:
        colour, face = states[:, sticker].astype(np.intp), FACE_OF[sticker]
        renamed[rows, colour] = face
        renamed[rows, opposite(colour)] = opposite(face)
    return np.take_along_axis(renamed, states.astype(np.intp), axis=1)
