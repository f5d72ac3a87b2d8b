"""What the tests of sources and builders share: files in many forms, a hub, what was built."""

from __future__ import annotations

import codecs
import gzip
import types
from pathlib import Path

import numpy as np

from dataset.common import ARRAY_FIELDS

ENCODINGS = {
    "UTF-8": lambda content: content.encode(),
    "BOM": lambda content: codecs.BOM_UTF8 + content.encode(),
    "UTF-16": lambda content: content.encode("utf-16"),
    "UTF-16-BE": lambda content: codecs.BOM_UTF16_BE + content.encode("utf-16-be"),
    "UTF-32": lambda content: content.encode("utf-32"),
}
"""How a text becomes bytes, by the name of the encoding."""
HEADER = "source,question,answer,rating"
Row = list[str]


def load(folder: Path, split: str) -> dict[str, np.ndarray]:
    return {name: np.load(folder / split / f"all__{name}.npy") for name in ARRAY_FIELDS}


def write(path: Path, rows: list[Row], header: str = HEADER) -> Path:
    content = "\n".join([header, *(",".join(row) for row in rows)]) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content.encode()) if path.suffix == ".gz" else content.encode())
    return path


def changed(row: Row, column: int, position: int, character: str) -> Row:
    value = row[column]
    return [*row[:column], value[:position] + character + value[position + 1 :], *row[column + 1 :]]


def leftovers(output: Path) -> list[str]:
    return sorted(p.name for p in output.parent.iterdir()) if output.parent.exists() else []


class Hub(types.ModuleType):
    """Stands in for huggingface_hub: serves `folder`, or fails like a machine without network."""

    def __init__(self, folder: Path | None, online: bool) -> None:
        super().__init__("huggingface_hub")
        self.folder, self.online = folder, online
        self.HfApi = lambda: self

    def dataset_info(self, repository: str, timeout: float) -> None:
        if not self.online:
            raise ConnectionError("name or service not known\nand more")

    def hf_hub_download(self, repository: str, name: str, repo_type: str, local_files_only: bool) -> str:
        assert repo_type == "dataset" and local_files_only == (not self.online)
        if self.folder is None:
            raise FileNotFoundError("not cached")
        return str(self.folder / name)


def lines(rows: list[Row], *columns: int, header: str | None, separator: str = ",", end: str = "\n") -> str:
    content = [separator.join(row[column] for column in columns) for row in rows]
    return end.join([*([header] if header is not None else []), *content]) + end


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / ("in.csv.gz" if name == "gzip" else "in.csv")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
