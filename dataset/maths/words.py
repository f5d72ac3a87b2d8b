r"""Comparing answers that are words: `\text{Monday}` equals `monday.`, but `no` is not `on`, although n*o is o*n.

Case is ignored, except for single letters, which are variables or points. A time of day, `3:45 p.m.`, is a word too.
"""

from __future__ import annotations

import re

_LONGEST = 400
_TEXT = re.compile(r"\\(?:text|textbf|textit|textrm|mbox|mathrm|mathbf|rm)\s*\{([^{}]*)\}")
_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ '’-]+[^\W\d_]+)*")
_TIME = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))? ?([ap]) ?\.? ?m\.?")
_NONE = frozenset({"none", "no solution", "no solutions", "no real solution", "no real solutions", "empty set"})
_SHORT = frozenset(
    "yes no on off true odd even red six ten two one tie all any dne may jan feb mon tue wed thu fri sat sun".split()
)


def same_words(expected: str, given: str) -> bool:
    """Whether both texts are the same words, or the same time of day."""
    first, second = _words(expected), _words(given)
    return first is not None and first == second


def are_words(text: str) -> bool:
    """Whether a text consists of words, not of letters that stand for numbers."""
    return _words(text) is not None


def _words(text: str) -> str | None:
    """The words in lower case; None if a text holds anything but words."""
    if len(text) > _LONGEST:
        return None
    text = " ".join(_TEXT.sub(r" \1 ", text.strip("$")).split()).strip(" .,;!$").lower()
    time = _TIME.fullmatch(text)
    if time:
        return f"{int(time[1])}:{time[2] or '00'}{time[3]}m"
    if not _WORDS.fullmatch(text) or len(text) < 4 and text not in _SHORT:
        return None
    text = "all real numbers" if text in ("all reals", "all real number") else text
    return "none" if text in _NONE else text.replace("’", "'")
