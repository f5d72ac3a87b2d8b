"""A prompt at which people talk with a network that calls tools.

> How many km are 5 miles?
  call      convert_length {"value": 5, "from_unit": "miles", "to_unit": "kilometers"}   confidence 0.97
  response  {"value": 8.04672, "unit": "kilometers"}
convert_length: value 8.04672, unit kilometers

/tools      the tools                  /history    what was said
/reset      forget what was said       /quit       end; so does Ctrl-D, and Ctrl-C
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from dataset.tools.conversations import Tool, Turn
from inference.tool_decision import arguments_text
from inference.tool_moves import Decider, Event, exchange
from inference.toolbox import Toolbox
from utils.errors import UserError, nearest
from utils.printing import one_line

PROMPT = "> "
_LONGEST_RESPONSE = 500


class Prompt:
    """A conversation at a prompt.

    Args:
        decider: decides what to do after each turn.
        box: calls the tools.
        tools: what may be called; those that the box lacks respond with an error.
        turns: what was said before; new turns are added.
        options: as in `ToolCaller.decide`.
    """

    def __init__(
        self, decider: Decider, box: Toolbox, tools: tuple[Tool, ...], turns: Sequence[Turn] = (), **options: Any
    ) -> None:
        self._decider, self._box, self._tools, self._options = decider, box, tools, options
        self._before = tuple(turns)
        self.turns = list(turns)
        self._commands: dict[str, Callable[[], None]] = {
            "/tools": self._show_tools,
            "/history": self._show_history,
            "/reset": self._reset,
        }

    def talk(self, query: str | None = None) -> None:
        """Read queries and commands until the user ends; Ctrl-C raises `KeyboardInterrupt` after a line break.

        Args:
            query: the first query; None: it is asked for.
        """
        with contextlib.suppress(ImportError):  # arrow keys and a history of lines, where Python has them
            import readline  # noqa: F401
        print(f"{len(self._tools)} tools. {', '.join(self._commands)} and /quit are commands.")
        try:
            if query is not None and query.strip():
                print(f"{PROMPT}{query}")
                self.answer(query)
            while (line := self._read()) is not None:
                self.take(line)
        except KeyboardInterrupt:
            print()
            raise

    def take(self, line: str) -> None:
        """Do what a typed line says: a command, or a query."""
        line = line.strip()
        if line in self._commands:
            self._commands[line]()
        elif line.startswith("/"):
            commands = [*self._commands, "/quit"]
            print(f"no command {line}{nearest(line, commands)}; there are: {', '.join(commands)}")
        elif line:
            self.answer(line)

    def answer(self, query: str) -> None:
        """Take a query, call tools, and print calls, responses and the reply."""
        before = len(self.turns)
        self.turns.append(Turn("user", query))
        try:
            for event in exchange(self._decider, self._box, self.turns, self._tools, **self._options):
                print(_shown(event))
        except UserError as error:  # such as a query that cannot be read: the next one may be better
            del self.turns[before:]
            print(f"error: {one_line(str(error))}")

    def _read(self) -> str | None:
        """The next line; None at the end."""
        try:
            line = input(PROMPT)
        except EOFError:  # Ctrl-D, or the end of a file
            print()
            return None
        except UnicodeDecodeError:
            print("error: this line is no text in UTF-8")
            return ""
        return None if line.strip() in ("/quit", "/exit") else line

    def _show_tools(self) -> None:
        for tool in self._tools:
            names = ", ".join(f"{argument.name}{'' if argument.required else '?'}" for argument in tool.arguments)
            print(f"  {tool.name}({names})  {one_line(tool.description)}")

    def _show_history(self) -> None:
        for turn in self.turns:
            said = turn.text if turn.call is None else f"{turn.call.name} {arguments_text(turn.call.arguments)}"
            print(f"  {turn.role:<13}  {_shortened(said)}")
        if not self.turns:
            print("  nothing was said yet")

    def _reset(self) -> None:
        self.turns[:] = self._before
        print("  forgotten")


def _shown(event: Event) -> str:
    turn, decided = event.turn, event.decided
    if turn.call is not None:
        certain = "" if decided is None else f"   confidence {decided.confidence:.2f}"
        return f"  call      {turn.call.name} {arguments_text(turn.call.arguments)}{certain}"
    return f"  response  {_shortened(turn.text)}" if turn.role == "tool_response" else turn.text


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST_RESPONSE else f"{line[:_LONGEST_RESPONSE]} ..."
