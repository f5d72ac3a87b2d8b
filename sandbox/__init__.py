"""Run code that a model wrote, in processes of its own, within limits, and judge it.

    run("print(6 * 7)", expected="42").kind                                   "passed"
    call("def f(x): return x + 1", "f", [1]).value                            2
    check("def f(x): return x + 1", "assert f(1) == 3", ["f"]).kind           "failed"
    check("import os; os._exit(0)", "assert f(1) == 3", ["f"]).kind           "error"

The expected answers never enter the process of the code. `run` compares the output in this process. `check` runs the
tests in a second process, which asks the first one for results and gets plain data (`sandbox.wire`). The code may do
what it likes with its own process: neither an exit status nor anything that it writes, patches or closes makes a wrong
answer right.

What stands around the code is the best of three forms that this machine allows (`sandbox.forms`):

- "bubblewrap", where `bwrap` is installed and works. The code sees the interpreter, the system's libraries and a small
  folder in memory, and no other file, no process, no network and no environment of the machine.
- "namespaces", where Linux lets users make them. The code can change no file outside a small folder in memory, and sees
  no process and no network. It can READ every file that its user can read, and reach sockets that are files, but for
  those in /run and /tmp.
- "plain", anywhere else: limits of the system, and a hook that refuses processes, signals, connections, foreign
  libraries and changes of files outside a folder. The hook stops programs, not attackers. Code that gets round it (and
  hooks of Python can be got round) has all rights of its user, those over the calling process included.

No form protects against faults of the kernel, or tells a slow program from a slow machine. Memory is limited for each
process and, a hundred times a second, for all processes of a job together; memory that no process maps (files
in memory, pipes) is limited only by the number and size of open files. Only the standard library can be imported.
docs/sandbox.md says what was tried against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.pool import Pool, default_pool
from sandbox.verdict import ERROR, FAILED, INFRASTRUCTURE, MEMORY, OUTPUT, PASSED, TIMEOUT, Limits, Verdict

__all__ = [
    "ERROR",
    "FAILED",
    "INFRASTRUCTURE",
    "MEMORY",
    "OUTPUT",
    "PASSED",
    "TIMEOUT",
    "Limits",
    "Pool",
    "Verdict",
    "call",
    "check",
    "run",
]


def run(code: str, stdin: str = "", *, expected: str | None = None, limits: Limits | None = None) -> Verdict:
    """Run a program.

    Args:
        code: Python. It runs as `__main__`.
        stdin: its standard input.
        expected: what it must print; blanks at the ends of lines and lines without text at the end do not count.
        limits: those of the default pool if None.

    Returns:
        PASSED if it ended with status 0 and printed what was expected; FAILED if it printed something else. Without
        `expected`, PASSED says that it ended by itself with status 0, and no more. `sys.exit(0)` and `os._exit(0)` in
        the middle count: nothing that a process says of itself can prove that it reached its last line.
    """
    return default_pool().run(code, stdin, expected=expected, limits=limits)


def call(code: str, function: str, arguments: Sequence[Any], *, limits: Limits | None = None) -> Verdict:
    """Call one function that the code defines.

    Args:
        code: Python that defines the function.
        function: its name.
        arguments: plain data (`sandbox.wire`).

    Returns:
        PASSED with the result as `value` if the function returned plain data. The value is what the code says it is:
        compare it, but trust nothing else about it. ERROR if it raised, or returned anything else.

    Raises:
        TypeError: the arguments are no plain data.
    """
    return default_pool().call(code, function, arguments, limits=limits)


def check(code: str, tests: str, names: Sequence[str], *, setup: str = "", limits: Limits | None = None) -> Verdict:
    """Run tests against code.

    The tests are Python with assertions, run in a process of their own. There, each of `names` is a stand-in: a call
    sends plain data to the process of the code and returns the result as data. What the code raises is raised in the
    tests as the nearest exception of Python's own. An object of a class of the code is an opaque object in the tests:
    it may be passed back, called, and its attributes may be read and set; it equals itself and nothing else. Iterators
    arrive as iterators over at most 10,000 items that were made at once. Lists, dicts and sets that the code changed in
    place are changed in the tests.

    Args:
        code: Python that defines the names.
        tests: trusted Python, such as `assert f(1) == 2`, or HumanEval's `def check(candidate): ...` and `check(f)`.
        names: the functions and classes of the code that the tests use.
        setup: trusted code that both processes run first, such as imports.

    Returns:
        PASSED if the tests reached their end; FAILED if an assertion of theirs did not hold; ERROR if the code raised,
        ended, lacks a name, or the tests raised something else. stdout and stderr are those of the code.
    """
    return default_pool().check(code, tests, names, setup=setup, limits=limits)
