"""Training data kept on the device: a batch then comes from a few numbers, and its rows never pass through the host.

The host draws which examples a batch holds and by which symmetries they change (`dataset.train_sampler`); gathering the
rows and making their images are a handful of torch operations here. The integers are those of `TrainSampler.read`.
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
"""`data_device: auto` puts the data on the device where they take up to this share of its free memory."""

_BLOCK = 1 << 16
"""Rows converted and copied at a time, so that large arrays are never in memory twice."""


def make_resident(dataset: PuzzleDataset, data_device: str, device: torch.device) -> ResidentData | None:
    """Put the data on the device where `data_device` (auto, device or host) says so; None where they stay on the host.

    Raises:
        UserError: they are to be on the device, and do not fit.
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
    """Memory that the data take on a device."""
    rows = sum(len(s) for s in dataset.sets)
    return 2 * rows * dataset.metadata.seq_len * _token_type(dataset).itemsize


class ResidentData:
    """Inputs and labels of all sets of a split on a device.

    Args:
        dataset: arrays in memory, or mapped into it and then read once.
        device: where they go.
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
        """What has to travel for a batch: row numbers and identifiers (B,), and cell and token maps (B, ...)."""
        sent = {
            "rows": self._first_rows[draw.set_number] + draw.examples,
            "puzzle_identifiers": self._dataset.identifiers(draw.set_number, draw.examples),
        }
        if draw.symmetries is not None:
            cells, of_labels = draw.symmetries.cells, draw.symmetries.label_cells
            sent["cells"] = cells[None] if of_labels is None else np.stack((cells, of_labels))
            sent["tokens"] = draw.symmetries.tokens
        return sent

    def read(self, sent: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """The batch of an address that has arrived on the device."""
        found = self._tokens.index_select(1, sent["rows"])  # (2, B, L)
        if "cells" in sent:
            moved = found.gather(2, sent["cells"].long().expand(found.shape))
            names = sent["tokens"].expand(2, -1, -1).gather(2, moved.clamp_min(0).long())
            found = torch.where(moved < 0, moved.int(), names.int())  # negative: an ignored label
        inputs, labels = found.int().unbind()
        return {"inputs": inputs, "labels": labels, "puzzle_identifiers": sent["puzzle_identifiers"]}


def _token_type(dataset: PuzzleDataset) -> torch.dtype:
    """The smallest type for all tokens and `IGNORE_LABEL_ID`."""
    for dtype in (torch.int8, torch.int16):
        if dataset.metadata.vocab_size - 1 <= torch.iinfo(dtype).max:
            return dtype
    return torch.int32
