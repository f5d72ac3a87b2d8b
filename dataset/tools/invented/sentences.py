"""A request for any tool, in words that its schema offers.

    Tool("getBrainScan", "Retrieve brain scan image", (patient_id, scan_type))
    "Can you get the brain scan of type MRI for me? The patient id is P-1234."

Values stand between marks (`dataset.tools.generator.patterns`), as in all generated sentences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dataset.tools.conversations import Argument, Tool
from dataset.tools.dice import Dice
from dataset.tools.generator.kinds import Value
from dataset.tools.generator.patterns import CLOSE, OPEN
from dataset.tools.invented.guesses import Guess
from dataset.tools.paraphrase import words_of
from dataset.tools.synonyms import SYNONYMS, VERBS

_WRAPPERS = (
    "{}", "{}", "{}", "please {}", "can you {}?", "could you {} for me?", "I need to {}", "I want to {}", "help me {}",
    "I'd like to {}", "I want you to {}", "would you {}?", "let's {}", "hey, {}", "{} please",
)  # fmt: skip
_ASKING = (
    "what is the {}", "what's the {}", "show me the {}", "give me the {}", "I need the {}", "I'm looking for the {}",
    "tell me the {}", "how about the {}", "any {}", "which {}", "I'd like the {}", "let me see the {}",
)  # fmt: skip
_ASKING_VERBS = frozenset(
    "get fetch retrieve find search calculate compute determine check lookup list show estimate predict analyze".split()
)
_GIVEN = ("{n} {v}", "{n} of {v}", "a {n} of {v}", "the {n} {v}", "{n} = {v}", "{v} as {n}")
NAMED = (
    "with {n} {v}", "with a {n} of {v}", "with {n} of {v}", "{n} {v}", "{n} is {v}", "the {n} is {v}", "{n}: {v}",
    "{n} = {v}", "using {v} as {n}", "using {v} as the {n}", "for {n} {v}", "{v} as {n}", "whose {n} is {v}",
    "the {n} should be {v}", "set {n} to {v}", "where the {n} is {v}", "{n} being {v}", "{n} equal to {v}",
    "of {n} {v}", "by {n} {v}", "{v} {n}", "a {v} {n}", "at {n} {v}", "{v} for the {n}", "in the {n} {v}",
)  # fmt: skip
_UNNAMED: Mapping[str, tuple[str, ...]] = {
    "place": ("in {v}", "in {v}", "near {v}", "for {v}", "at {v}", "around {v}"),
    "start": ("from {v}", "starting in {v}", "starting from {v}"),
    "end": ("to {v}", "going to {v}", "into {v}"),
    "date": ("on {v}", "for {v}", "{v}", "by {v}"),
    "time": ("at {v}", "around {v}", "for {v}"),
    "person": ("for {v}", "by {v}", "of {v}", "with {v}", "from {v}"),
    "language": ("in {v}", "into {v}"),
    "about": ("about {v}", "on {v}", "for {v}", "regarding {v}"),
    "choice": ("{v}", "as {v}", "in {v}", "{v} please", "the {v} one"),
    "text": ("for {v}", "of {v}", "{v}", "called {v}", "with {v}", "using {v}"),
    "number": ("of {v}", "{v}", "with {v}", "for {v}", "at {v}"),
}
_TRUE = (
    "with {n}",
    "{n}: {v}",
    "and {n}",
    "include {n}",
    "{n} please",
    "make it {n}",
    "{n} should be {v}",
    "I want {n}",
)
_FALSE = ("without {n}", "{n}: {v}", "no {n}", "don't use {n}", "{n} should be {v}", "not {n}", "skip {n}")
_CUT = re.compile(r"\(.*?\)|[.,;:].*| (?:that|which|who|where|whose|to|for|in|on|at|you|used|being|e\.g).*")
_GENERIC = frozenset("name id type value number code string".split())
_QUOTES = ("'", '"')


def request(tool: Tool, values: Mapping[str, Value], guesses: Mapping[str, Guess], dice: Dice) -> str:
    """A request for a tool that says the values of some arguments, with marks around them."""
    said = [tool.argument(name) for name in dice.shuffled(list(values))]
    arguments = [argument for argument in said if argument is not None]
    phrases: list[str] = []
    nameless_roles: set[str] = set()
    for argument in arguments:
        role = guesses[argument.name].role
        alone = len(arguments) == 1 or (role not in nameless_roles and role not in ("number", "text"))
        nameless = role != "flag" and alone and dice.chance(0.6)
        nameless = nameless or (not nameless_roles and role == "text" and dice.chance(0.5))
        if nameless:
            nameless_roles.add(role)
        forms = _UNNAMED[role] if nameless else NAMED
        phrases.append(phrase(argument, values[argument.name], guesses[argument.name], dice, forms))
    head = command(tool, dice)
    way = dice.number()
    if not phrases:
        return head
    if way < 0.08:
        given = [phrase(a, values[a.name], guesses[a.name], dice, _GIVEN) for a in arguments]
        return f"{dice.pick(('given', 'with', 'for', 'I have', 'there is'))} {_joined(given, dice)}, {head}"
    if way < 0.7:
        joined = _joined(phrases, dice)
        return f"{head[:-1]} {joined}?" if head.endswith("?") else f"{head} {joined}"
    if way < 0.8:
        return f"{head.rstrip('?')}: {', '.join(phrases)}"
    place = dice.between(0, len(phrases))
    before, after = phrases[:place], phrases[place:]
    text = f"{head.rstrip('?')} {_joined(before, dice)}".strip()
    return f"{text}. {_joined(after, dice)}".strip(". ") if after else text


def phrase(argument: Argument, value: Value, guessed: Guess, dice: Dice, forms: Sequence[str] = NAMED) -> str:
    """An argument's value in words, in one of these forms; those of a flag say whether it is true."""
    said = value.said
    quoted = dice.chance(0.1) and not said.isdigit()
    quote = dice.pick(_QUOTES) if quoted else ""
    marked = f"{quote}{OPEN}{said}{CLOSE}{quote}"
    if guessed.units and dice.chance(0.75):
        marked = f"{marked} {dice.pick(guessed.units)}"
    if guessed.role == "flag":
        forms = _TRUE if value.value is True else _FALSE
    return dice.pick(forms).format(n=noun(argument, dice), v=marked)


