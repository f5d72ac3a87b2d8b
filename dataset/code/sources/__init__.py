"""The formats of code data, one file each; see `dataset.code.sources.base`."""
