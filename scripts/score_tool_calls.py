"""Score a network on whole conversations: at the end of each, its own calls are its history until it answers.

    uv run scripts/score_tool_calls.py RUN --source bfcl:FOLDER
    uv run scripts/score_tool_calls.py RUN --source behaviour:benchmarks/tool_behaviour.jsonl --show 3

No right call is shown to the network. Calls are compared in two ways: by the rules of BFCL ("AST"; several calls in any
order), and by accepted values, where "Oslo" is "oslo" and a default changes nothing ("exact"). The ceiling is what the
right labels decode to; "silent" is what a network scores that never calls. `evaluate.py` scores single decisions.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import tyro

from dataset.sources.skipped import Skipped
from dataset.tools.conversations import Conversation
from dataset.tools.endings import Ending, Outcome, ceiling, ending_of, judge_ending
from dataset.tools.format import ToolFormat
from dataset.tools.sources.finding import parse_source, read_conversations, read_tools_file
from inference.tool_caller import ToolCaller
from inference.tool_moves import Decider
from inference.tool_rollout import Until, roll_out
from utils.commands import MOST_EXAMPLES, MOST_STEPS, parse, require_between
from utils.errors import UserError, report_user_errors
from utils.intervals import show_interval, wilson_interval
from utils.memory import keep_freed_memory
from utils.printing import one_line

_MOST_CALLS = 1000
_TITLE = 22


@dataclass
class Options:
    """Score a network on whole conversations."""

    checkpoint: Annotated[Path, tyro.conf.Positional]
    """A pretrained folder, a run's folder, or one of its checkpoints."""
    source: tuple[str, ...]
    """Conversations: FORMAT:PATH or auto:PATH, one or several."""
    tools: Path | None = None
    """Tools for rows that list none: a JSON file of functions."""
    until: Until = "answer"
    """Ask again after each call until the network answers, or until it has made as many calls as it says are due."""
    most_calls: int = 10
    """Most calls of a conversation."""
    num_examples: int | None = None
    """Score only this many conversations of each source, from the first on."""
    steps: int | None = None
    """Improvement steps of a decision; by default as many as in training."""
    device: str = "auto"
    show: int = 0
    """Show up to this many faults of each group."""
    json: Annotated[bool, tyro.conf.arg(name="json")] = False
    """Print the results as JSON instead of a table."""


@dataclass(frozen=True)
class Judged:
    """A conversation, how it was ended, and how the right labels and a network that never calls end it.

    Attributes:
        group: its category (BFCL), its kind (behaviour suite), or the format of its source.
        best: the ceiling; None if a right tool is no candidate.
    """

    group: str
    name: str
    asks: int
    made: Outcome
    best: Outcome | None
    silent: Outcome


def read(options: Options, skipped: Skipped) -> list[tuple[str, Conversation, Ending]]:
    """The conversations of all sources that end with a decision, with their groups."""
    tools = () if options.tools is None else read_tools_file(options.tools)
    found: list[tuple[str, Conversation, Ending]] = []
    for source in options.source:
        count = len(found)
        conversations = read_conversations(source, tools, skipped, say=lambda line: print(line, file=sys.stderr))
        for conversation in islice(conversations, options.num_examples):
            ending = ending_of(conversation)
            if ending is None:
                skipped.add("the assistant decides nothing at the end", conversation.name)
                continue
            facts = conversation.facts
            group = str(facts.get("category") or facts.get("kind") or parse_source(source)[0])
            found.append((group, conversation, ending))
        if len(found) == count:
            raise UserError(
                f"--source {source}: no conversation to score; {'; '.join(skipped.lines()) or 'it is empty'}"
            )
    return found


def judge(
    decider: Decider,
    tool_format: ToolFormat,
    conversations: Iterable[tuple[str, Conversation, Ending]],
    until: Until = "answer",
    most_calls: int = 10,
    **options: Any,
) -> Iterator[Judged]:
    """End each conversation by the network alone, and compare.

    Args:
        tool_format: the network's, for the ceiling.
        options: other arguments of `decide`.
    """
    for group, conversation, ending in conversations:
        given = conversation.turns[: ending.given]
        decisions = roll_out(decider, conversation.tools, given, until, most_calls, **options)
        calls = [decided.call for decided in decisions if decided.call is not None]
        made = judge_ending(conversation, ending, calls, decisions[-1].asked)
        labels = ceiling(tool_format, conversation, ending)
        best = judge_ending(conversation, ending, *labels) if labels is not None else None
        yield Judged(group, conversation.name, len(ending.asks), made, best, judge_ending(conversation, ending, (), ()))


