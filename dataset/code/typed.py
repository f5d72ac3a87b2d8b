"""Code as people type it, as the lines of a question (`dataset.code.questions`).

    def total(numbers, more):            fill     # rest is the sum of numbers
        "rest is the sum of numbers"              def f(numbers, more):
        rest = ___(numbers)                           rest = ___(numbers)
        return rest + more                            return rest + more

Comments, and the lines of a docstring, say what the code does. The task is named in the first line, or follows from
the code: code with a gap is to be filled in, code with a call of the function behind it is asked for its output, and
any other code is looked through for a wrong token.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from dataset.code.pieces import pieces
from dataset.code.questions import FILL, GAP, OUTPUT, REPAIR, TASKS, WORDS, value_tokens
from utils.errors import UserError

LONGEST_TEXT = 2**16
"""Most characters of typed code."""
_COMMENT = re.compile(r"^\s*#\s*(.*)$", re.MULTILINE)


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
    body, docstring = function.body, ast.get_docstring(function)
    if docstring is not None:
        body = body[1:]
    clauses = [*_COMMENT.findall(code), *(docstring or "").splitlines()]
    lines = [line for node in body for line in ast.unparse(node).splitlines()]
    head = f"def f({', '.join(names)}):"
    if task == OUTPUT:
        return [[OUTPUT], pieces(head), *(given or ()), *map(pieces, lines)]
    words = [[WORDS, *pieces(clause.strip().rstrip(".;"))] for clause in clauses if clause.strip()]
    return [[task], *words, pieces(head), *map(pieces, lines)]


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
