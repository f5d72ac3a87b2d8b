"""Decisions about tools on the command line: one query, or a conversation in which tools are really called.

infer.py --query "How many km are 5 miles?"                                  the built-in tools
infer.py --query "Is it warm in Oslo?" --tools tools.json --analyze          each improvement step
infer.py --query "And in Bergen?" --tools tools.json --history talk.json --json
infer.py --interactive --functions my_tools.py                               a prompt; tools are called
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from dataset.tools.conversations import Tool, Turn
from dataset.tools.format import ToolFormat
from dataset.tools.json_text import read_values
from inference.forms import Field
from inference.renderers import terminal
from inference.renderers.base import asked, write
from inference.sessions.base import Shared, Talks
from inference.tool_caller import TASK as TASK
from inference.tool_caller import ToolCaller, read_history
from inference.tool_decision import Decided, arguments_text
from inference.tool_moves import Move, next_move
from inference.tool_prompt import Prompt
from inference.toolbox import Toolbox, load_functions, tools_of
from inference.traces import Trace
from utils.commands import MOST_STEPS, require_between
from utils.errors import UserError
from utils.reading import read_text

RULES = ToolFormat
READS = {"--interactive": (ToolFormat,)}
TAKES: tuple[str, ...] = ()
USAGE = "--query TEXT or --interactive for decisions about tools"

_WEATHER = """[{
  "name": "get_weather",
  "description": "Weather of a city on a day",
  "parameters": {
    "city": {"type": "string", "description": "name of the city"},
    "date": {"type": "string", "description": "day of the forecast"}
  }
}]"""
_EXAMPLES = (
    ("How is the weather in Oslo tomorrow?", _WEATHER),
    ("Thanks, that is all.", _WEATHER),
    ("Which day of the week is 2026-03-02?", ""),
    ("Add 10 days to 2026-03-02", ""),
    ("Calculate 12 * 7", ""),
    ("What is 15 percent of 80?", ""),
)
"""Queries with their tools in JSON; the built-in ones where that is empty."""


@dataclass
class Options(Talks):
    """Decide about tools."""

    query: str | None = None
    """What the user says: decide whether to call a tool, which one, and with what arguments."""
    tools: Path | None = None
    """With --query or --interactive: a file of tools in JSON, in OpenAI's form or any other that people write; by
    default the built-in ones: a calculator, conversions and dates."""
    history: Path | None = None
    """With --query or --interactive: a file with what was said before, as OpenAI's messages."""
    functions: Path | None = None
    """With --query or --interactive: a Python file whose functions are tools, too. The file is run."""
    analyze: bool = False
    """With --query: show the decision after each improvement step."""
    json: bool = False
    """With --query: print the decision as one object in JSON."""


class Typed(Shared, Protocol):
    """The options of `infer.py` that are used here."""

    query: str | None
    tools: Path | None
    history: Path | None
    functions: Path | None
    interactive: bool
    analyze: bool
    json: bool


def run(options: Typed) -> None:
    """Decide about one query, or talk.

    Raises:
        UserError: options do not go together, or a file or checkpoint cannot be used.
    """
    files = asked(options)
    if files and (options.query is None or options.cycles):
        raise UserError("pictures of decisions need a query (--query TEXT), and have no --cycles")
    if options.query is None and not options.interactive:
        raise UserError("tools need a query: --query TEXT, or --interactive")
    if options.interactive and (options.json or options.analyze):
        raise UserError(f"--{'json' if options.json else 'analyze'} goes with --query, not with --interactive")
    require_between("--steps", options.steps, 1, MOST_STEPS)
    own = Toolbox.of([] if options.functions is None else load_functions(options.functions))
    box = Toolbox.builtin() | own
    tools = box.tools if options.tools is None else _with_own(_read_tools(options.tools), own.tools)
    turns = [] if options.history is None else _read_history(options.history)
    caller = ToolCaller(options.checkpoint, options.device, options.config)
    if options.interactive:
        Prompt(caller, box, tools, turns, steps=options.steps, halt=options.halt).talk(options.query)
        return
    assert options.query is not None, "checked above"
    if not options.query.strip():
        raise UserError("--query: the query is empty")
    turns.append(Turn("user", options.query))
    drawn = options.trace and not options.json and terminal.is_wanted(options.color)
    if files or drawn:
        trace = caller.trace(tools, turns, steps=options.steps, halt=options.halt)
        for file in files:
            write(trace, file)
    if drawn:
        terminal.show(trace, options.color)
    analyze = options.analyze or (options.trace and not drawn)
    move = next_move(caller, tools, turns, steps=options.steps, halt=options.halt, trace=analyze)
    if options.json:
        print(json.dumps(_as_json(move, analyze)))
        return
    if analyze:
        print(f"{caller.trained.checkpoint}\n\n{_analysis(move.decisions[0])}\n")
    print(_shown(move))


