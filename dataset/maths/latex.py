r"""Rewriting LaTeX in plain notation: `\frac{3}{4}` as `((3)/(4))`, `\sqrt[3]{x}` as ` √(3,x)`, `\le` as `≤`."""

from __future__ import annotations

import re
from collections.abc import Callable

from dataset.maths.names import FUNCTIONS, GREEK


class Unparsable(ValueError):
    """A text is not an answer in the grammar; the message says what is wrong with it."""


_SIGNS = {
    **dict.fromkeys(("cdot", "times", "ast"), "*"),
    **dict.fromkeys(("le", "leq", "leqslant"), "≤"),
    **dict.fromkeys(("ge", "geq", "geqslant"), "≥"),
    **dict.fromkeys(("ne", "neq"), "≠"),
    **dict.fromkeys(("lvert", "rvert", "vert", "mid"), "|"),
    **dict.fromkeys(("langle", "lparen"), "("),
    **dict.fromkeys(("rangle", "rparen"), ")"),
    **dict.fromkeys(("land", "wedge"), " and "),
    **dict.fromkeys(("lor", "vee"), " or "),
    **dict.fromkeys(("imath", "mathi"), "i"),
    "lbrack": "[",
    "rbrack": "]",
    "lt": "<",
    "gt": ">",
    "div": "/",
    "pi": " pi ",
    "infty": " oo ",
    "pm": "±",
    "mp": "∓",
    "cup": "∪",
    "in": "∈",
    "colon": ":",
    **{name: f" {letter} " for name, letter in GREEK.items()},
}
_GROUPED: dict[str, Callable[..., str]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), lambda a, b: f"(({a})/({b}))"),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), lambda a, b: f"(({a})!/(({b})!*(({a})-({b}))!))"),
    "sqrt": lambda a: f" sqrt({a})",
    **dict.fromkeys(("boxed", "fbox"), lambda a: a),
}
_TWO = frozenset({"frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom"})
_COMMAND = re.compile(r"\\([a-zA-Z]+)\s*")
_DEEPEST = 20


def commands(text: str, depth: int = 0) -> str:
    """Rewrite commands in plain notation, and braces as parentheses, or as braces of a set if they hold commas.

    Raises:
        Unparsable: a command is not in the grammar, a brace has no partner, or there are more than 20 levels.
    """
    if depth > _DEEPEST:
        raise Unparsable("nested too deeply")
    out, place = "", 0
    while place < len(text):
        command = _COMMAND.match(text, place)
        if command:
            written, place = _command(text, command, depth)
            out += written
        elif text[place] == "{":
            start = place
            inner, place = _group(text, place)
            alone = (out.strip()[-1:] in ("", "∪")) and re.match(r"\s*(?:∪|\\cup(?![a-zA-Z])|$)", text[place:])
            is_set = depth == 0 and not text[:start].rstrip().endswith(("^", "_")) and _has_comma(inner)
            out += f"{{{commands(inner, depth + 1)}}}" if is_set or alone else f"({commands(inner, depth + 1)})"
        elif text[place] in "}\\":
            raise Unparsable(f"{text[place]!r} without a partner")
        else:
            out += {"⦃": "{", "⦄": "}"}.get(text[place], text[place])
            place += 1
    return out


def _has_comma(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign in "({[⦃") - (sign in ")}]⦄")
        if sign == "," and not depth:
            return True
    return False


def _command(text: str, command: re.Match[str], depth: int) -> tuple[str, int]:
    name, place = command[1], command.end()
    if name in _SIGNS:
        return _SIGNS[name], place
    write = _GROUPED.get(name)
    if write is None:
        if name in FUNCTIONS:
            return f" {name} ", place
        raise Unparsable(f"\\{name} is not in the grammar")
    root = ""
    if name == "sqrt" and text[place : place + 1] == "[":
        end = text.find("]", place)
        if end < 0:
            raise Unparsable("'[' without a partner")
        root, place = text[place + 1 : end], end + 1
    arguments = []
    for _ in range(2 if name in _TWO else 1):
        argument, place = _group(text, place)
        arguments.append(commands(argument, depth + 1))
    return (f" √({root},{arguments[0]})" if root else write(*arguments)), place


def _group(text: str, place: int) -> tuple[str, int]:
    """The content of the braces at a position, or the single sign or command there; and the position behind it."""
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
