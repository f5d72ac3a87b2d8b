"""Decide about tools in Python: open a trained network once, then ask it query after query.

from inference.tool_caller import ToolCaller

caller = ToolCaller("checkpoints/<project>/<run>")
decided = caller("Is it warm in Oslo?", tools)       decided.action, .tool, .arguments, .confidence, .steps, .asked
decided = caller.decide(tools, turns)                the same for a whole conversation
trace = caller.trace(tools, turns)                   each improvement step, drawn; inference.renderers writes it
done = caller.run("What is 2 * 21?", [multiply])     calls the functions; done.reply says "multiply: 42"

`tools` is anything that `dataset.tools.schema.read_tools` takes, or Python functions. A decision depends on its own
tools and turns alone: nothing is kept from one query to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dataset.sources.skipped import Skip
from dataset.tools.candidates import Candidates, Room, ToolIndex
from dataset.tools.classes import CALLS, DECIDE, FOCUS, Outcome
from dataset.tools.conversations import Conversation, Tool, Turn
from dataset.tools.decisions import decision_of
from dataset.tools.drawing import draw_decision
from dataset.tools.format import ConversationEncoder, ToolFormat
from dataset.tools.json_text import decode
from dataset.tools.messages import read_turns
from dataset.tools.rows import Row
from dataset.tools.validity import argument_fault
from inference.steps import Step, improvement_steps, set_steps
from inference.tool_decision import Decided
from inference.tool_moves import Done, exchange
from inference.toolbox import Toolbox, tools_of
from inference.traces import Trace
from inference.tracing import Moment, build
from models.objectives.base import Objective
from runs.devices import choose_device
from runs.open import open_run
from utils.commands import MOST_STEPS, require_between
from utils.errors import UserError, nearest
from utils.printing import printable
from utils.reading import require_usable

TASK = "tools"
"""The task of the runs that are opened."""
LONGEST_TEXT = 1 << 16
"""Most characters of a turn that are read, its last ones; more than any row has room for."""


@dataclass(frozen=True)
class _Forced:
    """What a `tool_choice` leaves open: whether to call at all, and which tool."""

    calls: bool | None
    tools: tuple[Tool, ...]


class _Read(NamedTuple):
    """The row of a decision, and what it leaves out."""

    encoder: ConversationEncoder
    row: Row
    notes: tuple[str, ...]


class ToolCaller:
    """A trained network that decides whether to call a tool, which one, and with what arguments.

    Args:
        checkpoint: a pretrained folder, a run's folder, or one of its checkpoints. None: the newest run on tool
            calling, else the pretrained one.
        device: auto, cpu, cuda or mps.
        config: `all_config.yaml`; None: the one beside the checkpoint.

    Attributes:
        trained: the run or pretrained folder that the network comes from.
        format: how conversations stand in its rows.
        network: the network, on the device and in evaluation mode.

    Raises:
        UserError: there is nothing to open, it is damaged, or it was not trained on tool calling.
    """

    def __init__(self, checkpoint: str | Path | None = None, device: str = "auto", config: Path | None = None) -> None:
        named = None if checkpoint is None else Path(checkpoint)
        task = TASK if named is None else None
        self.trained = open_run(named, config, task=task, pretrained=True, rules=ToolFormat)
        if not isinstance(self.trained.text_format, ToolFormat):
            raise UserError(f"{self.trained.checkpoint} was not trained on tool calling")
        self.format: ToolFormat = self.trained.text_format
        self.device = choose_device(device)
        self.network: Objective = self.trained.build_model(self.device)
        self._trained_steps = self.network.model.config.halt_max_steps
        self._index = ToolIndex(())

    def __call__(self, query: str, tools: Any, history: Any = (), **options: Any) -> Decided:
        """Decide what to do about a query.

        Args:
            query: what the user says.
            tools: anything that `read_tools` takes, or a list of Python functions.
            history: what was said before, as OpenAI's messages or as turns.
            options: as in `decide`.

        Raises:
            UserError: the query is empty, or tools or history cannot be understood.
        """
        if not query.strip():
            raise UserError("the query is empty")
        return self.decide(tools, [*read_history(history), Turn("user", query)], **options)

    def decide(
        self,
        tools: Any,
        turns: Sequence[Turn],
        *,
        steps: int | None = None,
        halt: bool = True,
        tool_choice: Any = "auto",
        trace: bool = False,
    ) -> Decided:
        """Decide what the assistant does after these turns.

        Args:
            steps: largest number of improvement steps, from 1; None: as many as in training.
            halt: stop as soon as the network says that the decision is right.
            tool_choice: as OpenAI writes it: auto, none, required, or an object that names a tool.
            trace: keep the decision after each step.

        Raises:
            UserError: tools, turns or `tool_choice` cannot be understood.
        """
        require_between("steps", steps, 1, MOST_STEPS)
        forced = _forced(tool_choice, tools_of(tools))
        read = self._read(forced.tools, turns)
        if isinstance(read, str):
            return Decided("direct_answer", notes=(read,))
        words = sum(len(part.words) for part in read.row.parts)
        every = {tool.name: tool for tool in forced.tools}
        states: list[Step] = []
        for step in self._improved(read, steps, halt):
            states = [*states, step] if trace else [step]
        made = [self._decided(read.encoder, read.row, step, forced, every, read.notes, words) for step in states]
        return replace(made[-1], trace=tuple(made)) if trace else made[-1]

    def trace(self, tools: Any, turns: Sequence[Turn], *, steps: int | None = None, halt: bool = True) -> Trace:
        """The decision after each improvement step, drawn. Arguments are as in `decide`.

        Raises:
            UserError: as in `decide`, or there is nothing to decide.
        """
        require_between("steps", steps, 1, MOST_STEPS)
        read = self._read(tools_of(tools), turns)
        if isinstance(read, str):
            raise UserError(f"there is nothing to draw: {read}")
        shown = partial(draw_decision, read.encoder, read.row)
        moments = [Moment(step, step.number, 1) for step in self._improved(read, steps, halt)]
        return build(str(self.trained.checkpoint), moments, shown)

    def _read(self, tools: tuple[Tool, ...], turns: Sequence[Turn]) -> _Read | str:
        """The row of a decision, or why there is none."""
        if not tools:
            return "there are no tools"
        latest = turns[-self.format.classes.words :]  # a turn takes at least one position
        ready = tuple(map(_ready, latest))
        found = self._candidates(tools, ready)
        if not found.tools:
            return "no tool fits into a row of this network"
        encoder = self.format.encoder(Conversation(found.tools, ready))
        row = encoder.row(len(ready))
        return _Read(encoder, row, _notes(found, row, len(turns) - len(ready)))

    def _improved(self, read: _Read, steps: int | None, halt: bool) -> Iterator[Step]:
        set_steps(self.network, steps or self._trained_steps)
        for step in improvement_steps(self.network, read.encoder.inputs(read.row), self.device):
            yield step
            if halt and step.halts:
                return

    def run(self, query: str, functions: Toolbox | Iterable[Callable[..., Any]], history: Any = ()) -> Done:
        """Answer a query: call functions and read their responses until an answer is due.

        Args:
            functions: Python functions, or a toolbox.

        Raises:
            UserError: the query is empty, a function cannot be a tool, or the history cannot be understood.
        """
        if not query.strip():
            raise UserError("the query is empty")
        box = functions if isinstance(functions, Toolbox) else Toolbox.of(functions)
        turns = [*read_history(history), Turn("user", query)]
        return Done(turns, [event for event in exchange(self, box, turns)])

    def _candidates(self, tools: tuple[Tool, ...], turns: Sequence[Turn]) -> Candidates:
        if self._index.tools != tools:
            self._index = ToolIndex(tools)
        return self._index.candidates(turns, Room.of(self.format))

    def _decided(
        self,
        encoder: ConversationEncoder,
        row: Row,
        step: Step,
        forced: _Forced,
        every: Mapping[str, Tool],
        notes: tuple[str, ...],
        words: int,
    ) -> Decided:
        """What a state of the network says."""
        classes = self.format.classes
        tools = encoder.conversation.tools
        answer = step.answer.copy()
        focus = step.logits[FOCUS, [Outcome.NO_TOOL, *(classes.first_tool + number for number in range(len(tools)))]]
        if forced.calls is not None:
            answer[DECIDE] = Outcome.CALL if forced.calls else Outcome.ANSWER
        if forced.calls:
            answer[FOCUS] = classes.first_tool + int(focus[1:].argmax())
            focus[0] = -np.inf
        decision = decision_of(encoder, encoder.read(row, answer))
        call = decision.call
        probability = _softmax(focus)[1:]
        if forced.calls is None:
            probability *= _softmax(step.logits[DECIDE, [Outcome.ANSWER, Outcome.CALL]])[1]
        common: dict[str, Any] = {
            "halt_probability": step.halt_probability,
            "steps": step.number,
            "notes": notes,
            "words": words,
        }
        if call is None:
            certain = 1.0 if forced.calls is False else 1 - float(probability.sum())
            return Decided(
                "direct_answer",
                asked=decision.asked,
                about=decision.tool,
                known=decision.arguments,
                confidence=max(certain, 0.0),
                **common,
            )
        number = next(number for number, tool in enumerate(tools) if tool.name == call.name)
        due = int(answer[CALLS]) - classes.first_tool + 1
        return Decided(
            "tool_call",
            tool=call.name,
            arguments=call.arguments,
            calls=due if 1 <= due <= classes.sizes.tools else 1,
            fault=argument_fault(every[call.name], call.arguments),
            confidence=float(probability[number]),
            **common,
        )


def read_history(history: Any) -> list[Turn]:
    """The turns of a history: OpenAI's messages, an object that holds them, JSON text of either, or turns.

    Raises:
        UserError: it is something else, or a message has a form without meaning.
    """
    if isinstance(history, list | tuple) and all(isinstance(turn, Turn) for turn in history):
        return list(history)
    found = decode(history, "history")
    if isinstance(found, Mapping):
        found = next((found[key] for key in ("messages", "history") if key in found), None)
    if not isinstance(found, list | tuple):
        raise UserError("history: a list of messages is needed, or an object with 'messages'")
    require_usable(list(found), "history")
    try:
        return read_turns(list(found), None)[0]
    except Skip as skip:
        detail = f" ({skip.detail})" if skip.detail else ""
        raise UserError(f"history: {skip}{detail}") from None


def _forced(tool_choice: Any, tools: tuple[Tool, ...]) -> _Forced:
    """What a choice in OpenAI's form leaves open.

    Raises:
        UserError: it has no meaning, or names no tool.
    """
    if tool_choice in (None, "auto"):
        return _Forced(None, tools)
    if tool_choice == "none":
        return _Forced(False, tools)
    if tool_choice == "required":
        if not tools:
            raise UserError("tool_choice is 'required', and there are no tools")
        return _Forced(True, tools)
    inner = tool_choice.get("function") if isinstance(tool_choice, Mapping) else None
    name = inner.get("name") if isinstance(inner, Mapping) else None
    if not isinstance(name, str):
        raise UserError(
            "tool_choice must be 'auto', 'none', 'required' or {\"type\": \"function\", \"function\": {...}}"
        )
    named = tuple(tool for tool in tools if tool.name == name)
    if not named:
        hint = nearest(name, [tool.name for tool in tools])
        raise UserError(f"tool_choice names '{printable(name[:200])}', which is none of the tools{hint}")
    return _Forced(True, named)


def _ready(turn: Turn) -> Turn:
    """The turn as the network can read it: its last characters, without halves of surrogate pairs.

    Raises:
        UserError: the arguments of a call are nested too deeply, or hold such a half.
    """
    if turn.call is not None:
        require_usable([turn.call.name, dict(turn.call.arguments)], f"the call of '{printable(turn.call.name[:200])}'")
        return turn
    text = turn.text[-LONGEST_TEXT:]
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return turn if text == turn.text else replace(turn, text=text)


def _notes(found: Candidates, row: Row, skipped: int) -> tuple[str, ...]:
    """What was left out, in sentences."""
    notes = []
    if found.left_out:
        total = len(found.tools) + len(found.left_out)
        notes.append(f"{len(found.left_out)} of {total} tools share fewest words with the query and were left out")
    if found.shortened:
        notes.append(f"{len(found.shortened)} arguments do not fit and were left out: {', '.join(found.shortened[:3])}")
    if row.dropped + skipped:
        notes.append(f"the oldest {row.dropped + skipped} turns do not fit and were left out")
    if row.cut:
        notes.append("the latest turn does not fit: its beginning was left out")
    return tuple(map(printable, notes))


def _softmax(logits: np.ndarray) -> np.ndarray:
    odds = np.exp(logits.astype(np.float64) - logits.max())
    return odds / odds.sum()
