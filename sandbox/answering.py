"""The process of code that tests use answers questions about what the code defines (`sandbox.asking` asks them).

    in the tests            question                          answer
    `f` of the names        ("name", "f")                     ("value", object 0, {})
    f([3, 1])               ("call", object 0, ([3, 1],))     ("value", None, {0: [1, 3]}) where f sorts in place
    Pair(1, 2)              ("call", object 1, (1, 2))        ("value", object 2, {})
    root.left = Node(2)     ("set", object 3, "left", ...)    ("value", None, {})
    f(None)                 ("call", object 0, (None,))       ("raised", ["TypeError", "Exception", ...], ("...",))

Objects of the code are numbers on their way. The parent passes questions and answers on unread.
"""

from __future__ import annotations

from sandbox.channel import flush, module_of
from sandbox.wire import encode

TYPE_CHECKING = False  # as in `sandbox.wire`
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sandbox.channel import Channel

CHANGED_IN_PLACE = (list, dict, set, bytearray)
"""Types of arguments whose changes are told to the tests."""


def answer(
    channel: Channel, setup: str, code: str, names: Sequence[str] | None, call: tuple[str, list[Any]] | None
) -> None:
    """Define what the code defines and answer questions about it, or call one function of it."""
    try:
        defined = module_of("program", {"setup.py": setup, "program.py": code})
        missing = [name for name in ([call[0]] if call else names or []) if name not in defined]
        if missing:
            raise NameError(f"the code does not define {missing[0]}")
        if call:
            reply: tuple[Any, ...] = ("value", defined[call[0]](*call[1]))
        else:
            reply = ("defined",)
    except Exception as error:
        reply = _raised(error)
    flush()
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
            flush()
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
        before = {at: encode(each, self._refer) for at, each in enumerate(arguments) if type(each) in CHANGED_IN_PLACE}
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
    except Exception:  # arguments of classes of the code's own may raise anything when they are looked at
        return "raised", names, (type(error).__name__,)
