"""What the labels of a row of tool calling mean.

    DECIDE        ANSWER or CALL
    FOCUS         the tool that the conversation is about, or NO_TOOL
    CALLS         how many calls are due before the next response, from 1; labelled at calls only
    VALUE_FROM    what is known of an argument: ABSENT, DEFAULT, ASKED, ANY, SPELLED, or the first word of its value
    VALUE_TO      the last word of the value
    SPELLED       the letters of a value that stands nowhere, then END

A label is a class. Words and tools are classes by their position in the row, so that no list of tools is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from dataset.layout import RowShape, ToolSizes

DECIDE, FOCUS, CALLS, ARGUMENTS_START = range(4)
"""Positions of a row: those of the decision, then two for each argument."""
OUTCOMES = 16
"""Number of classes that are kept for outcomes."""
LONGEST_VALUE = 15
"""Most words of a value."""
LETTERS = "".join(map(chr, range(32, 127)))
"""The characters that can be spelled."""


class Outcome(IntEnum):
    """The classes that are neither a tool nor a letter nor a word."""

    NONE = 0
    """No label."""
    ANSWER = 1
    CALL = 2
    NO_TOOL = 3
    ABSENT = 4
    """The argument has no value (yet)."""
    DEFAULT = 5
    """The value is the default of the tool."""
    ASKED = 6
    """The assistant asks for the value."""
    ANY = 7
    """The user does not care (Schema-Guided Dialogue: dontcare)."""
    SPELLED = 8
    END = 9


@dataclass(frozen=True)
class Classes:
    """The numbers of all classes for rows of one shape."""

    sizes: ToolSizes
    seq_len: int

    @classmethod
    def of(cls, shape: RowShape) -> Classes:
        """The classes of data with this shape.

        Raises:
            ValueError: the data are not of tool calling.
        """
        if shape.layout.tools is None:
            raise ValueError("needs data of tool calling, and dataset.json has no layout.tools")
        return cls(shape.layout.tools, shape.seq_len)

    @property
    def front(self) -> int:
        """Number of positions before the words."""
        return self.letters_start + self.sizes.letters

    @property
    def words(self) -> int:
        """Number of positions behind the front."""
        return self.seq_len - self.front

    @property
    def first_tool(self) -> int:
        """The class of the first tool; also that of one call at CALLS."""
        return OUTCOMES

    @property
    def first_letter(self) -> int:
        """The class of the first of `LETTERS`."""
        return self.first_tool + self.sizes.tools

    @property
    def first_word(self) -> int:
        """The class of the first word behind the front."""
        return self.first_letter + len(LETTERS)

    @property
    def count(self) -> int:
        """Number of classes."""
        return self.first_word + self.words

    def argument_places(self, number: int) -> tuple[int, int]:
        """The positions VALUE_FROM and VALUE_TO of an argument."""
        return ARGUMENTS_START + 2 * number, ARGUMENTS_START + 2 * number + 1

    @property
    def letters_start(self) -> int:
        """The first position of spelled letters."""
        return ARGUMENTS_START + 2 * self.sizes.arguments
