"""From a configuration and the shape of its data to a network with its objective, on a device."""

from __future__ import annotations

from typing import Any, Literal

import torch

from dataset.layout import RowShape
from models.carries.base import CarryRule
from models.encoders.base import Encoder
from models.heads.base import Head
from models.kernels.switch import take_plain
from models.layers import CastedLinear
from models.objectives.base import Objective
from models.recursive_reasoning.act import RecursiveModel
from models.recursive_reasoning.blocks import ReasoningModule
from runs import memory
from runs.config import NetworkConfig, validated
from runs.devices import choose_compile, choose_dtype, choose_onednn
from utils.classes import load_subclass
from utils.errors import UserError


def build_model(
    config: NetworkConfig,
    metadata: RowShape,
    device: torch.device,
    choose_dtype_on: torch.device | None = None,
) -> Objective:
    """Make the network and objective of a configuration for data of this shape, on `device`.

    Weights are drawn on the CPU from torch's global generator, so that they are the same on every device. On the meta
    device nothing is drawn, and no memory is taken.

    Args:
        choose_dtype_on: the device for which `forward_dtype: auto` is resolved; None: `device`.

    Raises:
        UserError: names or sizes that do not exist or do not go together, or weights that memory cannot hold.
    """
    arch = config.arch
    model_class = load_subclass("arch.name", arch.name, "models", RecursiveModel)
    settings = arch.settings | dict(
        encoder=config.encoder,
        head=config.head,
        carry=config.carry,
        forward_dtype=choose_dtype(arch.settings.get("forward_dtype", "auto"), choose_dtype_on or device),
        **{name: getattr(metadata, name) for name in RowShape.model_fields},
    )
    validated(model_class.config_class, settings, "arch.")
    for key, base in (("encoder", Encoder), ("head", Head), ("carry", CarryRule)):
        chosen = getattr(config, key)
        part_class: Any = load_subclass(f"{key}.name", chosen.name, "models", base)
        validated(part_class.config_class, chosen.settings, f"{key}.")
    objective_class = load_subclass("arch.loss.name", arch.loss.name, "models", Objective)
    try:
        with torch.device("meta"), memory.NothingDrawn():
            model = model_class(settings)
    except ValueError as error:
        raise UserError(str(error)) from None
    try:
        with torch.device("meta"):
            sizes = objective_class(model, **arch.loss.settings)
        if device.type == "meta":
            return sizes
        _require_room_for_weights(sizes, device)
        return objective_class(model_class(settings), **arch.loss.settings).to(device)
    except TypeError as error:
        raise UserError(f"arch.loss: {error}") from None


def _require_room_for_weights(sizes: Objective, device: torch.device) -> None:
    weights = sum(memory.bytes_of(tensor) for tensor in sizes.state_dict().values())
    for place in {torch.device("cpu"), device}:
        memory.require_room(memory.Need(weights, 0), place, "a network of these sizes", "make arch.hidden_size smaller")


def set_compute_options(
    model: Objective,
    device: torch.device,
    compile: bool | Literal["auto"] = False,
    cpu_matmul: Literal["auto", "mkl", "onednn"] = "auto",
    activation_checkpointing: bool = False,
    kernels: Literal["fast", "plain"] = "fast",
) -> None:
    """Set how the model computes, by the keys of these names; parameters keep their names and values.

    `kernels` holds for all models of the process.
    """
    take_plain(kernels == "plain")
    use_onednn = choose_onednn(cpu_matmul, device)
    compiles = choose_compile(compile, device)
    for module in model.modules():
        if isinstance(module, CastedLinear):
            module.onednn = use_onednn
        if isinstance(module, ReasoningModule):
            module.recomputes = activation_checkpointing
            if compiles:
                module.compile_stack()
