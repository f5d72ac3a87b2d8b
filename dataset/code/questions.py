"""Questions about small functions, as lines of tokens: what does it return, what is wrong in it, what is left out?

task     lines behind the task's name                        answer              notes
output   the head, what it is given, the body                the value           what each line assigns
repair   the code, where a token may be wrong, and above     the right lines     -
         each statement what it should do in English
fill     the same code with a gap `___`                      the right lines     -
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from dataset.code.functions import Function, draw_function
from dataset.code.kinds import INT
from dataset.code.mutations import Mutation, mutations
from dataset.code.pieces import INDENT, code_of, pieces
from dataset.code.python_text import why_not_python
from dataset.code.tracing import OutOfBounds, Value, trace

OUTPUT, REPAIR, FILL = "output", "repair", "fill"
TASKS = (OUTPUT, REPAIR, FILL)
GAP, WORDS = "___", "#"
LONGEST_LINE, MOST_LINES = 17, 16
MOST_TOKENS = 80
"""Most tokens of code with comments, its line breaks included."""
MOST_NOTES = 6
LONGEST_GAP = 4
_FINE_SHARE = 0.25
"""Share of the questions of repair without a wrong token."""
_CALLS = 8
"""A wrong token must show in one of so many calls."""
_TRIES = 6
Tokens = list[str]


@dataclass(frozen=True)
class Question:
    """A question about code.

    Attributes:
        lines: its tokens, the task first.
        answer: the value of `output`; empty for other tasks.
        right: of other tasks, the lines as they should be, each in the place of the line of `lines`.
        notes: empty if the task has none.
        program: the right program, a whole function.
        asked: the program that is asked about, if it is not the right one.
        calls: arguments and results of the right program, as Python.
        facts: what scores are grouped by.
    """

    task: str
    lines: tuple[Tokens, ...]
    answer: Tokens
    right: tuple[Tokens, ...]
    notes: tuple[Tokens, ...]
    program: str
    asked: str
    calls: tuple[tuple[str, str], ...]
    facts: dict[str, Any] = field(default_factory=dict)


def value_tokens(value: Value) -> Tokens:
    """A number, or `[` and the numbers of a list."""
    return [str(value)] if isinstance(value, int) else ["[", *map(str, value)]


def value_of(tokens: Sequence[str]) -> str:
    """Undo `value_tokens`: Python."""
    return f"[{', '.join(tokens[1:])}]" if tokens[:1] == ["["] else "".join(tokens)


def shown(tokens: Sequence[str]) -> str:
    """Tokens of a line, a note or an answer as people read them: `xs = [1, 3]` for `xs = [ 1 3`."""
    if "[" not in tokens or "]" in tokens:
        return code_of(tokens)
    start = list(tokens).index("[")
    return " ".join([*filter(None, (code_of(tokens[:start]),)), value_of(tokens[start:])])


def draw_question(
    task: str, wanted: Callable[[str], bool], lengths: tuple[int, int], rng: random.Random, faults: int = 1
) -> Question:
    """A random question.

    Args:
        wanted: says of a skeleton (`Function.skeleton`) whether functions of it will do.
        lengths: the least and the most statements.
        faults: most tokens that are wrong at once, or lines with a gap.
    """
    while True:
        function = draw_function(rng.randint(*lengths), rng)
        if wanted(function.skeleton):
            question = _output(function, rng) if task == OUTPUT else _MAKERS[task](function, rng, faults)
            if question is not None and len(question.lines) <= MOST_LINES:
                if max(map(len, question.lines)) <= LONGEST_LINE:
                    return question


def _draw_call(function: Function, rng: random.Random) -> dict[str, Value]:
    """What a function may be given."""
    return {
        name: rng.randint(0, 9) if kind == INT else [rng.randint(0, 9) for _ in range(rng.randint(2, 4))]
        for name, kind in zip(function.parameters, function.types, strict=True)
    }


def _result(lines: Sequence[str], given: dict[str, Value]) -> Value | str:
    """What the lines of a body return, or the name of the error."""
    *before, last = lines
    try:
        return trace("\n".join([*before, last.replace("return", "result =", 1)]), given)[-1][1]
    except Exception as error:  # code with a wrong token may raise anything, and that is its result
        return type(error).__name__


def _output(function: Function, rng: random.Random) -> Question | None:
    given = _draw_call(function, rng)
    try:
        assigned = trace("\n".join(function.body[:-1]), given)
    except (OutOfBounds, ArithmeticError, LookupError, ValueError):  # it fails for what it was given
        return None
    if len(assigned) > MOST_NOTES:
        return None
    result = assigned[-1][1]
    lines = [[name, "=", *value_tokens(value)] for name, value in given.items()]
    return Question(
        OUTPUT,
        ([OUTPUT], pieces(function.head), *lines, *map(pieces, function.body)),
        value_tokens(result),
        (),
        tuple([name, *value_tokens(value)] for name, value in assigned),
        function.code,
        "",
        ((", ".join(map(repr, given.values())), repr(result)),),
        _facts(function),
    )


def _repair(function: Function, rng: random.Random, faults: int) -> Question | None:
    body = list(map(pieces, function.body))
    calls = _calls(function, rng)
    if not calls:
        return None
    shown, is_wrong = body, rng.random() >= _FINE_SHARE
    if is_wrong:
        drawn = mutations(function.parameters, body, rng)
        first = next((one for one in islice(drawn, _TRIES) if _shows(one, body, calls)), None)
        if first is None:
            return None
        for wrong in (first, *islice(drawn, rng.randrange(faults))):
            shown = wrong.applied(shown)
    return _question(REPAIR, function, shown, calls, {"bug": is_wrong})


def _fill(function: Function, rng: random.Random, faults: int) -> Question | None:
    body = list(map(pieces, function.body))
    calls = _calls(function, rng)
    if not calls:
        return None
    shown = list(body)
    for number in rng.sample(range(len(body)), min(rng.randint(1, faults), len(body))):
        line = body[number]
        first = next(place for place, token in enumerate(line) if token != INDENT)
        length = rng.randint(1, min(LONGEST_GAP, len(line) - first))
        start = rng.randint(first, len(line) - length)
        shown[number] = [*line[:start], GAP, *line[start + length :]]
        if pieces(code_of(shown[number])) != shown[number]:
            return None
    asked = program_of(function.head, shown)  # people can type a gap that stands where an expression may stand
    return _question(FILL, function, shown, calls, {}) if why_not_python(asked) is None else None


def _question(
    task: str,
    function: Function,
    shown: Sequence[Tokens],
    calls: Sequence[tuple[dict[str, Value], Value]],
    facts: dict[str, Any],
) -> Question | None:
    """A question that shows these lines of a function's body in the place of the right ones; None if it is too long."""
    right = tuple(_commented(function, list(map(pieces, function.body))))
    if sum(len(line) + 1 for line in right) > MOST_TOKENS:
        return None
    return Question(
        task,
        ([task], *_commented(function, shown)),
        [],
        ([task], *right),
        (),
        function.code,
        program_of(function.head, shown),
        tuple((", ".join(map(repr, given.values())), repr(result)) for given, result in calls),
        _facts(function) | facts,
    )


