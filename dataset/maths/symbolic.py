"""Sympy expressions of answers, and a program that compares answers, which `dataset.maths.answers` starts and kills.

    python -m dataset.maths.symbolic      reads lines such as ["2*x+2", "2(x+1)", null], writes "equal" or "different"

A line of an answer and a check, such as ["6*x", ["derivative", "3*x^2", "1"]], asks whether sympy comes to the answer.

Sympy may need unlimited time or memory for a short expression, so it runs in a process that can be killed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import sympy

from dataset.maths.compare import TOLERANCE, same, unit_of_last_place
from dataset.maths.exact import is_decimal, literal
from dataset.maths.expression import Node, parse, readings
from dataset.maths.latex import Unparsable

_CONSTANTS = {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "oo": sympy.oo}
_FUNCTIONS: dict[str, Callable[..., sympy.Expr]] = {
    "ln": sympy.log,
    "abs": sympy.Abs,
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
    "cbrt": lambda value: _root(sympy.Integer(3), value),
    "root": lambda degree, value: _root(degree, value),
}
_MEMORY = 4 << 30
_CERTAIN = 1e-9


def to_sympy(node: Node) -> sympy.Expr:
    """The sympy expression of a tree; decimals are exact fractions. Large powers may take forever."""
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


def _root(degree: sympy.Expr, value: sympy.Expr) -> sympy.Expr:
    """The real root if there is one: the third root of -8 is -2."""
    if degree.is_Integer and degree % 2 == 1 and value.is_negative:
        return -((-value) ** (1 / degree))
    return value ** (1 / degree)


def read(text: str) -> sympy.Expr:
    """The sympy expression of a text in plain notation."""
    return to_sympy(parse(text))


class Symbolic:
    """The `Arithmetic` of `dataset.maths.compare`, with sympy.

    Args:
        decimals: decimal places of the expected answer, see `dataset.maths.answers.equivalent`.
    """

    def __init__(self, decimals: int | None = None) -> None:
        self.decimals = decimals

    def equal(self, expected: Node, given: Node) -> bool:
        """Whether two expressions are the same function; a decimal may differ from an exact number by rounding."""
        a, b = to_sympy(expected), to_sympy(given)
        if a == b or b.has(sympy.zoo, sympy.nan):  # something divided by zero equals nothing else
            return bool(a == b)
        if a.is_number and b.is_number and (self.decimals is not None or is_decimal(expected) or is_decimal(given)):
            distance, allowed = abs(sympy.N(a - b, 30)), TOLERANCE * abs(sympy.N(a))
            if self.decimals is not None:
                return bool(distance <= sympy.Rational(1, 2) / sympy.Integer(10) ** self.decimals)
            places = [unit_of_last_place(digits) for digits in map(literal, (expected, given)) if digits]
            return bool(distance <= min([allowed, *map(sympy.Rational, places)]))
        if _differ_at_a_point(a - b):
            return False
        verdict = (a - b).equals(0)
        return bool(sympy.simplify(a - b) == 0) if verdict is None else bool(verdict)

    def proportional(self, expected: Node, given: Node, positive: bool) -> bool:
        """Whether one expression is a multiple of the other."""
        a, b = to_sympy(expected), to_sympy(given)
        if a == 0 or b == 0 or a.free_symbols != b.free_symbols:
            return False
        ratio = sympy.simplify(a / b)
        if not ratio.is_number and not positive:  # y=1/x is xy=1
            ratio = sympy.cancel(sympy.numer(sympy.together(a)) / sympy.numer(sympy.together(b)))
        return bool(ratio.is_number and ratio.is_finite and (ratio.is_positive if positive else not ratio.is_zero))


def _differ_at_a_point(difference: sympy.Expr) -> bool:
    """Whether a difference is not 0 at one point, which shows most wrong answers without simplifying.

    Sympy evaluates with more digits if digits cancel.
    """
    names = sorted(difference.free_symbols, key=str)
    point = {name: sympy.Rational(7 + 2 * place, 5) for place, name in enumerate(names)}
    distance = abs(difference.subs(point).evalf(20))
    return bool(distance.is_Float and distance > _CERTAIN)


def verdict(expected: str, given: str, decimals: int | None) -> str:
    """`equal`, `different` or `unparsable`; expressions that sympy cannot handle, such as log_1(5), equal nothing."""
    try:
        pairs = ((ours, theirs) for ours in readings(expected) for theirs in readings(given))
        return "equal" if any(same(*pair, Symbolic(decimals)) for pair in pairs) else "different"
    except MemoryError:
        raise
    except Unparsable:
        return "unparsable"
    except Exception:  # sympy raises errors of all classes for unusual expressions, which are then not equal
        return "different"


def checked(answer: str, check: list[str]) -> str:
    """`equal`, `different`, or `unparsable` if sympy cannot compute what the check asks for."""
    from dataset.maths.checks import agrees  # which reads expressions by this module

    try:
        return "equal" if agrees(answer, check) else "different"
    except MemoryError:
        raise
    except Exception:  # sympy raises errors of all classes for unusual expressions
        return "unparsable"


def main() -> None:
    """Compare pairs of answers, and check answers, until the input ends."""
    _limit_memory()
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(checked(*asked) if len(asked) == 2 else verdict(*asked), flush=True)


def _limit_memory() -> None:
    """Let this process end when it takes 4 GiB, on systems with such limits."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
