"""The batches of this rank, one after the other, as tensors on its device.

Drawing a batch is work for the host. A thread does it for the batches to come while the device computes (`prefetch`
of them), up to the copy into pinned memory. The copy to the device is asked for by the training loop itself: it costs
the loop nothing, as it does not wait, and all work for the device is given out in one order by one thread.

Rows come from the arrays on the host, or from the device (`training.resident`). Neither that nor `prefetch` changes a
batch: each is a function of its position in the sampler's stream. And the sampler's position is always that of the
batches handed out, so that a checkpoint knows nothing of those prepared.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

import torch

from dataset.train_sampler import Draw, Position, TrainSampler
from inference.tensors import pinned, tensor_of
from training.resident import ResidentData

Prepared = tuple[Draw, dict[str, torch.Tensor]]
"""A batch as far as the host prepares it: its draw, and tensors in memory, pinned for a CUDA device."""


class BatchFeed:
    """Hands out batch after batch, from the sampler's position on.

    Args:
        sampler: the stream of global batches; its position may be set at any time.
        rows: this rank's share of them.
        device: where the tensors go.
        resident: the data on that device, or None to send rows from the host.
        prefetch: batches that a thread prepares ahead; 0 for no thread.
    """

    def __init__(
        self,
        sampler: TrainSampler,
        rows: slice,
        device: torch.device,
        resident: ResidentData | None = None,
        prefetch: int = 0,
    ) -> None:
        self.sampler = sampler
        self.resident = resident
        self.prefetch = prefetch
        self._rows = rows
        self._device = device
        self._thread: ThreadPoolExecutor | None = None
        self._coming: deque[Future[Prepared]] = deque()
        self._expected = self._ahead = sampler.position  # where the next batch begins: for the loop, for the thread

    def next(self) -> dict[str, torch.Tensor]:
        """Use the next batch: `inputs` and `labels` (B, seq_len) and `puzzle_identifiers` (B,), int32.

        Raises:
            whatever went wrong with this batch, also where the thread met it earlier.
        """
        draw, tensors = self._take() if self.prefetch else self._prepare(self.sampler.position)
        self.sampler.use(draw)
        sent = {name: tensor.to(self._device, non_blocking=True) for name, tensor in tensors.items()}
        return self.resident.read(sent) if self.resident else sent

    def close(self) -> None:
        """End the thread; the next batch would start another."""
        self._forget()
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None

    def _prepare(self, position: Position) -> Prepared:
        draw = self.sampler.draw(position, self._rows)
        arrays = self.resident.address(draw) if self.resident else self.sampler.read(draw)
        return draw, {name: pinned(tensor_of(array), self._device) for name, array in arrays.items()}

    def _take(self) -> Prepared:
        """The batch at the sampler's position, from the thread, which goes on to prepare `prefetch` more."""
        if self._coming and self._expected != self.sampler.position:  # a checkpoint has set it
            self._forget()
        if not self._coming:
            self._ahead = self._expected = self.sampler.position
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "batches", initializer=_use_device, initargs=(self._device,))
        while len(self._coming) <= self.prefetch:
            self._coming.append(self._thread.submit(self._prepare_ahead))
        prepared = self._coming.popleft().result()
        self._expected = prepared[0].end
        return prepared

    def _prepare_ahead(self) -> Prepared:
        """In the thread, which is one, so that batches come in their order."""
        prepared = self._prepare(self._ahead)
        self._ahead = prepared[0].end
        return prepared

    def _forget(self) -> None:
        while self._coming:
            coming = self._coming.pop()
            if not coming.cancel():
                coming.exception()  # waits; whatever it was, nobody asked for that batch


def _use_device(device: torch.device) -> None:
    """Pinned memory belongs to a thread's current device, which is the first one unless set."""
    if device.type == "cuda":
        torch.cuda.set_device(device)
