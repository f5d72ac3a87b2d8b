"""Expressions as sympy has them, and a program that compares answers, which `dataset.maths.answers` starts and ends.

    python -m dataset.maths.symbolic      reads lines such as ["2*x+2", "2(x+1)"], writes "equal" or "different"

Sympy may need for ever, or all memory, for a short expression: so it runs in a process that can be killed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import sympy

from dataset.maths.compare import TOLERANCE, same
from dataset.maths.expression import Node, is_decimal, parse

_CONSTANTS = {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "oo": sympy.oo}
_FUNCTIONS: dict[str, Callable[..., sympy.Expr]] = {
    "ln": sympy.log,
    "abs": sympy.Abs,
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
}
_MEMORY = 4 << 30
_CERTAIN = 1e-9


def to_sympy(node: Node) -> sympy.Expr:
    """The sympy expression of a tree; decimals are exact fractions. May need for ever for large powers."""
    if node.kind == "number":
        return sympy.Rational(node.text)
    if node.kind == "name":
        return _CONSTANTS.get(node.text) or sympy.Symbol(node.text)
    parts = [to_sympy(part) for part in node.parts]
    if node.kind == "call":
        return (_FUNCTIONS.get(node.text) or getattr(sympy, node.text))(*parts)
    return _OPERATIONS[node.kind](*parts)


_OPERATIONS: dict[str, Callable[..., sympy.Expr]] = {
    "sum": lambda a, b: a + b,
    "product": lambda a, b: a * b,
    "quotient": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "minus": lambda a: -a,
    "factorial": sympy.factorial,
}


def read(text: str) -> sympy.Expr:
    """The sympy expression of a text of ours."""
    return to_sympy(parse(text))


def equal_values(expected: Node, given: Node) -> bool:
    """Whether two expressions are the same function; where one has a decimal point, the same number within 1e-6."""
    a, b = to_sympy(expected), to_sympy(given)
    if a == b or b.has(sympy.zoo, sympy.nan):  # something divided by zero equals nothing else
        return a == b
    if (is_decimal(expected) or is_decimal(given)) and a.is_number and b.is_number:
        return bool(abs(sympy.N(a - b)) <= TOLERANCE * abs(sympy.N(a)))
    if _differ_at_a_point(a - b):
        return False
    verdict = (a - b).equals(0)
    return bool(sympy.simplify(a - b) == 0) if verdict is None else bool(verdict)


def _differ_at_a_point(difference: sympy.Expr) -> bool:
    """Most wrong answers are told so without simplifying; sympy evaluates with as many digits as cancel."""
    names = sorted(difference.free_symbols, key=str)
    point = {name: sympy.Rational(7 + 2 * place, 5) for place, name in enumerate(names)}
    distance = abs(difference.subs(point).evalf(20))
    return bool(distance.is_Float and distance > _CERTAIN)


def main() -> None:
    """Compare pairs of answers until the input ends."""
    _limit_memory()
    print("ready", flush=True)
    for line in sys.stdin:
        expected, given = map(parse, json.loads(line))
        print("equal" if same(expected, given, equal_values) else "different", flush=True)


def _limit_memory() -> None:
    """End this process at 4 GiB, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
