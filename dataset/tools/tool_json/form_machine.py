"""The outputs that have a form, read letter by letter by a finite machine.

    {"tool": "calculator", "args": {"expression": "    12 * 4    "}}
    0 ----------------------------------------------> inside ----> done

Inside of the calculator's text only expressions go on that the calculator can read (`dataset.tools.fields.arithmetic`),
with brackets in brackets up to `DEEPEST`. In other texts every letter goes on that JSON allows.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from dataset.tools.fields.arithmetic import CONSTANTS, FUNCTIONS
from dataset.tools.tool_json.examples import TOOLS

NOWHERE = -1
DEEPEST = 3
_OPENINGS = {
    '{"final": "': '"}',
    **{f'{{"tool": "{tool}", "args": {{"{argument}": "': '"}}' for tool, argument in TOOLS.items()},
}
"""What stands before and behind the text of an output, as `examples.output_of` writes it."""
_EXPRESSION = '"expression": "'
_ESCAPED = set('"\\/bfnrt')
_DIGITS = "0123456789"
_OPERATORS = "+-*/%^"


class FormMachine:
    """States are numbers from 0, the beginning; `after(0, output)` is `done` for outputs of a form alone."""

    def __init__(self) -> None:
        self._ways: list[dict[str, int]] = [{}]  # of each state: the letters that lead on
        self._inside: dict[int, tuple[int, int]] = {}  # states within a text: behind a backslash, behind the quote
        self.done = self._new()
        for opening, closing in _OPENINGS.items():
            inside = self._add(0, opening)
            if opening.endswith(_EXPRESSION):
                quoted = self._new()
                self._add_expression(inside, quoted, closing[0])
            else:
                escaped = self._new()
                quoted = self._add(inside, closing[0])
                self._inside[inside] = escaped, quoted
                self._ways[escaped] = dict.fromkeys(_ESCAPED, inside)
            closed = self._add(quoted, closing[1:-1])
            self._ways[closed][closing[-1]] = self.done

    def __len__(self) -> int:
        """Number of states."""
        return len(self._ways)

    def after(self, state: int, text: str) -> int:
        """The state after a text; `NOWHERE` if no output of a form goes on like that."""
        for letter in text:
            if state in self._inside and letter not in '"\\':
                if letter < " ":  # JSON writes it as an escape
                    return NOWHERE
                continue
            if letter == "\\" and state in self._inside:
                state = self._inside[state][0]
            else:
                state = self._ways[state].get(letter, NOWHERE)
            if state == NOWHERE:
                return NOWHERE
        return state

    def _add(self, state: int, text: str) -> int:
        for letter in text:
            if letter not in self._ways[state]:
                self._ways[state][letter] = self._new()
            state = self._ways[state][letter]
        return state

    def _new(self) -> int:
        self._ways.append({})
        return len(self._ways) - 1

    def _add_expression(self, start: int, quoted: int, quote: str) -> None:
        """Add states that read an expression: at each depth a term is expected, or one has ended."""
        depths = range(DEEPEST + 1)
        expected = [start, *(self._new() for _ in depths[1:])]
        ended = [self._new() for _ in depths]
        for depth in depths:
            # Functions, and all names with them, need a bracket more than the deepest level has.
            goes_on = {" ": ended[depth], "!": ended[depth], **dict.fromkeys(_OPERATORS, expected[depth])}
            goes_on |= {")": ended[depth - 1]} if depth else {quote: quoted}
            star = self._new()
            goes_on["*"] = star
            self._ways[ended[depth]] = goes_on
            whole, point, behind = self._new(), self._new(), self._new()
            begins = {" ": expected[depth], **dict.fromkeys("+-", expected[depth])}
            begins |= {**dict.fromkeys(_DIGITS, whole), ".": point}
            if depth < DEEPEST:
                begins["("] = expected[depth + 1]
            self._ways[expected[depth]] = begins
            self._ways[whole] = goes_on | dict.fromkeys(_DIGITS, whole) | {".": behind}
            self._ways[point] = dict.fromkeys(_DIGITS, behind)
            self._ways[behind] = goes_on | dict.fromkeys(_DIGITS, behind)
            for name in FUNCTIONS if depth < DEEPEST else ():
                self._ways[self._add(expected[depth], name)]["("] = expected[depth + 1]
            for name in CONSTANTS:
                self._ways[self._add(expected[depth], name)].update(goes_on)
            self._ways[star] = self._ways[expected[depth]] | {"*": expected[depth]}


MACHINE = FormMachine()


@lru_cache(1 << 16)
def leads(text: str) -> np.ndarray:
    """(states,): the state after a text from each state, or `NOWHERE`."""
    return np.array([MACHINE.after(state, text) for state in range(len(MACHINE))], np.int64)
