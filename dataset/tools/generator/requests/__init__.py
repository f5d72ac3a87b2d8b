"""How people ask for the built-in tools, a module for each module of `dataset.tools.fields`."""
