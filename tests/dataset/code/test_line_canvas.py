"""A line as classes and back: copies of units, pieces, quotes and letters."""

from __future__ import annotations

import pytest

from dataset.code.line_canvas import LineCanvas
from dataset.code.sentences import tokens, words
from dataset.text.prompt_rows import END

PAIRS = [
    ("call obj.get with key.", "obj . get ( key )"),
    ("call self.load with name.", "self . load ( name )"),
    ("get the name.", "self . name"),
    ("set the name.", "self . name = None"),
    ("x is None.", "x = None"),
]
CANVAS = LineCanvas.of(PAIRS, 2)


def said(sentence: str, line: str) -> list[str]:
    """What the slots of a line say, copies as `<unit>`."""
    classes = CANVAS.encode(words(sentence), tokens(line))
    assert classes is not None and classes[-1] == END
    slots = CANVAS.read(words(sentence), classes)
    return [slot.text if slot.word is None else f"<{slot.text}>" for slot in slots]


def test_what_is_copied_and_what_is_a_piece() -> None:
    assert "self" in CANVAS.fixed and "key" not in CANVAS.fixed, "most lines with self do not find it in the sentence"
    assert said("call obj.get with key.", "obj.get(key)") == ["<obj.get>", "(", "<key>", ")"]
    assert said("call self.load with a.", "self.load(a)") == ["<self.load>", "(", "<a>", ")"]
    assert said("self is a.", "self = a") == ["self", "=", "<a>"]


def test_the_longest_part_of_a_dotted_name_is_copied() -> None:
    assert said("call a.b of c.", "a.b.self.c") == ["<a.b>", ".", "self", ".", "<c>"]


def test_a_unit_that_stands_twice_is_copied_from_its_first_place() -> None:
    sentence = words("substitute b for b.")
    classes = CANVAS.encode(sentence, tokens("b = b"))
    assert classes == [CANVAS.first_word + 1, classes[1], CANVAS.first_word + 1, END] if classes else False


def test_literals() -> None:
    assert said("x is 'a b'.", "x = 'a b'") == ["<x>", "=", "<'a b'>"]
    assert said("x is 'a b'.", 'x = "a b"') == ["<x>", "=", '"', "<'a b'>"], "the content, in other quotes"
    assert said("x is key y.", "x = r'y'") == ["<x>", "=", "r'", "<y>"]


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        *PAIRS,
        ("x is 'a b'.", 'x = b"a b"'),
        ("x is 'a b'.", "x = ''"),
        ("what?", "zyx = 'q w' 'e' + \"r's\""),
        ("what?", "if zyx is not wvu : return"),
        ("x is 1.5 of 'it''s'", "x = 1.5 , 'it' 's' , 2"),
        ("a.b.c", "c . b . a . b . c"),
    ],
)
def test_any_line_comes_back(sentence: str, line: str) -> None:
    classes = CANVAS.encode(words(sentence), tokens(line))
    assert classes is not None and CANVAS.decode(words(sentence), classes) == tokens(line)


def test_a_character_without_a_letter() -> None:
    assert CANVAS.encode(words("x"), tokens("x = 'é'")) is None
    assert CANVAS.encode(words("x is 'é'"), tokens("x = 'é'")) is not None, "it is copied"


def test_classes_that_mean_nothing_give_nothing() -> None:
    sentence = words("x is y")
    assert CANVAS.decode(sentence, [0, 2, 3, CANVAS.first_word + 3, CANVAS.first_word, 10**6, -1]) == ["x"]
    assert CANVAS.decode(sentence, [END, CANVAS.first_word]) == []
