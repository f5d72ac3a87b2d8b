"""An estimate of the memory that a step needs, so that a batch too large is refused before the system kills the run.

A step is made on a copy of the network whose tensors have sizes and no content (torch's `meta` device). Every tensor
is counted while it is alive, which gives the peak for any architecture and batch without a formula of its own;
docs/log.md compares it with measured peaks. Weights, averages and the optimizer's state are added.

Memory outside of tensors (buffers inside kernels, freed blocks that are kept) is not counted, so a run that seems just
to fit may not. Therefore only what is certainly too large is refused; what is doubtful gets a warning.
"""

from __future__ import annotations

import weakref
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from dataset.common import IGNORE_LABEL_ID
from models.objectives.base import Objective
from utils.errors import UserError
from utils.room import free_memory

DOUBTFUL = 0.75  # measured peaks were up to 31% above the count
"""Share of the available memory above which a warning is given."""
IMPOSSIBLE = 3.0
"""Multiple of the available memory above which a step is refused. Weights and states, which are exact, may not exceed
the available memory itself."""
_GIB = 2**30
_CYCLES = 6  # largest `L_cycles` that is counted as it is; each further cycle costs as much as the last of these
_NEEDLESS_CYCLES = {"H_cycles": 2, "halt_max_steps": 2}  # only the last H cycle keeps tensors for the backward pass


@dataclass(frozen=True)
class Need:
    """Bytes on one device.

    Attributes:
        kept: weights, their averages and the optimizer's state: exact, and held all the time.
        step: what a step needs at its peak in addition, gradients and carry included.
    """

    kept: int
    step: int

    @property
    def total(self) -> int:
        """Bytes at the peak of a step."""
        return self.kept + self.step


class _Mode(TorchDispatchMode):
    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """A hook of torch's: True would import the compiler, which takes seconds, only to keep it out."""
        return False


