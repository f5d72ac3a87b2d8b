"""The base class of encoders. A new encoder is a file here whose class `config/encoder/<file>.yaml` names.

class Tokens(Encoder):                       the default: one position for each token
    def __init__(self, config, core): ...
    def forward(self, inputs, active=None, details=None):    tokens (B, seq_len) -> (B, positions, D)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from pydantic import BaseModel, ConfigDict
from torch import nn

from utils.classes import load_subclass

if TYPE_CHECKING:
    from models.recursive_reasoning.config import CoreConfig


class EncoderConfig(BaseModel):
    """Settings of an encoder. An encoder without settings uses this class."""

    model_config = ConfigDict(extra="forbid")


class Encoder(nn.Module):
    """Turns a row of tokens into positions, vectors of D channels. A subclass sets `positions` and writes `forward`.

    Attributes:
        positions: P, number of positions that a row takes. The positions of a puzzle embedding come before them.
        stands_alone: each position describes the whole row, so that dense blocks need not mix positions.
        reads_notes: the encoder reads the notes in the inputs, as `carry=notes` requires.
        reads_results: the encoder reads what a program's statements give, as `carry=execution` requires.
    """

    config_class: type[EncoderConfig] = EncoderConfig
    registered_as = "encoder"
    """First part of the names of its parameters in a checkpoint."""
    positions: int
    stands_alone = False
    reads_notes = False
    reads_results = False

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Any = None) -> torch.Tensor:
        """Embed rows.

        Args:
            inputs: tokens (B, seq_len).
            active: (N,) from `active_positions`, or None.
            details: what `details` gave for these tokens; None if the encoder has none, or they are to be computed.

        Returns:
            (B, P, D), or (N, 1, D) for the active positions only. The root mean square is about 1 / sqrt(D).
        """
        raise NotImplementedError

    def details(self, inputs: torch.Tensor) -> Any:
        """What the encoder reads of tokens (B, seq_len) on the way to positions and its head needs, too.

        None: nothing. Otherwise `forward`, `visible` and the head's `forward` get it as `details`, computed once.
        """
        return None

    def visible(self, inputs: torch.Tensor, details: Any = None) -> torch.Tensor | None:
        """Which positions may attend to which, for tokens (B, seq_len). None: every position attends to every other.

        The mask is (L, L), (B, 1, L, L) or (B, 1, 1, L) bool with L = core.prefix_len + P. Entry [i, j] is True if
        position i may attend to position j. With (B, 1, 1, L), the positions that are hidden are padding: nobody sees
        them, and nothing may depend on what is computed for them. A mask (B, heads, L, L) of numbers in the precision
        of the forward pass is added to the scores of attention; minus infinity hides position j from position i.
        """
        return None

    def active_positions(self, inputs: torch.Tensor) -> torch.Tensor | None:
        """The positions whose labels or q a training step can use: (N,) indices into the flattened (B * P) positions.

        None: all positions. Called only if `stands_alone`.
        """
        return None

    def start(self, network: nn.Module) -> None:
        """Change the initial weights of the whole network, after all of them are drawn."""


def build_encoder(core: CoreConfig) -> Encoder:
    """The encoder that `core.encoder` names.

    Raises:
        UserError: there is no such class.
        ValueError: its settings are wrong or do not fit the data.
    """
    encoder_class = load_subclass("encoder.name", core.encoder.name, "models", Encoder)
    return encoder_class(encoder_class.config_class(**core.encoder.settings), core)
