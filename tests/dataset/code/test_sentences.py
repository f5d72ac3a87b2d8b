"""Sentences as words and what may be copied of them; lines of code as tokens, and laid out."""

from __future__ import annotations

import pytest

from dataset.code.sentences import laid_out, literal_parts, tokens, words


def test_a_unit_begins_at_its_first_word() -> None:
    said = words("call obj.get_it with 'no name' for x.")
    assert [word.text for word in said] == "call obj . get_it with ' no name ' for x .".split()
    units = {word.text: word.unit for word in said if word.unit != word.text}
    assert units == {"obj": "obj.get_it", "'": "'no name'"}
    assert [word.unit for word in said if word.text in ("get_it", "no", ".")] == [".", "get_it", "no", "."]


@pytest.mark.parametrize(
    "sentence", ["if it doesn't end with 'x', skip.", "v is r\"\\d 'a'\" and b'', or 1.5.", "", " \t", "it's 'open"]
)
def test_words_say_where_they_stand(sentence: str) -> None:
    said = words(sentence)
    assert [sentence[word.start : word.end] for word in said] == [word.text for word in said]
    assert all(sentence[word.start :].startswith(word.unit) for word in said if word.unit != word.text[-1:])
    assert "".join(word.text for word in said) == "".join(sentence.split())


def test_an_apostrophe_is_no_quote() -> None:
    assert "don't skip 'x'".count("'") == 3
    assert [word.unit for word in words("don't skip 'x'")] == ["don", "'", "t", "skip", "'x'", "x", "'"]


@pytest.mark.parametrize(
    "line",
    [
        "x = -1",
        "x = a - 1",
        "return not (a or b)",
        "def f(self, x=None, *args, **kwargs):",
        "return super(A, self).__init__(*args, **kwargs)",
        "x[1:-2] += y[0][::2]",
        "d = {'a': 1, 'b': [2, 3]}",
        "f = lambda x: x ** 2",
        "assert x, 'no (x)'",
        "from a.b import (c as d, e)",
        "@property",
        "except (A, B) as error:",
        'raise ValueError("%s: %r" % (a, b.c))',
        "print(f(x)(y), None)",
        "a >>= 1.5",
    ],
)
def test_lines_are_laid_out_as_people_write_them(line: str) -> None:
    assert laid_out(tokens(line)) == line
    assert tokens(" ".join(tokens(line))) == tokens(line)


def test_layout_loses_no_token() -> None:
    line = tokens("a[ - 1 : x ] = { ** b , * c } if not d else ( yield ) @ e . f ; g = 'x' 'y' \" z")
    assert tokens(laid_out(line)) == line


def test_parts_of_a_literal() -> None:
    assert literal_parts("r'a b'") == ("r'", "a b") and literal_parts('""') == ('"', "")
    assert literal_parts("name") is None and literal_parts("'") is None
