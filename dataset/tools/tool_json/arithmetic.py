"""Prompts that need a calculator: bare expressions, sums in words, and word problems of one to three operations.

    arithmetic_example(speaker, 7)
    Example(7, "generator", "calculator", "12 * 4 + 30", "Ada buys 12 pens at $4 and a book for $30. ...", "78")

The expression is written with the numbers of the prompt as they stand there. Its value is computed by the parser that
also computes rewards (`dataset.tools.fields.arithmetic`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from dataset.tools.dice import Dice
from dataset.tools.fields.arithmetic import plain, value
from dataset.tools.generator.speaker import Speaker
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.templates import Kind, Values, draw_prompt, places

SOURCE = "generator"


@dataclass(frozen=True)
class Calculation(Kind):
    """Prompts that need the same calculation with other numbers.

    Attributes:
        expression: what the calculator is given, with the places of the numbers.
    """

    expression: str = "{expression}"

    def data(self, values: Values) -> tuple[Any, ...]:
        """The numbers of the expression."""
        return tuple(values[name] for name in places(self.expression))


def calculated(expression: str) -> str:
    """The value of an expression as the calculator gives it: a JSON number. Raises UserError if there is none."""
    return json.dumps(plain(value(expression)))


def arithmetic_example(kind: Calculation, speaker: Speaker, id: str) -> Example:
    """An example of a kind."""
    drawn = draw_prompt(kind, speaker)
    expression = kind.expression.format(**drawn.values)
    return Example(
        id, SOURCE, "calculator", expression, drawn.prompt, calculated(expression), kind.name, drawn.template
    )


_SHAPES = (
    "{} + {}",
    "{} - {}",
    "{} * {}",
    "{} / {}",
    "{} + {} + {}",
    "{} * {} + {}",
    "{} + {} * {}",
    "{} - {} * {}",
    "{} / {} + {}",
    "({} + {}) * {}",
    "({} - {}) * {}",
    "({} + {}) / {}",
    "{} * ({} - {})",
    "{} / ({} + {})",
    "({} + {}) * ({} + {})",
    "{} * {} - {} * {}",
    "({} + {} * {}) / {}",
)


def draw_expression(dice: Dice) -> Values:
    """An expression as people type it, with blanks or without, at times with decimals."""
    shape = dice.pick(_SHAPES)
    decimals = dice.chance(0.2)
    chosen = [dice.between(2, 999 if dice.chance(0.3) else 60) for _ in range(shape.count("{}"))]
    text = shape.format(*(f"{number / 10:g}" if decimals and dice.chance(0.6) else number for number in chosen))
    return {"expression": text if dice.chance(0.6) else text.replace(" ", "")}
