"""Read YAML that somebody else wrote, within bounds. Any content gives either a value or one `UserError`.

YAML can name a value once and use it many times. A file of ten lines can so describe a billion values, or a value that
contains itself. This module counts all uses before it builds any value.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from utils.errors import UserError
from utils.reading import read_text

LARGEST = 64 * 2**10
"""Most characters of a configuration; ours have 2,000."""
MOST_VALUES = 20_000
DEEPEST = 20
# Errors of PyYAML's constructors other than YAMLError, for `!!bool x`, `!!timestamp x`, `!!int ''`, 2026-99-99.
_CONSTRUCTION = (ValueError, KeyError, AttributeError, IndexError, TypeError, OverflowError)


def read_yaml(path: Path) -> Any:
    """The value of a YAML file, made of plain types and dates only.

    Raises:
        UserError: the file cannot be read, is not YAML, or holds too many or too deeply nested values.
    """
    return parse_yaml(read_text(path, LARGEST), str(path))


def parse_yaml(text: str, where: str) -> Any:
    """The value of a YAML text of at most `LARGEST` characters; `where` names it in messages.

    Raises:
        UserError: the text is not YAML, or holds too many or too deeply nested values.
    """
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        if _values(node, {}, 0, where) > MOST_VALUES:
            raise UserError(f"{where} holds more than {MOST_VALUES} values")
        return loader.construct_document(node)
    except yaml.YAMLError as error:
        raise UserError(f"{where} is not YAML: {error}") from None
    except RecursionError:
        raise _too_deep(where) from None
    except UserError:
        raise
    except _CONSTRUCTION as error:
        raise UserError(f"{where} is not YAML that can be read: {type(error).__name__}, {error}") from None


def _values(node: yaml.Node, known: dict[int, int | None], depth: int, where: str) -> int:
    """The number of values in a node; a value that is used several times counts each time.

    Args:
        known: the number for each node seen so far, by its id; None for a node that is still being counted.
    """
    if depth > DEEPEST:
        raise _too_deep(where)
    if id(node) in known:
        count = known[id(node)]
        if count is None:
            raise UserError(f"{where} holds a value inside itself")
        return count
    known[id(node)] = None
    children = []
    if isinstance(node, yaml.SequenceNode):
        children = node.value
    elif isinstance(node, yaml.MappingNode):
        children = [part for pair in node.value for part in pair]
    count = 1 + sum(_values(child, known, depth + 1, where) for child in children)
    known[id(node)] = count
    return count


def _too_deep(where: str) -> UserError:
    return UserError(f"{where} is nested more than {DEEPEST} deep")
