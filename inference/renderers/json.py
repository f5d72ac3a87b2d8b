"""The trace itself, for other programs; `inference.traces.read_trace` reads it."""

from __future__ import annotations

import json

from inference.traces import Trace

OPTION = "trace_file"
HELP = "the trace itself, for other programs"


def render(trace: Trace) -> bytes:
    """See `inference.renderers.base`."""
    return (json.dumps(trace.as_json(), separators=(",", ":")) + "\n").encode()
