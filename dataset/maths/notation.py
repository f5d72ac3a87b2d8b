r"""One spelling of answers: LaTeX and everyday writing become the plain notation that `dataset.maths.expression` reads.

    \dfrac{3\sqrt{2}}{4}      ((3*sqrt(2))/(4)), without the star: a product may go without one
    x^{2} - 2x                x^2-2x
    \$1,250 \text{ dollars}   1250

Signs that say what is counted, not how much, are dropped: dollars, percent, degrees, units, `\text{}` beside a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dataset.maths.names import CONSTANTS, FUNCTIONS


class Unparsable(ValueError):
    """A text that is no answer in the grammar; the message says what is wrong with it."""


_DROPPED = re.compile(
    r"\\[,;:! ]|\\(?:left|right|displaystyle|limits|big|Big|bigg|Bigg|quad|qquad)(?![a-zA-Z])"
    r"|\^\s*\{?\s*\\circ\s*\}?|\^\s*°|\\degree|°|\\?[%$]|~"
)
_SIGNS = {
    r"\cdot": "*",
    r"\times": "*",
    r"\div": "/",
    r"\pi": " pi ",
    r"\infty": " oo ",
    r"\pm": "±",
    r"\{": " ",
    r"\}": " ",
    "×": "*",
    "·": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "π": " pi ",
    "∞": " oo ",
    "√": " sqrt ",
    "**": "^",
}
_SIGN = re.compile("|".join(re.escape(sign) + (r"(?![a-zA-Z])" if sign[-1].isalpha() else "") for sign in _SIGNS))
_TEXT = re.compile(r"\\(?:text|textbf|textit|textrm|mbox|mathrm|rm)\s*\{([^{}]*)\}")
_MIXED = re.compile(r"(?<![\d.}\\])(\d+)\s*\\[dtc]?frac\s*\{\s*(\d+)\s*\}\s*\{\s*(\d+)\s*\}")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_UNITS = re.compile(r"([^a-zA-Z]*\d)\s+([a-zA-Z]{2,}\.?(?:\s+[a-zA-Z]{2,}\.?)*)\s*(?:\^\s*\(?\d\)?)?")
_GROUPED: dict[str, Callable[..., str]] = {
    "frac": lambda a, b: f"(({a})/({b}))",
    "dfrac": lambda a, b: f"(({a})/({b}))",
    "tfrac": lambda a, b: f"(({a})/({b}))",
    "cfrac": lambda a, b: f"(({a})/({b}))",
    "sqrt": lambda a: f" sqrt({a})",
    "boxed": lambda a: a,
}
_COMMAND = re.compile(r"\\([a-zA-Z]+)\s*")


def plain(text: str) -> str:
    """The answer in plain notation, without spaces but for one after each comma.

    Raises:
        Unparsable: LaTeX that the grammar does not have, or braces without a partner.
    """
    text = text.strip().rstrip(".").replace("{,}", ",").replace(r",\!", ",")
    text = _without_text(text)
    text = _DROPPED.sub(" ", text)
    text = _MIXED.sub(r"(\1+\2/\3)", text)
    text = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text)
    text = _latex(_SIGN.sub(lambda found: _SIGNS[found[0]], text), 0)
    text = re.sub(r"^\s*[a-zA-Z]\s*\\in(?![a-zA-Z])", "", text)
    units = _UNITS.fullmatch(text.strip())
    if units and not set(re.findall(r"[a-zA-Z]+", units[2])) & (CONSTANTS | FUNCTIONS):
        text = units[1]
    text = re.sub(r" ?([^\w\s]) ?", r"\1", " ".join(text.split()))
    return re.sub(r",(?=.)", ", ", text)


def _without_text(text: str) -> str:
    """Words beside a value go; `and`, `or` part the items of a list; words alone are the answer."""
    text = re.sub(r"\\text\s*\{\s*,?\s*(?:and|or)\s*\}|\s+(?:and|or)\s+", ", ", text)
    bare = re.sub(_TEXT.pattern + r"(?:\s*\^\s*\{?\d\}?)?", " ", text)
    return bare if re.search(r"[\w]", bare) else _TEXT.sub(r"\1", text)


def _latex(text: str, depth: int) -> str:
    """Commands with arguments written out, braces as parentheses."""
    if depth > 20:
        raise Unparsable("nested too deeply")
    out, place = "", 0
    while place < len(text):
        command = _COMMAND.match(text, place)
        if command:
            written, place = _command(text, command, depth)
            out += written
        elif text[place] == "{":
            inner, place = _group(text, place)
            out += f"({_latex(inner, depth + 1)})"
        elif text[place] in "}\\":
            raise Unparsable(f"{text[place]!r} without a partner")
        else:
            out += text[place]
            place += 1
    return out


def _command(text: str, command: re.Match[str], depth: int) -> tuple[str, int]:
    name, place = command[1], command.end()
    write = _GROUPED.get(name)
    if write is None:
        if name in FUNCTIONS or name == "in":
            return (f" {name} " if name != "in" else r"\in "), place
        raise Unparsable(f"\\{name} is not in the grammar")
    root = ""
    if name == "sqrt" and text[place : place + 1] == "[":
        end = text.find("]", place)
        if end < 0:
            raise Unparsable("'[' without a partner")
        root, place = text[place + 1 : end], end + 1
    arguments = []
    for _ in range(2 if name.endswith("frac") else 1):
        argument, place = _group(text, place)
        arguments.append(_latex(argument, depth + 1))
    return (f"(({arguments[0]})^(1/({root})))" if root else write(*arguments)), place


def _group(text: str, place: int) -> tuple[str, int]:
    """What stands in braces at a place, or the one sign or command there; and where it ends."""
    while text[place : place + 1] == " ":
        place += 1
    if place >= len(text):
        raise Unparsable("an argument is missing")
    if text[place] != "{":
        command = _COMMAND.match(text, place)
        end = command.end() if command else place + 1
        return text[place:end], end
    depth = 0
    for end in range(place, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if not depth:
            return text[place + 1 : end], end + 1
    raise Unparsable("'{' without a partner")
