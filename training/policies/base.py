"""The base class of policies. A new one is a file here, and `config/policy/<file>.yaml` names its class."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from runs.config import PretrainConfig
from utils.classes import Named


class PolicyConfig(BaseModel):
    """Settings of a policy. A policy without settings uses this class."""

    model_config = ConfigDict(extra="forbid")


class Method(Named):
    """What is learned from: `name` is sft, ppo, grpo; all keys but `loss` are settings of the method.

    Attributes:
        loss: the objective of our own networks, as in `objectives.grpo@GRPO`; None: the one that they have.
    """

    loss: str | None = None


class Policy:
    """Something that answers prompts and can be tuned. A subclass writes `tune`.

    Args:
        settings: those of `config_class`.
    """

    config_class: type[PolicyConfig] = PolicyConfig

    def __init__(self, settings: PolicyConfig) -> None:
        self.settings = settings

    def tune(self, method: Method, values: dict[str, Any]) -> Path | None:
        """Tune the policy and save it.

        Args:
            values: the keys of `training.yaml`, not validated yet.

        Returns:
            The run's folder; None on ranks other than the main one.

        Raises:
            UserError: for any mistake in them.
        """
        raise NotImplementedError

    def evaluate(
        self, checkpoint: Path, config: PretrainConfig, data_path: Path, split: str, most: int | None, device: str
    ) -> tuple[dict[str, float], list[str]]:
        """Metrics of a checkpoint on a data set, and tables for people. Only for policies that save their own runs.

        Args:
            checkpoint: a run's folder, or a checkpoint in it.
            config: that of the run; its evaluators score.
            most: score only this many examples of each set, from the first on.

        Raises:
            UserError: there is no such checkpoint, or it does not answer such data.
        """
        raise NotImplementedError
