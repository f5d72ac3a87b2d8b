"""Classes named in configuration as `module@Class`."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil

from utils.errors import UserError, nearest


def load_class(identifier: str, package: str) -> type:
    """Return the class `identifier` ("module@Class", relative to `package`).

    Raises:
        UserError: the text has another form, or module or class does not exist.
    """
    module_name, separator, class_name = identifier.partition("@")
    if not (separator and module_name and class_name):
        raise UserError(f"'{identifier}' is no class of {package}; write module@Class")
    module = importlib.import_module(package)
    for name in module_name.split("."):
        inside = [found.name for found in pkgutil.iter_modules(getattr(module, "__path__", []))]
        full_name = f"{module.__name__}.{name}"
        if name not in inside:
            raise UserError(f"no module '{full_name}'{nearest(name, inside)} (named in '{identifier}')")
        module = importlib.import_module(full_name)
    found = getattr(module, class_name, None)
    if not isinstance(found, type):
        own = [key for key, value in vars(module).items() if isinstance(value, type) and value.__module__ == full_name]
        raise UserError(f"no class '{class_name}' in {full_name}{nearest(class_name, own)}; it has: {', '.join(own)}")
    return found