def _commented(function: Function, body: Sequence[Tokens]) -> Iterator[Tokens]:
    """The head and the body with what each statement does above it, as comments."""
    yield pieces(function.head)
    lines = iter(body)
    for call in function.calls:
        yield [WORDS, *pieces(call.words)]
        yield from islice(lines, len(call.code))
    yield from lines


_MAKERS = {REPAIR: _repair, FILL: _fill}


def _facts(function: Function) -> dict[str, Any]:
    return {"statements": len(function.calls), "skeleton": function.skeleton}


def _calls(function: Function, rng: random.Random) -> list[tuple[dict[str, Value], Value]]:
    """Some calls and their results; none if the function fails for one of them."""
    found = []
    for _ in range(_CALLS):
        given = _draw_call(function, rng)
        result = _result(function.body, given)
        if isinstance(result, str):
            continue
        found.append((given, result))
    return found


def _shows(mutation: Mutation, body: list[Tokens], calls: list[tuple[dict[str, Value], Value]]) -> bool:
    """Whether a call gives another result with the wrong token."""
    lines = [code_of(line) for line in mutation.applied(body)]
    return any(_result(lines, given) != result for given, result in calls)


def program_of(head: str, body: Sequence[Sequence[str]]) -> str:
    """A function from its head and the tokens of its lines."""
    return "\n".join([head, *(INDENT + code_of(line) for line in body)])
