"""Examples of an unknown function as puzzle arrays. The answer is a program of the list language.

    examples     [3, -1] -> [6, -2]    inputs  [slots | [ 3 -1 _ | b | c | d | [ 6 -2 _ | [ 2 0 _ | b | c | d | ...]
                 [0, 7] -> [14, 0]     answer  [MAP *2 a, SORT c, REVERSE d]
                 ...

A statement is one token. Each example has a line for each place of a value (`dataset.code.list_language.NAMES`): the
inputs, the results of all statements but the last, and the output. A line begins with `[` if its value is a list.
Results are computed, so a row can hold the program's first statements in its slots and their results in its lines
(`State`). A network is then asked for the next statement.

Rows of training have all results, and each statement is learned from the results before it. A label is END where no
statement leads to the function any more. Notes hold what would be right in the place of a label: the other first
statements of programs for the same function, and so on.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any, ClassVar

import numpy as np

from dataset.code.list_language import (
    HIGHEST,
    LOWEST,
    MOST_INPUTS,
    STATEMENTS,
    Program,
    Statement,
    Value,
    places_of,
    run,
    show,
    shown_value,
    type_of,
)
from dataset.code.list_programs import INPUT_TYPES, LONGEST_LIST, Example
from dataset.code.list_search import LogProbabilities, State, beams, first_right
from dataset.code.listing import Listing
from dataset.layout import Layout, NumberTokens
from dataset.text.special import BLANK, END, PAD, SPECIAL
from utils.errors import UserError

TASK = "synthesis"
EXAMPLES = 5
"""Number of examples of a row."""
ALTERNATIVES = 7
"""The most further statements that a note holds."""
LINE_LEN = 1 + LONGEST_LIST
FIRST_STATEMENT = len(SPECIAL)
LIST_TOKEN = FIRST_STATEMENT + len(STATEMENTS)
FIRST_NUMBER = LIST_TOKEN + 1
TOKENS = (*map(str, STATEMENTS), "[", *map(str, range(LOWEST, HIGHEST + 1)))
_NUMBER_OF = {statement: number for number, statement in enumerate(STATEMENTS)}
_LONGEST_TEXT = 2**16


@dataclass(frozen=True)
class ExampleRows(Listing):
    """How examples stand in the arrays of one data set; `rows_for` makes it."""

    TITLE: ClassVar[str] = "examples of functions"

    @property
    def length(self) -> int:
        """Number of statements of a program."""
        return self.answer_slots

    @property
    def values(self) -> int:
        """Number of lines of an example."""
        return MOST_INPUTS + self.length

    @property
    def examples(self) -> int:
        """Number of examples of a row."""
        return self.lines // self.values

    # ---- rows and what they mean

    def row(self, state: State) -> np.ndarray:
        """The tokens (seq_len,) of a state."""
        written = [FIRST_STATEMENT + _NUMBER_OF[statement] for statement in state.program]
        tokens = [*written, *[BLANK] * (self.layout.slots - len(written))]
        room = self.values - 1  # the last result of a whole program has no line
        for values, output in zip(state.values, state.outputs, strict=True):
            for value in (*values[:room], *[None] * (room - len(values)), output):
                tokens += _line(value)
        return np.array(tokens)

    def state(self, inputs: np.ndarray) -> State:
        """The examples of a row (seq_len,), and the program in its slots up to the first statement without results."""
        lines = inputs[self.layout.slots :].reshape(self.examples, self.values, self.line_len).tolist()
        values = tuple(tuple(map(_value, example[:MOST_INPUTS])) for example in lines)
        outputs = tuple(output for example in lines if (output := _value(example[-1])) is not None)
        state = State((), values, outputs)
        for statement in self.read_program(inputs):
            after = state.after(statement, self.length)
            if after is None:
                break
            state = after
        return state

    def read_program(self, row: np.ndarray) -> Program:
        """The statements in the slots of inputs or of an answer, up to the first slot that holds none."""
        tokens = takewhile(lambda token: FIRST_STATEMENT <= token < LIST_TOKEN, row[: self.length].tolist())
        return tuple(STATEMENTS[token - FIRST_STATEMENT] for token in tokens)

    def program_labels(
        self, program: Sequence[Statement | None], alternatives: Sequence[Sequence[Statement]] | None = None
    ) -> np.ndarray:
        """The labels (seq_len,) of a program.

        Args:
            program: its statements; None where none leads to the function.
            alternatives: for each statement, others that are right in its place; None if they are not known.
        """
        row = np.full(self.seq_len, PAD, np.int64)
        row[: self.length] = [END if one is None else FIRST_STATEMENT + _NUMBER_OF[one] for one in program]
        if alternatives is not None:
            row[self.length : self.layout.slots] = END
            for number, others in enumerate(alternatives):
                start = self.length + number * self.layout.note_len
                tokens = [FIRST_STATEMENT + _NUMBER_OF[other] for other in others][: self.layout.note_len]
                row[start : start + len(tokens)] = tokens
        return row

    # ---- the protocol of `dataset.tasks.DataRules`

    def as_json(self) -> dict[str, Any]:
        return super().as_json() | {"rows": "examples"}

    def parse(self, text: str) -> np.ndarray:
        """Read lines such as `[3, 1] -> [1, 3]` or `2, [3, 1] -> [3]`. If they are too few, they are repeated.

        Raises:
            UserError: a line is no example, or a value cannot stand in a row.
        """
        examples = list(typed_examples(text))
        if len(examples) > self.examples:
            raise UserError(f"there are {len(examples)} examples; a row has room for {self.examples}")
        examples = [examples[number % len(examples)] for number in range(self.examples)]
        values = tuple(tuple(places_of(inputs)) for inputs, _ in examples)
        return self.row(State((), values, tuple(output for _, output in examples)))

    def render(self, inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
        """The examples, or an answer's program, a statement in each line."""
        if answer is not None:
            return show(self.read_program(answer))
        state = self.state(inputs)
        return "\n".join(
            f"{', '.join(shown_value(value) for value in values[:MOST_INPUTS] if value is not None)}"
            f" -> {shown_value(output)}"
            for values, output in zip(state.values, state.outputs, strict=True)
        )

    def candidate(self, inputs: np.ndarray, answer: np.ndarray) -> str:
        return self.render(inputs, answer)

    def explain(self, answer: np.ndarray) -> str:
        return ""

    def read_notes(self, answer: np.ndarray) -> list[list[str]]:
        """None: notes are for training alone."""
        return []

    def check(self, inputs: np.ndarray, answer: np.ndarray) -> str | None:
        """A program has all its statements, and its outputs are those of the examples."""
        program = self.read_program(answer)
        if len(program) < self.length:
            return f"the program has {len(program)} of {self.length} statements"
        state = self.state(inputs)
        for values, output in zip(state.values, state.outputs, strict=True):
            given = [value for value in values[:MOST_INPUTS] if value is not None]
            results = run(program, given)
            if results is None or results[-1] != output:
                result = "nothing" if results is None else shown_value(results[-1])
                return f"{', '.join(map(shown_value, given))} gives {result}, not {shown_value(output)}"
        return None

    def search(
        self, inputs: np.ndarray, network: Callable[[np.ndarray], np.ndarray], tries: int
    ) -> tuple[np.ndarray, int]:
        """See `dataset.tasks.Searches`."""
        programs = self.programs(inputs[None], network, tries)[0]
        best, number = first_right(programs)
        return np.full(self.seq_len, PAD) if best is None else self.program_labels(best.program), number

    def programs(
        self, inputs: np.ndarray, network: Callable[[np.ndarray], np.ndarray], tries: int
    ) -> list[list[State]]:
        """The most probable programs for each row (N, seq_len), up to `tries` each."""
        states = [self.state(row).restarted() for row in inputs]
        return beams(states, self.length, self.likeliest(network), tries)

    def likeliest(self, network: Callable[[np.ndarray], np.ndarray]) -> LogProbabilities:
        """What a network, rows (N, seq_len) to logits (N, P, V), says of the next statement."""

        def log_probabilities(states: Sequence[State]) -> np.ndarray:
            logits = network(np.stack([self.row(state) for state in states]))[:, len(states[0].program)]
            logits = logits[:, END:LIST_TOKEN].astype(np.float64)  # END: no statement leads to the function
            return (logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))[:, 1:]

        return log_probabilities


