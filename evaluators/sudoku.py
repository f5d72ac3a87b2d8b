"""Is the answer a valid Sudoku? A valid grid keeps the givens and obeys the rules; the label plays no part.

    givens 1... .... ..3. ....   answer with every row, column and box complete and both givens kept   -> valid

If every puzzle has one solution, `valid` equals exact accuracy. If puzzles have several solutions, `valid` may be
larger.
"""

from __future__ import annotations

from evaluators.puzzle import Puzzle


class Sudoku(Puzzle):
    """Metric `<set>/valid`: the share of answers that obey the rules."""

    task = "sudoku"
