"""Files as nobody meant them: arbitrary bytes, and valid files with parts changed, for property tests of readers."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from utils.errors import UserError

MANY = settings(
    max_examples=500,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""What a property test of a reader runs; the examples are the same each time."""
MOST_MEMORY = 500 * 2**20

_ODD_NUMBERS = [0, -1, 1, 2, 3, 2**31, 2**63, 2**64, 10**20, 10**400, -(10**20), 0.5, -0.0, 1e308]
_ODD_TEXTS = ["", "/", "..", "../x", "\x00", "\x1b[31m", "\ud800", "é", "a" * 5000, "all", "<pad>", "0" * 64]
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.sampled_from(_ODD_NUMBERS), st.sampled_from(_ODD_TEXTS), st.integers(), st.text()
)
VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
"""Any JSON value, the nasty ones more often."""
_PIECES = st.sampled_from(
    [b"NaN", b"-Infinity", b"[" * 3000, b"9" * 5000, b"\xff", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"{}", b"\n"]
)


@st.composite
def damaged(draw: st.DrawFn, valid: bytes) -> bytes:
    """Any bytes, or those of a valid file with bits flipped, parts cut out, doubled or put in, or its end missing."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.binary(max_size=300))
    content = bytearray(valid)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, max(len(content) - 1, 0)))
        length = draw(st.integers(0, 40))
        kind = draw(st.sampled_from(["flip", "cut", "double", "insert", "overwrite", "truncate"]))
        if kind == "flip" and content:
            content[start] ^= 1 << draw(st.integers(0, 7))
        elif kind == "cut":
            del content[start : start + length]
        elif kind == "double":
            content[start:start] = content[start : start + length]
        elif kind == "insert":
            content[start:start] = draw(_PIECES | st.binary(max_size=8))
        elif kind == "overwrite":
            piece = draw(_PIECES | st.binary(max_size=8))
            content[start : start + len(piece)] = piece
        elif kind == "truncate":
            del content[start:]
    return bytes(content)


@st.composite
def damaged_json(draw: st.DrawFn, valid: Any) -> bytes:
    """`damaged`, or the text of a JSON value in which one value or key, at any depth, is another."""
    if draw(st.booleans()):
        return draw(damaged(json.dumps(valid).encode()))
    places = list(_places(valid))
    place = draw(st.sampled_from(places))
    changed = json.loads(json.dumps(valid))
    if not place:
        return json.dumps(draw(VALUES)).encode()
    holder = changed
    for step in place[:-1]:
        holder = holder[step]
    kind = draw(st.sampled_from(["value", "value", "value", "remove", "wrap"]))
    if kind == "value":
        holder[place[-1]] = draw(VALUES)
    elif kind == "remove":
        del holder[place[-1]]
    else:
        holder[place[-1]] = [holder[place[-1]]]
    return json.dumps(changed).encode()


def _places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where each value in a JSON value stands, the whole first."""
    yield before
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _places(inner, (*before, key))


def survives(read: Callable[[], Any], file: Path) -> None:
    """A reader returns, or raises one `UserError` that names the file."""
    try:
        read()
    except UserError as error:
        assert file.name in str(error), error


@contextmanager
def bounded_memory() -> Iterator[None]:
    """The process takes at most `MOST_MEMORY` more inside the block than it had taken before."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024  # Linux counts in KiB
    assert grown < MOST_MEMORY, f"{grown / 2**20:.0f} MiB"
