"""Sweeps: `pretrain.py -m seed=0,1 lr=1e-3,3e-3` is four runs, one after the other or as jobs of a cluster.

The name of a run ends with its own values (`trm-20261101-120000-seed_0-lr_1e-3`), so that each run has its own folder.
The same command, typed again with `run_name` and `resume=auto`, finds its runs. If a run fails, its error is printed at
once and the other runs go on. The sweep then ends with status 1.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

from hydra.core.hydra_config import HydraConfig
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.types import RunMode
from omegaconf import OmegaConf

from runs.config import CONFIG_FOLDER
from utils.errors import UserError, report_user_errors

P = ParamSpec("P")

_NAMING = ("run_name", "project_name", "checkpoint_path")
_LONGEST = 100


def in_sweep() -> bool:
    """Whether this is a run of a sweep."""
    return HydraConfig.initialized() and HydraConfig.get().mode == RunMode.MULTIRUN


def own_values() -> list[str]:
    """The overrides `key=value` that differ between the runs of this sweep; none outside of a sweep."""
    if not in_sweep():
        return []
    job = HydraConfig.get()
    # Hydra gives a run all of its overrides, but not which of them vary. The typed overrides are in multirun.yaml.
    typed = OmegaConf.load(Path(job.sweep.dir) / "multirun.yaml").hydra
    overrides = OverridesParser.create().parse_overrides(list(typed.overrides.task))
    varying = {override.get_key_element() for override in overrides if override.is_sweep_override()}
    varying.update(typed.sweeper.get("params") or {})
    return [override for override in job.overrides.task if override.partition("=")[0] in varying]


def suffix() -> str:
    """The end of a run's name, as in `-seed_0-lr_1e-3`; empty outside of a sweep."""
    values = [value.lstrip("+") for value in own_values() if value.lstrip("+").partition("=")[0] not in _NAMING]
    exact = "".join(f"-{value.replace('=', '_', 1)}" for value in values)
    # Only characters that Hydra reads without quotes. If this changes the text, a hash keeps names different.
    plain = re.sub(r"[^\w.+-]+", "-", exact)[:_LONGEST].rstrip("-.")
    return plain if plain == exact else f"{plain}-{hashlib.sha256(exact.encode()).hexdigest()[:6]}"


def command_line() -> list[str]:
    """The script and arguments that start this run alone, without its sweep."""
    if not in_sweep():
        return sys.argv
    return [os.path.relpath(CONFIG_FOLDER.parent / "pretrain.py"), *HydraConfig.get().overrides.task]


def report_errors(run: Callable[P, None]) -> Callable[P, None]:
    """Decorate the function that Hydra calls: a user's mistake prints one line and ends the process.

    In a sweep, it ends only this run.
    """

    @functools.wraps(run)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        if not in_sweep():
            return report_user_errors(run)(*args, **kwargs)
        # Hydra goes on with the other runs, and at the end shows only the first error.
        try:
            return run(*args, **kwargs)
        except UserError as error:
            failed = UserError(f"{' '.join(own_values())}: {error}")
            print(f"error: {failed}", file=sys.stderr, flush=True)
            raise failed from None
        except Exception:  # any error: Hydra would show it late, or never if another run failed first
            traceback.print_exc()
            raise

    return wrapped
