r"""Rewriting answers in LaTeX or everyday notation in the plain notation that `dataset.maths.expression` parses.

    \dfrac{3\sqrt{2}}{4}      ((3 sqrt(2))/(4))
    x^{2} - 2x                x^(2)-2x
    \$1,250 \text{ dollars}   ¤1250 dollars
    1½, 1 1/2, 1\frac{1}{2}   (1+1/2)
    (1,200), 1,200            (1, 200), 1200
    \{1,2\}                   {1, 2}
    x \le 3, x <= 3           x≤3

A comma inside brackets always separates two items; outside of brackets, `1,200` is a number.
"""

from __future__ import annotations

import re
import unicodedata

from dataset.maths.latex import Unparsable, commands
from dataset.maths.units import is_unit
from dataset.text.signs import MEANINGS, fraction, without_subscripts, without_superscripts

__all__ = ["Unparsable", "plain", "spelled"]

LONGEST = 400
"""The most characters of an answer."""

_CHARACTERS = str.maketrans(
    {sign: meanings[0] for sign, meanings in MEANINGS.items()}
    | {
        **dict.fromkeys("⟨〈", "("),
        **dict.fromkeys("⟩〉", ")"),
        "π": " pi ",
        "∞": " oo ",
        "√": " sqrt ",
        "∛": " cbrt ",
        "∅": "{}",
        "ℝ": "(-oo,oo)",
        "°": " degrees ",
        "≠": "≠",
        "≈": "≈",
    }
)
_DROPPED = re.compile(
    r"\\(?:left|right|displaystyle|textstyle|limits|[bB]ig|[bB]igg|[bB]ig[glr]|quad|qquad|boldsymbol|rm|bf)(?![a-zA-Z])"
    r"|\\[,;:! ]|~|\\#|\\&|\\\(|\\\)|\\\[(?![0-9])|\\\]"
)
_THIN = re.compile(r"(?<=[0-9])(?:\\[,;:!]|[\u2009\u202f])(?=[0-9]{3}(?![0-9]))")
_TEXT = re.compile(
    r"\\(?:text|textbf|textit|textrm|textnormal|mbox|mathrm|mathbf|mathit|mathsf|operatorname|emph)\s*\{([^{}]*)\}"
)
_CIRCLE = re.compile(r"\^\s*\{?\s*\\circ\s*\}?|\^\s*°|\\degree(?![a-zA-Z])")
_REALS = re.compile(r"\\(?:mathbb|mathbf|Bbb)\s*\{?\s*R\s*\}?|\\R(?![a-zA-Z])")
_EMPTY = re.compile(r"\\(?:emptyset|varnothing)(?![a-zA-Z])|\\\{\s*\\\}")
_MATRIX = re.compile(r"\\begin\{([pbB]?matrix|smallmatrix|array)\}(?:\{[lcr|]*\})?(.*?)\\end\{\1\}", re.S)
_VULGAR = re.compile(r"([0-9]+)? *([¼-¾⅐-⅞↉])")
_REPEATING = re.compile(r"([0-9]*)\.([0-9]*)\\overline\s*\{?([0-9]+)\}?")
_MIXED_LATEX = re.compile(
    r"(?<![0-9.}\\_^])([0-9]+)\s*\\[dtc]?frac\s*(?:\{\s*([0-9]+)\s*\}\s*\{\s*([0-9]+)\s*\}|([0-9])([0-9]))"
)
_MIXED = re.compile(r"(?<![\w.)/*^!])([0-9]+) +([0-9]+) */ *([0-9]+)(?: +(?=[a-zA-Z]{2})|(?! *[\w.(/^!]))")
_THOUSANDS = re.compile(r"(?<![0-9.])(?<![0-9],)[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])(?!,[0-9])")
_SPACED_THOUSANDS = re.compile(r"(?<![\w.,] )(?<![\w.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?! ?[\w,])")
_TIMES_TEN = re.compile(r"(?<=[0-9]) [xX] (?=10 *\^)")
_SCALE = re.compile(r"(?<=[0-9]) +(thousand|million|billion|trillion)(?![a-zA-Z])")
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_NOT_EQUAL = re.compile(r"(?<=[a-zA-Z])( *)(?:!=|<>)|=/=")
_LEADING = re.compile(r"^\s*(?:(?:≈|approximately|approx\.?|about|roughly)(?![a-zA-Z])|=)\s*")
_BUILDER = re.compile(
    r"^\s*(?:\\\{|\{)\s*([a-zA-Z])\s*(?:(?:\\in|∈)\s*(?:\(-oo,oo\)|R))?"
    r"\s*(?:\\mid|\\vert|\||:)(?![a-zA-Z])(.*?)(?:\\\}|\})\s*$",
    re.S,
)
_MEMBER_OF_REALS = re.compile(r"^\s*[a-zA-Z]\s*(?:\\in|∈)\s*(?=\(-oo,oo\))")
_UNION = re.compile(r"(?<=[\])}])\s*U\s*(?=[\[({])")
_LONE_WORD = re.compile(r"(?<![a-zA-Z\\])(infinity|inf|alpha|beta|theta|omega)(?![a-zA-Z])")
_FUNCTION = re.compile(r"^\s*([a-zA-Z])\(([a-zA-Z])\)\s*=(?!=)")
_ANGLE = re.compile(r"(?<![a-zA-Z])(sin|cos|tan|cot|sec|csc)( *\(? *)([0-9]+(?:\.[0-9]+)?) +degrees?(?![a-zA-Z])")
_PHRASES = {
    **dict.fromkeys(("all real numbers", "all real number", "all reals"), "(-oo,oo)"),
    **dict.fromkeys(("no solution", "no solutions", "no real solution", "no real solutions"), "{}"),
}
_NUMBER_WORDS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split(),
        range(21),
        strict=True,
    )
)


