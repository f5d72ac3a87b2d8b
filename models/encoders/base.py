"""What an encoder is. A new one is a file here, with a class that `encoder=<file>` names (config/encoder/<file>.yaml).

class Tokens(Encoder):                       the default: one position a token
    def __init__(self, config, core): ...
    def forward(self, inputs, active=None):  tokens (B, seq_len) -> (B, positions, D)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from pydantic import BaseModel, ConfigDict
from torch import nn

from utils.classes import load_class

if TYPE_CHECKING:
    from models.recursive_reasoning.config import CoreConfig


class EncoderConfig(BaseModel):
    """Settings of an encoder; one without any needs no class of its own."""

    model_config = ConfigDict(extra="forbid")


class Encoder(nn.Module):
    """Makes positions of a row of tokens. A subclass sets `positions` and writes `forward`.

    Attributes:
        positions: P, how many positions stand for a row; those of a puzzle embedding come in front of them.
        stands_alone: each position holds what is known of the whole row, so that dense blocks need not mix positions.
        reads_notes: notes of the inputs are read, so that `carry=notes` has an effect.
    """

    config_class: type[EncoderConfig] = EncoderConfig
    registered_as = "encoder"
    """The name before those of its parameters in a checkpoint."""
    positions: int
    stands_alone = False
    reads_notes = False

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None) -> torch.Tensor:
        """Embed rows.

        Args:
            inputs: tokens (B, seq_len).
            active: (N,) from `active_positions`, or None.

        Returns:
            (B, P, D), or (N, 1, D) of the active positions, of root mean square about 1 / sqrt(D).
        """
        raise NotImplementedError

    def visible(self, inputs: torch.Tensor) -> torch.Tensor | None:
        """What each position of tokens (B, seq_len) may attend to; None: everything.

        (L, L) or (B, 1, L, L) bool, L = core.prefix_len + P, True where the row's position may attend to the column's.
        """
        return None

    def active_positions(self, inputs: torch.Tensor) -> torch.Tensor | None:
        """Numbers (N,) of the positions, counted through all rows, whose labels or q a training step can use.

        Asked only where `stands_alone`. None: all of them.
        """
        return None

    def start(self, network: nn.Module) -> None:
        """Change the initial weights of the whole network, once all are drawn."""


def build_encoder(core: CoreConfig) -> Encoder:
    """The encoder that `core.encoder` names.

    Raises:
        UserError: there is no such class.
        ValueError: its settings are wrong, or do not fit the data.
    """
    encoder_class = load_class(core.encoder.name, "models")
    if not issubclass(encoder_class, Encoder):
        raise ValueError(f"encoder.name={core.encoder.name} is no Encoder")
    return encoder_class(encoder_class.config_class(**core.encoder.settings), core)
