"""`build.json`: the origin of a data set, and the SHA-256 of each of its files, by which damage is noticed.

    {"task": "sudoku", "command": "python ...", "seed": 0, "options": {...}, "sources": {"a.csv": "<hash>"},
     "arrays": {"identifiers.json": "<hash>", "train/all__inputs.npy": "<hash>", ...},
     "fingerprint": "<hash of `arrays`>", "checksum": "<hash of all the rest>"}

Two data sets have the same `fingerprint` if their files are the same, whatever command built them. `checksum` covers
this file itself; it may be missing. Data of the official builders have no build.json, and their files are not compared.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from utils.errors import UserError, nearest
from utils.files import dump_json, sha256_of
from utils.reading import parse_json, read_text, require_file

BUILD_FILE = "build.json"

_KINDS: dict[str, type | tuple[type, ...]] = {
    "task": (str, type(None)),
    "command": str,
    "seed": (int, type(None)),
    "options": dict,
    "sources": dict,
    "arrays": dict,
    "accepted": list,
    "fingerprint": str,
    "checksum": str,
}
_LARGEST_JSON = 4 * 2**20
"""The most characters of a `build.json`, enough to name tens of thousands of files."""
_HASH = re.compile(r"[0-9a-f]{64}")
_THREADS = 4
"""Files hashed at a time. One thread takes 0.1 seconds for 80 MB if the processor has SHA-256, 0.3 otherwise."""


def read_build(data_path: Path) -> dict[str, Any]:
    """The content of `build.json`, or an empty dictionary for data without one (those of the official builders).

    Raises:
        UserError: it is damaged: it is not a JSON object, a key is wrong, or checksum or fingerprint do not match.
    """
    file = data_path / BUILD_FILE
    if not os.path.lexists(file):
        return {}
    text = read_text(file, _LARGEST_JSON)
    content = parse_json(text, str(file))
    try:
        problem = _problem(content) or _is_changed(content, text)
    except RecursionError:  # JSON may be parsed that is nested too deeply to be written again
        problem = "it is nested too deeply"
    if problem:
        raise UserError(
            f"{file} is damaged ({problem}); build the data set again, or delete it to use the arrays as they are,"
            " without a task's rules"
        )
    return content


def sealed(build: Mapping[str, Any], hashes: Mapping[str, str]) -> dict[str, Any]:
    """`build` with the hashes of the data set's files, by their names within it, with fingerprint and checksum."""
    found = {key: value for key, value in build.items() if key not in ("arrays", "fingerprint", "checksum")}
    found |= {"arrays": dict(sorted(hashes.items())), "fingerprint": _fingerprint(hashes)}
    return found | {"checksum": _checksum(found)}


def hashes_of(data_path: Path) -> dict[str, str] | None:
    """SHA-256 of each file as it was built, by its name within the data set; None if `build.json` has no hashes."""
    return read_build(data_path).get("arrays")


def check_file(data_path: Path, name: str) -> None:
    """Compare a file, such as `train/dataset.json`, with its hash in `build.json`, if `build.json` has hashes.

    Raises:
        UserError: the hash differs, or `build.json` does not list the file.
    """
    hashes = hashes_of(data_path)
    if hashes is not None:
        require_listed(data_path, name)
        _compare(data_path, name, hashes, sha256_of(data_path / name))


