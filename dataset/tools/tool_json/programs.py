"""Whether two small programs do the same: by their syntax trees, or else by what they print.

    same_program("x = [1, 2]\\nprint(sum(x))", "a=[1,2]; print(sum(a))", "3", run)    True: equal up to names
    same_program("print(max([9]))", "print(max([3, 9, 4]))", "9", run)                False: it does not follow 3 and 4

Programs that print the same are run again with other data in both: other numbers and words in the place of those that
the right one is written with. They must still print the same. A program that shares no data with the right one prints
an answer that somebody else found, and counts as wrong.
"""

from __future__ import annotations

import ast
import copy
import warnings
from collections.abc import Callable, Iterator

from dataset.tools.tool_json.running import FINISHED, UNAVAILABLE, Ran

LONGEST_CODE = 2000
"""Most characters of a program that is compared; a longer one counts as wrong."""
Runner = Callable[[str], Ran]
Changes = dict[int | str, int | str]
"""New data by those that they replace."""

_MANY_ROLES = (0, 1, 2, 10)
"""Numbers that also stand in programs for other reasons than the data. The last of them are data if there is nothing
else: 10 in `range(1, 10 + 1)`."""
_COMPUTES = (ast.BinOp, ast.BoolOp, ast.Compare, ast.comprehension, ast.For, ast.While, ast.AugAssign, ast.Subscript)


class Unknown(Exception):
    """The runner could not run the code for reasons that have nothing to do with the code."""


def same_program(given: str, right: str, expected_answer: str, run: Runner) -> bool:
    """Whether `given` does what `right` does. Takes bounded time for any text.

    Args:
        expected_answer: what `right` prints, if it is known; else `right` is run.
        run: runs code with limits, as `dataset.tools.tool_json.running.run` does.

    Raises:
        Unknown: the runner was not available.
    """
    trees = _parse(given), _parse(right)
    if trees[0] is None or trees[1] is None:
        return given.split() == right.split() and len(given) <= LONGEST_CODE
    try:
        if normal_form(trees[0]) == normal_form(trees[1]):
            return True
        if _computes(trees[1]) and not _computes(trees[0]):
            return False
        varied = list(_varied(trees[0], trees[1]))
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        return False
    printed = _printed(given, run)
    if printed is None or (printed != expected_answer.strip() and printed != _printed(right, run)):
        return False
    if not varied:
        return not _data(trees[1])
    pairs = ((_printed(first, run), _printed(second, run)) for first, second in varied)
    return all(first == second or second is None for first, second in pairs)


def normal_form(tree: ast.Module) -> str:
    """A program as text, without comments, docstrings and formatting, its own names numbered.

    Names are numbered only if nothing but the program's own assignments can mean them.
    """
    found = copy.deepcopy(tree)
    for node in ast.walk(found):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:] or [ast.Pass()]
    _Renaming(_own_names(found)).visit(found)
    return ast.dump(found)


def _own_names(tree: ast.Module) -> set[str]:
    """Names that the program assigns and that are no attribute, keyword or global of it."""
    own, others = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.FunctionDef):
            own.add(node.name)
        elif isinstance(node, ast.keyword) and node.arg:
            others.add(node.arg)
        elif isinstance(node, ast.Attribute):
            others.add(node.attr)
        elif isinstance(node, ast.Global | ast.Nonlocal):
            others.update(node.names)
    return own - others


class _Renaming(ast.NodeTransformer):
    """Numbers names in the order in which they occur."""

    def __init__(self, names: set[str]) -> None:
        self._numbers: dict[str, str] = {}
        self._names = names

    def _new(self, name: str) -> str:
        # No name of a program looks like this one.
        return self._numbers.setdefault(name, f"<{len(self._numbers)}>") if name in self._names else name

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self._new(node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(self._new(node.arg))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._new(node.name)
        return self.generic_visit(node)


def _parse(code: str) -> ast.Module | None:
    """The syntax tree; None if the code is no Python or too long."""
    if len(code) > LONGEST_CODE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # ValueError: NUL; MemoryError: brackets too deep
        return None


def _computes(tree: ast.Module) -> bool:
    """Whether a program does more than print what it is written with."""
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    methods = any(isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) for node in ast.walk(tree))
    return bool(called - {"print", "str"}) or methods or any(isinstance(node, _COMPUTES) for node in ast.walk(tree))


def _printed(code: str, run: Runner) -> str | None:
    """What the code prints, without blanks at the ends; None if it does not end well."""
    ran = run(code)
    if ran.outcome == UNAVAILABLE:
        raise Unknown
    return ran.output.strip() if ran.outcome == FINISHED else None


def _constants(tree: ast.Module) -> set[int | str]:
    """Whole numbers and texts that a program is written with."""
    constants = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {value for value in constants if isinstance(value, int | str) and not isinstance(value, bool)}


def _data(tree: ast.Module) -> set[int | str]:
    """The constants that are data: words, and numbers without the first ones that have many roles."""
    constants = {value for value in _constants(tree) if isinstance(value, int) or any(map(str.isalnum, value))}
    left_out = (constants.difference(_MANY_ROLES[:count]) for count in range(len(_MANY_ROLES), -1, -1))
    return next((data for data in left_out if data), set())


def _varied(given: ast.Module, right: ast.Module) -> Iterator[tuple[str, str]]:
    """Both programs with other data of the right one, in two ways; nothing if they share no data."""
    of_given, of_right = _constants(given), _data(right)
    near: set[int | str] = {number + by for number in of_given if isinstance(number, int) for by in (-1, 0, 1)}
    if not of_right & (of_given | near):
        return
    numbers = sorted(datum for datum in of_right if isinstance(datum, int))
    words = sorted(datum for datum in of_right if isinstance(datum, str))
    rotated = numbers[1:] + numbers[:1]
    # The sum of the digits of n + 1 is mostly one more, as n + 1 is; that of n + 11 is never 11 more.
    second = rotated if len(numbers) > 1 else [number + 11 for number in numbers]
    for others in ([number + place + 1 for place, number in enumerate(numbers)], *([second] if numbers else [])):
        changes: Changes = {word: _other_word(word) for word in words}
        changes.update(zip(numbers, others, strict=True))
        # `range(1, 11)` is `range(1, 10 + 1)`: a number beside a datum of the right program changes with it.
        beside = {n + by: new + by for n, new in zip(numbers, others, strict=True) for by in (-1, 1)}
        nearby: Changes = {n: new for n, new in beside.items() if n not in of_right and n not in _MANY_ROLES}
        yield _with(given, nearby | changes), _with(right, changes)


def _other_word(text: str) -> str:
    """Another text of the same sort: one letter stays one, words lose their order of letters and get one more."""
    if len(text) == 1:
        return chr(ord(text) + 1) if text not in "zZ9" else chr(ord(text) - 1)
    return " ".join(word[1:] + word[:1] * 2 for word in text.split(" "))


def _with(tree: ast.Module, changes: Changes) -> str:
    """The code of a program with other constants."""
    changed = copy.deepcopy(tree)
    for node in ast.walk(changed):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | str) and not isinstance(node.value, bool):
            node.value = changes.get(node.value, node.value)
    return ast.unparse(changed)
