"""Sessions by name. A session is a module of this folder; it brings options to `infer.py` and belongs to a task.

    infer.py --query "Is it warm in Oslo?" --tools tools.json        inference/sessions/tools.py
    infer.py --prompt "What is 48 divided by 2?"                     inference/sessions/tool_json.py
    infer.py --example all:17 --html steps.html                      inference/sessions/example.py
    infer.py --puzzle 1....2....3....4                               no session: none of their options was typed

A module has these names:

    TASK        the task of its runs, or None for any; a task whose data have several forms may have several sessions
    RULES       the class of the rules of its runs, or None if it brings no form to pages
    Options     a dataclass; each field has a default, and becomes an option of `infer.py`
    USAGE       how the session is asked for, as in `--query TEXT for a decision about tools`
    run         takes the options that were typed, those of the session and those that `Shared` names
    open_form   opens a checkpoint, and gives what a page asks people for (`inference.forms.Form`), where it has RULES

`infer.py` and `demo.py` thus know no task by name.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, cast

from inference.renderers.ansi import ColourMode


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
    Options: type
    USAGE: str
    run: Callable[[Any], None]
    open_form: Callable[[Path, str], Any]


def sessions() -> dict[str, Session]:
    """The sessions by name."""
    names = sorted(file.stem for file in Path(__file__).parent.glob("*.py") if file.stem not in ("__init__", "base"))
    return {name: cast(Session, importlib.import_module(f"inference.sessions.{name}")) for name in names}


def typed_options(session: Session, options: Any) -> list[str]:
    """The session's options that differ from their defaults, as they are typed."""
    fields = dataclasses.fields(session.Options)
    return [f"--{field.name.replace('_', '-')}" for field in fields if getattr(options, field.name) != field.default]