def noun(argument: Argument, dice: Dice) -> str:
    """What people call an argument: its name, the beginning of its description, or a part of either."""
    words = words_of(argument.name)
    if argument.description and dice.chance(0.3):
        gist = _CUT.sub("", argument.description).split()
        if gist and gist[0].lower() in ("the", "a", "an", "this", "your"):
            gist = gist[1:]
        if 0 < len(gist) <= 4:
            return _varied(" ".join(gist).lower(), dice)
    if len(words) > 1 and dice.chance(0.25):
        words = [word for word in words if word not in _GENERIC] or words
        if len(words) > 1 and dice.chance(0.3):
            words = [dice.pick(words)]
    return _varied(" ".join(words), dice) or "value"


def unnamed(guessed: Guess) -> Sequence[str]:
    """The forms that say a value without its argument's name."""
    return _UNNAMED.get(guessed.role, NAMED)


def command(tool: Tool, dice: Dice) -> str:
    """What the user wants done, as a command or a question."""
    text = deed(tool, dice).split()
    if text[0] in _ASKING_VERBS and len(text) > 1 and dice.chance(0.45):
        rest = text[2:] if text[1] in ("the", "a", "an") and len(text) > 2 else text[1:]
        return dice.pick(_ASKING).format(" ".join(rest)) + dice.pick(("?", ""))
    return dice.pick(_WRAPPERS).format(" ".join(text))


def deed(tool: Tool, dice: Dice) -> str:
    """What a tool does, as in `get the brain scan`, from its description or its name."""
    words = words_of(tool.name)
    described = _CUT.sub("", tool.description).split()[:9]
    text = described if described and dice.chance(0.55) else words
    text = [word.lower() if not word.isupper() else word for word in text]
    if not text:
        return "do it"
    text = [_imperative(text[0]), *text[1:]]
    if dice.chance(0.2) and len(text) > 3:
        del text[dice.between(1, len(text) - 1)]
    return f"{text[0]} {_varied(' '.join(text[1:]), dice)}".strip()


def _imperative(verb: str) -> str:
    """`calculates` becomes `calculate`; other words stay."""
    for form in (verb, verb.removesuffix("s"), verb.removesuffix("es")):
        if form in VERBS:
            return form
    return verb


def _varied(text: str, dice: Dice) -> str:
    """The text with synonyms for some words."""
    words = [dice.pick(SYNONYMS[word]) if word in SYNONYMS and dice.chance(0.2) else word for word in text.split()]
    return " ".join(words).replace("_", " ")


def _joined(phrases: Sequence[str], dice: Dice) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    between = dice.pick((" ", ", ", ", ", " and "))
    last = dice.pick((" and ", " and ", ", ", " ", ", and "))
    return between.join(phrases[:-1]) + last + phrases[-1]
