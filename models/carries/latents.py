"""The official rule: the latents of a step are the start of the next one."""

from __future__ import annotations

from models.carries.base import CarryRule


class Latents(CarryRule):
    """Latents are handed on, data stay as they are."""
