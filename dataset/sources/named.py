"""Sources as commands name them: the format of some files, and where they lie.

read_source("openai:logs.jsonl", readers, "openai:logs.jsonl")              "openai", Path("logs.jsonl"), {}
read_source("sharegpt,user_tag=customer:talks", readers, ...)   "sharegpt", Path("talks"), {"user_tag": "customer"}
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from utils.errors import UserError, nearest


def read_source(
    source: str, readers: Mapping[str, ModuleType | None], example: str
) -> tuple[str, Path, dict[str, str]]:
    """The format, path and options of a source, `FORMAT:PATH` or `FORMAT,KEY=VALUE,...:PATH`.

    Args:
        readers: the reader of each format; a reader lists its options in `OPTIONS`.
        example: a source that is right, for messages.

    Raises:
        UserError: the source has another form, or there is no such format or option.
    """
    head, colon, path = source.partition(":")
    name, *settings = head.split(",")
    if not colon or not path:
        raise UserError(f"source {source}: must be FORMAT:PATH, as in {example}; formats: {', '.join(readers)}")
    if name not in readers:
        raise UserError(f"source {source}: no format '{name}'{nearest(name, readers)}; formats: {', '.join(readers)}")
    options: dict[str, str] = {}
    allowed: tuple[str, ...] = getattr(readers[name], "OPTIONS", ())
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or key not in allowed:
            what = f"options of {name}: {', '.join(allowed)}" if allowed else f"{name} has no options"
            raise UserError(f"source {source}: '{setting}' is no option{nearest(key, allowed)}; {what}")
        options[key] = value
    return name, Path(path), options
