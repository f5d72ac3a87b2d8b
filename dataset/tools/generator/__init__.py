"""A generator of conversations with the built-in tools."""

from dataset.tools.generator.draw import generate

__all__ = ["generate"]