class ToolForm:
    """The form of a page: a query, and tools in JSON."""

    fields = (
        Field("query", "query"),
        Field("tools", "tools", "in JSON; if empty, a calculator, conversions and dates", lines=6),
    )
    board = None
    has_examples = True
    has_tries = False

    def __init__(self, caller: ToolCaller) -> None:
        self._caller = caller

    def example(self, rng: np.random.Generator) -> Mapping[str, str]:
        """See `inference.forms.Form`."""
        query, tools = _EXAMPLES[int(rng.integers(len(_EXAMPLES)))]
        return {"query": query, "tools": tools}

    def trace(self, texts: Mapping[str, str], steps: int | None, halt: bool, tries: int) -> Trace:
        """See `inference.forms.Form`."""
        if not texts["query"].strip():
            raise UserError("the query is empty")
        tools = tools_of(texts["tools"]) if texts["tools"].strip() else Toolbox.builtin().tools
        return self._caller.trace(tools, [Turn("user", texts["query"])], steps=steps, halt=halt)


def open_form(checkpoint: Path, device: str) -> ToolForm:
    """The form of a network; see `inference.sessions.base`."""
    return ToolForm(ToolCaller(checkpoint, device))


def _read_tools(file: Path) -> tuple[Tool, ...]:
    text = read_text(file)
    try:
        tools = tools_of(text)
    except UserError as error:
        raise UserError(f"{file}: {error}") from None
    if not tools:
        raise UserError(f"{file} holds no tools")
    return tools


def _with_own(tools: tuple[Tool, ...], own: tuple[Tool, ...]) -> tuple[Tool, ...]:
    """The tools of a file and those of functions; a function takes the place of a tool of its name."""
    return tuple(({tool.name: tool for tool in tools} | {tool.name: tool for tool in own}).values())


def _read_history(file: Path) -> list[Turn]:
    text = read_text(file)
    try:
        values = read_values(text, "history")
        return read_history(values[0] if len(values) == 1 else values)
    except UserError as error:
        raise UserError(f"{file}: {error}") from None


def _as_json(move: Move, analyze: bool) -> dict[str, Any]:
    first = move.decisions[0]
    found = first.as_json() | {"reply": move.reply}
    if len(move.decisions) > 1:
        found["further_calls"] = [decided.as_json() for decided in move.decisions[1:]]
    if analyze:
        steps = zip(first.trace, [None, *first.trace], strict=False)
        found["analysis"] = [now.as_json() | {"changes": now.changes_from(before)} for now, before in steps]
    return found


def _shown(move: Move) -> str:
    """A move as lines for people."""
    lines = []
    for decided in move.decisions:
        lines += [f"action      {decided.action}"]
        if decided.tool is not None:
            lines += [f"tool        {decided.tool}", f"arguments   {arguments_text(decided.arguments)}"]
        if decided.fault is not None:
            lines.append(f"fault       {decided.fault}")
        if decided.asked:
            lines.append(f"asks for    {', '.join(decided.asked)}")
        if move.reply:
            lines.append(f"reply       {move.reply}")
        lines += [f"confidence  {decided.confidence:.3f}", f"steps       {decided.steps}"]
        lines += [f"note        {note}" for note in decided.notes]
    return "\n".join(lines)


def _analysis(decided: Decided) -> str:
    """A decision after each improvement step, and what changed."""
    blocks = []
    for now, before in zip(decided.trace, [None, *decided.trace], strict=False):
        changes = "; ".join(now.changes_from(before)) or ("the first step" if before is None else "nothing")
        blocks.append(
            f"step {now.steps}: {now.action} {now.tool or now.about or 'no tool'}\n"
            f"  arguments   {arguments_text(now.arguments or now.known)}\n"
            f"  confidence  {now.confidence:.3f}; probability that the decision is right {now.halt_probability:.3f}\n"
            f"  changed     {changes}"
        )
    return "\n".join(blocks)
