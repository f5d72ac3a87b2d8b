"""The likeliest output that has a form, where slots are independent: an exact search over all canvases.

The three forms are a machine that reads an output letter by letter:

    {"tool": "calculator", "args": {"expression": "    12 * 4    "}}
    0 ----------------------------------------------> inside ----> done

A class of the canvas is a text of one or more letters and so leads from each state of the machine to one other, or
nowhere. The best way through the slots to the state `done` is found by dynamic programming (Viterbi 1967).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from dataset.tools.tool_json.canvas import END, LETTERS, Canvas
from dataset.tools.tool_json.examples import TOOLS
from dataset.tools.words import Word

_OPENINGS = {
    '{"final": "': '"}',
    **{f'{{"tool": "{tool}", "args": {{"{argument}": "': '"}}' for tool, argument in TOOLS.items()},
}
"""What stands before and behind the text of an output, as `examples.output_of` writes it."""
_ESCAPED = set('"\\/bfnrt')
_NOWHERE = -1


class _Machine:
    """States are numbers; `after(0, output)` is `done` for outputs of a form alone."""

    def __init__(self) -> None:
        self._ways: list[dict[str, int]] = [{}]  # of each state: the letters that lead on
        self._inside: dict[int, tuple[int, int]] = {}  # states within a text: behind a backslash, behind the quote
        for opening, closing in _OPENINGS.items():
            inside = self._add(0, opening)
            escaped = self._new()
            quoted = self._add(inside, closing[:1])
            self._inside[inside] = escaped, quoted
            self._ways[escaped] = dict.fromkeys(_ESCAPED, inside)
            closed = self._add(quoted, closing[1:-1])
            if not hasattr(self, "done"):
                self.done = self._new()
            self._ways[closed][closing[-1]] = self.done

    def __len__(self) -> int:
        return len(self._ways)

    def after(self, state: int, text: str) -> int:
        """The state after a text; -1 if no output of a form goes on like that."""
        for letter in text:
            if state in self._inside and letter not in '"\\':
                if letter < " ":  # JSON writes it as an escape
                    return _NOWHERE
                continue
            if letter == "\\" and state in self._inside:
                state = self._inside[state][0]
            else:
                state = self._ways[state].get(letter, _NOWHERE)
            if state == _NOWHERE:
                return _NOWHERE
        return state

    def _add(self, state: int, text: str) -> int:
        for letter in text:
            state = self._ways[state].setdefault(letter, len(self._ways))
            if state == len(self._ways):
                self._ways.append({})
        return state

    def _new(self) -> int:
        self._ways.append({})
        return len(self._ways) - 1


_MACHINE = _Machine()


class Forms:
    """Searches for outputs that have a form, on one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @cached_property
    def _own(self) -> np.ndarray:
        """(states, own classes): where each class that stands for itself leads from each state."""
        texts = [None, None, *self._canvas.pieces, *LETTERS]  # no label and END lead nowhere
        return _leads(texts)

    def likeliest(self, words: Sequence[Word], log_p: np.ndarray) -> np.ndarray:
        """The likeliest canvas (slots,) whose text has a form, with END behind its end; the likeliest one if none has.

        Args:
            words: those of the prompt.
            log_p: (slots, classes), classes as of `Canvas`; those behind the last word are not used.
        """
        leads = np.concatenate((self._own, _leads([word.text for word in words])), axis=1)
        log_p = log_p[:, : leads.shape[1]].astype(np.float64)
        slots, states = len(log_p), len(_MACHINE)
        best = np.full((slots + 1, states), -np.inf)
        best[0, 0] = 0
        came = np.zeros((slots + 1, states, 2), np.int64)  # the state before and the class
        for slot in range(slots):
            for state in np.flatnonzero(best[slot] > -np.inf):
                going = leads[state] != _NOWHERE
                gained = np.full(states, -np.inf)
                classes = np.flatnonzero(going)
                scores = log_p[slot, classes]
                order = np.argsort(scores, kind="stable")  # the best class of each next state is written last
                following = leads[state, classes[order]]
                gained[following] = scores[order]
                chosen = np.zeros(states, np.int64)
                chosen[following] = classes[order]
                total = best[slot, state] + gained
                better = total > best[slot + 1]
                best[slot + 1][better] = total[better]
                came[slot + 1][better] = np.stack((np.full(states, state), chosen), -1)[better]
        ended = best[:, _MACHINE.done] + np.append(log_p[:, END], 0.0)  # a full canvas needs no END
        end = int(ended.argmax())
        if ended[end] == -np.inf:
            return log_p.argmax(-1)
        found = np.full(slots, END)
        at = _MACHINE.done
        for slot in range(end, 0, -1):
            at, found[slot - 1] = came[slot, at].tolist()
        return found


@lru_cache(8)
def forms_of(canvas: Canvas) -> Forms:
    """The search on a canvas, prepared once."""
    return Forms(canvas)


def _leads(texts: Sequence[str | None]) -> np.ndarray:
    """(states, texts): the state after each text from each state, or -1."""
    rows = [
        [_NOWHERE if text is None else _MACHINE.after(state, text) for text in texts] for state in range(len(_MACHINE))
    ]
    return np.array(rows, np.int64).reshape(len(_MACHINE), len(texts))
