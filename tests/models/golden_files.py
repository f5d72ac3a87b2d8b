"""Golden files: what the official code computes, one case a network, as `tests/models/test_golden.py` reads them.

A case is `<case>.npz`, or several files `<case>.npz`, `<case>.2.npz`, ... that hold its arrays between them: `config`,
`state/<parameter>`, `batch<call>/...` and, for mode `train` and `eval` and calls 0, 1, ..., `<mode><call>/<array>`.
An evaluation's array that is missing is equal to the training's of the same call.

`tests/golden64` holds part of larger files: the first two calls, without evaluation arrays that equal the training's
bit for bit, in files below 1 MiB. Every number keeps its 64 bits. It was written from the full files by

    python -m tests.models.golden_files FOLDER_OF_FULL_FILES tests/golden64
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np

Case = dict[str, np.ndarray]

KEPT_CALLS = 2
MAX_BYTES = 1_000_000
"""Of a file, before it is compressed; numbers like these hardly shrink."""


def case_names(folder: Path) -> list[str]:
    """The cases of a folder; `sparse_sign_sgd.npz` holds no network."""
    return sorted({path.name.partition(".")[0] for path in folder.glob("*.npz")} - {"sparse_sign_sgd"})


def read_case(folder: Path, name: str) -> Case:
    """All arrays of a case."""
    case: Case = {}
    for path in sorted(folder.glob(f"{name}.*npz")):
        with np.load(path) as arrays:
            case.update(arrays)
    for key in list(case):
        case.setdefault(re.sub(r"^train(\d+)/(?!grad/)", r"eval\1/", key), case[key])
    return case


def count_calls(case: Case) -> int:
    """How many calls of each mode a case holds."""
    return sum(key.startswith("batch") and key.endswith("/inputs") for key in case)


def write_kept_part(case: Case, folder: Path, name: str) -> None:
    """Write the part of a case that tests keep, filling one file after the other."""
    kept = {key: value for key, value in case.items() if _call(key) < KEPT_CALLS and not _repeats(case, key)}
    files: list[Case] = [{}]
    for key, value in kept.items():
        if sum(array.nbytes for array in files[-1].values()) + value.nbytes > MAX_BYTES:
            files.append({})
        files[-1][key] = value
    for number, arrays in enumerate(files, start=1):
        suffix = "" if number == 1 else f".{number}"
        np.savez_compressed(folder / f"{name}{suffix}.npz", **arrays)  # type: ignore[arg-type]


def _call(key: str) -> int:
    """The call that an array belongs to; 0 for weights and the configuration."""
    match = re.match(r"(?:batch|train|eval)(\d+)/", key)
    return int(match[1]) if match else 0


def _repeats(case: Case, key: str) -> bool:
    trained = case.get(re.sub("^eval", "train", key))
    return key.startswith("eval") and trained is not None and _same_bits(case[key], trained)


def _same_bits(a: np.ndarray, b: np.ndarray) -> bool:
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.mkdir(exist_ok=True)
    for name in case_names(source):
        write_kept_part(read_case(source, name), target, name)
