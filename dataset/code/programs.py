"""Programs made of a problem and a candidate: what the candidate runs as, and what tests it.

    whole_program(problem, "    return number % 1.0\n")      the prompt, and the candidate behind it
    whole_program(problem, "def truncate_number(n): ...")    other things that the prompt holds, and the candidate
    check_program(problem)                                   tests for `sandbox.check`, and the names that they call

A candidate is what a model wrote: a completion of the prompt or a whole program, in fences of Markdown or without them.
Tests are trusted: whatever of the prompt they use (imports, functions besides the one asked for) runs beside them.
"""

from __future__ import annotations

import ast
import builtins
import re
import symtable
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dataset.code.problem import Assertions, Pairs, Predicate, Problem
from dataset.code.python_text import defined, parsed, why_not_python, without_fences

LONG_NUMBERS = "import sys as _sys; _sys.set_int_max_str_digits(0)\n"
"""Solutions older than Python 3.11 may write numbers of any length."""
_TALLY = "_tally"
_TYPED = '''
def _has_type(value, kind):
    """Whether a value has a type such as ("List", ("int",)), exactly: True is no int."""
    name, *inner = kind
    if name != "List":
        return type(value).__name__ == name
    return type(value) is list and all(_has_type(item, inner[0]) for item in value)
'''


def whole_program(problem: Problem, candidate: str) -> str:
    """The program that a candidate means: the first reading that parses, else the first reading.

    Readings are the text as it is and the code in its fences, each behind the prompt unless it defines the entry point.
    """
    readings = [_behind_prompt(problem, text) for text in (candidate, *without_fences(candidate))]
    return next((program for program in readings if why_not_python(program) is None), readings[0])


def _behind_prompt(problem: Problem, text: str) -> str:
    if not problem.prompt:
        return text
    tree = parsed(text)
    if isinstance(tree, str) or problem.entry_point not in defined(text):
        return problem.prompt + text
    own = _statements(text, tree.body)
    helpers = [statement for statement in _helpers(problem) if statement not in own]
    if not helpers:
        return text
    future = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    if future:  # which must stay in front
        first = _statements(text, future)
        return "\n".join([*first, *helpers, *(statement for statement in own if statement not in first)])
    return "\n".join([*helpers, "", text])


def _helpers(problem: Problem) -> list[str]:
    """What the prompt holds besides the function that is asked for: imports, constants, other functions."""
    prompt = problem.prompt
    tree = parsed(prompt)
    if isinstance(tree, str):  # a head without a body
        prompt = prompt.rstrip() + "\n    pass\n"
        tree = parsed(prompt)
    if isinstance(tree, str):
        return []
    return _statements(prompt, [node for node in tree.body if getattr(node, "name", None) != problem.entry_point])


def _statements(code: str, nodes: Sequence[ast.stmt]) -> list[str]:
    """The lines of some statements at the top of a program, each once."""
    lines = re.split("\r\n|\r|\n", code)  # as Python counts them
    starts = [min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))]) for node in nodes]
    texts = ["\n".join(lines[start - 1 : node.end_lineno]) for start, node in zip(starts, nodes, strict=True)]
    return list(dict.fromkeys(texts))


@dataclass(frozen=True)
class CheckProgram:
    """Tests as `sandbox.check` takes them.

    Attributes:
        setup: runs before the candidate and before the tests.
        code: the tests.
        names: what the tests call of the candidate.
        assertions: number of assertions in the tests; a predicate counts as one.
    """

    setup: str
    code: str
    names: tuple[str, ...]
    assertions: int

    def tallied(self) -> str:
        """The tests, made to go on after an assertion that does not hold; the last one says how many did.

        An assertion that runs several times holds if it holds each time.
        """
        tree = _Tallying().visit(ast.parse(self.code))
        body = ast.Try(tree.body or [ast.Pass()], [_caught("pass")], [], [])
        counted = ast.parse(f"{_TALLY} = {{}}").body
        said = ast.parse(f"assert False, f'{HELD} {{sum({_TALLY}.values())}}'").body
        return ast.unparse(ast.fix_missing_locations(ast.Module([*counted, body, *said], [])))


