"""Code as people type it, as the lines of a question (`dataset.code.questions`).

    def total(xs, n):                           fill     def f(xs, n):
        c = ___(xs)  # c is the sum of xs                # c is the sum of xs
        # d is n more than c                             c = ___(xs)
        d = c + n                                        # d is n more than c
        return d                                         d = c + n
                                                         return d

A comment says what the statement does that it stands above or beside. The lines of a docstring are such comments, too,
one for each statement; statements that give one name its value belong together. The task is named in the first line, or
follows from the code: code with a gap is to be filled in, code with a call of the function behind it is asked for its
output, and any other code is looked through for a wrong token.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence

from dataset.code.pieces import pieces
from dataset.code.questions import FILL, GAP, OUTPUT, REPAIR, TASKS, WORDS, value_tokens
from utils.errors import UserError

LONGEST_TEXT = 2**16
"""Most characters of typed code."""


def question_lines(text: str) -> list[list[str]]:
    """The tokens of a question's lines, the task first.

    Raises:
        UserError: the text is no code, or not of a form that there are questions about.
    """
    if len(text) > LONGEST_TEXT:
        raise UserError(f"the code has {len(text)} characters; there is room for {LONGEST_TEXT}")
    first, _, rest = text.strip().partition("\n")
    named = first.strip() if first.strip() in TASKS else None
    code = rest if named else text
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
        raise UserError(f"this is no Python{where}: {getattr(error, 'msg', error)}") from None
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    if len(functions) != 1:
        raise UserError(f"the code must be one function, and there are {len(functions)}: def f(a, xs): ...")
    function = functions[0]
    names = [argument.arg for argument in function.args.args]
    given = _given(tree.body, function, names)
    task = named or (FILL if GAP in code else OUTPUT if given is not None else REPAIR)
    if (task == OUTPUT) != (given is not None):
        needs = "needs a call behind the function, such as" if given is None else "takes no call, and there is"
        raise UserError(f"task {task} {needs} {function.name}(2, [1, 3])")
    if (task == FILL) != (GAP in code):
        raise UserError(f"task {task} and a gap {GAP} do not go together: only fill has one")
    head = f"def f({', '.join(names)}):"
    if task == OUTPUT:
        lines = [line for node in _without_docstring(function) for line in ast.unparse(node).splitlines()]
        return [[OUTPUT], pieces(head), *(given or ()), *map(pieces, lines)]
    return [[task], pieces(head), *_commented(code, function)]


def _without_docstring(function: ast.FunctionDef) -> list[ast.stmt]:
    return function.body[ast.get_docstring(function) is not None :]


def _commented(code: str, function: ast.FunctionDef) -> Iterator[list[str]]:
    """The lines of a function's body, each comment above the statement that it belongs to."""
    body = _without_docstring(function)
    comments = list(_comments(code))
    said = [clause for clause in map(_clause, (ast.get_docstring(function) or "").splitlines()) if clause]
    if said:
        steps = _steps(body)
        if comments or len(said) != len(steps):
            raise UserError(
                f"the docstring has {len(said)} lines for {len(steps)} statements; a comment above each statement,"
                " and no docstring, can say what it does"
            )
        comments = list(zip((node.lineno for node in steps), said, strict=True))
    for node in body:
        last = len(code) if node is body[-1] else node.end_lineno or 0
        while comments and comments[0][0] <= last:
            yield [WORDS, *comments.pop(0)[1]]
        yield from map(pieces, ast.unparse(node).splitlines())


def _comments(code: str) -> Iterator[tuple[int, list[str]]]:
    """The number of a line, from 1, and the tokens of the comment in it."""
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.COMMENT and _clause(token.string.removeprefix("#")):
            yield token.start[0], _clause(token.string.removeprefix("#"))


def _clause(text: str) -> list[str]:
    return pieces(text.strip().rstrip(".;"))


def _steps(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The first of the statements that give a value its name, for each name in order."""
    steps, before = [], None
    for statement in body:
        assigned = [node.targets[0] for node in ast.walk(statement) if isinstance(node, ast.Assign)]
        name = ast.unparse(assigned[0]) if assigned else None
        if name is not None and name != before:
            steps.append(statement)
        before = name
    return steps


def _given(body: Sequence[ast.stmt], function: ast.FunctionDef, names: Sequence[str]) -> list[list[str]] | None:
    """Lines such as `xs = [1, 3]` for the call behind a function; None if there is none."""
    others = [node for node in body if node is not function]
    if not others:
        return None
    node = others[0]
    call = node.value if isinstance(node, ast.Expr) and len(others) == 1 else None
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != function.name or call.keywords:
        raise UserError(f"behind the function there may be one call, such as {function.name}(2, [1, 3]), and no more")
    if len(call.args) != len(names):
        raise UserError(f"{function.name} takes {len(names)} values, and the call gives {len(call.args)}")
    lines = []
    for name, argument in zip(names, call.args, strict=True):
        try:
            value = ast.literal_eval(argument)
        except ValueError:
            value = None
        numbers = value if isinstance(value, list) else [value]
        if any(isinstance(number, bool) or not isinstance(number, int) for number in numbers):
            raise UserError(f"{name} = {ast.unparse(argument)}: values are whole numbers and lists of them")
        lines.append([name, "=", *value_tokens(value)])
    return lines
