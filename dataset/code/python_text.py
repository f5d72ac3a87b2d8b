"""Python code as text: does it parse, what does it define, and where is it among what a model writes around it?

in_short_digits("x = 1" + "0" * 9000)                            "x = 0x8b..."
why_not_python("def f(:")                                        "invalid syntax, line 1"
without_fences("Sure:\n```python\nx = 1\n```\nDone.")            ["x = 1\n", "Sure:\n"]
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_CODE = 2**20
"""Most characters of code that is parsed."""
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^\n`]*(?:\n|\Z)", re.MULTILINE)
_DIGITS = 4000
_LONG_NUMBER = re.compile(rf"\d{{{_DIGITS},100000}}")
_PYTHON = ("", "python", "python3", "py", "py3")
_AROUND = (
    "{}",
    "{}\n    pass",
    "if x:\n    pass\n{}\n    pass",
    "try:\n    pass\n{}\n    pass",
    "{}\ndef f(): pass",
)
"""Programs of which one line can be a part: alone, or as the head of a block, a second block, or a decorator."""


def parsed(code: str) -> ast.Module | str:
    """The syntax tree of some code, or in one line why there is none. Any text gives one of them."""
    if len(code) > LONGEST_CODE:
        return f"longer than {LONGEST_CODE} characters"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of invalid escapes, of `is` beside a literal
            return ast.parse(code)
    except SyntaxError as error:
        return f"{error.msg}, line {error.lineno}" if error.lineno else str(error.msg)
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:  # a NUL, nested too deeply
        return str(error) or "nested too deeply"


def why_not_python(code: str) -> str | None:
    """Why some code does not parse, in one line; None if it does."""
    tree = parsed(code)
    return tree if isinstance(tree, str) else None


def is_line(code: str) -> bool:
    """Whether some code can be a line of a program, such as `else:`."""
    return bool(code.strip()) and any(not isinstance(parsed(around.replace("{}", code)), str) for around in _AROUND)


def defined(code: str) -> set[str]:
    """Names of the functions and classes at the top of some code; none if it does not parse."""
    tree = parsed(code)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return set() if isinstance(tree, str) else {node.name for node in tree.body if isinstance(node, kinds)}


def docstring(code: str, function: str) -> str:
    """What the docstring of a function at the top of some code says; empty if there is none."""
    tree = parsed(code)
    for node in [] if isinstance(tree, str) else tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return (ast.get_docstring(node) or "").strip()
    return ""


def in_short_digits(code: str) -> str:
    """The code with numbers of thousands of digits in hexadecimal, since Python refuses to read them otherwise."""
    if not _LONG_NUMBER.search(code):
        return code
    lines = list(io.StringIO(code))
    try:
        tokens = list(tokenize.generate_tokens(iter(lines).__next__))
    except (tokenize.TokenError, SyntaxError):
        return code
    for token in reversed(tokens):
        if token.type == tokenize.NUMBER and _LONG_NUMBER.fullmatch(token.string):
            (row, start), (_, end) = token.start, token.end
            lines[row - 1] = lines[row - 1][:start] + hex(_value(token.string)) + lines[row - 1][end:]
    return "".join(lines)


def _value(digits: str) -> int:
    """The value of decimal digits, however many there are."""
    value = 0
    for start in range(0, len(digits), _DIGITS):
        part = digits[start : start + _DIGITS]
        value = value * 10 ** len(part) + int(part)
    return value


def without_fences(text: str) -> list[str]:
    """What may be the code in a text with fences of Markdown, the likeliest first; nothing if it has no fences.

    That is the first block in Python, or else the first block. A block that is not closed goes to the end of the text;
    but a lone fence that names no language closes what stands before it, as where a prompt opened it.
    """
    blocks = list(_blocks(text))
    if not blocks:
        return []
    block = next((block for block in blocks if block.language in _PYTHON), blocks[0])
    before = text[: blocks[0].start]
    found = [block.content, before] if block.is_closed or block.language else [before, block.content]
    return [code for code in found if code.strip()]


class _Block(NamedTuple):
    start: int
    language: str
    content: str
    is_closed: bool


def _blocks(text: str) -> Iterator[_Block]:
    position = 0
    while opening := _FENCE.search(text, position):
        mark = opening[1]
        closing = re.compile(rf"^[ \t]*{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE).search(text, opening.end())
        content = text[opening.end() : closing.start() if closing else len(text)]
        yield _Block(opening.start(), opening[2].lower(), content, closing is not None)
        if closing is None:
            return
        position = closing.end()