def state_of(examples: Sequence[Example]) -> State:
    """The state before the first statement."""
    values = tuple(tuple(places_of(example.inputs)) for example in examples)
    return State((), values, tuple(example.output for example in examples))


def rows_for(length: int) -> ExampleRows:
    """The format for programs of so many statements."""
    values = MOST_INPUTS + length
    layout = Layout(
        answer_slots=length,
        note_slots=length * ALTERNATIVES,
        note_len=ALTERNATIVES,
        line_len=LINE_LEN,
        numbers=NumberTokens(first=FIRST_NUMBER, smallest=LOWEST, count=HIGHEST - LOWEST + 1),
    )
    return ExampleRows(TOKENS, layout, EXAMPLES * values)


@lru_cache(1 << 16)
def _line(value: Value | None) -> tuple[int, ...]:
    """The tokens of a line."""
    numbers = () if value is None else (value,) if isinstance(value, int) else value
    tokens = [FIRST_NUMBER - LOWEST + number for number in numbers]
    tokens = [LIST_TOKEN, *tokens] if isinstance(value, tuple) else tokens
    return (*tokens, *[PAD] * (LINE_LEN - len(tokens)))


def _value(line: Sequence[int]) -> Value | None:
    """The value in a line's tokens; None if there is none."""
    if line[0] == LIST_TOKEN:
        return tuple(token - FIRST_NUMBER + LOWEST for token in takewhile(lambda token: token != PAD, line[1:]))
    return line[0] - FIRST_NUMBER + LOWEST if line[0] >= FIRST_NUMBER else None


