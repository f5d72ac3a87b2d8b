"""Solvers that derive answers from the text alone, by mode."""

from __future__ import annotations

from tests.dataset.qa import solver_advanced, solver_default, solver_ultra

SOLVERS = {"default": solver_default, "advanced": solver_advanced, "ultra-complex": solver_ultra}
