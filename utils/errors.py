"""The exception that means "the user can fix this", and how programs end.

Every mistake of a user (a path, a key, a row of a file) raises `UserError` with one line: what was wrong, where, and
what would be right. Entry points wrap their main function in `report_user_errors`. It prints that line and exits with
status 1. Ctrl-C exits with status 130. Any other exception is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

import difflib
import functools
import signal
import sys
from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

from utils.printing import harmless_output, one_line
from utils.startup import leave_quietly

P = ParamSpec("P")
R = TypeVar("R")


class UserError(ValueError):
    """A mistake of the user. The message is one line and needs no traceback."""


def nearest(word: str, candidates: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)` for the candidate closest to `word`, or an empty string."""
    found = difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.6)
    return f" (did you mean '{found[0]}'?)" if found else ""


def report_user_errors(main: Callable[P, R]) -> Callable[P, R]:
    """Decorate an entry point: a `UserError` becomes `error: <line>` on stderr and exit status 1, Ctrl-C status 130.

    Control characters in its standard output are shown as escapes (`utils.printing`).
    """

    @functools.wraps(main)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        quiet = signal.getsignal(signal.SIGINT) is leave_quietly
        if quiet:  # from here on Ctrl-C raises KeyboardInterrupt, so that everything is cleaned up
            signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with harmless_output() as output:
                result = main(*args, **kwargs)
            if output.lost is not None:
                raise UserError(f"standard output could not be written to ({output.lost})")
            return result
        except UserError as error:
            print(f"error: {one_line(str(error))}", file=sys.stderr)
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(128 + signal.SIGINT)
        finally:  # everything is cleaned up, so Ctrl-C may end the process at once again
            if quiet and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
                signal.signal(signal.SIGINT, leave_quietly)

    return wrapped
