"""Bytes of plain data: everything comes back, and no bytes make anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.wire import DEEPEST, LARGEST_MESSAGE, MOST_KEYS, decode, encode

KEYS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
DATA = st.recursive(
    KEYS | st.complex_numbers(allow_nan=False),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(KEYS, inner)
        | st.sets(KEYS)
        | st.frozensets(KEYS)
        | st.lists(KEYS).map(tuple)
    ),
)


@given(DATA)
def test_data_come_back(value: object) -> None:
    again = decode(encode(value))
    assert again == value and type(again) is type(value)


@given(st.binary(), DATA)
def test_no_bytes_do_harm(noise: bytes, value: object) -> None:
    data = encode(value)
    for bad in (noise, data + b"N", data[:-1] + noise, noise[:3] + data):
        try:
            decode(bad)
        except ValueError:
            pass


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x\0\0\0\0",
        b"l\xff\xff\xff\xff",
        b"s\0\0\0\1\xff",
        b"f\0\0\0\1x",
        b"l\0\0\0\1" * 1000,
        b"S\0\0\0\1l\0\0\0\0",
        b"h\0\0\0\0N",
        b"y\0\0\0\4eval",
        b"o\0\0\0\x0dos.system.nameN",
        b"o\0\0\0\x09os.systems\0\0\0\4true",
        b"o\0\0\0\x12fractions.Fractions\0\0\0\x031/0",
        b"o\0\0\0\x12fractions.Fractions\0\0\x13\x8a1/" + b"9" * 5000,
        b"o\0\0\0\x13collections.Counterl\0\0\0\0",
    ],
)
def test_bytes_that_are_no_data(data: bytes) -> None:
    with pytest.raises(ValueError):
        decode(data)


def test_sizes_are_limited() -> None:
    deep: list[object] = []
    for _ in range(DEEPEST):
        deep = [deep]
    assert decode(encode(deep)) == deep
    circle: list[object] = []
    circle.append(circle)
    for value in ([deep], circle, "x" * LARGEST_MESSAGE, [0] * LARGEST_MESSAGE, iter(range(10**5)), object(), print):
        with pytest.raises(TypeError):
            encode(value)
    assert decode(encode({str(n) for n in range(2 * MOST_KEYS)}))
    with pytest.raises(ValueError):
        decode(encode(set(range(MOST_KEYS + 1))))
    with pytest.raises(ValueError):
        decode(encode([dict.fromkeys(range(MOST_KEYS // 2 + 1)), set(range(MOST_KEYS // 2))]))


def test_objects_are_numbers() -> None:
    class Pair(tuple):  # type: ignore[type-arg]
        pass

    objects: list[object] = [object(), Pair((1, 2))]
    data = encode([objects[0], {"a": objects[1]}, (3,)], lambda value: objects.index(value))
    assert decode(data, lambda number, plain: (number, plain)) == [(0, None), {"a": (1, (1, 2))}, (3,)]
    assert decode(encode(Pair((1, 2)))) == (1, 2)
