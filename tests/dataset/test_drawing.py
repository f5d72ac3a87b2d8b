"""Spans that are joined say the same."""

from __future__ import annotations

from dataset.drawing import Span, joined


def test_neighbours_of_one_tone_become_one() -> None:
    spans = [
        Span("a"),
        Span(" "),
        Span("b", "red"),
        Span("c", "red"),
        Span("d", "red", 0),
        Span("e", "red", 0),
        Span("f"),
    ]
    assert joined(spans) == (Span("a "), Span("bc", "red"), Span("d", "red", 0), Span("e", "red", 0), Span("f"))
    assert joined([]) == ()
