"""The list language: each function against plain Python, all functions of a length, and what they are told apart by."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate

import pytest

from dataset.code.list_language import (
    FUNCTIONS,
    HIGHEST,
    INT,
    LIST,
    LOWEST,
    STATEMENTS,
    Program,
    Statement,
    Value,
    call,
    places_of,
    run,
    show,
    step,
    type_of,
)
from dataset.code.list_programs import (
    INPUT_TYPES,
    Programs,
    behaviour,
    draw_examples,
    draw_inputs,
    functions,
    next_statements,
)
from dataset.code.list_writer import split_functions

UNARY = {"+1": "x+1", "-1": "x-1", "*2": "x*2", "*3": "x*3", "*4": "x*4", "*(-1)": "-x", "**2": "x*x"}
DIVIDED = {f"/{number}": f"(abs(x)//{number})*(-1 if x<0 else 1)" for number in (2, 3, 4)}
TESTS = {">0": "x>0", "<0": "x<0", "EVEN": "not x&1", "ODD": "x&1"}
PAIRED = {"+": "x+y", "-": "x-y", "*": "x*y", "MIN": "sorted([x,y])[0]", "MAX": "sorted([x,y])[1]"}


def meant(name: str) -> Callable[..., object]:
    """A function of the language, written out as Python."""
    kind, _, argument = name.partition(" ")
    if kind == "MAP":
        return eval(f"lambda a: [{(UNARY | DIVIDED)[argument]} for x in a]")
    if kind == "FILTER":
        return eval(f"lambda a: [x for x in a if {TESTS[argument]}]")
    if kind == "COUNT":
        return eval(f"lambda a: len([x for x in a if {TESTS[argument]}])")
    if kind == "ZIPWITH":
        return eval(f"lambda a, b: [{PAIRED[argument]} for x, y in zip(a, b)]")
    if kind == "SCANL1":
        return lambda a: list(accumulate(a, eval(f"lambda x, y: {PAIRED[argument]}")))
    return {
        "HEAD": lambda a: a[0],
        "LAST": lambda a: a[len(a) - 1],
        "MINIMUM": lambda a: sorted(a)[0],
        "MAXIMUM": lambda a: sorted(a)[-1],
        "SUM": lambda a: sum(a),
        "REVERSE": lambda a: list(reversed(a)),
        "SORT": lambda a: sorted(a),
        "TAKE": lambda n, a: [x for at, x in enumerate(a) if at < n],
        "DROP": lambda n, a: [x for at, x in enumerate(a) if at >= n],
        "ACCESS": lambda n, a: {**dict(enumerate(a))}[n],
    }[name]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_is_what_python_says(function: object) -> None:
    assert isinstance(function, type(FUNCTIONS[0]))
    rng = random.Random(0)
    without = 0
    for _ in range(300):
        given: list[Value] = [
            rng.randint(-2, 8)
            if kind == INT
            else tuple(rng.randint(-40, 40) for _ in range(rng.choice((0, 1, 3, 5, 8))))
            for kind in function.takes
        ]
        try:
            expected = meant(function.name)(*(list(value) if isinstance(value, tuple) else value for value in given))
        except (IndexError, KeyError):
            expected = None
        if isinstance(expected, list):
            in_bounds = all(LOWEST <= number <= HIGHEST for number in expected)
            expected = tuple(expected) if in_bounds else None
        elif isinstance(expected, int) and not LOWEST <= expected <= HIGHEST:
            expected = None
        found = call(function, given)
        assert found == expected, (function.name, given)
        assert found is None or type_of(found) == function.gives
        without += found is None
    assert without < 300


def test_statements_are_different_and_commute_in_order_alone() -> None:
    assert len({str(statement) for statement in STATEMENTS}) == len(STATEMENTS)
    zipped = [str(statement) for statement in STATEMENTS if str(statement).startswith(("ZIPWITH + ", "ZIPWITH - "))]
    assert "ZIPWITH + a b" in zipped and "ZIPWITH + b a" not in zipped and "ZIPWITH + a a" not in zipped
    assert "ZIPWITH - a b" in zipped and "ZIPWITH - b a" in zipped


def statement(text: str) -> Statement:
    return next(one for one in STATEMENTS if str(one) == text)


def test_a_program_runs_statement_by_statement() -> None:
    program = (statement("MAP *2 a"), statement("FILTER >0 c"), statement("SUM d"))
    assert run(program, [(3, -1, 4, 2)]) == [(6, -2, 8, 4), (6, 8, 4), 18]
    assert show(program) == "c = MAP *2 a\nd = FILTER >0 c\ne = SUM d"
    assert run(program, [(200,)]) is None, "400 leaves the bounds"
    assert run((statement("HEAD b"),), [(1, 2)]) is None, "there is no b"
    assert run((statement("TAKE a b"),), [2, (5, 6, 7)]) == [(5, 6)]
    assert step(statement("TAKE a b"), places_of([(1, 2), (3, 4)])) is None, "a is no number"
    assert step(statement("HEAD d"), places_of([(1, 2)])) is None


def given_by(programs: Programs, probes: list[list[Value]]) -> list[list[Value | None]]:
    return [[None if (found := run(program, probe)) is None else found[-1] for probe in probes] for program in programs]


@pytest.mark.parametrize("types", INPUT_TYPES)
def test_functions_are_different_and_need_their_statements(types: tuple[str, ...]) -> None:
    rng = random.Random(1)
    probes = [draw_inputs(types, scale, rng) for scale in (4, 8, 16, 64) for _ in range(40)]
    found = {length: functions(types, length) for length in (1, 2)}
    first = [programs[0] for length in (1, 2) for programs in found[length]]
    by_outputs: dict[tuple[Value | None, ...], Program] = {}
    for program, outputs in zip(first, given_by(tuple(first), probes), strict=True):
        other = by_outputs.setdefault(tuple(outputs), program)
        assert other == program or None in outputs, "no two are equal, but for where they leave the bounds"
        assert behaviour(types, other) == behaviour(types, program) or other == program
    assert len(by_outputs) > 0.98 * len(first)
    for programs in rng.sample(found[2], min(60, len(found[2]))):
        one, *others = given_by(programs, probes)
        for other in others:
            differ = [a != b for a, b in zip(one, other, strict=True) if a is not None and b is not None]
            assert sum(differ) < 0.05 * len(probes), "programs of one function"
    for programs in found[2]:
        for program in programs:
            used = {place for one in program for place in one.arguments}
            assert used == {*range(len(types)), 2}, "inputs and the first result are used"
    assert functions.__wrapped__(types, 2) == found[2]


def test_examples_are_of_the_program_and_differ() -> None:
    rng = random.Random(2)
    for types in INPUT_TYPES:
        for programs in rng.sample(functions(types, 2), 30):
            examples = draw_examples(programs[0], types, 5, rng)
            assert examples is not None and len({example.output for example in examples}) > 1
            for example in examples:
                assert run(programs[0], example.inputs) == example.results
                assert tuple(map(type_of, example.inputs)) == types


def test_what_may_come_next() -> None:
    a, b, c, d = (statement(text) for text in ("SORT a", "REVERSE a", "REVERSE c", "SORT c"))
    programs = ((a, c), (b, d), (a, d))
    assert next_statements(programs, ()) == [a, b]
    assert next_statements(programs, (a,)) == [c, d]


def test_no_function_of_the_test_behaves_like_one_of_training() -> None:
    train, test = split_functions(2, seed=3)
    assert len(test) > 30 and len(train) > 10 * len(test)
    known = {(function.types, behaviour(function.types, function.programs[0])) for function in train}
    assert not any((function.types, behaviour(function.types, function.programs[0])) in known for function in test)
    assert {function.types for function in test} == set(INPUT_TYPES)
    assert split_functions.__wrapped__(2, seed=3) == (train, test) != split_functions(2, seed=4)
    assert LIST in INPUT_TYPES[0]
