"""Numbers as people write them: `25` is also `twenty-five`, and `3000` is also `3k`, `3,000` and `three thousand`.

    number_forms(3000)      ["3000", "3,000", "3k", "three thousand"]
    number_forms(2.5)       ["2.5", "two and a half"]

The first form is always digits.
"""

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_LARGE = ((1_000_000, "million"), (1000, "thousand"), (100, "hundred"))
_MOST_IN_WORDS = 100


def in_words(number: int) -> str:
    """A whole number from 0 to a billion in words, such as `two hundred and five`."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
    size, name = next(large for large in _LARGE if number >= large[0])
    many, rest = divmod(number, size)
    words = f"{in_words(many)} {name}"
    return words if not rest else f"{words} and {in_words(rest)}" if rest < 100 else f"{words} {in_words(rest)}"


def number_forms(number: float) -> list[str]:
    """All forms that the generator writes a number in; digits come first."""
    if number < 0:
        return [f"{number:g}", *(f"minus {form}" for form in number_forms(-number))]
    if number != int(number):
        half = number * 2 == int(number * 2) and number < 20
        return [f"{number:g}", *([f"{in_words(int(number))} and a half"] if half and number > 1 else [])]
    whole = int(number)
    forms = [str(whole)]
    if whole >= 1000:
        forms.append(f"{whole:,}")
    for size, letter, word in ((1_000_000, "m", "million"), (1000, "k", "")):
        if whole >= size and whole * 10 % size == 0:
            many = f"{whole / size:g}"
            forms += [f"{many}{letter}", *([f"{many} {word}"] if word else [])]
            break
    round_number = whole % 10 ** (len(str(whole)) - 1) == 0
    if whole <= _MOST_IN_WORDS or round_number and whole < 10**9:
        forms.append(in_words(whole))
    return forms
