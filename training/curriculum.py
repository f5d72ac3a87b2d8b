"""How many improvement steps a row may make in training: few at first, and more from epoch to epoch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from models.recursive_reasoning.act import RecursiveModel
from runs.config import PretrainConfig
from utils.errors import UserError


def most_steps(config: PretrainConfig, halt_max_steps: int, epoch: int) -> int:
    """The largest number of improvement steps in an epoch, counted from 0: min(first + epoch // every, halt_max_steps).

    Without `steps_curriculum` it is `halt_max_steps` in all epochs.
    """
    curriculum = config.steps_curriculum
    if curriculum is None:
        return halt_max_steps
    return min(curriculum.first + epoch // curriculum.every, halt_max_steps)


@contextmanager
def steps_of_epoch(model: RecursiveModel, config: PretrainConfig, epoch: int) -> Iterator[None]:
    """Within the block, `model` makes at most the steps of this epoch. Evaluations make all `halt_max_steps`."""
    given = model.config.halt_max_steps
    model.config.halt_max_steps = most_steps(config, given, epoch)
    try:
        yield
    finally:
        model.config.halt_max_steps = given


def check_curriculum(config: PretrainConfig, halt_max_steps: int) -> None:
    """Refuse a curriculum that begins above its end.

    Raises:
        UserError: `first` is more than `halt_max_steps`.
    """
    curriculum = config.steps_curriculum
    if curriculum is not None and curriculum.first > halt_max_steps:
        raise UserError(
            f"steps_curriculum.first={curriculum.first} is more than arch.halt_max_steps={halt_max_steps}; make it"
            " smaller, or arch.halt_max_steps larger"
        )
