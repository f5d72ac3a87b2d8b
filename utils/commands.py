"""Command lines that tyro reads into a dataclass of options; a wrong command line becomes an error of one line.

options = parse(Options, __doc__)
# evaluate.py checkpoint=X      error: checkpoint=X: options ... are written without '=', as in --checkpoint X
# evaluate.py --checkpont X     error: unrecognized options: --checkpont, X (did you mean '--checkpoint'?) ...
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import itertools
import re
import shlex
import sys
from pathlib import Path
from typing import TypeVar

import tyro

from utils.errors import UserError, nearest

T = TypeVar("T")

MOST_STEPS = 10_000
"""Largest number of improvement steps of a row; the paper makes 16."""
MOST_ROWS = 2**24
"""Largest number of rows that are answered at the same time."""
MOST_EXAMPLES = 10**12
_FRAME = re.compile(r"^[│|] ?| *[│|]$")
_RULE = re.compile(r"[─━-]{3,}")


def parse(options: type[T], description: str | None = None) -> T:
    """Read the options from the command line; `--help` prints them and ends the program.

    Raises:
        UserError: there is no such option, or a value is wrong.
    """
    complaint = io.StringIO()
    try:
        with contextlib.redirect_stderr(complaint):
            return tyro.cli(options, description=description)
    except SystemExit as stop:
        if stop.code in (0, None):
            raise
        raise UserError(_explain(options, complaint.getvalue())) from None


def require_between(option: str, value: int | None, least: int, most: int) -> None:
    """Refuse a number that is too small or too large. None, for an option that was not typed, passes.

    Raises:
        UserError: the message names the option and its bound.
    """
    if value is not None and value < least:
        raise UserError(f"{option} {value}: must be at least {least}")
    if value is not None and value > most:
        raise UserError(f"{option} {value}: must be at most {most}")


def _explain(options: type, complaint: str) -> str:
    """Turn tyro's complaint, a text in a box, into one line."""
    script = Path(sys.argv[0]).name
    names = [field.name for field in dataclasses.fields(options)] if dataclasses.is_dataclass(options) else []
    for argument in sys.argv[1:] if "overrides" not in names else []:  # overrides are written key=value
        key, separator, value = argument.partition("=")
        name = key.lstrip("+").replace("-", "_")
        if separator and name in names:
            option = f"--{name.replace('_', '-')} {shlex.quote(value)}"
            return f"{argument}: options of {script} are written without '=', as in {option}"
    lines = [_FRAME.sub("", line).strip() for line in complaint.splitlines()]
    after_title = itertools.dropwhile(_RULE.search, lines[1:])  # without frames, tyro prints a rule after the title
    message = list(itertools.takewhile(lambda line: not _RULE.search(line), after_title))
    text = " ".join(filter(None, message)).partition(" Got errors:")[0] or "cannot read the command line"
    typed = [argument.partition("=")[0] for argument in sys.argv[1:] if argument.startswith("--")]
    known = [f"--{name.replace('_', '-')}" for name in names]
    unknown = [option for option in typed if option.replace("_", "-").replace("--no-", "--") not in known]
    hint = nearest(unknown[0], known) if unknown and "nrecognized" in text else ""
    return f"{text}{hint}; {script} --help lists the options"