class NothingDrawn(_Mode):
    """Skips operations that change a tensor in place, so that modules are made without drawing random weights."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return args[0] if func._schema.name.endswith("_") else func(*args, **(kwargs or {}))


class _Peak(_Mode):
    """Counts the bytes of the tensors that are made inside it: those alive now, and the most that ever were."""

    def __init__(self) -> None:
        super().__init__()
        self.now = self.peak = 0
        self._known: set[int] = set()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        for value in result if isinstance(result, tuple | list) else (result,):
            if isinstance(value, torch.Tensor):
                self._count(value.untyped_storage())
        return result

    def _count(self, storage: torch.UntypedStorage) -> None:
        key = storage._cdata
        if key in self._known:  # a view
            return
        self._known.add(key)
        size = storage.nbytes()
        self.now += size
        self.peak = max(self.peak, self.now)
        weakref.finalize(storage, self._forget, key, size)

    def _forget(self, key: int, size: int) -> None:
        self._known.discard(key)
        self.now -= size


def training_need(model: Objective, rows: int, parts: int, ema: bool, adam_states: int = 2) -> Need | None:
    """Memory of a training step on this process; None where it cannot be counted.

    Args:
        model: on the meta device.
        rows: of this process in a step.
        parts: how many parts the rows are split into, one after the other (`grad_accum_steps`).
        ema: whether averages are kept.
        adam_states: tensors of a parameter's size that the optimizer keeps.
    """
    trained = sum(bytes_of(p) for p in model.parameters() if p.requires_grad)
    weights = sum(bytes_of(tensor) for tensor in model.state_dict().values())
    counted = _peak_of_step(model.train(), max(1, rows // parts), backward=True)
    if counted is None:
        return None
    peak, carry = counted
    # An optimizer's step holds gradients, and updates of their size.
    return Need(weights + trained * (adam_states + ema), max(peak, 2 * trained) + carry * parts)


def scoring_need(model: Objective, rows: int) -> Need | None:
    """Memory of an improvement step of `rows` rows in an evaluation; `model` is on the meta device."""
    weights = sum(bytes_of(tensor) for tensor in model.state_dict().values())
    counted = _peak_of_step(model.eval(), rows, backward=False)
    return None if counted is None else Need(weights, sum(counted))


def surely_fits(model: Objective, rows: int, device: torch.device) -> bool:
    """Whether an evaluation of so many rows is so small that it need not be counted: counting takes seconds, as torch
    imports its compiler.

    The bound is ten tensors of each kind that a layer makes; layers of this project make at most five.
    """
    config, free, total_len = model.model.config, available(device), model.model.inner.total_len
    channels = config.hidden_size * (1 + config.expansion) + config.num_heads * total_len + config.vocab_size
    length = max(total_len, config.seq_len)
    return free is not None and 10 * 8 * rows * length * channels < free / 4


def bytes_of(tensor: torch.Tensor) -> int:
    """The memory that a tensor takes."""
    return tensor.numel() * tensor.element_size()


def _peak_of_step(model: Objective, rows: int, backward: bool) -> tuple[int, int] | None:
    """Bytes at the peak of one step, weights and carry not included, and bytes of the carry.

    None where an operation does not run on tensors without content.

    Raises:
        UserError: the size of a tensor overflows.
    """
    config = model.model.config
    cycles = config.L_cycles
    given = {name: getattr(config, name) for name in _NEEDLESS_CYCLES}
    try:
        for name, most in _NEEDLESS_CYCLES.items():
            setattr(config, name, min(given[name], most))
        config.L_cycles = min(cycles, _CYCLES)
        peak, carry = _run(model, rows, backward)
        if cycles > _CYCLES:
            config.L_cycles = _CYCLES // 2
            fewer, _ = _run(model, rows, backward)
            peak += (peak - fewer) * (cycles - _CYCLES) // (_CYCLES - _CYCLES // 2)
        return peak, carry
    except RuntimeError as error:  # NotImplementedError is one: an operation that needs content
        if "overflow" in str(error).lower():
            raise UserError(f"a step on {rows} rows needs more memory than any machine has") from None
        return None
    finally:
        config.L_cycles = cycles
        for name, value in given.items():
            setattr(config, name, value)


def _run(model: Objective, rows: int, backward: bool) -> tuple[int, int]:
    tokens = torch.full((rows, model.model.config.seq_len), IGNORE_LABEL_ID, dtype=torch.int32, device="meta")
    batch = {"inputs": tokens, "labels": tokens.clone(), "puzzle_identifiers": tokens[:, 0].clone()}
    carry = model.initial_carry(batch)
    size = sum(bytes_of(tensor) for tensor in carry.to_dict().values())
    with _Peak() as counted, nullcontext() if backward else torch.no_grad():
        _, loss, *_ = model(carry=carry, batch=batch, return_keys=() if backward else ("preds", "logits"))
        if backward and loss.requires_grad:
            loss.backward()
    model.zero_grad()
    return counted.peak, size


def require_room(need: Need | None, device: torch.device, what: str, advice: str) -> str | None:
    """A warning where memory may not suffice; None where it does, or where it is unknown how much there is.

    Args:
        need: None where it could not be counted.
        what: what takes the memory, as the beginning of a sentence.
        advice: what would take less.

    Raises:
        UserError: memory certainly does not suffice.
    """
    free = available(device)
    if need is None or free is None or need.total <= DOUBTFUL * free:
        return None
    place = "this machine has" if device.type == "cpu" else f"{device} has"
    line = (
        f"{what} needs about {need.total / _GIB:,.1f} GiB of memory, and {place} {free / _GIB:,.1f} GiB free; {advice}"
    )
    if need.kept > free or need.total > IMPOSSIBLE * free:
        raise UserError(line)
    return line


def available(device: torch.device) -> int | None:
    """Bytes that can still be taken on a device; None where that is unknown."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    if device.type == "mps":
        return torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
    return free_memory()
