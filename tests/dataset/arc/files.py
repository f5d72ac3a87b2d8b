"""ARC files of two small subsets."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

Grid = list[list[int]]

TASKS = {
    "aaaa0001": {
        "train": [
            {"input": [[1, 2], [0, 3]], "output": [[2, 1], [3, 0]]},
            {"input": [[4, 0, 0]], "output": [[0, 0, 4]]},
            {"input": [[5] * 30, [6] * 30], "output": [[5] * 30]},
        ],
        "test": [{"input": [[7, 8, 9]]}, {"input": [[1, 0]]}],
    },
    "bbbb0002": {
        "train": [{"input": [[1, 2, 3], [4, 5, 6]], "output": [[9, 8], [7, 0], [1, 1]]}],
        "test": [{"input": [[3]]}],
    },
}

SOLUTIONS = {"aaaa0001": [[[9, 8, 7]], [[0, 1]]], "bbbb0002": [[[3, 3], [3, 3]]]}

OTHER = {"cccc0003": {"train": [{"input": [[1, 5]], "output": [[5, 1]]}], "test": [{"input": [[2, 6]]}]}}

OTHER_SOLUTIONS = {"cccc0003": [[[6, 2]]]}


def write(prefix: Path, subset: str, tasks: Any, solutions: Any = None, packed: bool = False) -> None:
    """The files of a subset."""
    prefix.parent.mkdir(parents=True, exist_ok=True)
    for kind, content in (("challenges", tasks), ("solutions", solutions)):
        text = json.dumps(content).encode()
        path = f"{prefix}_{subset}_{kind}.json"
        if content is not None:
            Path(f"{path}.gz" if packed else path).write_bytes(gzip.compress(text) if packed else text)
