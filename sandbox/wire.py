"""Plain data as bytes and back, for messages between processes that do not trust each other.

    decode(encode([1, 2.5, {"a": (None, b"x")}]))     [1, 2.5, {"a": (None, b"x")}]

Plain data are None, bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, those
types themselves, and the types of the standard library in `_STANDARD`. Decoding only ever makes these, so no byte of a
message is code. Subclasses of the built-in types cross as these types; views of dicts as lists; iterators as iterators
over what they yielded. Anything else is an opaque object: a number that means something to one side alone.

A value is a tag of one byte and its content; sizes are four bytes. This file is imported by the parent and the child.
"""

from __future__ import annotations

import sys
from itertools import islice

TYPE_CHECKING = False  # typing.TYPE_CHECKING, without an import that takes longer than all others together
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Refer = Callable[[object], int | None] | None
    Resolve = Callable[[int, tuple[Any, ...] | None], object] | None

LARGEST_MESSAGE = 4 * 2**20
DEEPEST = 100
LONGEST_ITERATOR = 10_000
MOST_KEYS = 10_000
"""Elements of sets and keys of dicts in a message, strings aside. Numbers can be chosen so that all of them collide:
inserting n of them then takes n * n steps."""

_ITEMS: dict[type, bytes] = {list: b"l", tuple: b"t", set: b"S", frozenset: b"Z"}
_MAKERS: dict[bytes, Callable[[list[Any]], Any]] = {b"l": list, b"t": tuple, b"S": set, b"Z": frozenset, b"I": iter}
_TYPES = (int, float, bool, str, bytes, list, tuple, dict, set, frozenset, complex, object, type, type(None))
_VIEWS: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()))
_BASES = (bool, int, float, complex, str, bytes, bytearray, tuple, list, dict, set, frozenset)


def _fraction(kind: Any, text: str) -> Any:
    numerator, denominator = text.split("/")  # int() refuses thousands of digits, whose division would take long
    return kind(int(numerator), int(denominator))


def _mapping(kind: Any, data: Any) -> Any:
    if type(data) is not dict:  # whose keys were counted
        raise ValueError("a mapping is no dict")
    return kind(data)


_STANDARD: dict[str, tuple[Callable[[Any], Any], Callable[[Any, Any], Any]]] = {
    "collections.deque": (lambda x: (list(x), x.maxlen), lambda kind, data: kind(data[0], data[1])),
    "collections.Counter": (dict, _mapping),
    "collections.OrderedDict": (dict, _mapping),
    "decimal.Decimal": (str, lambda kind, data: kind(data[:10_000])),
    "fractions.Fraction": (lambda x: f"{x.numerator}/{x.denominator}", _fraction),
    "datetime.date": (lambda x: x.isoformat(), lambda kind, data: kind.fromisoformat(data)),
    "datetime.time": (lambda x: x.isoformat(), lambda kind, data: kind.fromisoformat(data)),
    "datetime.datetime": (lambda x: x.isoformat(), lambda kind, data: kind.fromisoformat(data)),
    "datetime.timedelta": (lambda x: (x.days, x.seconds, x.microseconds), lambda kind, data: kind(*data)),
}
"""What of a type crosses, and how it becomes one again."""


def standard_name(kind: type) -> str | None:
    """The name of a type in `_STANDARD`, None if it is not there."""
    name = f"{kind.__module__}.{kind.__qualname__}"
    return (
        name if name in _STANDARD and getattr(sys.modules.get(kind.__module__), kind.__name__, None) is kind else None
    )


# ---- writing


def encode(value: object, refer: Refer = None) -> bytes:
    """The bytes of a value.

    Args:
        refer: gives the number that stands for an object that is no plain data, None if none does. It is also asked
            for objects of subclasses of tuple, which may be both.

    Raises:
        TypeError: something in it is no plain data, or it is too large, too deep, or contains itself.
    """
    written = bytearray()
    _write(written, value, refer, 0)
    return bytes(written)


def _write(out: bytearray, value: Any, refer: Refer, depth: int) -> None:
    kind = type(value)
    if depth > DEEPEST or len(out) > LARGEST_MESSAGE - 100:
        raise TypeError(f"data must be at most {DEEPEST} levels deep and {LARGEST_MESSAGE} bytes large")
    if value is None or kind is bool:
        out += b"N" if value is None else b"T" if value else b"F"
    elif kind is int:
        _sized(out, b"i", value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))
    elif kind is float:
        _sized(out, b"f", value.hex().encode())
    elif kind is complex:
        _sized(out, b"c", f"{value.real.hex()} {value.imag.hex()}".encode())
    elif kind is str:
        _sized(out, b"s", value.encode("utf-8", "surrogatepass"))
    elif kind is bytes or kind is bytearray:
        _sized(out, b"b" if kind is bytes else b"B", value)
    elif kind in _ITEMS:
        _write_items(out, _ITEMS[kind], value, refer, depth)
    elif kind is dict:
        out += b"d" + len(value).to_bytes(4, "big")
        for pair in value.items():
            _write(out, pair[0], refer, depth + 1)
            _write(out, pair[1], refer, depth + 1)
    else:
        _write_other(out, value, refer, depth)


