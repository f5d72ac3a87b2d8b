"""Names and things from outside are read as known ones and given back; stories of the generator stay as they are."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from dataset.qa.advanced_people import ANIMALS, FOODS
from dataset.qa.advanced_steps import EVENTS
from dataset.qa.draw import draw_sets
from dataset.qa.everyday import rewrite
from dataset.qa.modes import MODES
from dataset.qa.names import spelling
from dataset.qa.words import BOXES, PARTS, ROOMS, THINGS
from dataset.text.vocabulary import Vocabulary

SETS = {mode: draw_sets(MODES[mode], 1500, 60, 0) for mode in ("default", "advanced")}
VOCABULARIES = {
    mode: Vocabulary.of_words(
        [text for example in sets["train", "all"] for text in (example.question, example.answer)],
        spelled=spelling() | PARTS,
    )
    for mode, sets in SETS.items()
}


@pytest.mark.parametrize("mode", SETS)
def test_a_story_of_the_generator_stays_as_it_is(mode: str) -> None:
    for examples in SETS[mode].values():
        for example in examples:
            found = rewrite(example.question, VOCABULARIES[mode].has_word)
            assert (found.text, found.words) == (example.question, {})


def read(text: str, mode: str = "default") -> tuple[str, dict[str, str]]:
    """A story as it is read, with <typed word> in the place of each word that stands in for another one."""
    found = rewrite(text, VOCABULARIES[mode].has_word)
    shown = found.text
    for stand_in, word in found.words.items():
        shown = shown.replace(stand_in, f"<{word}>")
    return shown, dict(found.words)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Mary is in the kitchen. Where is Mary?", "<Mary> is in the kitchen. Where is <Mary>?"),
        ("mary is in the hall and john went to it", "<mary> is in the hall. <John> went to it"),
        ("Ms Brown is in the hall. Where is Ms Brown?", "<Ms Brown> is in the hall. Where is <Ms Brown>?"),
        ("Will is in the hall. Where is Will?", "<Will> is in the hall. Where is <Will>?"),
        ("Will Maras come?", "Will Maras come?"),
        ("Jane's child is Tim. Who is Tim's parent?", "<Jane>'s child is <Tim>. Who is <Tim>'s parent?"),
        ("Ann is in the hall. She has the key.", "<Ann> is in the hall. <Ann> has the key."),
        ("Maras comes on Monday.", "Maras comes on Monday."),
        ("The plumber comes on Friday.", "<plumber> comes on Friday."),
        ("Maras is older than Belor.", "Maras is older than Belor."),
        ("A snail is taller than my cat.", "<snail> is taller than <cat>."),
    ],
)  # fmt: skip
def test_names(typed: str, shown: str) -> None:
    assert read(typed)[0] == shown


def test_stand_ins_are_known_names_that_the_story_does_not_have() -> None:
    shown, words = read("Maras, Mary and Tom are in the hall. Tom has the key. Mary has the hat.")
    assert set(words.values()) == {"Mary", "Tom"} and set(words) <= set(spelling()) - {"Maras"}
    parts = [part for name in ("Maras", *words) for part in spelling()[name]]
    assert len(set(parts)) == len(parts)
    told = "Maras is in the hall. <Mary> is in the hall. <Tom> is in the hall. <Tom> has the key. <Mary> has the hat."
    assert shown == told


@pytest.mark.parametrize(
    ("mode", "typed", "word", "kind"),
    [
        ("default", "Maras is in the bathroom. Where is Maras?", "bathroom", ROOMS),
        ("default", "Maras has the phone. Where is the phone?", "phone", THINGS),
        ("default", "Maras has the suitcase. The key is in the suitcase. Who has the key?", "suitcase", BOXES),
        ("default", "My phone is with Maras.", "phone", THINGS),
        ("default", "The key is in the drawer. The drawer is with Maras.", "drawer", BOXES),
        ("advanced", "Maras likes pizza. Who likes pizza and tea?", "pizza", FOODS),
        ("advanced", "The exam is on Monday. When is the exam?", "exam", EVENTS),
        ("advanced", "Maras feeds the parrot.", "parrot", ANIMALS),
    ],
)
def test_things_are_read_as_things_of_their_kind(mode: str, typed: str, word: str, kind: Collection[str]) -> None:
    shown, words = read(typed, mode)
    assert list(words.values()) == [word] and set(words) <= set(kind) - set(typed.split())
    assert f"<{word}>" in shown and f"<{word}>" in shown.rstrip(".?").split(" ", 1)[1]


def test_other_stories_are_left_alone() -> None:
    babi = Vocabulary.of_words(["Mary moved to the bathroom. Where is Mary?"])
    assert rewrite("Tom moved to the bathroom.", babi.has_word).text == "Tom moved to the bathroom."
