"""ONNX files of pretrained networks, each exported once a process, for tests that read them."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from runs.pretrained import PRETRAINED_FOLDER
from scripts import export_onnx
from tests.harness import Ended, call

_FOLDER = tempfile.TemporaryDirectory(prefix="onnx-files-")


def require_extra() -> None:
    """Skip the test where the extra onnx is missing."""
    for package in ("onnx", "onnxruntime", "onnxscript"):
        pytest.importorskip(package, reason="the extra onnx is not installed")


def export(*arguments: str, cwd: Path) -> Ended:
    """`python scripts/export_onnx.py <arguments>` in this process."""
    return call("scripts.export_onnx", *arguments, cwd=cwd)


class Exported(NamedTuple):
    """The file of a network, the same file before it was rounded to float32, and what the export printed."""

    file: Path
    exact: Path
    printed: str


@functools.cache
def exported(name: str) -> Exported:
    """The files of a folder of `pretrained/`, which nobody changes."""
    require_extra()
    file, exact = (Path(_FOLDER.name) / f"{name}{kind}.onnx" for kind in ("", "_float64"))

    def keeping(proto: Any) -> Any:
        exact.write_bytes(proto.SerializeToString())
        return rounded(proto)

    rounded = export_onnx.in_float32
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export_onnx, "in_float32", keeping)
        ended = export("--checkpoint", str(PRETRAINED_FOLDER / name), "--output", str(file), cwd=PRETRAINED_FOLDER)
    assert ended.status == 0, ended.err
    return Exported(file, exact, ended.out)
