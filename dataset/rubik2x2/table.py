"""The exact distance of all 3,674,160 states of a 2x2x2 cube from the solved one, and shortest solutions.

Corner DBL is fixed, so that cubes which differ only in how they are held are one state, and U, R and F reach all
states. A state has a number: the rank of the permutation of the other seven corners (7! = 5,040), times 3^6 = 729, plus
the rank of their twists (the seventh twist follows from the other six).

    distances("htm")[solved_number] == 0      half turns count one: at most 11
    distances("qtm")[solved_number] == 0      half turns count two: at most 14

A breadth-first search finds the distances in a second or two. The table is kept in the folder $TRM_CACHE (by default
~/.cache/trm; empty: it is not kept). A kept table is used only if its bytes have the hash below; otherwise it is
computed again.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import os
import sys
from pathlib import Path
from typing import Literal

import numpy as np

from dataset.rubik2x2.cube import (
    CORNER_STICKERS,
    CORNERS,
    FIXED,
    MOVE_SOURCES,
    MOVES,
    SOLVED,
    SYMMETRY_CELLS,
    SYMMETRY_FACES,
    standard_form,
)
from utils.files import replace_bytes
from utils.reading import is_file

Metric = Literal["htm", "qtm"]
SLOTS: dict[Metric, int] = {"htm": 11, "qtm": 14}
"""The longest of the shortest solutions ("God's number")."""
GENERATORS: dict[Metric, list[int]] = {
    "htm": list(range(9)),
    "qtm": [move for move in range(9) if not MOVES[move].endswith("2")],
}
"""The moves of U, R and F that count as one; of several shortest solutions, the first in this order is taken."""
COUNTS: dict[Metric, list[int]] = {
    "htm": [1, 9, 54, 321, 1847, 9992, 50136, 227536, 870072, 1887748, 623800, 2644],
    "qtm": [1, 6, 27, 120, 534, 2256, 8969, 33058, 114149, 360508, 930588, 1350852, 782536, 90280, 276],
}
"""How many states there are at each distance, as published (OEIS A079761 and A079762)."""
_HASHES: dict[Metric, str] = {
    "htm": "5ea057297093be58ae3cbb36ef471415e30eb6b600356c2c0237f5174fb1e6c2",
    "qtm": "9a13a72b3cd81d1c2b6763e84c5c1c0cf72d6a8573c56cbe51034b7cf9bff22d",
}
"""SHA-256 of each table's bytes."""
ORDERS, TWISTS = 5040, 729
STATES = ORDERS * TWISTS
_UNKNOWN = 255
_BLOCK = 1 << 14

MOVABLE = np.array([corner for corner in range(len(CORNERS)) if corner != FIXED])
_ORDER_TABLE = np.array(list(itertools.permutations(range(7))), np.uint8)  # (5040, 7), row = rank
_TWIST_PLACES = 3 ** np.arange(5, -1, -1)
_FACTORIALS = np.array([720, 120, 24, 6, 2, 1])


def _corner_codes() -> np.ndarray:
    """By the colours at a place, clockwise, as a number in base 6: 3 * corner + twist; `_UNKNOWN` if no corner fits."""
    codes = np.full(6**3, _UNKNOWN, np.uint8)
    for corner, stickers in enumerate(CORNER_STICKERS):
        for twist in range(3):  # the colour of U or D is on sticker number `twist` of the place
            a, b, c = np.roll(SOLVED[stickers], twist).tolist()
            codes[36 * a + 6 * b + c] = 3 * corner + twist
    return codes


_CODES = _corner_codes()


def corners_of(states: np.ndarray) -> np.ndarray:
    """3 * corner + twist at each place of states (N, 24) in standard form: (N, 8); 255 if no corner fits."""
    colours = states[:, CORNER_STICKERS].astype(np.intp)  # (N, 8, 3)
    return _CODES[colours @ np.array([36, 6, 1])]


def number_of(states: np.ndarray) -> np.ndarray:
    """The number of each of the states (N, 24), however they are held and coloured: (N,)."""
    found = np.empty(len(states), np.int64)
    for start in range(0, len(states), _BLOCK):
        corners = corners_of(standard_form(states[start : start + _BLOCK]))[:, MOVABLE]
        orders, twists = np.divmod(corners, np.uint8(3))
        rank = sum((orders[:, i + 1 :] < orders[:, i : i + 1]).sum(axis=1) * _FACTORIALS[i] for i in range(6))
        found[start : start + _BLOCK] = rank * TWISTS + twists[:, :6].astype(np.int64) @ _TWIST_PLACES
    return found


def state_of(numbers: np.ndarray) -> np.ndarray:
    """The states of numbers (N,), in standard form: (N, 24) uint8."""
    order, twist = np.divmod(np.asarray(numbers), TWISTS)
    twists = _twist_table()[twist]
    states = np.tile(SOLVED, (len(order), 1))
    for place, corner, turn in zip(MOVABLE, MOVABLE[_ORDER_TABLE[order]].T, twists.T, strict=True):
        for slot in range(3):
            colours = CORNER_STICKERS[corner, (slot - turn) % 3]
            states[:, CORNER_STICKERS[place, slot]] = SOLVED[colours]
    return states


