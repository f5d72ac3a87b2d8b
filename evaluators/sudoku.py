"""Is the answer a valid Sudoku? A grid that keeps the givens and obeys the rules, whatever the label says.

    givens 1... .... ..3. ....   answer with every row, column and box complete and both givens kept   -> valid

With unique solutions `valid` equals exact accuracy; it is larger where a puzzle has several.
"""

from __future__ import annotations

from evaluators.puzzle import Puzzle


class Sudoku(Puzzle):
    """Metric `<set>/valid`: the share of answers that obey the rules."""

    task = "sudoku"
