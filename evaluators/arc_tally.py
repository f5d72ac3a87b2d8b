"""The results of ARC's votes as a table for people.

ARC: 40 test inputs of 40 tasks; each has 5 answers, one for each augmentation, and they vote
no vote:        0.7000  a single answer is right
ARC/pass@1:     0.8000  the answer with the most votes is right
ARC/pass@2:     0.8000  one of the first 2 answers is right: the score of ARC, which allows 2 attempts
ARC/pass@5:     0.8250  one of the first 5 answers is right
ARC/pass@10:    0.8250  one of all answers is right: no input has more than 5 different ones
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts over the test inputs with a known solution.

    Attributes:
        inputs, tasks: number of test inputs, and number of ARC tasks that they belong to.
        answers, right: number of all votes, and of votes for the solution.
        most_different: the largest number of different answers to one input.
        shares: the metric pass@K of each K.
    """

    inputs: int = 0
    tasks: int = 0
    answers: int = 0
    right: int = 0
    most_different: int = 0
    shares: list[float] = field(default_factory=list)

    def add(self, answers: int, right: int, different: int) -> None:
        """Count one test input: its number of votes, of votes for the solution, and of different answers."""
        self.inputs += 1
        self.answers += answers
        self.right += right
        self.most_different = max(self.most_different, different)

    def table(self, pass_Ks: Sequence[int], attempts: int) -> str:
        """A line for each K, with its share and meaning; `attempts` are allowed for each test input."""
        single = self.right / self.answers if self.answers else 0.0
        lines = [
            f"ARC: {self.inputs} test inputs of {self.tasks} tasks; each has {self.answers / self.inputs:.4g} answers,"
            " one for each augmentation, and they vote",
            f"{'no vote:':<15} {single:.4f}  a single answer is right",
        ]
        for k, share in zip(pass_Ks, self.shares, strict=True):
            lines.append(f"{f'ARC/pass@{k}:':<15} {share:.4f}  {self._meaning(k, attempts)}")
        return "\n".join(lines)

    def _meaning(self, k: int, attempts: int) -> str:
        if k > max(self.most_different, attempts):
            return f"one of all answers is right: no input has more than {self.most_different} different ones"
        meaning = "the answer with the most votes is right" if k == 1 else f"one of the first {k} answers is right"
        return meaning + (": the score of ARC, which allows 2 attempts" if k == attempts == 2 else "")
