"""The tokens that every vocabulary begins with."""

PAD, BLANK, END = 0, 1, 2
SPECIAL = ("<pad>", "<blank>", "<end>")
"""Padding; an empty slot of an answer or note; the end of an answer or note."""
