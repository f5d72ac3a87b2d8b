"""Typed stories and questions in the words that networks know: names, things and rooms that no training story has.

    Mary took the phone. mary is in the bathroom. Where's the phone?
    Abas took the map. Abas is in the studio. Where is the map?            the answer studio is given back as bathroom

The words around an unknown word say what it is: who `is in` something is a person, and what one is in is a room. A
word of the same kind that the story does not have stands in for it. Words that fit nowhere stay.
"""

from __future__ import annotations

import re

from dataset.asking import Knows, Rewritten
from dataset.qa.advanced_people import ANIMALS, FOODS
from dataset.qa.advanced_rules import DRINKS, GROUPS
from dataset.qa.advanced_steps import COLOURS, EVENTS, GOODS
from dataset.qa.modes import MODES
from dataset.qa.names import FIRST, LAST, spelling
from dataset.qa.typed import read_story, spare_names
from dataset.qa.words import BOXES, DAYS, PARTS, ROOMS, THINGS
from dataset.text.stand_ins import names, replaced, spare

_VERBS = frozenset(
    "is was has had have went goes took takes carries comes will gives hands sends passes brings gets got finds loses"
    " buys sells likes loves enjoys wants prefers feeds fears draws stays sits waits works looks seems holds owns keeps"
    " became cannot starts begins wins makes breaks drops throws".split()
)
"""Verbs of training stories, which follow a name."""
_SHORT = (
    (re.compile(r"\b(what|who|where|when|how)(?:['’]?s| s)\b", re.IGNORECASE), r"\1 is"),
    (re.compile(r"\b([Ww])here are (the|my)\b"), r"\1here is \2"),
    (re.compile(r"\beither (?=in the |to the )"), ""),
)
_JOINED = re.compile(rf"(?:, and |, | and )(?=(?:(?:the|my) )?\w+ (?:{'|'.join(sorted(_VERBS - {'have'}))})\b)")
"""Where one sentence ends and the next begins, without a full stop."""
_NOT_JOINED = re.compile(
    r"^(?:if|when|whenever|once|as|compared|from|start|who|what|which|where|how|is|are|does|do|can|to|on|at|in|with|name)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:[Mm]y|[Yy]our|[Oo]ur|[Tt]heir|[Hh]is|[Hh]er) (?=[a-z]+\b)")
_NO_THINGS = frozenset("end morning evening afternoon night same other first last moment middle".split()) | {
    word.lower()
    for kinds in MODES.values()
    for kind in kinds
    for wordings in (*kind.statements.values(), *kind.queries.values())
    for wording in wordings
    for word in re.findall(r"[a-zA-Z]+", wording)
}
"""Words that are neither persons nor things: those of the sentences of training stories, and a few more."""
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he) (?=(?:is|was|has|went|took|did)\b)")
_THE = r"\b(?:the|a|an)"
_PERSONS = (
    rf"{_THE} ({{w}}) (?:is|looks|seems|was) (?:much )?\w+er than",
    rf"than {_THE} ({{w}})",
    rf"{_THE} ({{w}}) (?:will come|comes)",
    rf"comes? (?:\w+ \w+|\w+ day|\w+) (?:after|before) {_THE} ({{w}})",
)
"""Persons who are called by a noun, as in: the plumber comes on Friday."""
_KINDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (COLOURS, (r"after {w} comes", r"comes {w}\b", r"places after {w}")),
    (FOODS, (r"(?:likes|loves|enjoys|wants|prefers) {w}\b", r"likes [\w ,]+ and {w}")),
    (DRINKS, (r"drinks {w}\b",)),
    (GROUPS, (r"(?:every|each|any|no) {w} is a", r"\bis a {w}\b(?! owner)", r"works as a {w}", r"Is \w+ a {w}")),
    (
        ANIMALS,
        (
            r"(?:have|own|keep|got|bought) an? {w},",
            r"(?:have|own|keep|got|bought) an? \w+, {w} and",
            r"(?:have|own|keep|got|bought) an? \w+, \w+ and {w}, one",
            r"(?:feeds|fears|draws) the {w}",
        ),
    ),
    (GOODS, (r"[0-9]+ {w}\b", r"how many {w}\b")),
    (EVENTS, (r"the {w} (?:is|takes place|falls|begins|starts) (?:on|the day)", r"the day (?:after|before) the {w}")),
    (
        BOXES,
        (
            r"in the {w}\b.*(?:has|took|takes|carries|had) the {w}\b",
            r"(?:has|took|takes|carries|had) the {w}\b.*in the {w}\b",
            r"in the {w}\b.*the {w} is with\b",
        ),
    ),
    (
        ROOMS,
        (
            r"(?:in|to|into|from|leaves|enters) the {w}",
            r"(?:north|south|east|west) of the {w}",
            r"the {w} (?:is|lies) (?:north|south|east|west)",
        ),
    ),
    (THINGS, (rf"{_THE} {{w}}\b(?! of)",)),
)
"""Kinds of words, each with the contexts that tell it; the first kind that fits is taken."""
_ENOUGH = 5
"""First parts of names that a network of generated stories knows at least."""


