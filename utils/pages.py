"""HTML pages that are one file: a frame with places to fill, and data for its script."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
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


def content_policy(*pages: bytes) -> str:
    """A `Content-Security-Policy` under which pages run their own scripts, ask their own server, and nothing else.

    Args:
        pages: scripts and styles of all of them may run. Attributes `style="..."` may not.
    """
    allowed = {
        element: " ".join(sorted({_hash(body) for page in pages for body in re.findall(pattern, page, re.DOTALL)}))
        for element, pattern in (
            ("script", rb'<script(?: type="module")?>(.*?)</script>'),
            ("style", rb"<style>(.*?)</style>"),
        )
    }
    return (
        f"default-src 'none'; script-src {allowed['script']}; style-src {allowed['style']}; connect-src 'self';"
        " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _hash(body: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(body).digest()).decode()}'"
