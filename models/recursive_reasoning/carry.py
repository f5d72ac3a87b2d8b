"""What one improvement step hands to the next, for every row of a batch."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch

Latents = dict[str, torch.Tensor]
"""The recurrent state by name (`z_H`, `z_L`, ...), each (B, L, D) or of the shape that `Inner.latent_shape` gives;
inside a recursion also (L, B, D), see `inner`."""


@dataclass
class Carry:
    """What one improvement step hands to the next.

    Attributes:
        latents: each (B, L, D), or the form in which the network stores them (`Inner.stored`).
        steps: (B,) int32, improvement steps made on the present data.
        halted: (B,) bool, rows that take new data in the next step.
        current_data: the data that each row is working on, in the batch's shapes.
        memory: what the carry rule remembers of each row, each (B, ...); empty before the first step.
    """

    latents: Latents
    steps: torch.Tensor
    halted: torch.Tensor
    current_data: dict[str, torch.Tensor]
    memory: dict[str, torch.Tensor] = field(default_factory=dict)

    def to_dict(self) -> dict[str, torch.Tensor]:
        """All tensors by name, in one flat dictionary."""
        data = {f"data/{name}": value for name, value in self.current_data.items()}
        memory = {f"memory/{name}": value for name, value in self.memory.items()}
        return {"steps": self.steps, "halted": self.halted, **self.latents, **data, **memory}

    @classmethod
    def from_dict(cls, tensors: dict[str, torch.Tensor]) -> Carry:
        """Undo `to_dict`."""
        latents = {name: value for name, value in tensors.items() if name.startswith("z_")}
        data, memory = (
            {name.removeprefix(part): value for name, value in tensors.items() if name.startswith(part)}
            for part in ("data/", "memory/")
        )
        return cls(latents, tensors["steps"], tensors["halted"], data, memory)

    def select(self, rows: torch.Tensor) -> Carry:
        """The carry of the rows with these indices (K,)."""
        return Carry.from_dict({name: value[rows] for name, value in self.to_dict().items()})
