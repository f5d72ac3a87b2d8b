"""Questions about small functions, as lines of tokens: what does it return, what is wrong in it, what is left out?

    task     lines behind the task's name                        answer              notes
    output   the head, what it is given, the body                the value           what each line assigns
    repair   what it should do in English, the code, where       line, place, and    -
             one token may be wrong                              the right token
    fill     what it should do, the code with a gap `___`        the gap's tokens    -

A correct function is `fine` to a repairer. Lines and places are counted in the body, from 0.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from dataset.code.functions import Function, draw_function
from dataset.code.kinds import INT
from dataset.code.mutations import Mutation, mutations
from dataset.code.pieces import INDENT, code_of, pieces
from dataset.code.tracing import Value, trace

OUTPUT, REPAIR, FILL = "output", "repair", "fill"
TASKS = (OUTPUT, REPAIR, FILL)
FINE, GAP, WORDS = "fine", "___", "#"
LONGEST_LINE, MOST_LINES = 17, 16
MOST_NOTES = 6
_LONGEST_GAP = 4
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
        notes: empty if the task has none.
        program: the right program, a whole function.
        asked: the program that is asked about, if it is not the right one.
        calls: arguments and results of the right program, as Python.
        facts: what scores are grouped by.
    """

    task: str
    lines: tuple[Tokens, ...]
    answer: Tokens
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


def draw_question(task: str, wanted: Callable[[str], bool], lengths: tuple[int, int], rng: random.Random) -> Question:
    """A random question.

    Args:
        wanted: says of a skeleton (`Function.skeleton`) whether functions of it will do.
        lengths: the least and the most statements.
    """
    while True:
        function = draw_function(rng.randint(*lengths), rng)
        if wanted(function.skeleton):
            question = _MAKERS[task](function, rng)
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
    except Exception as error:
        return type(error).__name__


def _output(function: Function, rng: random.Random) -> Question | None:
    given = _draw_call(function, rng)
    try:
        assigned = trace("\n".join(function.body[:-1]), given)
    except Exception:
        return None
    if len(assigned) > MOST_NOTES:
        return None
    result = assigned[-1][1]
    lines = [[name, "=", *value_tokens(value)] for name, value in given.items()]
    return Question(
        OUTPUT,
        ([OUTPUT], pieces(function.head), *lines, *map(pieces, function.body)),
        value_tokens(result),
        tuple([name, *value_tokens(value)] for name, value in assigned),
        function.code,
        "",
        ((", ".join(map(repr, given.values())), repr(result)),),
        _facts(function),
    )


def _repair(function: Function, rng: random.Random) -> Question | None:
    body = list(map(pieces, function.body))
    calls = _calls(function, rng)
    if not calls:
        return None
    wrong = None
    if rng.random() >= _FINE_SHARE:
        tried = islice(mutations(function.parameters, body, rng), _TRIES)
        wrong = next((one for one in tried if _shows(one, body, calls)), None)
        if wrong is None:
            return None
    shown = body if wrong is None else wrong.applied(body)
    answer = [FINE] if wrong is None else [f"line {wrong.line}", f"place {wrong.place}", wrong.token]
    return Question(
        REPAIR,
        ([REPAIR], *_words(function), pieces(function.head), *shown),
        answer,
        (),
        function.code,
        function.code if wrong is None else program_of(function.head, shown),
        tuple((", ".join(map(repr, given.values())), repr(result)) for given, result in calls),
        _facts(function) | {"bug": wrong is not None},
    )


def _fill(function: Function, rng: random.Random) -> Question | None:
    body = list(map(pieces, function.body))
    calls = _calls(function, rng)
    if not calls:
        return None
    line = rng.randrange(len(body))
    first = next(place for place, token in enumerate(body[line]) if token != INDENT)
    length = rng.randint(1, min(_LONGEST_GAP, len(body[line]) - first))
    start = rng.randint(first, len(body[line]) - length)
    gap = body[line][start : start + length]
    shown = [*body[:line], [*body[line][:start], GAP, *body[line][start + length :]], *body[line + 1 :]]
    asked = program_of(function.head, shown)
    if not _is_code(asked) or pieces(code_of(shown[line])) != shown[line]:
        return None
    return Question(
        FILL,
        ([FILL], *_words(function), pieces(function.head), *shown),
        gap,
        (),
        function.code,
        asked,
        tuple((", ".join(map(repr, given.values())), repr(result)) for given, result in calls),
        _facts(function),
    )


def _is_code(text: str) -> bool:
    """Whether code can be parsed: a gap stands where an expression may stand, so that people can type it."""
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


_MAKERS = {OUTPUT: _output, REPAIR: _repair, FILL: _fill}


def _facts(function: Function) -> dict[str, Any]:
    return {"statements": len(function.calls), "skeleton": function.skeleton}


def _words(function: Function) -> list[Tokens]:
    return [[WORDS, *pieces(clause)] for clause in function.clauses]


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


def candidate(lines: Sequence[Tokens], answer: Sequence[str]) -> str:
    """The program that an answer means, whatever its tokens are; of `output`, the value as Python."""
    task = lines[0][0] if lines else ""
    if task == OUTPUT:
        return value_of(answer)
    code = [list(line) for line in lines[1:] if line[0] != WORDS]
    if not code:
        return ""
    head, body = code[0], code[1:]
    if task == REPAIR and len(answer) == 3:
        line, place = (part.rpartition(" ")[2] for part in answer[:2])
        if line.isdigit() and place.isdigit() and int(line) < len(body) and int(place) < len(body[int(line)]):
            body[int(line)][int(place)] = answer[2]
    if task == FILL:
        body = [[new for token in line for new in (answer if token == GAP else [token])] for line in body]
    return program_of(code_of(head), body)
