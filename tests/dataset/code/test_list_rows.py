"""Examples as rows: what a row holds, what people type, which answers are right, and how programs are searched."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from dataset.code.list_language import LENGTH, run
from dataset.code.list_programs import INPUT_TYPES, draw_examples, functions
from dataset.code.list_rows import ALTERNATIVES, EXAMPLES, LIST_TOKEN, rows_for, state_of
from dataset.code.list_search import beams, first_right
from tests.dataset.code.list_examples import DOUBLED, ROWS, TYPED, network_that_likes, program
from utils.errors import UserError


def test_a_row_is_a_state_and_back() -> None:
    rng = random.Random(0)
    rows = rows_for(2)
    for types in INPUT_TYPES:
        for programs in rng.sample(functions(types, 2), 20):
            examples = draw_examples(programs[0], types, EXAMPLES, rng)
            assert examples is not None
            state = rows.state(rows.row(state_of(examples)))
            assert state.program == () and state.outputs == tuple(example.output for example in examples)
            for number, statement in enumerate(programs[0]):
                assert not state.is_right
                after = state.after(statement, 2)
                assert after is not None
                state = after
                assert rows.state(rows.row(state)) == state
                assert [values[-1] for values in state.values] == [example.results[number] for example in examples]
            assert state.is_right and state.restarted() == rows.state(rows.row(state_of(examples)))
            unsolved = rows.row(state_of(examples))
            assert rows.check(unsolved, rows.program_labels(programs[0])) is None
            assert rows.read_program(rows.program_labels(programs[0])) == programs[0]


def test_labels_hold_alternatives() -> None:
    first, second = program("SORT a", "REVERSE a")
    labels = rows_for(2).program_labels(program("MAP +1 a", "SORT c"), [[first, second], [second] * 20])
    notes = labels[2 : 2 + 2 * ALTERNATIVES].reshape(2, ALTERNATIVES)
    assert len(set(notes[0, :2].tolist())) == 2 and (notes[0, 2:] == 2).all()
    assert len(set(notes[1].tolist())) == 1 and notes[1, 0] == notes[0, 1]


def test_typed_examples() -> None:
    row = ROWS.parse(TYPED)
    assert row.shape == (ROWS.seq_len,) and ROWS.render(row) == TYPED
    assert ROWS.render(ROWS.parse("synthesis\n 2; [3,4,5] -> [3, 4]")).splitlines() == ["2, [3, 4, 5] -> [3, 4]"] * 5
    assert ROWS.render(ROWS.parse("[1] -> 1\n[2]->2")).splitlines()[2] == "[1] -> 1", "examples are repeated"
    assert row.max() < ROWS.vocab_size and (row == LIST_TOKEN).sum() == 10


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "there is no example"),
        ("[1] [2]", "'[1] [2]' is no example; write it as [3, 1] -> [1, 3]"),
        ("[1] -> ", "values are whole numbers and lists of them"),
        ("[1] -> 1, 2", "there must be one output"),
        ("[1], 2 -> 2", "inputs are a list, a number and a list, or two lists"),
        ("[1] -> 'a'", "values are whole numbers and lists of them"),
        ("[1.5] -> 1", "values are whole numbers and lists of them"),
        ("[True] -> 1", "values are whole numbers and lists of them"),
        ("[[1]] -> 1", "values are whole numbers and lists of them"),
        ("[1] -> __import__('os')", "values are whole numbers and lists of them"),
        ("[999] -> 1", "numbers lie between -256 and 255"),
        (f"{[1] * 9} -> 1", "a list has at most 8 numbers"),
        ("[1] -> 1\n[2] -> [2]", "has other types than the examples before it"),
        ("[1] -> 1\n1, [2] -> 2", "has other types than the examples before it"),
        ("[1] -> 1\n" * 6, "there are 6 examples; a row has room for 5"),
        ("[1] -> 1\n" * 9000, "characters; there is room for"),
        (f"{'(' * 3000} -> 1", "values are whole numbers and lists of them"),
    ],
)
def test_what_is_no_example(typed: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        ROWS.parse(typed)
    assert said in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (("MAP *2 a", "SORT c", "SORT c"), None),
        (("MAP *2 a", "SORT c", "REVERSE d"), "[3, -1] gives [6, -2], not [-2, 6]"),
        (("MAP *2 a", "SORT c", "SUM d"), "[3, -1] gives 4, not [-2, 6]"),
        (("MAP *2 a", "SORT c", "HEAD b"), "[3, -1] gives nothing, not [-2, 6]"),
        (("MAP *2 a", "SORT c"), "the program has 2 of 3 statements"),
        ((), "the program has 0 of 3 statements"),
    ],
)
def test_an_answer_is_run(answer: tuple[str, ...], said: str | None) -> None:
    row = np.zeros(ROWS.seq_len, np.int64)
    row[: len(answer)] = ROWS.program_labels((*program(*answer), *program("SUM a") * 3)[:3])[: len(answer)]
    assert ROWS.check(ROWS.parse(TYPED), row) == said


def test_any_answer_can_be_read() -> None:
    rng = np.random.default_rng(0)
    row = ROWS.parse(TYPED)
    for _ in range(200):
        answer = rng.integers(0, ROWS.vocab_size + 3, ROWS.seq_len)
        assert isinstance(ROWS.render(row, answer), str) and isinstance(ROWS.explain(answer), str)
        assert ROWS.check(row, answer) is None or "\n" not in str(ROWS.check(row, answer))
        assert ROWS.read_notes(answer) == []


def test_the_first_right_program_is_found_by_trying() -> None:
    """`DROP a b` is likeliest and has no value, as there is no b; a second `SORT` would be no news."""
    row = ROWS.parse(DOUBLED)
    network = network_that_likes(["DROP a b", "MAP *2 a"], ["SORT c"], ["SORT d", "REVERSE c", "REVERSE d"])
    (programs,) = ROWS.programs(row[None], network, 4)
    assert programs[0].program == program("MAP *2 a", "SORT c", "REVERSE d"), "c and d are used, and all is new"
    assert len({state.program for state in programs}) == 4 and first_right(programs)[1] == 1
    late = network_that_likes(["MAP *2 a"], ["SORT c"], ["HEAD d", "SUM d", "REVERSE d"])
    for tries, number in ((2, 0), (3, 3), (8, 3)):
        answer, found = ROWS.search(row, late, tries)
        assert found == number and (ROWS.check(row, answer) is None) == (number > 0)
        assert ROWS.read_program(answer) == program("MAP *2 a", "SORT c", "REVERSE d" if number else "HEAD d")


def test_of_unfinished_programs_with_the_same_results_one_is_kept() -> None:
    row = ROWS.parse("[1, 2] -> 4\n[0, 3] -> 5")
    network = network_that_likes(["SORT a", "MAP *2 a", "ZIPWITH + a b"], ["MAP +1 c", "MAP -1 c"], ["SUM d", "LAST d"])
    (programs,) = ROWS.programs(row[None], network, 4)
    assert [" | ".join(map(str, state.program)) for state in programs[:2]] == [
        "MAP *2 a | MAP +1 c | SUM d",
        "MAP *2 a | MAP +1 c | LAST d",
    ], "a is sorted already"
    ordered = ROWS.state(ROWS.parse("[1, 2] -> 4"))
    ask = ROWS.likeliest(network_that_likes(["MAP *2 a"], ["REVERSE c", "MAP -1 c"], []))
    twice = replace(ordered, values=tuple((*values,) for values in ordered.values))
    (found,) = beams([twice], 2, ask, 192)
    assert len({state.program for state in found}) == len(found)


def test_a_beam_is_in_the_order_of_probability() -> None:
    state = ROWS.state(ROWS.parse(TYPED))
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(LENGTH, LIST_TOKEN)).astype(np.float32)
    ask = ROWS.likeliest(lambda rows: np.repeat(logits[None], len(rows), axis=0))
    (many,) = beams([state], LENGTH, ask, 200)
    (one,) = beams([state], LENGTH, ask, 1)
    (none,) = beams([replace(state, values=((None, None),) * EXAMPLES)], LENGTH, ask, 5)
    assert len(many) == 200 and len(one) == 1 and none == []
    assert first_right(none) == (None, 0)
    scores = []
    for found in many:
        tokens = ROWS.program_labels(found.program)[:LENGTH]
        scores.append(sum(logits[slot, token] for slot, token in enumerate(tokens)))
        assert [run(found.program, [values[0]]) is not None for values in state.values] == [True] * EXAMPLES
    assert scores == sorted(scores, reverse=True)
