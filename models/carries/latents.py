"""The official rule: a step starts from the latents of the step before."""

from __future__ import annotations

from models.carries.base import CarryRule


class Latents(CarryRule):
    """Latents are handed on; the data stay as they are."""
