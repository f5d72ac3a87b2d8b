"""The English words of numbers, and the words and signs that stand around numbers."""

from __future__ import annotations

_TO_TWELVE = "zero one two three four five six seven eight nine ten eleven twelve"
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"

SMALL = {word: number for number, word in enumerate(f"{_TO_TWELVE} {_TEENS}".split())}
TENS = {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "grand": 10**3, "dozen": 12}
SCALES |= {"k": 10**3, "mn": 10**6, "mln": 10**6, "bn": 10**9, "lakh": 10**5, "crore": 10**7}
ALONE = frozenset({"thousand", "million", "billion", "trillion", "dozen"})
"""Scales that mean one of them where no number stands before: `a million`."""
MONEY_SCALES = {"m": 10**6, "b": 10**9}
"""Scales only after a sign of money or as capitals: `$5m`, `5M`."""
GROUPS = {"couple": 2, "pair": 2, "single": 1, "double": 2, "triple": 3, "once": 1, "twice": 2, "thrice": 3}
ORDINALS = {f"{word}th": word for word in f"four six seven ten eleven {_TEENS} hundred thousand".split()}
ORDINALS |= {f"{word[:-1]}ieth": word for word in TENS}
ORDINALS |= {"first": "one", "second": "two", "third": "three", "fifth": "five", "eighth": "eight", "ninth": "nine"}
ORDINALS |= {"twelfth": "twelve"}
"""The cardinal of each ordinal."""
PARTS = {"half": 2, "quarter": 4, "third": 3, "fourth": 4, "fifth": 5, "eighth": 8, "tenth": 10}
MORE_PARTS = {f"{word}s": number for word, number in PARTS.items()} | {"halves": 2}
"""Denominators of one part and of several."""
PERCENT = frozenset({"%", "percent", "pct"})
CURRENCIES = frozenset("$€£¥₹₩") | {"usd", "eur", "gbp", "dollar", "dollars", "euro", "euros", "bucks", "pounds"}
MINUS = frozenset({"-", "minus", "negative"})
ARTICLES = frozenset({"a", "an"})
_ENDINGS = frozenset({"st", "nd", "rd", "th"})

BEGINNINGS = frozenset({*SMALL, *TENS, *GROUPS, *ALONE, *ORDINALS, "hundred", "half", "quarter", "minus", "negative"})
"""Words that may begin a number."""
CONTINUATIONS = frozenset({*SMALL, *TENS, *GROUPS, *SCALES, *MONEY_SCALES, *ORDINALS, *PARTS, *MORE_PARTS})
CONTINUATIONS |= {f"{word}s" for word in ALONE} | PERCENT | CURRENCIES | MINUS | ARTICLES | _ENDINGS
CONTINUATIONS |= frozenset(".,/^*+()×") | {"hundred", "and", "of", "point", "per", "cent", "e", "x"}
"""Words and signs that may follow in a number."""
AROUND = PERCENT | CURRENCIES | ARTICLES | _ENDINGS | {"of", "per", "cent", "+"}
"""Words and signs at the ends of a number that need not change its value."""
