"""Typographic signs and the plain signs of the same meaning: `−` is `-`, `×` is `*`, `½` is `1/2`, `x²` is `x^2`.

They are used for typed questions (`dataset.text.typed`) and for answers of mathematics.
"""

from __future__ import annotations

import re
import unicodedata

MEANINGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("−–‐‑‒—―﹣", ("-",)),
    **dict.fromkeys("×∗⋅·∙•✕✖", ("*", "x")),
    **dict.fromkeys("÷∕⁄", ("/",)),
    **dict.fromkeys("‘’‚′ʹ`´", ("'",)),
    **dict.fromkeys("“”„«»", ('"',)),
    "″": ("''",),
    "≤": ("<=",),
    "⩽": ("<=",),
    "≥": (">=",),
    "⩾": (">=",),
    "≠": ("!=", "<>"),
    "≈": ("~", "about"),
    "π": ("pi",),
    "𝜋": ("pi",),
    "∞": ("oo", "infinity"),
    "…": ("...",),
    "∶": (":",),
    "∣": ("|",),
    "°": (" degrees",),
}
"""Characters and texts of the same meaning; the first text is the one that this project's builders write."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣⁱ", "0123456789+-()nxi", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))

_SUPERSCRIPT_RUN = re.compile(f"[{''.join(SUPERSCRIPTS)}]+")
_SUBSCRIPT_RUN = re.compile(f"[{''.join(SUBSCRIPTS)}]+")


def without_superscripts(text: str, power: str = "^", bracket: bool = True) -> str:
    """Write `x²` as `x^2` and `x⁻¹` as `x^(-1)`; with `bracket`, write `x^(2)` too, for a parser."""

    def written(found: re.Match[str]) -> str:
        inside = "".join(SUPERSCRIPTS[sign] for sign in found[0])
        return f"{power}({inside})" if bracket or not inside.isalnum() else f"{power}{inside}"

    return _SUPERSCRIPT_RUN.sub(written, text)


def without_subscripts(text: str) -> str:
    """Write `x₁` as `x_(1)`."""
    return _SUBSCRIPT_RUN.sub(lambda run: f"_({''.join(SUBSCRIPTS[sign] for sign in run[0])})", text)


def fraction(sign: str) -> str | None:
    """`1/2` for `½`; None for characters that are no fraction."""
    if not "¼" <= sign <= "¾" and not "⅐" <= sign <= "⅞" and sign != "↉":
        return None
    return unicodedata.normalize("NFKC", sign).replace("⁄", "/")
