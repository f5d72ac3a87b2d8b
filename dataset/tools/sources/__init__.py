"""The formats in which people keep conversations with tool calls, one file each; see `dataset.tools.sources.base`."""
