"""Reading a .npy file of whole numbers: any bytes give either an array or a `UserError` that names the file.

    read_array(Path("data/sudoku4x4/train/all__inputs.npy"))      (N, 16) uint8

`numpy.load` also opens archives and pickles, and believes the size in the header. Here the header must describe whole
numbers, and the file must be as long as the header says, before memory is allocated.
"""

from __future__ import annotations

import ast
import math
import re
import warnings
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from utils.errors import UserError
from utils.reading import require_file

IN_MEMORY_BYTES = 512 * 2**20
"""Files up to this size are read into memory, larger ones are memory-mapped."""

_MAGIC = b"\x93NUMPY"
_LARGEST_HEADER = 10_000
"""The most bytes of a header, as in numpy: parsing a longer text may overflow the parser's stack."""
_INTEGERS = re.compile(r"[<>=|]?[iu][1248]")


def read_array(file: Path, in_memory_bytes: int = IN_MEMORY_BYTES) -> np.ndarray:
    """The array of a .npy file (versions 1 to 3), of any byte order and of C or Fortran order.

    Args:
        in_memory_bytes: files up to this size are read into memory, in C order and this machine's byte order; larger
            files are memory-mapped as they are.

    Raises:
        UserError: there is no such file, it is damaged, or it does not hold whole numbers.
    """
    return read_array_and_file(file, in_memory_bytes)[0]


def read_array_and_file(
    file: Path, in_memory_bytes: int = IN_MEMORY_BYTES
) -> tuple[np.ndarray, np.ndarray[Any, np.dtype[np.uint8]] | None]:
    """The array of `read_array`, and all bytes of the file, for hashing them; None if the array is mapped."""
    size = require_file(file)
    try:
        with open(file, "rb") as opened:
            described, start = _read_header(opened, file)
            dtype, shape, order = _checked(described, size - start, file)
            if size > in_memory_bytes and size > start:  # an empty array cannot be mapped
                return np.memmap(file, dtype, "r", start, shape, order), None
            opened.seek(0)
            content = np.fromfile(opened, np.uint8, size)
    except OSError as error:
        raise _damaged(file, error.strerror or str(error)) from None
    if content.size != size:
        raise _damaged(file, "it became shorter while it was read")
    array: np.ndarray = np.ndarray(shape, dtype, content.data, start, order=order)
    native = np.require(array, dtype.newbyteorder("="), ["C", "A"])  # copies only if the layout differs
    return native.reshape(shape), content  # `require` makes one dimension of none


def _read_header(opened: BinaryIO, file: Path) -> tuple[Any, int]:
    """The parsed header, and the position where the numbers begin."""
    start = opened.read(len(_MAGIC) + 2)
    if not start:
        raise _damaged(file, "it is empty")
    if not start.startswith(_MAGIC):
        raise _damaged(file, "it does not begin as a .npy file does")
    version = tuple(start[len(_MAGIC) :])
    if version not in ((1, 0), (2, 0), (3, 0)):
        raise _damaged(file, f"its format version {'.'.join(map(str, version))} is unknown")
    length = int.from_bytes(opened.read(2 if version == (1, 0) else 4), "little")
    if length > _LARGEST_HEADER:
        raise _damaged(file, f"its header is longer than {_LARGEST_HEADER} bytes")
    header = opened.read(length)
    if len(header) < length:
        raise _damaged(file, "it ends inside its header")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged headers have odd escapes and literals
            return ast.literal_eval(header.decode("utf-8" if version == (3, 0) else "latin1").strip()), opened.tell()
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):  # everything that literal_eval raises
        raise _damaged(file, "its header cannot be read") from None


def _checked(described: Any, room: int, file: Path) -> tuple[np.dtype, tuple[int, ...], Any]:
    """Type, shape and order by the header, if the file has exactly the bytes that they need."""
    if not isinstance(described, dict) or described.keys() != {"descr", "fortran_order", "shape"}:
        raise _damaged(file, "its header does not say type, order and shape")
    descr, shape, fortran = described["descr"], described["shape"], described["fortran_order"]
    if not isinstance(descr, str) or not _INTEGERS.fullmatch(descr):
        raise _damaged(file, f"it holds {_kind(descr)}, and whole numbers are needed")
    if not isinstance(shape, tuple) or not all(type(n) is int and n >= 0 for n in shape) or len(shape) > 32:
        raise _damaged(file, "its header says no shape")
    if fortran not in (True, False):
        raise _damaged(file, "its header says no order")
    dtype = np.dtype(descr)
    if math.prod(shape) * dtype.itemsize != room:
        raise _damaged(
            file, f"by its header it holds {_product(shape)} numbers of {dtype.itemsize} bytes, in {room} bytes"
        )
    return dtype, shape, "F" if fortran else "C"


def _kind(descr: object) -> str:
    """The common name of a type that is not for whole numbers."""
    if not isinstance(descr, str):
        return "records"
    kinds = {"f": "decimal numbers", "c": "complex numbers", "b": "truth values", "O": "pickled objects", "U": "text"}
    kinds |= {"M": "dates", "m": "time spans", "S": "text", "V": "records"}
    return kinds.get(descr.lstrip("<>=|")[:1], f"the type {descr[:40]!r}")


def _product(shape: tuple[int, ...]) -> str:
    """A shape for a message; a damaged header may hold thousands of digits."""
    return "x".join(str(n) if n < 10**20 else "more than 10^20" for n in shape[:4]) + ("x..." if len(shape) > 4 else "")


def _damaged(file: Path, why: str) -> UserError:
    return UserError(f"{file} is damaged ({why}); build the data set again")
