"""Words of texts and of names, in many scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.tools.words import Word, span_text, split, split_name
from tests.hostile import MANY

FEWER = settings(MANY, max_examples=100)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wake me at 7:30pm", ["Wake", "me", "at", "7", ":", "30", "pm"]),
        ("20mm, 3k; snake_case", ["20", "mm", ",", "3", "k", ";", "snake", "_", "case"]),
        ("don't", ["don", "'", "t"]),
        ("naïve cafe\u0301 Straße", ["naïve", "cafe\u0301", "Straße"]),
        ("東京タワー7時", ["東", "京", "タ", "ワ", "ー", "7", "時"]),
        ("สวัสดี", ["ส", "วั", "ส", "ดี"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("안녕하세요 세계", ["안녕하세요", "세계"]),
        ("m² ½ ٣٤", ["m", "²", "½", "٣٤"]),
        ("👍🏽\ufe0f!", ["👍", "🏽\ufe0f", "!"]),
        ("co\u00adoperate zero\u200bwidth", ["co\u00adoperate", "zero", "width"]),
        ("a\x00b\ud800", ["a", "\x00", "b", "\ud800"]),
        (" \t\n\u00a0 ", []),
        ("\u0301x", ["\u0301", "x"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [word.text for word in split(text)] == words


@FEWER
@given(st.text())
def test_words_are_parts_of_the_text_and_leave_out_white_space_only(text: str) -> None:
    words = split(text)
    assert all(word == Word(text[word.start : word.end], word.start, word.end) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)
    left_out = set("".join(text)) - set("".join(word.text for word in words))
    assert all(sign.isspace() or sign in "\u200b\u2060\ufeff" for sign in left_out)


def test_the_text_of_a_span_is_the_original_one() -> None:
    text = "Pay  $1,250.50 now"
    assert span_text(text, split(text), 1, 6) == "$1,250.50"
    assert span_text(text, split(text), 0, 1) == "Pay  $"


@pytest.mark.parametrize(
    ("text", "count"), [("a\u0301" * 50_000, 1), ("1." * 50_000, 100_000), ("東" * 100_000, 100_000)]
)
def test_long_texts(text: str, count: int) -> None:
    assert len(split(text)) == count


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("getWeatherInCity", ["get", "Weather", "In", "City"]),
        ("Media_1.FindMovies", ["Media", "1", "Find", "Movies"]),
        ("HTTPServer2", ["HTTP", "Server", "2"]),
        ("getURLs", ["get", "URLs"]),
        ("URLsList", ["URLs", "List"]),
        ("XMLHttpRequest", ["XML", "Http", "Request"]),
        ("snake_case-and.dots/too", ["snake", "case", "and", "dots", "too"]),
        ("iPhone", ["i", "Phone"]),
        ("ÄpfelZählen", ["Äpfel", "Zählen"]),
        ("is_valid?", ["is", "valid"]),
        ("A", ["A"]),
        ("__", ["__"]),
        ("+", ["+"]),
        (" ", []),
        ("", []),
    ],
)
def test_names(name: str, words: list[str]) -> None:
    assert split_name(name) == words
