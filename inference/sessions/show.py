"""A trace in a file on the command line: shown in the terminal, or as pages and pictures. No network is needed.

infer.py --show steps.json                                  in the terminal
infer.py --show steps.json --html steps.html --gif steps.gif
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from inference.renderers import terminal
from inference.renderers.base import asked, write
from inference.renderers.base import options as renderer_options
from inference.traces import read_trace
from utils.errors import UserError

TASK = None
RULES = None
READS: dict[str, tuple[type, ...]] = {}
TAKES: tuple[str, ...] = ()
USAGE = "--show FILE for a trace that was saved"


@dataclass
class Options:
    """Show a trace."""

    show: Path | None = None
    """A file that --trace-file wrote: show it in the terminal, or write it as --html, --gif or --png."""


def run(options: Any) -> None:
    """Show one trace.

    Raises:
        UserError: the file holds no trace, or options do not go together.
    """
    known = {"show", "color", "trace", *renderer_options()}
    for option in fields(options):
        if option.name not in known and getattr(options, option.name) != option.default:
            raise UserError(f"--{option.name.replace('_', '-')} does not go with --show, which asks no network")
    trace = read_trace(options.show)
    files = asked(options)
    for file in files:
        write(trace, file)
    if options.trace or not files:
        terminal.show(trace, options.color)
