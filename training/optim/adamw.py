"""torch's AdamW (Loshchilov and Hutter 2019): weight decay is decoupled, times `lr`."""

from __future__ import annotations

import torch
from pydantic import BaseModel, ConfigDict, Field


class AdamWConfig(BaseModel):
    """Settings that only AdamW has."""

    model_config = ConfigDict(extra="forbid")

    eps: float = Field(1e-8, gt=0)


class AdamW(torch.optim.AdamW):
    """torch's AdamW, with checked settings."""

    config_class = AdamWConfig
