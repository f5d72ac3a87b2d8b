"""Typed problems of mathematics in the words of generated ones, and checking their answers.

    2x + 3 = 7                     Solve 2x+3=7 for x.
    144/12=?                       What is 144/12?
    hey, what's d/dx of x^2        Differentiate x^2.
    Sara has 4 bags ...            Ana has 4 bags ...

`rewrite` changes phrases that say clearly what is asked, and leaves everything else. `check` tells by the same phrases
what was asked; sympy then puts the answer into the equation, differentiates it, or computes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from dataset.asking import Knows, Rewritten
from dataset.maths.answers import agrees_in_time
from dataset.maths.families import CATEGORIES
from dataset.maths.plain_words import in_plain_words
from dataset.maths.simple.stories import NAMES
from dataset.maths.stories import PEOPLE, THINGS
from dataset.maths.units import is_unit
from dataset.text.signs import MEANINGS, fraction, without_superscripts
from dataset.text.stand_ins import names, replaced, spare

_POLITE = re.compile(
    r"^(?:(?:hey|hi|hello|please|pls|ok|so|well)\b[, ]*)+|"
    r"^(?:(?:can|could|would|will) you (?:please )?|i (?:need|want)(?: you)? to (?:know |)|tell me |help me )+|"
    r"^(?:i need (?:some )?)?(?:help with )?(?:my |a |quick |next )*(?:homework|question|problem|task)[:,.] ?|"
    r"[, ]+(?:please|pls|thanks|thank you|for me|with respect to x)(?=[.?! ]*$)|"
    r",? \(?(?:leave out the constant|no \+ ?C needed|\+ ?C)\)?(?=[.?! ]*$)",
    re.IGNORECASE,
)
_SPOKEN = (
    (r"\bwhat['’]?s\b", "what is"),
    (r"^what (.*[0-9)].*?) is(?=[.?! ]*$)", r"what is \1"),
    (r"\barea under (?:the )?(?:curve|graph|line)(?: of)?(?: (?:y|f\(x\)) ?=)?", "area under"),
    (r"\bdefinite integral\b", "integral"),
    (r"^(?:what is|find) ∫", "∫"),
    (r"^((?:.* )?(?:integral of|area under|integrate|∫) ?[^?]*) between (.*?) and ", r"\1 from \2 to "),
    (r"\b(?:multiplied by|times)(?= ?[-(0-9])", "*"),
    (r"(?<=[0-9)]) ?(?:divided by|over)(?= ?[-(0-9])", "/"),
    (r"(?<=[0-9)]) ?plus(?= ?[-(0-9])", "+"),
    (r"(?<=[0-9)]) ?minus(?= ?[-(0-9])", "-"),
    (r"(?<=[0-9)])(?: [x×] |×|x(?=[0-9]))(?=-?[0-9(])", "*"),
    (r"(?<=[0-9x)]) squared\b", "^2"),
    (r"(?<=[0-9x)]) cubed\b", "^3"),
    (r"\be\^\(?(-?[0-9]*\*?x)\)?", r"exp(\1)"),
    (r"\b(sin|cos|tan|ln|exp|sqrt) (x|[0-9]+)\b", r"\1(\2)"),
)
"""Words and signs that mean another sign in a formula."""
_F = r"(?P<f>[^?=]+?)"
_EQ = r"(?P<eq>[^=?,;]*[a-z][^=?,;]*=[^=?,;]*?|[^=?,;]*=[^=?,;]*?[a-z][^=?,;]*?)"
_EQ2 = r"(?P<eq2>[^=?,;]*=[^=?,;]*?)"
_END = r"[ .?!=]*$"
_CALCULATE = r"(?:calculate|compute|evaluate|work out|simplify|what is|what|how much is|find|solve|i need)"
_PLACE = r"(?P<p>-?(?:[0-9]+|infinity|oo|∞|pi))"
_BETWEEN = r"(?:, and |,? |,| and )"
_NUMBERS = rf"(?P<values>-?[0-9]+(?:{_BETWEEN}-?[0-9]+)+)"
_MANY = r"(?:what is |find |calculate |how much is )?(?:the )?"
_GIVEN = rf"(?:if |let |for )?f\(x\) ?= ?{_F}[,.;:]? ?(?:find|what is|calculate|compute)"
_PHRASES: tuple[tuple[str, str, str], ...] = (
    (
        rf"(?:solve|find|what are)?(?: simultaneously| for x and y)?:? ?(?:the system:? ?)?(?:x and y(?: if)?:? ?)?"
        rf"{_EQ} ?(?:,| and|;) ?{_EQ2}(?: for x and y)?",
        "system",
        "Solve {eq} and {eq2} for x and y.",
    ),
    (
        rf"(?:solve|find) (?:for (?P<x>[a-z])[:,]?|(?P<y>[a-z])(?: if|:|,| in)) ?{_EQ}",
        "equation",
        "Solve {eq} for {x}.",
    ),
    (rf"what is (?P<x>[a-z]) if {_EQ}", "equation", "Solve {eq} for {x}."),
    (rf"{_EQ}[,;.]? ?(?:solve|find|what is)(?: for)? (?P<x>[a-z])", "equation", "Solve {eq} for {x}."),
    (rf"{_EQ}[,;] ?(?P<x>[a-z]) ?=", "equation", "Solve {eq} for {x}."),
    (rf"(?:solve|find)?:? ?{_EQ}(?: for (?P<x>[a-z]))?", "equation", "Solve {eq} for {x}."),
    (
        rf"(?:what are |find |give )?(?:the )?(?:roots|zeros|solutions) of {_F}(?: ?= ?0)?",
        "roots",
        "What are the roots of {f}=0?",
    ),
    (rf"{_MANY}second derivative of {_F}", "second", "What is the second derivative of {f}?"),
    (
        rf"{_MANY}(?:derivative|slope) of {_F} (?:at|for) x ?= ?{_PLACE}",
        "slope",
        "What is the derivative of {f} at x={p}?",
    ),
    (
        rf"(?:differentiate|derive|d/dx(?: of)?|(?:find |what is |compute )?(?:the )?derivative of) ?{_F}",
        "derivative",
        "Differentiate {f}.",
    ),
    (rf"(?:what is|find) f['’]\(x\) (?:if|for) f\(x\) ?= ?{_F}", "derivative", "Differentiate {f}."),
    (rf"{_GIVEN} f['’]\(x\)", "derivative", "Differentiate {f}."),
    (
        rf"(?:what is|find) f['’]\({_PLACE}\) (?:if|for) f\(x\) ?= ?{_F}",
        "slope",
        "What is the derivative of {f} at x={p}?",
    ),
    (rf"{_GIVEN} f['’]\({_PLACE}\)", "slope", "What is the derivative of {f} at x={p}?"),
    (
        rf"(?:integrate|∫|(?:find |what is )?(?:the )?(?:integral of|area under)) ?{_F}(?: ?dx)? from"
        rf" (?:x ?= ?)?{_PLACE} to (?:x ?= ?)?(?P<q>-?(?:[0-9]+|pi))",
        "integral",
        "Integrate {f} from {p} to {q}.",
    ),
    (
        rf"(?:integrate|∫|(?:find |what is )?(?:the |an )?(?:integral|antiderivative) of) ?{_F}(?: ?dx)?",
        "antiderivative",
        "Find the antiderivative of {f} that is 0 at x=0.",
    ),
    (
        rf"{_MANY}lim(?:it)?(?: of)? ?{_F} (?:as|for|when) x ?(?:goes to|approaches|tends to|->|→)"
        rf" ?{_PLACE}",
        "limit",
        "What is the limit of {f} as x goes to {p}?",
    ),
    (
        rf"{_MANY}lim(?:it)? ?(?:as |for )?\(?x ?(?:goes to|approaches|tends to|->|→) ?{_PLACE}\)?(?:"
        rf" of)? ?{_F}",
        "limit",
        "What is the limit of {f} as x goes to {p}?",
    ),
    (rf"{_MANY}(?:mean|average)(?: of)?:? {_NUMBERS}", "mean", "What is the mean of {values}?"),
    (rf"{_MANY}median(?: of)?:? {_NUMBERS}", "median", "What is the median of {values}?"),
    (rf"{_MANY}range(?: of)?:? {_NUMBERS}", "spread", "What is the range of {values}?"),
    (rf"{_MANY}mode(?: of)?:? {_NUMBERS}", "mode", "What is the mode of {values}?"),
    (
        rf"{_MANY}(?:lcm|(?:least|lowest|smallest) common multiple)(?: of)?"
        rf" ?\(?(?P<a>[0-9]+)(?:,| and) ?(?P<b>[0-9]+)\)?",
        "lcm",
        "What is the least common multiple of {a} and {b}?",
    ),
    (
        rf"{_MANY}(?:gcd|hcf|gcf|greatest common (?:divisor|factor)|highest common factor)(?: of)?"
        rf" ?\(?(?P<a>[0-9]+)(?:,| and) ?(?P<b>[0-9]+)\)?",
        "gcd",
        "What is the greatest common divisor of {a} and {b}?",
    ),
    (r"(?:find |what is )?(?P<a>[0-9]+) mod(?:ulo)? (?P<b>[0-9]+)", "remainder", "What is {a} modulo {b}?"),
    (
        rf"{_MANY}remainder (?:of|when|if) (?P<a>[0-9]+) ?(?:is )?(?:divided by|/) ?(?P<b>[0-9]+)",
        "remainder",
        "What is the remainder of {a} divided by {b}?",
    ),
    (rf"{_MANY}larger root of {_F}(?: ?= ?0)?", "larger_root", "What is the larger root of {f}=0?"),
    (rf"(?:{_CALCULATE})?:? ?(?P<a>[0-9.]+) ?(?:%|percent) of (?P<b>[0-9.]+)", "percent", "What is {a}% of {b}?"),
    (
        rf"{_MANY}(?:first|next|smallest) prime(?: number)? (?:above|after|over|larger than|greater than)"
        rf" (?P<a>[0-9]+)",
        "prime",
        "What is the smallest prime above {a}?",
    ),
    (
        rf"(?:{_CALCULATE})?:? ?(?P<value>[-+*/^().0-9 ]*[0-9)][-+*/^() ]+[-+*/^().0-9"
        rf" ]*[0-9)]|sqrt\([0-9]+\))(?: is)?",
        "value",
        "What is {value}?",
    ),
)
"""What people type (without its end, any case), what is asked, and the wording of generated problems."""
_COMPILED = tuple((re.compile(pattern + _END, re.IGNORECASE), kind, wording) for pattern, kind, wording in _PHRASES)
_VERBS = frozenset("has buys finds shares reads is gives gets sells loses adds and had earns runs bought".split())
_NO_NAMES = frozenset("now each both who then also".split())
_FORMULA = re.compile(r"[^0-9a-z+\-*/^().,|' ]")
_WORDS = re.compile(r"[a-z]{2,}")
_NAMES = frozenset("sin cos tan exp ln log sqrt abs pi".split())
_ASKED_FOR = re.compile(
    r"^(?:the )?((?:area|volume|distance|slope|length|probability|discriminant|coefficient|(?:smallest|largest) value|"
    r"perimeter|number|price|sum|product|third angle|remainder) (?:of|between|from|for|with)\b)",
    re.IGNORECASE,
)
"""What is asked for, where the words What is the are missing."""
_LONGEST = 300
"""Longer problems are read as they are."""


def rewrite(text: str, knows: Knows) -> Rewritten:
    """See `dataset.asking.Rewrites`."""
    text = re.sub(r"(=[^\n=]*?)\s*\n\s*(?=[^\n=]+=)", r"\1, ", text)  # equations on lines of their own
    text = " ".join(text.split())
    if len(text) > _LONGEST or not knows("equation") and not knows("Solve") and not knows("What"):
        return Rewritten(text)
    if any(pattern.fullmatch(text) for pattern in _wordings()):
        return _with_known_names(text, knows)
    found = _asked(text) or _asked(text := in_plain_words(text, knows))
    if found is not None:
        return Rewritten(found[2])
    text = _ASKED_FOR.sub(lambda found: f"What is the {found[1].lower()}", _spoken(_without_manners(text)))
    return _with_known_names(text, knows)


@cache
def _wordings() -> tuple[re.Pattern[str], ...]:
    """The wordings of generated problems, which need no other one."""
    wordings = {wording for forms in CATEGORIES.values() for form in forms for wording in form.wordings}
    named = [one for one in wordings if one.count("{") > 1 or len(one.split()) > 3]  # unlike What is {f}?
    parts = ([re.escape(part) for part in re.split(r"\{\w+\}", wording)] for wording in named)
    return tuple(re.compile(".+?".join(found)) for found in parts)


def check(question: str, answer: str) -> bool | None:
    """Whether sympy finds an answer right; None where it cannot tell what was asked.

    An answer that is no expression is wrong. Sympy has some seconds, in a process of its own.
    """
    found = None if len(question) > _LONGEST else _asked(" ".join(question.split()))
    checked = None if found is None else _check_of(found[0], found[1])
    return None if checked is None else agrees_in_time(re.sub(r"^[a-z] ?= ?(?=[^,=]*$)", "", answer), checked)


Fields = dict[str, str]


def _asked(text: str) -> tuple[str, Fields, str] | None:
    """What a typed problem asks for, the fields of that, and its wording as generated problems have it."""
    text = _spoken(_without_manners(text))
    for pattern, kind, wording in _COMPILED:
        match = pattern.match(text)
        if match is None:
            continue
        fields = {name: _formula(value) for name, value in match.groupdict().items() if value is not None}
        if all(map(_is_formula, fields.values())) and (kind not in ("equation", "system") or _names(fields)):
            fields.setdefault("x", fields.get("y") or _names(fields) or "x")
            return kind, fields, wording.format(**fields)
    return None


def _without_manners(text: str) -> str:
    before = ""
    while before != text:
        before, text = text, _POLITE.sub("", text).strip()
    return text


def _spoken(text: str) -> str:
    """Signs and words of a formula as generated problems write them."""
    if not text.isascii():
        text = re.sub("[¼-¾⅐-⅞]", lambda sign: fraction(sign[0]) or sign[0], text)
        text = without_superscripts(text, bracket=False)
        text = re.sub(r"√ ?\(?([0-9]+)\)?", r"sqrt(\1)", text)
        text = "".join(MEANINGS.get(sign, (sign,))[0] if sign not in "∞" else sign for sign in text)
    text = re.sub(
        r"(?<![\w.,(])[0-9]{1,3}(?:,[0-9]{3})+(?![\w,]|\.[0-9])", lambda found: found[0].replace(",", ""), text
    )
    for pattern, written in _SPOKEN:
        text = re.sub(pattern, written, text, flags=re.IGNORECASE)
    for compiled, written_as in _IN_WORDS:
        match = compiled.fullmatch(text)
        if match is not None:
            return written_as(match)
    return text


def _numbers(text: str) -> list[str]:
    return re.findall(r"-?[0-9.]*[0-9]", text)


_N = r"(-?[0-9.]*[0-9](?:/[0-9]+)?)"
_IN_WORDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern + _END, re.IGNORECASE), written)
    for pattern, written in (
        (rf"(?:{_MANY}sum of|add(?: up| together)?) ([-0-9., and]*[0-9])", lambda found: "+".join(_numbers(found[1]))),
        (rf"{_MANY}product of ([-0-9., and]+)", lambda found: "*".join(_numbers(found[1]))),
        (rf"{_MANY}difference (?:of|between) {_N} and {_N}", lambda found: f"{found[1]}-{found[2]}"),
        (rf"add {_N} (?:and|to) {_N}", lambda found: f"{found[1]}+{found[2]}"),
        (rf"subtract {_N} from {_N}", lambda found: f"{found[2]}-{found[1]}"),
        (
            rf"(?:what do you get (?:when|if) you )?multiply {_N} (?:by|and|with) {_N}",
            lambda found: f"{found[1]}*{found[2]}",
        ),
        (
            rf"divide {_N} by {_N}",
            lambda found: f"({found[1]})/({found[2]})" if "/" in found[0] else f"{found[1]}/{found[2]}",
        ),
        (rf"{_MANY}half (?:of )?{_N}", lambda found: f"{found[1]}/2"),
        (rf"{_MANY}(?:double|twice) (?:of )?{_N}", lambda found: f"2*{found[1]}"),
        (rf"simplify {_N}", lambda found: found[1]),
    )
)
"""Calculations in words, and the same in signs."""


def _formula(text: str) -> str:
    """A formula without the spaces and the capitals that people type; numbers in a list stand apart."""
    text = text.strip(" .:;")
    if re.fullmatch(rf"-?[0-9]+(?:{_BETWEEN}-?[0-9]+)+", text):
        return ", ".join(_numbers(text))
    text = text.replace(" ", "").replace("∞", "infinity")
    text = text.lower()
    text = re.sub(r"(?<=[0-9])(?=[a-z(])|(?<=\))(?=[0-9a-z(])", "*", text)
    text = re.sub(r"(?<![0-9^/])1/([0-9]+)\*([a-z])(?![a-z(])", r"\2/\1", text)
    text = re.sub(r"^\(([^()]*)\)$", r"\1", text)
    return re.sub(r"(?<![a-z])([a-z])(?=\()", r"\1*", text) if not re.search(r"[fy]\(", text) else text


def _is_formula(text: str) -> bool:
    """Whether a text holds numbers, signs, single letters and names of functions only."""
    bare = text.replace("infinity", "").replace("=", "").replace(", ", "")
    return not _FORMULA.search(bare) and " " not in bare and set(_WORDS.findall(bare)) <= _NAMES


def _names(fields: Fields) -> str | None:
    """The only letter of an equation; x for the two letters x and y; None for other equations."""
    text = re.sub("|".join(_NAMES), "", fields.get("eq", "") + fields.get("eq2", ""))
    letters = set(re.findall("[a-z]", text))
    if "'" in text:
        return None
    if "eq2" in fields:
        return "x" if letters == {"x", "y"} else None
    return next(iter(letters)) if len(letters) == 1 else None


def _check_of(kind: str, fields: Fields) -> tuple[str, ...] | None:
    """The check, as of `dataset.maths.problem.Problem`, of a problem that was typed."""
    place = {name: fields.get(name, "").replace("infinity", "oo") for name in ("p", "q")}
    if kind == "equation":
        equation = re.sub(rf"(?<![a-z]){fields['x']}(?![a-z])", "x", fields["eq"])
        return ("roots" if re.search(r"x\^|\)\*?\(.*x.*\)|x\*x", equation) else "equation", equation)
    if kind == "value":
        return "unknown", f"u={fields['value']}"
    if kind == "percent":
        return "unknown", f"u={fields['a']}*{fields['b']}/100"
    f = fields.get("f", "")
    return {
        "system": ("system", f"{fields.get('eq')}, {fields.get('eq2')}", "x, y"),
        "roots": ("roots", f"{f}=0"),
        "larger_root": ("larger_root", f"{f}=0"),
        "derivative": ("derivative", f, "1"),
        "second": ("derivative", f, "2"),
        "slope": ("derivative_at", f, place["p"]),
        "integral": ("integral", f, place["p"], place["q"]),
        "antiderivative": ("antiderivative", f),
        "limit": ("limit", f, place["p"]),
        "prime": ("prime", fields.get("a", ""), "1"),
        "gcd": ("gcd", fields.get("a", ""), fields.get("b", "")),
        "lcm": ("common_multiple", fields.get("a", ""), fields.get("b", "")),
        "remainder": ("remainder", fields.get("a", ""), fields.get("b", "")),
    }.get(kind, (kind, fields.get("values", "")))


def _with_known_names(text: str, knows: Knows) -> Rewritten:
    """A story with names and things of generated stories in the place of others."""

    def known(word: str) -> bool:
        return knows(word) or knows(word.lower())

    persons = [name for name in names(text, known, _VERBS, (), _NO_NAMES) if not knows(name)]
    words = dict(zip(persons, spare(PEOPLE, text, knows), strict=False))
    people = list(words.values()) + [name for name in re.findall(r"\b[A-Z][a-z]+\b", text) if name in NAMES]
    things = [word for word in re.findall(r"[0-9]+ ([a-z]+s)\b", text) if not knows(word) and not is_unit(word)]
    words |= dict(zip(dict.fromkeys(things), _spare_things(text, knows), strict=False))
    text = replaced(text, words)
    if people:
        text = re.sub(r"\b[Ss]?[Hh]e\b", lambda found: found[0] if knows(found[0].lower()) else people[0], text)
    return Rewritten(text, {stand_in: word for word, stand_in in words.items()})


def _spare_things(text: str, knows: Knows) -> Iterable[str]:
    return spare([thing for thing in THINGS if thing not in ("pens", "books")], text, knows)
