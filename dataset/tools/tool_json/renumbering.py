"""The same sentence and expression with other numbers, so that training does not run out of real sentences.

    renumbered(("He makes 22,500*20 of it", "22500*20"), rng)      ("He makes 61,834*57 of it", "61834*57")

Each value becomes one other value with as many digits before and behind the point, wherever and however it is written.
"""

from __future__ import annotations

import re

import numpy as np

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_KEPT = {0.0, 1.0, 100.0}
"""Values with a meaning of their own: nothing, one, and the whole of a percentage."""


def renumbered(texts: tuple[str, ...], rng: np.random.Generator) -> tuple[str, ...]:
    """Texts with other numbers, the same ones in all of them."""
    written: dict[float, list[str]] = {}  # no sets: their order differs from one start of Python to the next
    for text in texts:
        for number in _NUMBER.findall(text):
            written.setdefault(_value(number), []).append(number)
    chosen: dict[float, str] = {}
    taken = set(written) | _KEPT
    for value, ways in written.items():
        if value not in _KEPT:
            chosen[value] = _another(min(ways, key=lambda way: len(_parts(way)[1])), taken, rng)
            taken.add(_value(chosen[value]))

    def replace(found: re.Match[str]) -> str:
        new = chosen.get(_value(found[0]))
        return found[0] if new is None else _written_like(found[0], new)

    return tuple(_NUMBER.sub(replace, text) for text in texts)


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _parts(number: str) -> tuple[str, str]:
    """The digits before and behind the point."""
    whole, _, behind = number.replace(",", "").partition(".")
    return whole, behind


def _another(number: str, taken: set[float], rng: np.random.Generator) -> str:
    """A number with as many digits that is not taken; the same number if there is none left."""
    whole, behind = _parts(number)
    for _ in range(100):
        digits = [str(rng.integers(10)) for _ in whole + behind]
        if whole:
            digits[0] = "0" if whole == "0" else str(rng.integers(1, 10))
        if behind:  # a last 0 would be written or not
            digits[-1] = str(rng.integers(1, 10))
        new = "".join(digits[: len(whole)]) + ("." + "".join(digits[len(whole) :]) if behind else "")
        if float(new) not in taken:
            return new
    return number


def _written_like(old: str, new: str) -> str:
    """A number with commas, without a 0 before the point, or with more 0s at its end, as another one has them."""
    whole, behind = _parts(new)
    old_whole, old_behind = _parts(old)
    whole = f"{int(whole):,}" if "," in old else whole or ("0" if old_whole else "")
    behind = behind.ljust(len(old_behind), "0")
    return f"{'' if not old_whole else whole}{'.' + behind if behind else ''}"
