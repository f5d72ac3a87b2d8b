"""How tests in one process use code in another one: both sides, and the channel that each has to the parent.

    in the tests            question                          answer of the code
    `f` of the names        ("name", "f")                     ("value", object 0)
    f([3, 1])               ("call", object 0, ([3, 1],))     ("value", [1, 3], {0: [1, 3]}) where 0 was sorted in place
    Pair(1, 2)              ("call", object 1, (1, 2))        ("value", object 2)
    root.left = Node(2)     ("set", object 3, "left", ...)    ("value", None)
    f(None)                 ("call", object 0, (None,))       ("raised", ["TypeError", "Exception"], ("...",))

The parent passes questions and answers on unread. Objects of the code are numbers on their way.
"""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Sequence
from typing import Any

from sandbox.wire import Refer, Resolve, decode, encode

_CHANGED_IN_PLACE = (list, dict, set, bytearray)


class Channel:
    """A worker's end of the socket to the parent."""

    def __init__(self, number: int) -> None:
        self._number = number

    def send(self, message: object, refer: Refer = None) -> None:
        """Write a message. Raises TypeError if it is no plain data."""
        data = encode(message, refer)
        data = len(data).to_bytes(4, "big") + data
        while data:
            data = data[os.write(self._number, data) :]

    def receive(self, resolve: Resolve = None) -> Any:
        """Wait for a message. Ends this process if there will be none."""
        return decode(self._read(int.from_bytes(self._read(4), "big")), resolve)

    def _read(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            part = os.read(self._number, size - len(data))
            if not part:
                os._exit(0)
            data += part
        return bytes(data)


def _execute(setup: str, code: str, name: str) -> dict[str, Any]:
    """What setup and code define, as a module of this name."""
    module = type(sys)(name)
    sys.modules[name] = module
    for part, text in (("setup", setup), (name, code)):
        exec(compile(text, f"{part}.py", "exec", dont_inherit=True), module.__dict__)
    return module.__dict__


# ---- the side of the code


def answer(
    channel: Channel, setup: str, code: str, names: Sequence[str] | None, call: tuple[str, list[Any]] | None
) -> None:
    """Define what the code defines and answer questions about it, or call one function of it."""
    try:
        defined = _execute(setup, code, "program")
        missing = [name for name in ([call[0]] if call else names or []) if name not in defined]
        if missing:
            raise NameError(f"the code does not define {missing[0]}")
        if call:
            reply: tuple[Any, ...] = ("value", defined[call[0]](*call[1]))
        else:
            reply = ("defined",)
    except Exception as error:
        reply = _raised(error)
    _flush()
    try:
        channel.send(reply)
    except TypeError as error:
        channel.send(_raised(TypeError(f"the result is no plain data: {error}")))
    if names is not None:
        _Objects(channel, defined).answer_all()


class _Objects:
    """What the code has defined and made, by number."""

    def __init__(self, channel: Channel, defined: dict[str, Any]) -> None:
        self._channel, self._defined = channel, defined
        self._objects: list[object] = []
        self._numbers: dict[int, int] = {}

    def answer_all(self) -> None:
        while True:
            question = self._channel.receive(lambda number, _: self._objects[number])
            try:
                reply = getattr(self, f"_{question[0]}")(*question[1:])
            except Exception as error:
                reply = _raised(error)
            _flush()
            try:
                self._channel.send(reply, self._refer)
            except Exception as error:  # iterators run the code's own
                self._channel.send(_raised(error))

    def _refer(self, value: object) -> int:
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)
        return self._numbers[id(value)]

    def _name(self, name: str) -> tuple[Any, ...]:
        return "value", self._defined[name], {}

    def _call(self, function: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        before = {at: encode(each, self._refer) for at, each in enumerate(arguments) if type(each) in _CHANGED_IN_PLACE}
        result = function(*arguments, **named)
        changed = {at: arguments[at] for at in before if encode(arguments[at], self._refer) != before[at]}
        return "value", result, changed

    def _get(self, owner: object, name: str) -> tuple[Any, ...]:
        return "value", getattr(owner, name), {}

    def _set(self, owner: object, name: str, value: object) -> tuple[Any, ...]:
        setattr(owner, name, value)
        return "value", None, {}


def _raised(error: Exception) -> tuple[Any, ...]:
    names = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    try:
        encode(error.args)
        return "raised", names, error.args
    except Exception:
        return "raised", names, (type(error).__name__,)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # the code may have closed or replaced it
            pass


# ---- the side of the tests


def ask(channel: Channel, setup: str, tests: str, names: Sequence[str]) -> None:
    """Run the tests and tell the parent how they ended."""
    asker = _Asker(channel)
    try:
        meanings = {name: asker.ask("name", name) for name in names}
        module = type(sys)("tests")
        sys.modules["tests"] = module
        exec(compile(setup, "setup.py", "exec", dont_inherit=True), module.__dict__)
        module.__dict__.update(meanings)
        exec(compile(tests, "tests.py", "exec", dont_inherit=True), module.__dict__)
        ended = ("passed", "")
    except SystemExit as error:  # of the tests: what the code raises to end its process ends its process alone
        ended = ("failed", f"the tests ended with {error.code}") if error.code else ("passed", "")
    except BaseException as error:
        kind = "memory" if isinstance(error, MemoryError) else "error"
        if isinstance(error, AssertionError) and not asker.raised(error):
            kind = "failed"
        ended = (kind, _described(error, tests.splitlines(), asker.raised(error)))
    _flush()
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


class _RemoteTuple(tuple[Any, ...]):
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
        old = arguments[at] if type(at) is int and 0 <= at < len(arguments) else None
        if type(old) not in _CHANGED_IN_PLACE or type(new) is not type(old):
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
