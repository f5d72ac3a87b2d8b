"""Files in the formats of the real sets of mathematics."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

GSM8K = [{"question": f"Ana has {n} pens.\nHow  many?", "answer": f"She has {n}.\n#### {n},000"} for n in range(20)]

MATH = [
    {
        "problem": f"What is ${n}/2$?",
        "solution": rf"It is \boxed{{0}}, no: \boxed{{\frac{{{n}}}{{2}}}}.",
        "type": "Algebra",
        "level": "Level 1",
    }
    for n in range(20)
]

DEEPMIND = [{"module": "numbers__gcd", "question": f"Gcd of {n} and 4?", "answer": "4"} for n in range(20)]


def write(file: Path, rows: list[dict[str, str]] | list[str]) -> Path:
    text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode()) if file.suffix == ".gz" else text.encode())
    return file