def plain(text: str) -> str:
    """The answer in plain notation, without spaces except one after each comma.

    Raises:
        Unparsable: the answer has LaTeX outside the grammar, a brace without a partner, or more than 400 characters.
    """
    text = " ".join(spelled(text).split())
    text = re.sub(r" ?([^\w\s]) ?", r"\1", text)
    return re.sub(r",(?=.)", ", ", text)


def spelled(text: str) -> str:
    """The answer in plain notation with its spaces, which distinguish `1 1/2` from `11/2`. Raises like `plain`."""
    if len(text) > LONGEST:
        raise Unparsable(f"{len(text)} characters, {LONGEST} are read at most")
    text = _characters(_undressed(text))
    text = _set_builder(_REALS.sub("(-oo,oo)", text))
    text = _MEMBER_OF_REALS.sub("", text)
    text = _EMPTY.sub("⦃⦄", text)
    text = _MATRIX.sub(_matrix, text)
    text = text.replace(r"\{", "⦃").replace(r"\}", "⦄").replace(r"\lbrace", "⦃").replace(r"\rbrace", "⦄")
    text = _THIN.sub("", text.replace("{,}", ",").replace(r",\!", ","))
    text = _CIRCLE.sub(" degrees ", text)
    text = _without_text(text)
    text = _DROPPED.sub(" ", text)
    text = _REPEATING.sub(_repeating, text)
    text = _MIXED_LATEX.sub(_mixed, text)
    text = _outside_brackets(text)
    text = _LONE_WORD.sub(_lone_word, commands(text))
    return _everyday(text.strip().rstrip(" .,;").lstrip(" ,;"))


def _undressed(text: str) -> str:
    r"""The text without `$...$` around it; a single `$` and `\$` become the sign ¤, which stands for dollars."""
    text = text.strip().replace(r"\$", "¤").replace(r"\%", "%")
    while text[-1:] in (".", ",", ";") or text[-2:] == "\\]" or text[-2:] == "\\)":
        text = text[:-1].rstrip() if text[-1] in ".,;" else text[:-2].rstrip()
    text = text.replace("$", " ") if text.count("$") % 2 == 0 else text.replace("$", "¤")
    return _LEADING.sub("", text.replace(r"\approx", "≈"))


