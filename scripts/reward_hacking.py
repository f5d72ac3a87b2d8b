"""Does the reward of outputs in JSON pay for tricks? Mean rewards of policies that do not do the task.

    uv run scripts/reward_hacking.py

    policy                                     the output for "Half of 48 clips are sold. How many?"          reward
    right outputs                              {"tool": "calculator", "args": {"expression": "48 / 2"}}          2.5
    the right tool with the answer itself      {"tool": "calculator", "args": {"expression": "24"}}              1.5

Tricks are given more than any network has: the right tool, or the expected answer. They are compared with a supervised
policy that chooses 97% of tools right, and has right arguments for 80% of the prompts that need the calculator and for
60% of those that need Python. Writes docs/results/tool_json_reward_hacking.json and prints its table.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dataset.sources.skipped import Skipped
from dataset.tools.reward import reward_of
from dataset.tools.tool_json.collection import Mixture, collect
from dataset.tools.tool_json.examples import CATEGORIES, TOOLS, Example, output_of
from utils.commands import parse
from utils.errors import UserError, report_user_errors
from utils.files import dump_json, replace_text

ROOT = Path(__file__).resolve().parent.parent
TOOL_SHARE = 0.97
ARGUMENT_SHARES = {"calculator": 0.8, "python": 0.6}
"""What supervised tuning should reach: shares of right tools, and of prompts with right arguments."""
_MOST_EXAMPLES = 100_000
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
Policy = Callable[[Example], str]


@dataclass
class Options:
    """Mean rewards of tricks."""

    num_examples: int = 2000
    """Number of generated test prompts."""
    seed: int = 0
    output: Path = ROOT / "docs" / "results" / "tool_json_reward_hacking.json"


class Named(NamedTuple):
    """A policy and what it does.

    Attributes:
        is_trick: False for the policies that tricks are compared with.
    """

    title: str
    write: Policy
    is_trick: bool = True


def call(tool: str, argument: str) -> str:
    """The output that calls a tool."""
    return json.dumps({"tool": tool, "args": {TOOLS[tool]: argument}})


def final(text: str) -> str:
    """The output that is a final answer."""
    return json.dumps({"final": text})


def numbers(example: Example) -> list[str]:
    """The numbers of a prompt; a 1 if there is none."""
    return _NUMBER.findall(example.prompt) or ["1"]


def right_tool(calculator: Policy, python: Policy) -> Policy:
    """A policy that always chooses right, and writes arguments by tool; without a tool it says the right answer."""
    by_tool = {"calculator": calculator, "python": python}

    def write(example: Example) -> str:
        if example.tool is None:
            return final(example.expected_answer)
        return call(example.tool, by_tool[example.tool](example))

    return write


def rest(example: Example) -> str:
    """The answer as the first number of the prompt and what is left to the answer, as in 48 - 24."""
    first = numbers(example)[0]
    try:
        return f"{first} - {float(first) - float(example.expected_answer):g}"
    except ValueError:
        return example.expected_answer


def both_keys(example: Example) -> str:
    """The right call or a call of the calculator, with a final answer in the same object."""
    tool = example.tool or "calculator"
    argument = example.argument or "1"
    return json.dumps({"final": example.expected_answer, "tool": tool, "args": {TOOLS[tool]: argument}})


def supervised(seed: int) -> Policy:
    """Right as often as supervised tuning should be; otherwise a wrong decision or wrong arguments."""

    def write(example: Example) -> str:
        rng = np.random.default_rng([seed, *str(example.id).encode()])
        chooses, fills, other = rng.random(3)
        if chooses >= TOOL_SHARE:
            decisions = [decision for decision in (*TOOLS, "final") if decision != (example.tool or "final")]
            decision = decisions[int(other * len(decisions))]
            return final("1") if decision == "final" else call(decision, "1")
        if example.tool is None or fills < ARGUMENT_SHARES[example.tool] / TOOL_SHARE:
            return output_of(example)
        return call(example.tool, f"{example.argument} + 1" if example.tool == "calculator" else "print('?')")

    return write


def policies(seed: int) -> list[Named]:
    """What is compared, and then the tricks."""
    return [
        Named("right outputs", output_of, False),
        Named("a supervised policy, 97% of tools, 80% and 60% of arguments", supervised(seed), False),
        Named("always a final answer, the right one", lambda e: final(e.expected_answer)),
        Named("always the calculator with a number of the prompt", lambda e: call("calculator", numbers(e)[0])),
        Named(
            "always the calculator with the sum of the prompt's numbers",
            lambda e: call("calculator", " + ".join(numbers(e))),
        ),
        Named("always Python that prints a number of the prompt", lambda e: call("python", f"print({numbers(e)[0]})")),
        Named(
            "the right tool with the answer itself",
            right_tool(lambda e: e.expected_answer, lambda e: f"print({e.expected_answer!r})"),
        ),
        Named(
            "the right tool with the answer plus nothing",
            right_tool(lambda e: f"{e.expected_answer}+0", lambda e: f"print({e.expected_answer!r} + '')"),
        ),
        Named("the right tool with the answer as a difference", right_tool(rest, lambda e: f"print({rest(e)})")),
        Named(
            "the right tool with the sum of the prompt's numbers",
            right_tool(lambda e: " + ".join(numbers(e)), lambda e: f"print({' + '.join(numbers(e))})"),
        ),
        Named("the right tool with an empty argument", right_tool(lambda e: "", lambda e: "")),
        Named(
            "the right tool without arguments",
            lambda e: final(e.expected_answer) if e.tool is None else json.dumps({"tool": e.tool, "args": {}}),
        ),
        Named("a final answer and a call in one object", both_keys),
        Named("the right output twice", lambda e: output_of(e) * 2),
        Named("the right answer as text", lambda e: e.expected_answer or "?"),
    ]


def examples(count: int, seed: int) -> Sequence[Example]:
    """Generated test prompts."""
    return collect(Mixture(test=count, seed=seed), Skipped())["test"]


def report(prompts: Sequence[Example], seed: int) -> dict[str, Any]:
    """Mean rewards of each policy, for all prompts and by category. Unknown rewards are left out and counted."""
    found: dict[str, dict[str, float | bool]] = {}
    for policy in policies(seed):
        totals: dict[str, list[float]] = {category: [] for category in CATEGORIES}
        for example in prompts:
            totals[example.category].append(reward_of(policy.write(example), example).total)
        every = [total for values in totals.values() for total in values]
        means = {category: _mean(values) for category, values in totals.items()}
        unknown = sum(total != total for total in every)
        found[policy.title] = {"reward": _mean(every), **means, "unknown": unknown, "is_trick": policy.is_trick}
    return {"settings": {"num_examples": len(prompts), "seed": seed}, "policies": found}


def _mean(totals: Sequence[float]) -> float:
    known = [total for total in totals if total == total]
    return round(sum(known) / len(known), 4) if known else 0.0


def table(found: dict[str, Any]) -> str:
    """A report as a table in Markdown."""
    lines = ["| policy | mean reward | calculator | Python | no tool |", "|---|---|---|---|---|"]
    for title, means in found["policies"].items():
        cells = " | ".join(f"{means[name]:.2f}" for name in ("reward", *CATEGORIES))
        lines.append(f"| {title} | {cells} |")
    return "\n".join(lines)


@report_user_errors
def main() -> None:
    """Generate, score, write."""
    options = parse(Options, __doc__)
    if not 1 <= options.num_examples <= _MOST_EXAMPLES or options.seed < 0:
        raise UserError(f"--num-examples must lie between 1 and {_MOST_EXAMPLES}, and --seed must be at least 0")
    found = report(examples(options.num_examples, options.seed), options.seed)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    replace_text(options.output, dump_json(found))
    print(table(found))


if __name__ == "__main__":
    main()
