"""Training data kept on the device: the host sends only indices, and the device gathers the rows of a batch.

The host draws the examples of a batch and their symmetries (`dataset.train_sampler`). A few torch operations here
gather the rows and apply the symmetries. The batch equals that of `TrainSampler.read`.
"""

from __future__ import annotations

import numpy as np
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.puzzle_dataset import ExampleSet, PuzzleDataset
from dataset.train_sampler import Draw
from runs.memory import available
from utils.errors import UserError

FREE_SHARE = 0.1
"""`data_device: auto` puts the data on the device if they take at most this share of its free memory."""

_BLOCK = 1 << 16
"""Number of rows that are converted and copied at a time, so that large arrays are never in memory twice."""


def make_resident(dataset: PuzzleDataset, data_device: str, device: torch.device) -> ResidentData | None:
    """Put the data on the device if `data_device` (auto, device or host) says so; None: the data stay on the host.

    Raises:
        UserError: the data do not fit onto the device.
    """
    if data_device == "host":
        return None
    if data_device == "auto":
        mapped = any(isinstance(array, np.memmap) for s in dataset.sets for array in (s.inputs, s.labels))
        if device.type not in ("cuda", "mps") or mapped or bytes_of(dataset) > FREE_SHARE * (available(device) or 0):
            return None
    try:
        return ResidentData(dataset, device)
    except torch.OutOfMemoryError:
        raise UserError(
            f"data_device=device: the training data take {bytes_of(dataset) / 2**30:.1f} GiB, for which {device} has no"
            " room; use data_device=host"
        ) from None


def bytes_of(dataset: PuzzleDataset) -> int:
    """Bytes that the data take on a device."""
    rows = sum(len(s) for s in dataset.sets)
    return 2 * rows * dataset.metadata.seq_len * _token_type(dataset).itemsize


class ResidentData:
    """Inputs and labels of all sets of a split on a device.

    Args:
        dataset: its arrays may be memory-mapped; they are read once.
        device: the device that keeps the data.
    """

    def __init__(self, dataset: PuzzleDataset, device: torch.device) -> None:
        self._dataset = dataset
        self._first_rows = np.cumsum([0, *(len(s) for s in dataset.sets)])
        shape = (2, int(self._first_rows[-1]), dataset.metadata.seq_len)
        self._tokens = torch.empty(shape, dtype=_token_type(dataset), device=device)  # inputs, then labels
        for source, start in zip(dataset.sets, self._first_rows, strict=False):
            self._load(source, int(start))

    def _load(self, source: ExampleSet, start: int) -> None:
        ignored = self._dataset.metadata.ignore_label_id
        for place, array in enumerate((source.inputs, source.labels)):
            for first in range(0, len(array), _BLOCK):
                block = array[first : first + _BLOCK].astype(np.int32)
                if place == 1 and ignored is not None:
                    block[block == ignored] = IGNORE_LABEL_ID
                self._tokens[place, start + first : start + first + len(block)] = torch.from_numpy(block).to(
                    self._tokens.dtype
                )

    def address(self, draw: Draw) -> dict[str, np.ndarray]:
        """The arrays that the host sends for a batch: row indices, identifiers (B,), cell and token maps (B, ...)."""
        address = {
            "rows": self._first_rows[draw.set_number] + draw.examples,
            "puzzle_identifiers": self._dataset.identifiers(draw.set_number, draw.examples),
        }
        if draw.symmetries is not None:
            cells, label_cells = draw.symmetries.cells, draw.symmetries.label_cells
            address["cells"] = cells[None] if label_cells is None else np.stack((cells, label_cells))
            address["tokens"] = draw.symmetries.tokens
        return address

    def read(self, address: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """The batch at an address whose tensors are on the device."""
        rows = self._tokens.index_select(1, address["rows"])  # (2, B, L)
        if "cells" in address:
            moved = rows.gather(2, address["cells"].long().expand(rows.shape))
            renamed = address["tokens"].expand(2, -1, -1).gather(2, moved.clamp_min(0).long())
            rows = torch.where(moved < 0, moved.int(), renamed.int())  # negative: an ignored label
        inputs, labels = rows.int().unbind()
        return {"inputs": inputs, "labels": labels, "puzzle_identifiers": address["puzzle_identifiers"]}


def _token_type(dataset: PuzzleDataset) -> torch.dtype:
    """The smallest type for all tokens and `IGNORE_LABEL_ID`."""
    for dtype in (torch.int8, torch.int16):
        if dataset.metadata.vocab_size - 1 <= torch.iinfo(dtype).max:
            return dtype
    return torch.int32
