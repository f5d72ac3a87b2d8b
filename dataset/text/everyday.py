"""Everyday notation of a typed text: capitals, the end of a sentence, thousands, percent and dollars.

    typed                        read, if the tokens have these words and signs
    what is 1,200 + 350          What is 1200+350?
    WHAT IS THE MEAN OF 2,4,6    What is the mean of 2, 4, 6?
    a pen costs $4!!             A pen costs 4 dollars.

Typed questions are read so (`dataset.asking`); `dataset.text.typed` then writes signs and spaces as the tokens have
them. Texts of data sets never come here. A training text stays as it is.
"""

from __future__ import annotations

import re

from dataset.text.typed import TypedText

_ENDS = ".?!"
_ASKING = frozenset(
    "what who whom whose which where when why how is are was were do does did can could will would has have".split()
)
"""First words of a question."""
_START = re.compile(r"(?:^|(?<=[.?!] ))([a-z])([a-z]*)")
_THOUSANDS = re.compile(r"(?<![\w.,(])[0-9]{1,3}(?:,[0-9]{3})+(?![\w,]|\.[0-9])")
_LISTED = re.compile(r"(?<=[0-9]),(?=-?[0-9])")
_DOLLARS = re.compile(r"\$ ?([0-9]+(?:[.,][0-9]+)*)(?! ?dollars?)")
_PERCENT = re.compile(r"(?<=[0-9]) ?%")


def everyday(text: str, typed: TypedText) -> str:
    """A typed text as the training texts of these tokens would have it, where it says the same."""
    text = " ".join(text.split())
    if not text:
        return text
    if len(text) > 4 and text.isupper():
        text = text.lower()
    text = _end(_signs(text, typed), typed)
    return _START.sub(lambda found: _capital(found, typed), text)


def _signs(text: str, typed: TypedText) -> str:
    """Write money, percent and numbers in words and digits that have tokens."""
    if not typed.knows("$") and typed.knows(" dollars"):
        text = _DOLLARS.sub(r"\1 dollars", text)
    if not typed.knows("%") and typed.knows(" percent"):
        text = _PERCENT.sub(" percent", text)
    if typed.writes_formulas:
        text = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text)
        text = _LISTED.sub(", ", text)
    return text


def _end(text: str, typed: TypedText) -> str:
    """End the text with one sign that has a token, `?` for a question."""
    bare = text.rstrip(_ENDS + " =")
    if not bare or not any(map(typed.knows, ".?")):
        return text
    signs = text[len(bare) :].replace(" ", "")
    if signs in (".", "?"):
        return bare + signs
    last = re.split(r"[.?!:] ", bare)[-1].split(" ", 1)[0].lower()
    sign = "?" if "?" in signs or last in _ASKING else "."
    return bare + sign if typed.knows(sign) else text


def _capital(found: re.Match[str], typed: TypedText) -> str:
    """The first word of a sentence with a capital letter, if training texts have it so."""
    word = found[0].capitalize()
    is_word = len(word) > 1 or found.string[found.end() : found.end() + 1] == " "  # not the a of a+b
    return word if is_word and f" {word}" in typed.tokens else found[0]
