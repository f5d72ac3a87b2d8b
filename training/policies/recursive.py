"""Our own networks: tuned by the training loop, with another objective.

Encoder, recursion, head and carry are those of the run that `load_checkpoint` names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from runs.checkpoints import run_of
from runs.config import RUN_CONFIG, NetworkConfig, PretrainConfig, load_config, validated
from runs.finding import is_run, newest_of
from training.distributed import distributed
from training.loop import train
from training.policies.base import Method, Policy
from utils.classes import Named
from utils.errors import UserError


class Recursive(Policy):
    """A run of `pretrain.py` or `finetune.py`."""

    def tune(self, method: Method, values: dict[str, Any]) -> Path | None:
        config = validated(PretrainConfig, values)
        if config.load_checkpoint is not None:
            checkpoint = _checkpoint(Path(config.load_checkpoint))
            network = load_config(run_of(checkpoint) / RUN_CONFIG)
            parts = {name: getattr(network, name) for name in NetworkConfig.model_fields}
            config = config.model_copy(update={**parts, "load_checkpoint": str(checkpoint)})
        elif method.loss is not None:
            raise UserError(
                f"method={method.name} tunes a trained network: name its checkpoint with load_checkpoint=FOLDER"
            )
        if method.loss is not None:
            loss = Named(name=method.loss, **method.settings)
            config = config.model_copy(update={"arch": config.arch.model_copy(update={"loss": loss})})
        with distributed(config.device) as dist:
            saved = train(config, dist)
            return saved.parent if dist.is_main else None


def _checkpoint(path: Path) -> Path:
    """The checkpoint at a path: itself, or the newest one of a run's folder."""
    if not path.exists():
        raise UserError(f"load_checkpoint={path}: there is no such checkpoint or run")
    return newest_of(path) if is_run(path) else path
