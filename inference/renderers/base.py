"""Renderers by the ending of their files. A renderer is a module of this folder that is named as the ending.

    write(trace, Path("trace.html"))        inference/renderers/html.py

A module has these names:

    OPTION    the option of `infer.py` that takes a file
    HELP      what is written there
    render    takes a trace; returns the file's content as bytes
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, Protocol, cast

from inference.traces import Trace
from utils.errors import UserError

_NOT_RENDERERS = {"__init__", "ansi", "base", "raster", "terminal"}
"""Modules of this folder that write no file."""


class Renderer(Protocol):
    """A module of this folder."""

    OPTION: str
    HELP: str

    def render(self, trace: Trace) -> bytes:
        """The content of a file that shows a trace."""
        ...


def renderers() -> dict[str, Renderer]:
    """The renderers by the ending of their files."""
    names = sorted(file.stem for file in Path(__file__).parent.glob("*.py") if file.stem not in _NOT_RENDERERS)
    return {name: cast(Renderer, importlib.import_module(f"inference.renderers.{name}")) for name in names}


def options() -> dict[str, str]:
    """The options of `infer.py` that take a file, with what is written there."""
    return {renderer.OPTION: f"{renderer.HELP} (.{ending})" for ending, renderer in renderers().items()}


def asked(typed: Any) -> list[Path]:
    """The files that were asked for, each by the option of its renderer.

    Args:
        typed: options, among them those of `options`.

    Raises:
        UserError: a file has another ending than its option's.
    """
    found = []
    for ending, renderer in renderers().items():
        file: Path | None = getattr(typed, renderer.OPTION)
        if file is not None:
            if file.suffix.lower() != f".{ending}":
                raise UserError(f"--{renderer.OPTION.replace('_', '-')} {file}: the name must end in .{ending}")
            found.append(file)
    return found


def write(trace: Trace, path: Path) -> None:
    """Write a file that shows a trace; its ending says how.

    Raises:
        UserError: no renderer writes such files, or the file cannot be written.
    """
    found = renderers().get(path.suffix.removeprefix(".").lower())
    if found is None:
        raise UserError(f"{path}: a trace is written as {', '.join('.' + name for name in renderers())}")
    content = found.render(trace)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UserError(f"{path} cannot be written ({error.strerror or error})") from error
