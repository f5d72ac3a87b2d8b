"""Typed text in the notation of a vocabulary: `2 + 3`, `3×4` and `x²` become `2+3`, `3*4` and `x^2`.

    typed                           tokens of build_math_gsm8k_dataset.py
    Solve 7*n + 3 = −39 for n.      Solve 7*n+3=-39 for n.
    What is 2(x + 1)÷√x?            What is 2*(x+1)/sqrt(x)?
    what is ½ of 8 ?                What is 1/2 of 8?

Text that the tokens can spell stays as it was typed. If the tokens have a sign with one spacing only, such as `+` but
not ` +`, all training texts are written so; then a question typed with spaces gives the same tokens as one without.
In a vocabulary of characters, which shows no spacing, only characters are replaced.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from dataset.text.signs import MEANINGS, SUPERSCRIPTS, fraction, without_superscripts

_OPERATORS = "+*/=^<>"
_FUNCTIONS = "sqrt|sin|cos|tan|exp|ln|log|abs"
_PUNCTUATION = ",.?!;:"
_VULGAR = re.compile("(?:([0-9]) *)?([¼-¾⅐-⅞↉])([a-zA-Z(]?)")
_SUPERSCRIPT = f"[{''.join(SUPERSCRIPTS)}]"
_ROOT = re.compile(r"√ *(?:\(([^()]*)\)|([0-9]+(?:\.[0-9]+)?|[a-zA-Z](?![a-zA-Z])))")
_MINUS = re.compile(" *- *")
_OPERAND_BEFORE = re.compile(r"(?:[0-9)\]|!'%]|(?<![a-zA-Z'])[a-zA-Z])$")
_OPERAND_BEHIND = re.compile(rf"[0-9(\[|.√-]|[a-zA-Z](?![a-zA-Z])|(?:{_FUNCTIONS}|pi)(?![a-zA-Z])")
_ARTICLES = frozenset({"a", "A", "I"})
_POINT = re.compile(r"\(([^()]*,[^()]*)\)")
_LONGEST_SHOWN = 40
_MOST_SHOWN = 10


@dataclass(frozen=True)
class TypedText:
    """Reads typed text with the tokens of a vocabulary.

    Attributes:
        tokens: texts of the tokens.
        words: whether tokens are words and signs, with the space before them, or characters.
        cut: cuts a text into pieces.
        knows: says whether tokens spell a piece.
    """

    tokens: frozenset[str]
    words: bool
    cut: Callable[[str], Sequence[str]]
    knows: Callable[[str], bool]

    def pieces(self, text: str) -> list[str]:
        """The pieces of a typed text in the notation of the vocabulary; pieces that it cannot spell stay as typed."""
        text = self._signs(" ".join(text.split()))
        if not self.words:
            return [piece for piece in text if piece != " " or self.knows(" ")]
        if self._tight or self._spaced:
            text = self._notation(self._spacing(text))
        return [self._known(piece) for piece in self.cut(text)]

    def unknown(self, text: str) -> list[str]:
        """The pieces of a typed text that no tokens spell, as they were typed."""
        typed = list(text) if not self.words else self.cut(" ".join(text.split()))
        found = [piece for piece in typed if not all(map(self.knows, self.pieces(piece)))]
        return found or [piece for piece in self.pieces(text) if not self.knows(piece)]

    @property
    def writes_formulas(self) -> bool:
        """Whether training texts hold formulas in one style, so that numbers in them stand without commas."""
        return bool(self._style)

    # ---- characters

    @cached_property
    def _characters(self) -> frozenset[str]:
        return frozenset("".join(self.tokens))

    @cached_property
    def _power(self) -> str:
        return "^" if "^" in self._characters or "*" not in self._characters else "**"

    def _signs(self, text: str) -> str:
        """Replace signs that occur in no token by plain ones of the same meaning."""
        if not text.isascii():
            text = self._known_root(self._known_powers(self._known_fractions(text)))
            text = "".join(map(self._character, text))
        for written, meant in (("**", "^"), ("^", "**")):
            if written in text and meant == self._power and (written == "**" or "^" not in self._characters):
                text = text.replace(written, meant)
        return text

    def _character(self, sign: str) -> str:
        if sign in self._characters or sign.isascii():
            return sign
        for meaning in (*MEANINGS.get(sign, ()), unicodedata.normalize("NFKC", sign)):
            if set(meaning) <= self._characters | {" "}:
                return meaning
        return sign

    def _known_fractions(self, text: str) -> str:
        def written(found: re.Match[str]) -> str:
            if found[2] in self._characters or "/" not in self._characters:
                return found[0]
            times = "*" if found[3] and "*" in self._characters else ""
            whole = f"{found[1]} " if found[1] else ""
            return f"{whole}{fraction(found[2])}{times}{found[3]}"

        return _VULGAR.sub(written, text)

    def _known_powers(self, text: str) -> str:
        signs = set(re.findall(_SUPERSCRIPT, text)) - self._characters
        if not signs or not set(self._power) <= self._characters:
            return text
        return without_superscripts(text, self._power, bracket=False)

    def _known_root(self, text: str) -> str:
        if "√" in self._characters or not self.knows("sqrt") and not self.knows(" sqrt"):
            return text
        return _ROOT.sub(lambda found: f"sqrt({found[1] if found[2] is None else found[2]})", text)

    # ---- spaces

    @cached_property
    def _style(self) -> str:
        """`tight` as in `3*x+2=5`, or `spaced` as in `3*x + 2 = 5`, if all tokens agree; otherwise empty."""
        alone, behind = ({sign for sign in _OPERATORS if before + sign in self.tokens} for before in ("", " "))
        if {"+", "="} <= alone and not behind:
            return "tight"
        return "spaced" if "+" in behind - alone and "*" in alone - behind else ""

    @cached_property
    def _tight(self) -> str:
        """The operators that are written without spaces."""
        signs = [sign for sign in _OPERATORS if sign in self.tokens and f" {sign}" not in self.tokens]
        return "".join(signs) if self._style else ""

    @cached_property
    def _spaced(self) -> str:
        """The operators that are written with spaces around them."""
        return "".join(sign for sign in _OPERATORS if f" {sign}" in self.tokens) if self._style == "spaced" else ""

    def _spacing(self, text: str) -> str:
        """Put spaces around operators and inside brackets as the training texts have them."""
        if self._tight:
            text = re.sub(f" *([{re.escape(self._tight)}]) *", r"\1", text)
        if self._spaced:
            text = re.sub(f" *([<>!]=|[{re.escape(self._spaced)}]) *", r" \1 ", text).strip()
        text = _MINUS.sub(lambda found: self._minus(text, found), text)
        closed = "".join(sign for sign in _PUNCTUATION if sign in self.tokens and f" {sign}" not in self.tokens)
        if closed:
            text = re.sub(f" +([{re.escape(closed)}])", r"\1", text)
        if self._spaced or "(" not in self.tokens:
            return text
        text = re.sub(r"\|([^|]*)\|", lambda found: f"|{found[1].strip()}|", text)
        text = re.sub(rf"(?<![a-zA-Z])({_FUNCTIONS}) +\(", r"\1(", text)
        text = re.sub(r"(?<=[(\[]) +| +(?=[)\]])", "", text)
        return _POINT.sub(lambda found: "(" + re.sub(" *, *", ", ", found[1]) + ")", text)

    def _minus(self, text: str, found: re.Match[str]) -> str:
        """Space a minus between two operands like other operators, and a sign of a number without a space behind it."""
        before, behind = text[: found.start()], text[found.end() : found.end() + 8]
        if not _OPERAND_BEHIND.match(behind):
            return found[0]
        operand = _OPERAND_BEFORE.search(before[-2:] if len(before) > 1 else before)
        sided = found[0].startswith(" ") and not found[0].endswith(" ")
        if operand and not (sided and operand[0] in _ARTICLES):
            if self._spaced:
                return " - "
            return "-"
        if before[-1:].isalpha() and found[0] == "-":  # well-known
            return "-"
        return " -" if found[0].startswith(" ") and before[-1:] not in "([" else "-"

    def _notation(self, text: str) -> str:
        """Write `3x`, `2(x+1)` and `xy` with a multiplication sign, if training texts always write it."""
        if "*" not in self._tight:
            return text
        text = re.sub(r"(?<![a-zA-Z])[a-z]{2,3}(?![a-zA-Z(])", self._letters, text)
        text = re.sub(rf"(?<=[0-9])(?=[a-z](?![a-zA-Z])|(?:{_FUNCTIONS})\(|pi(?![a-zA-Z]))", "*", text)
        return re.sub(r"(?<=[0-9)])(?=\()|(?<=\))(?=[0-9a-z])", "*", text)

    def _letters(self, found: re.Match[str]) -> str:
        word = found[0]
        is_word = {word, f" {word}", word.capitalize(), f" {word.capitalize()}"} & self.tokens
        return word if is_word or not all(letter in self.tokens for letter in word) else "*".join(word)

    def _known(self, piece: str) -> str:
        """A piece as typed or, if it has no tokens, with another spacing or in another case that has tokens."""
        if self.knows(piece):
            return piece
        bare = piece.lstrip(" ")
        words = [bare] if len(bare) < 2 or not bare.isalpha() else [bare, bare.lower(), bare.capitalize()]
        for word in words:
            spaced = f" {word}"
            joined = (word,) if len(word) < 2 or not word.isalpha() or word in _FUNCTIONS.split("|") else ()
            for other in (spaced, *joined) if piece.startswith(" ") else (word, spaced):
                if bare and self.knows(other):
                    return other
        return piece


def shown(pieces: Sequence[str]) -> str:
    """Pieces for a message: each once, not too many, not too long, without control characters."""
    bare = dict.fromkeys(piece.strip() or piece for piece in pieces)
    listed = [_printable(piece[:_LONGEST_SHOWN]) + ("..." if len(piece) > _LONGEST_SHOWN else "") for piece in bare]
    rest = len(listed) - _MOST_SHOWN
    return ", ".join(listed[:_MOST_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _printable(piece: str) -> str:
    if piece.isspace():
        return "a space" if piece == " " else f"U+{ord(piece[0]):04X}"
    return "".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in piece)
