"""The process of tests: names of the code are stand-ins there that ask the process of the code (`sandbox.answering`).

No code of a model runs in this process. What comes back is data, and is compared by Python's own types.
"""

from __future__ import annotations

import builtins

from sandbox.answering import CHANGED_IN_PLACE
from sandbox.channel import flush, module_of
from sandbox.wire import encode

TYPE_CHECKING = False  # as in `sandbox.wire`
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sandbox.channel import Channel


def ask(channel: Channel, setup: str, tests: str, names: Sequence[str]) -> None:
    """Run the tests and tell the parent how they ended."""
    asker = _Asker(channel)
    try:
        meanings = {name: asker.ask("name", name) for name in names}
        module_of("tests", {"setup.py": setup, "tests.py": tests}, **meanings)
        ended = ("passed", "")
    except SystemExit as error:  # of the tests: what the code raises to end its process ends its process alone
        ended = ("failed", f"the tests ended with {error.code}") if error.code else ("passed", "")
    except BaseException as error:
        kind = "memory" if isinstance(error, MemoryError) else "error"
        if isinstance(error, AssertionError) and not asker.raised(error):
            kind = "failed"
        ended = (kind, _described(error, tests.splitlines(), asker.raised(error)))
    flush()
    channel.send(("ended", *ended))


def _described(error: BaseException, lines: list[str], of_code: bool) -> str:
    """One line: the exception, and the last line of the tests that it came from."""
    where, trace = "", error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "tests.py" and 0 < trace.tb_lineno <= len(lines):
            where = f"{lines[trace.tb_lineno - 1].strip()[:500]} (line {trace.tb_lineno} of the tests): "
        trace = trace.tb_next
    text = " ".join(f"{type(error).__name__}: {error}"[:500].split())
    return f"{where}{'the code raised ' if of_code else ''}{text}"


class _Asker:
    """Asks the code. Answers are believed to be data, and nothing else."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._remotes: dict[int, _Remote] = {}
        self._raised: list[BaseException] = []

    def ask(self, *question: Any) -> Any:
        """The answer as a value. Raises what the code raised."""
        self._channel.send(("ask", encode(question, _number)))
        reply = self._channel.receive(self._resolve)
        if type(reply) is tuple and len(reply) == 3 and reply[0] == "value" and type(reply[2]) is dict:
            if question[0] == "call":
                _change(question[2], reply[2])
            return reply[1]
        if type(reply) is tuple and len(reply) == 3 and reply[0] == "raised":
            self._raised.append(_exception(*reply[1:]))
            raise self._raised[-1]
        raise SystemError("the process of the code broke the rules of the conversation")

    def raised(self, error: BaseException) -> bool:
        """Whether the code raised it."""
        return any(error is each for each in self._raised)

    def _resolve(self, number: int, plain: tuple[Any, ...] | None) -> object:
        if plain is not None:
            both = _RemoteTuple(plain)
            both.number = number
            return both
        if number not in self._remotes:
            self._remotes[number] = _Remote(self, number)
        return self._remotes[number]


class _Remote:
    """A function, class or object of the code. It is equal to itself alone, and the code is not asked about that."""

    def __init__(self, asker: _Asker, number: int) -> None:
        self.__dict__.update(__asker=asker, __number=number)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self.__dict__["__asker"].ask("call", self, arguments, named)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"objects of the code show no {name}")
        return self.__dict__["__asker"].ask("get", self, name)

    def __setattr__(self, name: str, value: object) -> None:
        self.__dict__["__asker"].ask("set", self, name, value)

    def __repr__(self) -> str:
        return "<an object of the code>"


class _RemoteTuple(tuple):
    """An object of the code whose class is a kind of tuple."""

    number = -1


def _number(value: object) -> int | None:
    if type(value) is _Remote:
        number: int = value.__dict__["__number"]
        return number
    return value.number if type(value) is _RemoteTuple else None


def _change(arguments: tuple[Any, ...], changed: dict[Any, Any]) -> None:
    """Do in place to arguments what the code did to its copies of them."""
    for at, new in changed.items():
        old: Any = arguments[at] if type(at) is int and 0 <= at < len(arguments) else None
        if type(old) not in CHANGED_IN_PLACE or type(new) is not type(old):
            raise SystemError("the process of the code broke the rules of the conversation")
        old.clear()
        old.extend(new) if isinstance(old, list | bytearray) else old.update(new)


def _exception(names: Any, arguments: Any) -> Exception:
    """The nearest exception of Python's own."""
    for name in names if type(names) is list else ():
        kind = getattr(builtins, name, None) if type(name) is str else None
        if isinstance(kind, type) and issubclass(kind, Exception):
            try:
                return kind(*arguments)
            except Exception:  # some want other arguments than they keep
                continue
    return RuntimeError("an exception of the code")
