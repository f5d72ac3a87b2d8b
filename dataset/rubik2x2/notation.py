"""Moves of a cube as people write them.

    R U' F2        R3 is R', R2' is R2; a prime, a typographic apostrophe or an accent counts as ', a raised 2 as 2
    RU'F2          moves may be written without spaces, or with commas between them
    r u' f2        small letters only: the same moves, since a 2x2x2 cube has no wide turns
    (R U)3         a group, made three times; (R U)' is U' R'

Small letters beside capital ones are refused: on larger cubes they are wide turns.
"""

from __future__ import annotations

import re

from dataset.rubik2x2.cube import FACES, MOVES
from utils.errors import UserError

MOST_MOVES = 10_000
"""The most moves of a scramble, with groups written out."""
_APOSTROPHES = (
    "`\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{PRIME}\N{MODIFIER LETTER PRIME}\N{ACUTE ACCENT}"
    "\N{MODIFIER LETTER APOSTROPHE}\N{FULLWIDTH APOSTROPHE}"
)
_SIGNS = str.maketrans(
    {sign: "'" for sign in _APOSTROPHES} | {"\N{SUPERSCRIPT TWO}": "2", "\N{SUPERSCRIPT THREE}": "3", ",": " "}
)
_TOKEN = re.compile(
    r"(?P<face>[URFDLBurfdlb])(?P<turns>[123]'?|'[123]?)?(?![0-9'])"
    r"|(?P<open>\()|(?P<close>\))(?P<times>[0-9]{0,4})(?P<back>'?)"
)


def read_moves(text: str) -> list[int]:
    """The moves of a scramble as indices of `MOVES`.

    Raises:
        UserError: a move is unknown, a bracket has no partner, or there are more than `MOST_MOVES`.
    """
    text = text.translate(_SIGNS)
    groups: list[list[int]] = [[]]
    case: set[bool] = set()
    place, number = 0, 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found = _TOKEN.match(text, place)
        if found is None:
            raise _unknown(text[place:].split()[0], number + 1)
        place = found.end()
        if found["open"]:
            groups.append([])
        elif found["close"]:
            if len(groups) == 1:
                raise UserError(f"a ) after move {number} closes no (")
            group = groups.pop()
            if found["back"]:
                group = [_inverse(move) for move in reversed(group)]
            times = int(found["times"] or 1)
            if times * len(group) + sum(map(len, groups)) > MOST_MOVES:
                raise UserError(f"a scramble has at most {MOST_MOVES} moves")
            groups[-1] += group * times
        else:
            number += 1
            case.add(found["face"].isupper())
            groups[-1].append(_move(found["face"].upper(), found["turns"] or ""))
            if number > MOST_MOVES:
                raise UserError(f"a scramble has at most {MOST_MOVES} moves")
    if len(groups) > 1:
        raise UserError("a ( is not closed by a )")
    if len(case) > 1:
        raise UserError(
            "capital and small letters are mixed: small ones would be wide turns, which a cube of 2x2x2 does not have;"
            " write every turn of a face with a capital letter"
        )
    if not groups[0]:
        raise UserError("a cube is given as a scramble, as in R U' F2, or as 24 stickers; this text has no moves")
    return groups[0]


def _move(face: str, turns: str) -> int:
    quarters = int(turns.strip("'") or 1)
    if "'" in turns:
        quarters = -quarters % 4
    return 3 * FACES.index(face) + quarters - 1


def _inverse(move: int) -> int:
    return move - move % 3 + 2 - move % 3


def _unknown(word: str, number: int) -> UserError:
    known = f"a move is one of the letters {' '.join(FACES)} alone, with ' or with 2, as in {' '.join(MOVES[3:6])}"
    return UserError(f"move {number}, '{word[:20]}', is unknown; {known}")
