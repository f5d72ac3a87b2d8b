"""Names and things from outside are read as known ones and given back; stories of the generator stay as they are."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from dataset.asking import Rewritten
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
        for example in examples[:100]:
            found = rewrite(example.question, VOCABULARIES[mode].has_word)
            assert (found.text, found.words) == (example.question, {})


@pytest.mark.parametrize("mode", SETS)
def test_a_story_of_many_wordings_stays_as_it_is(mode: str) -> None:
    sets = draw_sets(MODES[mode], 150, 30, 0, everyday=True)
    texts = [text for found in sets.values() for example in found for text in (example.question, example.answer)]
    knows = Vocabulary.of_words(texts, spelled=spelling() | PARTS).has_word
    changed = [
        (example.question, found)
        for example in sets["train", "all"]
        if (found := rewrite(example.question, knows)) != Rewritten(example.question)
    ]
    assert len(changed) <= 150 // 50, changed


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
        ("Jane's child is Tim. Who is Tim's parent?", "<Jane> is the parent of <Tim>. Who is <Tim>'s parent?"),
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


@pytest.mark.parametrize(
    ("mode", "typed", "shown"),
    [
        ("default", "Mary walked into the hall. Where's Mary", "<Mary> is in the hall. Where is <Mary>?"),
        ("default", "Who has the key? Mary has the key.", "<Mary> has the key. Who has the key?"),
        ("default", "Mary is in the hall & Tom is in the attic.", "<Mary> is in the hall. <Tom> is in the attic."),
        ("default", "Mary is in the hall\nWhere is Mary", "<Mary> is in the hall. Where is <Mary>?"),
        ("default", "Maras's in the hall.", "Maras is in the hall."),
        ("default", "Maras isn't in the hall.", "Maras is not in the hall."),
        ("default", "Where are the keys?", "Where is the <keys>?"),
        ("default", "Maras comes at 6 o'clock.", "Maras comes at 6."),
        ("default", "Maras is bigger than Belor. Who is bigger?", "Maras is taller than Belor. Who is the tallest?"),
        ("default", "Maras is no longer in the hall.", "Maras is not in the hall."),
        ("default", "Of Maras and Belor, who is older?", "Of Maras and Belor, who is older?"),
        ("default", "Maras is Belor's dad.", "Maras is Belor's parent."),
        ("default", "Maras has a son, Belor.", "Maras has a child, Belor."),
        ("default", "My brother is older than my aunt.", "<brother> is older than <aunt>."),
        ("default", "Ann is the child of Bob.", "<Bob> is the parent of <Ann>."),
        ("advanced", "Maras is Belor's mom.", "Maras is the mother of Belor."),
        ("advanced", "I have 4 cups. Bob gives me 2 cups.", "<I> has 4 cups. <Bob> gives 2 cups to <I>."),
        ("advanced", "Maras eats 3 apples.", "Maras loses 3 <apples>."),
        ("advanced", "All bakers are poets.", "Every baker is a poet."),
        ("advanced", "Maras runs faster than Belor.", "Maras is faster than Belor."),
        ("advanced", "What color is 2 places after red?", "Which colour is 2 places after red?"),
    ],
)
def test_other_words_for_the_same(mode: str, typed: str, shown: str) -> None:
    assert read(typed, mode)[0] == shown


@pytest.mark.parametrize(
    "typed",
    ["", "?", "quux", "the the the", "and and, and", "Is is is?", "Where?", "🙂 Mary 🙂", "it it it.", "A. B. C?"],
)
def test_nothing_typed_is_refused(typed: str) -> None:
    for mode in SETS:
        assert isinstance(rewrite(typed, VOCABULARIES[mode].has_word).text, str)


def test_other_stories_are_left_alone() -> None:
    babi = Vocabulary.of_words(["Mary moved to the bathroom. Where is Mary?"])
    assert rewrite("Tom moved to the bathroom.", babi.has_word).text == "Tom moved to the bathroom."
