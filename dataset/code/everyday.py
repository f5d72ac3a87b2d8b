"""Typed functions in the names that questions about code have; answers come back in the names that were typed.

    def total(numbers, k):           def f(xs, k):          f: total, xs: numbers, a: s
        s = sum(numbers)                 a = sum(xs)
        return s                         return a

Lists and numbers have names of their own in the data (`dataset.code.functions`), so a name's kind is read off its use:
a list is what is looped over, sliced, summed or sorted, what is made from lists, or what a call behind the function
gives as one. Names that the data have stay. Where a call asks for the output, `s += x` and `return s * k` become
statements of the data's form, too.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Collection, Iterator, Mapping

from dataset.asking import Knows, Rewritten
from dataset.code.functions import LIST_NAMES, NUMBER_NAMES
from dataset.code.questions import GAP, TASKS
from dataset.code.typed import LONGEST_TEXT
from utils.errors import UserError

LOOP_NAME, FUNCTION_NAME = "x", "f"
"""The names of the number that a loop takes from a list, and of a function."""
_OF_A_LIST = frozenset({"len", "sum", "sorted", "list", "reversed", "max", "min"})
_GIVES_A_LIST = frozenset({"sorted", "list", "reversed"})


def rewrite(text: str, knows: Knows) -> Rewritten:
    """See `dataset.asking.Rewrites`. Text that is no function stays as it is; reading it says what is wrong.

    Raises:
        UserError: the function has more names than the data.
    """
    first, _, rest = text.strip().partition("\n")
    code = rest if first.strip() in TASKS else text
    if len(text) > LONGEST_TEXT or (function := _function(code)) is None:
        return Rewritten(text)
    called = _called(code, function)
    if called is not None:
        code = _in_statements(code)
        function = _function(code) or function
    names = known_names(function, _given_lists(function, called))
    names |= {function.name: FUNCTION_NAME}
    typed = {known: name for name, known in reversed(names.items()) if name != known}
    if typed:
        return Rewritten(_behind(first, renamed(code, names)), typed)
    return Rewritten(text if called is None else _behind(first, code))


def _behind(first: str, code: str) -> str:
    """The code behind the line that names the task, if that was typed."""
    return f"{first}\n{code}" if first.strip() in TASKS else code


def _function(code: str) -> ast.FunctionDef | None:
    """The function of a text; None if the text is not code with one function."""
    try:
        functions = [node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return functions[0] if len(functions) == 1 else None


def _called(code: str, function: ast.FunctionDef) -> ast.Call | None:
    """The call behind a function."""
    for node in ast.parse(code).body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            if ast.unparse(node.value.func) == function.name:
                return node.value
    return None


def _given_lists(function: ast.FunctionDef, called: ast.Call | None) -> frozenset[str]:
    given = zip(function.args.args, called.args if called else (), strict=False)
    return frozenset(argument.arg for argument, value in given if isinstance(value, ast.List))


def _in_statements(code: str) -> str:
    """Code whose statements are assignments with `=` alone, and which returns a name."""
    tree = ast.parse(code)
    taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    taken |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    fresh = (name for name in (*NUMBER_NAMES, *LIST_NAMES) if name not in taken)
    return ast.unparse(ast.fix_missing_locations(_Statements(fresh).visit(tree)))


class _Statements(ast.NodeTransformer):
    def __init__(self, fresh: Iterator[str]) -> None:
        self._fresh = fresh

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        if not isinstance(node.target, ast.Name):
            return node
        value = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
        return ast.Assign([node.target], value)

    def visit_Return(self, node: ast.Return) -> ast.stmt | list[ast.stmt]:
        name = next(self._fresh, None) if node.value and not isinstance(node.value, ast.Name) else None
        if name is None or node.value is None:
            return node
        return [ast.Assign([ast.Name(name, ast.Store())], node.value), ast.Return(ast.Name(name, ast.Load()))]


def known_names(function: ast.FunctionDef, lists: Collection[str] = ()) -> dict[str, str]:
    """The name that each variable of a function is read by.

    Args:
        lists: parameters that are lists because of what they are given.

    Raises:
        UserError: there are more names than the data have.
    """
    loops = _loop_names(function)
    typed = list(dict.fromkeys(name for name in _variables(function) if name != GAP))
    lists = _lists(function, {*lists, *LIST_NAMES})
    found = {name: LOOP_NAME for name in loops}
    for kind, of_kind, pool in (
        ("lists", [name for name in typed if name in lists], LIST_NAMES),
        ("numbers", [name for name in typed if name not in lists], NUMBER_NAMES),
    ):
        of_kind = [name for name in of_kind if name not in loops]
        free = [name for name in pool if name not in typed]
        stays = [name for name in of_kind if name in pool]
        new = [name for name in of_kind if name not in pool]
        if len(new) > len(free):
            raise UserError(f"the function names {len(of_kind)} {kind}; there is room for {len(pool)}")
        found |= dict(zip(stays, stays, strict=True)) | dict(zip(new, free, strict=False))
    return found


def renamed(code: str, names: Mapping[str, str]) -> str:
    """The code with other names, in its comments and docstring, too; its lines stay where they are."""
    lines = code.splitlines(keepends=True)
    pattern = _pattern(names)
    before = ""
    changes = []
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.NAME and token.string in names and before != ".":
            changes.append((token, names[token.string]))
        elif token.type in (tokenize.COMMENT, tokenize.STRING):
            changes.append((token, pattern.sub(lambda found: names[found[0]], token.string)))
        before = token.string
    for token, text in reversed(changes):
        (first, start), (last, end) = token.start, token.end
        lines[first - 1 : last] = [lines[first - 1][:start] + text + lines[last - 1][end:]]
    return "".join(lines)


def _pattern(names: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names)) or '(?!)'})\b")


def _variables(function: ast.FunctionDef) -> Iterator[str]:
    """The names of parameters and of all values that are assigned, in order."""
    yield from (argument.arg for argument in function.args.args)
    stores = [node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    yield from (node.id for node in sorted(stores, key=lambda node: (node.lineno, node.col_offset)))


def _loop_names(function: ast.FunctionDef) -> list[str]:
    """The names that loops and comprehensions give their numbers, and nothing else does."""
    targets = [node.target for node in ast.walk(function) if isinstance(node, ast.For | ast.comprehension)]
    loops = [target.id for target in targets if isinstance(target, ast.Name) and target.id != GAP]
    assigned = {node.id for one in ast.walk(function) for node in _assigned(one)}
    return [name for name in dict.fromkeys(loops) if name not in assigned]


def _assigned(node: ast.AST) -> list[ast.Name]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else targets
    return [target for target in targets if isinstance(target, ast.Name)]


def _lists(function: ast.FunctionDef, known: Collection[str]) -> frozenset[str]:
    """The names that are lists by their use."""
    found = set(known)
    for node in ast.walk(function):
        match node:
            case ast.For(iter=ast.Name(id=name)) | ast.comprehension(iter=ast.Name(id=name)):
                found.add(name)
            case ast.Subscript(value=ast.Name(id=name)) | ast.Attribute(value=ast.Name(id=name)):
                found.add(name)
            case ast.Call(func=ast.Name(id=called), args=[ast.Name(id=name)]) if called in _OF_A_LIST:
                found.add(name)
            case ast.arg(arg=name, annotation=ast.Subscript(value=ast.Name(id="list" | "List"))):
                found.add(name)
            case ast.arg(arg=name, annotation=ast.Name(id="list")):
                found.add(name)
    while True:  # a list may be made from lists that are found later
        more = {
            name.id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign | ast.AugAssign) and _is_list(node.value, found)
            for name in _assigned(node)
        }
        if more <= found:
            return frozenset(found)
        found |= more


def _is_list(value: ast.expr, lists: set[str]) -> bool:
    match value:
        case ast.List() | ast.ListComp() | ast.Subscript(slice=ast.Slice()):
            return True
        case ast.Call(func=ast.Name(id=called)):
            return called in _GIVES_A_LIST
        case ast.Name(id=name):
            return name in lists
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _is_list(left, lists) or _is_list(right, lists)
        case ast.IfExp(body=body, orelse=orelse):
            return _is_list(body, lists) or _is_list(orelse, lists)
    return False
