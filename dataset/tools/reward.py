"""How good an output is: rewards for its form, its decision and its arguments, each a number of its own.

    example   What is 48 divided by 2?       right: {"tool": "calculator", "args": {"expression": "48 / 2"}}

    output                                                         format  tool  arguments  text  total
    {"tool": "calculator", "args": {"expression": "48*0.5"}}          1.0   0.5        1.0   0.0    2.5
    {"tool": "calculator", "args": {"expression": "24"}}              1.0   0.5        0.0   0.0    1.5
    {"final": "24"}                                                   1.0  -0.5        0.0   0.0    0.5
    {"tool": {}}                                                      0.0   0.0        0.0   0.0    0.0
    The answer is 24.                                                 0.0   0.0        0.0  -0.2   -0.2

Arguments are right by meaning (`dataset.tools.tool_json.expressions` and `.programs`), and the answer itself in the
place of its calculation is wrong. No text is evaluated in this process. Training and evaluation use these functions.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.expressions import same_calculation
from dataset.tools.tool_json.outputs import NO_JSON, read_output
from dataset.tools.tool_json.programs import Runner, Unknown, same_program
from dataset.tools.tool_json.running import run as run_in_process

FORMAT = 1.0
RIGHT_TOOL, WRONG_TOOL = 0.5, -0.5
ARGUMENTS = 1.0
NO_JSON_PENALTY = -0.2


class Reward(NamedTuple):
    """The rewards of one output.

    Attributes:
        format: 1.0 for a JSON object of exactly one of the three forms.
        tool: 0.5 if the decision and the tool are right, -0.5 if not; 0 without a form.
        arguments: 1.0 for right arguments of the right tool; NaN if the code could not be run for reasons that are not
            its own. `total` is then NaN, too.
        text: -0.2 for text that is no JSON.
    """

    format: float = 0.0
    tool: float = 0.0
    arguments: float = 0.0
    text: float = 0.0

    @property
    def total(self) -> float:
        """The sum."""
        return self.format + self.tool + self.arguments + self.text

    @property
    def unknown(self) -> bool:
        """Whether the output could not be scored. Leave such an output out: its reward is not 0."""
        return math.isnan(self.arguments)


def reward_of(output: str, example: Example, run: Runner = run_in_process) -> Reward:
    """The rewards of a policy's output for an example. Takes bounded time for any text.

    Args:
        output: the text alone, without tokens that end it.
        run: runs code with limits; only calls of Python with other code than the right one need it.
    """
    found = read_output(output)
    if isinstance(found, str):
        return Reward(text=NO_JSON_PENALTY if found == NO_JSON else 0.0)
    if found.decision != (example.tool or "final"):
        return Reward(FORMAT, WRONG_TOOL)
    if example.tool is None:
        return Reward(FORMAT, RIGHT_TOOL)
    return Reward(FORMAT, RIGHT_TOOL, _arguments(found.text, example, run))


def best(example: Example) -> float:
    """The largest total that an output for this example can have: 2.5 for a call, 1.5 without one."""
    return FORMAT + RIGHT_TOOL + (0.0 if example.tool is None else ARGUMENTS)


def _arguments(given: str, example: Example, run: Runner) -> float:
    if example.tool == "calculator":
        right = same_calculation(given, example.argument, example.expected_answer)
    else:
        try:
            right = same_program(given, example.argument, example.expected_answer, run)
        except Unknown:
            return math.nan
    return ARGUMENTS if right else 0.0
