"""Names with a meaning in expressions; every other letter is a variable."""

from __future__ import annotations

CONSTANTS = frozenset({"pi", "e", "i", "oo"})
"""e is Euler's number, i the imaginary unit, oo infinity."""

FUNCTIONS = frozenset(
    "sqrt cbrt sin cos tan cot sec csc asin acos atan arcsin arccos arctan sinh cosh tanh exp log ln abs".split()
)
"""Functions of one argument; `log` and `ln` are both the natural logarithm."""

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi"
        " varphi chi psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega".split(),
        "αβγδεεζηθικλμνξρστυφφχψωΓΔΘΛΣΦΨΩ",
        strict=True,
    )
)
"""LaTeX commands for Greek letters, which are variables."""