def rewrite(text: str, knows: Knows) -> Rewritten:
    """See `dataset.asking.Rewrites`."""
    if sum(map(knows, FIRST)) < _ENOUGH:  # tokens of other stories, such as those of bAbI
        return Rewritten(text)
    read = read_story(_relatives(_scales(_written_out(text), knows), knows), knows)
    if read.complete:
        return Rewritten(read.text, read.words)
    rest = _by_context(read.text, knows)
    return Rewritten(rest.text, {**read.words, **rest.words})


def _by_context(text: str, knows: Knows) -> Rewritten:
    """A story some of whose sentences have no known wording: what words are is told by those around them."""
    text = _plain(" ".join(text.split()))

    def known(word: str) -> bool:
        return word in spelling() or word in PARTS or any(_has(knows, one) for one in {word, word.lower()})

    if not known("my"):
        text = _OWN.sub("the ", text)
    words: dict[str, str] = {}
    nouns = _called_by_a_noun(text, known, knows)
    for person in nouns:
        text = re.sub(rf"{_THE} {person}\b", person.capitalize(), text, flags=re.IGNORECASE)
    found = names(text, known, _VERBS, DAYS, _NO_THINGS)
    persons = [name for name in found if name not in spelling() and not _is_known_name(name, knows)]
    spares = spare(spare_names(re.findall(r"\w+", text)), text, known)
    for person, stand_in in zip(persons, spares, strict=False):
        words[person] = stand_in
    text = _without_pronouns(replaced(text, words), tuple(words.values()))
    for word in dict.fromkeys(re.findall(r"\b[a-z]+\b", text)):
        known_thing = None if known(word) or word in _NO_THINGS else _of_the_same_kind(word, text, known)
        if known_thing is not None:
            words[word] = known_thing
            text = replaced(text, {word: known_thing})
    typed = {stand_in: word.lower() if word.lower() in nouns else word for word, stand_in in words.items()}
    return Rewritten(text, typed)


def _has(knows: Knows, word: str) -> bool:
    """Whether a word is known, and not only as the first part of names, as Mar is."""
    return word not in FIRST and word not in LAST and knows(word) or len(word) < 3 and knows(word)


def _is_known_name(name: str, knows: Knows) -> bool:
    """Whether a network knows a name as such, and not as the first word of a sentence or a part of names."""
    return knows(name) and name not in FIRST and name.lower() not in _NO_THINGS


_FORMS = (
    (r"[‘’´`]", "'"),
    (r" *& *", " and "),
    (r"\b(what|who|where|when|how|he|she|it|there|that)(?:'s|s(?= (?:the|my|is)\b))(?= )", r"\1 is"),
    (r"\b(\w+)'s (?=(?:in|at|with|not|on|now|inside|holding|older|younger|taller|shorter|going|coming)\b)", r"\1 is "),
    (r"\bwon't\b", "will not"),
    (r"\bcan't\b", "cannot"),
    (r"\b(is|are|was|were|does|do|did|has|have|had|must|could|would|should)n't\b", r"\1 not"),
    (r"\b(\w+)'re\b", r"\1 are"),
    (r"\bI'm\b", "I am"),
    (r"\b(I|you|we|they)'ve\b", r"\1 have"),
    (r"\b([0-9]+) ?(?:o'clock|am|pm|h)\b", r"\1"),
    (r"\b(Mr|Mrs|Ms|Dr|St)\. (?=[A-Z])", r"\1 "),
    (r"\ball (?:the )?([a-z]+)s are (?:also )?([a-z]+)s\b", r"every \1 is a \2"),
    (r"\bno ([a-z]+)s are ([a-z]+)s\b", r"no \1 is a \2"),
    (r"\bruns (?=(?:faster|slower) than)", "is "),
    (r"\bstarting (?:at|in|from)\b", "start in"),
)
"""Short forms and how they are written out."""