def typed_examples(text: str) -> Iterator[tuple[list[Value], Value]]:
    """The inputs and the output in each line that people typed.

    Raises:
        UserError: a line is no example, or a value cannot stand in a row.
    """
    if len(text) > _LONGEST_TEXT:
        raise UserError(f"the examples have {len(text)} characters; there is room for {_LONGEST_TEXT}")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = lines[1:] if lines[:1] == [TASK] else lines
    if not lines:
        raise UserError("there is no example; write some as [3, 1] -> [1, 3], one a line")
    kinds = None
    for line in lines:
        left, arrow, right = line.partition("->")
        if not arrow:
            raise UserError(f"'{line}' is no example; write it as [3, 1] -> [1, 3]")
        inputs, outputs = _typed_values(left), _typed_values(right)
        if len(outputs) != 1:
            raise UserError(f"'{line}': there must be one output")
        found = tuple(map(type_of, inputs))
        if found not in INPUT_TYPES:
            raise UserError(f"'{line}': inputs are a list, a number and a list, or two lists")
        if kinds not in (None, (found, type_of(outputs[0]))):
            raise UserError(f"'{line}' has other types than the examples before it")
        kinds = found, type_of(outputs[0])
        yield inputs, outputs[0]


def _typed_values(text: str) -> list[Value]:
    """Values that are separated by commas or semicolons."""
    try:
        typed = ast.literal_eval(f"({text.strip().replace(';', ',')},)")
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        raise UserError(f"'{text.strip()}': values are whole numbers and lists of them") from None
    values: list[Value] = []
    for value in typed:
        numbers = value if isinstance(value, list) else [value]
        if any(isinstance(number, bool) or not isinstance(number, int) for number in numbers):
            raise UserError(f"'{text.strip()}': values are whole numbers and lists of them")
        if len(numbers) > LONGEST_LIST:
            raise UserError(f"'{text.strip()}': a list has at most {LONGEST_LIST} numbers")
        if any(not LOWEST <= number <= HIGHEST for number in numbers):
            raise UserError(f"'{text.strip()}': numbers lie between {LOWEST} and {HIGHEST}")
        values.append(tuple(value) if isinstance(value, list) else value)
    return values
