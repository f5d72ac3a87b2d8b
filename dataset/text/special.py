"""The tokens that every vocabulary begins with."""

PAD, BLANK, END = 0, 1, 2
SPECIAL = ("<pad>", "<blank>", "<end>")
"""Padding; a slot that is to be filled; the end of an answer or of a note."""
