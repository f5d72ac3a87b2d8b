"""Arrays are read as numpy reads them, and a file that is none is refused whatever it says of itself."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from dataset.arrays import read_array
from tests.harness import Trap
from tests.hostile import MANY, bounded_memory, damaged, survives
from utils.errors import UserError

NUMBERS = np.arange(24).reshape(4, 6)


def saved(array: np.ndarray) -> bytes:
    content = io.BytesIO()
    np.save(content, array, allow_pickle=True)
    return content.getvalue()


def with_header(text: str, body: bytes = bytes(64), version: tuple[int, int] = (1, 0)) -> bytes:
    header = text.encode("latin1")
    return b"\x93NUMPY" + bytes(version) + len(header).to_bytes(2 if version == (1, 0) else 4, "little") + header + body


def described(descr: str = "'|u1'", order: str = "False", shape: str = "(4, 16)") -> str:
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n"


@pytest.mark.parametrize("dtype", ["u1", "i1", "<u2", ">u2", "<i4", ">i4", "<i8", ">u8"])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("in_memory_bytes", [0, 10**6])
def test_whole_numbers_of_every_kind(tmp_path: Path, dtype: str, order: Any, in_memory_bytes: int) -> None:
    for array in (NUMBERS, NUMBERS[0], NUMBERS[:0], NUMBERS.reshape(2, 2, 6), np.array(5)):
        np.save(tmp_path / "a.npy", np.asarray(array, dtype, order=order))
        found = read_array(tmp_path / "a.npy", in_memory_bytes)
        assert np.array_equal(found, array) and found.shape == array.shape
        assert found.dtype.newbyteorder("=") == np.dtype(dtype).newbyteorder("=")
        if in_memory_bytes:
            assert found.dtype.isnative and found.flags.c_contiguous
        elif array.size:
            assert isinstance(found, np.memmap)


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_every_version_of_the_format(tmp_path: Path, version: tuple[int, int]) -> None:
    (tmp_path / "a.npy").write_bytes(with_header(described(), bytes(range(64)), version))
    assert np.array_equal(read_array(tmp_path / "a.npy"), np.arange(64).reshape(4, 16))


def _zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("x.npy", saved(NUMBERS))
    return content.getvalue()


def _npz() -> bytes:
    content = io.BytesIO()
    np.savez(content, x=NUMBERS)
    return content.getvalue()


DAMAGED = {
    "empty": (b"", "it is empty"),
    "magic alone": (b"\x93NUMPY", "format version"),
    "an archive of arrays": (_npz(), "does not begin as a .npy file"),
    "a zip": (_zip(), "does not begin as a .npy file"),
    "no archive": (b"PK\x03\x04garbage", "does not begin as a .npy file"),
    "text": (b"1 2 3\n", "does not begin as a .npy file"),
    "decimal numbers": (saved(NUMBERS / 2), "decimal numbers"),
    "complex numbers": (saved(NUMBERS * 1j), "complex numbers"),
    "truth values": (saved(NUMBERS > 3), "truth values"),
    "dates": (saved(NUMBERS.astype("M8[s]")), "dates"),
    "time spans": (saved(NUMBERS.astype("m8[s]")), "time spans"),
    "texts": (saved(NUMBERS.astype(str)), "text"),
    "records": (saved(np.zeros(4, [("a", "i4")])), "records"),
    "nested records": (saved(np.zeros(4, [("a", [("b", "i4", (2, 2))])])), "records"),
    "bytes": (saved(np.zeros(4, "V8")), "records"),
    "version 9": (with_header(described(), version=(9, 0)), "version 9.0"),
    "a shape of 1e12": (with_header(described(shape="(1000000000000, 16)")), "1000000000000x16"),
    "a shape of 1e19": (with_header(described(shape="(10000000000000000000,)")), "10000000000000000000 numbers"),
    "a shape of 4,000 digits": (with_header(described(shape=f"({'9' * 4000},)")), "more than 10^20"),
    "a shape of 5,000 digits": (with_header(described(shape=f"({'9' * 5000},)")), "its header cannot be read"),
    "a shape of 1,000 axes": (with_header(described(shape=f"({'1,' * 1000})")), "says no shape"),
    "a negative shape": (with_header(described(shape="(-4, -16)")), "says no shape"),
    "a shape of truth values": (with_header(described(shape="(True, 64)")), "says no shape"),
    "a list for a shape": (with_header(described(shape="[4, 16]")), "says no shape"),
    "an odd order": (with_header(described(order="[]")), "says no order"),
    "fewer bytes than the shape": (with_header(described(), bytes(63)), "in 63 bytes"),
    "more bytes than the shape": (with_header(described(), bytes(65)), "in 65 bytes"),
    "an unbalanced header": (with_header("{'descr': '|u1', 'shape': (4, 16"), "its header cannot be read"),
    "an indented header": (with_header("  {'descr'\n  : 1\n :2 "), "its header cannot be read"),
    "a nested header": (with_header("(" * 9000), "its header cannot be read"),
    "a header of signs": (with_header("-" * 9000 + "1"), "its header"),
    "a header of 60,000 bytes": (with_header(described() + " " * 60000), "longer than 10000"),
    "a header longer than the file": (b"\x93NUMPY\x02\x00\xff\xff\x00\x00{", "longer than 10000"),
    "a header cut short": (with_header(described(), b"")[:40], "ends inside its header"),
    "a header of another key": (with_header("{'descr': '|u1', 'order': False, 'shape': (4,)}"), "does not say type"),
    "a header that is no dictionary": (with_header("[1]"), "does not say type"),
    "a header that calls": (with_header(described("__import__('os').mkdir('sprung')")), "its header cannot be read"),
    "an unknown type": (with_header(described("'|u3'")), "'|u3'"),
    "a sub-array": (with_header(described("('|u1', (1000, 1000, 1000))")), "records"),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGED)
def test_a_file_that_is_no_array_of_whole_numbers(tmp_path: Path, case: str) -> None:
    content, said = DAMAGED[case]
    (tmp_path / "a.npy").write_bytes(content)
    with bounded_memory(), pytest.raises(UserError) as caught:
        read_array(tmp_path / "a.npy")
    assert "a.npy is damaged (" in str(caught.value) and said in str(caught.value), caught.value


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda file: None, "no such file"),
        (lambda file: file.mkdir(), "is a folder"),
        (lambda file: os.mkfifo(file), "is a pipe"),
        (lambda file: file.symlink_to(file), "cannot read"),
        (lambda file: file.symlink_to("/dev/zero"), "device"),
    ],
)
def test_what_is_no_file(tmp_path: Path, make: Callable[[Path], Any], said: str) -> None:
    make(tmp_path / "a.npy")
    with pytest.raises(UserError, match=said):
        read_array(tmp_path / "a.npy")


def test_nothing_is_executed(tmp_path: Path) -> None:
    trap = Trap(tmp_path / "sprung")
    for content in (saved(np.array([trap], object)), pickle.dumps(trap)):
        (tmp_path / "a.npy").write_bytes(content)
        with pytest.raises(UserError, match="is damaged"):
            read_array(tmp_path / "a.npy")
    assert not trap.marker.exists()


def test_a_sparse_file_of_a_terabyte_takes_no_memory(tmp_path: Path) -> None:
    header = with_header(described(shape="(1000000000000,)"), b"")
    (tmp_path / "a.npy").write_bytes(header)
    os.truncate(tmp_path / "a.npy", len(header) + 10**12)
    with bounded_memory():
        assert read_array(tmp_path / "a.npy").shape == (10**12,)


@pytest.mark.slow
@pytest.mark.parametrize("array", [NUMBERS.astype("u1"), np.asfortranarray(NUMBERS.astype(">i4"))])
def test_whatever_the_bytes(tmp_path: Path, array: np.ndarray) -> None:
    file = tmp_path / "a.npy"

    @MANY
    @given(content=damaged(saved(array)))
    def check(content: bytes) -> None:
        file.write_bytes(content)
        survives(lambda: read_array(file), file)

    with bounded_memory():
        check()
