"""Sessions by name. A session is a module of this folder; it brings options to `infer.py` and belongs to a task.

    infer.py --query "Is it warm in Oslo?" --tools tools.json        inference/sessions/tools.py
    infer.py --prompt "What is 48 divided by 2?"                     inference/sessions/tool_json.py
    infer.py --example all:17 --html steps.html                      inference/sessions/example.py
    infer.py --puzzle 1....2....3....4                               no session: none of their options was typed

A module has these names:

    TASK        the task of its runs, or None for any; a task whose data have several forms may have several sessions
    RULES       the class of the rules of its runs, or None if it brings no form to pages
    READS       for each option that other sessions have, too: the classes of the rules of runs that answer it
    Options     a dataclass; each field has a default, and becomes an option of `infer.py`
    TAKES       options of `infer.py` itself that it answers otherwise than for a puzzle, such as `tries`
    USAGE       how the session is asked for, as in `--query TEXT for a decision about tools`
    run         takes the options that were typed, those of the session and those that `Shared` names
    open_form   opens a checkpoint, and gives what a page asks people for (`inference.forms.Form`), where it has RULES

`infer.py` and `demo.py` thus know no task by name.

Options that several sessions answer (`Prompted`, `Talks`) are base classes of their `Options`. The session that answers
is the one of `--task`, else the one that reads the checkpoint's rows, else the one of the newest run that any of
them reads, else the first one by name.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from dataset.tasks import read_data_rules
from inference.renderers.ansi import ColourMode
from runs.checkpoints import run_of
from runs.finding import Wanted, is_run, newest_first
from runs.open import require_network
from utils.errors import UserError


@dataclass
class Prompted:
    """The options of sessions that answer a text."""

    prompt: str | None = None
    """What is asked, in words: the answer is one JSON object, or with a run on code (--task code) a line of code."""
    temperature: float | None = None
    """With --prompt or --code: answers are drawn at this temperature."""
    seed: int = 0
    """With --prompt or --code: the seed of what is drawn."""


@dataclass
class Talks:
    """The option of sessions that talk."""

    interactive: bool = False
    """Talk with the model at a prompt: about tools, which are really called, or for code (--task code)."""


class Shared(Protocol):
    """The options of `infer.py` that a session takes as they are, besides those of renderers."""

    checkpoint: Path | None
    config: Path | None
    steps: int | None
    halt: bool
    trace: bool
    cycles: bool
    color: ColourMode
    device: str


class Session(Protocol):
    """A module of this folder."""

    TASK: str | None
    RULES: type | None
    READS: Mapping[str, tuple[type, ...]]
    Options: type
    TAKES: tuple[str, ...]
    USAGE: str
    run: Callable[[Any], None]
    open_form: Callable[[Path, str], Any]


def sessions() -> dict[str, Session]:
    """The sessions by name."""
    names = sorted(file.stem for file in Path(__file__).parent.glob("*.py") if file.stem not in ("__init__", "base"))
    return {name: cast(Session, importlib.import_module(f"inference.sessions.{name}")) for name in names}


def session_for(options: Any, puzzles: Sequence[str]) -> tuple[Session, list[str]] | None:
    """The session that answers what was typed, and its options as they are typed; None if no session was asked for.

    Args:
        puzzles: names of the options that were typed as a puzzle is; sessions that take them go before others.

    Raises:
        UserError: no session has all of these options, or none reads the checkpoint.
    """
    asked_for = {name: names for name, session in sessions().items() if (names := typed_options(session, options))}
    every = list(dict.fromkeys(option for names in asked_for.values() for option in names))
    able = [sessions()[name] for name, names in asked_for.items() if len(names) == len(every)]
    if not every:
        return None
    if not able:
        most = max(asked_for.values(), key=len)
        raise UserError(f"{next(name for name in every if name not in most)} does not go with {most[0]}")
    able = [session for session in able if set(puzzles) <= set(session.TAKES)] or able
    if len(able) > 1:
        able = [session for session in able if session.TASK == options.task] or able
    if len(able) > 1 and options.task is None:
        shared = next((name for name in every if all(name in session.READS for session in able)), None)
        able = able if shared is None else _reading(able, options.checkpoint, shared)
    return able[0], typed_options(able[0], options)


def _reading(able: list[Session], checkpoint: Path | None, option: str) -> list[Session]:
    """Those of some sessions that read the rows of a checkpoint, or else of the newest run that any of them reads."""
    kinds = tuple(kind for session in able for kind in session.READS[option])
    if checkpoint is not None and not checkpoint.exists():  # which is said when it is opened
        return able
    if checkpoint is not None:
        require_network(checkpoint)
    try:
        if checkpoint is not None:
            run = checkpoint if is_run(checkpoint) else run_of(checkpoint)
        else:
            run = run_of(newest_first(Wanted(rules=kinds))[0])
    except UserError:  # there is no run
        return able
    rules = read_data_rules(run)
    found = [session for session in able if isinstance(rules, session.READS[option])]
    if not found:
        titles = (str(getattr(kind, "TITLE", session.TASK)) for session in able for kind in session.READS[option])
        raise UserError(f"{option}: {checkpoint} was not trained on {', or on '.join(titles)}")
    return found


def typed_options(session: Session, options: Any) -> list[str]:
    """The session's options that differ from their defaults, as they are typed."""
    fields = dataclasses.fields(session.Options)
    return [f"--{field.name.replace('_', '-')}" for field in fields if getattr(options, field.name) != field.default]
