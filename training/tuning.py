"""From the configuration of `finetune.py` to the policy that it tunes."""

from __future__ import annotations

from typing import Any

from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from runs.config import validated
from training.policies.base import Method, Policy
from utils.classes import Named, load_subclass
from utils.errors import UserError


def tune(command_line: DictConfig) -> None:
    """Tune the policy that Hydra composed from `config/` and the command line.

    Raises:
        UserError: an unknown key, or a value that does not fit.
    """
    try:
        values: dict[str, Any] = OmegaConf.to_container(command_line, resolve=True)  # type: ignore[assignment]
    except OmegaConfBaseException as error:
        raise UserError(" ".join(str(error).split())) from None
    method = validated(Method, values.pop("method"), "method.")
    named = validated(Named, values.pop("policy"), "policy.")
    policy_class = load_subclass("policy.name", named.name, "training", Policy)
    policy_class(validated(policy_class.config_class, named.settings, "policy.")).tune(method, values)
