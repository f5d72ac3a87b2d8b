"""Checksums of a checkpoint: they show whether it is whole, and whether its bytes are those that were saved.

    step_100/checksums.json     {"saved": 1795890000.25, "files": {"model.pt": {"bytes": 14043, "sha256": "..."}, ...},
                                 "sha256": of "saved" and "files"}

The checksums are written with the other files, before the folder takes its name. Sizes are compared while checkpoints
are searched, SHA-256 when one is loaded. A file without checksums beside it (the official code's, a copied `model.pt`)
is loaded unchecked.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import torch

from utils.errors import UserError
from utils.files import HashedFile, dump_json, sha256_of, sync, write_bytes
from utils.reading import read_object

MODEL_FILE = "model.pt"
STATE_FILE = "train_state.pt"
CHECKSUMS_FILE = "checksums.json"
_FILES = (MODEL_FILE, STATE_FILE)
_BUFFER = 1 << 18  # bytes: torch.save makes a write call for each name, and small models have more names than data


def save_files(folder: Path, contents: Mapping[str, Any], saved: float) -> None:
    """Save each value with `torch.save` under its name, and the checksums of all files, and sync everything.

    Files are synced side by side, as a file system's journal takes them together: that is faster than one by one.

    Args:
        saved: the time to record, in seconds since the epoch.

    Raises:
        OSError: the disk is full or not writable.
    """
    described = {}
    with ThreadPoolExecutor() as pool:
        syncs = []
        for name, value in contents.items():
            file = HashedFile(folder / name)
            with io.BufferedWriter(file, _BUFFER) as buffered:
                _torch_save(value, buffered)
                buffered.flush()
                syncs.append(pool.submit(sync, folder / name))
            described[name] = {"bytes": file.size, "sha256": file.hexdigest()}
        (folder / CHECKSUMS_FILE).write_bytes(_checksums(described, saved))
        syncs.append(pool.submit(sync, folder / CHECKSUMS_FILE))
    for synced in syncs:
        synced.result()


def _torch_save(value: Any, file: BinaryIO) -> None:
    try:
        torch.save(value, file)
    except RuntimeError as error:  # torch hides a full disk, and Ctrl-C, behind it
        cause = error.__context__
        raise cause if isinstance(cause, OSError | KeyboardInterrupt) else error from None


def _checksums(files: dict[str, dict[str, Any]], saved: float) -> bytes:
    content = {"saved": round(saved, 3), "files": files}
    return dump_json({**content, "sha256": _digest(content)}).encode()


def sign(folder: Path) -> None:
    """Write the checksums of a checkpoint anew, after its files were changed on purpose."""
    described = {name: {"bytes": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)} for name in _FILES}
    write_bytes(folder / CHECKSUMS_FILE, _checksums(described, saved_at(folder)))


def saved_at(checkpoint: Path) -> float:
    """When a checkpoint was saved, in seconds since the epoch.

    The recorded time of a folder, 0 where its checksums are damaged or missing; the modification time of a bare file.
    """
    if checkpoint.is_file():
        return checkpoint.stat().st_mtime
    try:
        return float(_read(checkpoint)["saved"])
    except UserError:
        return 0.0


def is_complete(folder: Path) -> bool:
    """Whether no file of the checkpoint is missing. A file is missing where a removal or a copy was interrupted."""
    return all((folder / name).is_file() for name in (*_FILES, CHECKSUMS_FILE))


def fault(folder: Path, thorough: bool = False) -> str | None:
    """What is wrong with a checkpoint folder, as in `model.pt is missing`; None where nothing is.

    Args:
        thorough: whether to compare hashes too, which reads all files, and not sizes only.
    """
    for name in (*_FILES, CHECKSUMS_FILE):
        if not (folder / name).is_file():
            return f"{name} is missing"
    try:
        files = _read(folder)["files"]
    except UserError:
        return f"{CHECKSUMS_FILE} is damaged"
    for name in _FILES:
        wrong = _difference(folder / name, files[name], thorough)
        if wrong:
            return f"{name} {wrong}"
    return None


def file_fault(file: Path) -> str | None:
    """What is wrong with one file, as in `fault`; None where nothing is, or no checksums lie beside it."""
    if not (file.parent / CHECKSUMS_FILE).exists():
        return None
    try:
        described = _read(file.parent)["files"].get(file.name)
    except UserError:
        return f"{CHECKSUMS_FILE} is damaged"
    wrong = _difference(file, described, thorough=True) if described else None
    return f"{file.name} {wrong}" if wrong else None


def _difference(file: Path, described: dict[str, Any], thorough: bool) -> str | None:
    try:
        size = file.stat().st_size
    except FileNotFoundError:  # removed meanwhile
        return "is missing"
    if size != described["bytes"]:
        return f"has {size} bytes, and {described['bytes']} were saved"
    if thorough and sha256_of(file) != described["sha256"]:
        return "is not what was saved: its SHA-256 is another"
    return None


def _read(folder: Path) -> dict[str, Any]:
    """The content of `checksums.json`; `UserError` where it is damaged."""
    file = folder / CHECKSUMS_FILE
    content = read_object(file)
    if content.get("sha256") != _digest({name: content.get(name) for name in ("saved", "files")}):
        raise UserError(f"{file} is damaged: it is not what was saved")
    return content


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