def _write_other(out: bytearray, value: Any, refer: Refer, depth: int) -> None:
    kind = type(value)
    name = standard_name(kind)
    if name is not None:
        _sized(out, b"o", name.encode())
        _write(out, _STANDARD[name][0](value), refer, depth + 1)
    elif kind is range:
        _write_items(out, b"r", (value.start, value.stop, value.step), refer, depth)
    elif kind in _VIEWS:
        _write_items(out, b"l", list(value), refer, depth)
    elif kind is type and value in _TYPES:
        _sized(out, b"y", value.__name__.encode())
    elif (number := _number_of(value, refer)) is not None:
        out += b"h" + number.to_bytes(4, "big")
        _write(out, tuple(value) if isinstance(value, tuple) else None, refer, depth + 1)
    elif isinstance(value, _BASES):
        base: Any = next(base for base in _BASES if isinstance(value, base))
        _write(out, base(value), refer, depth)
    elif hasattr(kind, "__next__"):
        items = list(islice(value, LONGEST_ITERATOR + 1))
        if len(items) > LONGEST_ITERATOR:
            raise TypeError(f"an iterator yields more than {LONGEST_ITERATOR} items")
        _write_items(out, b"I", items, refer, depth)
    else:
        raise TypeError(f"{kind.__name__} is no plain data")


def _number_of(value: Any, refer: Refer) -> int | None:
    plain = isinstance(value, _BASES) and not isinstance(value, tuple)
    return None if refer is None or plain or hasattr(type(value), "__next__") else refer(value)


def _write_items(out: bytearray, tag: bytes, items: Any, refer: Refer, depth: int) -> None:
    out += tag + len(items).to_bytes(4, "big")
    for item in items:
        _write(out, item, refer, depth + 1)


def _sized(out: bytearray, tag: bytes, content: bytes) -> None:
    if len(out) + len(content) > LARGEST_MESSAGE - 100:
        raise TypeError(f"data must be at most {LARGEST_MESSAGE} bytes large")
    out += tag + len(content).to_bytes(4, "big") + content


# ---- reading


def decode(data: bytes, resolve: Resolve = None) -> Any:
    """The value of bytes from an untrusted process.

    Args:
        resolve: gives the object for a number, and the tuple that it also is, if it is one.

    Raises:
        ValueError: the bytes are not those of a value.
    """
    reader = _Reader(data, resolve)
    try:
        value = reader.value(0)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise ValueError(f"not plain data: {error}") from None
    if reader.at != len(data):
        raise ValueError("not plain data: something follows")
    return value


class _Reader:
    def __init__(self, data: bytes, resolve: Resolve) -> None:
        self.data, self.resolve, self.at, self.keys = data, resolve, 0, 0

    def take(self, size: int) -> bytes:
        if size > len(self.data) - self.at:
            raise ValueError("it ends too early")
        self.at += size
        return self.data[self.at - size : self.at]

    def size(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def items(self, count: int, depth: int) -> list[Any]:
        if count > len(self.data) - self.at:
            raise ValueError("it ends too early")
        return [self.value(depth + 1) for _ in range(count)]

    def keyed(self, keys: list[Any]) -> list[Any]:
        """Keys that may be inserted."""
        self.keys += sum(type(key) is not str for key in keys)
        if self.keys > MOST_KEYS:
            raise ValueError(f"sets and dicts may have {MOST_KEYS} elements that are no strings")
        return keys

    def value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise ValueError("too deep")
        tag = self.take(1)
        if tag in b"NTF":
            return None if tag == b"N" else tag == b"T"
        if tag in _MAKERS:
            items = self.items(self.size(), depth)
            return _MAKERS[tag](self.keyed(items) if tag in b"SZ" else items)
        if tag == b"d":
            flat = self.items(2 * self.size(), depth)
            return dict(zip(self.keyed(flat[::2]), flat[1::2], strict=True))
        if tag == b"r":
            return range(*self.items(self.size(), depth))
        if tag == b"h":
            number, plain = self.size(), self.value(depth + 1)
            if self.resolve is None or not (plain is None or type(plain) is tuple):
                raise ValueError("an object of the code is no plain data")
            return self.resolve(number, plain)
        content = self.take(self.size())
        if tag == b"o":
            return self.standard(content.decode(), self.value(depth + 1))
        return self.scalar(tag, content)

    def standard(self, name: str, data: Any) -> Any:
        unpack = _STANDARD[name][1]
        module, _, kind = name.partition(".")
        return unpack(getattr(__import__(module), kind), data)

    @staticmethod
    def scalar(tag: bytes, content: bytes) -> Any:
        if tag == b"i":
            return int.from_bytes(content, "big", signed=True)
        if tag == b"f":
            return float.fromhex(content.decode())
        if tag == b"c":
            real, imaginary = content.decode().split(" ")
            return complex(float.fromhex(real), float.fromhex(imaginary))
        if tag == b"s":
            return content.decode("utf-8", "surrogatepass")
        if tag in b"bB":
            return content if tag == b"b" else bytearray(content)
        if tag == b"y":
            return {kind.__name__: kind for kind in _TYPES}[content.decode()]
        raise ValueError("an unknown tag")
