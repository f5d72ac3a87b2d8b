"""Exponential moving average of the trainable parameters, by name, without a second model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


class EMA:
    """shadow = rate * shadow + (1 - rate) * parameter after every step; starts at the parameters.

    Args:
        model: its parameters that require a gradient are averaged; buffers (the puzzle table) are not.
        rate: the official `ema_rate`.
    """

    def __init__(self, model: nn.Module, rate: float) -> None:
        self.rate = rate
        self._parameters = {name: p for name, p in model.named_parameters() if p.requires_grad}
        self.shadow = {name: p.detach().clone() for name, p in self._parameters.items()}

    @torch.no_grad()
    def update(self) -> None:
        """Move the averages towards the present parameters."""
        shadow = list(self.shadow.values())
        if shadow:
            torch._foreach_mul_(shadow, self.rate)
            torch._foreach_add_(shadow, list(self._parameters.values()), alpha=1 - self.rate)

    @contextmanager
    def swapped_in(self) -> Iterator[None]:
        """Inside the block the model computes with the averages."""
        with torch.no_grad():
            raw = {name: p.clone() for name, p in self._parameters.items()}
            for name, parameter in self._parameters.items():
                parameter.copy_(self.shadow[name])
        try:
            yield
        finally:
            with torch.no_grad():
                for name, parameter in self._parameters.items():
                    parameter.copy_(raw[name])

    def state_dict(self) -> dict[str, torch.Tensor]:
        """The averages by parameter name."""
        return dict(self.shadow)

    def load_state_dict(self, state: dict[str, torch.Tensor]) -> None:
        """Load averages that `state_dict` saved; their names must be the model's."""
        if state.keys() != self.shadow.keys():
            raise ValueError("the saved averages are of another model")
        for name, value in state.items():
            self.shadow[name].copy_(value)
