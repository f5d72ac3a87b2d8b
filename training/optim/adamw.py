"""AdamW (Loshchilov and Hutter 2019) as torch has it: weight decay is decoupled, times `lr`."""

from __future__ import annotations

import torch
from pydantic import BaseModel, ConfigDict, Field


class AdamWConfig(BaseModel):
    """Settings that only AdamW has."""

    model_config = ConfigDict(extra="forbid")

    eps: float = Field(1e-8, gt=0)


class AdamW(torch.optim.AdamW):
    """torch's, with settings that are checked."""

    config_class = AdamWConfig