HELD = "assertions that hold:"
"""What the last assertion of tallied tests says, before a number."""


class _Tallying(ast.NodeTransformer):
    def __init__(self) -> None:
        self.count = 0

    def visit_Assert(self, node: ast.Assert) -> ast.Try:
        place = f"{_TALLY}[{self.count}]"
        self.count += 1
        held = ast.parse(f"{place} = bool(None) and {_TALLY}.get({self.count - 1}, True)").body[0]
        assert isinstance(held, ast.Assign) and isinstance(held.value, ast.BoolOp)
        call = held.value.values[0]
        assert isinstance(call, ast.Call)
        call.args = [node.test]
        return ast.Try([held], [_caught(f"{place} = False")], [], [])


def _caught(otherwise: str) -> ast.ExceptHandler:
    return ast.ExceptHandler(ast.Name("Exception", ast.Load()), None, ast.parse(otherwise).body)


def check_program(problem: Problem) -> CheckProgram | None:
    """The tests of a problem that are a program; None if it has pairs of input and output, or no tests."""
    tests = problem.tests
    if tests is None or isinstance(tests, Pairs):
        return None
    helpers = "\n".join(_helpers(problem))
    if isinstance(tests, Assertions):
        imports, code = tests.imports, "\n".join((helpers, tests.setup, *tests.statements))
    else:
        imports, code = "", "\n".join((helpers, _judged_value(tests, problem.entry_point or "sol")))
    needed = sorted(free_names(code))
    modules = [name for name in needed if name in sys.stdlib_module_names and name != problem.entry_point]
    code = "".join(f"import {name}\n" for name in modules) + code
    names = set(needed) - set(modules) - _bound_by(imports)
    count = _assertions(code) if isinstance(tests, Assertions) else 1
    return CheckProgram(LONG_NUMBERS + imports, code, tuple(sorted(names)), count)


def _judged_value(tests: Predicate, function: str) -> str:
    """The value of the candidate's function, compared with its type if that is one of P3's, and judged."""
    kind = _kind(parsed(tests.answer_type))
    typed = (_TYPED, f"assert _has_type(_value, {kind!r})") if kind else ()
    return "\n".join((tests.code, f"_value = {function}()", *typed, f"assert {tests.name}(_value) is True"))


def _kind(annotation: ast.AST | str) -> tuple[object, ...]:
    """`List[int]` as ("List", ("int",)); an empty tuple for any other annotation."""
    match annotation:
        case ast.Module(body=[ast.Expr(value=inner)]):
            return _kind(inner)
        case ast.Name(id="bool" | "int" | "float" | "str" as name):
            return (name,)
        case ast.Subscript(value=ast.Name(id="List"), slice=inner) if found := _kind(inner):
            return "List", found
    return ()


def _assertions(code: str) -> int:
    tree = parsed(code)
    return 0 if isinstance(tree, str) else sum(isinstance(node, ast.Assert) for node in ast.walk(tree))


def _bound_by(code: str) -> set[str]:
    """Names that some imports bind; of `from x import *` none."""
    tree = parsed(code)
    nodes = [] if isinstance(tree, str) else ast.walk(tree)
    return {
        (alias.asname or alias.name).partition(".")[0]
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def free_names(code: str) -> set[str]:
    """Names that a program uses and does not bind, builtins aside; none if it does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            top = symtable.symtable(code, "tests", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return set()
    bound = {symbol.get_name() for symbol in top.get_symbols() if _is_bound(symbol)}
    used = {
        symbol.get_name()
        for table in _tables(top)
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (symbol.is_global() or table is top)
    }
    return {name for name in used - bound if not hasattr(builtins, name)}


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)
