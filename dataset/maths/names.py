"""The names that expressions may hold; every other letter is a variable."""

from __future__ import annotations

CONSTANTS = frozenset({"pi", "e", "i", "oo"})
"""Of these, e is Euler's number, i the imaginary unit and oo infinity."""

FUNCTIONS = frozenset(
    "sqrt sin cos tan cot sec csc asin acos atan arcsin arccos arctan sinh cosh tanh exp log ln abs".split()
)
"""Of one argument; `log` and `ln` are both natural."""