def _written_out(text: str) -> str:
    """A typed text on one line, with its short forms written out and a mark at the end of each line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    text = " ".join(line if line[-1] in ".?!,;:" or len(lines) == 1 else f"{line}." for line in lines)
    for pattern, written in _FORMS:
        text = re.sub(pattern, written, text, flags=re.IGNORECASE)
    return " ".join(text.split())


_STEMS = {
    **dict.fromkeys(
        "bigg larg heavi rich high long smart wis nic hott warm loud bright great kind hard richer".split(), "tall"
    ),
    **dict.fromkeys("small light poor low cold quiet dark dumb".split(), "short"),
}
"""Stems of other comparisons, and that of a known one in the same direction."""
_SCALE = re.compile(rf"(?<!\bno )\b({'|'.join(_STEMS)})(er|est)\b", re.IGNORECASE)
_OF_TWO = re.compile(
    r"(?:(?<=[.?!] )|^)(who|which one|which of them|which person|who of them) is (?:the )?(\w+)er(?: one)?"
    r"(?= ?(?:[?.]|$))",
    re.IGNORECASE,
)
_NEAR = (
    (r"mum|mom|mommy|mama", ("mother", "parent")),
    (r"dad|daddy|papa", ("father", "parent")),
    (r"grandma|granny|nana", ("grandmother", "grandparent")),
    (r"grandpa|granddad", ("grandfather", "grandparent")),
    (r"mother|father", ("parent",)),
    (r"grandmother|grandfather", ("grandparent",)),
    (r"son|daughter|kid", ("child",)),
    (r"grandson|granddaughter|grandkid", ("grandchild",)),
)
"""Relatives, and words for them that a network may know."""


def _scales(text: str, knows: Knows) -> str:
    """Comparisons that a network does not know, told as those of height; the older of two is the oldest."""
    if not knows("bigger") and knows("taller"):
        text = _SCALE.sub(lambda found: _STEMS[found[1].lower()] + found[2], text)
    return _OF_TWO.sub(r"\1 is the \2est", text)


def _relatives(text: str, knows: Knows) -> str:
    """Relatives in words that the network knows, where the words around them say that they are relatives."""
    for words, near in _NEAR:
        known = next((word for word in near if knows(word)), None)
        if known is not None:
            for word in words.split("|"):
                if not knows(word):
                    text = re.sub(rf"\b{word}\b(?= of\b)|(?<='s ){word}\b|(?<=has a ){word}\b", known, text)
    return text


def _plain(text: str) -> str:
    """Short forms written out, and a full stop between sentences that are joined."""
    for pattern, written in _SHORT:
        text = pattern.sub(written, text)
    sentences = re.split(r"(?<=[.?!]) ", text)
    return " ".join(one if _NOT_JOINED.match(one) else _parted(one) for one in sentences)


def _parted(sentence: str) -> str:
    """One sentence for each of the sentences that are joined in it."""
    first, *others = _JOINED.split(sentence)
    if not others or not set(re.findall(r"\w+", first)) & _VERBS:
        return sentence
    return ". ".join([first, *(other[:1].upper() + other[1:] for other in others)])


def _called_by_a_noun(text: str, known: Knows, knows: Knows) -> list[str]:
    """The nouns that persons are called by, such as plumber."""
    patterns = _PERSONS[:2] if any(map(knows, EVENTS)) else _PERSONS  # where there are events, these come on days, too
    found = [word for pattern in patterns for word in re.findall(pattern.format(w=r"[a-z]+"), text, re.IGNORECASE)]
    return [word for word in dict.fromkeys(found) if not known(word) and word not in _NO_THINGS]


def _without_pronouns(text: str, people: tuple[str, ...]) -> str:
    """He and she are the person who was named last."""

    def named(found: re.Match[str]) -> str:
        before = {text.rfind(name, 0, found.start()): name for name in people}
        return f"{before[max(before)]} " if before and max(before) >= 0 else found[0]

    return _PRONOUN.sub(named, text)


def _of_the_same_kind(word: str, text: str, known: Knows) -> str | None:
    """A known word that stands in for an unknown one; None if its kind cannot be told."""
    for kind, contexts in _KINDS:
        if any(re.search(context.format(w=word), text, re.IGNORECASE) for context in contexts):
            stand_in = next(spare(kind, text, known), None)
            if stand_in is not None:
                return stand_in
    return None
