"""Classes that the configuration names as `module@Class`, and modules that are found by their place."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Sequence
from types import ModuleType
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from utils.errors import UserError, nearest
from utils.reading_yaml import parse_yaml

T = TypeVar("T")


class Named(BaseModel):
    """A class by name (`module@Class`), with its own settings as further keys."""

    model_config = ConfigDict(extra="allow")
    name: str

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, values: Any) -> Any:
        return {"name": values} if isinstance(values, str) and cls is Named else values

    @property
    def settings(self) -> dict[str, Any]:
        """All keys other than the declared fields."""
        return dict(self.model_extra or {})


def read_named(option: str, texts: Sequence[str]) -> list[Named]:
    """Classes as a command line names them: `module@Class`, or in YAML `{name: module@Class, tries: 8}`.

    A text may also be a list of such classes, as the configuration has it.

    Raises:
        UserError: a text is no YAML or names no class; the message names the option.
    """
    found: list[Named] = []
    for text in texts:
        value = parse_yaml(text, f"{option} {text}") if text.lstrip()[:1] in ("{", "[") else text
        try:
            found += [Named.model_validate(each) for each in (value if isinstance(value, list) else [value])]
        except ValidationError:
            form = "module@Class, or with settings {name: module@Class, key: value}"
            raise UserError(f"{option} {text}: write {form}") from None
    return found


def load_class(identifier: str, package: str) -> type:
    """Return the class `identifier` ("module@Class", relative to `package`). The module must define the class itself.

    Raises:
        UserError: the text has another form, module or class does not exist, or the module only imports the class.
    """
    module_name, separator, class_name = identifier.partition("@")
    if not (separator and module_name and class_name):
        raise UserError(f"'{identifier}' is no class of {package}; write module@Class")
    module = importlib.import_module(package)
    for name in module_name.split("."):
        modules = [found.name for found in pkgutil.iter_modules(getattr(module, "__path__", []))]
        full_name = f"{module.__name__}.{name}"
        if name not in modules:
            raise UserError(f"no module '{full_name}'{nearest(name, modules)} (named in '{identifier}')")
        module = importlib.import_module(full_name)
    # Classes that the module imports, such as Path, do not count.
    own = {key: value for key, value in vars(module).items() if _is_class_of(value, module.__name__)}
    if class_name not in own:
        has = f"it has: {', '.join(own)}" if own else "it defines none"
        raise UserError(f"no class '{class_name}' in {module.__name__}{nearest(class_name, own)}; {has}")
    return own[class_name]


def load_subclass(key: str, identifier: str, package: str, base: type[T]) -> type[T]:
    """`load_class` for a configuration key whose class must derive from `base`.

    Raises:
        UserError: as in `load_class`, or the class is no `base`.
    """
    found = load_class(identifier, package)
    if not issubclass(found, base):
        raise UserError(f"{key}={identifier} is no {base.__name__}")
    return found


def modules_of(package: str) -> dict[str, ModuleType]:
    """The modules of a package by name, imported: what a folder offers is found by its files."""
    found = sorted(module.name for module in pkgutil.iter_modules(importlib.import_module(package).__path__))
    return {name: importlib.import_module(f"{package}.{name}") for name in found}


def _is_class_of(value: object, module: str) -> bool:
    return isinstance(value, type) and value.__module__ == module
