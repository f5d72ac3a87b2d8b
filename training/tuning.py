"""From the configuration of `finetune.py` to the policy that it tunes, and from a policy's run back to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from runs.config import PolicyRunConfig, PretrainConfig, config_beside, load_config, validated
from training.policies.base import Method, Policy
from utils.classes import Named, load_subclass
from utils.errors import UserError


def tune(command_line: DictConfig) -> Path | None:
    """Tune the policy that Hydra composed from `config/` and the command line; return as `Policy.tune` does.

    Raises:
        UserError: an unknown key, or a value that does not fit.
    """
    try:
        values: dict[str, Any] = OmegaConf.to_container(command_line, resolve=True)  # type: ignore[assignment]
    except OmegaConfBaseException as error:
        raise UserError(" ".join(str(error).split())) from None
    method = validated(Method, values.pop("method"), "method.")
    model = values.pop("model")
    named = validated(Named, values.pop("policy"), "policy.")
    policy_class = load_subclass("policy.name", named.name, "training", Policy)
    if model is not None and "model" not in policy_class.config_class.model_fields:
        raise UserError(f"model={model}: {policy_class.__name__} tunes the network of load_checkpoint")
    return policy_class(validated(policy_class.config_class, named.settings, "policy.")).tune(method, values)


class SavedPolicy(NamedTuple):
    """A policy that answers and scores by itself, with the run that tuned it.

    Attributes:
        checkpoint: the run's folder or a checkpoint in it.
    """

    policy: Policy
    config: PretrainConfig
    checkpoint: Path


def saved_policy(checkpoint: Path | None) -> SavedPolicy | None:
    """The policy of a run or checkpoint; None for our own networks, which `runs.open` opens.

    Raises:
        UserError: the run's configuration is damaged.
    """
    file = None if checkpoint is None else config_beside(checkpoint)
    if checkpoint is None or file is None:
        return None
    config = load_config(file)
    if not isinstance(config, PolicyRunConfig):
        return None
    try:
        policy_class = load_subclass("policy.name", config.policy.name, "training", Policy)
        policy = policy_class(validated(policy_class.config_class, config.policy.settings, "policy."))
    except UserError as error:
        raise UserError(f"{file}: {error}") from None
    return SavedPolicy(policy, config, checkpoint)
