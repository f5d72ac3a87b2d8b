"""Cutting answers in plain notation into tokens: numbers, names, functions, signs, units, and the words `and`, `or`.

    2x cm   ->  2  x  unit cm           5 m   ->  5  unit meter,  or  5  m    (a reading of its own)
    1.5e-3  ->  1.5e-3                  2e-1  ->  2e-1,  or  2  e  -  1
    101_2   ->  5

If a text can be read in two ways, `ambiguous` is set, and `letters=True` gives the second reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dataset.maths.latex import Unparsable
from dataset.maths.names import CONSTANTS, FUNCTIONS
from dataset.maths.units import is_single, read_unit

_DIGITS = 60
_LETTERS = 3
"""The most variables side by side; more letters are a word."""
_LARGEST_POWER_OF_TEN = 60

_NUMBER = re.compile(r"([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)")
_POWER_OF_TEN = re.compile(r"[eE]([-+]?[0-9]+)(?![0-9.]|[a-zA-Z^_(])")
_BASED = re.compile(
    r"([0-9][0-9A-Z]*|[A-F][0-9A-F]*[0-9][0-9A-F]*|[A-F]{2,}(?=_\(? *16))"
    r"_(?:\(\s*(\w+)\s*\)|([0-9]{1,2})(?![0-9]))"
)
_BASE_WORDS = {"two": 2, "three": 3, "five": 5, "eight": 8, "ten": 10, "sixteen": 16}
_WORD = re.compile(r"[a-zA-Z]+")
_SUBSCRIPT = re.compile(r"_(?:\(\s*([0-9a-zA-Z]{1,3})\s*\)|([0-9a-zA-Z]))")
_SIGN = re.compile(r"[-+*/^!()\[\]{},;=_±∓|<>≤≥≠∪∈:⟦⟧&√]|[α-ωΑ-Ω]")
_CURRENCY = re.compile(r"[¤€£₹¥¢%]")


@dataclass(frozen=True)
class Token:
    """A piece of an answer.

    Attributes:
        kind: number, name, function, sign, unit, currency (a unit in front of its number), end.
        text: as typed; for a unit its name, with `?` in front if it is one letter directly behind a number.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, and whether it has a second reading."""

    found: tuple[Token, ...]
    ambiguous: bool


def tokenize(text: str, letters: bool = False) -> Tokens:
    """Cut an answer in plain notation (`dataset.maths.notation.spelled`) into tokens.

    Args:
        letters: read letters that may be a unit, or the `e` of a power of ten, the other way.

    Raises:
        Unparsable: a sign, word or number is not in the grammar.
    """
    found: list[Token] = []
    place, ambiguous = 0, False
    while place < len(text):
        if text[place] == " ":
            place += 1
            continue
        if _WORD.match(text, place) or _CURRENCY.match(text, place):
            read = _unit(text, place, found, letters)
            if read:
                token, end, unsure = read
                ambiguous |= unsure
                if token:
                    found.append(token)
                    place = end
                    continue
        new, place, unsure = _next(text, place, found, letters)
        ambiguous |= unsure
        found += new
    return Tokens(tuple(found), ambiguous)


def _next(text: str, place: int, before: list[Token], letters: bool) -> tuple[list[Token], int, bool]:
    """The tokens at a position without a unit, the position behind them, and whether there is a second reading."""
    based = _BASED.match(text, place)
    if based and (text[place].isdigit() or not before or before[-1].kind == "sign"):
        return [Token("number", _based(based[1], based[2] or based[3]))], based.end(), False
    number = _NUMBER.match(text, place)
    if number:
        return _number(text, number, letters)
    word = _WORD.match(text, place)
    if word:
        return _names(text, word), _name_end(text, word), False
    sign = _SIGN.match(text, place)
    if not sign:
        raise Unparsable(f"{text[place]!r} is not in the grammar")
    if sign[0].isalpha():
        token, end = _subscripted(text, sign[0], sign.end())
        return [token], end, False
    return [Token("sign", sign[0])], sign.end(), False


def _number(text: str, number: re.Match[str], letters: bool) -> tuple[list[Token], int, bool]:
    if len(number[1]) > _DIGITS:
        raise Unparsable(f"a number of {len(number[1])} digits")
    power = _POWER_OF_TEN.match(text, number.end())
    if not power:
        return [Token("number", number[1])], number.end(), False
    unsure = power[0][0] == "e" and power[1][0] in "+-"  # 2e-1 is 0.2, or 2 times Euler's number minus 1
    if unsure and letters:
        return [Token("number", number[1])], number.end(), True
    if len(power[1]) > 4 or abs(int(power[1])) > _LARGEST_POWER_OF_TEN:
        raise Unparsable(f"a power of ten as large as {power[1][:9]}")
    return [Token("number", f"{number[1].rstrip('.')}e{power[1]}")], power.end(), unsure


def _based(digits: str, base: str) -> str:
    """The decimal digits of a number to another base, such as `101` to the base `2`."""
    written = _BASE_WORDS.get(base) or (int(base) if base.isdecimal() and base.isascii() and len(base) < 3 else 0)
    try:
        return str(int(digits, written)) if written > 1 and len(digits) <= _DIGITS else str(int("", 2))
    except ValueError:
        raise Unparsable(f"{digits}_{base} is no number") from None


def _unit(text: str, place: int, before: list[Token], letters: bool) -> tuple[Token | None, int, bool] | None:
    """The unit at a position, the position behind it, and whether it may be variables instead.

    The token is None if `letters` chooses variables. The result is None if there is no unit.
    """
    last = before[-1] if before else Token("end", "")
    word = _WORD.match(text, place)
    name = word[0] if word else text[place]
    read = read_unit(text, place)
    if not read:
        return None
    unit, end = read
    if not word:  # a sign
        if name != "%" and last.kind != "number":
            return Token("currency", unit), place + 1, False
        return (Token("unit", unit), end, False) if _is_value(last) else None
    if not _is_value(last) or _is_name(text, place, name):
        return None
    spaced = text[place - 1] in " ."
    if is_single(name):
        return _single_unit(text, place, last, spaced, letters, (unit, end))
    if unit[0] == "#" and (not spaced or last.kind == "name" and last.text != "pi" or len(name) < 3):
        return None
    unsure = not spaced or unit[0] == "#" and len(name) < 4
    return (None if unsure and letters else Token("unit", unit)), end, unsure


def _is_value(last: Token) -> bool:
    return last.kind in ("number", "name") or last.text in (")", "!", "|")


def _is_name(text: str, place: int, name: str) -> bool:
    """Whether a word is a variable, a constant or a function; `sec` is a function in front of an argument."""
    behind = text[place + len(name) :].lstrip()[:1]
    if name == "sec" and (behind in ("(", "^", "|") or behind.isalnum()):
        return True
    return name == "x" or name in CONSTANTS or name in FUNCTIONS - {"sec"}


def _single_unit(
    text: str, place: int, last: Token, spaced: bool, letters: bool, read: tuple[str, int]
) -> tuple[Token | None, int, bool] | None:
    """A unit of one letter, as in `5 m` and `3 m/s`; in `5m` it is a variable, and a unit in the second reading."""
    unit, end = read
    if last.kind != "number":
        return None
    if "/" in unit or "^" in unit:
        return (None if letters else Token("unit", unit), end, True) if spaced else None
    behind = text[place + 1 :].lstrip()[:1]
    if behind not in ("", ",", ";", ")", "}", "]") and not (spaced and behind.isdigit()):  # 2 h 30 min
        return None
    if spaced:
        return (None if letters else Token("unit", unit)), end, True
    return (Token("unit", f"?{unit}") if letters else None), end, True


def _names(text: str, word: re.Match[str]) -> list[Token]:
    """Names and functions written together, as in `xsin` or `2pir`; the last one may have a subscript."""
    if word[0] in ("and", "or"):
        return [Token("sign", word[0])]
    names: list[str] = []
    place = 0
    while place < len(word[0]):
        sizes = (size for size in range(6, 1, -1) if word[0][place : place + size] in CONSTANTS | FUNCTIONS)
        names.append(word[0][place : place + next(sizes, 1)])
        place += len(names[-1])
    if sum(len(name) == 1 for name in names) > _LETTERS:
        raise Unparsable(f"{word[0][:40]!r} is not in the grammar")
    tokens = [Token("function" if name in FUNCTIONS else "name", name) for name in names]
    if tokens[-1].kind == "name" and len(tokens[-1].text) == 1:
        tokens[-1], _ = _subscripted(text, tokens[-1].text, word.end())
    return tokens


def _name_end(text: str, word: re.Match[str]) -> int:
    names = word[0]
    last_is_name = names not in ("and", "or") and not any(names.endswith(known) for known in FUNCTIONS | {"pi", "oo"})
    return _subscripted(text, names[-1], word.end())[1] if last_is_name else word.end()


def _subscripted(text: str, name: str, end: int) -> tuple[Token, int]:
    found = _SUBSCRIPT.match(text, end)
    return (Token("name", f"{name}_{found[1] or found[2]}"), found.end()) if found else (Token("name", name), end)
