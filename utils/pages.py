"""HTML pages that are one file: a frame with places to fill, and data for its script."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def filled(frame: Path, content: Mapping[str, str]) -> bytes:
    """A frame whose places `@@name@@` hold their content, which is never looked at again.

    Args:
        content: HTML. Texts of files and users must be escaped.
    """
    parts = frame.read_text(encoding="utf-8").split("@@")  # texts and names in turns
    parts[1::2] = [content[name] for name in parts[1::2]]
    return "".join(parts).encode()


def packed_data(value: Any) -> str:
    """JSON as letters, compressed, for an element `<script type="text/plain">`.

    The page's own script reads it by `atob` and `DecompressionStream("gzip")`.
    """
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def script_data(value: Any) -> str:
    """JSON for an element `<script type="application/json">`, which it cannot end."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
