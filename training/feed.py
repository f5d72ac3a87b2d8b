"""The batches of this rank, one after the other, as tensors on its device.

The host draws batches. While the device computes, a thread prepares the next `prefetch` batches, up to the copy into
pinned memory. The training loop itself starts the copy to the device. It does not wait for the copy, and so one thread
issues all work for the device in one order.

Rows come from arrays on the host, or from the device (`training.resident`). Neither this choice nor `prefetch` changes
a batch: a batch depends only on its position in the sampler's stream. The sampler's position counts only batches that
were handed out, so a checkpoint does not depend on prepared batches.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

import torch

from dataset.train_sampler import Draw, Position, TrainSampler
from inference.tensors import pinned, tensor_of
from training.resident import ResidentData

Prepared = tuple[Draw, dict[str, torch.Tensor]]
"""A batch that the host has prepared: its draw, and its tensors in host memory, pinned for a CUDA device."""


class BatchFeed:
    """Hands out batch after batch, from the sampler's position on.

    Args:
        sampler: the stream of global batches; its position may be set at any time.
        rows: this rank's rows of a global batch.
        device: the device of the tensors.
        resident: the data on that device, or None to send rows from the host.
        prefetch: number of batches that a thread prepares ahead; 0: no thread.
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
        self._prepared: deque[Future[Prepared]] = deque()
        self._loop_position = self._thread_position = sampler.position  # position of each one's next batch

    def next(self) -> dict[str, torch.Tensor]:
        """Hand out the next batch: `inputs` and `labels` (B, seq_len) and `puzzle_identifiers` (B,), int32.

        Raises:
            any error of preparing this batch, also if it happened earlier in the thread.
        """
        draw, tensors = self._take() if self.prefetch else self._prepare(self.sampler.position)
        self.sampler.use(draw)
        sent = {name: tensor.to(self._device, non_blocking=True) for name, tensor in tensors.items()}
        return self.resident.read(sent) if self.resident else sent

    def close(self) -> None:
        """End the thread. The next batch would start another one."""
        self._forget()
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None

    def _prepare(self, position: Position) -> Prepared:
        draw = self.sampler.draw(position, self._rows)
        arrays = self.resident.address(draw) if self.resident else self.sampler.read(draw)
        return draw, {name: pinned(tensor_of(array), self._device) for name, array in arrays.items()}

    def _take(self) -> Prepared:
        """The batch at the sampler's position, from the thread. The thread goes on to prepare `prefetch` more."""
        if self._prepared and self._loop_position != self.sampler.position:  # a checkpoint has set the position
            self._forget()
        if not self._prepared:
            self._thread_position = self._loop_position = self.sampler.position
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "batches", initializer=_use_device, initargs=(self._device,))
        while len(self._prepared) <= self.prefetch:
            self._prepared.append(self._thread.submit(self._prepare_ahead))
        batch = self._prepared.popleft().result()
        self._loop_position = batch[0].end
        return batch

    def _prepare_ahead(self) -> Prepared:
        """Prepare the thread's next batch. There is only one thread, so batches are prepared in their order."""
        batch = self._prepare(self._thread_position)
        self._thread_position = batch[0].end
        return batch

    def _forget(self) -> None:
        while self._prepared:
            future = self._prepared.pop()
            if not future.cancel():
                future.exception()  # waits for the end; an error does not matter, as the batch is not used


def _use_device(device: torch.device) -> None:
    """Set the thread's current device, to which pinned memory belongs. The default is the first device."""
    if device.type == "cuda":
        torch.cuda.set_device(device)
