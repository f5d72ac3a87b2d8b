"""A problem whose answer is Python code, with tests of one of three kinds.

    Problem("2", "mbpp", "Write a function to find ...", "def similar_elements(a, b):\n    ...", "similar_elements",
            tests=Assertions(("assert similar_elements((3, 4), (4, 5)) == (4,)", ...)))

    Assertions   statements that must run through, after the candidate: `assert f(3) == 4`
    Pairs        programs that read standard input and print: "3\n" -> "4\n"
    Predicate    a function `sat` that says whether the value of the candidate's function is right

Every source becomes a `Problem` (`dataset.code.sources`); `dataset.code.judging` says how good a candidate is;
`dataset.code.written` writes problems to files and reads them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Assertions:
    """Statements that must run through, each in a world of its own with the names of the candidate.

    Attributes:
        statements: such as `assert f(3) == 4`, or a call of a function of `setup`.
        imports: code that stands before the candidate's.
        setup: code that stands between the candidate's and each statement. It may use the candidate's names.
    """

    statements: tuple[str, ...]
    imports: str = ""
    setup: str = ""


@dataclass(frozen=True)
class Pairs:
    """What a program reads from standard input, and what it must print.

    Attributes:
        cases: pairs of input and output.
        public: number of cases, from the first on, that whoever solves the problem may see.
    """

    cases: tuple[tuple[str, str], ...]
    public: int = 0


@dataclass(frozen=True)
class Predicate:
    """A function that says whether a value is right.

    Attributes:
        code: defines the function `name`; other arguments than the value have defaults.
        name: as in `def sat(x: int, n=10)`.
        answer_type: the type of the value as an annotation, such as `List[int]`; empty if any will do.
    """

    code: str
    name: str = "sat"
    answer_type: str = ""


Tests = Assertions | Pairs | Predicate


@dataclass(frozen=True)
class Problem:
    """What is asked, a solution, and how candidates are tested.

    Attributes:
        id: names the problem within its source.
        source: the format it was read from, such as `humaneval`.
        text: what is asked, in words; empty if there is only code.
        code: a whole program that solves it (of `django` a single line); None if no solution is known.
        entry_point: the function that tests call; None for programs that read standard input, and if it is unknown.
        prompt: code that a completion goes on from; empty if a candidate begins from nothing.
        tests: None if nothing can be tested.
        facts: what the source knows besides, as JSON values.
    """

    id: str
    source: str
    text: str
    code: str | None = None
    entry_point: str | None = None
    prompt: str = ""
    tests: Tests | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
