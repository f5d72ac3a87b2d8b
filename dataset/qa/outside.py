"""Stories told with names and things that no training text has, as people type them, and read as they are asked.

    Abas is in the hall. Tor is in the attic. Where is Abas?         a story of the generator
    mary is in the pantry, omar is in the gym. where is mary         told from outside and typed
    Abas is in the garden. Ason is in the cellar. Where is Abas?     read by `dataset.asking`: a row of the test set

The answer is told from outside, too, and read back: if the reader took another word for it, or left it out, the row
counts as wrong, whatever a network answers. So the score of the set is that of reader and network together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from dataset.qa.everyday import rewrite
from dataset.qa.names import spelling
from dataset.qa.typed import ROLES
from dataset.qa.words import pick, shuffled
from dataset.text.vocabulary import Vocabulary
from dataset.text.writer import Example, Sets, told

NAMES = tuple(
    "Mary John Priya Omar Dana Chiara Wei Lena Max Anna Bill Cleo Tom Joe Rita Zoe Hugo Ines Karl Pablo Yuki Ben"
    " Ruby Paul Ella Mike Alice Bob Sara Tim Laura Peter Nadia Mia Oliver Jack Jill Emma Liam Fatima Vera Carla"
    " Yusuf Emil Noah Ivy Leo Kate Luke Margo Sofia Luis Henry Jane Ingrid Lars Nils Amir Leila Diane Chloe George"
    " Helen Sandra Carl Eric Lucy Olga Igor Daniel Eva Robert Nina Rick Clara Dirk Egon Bea Cem Amy Beth Cindy"
    " Dina Sally Tariq Julia Ian Maya Lea Jan Frank Gina Mona Ray Sue Adam Boris Carmen Alex Kim Lou Pat Erik"
    " Fiona Anja Bruno Ravi Uma Iris Jonas Tess Vic Nico Marta Otto Sven Lucia Greta Hans Irma Jens Kurt Lola Nick"
    " Aldo Bianca Tina Lisa Nell Eli Fay Gus Zara Milo Finn David Susan James Linda Thomas Karen Steven Nancy"
    " Kevin Donna Brian Carol Ronald Sharon Kenji Aiko Chen Mei Raj Anita Sanjay Lakshmi Kofi Ama Kwame Zainab"
    " Hassan Aisha Ahmed Layla Pedro Ramona Diego Elena Mateo Camila Pierre Amelie Claude Margot Ivan Natasha Dmitri"
    " Svetlana Giulia Marco Paolo Francesca Sean Maeve Liv Astrid Bjorn Freya Ada Grace Alan Edith Oscar Hazel"
    " Violet Stella Hannah Martin Simon Judith".split()
)
WORDS: dict[str, tuple[str, ...]] = {
    "room": tuple(
        "bathroom pantry lounge gym pool park school shop bank church barn stable tower tent classroom basement"
        " balcony market museum station hospital hotel theatre bakery cafe".split()
    ),
    "thing": tuple(
        "phone laptop umbrella wallet passport ring scarf pen knife spoon candle torch ticket watch guitar violin"
        " bottle letter hammer camera vase pillow blanket clock brush".split()
    ),
    "box": tuple("suitcase drawer backpack trunk crate bucket chest envelope purse tin".split()),
    "animal": tuple("parrot hamster rabbit turtle donkey sheep pig cow lion wolf".split()),
    "food": tuple("pizza pasta salad apples grapes nuts chocolate yoghurt fish beans".split()),
    "drink": tuple("coffee lassi cider smoothie soda wine beer sherry".split()),
    "event": tuple("exam meeting wedding flight festival picnic parade lecture".split()),
    "goods": tuple("marbles apples stamps stickers pencils shells sweets cards".split()),
    "group": tuple("doctor nurse pilot cook teacher lawyer plumber tailor gardener writer".split()),
    "colour": tuple("purple orange yellow violet silver beige turquoise crimson".split()),
}
"""Words from outside by their role in stories."""
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_SHARE, _UNMARKED_SHARE, _JOINED_SHARE = 0.2, 0.3, 0.3
"""Shares of stories that are typed in small letters, without the last mark, and with some full stops left out."""
_JOINS = (" and ", ", ", " and ", ", and ", "; ", "\n")


def from_outside(sets: Sets, spelled: Mapping[str, Sequence[str]], seed: int) -> list[Example]:
    """The rows of the set `from_outside`: its stories told with words from outside, typed, and read.

    They are read with the tokens that the training set gives. Rows that are questions of training once they are read
    are left out.

    Args:
        spelled: see `Vocabulary.of_words`.
    """
    texts = {
        split: [text for key, found in sets.items() if key[0] == split for one in found for text in told(one)]
        for split in ("train", "test")
    }
    vocabulary = Vocabulary.of_words(texts["train"], spelled=spelled, also=texts["test"])
    trained = {example.question for key, found in sets.items() if key[0] == "train" for example in found}
    rows = read_rows(sets["test", "from_outside"], vocabulary, seed)
    return [row for row in rows if row.question not in trained]


def read_rows(examples: Sequence[Example], vocabulary: Vocabulary, seed: int) -> list[Example]:
    """The rows of stories that are told with words from outside, typed, and read with the tokens of a network.

    Their facts have, besides, `typed`, and `lost`: whether the reader lost the answer.
    """
    rng = np.random.default_rng([seed, len(examples)])
    return [_read(example, vocabulary, rng) for example in examples]


def told_from_outside(example: Example, rng: np.random.Generator) -> tuple[str, dict[str, str]]:
    """A story with names from outside, and words for about half of its other words; the new words by the old ones."""
    words = list(dict.fromkeys(_WORD.findall(f"{example.question} {example.answer}")))
    names = iter(shuffled(rng, NAMES))
    others = {role: iter(shuffled(rng, found)) for role, found in WORDS.items()}
    new: dict[str, str] = {}
    taken = {word.lower() for word in words}
    for word in words:
        role = _role_of(word, example.question)
        if role is None or role != "person" and rng.random() < 0.5:
            continue
        found = next((one for one in (names if role == "person" else others[role]) if one.lower() not in taken), None)
        if found is not None:
            new[word] = found
            taken.add(found.lower())
    return _with(example.question, new), new


def _role_of(word: str, question: str) -> str | None:
    """The role of a word of a story; None for the words around names and things."""
    if word in spelling():
        return "person"
    roles = [role for role, words in ROLES.items() if word in words]
    if "food" in roles and "drink" in roles and "drinks" in question:
        return "drink"
    return roles[0] if roles else None


def _with(text: str, new: dict[str, str]) -> str:
    return _WORD.sub(lambda found: new.get(found[0], found[0]), text)


def typed(text: str, rng: np.random.Generator) -> str:
    """A story as somebody might type it: small letters, no last mark, sentences joined."""
    small, unmarked, joined = (rng.random(3) < (_SMALL_SHARE, _UNMARKED_SHARE, _JOINED_SHARE)).tolist()
    if joined:
        *before, asked = re.split(r"(?<=[.?]) ", text)
        parts = before[:1]
        for sentence in before[1:]:
            if rng.random() < 0.5:
                parts[-1] = parts[-1].rstrip(".") + pick(rng, _JOINS) + sentence
            else:
                parts.append(sentence)
        text = " ".join([*parts, asked])
    if unmarked:
        text = text.rstrip(".?")
    return text.lower() if small else text


def _read(example: Example, vocabulary: Vocabulary, rng: np.random.Generator) -> Example:
    text, new = told_from_outside(example, rng)
    text = typed(text, rng)
    read = rewrite(text, vocabulary.has_word)
    tokens, _ = vocabulary.encode_known(read.text)
    back = {word.lower(): stand_in for stand_in, word in read.words.items()}
    answer = _with(example.answer, new)
    known = " ".join(back.get(word.lower(), word) for word in answer.split(" "))
    lost = any(not vocabulary.has_word(word) and word not in spelling() for word in _WORD.findall(known))
    question = vocabulary.decode(tokens)
    if lost:
        known = _unasked(question)
    return Example(question, known, {**example.facts, "typed": text, "lost": lost})


def _unasked(question: str) -> str:
    """An answer that cannot be right: a name that the story does not have."""
    return next(name for name in spelling() if name not in question)