def _characters(text: str) -> str:
    """The text with Unicode signs rewritten in ASCII."""
    if text.isascii():
        return text
    text = _VULGAR.sub(_vulgar, text)
    text = without_subscripts(without_superscripts(text.translate(_CHARACTERS)))
    return unicodedata.normalize("NFKC", text)


def _vulgar(found: re.Match[str]) -> str:
    part = fraction(found[2])
    return f"({found[1]}+{part})" if found[1] else f"({part})"


def _matrix(found: re.Match[str]) -> str:
    rows = [",".join(row.split("&")) for row in re.split(r"\\\\|\\cr(?![a-zA-Z])", found[2]) if row.strip()]
    return f"⟦{';'.join(rows)}⟧"


def _set_builder(text: str) -> str:
    r"""Rewrite `\{x \mid x>2\}` as `x>2`."""
    found = _BUILDER.match(text)
    return found[2] if found and not set(found[2]) & set("{}|") else text


def _repeating(found: re.Match[str]) -> str:
    r"""Rewrite `0.\overline{3}` as a fraction."""
    whole, first, period = found[1] or "0", found[2], found[3]
    bottom = (10 ** len(period) - 1) * 10 ** len(first)
    return f"({int(whole + first + period) - int(whole + first)}/{bottom})"


def _mixed(found: re.Match[str]) -> str:
    whole, top, bottom = (part for part in found.groups() if part is not None)
    if int(bottom) <= int(top):
        return found[0]
    return f"({whole}+{top}/{bottom}) "


def _without_text(text: str) -> str:
    r"""Remove `\text{}` around words; a single letter in it becomes a unit: `5\text{ m}` is `5 meter`."""

    def words(found: re.Match[str]) -> str:
        inside = found[1].strip()
        return f" {'meter' if inside == 'm' else inside + ' ' if is_unit(inside) else found[1]} "

    for _ in range(3):
        text, count = _TEXT.subn(words, text)
        if not count:
            break
    return text


def _outside_brackets(text: str) -> str:
    """Remove commas between thousands, except inside brackets."""
    if not re.search("[0-9][, ][0-9]", text):
        return text
    out, start, depth = [], 0, 0
    for place, sign in enumerate(text):
        opens = sign in "([⦃⟦" or sign == "{" and not text[:place].strip()
        if opens or sign in ")]⦄⟧":
            if not depth:
                out.append(_grouped(text[start:place]))
                start = place
            depth = max(depth + (1 if opens else -1), 0)
            if not depth:
                out.append(text[start : place + 1])
                start = place + 1
    return "".join(out) + (_grouped(text[start:]) if not depth else text[start:])


def _grouped(text: str) -> str:
    text = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text)
    return _SPACED_THOUSANDS.sub(lambda found: found[0].replace(" ", ""), text)


def _lone_word(found: re.Match[str]) -> str:
    word = found[1]
    return " oo " if word.startswith("inf") else commands(f"\\{word}")


_RELATIONS: tuple[tuple[str, str], ...] = (("<=", "≤"), ("=<", "≤"), (">=", "≥"), ("=>", "≥"), ("**", "^"), ("≈", "="))


def _everyday(text: str) -> str:
    """Rewrite signs of several characters, mixed numbers, `5 million`, and answers that are one number word."""
    for written, sign in _RELATIONS:
        text = text.replace(written, sign)
    text = _NOT_EQUAL.sub("≠", text)
    text = _MIXED.sub(_mixed, text)
    text = _TIMES_TEN.sub("*", text)
    text = _SCALE.sub(lambda found: f"*10^{_SCALES[found[1]]}", text)
    text = _UNION.sub("∪", text)
    text = _FUNCTION.sub(r"\1_\2=", text)  # f(x)= names a function, as y= does
    text = _ANGLE.sub(r"\1\2(\3*pi/180)", text)
    phrase = " ".join(text.split()).strip(" .").lower()
    return _PHRASES.get(phrase) or str(_NUMBER_WORDS.get(phrase, text))