def _twist_table() -> np.ndarray:
    """The twists of the seven movable corners, whose sum is a multiple of 3: (729, 7)."""
    six = np.arange(TWISTS)[:, None] // _TWIST_PLACES % 3
    return np.concatenate([six, -six.sum(axis=1, keepdims=True) % 3], axis=1)


@functools.cache
def _transitions() -> tuple[np.ndarray, np.ndarray]:
    """What the nine moves of U, R and F make of each order, (5040, 9) times 729, and of each twist, (729, 9)."""
    # Orders and twists are independent: the twist at a place depends only on the place where its corner comes from.
    orders = state_of(np.arange(ORDERS) * TWISTS)
    twists = state_of(np.arange(TWISTS))
    moved = [(number_of(orders[:, source]), number_of(twists[:, source])) for source in MOVE_SOURCES[:9]]
    by_order = np.stack([order // TWISTS * TWISTS for order, _ in moved], axis=1)
    return by_order, np.stack([twist % TWISTS for _, twist in moved], axis=1)


def neighbours(numbers: np.ndarray, metric: Metric) -> np.ndarray:
    """The states one move away from states (N,), by each generator of the metric: (N, generators) numbers."""
    by_order, by_twist = (table[:, GENERATORS[metric]] for table in _transitions())
    order, twist = np.divmod(numbers, TWISTS)
    return by_order[order] + by_twist[twist]


@functools.cache
def distances(metric: Metric) -> np.ndarray:
    """The distance of every state from the solved one: (3674160,) uint8, read-only."""
    file = _cache_file(metric)
    table = _read(file, metric)
    if table is None:
        table = search(metric)
        _keep(file, table)
    table.setflags(write=False)
    return table


def search(metric: Metric) -> np.ndarray:
    """Compute every state's distance by breadth-first search: (3674160,) uint8."""
    table = np.full(STATES, _UNKNOWN, np.uint8)
    table[number_of(SOLVED[None])] = 0
    for distance in range(SLOTS[metric]):
        frontier = np.flatnonzero(table == distance)
        for start in range(0, len(frontier), _BLOCK):
            reached = neighbours(frontier[start : start + _BLOCK], metric).ravel()
            table[reached[table[reached] == _UNKNOWN]] = distance + 1
    assert np.bincount(table).tolist() == COUNTS[metric], "the counts are published"
    return table


def _cache_file(metric: Metric) -> Path | None:
    folder = os.environ.get("TRM_CACHE")
    if folder is None:
        try:
            folder = str(Path.home() / ".cache" / "trm")
        except RuntimeError:  # a user without a home
            return None
    return Path(folder) / f"rubik2x2_{metric}.bin" if folder else None


def _read(file: Path | None, metric: Metric) -> np.ndarray | None:
    """The table in a file; None if there is no file, or it is not our table."""
    if file is None or not is_file(file):
        return None
    try:
        content = file.read_bytes() if file.stat().st_size == STATES else b""
    except OSError as error:
        print(f"{file} cannot be read ({error.strerror}); the table is made again", file=sys.stderr)
        return None
    if hashlib.sha256(content).hexdigest() != _HASHES[metric]:
        print(f"{file} is damaged, or of another version; the table is made again", file=sys.stderr)
        return None
    return np.frombuffer(content, np.uint8)


def _keep(file: Path | None, table: np.ndarray) -> None:
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_bytes(file, table.tobytes())
    except OSError as error:
        print(f"the table of distances is not kept for the next time: {error}", file=sys.stderr)


def first_solutions(numbers: np.ndarray, metric: Metric) -> np.ndarray:
    """The first shortest solution of states (N,) in the order of GENERATORS: (N, slots) moves, -1 behind the last."""
    table = distances(metric)
    generators = np.array(GENERATORS[metric])
    moves = np.full((len(numbers), SLOTS[metric]), -1, np.int8)
    now = np.array(numbers)
    for slot in range(SLOTS[metric]):
        left = np.flatnonzero(table[now] > 0)
        reached = neighbours(now[left], metric)
        chosen = (table[reached] < table[now[left], None]).argmax(axis=1)  # the first move that comes nearer
        moves[left, slot] = generators[chosen]
        now[left] = reached[np.arange(len(left)), chosen]
    return moves


def images(numbers: np.ndarray) -> np.ndarray:
    """The images of states (N,) under all 48 symmetries, colours renamed: (N, 48) numbers."""
    states = state_of(numbers)
    names = SYMMETRY_FACES.astype(np.uint8)
    pairs = zip(SYMMETRY_CELLS, names, strict=True)
    return np.stack([number_of(name[states[:, cells]]) for cells, name in pairs], axis=1)


def orbits(numbers: np.ndarray) -> np.ndarray:
    """The smallest number among all images of each state (N,), the same for all states of an orbit: (N,)."""
    blocks = [images(numbers[start : start + _BLOCK]).min(axis=1) for start in range(0, len(numbers), _BLOCK)]
    return np.concatenate([np.zeros(0, np.int64), *blocks])
