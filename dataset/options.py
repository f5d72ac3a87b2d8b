"""What the command lines of all builders ask of their numbers."""

from __future__ import annotations

from utils.errors import UserError


def require_at_least(options: object, **least: int) -> None:
    """Refuse numbers that are too small; an option that is None was not given and passes.

    Args:
        options: the builder's dataclass.
        least: the smallest value of each option, by the name of its field.

    Raises:
        UserError: naming the first option that is too small.
    """
    for name, smallest in least.items():
        value = getattr(options, name)
        if value is not None and value < smallest:
            raise UserError(f"--{name.replace('_', '-')} must be at least {smallest}, not {value}")
