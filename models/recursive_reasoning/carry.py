"""What one improvement step hands to the next, for every row of a batch."""

from __future__ import annotations

from dataclasses import dataclass

import torch

Latents = dict[str, torch.Tensor]
"""The recurrent state by name (`z_H`, `z_L`, ...), each (B, L, D) or of the shape that `Inner.latent_shape` gives;
inside a recursion also (L, B, D), see `inner`."""


@dataclass
class Carry:
    """What one improvement step hands to the next.

    Attributes:
        latents: each (B, L, D).
        steps: (B,) int32, improvement steps made on the present data.
        halted: (B,) bool, rows that take new data in the next step.
        current_data: the data that each row is working on, in the batch's shapes.
    """

    latents: Latents
    steps: torch.Tensor
    halted: torch.Tensor
    current_data: dict[str, torch.Tensor]

    def to_dict(self) -> dict[str, torch.Tensor]:
        """All tensors by name, in one flat dictionary."""
        data = {f"data/{name}": value for name, value in self.current_data.items()}
        return {"steps": self.steps, "halted": self.halted, **self.latents, **data}

    @classmethod
    def from_dict(cls, tensors: dict[str, torch.Tensor]) -> Carry:
        """Undo `to_dict`."""
        data = {name.removeprefix("data/"): value for name, value in tensors.items() if name.startswith("data/")}
        latents = {name: value for name, value in tensors.items() if name.startswith("z_")}
        return cls(latents, tensors["steps"], tensors["halted"], data)

    def select(self, rows: torch.Tensor) -> Carry:
        """The carry of the rows with these indices (K,)."""
        return Carry.from_dict({name: value[rows] for name, value in self.to_dict().items()})