def report(judged: Sequence[Judged]) -> dict[str, dict[str, Any]]:
    """The shares of each group, and of all conversations together if there are several groups."""
    groups = {name: [one for one in judged if one.group == name] for name in dict.fromkeys(one.group for one in judged)}
    if len(groups) > 1:
        groups["all"] = list(judged)
    return {name: _shares(members) for name, members in groups.items()}


def _shares(judged: Sequence[Judged]) -> dict[str, Any]:
    scored = [one for one in judged if one.made.match is not None]
    matches = sum(bool(one.made.match) for one in scored)
    exact = sum(one.made.exact for one in judged)
    asks = sum(one.asks for one in judged)
    return {
        "conversations": len(judged),
        "unscorable": len(judged) - len(scored),
        "ast": matches / len(scored) if scored else None,
        "ast_95": wilson_interval(matches, len(scored)),
        "ast_ceiling": _mean([one.best is not None and bool(one.best.match) for one in scored]),
        "ast_silent": _mean([bool(one.silent.match) for one in scored]),
        "exact": exact / len(judged),
        "exact_95": wilson_interval(exact, len(judged)),
        "exact_ceiling": _mean([one.best is not None and one.best.exact for one in judged]),
        "exact_silent": _mean([one.silent.exact for one in judged]),
        "decided": _mean([one.made.decided for one in judged]),
        "asked": sum(one.made.asked for one in judged) / asks if asks else None,
    }


def _mean(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def table(shares: dict[str, dict[str, Any]]) -> str:
    """The report as a table for people."""
    titles = ("AST", "ceiling", "silent"), ("exact", "ceiling", "silent")
    heads = "".join(
        f"{first:>9}{'95% interval':>18}{''.join(f'{title:>9}' for title in rest)}" for first, *rest in titles
    )
    lines = [f"{'':<{_TITLE}}{'rows':>6}{heads}"]
    for name, of in shares.items():
        cells = "".join(
            f"{_shown(of[way]):>9}{show_interval(of[f'{way}_95']):>18}"
            f"{_shown(of[f'{way}_ceiling']):>9}{_shown(of[f'{way}_silent']):>9}"
            for way in ("ast", "exact")
        )
        lines.append(f"{one_line(name)[: _TITLE - 1]:<{_TITLE}}{of['conversations']:>6}{cells}")
    lines += ["", f"{'':<{_TITLE}}{'decided':>9}{'asked for':>11}"]
    for name, of in shares.items():
        lines.append(f"{one_line(name)[: _TITLE - 1]:<{_TITLE}}{_shown(of['decided']):>9}{_shown(of['asked']):>11}")
    simple = next((name for name in shares if name.startswith("simple")), None)
    irrelevance = next((name for name in shares if name.endswith("irrelevance")), None)
    if simple and irrelevance:
        pair = f"{_shown(shares[simple]['ast'])} and {_shown(shares[irrelevance]['ast'])}"
        lines += ["", f"{simple} and {irrelevance}, side by side: {pair}"]
    unscorable = sum(of["unscorable"] for name, of in shares.items() if name != "all")
    if unscorable:
        lines += ["", f"AST leaves out {unscorable} conversations whose expected calls no call can satisfy"]
    return "\n".join(lines)


def _shown(share: float | None) -> str:
    return "-" if share is None else f"{share:.2%}"


def faults(judged: Sequence[Judged], most: int) -> Iterator[str]:
    """A line for each of the first `most` conversations of a group that were not ended right."""
    for name in dict.fromkeys(one.group for one in judged):
        wrong = [one for one in judged if one.group == name and one.made.fault]
        yield from (one_line(f"{name}: {one.name}: {one.made.fault}") for one in wrong[:most])


@report_user_errors
def main() -> None:
    """Read, score, report."""
    options = parse(Options, __doc__)
    require_between("--most-calls", options.most_calls, 1, _MOST_CALLS)
    require_between("--num-examples", options.num_examples, 1, MOST_EXAMPLES)
    require_between("--steps", options.steps, 1, MOST_STEPS)
    require_between("--show", options.show, 0, MOST_EXAMPLES)
    keep_freed_memory()
    skipped = Skipped()
    conversations = read(options, skipped)
    caller = ToolCaller(options.checkpoint, options.device)
    judged = list(judge(caller, caller.format, conversations, options.until, options.most_calls, steps=options.steps))
    shares = report(judged)
    if options.json:
        print(json.dumps({"checkpoint": str(caller.trained.checkpoint), "until": options.until, "groups": shares}))
        return
    print(f"{caller.trained.checkpoint}, until {options.until}, at most {options.most_calls} calls\n")
    print(table(shares))
    for line in (*faults(judged, options.show), *skipped.lines()):
        print(line)


if __name__ == "__main__":
    main()
