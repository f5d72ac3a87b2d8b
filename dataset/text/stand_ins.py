"""Names in typed stories that no training text has, and known words that stand in for them.

    Mary is in the hall. mary has the phone.      names("Mary"); "phone" is a thing, which the room's contexts tell

A word with a capital letter inside a sentence is a name, unless it is a day. At the beginning of a sentence every word
has a capital letter: there a word is a name if it is a name elsewhere in the text, or if it is unknown and a verb or
another name follows. An unknown word in small letters is a name where a sentence begins with it and a verb follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

_WORD = r"[^\W\d_]+"
_TITLED = re.compile(rf"\b((?:(?:Mr|Mrs|Ms|Dr|St)\.?|Miss|Uncle|Aunt|Sir|Lady|King|Queen|Captain) [A-Z]{_WORD})")
_NO_NAMES = frozenset("I He She It They We You If When Then There Today Tomorrow Yesterday Now Here".split())
_INSIDE = re.compile(rf"(?<![.?!:] )(?<=[\w,'’] )([A-Z]{_WORD[:-1]}*)")
_FIRST = re.compile(rf"(?:^|(?<=[.?!] ))([A-Z]{_WORD[:-1]}*)(,? and |, |'s | )(?=([^\W\d_]+))")
_SMALL = re.compile(r"(?:^|(?<=[.?!,] )|(?<=\band ))([a-z]{2,})(?= ([a-z]+))")
_DETERMINERS = frozenset("the a an my your his her our their this that he she it they we you if".split())

Known = Callable[[str], bool]


def names(
    text: str, known: Known, verbs: Collection[str], never: Collection[str] = (), common: Collection[str] = ()
) -> list[str]:
    """The names in a text that are no known words, in the order of their first places.

    Args:
        known: whether a word is known in some case.
        verbs: words that follow a name, such as `is` and `has`.
        never: words with a capital letter that are no names, such as days.
        common: words in small letters that are names only where they have a capital letter inside a sentence.
    """
    titled = [found[1] for found in _TITLED.finditer(text)]
    inside = {word for word in _INSIDE.findall(text) if word not in never and word not in _NO_NAMES}
    if _is_title_case(text):
        inside = {word for word in inside if not known(word)}
    elsewhere = {word for word in inside if len(word) > 1}
    first = set()
    for word, sign, following in _FIRST.findall(text):
        if word in elsewhere:
            first.add(word)
        elif not known(word) and word not in _NO_NAMES and word.lower() not in common:
            listed = "and" in sign or "," in sign
            if sign == "'s " or following in verbs or listed and following in elsewhere:
                first.add(word)
    small = {
        word
        for word, following in _SMALL.findall(text)
        if following in verbs and not known(word) and word not in _DETERMINERS and word not in common
    }
    parts = {part for name in titled for part in name.split()}
    found = [*titled, *(word for word in elsewhere | first | small if word not in parts)]
    return sorted(dict.fromkeys(found), key=lambda name: text.find(name))


def _is_title_case(text: str) -> bool:
    """Whether words such as The and Of have capital letters inside of sentences."""
    return bool(re.search(r"(?<=[\w,] )(?:The|Of|In|Is|To|And)\b", text))


def spare(words: Iterable[str], text: str, known: Known) -> Iterator[str]:
    """Those of the words that are known and do not stand in the text."""
    typed = {word.lower() for word in re.findall(_WORD, text)}
    return (word for word in words if word.lower() not in typed and known(word))


def replaced(text: str, words: Mapping[str, str]) -> str:
    """A text with each key replaced by its value, wherever it stands as a word, in any case."""
    if not words:
        return text
    lower = {word.lower(): other for word, other in words.items()}
    longest_first = sorted(lower, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
    return pattern.sub(lambda found: lower[found[0].lower()], text)