class FileChecks:
    """Hashes files of a data set in threads, while the main thread reads and checks their contents.

    with FileChecks() as checks:
        checks.begin(data_path, ["train/dataset.json"], hashes)
        ...
        checks.begin_content(data_path, "train/all__inputs.npy", content, hashes)    # for a file that was read
        ...
        checks.finish()
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS)
        self._running: list[tuple[Path, str, Mapping[str, str], Future[str]]] = []

    def __enter__(self) -> FileChecks:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def begin(self, data_path: Path, names: Iterable[str], hashes: Mapping[str, str]) -> None:
        """Start to hash files, given by their names within a data set whose `build.json` has these `hashes`.

        Raises:
            UserError: a file is missing, or is not a regular file.
        """
        for name in names:
            require_listed(data_path, name)
            self._running.append((data_path, name, hashes, self._pool.submit(sha256_of, data_path / name)))

    def begin_content(self, data_path: Path, name: str, content: np.ndarray, hashes: Mapping[str, str]) -> None:
        """Start to hash the bytes that were read from a file."""
        self._running.append((data_path, name, hashes, self._pool.submit(_hash_of, content)))

    def finish(self) -> None:
        """Wait for all hashes.

        Raises:
            UserError: naming the first file that has changed.
        """
        for data_path, name, hashes, digest in self._running:
            try:
                found = digest.result()
            except OSError as error:
                raise UserError(f"cannot read {data_path / name}: {error.strerror or error}") from None
            _compare(data_path, name, hashes, found)


def _hash_of(content: np.ndarray) -> str:
    return hashlib.sha256(content.data).hexdigest()


def require_listed(data_path: Path, name: str) -> int:
    """The size in bytes of a file that `build.json` lists; `UserError` if it is missing or not a regular file."""
    if not os.path.lexists(data_path / name):
        raise UserError(
            f"{data_path / name} is missing, and {data_path / BUILD_FILE} lists it; {how_to_accept(data_path)}"
        )
    return require_file(data_path / name)


def how_to_accept(data_path: Path) -> str:
    """What the user can do about a file that has changed."""
    accept = shlex.join(["python", "-m", "dataset.verify", str(data_path), "--accept"])
    return f"build the data set again, or, if it was changed on purpose, run: {accept}"


def _compare(data_path: Path, name: str, hashes: Mapping[str, str], found: str) -> None:
    if name not in hashes:
        raise UserError(
            f"{data_path / name} is not among the files that {data_path / BUILD_FILE} lists; {how_to_accept(data_path)}"
        )
    if found != hashes[name]:
        raise UserError(
            f"{data_path / name} is damaged or was changed: its SHA-256 is not the one in {data_path / BUILD_FILE};"
            f" {how_to_accept(data_path)}"
        )


def _problem(content: Any) -> str | None:
    """What is wrong with the content of a `build.json`; None if nothing is."""
    if not isinstance(content, dict):
        return "it holds no JSON object"
    for key, value in content.items():
        kind = _KINDS.get(key)
        if kind is None and "checksum" not in content:
            return f"unknown key '{key}'{nearest(key, _KINDS)}"
        if kind is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            return f"'{key}' is of a wrong type"
    if "arrays" not in content and "fingerprint" not in content:
        return None
    hashes = content.get("arrays")
    if hashes is None:
        return "it has a fingerprint and no hashes"
    if not all(isinstance(digest, str) and _HASH.fullmatch(digest) for digest in hashes.values()):
        return "'arrays' does not hold hashes"
    if not all(_is_inside(name) for name in hashes):
        return "'arrays' names a file outside of the data set"
    if content.get("fingerprint") != _fingerprint(hashes):
        return "its fingerprint is not that of its hashes"
    return None


def _is_changed(content: Mapping[str, Any], text: str) -> str | None:
    """What is wrong with a `build.json` that has a checksum, if it was changed in any letter; None if it was not."""
    rest = {key: value for key, value in content.items() if key != "checksum"}
    if "checksum" in content and (content["checksum"] != _checksum(rest) or text != dump_json(content)):
        return "its checksum is not that of its content"
    return None


def _is_inside(name: str) -> bool:
    return name.isprintable() and all(part not in ("", ".", "..") for part in name.replace("\\", "/").split("/"))


def _fingerprint(hashes: Mapping[str, str]) -> str:
    summary = "".join(f"{name} {digest}\n" for name, digest in sorted(hashes.items()))
    return hashlib.sha256(summary.encode()).hexdigest()


def _checksum(rest: Mapping[str, Any]) -> str:
    return hashlib.sha256(dump_json(rest).encode()).hexdigest()
