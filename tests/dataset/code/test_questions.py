"""Small functions and the questions about them: labels are computed, and computed again here in another way."""

from __future__ import annotations

import random
from itertools import islice

import numpy as np
import pytest

from dataset.code.functions import LARGEST, SMALLEST, draw_function
from dataset.code.kinds import INT, KINDS, Kind
from dataset.code.listing import Listing
from dataset.code.mutations import mutations
from dataset.code.pieces import code_of, pieces
from dataset.code.questions import (
    FILL,
    GAP,
    MOST_TOKENS,
    OUTPUT,
    REPAIR,
    TASKS,
    WORDS,
    Question,
    draw_question,
    value_of,
)
from dataset.code.questions_writer import format_for
from dataset.code.repairs import first_change
from dataset.code.tracing import OutOfBounds, trace
from dataset.code.typed import question_lines
from utils.errors import UserError

DRAWN = 60


def run(program: str, arguments: str) -> object:
    """What a program's `f` returns; by Python, without our traces."""
    names: dict[str, object] = {}
    exec(program, names)
    return eval(f"f({arguments})", names)


def drawn(task: str, faults: int = 1) -> list[Question]:
    rng = random.Random(1)
    return [draw_question(task, lambda _: True, (2, 4), rng, faults) for _ in range(DRAWN)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_all_forms_of_a_kind_compute_the_same(kind: Kind) -> None:
    rng = random.Random(0)
    for constant in kind.constants or ("",):
        given = {
            name: rng.randint(0, 9) if of == INT else [rng.randint(0, 9) for _ in range(rng.randint(1, 4))]
            for name, of in zip("ab", kind.takes, strict=False)
        }
        results = []
        for code in kind.code:
            names = dict(given)
            exec(code.format(a="a", b="b", c="c", k=constant), names)
            results.append(names["c"])
        assert all(result == results[0] for result in results)
        assert isinstance(results[0], int if kind.gives == INT else list)
        for words in kind.words:
            said = pieces(words.format(a="a", b="b", c="c", k=constant))
            used = [*"ab"[: len(kind.takes)], "c", *([str(constant)] if kind.constants else [])]
            assert set(used) <= set(said), "a clause names all values, or nobody could write the code"


def test_a_function_uses_every_value() -> None:
    rng = random.Random(0)
    for length in (1, 2, 4) * 20:
        function = draw_function(length, rng)
        assert len(function.calls) == length and 1 <= len(function.parameters) <= 3
        used = {name for call in function.calls for name in call.arguments} | {function.calls[-1].result}
        assert used == {*function.parameters, *(call.result for call in function.calls)}
    one, other = (draw_function(3, random.Random(5)) for _ in range(2))
    assert one == other


def test_a_trace_has_every_assignment() -> None:
    code = "b = 0\nfor x in xs:\n    if x > 1:\n        b = b + x\nys = xs[::-1]"
    assert trace(code, {"xs": [1, 2, 3]}) == [("b", 0), ("b", 2), ("b", 5), ("ys", [3, 2, 1])]
    for code in (f"b = {LARGEST + 1}", f"b = [{SMALLEST - 1}]", "b = [1] * 6"):
        with pytest.raises(OutOfBounds):
            trace(code, {})


@pytest.mark.parametrize("task", TASKS)
def test_lines_are_the_code_and_back(task: str) -> None:
    for question in drawn(task):
        code = [line for line in question.lines if line[:1] != ["["]]
        assert all(pieces(code_of(line)) == line for line in code)
        if task == OUTPUT:
            assert value_of(question.answer) == question.calls[0][1]
            continue
        for lines, program in ((question.lines, question.asked), (question.right, question.program)):
            body = [f"    {code_of(line)}" for line in lines[2:] if line[0] != WORDS]
            assert "\n".join([code_of(lines[1]), *body]) == program
        assert sum(len(line) + 1 for line in question.right[1:]) <= MOST_TOKENS


def test_each_statement_stands_below_its_comment() -> None:
    lines_of = {kind.name: {code.count("\n") + 1 for code in kind.code} for kind in KINDS}
    for question in drawn(REPAIR):
        said = [number for number, line in enumerate(question.right) if line[0] == WORDS]
        ends = [*said[1:], len(question.right) - 1]
        for kind, first, end in zip(question.facts["skeleton"].split(), said, ends, strict=True):
            assert end - first - 1 in lines_of[kind]
            assert question.right[first + 1][0] in question.right[first], "the comment names what is assigned"


def test_an_output_is_what_the_code_returns() -> None:
    for question in drawn(OUTPUT):
        arguments, result = question.calls[0]
        assert repr(run(question.program, arguments)) == result == value_of(question.answer)
        assert question.notes[-1][1:] == question.answer, "the last statement's value is returned"


def test_a_wrong_token_shows_and_is_the_only_one() -> None:
    found = drawn(REPAIR)
    assert {question.facts["bug"] for question in found} == {True, False}
    for question in found:
        assert changes(question) == question.facts["bug"]
        if not question.facts["bug"]:
            assert question.asked == question.program
            continue
        assert first_change(question.asked, question.program) is not None
        results = []
        for arguments, result in question.calls:
            try:
                results.append(repr(run(question.asked, arguments)) == result)
            except Exception:  # code with a wrong token may raise anything
                results.append(False)
        assert not all(results)
        assert all(repr(run(question.program, arguments)) == result for arguments, result in question.calls)


def changes(question: Question) -> int:
    """Number of wrong tokens."""
    lines = zip(question.lines, question.right, strict=True)
    return sum(one != other for shown, line in lines for one, other in zip(shown, line, strict=True))


def test_training_questions_may_have_several_faults() -> None:
    assert {changes(question) for question in drawn(REPAIR, faults=3)} == {0, 1, 2, 3}
    gaps = [sum(line.count(GAP) for line in question.lines) for question in drawn(FILL, faults=3)]
    assert set(gaps) == {1, 2, 3}


def test_mutations_are_of_the_same_class() -> None:
    lines = [pieces(line) for line in ("c = max(xs)", "if c > 3:", "    c = c - n", "return c")]
    found = list(islice(mutations(("xs", "n"), lines, random.Random(0)), 50))
    by_place = {(one.line, one.place): one for one in found}
    assert by_place[0, 2].token == "max" and by_place[0, 2].wrong in ("min", "sum", "len")
    assert (0, 0) not in by_place, "what is assigned stays"
    assert (0, 4) not in by_place, "xs is the only list"
    assert by_place[2, 3].token == "c" and by_place[2, 3].wrong == "n"
    assert by_place[2, 3].applied(lines)[2] == pieces("    c = n - n")


def test_typed_code_is_the_lines_of_its_question() -> None:
    for task in TASKS:
        for question in drawn(task)[:20]:
            if task == OUTPUT:
                typed = f"{question.program}\nf({question.calls[0][0]})"
            else:
                typed = "\n    ".join(map(code_of, question.lines[1:]))
            assert question_lines(typed) == list(question.lines)


ASKED = ["fill", "def f(xs):", "# c is the sum of xs", "c = 0", "for x in xs:", "    c = c + ___", "return c"]


@pytest.mark.parametrize(
    "typed",
    [
        "def f(xs):\n  # c is the sum of xs.\n  c = 0\n  for x in xs:\n    c = c + ___\n  return c",
        "# c is the sum of xs\ndef total(xs):\n  c = 0\n  for x in xs:\n    c = c + ___\n  #\n  return c",
        "def total(xs):\n  c = 0  # c is the sum of xs\n  for x in xs: c = c + ___\n  return c",
        'def f(xs):\n  """\n  c is the sum of xs;\n  """\n  c = 0\n  for x in xs: c = c + ___\n  return c',
    ],
)
def test_where_people_say_what_code_does(typed: str) -> None:
    assert list(map(code_of, question_lines(typed))) == ASKED


def test_a_docstring_has_a_line_for_each_statement() -> None:
    typed = 'def f(a, xs):\n  "c is the sum of xs\\nd is a minus c"\n  c = max(xs)\n  d = a - c\n  return d'
    lines = list(map(code_of, question_lines(typed)))
    assert lines[2:] == ["# c is the sum of xs", "c = max(xs)", "# d is a minus c", "d = a - c", "return d"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("def f(", "this is no Python (line 1)"),
        ("a = 3", "the code must be one function, and there are 0"),
        ("def f(a):\n  return a\ndef g(a):\n  return a", "one function, and there are 2"),
        ("def f(a):\n  return a\nprint(f(2))", "there may be one call, such as f(2, [1, 3])"),
        ("def f(a):\n  return a\nf(2, 3)", "f takes 1 values, and the call gives 2"),
        ("def f(a):\n  return a\nf('x')", "a = 'x': values are whole numbers and lists of them"),
        ("output\ndef f(a):\n  return a", "task output needs a call behind the function"),
        ("repair\ndef f(a):\n  return a\nf(2)", "task repair takes no call"),
        ("fill\ndef f(a):\n  return a", "task fill and a gap ___ do not go together"),
        ('def f(a):\n  "c is a\\nd is c"\n  c = a\n  return c', "the docstring has 2 lines for 1 statements"),
        ('def f(a):\n  "c is a"\n  c = a  # c is a\n  return c', "a comment above each statement, and no docstring"),
        ("x" * 70_000, "the code has 70000 characters"),
        ("(" * 5000, "this is no Python"),
    ],
)
def test_what_is_no_question(typed: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        question_lines(typed)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_rows_hold_questions() -> None:
    found = drawn(OUTPUT)
    listing = format_for(found)
    assert isinstance(listing, Listing)
    for question in found:
        row = listing.inputs(question.lines)
        labels = listing.labels(question.answer, question.notes)
        assert listing.read_lines(row) == list(question.lines)
        assert listing.read_answer(labels) == question.answer
        assert listing.read_notes(labels) == list(question.notes)
        assert listing.render(row, labels) == question.calls[0][1]
        assert f"= {question.calls[0][0].split(', ')[0]}" in listing.render(row)
        assert listing.check(row, labels) is None


def test_what_a_row_cannot_hold() -> None:
    listing = format_for(drawn(OUTPUT))
    assert isinstance(listing, Listing)
    line = ["return", "a"]
    for lines, said in (
        ([line] * 40, "the code takes 40 lines"),
        ([["a"] * 99], "has 99 tokens; a line has room for"),
        ([["return", "total"]], "'total' in 'return total' is no token of these data"),
    ):
        with pytest.raises(UserError, match=said):
            listing.inputs(lines)
    with pytest.raises(UserError, match="the answer has 9 tokens"):
        listing.labels(["a"] * 9)


def test_any_answer_can_be_read() -> None:
    """A network may answer anything."""
    rng = np.random.default_rng(0)
    found = drawn(OUTPUT)
    listing = format_for(found)
    assert isinstance(listing, Listing)
    for question in found[:20]:
        row = listing.inputs(question.lines)
        for _ in range(20):
            answer = rng.integers(0, listing.vocab_size + 3, listing.seq_len)
            assert isinstance(listing.render(row, answer), str)
            assert isinstance(listing.explain(answer), str)


def test_only_wanted_functions_are_drawn() -> None:
    wanted = {draw_function(2, random.Random(seed)).skeleton for seed in range(5)}
    question = draw_question(OUTPUT, wanted.__contains__, (2, 2), random.Random(3))
    assert question.facts["skeleton"] in wanted
